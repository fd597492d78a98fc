"""States: every edition that a file or a project holds, and the differences between two states."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path

from briefs.build.editions import dressed, editions
from briefs.build.making import Work, build
from briefs.build.manifest import UnreadableError, read_contents, read_manifest
from briefs.build.planning import Plan, plan
from briefs.build.project import Project
from briefs.build.templates import digest
from briefs.build.words import Words
from briefs.changes.copies import Copy, copy_in, copy_of, current, recorded
from briefs.changes.differing import Difference, difference, together
from briefs.evidence.additions import built
from briefs.evidence.enclosed import evidence_in
from briefs.faults import Fault, InvalidInput

#: Gives the PDF of an edition, by its id. Raises InvalidInput where it cannot be had.
Printing = Callable[[str], bytes]


@dataclass(frozen=True, slots=True)
class State:
    """What a file or a project holds: its editions by id, and its records by name.

    One that is `alone` is a file's: it is compared with whatever edition the other side has.
    `printing` is None where there are no pages to be had.
    """

    editions: Mapping[str, Copy]
    records: Mapping[str, Copy] = field(default_factory=dict)
    alone: bool = False
    printing: Printing | None = None


# --- where states come from


def of_pdf(name: str, pdf: bytes, beside: bytes | None) -> State:
    """Give what a PDF holds; a manifest beside it that tells of these bytes knows more.

    Raises NoPdfError, and InvalidInput for one whose data were altered.
    """
    evidence = evidence_in(name, pdf)
    if evidence.faults or evidence.contents is None:
        raise InvalidInput(evidence.faults)
    copy = copy_in(evidence, evidence.contents, pdf)
    try:
        manifest = read_manifest(beside) if beside else None
    except UnreadableError:
        manifest = None
    if manifest and manifest.pdf.sha256 == digest(built(pdf)):
        told = copy_of(manifest)
        words = told.words.model_copy(
            update={"passages": copy.words.passages | told.words.passages}
        )
        copy = told.model_copy(update={"words": words})
    return State({copy.edition: copy}, alone=True, printing=lambda _: pdf)


def of_manifest(data: bytes) -> State:
    """Give what a manifest tells, be it one from beside a PDF or from within it.

    Raises UnreadableError.
    """
    try:
        copy = copy_of(read_manifest(data))
    except UnreadableError:
        copy = copy_of(read_contents(data))
    return State({copy.edition: copy}, alone=True)


def of_project(project: Project, work: Callable[[], Work], folder: Path) -> State:
    """Give what a project's records say; its pages are made in a folder of their own.

    Raises InvalidInput for an edition that cannot be composed.
    """
    chosen = dressed(editions(project.library, project.wordings), project.dress)
    copies: dict[str, Copy] = {}
    faults: list[Fault] = []
    for item in plan(project, chosen):
        if isinstance(item, Plan):
            copies[item.edition.id] = current(item, project.wordings)
        else:
            faults += item.faults
    if faults:
        raise InvalidInput(faults)
    by_id = {one.id: one for one in chosen}
    elsewhere = replace(project, folder=folder)

    def printing(name: str) -> bytes:
        (result,) = build(elsewhere, [by_id[name]], work())
        if result.row.faults:
            raise InvalidInput(result.row.faults)
        return (folder / by_id[name].path).read_bytes()

    books = {name: recorded(book) for name, book in project.library.books.items()}
    return State(copies, books, printing=printing)


# --- what differs between two


def pairs(before: State, after: State) -> tuple[tuple[str, str], ...]:
    """Name the editions to compare: files with what there is, projects edition by edition.

    Nothing stands for an edition that one side lacks. Raises LookupError for a file whose
    edition the other side does not know.
    """
    if before.alone and after.alone:
        return tuple(zip(before.editions, after.editions, strict=True))
    if before.alone or after.alone:
        (name,) = (before if before.alone else after).editions
        if name not in before.editions or name not in after.editions:
            raise LookupError(name)
        return ((name, name),)
    names = dict.fromkeys((*before.editions, *after.editions))
    return tuple(
        (name if name in before.editions else "", name if name in after.editions else "")
        for name in names
    )


def differences(
    before: State, after: State, chosen: Iterable[tuple[str, str]]
) -> Iterator[Difference]:
    """Give what differs, brief by brief, and then the changed figures that no brief prints."""
    briefs: dict[str, list[Difference]] = {}
    for old, new in chosen:
        found = _edition(before.editions.get(old), after.editions.get(new))
        alone = before.alone or after.alone
        briefs.setdefault(new or old if alone else _brief(new or old), []).append(found)
    told = [together(name, found) for name, found in briefs.items()]
    yield from told
    printed = {one.figure for found in told for one in found.figures}
    subjects = {name.partition(".")[0] for name in briefs}
    for name, now in after.records.items():
        was = before.records.get(name)
        if was and name in subjects:
            found = difference(was, now)
            left = tuple(one for one in found.figures if one.figure not in printed)
            yield Difference(name, left, words=())


def _edition(was: Copy | None, now: Copy | None) -> Difference:
    if was and now:
        return difference(was, now)
    one = was or now
    if one is None:
        raise ValueError("an edition that neither side has is not compared")
    nothing = Copy(edition=one.edition, fingerprint="", shown=(), origins={}, words=Words())
    found = difference(was or nothing, now or nothing)
    return replace(found, inputs=("the edition is gone" if was else "the edition is new",))


def _brief(edition: str) -> str:
    """Name the brief of an edition: its subject and kind."""
    return ".".join(edition.split(".")[:2])
