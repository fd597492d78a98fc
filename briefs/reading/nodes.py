"""Reading: YAML text into a tree that knows the place of every key and value.

The tree is built from the parser's events, never from its idea of values: each scalar stays the
text that was written, so that `28.20` keeps its digits and `no` stays a word.
"""

from __future__ import annotations

import codecs
import errno
import re
from dataclasses import dataclass, field
from functools import cache
from typing import TYPE_CHECKING, Any, TypeAlias, cast

import yaml

from briefs.faults import Fault, Place, foremost
from briefs.reading.characters import (
    STAND_IN,
    Lines,
    faults_in,
    held,
    indents,
    mended,
    refusals,
    shown,
)
from briefs.reading.syntax import BLOCK_WORDS, TAG_WORDS, syntax_fault, wide_colon
from briefs.regular import read_regular

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

MOST_BYTES = 1 << 20
MOST_LEVELS = 32

# Several times what a megabyte of records holds; beyond it there are brackets and commas.
MOST_VALUES = 50_000

# libyaml where PyYAML was built with it, about twenty times as fast; else the same in Python.
LOADER: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)

_NOTHING = frozenset({"", "~", "null", "Null", "NULL"})
_SAY_WHY = "write not_disclosed with a reason, or leave the {what} out"
_DIRECTIVE = re.compile(r"(?: *(?:#[^\n]*)?\n)*(?=%)")
# Escapes of half characters and of codes beyond the last: the two parsers differ on them.
_IMPOSSIBLE_ESCAPE = re.compile(
    r"(?<!\\)((?:\\\\)*)"
    r"(\\(?:u|U0000)(?=[dD][89a-fA-F])[0-9a-fA-F]{4}"
    r"|\\U(?!000[0-9a-fA-F]{5}|0010[0-9a-fA-F]{4})[0-9a-fA-F]{8})"
)
_CROWDED_BLOCK = re.compile(r"[|>][-+0-9]*#")
_FILE_WORDS = {
    errno.ENOENT: ("the file is not there", "write it, or mend its name"),
    errno.EACCES: ("the file may not be read", "give yourself the right to read it"),
    errno.EINVAL: ("this is not a regular file", "put a file of text here"),
    errno.ELOOP: ("the file is a symbolic link", "put the file itself here"),
}


@dataclass(frozen=True, slots=True)
class Node:
    """A value of a record as it was written: text, mapping or list, with its place.

    `key_places` holds the place of each key of a mapping.
    """

    value: str | dict[str, Node] | list[Node]
    place: Place
    key_places: dict[str, Place] = field(default_factory=dict)


Plain: TypeAlias = "str | dict[str, Plain] | list[Plain]"


class _Stopped(Exception):  # noqa: N818 - ends the reading of one file, and is no error
    """The file cannot be read further; its fault is said."""


def read_yaml(path: Path, *, name: str) -> tuple[Node | None, tuple[Fault, ...]]:
    """Read a file as a tree, with all its faults; `name` is the file's name in places.

    A tree beside faults is the text as its faults ask for it, good for finding more faults and
    for nothing else. No tree means that its shape cannot be trusted.
    """
    try:
        data = read_regular(path, most=MOST_BYTES + 1)
    except (OSError, ValueError) as error:
        return None, (_file_fault(error, name),)
    return read_text(data, name=name)


def read_text(data: bytes, *, name: str) -> tuple[Node | None, tuple[Fault, ...]]:
    """Read the bytes of a file as a tree, with all its faults; see `read_yaml`."""
    if len(data) > MOST_BYTES:
        words = "the file is larger than 1 MiB"
        return None, (Fault(Place(name, 1, 1), words, "split it, or shorten it", "file"),)
    try:
        text = data.decode().removeprefix("\ufeff")
    except UnicodeDecodeError as error:
        return None, (_encoding_fault(data, error.start, name=name),)
    faults = [*faults_in(text, name=name), *_escape_faults(text, name=name)]
    node = None
    if not any(indents(text, match.start()) for match in re.finditer("\t", text)):
        # The parsers see the end of a file differently unless it ends a line.
        ended = held(text) if text.endswith("\n") else f"{held(text)}\n"
        builder = _Builder(_IMPOSSIBLE_ESCAPE.sub(_possible, ended), name)
        node = builder.tree()
        faults += builder.faults
    return node, foremost(faults)


def plain(node: Node) -> Plain:
    """Give a tree as plain mappings, lists and texts, for a schema."""
    if isinstance(node.value, dict):
        return {key: plain(value) for key, value in node.value.items()}
    if isinstance(node.value, list):
        return [plain(item) for item in node.value]
    return node.value


def place_at(node: Node, loc: tuple[str | int, ...], *, key: bool = False) -> Place:
    """Find the place of a value, or of its key, by a location as pydantic gives it.

    Parts that are not in the tree (names of union branches and of wrapping validators, a key
    that is missing) are passed over, so that the nearest existing ancestor answers.
    """
    path = path_in(node, loc)
    found = node_at(node, path).place
    return node_at(node, path[:-1]).key_places.get(str(path[-1]), found) if key and path else found


