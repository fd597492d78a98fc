"""Marks: the numbers of notes in a composed view, found and given anew."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from operator import is_not
from typing import Any, TypeVar

from briefs.views.parts import Phrase, Value, members

Part = TypeVar("Part")


def marks_in(part: object) -> Iterator[int]:
    """Walk a view and give the number of every mark it shows, in reading order."""
    match part:
        case Phrase(notes=notes):
            yield from notes
        case tuple() | list():
            for item in part:
                yield from marks_in(item)
        case dict():
            yield from marks_in(tuple(part.values()))
        case _:
            for name in members(part):
                yield from marks_in(getattr(part, name))
            if isinstance(part, Value):
                yield from part.notes


def renumbered(part: Part, numbers: Mapping[int, int]) -> Part:
    """Give a view whose marks have new numbers; a mark without one is taken off."""
    return _renumbered(part, numbers)  # type: ignore[no-any-return]


def _renumbered(part: Any, numbers: Mapping[int, int]) -> Any:  # noqa: ANN401 - any part of a view
    """Give a part with new numbers; the part itself, where it has no marks."""
    if isinstance(part, tuple):
        items = tuple([_renumbered(item, numbers) for item in part])
        return items if any(map(is_not, items, part)) else part
    if isinstance(part, dict):
        return {key: _renumbered(item, numbers) for key, item in part.items()}
    changed: dict[str, Any] = {}
    for name in members(part):
        before = getattr(part, name)
        after = _renumbered(before, numbers)
        if after is not before:
            changed[name] = after
    if isinstance(part, Phrase | Value) and part.notes:
        kept = {numbers[note] for note in part.notes if note in numbers}
        changed["notes"] = tuple(sorted(kept))
    return replace(part, **changed) if changed else part
