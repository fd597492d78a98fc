"""Command line: verbs, words for the terminal, and exit codes.

The only room that reads the clock and the environment.
"""

from briefs.cli.entry import main

__all__ = ["main"]