def node_at(node: Node, path: tuple[str | int, ...]) -> Node:
    """Follow a path that is in the tree."""
    for part in path:
        child = _child(node, part)
        if child is None:
            break
        node = child
    return node


def path_in(node: Node, loc: tuple[str | int, ...]) -> tuple[str | int, ...]:
    """Keep those parts of a location that lead furthest into the tree."""
    if _leads(node, loc):
        return loc

    @cache
    def furthest(start: int, path: tuple[str | int, ...]) -> tuple[str | int, ...]:
        if start == len(loc):
            return path
        passed = furthest(start + 1, path)
        if _child(node_at(node, path), loc[start]) is None:
            return passed
        # A branch may be named as a key is: of two ways of equal length the first is meant.
        taken = furthest(start + 1, (*path, loc[start]))
        return max(taken, passed, key=len)

    return furthest(0, ())


def _leads(node: Node, loc: tuple[str | int, ...]) -> bool:
    """Whether every part of a location leads one step further into the tree."""
    found: Node | None = node
    for part in loc:
        if found is None:
            return False
        found = _child(found, part)
    return found is not None


def _child(node: Node, part: str | int) -> Node | None:
    if isinstance(node.value, dict):
        return node.value.get(str(part))
    if isinstance(node.value, list) and isinstance(part, int) and 0 <= part < len(node.value):
        return node.value[part]
    return None


class _Builder:
    """Builds the tree of one file, and notes what YAML allows and records do not."""

    def __init__(self, text: str, name: str) -> None:
        self.faults: list[Fault] = []
        self._text = text
        self._name = name
        self._shapely = True
        self._values = 0
        self._events: Iterator[yaml.Event] = iter(())

    def tree(self) -> Node | None:
        """Build the tree, or nothing where its shape cannot be trusted."""
        if directive := _DIRECTIVE.match(self._text):
            place = Lines(self._text, name=self._name).place(directive.end())
            self._say(place, "a line begins with '%', which YAML takes as an order", "delete it")
            return None
        self._events = yaml.parse(self._text, Loader=LOADER)
        try:
            node = self._document()
        except _Stopped:
            return None
        except yaml.YAMLError as error:
            self.faults.append(syntax_fault(error, self._text, name=self._name))
            return None
        return node if self._shapely else None

    def _document(self) -> Node | None:
        next(self._events)
        event = next(self._events)
        if isinstance(event, yaml.StreamEndEvent):
            self._say(Place(self._name, 1, 1), "the file is empty", "write a record in it")
            return None
        event = next(self._events)
        if isinstance(event, yaml.ScalarEvent) and not event.tag:
            self._refuse_bare_text(self._place(event))
            raise _Stopped
        node = self._node(event, level=1)
        next(self._events)
        event = next(self._events)
        if isinstance(event, yaml.DocumentStartEvent):
            place = self._place(event)
            self._say(place, "a second document begins here", "keep one record in a file")
            raise _Stopped
        return node

    def _refuse_bare_text(self, place: Place) -> None:
        rows = self._text.split("\n")
        if wide := wide_colon(rows, place.line - 1, name=self._name):
            self.faults.append(wide)
            return
        words = "the file holds one text, and no key with a value"
        self._say(place, words, "write each line as 'key: value'")

    def _node(self, event: yaml.Event, *, level: int, key: Place | None = None) -> Node:
        self._refuse_features(event)
        place = self._place(event)
        self._values += 1
        if self._values > MOST_VALUES:
            self._say(place, f"more than {MOST_VALUES:,} values stand in the file", "split it")
            raise _Stopped
        if isinstance(event, yaml.AliasEvent):
            return Node("", place)
        if isinstance(event, yaml.ScalarEvent):
            return self._scalar(event, place, key)
        if level > MOST_LEVELS:
            words = f"more than {MOST_LEVELS} levels stand in one another"
            self._say(place, words, "write the record flatter")
            raise _Stopped
        if isinstance(event, yaml.SequenceStartEvent):
            return Node(self._items(level=level), place)
        return self._mapping(place, level=level)

    def _scalar(self, event: yaml.ScalarEvent, place: Place, key: Place | None) -> Node:
        if _is_nothing(event):
            # An empty value has no width to point at; its key has.
            place = key or place if not event.value else place
            words = "there is no value here" if not event.value else f"{event.value} is no value"
            mend = _SAY_WHY.format(what="key" if key else "item")
            self._say(place, words, mend, rule="empty-value")
        return Node(self._words(event), place)

    def _items(self, *, level: int) -> list[Node]:
        items: list[Node] = []
        while not isinstance(event := next(self._events), yaml.SequenceEndEvent):
            items.append(self._node(event, level=level + 1))
        return items

    def _mapping(self, place: Place, *, level: int) -> Node:
        values: dict[str, Node] = {}
        key_places: dict[str, Place] = {}
        while not isinstance(event := next(self._events), yaml.MappingEndEvent):
            key, key_place = self._key(event), self._place(event)
            value = self._node(next(self._events), level=level + 1, key=key_place)
            if key in values:
                self._refuse_repeat(key, key_place, key_places[key])
                continue
            values[key], key_places[key] = value, key_place
        return Node(values, place, key_places)

    def _refuse_repeat(self, key: str, place: Place, first: Place) -> None:
        words = f"the key {shown(key)} is written twice; it first stands on line {first.line}"
        self._say(place, words, "keep one of the two", rule="duplicate-key")

    def _key(self, event: yaml.Event) -> str:
        place = self._place(event)
        if not isinstance(event, yaml.ScalarEvent) or event.style in {"|", ">"}:
            self._say(place, "a key must be a word on one line", "write a word, then ': '")
            raise _Stopped
        self._refuse_features(event)
        if event.value == "<<":
            self._shapely = False
            self._say(place, "'<<' merges another mapping into this one", "write the keys out")
        elif _is_nothing(event) or not event.value.strip():
            self._shapely = False
            self._say(place, "a key is empty", "write a word before the colon", rule="empty-value")
        return self._words(event)

    def _words(self, event: yaml.ScalarEvent) -> str:
        value: str = event.value
        start, end = _mark(event.start_mark), _mark(event.end_mark)
        written = self._text[start.index : end.index]
        if event.style == '"' and "\\" in written:
            self._refuse_escaped(value, written, self._place(event))
        if event.style and _CROWDED_BLOCK.match(written):
            # libyaml takes this for a comment, the parser in Python does not.
            self._say(self._place(event), *BLOCK_WORDS, rule="yaml-syntax")
            raise _Stopped
        # Everything refused is mended here, so that one bad character is one fault.
        return mended(value)

    def _refuse_escaped(self, value: str, written: str, place: Place) -> None:
        for refusal in refusals(value):
            if refusal.written not in written and STAND_IN not in refusal.written:
                words = f"{refusal.message}, written as an escape"
                self._say(place, words, refusal.mend, rule="characters")

    def _refuse_features(self, event: yaml.Event) -> None:
        place = self._place(event)
        if isinstance(event, yaml.AliasEvent):
            words = f"{shown(f'*{event.anchor}')} is an alias of another value"
            self._say(place, words, "write the value out; put text that begins with '*' in quotes")
        elif isinstance(event, yaml.NodeEvent) and event.anchor:
            words = f"{shown(f'&{event.anchor}')} is an anchor for aliases"
            self._say(place, words, "delete it; put text that begins with '&' in quotes")
        if getattr(event, "tag", None):
            self._say(place, *TAG_WORDS, rule="yaml-syntax")
            raise _Stopped

    def _place(self, event: yaml.Event) -> Place:
        mark = _mark(event.start_mark)
        return Place(self._name, mark.line + 1, mark.column + 1)

    def _say(self, place: Place, message: str, mend: str, *, rule: str = "yaml-feature") -> None:
        self.faults.append(Fault(place, message, mend, rule))


