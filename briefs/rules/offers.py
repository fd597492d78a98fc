"""Offers: what rules and practice of Hong Kong say of an offering."""

from __future__ import annotations

from decimal import Decimal
from typing import Annotated, Literal

from pydantic import Field

from briefs.records.fields import Record
from briefs.rules.row import Number, Row, Span

Id = Annotated[str, Field(pattern=r"^[A-Za-z0-9][A-Za-z0-9_-]*$")]


class Step(Record):
    """What share the public has once its offer is subscribed `at` times."""

    at: Number
    share: Number


class Mechanism(Row):
    """How the shares are split between the public and the rest."""

    id: Id
    chapter: Literal["18C"] | None = None
    initial: Span
    steps: Annotated[tuple[Step, ...], Field(strict=False)] = ()
    bookbuilding: Number | None = None

    def share_at(self, times: Decimal) -> Decimal | None:
        """Give the public's share once its offer is subscribed so many times; none for no step."""
        reached = [step.share.value for step in self.steps if step.at.value <= times]
        return reached[-1] if reached else None


class Pricing(Row):
    """How far below its printed range a final price may lie."""

    below: Number


class Option(Row):
    """How much an option may add to what it is an option on."""

    id: Literal["size_adjustment", "over_allotment"]
    most: Number


class Stabilisation(Row):
    """For how many days after the last day for applications the price may be supported."""

    days: Number


class Lot(Row):
    """What a board lot should be worth, and which sizes it may have."""

    id: Literal["guidance", "proposal"]
    least: Number
    most: Number | None = None
    most_from_shares: Number | None = None
    sizes: Annotated[tuple[Number, ...], Field(strict=False)] = ()


class Cost(Row):
    """What part of the gross proceeds an offering costs."""

    usual: Span
    never_above: Number


class Offers(Record):
    """All rows on offerings."""

    mechanisms: Annotated[tuple[Mechanism, ...], Field(strict=False)]
    pricing: Annotated[tuple[Pricing, ...], Field(strict=False)]
    options: Annotated[tuple[Option, ...], Field(strict=False)]
    stabilisation: Annotated[tuple[Stabilisation, ...], Field(strict=False)]
    lots: Annotated[tuple[Lot, ...], Field(strict=False)]
    costs: Annotated[tuple[Cost, ...], Field(strict=False)]
