"""Outlines: words drawn with the shapes of our faces, for a mark that brings no font along."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from fontTools.pens.basePen import BasePen
from fontTools.pens.transformPen import TransformPen
from fontTools.ttLib import TTFont

from briefs.faces import pinned_faces

#: Lines stand this far apart, in ems, and this far from the edges.
_LEADING, _EDGE = 1.35, 0.7

#: Dark enough to be read and quiet enough not to outdo the page; a rule stands before the words.
_INK = "0.07 0.15 0.23 rg"
_RULE = 1.2

_WEIGHT = 400


def drawn(lines: Sequence[str], width: float, height: float, faces: Path) -> bytes:
    """Draw lines of words as large as a box in points holds them, as content of a PDF."""
    found = [TTFont(face.path(faces)) for face in pinned_faces() if face.weight == _WEIGHT]
    longest = max(sum(advance for *_, advance in _glyphs(line, found)) for line in lines)
    most = height / (len(lines) * _LEADING + 2 * _EDGE - (_LEADING - 1))
    size = min(most, width / (longest + 2 * _EDGE))
    middle = (height - (len(lines) * _LEADING - (_LEADING - 1)) * size) / 2
    parts = [_INK, f"0 0 {_RULE} {height:.2f} re f"]
    for number, line in enumerate(reversed(lines)):
        x, y = _EDGE * size, middle + (number * _LEADING + 0.2) * size
        for glyphs, name, scale, advance in _glyphs(line, found):
            pen = _Pen(glyphs)
            glyphs[name].draw(TransformPen(pen, (scale * size, 0, 0, scale * size, x, y)))
            parts += [*pen.parts, "f"] if pen.parts else []
            x += advance * size
    return " ".join(parts).encode()


def _glyphs(line: str, faces: Sequence[TTFont]) -> Iterator[tuple[Any, str, float, float]]:
    """Give the glyphs of a line: their set, name, scale and advance in ems.

    A character that no face has stands as the first face draws what it lacks.
    """
    for char in line:
        face = next((one for one in faces if ord(char) in one.getBestCmap()), faces[0])
        name = face.getBestCmap().get(ord(char), ".notdef")
        glyphs, scale = face.getGlyphSet(), 1 / face["head"].unitsPerEm
        yield glyphs, name, scale, glyphs[name].width * scale


class _Pen(BasePen):  # type: ignore[misc]  # ships no types
    """Writes outlines as paths of a PDF; curves of TrueType become those of PDF."""

    def __init__(self, glyphs: object) -> None:
        super().__init__(glyphs)
        self.parts: list[str] = []

    def _moveTo(self, pt: tuple[float, float]) -> None:  # noqa: N802 - as it is above
        self.parts.append(f"{_pair(pt)} m")

    def _lineTo(self, pt: tuple[float, float]) -> None:  # noqa: N802 - as it is above
        self.parts.append(f"{_pair(pt)} l")

    def _curveToOne(  # noqa: N802 - as it is above
        self, pt1: tuple[float, float], pt2: tuple[float, float], pt3: tuple[float, float]
    ) -> None:
        self.parts.append(f"{_pair(pt1)} {_pair(pt2)} {_pair(pt3)} c")

    def _closePath(self) -> None:  # noqa: N802 - as it is above
        self.parts.append("h")


def _pair(point: tuple[float, float]) -> str:
    return f"{point[0]:.2f} {point[1]:.2f}"
