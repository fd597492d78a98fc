"""Parity: the language settings of one brief say the same figures, as read from their PDFs.

Editions in one language are compared section by section. On a page in two languages each half is
compared with the other; a value that stands once, for both, belongs to both halves. Then each
half is held against the page in its own language: its sections come in the same order, each
paragraph of prose says the same, and since a page in two languages says less than a page in one,
its figures must be among those of the latter.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import zip_longest

from briefs.faults import Fault, Place, Severity
from briefs.proofs.differing import Difference, apart
from briefs.proofs.halves import held
from briefs.proofs.hearing import Finished, Half, Section, sections
from briefs.proofs.numbers import family

RULE = "parity"
MEND = "look at both pages: one of them does not say what the record says; render them again"


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
    return parity(Finished(name, _languages(name), pdf) for name, pdf in pdfs.items())


def _languages(edition: str) -> tuple[str, ...]:
    """Read the languages from an edition's name, whose paper and theme may follow."""
    _, _, setting, *_ = edition.split(".")
    return tuple(setting.split("+"))


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
    # What a page in two languages says is held against pages that no other contradicts.
    trusted = [one for one in single if one[0] not in {name for name, _ in found}] or single
    if trusted:
        found += [(name, one) for name, parts in double for one in held(name, parts, trusted)]
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
        standing = [(name, part) for (name, _), part in pairs if part is not None]
        if len(standing) < len(editions):
            yield from _missing([name for name, _ in editions], standing)
            return
        reference = _agreed(standing)
        for name, part in standing:
            for one in _unlike(part, (name, part.halves[0]), reference):
                yield name, one


def _agreed(standing: Sequence[tuple[str, Section]]) -> tuple[str, Half]:
    """Give the edition that most others agree with in a section, the first among equals."""
    bags = [Counter(one.meaning for one in part.halves[0].said) for _, part in standing]
    best = max(range(len(bags)), key=lambda index: sum(bag == bags[index] for bag in bags))
    return standing[best][0], standing[best][1].halves[0]


def _missing(
    names: Sequence[str], standing: Sequence[tuple[str, Section]]
) -> Iterator[tuple[str, Difference]]:
    having = {name for name, _ in standing}
    known, part = standing[0]
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
    yield from apart(part, (one[0], one[1].said), (other[0], other[1].said))
