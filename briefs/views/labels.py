"""Labels: what a page calls each figure that it shows.

A label in a table, a tile, a list or a chart names a figure best; a figure that stands in prose
alone is called by the sentence around it.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import fields, is_dataclass

from briefs.figures import Figure
from briefs.views.deck import Deck
from briefs.views.one_pager import OnePager
from briefs.views.parts import (
    Amount,
    Chart,
    Phrase,
    Point,
    Section,
    Step,
    Table,
    Tile,
    Value,
    Words,
    figures_in,
)

#: A label in each language of a page.
Label = dict[str, str]

#: Joins the parts of a label, such as a row's and a column's.
_JOINT = " · "

_SENTENCE_ENDS = re.compile(r"(?<=[.;])\s+|(?<=[。；])")


def labels(view: OnePager | Deck) -> dict[str, Label]:
    """Give the label of every figure that a view shows, by id: the best that the view has."""
    found: dict[str, Label] = {}
    for call in (_in_lists, _in_charts):
        for figure, label in _called(view, call):
            found.setdefault(figure.id, label)
    told: dict[str, Label] = {}
    for figure, label in _called(view, _in_prose):
        known = told.setdefault(figure.id, {})
        known.update({tag: words for tag, words in label.items() if tag not in known})
    return told | found


def notes_on(view: OnePager | Deck) -> dict[str, list[Label]]:
    """Give the notes that hang on each figure of a view, by its id, in every language."""
    notes = {note.number: label_of(note.words) for note in view.foot.notes}
    found: dict[str, dict[int, Label]] = {}
    for figure, number in _marked(view):
        found.setdefault(figure.id, {})[number] = notes[number]
    return {name: list(said.values()) for name, said in found.items()}


def texts_of(view: OnePager | Deck) -> dict[str, set[str]]:
    """Give every text that shows a figure in a view, by the figure's id."""
    found: dict[str, set[str]] = {}
    for figure, text in _shown(view):
        found.setdefault(figure.id, set()).add(" ".join(text.split()))
    return found


def _shown(part: object) -> Iterator[tuple[Figure, str]]:
    match part:
        case Amount(figure=Figure() as figure):
            yield figure, part.text
        case Point(figure=Figure() as figure):
            yield figure, part.label
        case Step():
            yield part.figure, part.label
    for inner in _within(part):
        yield from _shown(inner)


#: A figure with what a part of a view calls it.
Called = tuple[Figure, Label]


def _called(part: object, call: Callable[[object], Iterator[Called] | None]) -> Iterator[Called]:
    """Walk a view, and give the figures in every part that calls them something."""
    named = call(part)
    if named is not None:
        yield from named
        return
    for inner in _within(part):
        yield from _called(inner, call)


def _within(part: object) -> Iterator[object]:
    match part:
        case tuple():
            yield from part
        case Mapping():
            yield from part.values()
        case _ if is_dataclass(part):
            yield from (getattr(part, member.name) for member in fields(part))


def _in_lists(part: object) -> Iterator[Called] | None:
    match part:
        case Table():
            return _table(part)
        case Tile():
            return ((one, label_of(part.label)) for one in figures_in(part.value))
        case Section():
            return (
                (one, _joined(part.title, term.label))
                for term in part.terms
                for one in figures_in(term.value)
            )
    return None


def _in_charts(part: object) -> Iterator[Called] | None:
    return _chart(part) if isinstance(part, Chart) else None


def _in_prose(part: object) -> Iterator[Called] | None:
    if not isinstance(part, Phrase):
        return None
    amounts = [piece for piece in part.parts if isinstance(piece, Amount)]
    return ((one.figure, {part.language: _around(one, part)}) for one in amounts if one.figure)


def _around(amount: Amount, phrase: Phrase) -> str:
    """Give the sentence in which an amount stands."""
    sentences = _SENTENCE_ENDS.split(str(phrase))
    return next((one for one in sentences if amount.text in one), str(phrase))


def _marked(part: object) -> Iterator[tuple[Figure, int]]:
    """Walk a view, and give each figure with the number of every note that hangs on it."""
    if isinstance(part, Phrase | Value):
        yield from ((figure, number) for figure in figures_in(part) for number in part.notes)
    for inner in _within(part):
        yield from _marked(inner)


def _table(table: Table) -> Iterator[tuple[Figure, Label]]:
    major: Words = ()
    for row in table.rows:
        above = major if row.minor else ()
        major = major if row.minor else row.label
        for column, cell in zip(table.columns, row.cells, strict=True):
            label = _joined(above, row.label, column.label)
            yield from ((one, label) for one in figures_in(cell.value))


def _chart(chart: Chart) -> Iterator[tuple[Figure, Label]]:
    for strand in chart.strands:
        for tick, point in zip(chart.ticks, strand.points, strict=False):
            if point.figure:
                yield point.figure, _in_chart(chart, (strand.name, tick.label))
    for step in chart.steps:
        ends = (chart.ticks[step.start].label, ("→",), chart.ticks[step.end].label)
        yield step.figure, _in_chart(chart, ends)


def _in_chart(chart: Chart, parts: Iterable[tuple[str, ...]]) -> Label:
    """Label a drawn value by its chart, strand and tick, in each language of the chart."""
    titles = {phrase.language: str(phrase) for phrase in chart.title}
    found = {}
    for index, language in enumerate(chart.languages):
        said = [titles.get(language, "")]
        said += [part[min(index, len(part) - 1)] for part in parts if part]
        found[language] = _JOINT.join(dict.fromkeys(filter(None, said)))
    return found


def _joined(*parts: Words | Value) -> Label:
    """Join parts of a label in each language."""
    phrases = [part.forms if isinstance(part, Value) else part for part in parts]
    languages = dict.fromkeys(one.language for part in phrases for one in part)
    return {
        language: _JOINT.join(_in(part, language) for part in phrases if part)
        for language in languages
    }


def label_of(words: Words) -> Label:
    """Give words as a label: the text in each language."""
    return {phrase.language: str(phrase) for phrase in words}


def _in(phrases: tuple[Phrase, ...], language: str) -> str:
    """Say a part in a language, or as it is said in all."""
    return str(next((one for one in phrases if one.language == language), phrases[0]))
