"""Checks of figures in a row: forecasts unmarked, digits slipped, bounds too loose, repeats."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from decimal import Decimal
from itertools import combinations, pairwise

from briefs.checks.finding import Finding, Verdict, about
from briefs.checks.weighing import (
    DIGITS_OF_A_POINT,
    FROM_BELOW,
    ONE,
    PERCENT,
    amount,
    is_bound,
    is_open,
    significant,
    slack,
    untested,
)
from briefs.faults import Severity
from briefs.figures import Derived, Figure, Stated, Unit
from briefs.figures.interval import Interval, exact, written
from briefs.records.book import Book
from briefs.records.library import Library

#: Neighbours of a series that differ by more are worth a second look: 万 for 亿, a lost digit.
JUMP = Decimal(30)

#: Units whose neighbours may differ by any factor.
_RATIOS = (
    *(Unit.PERCENT, Unit.CHANGE, Unit.TIMES, Unit.INDEX),
    *(Unit.RANK, Unit.TOP, Unit.NANOMETRES),
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
        day = company.day
        for figure in library.books[name].stated:
            end = figure.period.end
            if end is not None and day is None:
                yield untested(figure, "forecast_labelled", "the record has no as_of day")
            elif end is not None and day is not None and end > day:
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
    company with next to no revenue in its first year. It catches 万 for 亿 and a lost digit. One
    would not want this for what comes and goes, such as gains from selling a business.
    """
    for book in library.books.values():
        for row in book.rows.values():
            figures = [figure for figure in row if isinstance(figure.origin, Stated)]
            for before, after in pairwise(figures):
                if before.unit not in _RATIOS and before.value > 0 and after.value > 0:
                    yield _jump(before, after)


def _jump(before: Figure, after: Figure) -> Finding:
    rises = after.value > before.value
    more, less = (after.value, before.value) if rises else (before.value, after.value)
    verdict, words = Verdict.HOLDS, "{0.path} is of the order of {1.path}"
    if more > less * JUMP:
        verdict = Verdict.TENSION
        words = (
            f"{{0.path}} is {more / less:,.0f} times {'more' if rises else 'less'} than "
            "{1.path}; see whether a digit or a scale word slipped"
        )
    return about(after, "magnitude_jump", verdict, words, after, before, inputs=(before,))


def loose_bound(library: Library) -> Iterator[Finding]:
    """Find bounds that are points in disguise, or that no writer would choose (F27).

    A bound written with four significant digits or more ("over 112.55%") is a point value. A
    bound is loose when the computed value surely lies beyond it by more than one unit of its
    second significant digit: a writer who knows 6.9 billion does not say "over 6.3 billion".
    Inputs are stated bounds for which a value can be computed, with intervals of the digits
    written: cumulative losses, gains over the offer price, growth. Whether the value lies on the
    right side of the bound is for the check of the figure itself. One would not want this for
    bounds that a contract or a rule sets.
    """
    for book in library.books.values():
        total = book.get("cumulative_loss")
        if total is not None and is_bound(total):
            yield _loose(total, book.get(f"loss_sum.{total.period}"), _summed)
        for stated, computed in _changes(book):
            if is_bound(stated):
                yield _loose(stated, computed, _changed)


def _changes(book: Book) -> Iterator[tuple[Figure, Figure | None]]:
    for kind in _KINDS:
        gain = book.get(f"debut.gain_{kind}")
        if gain is not None:
            yield gain, book.get(f"gain.{kind}")
    for change in book.series("revenue_change"):
        yield change, book.get(f"revenue_growth.{change.period}")


def _summed(parts: tuple[Figure, ...]) -> Interval | None:
    """Give what parts come to; nothing where one of them has no end."""
    return None if is_open(*parts) else sum(map(written, parts), exact(0))


def _changed(ends: tuple[Figure, ...]) -> Interval | None:
    """Give the change from the first of two figures to the second, in percent."""
    before, after = map(amount, ends)
    return (after / before - ONE) * PERCENT if before and after else None


def _loose(
    stated: Figure,
    computed: Figure | None,
    within: Callable[[tuple[Figure, ...]], Interval | None],
) -> Finding:
    inputs = computed.origin.inputs if computed and isinstance(computed.origin, Derived) else ()
    found = within(inputs) if inputs else None
    if computed is None or found is None:
        return untested(stated, "loose_bound", "there is nothing to compute it from")
    from_below = stated.qualifier in FROM_BELOW
    beyond = found.low - stated.value if from_below else stated.value - found.high
    verdict, words = Verdict.TENSION, "{0.path} is stated as {0}, far from {1}"
    if significant(stated) >= DIGITS_OF_A_POINT:
        words = "{0.path} is stated as {0}, too exact for a bound"
    elif beyond <= slack(stated.value, stated.step):
        verdict, words = Verdict.HOLDS, "{0.path} is stated as {0}, and {1} lies near it"
    named = (stated, computed)
    return about(
        stated, "loose_bound", verdict, words, *named, inputs=(computed,), computed=computed
    )


def coincidence(library: Library) -> Iterator[Finding]:
    """Point out percentages of different series that are equal in the same period (F30).

    Inputs are all stated percentages with three significant digits or more. Equal ones may be
    chance, or one pasted over the other; it is said once for each pair and stops nothing, so
    that the finding holds. One would not want this for shares that are equal by definition.
    """
    for book in library.books.values():
        alike: dict[tuple[Decimal, str], list[Figure]] = {}
        for figure in book.figures.values():
            if figure.unit is Unit.PERCENT:
                alike.setdefault((figure.value, figure.period.label), []).append(figure)
        for group in alike.values():
            for first, second in combinations(group, 2):
                if first.series != second.series and _is_telling(first) and _is_telling(second):
                    words = f"{second.path} and {first.path} are both {first}: perhaps a slip"
                    yield about(
                        second,
                        "coincidence",
                        Verdict.HOLDS,
                        words,
                        inputs=(first,),
                        severity=Severity.WARNING,
                    )


def _is_telling(percentage: Figure) -> bool:
    return significant(percentage) >= DIGITS_OF_A_COINCIDENCE
