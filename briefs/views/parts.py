"""Parts: the frozen pieces that a page is made of, each value with the figure behind it.

A part holds finished text in every language of the page; templates and charts add nothing.
Words stand once for each language; a value stands once, in as many forms as the languages
need: 75.82% has one form, RMB473 million and 4.73亿元 are two.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, fields, is_dataclass
from decimal import Decimal
from enum import StrEnum
from functools import cache
from typing import Any

from briefs.figures import Figure


class AmountKind(StrEnum):
    """What stands behind digits on a page."""

    FIGURE = "figure"
    TIME = "time"
    NAME = "name"
    NUMBER = "number"


@dataclass(frozen=True, slots=True)
class Amount:
    """Digits on the page, and what stands behind them; a whole one never breaks across lines."""

    text: str
    kind: AmountKind = AmountKind.FIGURE
    figure: Figure | None = None
    whole: bool = True


@dataclass(frozen=True, slots=True)
class Foreign:
    """Words in another language than those around them, such as the title of a source."""

    text: str
    language: str


#: A piece of a phrase.
Piece = str | Amount | Foreign


def text_of(piece: Piece) -> str:
    """Give a piece as the characters that it prints."""
    return piece if isinstance(piece, str) else piece.text


@dataclass(frozen=True, slots=True)
class Phrase:
    """Words in one language: plain text, amounts and foreign words, in reading order.

    `notes` are the numbers of the data notes that hang on the phrase. A draft is text that a
    machine wrote and nobody has reviewed; the page shows it as such.
    """

    language: str
    parts: tuple[Piece, ...]
    notes: tuple[int, ...] = ()
    draft: bool = False

    def __str__(self) -> str:
        return "".join(map(text_of, self.parts))


#: One phrase for each language of the page.
Words = tuple[Phrase, ...]


class Tone(StrEnum):
    """How a value wants to be seen."""

    PLAIN = "plain"
    UP = "up"
    DOWN = "down"
    MISSING = "missing"


@dataclass(frozen=True, slots=True)
class Value:
    """A value that stands once on the page, in the forms that the page's languages need."""

    forms: tuple[Phrase, ...]
    tone: Tone = Tone.PLAIN
    notes: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Tile:
    """One key figure of the strip: its value, and what it is."""

    value: Value
    label: Words


@dataclass(frozen=True, slots=True)
class Term:
    """A label and its value, as a row of the sidebar or of a list."""

    label: Words
    value: Value
    detail: Words = ()


@dataclass(frozen=True, slots=True)
class Cell:
    """A table cell; `pad` counts the digits, and `point` the decimal point, that it lacks.

    With these a right-aligned column stands on the decimal point without printing digits that
    no source wrote. `sign` names the mark that a cell of coverage stands behind.
    """

    value: Value
    pad: int = 0
    point: bool = False
    hang: str = ""
    sign: str = ""


@dataclass(frozen=True, slots=True)
class Row:
    """A table row; a minor row explains the one above it, and a company's row has its role."""

    label: Words
    cells: tuple[Cell, ...]
    minor: bool = False
    role: str = ""


@dataclass(frozen=True, slots=True)
class Column:
    """A table column's heading; an interim period looks different from a full year.

    A company's column has its role, which picks its colour and marker.
    """

    label: Value
    interim: bool = False
    role: str = ""


@dataclass(frozen=True, slots=True)
class Table:
    """A table with one declared unit for its amounts of money."""

    title: Words
    unit: Words
    columns: tuple[Column, ...]
    rows: tuple[Row, ...]


class Drawing(StrEnum):
    """How a chart is drawn."""

    BARS = "bars"
    GROUPED = "grouped bars"
    LINES = "lines"
    DUMBBELL = "dumbbell"
    SHARES = "shares"
    PANELS = "panels"
    ROWS = "rows"


@dataclass(frozen=True, slots=True)
class Tick:
    """A category of a chart: its label in each language, and what sort of period it is.

    A company's tick has its role.
    """

    label: tuple[str, ...]
    interim: bool = False
    forecast: bool = False
    detail: tuple[str, ...] = ()
    role: str = ""


@dataclass(frozen=True, slots=True)
class Point:
    """A drawn value with the label that stands at it; without a figure it is not disclosed.

    `role` sets it apart from the rest of its strand, as a company in a chart of several.
    """

    figure: Figure | None
    label: str
    role: str = ""


