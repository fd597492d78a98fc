"""Dates: days, months and periods as each language writes them."""

from __future__ import annotations

from datetime import date
from enum import Enum
from typing import Protocol

from briefs.figures import Period, PeriodKind
from briefs.language.wording import Wording


class DayStyle(Enum):
    """How long a day is written."""

    LONG = "long"
    SHORT = "short"
    DAY_MONTH = "day_month"


class PeriodStyle(Enum):
    """Where a period stands: a label, a sentence or note, the axis of a chart."""

    SHORT = "short"
    LONG = "long"
    AXIS = "axis"


class _Forms(Protocol):
    @property
    def short(self) -> str: ...
    @property
    def long(self) -> str: ...
    @property
    def axis(self) -> str: ...


def day(moment: date, wording: Wording, style: DayStyle = DayStyle.LONG) -> str:
    """Write a day: 30 January 2026, 30 Jan 2026, or 30 Jan."""
    dates = wording.forms.dates
    patterns = {
        DayStyle.LONG: dates.long,
        DayStyle.SHORT: dates.short,
        DayStyle.DAY_MONTH: dates.day_month,
    }
    return patterns[style].format(**_parts(moment, wording))


def period(
    time: Period,
    wording: Wording,
    style: PeriodStyle = PeriodStyle.SHORT,
    *,
    forecast: bool = False,
) -> str:
    """Write a period, marked where it is a forecast."""
    forms = wording.forms.periods
    if forecast and time.kind is PeriodKind.YEAR:
        return _dated(forms.forecast_year, time, wording, style)
    text = _period(time, wording, style)
    return _styled(forms.forecast, style).format(period=text) if forecast else text


def chart_period(time: Period, wording: Wording, *, forecast: bool = False) -> str:
    """Write a period as short as the axis of a chart allows."""
    return period(time, wording, PeriodStyle.AXIS, forecast=forecast)


def _period(time: Period, wording: Wording, style: PeriodStyle) -> str:
    forms = wording.forms.periods
    match time.kind:
        case PeriodKind.OFFERING:
            return _styled(forms.offering, style)
        case PeriodKind.NOT_STATED:
            return _styled(forms.not_stated, style)
        case PeriodKind.SPAN:
            return _span(time, wording, style)
    return _dated(_forms_of(time, wording), time, wording, style)


def _forms_of(time: Period, wording: Wording) -> _Forms:
    forms = wording.forms.periods
    match time.kind:
        case PeriodKind.HALF:
            return forms.halves[time.number - 1]
        case PeriodKind.NINE_MONTHS:
            return forms.nine_months
        case PeriodKind.QUARTER:
            return forms.quarters[time.number - 1]
        case PeriodKind.MONTH:
            return forms.month
        case PeriodKind.INSTANT:
            return forms.day
    return forms.year


def _span(time: Period, wording: Wording, style: PeriodStyle) -> str:
    if time.first is None or time.last is None:
        message = f"{time!r} is a span without its ends"
        raise ValueError(message)
    # "Year ended … to six months ended …" is no English: a long span keeps the short names.
    inner = PeriodStyle.SHORT if style is PeriodStyle.LONG else style
    return _styled(wording.forms.periods.span, style).format(
        first=_period(time.first, wording, inner), last=_period(time.last, wording, inner)
    )


def _dated(forms: _Forms, time: Period, wording: Wording, style: PeriodStyle) -> str:
    if time.end is None:
        message = f"{time!r} has no last day"
        raise ValueError(message)
    parts = _parts(time.end, wording)
    whole = {
        "date": day(time.end, wording, DayStyle.LONG),
        "date_short": day(time.end, wording, DayStyle.SHORT),
    }
    return _styled(forms, style).format(**parts, **whole)


def _styled(forms: _Forms, style: PeriodStyle) -> str:
    return {
        PeriodStyle.SHORT: forms.short,
        PeriodStyle.LONG: forms.long,
        PeriodStyle.AXIS: forms.axis,
    }[style]


def _parts(moment: date, wording: Wording) -> dict[str, str]:
    dates = wording.forms.dates
    return {
        "year": str(moment.year),
        "month": str(moment.month),
        "month_name": dates.months[moment.month - 1],
        "month_short": dates.months_short[moment.month - 1],
        "day": str(moment.day),
    }
