"""The verb merge: brings together what several machines built."""

from __future__ import annotations

from pathlib import Path

import click

from briefs.build.ending import note_ending
from briefs.cli import report, terminal
from briefs.cli.dates import now
from briefs.cli.exits import Exit
from briefs.cli.session import Session, common, dress


@click.command(epilog="Examples:  briefs merge shard-1 shard-2  ·  briefs merge out/* --json")
@common
@dress
@click.argument(
    "folders",
    nargs=-1,
    required=True,
    metavar="DIR...",
    type=click.Path(exists=True, file_okay=False, path_type=Path),
)
@click.pass_obj
def merge(session: Session, folders: tuple[Path, ...]) -> Exit:
    """Bring output folders of several machines into output/, each file verified.

    An edition that is nowhere makes the run fail, and the others are merged.
    """
    from briefs.build.making import index_anew  # noqa: PLC0415 - loads every room
    from briefs.build.merging import merge as bring  # noqa: PLC0415

    project = session.read()
    merged = bring(project, folders)
    index_anew(project)
    code = Exit.SOME_FAILED if merged.missing else Exit.OK
    if code is Exit.OK:
        note_ending(session.project, now())
    if session.json:
        more = {"merged": list(merged.taken), "missing": list(merged.missing)}
        terminal.show_document(report.document(code, (), **more))
        return code
    terminal.say(f"{terminal.plural(len(merged.taken), 'edition')} merged")
    if merged.missing:
        terminal.say(f"in none of the folders: {', '.join(merged.missing)}")
    return code
