"""Reading: a finished PDF as runs of text, each with its place, face and size.

PDFium reads what any viewer shows; nothing here asks the renderer that wrote the file.
"""

from __future__ import annotations

import ctypes
import unicodedata
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, TypeAlias

import pypdfium2
import pypdfium2.raw as pdfium

MM_PER_POINT = 25.4 / 72

#: A PDF names a subset "ABCDEF+Name" (ISO 32000-1 §9.6.4).
SUBSET_TAG = 7

#: The rendering mode of text that leaves no ink (ISO 32000-1 §9.3.6).
INVISIBLE = 3

#: What PDFium calls a hyphen that ends a line.
HYPHEN = 2

#: PDFs whose text is kept between one proof and the next.
KEPT = 4

_NAME = 200

#: What PDFium hands out: it ships no types, so a page and an object on it are whatever they are.
Handle: TypeAlias = Any


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
    return "".join(
        char for char in text if not char.isspace() and unicodedata.category(char) != "Cf"
    )


@lru_cache(maxsize=KEPT)
def sheets_of(pdf: bytes) -> tuple[Sheet, ...]:
    """Read every page of a PDF."""
    with closing(pypdfium2.PdfDocument(pdf)) as document:
        return tuple(_sheet(page, number) for number, page in enumerate(document, start=1))


def _sheet(page: Handle, number: int) -> Sheet:
    width, height = page.get_size()
    return Sheet(
        number, width * MM_PER_POINT, height * MM_PER_POINT, tuple(_runs(page, number, height))
    )


def _runs(page: Handle, number: int, height: float) -> Iterator[Run]:
    with closing(page.get_textpage()) as texts:
        objects: dict[int, tuple[Handle, list[str]]] = {}
        for index in range(pdfium.FPDFText_CountChars(texts)):
            # PDFium makes up spaces and line ends between words; the page holds none of them.
            if pdfium.FPDFText_IsGenerated(texts, index) == 1:
                continue
            drawn = pdfium.FPDFText_GetTextObject(texts, index)
            objects.setdefault(_key(drawn), (drawn, []))[1].append(_char(texts, index))
        # PDFium gives the objects of a line from left to right; a page paints them otherwise.
        count = pdfium.FPDFPage_CountObjects(page)
        painted = [_key(pdfium.FPDFPage_GetObject(page, index)) for index in range(count)]
        for key in dict.fromkeys((*(key for key in painted if key in objects), *objects)):
            drawn, chars = objects[key]
            text = bare("".join(chars))
            if text and drawn:
                yield _run(drawn, text, number, height)


def _char(texts: Handle, index: int) -> str:
    """Give a character; PDFium hides a hyphen at the end of a line behind a code of its own."""
    code = pdfium.FPDFText_GetUnicode(texts, index)
    return "-" if code == HYPHEN and pdfium.FPDFText_IsHyphen(texts, index) == 1 else chr(code)


def _key(drawn: Handle) -> int:
    return ctypes.addressof(drawn.contents) if drawn else 0


def _run(drawn: Handle, text: str, page: int, height: float) -> Run:
    left, bottom, right, top = (ctypes.c_float() for _ in range(4))
    pdfium.FPDFPageObj_GetBounds(drawn, left, bottom, right, top)
    matrix, size = pdfium.FS_MATRIX(), ctypes.c_float()
    pdfium.FPDFPageObj_GetMatrix(drawn, matrix)
    pdfium.FPDFTextObj_GetFontSize(drawn, size)
    red, green, blue, alpha = (ctypes.c_uint() for _ in range(4))
    pdfium.FPDFPageObj_GetFillColor(drawn, red, green, blue, alpha)
    return Run(
        text=text,
        page=page,
        left=left.value * MM_PER_POINT,
        top=(height - top.value) * MM_PER_POINT,
        right=right.value * MM_PER_POINT,
        bottom=(height - bottom.value) * MM_PER_POINT,
        face=_face(drawn),
        size=size.value * abs(matrix.d),
        mode=pdfium.FPDFTextObj_GetTextRenderMode(drawn),
        slant=matrix.c / matrix.d if matrix.d else 0.0,
        alpha=alpha.value,
    )


def _face(drawn: Handle) -> str:
    font = pdfium.FPDFTextObj_GetFont(drawn)
    name = ctypes.create_string_buffer(_NAME)
    pdfium.FPDFFont_GetBaseFontName(font, name, _NAME)
    return name.value.decode("utf-8", "replace")
