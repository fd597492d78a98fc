"""Typed: what somebody typed in a cell, as the text that a record would hold.

Cells are texts, and stay texts when one types in them. But what is pasted, or typed in a cell
that lost its format, comes as a number, a date or a yes: it is taken where only one text can be
meant, and otherwise refused.
"""

from __future__ import annotations

import re
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from briefs.workbooks.layout import Takes

_AS_TEXT = "format the cell as text, and write it as the source does"
_FORMAT = re.compile(r"(#,##)?0(?:\.(0+))?(%)?")

#: How many digits of a number a spreadsheet keeps.
_DIGITS = 15
_TOO_LARGE = Decimal(10) ** _DIGITS


class UnclearError(ValueError):
    """A cell holds what could stand for several texts, or for none."""

    def __init__(self, message: str, mend: str = _AS_TEXT) -> None:
        self.mend = mend
        super().__init__(message)


def text_of(value: Any, takes: Takes, form: str) -> str | None:  # noqa: ANN401 - as openpyxl gives it
    """Give the text of a cell by what it holds, what it takes and its number format."""
    match value:
        case None | "":
            return None
        case str():
            return value.replace("\r\n", "\n").replace("_x000D_\n", "\n")
        case bool():
            return _answer(value, takes)
        case int() | float():
            return _number(value, takes, form)
        case date():
            return _day(value, takes, form)
    raise UnclearError(f"this is {type(value).__name__}, not text")


def _answer(value: bool, takes: Takes) -> str:  # noqa: FBT001 - it is the cell's value
    if takes not in (Takes.YES_NO, Takes.WORD):
        raise UnclearError(f"{value} is a logical value, where {takes} must stand")
    return "yes" if value else "no"


def _day(value: date, takes: Takes, form: str) -> str:
    if takes not in (Takes.DAY, Takes.PERIOD, Takes.WORD):
        raise UnclearError(f"{value} is a date, where {takes} must stand")
    if isinstance(value, datetime) and value.time() != datetime.min.time():
        raise UnclearError(f"{value} is a date with a time of day", "write the day alone, as text")
    if takes is Takes.PERIOD and "d" not in form.lower():
        return f"{value:%Y-%m}"
    return f"{value:%Y-%m-%d}"


def _number(value: float, takes: Takes, form: str) -> str:
    if takes is not Takes.FIGURE:
        raise UnclearError(f"{value!r} is a number; as one, a code loses its zeros")
    written = Decimal(repr(value))
    digits = len(written.normalize().as_tuple().digits)
    if digits > _DIGITS or abs(written) >= _TOO_LARGE:
        raise UnclearError(f"{value!r} is a number with more digits than a spreadsheet keeps")
    if form in ("General", "@"):
        whole = written.to_integral_value()
        return f"{whole if whole == written else written:f}"
    known = _FORMAT.fullmatch(form)
    if not known:
        raise UnclearError(f"{value!r} is a number shown in the format {form!r}")
    group, decimals, percent = known.groups()
    held = written * 100 if percent else written
    shown = held.quantize(Decimal(1).scaleb(-len(decimals or "")))
    if shown != held:
        raise UnclearError(f"the cell shows {shown}, and holds {held.normalize():f}")
    return f"{shown:{',' if group else ''}f}{percent or ''}"
