"""The book of a record: every figure it holds, by path."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cached_property
from types import MappingProxyType

from pydantic import BaseModel

from briefs.faults import Fault, Place
from briefs.figures import (
    NOT_STATED,
    OFFERING,
    Figure,
    Period,
    PeriodKind,
    Standing,
    Stated,
    Unit,
    instant,
)
from briefs.records.entries import (
    AsStated,
    Entry,
    Event,
    Inferred,
    InferredDay,
    InferredPeriod,
    NotDisclosed,
    Series,
    UnitOrInferred,
    unit_of,
)

Location = tuple[str | int, ...]

#: Parts of a record whose figures belong to the offering unless they name another time.
OF_THE_OFFERING = frozenset({"offer", "demand", "cornerstones"})

#: Parts of a location that a path leaves out, so that a text can say {revenue.FY2024}.
UNSAID = frozenset({"financials", "values"})


@dataclass(frozen=True, slots=True)
class Gap:
    """A figure that the sources do not give: its path, and the note that says so."""

    subject: str
    path: str
    note: str


@dataclass(frozen=True, slots=True)
class Time:
    """A date or month that a record holds: when, how it is known, and the note on that."""

    path: str
    period: Period
    source: str
    at: str
    dated: Standing = Standing.STATED
    expected: bool = False
    note: str = ""


@dataclass(frozen=True, slots=True)
class Saying:
    """A source's own wording beside a fact: the fact's path, the words, and who prints them.

    `base` is the path of the figure that a multiple in the words starts from.
    """

    subject: str
    path: str
    words: str
    source: str
    place: Place
    base: str = ""


@dataclass(frozen=True)  # without slots, which have no room for what is worked out once
class Book:
    """The figures and times of one record by path, and what it says is not disclosed.

    `also` holds what other places and sources state of a figure, by the figure's path;
    `sayings` the wordings that the record keeps beside facts, for checks.
    """

    subject: str
    figures: MappingProxyType[str, Figure]
    gaps: MappingProxyType[str, Gap]
    times: MappingProxyType[str, Time]
    faults: tuple[Fault, ...] = ()
    also: MappingProxyType[str, tuple[Figure, ...]] = field(
        default_factory=lambda: MappingProxyType({})
    )
    sayings: tuple[Saying, ...] = ()

    def get(self, path: str) -> Figure | None:
        """Give the figure at a path, or none."""
        return self.figures.get(path)

    def series(self, path: str) -> tuple[Figure, ...]:
        """Give the figures of a series in order of time; empty where there are none."""
        return self.rows.get(path, ())

    @cached_property
    def rows(self) -> dict[str, tuple[Figure, ...]]:
        """The figures of every series by its path, each in order of time.

        What spans several periods stands beside the series and not in it.
        """
        found: dict[str, list[Figure]] = {}
        for figure in self.figures.values():
            series = figure.series
            if series and figure.period.kind is not PeriodKind.SPAN:
                found.setdefault(series, []).append(figure)
        return {
            path: tuple(sorted(row, key=lambda figure: _when(figure.period)))
            for path, row in found.items()
        }

    @cached_property
    def stated(self) -> tuple[Figure, ...]:
        """The figures that a source states, in the order of the record."""
        return tuple(one for one in self.figures.values() if isinstance(one.origin, Stated))

    def gap(self, path: str) -> Gap | None:
        """Give the gap at a path or at the series that would hold it, or none."""
        return self.gaps.get(path) or self.gaps.get(path.rpartition(".")[0])


def _when(period: Period) -> tuple[date, date]:
    return period.end or date.min, period.start or date.min


@dataclass(slots=True)
class _Writer:
    subject: str
    source: str
    place_of: Callable[[Location], Place]
    figures: dict[str, Figure] = field(default_factory=dict)
    gaps: dict[str, Gap] = field(default_factory=dict)
    times: dict[str, Time] = field(default_factory=dict)
    faults: list[Fault] = field(default_factory=list)
    also: dict[str, tuple[Figure, ...]] = field(default_factory=dict)
    sayings: list[Saying] = field(default_factory=list)

    def fault(self, loc: Location, message: str, mend: str) -> None:
        self.faults.append(Fault(self.place_of(loc), message, mend, "figure"))

    def walk(self, value: object, loc: Location, names: tuple[str, ...]) -> None:
        self.saying(value, loc, names)
        match value:
            case Series():
                self.series(value, loc, names)
            case Entry():
                self.entry(value, None, loc, names)
            case NotDisclosed():
                path = path_of(names)
                self.gaps[path] = Gap(self.subject, path, value.not_disclosed)
            case Event():
                self.event(value, names)
            case Period():
                self.times[path_of(names)] = Time(path_of(names), value, self.source, "")
            case BaseModel():
                for name in type(value).model_fields:
                    self.walk(getattr(value, name), (*loc, name), (*names, name))
            case tuple():
                for index, item in enumerate(value):
                    self.walk(item, (*loc, index), (*names, name_of(item, index)))

    def saying(
        self, fact: object, loc: Location, names: tuple[str, ...], source: str | None = None
    ) -> None:
        """Keep the wording beside a fact, if the record gives one."""
        said = getattr(fact, "as_stated", None)
        if not isinstance(said, AsStated):
            return
        source = said.source or getattr(fact, "source", None) or source or self.source
        place = self.place_of((*loc, "as_stated"))
        base = said.base or ""
        path = path_of(names)
        self.sayings.append(Saying(self.subject, path, said.words, source, place, base))

    def event(self, event: Event, names: tuple[str, ...]) -> None:
        if event.day is None:
            return
        inferred = isinstance(event.date, InferredDay)
        self.times[path_of(names)] = Time(
            path=path_of(names),
            period=instant(event.day),
            source=event.source or self.source,
            at=event.at,
            dated=Standing.INFERRED if inferred else Standing.STATED,
            expected=event.expected,
            note=event.date.because if isinstance(event.date, InferredDay) else "",
        )

    def series(self, series: Series, loc: Location, names: tuple[str, ...]) -> None:
        for period, entry in series.values.items():
            inner, name = (*loc, "values", str(period)), (*names, str(period))
            self.saying(entry, inner, name, series.source)
            if isinstance(entry, NotDisclosed):
                path = path_of(name)
                self.gaps[path] = Gap(self.subject, path, entry.not_disclosed)
            else:
                self.entry(entry, (series, period), inner, name)

    def entry(
        self,
        entry: Entry,
        within: tuple[Series, Period] | None,
        loc: Location,
        names: tuple[str, ...],
    ) -> None:
        """Write down a figure, or what its page would lack."""
        path, told = path_of(names), _told(entry, within, names)
        for what, how in told.lacking():
            self.fault(loc, f"{path} has no {what}", f"add {how}")
        if told.unit is None or told.at is None or told.time is None:
            return
        period, dated, why_then = told.time
        why_that = told.unit.because if isinstance(told.unit, Inferred) else ""
        self.figures[path] = Figure(
            subject=self.subject,
            path=path,
            value=entry.value.value,
            unit=unit_of(told.unit),
            period=period,
            origin=Stated(
                source=told.source or self.source,
                at=told.at,
                written=entry.value,
                place=self.place_of(loc),
                by=told.by or "",
            ),
            qualifier=entry.qualifier,
            basis=told.basis or "",
            currency=_standing(told.unit),
            dated=dated,
            forecast=entry.forecast,
            notes=tuple(dict.fromkeys(filter(None, (why_that, why_then, *told.notes)))),
        )
        if entry.also:
            self.others(entry, self.figures[path], loc)

    def others(self, entry: Entry, figure: Figure, loc: Location) -> None:
        """Write down what other places and sources state of a figure."""
        self.also[figure.path] = tuple(
            replace(
                figure,
                path=f"{figure.path}.also.{index + 1}",
                value=other.value.value,
                unit=other.unit or figure.unit,
                origin=Stated(
                    source=other.source,
                    at=other.at,
                    written=other.value,
                    place=self.place_of((*loc, "also", index)),
                    by=other.by or "",
                ),
                qualifier=other.qualifier,
                basis=other.basis or figure.basis,
                notes=(other.note,) if other.note else (),
            )
            for index, other in enumerate(entry.also)
        )


@dataclass(frozen=True, slots=True)
class _Told:
    """What a record says around the digits of an entry, beside them or beside their series."""

    unit: UnitOrInferred | None
    at: str | None
    time: tuple[Period, Standing, str] | None
    basis: str | None
    source: str | None
    by: str | None
    notes: tuple[str | None, ...]

    def lacking(self) -> Iterator[tuple[str, str]]:
        """Give what a page must say and the record does not, with how to add it."""
        if self.unit is None:
            yield "unit", "unit: with one such as HKD, percent or shares"
        if self.at is None:
            yield "place in its source", "at: with the section or paragraph"
        if self.time is None:
            yield "period or date", "period:, or as_of: with a date or not stated"
        if self.unit is not None and unit_of(self.unit) is Unit.PERCENT and not self.basis:
            yield "basis", "basis: with what it is a percentage of"


def _told(entry: Entry, within: tuple[Series, Period] | None, names: tuple[str, ...]) -> _Told:
    series = within[0] if within else None
    percent = Unit.PERCENT if entry.value.scale == "%" else None
    return _Told(
        unit=entry.unit or (series.unit if series else None) or percent,
        at=entry.at or (series.at if series else None),
        time=_time(entry, within, names),
        basis=entry.basis or (series.basis if series else None),
        source=entry.source or (series.source if series else None),
        by=entry.by or (series.by if series else None),
        notes=(series.note if series else None, entry.note),
    )


def _standing(unit: object) -> Standing:
    if isinstance(unit, Inferred):
        return Standing.INFERRED
    return Standing.STATED if isinstance(unit, Unit) else Standing.NOT_STATED


def _time(
    entry: Entry, within: tuple[Series, Period] | None, names: tuple[str, ...]
) -> tuple[Period, Standing, str] | None:
    """Give a figure's period, how it is known, and the note that explains an inferred one."""
    said = entry.period if entry.period is not None else entry.as_of
    match said:
        case InferredPeriod():
            return said.inferred, Standing.INFERRED, said.because
        case InferredDay():
            return instant(said.inferred), Standing.INFERRED, said.because
        case "not stated":
            return NOT_STATED, Standing.NOT_STATED, ""
        case None:
            period = within[1] if within else OFFERING if names[0] in OF_THE_OFFERING else None
            return (period, Standing.STATED, "") if period else None
    return said if isinstance(said, Period) else instant(said), Standing.STATED, ""


def path_of(names: tuple[str, ...]) -> str:
    """Give the path of what stands at a location: without the parts that go without saying."""
    return ".".join(name for name in names if name not in UNSAID)


def name_of(item: object, index: int) -> str:
    """Name an item of a list: by its id or name, else by its number."""
    for attribute in ("id", "name"):
        value = getattr(item, attribute, None)
        if isinstance(value, str):
            return value
    return str(index + 1)


def write_book(
    record: BaseModel, *, subject: str, source: str, place_of: Callable[[Location], Place]
) -> Book:
    """Collect every figure of a record, with faults where one lacks what a page must say."""
    writer = _Writer(subject, source, place_of)
    writer.walk(record, (), ())
    return Book(
        subject,
        MappingProxyType(writer.figures),
        MappingProxyType(writer.gaps),
        MappingProxyType(writer.times),
        tuple(writer.faults),
        MappingProxyType(writer.also),
        tuple(writer.sayings),
    )
