"""Order: in which order a schema names the keys of what stands at a place in a file."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Order:
    """The part of a schema that describes one value, with the whole that it refers to."""

    part: Mapping[str, Any]
    whole: Mapping[str, Any]

    def sorted(self, keys: Sequence[str]) -> list[str]:
        """Sort keys as the schema names them; those that it does not name stay behind, as written.

        Where a value may be one of several things, it is the one that most of its keys name.
        """
        known = max(self._choices(self.part), key=lambda names: _shared(names, keys), default=[])
        ranks = {name: rank for rank, name in enumerate(known)}
        return sorted(keys, key=lambda key: ranks.get(key, len(ranks)))

    def of(self, key: str) -> Order:
        """Give the order within the value of a key; of any item, for a list."""
        return Order(next(self._below(self.part, key), {}), self.whole)

    def _choices(self, part: Mapping[str, Any]) -> Iterator[list[str]]:
        for choice in self._alternatives(part):
            if "properties" in choice:
                yield list(choice["properties"])

    def _below(self, part: Mapping[str, Any], key: str) -> Iterator[Mapping[str, Any]]:
        for choice in self._alternatives(part):
            if key in choice.get("properties", {}):
                yield choice["properties"][key]
            for pattern, value in choice.get("patternProperties", {}).items():
                if re.search(pattern, key):
                    yield value
            for name in ("items", "additionalProperties"):
                if isinstance(choice.get(name), Mapping):
                    yield choice[name]

    def _alternatives(self, part: Mapping[str, Any]) -> Iterator[Mapping[str, Any]]:
        reference = part.get("$ref")
        if reference:
            yield from self._alternatives(self.whole["$defs"][reference.rpartition("/")[2]])
        elif "anyOf" in part:
            for choice in part["anyOf"]:
                yield from self._alternatives(choice)
        else:
            yield part


def _shared(names: Iterable[str], keys: Iterable[str]) -> int:
    return len({*names} & {*keys})
