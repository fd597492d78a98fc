"""The company record: everything that a brief may say of one company."""

from __future__ import annotations

from datetime import date
from enum import StrEnum
from typing import Annotated, Literal

from pydantic import Field, StringConstraints, model_validator

from briefs.records.assertions import Passage
from briefs.records.entries import (
    AsStated,
    DayOrInferred,
    Entry,
    Event,
    InferredDay,
    MaybeEntry,
    MaybeSeries,
    NotDisclosed,
    Series,
)
from briefs.records.fields import (
    AnyUnit,
    Day,
    Name,
    Record,
    Slug,
    Text,
    When,
    WrittenNumber,
    YesNo,
    wrong,
)

Ticker = Annotated[str, StringConstraints(pattern=r"^[A-Z0-9.]{1,12}$")]
Mic = Annotated[str, StringConstraints(pattern=r"^[A-Z0-9]{4}$")]


class Kind(StrEnum):
    """A kind of brief that a company's record may ask for."""

    ONE_PAGER = "one-pager"


class Stage(StrEnum):
    """How far an offering has come."""

    FILED = "filed"
    HEARING_PASSED = "hearing passed"
    OFFER_OPEN = "offer open"
    PRICED = "priced"
    ALLOTTED = "allotted"
    LISTED = "listed"
    UNLISTED = "unlisted"


class Names(Record):
    """A company's names in every language."""

    short: Text
    legal: Text | None = None
    source: Slug | None = None
    at: Name | None = None


class Identifiers(Record):
    """Outside identifiers of a company and its shares."""

    ticker: Ticker | None = None
    mic: Mic | None = None
    short_name: Name | None = None
    isin: Name | None = None
    lei: Name | None = None
    uscc: Name | None = None
    figi: Name | None = None
    cusip: Name | None = None
    sedol: Name | None = None
    gics: Name | None = None
    hsics: Name | None = None
    source: Slug | None = None
    at: Name | None = None


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


class Party(Record):
    """A person or company named in a role, with its names in every language."""

    name: Text
    role: Text | None = None
    source: Slug | None = None
    at: Name | None = None
    by: Slug | None = None


Parties = Annotated[tuple[Party, ...], Field(strict=False)]


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


class Financials(Record):
    """Measures over periods.

    `revenue_change` is growth that a source states: over a year for a single period, a year for
    a span of years. `non_operating` is what a loss holds beside the operating one.
    """

    revenue: MaybeSeries | None = None
    revenue_change: MaybeSeries | None = None
    gross_margin: MaybeSeries | None = None
    gross_profit: MaybeSeries | None = None
    loss: MaybeSeries | None = None
    adjusted_loss: MaybeSeries | None = None
    rd_expense: MaybeSeries | None = None
    rd_share_of_opex: MaybeSeries | None = None
    opex: MaybeSeries | None = None
    non_operating: MaybeSeries | None = None
    rd_staff_cost: MaybeSeries | None = None
    cumulative_loss: MaybeEntry | None = None
    order_backlog: MaybeEntry | None = None
    registered_capital: MaybeEntry | None = None
    par_value: MaybeEntry | None = None
    shares_issued: MaybeEntry | None = None


class Concentration(Record):
    """How much of the business hangs on the five largest customers and suppliers."""

    customers: MaybeSeries | None = None
    suppliers: MaybeSeries | None = None
    largest_customer: MaybeSeries | None = None
    largest_supplier: MaybeSeries | None = None
    customer_kinds: Text | None = None
    main_customers: Parties = ()


class Line(Record):
    """A line of business: its share of revenue, and its growth and what that counts."""

    id: Slug
    name: Text
    share: Series | None = None
    growth: Series | None = None
    growth_of: Literal["revenue", "units", "not stated"] = "not stated"
    launched: When | None = None


class Product(Record):
    """A product with its status, its unit sales and what is claimed of it."""

    name: Name
    status: Literal["on sale", "developed", "planned"]
    since: When | None = None
    what: Text
    units: Series | None = None
    node: Entry | None = None
    peak: Entry | None = None
    source: Slug | None = None
    at: Name


class People(Record):
    """Staff figures."""

    rd_staff: MaybeEntry | None = None
    rd_share: MaybeEntry | None = None
    rd_masters: MaybeEntry | None = None
    rd_veterans: MaybeEntry | None = None
    rd_veterans_share: MaybeEntry | None = None
    staff: MaybeEntry | None = None


class Manager(Record):
    """A founder or manager, and what the source says of them."""

    name: Text
    role: Text
    background: Text
    source: Slug | None = None
    at: Name


class Holder(Record):
    """A stake in the company before the offering."""

    id: Slug
    name: Text
    stake: MaybeEntry | None = None
    held: Literal["direct", "deemed", "not stated"] = "not stated"


class Funding(Record):
    """Money raised before the offering."""

    rounds: MaybeEntry | None = None
    raised: MaybeEntry | None = None
    valuation: MaybeEntry | None = None
    holders: Annotated[tuple[Holder, ...], Field(strict=False)] = ()
    backers: Parties = ()


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


