"""Fees: what an application for one lot of shares costs in Hong Kong, by day."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from decimal import ROUND_HALF_UP, Decimal
from typing import Annotated

from pydantic import Field

from briefs.records.fields import Day, Record, Slug, YesNo
from briefs.rules.row import Number, Row, in_force


class Component(Row):
    """One fee: a percentage of the value of the lot."""

    id: Slug
    rate: Number
    in_entry_fee: YesNo


class Fees(Record):
    """All fees, each rounded by itself; before `complete_from` some are missing."""

    rounded_to: Number
    complete_from: Day
    components: Annotated[tuple[Component, ...], Field(strict=False, min_length=1)]

    def charged(self, day: date) -> tuple[Component, ...]:
        """Give the components of the entry fee on a day; none where they are not all known."""
        if day < self.complete_from:
            return ()
        return tuple(row for row in in_force(self.components, day) if row.in_entry_fee)

    def entry_fee(self, value: Decimal, day: date) -> Decimal | None:
        """Give what a lot of this value costs, each component rounded to the cent by itself."""
        charged = self.charged(day)
        if not charged:
            return None
        return value + sum((self._fee(value, row) for row in charged), Decimal(0))

    def schedules(self) -> Iterator[tuple[date, date | None]]:
        """Give the first and last day of every schedule of rates, the latest first."""
        mine = [row for row in self.components if row.in_entry_fee]
        days = {row.first for row in mine if row.first}
        days |= {row.last + timedelta(1) for row in mine if row.last}
        starts = sorted({day for day in days if day > self.complete_from} | {self.complete_from})
        ends = [*(day - timedelta(1) for day in starts[1:]), None]
        yield from reversed(list(zip(starts, ends, strict=True)))

    def _fee(self, value: Decimal, row: Component) -> Decimal:
        fee = value * row.rate.value / 100
        return fee.quantize(self.rounded_to.value, rounding=ROUND_HALF_UP)
