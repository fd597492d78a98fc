"""Texts: the sources' own words, found by their hash and counted by paragraph."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum

_PARAGRAPHS = re.compile(r"¶\s?(\d{1,6})(?:\s?[–—-]\s?¶?\s?(\d{1,6}))?")


class State(StrEnum):
    """How a source's text compares with what the records keep of it."""

    AS_RECORDED = "as recorded"
    CHANGED = "changed"
    NOT_GIVEN = "not given"
    NOT_HELD = "not held"


@dataclass(frozen=True, slots=True)
class SourceText:
    """The text of a source: the file that holds it, its hash, and its paragraphs.

    Paragraphs are the lines that are not blank, counted from 1 as records count them.
    """

    file: str
    sha256: str
    paragraphs: tuple[str, ...]

    def at(self, number: int) -> str:
        """Give a paragraph by its number; nothing where the text has no such paragraph."""
        return self.paragraphs[number - 1] if 0 < number <= len(self.paragraphs) else ""

    @property
    def numbers(self) -> range:
        """The numbers of all paragraphs."""
        return range(1, len(self.paragraphs) + 1)


def read_texts(files: Mapping[str, bytes]) -> dict[str, SourceText]:
    """Read the bytes of files as texts, by hash; what is no text in UTF-8 is left out."""
    found = {}
    for name, data in files.items():
        try:
            text = data.decode().removeprefix("\ufeff")
        except UnicodeDecodeError:
            continue
        digest = hashlib.sha256(data).hexdigest()
        lines = (line.strip() for line in re.split(r"\r\n|\r|\n", text))
        found[digest] = SourceText(name, digest, tuple(filter(None, lines)))
    return found


def spots(at: str, among: range) -> tuple[tuple[int, ...], ...]:
    """Read where a record says a thing stands: at each of these places, in one of its paragraphs.

    ¶7, ¶21 are two places, ¶3–4 is one of two paragraphs. A place that names no paragraph is
    the whole text.
    """
    found = tuple(
        tuple(range(int(first), min(int(last or first), int(first) + len(among)) + 1))
        for first, last in _PARAGRAPHS.findall(at)
    )
    return found or (tuple(among),)


def join(numbers: Iterable[int]) -> str:
    """Write paragraph numbers as records do."""
    return ", ".join(f"¶{number}" for number in numbers)
