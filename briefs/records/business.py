"""The business: figures, lines, products, people and money of a company."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from briefs.records.assertions import Passage
from briefs.records.entries import Entry, MaybeEntry, MaybeSeries, Series
from briefs.records.fields import Name, Record, Slug, Text, When
from briefs.records.party import Parties


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


class Plan(Record):
    """Something the company means to do, or tried before."""

    what: Passage
    when: When | None = None
    source: Slug | None = None
    at: Name
    by: Slug | None = None
