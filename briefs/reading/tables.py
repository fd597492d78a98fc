"""Tables: TOML as plain values, with the line and column of every table and key."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from briefs.faults import Fault, InvalidInput, Place
from briefs.regular import read_regular

#: Where a key stands in a document: the tables around it, and its own name.
Location = tuple[str | int, ...]


class Places:
    """Where the tables and keys of a text stand."""

    def __init__(self, text: str, name: str) -> None:
        self._file = name
        self._found: dict[tuple[str, ...], Place] = {}
        table: tuple[str, ...] = ()
        for number, line in enumerate(text.splitlines(), start=1):
            if heading := re.match(r"\s*\[([\w.-]+)\]", line):
                table = tuple(heading[1].split("."))
                self._found[table] = Place(name, number, 1)
            elif key := re.match(r"\s*([\w-]+)\s*=", line):
                self._found[*table, key[1]] = Place(name, number, key.start(1) + 1)

    def of(self, location: Location) -> Place:
        """Give the place of a key, or of the nearest table around it."""
        path = tuple(str(part) for part in location)
        while path and path not in self._found:
            path = path[:-1]
        return self._found.get(path, Place(self._file))

    def exact(self, location: Location) -> Place | None:
        """Give the place of a key that stands in the text itself."""
        return self._found.get(tuple(str(part) for part in location))


def read_tables(text: str, *, name: str, rule: str) -> tuple[Mapping[str, Any], Places]:
    """Read a TOML text; raises InvalidInput with the line and column where it is none."""
    try:
        return tomllib.loads(text), Places(text, name)
    except tomllib.TOMLDecodeError as error:
        message, _, rest = str(error).partition(" (at ")
        found = re.search(r"line (\d+), column (\d+)", rest)
        place = Place(name, int(found[1]), int(found[2])) if found else Place(name)
        message = f"is no TOML: {message[:1].lower()}{message[1:]}"
        raise InvalidInput([Fault(place, message, "see https://toml.io", rule)]) from error


def text_of(path: Path, *, name: str, rule: str) -> str:
    """Read a file as UTF-8; raises InvalidInput where it cannot be."""
    try:
        return read_regular(path).decode()
    except OSError as error:
        fault = Fault(Place(name), f"cannot be read: {error.strerror}", "restore it", rule)
        raise InvalidInput([fault]) from error
    except UnicodeDecodeError as error:
        fault = Fault(Place(name), "is not UTF-8", "save it as UTF-8", rule)
        raise InvalidInput([fault]) from error
