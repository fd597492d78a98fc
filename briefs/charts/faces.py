"""Faces: which fonts a chart's text is set in, and how much room a text takes in them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from matplotlib.ft2font import FT2Font, LoadFlags

from briefs.charts.errors import ChartError, MissingGlyph
from briefs.charts.shapes import Run

MIDDLE_WEIGHT = 500


@dataclass(frozen=True, slots=True)
class ChartFaces:
    """The fonts of charts: families by language, first choice first, and a file for each weight.

    A character is set in the first family of the stack that has it, here and in the PDF.
    """

    stacks: Mapping[str, tuple[str, ...]]
    files: Mapping[tuple[str, int], Path]


@dataclass(frozen=True, slots=True)
class Glyph:
    """A character's advance, and how far its ink stands above and below the baseline, in ems."""

    advance: float
    above: float
    below: float


@dataclass(frozen=True, slots=True)
class Typesetter:
    """Measures the texts of one chart; `chart` names it in errors."""

    chart: str
    languages: tuple[str, ...]
    faces: ChartFaces

    def run(self, text: str, size: float, weight: int, colour: str, *, language: int = 0) -> Run:
        """Measure a text of the chart's first, second … language.

        A text that the languages share stands once, and may be in the script of any of them.
        """
        families = self._families(text, weight, language)
        glyphs = [self._glyph(char, families, weight, text) for char in text]
        return Run(
            text=text,
            families=families,
            size=size,
            weight=weight,
            colour=colour,
            advance=sum(glyph.advance for glyph in glyphs) * size,
            ascent=max((glyph.above for glyph in glyphs), default=0.0) * size,
            descent=max((glyph.below for glyph in glyphs), default=0.0) * size,
        )

    def _families(self, text: str, weight: int, language: int) -> tuple[str, ...]:
        order = (self.languages[language], *self.languages)
        stacks = [self._stack(name) for name in order]
        for stack in stacks:
            if all(self._glyph_or_none(char, stack, weight) for char in text):
                return stack
        return stacks[0]

    def _stack(self, language: str) -> tuple[str, ...]:
        if stack := self.faces.stacks.get(language):
            return stack
        known = ", ".join(sorted(self.faces.stacks))
        raise ChartError(f"chart {self.chart}: no faces for language {language}; known: {known}")

    def _glyph(self, char: str, stack: Sequence[str], weight: int, text: str) -> Glyph:
        if glyph := self._glyph_or_none(char, stack, weight):
            return glyph
        raise MissingGlyph(
            f"chart {self.chart}: {', '.join(stack)} cannot set {char!r} "
            f"(U+{ord(char):04X}) of “{text}”"
        )

    def _glyph_or_none(self, char: str, stack: Sequence[str], weight: int) -> Glyph | None:
        for family in stack:
            if glyph := _glyph_in(self._file(family, weight), char):
                return glyph
        return None

    def _file(self, family: str, weight: int) -> Path:
        """Choose a family's file for a weight as CSS Fonts 4 §5.2 does."""
        weights = [known for name, known in self.faces.files if name == family]
        if not weights:
            raise ChartError(f"chart {self.chart}: no file for the family {family}")
        heavy = weight > MIDDLE_WEIGHT

        def distance(known: int) -> tuple[bool, int]:
            return (known < weight if heavy else known > weight), abs(known - weight)

        return self.faces.files[family, min(weights, key=distance)]


@cache
def _font(file: Path) -> FT2Font:
    return FT2Font(str(file))


@cache
def _glyph_in(file: Path, char: str) -> Glyph | None:
    font = _font(file)
    if not font.get_char_index(ord(char)):
        return None
    glyph = font.load_char(ord(char), flags=LoadFlags.NO_SCALE)
    _, low, _, high = glyph.bbox
    em = font.units_per_EM
    return Glyph(glyph.horiAdvance / em, max(high, 0) / em, max(-low, 0) / em)
