"""Numbers: what a figure's words are worth, for people who calculate with them in the sheet."""

from __future__ import annotations

from decimal import Decimal

from pydantic import TypeAdapter, ValidationError

from briefs.figures import SCALES, Written
from briefs.records.fields import WrittenNumber

_WRITTEN: TypeAdapter[Written] = TypeAdapter(WrittenNumber)

# A later word that is found overrules an earlier one: 百万 holds 万.
_WORDS = sorted(filter(None, SCALES), key=len)
_NAMES = ",".join(f'"{word}"' for word in _WORDS)
_WORTHS = ",".join(str(SCALES[word]) for word in _WORDS)

#: Greater than any place in a cell.
_BEYOND = 32768

_MOST_DECIMALS = 6


def value(text: str | None) -> Decimal | None:
    """Give the exact number that a cell's words stand for, in base units; a gap has none."""
    try:
        return _WRITTEN.validate_python(text or "").value
    except ValidationError:
        return None


def formula(cell: str) -> str:
    """Give the formula that works out the number of a cell, and follows its changes.

    LOOKUP gives the last of the scale words that SEARCH finds; the digits stand before it.
    """
    found = f"SEARCH({{{_NAMES}}},{cell})"
    digits = f"LEFT({cell},IFERROR(LOOKUP({_BEYOND},{found}),LEN({cell})+1)-1)"
    worth = f"IFERROR(LOOKUP({_BEYOND},{found},{{{_WORTHS}}}),1)"
    number = f'_xlfn.NUMBERVALUE({digits},".",",")*{worth}'
    return f'=IFERROR(IF({cell}="","",{number}),"")'


def form(worth: Decimal | None) -> str:
    """Give the number format that shows a number with its own decimals."""
    decimals = -int(worth.normalize().as_tuple().exponent) if worth else 0
    return "#,##0" + (f".{'0' * min(decimals, _MOST_DECIMALS)}" if decimals > 0 else "")
