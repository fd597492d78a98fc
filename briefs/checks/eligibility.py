"""Checks of the conditions of chapter 18C for specialist technology companies."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from decimal import Decimal

from briefs.checks.case import Case, cases
from briefs.checks.finding import Finding, Verdict, about
from briefs.checks.weighing import HUNDRED, amount, in_unit, untested
from briefs.figures import Figure, PeriodKind, Unit, plainly
from briefs.figures.interval import INFINITE, Interval, exact, written
from briefs.records.library import Library
from briefs.rules import in_force, rules
from briefs.rules.chapter18c import Research, Status

CHECK = "eligibility_18c"


def eligibility_18c(library: Library) -> Iterator[Finding]:
    """C23: test a company listed under chapter 18C against the chapter's conditions.

    Commercial from HK$250m of revenue in the last full year; market value at the offer price of
    HK$4bn (commercial) or 8bn (HK$6bn and 10bn before 1 September 2024); R&D of 15%, 30% or 50%
    of operating expenses in two of three years and together; short name with -P just while
    pre-commercial. Revenue in yuan needs a rate of exchange in the record. Intervals of the
    digits written; whatever the status leaves open is tested under each. Only warns. Rules:
    briefs/rules/chapter-18c.yaml. One would not want it for a company that moved to the chapter.
    """
    for case in cases(library, hong_kong=True):
        if case.company.listing.chapter != "18C":
            continue
        revenue = _revenue(case)
        status = _status(case, revenue)
        if revenue is not None and status is None:
            yield untested(
                revenue, CHECK, "it needs a rate of exchange to HKD, to tell commercial from not"
            )
        yield from _market_cap(case, status)
        yield from _research(case, status)
        yield from _suffix(case, status)


def _revenue(case: Case) -> Figure | None:
    years = [one for one in case.book.series("revenue") if one.period.kind is PeriodKind.YEAR]
    return years[-1] if years else None


def _in_hkd(case: Case, figure: Figure) -> Interval | None:
    """Give an amount in Hong Kong dollars, by the band or by a rate of the record."""
    if found := in_unit(figure, Unit.HKD, case.day):
        return found[0]
    value = amount(figure)
    for rate in case.company.rates:
        if value is None or rate.period != figure.period:
            continue
        unit = rate.value.last_place
        near = Interval(rate.value.value - unit / 2, rate.value.value + unit, open_above=True)
        if (rate.base, rate.quote) == (figure.unit, Unit.HKD):
            return value * near
        if (rate.quote, rate.base) == (figure.unit, Unit.HKD):
            return value / near
    return None


def _status(case: Case, revenue: Figure | None) -> Status | None:
    value = _in_hkd(case, revenue) if revenue else None
    rows = in_force(rules().chapter_18c.commercial_from, case.day) if case.day else ()
    if value is None or not rows:
        return None
    line = rows[0].revenue.value
    if value.low >= line:
        return "commercial"
    return "pre-commercial" if value.high <= line else None


def _market_cap(case: Case, status: Status | None) -> Iterator[Finding]:
    cap = case.get("offer.market_cap")
    if cap is None:
        return
    value, day = _in_hkd(case, cap), case.date_of("listing") or case.day
    if value is None or day is None:
        yield untested(cap, CHECK, "it needs a currency that can be compared with HKD, and a date")
        return
    rows = [
        row for row in in_force(rules().chapter_18c.market_cap, day) if status in (None, row.status)
    ]
    passed = [row for row in rows if _reaches(value, row.least.value)]
    if not rows or (passed and len(passed) < len(rows)):
        yield untested(
            cap, CHECK, "it needs the company's revenue in HKD, to tell commercial from not"
        )
        return
    least = plainly(min(row.least.value for row in rows))
    yield about(
        cap,
        CHECK,
        Verdict.HOLDS if passed else Verdict.TENSION,
        f"{cap.path} of {cap} is {'not below' if passed else 'below'} {least} HKD",
    )


def _research(case: Case, status: Status | None) -> Iterator[Finding]:
    years = [
        one for one in case.book.series("rd_share_of_opex") if one.period.kind is PeriodKind.YEAR
    ]
    if not years or case.day is None:
        return
    least = _research_lines(case, status, case.day)
    verdicts = {line: _passes(case, years, row) for line, row in least.items()}
    last = years[-1]
    if not verdicts or len(set(verdicts.values())) > 1:
        yield untested(
            last, CHECK, "it needs the company's revenue in HKD, to tell which share is asked"
        )
        return
    holds = all(verdicts.values())
    line = max(verdicts) if holds else min(verdicts)
    shares = ", ".join(f"{one.period} {one}" for one in years)
    yield about(
        last,
        CHECK,
        Verdict.HOLDS if holds else Verdict.TENSION,
        f"R&D as a share of operating expenses ({shares}) is "
        f"{'not below' if holds else 'below'} the {plainly(line)}% that chapter 18C asks for",
        inputs=tuple(years[:-1]),
    )


def _research_lines(case: Case, status: Status | None, day: date) -> dict[Decimal, Research]:
    """Give the rows that may apply, by the share each asks for."""
    rows = in_force(rules().chapter_18c.research, day)
    mine = [row for row in rows if status in (None, row.status)]
    revenue = _revenue(case)
    value = _in_hkd(case, revenue) if revenue else None
    if status == "pre-commercial" and value is not None:
        mine = [row for row in mine if not row.revenue_from or value.high >= row.revenue_from.value]
        if any(row.revenue_from and value.low >= row.revenue_from.value for row in mine):
            mine = [row for row in mine if row.revenue_from]
    return {row.least.value: row for row in mine}


def _passes(case: Case, years: list[Figure], row: Research) -> bool:
    """Whether enough of the last years reach the share, and all of them together."""
    recent = years[-int(row.years.of.value) :]
    line = row.least.value
    reached = sum(_reaches(written(one), line) for one in recent)
    return reached >= row.years.at_least.value and _together(case, recent) >= line


def _reaches(value: Interval, line: Decimal) -> bool:
    """Whether a value may be as much as a line, within its digits."""
    return value.meets(Interval(line, INFINITE))


def _together(case: Case, years: list[Figure]) -> Decimal:
    """Give the highest share that the years can have together, weighed by what was spent.

    Without the spending of each year it is the highest of the years: together they cannot be more.
    """
    spent = [(case.get(f"rd_expense.{one.period}"), one) for one in years]
    highest = max(written(one).high for one in years)
    sums = exact(0), exact(0)
    for expense, share in spent:
        part, of_all = amount(expense), amount(share)
        if part is None or of_all is None:
            return highest
        sums = sums[0] + part, sums[1] + part / of_all
    return min((sums[0] / sums[1]).high, highest) if sums[1].low > 0 else HUNDRED


def _suffix(case: Case, status: Status | None) -> Iterator[Finding]:
    name = case.company.identifiers.short_name
    if name is None:
        return
    marked = "P" in name.rpartition("-")[2] and "-" in name
    loc = ("identifiers", "short_name")
    if status is None:
        message = f"whether {name!r} ends with -P as it must needs the revenue in HKD"
        yield case.finding(loc, CHECK, Verdict.NOT_TESTABLE, message)
        return
    holds = marked == (status == "pre-commercial")
    ends = "ends" if marked else "does not end"
    message = f"the company is {status}, and its short name {name!r} {ends} with -P"
    yield case.finding(loc, CHECK, Verdict.HOLDS if holds else Verdict.TENSION, message)
