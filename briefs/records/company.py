"""The company record: everything that a brief may say of one company."""

from __future__ import annotations

from datetime import date
from enum import StrEnum
from typing import Annotated

from pydantic import Field, StringConstraints, model_validator

from briefs.records.assertions import Passage
from briefs.records.business import (
    Concentration,
    Financials,
    Funding,
    Line,
    Manager,
    People,
    Plan,
    Product,
)
from briefs.records.entries import DayOrInferred, Event, InferredDay, MaybeEntry, NotDisclosed
from briefs.records.fields import Day, Name, Record, Slug, Text, When, YesNo, wrong
from briefs.records.market import Band, Claim, Market, Position, Rate, Share
from briefs.records.offering import Cornerstones, Debut, Demand, Listing, Offer, Timetable
from briefs.records.party import Parties, Party

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
