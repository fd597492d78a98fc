"""Checks of figures in a row: forecasts unmarked, digits slipped, bounds too loose, repeats."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal
from itertools import combinations, pairwise

from briefs.checks.finding import Finding, Verdict, about
from briefs.checks.weighing import (
    DIGITS_OF_A_POINT,
    FROM_BELOW,
    is_bound,
    significant,
    slack,
    untested,
)
from briefs.faults import Severity
from briefs.figures import Figure, Period, Stated, Unit
from briefs.records.book import Book
from briefs.records.library import Library

#: Neighbours of a series that differ by more are worth a second look: 万 for 亿, a lost digit.
JUMP = Decimal(30)

#: Units whose neighbours may differ by any factor.
_RATIOS = frozenset(
    {Unit.PERCENT, Unit.CHANGE, Unit.TIMES, Unit.INDEX, Unit.RANK, Unit.TOP, Unit.NANOMETRES}
)

#: Fewer digits agree by chance too often to mention.
DIGITS_OF_A_COINCIDENCE = 3

#: Prices of which a source may state the gain over the offer price.
_KINDS = ("open", "high", "close")


def forecast_labelled(library: Library) -> Iterator[Finding]:
    """Demand that a figure for a time after the record's day is marked as a forecast (F17).

    A stated figure whose period ends after the day at which the record stands must say
    `forecast: yes`. Inputs are the figure's period and the record's as_of. One would not want
    this for an event that is sure to come, such as a listing date: times are not asked.
    """
    for name, company in library.companies.items():
        for figure in library.books[name].figures.values():
            end = figure.period.end
            if not isinstance(figure.origin, Stated) or end is None:
                continue
            if company.day is None:
                yield untested(figure, "forecast_labelled", "the record has no as_of day")
            elif end > company.day:
                yield _forecast(figure)


def _forecast(figure: Figure) -> Finding:
    if figure.forecast:
        message = f"{figure.path} is marked as a forecast"
        return about(figure, "forecast_labelled", Verdict.HOLDS, message)
    message = f"{figure.path} is for a time after the record's day and not marked as a forecast"
    return about(figure, "forecast_labelled", Verdict.CONTRADICTS, message)


def magnitude_jump(library: Library) -> Iterator[Finding]:
    """Ask for a second look where neighbours of a series differ by more than thirty times (F21).

    Inputs are all series of amounts and counts, in order of time; neither zero nor a change of
    sign is tested. A jump is a tension, which somebody acknowledges where it is genuine: a
    company with next to no revenue in its first year. It catches 万 for 亿 and a lost digit.
    """
    for book in library.books.values():
        for figures in rows(book).values():
            for before, after in pairwise(figures):
                if before.unit not in _RATIOS and before.value > 0 and after.value > 0:
                    yield _jump(before, after)


def _jump(before: Figure, after: Figure) -> Finding:
    ratio = max(after.value / before.value, before.value / after.value)
    jumps = ratio > JUMP
    return about(
        after,
        "magnitude_jump",
        Verdict.TENSION if jumps else Verdict.HOLDS,
        f"{after.path} is {ratio:,.0f} times {'more' if after.value > before.value else 'less'} "
        f"than {before.path}; see whether a digit or a scale word slipped"
        if jumps
        else f"{after.path} is of the order of {before.path}",
        inputs=(before,),
    )


def loose_bound(library: Library) -> Iterator[Finding]:
    """Find bounds that are points in disguise, or that no writer would choose (F27).

    A bound written with four significant digits or more ("over 112.55%") is a point value. A
    bound is loose when the computed value lies beyond it by more than one unit of its second
    significant digit: a writer who knows 6.9 billion does not say "over 6.3 billion". Inputs
    are stated bounds for which a value can be computed: cumulative losses, gains over the offer
    price, growth. Whether the value lies on the right side of the bound is for the check of the
    figure itself. One would not want this for bounds that a contract or a rule sets.
    """
    for book in library.books.values():
        for stated, computed in _bounds(book):
            if is_bound(stated):
                yield _loose(stated, computed)


def _bounds(book: Book) -> Iterator[tuple[Figure, Figure | None]]:
    total = book.get("cumulative_loss")
    if total is not None:
        yield total, book.get(f"loss_sum.{total.period}")
    for kind in _KINDS:
        gain = book.get(f"debut.gain_{kind}")
        if gain is not None:
            yield gain, book.get(f"gain.{kind}")
    for change in book.series("revenue_change"):
        yield change, book.get(f"revenue_growth.{change.period}")


def _loose(stated: Figure, computed: Figure | None) -> Finding:
    if computed is None:
        return untested(stated, "loose_bound", "there is nothing to compute it from")
    beyond = computed.value - stated.value
    if stated.qualifier not in FROM_BELOW:
        beyond = -beyond
    is_point = significant(stated) >= DIGITS_OF_A_POINT
    is_loose = beyond > slack(stated.value, stated.step)
    if is_point:
        message = f"{stated.path} is stated as {stated}, too exact for a bound"
    elif is_loose:
        message = f"{stated.path} is stated as {stated}, far from {computed}"
    else:
        message = f"{stated.path} is stated as {stated}, and {computed} lies near it"
    verdict = Verdict.TENSION if is_point or is_loose else Verdict.HOLDS
    return about(stated, "loose_bound", verdict, message, inputs=(computed,), computed=computed)


def coincidence(library: Library) -> Iterator[Finding]:
    """Point out percentages of different series that are equal in the same period (F30).

    Inputs are all stated percentages with three significant digits or more. Equal ones may be
    chance, or one pasted over the other; it is said once for each pair and stops nothing, so
    that the finding holds. One would not want this for shares that are equal by definition.
    """
    for book in library.books.values():
        for first, second in combinations(tuple(_percentages(book)), 2):
            alike = (first.value, first.period) == (second.value, second.period)
            if alike and _row(first) != _row(second):
                message = f"{second.path} and {first.path} are both {first}: perhaps a slip"
                finding = about(second, "coincidence", Verdict.HOLDS, message, inputs=(first,))
                yield replace(finding, severity=Severity.WARNING)


def _percentages(book: Book) -> Iterator[Figure]:
    for figure in book.figures.values():
        if figure.unit is Unit.PERCENT and significant(figure) >= DIGITS_OF_A_COINCIDENCE:
            yield figure


def rows(book: Book) -> dict[str, list[Figure]]:
    """Give the stated series of a book by name, each in order of time."""
    found: dict[str, list[Figure]] = defaultdict(list)
    for figure in book.figures.values():
        if isinstance(figure.origin, Stated) and (row := _row(figure)):
            found[row].append(figure)
    return {
        name: sorted(row, key=lambda figure: _when(figure.period)) for name, row in found.items()
    }


def _row(figure: Figure) -> str:
    name = figure.path.removesuffix(f".{figure.period}")
    return "" if name == figure.path else name


def _when(period: Period) -> tuple[str, str]:
    return str(period.end or ""), str(period.start or "")