def company_role(number: int) -> str:
    """Give the role of a deck's company by its place, which picks its colour and marker."""
    return f"company-{number + 1}"


@dataclass(frozen=True, slots=True)
class Strand:
    """A series of a chart: its name in each language, and a point for each tick.

    `role` picks colour and marker from the theme: lead, second, risk, or a company's own.
    """

    name: tuple[str, ...]
    points: tuple[Point, ...]
    role: str = "lead"


@dataclass(frozen=True, slots=True)
class Step:
    """A change marked between two ticks; `per` says of what time it is the change, if it must."""

    start: int
    end: int
    label: str
    figure: Figure
    per: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Chart:
    """What a chart shows: words, ticks and strands; drawing happens elsewhere.

    `subject` names whose data it is. `reference` is the value of a line that the marks are read
    against, which `baseline` names. Bars above `limit` are broken off there, and seen to be.
    Panels stand on `one_scale`, or each on its own, which the subtitle says.
    """

    name: str
    subject: str
    drawing: Drawing
    title: Words
    subtitle: Words
    source: Words
    alt: str
    languages: tuple[str, ...]
    ticks: tuple[Tick, ...]
    strands: tuple[Strand, ...]
    steps: tuple[Step, ...] = ()
    unit: str = ""
    baseline: tuple[str, ...] = ()
    reference: Decimal | None = None
    limit: Decimal | None = None
    logarithmic: bool = False
    one_scale: bool = False


@dataclass(frozen=True, slots=True)
class Date:
    """One date on the timeline."""

    label: Words
    value: Value
    past: bool
    expected: bool = False


@dataclass(frozen=True, slots=True)
class Bar:
    """A share with its bar, whose length is a percentage of the room; none where none is known."""

    value: Value
    length: str = ""


@dataclass(frozen=True, slots=True)
class BarRow:
    """The shares of one period, side by side."""

    label: Value
    bars: tuple[Bar, ...]


@dataclass(frozen=True, slots=True)
class Bars:
    """Small bars in rows, under the names of what they measure."""

    columns: tuple[Words, ...]
    rows: tuple[BarRow, ...]


@dataclass(frozen=True, slots=True)
class Section:
    """A titled group of terms in the sidebar."""

    title: Words
    terms: tuple[Term, ...] = ()
    dates: tuple[Date, ...] = ()
    bars: Bars | None = None
    text: tuple[Words, ...] = ()


@dataclass(frozen=True, slots=True)
class Checked:
    """One line on a check: a sign for its verdict, and what it found."""

    verdict: str
    words: Words


@dataclass(frozen=True, slots=True)
class Note:
    """A numbered data note."""

    number: int
    words: Words


@dataclass(frozen=True, slots=True)
class Foot:
    """What stands at the foot of every brief: notes, sources, disclaimer, and the edition.

    While an offer of the brief is open, the page may invite nobody to subscribe. The publisher's
    name, where no logo stands for it, and the imprint are the theme's.
    """

    notes: tuple[Note, ...]
    general: tuple[Words, ...]
    sources: tuple[Words, ...]
    disclaimer: Words
    labels: dict[str, Words] = field(default_factory=dict)
    offer_open: bool = False
    publisher: Words = ()
    imprint: Words = ()


def members(part: object) -> tuple[str, ...]:
    """Name the members of a part of a view, in the order of the page; a figure has none."""
    kind: Any = type(part)
    return _members(kind)


@cache
def _members(kind: type) -> tuple[str, ...]:
    if issubclass(kind, Figure) or not is_dataclass(kind):
        return ()
    return tuple(one.name for one in fields(kind))


def figures_in(part: object) -> Iterator[Figure]:
    """Walk a view and give every figure it shows, in reading order, repeats included."""
    match part:
        case Figure():
            yield part
        case tuple():
            for item in part:
                yield from figures_in(item)
        case dict():
            for item in part.values():
                yield from figures_in(item)
        case _:
            for name in members(part):
                yield from figures_in(getattr(part, name))


def phrases_in(part: object) -> Iterator[Phrase]:
    """Walk a view and give every phrase of it, in reading order."""
    match part:
        case Phrase():
            yield part
        case tuple():
            for item in part:
                yield from phrases_in(item)
        case dict():
            for item in part.values():
                yield from phrases_in(item)
        case _:
            for name in members(part):
                yield from phrases_in(getattr(part, name))
