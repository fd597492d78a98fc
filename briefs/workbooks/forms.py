"""Forms: which columns a model of a record asks for, worked out from the model itself."""

from __future__ import annotations

import re
import types
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from enum import Enum
from functools import cache
from typing import Annotated, Any, Literal, Union, get_args, get_origin

from pydantic import BaseModel

from briefs.figures import Period, Unit, Written
from briefs.records.assertions import Passage
from briefs.records.entries import (
    AsStated,
    Entry,
    Event,
    Inferred,
    InferredDay,
    InferredPeriod,
    NotDisclosed,
    Series,
)
from briefs.workbooks.layout import Column, Takes

_INFERRED = (Inferred, InferredDay, InferredPeriod)
_OWN_ROWS = (Entry, Series, Event)

#: Fields whose values are ids: of what, by the name of the list in which they stand.
LISTED = {
    "source": "sources",
    "by": "voices",
    "basis": "bases",
    "note": "notes",
    "because": "notes",
    "not_disclosed": "notes",
}

_LABELS = {
    "at": "Place in source",
    "by": "Claimed by",
    "as_of": "As of",
    "not_disclosed": "Not disclosed",
    "words": "Source’s words",
    "rd_expense": "R&D expense",
    "isin": "ISIN",
    "lei": "LEI",
    "uscc": "USCC",
    "figi": "FIGI",
    "cusip": "CUSIP",
    "sedol": "SEDOL",
    "gics": "GICS",
    "hsics": "HSICS",
    "mic": "MIC",
}


@dataclass(frozen=True, slots=True)
class Field:
    """A field of a model, taken apart: its name, and what it may be without its wrapping."""

    name: str
    kinds: tuple[Any, ...]

    @property
    def models(self) -> tuple[type[BaseModel], ...]:
        """The models among the alternatives."""
        return tuple(one for one in self.kinds if _is(one, BaseModel))

    def has(self, *models: type[object]) -> bool:
        """Whether one of the alternatives is of a kind."""
        return any(_is(one, *models) for one in self.kinds)

    @property
    def item(self) -> Field | None:
        """What a list holds, where the field is a list."""
        found = next((one for one in self.kinds if get_origin(one) is tuple), None)
        return Field(self.name, _alternatives(get_args(found)[0])) if found else None

    @property
    def is_text(self) -> bool:
        """Whether it is a text by language."""
        return self.has(Passage) or any(str in kinds for kinds in self._values)

    @property
    def is_notes(self) -> bool:
        """Whether it holds texts by id."""
        return any(get_origin(one) is dict for kinds in self._values for one in kinds)

    @property
    def _values(self) -> list[tuple[Any, ...]]:
        found = [one for one in self.kinds if get_origin(one) is dict]
        return [_alternatives(get_args(one)[1]) for one in found]

    @property
    def part(self) -> type[BaseModel] | None:
        """The model of a part within this one, which has no row form of its own."""
        others = (*_INFERRED, *_OWN_ROWS, NotDisclosed)
        return next((one for one in self.models if not issubclass(one, others)), None)


@cache
def fields(model: type[BaseModel]) -> tuple[Field, ...]:
    """Take a model apart."""
    return tuple(
        Field(info.alias or name, _alternatives(info.annotation))
        for name, info in model.model_fields.items()
    )


def columns(model: type[BaseModel], languages: tuple[str, ...]) -> tuple[Column, ...]:
    """Give a column for everything that a row of a model says, but for what has its own rows."""
    return tuple(_columns(model, languages))


def of_text(languages: tuple[str, ...]) -> tuple[Column, ...]:
    """Give the columns of a text: a language each."""
    return tuple(Column((one,), one, Takes.TEXT, language=one) for one in languages)


def label(name: str) -> str:
    """Give a field's name as people read it."""
    if name in _LABELS:
        return _LABELS[name]
    words = re.sub(r"\brd\b", "R&D", name.replace("_", " ").replace("-", " "))
    return words[:1].upper() + words[1:]


def column(field: Field, name: str) -> Column:
    """Give the column of a field with one value."""
    takes, choices = _takes(field)
    return Column((field.name,), name, takes, LISTED.get(field.name, choices))


def choices(model: type[BaseModel]) -> Iterator[tuple[str, tuple[str, ...]]]:
    """Give the lists that the columns of a model, and of what it holds, choose from."""
    for field in fields(model):
        for kinds in (field.kinds, field.item.kinds if field.item else ()):
            for one in kinds:
                if _is(one, Enum) or get_origin(one) is Literal:
                    yield _listed(one)
                elif _is(one, BaseModel):
                    yield from choices(one)


def _columns(model: type[BaseModel], languages: tuple[str, ...]) -> Iterator[Column]:
    for field in fields(model):
        name = label(field.name)
        if field.has(*_OWN_ROWS, AsStated) or field.is_notes or (field.item and field.item.models):
            continue
        if field.is_text:
            for one in languages:
                yield Column((field.name, one), f"{name} · {one}", Takes.TEXT, language=one)
        elif field.part:
            for inner in _columns(field.part, languages):
                words = f"{name}: {_continued(inner.label)}"
                yield replace(inner, path=(field.name, *inner.path), label=words)
        elif not any(get_origin(one) is dict for one in field.kinds):
            yield column(field, name)


def _continued(label: str) -> str:
    return label if label[1:2].isupper() else f"{label[0].lower()}{label[1:]}"


#: What a column takes by the kind of its values, and the list that they come from.
_TAKES = (
    (Written, Takes.FIGURE, ""),
    (Unit, Takes.UNIT, "units"),
    (Period, Takes.PERIOD, ""),
    (bool, Takes.YES_NO, "yes-no"),
    (date, Takes.DAY, ""),
)


def _takes(field: Field) -> tuple[Takes, str]:
    if field.item:
        return Takes.NAMES, ""
    known = ((takes, choices) for kind, takes, choices in _TAKES if field.has(kind))
    listed = (
        (Takes.WORD, _listed(one)[0])
        for one in field.kinds
        if _is(one, Enum) or get_origin(one) is Literal
    )
    return (*known, *listed, (Takes.WORD, ""))[0]


def _listed(kind: Any) -> tuple[str, tuple[str, ...]]:  # noqa: ANN401 - an annotation
    if _is(kind, Enum):
        values = tuple(one.value for one in kind if one is not Unit.MONEY)
    else:
        values = tuple(map(str, get_args(kind)))
    return " ".join(values)[:60], values


def _is(kind: object, *models: type[object]) -> bool:
    return isinstance(kind, type) and issubclass(kind, models)


def _alternatives(annotation: Any) -> tuple[Any, ...]:  # noqa: ANN401 - an annotation
    origin = get_origin(annotation)
    if origin is Annotated:
        return _alternatives(get_args(annotation)[0])
    if origin in (Union, types.UnionType):
        return tuple(one for part in get_args(annotation) for one in _alternatives(part))
    return () if annotation is types.NoneType else (annotation,)
