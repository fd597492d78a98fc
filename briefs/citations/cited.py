"""Cited things: every figure, date and wording of the records, with where it is said to stand."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from functools import partial

from pydantic import BaseModel

from briefs.citations.mentions import numbers_in, states
from briefs.citations.moments import names
from briefs.faults import Place
from briefs.figures import Figure, Period, Stated, instant
from briefs.records.book import Book, Location
from briefs.records.company import Company
from briefs.records.entries import AsStated, Entry, Event, InferredDay, Series
from briefs.records.library import Library

#: What a thing cites that names no paragraph.
WHOLE_TEXT = "whole text"

#: Fields of a record that hold a date or period of their own, and not that of a figure.
_TIMES = ("since", "when", "launched", "founded_month")

_QUOTES = str.maketrans("‘’“”–—", "''\"\"--")


class Kind(StrEnum):
    """What sort of thing is cited."""

    FIGURE = "figure"
    DATE = "date"
    WORDS = "words"


@dataclass(frozen=True, slots=True)
class Cited:
    """One thing that a record says stands in a source, and how to tell whether it does."""

    subject: str
    path: str
    kind: Kind
    written: str
    source: str
    at: str
    place: Place
    stands_in: Callable[[str], bool]


def cited_in(library: Library) -> Iterator[Cited]:
    """Give everything that the records cite: figures first, then dates and wordings."""
    for name, company in library.companies.items():
        yield from _figures(library.books[name])
        scope = _Scope(library, name, company.source, WHOLE_TEXT)
        yield from _walk(company, (), scope)


def _figures(book: Book) -> Iterator[Cited]:
    others = (figure for figures in book.also.values() for figure in figures)
    for figure in (*book.figures.values(), *others):
        if isinstance(figure.origin, Stated):
            origin = figure.origin
            yield Cited(
                figure.subject,
                figure.path,
                Kind.FIGURE,
                str(origin.written),
                origin.source,
                origin.at,
                origin.place,
                partial(_prints, figure),
            )


def _prints(figure: Figure, text: str) -> bool:
    return any(states(mention, figure) for mention in numbers_in(text))


@dataclass(frozen=True, slots=True)
class _Scope:
    """What a part of a record inherits: its source, and where in it."""

    library: Library
    subject: str
    source: str
    at: str

    def of(self, part: BaseModel) -> _Scope:
        """Give the scope of a part that may name a source or a place of its own."""
        return replace(
            self,
            source=getattr(part, "source", None) or self.source,
            at=getattr(part, "at", None) or self.at,
        )

    def cited(
        self, kind: Kind, loc: Location, written: str, stands_in: Callable[[str], bool]
    ) -> Cited:
        """Make a cited thing of what stands at a location."""
        return Cited(
            self.subject,
            ".".join(map(str, loc)),
            kind,
            written,
            self.source,
            self.at,
            self.library.place(self.subject, loc),
            stands_in,
        )


def _walk(value: object, loc: Location, scope: _Scope) -> Iterator[Cited]:
    match value:
        case AsStated():
            inner = scope.of(value)
            yield inner.cited(Kind.WORDS, loc, value.words, partial(_says, value.words))
        case Event():
            yield from _event(value, loc, scope.of(value))
        case Period() if loc[-1] in _TIMES:
            yield scope.cited(Kind.DATE, loc, str(value), partial(_names, value))
        case BaseModel():
            inner = scope if isinstance(value, Company) else scope.of(value)
            for name in _parts_of(value):
                yield from _walk(getattr(value, name), (*loc, name), inner)
        case tuple():
            for index, item in enumerate(value):
                yield from _walk(item, (*loc, index), scope)
        case dict():
            for key, item in value.items():
                yield from _walk(item, (*loc, str(key)), scope)


def _parts_of(record: BaseModel) -> Iterable[str]:
    """Name the fields worth walking: the book has told of a figure's own."""
    match record:
        case Entry():
            return ("as_stated",)
        case Series():
            return ("as_stated", "values")
    return type(record).model_fields


def _event(event: Event, loc: Location, scope: _Scope) -> Iterator[Cited]:
    inferred = isinstance(event.date, InferredDay)
    day = event.date.inferred if isinstance(event.date, InferredDay) else event.date
    if isinstance(day, date):
        test = partial(_names, instant(day), without_year=inferred)
        yield scope.cited(Kind.DATE, (*loc, "date"), str(day), test)
    if event.as_stated:
        yield from _walk(event.as_stated, (*loc, "as_stated"), scope)


def _names(period: Period, text: str, *, without_year: bool = False) -> bool:
    return names(text, period, without_year=without_year)


def _says(words: str, text: str) -> bool:
    return _even(words) in _even(text)


def _even(text: str) -> str:
    """Give a text without differences of width, case, quotation marks and blanks."""
    folded = unicodedata.normalize("NFKC", text).translate(_QUOTES).casefold()
    return re.sub(r"\s+", " ", folded).strip()
