"""Watching: a project that notes which keys of its records and wordings a view is made from.

A fingerprint says that an edition is stale; these keys say, in the words of whoever edits the
records, what made it so. They move no byte of a PDF.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from functools import cache
from types import MappingProxyType, new_class
from typing import Any, TypeVar, cast

from pydantic import BaseModel, ConfigDict

from briefs.build.edition import Edition
from briefs.build.editions import View, compose
from briefs.build.enclosing import Papers, papers_of
from briefs.build.fingerprint import canonical
from briefs.build.project import Project
from briefs.build.templates import digest
from briefs.checks import Answers, Finding
from briefs.figures import Derived, Figure
from briefs.records.book import Book, name_of, path_of
from briefs.records.library import Library
from briefs.views.parts import figures_in

#: So many hexadecimal digits tell two states of one key apart.
SHORT = 16

#: The first part of a key's name.
RECORD, SOURCES, WORDING, FINDING = "record", "sources", "wording", "finding"

#: Where a watched model keeps its own location, and whom it tells; no field is called so.
_SPOT, _HEARD = " spot", " heard"

#: What was read, by its key.
Heard = dict[str, object]

#: The location of a value: its record, then the names on the way to it.
_Spot = tuple[str, ...]

Value = TypeVar("Value")
Model = TypeVar("Model", bound=BaseModel)


@dataclass(frozen=True, slots=True)
class Watched:
    """A project whose records and wordings tell `heard` of every key that is read."""

    project: Project
    heard: Heard
    answers: _Answers
    digests: dict[str, tuple[object, str]] = field(default_factory=dict)

    def compose(self, edition: Edition) -> tuple[View, Papers, dict[str, str]]:
        """Compose a view and its papers, and give the digest of each key they were made from."""
        self.heard.clear()
        self.answers.asked.clear()
        view = compose(self.project, edition)
        papers = papers_of(self.project, edition, view)
        read = dict(self.heard)
        for figure in figures_in(view):
            read |= _origins(figure)
        for subject in self.answers.asked:
            for finding in self.answers.about[subject]:
                read |= _found(finding)
        return view, papers, {name: self._digest(name, read[name]) for name in sorted(read)}

    def _digest(self, name: str, value: object) -> str:
        """Give the digest of a value; most are read by several editions."""
        known = self.digests.get(name)
        if known is None or known[0] is not value:
            known = self.digests[name] = (value, _short(value))
        return known[1]


@dataclass(frozen=True, slots=True)
class _Answers(Answers):
    """Answers that tell whose findings were asked for."""

    about: defaultdict[str, list[Finding]] = field(default_factory=lambda: defaultdict(list))
    asked: set[str] = field(default_factory=set)

    def of(self, subject: str) -> tuple[Finding, ...]:
        """Give the findings about one record."""
        self.asked.add(subject)
        return tuple(self.about[subject])


def watched(project: Project) -> Watched:
    """Give a project that differs from another only in that it tells what is read of it."""
    heard: Heard = {}
    wordings = {
        name: replace(one, words=_Keys(one.words, (f"{WORDING}/{name}",), heard))
        for name, one in project.wordings.items()
    }
    found = tuple(_finding(one, heard) for one in project.answers.findings)
    answers = _Answers(found, project.answers.faults)
    for one in found:
        answers.about[one.subject].append(one)
    library = _library(project.library, heard)
    return Watched(
        replace(project, library=library, answers=answers, wordings=wordings), heard, answers
    )


def _short(value: object) -> str:
    return digest(canonical(_plain(value)))[:SHORT]


def _plain(value: object) -> object:
    return value.model_dump(mode="json") if isinstance(value, BaseModel) else value


def _key(spot: _Spot) -> str:
    return f"{spot[0]}/{path_of(spot[1:])}"


def _origins(figure: Figure) -> Heard:
    """Give the stated figures that a figure comes from: itself, if it is one."""
    if not isinstance(figure.origin, Derived):
        return {f"{RECORD}/{figure.subject}/{figure.path}": figure}
    return {name: one for part in figure.origin.inputs for name, one in _origins(part).items()}


def _found(finding: Finding) -> Heard:
    """Give what a check found, and the figures that it looked at."""
    found: Heard = {}
    for figure in (finding.stated, *finding.inputs):
        found |= _origins(figure) if figure else {}
    name = f"{FINDING}/{finding.subject}/{finding.check} {finding.path}"
    return found | {name: (finding.verdict, finding.computed, finding.acknowledged is not None)}


def _finding(finding: Finding, heard: Heard) -> Finding:
    if finding.acknowledged is None:
        return finding
    spot = (f"{RECORD}/{finding.subject}", "acknowledged", finding.check)
    return replace(finding, acknowledged=_model(finding.acknowledged, spot, heard))


def _library(library: Library, heard: Heard) -> Library:
    return replace(
        library,
        sources=_model(library.sources, (SOURCES,), heard),
        companies={
            name: _model(one, (f"{RECORD}/{name}",), heard)
            for name, one in library.companies.items()
        },
        comparisons={
            name: _model(one, (f"{RECORD}/{name}",), heard)
            for name, one in library.comparisons.items()
        },
        books={name: _book(one, heard) for name, one in library.books.items()},
    )


def _book(book: Book, heard: Heard) -> Book:
    spot = (f"{RECORD}/{book.subject}",)
    return replace(
        book,
        figures=MappingProxyType(_Figures(book.figures, spot, heard)),
        gaps=MappingProxyType(_Keys(book.gaps, spot, heard)),
        times=MappingProxyType(_Keys(book.times, spot, heard)),
    )


class _Keys(dict[Any, Value]):
    """A mapping that tells which of its values are read; those that hold others tell themselves."""

    def __init__(self, values: Mapping[Any, Value], spot: _Spot, heard: Heard) -> None:
        super().__init__(values)
        self._spot, self._heard = spot, heard

    def _tell(self, key: object, value: object) -> None:
        if not _holds_others(value):
            self._heard[_key((*self._spot, str(key)))] = value

    def __getitem__(self, key: object) -> Value:
        value = super().__getitem__(key)
        self._tell(key, value)
        return value

    def get(self, key: object, default: Any = None) -> Any:  # noqa: ANN401 - as dict.get has it
        return self[key] if key in self else default  # noqa: SIM401 - would tell nobody


class _Figures(_Keys[Figure]):
    """Figures, of which a derived one is told as the stated ones that it comes from."""

    def _tell(self, _key: object, value: object) -> None:
        if isinstance(value, Figure):
            self._heard.update(_origins(value))


class _Watched:
    """Lets a model tell which of its fields are read; those that hold others tell themselves."""

    def __getattribute__(self, field: str) -> Any:  # noqa: ANN401 - whatever a field holds
        value, model = super().__getattribute__(field), cast("Any", type(self))
        if field in _fields(model) and not _holds_others(value):
            state = super().__getattribute__("__dict__")
            state[_HEARD][_key((*state[_SPOT], field))] = value
        return value


def _holds_others(value: object) -> bool:
    if isinstance(value, tuple):
        return any(map(_holds_others, value))
    return isinstance(value, (BaseModel, dict))


@cache
def _fields(model: Any) -> frozenset[str]:  # noqa: ANN401 - a class below both _Watched and a model
    return frozenset(model.model_fields)


@cache
def _watched_class(model: Any) -> Any:  # noqa: ANN401 - a class of models, and one below it
    # It never validates anything, so that pydantic need not build a schema for it.
    state = {"model_config": ConfigDict(defer_build=True), "__module__": model.__module__}
    return new_class(model.__name__, (_Watched, model), {}, lambda made: made.update(state))


def _model(model: Model, spot: _Spot, heard: Heard) -> Model:
    """Give a copy of a model, and of all that it holds, that tells what is read."""
    kind = _watched_class(type(model))
    copy: Model = kind.__new__(kind)
    held = {name: _within(value, (*spot, name), heard) for name, value in vars(model).items()}
    object.__setattr__(copy, "__dict__", {**held, _SPOT: spot, _HEARD: heard})
    for part in ("__pydantic_fields_set__", "__pydantic_extra__", "__pydantic_private__"):
        object.__setattr__(copy, part, getattr(model, part))
    return copy


def _within(value: object, spot: _Spot, heard: Heard) -> object:
    match value:
        case BaseModel():
            return _model(value, spot, heard)
        case dict():
            held = {key: _within(one, (*spot, str(key)), heard) for key, one in value.items()}
            return _Keys(held, spot, heard)
        case tuple():
            return tuple(
                _within(one, (*spot, name_of(one, index)), heard) for index, one in enumerate(value)
            )
    return value
