"""The terminal: results on standard output, words for people on standard error."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any, TextIO

from rich.cells import cell_len
from rich.console import Console
from rich.progress import (
    BarColumn,
    MofNCompleteColumn,
    Progress,
    ProgressColumn,
    Task,
    TextColumn,
    TimeElapsedColumn,
    TimeRemainingColumn,
)
from rich.text import Text

from briefs.faults import Fault, Severity, errors, printable

if TYPE_CHECKING:
    from briefs.reports import Report

#: The version of the documents that `--json` prints.
SCHEMA = 1

#: Wide enough that no line is broken where no terminal says how wide it is.
_NO_TERMINAL = 200

_COLOURS = {Severity.ERROR: "red", Severity.WARNING: "yellow"}


def _console(stream: TextIO) -> Console:
    width = None if stream.isatty() else _NO_TERMINAL
    return Console(file=stream, width=width, highlight=False, markup=False, emoji=False)


def say(words: str) -> None:
    """Say a line to the person at the desk."""
    _console(sys.stderr).print(Text(printable(words)), soft_wrap=True)


def say_event(event: str, **more: object) -> None:
    """Say what happened as a line of JSON, with its time, for a program that reads along."""
    now = datetime.now(UTC).isoformat(timespec="milliseconds")
    line = {"ts": now, "level": "info", "event": event, **more}
    sys.stderr.write(f"{as_json(line)}\n")
    sys.stderr.flush()


def say_faults(faults: Sequence[Fault]) -> None:
    """Say each fault on a line, and then how many there are."""
    console = _console(sys.stderr)
    for fault in faults:
        before, word, after = printable(str(fault)).partition(f" {fault.severity}: ")
        line = Text.assemble(before, (word, _COLOURS[fault.severity]), after)
        console.print(line, soft_wrap=True)
    if faults:
        say(count_of(faults))


def say_items(found: Report) -> None:
    """Say each item that somebody has to look at, its figures under it, and how many there are."""
    from briefs.reports import Level, lines  # noqa: PLC0415 - loads the rooms that it reports on

    console = _console(sys.stderr)
    for item, under in lines(found):
        before, word, after = printable(str(item)).partition(f" {item.level}: ")
        line = Text.assemble(before, (word, _COLOURS[Severity(item.level.value)]), after)
        console.print(line, soft_wrap=True)
        for words in under:
            console.print(Text(printable(words), style="dim"), soft_wrap=True)
    if found.open:
        say(_counted(found.count(Level.ERROR), found.count(Level.WARNING)))


def count_of(faults: Sequence[Fault]) -> str:
    """Count faults in words."""
    bad = len(errors(faults))
    return _counted(bad, len(faults) - bad)


def _counted(bad: int, doubtful: int) -> str:
    counts = [(bad, "error"), (doubtful, "warning")]
    return ", ".join(plural(number, noun) for number, noun in counts if number)


def plural(number: int, noun: str) -> str:
    """Count things in words."""
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"


def show(headings: Sequence[str], rows: Sequence[Sequence[str]], *, right: Sequence[str]) -> None:
    """Print a table; columns named in `right` are set flush right."""
    console = _console(sys.stdout)
    lines = [tuple(headings), *(tuple(map(printable, row)) for row in rows)]
    widths = [max(map(cell_len, column)) for column in zip(*lines, strict=True)]
    for number, line in enumerate(lines):
        cells = [
            " " * (width - cell_len(cell)) + cell
            if heading in right
            else cell + " " * (width - cell_len(cell))
            for heading, width, cell in zip(headings, widths, line, strict=True)
        ]
        words = Text("  ".join(cells).rstrip(), style="" if number else "bold")
        console.print(words, soft_wrap=True)


def show_line(words: str) -> None:
    """Print a line that is a result."""
    _console(sys.stdout).print(Text(printable(words)), soft_wrap=True)


def show_text(text: str) -> None:
    """Print a document that is no JSON, as it is."""
    sys.stdout.write(text)


def show_document(document: Mapping[str, Any]) -> None:
    """Print the one JSON document of a run."""
    text = as_json({"schema": SCHEMA, **document}, indent=2)
    sys.stdout.write(f"{text}\n")


def as_json(document: Mapping[str, Any], *, indent: int | None = None) -> str:
    """Write a document so that it can be read on a terminal too: what nobody sees is escaped."""
    text = json.dumps(document, indent=indent, ensure_ascii=False)
    return "".join(c if c.isprintable() or c == "\n" else json.dumps(c)[1:-1] for c in text)


class _Rate(ProgressColumn):
    """How many editions are finished in a second."""

    def render(self, task: Task) -> Text:
        """Write the rate, once there is one."""
        return Text(f"{task.speed:.1f}/s" if task.speed else "")


@contextmanager
def progress(total: int, *, quiet: bool) -> Iterator[Callable[[str, str], None]]:
    """Show how far a build has come: a bar on a terminal, a line for each brief elsewhere.

    Gives a function that takes a finished brief's name and what came of it.
    """
    console = _console(sys.stderr)
    if quiet:
        yield lambda _name, _words: None
    elif not console.is_terminal:
        done = iter(range(1, total + 1))
        yield lambda name, words: say(f"[{next(done)}/{total}] {name}: {words}")
    else:
        columns = (
            BarColumn(),
            MofNCompleteColumn(),
            _Rate(),
            TimeElapsedColumn(),
            TimeRemainingColumn(),
            TextColumn("{task.description}"),
        )
        with Progress(*columns, console=console, transient=True) as bar:
            task = bar.add_task("", total=total)
            yield lambda name, _words: bar.update(task, advance=1, description=name)
