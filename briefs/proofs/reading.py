"""Reading: a finished PDF as runs of text, each with its place, face and size.

PDFium reads what any viewer shows; nothing here asks the renderer that wrote the file.
"""

from __future__ import annotations

import ctypes
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

import pypdfium2.raw as pdfium

from briefs.proofs.ink import Glyph
from briefs.proofs.leaves import Leaf, leaves_of
from briefs.proofs.opened import MM_PER_POINT, Handle, address_of

#: A PDF names a subset "ABCDEF+Name" (ISO 32000-1 §9.6.4).
SUBSET_TAG = 7

#: The rendering mode of text that leaves no ink (ISO 32000-1 §9.3.6).
INVISIBLE = 3

#: What PDFium calls a hyphen that ends a line.
HYPHEN = "\x02"

#: PDFs whose text is kept between one proof and the next.
KEPT = 4

_NAME = 200


@dataclass(frozen=True, slots=True)
class Run:
    """Text of one PDF text object: where its ink stands in millimetres, and how it is set.

    `mode` is the rendering mode of ISO 32000-1 §9.3.6: 0 fills, 3 shows nothing. `slant` is how
    far the letters lean, and `alpha` how opaque they are, from 0 to 255.
    """

    text: str
    page: int
    left: float
    top: float
    right: float
    bottom: float
    face: str
    size: float
    mode: int
    slant: float
    alpha: int

    @property
    def place(self) -> str:
        """Say where the run stands."""
        return where(self.page, self.left, self.top)


@dataclass(frozen=True, slots=True)
class Sheet:
    """One page of a PDF: its size in millimetres and its runs in the order of painting."""

    number: int
    width: float
    height: float
    runs: tuple[Run, ...]

    @property
    def text(self) -> str:
        """Give what the page says, without spaces."""
        return "".join(run.text for run in self.runs)


def where(page: int, left: float, top: float) -> str:
    """Say a place on a page, for people with a ruler."""
    return f"page {page}, {left:.0f} mm from the left, {top:.0f} mm from the top"


def place_of(sheet: Sheet, text: str) -> str:
    """Say where a text begins on a page; where it is not found, the page alone."""
    wanted = bare(text)
    for run in sheet.runs:
        if wanted and wanted.startswith(run.text) and len(run.text) > 1:
            return run.place
    return f"page {sheet.number}"


def bare(text: str) -> str:
    """Take away what a page shows by room alone: spaces, and characters that only format."""
    joined = "".join(text.split())
    if joined.isprintable():
        return joined
    return "".join(char for char in joined if unicodedata.category(char) != "Cf")


@lru_cache(maxsize=KEPT)
def sheets_of(pdf: bytes) -> tuple[Sheet, ...]:
    """Read every page of a PDF."""
    return tuple(map(_sheet, leaves_of(pdf)))


def _sheet(leaf: Leaf) -> Sheet:
    width, height = leaf.width * MM_PER_POINT, leaf.height * MM_PER_POINT
    return Sheet(leaf.number, width, height, tuple(_runs(leaf)))


def _runs(leaf: Leaf) -> Iterator[Run]:
    chars: dict[int, list[str]] = {}
    drawn: dict[int, Handle] = {}
    faces: dict[int, str] = {}
    for glyph in leaf.glyphs:
        by = glyph.dress.address
        drawn[by] = glyph.dress.drawn
        chars.setdefault(by, []).append(glyph.char if glyph.char != HYPHEN else _hyphen(glyph))
    # PDFium gives the objects of a line from left to right; a page paints them otherwise.
    for by in dict.fromkeys((*leaf.painted, *chars)):
        text = bare("".join(chars.get(by, ())))
        if text and by:
            yield _run(leaf, drawn[by], text, faces)


def _hyphen(glyph: Glyph) -> str:
    """Give a hyphen at the end of a line, which PDFium hides behind a code of its own."""
    texts = glyph.dress.ruler.texts
    return "-" if pdfium.FPDFText_IsHyphen(texts, glyph.number) == 1 else glyph.char


def _run(leaf: Leaf, drawn: Handle, text: str, faces: dict[int, str]) -> Run:
    left, bottom, right, top = (ctypes.c_float() for _ in range(4))
    pdfium.FPDFPageObj_GetBounds(drawn, left, bottom, right, top)
    matrix, size = pdfium.FS_MATRIX(), ctypes.c_float()
    pdfium.FPDFPageObj_GetMatrix(drawn, matrix)
    pdfium.FPDFTextObj_GetFontSize(drawn, size)
    red, green, blue, alpha = (ctypes.c_uint() for _ in range(4))
    pdfium.FPDFPageObj_GetFillColor(drawn, red, green, blue, alpha)
    return Run(
        text=text,
        page=leaf.number,
        left=left.value * MM_PER_POINT,
        top=(leaf.height - top.value) * MM_PER_POINT,
        right=right.value * MM_PER_POINT,
        bottom=(leaf.height - bottom.value) * MM_PER_POINT,
        face=_face(drawn, faces),
        size=size.value * abs(matrix.d),
        mode=pdfium.FPDFTextObj_GetTextRenderMode(drawn),
        slant=matrix.c / matrix.d if matrix.d else 0.0,
        alpha=alpha.value,
    )


def _face(drawn: Handle, known: dict[int, str]) -> str:
    """Give the name of a text's font, which is asked for once."""
    font = pdfium.FPDFTextObj_GetFont(drawn)
    address = address_of(font)
    if address not in known:
        name = ctypes.create_string_buffer(_NAME)
        pdfium.FPDFFont_GetBaseFontName(font, name, _NAME)
        known[address] = name.value.decode("utf-8", "replace")
    return known[address]
