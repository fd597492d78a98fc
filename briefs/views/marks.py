"""Marks: the numbers of notes in a composed view, found and given anew."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import fields, is_dataclass, replace
from typing import Any, TypeVar

from briefs.views.parts import Phrase, Value

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
        case _ if is_dataclass(part):
            for member in fields(part):
                yield from marks_in(getattr(part, member.name))
            if isinstance(part, Value):
                yield from part.notes


def renumbered(part: Part, numbers: Mapping[int, int]) -> Part:
    """Give a view whose marks have new numbers; a mark without one is taken off."""
    return _renumbered(part, numbers)  # type: ignore[no-any-return]


def _renumbered(part: Any, numbers: Mapping[int, int]) -> Any:  # noqa: ANN401 - any part of a view
    if isinstance(part, tuple):
        return tuple(_renumbered(item, numbers) for item in part)
    if isinstance(part, dict):
        return {key: _renumbered(item, numbers) for key, item in part.items()}
    if not is_dataclass(part) or not next(marks_in(part), 0):
        return part
    changed: dict[str, Any] = {
        member.name: _renumbered(getattr(part, member.name), numbers) for member in fields(part)
    }
    if isinstance(part, Phrase | Value):
        kept = {numbers[note] for note in part.notes if note in numbers}
        changed["notes"] = tuple(sorted(kept))
    return replace(part, **changed)  # type: ignore[type-var]
