"""Findings: what a check says of figures, and whether somebody has acknowledged it."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from briefs.figures import Figure
from briefs.records.company import Acknowledgement


class Verdict(StrEnum):
    """What a check found."""

    HOLDS = "holds"
    CONTRADICTS = "contradicts"
    TENSION = "tension"
    NOT_TESTABLE = "not testable"
    EXTERNAL_CONFLICT = "external conflict"


@dataclass(frozen=True, slots=True)
class Finding:
    """What one check says of one fact.

    `stated` is the figure in question, `inputs` are what it was tested against, `computed` is
    what follows from them. An acknowledged contradiction lets a build pass and is printed as a
    data note; the computed value is what the page shows.
    """

    check: str
    verdict: Verdict
    stated: Figure
    inputs: tuple[Figure, ...] = ()
    computed: Figure | None = None
    acknowledged: Acknowledgement | None = None

    @property
    def subject(self) -> str:
        """The record that the finding is about."""
        return self.stated.subject
