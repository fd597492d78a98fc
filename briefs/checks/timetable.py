"""Checks of the dates of an offering."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from briefs.checks.case import Case, cases
from briefs.checks.finding import Finding, Verdict
from briefs.records.library import Library
from briefs.rules import rules

ORDER = ("filed", "hearing", "offer_opens", "offer_closes", "pricing", "results", "listing")

#: Days on which the exchange or the banks behind an offer must be open.
OPEN = ("offer_opens", "offer_closes", "listing")


def timeline(library: Library) -> Iterator[Finding]:
    """C21: test the dates of a Hong Kong offering.

    Filing, hearing, opening, closing, pricing, results and listing must follow one another, each
    on a later day; opening, closing and listing fall on no weekend; stabilisation ends 30 days
    after the last day for applications (Biren: 29 December 2025 and 28 January 2026). Days are
    exact. Rules: briefs/rules/calendar.yaml and offers.yaml. Holidays are not known, so a date
    on one passes. One would not want it where an offer was extended or a typhoon moved a date.
    """
    for case in cases(library, hong_kong=True):
        known = [(name, day) for name in ORDER if (day := case.date_of(name))]
        for index, (name, day) in enumerate(known):
            yield _date(case, name, day, known[index - 1] if index else None)
        if end := case.date_of("stabilisation_ends"):
            yield _stabilisation(case, end)


def _date(case: Case, name: str, day: date, before: tuple[str, date] | None) -> Finding:
    wrong = []
    if before and day <= before[1]:
        wrong.append(f"is not after {before[0]} on {before[1]}")
    if name in OPEN and rules().calendar.shut_on(day, country="HK"):
        wrong.append(f"is a {day:%A}")
    after = f", after {before[0]} on {before[1]}" if before else ""
    verdict = Verdict.CONTRADICTS if wrong else Verdict.HOLDS
    message = (
        f"{name} on {day} {' and '.join(wrong)}" if wrong else f"{name} is {day:%A} {day}{after}"
    )
    return case.finding(("timetable", name), "timeline", verdict, message)


def _stabilisation(case: Case, end: date) -> Finding:
    loc, last = ("timetable", "stabilisation_ends"), case.date_of("offer_closes")
    if last is None:
        message = "stabilisation_ends needs the last day for applications"
        return case.finding(loc, "timeline", Verdict.NOT_TESTABLE, message)
    days = int(rules().offers.stabilisation[0].days.value)
    passed = (end - last).days
    holds = passed == days
    message = f"stabilisation ends on {end}, {passed} days after {last}, where {days} are the rule"
    verdict = Verdict.HOLDS if holds else Verdict.CONTRADICTS
    return case.finding(loc, "timeline", verdict, message)
