"""Annotations: workflow commands that a CI service shows beside the lines they are about.

A service shows ten of a step; the rest is counted. What a record says stands behind a command
and escaped, so that no text of a user's can be a command of its own.
"""

from __future__ import annotations

from collections.abc import Iterator

from briefs.faults import printable
from briefs.reports.model import Item, Level, Report

MOST = 10

#: The per cent sign first: it begins every escape.
_IN_MESSAGE = (("%", "%25"), ("\r", "%0D"), ("\n", "%0A"))
_IN_PROPERTY = (*_IN_MESSAGE, (":", "%3A"), (",", "%2C"), (";", "%3B"))

#: What ends a line for some reader or other, and is no line feed.
_BREAKS = dict.fromkeys(map(ord, "\v\f\x1c\x1d\x1e\x85\u2028\u2029"), " ")


def annotate(report: Report) -> Iterator[str]:
    """Give the first ten items that somebody has to look at as commands, and one that counts."""
    shown = report.open[:MOST]
    for item in shown:
        yield f"::{item.level}{_properties(item)}::{_message(_words(item))}"
    yield f"::notice title=briefs check::{_message(_count(report, len(shown)))}"


def _words(item: Item) -> str:
    words = f"{item.message}; {item.mend}" if item.mend else item.message
    others = [f"{one.figure} at {one.place}" for one in item.concerns if one.place != item.place]
    return f"{words}\n{', '.join(others)}" if others else words


def _properties(item: Item) -> str:
    found = {"title": item.rule}
    if item.place.line:
        place = {"file": item.place.file, "line": str(item.place.line)}
        found = place | {"col": str(item.place.column)} | found
    elif "/" in item.place.file:
        found = {"file": item.place.file} | found
    return " " + ",".join(f"{name}={_property(value)}" for name, value in found.items())


def _count(report: Report, shown: int) -> str:
    counts = [(report.count(level), level.value) for level in (Level.ERROR, Level.WARNING)]
    words = ", ".join(f"{count} {noun}{'s' * (count != 1)}" for count, noun in counts)
    more = len(report.open) - shown
    return f"{words}; {more} more than shown here" if more else words


def _message(text: str) -> str:
    return _escaped(text, _IN_MESSAGE)


def _property(text: str) -> str:
    return _escaped(text, _IN_PROPERTY)


def _escaped(text: str, escapes: tuple[tuple[str, str], ...]) -> str:
    text = printable(text.translate(_BREAKS), keep="\r\n")
    for char, escape in escapes:
        text = text.replace(char, escape)
    return text