class Plan(Record):
    """Something the company means to do, or tried before."""

    what: Passage
    when: When | None = None
    source: Slug | None = None
    at: Name
    by: Slug | None = None


class Narrative(Record):
    """What the brief says in words, ours, in every language."""

    headline: Passage
    business: Passage
    strengths: Annotated[tuple[Passage, ...], Field(strict=False, min_length=1, max_length=6)]
    risks: Annotated[tuple[Passage, ...], Field(strict=False, min_length=1, max_length=6)]


class Acknowledgement(Record):
    """A contradiction in the sources that somebody reviewed, so that the brief may print it."""

    check: Name
    figures: Annotated[tuple[Name, ...], Field(strict=False, min_length=1)]
    reason: Text
    reviewed_by: Name
    reviewed_on: Day


class Company(Record):
    """One company's record."""

    id: Slug
    source: Slug
    as_of: DayOrInferred
    briefs: Annotated[tuple[Annotated[Kind, Field(strict=False)], ...], Field(strict=False)] = ()
    names: Names
    industry: Text
    line: Text
    declared_names: Annotated[tuple[Name, ...], Field(strict=False)] = ()
    identifiers: Identifiers = Identifiers()
    listing: Listing
    founded: Event | None = None
    founded_month: When | None = None
    timetable: Timetable = Timetable()
    offer: Offer = Offer()
    demand: Demand = Demand()
    cornerstones: Cornerstones | None = None
    debut: Debut = Debut()
    financials: Financials = Financials()
    concentration: Concentration = Concentration()
    lines: Annotated[tuple[Line, ...], Field(strict=False)] = ()
    lines_complete: YesNo = False
    unit_price: Band | None = None
    shipments: MaybeEntry | None = None
    generations: MaybeEntry | None = None
    products: Annotated[tuple[Product, ...], Field(strict=False)] = ()
    people: People = People()
    management: Annotated[tuple[Manager, ...], Field(strict=False)] = ()
    funding: Funding = Funding()
    sponsors: Parties | NotDisclosed = ()
    auditor: Party | NotDisclosed | None = None
    lock_up: MaybeEntry | None = None
    positions: Annotated[tuple[Position, ...], Field(strict=False)] = ()
    shares: Annotated[tuple[Share, ...], Field(strict=False)] = ()
    markets: Annotated[tuple[Market, ...], Field(strict=False)] = ()
    rates: Annotated[tuple[Rate, ...], Field(strict=False)] = ()
    claims: Annotated[tuple[Claim, ...], Field(strict=False)] = ()
    plans: Annotated[tuple[Plan, ...], Field(strict=False)] = ()
    peers: Annotated[tuple[Slug, ...], Field(strict=False)] = ()
    narrative: Narrative | None = None
    notes: dict[Slug, Text] = Field(default_factory=dict)
    acknowledged: Annotated[tuple[Acknowledgement, ...], Field(strict=False)] = ()

    @model_validator(mode="after")
    def _complete_for_its_briefs(self) -> Company:
        if Kind.ONE_PAGER not in self.briefs:
            return self
        missing = [name for name, value in self._needed() if value is None]
        if missing:
            raise wrong(
                "missing",
                f"{', '.join(missing)} missing, which a one-pager prints",
                "write the figure, or not_disclosed: with the id of a note",
            )
        return self

    def _needed(self) -> list[tuple[str, object]]:
        needed: list[tuple[str, object]] = [("narrative", self.narrative)]
        offer, financials = self.offer, self.financials
        needed.extend(
            (f"offer.{name}", getattr(offer, name))
            for name in ("price", "board_lot", "entry_fee", "gross_proceeds", "net_proceeds")
        )
        needed.extend(
            (f"financials.{name}", getattr(financials, name))
            for name in ("revenue", "gross_margin", "loss", "rd_expense")
        )
        needed.append(("cornerstones", self.cornerstones))
        needed.append(("concentration.customers", self.concentration.customers))
        needed.append(("concentration.suppliers", self.concentration.suppliers))
        needed.append(("timetable.listing", self.timetable.listing))
        return needed

    @property
    def day(self) -> date | None:
        """The day at which the record stands; none where its sources give no date."""
        if isinstance(self.as_of, InferredDay):
            return self.as_of.inferred
        return self.as_of if isinstance(self.as_of, date) else None


_STAGES = (
    ("listing", Stage.LISTED),
    ("results", Stage.ALLOTTED),
    ("pricing", Stage.PRICED),
    ("offer_opens", Stage.OFFER_OPEN),
    ("hearing", Stage.HEARING_PASSED),
)


def stage(company: Company) -> Stage:
    """Derive how far the offering had come on the day at which the record stands.

    The clock plays no part: a record tells what its sources knew. Shares that have a code, in a
    record that knows of no offering, have been listed for long.
    """
    if company.listing.board == "unlisted":
        return Stage.UNLISTED
    if company.identifiers.ticker and (company.timetable, company.offer) == (Timetable(), Offer()):
        return Stage.LISTED
    for name, reached in _STAGES:
        event: Event | None = getattr(company.timetable, name)
        if event and event.day and company.day and event.day <= company.day:
            return reached
    return Stage.FILED
