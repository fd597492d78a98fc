"""The lexicon: the words of each language that claim something, from one file per language."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Annotated

from pydantic import BaseModel, BeforeValidator, ConfigDict

from briefs.faults import InvalidInput
from briefs.figures import Qualifier
from briefs.reading import plain, read_yaml
from briefs.records.company import Stage

FOLDER = Path(__file__).parent / "lexica"

#: What stands in quotation marks is somebody else's wording.
_MARKS = re.compile('[“‘「『"]')
_QUOTED = re.compile(r"“[^”]*”|‘[^’]*’|「[^」]*」|『[^』]*』|\"[^\"]*\"")


def _joined(patterns: list[str]) -> re.Pattern[str]:
    """Make one pattern of many, for words in small letters; Latin words are matched whole."""
    latin = [one for one in patterns if re.search(r"[a-z]{2}", one)]
    found = [one for one in patterns if one not in latin]
    if latin:
        found.insert(0, rf"(?<![a-z])(?:{'|'.join(latin)})(?![a-z])")
    # Without any pattern nothing may be found, and an empty alternative finds everything.
    return re.compile("|".join(found) or r"(?!)")


def _named_number(patterns: list[str]) -> tuple[re.Pattern[str], ...]:
    return tuple(map(re.compile, patterns))


def spoken(words: str) -> str:
    """Give what words say themselves, in small letters: quotations are somebody else's."""
    return _QUOTED.sub("", words.lower()) if _MARKS.search(words) else words.lower()


Found = Annotated[re.Pattern[str], BeforeValidator(_joined)]
Counted = Annotated[tuple[re.Pattern[str], ...], BeforeValidator(_named_number)]


@dataclass(frozen=True, slots=True)
class Times:
    """A multiple in words: its number, how it is bounded, and how it may be read.

    `readings` are what the later figure is of the earlier one: "increased 8-fold" is 9 times,
    and 8 times to those who read it as "to 8 times".
    """

    number: Decimal
    qualifier: Qualifier
    readings: tuple[Decimal, ...]


class Lexicon(BaseModel):
    """The words of one language that claim something, as patterns."""

    model_config = ConfigDict(frozen=True, extra="forbid", arbitrary_types_allowed=True)

    up: Found
    down: Found
    exceeds: Found
    multiple: Found
    grown_by: Counted
    grown_to: Counted
    ambiguous: Found
    over: Found
    nearly: Found
    about: Found
    superlative: Found
    largest: Found
    rank: Found
    relative: Found
    instant: Found
    stage: dict[Stage, Found]

    def find(self, name: str, words: str) -> str:
        """Give the first words that make such a claim, or none; quotations do not count."""
        pattern: re.Pattern[str] = getattr(self, name)
        match = pattern.search(spoken(words))
        return match.group() if match else ""

    def stages(self, words: str) -> Iterator[Stage]:
        """Give the stages of an offering that the words speak of."""
        for stage, pattern in self.stage.items():
            if pattern.search(words.lower()):
                yield stage

    def times(self, words: str) -> Times | None:
        """Read how many times something grew, from the words beside a figure."""
        for patterns, grown in ((self.grown_by, 1), (self.grown_to, 0)):
            for pattern in patterns:
                if match := pattern.search(words.lower()):
                    number = Decimal(match.group("n").replace(",", "").rstrip("."))
                    twofold = grown and self.find("ambiguous", match.group())
                    readings = (number + grown, number) if twofold else (number + grown,)
                    return Times(number, self._qualifier(words), readings)
        return None

    def _qualifier(self, words: str) -> Qualifier:
        for name, qualifier in (
            ("over", Qualifier.OVER),
            ("nearly", Qualifier.NEARLY),
            ("about", Qualifier.ABOUT),
        ):
            if self.find(name, words):
                return qualifier
        return Qualifier.EXACT


@cache
def lexicon(language: str) -> Lexicon | None:
    """Give a language's lexicon, or that of the language it is a form of, if there is one.

    Raises InvalidInput when the file is no lexicon.
    """
    path = FOLDER / f"{language}.yaml"
    if path.is_file():
        return _read(path)
    above, dash, _ = language.rpartition("-")
    return lexicon(above) if dash else None


def _read(path: Path) -> Lexicon:
    node, faults = read_yaml(path, name=path.name)
    if node is None:
        raise InvalidInput(faults)
    return Lexicon.model_validate(plain(node))
