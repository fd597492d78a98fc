"""Shapes: what a chart is made of once laid out, in points from the upper left corner."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import pairwise
from math import sqrt

#: Gaps below this, in points, are rounding.
ROUNDING = 0.01


@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle; `top` is less than `bottom`."""

    left: float
    top: float
    right: float
    bottom: float

    @property
    def width(self) -> float:
        """How wide it is."""
        return self.right - self.left

    @property
    def height(self) -> float:
        """How high it is."""
        return self.bottom - self.top

    @property
    def middle(self) -> float:
        """The height of its centre."""
        return (self.top + self.bottom) / 2

    @property
    def centre(self) -> float:
        """The abscissa of its centre."""
        return (self.left + self.right) / 2

    def meets(self, other: Box) -> bool:
        """Whether the two overlap by more than rounding."""
        return (
            self.left < other.right - ROUNDING
            and other.left < self.right - ROUNDING
            and self.top < other.bottom - ROUNDING
            and other.top < self.bottom - ROUNDING
        )

    def holds(self, other: Box) -> bool:
        """Whether the other lies within, but for rounding."""
        return (
            self.left - ROUNDING <= other.left
            and self.top - ROUNDING <= other.top
            and other.right <= self.right + ROUNDING
            and other.bottom <= self.bottom + ROUNDING
        )

    def grown(self, by: float, *, sideways: float = 0.0) -> Box:
        """Give the box with a margin around it, which may be wider at its sides."""
        across = max(by, sideways)
        return Box(self.left - across, self.top - by, self.right + across, self.bottom + by)


def around(boxes: Iterable[Box]) -> Box:
    """Give the smallest box that holds all of some boxes."""
    every = tuple(boxes)
    return Box(
        min(box.left for box in every),
        min(box.top for box in every),
        max(box.right for box in every),
        max(box.bottom for box in every),
    )


@dataclass(frozen=True, slots=True)
class Hatch:
    """Lines or dots that fill a bar: their kind, colour, distance and weight."""

    kind: str
    colour: str
    step: float
    weight: float


@dataclass(frozen=True, slots=True)
class Paint:
    """How an area looks: its ground, outline and hatch."""

    fill: str
    edge: str
    weight: float
    dash: tuple[float, ...] = ()
    hatch: Hatch | None = None


@dataclass(frozen=True, slots=True)
class Area:
    """A painted rectangle."""

    box: Box
    paint: Paint
    name: str = ""


@dataclass(frozen=True, slots=True)
class Stroke:
    """A line through some points; `arrow` is the size of the head at its end."""

    points: tuple[tuple[float, float], ...]
    colour: str
    weight: float
    dash: tuple[float, ...] = ()
    arrow: float = 0
    name: str = ""

    def boxes(self) -> Iterator[Box]:
        """Give boxes that cover the line, short enough to tell what it really touches."""
        for (x0, y0), (x1, y1) in pairwise(self.points):
            pieces = 1 if min(abs(x1 - x0), abs(y1 - y0)) < ROUNDING else 12
            for piece in range(pieces):
                a, b = piece / pieces, (piece + 1) / pieces
                yield Box(
                    min(x0 + (x1 - x0) * a, x0 + (x1 - x0) * b),
                    min(y0 + (y1 - y0) * a, y0 + (y1 - y0) * b),
                    max(x0 + (x1 - x0) * a, x0 + (x1 - x0) * b),
                    max(y0 + (y1 - y0) * a, y0 + (y1 - y0) * b),
                ).grown(self.weight / 2)


@dataclass(frozen=True, slots=True)
class Mark:
    """A marker, by matplotlib's letter for its shape."""

    x: float
    y: float
    shape: str
    size: float
    paint: Paint
    name: str = ""

    @property
    def box(self) -> Box:
        """The room it takes."""
        half = (self.size + self.paint.weight) / 2
        return Box(self.x - half, self.y - half, self.x + half, self.y + half)


@dataclass(frozen=True, slots=True)
class Run:
    """Text in one font, measured: how far it runs, and how far its ink stands up and down."""

    text: str
    families: tuple[str, ...]
    size: float
    weight: int
    colour: str
    advance: float
    ascent: float
    descent: float


@dataclass(frozen=True, slots=True)
class Label:
    """A run of text at its place: where its first letter begins, and its baseline."""

    run: Run
    x: float
    baseline: float

    @property
    def box(self) -> Box:
        """The room its ink takes."""
        return Box(
            self.x,
            self.baseline - self.run.ascent,
            self.x + self.run.advance,
            self.baseline + self.run.descent,
        )


Shape = Area | Stroke | Mark | Label


def hatch_strokes(box: Box, hatch: Hatch) -> tuple[Stroke, ...]:
    """Give the lines of a hatch, clipped to a box.

    Drawn as lines and not as a pattern: viewers print patterns with seams.
    """
    match hatch.kind:
        case "rising" | "falling":
            segments = _diagonals(box, hatch.step * sqrt(2), falling=hatch.kind == "falling")
            return tuple(Stroke(ends, hatch.colour, hatch.weight) for ends in segments)
        case "level":
            return tuple(
                Stroke(((box.left, y), (box.right, y)), hatch.colour, hatch.weight)
                for y in _steps(box.top, box.bottom, hatch.step)
            )
    return tuple(_dots(box, hatch))


def _steps(start: float, end: float, step: float) -> Iterator[float]:
    """Give the multiples of a step within a range, so that hatches of neighbours line up."""
    number = int(start // step) + 1
    while number * step < end - ROUNDING:
        yield number * step
        number += 1


def _diagonals(
    box: Box, step: float, *, falling: bool
) -> Iterator[tuple[tuple[float, float], ...]]:
    if falling:
        for c in _steps(box.left - box.bottom, box.right - box.top, step):
            low, high = max(box.left, c + box.top), min(box.right, c + box.bottom)
            yield ((low, low - c), (high, high - c))
        return
    for c in _steps(box.left + box.top, box.right + box.bottom, step):
        low, high = max(box.left, c - box.bottom), min(box.right, c - box.top)
        yield ((low, c - low), (high, c - high))


def _dots(box: Box, hatch: Hatch) -> Iterator[Stroke]:
    dot = hatch.weight * 1.5
    row = 0
    for y in _steps(box.top, box.bottom, hatch.step * 0.8):
        if not box.top + dot / 2 <= y <= box.bottom - dot / 2:
            continue
        start = box.left + hatch.step * (0.75 if row % 2 else 0.25)
        row += 1
        if start + dot < box.right:
            ends = ((start, y), (box.right - ROUNDING, y))
            yield Stroke(ends, hatch.colour, dot, (dot, hatch.step - dot))
