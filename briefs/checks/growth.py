"""Checks of growth: from one year to the next, over several, within a year, and in words."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from typing import NamedTuple

from briefs.checks.finding import Finding, Verdict, about
from briefs.checks.lexicon import lexicon
from briefs.checks.weighing import (
    HUNDRED,
    ONE,
    PERCENT,
    amount,
    claimed,
    is_open,
    judged,
    power,
    reckoned,
    untested,
    weighed,
)
from briefs.figures import Figure, Period, PeriodKind, Unit, parse_period
from briefs.figures.interval import Interval, written
from briefs.measures import cagr as compound
from briefs.measures import change
from briefs.records.book import Book, Saying
from briefs.records.business import Line
from briefs.records.library import Library

#: How far a year's worth of an interim figure may fall short of the last full year before a
#: source's talk of growth strains: half-years differ with the season.
SHORTFALL = Decimal("0.95")

MONTHS = 12
_REPEATED = (PeriodKind.YEAR, PeriodKind.HALF, PeriodKind.NINE_MONTHS, PeriodKind.QUARTER)


def cagr(library: Library) -> Iterator[Finding]:
    """Test each stated compound annual growth rate against the figures at its two ends (F01).

    (last ÷ first)^(1 ÷ years) − 1 must meet the stated rate within the digits written; years
    run from the end of the first period to the end of the last. Inputs are growth stated for a
    span of periods and the series it belongs to: revenue, or the size of a market. One would
    not want this where a source counts years in another way and says so. Arithmetic.
    """
    for book in library.books.values():
        for stated in book.figures.values():
            if stated.period.kind is PeriodKind.SPAN and (base := _grown(stated.series)):
                yield _cagr(book, stated, base)


def _cagr(book: Book, stated: Figure, base: str) -> Finding:
    first, last = stated.period.first, stated.period.last
    before, after = book.get(f"{base}.{first}"), book.get(f"{base}.{last}")
    if before is None or after is None or first is None or last is None:
        return untested(stated, "cagr", f"{base} lacks a figure for {first} or {last}")
    years = last.year - first.year
    alike = first.months == last.months and years > 0 and before.unit is after.unit
    if not alike or is_open(before, after) or min(written(before).low, written(after).low) <= 0:
        return untested(stated, "cagr", f"{first} and {last} do not compare")
    # A rate is compared by what it makes of one over the years: powers are exact, roots are not.
    stated_ratio = power(ONE + claimed(stated) / PERCENT, years)
    holds = stated_ratio.meets(written(after) / written(before))
    computed = book.get(f"{base}_cagr.{stated.period}") or compound(
        f"cagr.{base}.{stated.period}", before, after
    )
    return judged(stated, "cagr", computed, holds=holds)


def growth(library: Library) -> Iterator[Finding]:
    """Test each stated growth on the year before against the two figures (F02).

    current ÷ prior − 1 must meet the stated growth within the digits written; both periods are
    of one length. Inputs are growth stated for a single period, and revenue, the size of a
    market, or a line's share of revenue. A line's growth counts revenue or units, as the record
    says in `growth_of`; where the source only says "sales" there is nothing to test it by. One
    would not want this where the scope of a measure changed between the years. Arithmetic.
    """
    for name, company in library.companies.items():
        book = library.books[name]
        for series, figures in book.rows.items():
            if base := _grown(series):
                for stated in figures:
                    if stated.unit is Unit.CHANGE and stated.period.kind in _REPEATED:
                        yield _growth(book, stated, base)
        for line in company.lines:
            for period in line.growth.values if line.growth else ():
                figure = book.get(f"lines.{line.id}.growth.{period}")
                if figure is not None:
                    yield _line_growth(book, figure, line)


def _growth(book: Book, stated: Figure, base: str) -> Finding:
    before, after = (
        book.get(f"{base}.{year_before(stated.period)}"),
        book.get(f"{base}.{stated.period}"),
    )
    if before is None or after is None:
        return untested(stated, "growth", f"{base} lacks a figure for the period or a year before")
    if is_open(before, after) or before.unit is not after.unit or written(before).low <= 0:
        return untested(stated, "growth", f"{before.path} and {after.path} do not compare")
    rate = (written(after) / written(before) - ONE) * PERCENT
    computed = change(f"growth.{base}.{stated.period}", before, after)
    return weighed(stated, "growth", rate, computed)


def _line_growth(book: Book, stated: Figure, line: Line) -> Finding:
    if line.growth_of != "revenue":
        what = "units sold" if line.growth_of == "units" else "whether it counts revenue or units"
        return untested(stated, "growth", f"the record does not hold {what}")
    prior = year_before(stated.period)
    before = _line_revenue(book, line, prior)
    after = _line_revenue(book, line, stated.period)
    if before is None or after is None:
        return untested(stated, "growth", f"the line's revenue is not known for {prior} and after")
    path, formula = f"growth_of_shares.{stated.path}", "share × revenue later ÷ earlier − 1"
    value = (after.value / before.value - 1) * HUNDRED
    computed = reckoned(stated, path, value, formula, *before.inputs, *after.inputs)
    rate = (after.within / before.within - ONE) * PERCENT
    return weighed(stated, "growth", rate, computed)


class _Size(NamedTuple):
    """The revenue of a line: its value, what it stands for, and what it comes from."""

    value: Decimal
    within: Interval
    inputs: tuple[Figure, Figure]


def _line_revenue(book: Book, line: Line, period: Period | None) -> _Size | None:
    share, revenue = book.get(f"lines.{line.id}.share.{period}"), book.get(f"revenue.{period}")
    part, whole = amount(share), amount(revenue)
    if share is None or revenue is None or part is None or whole is None:
        return None
    return _Size(share.value * revenue.value, part * whole, (share, revenue))


def run_rate(library: Library) -> Iterator[Finding]:
    """Test a source's words of growth beside an interim figure of revenue (F12).

    With a figure for the same months a year before, the later one must be the larger. Without
    one, the interim figure × 12 ÷ its months is set against the last full year, and strains the
    words when it falls short of 95% of it. Inputs are revenue, and the wording kept beside it
    (`as_stated`). One would not want this for a business that earns in one season: the result
    is a tension, never an error. Practice of analysts.
    """
    for book in library.books.values():
        for saying in book.sayings:
            words = lexicon(library.sources.sources[saying.source].language)
            if words is None or not words.find("up", saying.words):
                continue
            figures = (
                [book.get(saying.path)] if saying.path != "revenue" else book.series("revenue")
            )
            for figure in figures:
                is_revenue = figure is not None and figure.path.startswith("revenue.")
                if figure is not None and is_revenue and figure.period.is_interim:
                    yield from _run_rate(book, figure)


def _run_rate(book: Book, interim: Figure) -> Iterator[Finding]:
    prior = book.get(f"revenue.{year_before(interim.period)}")
    if prior is not None:
        grew = written(interim).high > written(prior).low
        verdict = Verdict.HOLDS if grew else Verdict.CONTRADICTS
        message = f"{interim.path} is said to grow, and {prior.path} was {prior}"
        yield about(interim, "run_rate", verdict, message, inputs=(prior,))
        return
    years = [figure for figure in book.series("revenue") if figure.period.kind is PeriodKind.YEAR]
    last = next((year for year in reversed(years) if _ends_before(year, interim)), None)
    if last is None:
        yield untested(interim, "run_rate", "there is no full year before it")
        return
    value = interim.value * MONTHS / interim.period.months
    formula = "interim figure × 12 ÷ months"
    computed = reckoned(interim, f"run_rate.{interim.period}", value, formula, interim)
    short = value < last.value * SHORTFALL
    yield about(
        interim,
        "run_rate",
        Verdict.TENSION if short else Verdict.HOLDS,
        f"{interim.path} is said to grow; a year at its rate would be {computed}, against "
        f"{last} in {last.period}, and no figure for the year before is given",
        inputs=(last,),
        computed=computed,
    )


def direction_wording(library: Library) -> Iterator[Finding]:
    """Test a source's words of rise and fall beside a figure or a series.

    Where the record holds the figure of a year before, the later one must lie on the side that
    the words say; where it does not, or where the source gives no figure at all ("continuously
    expanding losses"), nothing can be tested, and a brief must not repeat the words. Inputs are
    the wording (`as_stated`), and the series it stands beside; words on revenue are for
    run_rate. A tension, since the words may be about something near. One would not want this
    for words on another measure than the one they stand beside.
    """
    for book in library.books.values():
        for saying in book.sayings:
            if saying.path.startswith("revenue"):
                continue
            words = lexicon(library.sources.sources[saying.source].language)
            for way in ("up", "down"):
                if words is not None and words.find(way, saying.words):
                    yield from _direction(book, saying, way)


def _direction(book: Book, saying: Saying, way: str) -> Iterator[Finding]:
    figure = book.get(saying.path)
    figures = (figure,) if figure else book.series(saying.path)[-1:]
    if not figures and book.gap(saying.path):
        yield Finding(
            check="direction_wording",
            verdict=Verdict.NOT_TESTABLE,
            subject=saying.subject,
            path=saying.path,
            place=saying.place,
            words=f"{saying.path}: “{saying.words}” is said, and no figure is given",
        )
    for later in figures:
        series = later.path.removesuffix(f".{later.period}")
        earlier = book.get(f"{series}.{year_before(later.period)}")
        if earlier is not None and not is_open(earlier, later):
            yield _directed(earlier, later, way)
        elif series != later.path:
            lacking = f"“{saying.words}”, and no figure for the year before is given"
            yield untested(later, "direction_wording", lacking)


def _directed(earlier: Figure, later: Figure, way: str) -> Finding:
    low, high = (earlier, later) if way == "up" else (later, earlier)
    holds = written(high).high > written(low).low
    relation = "is" if holds else "is not"
    return about(
        later,
        "direction_wording",
        Verdict.HOLDS if holds else Verdict.TENSION,
        f"{later.path} is said to go {way} and {relation} beyond {earlier.path}",
        inputs=(earlier,),
    )


def _ends_before(year: Figure, interim: Figure) -> bool:
    ends = year.period.end, interim.period.end
    return ends[0] is not None and ends[1] is not None and ends[0] < ends[1]


def _grown(series: str) -> str:
    """Give the series that a series of growth belongs to; nothing for any other series."""
    if series == "revenue_change":
        return "revenue"
    is_market = series.startswith("markets.") and series.endswith(".growth")
    return f"{series.removesuffix('growth')}size" if is_market else ""


def year_before(period: Period) -> Period | None:
    """Give the same months of the year before; none for what does not come back every year."""
    if period.kind not in _REPEATED:
        return None
    return parse_period(str(period).replace(str(period.year), str(period.year - 1)))
