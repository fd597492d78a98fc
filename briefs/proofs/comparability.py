"""Comparability: what a deck sets side by side is alike, or says in its cell where it is not.

Amounts in two currencies, a half beside a year, a closing price beside a high, a share of the
offer beside one of all shares: each may stand in one row only if the reader sees it there, and
none may be ranked.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from briefs.faults import Fault, Place
from briefs.figures import Figure, Unit
from briefs.proofs.exhibit import Exhibit
from briefs.proofs.reading import place_of, sheets_of
from briefs.views.deck import Deck
from briefs.views.parts import (
    Amount,
    AmountKind,
    Chart,
    Drawing,
    Phrase,
    Table,
    Value,
    Words,
    figures_in,
)
from briefs.views.slides import Layout, Slide

#: How a currency is said, in every language of ours (domain.md §4.2).
CURRENCIES = {
    Unit.HKD: re.compile("HK\\$|HKD|港元|港币|港幣"),
    Unit.CNY: re.compile("RMB|CNY|人民币|人民幣|(?<![港美])元"),
    Unit.USD: re.compile("US\\$|USD|美元"),
    Unit.MONEY: re.compile("[（(]|currency"),
}

#: Paths whose last word is the kind of a price: a high, a close, or a later one.
PRICED = ("debut", "gain", "index", "price")

GAIN = "gain"

TWO = 2


@dataclass(frozen=True, slots=True)
class Told:
    """A figure in a cell or on a chart, and what the reader is told of it just there.

    `period` is whether its period stands there, `words` whether anything but digits does, and
    `noted` whether words or a note say what it is of.
    """

    name: str
    figure: Figure
    text: str
    period: bool
    words: bool
    noted: bool


def comparable(exhibit: Exhibit) -> Iterator[Fault]:
    """Prove that a deck compares like with like, or says that it does not."""
    view = exhibit.view
    if not isinstance(view, Deck):
        return
    sheets = sheets_of(exhibit.pdf)
    for number, slide in enumerate(view.slides, start=1):
        sheet = sheets[min(number, len(sheets)) - 1]
        for where, words, mend in (*_rows(slide), *_charts(slide), *_ranked(slide)):
            yield Fault(
                Place(view.id),
                f"{words} in {where} of slide {slide.name} ({place_of(sheet, where)})",
                mend,
                "comparability",
            )


Finding = tuple[str, str, str]


def _rows(slide: Slide) -> Iterator[Finding]:
    if slide.layout is not Layout.MATRIX or slide.table is None:
        return
    for label, cells in _groups(slide.table):
        told = [_told(value, figure) for value in cells for figure in figures_in(value.forms)]
        yield from _mixtures(label, _first_of_each(told))


def _groups(table: Table) -> Iterator[tuple[str, tuple[Value, ...]]]:
    """Give what is compared: rows, or columns where the companies stand as rows."""
    rows = [tuple(cell.value for cell in row.cells) for row in table.rows]
    if any(len({figure.subject for figure in figures_in(row)}) >= TWO for row in rows):
        yield from ((str(row.label[0]), cells) for row, cells in zip(table.rows, rows, strict=True))
        return
    for number, column in enumerate(table.columns):
        label = str(column.label.forms[0])
        yield label, tuple(row[number] for row in rows if number < len(row))


def _first_of_each(told: Iterable[Told]) -> list[Told]:
    """Keep one figure of each company: the one that its cell is about."""
    return list({one.figure.subject: one for one in reversed(list(told))}.values())


def _told(value: Value, figure: Figure) -> Told:
    form = next(form for form in value.forms if figure in figures_in(form))
    amounts = [part for part in form.parts if isinstance(part, Amount)]
    words = any(isinstance(part, str) and part.strip() for part in form.parts)
    return Told(
        name="",
        figure=figure,
        text=" ".join(map(str, value.forms)),
        period=any(part.kind is AmountKind.TIME for part in amounts),
        words=words,
        noted=words or bool(value.notes),
    )


def _mixtures(where: str, told: Sequence[Told]) -> Iterator[Finding]:
    """Find what differs among figures that are compared, and is not said beside them."""
    figures = [one.figure for one in told]
    units = {figure.unit for figure in figures if figure.unit.is_money}
    silent = [one for one in told if one.figure.unit in units and not _says_currency(one)]
    if len(units) >= TWO and silent:
        yield where, f"{_list(units)} stand together", f"say the currency of {_names(silent)}"
    lasting = [one for one in told if one.figure.period.months]
    periods = {one.figure.period for one in lasting}
    silent = [one for one in lasting if not one.period]
    if len(periods) >= TWO and silent:
        yield where, f"{_list(periods)} stand together", f"say the period of {_names(silent)}"
    kinds = {_kind(figure) for figure in figures}
    silent = [one for one in told if not one.words]
    if len(kinds) >= TWO and silent:
        words = f"prices of different kinds ({_list(kinds)}) stand together"
        yield where, words, f"say which price it is at {_names(silent)}"
    bases = {figure.basis for figure in figures}
    silent = [one for one in told if not one.noted]
    if len(bases) >= TWO and silent:
        words = f"shares of different things ({_list(b or 'not stated' for b in bases)}) meet"
        yield where, words, f"say what it is a share of, or note it, at {_names(silent)}"


def _says_currency(told: Told) -> bool:
    return bool(CURRENCIES[told.figure.unit].search(told.text))


def _kind(figure: Figure) -> str:
    """Give the kind of a price by its path: the last word of debut.gain_high is high."""
    first, _, last = figure.path.partition(".")
    return last.removeprefix("gain_") if first in PRICED else ""


def _list(items: Iterable[object]) -> str:
    return ", ".join(sorted(map(str, items)))


def _names(told: Iterable[Told]) -> str:
    return ", ".join(sorted({one.name or one.figure.subject for one in told}))


def _charts(slide: Slide) -> Iterator[Finding]:
    for chart in slide.charts:
        where = f"chart {chart.name}"
        every = [
            _pointed(chart, slide, strand, tick)
            for strand in range(len(chart.strands))
            for tick in range(len(chart.ticks))
        ]
        found = [one for one in every if one]
        yield from _currencies(where, found)
        if len({one.figure.subject for one in found}) < TWO:
            continue
        for number in range(len(chart.strands)):
            own = [one for one in every[number * len(chart.ticks) :][: len(chart.ticks)] if one]
            yield from _mixtures(where, own)


def _currencies(where: str, told: Sequence[Told]) -> Iterator[Finding]:
    """Find amounts in several currencies on one chart, whose subtitle can name but one."""
    units = {one.figure.unit for one in told if one.figure.unit.is_money}
    silent = [one for one in told if one.figure.unit in units and not _says_currency(one)]
    if len(units) >= TWO and silent:
        yield where, f"{_list(units)} stand together", f"say the currency of {_names(silent)}"


def _pointed(chart: Chart, slide: Slide, strand: int, tick: int) -> Told | None:
    """Give a point with what stands at it: its label, its tick's words, and the remark on it."""
    drawn, at = chart.strands[strand], chart.ticks[tick]
    figure = drawn.points[tick].figure
    if figure is None:
        return None
    # Where each tick is a company, its name stands there; elsewhere the period does.
    by_company = chart.drawing is not Drawing.PANELS and not _is_by_period(chart)
    names = at.label if by_company else drawn.name
    return Told(
        name=names[0] if names else "",
        figure=figure,
        text=" ".join((drawn.points[tick].label, *at.label, *at.detail, *drawn.name)),
        period=not by_company,
        words=False,
        noted=_is_remarked(slide, names),
    )


