"""Slots: where the ticks of a chart stand side by side, periods of another sort set apart."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from briefs.charts.blocks import Block
from briefs.charts.easel import Easel
from briefs.charts.placing import BESIDE
from briefs.charts.shapes import Box, Label, Stroke
from briefs.views.parts import Tick

#: No tick is wider than this many ems, so that a chart of one tick is not one wall.
WIDEST = 14.0


@dataclass(frozen=True, slots=True)
class Slot:
    """The room of one tick: its number in the chart, its centre and its width."""

    number: int
    tick: Tick
    centre: float
    width: float
    apart: bool

    @property
    def left(self) -> float:
        """Its left edge."""
        return self.centre - self.width / 2


@dataclass(frozen=True, slots=True)
class Row:
    """The slots of a plot, and the lines that divide them."""

    slots: tuple[Slot, ...]
    dividers: tuple[float, ...]


def slots(easel: Easel, numbers: Sequence[int], box: Box) -> Row:
    """Divide the width of a box among ticks, with a gap where another sort of period begins."""
    ticks = [easel.chart.ticks[number] for number in numbers]
    gap = easel.look.theme.chart.gap
    apart = [False] + [_differ(a, b) for a, b in pairwise(ticks)]
    units = len(ticks) + gap * sum(apart)
    unit = min(box.width / units, easel.em * WIDEST)
    x = box.left + (box.width - unit * units) / 2
    made, dividers = [], []
    for number, tick, away in zip(numbers, ticks, apart, strict=True):
        if away:
            dividers.append(x + unit * gap / 2)
            x += unit * gap
        made.append(Slot(number, tick, x + unit / 2, unit, away))
        x += unit
    return Row(tuple(made), tuple(dividers))


def _differ(one: Tick, other: Tick) -> bool:
    return (one.interim, one.forecast) != (other.interim, other.forecast)


def tick_blocks(easel: Easel, row: Row) -> tuple[Block, ...]:
    """Set the labels of ticks, wrapped to their slots, what details there are under them."""
    return tuple(_tick_block(easel, slot, row) for slot in row.slots)


def _tick_block(easel: Easel, slot: Slot, row: Row) -> Block:
    look = easel.look
    beside = [abs(one.centre - slot.centre) for one in row.slots if one is not slot]
    room = min(beside, default=slot.width) - look.label * BESIDE
    # A label is centred on its tick: at the edge it has no more room on either side than there.
    edge = min(slot.centre - easel.box.left, easel.box.right - slot.centre)
    room = min(room, edge * 2 + look.rule)
    lines = easel.words(slot.tick.label, look.ink, width=room).lines if slot.tick.label else ()
    if slot.tick.detail:
        lines += easel.setter.stacked(slot.tick.detail, look.label, look.grey, width=room).lines
    return Block(lines)


def tick_height(blocks: Sequence[Block]) -> float:
    """Say how much room the labels of ticks need below the axis."""
    tallest = [block.height for block in blocks if block.lines]
    return max(tallest, default=0.0)


def tick_labels(blocks: Sequence[Block], row: Row, top: float) -> tuple[Label, ...]:
    """Place the labels of ticks below the axis, on one baseline."""
    ascent = max((block.ascent for block in blocks if block.lines), default=0.0)
    return tuple(
        label
        for block, slot in zip(blocks, row.slots, strict=True)
        if block.lines
        for label in block.on_baseline(slot.centre, top + ascent, 0.5)
    )


def divider(easel: Easel, x: float, top: float, bottom: float) -> Stroke:
    """Draw the dotted line that sets interim periods and forecasts apart."""
    look = easel.look
    dots = (look.rule * 1.2, look.rule * 2.6)
    return Stroke(((x, bottom), (x, top)), look.grey, look.hair, dots, name="")
