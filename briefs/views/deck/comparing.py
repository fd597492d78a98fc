"""Comparing: the companies of a deck, and which of them have what."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from math import ceil
from typing import TypeVar

from briefs.figures import Figure
from briefs.records.library import Library
from briefs.views.findings import Pair
from briefs.views.notes import Notes
from briefs.views.parts import Words
from briefs.views.plots import role_of, sources_of
from briefs.views.speech import Voice, listed, whole
from briefs.views.subject import Subject, latest

#: A slide stays when this many companies have its lead field.
FEWEST = 2

Item = TypeVar("Item")


@dataclass(frozen=True, slots=True)
class Comparing:
    """What every slide is composed from; `dropped` collects what cannot be shown, and why."""

    voice: Voice
    subjects: tuple[Subject, ...]
    notes: Notes
    library: Library
    dropped: list[str] = field(default_factory=list)

    def having(self, path: str) -> list[Pair]:
        """Give the companies that have a figure at a path, with it."""
        return [(subject, figure) for subject in self.subjects if (figure := subject.figure(path))]

    def last_years(self, name: str) -> list[Pair]:
        """Give each company's figure of the last full year that all who disclose one share."""
        series = {
            subject.book.subject: {
                figure.period: figure
                for figure in subject.book.series(name)
                if not figure.period.is_interim
            }
            for subject in self.subjects
        }
        held = [set(figures) for figures in series.values() if figures]
        common = set.intersection(*held) if held else set()
        if not common:
            return []
        period = max(common, key=lambda item: str(item.end))
        return [
            (subject, figures[period])
            for subject in self.subjects
            if (figures := series[subject.book.subject])
        ]

    def latest(self, path: str) -> list[Pair]:
        """Give each company's latest figure of a series, whatever its period."""
        return [
            (subject, figure)
            for subject in self.subjects
            if (figure := latest(subject.book.series(path)))
        ]

    def enough(self, name: str, pairs: Sequence[object], lead: str) -> bool:
        """Whether enough companies have a slide's lead field; else the slide is dropped."""
        if len(pairs) >= FEWEST:
            return True
        self.dropped.append(f"slide {name} dropped: {_few(len(pairs))} {lead}")
        return False

    def others(self, pairs: Sequence[Pair]) -> list[Subject]:
        """Give the companies that a slide leaves out."""
        shown = {subject.book.subject for subject, _ in pairs}
        return [subject for subject in self.subjects if subject.book.subject not in shown]

    def without(self, pairs: Sequence[Pair], key: str) -> Words:
        """Name the companies that a slide leaves out, or nothing where it has them all."""
        left = self.others(pairs)
        if not left:
            return ()
        return self.voice.say(key, names=listed(whole(subject.name) for subject in left))

    def role(self, subject: Subject) -> str:
        """Give the role that keeps a company's colour and marker through the deck."""
        return role_of(self.subjects, subject)

    def source(self, figures: Sequence[Figure]) -> Words:
        """Name the sources of a slide."""
        return sources_of(self.voice, self.subjects, figures)


def pages(items: Sequence[Item], most: int) -> Iterator[Sequence[Item]]:
    """Deal items out to as few slides as can hold them, as evenly as may be."""
    count = ceil(len(items) / most)
    for page in range(count):
        yield items[len(items) * page // count : len(items) * (page + 1) // count]


def numbered(name: str, page: int) -> str:
    """Name one of several slides of a kind."""
    return name if page == 1 else f"{name}-{page}"


def _few(count: int) -> str:
    """Say of how many companies too few have something."""
    return f"only {count} of the companies has" if count else "none of the companies has"
