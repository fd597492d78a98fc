"""Ink: the characters of a finished PDF as drawn, each with its place, size and colour.

A PDF is read as any reader's software reads it: from its bytes alone, with PDFium.
"""

from __future__ import annotations

import ctypes
import re
from dataclasses import dataclass, field
from functools import cached_property
from typing import NamedTuple

import pypdfium2
import pypdfium2.raw as pdfium

from briefs.proofs.opened import MM_PER_POINT, Handle

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
class Box:
    """Where a character stands, in millimetres.

    From `left` to `right` is its advance, from `top` to `bottom` its ink, and `base` is the line
    that it stands on.
    """

    left: float
    top: float
    right: float
    bottom: float
    base: float


@dataclass(frozen=True, slots=True)
class Ruler:
    """Measures the characters of a page by their numbers, each when somebody asks, and once."""

    texts: pypdfium2.PdfTextPage
    height: float
    _known: dict[int, Box] = field(default_factory=dict)

    def box(self, number: int) -> Box:
        """Say where a character stands."""
        if number not in self._known:
            self._known[number] = self._measured(number)
        return self._known[number]

    def _measured(self, number: int) -> Box:
        edges = _, _, low, high = tuple(ctypes.c_double() for _ in range(4))
        across, base = ctypes.c_double(), ctypes.c_double()
        advance = pdfium.FS_RECTF()
        pdfium.FPDFText_GetCharBox(self.texts, number, *edges)
        pdfium.FPDFText_GetCharOrigin(self.texts, number, across, base)
        pdfium.FPDFText_GetLooseCharBox(self.texts, number, advance)
        return Box(
            left=advance.left * MM_PER_POINT,
            top=(self.height - high.value) * MM_PER_POINT,
            right=advance.right * MM_PER_POINT,
            bottom=(self.height - low.value) * MM_PER_POINT,
            base=(self.height - base.value) * MM_PER_POINT,
        )


@dataclass(frozen=True)
class Dress:
    """What the characters of one text object share; without `__slots__`, for what is asked late.

    `drawn` is the text object, `address` tells it from others, and `number` is that of its first
    character. `content` is the number of the marked content, or -1.
    """

    page: int
    ruler: Ruler
    number: int
    drawn: Handle
    address: int
    content: int

    @cached_property
    def size(self) -> float:
        """The size in points as drawn: the font's, by its matrix."""
        texts, matrix = self.ruler.texts, pdfium.FS_MATRIX()
        pdfium.FPDFText_GetMatrix(texts, self.number, matrix)
        upright = (matrix.c * matrix.c + matrix.d * matrix.d) ** 0.5
        return float(pdfium.FPDFText_GetFontSize(texts, self.number) * upright)

    @cached_property
    def colour(self) -> tuple[int, int, int, int]:
        """Red, green, blue and opacity, 0 to 255."""
        parts = red, green, blue, opacity = tuple(ctypes.c_uint() for _ in range(4))
        pdfium.FPDFText_GetFillColor(self.ruler.texts, self.number, *parts)
        return red.value, green.value, blue.value, opacity.value


class Glyph(NamedTuple):
    """One character as drawn: the number by which PDFium knows it, and how it is dressed.

    A deck has 20,000, of few of which anybody asks where they stand. A tuple is made in a third
    of the time of a dataclass.
    """

    char: str
    number: int
    dress: Dress

    @property
    def box(self) -> Box:
        """Where it stands."""
        return self.dress.ruler.box(self.number)

    @property
    def spot(self) -> Spot:
        """Where it begins."""
        return Spot(self.dress.page, self.box.left, self.box.top)

    @property
    def size(self) -> float:
        """Its size in points."""
        return self.dress.size


def visible(text: str) -> str:
    """Give a text without what is never seen."""
    return _UNSEEN.sub("", text)


def seen(text: str) -> str:
    """Give a text without spaces and without what is never seen."""
    return "".join(visible(text).split())


def short(text: str) -> str:
    """Give as much of a text as a message quotes."""
    words = " ".join(text.split())
    return words if len(words) <= _QUOTED else f"{words[: _QUOTED - 1]}…"
