"""The verb errata: the notes that correct figures of briefs after these were sent."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import click

from briefs.build.files import put
from briefs.build.limits import held
from briefs.cli import report, terminal
from briefs.cli.choosing import Choice, selecting
from briefs.cli.exits import Exit
from briefs.cli.mailing import LEDGER_OPTION, ledger_path
from briefs.cli.session import Session, common, dress
from briefs.delivery.errata import Sent, erratum, plain, sent
from briefs.delivery.ledger import looked_into
from briefs.pages import Designer

#: So much of an edition's fingerprint stands on its pages.
STAMP = 8


@click.command(epilog="Examples:  briefs errata  ·  briefs errata axera --to errata")
@common
@dress
@selecting
@LEDGER_OPTION
@click.option(
    "--to",
    "folder",
    type=click.Path(path_type=Path, file_okay=False),
    metavar="DIR",
    help="Write each note as text and as HTML into a folder.",
)
@click.pass_obj
def errata(session: Session, choice: Choice, ledger: Path | None, folder: Path | None) -> Exit:
    """Write the notes that correct figures which were sent and are others in the records now.

    A figure of a later day is news, and corrects nothing. Readers who were last sent the same get
    the same note, in the languages of their edition.
    """
    project = session.read()
    with looked_into(ledger_path(session, ledger)) as opened:
        found = [one for one in sent(project, choice.of(project), opened) if one.corrections]
    designer = Designer([project.templates], project.theme, project.wordings)
    rows = []
    for one in found:
        note = erratum(project, one)
        with held(one.edition.id):
            html = designer.letter(note)
        rows.append(_row(one) | {"subject": note.subject, "text": plain(note), "html": html})
    files = _written(folder, rows) if folder else []
    return _told(session, rows, files)


def _row(one: Sent) -> dict[str, Any]:
    return {
        "edition": one.edition.id,
        "fingerprint": one.fingerprint,
        "since": one.since.isoformat(),
        "readers": list(one.readers),
        "figures": [change.figure for change in one.corrections],
    }


def _written(folder: Path, rows: Sequence[dict[str, Any]]) -> list[str]:
    """Write each note, named after the edition that it corrects and the start of its stamp."""
    files = []
    for row in rows:
        name = f"{row['edition']}-{row['fingerprint'][:STAMP]}"
        for suffix, form in ((".txt", "text"), (".html", "html")):
            path = folder / f"{name}{suffix}"
            put(path, row[form].encode())
            files.append(str(path))
    return files


def _told(session: Session, rows: Sequence[dict[str, Any]], files: Sequence[str]) -> Exit:
    if session.json:
        terminal.show_document(report.document(Exit.OK, (), errata=list(rows), files=list(files)))
        return Exit.OK
    for path in files:
        terminal.show_line(path)
    if not files:
        terminal.show_text("\n".join(row["text"] for row in rows))
    for row in rows:
        who = terminal.plural(len(row["readers"]), "reader")
        figures = terminal.plural(len(row["figures"]), "figure")
        terminal.say(f"{row['edition']}: {figures} to correct for {who}")
    if not rows:
        terminal.say("nothing that was sent is to be corrected")
    return Exit.OK
