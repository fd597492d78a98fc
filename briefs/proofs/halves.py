"""Halves: each language of a page in two languages is held against the page in it alone.

Sections that stand on both pages come in the same order, and each of their paragraphs of prose
says the same. A page in two languages says less than a page in one, so the rest of its figures
must be among those of the latter.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from briefs.proofs.differing import Difference, apart, only
from briefs.proofs.hearing import Half, Section
from briefs.proofs.ink import short


@dataclass(frozen=True, slots=True)
class Alone:
    """One half of an edition in two languages, and the edition that it is held against.

    `is_own` says that the latter is in the half's language.
    """

    name: str
    parts: tuple[Section, ...]
    index: int
    other: str
    reference: tuple[Section, ...]
    is_own: bool

    @property
    def halves(self) -> dict[str, tuple[Section, Half]]:
        """The half's sections by their titles, the first of each."""
        every = ((part.halves[self.index], part) for part in reversed(self.parts))
        return {half.title: (part, half) for half, part in every}

    def differences(self) -> Iterator[Difference]:
        """Find what the half says unlike the page in one language, each place once."""
        found = [*(self._order() if self.is_own else ()), *(self._prose() if self.is_own else ())]
        told = {(one.spot, one.left.meaning if one.left else ()) for one in found}
        yield from found
        for one in self._beyond():
            if one.left and (one.spot, one.left.meaning) not in told:
                yield one

    def _order(self) -> Iterator[Difference]:
        """Find the first section that stands elsewhere than on the page in one language."""
        theirs = list(dict.fromkeys(part.halves[0].title for part in self.reference))
        ours = {part.halves[self.index].title: part for part in reversed(self.parts)}
        titles = dict.fromkeys(part.halves[self.index].title for part in self.parts)
        mine = [title for title in titles if title in theirs]
        yours = [title for title in theirs if title in titles]
        for here, there in zip(mine, yours, strict=True):
            if here != there:
                where = f"{short(here)}” where “{short(there)}” is due"
                yield Difference(where, self.name, self.other, None, None, ours[here].spot)
                return

    def _prose(self) -> Iterator[Difference]:
        """Compare the prose of sections on both pages, paragraph by paragraph."""
        known = {part.halves[0].title: part.halves[0] for part in reversed(self.reference)}
        for title, (part, half) in self.halves.items():
            if title not in known:
                continue
            for mine, yours in zip(half.prose, known[title].prose, strict=False):
                left, right = (f"its {half.language} half", mine), (self.other, yours)
                yield from apart(part, left, right)

    def _beyond(self) -> Iterator[Difference]:
        """Find what the half says that the page in one language does not."""
        known = [said for part in self.reference for said in part.halves[0].said]
        titles = {
            id(one): part.title for part in self.parts for one in part.halves[self.index].said
        }
        every = [one for part in self.parts for one in part.halves[self.index].said]
        for said in only(every, known):
            title = short(titles[id(said)])
            yield Difference(title, self.name, self.other, said, None, said.spot)


def held(
    name: str, parts: tuple[Section, ...], single: Sequence[tuple[str, tuple[Section, ...]]]
) -> Iterator[Difference]:
    """Hold each half of an edition against the page in its language, or else the first given.

    What both halves say unlike the pages in their languages is told once.
    """
    told: set[object] = set()
    for index, half in enumerate(parts[0].halves if parts else ()):
        own = [one for one in single if one[1] and one[1][0].halves[0].language == half.language]
        other, reference = (own or list(single))[0]
        for one in Alone(name, parts, index, other, reference, bool(own)).differences():
            key = (one.spot, one.left.meaning if one.left else one.section)
            if key not in told:
                told.add(key)
                yield one
