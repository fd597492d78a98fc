"""Periods: the stretch or moment of time that a figure speaks of."""

from __future__ import annotations

import re
from calendar import monthrange
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from functools import lru_cache


class PeriodKind(StrEnum):
    """What sort of time a period is."""

    YEAR = "FY"
    HALF = "H"
    NINE_MONTHS = "9M"
    QUARTER = "Q"
    SPAN = "span"
    MONTH = "month"
    INSTANT = "instant"
    OFFERING = "offering"
    NOT_STATED = "not stated"


#: Kinds whose figures accumulate over a stretch of time, in the order in which a table shows them.
DURATIONS = (
    PeriodKind.YEAR,
    PeriodKind.HALF,
    PeriodKind.NINE_MONTHS,
    PeriodKind.QUARTER,
    PeriodKind.SPAN,
)

_FORMS = (
    (re.compile(r"FY([0-9]{4})"), PeriodKind.YEAR),
    (re.compile(r"([12])H([0-9]{4})"), PeriodKind.HALF),
    (re.compile(r"9M([0-9]{4})"), PeriodKind.NINE_MONTHS),
    (re.compile(r"([1-4])Q([0-9]{4})"), PeriodKind.QUARTER),
)

EXPECTED = "FY2024, 1H2025, 9M2025, 3Q2025, 2025-06-30, 2024-10 or FY2022..1H2025"


@dataclass(frozen=True, slots=True)
class Period:
    """A stretch of time with its first and last day, or a single day, or the offering itself.

    `number` counts halves and quarters. Fiscal years here end with December; a record
    whose year ends otherwise says so and its periods keep the label of their last year.
    `label` is how records name the period.
    """

    kind: PeriodKind
    start: date | None = None
    end: date | None = None
    number: int = 0
    first: Period | None = None
    last: Period | None = None
    label: str = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        form = _NAMES.get(self.kind)
        object.__setattr__(self, "label", form.format(self) if form else self.kind.value)

    @property
    def year(self) -> int:
        """The year the period ends in."""
        if self.end is None:
            message = f"a period of kind {self.kind.value!r} has no year: it has no last day"
            raise ValueError(message)
        return self.end.year

    @property
    def months(self) -> int:
        """How many months a stretch of time lasts; 0 for a day or the offering."""
        if self.start is None or self.end is None or self.kind not in DURATIONS:
            return 0
        return (self.end.year - self.start.year) * 12 + self.end.month - self.start.month + 1

    @property
    def is_interim(self) -> bool:
        """Whether the period is shorter than a full year."""
        return 0 < self.months < 12  # noqa: PLR2004 - months of a year

    def __str__(self) -> str:
        return self.label


#: How records name the kinds of periods.
_NAMES = {
    PeriodKind.YEAR: "FY{0.year}",
    PeriodKind.HALF: "{0.number}H{0.year}",
    PeriodKind.NINE_MONTHS: "9M{0.year}",
    PeriodKind.QUARTER: "{0.number}Q{0.year}",
    PeriodKind.SPAN: "{0.first}..{0.last}",
    PeriodKind.MONTH: "{0.start:%Y-%m}",
    PeriodKind.INSTANT: "{0.end}",
}


OFFERING = Period(PeriodKind.OFFERING)
NOT_STATED = Period(PeriodKind.NOT_STATED)


def instant(day: date) -> Period:
    """Make the period of a single day."""
    return Period(PeriodKind.INSTANT, day, day)


def month(year: int, number: int) -> Period:
    """Make the period of one calendar month."""
    return Period(
        PeriodKind.MONTH, date(year, number, 1), date(year, number, monthrange(year, number)[1])
    )


@lru_cache(maxsize=4096)
def parse_period(text: str) -> Period:
    """Read a period as records write it: FY2024, 1H2025, 9M2025, 3Q2025, a day, a month, a span.

    Raises ValueError, saying what was expected, for anything else.
    """
    if ".." in text:
        first, _, last = text.partition("..")
        return _span(parse_period(first), parse_period(last))
    for pattern, kind in _FORMS:
        if match := pattern.fullmatch(text):
            return _duration(kind, match.groups())
    try:
        if re.fullmatch(r"[0-9]{4}-[0-9]{2}", text):
            return month(int(text[:4]), int(text[5:]))
        if re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", text):
            return instant(date.fromisoformat(text))
    except ValueError:
        pass
    message = f"{text!r} is no period; expected {EXPECTED}"
    raise ValueError(message)


def _duration(kind: PeriodKind, groups: tuple[str, ...]) -> Period:
    year = int(groups[-1])
    if not 1900 <= year <= 2200:  # noqa: PLR2004 - beyond these a year is a slip
        message = f"{year} is no plausible year; expected {EXPECTED}"
        raise ValueError(message)
    number = int(groups[0]) if len(groups) > 1 else 0
    match kind:
        case PeriodKind.HALF:
            first_month, last_month = 6 * number - 5, 6 * number
        case PeriodKind.QUARTER:
            first_month, last_month = 3 * number - 2, 3 * number
        case PeriodKind.NINE_MONTHS:
            first_month, last_month = 1, 9
        case _:
            first_month, last_month = 1, 12
    last_day = monthrange(year, last_month)[1]
    return Period(kind, date(year, first_month, 1), date(year, last_month, last_day), number)


def _span(first: Period, last: Period) -> Period:
    if first.start is None or last.end is None or first.start >= last.end:
        message = f"{first}..{last} does not run forward; expected {EXPECTED}"
        raise ValueError(message)
    return Period(PeriodKind.SPAN, first.start, last.end, first=first, last=last)
