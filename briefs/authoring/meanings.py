"""Meanings: what each field that somebody writes says, with an example as it stands in a file."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from briefs.reading import Node, node_at
from briefs.reading.nodes import plain, read_text

_FIELDS = Path(__file__).with_name("fields")

#: The name of an example in a text of its own.
_EXAMPLE = "example"


@dataclass(frozen=True, slots=True)
class Meaning:
    """What a field says; an example of it, if it needs one, is written as in its file."""

    says: str
    example: str = ""

    @property
    def unit(self) -> str:
        """What the digits of the example count, where it is a figure."""
        unit = node_at(_read(self.example), ("unit",)).value if self.example[:1] == "{" else ""
        return unit if isinstance(unit, str) else ""

    def value(self, *, is_yaml: bool) -> object:
        """Give the example as it is read, from YAML as texts or from TOML."""
        if is_yaml:
            return plain(_read(self.example))
        return tomllib.loads(f"{_EXAMPLE} = {self.example}")[_EXAMPLE]


@cache
def meanings(sort: str) -> Mapping[str, Mapping[str, Meaning]]:
    """Give the meanings of a sort of file, by model and field."""
    tables = tomllib.loads((_FIELDS / f"{sort}.toml").read_text(encoding="utf-8"))
    return {
        model: {field: _meaning(written) for field, written in fields.items()}
        for model, fields in tables.items()
    }


def _meaning(written: str | list[str]) -> Meaning:
    return Meaning(written) if isinstance(written, str) else Meaning(*written)


@cache
def _read(example: str) -> Node:
    node, faults = read_text(f"{_EXAMPLE}: {example}\n".encode(), name=_EXAMPLE)
    if node is None or faults:
        raise ValueError(f"the example {example!r} cannot be read: {faults}")
    return node_at(node, (_EXAMPLE,))
