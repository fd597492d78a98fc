"""The verb site: writes the gallery of what stands in output/."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

import click

from briefs.build.memory import Seen, look
from briefs.cli import report, terminal
from briefs.cli.dates import pretended
from briefs.cli.exits import Exit
from briefs.cli.session import Session, common
from briefs.site.trail import is_current

if TYPE_CHECKING:  # A gallery that is current waits for none of the rooms below.
    from briefs.site.gallery import Written


@click.command(epilog="Examples:  briefs site  ·  briefs build --site  ·  briefs site --json")
@common
@click.pass_obj
def site(session: Session) -> Exit:
    """Write the gallery: every brief with its figures and their sources, for a browser."""
    written = show(session, look(session.project, now=time.time_ns()))
    if session.json:
        more = {"pages": written.pages if written else 0, "fresh": written is None}
        terminal.show_document(report.document(Exit.OK, (), **more))
    elif written is None:
        terminal.say("nothing to do: the gallery is fresh")
    return Exit.OK


def show(session: Session, seen: Seen) -> Written | None:
    """Write the gallery, and say so; nothing where a look shows that it is fresh.

    `seen` is how the project's files looked before they were read.
    """
    published = pretended()
    if is_current(session.project, seen, str(published or "")):
        return None
    faces = session.faces()
    from briefs.site.gallery import publish  # noqa: PLC0415 - loads the press, which wants faces

    project = session.read(contradicted=True)
    written = publish(project, faces, seen=seen, published=published)
    if not session.json:
        shown = terminal.plural(written.editions, "edition")
        new = terminal.plural(written.pages, "new page")
        terminal.say(f"gallery: {shown}, {new}: {session.project / 'output/index.html'}")
    return written
