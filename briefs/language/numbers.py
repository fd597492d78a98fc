"""Numbers: exact digits in a language's signs, never more and never fewer than were written."""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal

from briefs.language.shape import Numbers
from briefs.language.wording import Wording

ONE = Decimal(1)


def places(step: Decimal, factor: Decimal = ONE) -> int:
    """Count the decimals that show a step, and nothing finer, in units of a factor."""
    exponent = (step / factor).normalize().as_tuple().exponent
    return max(0, -int(exponent))


def unsigned(value: Decimal, decimals: int, signs: Numbers) -> str:
    """Write a value's digits without its sign, grouped by thousands in every language of ours."""
    return f"{abs(value):,.{decimals}f}".translate({ord(","): signs.group, ord("."): signs.decimal})


def sign(value: Decimal, signs: Numbers, *, always: bool = False) -> str:
    """Give the sign of a value as shown: none for zero, and plus only where it always shows."""
    if value < 0:
        return signs.minus
    return signs.plus if always and value > 0 else ""


def plain_number(value: Decimal, step: Decimal, wording: Wording) -> str:
    """Write a bare number, rounded half away from zero to a step, as axes and notes show it."""
    shown = (value / step).quantize(ONE, rounding=ROUND_HALF_UP) * step
    signs = wording.forms.numbers
    return sign(shown, signs) + unsigned(shown, places(step), signs)
