"""Slides: the parts of a deck, and how a matrix of companies is laid out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from briefs.views.parts import Cell, Chart, Checked, Column, Row, Table, Value, Words, company_role
from briefs.views.speech import Voice
from briefs.views.subject import Subject

#: Above this many companies they stand as rows, because columns would fall under 34 mm.
MOST_COLUMNS = 6


#: Remarks on more companies than this stand below their chart.
MOST_ASIDE = 3


class Layout(StrEnum):
    """How a slide is laid out."""

    COVER = "cover"
    MATRIX = "matrix"
    CHART = "chart"
    HEAT = "heat"
    COMPANY = "company"
    PRODUCTS = "products"
    LANES = "lanes"
    CHECKED = "checked"
    FOOT = "foot"


class Arrangement(StrEnum):
    """How the charts of a slide and the remarks on them share its stage."""

    SIDE = "side"  # remarks at the right of a chart, a second chart below them
    STACK = "stack"  # remarks at the right of charts that stand one over the other
    FULL = "full"  # remarks in a grid below a chart of the full width, for many companies


@dataclass(frozen=True, slots=True)
class Remark:
    """A remark beside a chart: who it is about, and what there is to say.

    The role of a company picks its colour and marker.
    """

    about: Words
    words: Words
    more: tuple[Words, ...] = ()
    role: str = ""


@dataclass(frozen=True, slots=True)
class Made:
    """A product: whose it is where that changes, what it is called, how far it is, what it is."""

    maker: Words
    name: Value
    status: Words
    what: Words
    role: str = ""


@dataclass(frozen=True, slots=True)
class Maker:
    """A company and its products, in a lane for each of how far they are."""

    name: Words
    role: str
    lanes: tuple[tuple[Made, ...], ...]


@dataclass(frozen=True, slots=True)
class Verdicts:
    """What the checks found on one company."""

    about: Words
    role: str
    lines: tuple[Checked, ...]


@dataclass(frozen=True, slots=True)
class Member:
    """One company on the cover: its names, code, line of business, and day of listing."""

    name: Words
    code: Value
    line: Words
    when: Words
    role: str


@dataclass(frozen=True, slots=True)
class Warm:
    """One cell of a heat table: a value, and how dark it stands, from 1 to 5, or 0 for none."""

    value: Value
    level: int
    period: Words = ()


@dataclass(frozen=True, slots=True)
class HeatRow:
    """One company of a heat table: its cells in the order of the columns, and words on it."""

    name: Words
    role: str
    cells: tuple[Warm, ...]
    words: Words


@dataclass(frozen=True, slots=True)
class HeatGroup:
    """Columns of a heat table that belong together: what they measure, and their periods."""

    label: Words
    columns: tuple[Value, ...]


@dataclass(frozen=True, slots=True)
class Heat:
    """A table that is read by its darkness first and by its figures then."""

    groups: tuple[HeatGroup, ...]
    rows: tuple[HeatRow, ...]
    words: Words


@dataclass(frozen=True, slots=True)
class Slide:
    """One slide: a finding as its title, what shows it, and where that comes from.

    `missing` says what it cannot show; `notes_at` leads to the notes, where it has marks.
    """

    name: str
    layout: Layout
    kicker: Words
    title: Words
    subtitle: Words = ()
    charts: tuple[Chart, ...] = ()
    arrangement: Arrangement = Arrangement.SIDE
    table: Table | None = None
    remarks: tuple[Remark, ...] = ()
    lists: tuple[tuple[Words, tuple[Words, ...]], ...] = ()
    members: tuple[Member, ...] = ()
    products: tuple[Made, ...] = ()
    lanes: tuple[Words, ...] = ()
    none_named: Words = ()
    makers: tuple[Maker, ...] = ()
    verdicts: tuple[Verdicts, ...] = ()
    heat: Heat | None = None
    missing: Words = ()
    source: Words = ()
    notes_at: Words = ()
    role: str = ""


@dataclass(frozen=True, slots=True)
class Field:
    """One field of a matrix: its label, and its value for each company in order."""

    label: Words
    values: tuple[Value, ...]
    signs: tuple[str, ...] = ()


def arranged(companies: Sequence[object]) -> Arrangement:
    """Choose how a chart of so many companies and the remarks on them share a stage."""
    return Arrangement.FULL if len(companies) > MOST_ASIDE else Arrangement.SIDE


def matrix(
    voice: Voice, subjects: Sequence[Subject], fields: Sequence[Field], *, most: int = MOST_COLUMNS
) -> Table:
    """Lay fields out with companies as columns, or as rows where there are more than so many."""
    names = tuple(voice.value(subject.name) for subject in subjects)
    if len(subjects) <= most:
        return Table(
            title=(),
            unit=(),
            columns=tuple(
                Column(name, role=company_role(number)) for number, name in enumerate(names)
            ),
            rows=tuple(
                Row(item.label, tuple(_cell(item, index) for index in range(len(subjects))))
                for item in fields
            ),
        )
    return Table(
        title=(),
        unit=(),
        columns=tuple(Column(Value(item.label)) for item in fields),
        rows=tuple(
            Row(
                voice.each(subject.name),
                tuple(_cell(item, index) for item in fields),
                role=company_role(index),
            )
            for index, subject in enumerate(subjects)
        ),
    )


def _cell(item: Field, company: int) -> Cell:
    return Cell(item.values[company], sign=item.signs[company] if item.signs else "")
