"""Differing: what two editions, or two halves of one, say unlike each other."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import zip_longest

from briefs.proofs.hearing import Said, Section
from briefs.proofs.ink import Spot, short
from briefs.proofs.numbers import Kind, Reading


@dataclass(frozen=True, slots=True)
class Difference:
    """What two editions, or two halves of one, say unlike each other; either may be silent."""

    section: str
    one: str
    other: str
    left: Said | None
    right: Said | None
    spot: Spot

    def __str__(self) -> str:
        return (
            f"{self.spot}, “{self.section}”: {self.one} says {self.left or 'nothing'}, "
            f"{self.other} says {self.right or 'nothing'}"
        )


#: An edition, or a half of one, with what it says.
Voice = tuple[str, Sequence[Said]]


def apart(part: Section, one: Voice, other: Voice) -> Iterator[Difference]:
    """Set what only one of two says in a section beside what only the other says."""
    (left_name, left), (right_name, right) = one, other
    ours, theirs = only(left, right), only(right, left)
    for mine, yours in zip_longest(ours, theirs):
        spot = mine.spot if mine else part.spot
        yield Difference(short(part.title), left_name, right_name, mine, yours, spot)


#: Units of things that are counted, which a sentence may leave out: 2 with revenue, 2家.
_COUNTED = frozenset({"heads", "chips", "shares", "rounds", "generations"})


def only(ours: Sequence[Said], theirs: Sequence[Said]) -> list[Said]:
    """Give what we say more often than they; where they repeat less, our last ones."""
    left = [one.reading for one in theirs]
    only = []
    for one in ours:
        match = next((other for other in left if other.meaning == one.meaning), None)
        if match is None:
            only.append(one)
        else:
            left.remove(match)
    return [one for one in only if not _counted_among(one.reading, left)]


def _counted_among(reading: Reading, left: list[Reading]) -> bool:
    """Whether one of the readings left counts as many, with a unit where we have none."""
    for other in left:
        units = {reading.unit, other.unit}
        is_count = "" in units and units & _COUNTED and reading.kind is other.kind is Kind.AMOUNT
        if is_count and (reading.value, reading.bound) == (other.value, other.bound):
            left.remove(other)
            return True
    return False
