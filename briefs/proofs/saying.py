"""Saying: one string that a page has to say, and the parts of a view as such strings."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property

from briefs.proofs.exhibit import Exhibit
from briefs.proofs.reading import bare
from briefs.views.parts import Cell, Chart, Foreign, Phrase, Table, Value, Words


@dataclass(frozen=True)
class Saying:
    """A string that stands on a page: where in its view it comes from, and its language.

    `pieces` are its parts with the language of each; a language is empty for what has none,
    such as a number in a list, or several for a chart's. Without `__slots__`, for its text.
    """

    page: int
    block: str
    pieces: tuple[tuple[str, str], ...]

    @cached_property
    def text(self) -> str:
        """Give the string without what is shown by room alone."""
        return bare("".join(text for text, _ in self.pieces))


def plainly(block: str, text: str) -> Saying:
    """Give a string of no language."""
    return Saying(1, block, ((text, ""),))


def of_phrase(block: str, phrase: Phrase) -> Iterator[Saying]:
    """Give a phrase, and the marks on it."""
    pieces = tuple(
        (part, phrase.language)
        if isinstance(part, str)
        else (part.text, part.language if isinstance(part, Foreign) else phrase.language)
        for part in phrase.parts
    )
    yield Saying(1, block, pieces)
    yield from of_marks(block, phrase.notes)


def of_marks(block: str, notes: Iterable[int]) -> Iterator[Saying]:
    """Give the numbers of notes as they are printed."""
    yield plainly(block, ",".join(map(str, notes)))


def of_words(block: str, words: Words) -> Iterator[Saying]:
    """Give words in every language."""
    for phrase in words:
        yield from of_phrase(block, phrase)


def of_value(block: str, value: Value) -> Iterator[Saying]:
    """Give a value in all its forms."""
    for form in value.forms:
        yield from of_phrase(block, form)
    yield from of_marks(block, value.notes)


def of_list(block: str, texts: Iterable[Words], *, counted: bool) -> Iterator[Saying]:
    """Give the items of a list, with their numbers where it counts."""
    for number, words in enumerate(texts, start=1):
        if counted:
            yield plainly(f"{block} {number}", str(number))
        yield from of_words(f"{block} {number}", words)


def of_table(table: Table, *, titled: bool = True) -> Iterator[Saying]:
    """Give the heads and cells of a table."""
    if titled:
        yield from of_words("table", table.title)
    yield from of_words("table", table.unit)
    for column in table.columns:
        yield from of_value("table", column.label)
    for row in table.rows:
        name = f"row {row.label[0]}"
        yield from of_words(name, row.label)
        for cell in row.cells:
            yield from of_cell(name, cell)


def of_cell(block: str, cell: Cell) -> Iterator[Saying]:
    """Give a cell."""
    yield from of_value(block, cell.value)


def of_figure(chart: Chart, exhibit: Exhibit, *, sourced: bool) -> Iterator[Saying]:
    """Give a chart with its title, subtitle and source."""
    name = f"chart {chart.name}"
    yield from of_words(name, chart.title)
    yield from of_words(name, chart.subtitle)
    yield from of_picture(chart, exhibit)
    if sourced:
        yield from of_phrase(f"source of {name}", chart.source[0])


def of_picture(chart: Chart, exhibit: Exhibit) -> Iterator[Saying]:
    """Give what stands inside a drawn chart, in the order of drawing.

    What the picture says is compared with the chart's data in another proof.
    """
    languages = " ".join(chart.languages)
    drawn = exhibit.drawn.get(f"{chart.subject}/{chart.name}")
    texts = tuple((text.words, languages) for text in (drawn.texts if drawn else ()))
    yield Saying(1, f"chart {chart.name}", texts)
