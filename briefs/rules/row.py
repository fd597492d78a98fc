"""Row: one rule as it held between two days, with its source and how sure we are of it."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from typing import Annotated, Literal, TypeVar

from pydantic import Field

from briefs.faults import Severity
from briefs.records.fields import Day, Name, Record, WrittenNumber

Number = WrittenNumber
Source = Annotated[str, Field(min_length=1, max_length=400)]


class Row(Record):
    """One rule: its source, when that was checked, and the days between which it held.

    A rule from memory, or from a consultation whose end we did not see, only warns.
    """

    source: Source
    checked_on: Day
    confidence: Literal["looked up", "consultation", "from memory"] = "looked up"
    first: Day | None = Field(default=None, alias="from")
    last: Day | None = Field(default=None, alias="to")

    def held_on(self, day: date) -> bool:
        """Whether the rule held on a day."""
        return (self.first or date.min) <= day <= (self.last or date.max)

    @property
    def severity(self) -> Severity:
        """How much it matters that a record breaks the rule."""
        return Severity.ERROR if self.confidence == "looked up" else Severity.WARNING


class Span(Record):
    """The least and the most that is allowed."""

    least: Number
    most: Number

    @property
    def ends(self) -> tuple[Decimal, Decimal]:
        """Both ends as plain numbers."""
        return self.least.value, self.most.value


Words = Annotated[tuple[Name, ...], Field(strict=False)]

AnyRow = TypeVar("AnyRow", bound=Row)


def in_force(rows: Iterable[AnyRow], day: date) -> tuple[AnyRow, ...]:
    """Keep the rows that held on a day."""
    return tuple(row for row in rows if row.held_on(day))
