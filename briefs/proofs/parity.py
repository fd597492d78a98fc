"""Parity: the language settings of one brief say the same figures, as read from their PDFs.

Editions in one language are compared section by section. On a page in two languages each half is
compared with the other; a value that stands once, for both, belongs to both halves. A page in
two languages says less than a page in one, so its figures are held against those of the latter:
each must be among them.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import zip_longest

from briefs.faults import Fault, Place, Severity
from briefs.proofs.hearing import Finished, Half, Said, Section, sections
from briefs.proofs.ink import Spot, short
from briefs.proofs.numbers import Kind, Reading, family

RULE = "parity"
MEND = "look at both pages: one of them does not say what the record says; render them again"


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


@dataclass(frozen=True, slots=True)
class Comparison:
    """What comparing the editions of one brief found, and how many figures each had."""

    counts: dict[str, int]
    differences: tuple[tuple[str, Difference], ...]
    faults: tuple[Fault, ...] = ()

    def table(self) -> str:
        """Set what differs side by side, a line for each difference."""
        lines = [
            f"{name}: {count} figures and times compared" for name, count in self.counts.items()
        ]
        lines += [f"{name}: {difference}" for name, difference in self.differences]
        return "\n".join(lines)


def settings_agree(pdfs: Mapping[str, bytes]) -> tuple[Fault, ...]:
    """Compare the settings of one brief, given as PDFs by edition, such as axera.one-pager.en."""
    return parity(
        Finished(name, tuple(name.rpartition(".")[2].split("+")), pdf) for name, pdf in pdfs.items()
    )


def parity(editions: Iterable[Finished]) -> tuple[Fault, ...]:
    """Find where the finished editions of one brief say unlike figures."""
    return compare(tuple(editions)).faults


def compare(editions: Sequence[Finished]) -> Comparison:
    """Compare the finished editions of one brief, and say what was compared."""
    unknown = [one for one in editions if not all(map(_is_known, one.languages))]
    known = [one for one in editions if one not in unknown]
    read_back = {one.id: sections(one) for one in known}
    faults = [_unreadable(one) for one in unknown]
    faults += [_structureless(name) for name, found in read_back.items() if not found]
    single = [(one.id, read_back[one.id]) for one in known if not one.is_bilingual]
    double = [(one.id, read_back[one.id]) for one in known if one.is_bilingual]
    found = list(_among(single))
    found += [pair for name, parts in double for pair in _halves(name, parts)]
    # What a page in two languages says is held against a page that no other contradicts.
    found += _beyond(_trusted(single, found)[:1], double)
    found += _among(_trusted(double, found))
    faults += [Fault(Place(name), str(one), MEND, RULE) for name, one in found]
    counts = {name: _count(parts) for name, parts in read_back.items()}
    return Comparison(counts, tuple(found), tuple(faults))


def _trusted(
    editions: Sequence[tuple[str, tuple[Section, ...]]], found: Sequence[tuple[str, Difference]]
) -> list[tuple[str, tuple[Section, ...]]]:
    """Put the editions first in which nothing was found."""
    doubted = {name for name, _ in found}
    return sorted(editions, key=lambda one: one[0] in doubted)


def _is_known(language: str) -> bool:
    try:
        family(language)
    except LookupError:
        return False
    return True


def _unreadable(edition: Finished) -> Fault:
    words = f"no forms of numbers are known for {', '.join(edition.languages)}, so nothing compares"
    mend = "add the language's forms to briefs/proofs/forms.py"
    return Fault(Place(edition.id), words, mend, RULE, Severity.WARNING)


def _structureless(name: str) -> Fault:
    words = "page 1: the PDF has no structure to be read by"
    return Fault(Place(name), words, "print it with tags", RULE)


def _count(parts: tuple[Section, ...]) -> int:
    """Count what an edition says; what both halves of a page say counts once."""
    return sum(max((len(half.said) for half in part.halves), default=0) for part in parts)


def _among(editions: Sequence[tuple[str, tuple[Section, ...]]]) -> Iterator[tuple[str, Difference]]:
    """Compare editions of one shape, section by section, with what most of them say."""
    for parts in zip_longest(*(found for _, found in editions)):
        pairs = zip(editions, parts, strict=True)
        held = [(name, part) for (name, _), part in pairs if part is not None]
        if len(held) < len(editions):
            yield from _missing([name for name, _ in editions], held)
            return
        reference = _agreed(held)
        for name, part in held:
            for one in _unlike(part, (name, part.halves[0]), reference):
                yield name, one


def _agreed(held: Sequence[tuple[str, Section]]) -> tuple[str, Half]:
    """Give the edition that most others agree with in a section, the first among equals."""
    bags = [Counter(one.meaning for one in part.halves[0].said) for _, part in held]
    best = max(range(len(bags)), key=lambda index: sum(bag == bags[index] for bag in bags))
    return held[best][0], held[best][1].halves[0]


def _missing(
    names: Sequence[str], held: Sequence[tuple[str, Section]]
) -> Iterator[tuple[str, Difference]]:
    having = {name for name, _ in held}
    known, part = held[0]
    said = part.halves[0].said[0] if part.halves[0].said else None
    for name in names:
        if name not in having:
            yield name, Difference(part.title, name, known, None, said, part.spot)


def _halves(name: str, parts: tuple[Section, ...]) -> Iterator[tuple[str, Difference]]:
    """Compare the halves of a page in two languages."""
    for part in parts:
        one, other = part.halves
        left = (f"its {other.language} half", other)
        right = (f"its {one.language} half", one)
        yield from ((name, difference) for difference in _unlike(part, left, right))


def _unlike(part: Section, one: tuple[str, Half], other: tuple[str, Half]) -> Iterator[Difference]:
    """Set what only one of two says beside what only the other says."""
    (left_name, left), (right_name, right) = one, other
    ours = _only(left.said, right.said)
    theirs = _only(right.said, left.said)
    for mine, yours in zip_longest(ours, theirs):
        spot = mine.spot if mine else part.spot
        yield Difference(short(part.title), left_name, right_name, mine, yours, spot)


def _beyond(
    single: Sequence[tuple[str, tuple[Section, ...]]],
    double: Sequence[tuple[str, tuple[Section, ...]]],
) -> Iterator[tuple[str, Difference]]:
    """Find what a page in two languages says that no page in one language does."""
    if not single:
        return
    reference, parts = single[0]
    known = [said for part in parts for said in part.halves[0].said]
    for name, both in double:
        titles = {id(said): part.title for part in both for said in part.halves[0].said}
        for said in _only([said for part in both for said in part.halves[0].said], known):
            title = short(titles[id(said)])
            yield name, Difference(title, name, reference, said, None, said.spot)


#: Units of things that are counted, which a sentence may leave out: 2 with revenue, 2家.
_COUNTED = frozenset({"heads", "chips", "shares", "rounds", "generations"})


def _only(ours: Sequence[Said], theirs: Sequence[Said]) -> list[Said]:
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
