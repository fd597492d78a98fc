"""Panels: one small chart for each company, from zero, on one scale or each on its own."""

from __future__ import annotations

from dataclasses import dataclass
from math import ceil, log

from briefs.charts.blocks import Block
from briefs.charts.columns import columns
from briefs.charts.easel import Easel
from briefs.charts.shapes import Box, Mark, Paint, Shape, Stroke
from briefs.charts.slots import slots, tick_blocks, tick_height

#: Panels look best this much wider than high.
SHAPE = 1.5

#: How much an empty place in the grid weighs against panels of a poor shape.
EMPTY = 0.9


def panels(easel: Easel) -> tuple[Shape, ...]:
    """Draw a panel for each strand, with the ticks that the strand has."""
    count = len(easel.chart.strands)
    across = min(range(1, count + 1), key=lambda n: _ugliness(easel.box, count, n))
    down = ceil(count / across)
    gap = easel.em * 1.6
    width = (easel.box.width - gap * (across - 1)) / across
    height = (easel.box.height - gap * (down - 1)) / down
    corners = [
        (
            easel.box.left + (width + gap) * (strand % across),
            easel.box.top + (height + gap) * (strand // across),
        )
        for strand in range(count)
    ]
    places = [easel.within(Box(x, y, x + width, y + height)) for x, y in corners]
    made = [_panel(place, strand) for strand, place in enumerate(places)]
    level = _Level(max(panel.head for panel in made), max(panel.foot for panel in made))
    return tuple(shape for panel in made for shape in panel.drawn(level))


def _ugliness(box: Box, count: int, across: int) -> float:
    down = ceil(count / across)
    shape = (box.width / across) / (box.height / down)
    return abs(log(shape / SHAPE)) + EMPTY * (across * down - count)


@dataclass(frozen=True, slots=True)
class _Level:
    """What panels share so that their rules and axes are level: heights of names and of ticks."""

    head: float
    foot: float


@dataclass(frozen=True, slots=True)
class _Panel:
    """A panel: its place, its strand and ticks, and the room its own words need."""

    easel: Easel
    strand: int
    ticks: tuple[int, ...]
    name: Block
    head: float
    foot: float

    def drawn(self, level: _Level) -> tuple[Shape, ...]:
        """Draw the panel's name, a rule, and its bars."""
        easel, look, box = self.easel, self.easel.look, self.easel.box
        wear = look.wear(easel.chart.strands[self.strand].role)
        size = look.marker * 1.2
        top = box.top + _drop(easel, self.name)
        mark = Mark(
            x=box.left + (size + look.rule) / 2,
            y=top + self.name.ascent / 2,
            shape=wear.marker,
            size=size,
            paint=Paint(wear.fill, wear.edge, look.rule),
        )
        rule = box.top + level.head + easel.em * 0.5
        line = Stroke(((box.left, rule), (box.right, rule)), look.theme.colour.line, look.rule)
        plot = easel.within(Box(box.left, rule + easel.em * 0.4, box.right, box.bottom))
        name = self.name.labels(box.left + _indent(easel), top)
        bars = columns(plot, self.ticks, (self.strand,), foot=level.foot)
        return (mark, *name, line, *bars)


def _panel(easel: Easel, strand: int) -> _Panel:
    drawn = easel.chart.strands[strand]
    colour = easel.look.wear(drawn.role).edge
    name = easel.name(drawn.name, colour, width=easel.box.width - _indent(easel))
    ticks = tuple(tick for tick, _ in easel.points(strand))
    foot = tick_height(tick_blocks(easel, slots(easel, ticks, easel.box)))
    return _Panel(easel, strand, ticks, name, _drop(easel, name) + name.height, foot)


def _drop(easel: Easel, name: Block) -> float:
    """Say how far a name stands below its panel's top, level with its marker."""
    return max((easel.look.marker * 1.2 + easel.look.rule - name.ascent) / 2, 0.0)


def _indent(easel: Easel) -> float:
    return easel.look.marker * 1.2 + easel.em * 0.5
