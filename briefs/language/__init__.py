"""Language: the words of each language, and the forms of its numbers, dates and sentences."""

from briefs.language.amounts import Cell, amount, cell, cell_decimals, longest_fraction, table_unit
from briefs.language.dates import DayStyle, PeriodStyle, chart_period, day, period
from briefs.language.loading import load_wordings
from briefs.language.numbers import plain_number
from briefs.language.prose import (
    Missing,
    absent,
    clauses,
    full_width,
    join,
    labelled,
    quote,
    with_aside,
)
from briefs.language.setting import SETTINGS, Setting, parse_setting, settings
from briefs.language.wording import Wording, WordingError

__all__ = [
    "SETTINGS",
    "Cell",
    "DayStyle",
    "Missing",
    "PeriodStyle",
    "Setting",
    "Wording",
    "WordingError",
    "absent",
    "amount",
    "cell",
    "cell_decimals",
    "chart_period",
    "clauses",
    "day",
    "full_width",
    "join",
    "labelled",
    "load_wordings",
    "longest_fraction",
    "parse_setting",
    "period",
    "plain_number",
    "quote",
    "settings",
    "table_unit",
    "with_aside",
]
