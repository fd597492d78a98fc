"""Shards: a build dealt out to several machines, each of which knows its share by itself."""

from __future__ import annotations

import re
from dataclasses import dataclass
from hashlib import sha256
from typing import Protocol, TypeVar

_FORM = re.compile(r"([1-9]\d*)/([1-9]\d*)")


class Brief(Protocol):
    """What can be dealt out."""

    @property
    def kind(self) -> str:
        """The kind of brief."""

    @property
    def subject(self) -> str:
        """Whom it is about."""


One = TypeVar("One", bound=Brief)


@dataclass(frozen=True, slots=True)
class Shard:
    """One share of so many.

    All settings of a brief are in one share, because they are compared with each other.
    """

    number: int = 1
    count: int = 1

    def of(self, among: tuple[One, ...]) -> tuple[One, ...]:
        """Keep what belongs to the share."""
        return tuple(one for one in among if _place(one) % self.count == self.number - 1)


#: Everything.
WHOLE = Shard()


def shard(text: str) -> Shard:
    """Read a shard such as 2/5; raises ValueError."""
    found = _FORM.fullmatch(text)
    if not found or int(found[1]) > int(found[2]):
        raise ValueError(f"{text!r} is no shard such as 2/5, the second of five")
    return Shard(int(found[1]), int(found[2]))


def _place(one: Brief) -> int:
    """Give a number that is the same on every machine, whatever else there is to build."""
    return int.from_bytes(sha256(f"{one.subject}.{one.kind}".encode()).digest()[:8])