def _is_by_period(chart: Chart) -> bool:
    """Whether the ticks are periods: then every company has its own panel, line or chart."""
    return len({p.figure.subject for s in chart.strands for p in s.points if p.figure}) < TWO


def _is_remarked(slide: Slide, names: Sequence[str]) -> bool:
    """Whether a remark beside the chart speaks of a company in words, not in figures alone."""
    return any(
        str(remark.about[0]) in names
        and any(isinstance(part, str) and part.strip() for part in remark.words[0].parts)
        for remark in slide.remarks
    )


def _ranked(slide: Slide) -> Iterator[Finding]:
    """Find a title that puts one company first among figures that are not alike."""
    compared = list(_compared(slide))
    names = _names_of(slide)
    for phrase in slide.title[:1]:
        said = list(figures_in(phrase))
        for figure in said:
            if not _is_named(phrase, names.get(figure.subject, ())):
                continue
            measure = _measure(figure)
            rivals = {one.subject for one in compared if _measure(one) == measure}
            rivals -= {one.subject for one in said if _measure(one) == measure}
            unlike = [
                rival
                for rival in sorted(rivals)
                if not any(
                    one.subject == rival and _measure(one) == measure and _alike(one, figure)
                    for one in compared
                )
            ]
            if unlike:
                words = f"{figure.id} is ranked against unlike figures of {', '.join(unlike)}"
                yield str(phrase), words, "list the figures instead, each with what it is of"


def _compared(slide: Slide) -> Iterator[Figure]:
    for chart in slide.charts:
        yield from figures_in(chart.strands)
    if slide.layout is Layout.MATRIX and slide.table:
        yield from figures_in(slide.table.rows)


def _measure(figure: Figure) -> str:
    """Give what a figure measures: its path without its period.

    A gain since the offer and an index of the offer price are one measure.
    """
    first, _, last = figure.path.partition(".")
    if first in ("gain", "index") or last.startswith("gain_"):
        return GAIN
    return figure.path.removesuffix(f".{figure.period}")


def _alike(one: Figure, other: Figure) -> bool:
    same_time = one.period == other.period or not (one.period.months or other.period.months)
    same_unit = one.unit == other.unit or _measure(one) == GAIN
    return same_time and same_unit and (one.basis, _kind(one)) == (other.basis, _kind(other))


def _names_of(slide: Slide) -> dict[str, set[str]]:
    """Find out what each company is called on a slide."""
    found: dict[str, set[str]] = {}
    for chart in slide.charts:
        for strand in chart.strands:
            for tick, point in zip(chart.ticks, strand.points, strict=True):
                if point.figure:
                    names = tick.label if not _is_by_period(chart) else ()
                    names = strand.name if chart.drawing is Drawing.PANELS else names
                    found.setdefault(point.figure.subject, set()).update(names)
    for remark in slide.remarks:
        for figure in figures_in(remark.words):
            found.setdefault(figure.subject, set()).update(map(str, remark.about))
    if slide.table:
        _name_columns(slide.table, found)
    return found


def _name_columns(table: Table, found: dict[str, set[str]]) -> None:
    for row in table.rows:
        for column, cell in zip(table.columns, row.cells, strict=False):
            for figure in figures_in(cell.value.forms):
                names: Words = (*column.label.forms, *row.label)
                found.setdefault(figure.subject, set()).update(map(str, names))


def _is_named(phrase: Phrase, names: Iterable[str]) -> bool:
    return any(name in str(phrase) for name in names if name)
