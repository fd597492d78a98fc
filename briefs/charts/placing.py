"""Placing: choose a place for each label so that none touches another or what is drawn."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from briefs.charts.errors import Crowded
from briefs.charts.shapes import Box, Label, Stroke

#: Rounds after which labels that still move will go on moving.
ROUNDS = 8

#: Labels keep this far from each other and from what is drawn, in points.
AIR = 0.8

#: Labels on one line keep a space apart, in sizes: closer numbers read as one.
BESIDE = 0.2

HIT = 100.0


@dataclass(frozen=True, slots=True)
class Option:
    """One place a label may take, how little it is liked, and the leader line it needs."""

    labels: tuple[Label, ...]
    cost: float = 0.0
    leader: tuple[Stroke, ...] = ()

    def hits(self, box: Box) -> bool:
        """Whether the label would touch a box."""
        return any(label.box.grown(AIR / 2).meets(box) for label in self.labels)

    def within(self, frame: Box) -> bool:
        """Whether the whole label lies in a frame."""
        return all(frame.holds(label.box) for label in self.labels)


def place(
    requests: Sequence[Sequence[Option]],
    *,
    obstacles: Sequence[Box],
    frame: Box,
    air: float = AIR,
) -> tuple[Option, ...]:
    """Choose an option for each label. Raises Crowded when some labels must collide."""
    drawn = [box.grown(air - AIR / 2) for box in obstacles]
    wanted = [_bearable(options, drawn, frame) for options in requests]
    chosen = [options[0] for options in wanted]
    for _ in range(ROUNDS):
        before = list(chosen)
        for number, options in enumerate(wanted):
            others = [*chosen[:number], *chosen[number + 1 :]]
            chosen[number] = min(options, key=lambda option: _cost(option, others))
        if chosen == before:
            break
    for number, option in enumerate(chosen):
        if _clashes(option, chosen[number + 1 :]):
            raise Crowded(f"“{option.labels[0].run.text}” collides with another label")
    return tuple(chosen)


def _bearable(options: Sequence[Option], obstacles: Sequence[Box], frame: Box) -> list[Option]:
    """Keep the options that touch nothing drawn and stay in the frame, best first."""
    free = [
        option
        for option in options
        if option.within(frame) and not any(option.hits(box) for box in obstacles)
    ]
    if not free:
        raise Crowded(f"no room for “{options[0].labels[0].run.text}”")
    return sorted(free, key=lambda option: option.cost)


def _cost(option: Option, others: Sequence[Option]) -> float:
    return option.cost + HIT * _clashes(option, others)


def _clashes(option: Option, others: Sequence[Option]) -> int:
    return sum(
        any(option.hits(_room(label)) for label in other.labels)
        or _crosses(option, other)
        or _crosses(other, option)
        for other in others
    )


def _room(label: Label) -> Box:
    return label.box.grown(AIR / 2, sideways=label.run.size * BESIDE - AIR / 2)


def _crosses(option: Option, other: Option) -> bool:
    """Whether an option's leader runs through another's label."""
    return any(other.hits(box) for line in option.leader for box in line.boxes())


def spread(wanted: Sequence[tuple[float, float]], low: float, high: float) -> list[float]:
    """Move blocks, given as middle and height, as little as needed to stand clear in a range.

    They come in order from the top. Raises Crowded when they do not fit.
    """
    if sum(height for _, height in wanted) > high - low:
        raise Crowded("the names at the lines' ends do not fit")
    tops = [middle - height / 2 for middle, height in wanted]
    floor = low
    for number, (_, height) in enumerate(wanted):
        tops[number] = max(tops[number], floor)
        floor = tops[number] + height
    ceiling = high
    for number in reversed(range(len(wanted))):
        height = wanted[number][1]
        tops[number] = min(tops[number], ceiling - height)
        ceiling = tops[number]
    return [top + height / 2 for top, (_, height) in zip(tops, wanted, strict=True)]
