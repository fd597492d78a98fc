"""Figures: an exact value with its unit, period, qualifier, basis and origin."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from decimal import ROUND_HALF_UP, Decimal
from enum import StrEnum

from briefs.faults import Place
from briefs.figures.period import Period
from briefs.figures.unit import SCALES, Unit

ONE = Decimal(1)


class Qualifier(StrEnum):
    """How the written digits bound the value."""

    EXACT = "exact"
    OVER = "over"
    AT_LEAST = "at least"
    NEARLY = "nearly"
    ABOUT = "about"
    BELOW = "below"


class Standing(StrEnum):
    """Whether a source states a figure's currency or date, we infer it, or neither."""

    STATED = "stated"
    INFERRED = "inferred"
    NOT_STATED = "not stated"


@dataclass(frozen=True, slots=True)
class Written:
    """A number exactly as a source writes it: its digits and its scale word.

    `value` is the number in base units, `last_place` the worth there of its last written digit.
    """

    digits: str
    scale: str = ""
    value: Decimal = field(init=False, repr=False, compare=False)
    last_place: Decimal = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        number, scale = Decimal(self.digits.replace(",", "")), SCALES[self.scale]
        object.__setattr__(self, "value", number * scale)
        place = scale.scaleb(int(number.as_tuple().exponent))
        object.__setattr__(self, "last_place", place.quantize(ONE) if place >= 1 else place)

    def __str__(self) -> str:
        gap = " " if self.scale.isalpha() and self.scale.isascii() else ""
        return f"{self.digits}{gap}{self.scale}"


@dataclass(frozen=True, slots=True)
class Stated:
    """The origin of a figure that a source states: which source, and where in it.

    `written` is the number as the source prints it; `by` names who is claimed to say it,
    where that is not the source itself; `place` is where the record holds the figure.
    """

    source: str
    at: str
    written: Written
    place: Place
    by: str = ""


@dataclass(frozen=True, slots=True)
class Derived:
    """The origin of a figure that we compute: the formula in words, and what went into it.

    `step` is the worth of the last digit worth showing, in base units: 0.1 for a percentage
    shown with one decimal. The value itself stays exact; it is rounded once, when shown.
    """

    formula: str
    inputs: tuple[Figure, ...]
    step: Decimal

    @property
    def names(self) -> str:
        """The paths of the inputs, for a sentence."""
        *others, last = [figure.path for figure in self.inputs]
        return f"{', '.join(others)} and {last}" if others else last


@dataclass(frozen=True, slots=True)
class Figure:
    """One number that a brief may print, with all that is needed to defend it.

    `value` is in base units (yuan, not millions of yuan; a percentage is 87.2, not 0.872).
    `path` names the figure inside its record; `subject` is the record's id. `notes` are the
    ids of the record's notes that a page printing the figure must print too.
    """

    subject: str
    path: str
    value: Decimal
    unit: Unit
    period: Period
    origin: Stated | Derived
    qualifier: Qualifier = Qualifier.EXACT
    basis: str = ""
    currency: Standing = Standing.STATED
    dated: Standing = Standing.STATED
    forecast: bool = False
    notes: tuple[str, ...] = ()

    @property
    def id(self) -> str:
        """The name of the figure among all records: subject and path."""
        return f"{self.subject}:{self.path}"

    @property
    def series(self) -> str:
        """The series that the figure belongs to: its path before its period, or nothing."""
        series = self.path.removesuffix(self.period.label)
        return series[:-1] if series.endswith(".") else ""

    @property
    def step(self) -> Decimal:
        """The worth of the figure's last digit, in base units: as written, or as we choose."""
        if isinstance(self.origin, Stated):
            return self.origin.written.last_place
        return self.origin.step

    @property
    def shown(self) -> Decimal:
        """The value rounded, half away from zero, to the digits that a page shows."""
        steps = (self.value / self.step).quantize(ONE, rounding=ROUND_HALF_UP)
        return steps * self.step

    @property
    def place(self) -> Place:
        """Where the records hold the figure, or the first input of a derived one."""
        if isinstance(self.origin, Stated):
            return self.origin.place
        return self.origin.inputs[0].place

    @property
    def sources(self) -> tuple[str, ...]:
        """The ids of the sources the figure rests on, in order of first use."""
        if isinstance(self.origin, Stated):
            return (self.origin.source,)
        seen = dict.fromkeys(source for figure in self.origin.inputs for source in figure.sources)
        return tuple(seen)

    def __str__(self) -> str:
        """Say the figure for the person at the desk: as it is written, or as it is shown."""
        origin = self.origin
        number = str(origin.written) if isinstance(origin, Stated) else f"{self.shown:,f}"
        mark = _MARKS.get(self.unit, f" {self.unit}")
        words = number if number.endswith("%") else f"{number}{mark}"
        return words if self.qualifier is Qualifier.EXACT else f"{self.qualifier} {words}"

    def exactly(self) -> Figure:
        """Give the same figure without its qualifier, where the words around it carry that."""
        return replace(self, qualifier=Qualifier.EXACT)


#: What follows a number of some units instead of their name.
_MARKS = {
    Unit.PERCENT: "%",
    Unit.CHANGE: "%",
    Unit.TIMES: "×",
    Unit.MONEY: "",
    Unit.INDEX: "",
    Unit.RANK: "",
    Unit.TOP: "",
}


def plainly(value: Decimal) -> str:
    """Write a number out without an exponent, and without zeros at its end."""
    return f"{value.normalize():,f}"
