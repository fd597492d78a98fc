"""Columns: bars that stand on a zero line, alone or in groups, with their values above."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from briefs.charts.barring import Bar, Scale, hangs, make_bars
from briefs.charts.easel import Easel, amount, key
from briefs.charts.errors import Crowded
from briefs.charts.naming import name_room, place_names
from briefs.charts.placing import AIR, Option, place
from briefs.charts.shapes import Box, Label, Shape, Stroke
from briefs.charts.slots import (
    Row,
    divider,
    slots,
    tick_blocks,
    tick_height,
    tick_labels,
)
from briefs.charts.steps import arrows_over, ending_below, place_steps, step_room
from briefs.views.parts import Step

#: A value label may climb this many lines to stand clear of its neighbours.
CLIMB = 3


def bars(easel: Easel) -> tuple[Shape, ...]:
    """Draw one strand as bars, with the changes between them."""
    numbers = tuple(tick for tick, _ in easel.points(0))
    return columns(easel, numbers, (0,), steps=easel.chart.steps)


def grouped(easel: Easel) -> tuple[Shape, ...]:
    """Draw several strands side by side on each tick; names beside bars, or else in a key."""
    strands = tuple(range(len(easel.chart.strands)))
    shown = {tick for strand in strands for tick, _ in easel.points(strand)}
    try:
        return columns(easel, sorted(shown), strands, names=True)
    except Crowded:
        swatches, height = key(easel, marks=False)
        box = easel.box
        lower = easel.within(Box(box.left, box.top + height, box.right, box.bottom))
        return (*swatches, *columns(lower, sorted(shown), strands))


def columns(
    easel: Easel,
    ticks: Sequence[int],
    strands: Sequence[int],
    *,
    steps: Sequence[Step] = (),
    names: bool = False,
    foot: float = 0.0,
) -> tuple[Shape, ...]:
    """Draw bars for some ticks and strands of a chart on the easel's box.

    The labels of the ticks take at least `foot`, so that axes of neighbours are level.
    """
    box = easel.box
    row = slots(easel, ticks, box)
    blocks = tick_blocks(easel, row)
    axis = box.bottom - max(tick_height(blocks), foot) - easel.em * 0.45
    plot = Box(box.left, box.top, box.right, axis)
    extra = step_room(easel) if steps else name_room(easel) if names else 0.0
    scale = _scale(easel, ticks, strands, plot, extra)
    made = tuple(make_bars(easel, row, strands, scale))
    lines = tuple(divider(easel, x, plot.top + easel.em * 0.5, axis) for x in row.dividers)
    values = _place_values(easel, made, lines, plot)
    arrows = arrows_over(easel, steps, made, values)
    shapes: list[Shape] = [ending_below(line, arrows, easel.em) for line in lines]
    shapes += [bar.area for bar in made if bar.area]
    shapes.append(_zero_line(easel, row, scale))
    shapes.extend(arrows)
    shapes.extend(line for option in values.values() for line in option.leader)
    labels = [label for option in values.values() for label in option.labels]
    labels += place_steps(easel, steps, made, values, arrows)
    if names:
        labels += place_names(easel, made, labels, lines, plot)
    shapes.extend(tick_labels(blocks, row, axis + easel.em * 0.45))
    return (*shapes, *labels)


def _zero_line(easel: Easel, row: Row, scale: Scale) -> Stroke:
    first, last = row.slots[0], row.slots[-1]
    ends = ((first.left, scale.zero), (last.left + last.width, scale.zero))
    return Stroke(ends, easel.look.grey, easel.look.rule, name="zero")


def _scale(
    easel: Easel, ticks: Sequence[int], strands: Sequence[int], plot: Box, extra: float
) -> Scale:
    """Fit bars and the labels at their ends into the plot, zero included."""
    points = [easel.chart.strands[strand].points[tick] for strand in strands for tick in ticks]
    if easel.chart.one_scale:
        points = [point for strand in easel.chart.strands for point in strand.points]
    values = [value for point in points if (value := amount(point)) is not None]
    high, low = max([*values, 0.0]), min([*values, 0.0])
    label = easel.value("0", easel.look.ink).height + easel.em * 0.5
    above = label + extra
    below = label if low < 0 else 0.0
    room = plot.height - above - below
    if room < easel.em * 2:
        raise Crowded("no height is left for the bars")
    factor = room / (high - low) if high > low else 0.0
    return Scale(plot.bottom - below + low * factor, factor)


def _place_values(
    easel: Easel, made: Sequence[Bar], lines: Sequence[Stroke], plot: Box
) -> dict[tuple[int, int], Option]:
    labelled = [bar for bar in made if bar.label]
    obstacles = [bar.area.box for bar in made if bar.area]
    obstacles += [box for line in lines for box in line.boxes()]
    frame = Box(easel.box.left, plot.top, easel.box.right, plot.bottom)
    wanted = [list(_value_options(easel, bar)) for bar in labelled]
    chosen = place(wanted, obstacles=obstacles, frame=frame)
    return {
        (bar.strand, bar.slot.number): option for bar, option in zip(labelled, chosen, strict=True)
    }


def _value_options(easel: Easel, bar: Bar) -> Iterator[Option]:
    block = bar.label
    if block is None:
        return
    pad, box = easel.em * 0.28, bar.box
    down = hangs(easel, bar)
    for climb in range(CLIMB + 1):
        lift = climb * (block.height + AIR * 1.5)
        top = box.bottom + pad + lift if down else box.top - pad - block.height - lift
        for x, align, dislike in _alignments(easel, bar):
            labels = block.labels(x, top, align)
            leader = _leader(easel, box, labels, lift)
            yield Option(labels, climb * 2 + dislike, leader)


def _alignments(easel: Easel, bar: Bar) -> tuple[tuple[float, float, float], ...]:
    """Give the ways a label may stand over its bar, and how little each is liked."""
    nudge = easel.em * 0.35
    centre = bar.box.centre
    shifts = ((centre, 0.5, 0.0), (centre - nudge, 0.5, 0.4), (centre + nudge, 0.5, 0.4))
    if len(easel.chart.strands) == 1:
        return shifts
    edges = ((bar.box.right, 1.0, 0.5), (bar.box.left, 0.0, 0.5))
    return shifts + edges


def _leader(easel: Easel, box: Box, labels: Sequence[Label], lift: float) -> tuple[Stroke, ...]:
    if not lift:
        return ()
    top = max(label.box.bottom for label in labels) + AIR
    ends = ((box.centre, top), (box.centre, box.top - AIR))
    return (Stroke(ends, easel.look.grey, easel.look.hair),)
