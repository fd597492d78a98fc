"""Faults: one way to say what is wrong, where, and how to mend it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any


class Severity(StrEnum):
    """How much a fault matters: an error stops what it touches, a warning is only said."""

    ERROR = "error"
    WARNING = "warning"


@dataclass(frozen=True, slots=True, order=True)
class Place:
    """A spot in a file of the project; line and column count from 1, and 0 means the whole file.

    In a workbook they are the row and the column of a cell of `sheet`.
    """

    file: str
    sheet: str = field(default="", kw_only=True)
    line: int = 0
    column: int = 0

    @property
    def cell(self) -> str:
        """The name of a cell, such as C7, in a workbook."""
        letters, rest = "", self.column
        while rest:
            rest, letter = divmod(rest - 1, 26)
            letters = chr(ord("A") + letter) + letters
        return f"{letters}{self.line}" if self.sheet and self.line else ""

    def __str__(self) -> str:
        if self.sheet:
            return f"{self.file}: sheet {self.sheet!r}{f' cell {self.cell}' if self.cell else ''}"
        if not self.line:
            return self.file
        return f"{self.file}:{self.line}:{self.column}"


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing that is wrong: its place, what it is, and how to mend it.

    `rule` names what found the fault: a stable word for machines and for looking up.
    """

    place: Place
    message: str
    mend: str
    rule: str
    severity: Severity = Severity.ERROR

    def __str__(self) -> str:
        words = f"{self.place}: {self.severity}: {self.message}"
        return f"{words}; {self.mend}" if self.mend else words

    def as_dict(self) -> dict[str, Any]:
        """Give the fault as plain values, for `--json`."""
        return {
            "file": self.place.file,
            "line": self.place.line,
            "column": self.place.column,
            **({"sheet": self.place.sheet, "cell": self.place.cell} if self.place.sheet else {}),
            "severity": self.severity.value,
            "rule": self.rule,
            "message": self.message,
            "mend": self.mend,
        }


class InvalidInput(Exception):  # noqa: N818 - named for what it carries, not for being raised
    """The user's input cannot be used; carries every fault of the run, sorted by place."""

    def __init__(self, faults: Iterable[Fault]) -> None:
        self.faults = in_order(faults)
        super().__init__("\n".join(map(str, self.faults)))


def in_order(faults: Iterable[Fault]) -> tuple[Fault, ...]:
    """Sort faults by place, then by words, and drop repeats."""
    return tuple(sorted(set(faults), key=lambda fault: (fault.place, fault.message)))


def printable(words: str, *, keep: str = "") -> str:
    """Make control characters visible, so that no record can move a terminal's cursor."""
    return "".join(c if c.isprintable() or c in keep else ascii(c)[1:-1] for c in words)


#: Nobody reads more lines about one file.
MOST = 100


def foremost(faults: Iterable[Fault]) -> tuple[Fault, ...]:
    """Sort the faults of one file, and count those that come after the first hundred."""
    found = in_order(faults)
    if len(found) <= MOST:
        return found
    last, more = found[MOST - 1], len(found) - MOST
    words = f"{more:,} more faults stand in this file"
    return (*found[:MOST], Fault(last.place, words, "mend those named first", last.rule))


def errors(faults: Iterable[Fault]) -> tuple[Fault, ...]:
    """Keep the faults that stop a build."""
    return tuple(fault for fault in faults if fault.severity is Severity.ERROR)
