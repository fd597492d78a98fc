"""Shown: what a browser is to show of an edition, and how it is told."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from briefs.checks import Finding
from briefs.checks.finding import QUIET
from briefs.faults import Fault
from briefs.preview.drawing import Picture


class Stage(StrEnum):
    """How far the pages that are shown have come."""

    WAITING = "waiting"
    DRAFT = "draft"
    PROVING = "proving"
    PROVEN = "proven"
    REFUSED = "refused"


@dataclass(frozen=True, slots=True)
class Shown:
    """What there is to see of one edition.

    `faults` keep the pages from being what the files ask for today, `found` is what the proofs
    hold against them, `findings` are what the checks say of the records. `saved` is when the change
    that led here was saved, in seconds since 1970, and `took` where the time went since, by phase.
    """

    edition: str
    fingerprint: str = ""
    stage: Stage = Stage.WAITING
    pages: tuple[Picture, ...] = ()
    faults: tuple[Fault, ...] = ()
    found: tuple[Fault, ...] = ()
    findings: tuple[Finding, ...] = ()
    saved: float = 0.0
    took: Mapping[str, float] = field(default_factory=dict)

    @property
    def is_open(self) -> bool:
        """Whether nobody has asked the proofs yet, and somebody could."""
        return self.stage is Stage.DRAFT and not self.faults

    def as_dict(self, names: Sequence[str], pdf: str) -> dict[str, Any]:
        """Give it as plain values, with the names of all editions, for the page in the browser."""
        asking = [one for one in self.findings if one.verdict not in QUIET]
        return {
            "edition": self.edition,
            "editions": list(names),
            "stage": self.stage.value,
            "pdf": pdf,
            "pages": [
                {"src": f"/pages/{one.name}.png", "width": one.width, "height": one.height}
                for one in self.pages
            ],
            "faults": [one.as_dict() for one in self.faults],
            "found": [one.as_dict() for one in self.found],
            "findings": [_finding(one) for one in asking],
            "quiet": len(self.findings) - len(asking),
            "saved": round(self.saved * 1000),
            "took": {name: round(seconds * 1000) for name, seconds in self.took.items()},
        }


def _finding(one: Finding) -> dict[str, Any]:
    place = one.place
    return {
        "check": one.check,
        "verdict": one.verdict.value,
        "acknowledged": one.acknowledged is not None,
        "subject": one.subject,
        "path": one.path,
        "message": one.message,
        "file": place.file,
        "line": place.line,
        "column": place.column,
    }
