"""Rows: bars that lie, one for each thing compared, or several where it has several measures."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from briefs.charts.badges import badge
from briefs.charts.blocks import Block
from briefs.charts.easel import STRONG, Easel, amount
from briefs.charts.errors import Crowded
from briefs.charts.shapes import Area, Box, Shape, Stroke

SLIVER = 0.9

#: The share of the width that labels at the left may take.
MOST_LABEL = 0.45

#: The share of the width that must be left for bars.
LEAST_BARS = 0.1

#: No bar is thicker than this many ems.
THICKEST = 3.4

#: The share of its room that a bar of several takes.
PAIRED = 0.84

#: Room between the bars of one thing and those of the next, in bars.
APART = 0.55


#: Sets the name of a row in the languages of the chart.
Naming = Callable[..., Block]


@dataclass(frozen=True, slots=True)
class _Line:
    """One bar: its strand, and what stands at its end."""

    strand: int
    value: Block


@dataclass(frozen=True, slots=True)
class _Group:
    """The bars of one tick, and the words at their left."""

    tick: int
    words: Block
    lines: tuple[_Line, ...]


@dataclass(frozen=True, slots=True)
class _Scale:
    """Where zero is, how long a unit is, and the value at which bars are broken off."""

    zero: float
    factor: float
    limit: float | None

    def length(self, value: float) -> float:
        """Give the length of a bar, never too small to see."""
        reach = abs(value) if self.limit is None else min(abs(value), self.limit)
        return max(reach * self.factor, SLIVER) if value else 0.0


def rows(easel: Easel) -> tuple[Shape, ...]:
    """Draw lying bars from zero, each with its label at the left and its value at the end."""
    try:
        return _rows(easel, easel.setter.stacked)
    except Crowded:
        if len(easel.chart.languages) == 1:
            raise
        return _rows(easel, _on_one_line(easel))


def _on_one_line(easel: Easel) -> Naming:
    """Set names in two languages beside each other, where rows are too low for two lines."""

    def name(
        texts: Sequence[str], size: float, colour: str, weight: int = 400, *, width: float
    ) -> Block:
        block = Block((easel.setter.inline(texts, size, colour, weight),))
        if block.width > width:
            raise Crowded(f"“{texts[0]}” is too long")
        return block

    return name


def _rows(easel: Easel, naming: Naming) -> tuple[Shape, ...]:
    every = range(len(easel.chart.ticks))
    groups = [group for tick in every if (group := _group(easel, tick, naming)).lines]
    head = easel.em * 1.6 if easel.chart.baseline else 0.0
    plot = Box(easel.box.left, easel.box.top + head, easel.box.right, easel.box.bottom)
    apart = APART if len(easel.chart.strands) > 1 else 0.0
    units = sum(len(group.lines) for group in groups) + apart * len(groups)
    pitch = plot.height / units
    if any(_too_high(easel, group, pitch) for group in groups):
        raise Crowded("the rows are too many for the height")
    scale = _scale(easel, groups)
    shapes: list[Shape] = list(_reference(easel, scale, plot))
    top = plot.top + pitch * apart / 2
    for group in groups:
        shapes.extend(_drawn(easel, group, (top, pitch), scale))
        top += pitch * (len(group.lines) + apart)
    ends = ((scale.zero, plot.top), (scale.zero, plot.bottom))
    return (*shapes, Stroke(ends, easel.look.grey, easel.look.rule, name="zero"))


def _too_high(easel: Easel, group: _Group, pitch: float) -> bool:
    air = easel.em * 0.2
    return group.words.height + air > pitch * len(group.lines) or any(
        line.value.height + air > pitch for line in group.lines
    )


def _group(easel: Easel, tick: int, naming: Naming) -> _Group:
    look, drawn = easel.look, easel.chart.ticks[tick]
    width = easel.box.width * MOST_LABEL - _indent(easel, tick)
    weight = STRONG if drawn.role else 400
    words = naming(drawn.label or (" ",), look.label, look.ink, weight, width=width)
    if drawn.detail:
        details = easel.words(drawn.detail, look.grey, width=width)
        words = Block((*words.lines, *details.lines))
    strands = range(len(easel.chart.strands))
    lines = tuple(_Line(one, _value(easel, one, tick)) for one in strands if easel.shows(one, tick))
    return _Group(tick, words, lines)


def _value(easel: Easel, strand: int, tick: int) -> Block:
    """Set what stands at a bar's end: its value, what it measures, and how it changed."""
    chart, look = easel.chart, easel.look
    drawn = chart.strands[strand]
    point = drawn.points[tick]
    if point.figure is None:
        line = easel.words((point.label,), look.grey).lines[0]
    else:
        line = easel.value(point.label, look.ink).lines[0] if point.label else ()
    if len(chart.strands) > 1:
        line += (easel.setter.gap(easel.em * 0.4),)
        line += easel.setter.inline(drawn.name, look.label, look.grey)
    changes = [step.label for step in chart.steps if step.end == tick]
    if changes:
        line += (easel.setter.gap(easel.em * 0.6),)
        line += easel.words((changes[0],), look.grey).lines[0]
    return Block((line,))


