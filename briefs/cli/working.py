"""The verb work: carries out orders of a build elsewhere; Dask workers start it by themselves."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from pathlib import Path
from queue import SimpleQueue
from threading import Thread
from typing import TextIO

import click

from briefs.build.files import SetupError
from briefs.cli import terminal
from briefs.cli.exits import Exit
from briefs.cli.session import Session, common


@click.command(hidden=True)
@common
@click.pass_obj
def work(session: Session) -> Exit:
    """Carry out the orders on standard input, one a line, and answer each with a line.

    It ends with its input, whatever it is at.
    """
    try:
        from briefs.build.orders import answer_to  # noqa: PLC0415 - of the extra `cluster`
    except ImportError as error:
        message = f"the package {error.name}, which reaches a store, is not installed"
        raise SetupError(message, "run `pip install 'briefs[cluster]'`") from error
    from briefs.build.worker import prepare  # noqa: PLC0415 - loads every room

    try:
        faces: SetupError | Path = session.faces()
    except SetupError as error:
        faces = error  # which is the answer to every order
    prepare()
    for line in _lines(sys.stdin):
        terminal.show_text(answer_to(line, faces=faces, cache=session.cache) + "\n")
        sys.stdout.flush()
    return Exit.OK


def _lines(stream: TextIO) -> Iterator[str]:
    """Give each line as it comes, and end the process when no more can come."""
    waiting: SimpleQueue[str] = SimpleQueue()
    Thread(target=_heard, args=(stream, waiting), daemon=True).start()
    while True:
        yield waiting.get()


def _heard(stream: TextIO, waiting: SimpleQueue[str]) -> None:
    for line in stream:
        waiting.put(line)
    # Whoever ordered has died or has no more to order: nobody would hear of what is at hand.
    os._exit(int(Exit.OK))
