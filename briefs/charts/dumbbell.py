"""Dumbbells: values against a base, such as prices against the offer price, a row a company."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from math import ceil, floor, log10

from briefs.charts.badges import badge
from briefs.charts.blocks import Block, collapsed
from briefs.charts.easel import Easel, amount
from briefs.charts.errors import Crowded
from briefs.charts.placing import Option, place
from briefs.charts.shapes import Area, Box, Mark, Paint, Run, Shape, Stroke

#: Where the offer price stands, unless the chart has another base.
BASE = 100.0

#: Names at the left may take this share of the width.
MOST_NAME = 0.34

#: The labelled lines of the grid, at most.
MOST_LINES = 6


@dataclass(frozen=True, slots=True)
class _Dot:
    """A point of a row: its strand and tick, its value and its label."""

    strand: int
    tick: int
    value: float
    label: Block


@dataclass(frozen=True, slots=True)
class _Line:
    """A row: the words at its left, and its points."""

    words: Block
    dots: tuple[_Dot, ...]
    missing: Block | None = None
    role: str = ""


@dataclass(frozen=True, slots=True)
class _Scale:
    """How values become abscissas; on a logarithmic scale their logarithms do."""

    left: float
    low: float
    factor: float
    logarithmic: bool

    def x(self, value: float) -> float:
        """Give the abscissa of a value."""
        return self.left + (_measure(value, self.logarithmic) - self.low) * self.factor


def _measure(value: float, logarithmic: bool) -> float:  # noqa: FBT001 - the scale is the second half of the value
    return log10(value) if logarithmic else value


def _base(easel: Easel) -> float:
    reference = easel.chart.reference
    return BASE if reference is None else float(reference)


def dumbbell(easel: Easel) -> tuple[Shape, ...]:
    """Draw a row for each company; for one company, a row for each kind of price."""
    alone = len(easel.chart.ticks) == 1 and not easel.chart.ticks[0].role
    lines = _by_price(easel) if alone else _by_company(easel)
    if not lines:
        raise Crowded("there is nothing to draw")
    head = easel.setter.inline(easel.chart.baseline, easel.look.label, easel.look.grey)
    top = easel.box.top + (easel.em * 1.5 if head else 0.0)
    foot = easel.em * 1.6 if easel.look.scale == "slide" else 0.0
    plot = Box(easel.box.left, top, easel.box.right, easel.box.bottom - foot)
    scale = _scale(easel, lines, plot)
    shapes: list[Shape] = list(_grid(easel, lines, scale, plot)) if foot else []
    shapes += _baseline(easel, head, scale, plot)
    shapes += _rows(easel, lines, scale, plot)
    return tuple(shapes)


def _by_company(easel: Easel) -> list[_Line]:
    made = []
    for number, tick in enumerate(easel.chart.ticks):
        indent = easel.em * 1.3 if tick.role else 0.0
        name = easel.name(tick.label, easel.look.ink, width=easel.box.width * MOST_NAME - indent)
        code = [easel.words(tick.detail, easel.look.grey)] if collapsed(tick.detail) else []
        words = Block(tuple(line for block in (name, *code) for line in block.lines))
        dots = tuple(
            _Dot(strand, number, value, _labelled(easel, strand, number))
            for strand, drawn in enumerate(easel.chart.strands)
            if (value := amount(drawn.points[number])) is not None
        )
        said = [s.points[number].label for s in easel.chart.strands if s.points[number].label]
        missing = easel.words((said[0],), easel.look.grey) if said and not dots else None
        made.append(_Line(words, dots, missing, tick.role))
    return made


def _by_price(easel: Easel) -> list[_Line]:
    made = []
    for number, strand in enumerate(easel.chart.strands):
        point, value = strand.points[0], amount(strand.points[0])
        if value is None and not point.label:
            continue
        words = easel.words(strand.name, easel.look.ink, width=easel.box.width * MOST_NAME)
        if value is None:
            made.append(_Line(words, (), easel.words((point.label,), easel.look.grey)))
            continue
        label = easel.value(point.label, easel.look.wear(strand.role).edge)
        made.append(_Line(words, (_Dot(number, 0, value, label),)))
    return made


def _labelled(easel: Easel, strand: int, tick: int) -> Block:
    """Set the kind of price and its value on one line; the value alone if it says the kind."""
    drawn, look = easel.chart.strands[strand], easel.look
    text = drawn.points[tick].label
    # Where rows wear their companies' colours, what a point is must not depend on a colour.
    colour = look.ink if drawn.points[tick].role else look.wear(drawn.role).edge
    value = easel.value(text, colour).lines[0]
    if any(name and name in text for name in drawn.name):
        return Block((value,))
    runs = easel.setter.inline(drawn.name, look.label, colour)
    return Block(((*runs, easel.setter.gap(look.label * 0.4), *value),))


def _scale(easel: Easel, lines: Sequence[_Line], plot: Box) -> _Scale:
    logs = easel.chart.logarithmic
    labels = [(_measure(dot.value, logs), dot.label.width) for line in lines for dot in line.dots]
    base = _measure(_base(easel), logs)
    left = plot.left + max(_indent(easel, line) + line.words.width for line in lines)
    left += easel.em * 1.6
    low = min([base, *(value for value, _ in labels)])
    high = max([base, *(value for value, _ in labels)])
    if low < base:
        left += max((width for _, width in labels), default=0.0) / 2
    room = plot.right - left - easel.em * 1.2
    # The farthest point of a row has its label at its right; the others above or under them.
    last = [max(line.dots, key=lambda dot: dot.value) for line in lines if line.dots]
    ends = [(_measure(dot.value, logs) - low, dot.label.width) for dot in last]
    fitting = [(room - width) / reach for reach, width in ends if reach > 0]
    factor = min([room / ((high - low) or 1), *fitting])
    if factor * (high - low) < plot.width * 0.2:
        raise Crowded("no width is left for the values")
    return _Scale(left, low, factor, logs)


def _indent(easel: Easel, line: _Line) -> float:
    return easel.em * 1.3 if line.role else 0.0


def _grid(easel: Easel, lines: Sequence[_Line], scale: _Scale, plot: Box) -> Iterator[Shape]:
    look, base = easel.look, _base(easel)
    values = [base, *(dot.value for line in lines for dot in line.dots)]
    rounded = _powers if scale.logarithmic else _round_values
    for value in rounded(min(values), max(values), base):
        x = scale.x(value)
        ends = ((x, plot.top), (x, plot.bottom))
        yield Stroke(ends, look.theme.colour.line, look.rule)
        block = easel.words((f"{value:,.0f}",), look.grey)
        yield from block.labels(x, plot.bottom + easel.em * 0.45, 0.5)


def _powers(low: float, high: float, base: float) -> list[float]:
    """Give the powers of ten of a range, counted from the base."""
    first, last = ceil(log10(low / base)), floor(log10(high / base))
    return [base * 10.0**power for power in range(first, last + 1)]


def _round_values(low: float, high: float, base: float) -> list[float]:
    """Give round values of a range, the base among them."""
    span = (high - low) or base
    step = 10.0 ** floor(log10(span))
    step = next(s for s in (step / 5, step / 2, step, step * 2) if span / s <= MOST_LINES)
    step = max(step, base / 10)
    first = ceil((low - base) / step)
    return [base + step * n for n in range(first, floor((high - base) / step) + 1)]


def _baseline(easel: Easel, head: Sequence[Run], scale: _Scale, plot: Box) -> list[Shape]:
    x, look = scale.x(_base(easel)), easel.look
    ends = ((x, plot.top), (x, plot.bottom))
    shapes: list[Shape] = [Stroke(ends, look.grey, look.rule, name="baseline")]
    if head:
        block = Block((tuple(head),))
        left = min(max(easel.box.left, x - block.width / 2), easel.box.right - block.width)
        shapes.extend(block.labels(left, easel.box.top))
    return shapes


def _rows(easel: Easel, lines: Sequence[_Line], scale: _Scale, plot: Box) -> Iterator[Shape]:
    pitch = plot.height / len(lines)
    for number, line in enumerate(lines):
        row = Box(plot.left, plot.top + pitch * number, plot.right, plot.top + pitch * (number + 1))
        if line.words.height > pitch:
            raise Crowded("the rows are too many for the height")
        indent = _indent(easel, line)
        if line.role:
            yield badge(easel.look, line.role, plot.left, row.middle)
        yield from line.words.centred(plot.left + indent, row.middle)
        if line.missing:
            yield from line.missing.centred(scale.x(_base(easel)) + easel.em, row.middle)
        if line.dots:
            yield from _row(easel, line, scale, row)


def _row(easel: Easel, line: _Line, scale: _Scale, row: Box) -> Iterator[Shape]:
    look, start = easel.look, scale.x(_base(easel))
    xs = [start, *(scale.x(dot.value) for dot in line.dots)]
    half = easel.em * 0.2
    band = Box(min(xs), row.middle - half, max(xs), row.middle + half)
    yield Area(band, _band(easel, line))
    base = Mark(
        start,
        row.middle,
        "o",
        look.marker * 1.2,
        Paint(look.white, look.ink, look.rule * 1.6),
    )
    marks = [_mark(easel, dot, scale, row.middle) for dot in line.dots]
    yield from (base, *marks)
    obstacles = [
        band,
        Box(start, row.top, start, row.bottom),
        *(mark.box for mark in (base, *marks)),
    ]
    named = row.left + _indent(easel, line) + line.words.width
    clear = Box(named + easel.em, row.top, row.right, row.bottom)
    wanted = [list(_options(easel, dot, line, scale.x(dot.value), row.middle)) for dot in line.dots]
    for option in place(wanted, obstacles=obstacles, frame=clear):
        yield from option.leader
        # The lines of the grid give way to words.
        yield from (Area(label.box, Paint(look.white, "none", 0)) for label in option.labels)
        yield from option.labels


def _band(easel: Easel, line: _Line) -> Paint:
    """Paint the span of a row: in its company's colour, or in the theme's."""
    look = easel.look
    if line.role:
        return Paint(look.wear(line.role).fill, "none", 0)
    return Paint(look.theme.colour.sky, look.theme.colour.blue, look.hair)


def _mark(easel: Easel, dot: _Dot, scale: _Scale, y: float) -> Mark:
    look = easel.look
    strand = easel.chart.strands[dot.strand]
    wear, own = look.wear(strand.role), strand.points[dot.tick].role
    pale = wear.fill != wear.edge
    paint = Paint(wear.fill, wear.edge if pale else look.white, look.rule)
    if own:
        # The marker says which value it is, the colour whose; a pale one stays hollow.
        colour = look.wear(own).fill
        paint = Paint(look.white if pale else colour, colour, look.rule * 1.4)
    name = f"point-{dot.strand}-{dot.tick}"
    return Mark(scale.x(dot.value), y, wear.marker, look.marker * 1.35, paint, name)


def _options(easel: Easel, dot: _Dot, line: _Line, x: float, y: float) -> Iterator[Option]:
    """Put the farthest value at its right, the others under their points, then above."""
    block, look = dot.label, easel.look
    air = look.marker * 0.7 + easel.em * 0.4
    far = dot.value == max(other.value for other in line.dots)
    low = dot.value == min([_base(easel), *(other.value for other in line.dots)])
    yield Option(block.centred(x + air, y, 0.0), 0 if far else 2)
    yield Option(block.centred(x - air, y, 1.0), 0.5 if low else 4)
    air -= easel.em * 0.1
    under, over = y + air, y - air - block.height
    for number, align in enumerate((0.5, 0.3, 0.7, 0.1, 0.9, 0.0, 1.0)):
        yield Option(block.labels(x, under, align), 0.2 + number * 0.3)
        yield Option(block.labels(x, over, align), 0.4 + number * 0.3)
    drop = block.height * 1.3
    for number, align in enumerate((0.5, 0.1, 0.9)):
        tip = Stroke(((x, y + air * 0.8), (x, under + drop - 1)), look.grey, look.hair)
        yield Option(block.labels(x, under + drop, align), 4 + number, (tip,))
