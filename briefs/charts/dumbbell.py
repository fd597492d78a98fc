"""Dumbbells: prices against the offer price, which stands at 100, one row for each company."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from math import ceil, floor, log10

from briefs.charts.blocks import Block, collapsed
from briefs.charts.easel import Easel, amount
from briefs.charts.errors import Crowded
from briefs.charts.placing import Option, place
from briefs.charts.shapes import Area, Box, Mark, Paint, Run, Shape, Stroke

#: Where the offer price stands.
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


@dataclass(frozen=True, slots=True)
class _Scale:
    """How values become abscissas."""

    left: float
    low: float
    factor: float

    def x(self, value: float) -> float:
        """Give the abscissa of a value."""
        return self.left + (value - self.low) * self.factor


def dumbbell(easel: Easel) -> tuple[Shape, ...]:
    """Draw a row for each company; for one company, a row for each kind of price."""
    lines = _by_price(easel) if len(easel.chart.ticks) == 1 else _by_company(easel)
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
        name = easel.name(tick.label, easel.look.ink, width=easel.box.width * MOST_NAME)
        code = [easel.words(tick.detail, easel.look.grey)] if collapsed(tick.detail) else []
        words = Block(tuple(line for block in (name, *code) for line in block.lines))
        dots = tuple(
            _Dot(strand, number, value, _labelled(easel, strand, number))
            for strand, drawn in enumerate(easel.chart.strands)
            if (value := amount(drawn.points[number])) is not None
        )
        said = [s.points[number].label for s in easel.chart.strands if s.points[number].label]
        missing = easel.words((said[0],), easel.look.grey) if said and not dots else None
        made.append(_Line(words, dots, missing))
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
    value = easel.value(text, look.wear(drawn.role).edge).lines[0]
    if any(name and name in text for name in drawn.name):
        return Block((value,))
    runs = easel.setter.inline(drawn.name, look.label, look.wear(drawn.role).edge)
    return Block(((*runs, easel.setter.gap(look.label * 0.4), *value),))


def _scale(easel: Easel, lines: Sequence[_Line], plot: Box) -> _Scale:
    values = [BASE, *(dot.value for line in lines for dot in line.dots)]
    left = plot.left + max(line.words.width for line in lines) + easel.em * 1.6
    low, high = min(values), max(values)
    if low < BASE:
        left += max((dot.label.width for line in lines for dot in line.dots), default=0.0) / 2
    room = plot.right - left - easel.em * 1.2
    # The farthest point of a row has its label at its right; the others above or under them.
    last = [max(line.dots, key=lambda dot: dot.value) for line in lines if line.dots]
    fitting = [(room - dot.label.width) / (dot.value - low) for dot in last if dot.value > low]
    factor = min([room / ((high - low) or 1), *fitting])
    if factor * (high - low) < plot.width * 0.2:
        raise Crowded("no width is left for the prices")
    return _Scale(left, low, factor)


def _grid(easel: Easel, lines: Sequence[_Line], scale: _Scale, plot: Box) -> Iterator[Shape]:
    look = easel.look
    values = [BASE, *(dot.value for line in lines for dot in line.dots)]
    for value in _round_values(min(values), max(values)):
        x = scale.x(value)
        ends = ((x, plot.top), (x, plot.bottom))
        yield Stroke(ends, look.theme.colour.line, look.rule)
        block = easel.words((f"{value:,.0f}",), look.grey)
        yield from block.labels(x, plot.bottom + easel.em * 0.45, 0.5)


def _round_values(low: float, high: float) -> list[float]:
    """Give round values of a range, the base among them."""
    span = (high - low) or BASE
    step = 10.0 ** floor(log10(span))
    step = next(s for s in (step / 5, step / 2, step, step * 2) if span / s <= MOST_LINES)
    step = max(step, BASE / 10)
    first = ceil((low - BASE) / step)
    return [BASE + step * n for n in range(first, floor((high - BASE) / step) + 1)]


def _baseline(easel: Easel, head: Sequence[Run], scale: _Scale, plot: Box) -> list[Shape]:
    x, look = scale.x(BASE), easel.look
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
        yield from line.words.centred(plot.left, row.middle)
        if line.missing:
            yield from line.missing.centred(scale.x(BASE) + easel.em, row.middle)
        if line.dots:
            yield from _row(easel, line, scale, row)


def _row(easel: Easel, line: _Line, scale: _Scale, row: Box) -> Iterator[Shape]:
    look = easel.look
    xs = [scale.x(value) for value in (BASE, *(dot.value for dot in line.dots))]
    half = easel.em * 0.2
    band = Box(min(xs), row.middle - half, max(xs), row.middle + half)
    yield Area(band, Paint(look.theme.colour.sky, look.theme.colour.blue, look.hair))
    base = Mark(
        scale.x(BASE),
        row.middle,
        "o",
        look.marker * 1.2,
        Paint(look.white, look.ink, look.rule * 1.6),
    )
    marks = [_mark(easel, dot, scale, row.middle) for dot in line.dots]
    yield from (base, *marks)
    x = scale.x(BASE)
    obstacles = [band, Box(x, row.top, x, row.bottom), *(mark.box for mark in (base, *marks))]
    clear = Box(row.left + line.words.width + easel.em, row.top, row.right, row.bottom)
    wanted = [list(_options(easel, dot, line, scale.x(dot.value), row.middle)) for dot in line.dots]
    for option in place(wanted, obstacles=obstacles, frame=clear):
        yield from option.leader
        yield from option.labels


def _mark(easel: Easel, dot: _Dot, scale: _Scale, y: float) -> Mark:
    look = easel.look
    wear = look.wear(easel.chart.strands[dot.strand].role)
    pale = wear.fill != wear.edge
    paint = Paint(wear.fill, wear.edge if pale else look.white, look.rule)
    name = f"point-{dot.strand}-{dot.tick}"
    return Mark(scale.x(dot.value), y, wear.marker, look.marker * 1.35, paint, name)


def _options(easel: Easel, dot: _Dot, line: _Line, x: float, y: float) -> Iterator[Option]:
    """Put the farthest value at its right, the others under their points, then above."""
    block, look = dot.label, easel.look
    air = look.marker * 0.7 + easel.em * 0.4
    far = dot.value == max(other.value for other in line.dots)
    low = dot.value == min([BASE, *(other.value for other in line.dots)])
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
