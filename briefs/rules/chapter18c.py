"""Chapter 18C of the Listing Rules: when a specialist technology company may be listed."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from briefs.records.fields import Name, Record
from briefs.rules.row import Number, Row

Status = Literal["commercial", "pre-commercial"]


class CommercialFrom(Row):
    """From how much revenue a company is commercial."""

    revenue: Number


class MarketCap(Row):
    """The least market value at listing."""

    status: Status
    least: Number


class Years(Record):
    """In how many of the last years."""

    of: Number
    at_least: Number


class Research(Row):
    """The least share of research and development in operating expenses."""

    status: Status
    revenue_from: Number | None = None
    least: Number
    years: Years


class LockUp(Row):
    """For how many months a holder may not sell."""

    status: Status
    who: Name
    months: Number


class FreeFloat(Row):
    """The least value of shares that may be sold at listing."""

    least: Number


class Chapter18C(Record):
    """All rows of the chapter; amounts are in Hong Kong dollars."""

    commercial_from: Annotated[tuple[CommercialFrom, ...], Field(strict=False)]
    market_cap: Annotated[tuple[MarketCap, ...], Field(strict=False)]
    research: Annotated[tuple[Research, ...], Field(strict=False)]
    lock_ups: Annotated[tuple[LockUp, ...], Field(strict=False)]
    free_float: Annotated[tuple[FreeFloat, ...], Field(strict=False)]
