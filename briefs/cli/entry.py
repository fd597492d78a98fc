"""The entry: runs a verb, and turns whatever comes of it into words and an exit code."""

from __future__ import annotations

import os
import signal
import sys
import traceback
from collections.abc import Sequence
from contextlib import suppress
from typing import NoReturn

import click

from briefs.cli import report, terminal
from briefs.cli.exits import WORLD, BugError, Exit, of_input, of_world
from briefs.cli.session import Session
from briefs.cli.verbs import briefs
from briefs.faults import InvalidInput

#: Where the traceback of an internal error is kept, in the cache.
TRACEBACK = "traceback.txt"


def main(arguments: Sequence[str] | None = None) -> NoReturn:
    """Run a command line, and end the process with its exit code."""
    for stream in (sys.stdout, sys.stderr):
        # A terminal of another encoding gets escapes, never an error in place of its words.
        with suppress(AttributeError):
            stream.reconfigure(errors="backslashreplace")  # type: ignore[union-attr]
    with suppress(ValueError):  # raised in a thread, which hears no signals anyway
        signal.signal(signal.SIGTERM, _terminated)
    sys.exit(int(_run(list(sys.argv[1:] if arguments is None else arguments))))


def _terminated(_number: int, _frame: object) -> NoReturn:
    raise SystemExit(int(Exit.TERMINATED))


def _run(arguments: list[str]) -> int:
    session = Session()
    try:
        code = briefs.main(arguments, prog_name="briefs", standalone_mode=False, obj=session)
        return int(code or 0)
    except click.Abort:
        terminal.say("interrupted; every file is whole")
        return int(Exit.INTERRUPTED)
    except click.ClickException as error:
        error.show()
        return int(Exit.USAGE)
    except BrokenPipeError:
        return _unheard()
    except Exception as error:  # noqa: BLE001 - the one place where a bug ends
        return int(_failed(session, error))


def _unheard() -> int:
    """End quietly when whoever read our output has left, as `head` does."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    return int(Exit.OK)


def _failed(session: Session, error: Exception) -> Exit:
    if isinstance(error, InvalidInput):
        return _refused(session, error)
    if type(error) in WORLD:
        code, mend = of_world(error)
        _said(session, code, f"{error}; {mend}" if mend else str(error))
        return code
    trace = error.trace if isinstance(error, BugError) else traceback.format_exc()
    words = str(error) if isinstance(error, BugError) else "an internal error stopped the run"
    if session.debug:
        sys.stderr.write(trace)
    _said(session, Exit.BUG, f"{words}; please report it with {_kept(session, trace)}")
    return Exit.BUG


def _refused(session: Session, error: InvalidInput) -> Exit:
    code = of_input(error)
    if session.json:
        terminal.show_document(report.document(code, error.faults))
    else:
        terminal.say_faults(error.faults)
    return code


def _said(session: Session, code: Exit, words: str) -> None:
    """Say why a run stopped; a build that reported its editions has printed its document."""
    terminal.say(f"briefs: {words}")
    if session.json and not session.reported:
        terminal.show_document(report.document(code, (), error=words))


def _kept(session: Session, trace: str) -> str:
    """Keep a traceback for whoever reports it, and say where."""
    path = session.cache / TRACEBACK
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(trace, encoding="utf-8")
    except OSError:
        return "what `--debug` prints"
    return str(path)
