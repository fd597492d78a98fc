"""Errata: the notes that correct figures of briefs after these were sent."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from briefs.build.edition import Edition
from briefs.build.editions import View
from briefs.build.planning import Plan, plan
from briefs.build.project import Project
from briefs.changes import Change, Copy, Difference, current, difference
from briefs.delivery.ledger import Ledger
from briefs.delivery.writing import disclaimer, name_of, subject_of
from briefs.faults import InvalidInput
from briefs.language import Wording
from briefs.language.dates import day
from briefs.language.prose import join
from briefs.pages import Corrected, Correction, Erratum
from briefs.views.foot import source_said
from briefs.views.labels import labels
from briefs.views.speech import Speaker


@dataclass(frozen=True, slots=True)
class Sent:
    """What readers hold of an edition: who they are, since when, and what is another today.

    `fingerprint` is that of the edition that they were sent.
    """

    edition: Edition
    view: View
    fingerprint: str
    readers: tuple[str, ...]
    since: date
    difference: Difference

    @property
    def corrections(self) -> tuple[Change, ...]:
        """The figures that readers hold and that are wrong."""
        return self.difference.corrections


def sent(project: Project, editions: Iterable[Edition], ledger: Ledger) -> Iterator[Sent]:
    """Compare what readers last got of each edition with what the records say of it today.

    Those who hold the same are told of together, whoever got it first in front. Raises
    InvalidInput for an edition that cannot be composed.
    """
    for item in plan(project, editions):
        if not isinstance(item, Plan):
            raise InvalidInput(item.faults)
        held: dict[str, list[tuple[str, date]]] = {}
        for one in ledger.last(item.edition.id):
            held.setdefault(one.keepsake, []).append((one.canonical, one.dated.date()))
        now = current(item, project.wordings)
        for keepsake, readers in held.items():
            copy = Copy.model_validate_json(keepsake)
            yield Sent(
                edition=item.edition,
                view=item.view,
                fingerprint=copy.fingerprint,
                readers=tuple(name for name, _ in readers),
                since=readers[0][1],
                difference=difference(copy, now),
            )


def erratum(project: Project, one: Sent) -> Erratum:
    """Write the note that corrects what readers hold of an edition."""
    spoken = [project.wordings[language] for language in one.view.setting.languages]
    briefs = dict.fromkeys(subject_of(one.view, wording) for wording in spoken)
    return Erratum(
        subject=spoken[0].text("erratum.subject", brief=" · ".join(briefs)),
        passages=tuple(_correction(project, one, wording) for wording in spoken),
    )


def _correction(project: Project, one: Sent, wording: Wording) -> Correction:
    return Correction(
        language=wording.id,
        kicker=wording.text("erratum.kicker"),
        name=name_of(one.view, wording),
        lead=wording.text("erratum.lead", day=day(one.since, wording)),
        corrected=tuple(_corrected(project, one, change, wording) for change in one.corrections),
        end=wording.text("erratum.end"),
        disclaimer=disclaimer(one.view, wording),
    )


def _corrected(project: Project, one: Sent, change: Change, wording: Wording) -> Corrected:
    printed, correct = change.amounts(wording.id)
    return Corrected(
        label=change.label.get(wording.id, change.figure),
        printed=wording.text("erratum.printed", figure=printed),
        correct=wording.text("erratum.correct", figure=correct),
        origin=_origin(project, one, change, wording),
    )


def _origin(project: Project, one: Sent, change: Change, wording: Wording) -> str:
    """Say how the right figure is known: from which source, or from which corrected figures."""
    if change.after is None:
        return ""
    origin = change.after.origin
    if origin.source:
        source = source_said(project.library, Speaker(wording), origin.source)
        return wording.text("erratum.source", source=str(source), at=origin.at)
    named = labels(one.view)
    inputs = [
        named[reason.of].get(wording.id, "") for reason in change.reasons if reason.of in named
    ]
    return wording.text("erratum.derived", inputs=join(inputs, wording)) if inputs else ""


def plain(erratum: Erratum) -> str:
    """Give an erratum as plain text that says what its HTML says."""
    return "\n\n".join(map(_plain, erratum.passages)) + "\n"


def _plain(passage: Correction) -> str:
    figures = (
        "\n  ".join(filter(None, (one.label, one.printed, one.correct, one.origin)))
        for one in passage.corrected
    )
    head = f"{passage.kicker}\n{passage.name}"
    return "\n\n".join((head, passage.lead, *figures, passage.end, passage.disclaimer))
