"""Insertion: a new entry at the end of a mapping of a file, whose other lines stay as they are."""

from __future__ import annotations

import yaml

from briefs.authoring.form import end_of
from briefs.reading.nodes import LOADER


class NoRoomError(Exception):
    """A file has no mapping of that name on lines of its own."""


def inserted(text: str, entry: str, *, under: str) -> str:
    """Give a file with an entry more under one of its keys, apart by an empty line.

    Raises NoRoomError where the file does not hold that key with lines below it.
    """
    root = yaml.compose(text, Loader=LOADER)
    pairs = root.value if isinstance(root, yaml.MappingNode) else []
    below = next((value for key, value in pairs if key.value == under), None)
    if not isinstance(below, yaml.MappingNode) or below.flow_style:
        raise NoRoomError(f"there is no `{under}:` with lines below it")
    lines = text.splitlines()
    indent = " " * below.start_mark.column
    new = [f"{indent}{line.removeprefix('  ')}" for line in entry.splitlines()]
    end = end_of(lines, below)
    return "\n".join([*lines[:end], "", *new, *lines[end:], ""])
