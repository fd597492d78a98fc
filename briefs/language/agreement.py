"""Agreement: every language has words for the same keys, with the same placeholders."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from difflib import get_close_matches

from briefs.faults import Fault, Place
from briefs.language.patterns import braced, placeholders


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """The words of one file by dotted key, and where each key stands.

    Words that are refused are empty: their key is there, and nothing more is said of them.
    `place_of` gives the place of a key, or of the nearest section above one that is missing.
    """

    file: str
    words: Mapping[str, str]
    place_of: Callable[[str], Place]


def disagreements(vocabularies: Sequence[Vocabulary]) -> Iterator[Fault]:
    """Find where a file parts from the others: what most hold is right, on a tie the first."""
    agreed = _agreed_keys(vocabularies)
    for vocabulary in vocabularies:
        yield from _strange(vocabulary, agreed)
    for key in sorted(agreed):
        yield from _unlike([one for one in vocabularies if one.words.get(key)], key)


def _agreed_keys(vocabularies: Sequence[Vocabulary]) -> frozenset[str]:
    held = Counter(key for vocabulary in vocabularies for key in vocabulary.words)
    half = len(vocabularies) / 2
    return frozenset(
        key
        for key, times in held.items()
        if times > half or (times == half and key in vocabularies[0].words)
    )


def _strange(vocabulary: Vocabulary, agreed: frozenset[str]) -> Iterator[Fault]:
    """Name the keys of one file that are missing or its own; a misspelt one is one mistake."""
    missing = agreed - vocabulary.words.keys()
    meant: set[str] = set()
    for key in sorted(vocabulary.words.keys() - agreed):
        near = get_close_matches(key, sorted(missing - meant), n=1, cutoff=0.8)
        meant.update(near)
        mend = f"write {near[0]!r}" if near else "delete it, or add it to every language"
        words = f"the words {key!r} stand in no other language"
        yield Fault(vocabulary.place_of(key), words, mend, "wording-key")
    for key in sorted(missing - meant):
        words = f"there are no words under {key!r}, which other languages have"
        yield Fault(vocabulary.place_of(key), words, "write them", "wording-key")


def _unlike(holders: Sequence[Vocabulary], key: str) -> Iterator[Fault]:
    found = [placeholders(holder.words[key]) for holder in holders]
    right = _commonest(found) if found else frozenset()
    for holder, names in zip(holders, found, strict=True):
        if names != right:
            words = f"{key!r} holds {braced(names) or 'no placeholder'}, unlike other languages"
            mend = f"use {braced(right)}" if right else "write it without braces"
            yield Fault(holder.place_of(key), words, mend, "wording-placeholder")


def _commonest(items: Sequence[frozenset[str]]) -> frozenset[str]:
    return Counter(items).most_common(1)[0][0]
