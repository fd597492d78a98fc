"""Entries: how a record holds figures, series of figures, dates, and what is not disclosed."""

from __future__ import annotations

import datetime as dt
from typing import Annotated, Literal

from pydantic import (
    BeforeValidator,
    Discriminator,
    Field,
    GetJsonSchemaHandler,
    Tag,
    model_validator,
)
from pydantic.json_schema import JsonSchemaValue
from pydantic_core import CoreSchema

from briefs.figures import Qualifier, Unit, Written
from briefs.records.fields import (
    NUMBER_SCHEMA,
    AnyUnit,
    Day,
    Name,
    Record,
    Slug,
    When,
    WrittenNumber,
    YesNo,
    wrong,
)


class Inferred(Record):
    """A currency that the source leaves out, and why we read it as this one."""

    inferred: AnyUnit
    because: Slug


class InferredDay(Record):
    """A date that the source leaves out, and why we read it as this one."""

    inferred: Day
    because: Slug


class InferredPeriod(Record):
    """A period that the source leaves out, and why we read it as this one."""

    inferred: When
    because: Slug


def _kind(value: object) -> str:
    if value == "not stated":
        return "not stated"
    return "inferred" if isinstance(value, (dict, Record)) else "stated"


UnitOrInferred = Annotated[
    Annotated[AnyUnit, Tag("stated")]
    | Annotated[Inferred, Tag("inferred")]
    | Annotated[Literal["not stated"], Tag("not stated")],
    Discriminator(_kind),
]
DayOrInferred = Annotated[
    Annotated[Day, Tag("stated")]
    | Annotated[InferredDay, Tag("inferred")]
    | Annotated[Literal["not stated"], Tag("not stated")],
    Discriminator(_kind),
]
PeriodOrInferred = Annotated[
    Annotated[When, Tag("stated")]
    | Annotated[InferredPeriod, Tag("inferred")]
    | Annotated[Literal["not stated"], Tag("not stated")],
    Discriminator(_kind),
]


class AsStated(Record):
    """The source's own short wording beside a fact, for checks; it is never printed."""

    words: Name
    source: Slug | None = None
    at: Name
    base: Name | None = None


class NotDisclosed(Record):
    """A figure that the sources do not give, and the note that says so."""

    not_disclosed: Slug
    as_stated: AsStated | None = None


class Also(Record):
    """The same fact as another place or another source states it.

    The source of the highest class wins: filing, exchange, regulator, company, press. What it
    leaves out it shares with the figure it stands beside.
    """

    value: WrittenNumber
    unit: AnyUnit | None = None
    qualifier: Annotated[Qualifier, Field(strict=False)] = Qualifier.EXACT
    basis: Slug | None = None
    source: Slug
    at: Name
    by: Slug | None = None
    note: Slug | None = None


class Entry(Record):
    """One figure: its digits as written, unit, period or date, and its place in a source."""

    value: WrittenNumber
    unit: UnitOrInferred | None = None
    period: PeriodOrInferred | None = None
    as_of: DayOrInferred | None = None
    qualifier: Annotated[Qualifier, Field(strict=False)] = Qualifier.EXACT
    basis: Slug | None = None
    forecast: YesNo = False
    source: Slug | None = None
    at: Name | None = None
    by: Slug | None = None
    note: Slug | None = None
    as_stated: AsStated | None = None
    also: Annotated[tuple[Also, ...], Field(strict=False)] = ()

    @model_validator(mode="after")
    def _one_time(self) -> Entry:
        if self.period is not None and self.as_of is not None:
            raise wrong("time", "a figure has both period and as_of", "keep the one that fits")
        return self


def _bare(value: object) -> object:
    """Let a figure that shares everything with its series be written as its digits alone."""
    return {"value": value} if isinstance(value, (str, Written)) else value


def _entry_kind(value: object) -> str:
    if isinstance(value, NotDisclosed) or (isinstance(value, dict) and "not_disclosed" in value):
        return "nothing"
    return "figure"


class _Bare:
    """Tells editors that a figure may be its digits alone."""

    def __get_pydantic_json_schema__(
        self, schema: CoreSchema, handler: GetJsonSchemaHandler
    ) -> JsonSchemaValue:
        return {"anyOf": [handler(schema), NUMBER_SCHEMA]}


MaybeEntry = Annotated[
    Annotated[Entry, BeforeValidator(_bare), _Bare(), Tag("figure")]
    | Annotated[NotDisclosed, Tag("nothing")],
    Discriminator(_entry_kind),
]


class Series(Record):
    """One measure over several periods; what the figures share is said once."""

    unit: UnitOrInferred
    basis: Slug | None = None
    source: Slug | None = None
    at: Name | None = None
    by: Slug | None = None
    audited: Literal["yes", "no", "not stated"] = "not stated"
    note: Slug | None = None
    as_stated: AsStated | None = None
    values: dict[When, MaybeEntry] = Field(min_length=1)


MaybeSeries = Annotated[
    Annotated[Series, Tag("figure")] | Annotated[NotDisclosed, Tag("nothing")],
    Discriminator(_entry_kind),
]


class Event(Record):
    """One date of a timetable, with its place in a source."""

    date: DayOrInferred
    expected: YesNo = False
    source: Slug | None = None
    at: Name
    as_stated: AsStated | None = None

    @property
    def day(self) -> dt.date | None:
        """The day, stated or inferred; none where the source gives no date."""
        if isinstance(self.date, InferredDay):
            return self.date.inferred
        return self.date if isinstance(self.date, dt.date) else None


def unit_of(unit: object) -> Unit:
    """Give the unit of an entry, whether stated, inferred or an undeclared currency."""
    if isinstance(unit, Inferred):
        return unit.inferred
    return unit if isinstance(unit, Unit) else Unit.MONEY
