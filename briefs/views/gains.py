"""Gains: the change since the offer price that a page shows, and how it wants to be seen."""

from __future__ import annotations

from briefs.checks import Verdict
from briefs.figures import Figure
from briefs.views.parts import Tone
from briefs.views.subject import Subject


def shown_gain(subject: Subject, kind: str) -> Figure | None:
    """Give the gain over the offer price that a page shows, or none: as stated where that holds.

    Where a stated gain does not follow from the prices, the computed one is shown.
    """
    stated, computed = subject.figure(f"debut.gain_{kind}"), subject.figure(f"gain.{kind}")
    for finding in subject.notes.findings:
        is_same = stated and finding.stated and finding.stated.id == stated.id
        if is_same and finding.verdict is Verdict.HOLDS:
            return stated
    return computed


def tone_of(figure: Figure) -> Tone:
    """Say whether a change goes up or down."""
    if figure.value > 0:
        return Tone.UP
    return Tone.DOWN if figure.value < 0 else Tone.PLAIN
