"""Parties: persons and companies that a record names in a role."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from briefs.records.fields import Name, Record, Slug, Text


class Party(Record):
    """A person or company named in a role, with its names in every language."""

    name: Text
    role: Text | None = None
    source: Slug | None = None
    at: Name | None = None
    by: Slug | None = None


Parties = Annotated[tuple[Party, ...], Field(strict=False)]
