"""Assertions: what our words claim of figures, structured beside the words and tested.

A passage is a text that may carry `claims:` beside its languages. A claim names the figures it
speaks of by path; `other-record:path` names a figure of another record.
"""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import ConfigDict, Discriminator, Field, GetCoreSchemaHandler, Tag
from pydantic_core import CoreSchema, core_schema

from briefs.figures import Qualifier
from briefs.records.entries import DayOrInferred
from briefs.records.fields import (
    LANGUAGE,
    Draft,
    LanguageId,
    Name,
    Record,
    Slug,
    Wordy,
    WrittenNumber,
    wrong,
)


class Direction(Record):
    """Words say that a measure rose or fell from one period to the next."""

    direction: Literal["up", "down"]
    figures: Annotated[tuple[Name, ...], Field(strict=False, min_length=2)]


class Multiple(Record):
    """Words say how many times another figure one is; `stated` is the number in the words."""

    multiple: Name
    stated: WrittenNumber | None = None
    qualifier: Annotated[Qualifier, Field(strict=False)] = Qualifier.EXACT


class Rank(Record):
    """Words give the company a rank."""

    rank: Name


class Superlative(Record):
    """Words say that something is the largest or first; somebody must say so, at some date."""

    superlative: Literal["largest", "smallest", "first", "last", "only"]
    by: Slug
    as_of: DayOrInferred
    figure: Name | None = None
    among: Annotated[tuple[Name, ...], Field(strict=False)] = ()


class Exceeds(Record):
    """Words say that one figure is larger than another."""

    exceeds: Annotated[tuple[Name, ...], Field(strict=False, min_length=2, max_length=2)]


class Count(Record):
    """Words say how many of something there are, of which the record lists the names."""

    count: WrittenNumber
    listed: Literal["products", "lines", "cornerstones", "customers", "backers", "management"]


KINDS: dict[str, type[Record]] = {
    "direction": Direction,
    "multiple": Multiple,
    "rank": Rank,
    "superlative": Superlative,
    "exceeds": Exceeds,
    "count": Count,
}


def _kind(value: object) -> str:
    """Tell what a claim claims by its key; one without any is read as a direction."""
    if isinstance(value, dict):
        return f"a {next((kind for kind in KINDS if kind in value), 'direction')}"
    return f"a {type(value).__name__.lower()}"


Assertion = Annotated[
    Annotated[Direction, Tag("a direction")]
    | Annotated[Multiple, Tag("a multiple")]
    | Annotated[Rank, Tag("a rank")]
    | Annotated[Superlative, Tag("a superlative")]
    | Annotated[Exceeds, Tag("a exceeds")]
    | Annotated[Count, Tag("a count")],
    Discriminator(_kind),
]


def _by_language(schema: dict[str, Any]) -> None:
    """Say of the languages of a passage what is said of those of a text."""
    schema["patternProperties"] = {LANGUAGE: schema.pop("additionalProperties")}


class PassageWritten(Record):
    """How a passage is written: an entry for each language, and the claims beside them."""

    model_config = ConfigDict(extra="allow", json_schema_extra=_by_language)
    __pydantic_extra__: dict[LanguageId, Wordy | Draft]

    claims: Annotated[tuple[Assertion, ...], Field(strict=False)] = ()


class Passage(dict[str, str | Draft]):
    """A text with the claims that its words make."""

    claims: tuple[Assertion, ...] = ()

    @classmethod
    def __get_pydantic_core_schema__(
        cls, _source: type[object], handler: GetCoreSchemaHandler
    ) -> CoreSchema:
        """Read the languages and the claims by one schema, so that both have their places."""
        return core_schema.no_info_after_validator_function(
            cls._of, handler.generate_schema(PassageWritten)
        )

    @classmethod
    def _of(cls, written: PassageWritten) -> Passage:
        if not written.__pydantic_extra__:
            raise wrong("text", "a text needs one entry for each language", "write en: …")
        passage = cls(written.__pydantic_extra__)
        passage.claims = written.claims
        return passage
