"""Command line: verbs, words for the terminal, and exit codes.

The only room that reads the clock and the environment.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NoReturn


def main(arguments: Sequence[str] | None = None) -> NoReturn:
    """Run a command line, and end the process with its exit code."""
    # Every worker imports the script that calls this, and has no use for the verbs.
    from briefs.cli.entry import main as run  # noqa: PLC0415 - as said above

    run(arguments)
