"""Peers: other programs that print the page that our press prints, from the same HTML and charts.

Chromium gets our HTML with its charts inside and its elastic sizes settled, in a browser that is
already open. WeasyPrint used plainly gets the same, as its tutorial shows. Typst gets the words,
figures and charts of the view in a page of about the same look.
"""

from __future__ import annotations

import base64
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from briefs.press.geometry import boxes

#: What the press settles of a page: how high its charts are, and how tight its lines.
SETTLED = (
    *("chart-height-1", "chart-height-2", "side-gap", "last-gap", "spare"),
    *("pitch", "legal-line", "body", "table", "small"),
)

BROWSERS = ("chromium", "chromium-browser", "google-chrome")


def settled(page, printed):
    """Give a page as one HTML file: its style, its charts, and what the press settled."""
    style = page.css
    if page.elastic:
        root = next(box for _, box in boxes(printed.layout) if box.element_tag == "html")
        said = {name: root.style[f"__{name.replace('-', '_')}"] for name in SETTLED}
        rules = (
            f"--{name}: {''.join(one.serialize() for one in of)};" for name, of in said.items()
        )
        style += f":root:root:root {{ {' '.join(rules)} }}"
    html = page.html
    for name, svg in printed.charts.items():
        data = base64.b64encode(svg).decode()
        html = html.replace(f'"chart:{name}"', f'"data:image/svg+xml;base64,{data}"')
    assert "chart:" not in html
    return html.replace("</head>", f"<style>{style}</style></head>")


@contextmanager
def chromium():
    """Open a browser, and give what prints a page in it; nothing is fetched from anywhere."""
    from playwright.sync_api import sync_playwright  # noqa: PLC0415 - for this peer alone

    program = next(filter(None, map(shutil.which, BROWSERS)), None)
    assert program, "the bench needs Chromium: `apt-get install chromium` as root"
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=program, env={**os.environ}, args=["--no-sandbox"]
        )
        tab = browser.new_page()

        def printed(html):
            tab.set_content(html, wait_until="load")
            return tab.pdf(tagged=True, prefer_css_page_size=True, print_background=True)

        yield f"Chromium {browser.version.partition('.')[0]}", printed
        browser.close()


def plainly(html):
    """Print a page with WeasyPrint as its tutorial does: nothing shared, nothing kept."""
    import weasyprint  # noqa: PLC0415 - reads the faces' configuration when it is imported

    return weasyprint.HTML(string=html).write_pdf(pdf_tags=True)


#: Compiles a page in a process of its own, and prints the seconds of the compiling alone.
ALONE = """
import sys, time
import typst
root, faces = sys.argv[1:]
fonts = typst.Fonts(include_system_fonts=False, font_paths=[faces])
start = time.perf_counter()
typst.compile(f"{root}/page.typ", font_paths=fonts, root=root, pdf_standards=["a-3a"])
print(time.perf_counter() - start)
"""


@contextmanager
def typst(faces: Path):
    """Give what compiles a page of Typst that no process has seen, and says how long it took."""
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder)

        def printed(source, charts):
            for number, svg in enumerate(charts):
                (root / f"chart-{number}.svg").write_bytes(svg)
            (root / "page.typ").write_text(source, encoding="utf-8")
            command = [sys.executable, "-c", ALONE, folder, str(faces)]
            done = subprocess.run(command, capture_output=True, text=True, check=True)  # noqa: S603
            return float(done.stdout)

        yield printed


def in_typst(view, families):
    """Write a one-pager's words, figures and table as a page of Typst."""
    return "\n".join(_typst(view, families))


def _typst(view, families) -> Iterator[str]:
    stack = ", ".join(f'"{family}"' for family in families)
    yield f'#set document(title: "{view.title}")'
    yield '#set page(paper: "a4", margin: (x: 12mm, y: 8mm))'
    yield f'#set text(font: ({stack},), size: 7.5pt, lang: "{view.setting.languages[0][:2]}")'
    yield "#set par(leading: 0.4em, spacing: 0.5em)"
    yield f"#text(20pt, weight: 700)[{_words(view.name)}] #h(1fr) {_words(view.stage)}"
    yield f"#text(12pt)[{_words(view.headline)}]"
    tiles = ", ".join(f"[*{_value(tile.value)}* \\ {_words(tile.label)}]" for tile in view.tiles)
    yield f"#grid(columns: {len(view.tiles)} * (1fr,), gutter: 3mm, {tiles})"
    yield "#grid(columns: (1fr, 58mm), gutter: 5mm, ["
    yield _words(view.business)
    charts = ", ".join(
        f'image("chart-{number}.svg", alt: "chart", width: 100%)'
        for number, _ in enumerate(view.charts)
    )
    yield f"#grid(columns: (1fr, 1fr), gutter: 3mm, {charts})"
    yield _table(view.table)
    for words in (*view.strengths, *view.risks):
        yield f"- {_words(words)}"
    yield "], ["
    for section in view.sections:
        yield f"*{_words(section.title)}* \\"
        for term in section.terms:
            yield f"{_words(term.label)} #h(1fr) {_value(term.value)} \\"
        for words in section.text:
            yield _words(words)
    yield "])"
    for words in (*(note.words for note in view.foot.notes), *view.foot.sources):
        yield f"#text(6.5pt)[{_words(words)}]"


def _table(table):
    rows = []
    for row in table.rows:
        rows.append(f"[{_words(row.label)}]")
        rows += [f"[{_value(cell.value)}]" if cell else "[]" for cell in row.cells]
    width = max(len(row.cells) for row in table.rows)
    return f"#table(columns: (1fr, {width} * (auto,)).flatten(), stroke: none, {', '.join(rows)})"


def _words(words):
    return " ".join(_plain(str(phrase)) for phrase in words)


def _value(value):
    return " ".join(_plain(str(form)) for form in value.forms)


def _plain(text):
    return "".join(f"\\{char}" if char in "\\#*_$<>@[]`~=-+/" else char for char in text)
