"""The verb import: what a workbook says, taken back into the records."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from difflib import unified_diff
from pathlib import Path
from typing import Any

import click

from briefs.build.files import put
from briefs.build.project import Parts
from briefs.cli import report, terminal
from briefs.cli.exits import Exit
from briefs.cli.session import Session, common
from briefs.faults import Fault, InvalidInput, Place, errors, in_order
from briefs.reading import read_yaml
from briefs.workbooks.importing import STALE, Amended, amend, by_cell
from briefs.workbooks.reading import Filled, read_workbook
from briefs.workbooks.trial import tried
from briefs.workbooks.vetting import MOST_BYTES, RULE


@click.command(
    "import",
    epilog="Examples:  briefs import axera.xlsx --dry-run  ·  briefs import axera.xlsx",
)
@common
@click.argument(
    "file", metavar="FILE.xlsx", type=click.Path(path_type=Path, exists=True, dir_okay=False)
)
@click.option("--dry-run", is_flag=True, help="Show what would change, and write nothing.")
@click.option("--over", is_flag=True, help="Also over records that changed since the export.")
@click.pass_obj
def import_(session: Session, file: Path, *, dry_run: bool, over: bool) -> Exit:
    """Take a workbook of `briefs export` back into the records.

    Only what a cell changes is written; comments and order stay. Faults are said by sheet and
    cell, and while there is one, nothing is written.
    """
    try:
        made, warnings = _amended(session, file, over=over)
        changed = [one for one in made if one.old != one.new]
        parts = tried(session.project, session.templates(), changed)
        _refuse(parts, changed, file.name)
    except InvalidInput as error:
        return _refused(session, error.faults)
    if not dry_run:
        for one in changed:
            put(session.project / one.file, one.new.encode())
    doubts = _objections(parts, changed, file.name)
    code = Exit.DATA if errors(doubts) else Exit.OK
    _report(session, changed, in_order((*warnings, *doubts)), code, dry_run=dry_run)
    return code


def _amended(session: Session, file: Path, *, over: bool) -> tuple[list[Amended], list[Fault]]:
    """Read a workbook and lay it into the records; raises InvalidInput with every fault."""
    try:
        with file.open("rb") as handle:
            data = handle.read(MOST_BYTES + 1)
    except OSError as error:
        words = f"cannot be read: {error.strerror}"
        fault = Fault(Place(file.name), words, "look at its name and its rights", RULE)
        raise InvalidInput([fault]) from error
    filled, faults = read_workbook(data, file.name)
    if filled is None:
        raise InvalidInput(faults)
    made, doubts = amend(filled, _files(session, filled), file.name)
    every = [*faults, *(one for one in doubts if not (over and one.rule == STALE))]
    if errors(every):
        raise InvalidInput(every)
    return made, every


def _files(session: Session, filled: Filled) -> dict[str, bytes]:
    """Give what the records' files hold; raises InvalidInput where one cannot be read."""
    found = {}
    for name, _ in filled.files.values():
        path = session.project / name
        if path.exists():
            _, faults = read_yaml(path, name=name)
            if errors(faults):
                raise InvalidInput(faults)
            found[name] = path.read_bytes()
    return found


def _refuse(parts: Parts, changed: Iterable[Amended], name: str) -> None:
    """Raise InvalidInput with what makes a changed record no record any more."""
    known = parts.answers.faults if parts.answers else ()
    by_file = {one.file: one for one in changed}
    faults = [
        by_cell(fault, by_file[fault.place.file], name)
        for fault in errors(parts.faults)
        if fault.place.file in by_file and fault not in known
    ]
    if faults:
        raise InvalidInput(faults)


def _objections(parts: Parts, changed: Iterable[Amended], name: str) -> tuple[Fault, ...]:
    """Give what the checks hold against the records that changed, by cell."""
    by_file = {one.file: one for one in changed}
    found = parts.answers.faults if parts.answers else ()
    return tuple(
        by_cell(fault, by_file[fault.place.file], name)
        for fault in found
        if fault.place.file in by_file
    )


def _refused(session: Session, faults: Sequence[Fault]) -> Exit:
    if session.json:
        terminal.show_document(report.document(Exit.DATA, faults, records=[]))
    else:
        terminal.say_faults(faults)
        terminal.say("nothing was written")
    return Exit.DATA


def _report(
    session: Session,
    changed: Sequence[Amended],
    faults: Sequence[Fault],
    code: Exit,
    *,
    dry_run: bool,
) -> None:
    if session.json:
        rows = [_as_dict(one) for one in changed]
        terminal.show_document(report.document(code, faults, records=rows, written=not dry_run))
        return
    for one in changed:
        for line in _difference(one):
            terminal.show_line(line)
    terminal.say_faults(faults)
    if not changed:
        terminal.say("nothing to change: the records say the same")
    for one in changed:
        count = terminal.plural(len(one.changes), "cell")
        done = "would change" if dry_run else "changed"
        terminal.say(f"{one.file}: {count} {done}")


def _difference(one: Amended) -> Iterable[str]:
    old, new = one.old.splitlines(), one.new.splitlines()
    return unified_diff(old, new, one.file, one.file, n=0, lineterm="")


def _as_dict(one: Amended) -> dict[str, Any]:
    return {
        "id": one.record,
        "file": one.file,
        "changes": [
            {
                "path": "/".join(change.path),
                "old": change.old,
                "new": change.new,
                "sheet": change.place.sheet,
                "cell": change.place.cell,
            }
            for change in one.changes
        ],
    }
