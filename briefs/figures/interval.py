"""Intervals: what a written number stands for, and exact arithmetic on that.

The digits an author wrote say how precise a number is. A number whose last digit is worth u
stands for [x - u/2, x + u): the upper end is a whole unit because the Chinese press often
truncates (2347 for 2347.53). Digits are cut off towards zero, so that below zero it is the lower
end that lies a whole unit away.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from briefs.figures.figure import Derived, Figure, Qualifier, Stated

INFINITE = Decimal("Infinity")


@dataclass(frozen=True, slots=True)
class Interval:
    """All values between two ends, the lower within, the upper within unless `open_above`."""

    low: Decimal
    high: Decimal
    open_above: bool = False

    def meets(self, other: Interval) -> bool:
        """Whether the two have a value in common."""
        low, high = max(self.low, other.low), min(self.high, other.high)
        if low < high:
            return True
        return low == high and not (
            (self.open_above and high == self.high) or (other.open_above and high == other.high)
        )

    def __add__(self, other: Interval) -> Interval:
        return Interval(self.low + other.low, self.high + other.high, self._opens(other))

    def __sub__(self, other: Interval) -> Interval:
        return Interval(self.low - other.high, self.high - other.low, self.open_above)

    def __mul__(self, other: Interval) -> Interval:
        if self.low >= 0 and other.low >= 0:
            return Interval(self.low * other.low, self.high * other.high, self._opens(other))
        ends = _products(self, other)
        return Interval(min(ends), max(ends), self._opens(other))

    def __truediv__(self, other: Interval) -> Interval:
        if other.low <= 0 <= other.high:
            message = "an interval that holds zero divides nothing"
            raise ZeroDivisionError(message)
        if self.low >= 0 and other.low > 0:
            return Interval(self.low / other.high, self.high / other.low, self.open_above)
        return self * Interval(1 / other.high, 1 / other.low)

    def _opens(self, other: Interval) -> bool:
        return self.open_above or other.open_above


def _products(one: Interval, other: Interval) -> tuple[Decimal, ...]:
    return tuple(a * b for a in (one.low, one.high) for b in (other.low, other.high))


def exact(value: Decimal | int) -> Interval:
    """Make the interval of one exact value."""
    number = Decimal(value)
    return Interval(number, number)


def written(figure: Figure) -> Interval:
    """Give the interval that a figure's written digits and qualifier stand for.

    A derived figure stands for its computed value alone.
    """
    if isinstance(figure.origin, Derived):
        return exact(figure.value)
    unit = figure.origin.written.last_place
    value = figure.value
    match figure.qualifier:
        case Qualifier.EXACT:
            return printed(value, unit)
        case Qualifier.ABOUT:
            return Interval(value - unit, value + unit)
        case Qualifier.NEARLY:
            return Interval(value - unit, value, open_above=True)
        case Qualifier.BELOW:
            return Interval(-INFINITE, value, open_above=True)
        case Qualifier.OVER | Qualifier.AT_LEAST:
            return Interval(value, INFINITE)


def printed(value: Decimal, unit: Decimal) -> Interval:
    """Give the interval of digits printed without a qualifier."""
    if value < 0:
        return Interval(value - unit, value + unit / 2)
    return Interval(value - unit / 2, value + unit, open_above=True)


def as_point(figure: Figure) -> Interval:
    """Give the interval of a figure's digits as if it had no qualifier.

    For bounds that are points in disguise: "over 112.55%" has too many digits for a bound.
    """
    if isinstance(figure.origin, Stated):
        return printed(figure.value, figure.origin.written.last_place)
    return exact(figure.value)
