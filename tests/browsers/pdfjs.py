"""pdf.js in a real browser shows our pages as PDFium does, and hands on their words and tags.

`make browsers` runs this: it needs Chromium, and the archive of pdf.js that BRIEFS_PDFJS names.
"""

from __future__ import annotations

import base64
import io
import os
import shutil
import sys
import tarfile
from pathlib import Path

import numpy as np
import pytest
from exhibits import view_of
from PIL import Image
from playwright.sync_api import sync_playwright

sys.path.append(str(Path(__file__).parent.parent / "bench"))

from peers import BROWSERS
from test_copying import bare, marked
from test_renderers import DPI, PAGE, SQUARE, differences, pdfium, squares

HERE = "http://pdf.test"

VIEWER = """<!DOCTYPE html><title>pdf.js</title><script type="module">
import * as pdfjs from "/build/pdf.min.mjs";
pdfjs.GlobalWorkerOptions.workerSrc = "/build/pdf.worker.min.mjs";
window.opened = pdfjs.getDocument({url: "/brief.pdf", wasmUrl: "/wasm/", iccUrl: "/iccs/"}).promise;
window.count = async () => (await opened).numPages;
window.shown = async (number, scale) => {
  const page = await (await opened).getPage(number);
  const viewport = page.getViewport({scale});
  const canvas = document.createElement("canvas");
  [canvas.width, canvas.height] = [viewport.width, viewport.height];
  await page.render({canvas, viewport}).promise;
  return canvas.toDataURL("image/png").split(",")[1];
};
window.said = async (number) => {
  const page = await (await opened).getPage(number);
  const text = await page.getTextContent();
  return text.items.map((item) => item.str + (item.hasEOL ? "\\n" : "")).join("");
};
window.tags = async (number) => (await (await opened).getPage(number)).getStructTree();
</script>"""

KINDS = {".mjs": "text/javascript", ".wasm": "application/wasm"}


@pytest.fixture(scope="module")
def library():
    """Give the files of pdf.js by their path."""
    with tarfile.open(os.environ["BRIEFS_PDFJS"]) as archive:
        return {
            member.name.removeprefix("package"): archive.extractfile(member).read()
            for member in archive
            if member.isfile() and member.name.split("/")[1] in {"build", "wasm", "iccs"}
        }


@pytest.fixture
def viewer(library):
    """Open a PDF in pdf.js, served from memory: the browser reaches nothing else."""
    program = next(filter(None, map(shutil.which, BROWSERS)))
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=program, args=["--no-sandbox"])

        def open_(pdf):
            files = {**library, "/": VIEWER.encode(), "/brief.pdf": pdf}

            def answer(route):
                path = route.request.url.removeprefix(HERE)
                kind = KINDS.get(Path(path).suffix, "text/html")
                if path in files:
                    route.fulfill(body=files[path], content_type=kind)
                else:
                    route.abort()

            page = browser.new_page()
            page.route("**/*", answer)
            page.goto(f"{HERE}/")
            page.wait_for_function("window.opened !== undefined")
            return page

        yield open_
        browser.close()


def picture(page, number):
    png = base64.b64decode(page.evaluate(f"shown({number}, {DPI / 72})"))
    return np.asarray(Image.open(io.BytesIO(png)).convert("L"))


def figures(tag):
    if tag.get("role") == "Figure":
        yield tag["alt"]
    for kid in tag.get("children", ()):
        yield from figures(kid)


@pytest.mark.parametrize(
    "edition", ["axera.one-pager.en", "biren.one-pager.en+zh-Hans", "ai-chips.deck.zh-Hant-HK"]
)
def test_a_brief_is_shown_as_elsewhere_with_its_words_and_tags(output, viewer, edition):
    pdf, view = output.pdf(edition).read_bytes(), view_of(edition)
    page = viewer(pdf)
    elsewhere = list(pdfium(pdf))
    assert page.evaluate("count()") == len(elsewhere)
    for number, expected in enumerate(elsewhere, start=1):
        shown = picture(page, number)
        assert shown.shape == pytest.approx(expected.shape, abs=1)
        height, width = map(min, shown.shape, expected.shape)
        both = [squares(one[:height, :width]) for one in (shown, expected)]
        square, mean = differences(*([one] for one in both))
        assert square < SQUARE, number
        assert mean < PAGE, number
    words = view.headline if hasattr(view, "headline") else view.slides[1].title
    said = bare("".join(page.evaluate(f"said({n})") for n in range(1, len(elsewhere) + 1)))
    assert all(bare(marked(phrase)) in said for phrase in words)
    charts = view.charts if hasattr(view, "charts") else view.slides[2].charts
    tags = [page.evaluate(f"tags({number})") for number in range(1, len(elsewhere) + 1)]
    alts = [alt for tree in tags for alt in figures(tree)]
    assert {chart.alt for chart in charts} <= set(alts)
