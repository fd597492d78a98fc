"""Markets: their size, a company's place in them, and what is claimed of it."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from briefs.records.assertions import Passage
from briefs.records.entries import AsStated, DayOrInferred, Entry, Series
from briefs.records.fields import AnyUnit, Name, Record, Slug, Text, When, WrittenNumber


class Position(Record):
    """A rank that somebody gives the company, in what and by what."""

    id: Slug
    rank: Entry
    field: Text
    measured_by: Text
    area: Text


class Share(Record):
    """The company's share of a market, or the joint share of several companies."""

    id: Slug
    field: Text
    of: Annotated[tuple[Slug, ...], Field(strict=False)] = ()
    market: Slug | None = None
    share: Series


class Market(Record):
    """The size of a market over time, with forecasts and growth."""

    id: Slug
    name: Text
    measured_by: Text
    size: Series
    growth: Series | None = None
    participants: Entry | None = None
    largest_other: Entry | None = None


class Rate(Record):
    """A rate of exchange over a period: what one unit of `base` costs in `quote`."""

    base: AnyUnit
    quote: AnyUnit
    value: WrittenNumber
    period: When
    source: Slug
    at: Name


class Band(Record):
    """What a chip may be expected to sell for, in our judgement, and the note on why."""

    low: WrittenNumber
    high: WrittenNumber
    unit: AnyUnit
    because: Slug


class Claim(Record):
    """A superlative that the source makes, with who says it and as of when."""

    what: Passage
    as_of: DayOrInferred | None = None
    source: Slug | None = None
    at: Name
    by: Slug | None = None
    as_stated: AsStated | None = None
