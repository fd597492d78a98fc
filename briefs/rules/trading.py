"""Trading: the steps of prices, the days of an exchange, and currencies held to each other."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Annotated, Literal

from pydantic import Field

from briefs.figures import Unit
from briefs.figures.interval import Interval
from briefs.records.fields import AnyUnit, Record
from briefs.rules.codes import Mic
from briefs.rules.row import Number, Row, in_force

WEEK = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
Weekday = Literal["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"]


class Tick(Row):
    """The smallest step of a price within a band of prices."""

    mic: Mic
    above: Number
    up_to: Number
    tick: Number

    def spans(self, price: Decimal) -> bool:
        """Whether the price lies in the band or on its edge."""
        return self.above.value <= price <= self.up_to.value


class Ticks(Record):
    """All steps of prices."""

    bands: Annotated[tuple[Tick, ...], Field(strict=False)]

    def of(self, price: Decimal, *, mic: str, day: date) -> tuple[Tick, ...]:
        """Give the bands that a price on a day lies in; two on the edge between them."""
        mine = (row for row in self.bands if row.mic == mic)
        return tuple(row for row in in_force(mine, day) if row.spans(price))


class Shut(Row):
    """The days of the week on which a country's exchanges are shut."""

    country: Literal["HK"]
    weekdays: Annotated[tuple[Weekday, ...], Field(strict=False)]


class Calendar(Record):
    """When exchanges are shut; holidays are not known."""

    shut: Annotated[tuple[Shut, ...], Field(strict=False)]

    def shut_on(self, day: date, *, country: str) -> Shut | None:
        """Give the row by which a country's exchanges are shut on a day."""
        rows = (row for row in in_force(self.shut, day) if row.country == country)
        return next((row for row in rows if WEEK[day.weekday()] in row.weekdays), None)


class Band(Row):
    """Between which rates one unit of a currency is held in another."""

    one: AnyUnit
    other: AnyUnit
    low: Number
    high: Number


class Currencies(Record):
    """All currencies that are held to another."""

    bands: Annotated[tuple[Band, ...], Field(strict=False)]

    def rate(self, one: Unit, other: Unit, day: date) -> tuple[Interval, Band] | None:
        """Give the rates that one currency may have in another on a day, and the row."""
        for row in in_force(self.bands, day):
            rates = Interval(row.low.value, row.high.value)
            if (row.one, row.other) == (one, other):
                return rates, row
            if (row.other, row.one) == (one, other):
                return Interval(1 / rates.high, 1 / rates.low), row
        return None
