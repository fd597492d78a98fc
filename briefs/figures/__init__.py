"""Figures: exact values with unit, period, qualifier, basis and origin."""

from briefs.figures.figure import Derived, Figure, Qualifier, Standing, Stated, Written, plainly
from briefs.figures.period import (
    NOT_STATED,
    OFFERING,
    Period,
    PeriodKind,
    instant,
    month,
    parse_period,
)
from briefs.figures.unit import MONEY, SCALES, Unit

__all__ = [
    "MONEY",
    "NOT_STATED",
    "OFFERING",
    "SCALES",
    "Derived",
    "Figure",
    "Period",
    "PeriodKind",
    "Qualifier",
    "Standing",
    "Stated",
    "Unit",
    "Written",
    "instant",
    "month",
    "parse_period",
    "plainly",
]
