"""Slides: the parts of a deck, and how a matrix of companies is laid out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from briefs.views.parts import Cell, Chart, Column, Row, Table, Value, Words
from briefs.views.speech import Voice
from briefs.views.subject import Subject

#: Above this many companies they stand as rows, because columns would fall under 34 mm.
MOST_COLUMNS = 6


class Layout(StrEnum):
    """How a slide is laid out."""

    COVER = "cover"
    MATRIX = "matrix"
    CHART = "chart"
    COMPANY = "company"
    PRODUCTS = "products"
    FOOT = "foot"


@dataclass(frozen=True, slots=True)
class Remark:
    """A remark beside a chart: who it is about, and what there is to say."""

    about: Words
    words: Words
    more: tuple[Words, ...] = ()


@dataclass(frozen=True, slots=True)
class Made:
    """A product: whose it is where that changes, what it is called, how far it is, what it is."""

    maker: Words
    name: Value
    status: Words
    what: Words


@dataclass(frozen=True, slots=True)
class Member:
    """One company on the cover: its names, code and line of business."""

    name: Words
    code: Value
    line: Words
    role: str


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
    table: Table | None = None
    remarks: tuple[Remark, ...] = ()
    lists: tuple[tuple[Words, tuple[Words, ...]], ...] = ()
    members: tuple[Member, ...] = ()
    products: tuple[Made, ...] = ()
    missing: Words = ()
    source: Words = ()
    notes_at: Words = ()


@dataclass(frozen=True, slots=True)
class Field:
    """One field of a matrix: its label, and its value for each company in order."""

    label: Words
    values: tuple[Value, ...]


def matrix(voice: Voice, subjects: Sequence[Subject], fields: Sequence[Field]) -> Table:
    """Lay fields out with companies as columns, or as rows where there are many."""
    names = tuple(voice.value(subject.name) for subject in subjects)
    if len(subjects) <= MOST_COLUMNS:
        return Table(
            title=(),
            unit=(),
            columns=tuple(Column(name) for name in names),
            rows=tuple(
                Row(item.label, tuple(Cell(value) for value in item.values)) for item in fields
            ),
        )
    return Table(
        title=(),
        unit=(),
        columns=tuple(Column(Value(item.label)) for item in fields),
        rows=tuple(
            Row(voice.each(subject.name), tuple(Cell(item.values[index]) for item in fields))
            for index, subject in enumerate(subjects)
        ),
    )
