"""Answers: what came of each question that is asked of a PDF, and of each figure in it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from briefs.build.manifest import Origin, Print
from briefs.faults import Fault, errors


class Verdict(StrEnum):
    """What came of a question."""

    AGREES = "agrees"
    DIFFERS = "differs"
    NOT_ASKED = "not asked"


@dataclass(frozen=True, slots=True)
class Answer:
    """The answer to one question that is asked of a PDF; `words` say what was compared."""

    question: str
    verdict: Verdict
    words: str
    faults: tuple[Fault, ...] = ()


@dataclass(frozen=True, slots=True)
class Line:
    """One figure where it is printed: what its data say, the page says, and the records say.

    `recorded` is nothing where no records were asked. `wrong` says what disagrees in the PDF, and
    `outdated` what disagrees with the records.
    """

    print: Print
    origin: Origin
    on_page: str
    recorded: str = ""
    wrong: tuple[str, ...] = ()
    outdated: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Agreement:
    """Everything that was asked of a PDF: each question with its answer, and each figure."""

    edition: str
    answers: tuple[Answer, ...]
    lines: tuple[Line, ...] = ()

    @property
    def faults(self) -> tuple[Fault, ...]:
        """Everything that does not agree."""
        return tuple(fault for answer in self.answers for fault in answer.faults)


def answer(question: str, words: str, faults: Sequence[Fault]) -> Answer:
    """Answer a question by what was found wrong; a warning is no disagreement."""
    verdict = Verdict.DIFFERS if errors(faults) else Verdict.AGREES
    return Answer(question, verdict, words, tuple(faults))
