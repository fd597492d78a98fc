"""Merging: what several machines built of one project, brought together in its output folder.

Nothing is taken on trust: a PDF must be the one that its manifest tells of, and be made from what
the project says today. One fault, and nothing is merged.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from briefs.build.edition import OUTPUT, SUFFIX
from briefs.build.editions import dressed, editions
from briefs.build.files import locked, put
from briefs.build.history import keep_before
from briefs.build.manifest import read_manifest
from briefs.build.memory import built
from briefs.build.planning import Plan, plan
from briefs.build.project import Project
from briefs.build.standing import reasons
from briefs.faults import Fault, InvalidInput, Place


@dataclass(frozen=True, slots=True)
class Merged:
    """Which editions were brought in, and which of the project's are nowhere, by id."""

    taken: tuple[str, ...]
    missing: tuple[str, ...]


def merge(project: Project, folders: Iterable[Path]) -> Merged:
    """Bring the editions of output folders into the project's own, which is not indexed yet.

    Raises InvalidInput with all that is wrong with them, LockedError and CannotWriteError.
    """
    wanted = dressed(editions(project.library, project.wordings), project.dress)
    plans = {item.edition.id: item for item in plan(project, wanted) if isinstance(item, Plan)}
    found: dict[str, Path] = {}
    faults: list[Fault] = []
    for folder in folders:
        for name, item in plans.items():
            pdf = folder / item.edition.path.relative_to(OUTPUT)
            if pdf.exists() or pdf.with_suffix(SUFFIX).exists():
                faults += _against(pdf, item, found.setdefault(name, pdf))
    if faults:
        raise InvalidInput(faults)
    with locked(project.folder / OUTPUT):
        for name, pdf in found.items():
            path = project.folder / plans[name].edition.path
            manifest = pdf.with_suffix(SUFFIX).read_bytes()
            keep_before(path, manifest)
            put(path, pdf.read_bytes())
            put(path.with_suffix(SUFFIX), manifest)
    return Merged(tuple(found), tuple(one.id for one in wanted if one.id not in found))


def _against(pdf: Path, item: Plan, first: Path) -> Iterator[Fault]:
    """Say what is wrong with an edition, and whether an earlier folder holds another one."""
    whole = built(pdf, None)
    if isinstance(whole, str):
        yield _fault(pdf, f"it {whole}", "fetch it again, with its manifest")
    elif whole.fingerprint != item.fingerprint:
        manifest = read_manifest(pdf.with_suffix(SUFFIX).read_bytes())
        why = "; ".join(map(str, reasons(manifest, item)))
        yield _fault(pdf, f"it is not made from this project: {why}", "build it from the same")
    elif first.read_bytes() != pdf.read_bytes():
        yield _fault(pdf, f"it is another than {first}", "find out which machine differs, and how")


def _fault(pdf: Path, message: str, mend: str) -> Fault:
    return Fault(Place(str(pdf)), message, mend, "merge")
