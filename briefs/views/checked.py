"""Checked: what the checks found on a company's figures, a line for each."""

from __future__ import annotations

from collections.abc import Callable

from briefs.checks import Finding, Verdict
from briefs.figures import Figure
from briefs.views.parts import Checked
from briefs.views.speech import Filling, Speaker, figure_said, period_said
from briefs.views.subject import Subject

#: Verdicts in the order in which a reader wants them; what cannot be tested is not listed.
ORDER = (Verdict.CONTRADICTS, Verdict.EXTERNAL_CONFLICT, Verdict.TENSION, Verdict.HOLDS)


def checked(subject: Subject, most: int) -> tuple[Checked, ...]:
    """Say what the checks found, what does not agree first, on at most so many lines.

    The wording files decide which findings a page tells of: those that they have words for.
    """
    ordered = sorted(told(subject), key=lambda finding: ORDER.index(finding.verdict))
    return tuple(_line(subject, finding) for finding in ordered[:most])


def told(subject: Subject) -> list[Finding]:
    """Give what the checks found on a company and a page could tell of."""
    own = [one for one in subject.notes.findings if one.subject == subject.book.subject]
    return [finding for finding in own if _is_told(subject, finding)]


def _key(finding: Finding) -> str:
    return f"checked.{finding.check}.{finding.verdict.name.lower()}"


def _is_told(subject: Subject, finding: Finding) -> bool:
    return finding.verdict in ORDER and subject.voice.speakers[0].wording.has(_key(finding))


def _line(subject: Subject, finding: Finding) -> Checked:
    key = _key(finding)
    needed = subject.voice.speakers[0].wording.needs(key)
    fillings: dict[str, Callable[[Speaker], Filling]] = {
        name: figure_said(figure)
        for name, figure in (
            ("stated", finding.quoted),
            ("computed", finding.computed),
            ("against", next(iter(finding.inputs), None)),
        )
        if figure is not None and name in needed
    }
    if "period" in needed and finding.computed:
        fillings["period"] = period_said(finding.computed.period)
    words = subject.words(key, **fillings)
    stated: Figure | None = finding.stated
    return Checked(finding.verdict.name.lower(), subject.noted(words, stated))
