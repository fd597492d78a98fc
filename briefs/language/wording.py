"""Wording: one language's words and forms, complete or not there at all."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from briefs.language.patterns import braced, placeholders
from briefs.language.shape import Forms, Language


class WordingError(LookupError):
    """Our own code asked a wording for what no wording file was ever made to hold."""


@dataclass(frozen=True, slots=True)
class Wording:
    """The words of one language by dotted key, and the forms of its numbers and sentences."""

    language: Language
    forms: Forms
    words: Mapping[str, str]

    @property
    def id(self) -> str:
        """The language's name in settings, file names and records."""
        return self.language.id

    @property
    def tag(self) -> str:
        """The lang attribute of what is set in this language."""
        return self.language.tag

    def __iter__(self) -> Iterator[str]:
        """Go through the keys of the words."""
        return iter(self.words)

    def has(self, key: str) -> bool:
        """Whether the wording holds words under a key."""
        return key in self.words

    def needs(self, key: str) -> frozenset[str]:
        """Name the placeholders of the words under a key."""
        return placeholders(self.words[key])

    def text(self, key: str, /, **values: str) -> str:
        """Give the words under a key with their placeholders filled by formatted values.

        Raises WordingError for a key that is not there, and unless exactly the placeholders
        of the words are given: a value that vanishes is as wrong as one that lacks.
        """
        if key not in self.words:
            raise WordingError(f"{self.id}.yaml has no words under {key!r}")
        words = self.words[key]
        if placeholders(words) != values.keys():
            given = braced(values) or "nothing"
            raise WordingError(f"{key!r} of {self.id}.yaml is {words!r}, but was given {given}")
        return words.format_map(values)
