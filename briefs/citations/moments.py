"""Moments: whether a text names a day, a month, a year or another period."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date

from briefs.citations.mentions import narrow
from briefs.figures import Period, PeriodKind

_YEAR = "January February March April May June July August September October November December"
_MONTHS = _YEAR.split()

#: Besides its year, what a text must say of a part of a year.
_PARTS = {
    (PeriodKind.HALF, 1): r"上半年|first half|1H|H1|six months",
    (PeriodKind.HALF, 2): r"下半年|second half|2H|H2",
    (PeriodKind.NINE_MONTHS, 0): r"九个月|九個月|前三季|nine months|9M",
    (PeriodKind.QUARTER, 1): r"一季|first quarter|1Q|Q1",
    (PeriodKind.QUARTER, 2): r"二季|second quarter|2Q|Q2",
    (PeriodKind.QUARTER, 3): r"三季|third quarter|3Q|Q3",
    (PeriodKind.QUARTER, 4): r"四季|fourth quarter|4Q|Q4",
}


def names(text: str, period: Period, *, without_year: bool = False) -> bool:
    """Whether a text names a period; `without_year` lets a day do without its year."""
    plain = narrow(text)
    if period.kind is PeriodKind.SPAN and period.first and period.last:
        return names(plain, period.first) and names(plain, period.last)
    forms = _forms(period, without_year=without_year)
    return all(re.search(form, plain, re.IGNORECASE) for form in forms)


def _forms(period: Period, *, without_year: bool) -> Iterator[str]:
    if period.start is None:
        return
    match period.kind:
        case PeriodKind.INSTANT:
            yield _day(period.start, without_year=without_year)
        case PeriodKind.MONTH:
            yield _month(period.start)
        case _:
            yield rf"(?<!\d){period.year}(?!\d)"
            yield _PARTS.get((period.kind, period.number), "")


def _day(day: date, *, without_year: bool) -> str:
    name, year = _name(day.month), day.year
    end = "" if without_year else rf",?\s+{year}"
    start = rf"(?:{year}\s?年\s?)?" if without_year else rf"{year}\s?年\s?"
    return "|".join(
        (
            rf"\b{name}\s+{day.day}(?:st|nd|rd|th)?(?!\d){end}",
            rf"(?<!\d)0?{day.day}(?:st|nd|rd|th)?\s+{name}{end}",
            rf"(?<!\d)(?:{start})0?{day.month}\s?月\s?0?{day.day}\s?[日号號]",
            rf"(?<!\d){year}[-/.]0?{day.month}[-/.]0?{day.day}(?!\d)",
        )
    )


def _month(day: date) -> str:
    name, year = _name(day.month), day.year
    return "|".join(
        (
            rf"\b{name},?\s+{year}",
            rf"(?<!\d){year}\s?年\s?0?{day.month}\s?月",
            rf"(?<!\d){year}[-/.]0?{day.month}(?!\d)",
        )
    )


def _name(month: int) -> str:
    name = _MONTHS[month - 1]
    return rf"(?:{name}|{name[:4]}\.?|{name[:3]}\.?)"
