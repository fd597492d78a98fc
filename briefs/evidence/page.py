"""The page: what a finished PDF says at the place where a figure is said to be printed."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from decimal import Decimal

from briefs.build.manifest import Print
from briefs.proofs.blocks import blocks
from briefs.proofs.ink import Glyph
from briefs.proofs.numbers import Kind, family, read
from briefs.proofs.structure import Sheet

#: A character belongs to a place when its middle is no further outside than this, in millimetres:
#: beside a figure stands the next character, above and below it only the next line.
BESIDE, ABOVE = 0.1, 0.35

#: Every script whose numbers we can read.
LANGUAGES = ("en", "zh")


def bare(text: str) -> str:
    """Give a text without blanks, and without characters that only format."""
    return "".join(
        char for char in text if not char.isspace() and unicodedata.category(char) != "Cf"
    )


def said_at(sheet: Sheet, one: Print) -> str:
    """Say what stands on a page where a figure is said to be.

    A figure in a chart stands anywhere in it: the answer is the figure's text if the chart has
    it as a label, or within one as a number of its own, and otherwise nothing.
    """
    if one.chart:
        wanted = bare(one.text)
        number = re.compile(rf"(?<![\d.,]){re.escape(wanted)}(?![\d]|[.,]\d)")
        return one.text if any(map(number.search, _labels(sheet, one))) else ""
    return "".join(_chars(sheet, one))


def _chars(sheet: Sheet, one: Print) -> Iterator[str]:
    for glyph in sheet.glyphs:
        if stands_in(glyph, one):
            yield bare(glyph.char)


def stands_in(glyph: Glyph, one: Print) -> bool:
    """Whether a character belongs to a figure's place on its page."""
    box = glyph.box
    across = (box.left + box.right) / 2 - one.left
    down = (box.top + box.bottom) / 2 - one.top
    return -BESIDE <= across <= one.width + BESIDE and -ABOVE <= down <= one.height + ABOVE


def _labels(sheet: Sheet, one: Print) -> Iterator[str]:
    """Give the labels of the chart at a place."""
    for block in blocks(sheet):
        if block.kind != "Figure" or not _is_within(block.spot.left, block.spot.top, one):
            continue
        for phrase in block.phrases:
            yield bare(phrase.text)
            yield from map(bare, phrase.text.splitlines())


def _is_within(left: float, top: float, one: Print) -> bool:
    return (
        one.left - 1 <= left <= one.left + one.width + 1
        and one.top - 1 <= top <= one.top + one.height + 1
    )


def says(text: str, value: Decimal) -> bool:
    """Whether a text shows a value's digits: those of one number in it, whatever its scale.

    The scale of a bare number stands in the head of its table or chart.
    """
    wanted = _digits(value)
    return any(
        _digits(reading.value) == wanted
        for language in LANGUAGES
        for reading in read(text, family(language))
        if reading.kind is Kind.AMOUNT
    )


def _digits(value: Decimal) -> tuple[int, ...]:
    """Give the digits of a number without its sign, its scale and zeros around them."""
    return value.normalize().as_tuple().digits
