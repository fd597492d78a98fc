"""Checked: what the checks found on a company's figures, a line for each."""

from __future__ import annotations

from collections.abc import Iterator

from briefs.checks import Verdict
from briefs.views.parts import Checked
from briefs.views.speech import figure_said
from briefs.views.subject import Subject


def checked(subject: Subject) -> Iterator[Checked]:
    """Say what the checks found, leaving out what cannot be tested."""
    for finding in subject.notes.findings:
        stated, computed = finding.stated, finding.computed
        if finding.verdict is Verdict.NOT_TESTABLE or stated is None or computed is None:
            continue
        verdict = finding.verdict.name.lower()
        words = subject.words(
            f"checked.{finding.check}.{verdict}",
            stated=figure_said(stated),
            computed=figure_said(computed),
        )
        yield Checked(verdict, subject.noted(words, stated))
