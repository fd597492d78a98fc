"""Syntax: what a YAML parser complains of, in words for whoever writes records."""

from __future__ import annotations

import re
from dataclasses import dataclass

import yaml

from briefs.faults import Fault, Place
from briefs.reading.characters import shown

RULE = "yaml-syntax"


@dataclass(frozen=True, slots=True)
class _Complaint:
    """A complaint of PyYAML or libyaml, known by a pattern, and our words for it.

    `at_start` says that the fault lies where the unfinished thing began, not where the
    parser gave up: an unclosed quotation mark is noticed at the end of the file.
    """

    pattern: str
    message: str
    mend: str
    at_start: bool = False


TAG_WORDS = (
    "a tag (a word that begins with '!') stands here",
    "delete it; put text that begins with '!' in quotes",
)
BLOCK_WORDS = (
    "this mark of a text block is followed by something else, or by a bad indentation",
    "write '|' or '>' alone, and the text below it, indented by two spaces",
)

_QUOTE = "put the whole value in quotes"
_COMPLAINTS = (
    _Complaint(
        "mapping values are not allowed|unexpected ':'",
        "a colon and a blank stand where no key can be",
        f"{_QUOTE} if the colon belongs to it, or mend the indentation",
    ),
    _Complaint(
        "could not find expected ':'",
        "this line has no colon and blank after its key",
        "write it as 'key: value'",
        at_start=True,
    ),
    _Complaint(
        "quoted scalar .*(end of stream|document (separator|indicator))",
        "a quotation mark is opened here and never closed",
        "close it; inside single quotes write an apostrophe twice",
        at_start=True,
    ),
    _Complaint(
        "quoted scalar .*(escape|hexadecimal|hexdecimal)",
        "a backslash in this text in double quotes begins nothing known",
        "use single quotes, in which a backslash is a backslash",
        at_start=True,
    ),
    _Complaint(
        "flow (sequence|mapping)",
        "a bracket is opened here and not closed, or a comma is missing in it",
        "close the bracket, or put the text in quotes if the bracket belongs to it",
        at_start=True,
    ),
    _Complaint(
        "parsing a block mapping",
        "this does not fit the mapping it stands in",
        f"align the key with the keys beside it; if this continues a value, {_QUOTE}",
    ),
    _Complaint(
        "parsing a block (collection|sequence)",
        "this does not fit the list it stands in",
        "begin each item with '- ', all in one column",
    ),
    _Complaint("cannot start any token", "{char} cannot begin a value", _QUOTE),
    _Complaint("node content", "{char} stands where a value must", f"write a value, or {_QUOTE}"),
    _Complaint(
        "scanning an (alias|anchor)",
        "{char} begins an alias or an anchor, which records do not use",
        f"{_QUOTE}, or write the value out",
        at_start=True,
    ),
    _Complaint(
        "scanning a block scalar",
        *BLOCK_WORDS,
        at_start=True,
    ),
    _Complaint("tag|directive", *TAG_WORDS, at_start=True),
    _Complaint(
        "sequence entries",
        "a list item stands where no list can begin",
        f"begin the list on a line of its own, or {_QUOTE}",
    ),
    _Complaint("mapping keys", "{char} stands where no key can be", _QUOTE),
    _Complaint(
        "document start",
        "something stands after the end of the document",
        "keep one record in a file, and nothing after it",
    ),
)
_WIDE_COLON = re.compile(r"[ -]*[A-Za-z_][\w-]*：")
_UNKNOWN = _Complaint("", "this cannot be read as YAML", f"mend the indentation, or {_QUOTE}")


def syntax_fault(error: yaml.YAMLError, text: str, *, name: str) -> Fault:
    """Say in plain words, at the right place, why a text is not YAML."""
    if not isinstance(error, yaml.MarkedYAMLError):
        return Fault(Place(name, 1, 1), _UNKNOWN.message, _UNKNOWN.mend, RULE)
    complaint = _complaint_of(error)
    problem, context = error.problem_mark, error.context_mark
    mark = (context or problem) if complaint.at_start else (problem or context)
    line, column = (mark.line, mark.column) if mark else (0, 0)
    # A parser may give up on the line after the last.
    rows = [*text.split("\n"), ""]
    if wide := wide_colon(rows, line, name=name):
        return wide
    char = shown(rows[line][column]) if column < len(rows[line]) else "the end"
    message = complaint.message.format(char=char)
    return Fault(Place(name, line + 1, column + 1), message, complaint.mend, RULE)


def wide_colon(rows: list[str], line: int, *, name: str) -> Fault | None:
    """Find the colon of a Chinese keyboard after a key; the line below it is complained of."""
    for number in (line, line - 1):
        if number >= 0 and (match := _WIDE_COLON.match(rows[number])):
            words = "a full-width colon stands where ': ' must"
            return Fault(Place(name, number + 1, match.end()), words, "write ': '", RULE)
    return None


def _complaint_of(error: yaml.MarkedYAMLError) -> _Complaint:
    words = f"{error.context or ''} {error.problem or ''}"
    found = (c for c in _COMPLAINTS if re.search(c.pattern, words))
    return next(found, _UNKNOWN)
