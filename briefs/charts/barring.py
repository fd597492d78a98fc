"""Bars: how high each stands, how it is painted, and what its label says."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from briefs.charts.blocks import Block
from briefs.charts.easel import Easel, amount
from briefs.charts.shapes import Area, Box
from briefs.charts.slots import Row, Slot

#: No bar is wider than this many ems.
WIDEST_BAR = 6.5

#: The widest a group of bars may be, in slots.
WIDEST_GROUP = 0.9

#: A value that is not zero shows at least this much of a bar, in points.
SLIVER = 0.9


@dataclass(frozen=True, slots=True)
class Bar:
    """One bar: its strand and tick, its box, its painted area if it has a value, its label."""

    strand: int
    slot: Slot
    box: Box
    area: Area | None
    label: Block | None


@dataclass(frozen=True, slots=True)
class Scale:
    """How numbers become heights: where zero is, and points for each unit."""

    zero: float
    factor: float

    def height(self, value: float) -> float:
        """Give the height of a bar, never too small to see."""
        exact = abs(value) * self.factor
        return max(exact, SLIVER) if value else 0.0


def _bar_width(easel: Easel, slot: Slot, count: int) -> float:
    chart = easel.look.theme.chart
    share = chart.interim_bar if slot.tick.interim else chart.bar
    if count > 1:
        share = min(share + 0.12 * count, WIDEST_GROUP)
    return min(slot.width * share / count, easel.em * WIDEST_BAR)


def make_bars(easel: Easel, row: Row, strands: Sequence[int], scale: Scale) -> Iterator[Bar]:
    """Give the bars of each slot, side by side; what a strand leaves out takes no room."""
    for slot in row.slots:
        width = _bar_width(easel, slot, len(strands))
        group = [strand for strand in strands if easel.shows(strand, slot.number)]
        left = slot.centre - width * len(group) / 2
        for place_in_group, strand in enumerate(group):
            at = left + width * place_in_group
            yield _bar(easel, slot, strand, (at, at + width), scale)


def _bar(easel: Easel, slot: Slot, strand: int, sides: tuple[float, float], scale: Scale) -> Bar:
    drawn = easel.chart.strands[strand]
    point = drawn.points[slot.number]
    value = amount(point)
    height = scale.height(value or 0.0)
    up = (value or 0.0) >= 0
    # Half the outline lies outside a box: bars of a group would lap over each other.
    inset = easel.look.rule * 0.6
    box = Box(
        sides[0] + inset,
        scale.zero - (height if up else 0.0),
        sides[1] - inset,
        scale.zero + (0.0 if up else height),
    )
    area = None
    if value is not None:
        name = f"bar-{strand}-{slot.number}"
        area = Area(box, easel.look.bar(point.role or drawn.role, slot.tick), name)
    return Bar(strand, slot, box, area, _value_block(easel, strand, slot.number))


def hangs(easel: Easel, bar: Bar) -> bool:
    """Whether a bar hangs under the zero line."""
    value = amount(easel.chart.strands[bar.strand].points[bar.slot.number])
    return value is not None and value < 0


def _value_block(easel: Easel, strand: int, tick: int) -> Block | None:
    drawn = easel.chart.strands[strand]
    point = drawn.points[tick]
    if not point.label:
        return None
    if point.figure is None:
        return easel.words((point.label,), easel.look.grey)
    many = len(easel.chart.strands) > 1 and not drawn.role.startswith("company-")
    return easel.value(point.label, easel.look.wear(drawn.role).edge if many else easel.look.ink)
