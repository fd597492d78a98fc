"""The verb preview: a brief in a browser, drawn anew whenever something that it is made of is."""

from __future__ import annotations

import socket
import webbrowser
from functools import partial

import click

from briefs.build.files import SetupError
from briefs.build.making import Work
from briefs.build.memory import recall
from briefs.build.project import Project
from briefs.build.templates import own_templates
from briefs.cli import terminal
from briefs.cli.choosing import Choice, selecting
from briefs.cli.exits import Exit
from briefs.cli.session import Session, common, dress
from briefs.faults import InvalidInput

#: Nobody else's machine reaches it.
LOOPBACK = "127.0.0.1"

#: A preview of the same project is found where it was; any other port does, if that is taken.
PORT = 8137


@click.command(
    epilog="Examples:  briefs preview axera  ·  briefs preview ai-chips --lang zh-Hans --no-browser"
)
@common
@dress
@selecting
@click.option("--port", type=click.IntRange(0, 65535), help=f"Port (default: {PORT}, if free).")
@click.option("--browser/--no-browser", default=True, help="Open it in the browser.")
@click.pass_obj
def preview(session: Session, /, choice: Choice, port: int | None, *, browser: bool) -> Exit:
    """Show a brief beside its findings, drawn anew as records and templates are saved.

    It answers to this machine alone, until Ctrl-C. Proofs wait until nothing is saved; then the
    brief is built as by `briefs build`.
    """
    try:
        import uvicorn  # noqa: PLC0415 - of the extra `preview`

        from briefs.preview.desk import Desk  # noqa: PLC0415
        from briefs.preview.drawing import prove  # noqa: PLC0415
        from briefs.preview.site import site  # noqa: PLC0415
    except ImportError as error:
        words = f"the package {error.name}, which serves the preview, is not installed"
        raise SetupError(words, "run `pip install 'briefs[preview]'`") from error
    desk = Desk(partial(_read, session), Work(session.faces(), render=prove))
    first = _first(session, choice)
    with _opened(port) as opened:
        here = f"{LOOPBACK}:{opened.getsockname()[1]}"
        app = site(
            desk,
            session.project.absolute(),
            templates=[own_templates()],
            hosts=[here, here.replace(LOOPBACK, "localhost")],
        )
        address = f"http://{here}/?edition={first.replace('+', '%2B')}"
        terminal.say(f"{address} (Ctrl-C ends it)")
        if browser:
            webbrowser.open(address)
        config = uvicorn.Config(
            app, log_level="warning", access_log=False, ws="none", timeout_graceful_shutdown=1
        )
        try:
            uvicorn.Server(config).run(sockets=[opened])
        except KeyboardInterrupt:
            terminal.say("the preview has ended")
    return Exit.OK


def _read(session: Session) -> Project:
    """Read the project; a theme that is gone by now is a fault like any other."""
    try:
        return session.read()
    except click.UsageError as error:
        raise SetupError(error.message, "bring it back, or end the preview") from error


def _first(session: Session, choice: Choice) -> str:
    """Name the edition to begin with; a faulty project has the editions that it had."""
    try:
        return choice.of(session.read())[0].id
    except InvalidInput:
        known = choice.among(recall(session.project).own())
        if not known:
            raise
        return known[0].id


def _opened(port: int | None) -> socket.socket:
    """Open a socket on this machine; an unnamed port may be another if the usual one is taken."""
    for one in (PORT, 0) if port is None else (port,):
        opened = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
        opened.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            opened.bind((LOOPBACK, one))
            # From here on a browser is kept waiting, not turned away.
            opened.listen()
        except OSError:
            opened.close()
        else:
            return opened
    raise SetupError(f"port {port} of this machine is taken", "name another with --port")
