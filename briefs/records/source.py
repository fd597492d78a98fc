"""The source record: where facts come from, and who is claimed to say them."""

from __future__ import annotations

import datetime as dt
from enum import StrEnum
from typing import Annotated, Literal

from pydantic import Field, StringConstraints

from briefs.records.fields import Day, LanguageId, Name, Record, Slug, Text


class SourceClass(StrEnum):
    """What sort of source it is, in falling order of precedence."""

    FILING = "filing"
    EXCHANGE = "exchange"
    REGULATOR = "regulator"
    COMPANY = "company"
    PRESS = "press"
    REFERENCE = "reference"


Digest = Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{64}$")]


class Source(Record):
    """One document that facts are taken from."""

    publisher: Text
    title: Name
    language: LanguageId
    date: Day | Literal["undated"]
    retrieved: Day | Literal["not recorded"]
    terms: Text
    sha256: Digest | Literal["not held"]
    kind: Annotated[SourceClass, Field(strict=False, alias="class")]
    url: Name | None = None

    @property
    def day(self) -> dt.date | None:
        """The day of publication, where the source has one."""
        return self.date if isinstance(self.date, dt.date) else None


class Sources(Record):
    """All sources of a project, who is claimed to say what, and the publisher of the briefs."""

    sources: dict[Slug, Source] = Field(min_length=1)
    voices: dict[Slug, Text] = Field(default_factory=dict)
    bases: dict[Slug, Text] = Field(default_factory=dict)