def _mark(mark: object) -> yaml.Mark:
    """Take a mark for what it is: the events of a parser have them, those of a dumper may not."""
    return cast("yaml.Mark", mark)


def _is_nothing(event: yaml.ScalarEvent) -> bool:
    # Plain only: in quotes, and under a mark of text, these are words.
    return not event.style and not event.tag and event.value in _NOTHING


def _file_fault(error: OSError | ValueError, name: str) -> Fault:
    number = error.errno if isinstance(error, OSError) else None
    words = ("the file cannot be read", "look at its name, its folder and its rights")
    return Fault(Place(name), *_FILE_WORDS.get(number or 0, words), "file")


def _encoding_fault(data: bytes, start: int, *, name: str) -> Fault:
    if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        words = "the file is saved as UTF-16"
        return Fault(Place(name, 1, 1), words, "save it as UTF-8", "encoding")
    before = data[:start].decode().removeprefix("\ufeff")
    place = Place(name, before.count("\n") + 1, len(before) - before.rfind("\n"))
    words = f"the byte 0x{data[start]:02X} is not UTF-8"
    return Fault(place, words, "save the file as UTF-8", "encoding")


def _escape_faults(text: str, *, name: str) -> Iterator[Fault]:
    lines = Lines(text, name=name)
    for match in _IMPOSSIBLE_ESCAPE.finditer(text):
        words = f"the escape {shown(match[2])} is no character"
        yield Fault(lines.place(match.start(2)), words, "write the character itself", "characters")


def _possible(match: re.Match[str]) -> str:
    """Put the escape of the stand-in, of equal width, for an impossible one."""
    return match[1] + (r"\ue000" if match[2][1] == "u" else r"\U0000e000")
