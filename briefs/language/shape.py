"""Shape: what a wording file must hold, so that a language needs no Python.

Every scalar of the file arrives as the text that was written, so the models read texts into
numbers and yes/no; they are frozen, and refuse a key too many or too few.
"""

from __future__ import annotations

from decimal import Decimal
from itertools import pairwise
from typing import Annotated, Any, Literal

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, StringConstraints

from briefs.figures import MONEY, Qualifier, Unit
from briefs.language.patterns import takes, wrong

#: What a pattern of a day may say: 30 January 2026, 30 Jan 2026, 2026年1月30日.
_DAY = ("year", "month", "month_name", "month_short", "day")
#: What a pattern of a period may say: the parts of its last day, or that day as a whole.
_PERIOD = (*_DAY, "date", "date_short")

Text = Annotated[str, StringConstraints(min_length=1)]
Plain = Annotated[Text, takes()]
OfNumber = Annotated[Text, takes("n")]
OfAmount = Annotated[Text, takes("amount")]
OfDay = Annotated[Text, takes("day", may=_DAY)]
OfPeriod = Annotated[Text, takes(some=("year", "date", "date_short"), may=_PERIOD)]
OfSpan = Annotated[Text, takes("first", "last")]
OfLabel = Annotated[Text, takes("label", "value")]
OfAside = Annotated[Text, takes("main", "aside")]


class Part(BaseModel):
    """The base of every part of a wording file."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class Language(Part):
    """Which language it is, the face it is set in, and the colour of a rise."""

    id: Annotated[str, StringConstraints(pattern=r"^[a-z]{2,3}(-[A-Za-z0-9]{2,8})*$")]
    tag: Text
    name: Text
    script: Annotated[str, StringConstraints(pattern=r"^[A-Z][a-z]{3}$")]
    sans: Annotated[tuple[Text, ...], Field(min_length=1)]
    serif: Annotated[tuple[Text, ...], Field(min_length=1)]
    up_is: Literal["red", "green", "neutral"]


class Numbers(Part):
    """The signs within a number."""

    group: Plain
    decimal: Plain
    minus: Plain
    plus: Plain


class Scale(Part):
    """A scale word: the value it begins at, what it multiplies by, and its longest fraction."""

    threshold: Annotated[Decimal, Field(gt=0)]
    factor: Annotated[Decimal, Field(gt=1)]
    pattern: OfNumber
    most_decimals: Annotated[int, Field(ge=0)]


def _falling(scales: tuple[Scale, ...]) -> tuple[Scale, ...]:
    for larger, smaller in pairwise(scales):
        if larger.threshold <= smaller.threshold:
            message = f"{smaller.pattern!r} begins no lower than {larger.pattern!r} before it"
            raise wrong(message, "list the largest scale first")
    return scales


class UnitForms(Part):
    """How an amount of a unit reads: of many, and of one where that differs."""

    many: OfNumber
    one: OfNumber | None = None
    scaled: bool = False
    signed: bool = False


def _every(kind: str, needed: frozenset[Any]) -> AfterValidator:
    """Make the validator of a mapping that must say something for every one of a set."""

    def check(forms: dict[Any, Any]) -> dict[Any, Any]:
        if missing := sorted(str(key) for key in needed - forms.keys()):
            raise wrong(f"lacks {kind} {', '.join(missing)}", "add a line for each")
        return forms

    return AfterValidator(check)


Qualifiers = Annotated[
    dict[Qualifier, OfAmount],
    _every("qualifier", frozenset(Qualifier) - {Qualifier.EXACT}),
]
#: What a table may divide its money by: HKEX filings print 元, 千元 and 百萬元.
TABLE_FACTORS = frozenset(Decimal(10) ** power for power in (0, 3, 6, 9))


class Table(Part):
    """How cells of a table read: bare numbers under a declared unit."""

    loss: OfNumber
    marked: tuple[Unit, ...]
    qualifiers: Qualifiers
    money: Annotated[
        dict[Unit, Annotated[dict[Decimal, Plain], _every("a unit for the factor", TABLE_FACTORS)]],
        _every("unit", MONEY),
    ]


class Dates(Part):
    """How a day reads."""

    long: OfDay
    short: OfDay
    day_month: OfDay
    months: Annotated[tuple[Plain, ...], Field(min_length=12, max_length=12)]
    months_short: Annotated[tuple[Plain, ...], Field(min_length=12, max_length=12)]


class PeriodForms(Part):
    """How a period reads: short for labels, long for sentences and notes, axis for charts.

    The long form of a day says that it is one moment: as at 30 June 2025.
    """

    short: OfPeriod
    long: OfPeriod
    axis: OfPeriod


class SpanForms(Part):
    """How a stretch from one period to another reads."""

    short: OfSpan
    long: OfSpan
    axis: OfSpan


class NamedForms(Part):
    """How a time without a date reads, such as the offering."""

    short: Plain
    long: Plain
    axis: Plain


OfForecast = Annotated[Text, takes("period")]


class ForecastForms(Part):
    """How a forecast of any period but a year is marked."""

    short: OfForecast
    long: OfForecast
    axis: OfForecast


class Periods(Part):
    """How each kind of period reads."""

    year: PeriodForms
    halves: tuple[PeriodForms, PeriodForms]
    nine_months: PeriodForms
    quarters: tuple[PeriodForms, PeriodForms, PeriodForms, PeriodForms]
    month: PeriodForms
    day: PeriodForms
    span: SpanForms
    offering: NamedForms
    not_stated: NamedForms
    forecast_year: PeriodForms
    forecast: ForecastForms


class Absent(Part):
    """How a missing value reads: in a sentence, and in a cell."""

    long: Plain
    short: Plain


class Absence(Part):
    """The reasons why a value is missing; a page prints one, never an empty cell."""

    not_disclosed: Absent
    not_meaningful: Absent
    not_applicable: Absent


class Pair(Part):
    """An opening and a closing mark."""

    open: Plain
    close: Plain


class Prose(Part):
    """Punctuation between words."""

    outer_quotes: Pair
    inner_quotes: Pair
    between: Plain
    before_last: Plain
    clauses: Plain
    stop: Plain
    label: OfLabel
    parenthesis: OfAside
    full_width: dict[Annotated[str, StringConstraints(min_length=1, max_length=1)], Plain]
    instead_of: dict[Annotated[str, StringConstraints(min_length=1, max_length=1)], Plain]
    space_beside_han: bool


class Forms(Part):
    """How numbers, amounts, dates, periods and sentences are put together."""

    numbers: Numbers
    scales: Annotated[tuple[Scale, ...], AfterValidator(_falling)]
    units: Annotated[dict[Unit, UnitForms], _every("unit", frozenset(Unit))]
    qualifiers: Qualifiers
    table: Table
    dates: Dates
    periods: Periods
    absence: Absence
    prose: Prose


class WordingFile(Part):
    """A whole wording file; its words are walked apart, since their keys are free."""

    language: Language
    forms: Forms
    words: dict[str, Any]
