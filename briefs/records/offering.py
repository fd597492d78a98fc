"""Offerings: what is sold, to whom, when, and what became of it."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from briefs.records.entries import Entry, Event, MaybeEntry
from briefs.records.fields import Name, Record, Slug, Text, YesNo
from briefs.records.party import Parties


class Listing(Record):
    """Where and how the shares are, or will be, listed."""

    board: Literal["main-board", "gem", "star", "chinext", "nasdaq", "unlisted"]
    instrument: Literal["h-shares", "a-shares", "shares"] = "shares"
    chapter: Literal["18C", "18A", "8", "8A", "not stated"] = "not stated"
    fixed_price: YesNo = False
    source: Slug | None = None
    at: Name | None = None


class Timetable(Record):
    """The dates of an offering, in the order in which they come."""

    filed: Event | None = None
    hearing: Event | None = None
    offer_opens: Event | None = None
    offer_closes: Event | None = None
    pricing: Event | None = None
    results: Event | None = None
    listing: Event | None = None
    stabilisation_ends: Event | None = None


class Use(Record):
    """One use of the proceeds, and its share of the net proceeds."""

    id: Slug
    purpose: Text
    detail: Text | None = None
    share: Entry
    amount: MaybeEntry | None = None


class Tranches(Record):
    """The shares on offer and how they are split.

    `total`, `public` and `international` are as first offered; `final` and `public_final` are
    as issued, after options and reallocation.
    """

    total: MaybeEntry | None = None
    final: MaybeEntry | None = None
    public_final: MaybeEntry | None = None
    public: MaybeEntry | None = None
    international: MaybeEntry | None = None
    over_allotment: MaybeEntry | None = None
    size_adjustment: MaybeEntry | None = None


class Offer(Record):
    """The terms of an offering."""

    price: MaybeEntry | None = None
    price_low: MaybeEntry | None = None
    price_high: MaybeEntry | None = None
    board_lot: MaybeEntry | None = None
    entry_fee: MaybeEntry | None = None
    shares: Tranches = Tranches()
    mechanism: Literal["A", "B", "not stated"] = "not stated"
    shares_in_issue: MaybeEntry | None = None
    share_of_issue: MaybeEntry | None = None
    gross_proceeds: MaybeEntry | None = None
    net_proceeds: MaybeEntry | None = None
    market_cap: MaybeEntry | None = None
    uses: Annotated[tuple[Use, ...], Field(strict=False)] = ()
    uses_complete: YesNo = False


class Demand(Record):
    """How the offering was received."""

    public: MaybeEntry | None = None
    public_over: MaybeEntry | None = None
    international: MaybeEntry | None = None
    applicants: MaybeEntry | None = None
    applicants_claim: Text | None = None


class Cornerstones(Record):
    """The cornerstone investors of an offering."""

    count: MaybeEntry
    amount: MaybeEntry
    share: MaybeEntry
    named: Parties = ()
    named_complete: YesNo = False
    source: Slug | None = None
    at: Name


class Debut(Record):
    """Prices since the first day of trading, and the gains that the source states for them."""

    open: MaybeEntry | None = None
    high: MaybeEntry | None = None
    low: MaybeEntry | None = None
    close: MaybeEntry | None = None
    high_five_sessions: MaybeEntry | None = None
    later: MaybeEntry | None = None
    gain_open: MaybeEntry | None = None
    gain_high: MaybeEntry | None = None
    gain_close: MaybeEntry | None = None
    market_cap_high: MaybeEntry | None = None
    market_cap_close: MaybeEntry | None = None
    profit_per_lot: MaybeEntry | None = None
