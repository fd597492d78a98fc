"""Poppler, PDFium and MuPDF show the same page: a glyph that one of them loses is seen."""

from __future__ import annotations

import io
import subprocess
from itertools import combinations

import numpy as np
import pikepdf
import pymupdf
import pypdfium2
import pytest
from exhibits import edited
from fontTools.ttLib import TTFont
from fontTools.ttLib.tables._g_l_y_f import Glyph

#: Dots per inch, and the pixels of a side of the squares that are compared: 2.1 mm.
DPI, SIDE = 192, 16

#: The most that the mean grey of any square may differ, of 255, and that of a page: they smooth
#: edges each in its own way (28 and 2 at most were seen), and a line of text that one of them
#: loses differs by 60 and more.
SQUARE, PAGE = 36, 3

EDITIONS = ["axera.one-pager.en", "biren.one-pager.zh-Hant-HK", "ai-chips.deck.en+zh-Hans"]


def poppler(pdf):
    command = ["pdftoppm", "-r", str(DPI), "-gray", "-"]
    done = subprocess.run(command, input=pdf, capture_output=True, check=True)  # noqa: S603 - of a known program
    stream = io.BytesIO(done.stdout)
    while stream.tell() < len(done.stdout):
        assert stream.readline() == b"P5\n"
        width, height = map(int, stream.readline().split())
        stream.readline()
        yield np.frombuffer(stream.read(width * height), np.uint8).reshape(height, width)


def pdfium(pdf):
    with pypdfium2.PdfDocument(pdf) as document:
        for page in document:
            yield np.asarray(page.render(scale=DPI / 72, grayscale=True).to_pil().convert("L"))


def mupdf(pdf):
    with pymupdf.open(stream=pdf, filetype="pdf") as document:
        for page in document:
            shown = page.get_pixmap(dpi=DPI, colorspace="gray")
            yield np.frombuffer(shown.samples, np.uint8).reshape(shown.height, shown.width)


RENDERERS = (poppler, pdfium, mupdf)


def squares(pixels):
    height, width = (side // SIDE * SIDE for side in pixels.shape)
    cut = pixels[:height, :width].reshape(height // SIDE, SIDE, width // SIDE, SIDE)
    return cut.mean(axis=(1, 3))


def shown_by(renderer, pdf):
    return list(map(squares, renderer(pdf)))


def differences(*shown):
    """Give the greatest difference of a square, and that of a page, between any two."""
    assert len({len(pages) for pages in shown}) == 1
    apart = [
        np.abs(one - other)
        for pages in zip(*shown, strict=True)
        for one, other in combinations(pages, 2)
    ]
    return max(one.max() for one in apart), max(one.mean() for one in apart)


@pytest.mark.parametrize("edition", EDITIONS)
def test_each_page_looks_alike_in_all_of_them(output, edition):
    pdf = output.pdf(edition).read_bytes()
    square, page = differences(*(shown_by(renderer, pdf) for renderer in RENDERERS))
    assert square < SQUARE
    assert page < PAGE


def without_a_face(document):
    """Empty the glyphs of a face, as a library does that cannot read them."""
    fonts = (item for item in document.objects if isinstance(item, pikepdf.Dictionary))
    program = next(
        font for font in fonts if "/FontFile2" in font and str(font.FontName).endswith("Sans-HK")
    )
    cut = TTFont(io.BytesIO(program.FontFile2.read_bytes()))
    for name in cut.getGlyphOrder():
        cut["glyf"][name] = Glyph()
    out = io.BytesIO()
    cut.save(out)
    program.FontFile2 = document.make_stream(out.getvalue())


def test_a_face_that_one_of_them_loses_is_seen(output):
    pdf = output.pdf("biren.one-pager.zh-Hant-HK").read_bytes()
    spoilt = edited(pdf, without_a_face)
    square, page = differences(shown_by(mupdf, pdf), shown_by(pdfium, spoilt))
    assert square > SQUARE
    assert page > PAGE
