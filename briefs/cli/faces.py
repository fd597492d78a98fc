"""The verb faces: what pages are set in, cut from fonts that are installed."""

from __future__ import annotations

import click

from briefs.build.files import SetupError
from briefs.cli import report, terminal
from briefs.cli.exits import Exit
from briefs.cli.session import Session, common
from briefs.faces import faces_directory, missing
from briefs.faces.foundry import FaceError, cut_missing


@click.command(epilog="Examples:  briefs faces")
@common
@click.pass_obj
def faces(session: Session) -> Exit:
    """Cut the faces that are missing from the fonts of briefs[faces]; once on a machine."""
    directory = faces_directory(session.cache)
    wanted = missing(directory)
    if wanted and not session.json:
        # The cutting takes half a minute, and silence would look like a fault.
        terminal.say(f"cutting {terminal.plural(len(wanted), 'face')}")
    try:
        cut = cut_missing(directory)
    except (FaceError, OSError) as error:
        raise SetupError(str(error), "") from error
    if session.json:
        names = [face.name for face in cut]
        terminal.show_document(report.document(Exit.OK, (), folder=str(directory), cut=names))
    else:
        terminal.show_line(str(directory))
    return Exit.OK
