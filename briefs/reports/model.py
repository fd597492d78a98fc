"""The model of a report: every finding and every other fault as one sort of item."""

from __future__ import annotations

import inspect
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from typing import Any

from briefs.checks import CHECKS, WORD_CHECKS, Answers, Finding, Verdict
from briefs.faults import Fault, Place, Severity
from briefs.figures import Derived, Figure, Stated
from briefs.records.book import Book
from briefs.records.company import Acknowledgement
from briefs.records.fields import in_language
from briefs.records.prose import pieces

#: The verdict of a fault that no check of figures gave.
FAULT = "fault"

_QUIET = frozenset({Verdict.HOLDS, Verdict.NOT_TESTABLE})


class Level(StrEnum):
    """How much an item matters: an error stops, a warning is only said, the rest is recorded."""

    ERROR = "error"
    WARNING = "warning"
    NONE = "none"


@dataclass(frozen=True, slots=True)
class Concern:
    """A figure that an item concerns, and where the records hold it."""

    figure: str
    place: Place


@dataclass(frozen=True, slots=True)
class Answer:
    """Who answered for an item, when, and the reason in each language of the record."""

    by: str
    on: date
    reason: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Item:
    """One thing that was found.

    `concerns` are all figures it is about, the one in question first. `computed` is what follows
    from the others, in digits. An item that somebody has
    answered for stops nothing.
    """

    rule: str
    level: Level
    verdict: str
    message: str
    place: Place
    mend: str = ""
    subject: str = ""
    path: str = ""
    concerns: tuple[Concern, ...] = ()
    computed: str = ""
    answer: Answer | None = None

    @property
    def is_open(self) -> bool:
        """Whether somebody has to look at it."""
        return self.level is not Level.NONE and self.answer is None

    def __str__(self) -> str:
        words = f"{self.place}: {self.level}: {self.message}"
        return f"{words}; {self.mend}" if self.mend else words


@dataclass(frozen=True, slots=True)
class Rule:
    """What finds items: its name, what it does in a sentence, and the paragraph on that."""

    name: str
    sentence: str = ""
    paragraph: str = ""


@dataclass(frozen=True, slots=True)
class Report:
    """Everything that was found, the most serious first, and the rules that found it."""

    items: tuple[Item, ...]
    rules: tuple[Rule, ...]

    @property
    def open(self) -> tuple[Item, ...]:
        """What somebody has to look at."""
        return tuple(item for item in self.items if item.is_open)

    def count(self, level: Level) -> int:
        """Count what somebody has to look at, of one level."""
        return sum(item.level is level for item in self.open)


_ORDER = {level: number for number, level in enumerate(Level)}


def report(faults: Iterable[Fault], answers: Answers | None, books: Mapping[str, Book]) -> Report:
    """Make a report of all that was found; a fault that only says a finding again is left out."""
    others = {(fault.rule, fault.place, fault.message): fault for fault in faults}
    items = []
    for finding in answers.findings if answers else ():
        item = _of_finding(finding, books.get(finding.subject))
        said = others.pop((item.rule, item.place, item.message), None)
        items.append(replace(item, mend=said.mend) if said else item)
    items += map(_of_fault, others.values())
    items.sort(key=lambda item: (not item.is_open, _ORDER[item.level], item.place, item.message))
    return Report(tuple(items), tuple(_rules(items)))


def _of_fault(fault: Fault) -> Item:
    return Item(
        rule=fault.rule,
        level=Level(fault.severity.value),
        verdict=FAULT,
        message=fault.message,
        place=fault.place,
        mend=fault.mend,
    )


def _of_finding(finding: Finding, book: Book | None) -> Item:
    return Item(
        rule=finding.check,
        level=_level(finding),
        verdict=finding.verdict.value,
        message=finding.message,
        place=finding.place,
        subject=finding.subject,
        path=finding.path,
        concerns=tuple(_concerns(finding)),
        computed=f"{finding.computed.shown:f}" if finding.computed else "",
        answer=_answer(finding.acknowledged, book) if finding.acknowledged else None,
    )


def _answer(entry: Acknowledgement, book: Book | None) -> Answer:
    reason = {name: _told(in_language(entry.reason, name), book) for name in entry.reason}
    return Answer(entry.reviewed_by, entry.reviewed_on, reason)


def _told(text: str, book: Book | None) -> str:
    """Give a text with the digits of the figures it refers to, as their sources write them."""
    figures = book.figures if book else {}
    return "".join(
        piece if isinstance(piece, str) else _digits(piece.target, figures.get(piece.target))
        for piece in pieces(text)
    )


def _digits(target: str, figure: Figure | None) -> str:
    if figure is None:
        return target
    if isinstance(figure.origin, Stated):
        return str(figure.origin.written)
    return f"{figure.shown:f}"


def _level(finding: Finding) -> Level:
    if finding.verdict in _QUIET:
        return Level.NONE
    stops = finding.verdict is Verdict.CONTRADICTS and finding.severity is Severity.ERROR
    return Level.ERROR if stops else Level.WARNING


def _concerns(finding: Finding) -> Iterator[Concern]:
    """Give the stated figures that a finding is about, each once, however they are derived."""
    about = (finding.stated, *finding.inputs, finding.computed)
    found = {one.id: one for figure in about if figure for one in _stated(figure)}
    for one in found.values():
        yield Concern(one.id, one.place)


def _stated(figure: Figure) -> Iterator[Figure]:
    if isinstance(figure.origin, Derived):
        for one in figure.origin.inputs:
            yield from _stated(one)
    else:
        yield figure


def _rules(items: Sequence[Item]) -> Iterator[Rule]:
    """Give each check with its words, whether it found something or not, then other rules."""
    checks: tuple[Callable[..., Any], ...] = (*CHECKS, *WORD_CHECKS)
    known = {check.__name__: _rule(check) for check in checks}
    yield from known.values()
    for name in sorted({item.rule for item in items} - known.keys()):
        yield Rule(name)


def _rule(check: Callable[..., Any]) -> Rule:
    sentence, _, paragraph = (inspect.getdoc(check) or "").partition("\n\n")
    return Rule(check.__name__, " ".join(sentence.split()), " ".join(paragraph.split()))
