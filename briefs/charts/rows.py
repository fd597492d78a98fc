"""Rows: bars that lie, for labels too long to stand side by side."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from briefs.charts.blocks import Block
from briefs.charts.easel import Easel, amount
from briefs.charts.errors import Crowded
from briefs.charts.shapes import Area, Box, Shape, Stroke

SLIVER = 0.9

#: The share of the width that labels at the left may take.
MOST_LABEL = 0.45

#: The share of the width that must be left for bars.
LEAST_BARS = 0.1


@dataclass(frozen=True, slots=True)
class _Line:
    """One row: its tick, the words at its left, and what stands at the end of its bar."""

    tick: int
    words: Block
    value: Block


def rows(easel: Easel) -> tuple[Shape, ...]:
    """Draw one strand as lying bars, each with its label at the left and its value at the end."""
    lines = [_line(easel, tick) for tick, _ in easel.points(0)]
    pitch = easel.box.height / len(lines)
    if any(max(line.words.height, line.value.height) + easel.em * 0.2 > pitch for line in lines):
        raise Crowded("the rows are too many for the height")
    zero, factor = _scale(easel, lines)
    shapes: list[Shape] = []
    for number, line in enumerate(lines):
        middle = easel.box.top + pitch * (number + 0.5)
        shapes.extend(_drawn(easel, line, (middle, pitch), (zero, factor)))
    ends = ((zero, easel.box.top), (zero, easel.box.bottom))
    return (*shapes, Stroke(ends, easel.look.grey, easel.look.rule, name="zero"))


def _line(easel: Easel, tick: int) -> _Line:
    chart, look = easel.chart, easel.look
    label = (*chart.ticks[tick].label, *chart.ticks[tick].detail) or (" ",)
    words = easel.words(label, look.ink, width=easel.box.width * MOST_LABEL)
    point = chart.strands[0].points[tick]
    if point.figure is None:
        return _Line(tick, words, easel.words((point.label,), look.grey))
    value = easel.value(point.label, look.ink).lines[0] if point.label else ()
    changes = [step.label for step in chart.steps if step.end == tick]
    if changes:
        value += (easel.setter.gap(easel.em * 0.6),)
        value += easel.words((changes[0],), look.grey).lines[0]
    return _Line(tick, words, Block((value,)))


def _scale(easel: Easel, lines: list[_Line]) -> tuple[float, float]:
    """Find where zero is and how long a unit is, with room for the values at the ends."""
    pad = easel.em * 0.5
    points = easel.chart.strands[0].points
    values = [amount(points[line.tick]) or 0.0 for line in lines]
    left = easel.box.left + max(line.words.width for line in lines) + pad
    widest = max(line.value.width for line in lines) + pad
    below = widest if min(values) < 0 else 0.0
    room = easel.box.right - left - below - widest
    if room < easel.box.width * LEAST_BARS:
        raise Crowded("no width is left for the bars")
    span = max([*values, 0.0]) - min([*values, 0.0])
    factor = room / span if span else 0.0
    return left + below - min([*values, 0.0]) * factor, factor


def _drawn(
    easel: Easel, line: _Line, at: tuple[float, float], scale: tuple[float, float]
) -> Iterator[Shape]:
    (middle, pitch), (zero, factor) = at, scale
    tick, strand = easel.chart.ticks[line.tick], easel.chart.strands[0]
    point, chart = strand.points[line.tick], easel.look.theme.chart
    value = amount(point)
    yield from line.words.centred(easel.box.left, middle)
    length = max(abs(value) * factor, SLIVER) if value else 0.0
    hangs = value is not None and value < 0
    half = min(pitch * (chart.interim_bar if tick.interim else chart.bar), easel.em * 2.4) / 2
    ends = (zero - length, zero) if hangs else (zero, zero + length)
    box = Box(ends[0], middle - half, ends[1], middle + half)
    if value is not None:
        yield Area(box, easel.look.bar(point.role or strand.role, tick), f"bar-0-{line.tick}")
    pad = easel.em * 0.4
    yield from line.value.centred(
        box.left - pad if hangs else box.right + pad, middle, float(hangs)
    )
