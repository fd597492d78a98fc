"""Easel: what every drawer works with: the chart, its look, its type and its canvas."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from briefs.charts.blocks import Block, Setter
from briefs.charts.errors import Crowded
from briefs.charts.look import Look
from briefs.charts.shapes import Area, Box, Label, Mark, Paint, Shape
from briefs.views.parts import Chart, Point

#: The weight of values and names; the Chinese faces meet it with their bold.
STRONG = 600


@dataclass(frozen=True, slots=True)
class Easel:
    """The chart to draw, and what it is drawn with, on a box of the canvas."""

    chart: Chart
    look: Look
    setter: Setter
    box: Box

    @property
    def em(self) -> float:
        """The unit of distances."""
        return self.look.em

    def within(self, box: Box) -> Easel:
        """Give the easel for a part of the canvas."""
        return Easel(self.chart, self.look, self.setter, box)

    def value(self, text: str, colour: str) -> Block:
        """Set a value."""
        return self.setter.one(text, self.look.value, colour, STRONG)

    def words(self, texts: Sequence[str], colour: str, *, width: float | None = None) -> Block:
        """Set words in each language, one above the other."""
        return self.setter.stacked(texts, self.look.label, colour, width=width)

    def name(self, texts: Sequence[str], colour: str, *, width: float | None = None) -> Block:
        """Set the name of a strand in each language, one above the other."""
        return self.setter.stacked(texts, self.look.label, colour, STRONG, width=width)

    def shows(self, strand: int, tick: int) -> bool:
        """Whether a strand has a value at a tick, or says that there is none."""
        point = self.chart.strands[strand].points[tick]
        return point.figure is not None or bool(point.label)

    def points(self, strand: int) -> tuple[tuple[int, Point], ...]:
        """Give the points of a strand that show something, each with the number of its tick."""
        every = enumerate(self.chart.strands[strand].points)
        return tuple((tick, point) for tick, point in every if point.figure or point.label)


def amount(point: Point) -> float | None:
    """Give the number that a point draws, if it has one."""
    return None if point.figure is None else float(point.figure.value)


def key(easel: Easel, *, marks: bool) -> tuple[tuple[Shape, ...], float]:
    """Set the names of all strands above the plot, each behind its swatch, and the height used.

    A key stands only where names do not fit beside what they name.
    """
    look, box = easel.look, easel.box
    side = easel.em * 0.75
    shapes: list[Shape] = []
    baseline, x = box.top + easel.em * 0.85, box.left
    for strand in easel.chart.strands:
        runs = easel.setter.inline(strand.name, look.label, look.ink)
        width = side + easel.em * 0.4 + sum(run.advance for run in runs)
        if x > box.left and x + width > box.right:
            x, baseline = box.left, baseline + easel.em * 1.35
        if width > box.width:
            raise Crowded(f"the key's “{strand.name[0]}” is too long")
        shapes.append(_swatch(easel, strand.role, x, baseline, marks=marks))
        at = x + side + easel.em * 0.4
        for run in runs:
            shapes.append(Label(run, at, baseline))
            at += run.advance
        x += width + easel.em * 1.2
    return tuple(shapes), baseline - box.top + easel.em * 0.75


def _swatch(easel: Easel, role: str, x: float, baseline: float, *, marks: bool) -> Shape:
    side, wear = easel.em * 0.75, easel.look.wear(role)
    if marks:
        paint = Paint(wear.fill, wear.edge, easel.look.rule)
        middle = baseline - easel.em * 0.33
        return Mark(x + side / 2, middle, wear.marker, easel.look.marker, paint)
    box = Box(x, baseline - side + easel.em * 0.05, x + side, baseline + easel.em * 0.05)
    paint = easel.look.open() if role == "open" else Paint(wear.fill, wear.edge, easel.look.rule)
    return Area(box, paint)
