"""The comparison record: which companies a deck sets side by side."""

from __future__ import annotations

from datetime import date
from typing import Annotated

from pydantic import Field

from briefs.records.entries import DayOrInferred, InferredDay
from briefs.records.fields import Name, Record, Slug, Text


class Comparison(Record):
    """One comparison deck: its companies in their fixed order, and its title."""

    id: Slug
    title: Text
    subtitle: Text
    as_of: DayOrInferred
    companies: Annotated[tuple[Slug, ...], Field(strict=False, min_length=2, max_length=8)]
    context: Annotated[tuple[Slug, ...], Field(strict=False)] = ()
    declared_names: Annotated[tuple[Name, ...], Field(strict=False)] = ()
    notes: dict[Slug, Text] = Field(default_factory=dict)

    @property
    def day(self) -> date | None:
        """The day at which the comparison stands; none where no source gives a date."""
        day = self.as_of.inferred if isinstance(self.as_of, InferredDay) else self.as_of
        return day if isinstance(day, date) else None
