"""Clearance: whether an edition may leave the house; only what is proven does."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from briefs.build.edition import SUFFIX, Edition
from briefs.build.editions import View
from briefs.build.manifest import Manifest, UnreadableError, read_manifest
from briefs.build.memory import Memory, recall
from briefs.build.planning import Plan, Unplanned, plan
from briefs.build.project import Project
from briefs.build.standing import State, standing
from briefs.build.templates import digest
from briefs.changes import Copy, copy_of
from briefs.checks import Finding, Verdict
from briefs.faults import Fault, Place
from briefs.views.parts import phrases_in

RULE = "clearance"

#: What people write who leave the name of a reviewer for later.
NOBODY = frozenset({"", "-", "?", "nobody", "none", "n/a", "pending", "tba", "tbd", "todo"})

#: Reasons that are named when an edition is not fresh; the rest are counted.
_NAMED = 3


@dataclass(frozen=True, slots=True)
class Cleared:
    """An edition that may leave: its view, its bytes, and what is kept of them."""

    edition: Edition
    view: View
    manifest: Manifest
    pdf: bytes

    @property
    def copy(self) -> Copy:
        """What it says, to be kept for whoever gets it."""
        return copy_of(self.manifest)

    @property
    def content(self) -> str:
        """A digest of what the edition says; new code or templates alone say nothing new."""
        inputs = self.manifest.inputs
        said = (f"{name} {inputs[name]}" for name in sorted(inputs) if name.startswith("view/"))
        return digest("\n".join(said).encode())


@dataclass(frozen=True, slots=True)
class Clearance:
    """Which editions may leave, by id, and what speaks against the others."""

    cleared: Mapping[str, Cleared]
    faults: tuple[Fault, ...]


def clear(project: Project, editions: Iterable[Edition], today: date) -> Clearance:
    """Ask of each edition whether it is what the build proved, and made of what stands today."""
    cleared: dict[str, Cleared] = {}
    faults: list[Fault] = []
    memory = recall(project.folder)
    for one in plan(project, editions):
        against = list(_standing(project.folder, one, memory))
        if isinstance(one, Plan):
            against += _unreviewed(project, one, today)
            found = None if against else _kept(project.folder, one)
            if isinstance(found, Cleared):
                cleared[one.edition.id] = found
            elif found:
                against.append(found)
        faults += against
    return Clearance(cleared, tuple(faults))


def _standing(folder: Path, made: Plan | Unplanned, memory: Memory) -> Iterator[Fault]:
    """Say how an edition stands, unless it is fresh."""
    stands = standing(made, folder, memory.of(made.edition))
    if stands.state is State.FRESH:
        return
    reasons = [str(reason) for reason in stands.reasons]
    more = len(reasons) - _NAMED
    why = "; ".join(reasons[:_NAMED]) + (f"; and {more} more" if more > 0 else "")
    verb = "has" if stands.state is State.FAILED else "is"
    words = f"{verb} {stands.state}: {why}" if why else f"{verb} {stands.state}"
    yield _refused(made.edition, words)


def _kept(folder: Path, made: Plan) -> Cleared | Fault:
    """Read an edition whole; its bytes are those that its manifest speaks of."""
    path = folder / made.edition.path
    try:
        pdf = path.read_bytes()
        manifest = read_manifest(path.with_suffix(SUFFIX).read_bytes())
    except (OSError, UnreadableError) as error:
        return _refused(made.edition, f"cannot be read: {error}")
    if manifest.edition.id != made.edition.id or manifest.pdf.sha256 != digest(pdf):
        return _refused(made.edition, "has other bytes than its manifest speaks of")
    return Cleared(made.edition, made.view, manifest, pdf)


def _refused(edition: Edition, words: str) -> Fault:
    name = edition.id
    return Fault(Place(name), f"{name} {words}", f"run `briefs build {name}`", RULE)


def _unreviewed(project: Project, made: Plan, today: date) -> Iterator[Fault]:
    """Find what an edition says that no second person has answered for."""
    name = made.edition.id
    for subject in subjects_of(project, made.edition):
        for finding in project.answers.of(subject):
            if finding.verdict is Verdict.CONTRADICTS and (why := _open(finding, today)):
                words = f"{name}: {finding.check} of {finding.path} {why}"
                mend = "have somebody review it, and write reviewed_by and reviewed_on"
                yield Fault(finding.place, words, mend, RULE)
    if any(phrase.draft for phrase in phrases_in(made.view)):
        words = f"{name} shows a draft that nobody has reviewed"
        yield Fault(Place(name), words, "review the text, and take its draft: away", RULE)


def _open(finding: Finding, today: date) -> str:
    """Say why an acknowledgement does not stand, if it does not."""
    entry = finding.acknowledged
    if entry is None:
        return "contradicts, and nobody acknowledged it"
    if entry.reviewed_by.strip().casefold() in NOBODY:
        return "is acknowledged, and nobody reviewed it"
    if entry.reviewed_on > today:
        return f"is to be reviewed on {entry.reviewed_on}, which is to come"
    return ""


def subjects_of(project: Project, edition: Edition) -> tuple[str, ...]:
    """Give the records that an edition speaks of."""
    comparison = project.library.comparisons.get(edition.subject)
    if comparison is None:
        return (edition.subject,)
    return (*comparison.companies, *comparison.context)
