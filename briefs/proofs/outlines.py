"""Outlines: the glyphs of a font that a PDF carries, read from its TrueType tables.

Only what the proofs ask for is read: how many glyphs there are, and the header of each one
(OpenType specification, tables head, maxp, loca and glyf).
"""

from __future__ import annotations

import struct
from dataclasses import dataclass
from functools import cached_property

#: Contours, then the left, lower, right and upper edge, in units of the em.
Outline = tuple[int, int, int, int, int]

_HEADER = struct.Struct(">hhhhh")
_TABLE = struct.Struct(">4s4xII")


@dataclass(frozen=True)
class Outlines:
    """The glyphs of one TrueType font by number; without `__slots__`, for its cached tables."""

    data: bytes

    @cached_property
    def _tables(self) -> dict[bytes, bytes]:
        count = struct.unpack_from(">H", self.data, 4)[0]
        rows = (_TABLE.unpack_from(self.data, 12 + 16 * number) for number in range(count))
        return {tag: self.data[start : start + length] for tag, start, length in rows}

    @cached_property
    def count(self) -> int:
        """How many glyphs there are; their numbers run from 0, which is .notdef."""
        return int(struct.unpack_from(">H", self._tables[b"maxp"], 4)[0])

    @cached_property
    def _is_long(self) -> bool:
        """Whether offsets take four bytes each; else they are halved, and take two."""
        return bool(struct.unpack_from(">h", self._tables[b"head"], 50)[0])

    def _offsets(self, glyph: int) -> tuple[int, int]:
        """Say where a glyph begins and ends; a face of Chinese has too many to read them all."""
        loca = self._tables[b"loca"]
        if self._is_long:
            start, end = struct.unpack_from(">2I", loca, 4 * glyph)
            return start, end
        start, end = struct.unpack_from(">2H", loca, 2 * glyph)
        return 2 * start, 2 * end

    def outline(self, glyph: int) -> Outline | None:
        """Give the outline of a glyph; an empty one, or one that is not there, has none."""
        if not 0 <= glyph < self.count:
            return None
        start, end = self._offsets(glyph)
        if start == end:
            return None
        contours, left, lower, right, upper = _HEADER.unpack_from(self._tables[b"glyf"], start)
        return contours, left, lower, right, upper
