"""Citing: each cited thing is confirmed, elsewhere in its source, or not found."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property
from pathlib import PurePath

from briefs.citations.cited import Cited, Kind, cited_in
from briefs.citations.texts import SourceText, State, join, read_texts, spots
from briefs.faults import Fault, Severity, in_order
from briefs.records.library import Library
from briefs.records.source import Source

#: The rule that faults of citations go by.
RULE = "citation"

#: A text with this part of a source's figures at their places is that source, changed.
RECOGNISED = 0.5


class Cite(StrEnum):
    """What came of looking a cited thing up."""

    CONFIRMED = "confirmed"
    ELSEWHERE = "elsewhere"
    NOT_FOUND = "not found"
    NO_TEXT = "no text"


@dataclass(frozen=True, slots=True)
class Citation:
    """One cited thing, what came of looking it up, and the paragraphs in which it stands."""

    cited: Cited
    result: Cite
    paragraphs: tuple[int, ...] = ()


@dataclass(frozen=True)
class Report:
    """Every citation of the records, and how each source's text compares with its record."""

    citations: tuple[Citation, ...]
    states: Mapping[str, tuple[State, str]]
    faults: tuple[Fault, ...]

    def of(self, source: str) -> tuple[Citation, ...]:
        """Give the citations of one source."""
        return tuple(one for one in self.citations if one.cited.source == source)

    @cached_property
    def texts(self) -> tuple[str, ...]:
        """The sources whose text was looked into."""
        looked = (State.AS_RECORDED, State.CHANGED)
        return tuple(name for name, (state, _) in self.states.items() if state in looked)

    def count(self, result: Cite, kind: Kind | None = None) -> int:
        """Count citations with a result, of one kind or of all."""
        return sum(
            one.result is result and kind in (None, one.cited.kind) for one in self.citations
        )


def cite(library: Library, files: Mapping[str, bytes]) -> Report:
    """Look everything that the records cite up in the texts at hand, given by file name."""
    cited = tuple(cited_in(library))
    texts = read_texts(files)
    known = {source.sha256 for source in library.sources.sources.values()}
    strange = [text for digest, text in texts.items() if digest not in known]
    found: dict[str, SourceText] = {}
    states: dict[str, tuple[State, str]] = {}
    for name, source in library.sources.sources.items():
        mine = [one for one in cited if one.source == name]
        states[name], text = _look(name, source, texts, strange, mine)
        if text:
            found[name] = text
    citations = tuple(_looked_up(one, found.get(one.source)) for one in cited)
    faults = [*_of_sources(library, states), *map(_fault, citations)]
    return Report(citations, states, in_order(filter(None, faults)))


def _look(
    name: str,
    source: Source,
    texts: Mapping[str, SourceText],
    strange: Iterable[SourceText],
    cited: list[Cited],
) -> tuple[tuple[State, str], SourceText | None]:
    """Find a source's text: by its hash, or else by its name or by what it holds."""
    if source.sha256 == "not held":
        return (State.NOT_HELD, ""), None
    if text := texts.get(source.sha256):
        return (State.AS_RECORDED, text.file), text
    for text in strange:
        if PurePath(text.file).stem == name or _resembles(text, cited):
            return (State.CHANGED, text.file), text
    return (State.NOT_GIVEN, ""), None


def _resembles(text: SourceText, cited: list[Cited]) -> bool:
    figures = [one for one in cited if one.kind is Kind.FIGURE]
    held = sum(_looked_up(one, text).result is Cite.CONFIRMED for one in figures)
    return bool(figures) and held >= RECOGNISED * len(figures)


def _where(one: Cited, text: SourceText) -> tuple[int, ...]:
    return tuple(number for number in text.numbers if one.stands_in(text.at(number)))


def _looked_up(one: Cited, text: SourceText | None) -> Citation:
    if text is None:
        return Citation(one, Cite.NO_TEXT)
    where = _where(one, text)
    if not where:
        return Citation(one, Cite.NOT_FOUND)
    places = spots(one.at, text.numbers)
    stands = all(any(number in where for number in place) for place in places)
    return Citation(one, Cite.CONFIRMED if stands else Cite.ELSEWHERE, where)


def _fault(citation: Citation) -> Fault | None:
    one = citation.cited
    thing = f"{one.path}: {one.written!r}"
    match citation.result:
        case Cite.ELSEWHERE:
            where = join(citation.paragraphs)
            words = f"{thing} does not stand at {one.at} of {one.source}, but at {where}"
            return Fault(one.place, words, f"write at: {where}", RULE)
        case Cite.NOT_FOUND:
            words = f"{thing} stands nowhere in {one.source} (cited at {one.at})"
            return Fault(one.place, words, "write it as the source does", RULE)
    return None


def _of_sources(library: Library, states: Mapping[str, tuple[State, str]]) -> Iterator[Fault]:
    for name, (state, file) in states.items():
        place = library.place("sources", ("sources", name, "sha256"))
        if state is State.CHANGED:
            words = f"the text of {name} has changed: {file} has another hash"
            yield Fault(place, words, "review what is cited from it, then record its hash", RULE)
        if state is State.NOT_GIVEN:
            words = f"no text at hand has the hash of {name}: nothing cited from it was verified"
            yield Fault(place, words, "put its text into the folder", RULE, Severity.WARNING)
