"""Units: what a figure counts."""

from __future__ import annotations

from decimal import Decimal
from enum import StrEnum


class Unit(StrEnum):
    """What a figure counts; the three-letter ones are ISO 4217 currencies.

    MONEY is an amount whose currency its source leaves out.
    """

    CNY = "CNY"
    HKD = "HKD"
    USD = "USD"
    MONEY = "money"
    PERCENT = "percent"
    CHANGE = "percent change"
    TIMES = "times"
    INDEX = "index"
    SHARES = "shares"
    CHIPS = "chips"
    PEOPLE = "people"
    INVESTORS = "investors"
    COMPANIES = "companies"
    ROUNDS = "rounds"
    GENERATIONS = "generations"
    RANK = "rank"
    TOP = "top"
    TOPS = "TOPS"
    NANOMETRES = "nm"

    @property
    def is_money(self) -> bool:
        """Whether the unit is an amount of money."""
        return self in MONEY


MONEY = frozenset({Unit.CNY, Unit.HKD, Unit.USD, Unit.MONEY})

#: Scale words as the sources write them, by the factor they stand for. Typed, never translated.
SCALES: dict[str, Decimal] = {
    "": Decimal(1),
    "%": Decimal(1),
    "thousand": Decimal(10) ** 3,
    "million": Decimal(10) ** 6,
    "billion": Decimal(10) ** 9,
    "千": Decimal(10) ** 3,
    "万": Decimal(10) ** 4,
    "萬": Decimal(10) ** 4,
    "百万": Decimal(10) ** 6,
    "百萬": Decimal(10) ** 6,
    "亿": Decimal(10) ** 8,
    "億": Decimal(10) ** 8,
}
