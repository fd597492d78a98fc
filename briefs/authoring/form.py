"""Form: the one way in which a YAML file is written, whoever wrote it.

Keys stand in the order of the schema, levels are indented by two, quotes stand where they are
needed, and at most one empty line stands between two entries. Comments go with what they stand
above, beside or below; no text changes.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import yaml

from briefs.authoring.inline import children, inlined, is_flow
from briefs.authoring.order import Order
from briefs.reading.nodes import LOADER, plain, read_text

_STEP = "  "
_DASH = "-"


class NotTheSameError(Exception):
    """A file in its one form would say something else, which is a mistake of ours."""


@dataclass(frozen=True, slots=True)
class _Words:
    """A text, or brackets: what stands beside its key or dash, and the lines after it."""

    first: str
    rest: tuple[str, ...]
    below: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Entry:
    """A key with its value, or a dash with its item; comments above it, and beside its head."""

    name: str
    head: str
    column: int
    above: tuple[str, ...]
    beside: str
    content: _Words | _Block


@dataclass(frozen=True, slots=True)
class _Block:
    """A mapping or a list on lines of its own, and comments below its last entry."""

    entries: tuple[_Entry, ...]
    below: tuple[str, ...]


def formed(text: str, schema: Mapping[str, Any]) -> str:
    """Give a file, which our reader reads without a fault, in its one form.

    Raises NotTheSameError rather than change what the file says.
    """
    order = Order(schema, schema)
    ended = text.removeprefix("\ufeff").rstrip("\n") + "\n"
    ended = inlined(ended, _composed(ended), order)
    root, lines = _composed(ended), ended.splitlines()
    first = root.start_mark.line
    if is_flow(root):
        new = ended
    else:
        block = _read(lines, root, first, len(lines))
        head = _comments(lines[:first])
        new = "\n".join([*head, *_write(block, order, "")]).strip("\n") + "\n"
    if _said(new) != _said(text):
        raise NotTheSameError(new)
    return new


def _composed(text: str) -> yaml.Node:
    root = yaml.compose(text, Loader=LOADER)
    if root is None:
        raise NotTheSameError(text)
    return root


def _said(text: str) -> object:
    node, faults = read_text(text.encode(), name="")
    return plain(node) if node is not None and not faults else faults


def _read(lines: Sequence[str], node: yaml.Node, start: int, stop: int) -> _Block:
    """Read a block with the comments that belong to it, all between two lines."""
    column = node.start_mark.column
    heads = [*_heads(lines, node), stop]
    entries, after = [], start
    for number, (key, value) in enumerate(children(node)):
        head, end = heads[number], end_of(lines, value)
        inner = end + _deeper(lines[end : heads[number + 1]], column)
        above = _comments(lines[after:head])
        name = key.value if key else str(number)
        entries.append(_entry(lines, (name, key, value), (head, inner), above))
        after = inner
    return _Block(tuple(entries), _comments(lines[after:stop]))


def _entry(
    lines: Sequence[str],
    found: tuple[str, yaml.Node | None, yaml.Node],
    within: tuple[int, int],
    above: tuple[str, ...],
) -> _Entry:
    name, key, value = found
    head, stop = within
    begin = value.start_mark
    limit = begin.column if begin.line == head else len(lines[head].partition("#")[0])
    column = key.start_mark.column if key else lines[head].rindex(_DASH, 0, limit)
    text = lines[head][column : key.end_mark.column] + ":" if key else _DASH
    beside = lines[head][column + len(text) :].strip() if begin.line > head else ""
    if not _is_words(value):
        if beside and not key:
            above, beside = (*above, beside), ""
        start = head if begin.line == head else head + 1
        return _Entry(name, text, column, above, beside, _read(lines, value, start, stop))
    # Comments between a key and its text find no room there: they go above the key.
    between = [beside, *lines[head + 1 : begin.line]]
    above = (*above, *filter(None, _comments(between)))
    end = end_of(lines, value)
    first = lines[begin.line][begin.column :].rstrip()
    words = _Words(first, tuple(lines[begin.line + 1 : end]), _comments(lines[end:stop]))
    return _Entry(name, text, column, above, "", words)


def _is_words(node: yaml.Node) -> bool:
    return isinstance(node, yaml.ScalarNode) or is_flow(node)


def _heads(lines: Sequence[str], node: yaml.Node) -> Iterator[int]:
    """Give the line of each key, or of each dash, which may stand above its item."""
    column = node.start_mark.column
    for number, (key, value) in enumerate(children(node)):
        line = (key or value).start_mark.line
        if key is None and number == 0:
            line = node.start_mark.line
        while key is None and number and lines[line][: column + 1].strip() != _DASH:
            line -= 1
        yield line


def end_of(lines: Sequence[str], node: yaml.Node) -> int:
    """Give the line after the last one of a value."""
    if not _is_words(node):
        return end_of(lines, children(node)[-1][1])
    mark = node.end_mark
    if mark.column or mark.line == node.start_mark.line:
        return mark.line + 1
    # A text of lines ends where the next thing begins; empty lines before that are no part of
    # it, unless it is marked to keep them.
    end = mark.line
    keeps = "+" in lines[node.start_mark.line][node.start_mark.column :].partition("#")[0]
    while not keeps and not lines[end - 1].strip():
        end -= 1
    return end


def _deeper(lines: Sequence[str], column: int) -> int:
    """Count the lines up to the last comment that is indented deeper than a column."""
    count = 0
    for number, line in enumerate(lines, start=1):
        if line.strip() and _indent(line) <= column:
            break
        count = number if line.strip() else count
    return count


def _indent(line: str) -> int:
    return len(line) - len(line.lstrip())


def _comments(lines: Iterable[str]) -> tuple[str, ...]:
    """Give comments without their indentation, and of empty lines no two in a row."""
    found: list[str] = []
    for line in map(str.strip, lines):
        if line or not found or found[-1]:
            found.append(line)
    return tuple(found)


def _write(block: _Block, order: Order, indent: str) -> Iterator[str]:
    """Write a block in its order; above its first entry and below its last one is no gap."""
    by_name = {entry.name: entry for entry in block.entries}
    is_map = block.entries[0].head != _DASH
    for number, name in enumerate(order.sorted(list(by_name)) if is_map else by_name):
        entry = by_name[name]
        above = entry.above if number else _without_gap(entry.above)
        yield from (f"{indent}{line}".rstrip() for line in above)
        yield from _write_entry(entry, order.of(name if is_map else ""), indent)
    below = _without_gap(block.below[::-1])[::-1]
    yield from (f"{indent}{line}".rstrip() for line in below)


def _without_gap(comments: tuple[str, ...]) -> tuple[str, ...]:
    return comments[1:] if comments[:1] == ("",) else comments


def _write_entry(entry: _Entry, order: Order, indent: str) -> Iterator[str]:
    content, head = entry.content, f"{indent}{entry.head}"
    if isinstance(content, _Words):
        yield f"{head} {content.first}"
        shift = len(indent) - entry.column
        yield from (_shifted(line, shift) for line in content.rest)
        below = _without_gap(content.below[::-1])[::-1]
        yield from (f"{indent}{_STEP}{line}".rstrip() for line in below)
        return
    inner = [*_write(content, order, f"{indent}{_STEP}")]
    if entry.head != _DASH:
        yield f"{head} {entry.beside}".rstrip()
        yield from inner
        return
    # What comes first stands beside the dash; a comment that it brings stands above both.
    first = next(number for number, line in enumerate(inner) if not _is_aside(line))
    yield from (f"{indent}{line.strip()}".rstrip() for line in inner[:first])
    yield f"{head} {inner[first].lstrip()}"
    yield from inner[first + 1 :]


def _is_aside(line: str) -> bool:
    return not line.strip() or line.lstrip().startswith("#")


def _shifted(line: str, shift: int) -> str:
    """Move a line that goes on with a text, as far as its indentation allows."""
    if shift >= 0:
        return f"{' ' * shift}{line}" if line.strip() else line
    return line[min(-shift, _indent(line)) :]
