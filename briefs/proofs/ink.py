"""Ink: the characters of a finished PDF as drawn, each with its place, size and colour.

A PDF is read as any reader's software reads it: from its bytes alone, with PDFium.
"""

from __future__ import annotations

import ctypes
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, TypeAlias

import pypdfium2.raw as pdfium

MM_PER_POINT = 25.4 / 72

#: What PDFium hands out: it ships no types.
Handle: TypeAlias = Any

#: Characters that are never seen: joiners, soft hyphens, byte order marks.
_UNSEEN = re.compile("[\u00ad\u200b-\u200d\u2060\ufeff\ufffe]")

#: Texts are quoted to this length.
_QUOTED = 48


@dataclass(frozen=True, slots=True)
class Spot:
    """A place on a page, in millimetres from its left and upper edges."""

    page: int
    left: float
    top: float

    def __str__(self) -> str:
        return f"page {self.page}, {self.left:.0f} mm from the left, {self.top:.0f} mm from the top"


@dataclass(frozen=True, slots=True)
class Glyph:
    """One character as drawn: where it stands in millimetres, and its size in points.

    From `left` to `right` is its advance, from `top` to `bottom` its ink. `colour` is red, green,
    blue and opacity, 0 to 255; `content` is the number of its marked content, or -1.
    """

    char: str
    page: int
    left: float
    top: float
    right: float
    bottom: float
    base: float
    size: float
    colour: tuple[int, int, int, int]
    content: int

    @property
    def spot(self) -> Spot:
        """Where the character stands."""
        return Spot(self.page, self.left, self.top)


def visible(text: str) -> str:
    """Give a text without what is never seen."""
    return _UNSEEN.sub("", text)


def seen(text: str) -> str:
    """Give a text without spaces and without what is never seen."""
    return re.sub(r"\s+", "", visible(text))


def short(text: str) -> str:
    """Give as much of a text as a message quotes."""
    words = " ".join(text.split())
    return words if len(words) <= _QUOTED else f"{words[: _QUOTED - 1]}…"


@dataclass(frozen=True, slots=True)
class _Dress:
    """What all characters of one text object share."""

    colour: tuple[int, int, int, int]
    content: int


def glyphs_of(textpage: Handle, page: int, height: float) -> Iterator[Glyph]:
    """Give the characters of a page in the order in which PDFium reads them."""
    dresses: dict[int, _Dress] = {}
    ink = tuple(ctypes.c_double() for _ in range(4))
    origin = tuple(ctypes.c_double() for _ in range(2))
    loose = pdfium.FS_RECTF()
    for index in range(pdfium.FPDFText_CountChars(textpage)):
        # PDFium makes up spaces and line ends where it guesses them.
        if pdfium.FPDFText_IsGenerated(textpage, index) == 1:
            continue
        code = pdfium.FPDFText_GetUnicode(textpage, index)
        pdfium.FPDFText_GetCharBox(textpage, index, *map(ctypes.byref, ink))
        pdfium.FPDFText_GetCharOrigin(textpage, index, *map(ctypes.byref, origin))
        pdfium.FPDFText_GetLooseCharBox(textpage, index, ctypes.byref(loose))
        dress = _dress(textpage, index, dresses)
        yield Glyph(
            char=chr(code),
            page=page,
            left=float(loose.left) * MM_PER_POINT,
            top=(height - ink[3].value) * MM_PER_POINT,
            right=float(loose.right) * MM_PER_POINT,
            bottom=(height - ink[2].value) * MM_PER_POINT,
            base=(height - origin[1].value) * MM_PER_POINT,
            size=_size(textpage, index),
            colour=dress.colour,
            content=dress.content,
        )


def _size(textpage: Handle, index: int) -> float:
    """Give the size of a character as it is drawn: the font's, by its matrix."""
    matrix = pdfium.FS_MATRIX()
    pdfium.FPDFText_GetMatrix(textpage, index, ctypes.byref(matrix))
    upright = (matrix.c * matrix.c + matrix.d * matrix.d) ** 0.5
    return float(pdfium.FPDFText_GetFontSize(textpage, index) * upright)


def _dress(textpage: Handle, index: int, known: dict[int, _Dress]) -> _Dress:
    text = pdfium.FPDFText_GetTextObject(textpage, index)
    address = ctypes.cast(text, ctypes.c_void_p).value or 0
    if address not in known:
        parts = tuple(ctypes.c_uint() for _ in range(4))
        pdfium.FPDFText_GetFillColor(textpage, index, *map(ctypes.byref, parts))
        red, green, blue, opacity = (int(part.value) for part in parts)
        content = int(pdfium.FPDFPageObj_GetMarkedContentID(text)) if text else -1
        known[address] = _Dress((red, green, blue, opacity), content)
    return known[address]
