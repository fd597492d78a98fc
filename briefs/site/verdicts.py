"""Verdicts: what the checks say of the records that a brief speaks of."""

from __future__ import annotations

from collections.abc import Mapping

from briefs.build.project import Project
from briefs.pages.gallery import Verdict
from briefs.reports import Item, Level, report


def verdicts(project: Project) -> Mapping[str, tuple[Verdict, ...]]:
    """Give what was found on each record, the most serious first."""
    found: dict[str, list[Verdict]] = {}
    for item in report(project.warnings, project.answers, project.library.books).items:
        if item.subject:
            found.setdefault(item.subject, []).append(_verdict(item))
    # What somebody answered for ranks by what it was found to be, not by the answer.
    return {
        subject: tuple(sorted(items, key=lambda one: _ORDER.index(one.verdict)))
        for subject, items in found.items()
    }


#: Verdicts in the order in which a reader wants them, as keys of words.
_ORDER = ("contradicts", "external_conflict", "tension", "holds", "not_testable")


def _verdict(item: Item) -> Verdict:
    answer = item.answer
    return Verdict(
        rule=item.rule,
        verdict=item.verdict.replace(" ", "_"),
        message=item.message,
        subject=item.subject,
        path=item.path,
        loud=item.level is not Level.NONE,
        by=answer.by if answer else "",
        on=str(answer.on) if answer else "",
        reason=answer.reason if answer else None,
    )