def _indent(easel: Easel, tick: int) -> float:
    return easel.em * 1.3 if easel.chart.ticks[tick].role else 0.0


def _scale(easel: Easel, groups: Sequence[_Group]) -> _Scale:
    """Find where zero is and how long a unit is, with room for the values at the ends."""
    chart, pad = easel.chart, easel.em * 0.5
    limit = None if chart.limit is None else float(chart.limit)
    values = [
        amount(chart.strands[line.strand].points[group.tick]) or 0.0
        for group in groups
        for line in group.lines
    ]
    high, low = max([*values, 0.0]), min([*values, 0.0])
    high = high if limit is None else min(high, limit)
    if chart.reference is not None:
        high = max(high, float(chart.reference))
    left = easel.box.left + max(_indent(easel, g.tick) + g.words.width for g in groups) + pad
    widest = max(line.value.width for group in groups for line in group.lines) + pad
    below = widest if low < 0 else 0.0
    room = easel.box.right - left - below - widest
    if room < easel.box.width * LEAST_BARS:
        raise Crowded("no width is left for the bars")
    factor = room / (high - low) if high > low else 0.0
    return _Scale(left + below - low * factor, factor, limit)


def _reference_at(easel: Easel, scale: _Scale) -> float | None:
    reference = easel.chart.reference
    return None if reference is None else scale.zero + float(reference) * scale.factor


def _reference(easel: Easel, scale: _Scale, plot: Box) -> Iterator[Shape]:
    """Draw the line that bars are read against, and say what it is."""
    look, x = easel.look, _reference_at(easel, scale)
    if x is None:
        return
    dots = (look.rule * 1.2, look.rule * 2.6)
    yield Stroke(((x, plot.top), (x, plot.bottom)), look.grey, look.rule, dots)
    words = Block((easel.setter.inline(easel.chart.baseline, look.label, look.grey),))
    left = min(max(easel.box.left, x - words.width / 2), easel.box.right - words.width)
    yield from words.labels(left, easel.box.top)


def _drawn(easel: Easel, group: _Group, at: tuple[float, float], scale: _Scale) -> Iterator[Shape]:
    top, pitch = at
    drawn = easel.chart.ticks[group.tick]
    middle = top + pitch * len(group.lines) / 2
    indent = _indent(easel, group.tick)
    if drawn.role:
        yield badge(easel.look, drawn.role, easel.box.left, middle)
    yield from group.words.centred(easel.box.left + indent, middle)
    for number, line in enumerate(group.lines):
        yield from _bar(easel, group, line, (top + pitch * (number + 0.5), pitch), scale)


def _bar(
    easel: Easel, group: _Group, line: _Line, at: tuple[float, float], scale: _Scale
) -> Iterator[Shape]:
    (middle, pitch), look = at, easel.look
    tick, strand = easel.chart.ticks[group.tick], easel.chart.strands[line.strand]
    point, chart = strand.points[group.tick], look.theme.chart
    value = amount(point)
    length = scale.length(value) if value else 0.0
    hangs = value is not None and value < 0
    share = PAIRED if len(easel.chart.strands) > 1 else chart.bar
    share = chart.interim_bar if tick.interim else share
    half = min(pitch * share, easel.em * THICKEST) / 2
    ends = (scale.zero - length, scale.zero) if hangs else (scale.zero, scale.zero + length)
    box = Box(ends[0], middle - half, ends[1], middle + half)
    if value is not None:
        role = point.role or strand.role
        paint = look.outlined(role) if line.strand else look.bar(role, tick)
        yield Area(box, paint, f"bar-{line.strand}-{group.tick}")
        if scale.limit is not None and abs(value) > scale.limit:
            yield from _break(easel, box, f"break-{line.strand}-{group.tick}")
    pad, width = easel.em * 0.4, line.value.width
    left = box.left - pad - width if hangs else box.right + pad
    yield from _cleared(easel, Box(left, middle - half, left + width, middle + half), scale)
    yield from line.value.centred(left, middle)


def _cleared(easel: Easel, box: Box, scale: _Scale) -> Iterator[Stroke]:
    """Interrupt the line that bars are read against where it would run through words."""
    x, look = _reference_at(easel, scale), easel.look
    if x is not None and box.left - easel.em * 0.2 < x < box.right + easel.em * 0.2:
        yield Stroke(((x, box.top), (x, box.bottom)), look.white, look.rule * 2.6)


def _break(easel: Easel, box: Box, name: str) -> Iterator[Stroke]:
    """Cut a bar through near its end, to say that it would run on."""
    look, slant = easel.look, easel.em * 0.3
    x = box.right - min(easel.em * 1.6, box.width / 3)
    over = look.rule
    for number, shift in enumerate((0.0, easel.em * 0.5)):
        points = (
            (x + shift - slant, box.bottom + over),
            (x + shift + slant, box.top - over),
        )
        yield Stroke(points, look.white, look.rule * 2.6, name="" if number else name)
