"""Lines: shares by period, each value at its point and each name at the end of its line."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from briefs.charts.blocks import Block
from briefs.charts.easel import Easel, amount, key
from briefs.charts.errors import Crowded
from briefs.charts.placing import Option, place, spread
from briefs.charts.shapes import Box, Label, Mark, Paint, Shape, Stroke
from briefs.charts.slots import Row, slots, tick_blocks, tick_height, tick_labels

#: Names at the ends may take this share of the width.
MOST_NAME = 0.34

PERCENT = "percent"


@dataclass(frozen=True, slots=True)
class _Spot:
    """A point that is drawn, with what its label says."""

    strand: int
    tick: int
    x: float
    y: float
    text: str


@dataclass(frozen=True, slots=True)
class _Plot:
    """Where the lines are drawn, and how values become heights."""

    box: Box
    row: Row
    zero: float
    factor: float

    def y(self, value: float) -> float:
        """Give the height of a value."""
        return self.zero - value * self.factor

    def x(self, tick: int) -> float:
        """Give the abscissa of a tick."""
        return next(slot.centre for slot in self.row.slots if slot.number == tick)


def lines(easel: Easel) -> tuple[Shape, ...]:
    """Draw strands as lines; a single strand needs no name, its title says it."""
    if len(easel.chart.strands) == 1:
        return _drawn(easel, ())
    names = tuple(
        easel.name(strand.name, easel.look.wear(strand.role).edge) for strand in easel.chart.strands
    )
    if max(name.width for name in names) <= easel.box.width * MOST_NAME:
        try:
            return _drawn(easel, names)
        except Crowded:
            pass
    swatches, height = key(easel, marks=True)
    box = easel.box
    lower = easel.within(Box(box.left, box.top + height, box.right, box.bottom))
    return (*swatches, *_drawn(lower, ()))


def _drawn(easel: Easel, names: Sequence[Block]) -> tuple[Shape, ...]:
    plot = _plot(easel, max((name.width for name in names), default=0.0))
    blocks = tick_blocks(easel, plot.row)
    spots = [tuple(_spots(easel, strand, plot)) for strand in range(len(easel.chart.strands))]
    strokes = [stroke for points in spots for stroke in _strokes(easel, points)]
    marks = [_mark(easel, spot) for points in spots for spot in points]
    named, leaders = _names(easel, names, spots, plot)
    missing = list(_missing(easel, plot))
    values = _values(easel, spots, [*named, *missing], [*strokes, *leaders], marks)
    axis = _axis(easel, plot)
    ticks = tick_labels(blocks, plot.row, plot.box.bottom + easel.em * 0.45)
    return (axis, *leaders, *strokes, *marks, *named, *missing, *values, *ticks)


def _plot(easel: Easel, reserved: float) -> _Plot:
    box = easel.box
    numbers = [
        tick
        for tick in range(len(easel.chart.ticks))
        if any(easel.shows(strand, tick) for strand in range(len(easel.chart.strands)))
    ]
    row = slots(
        easel, numbers, Box(box.left, box.top, _right(easel, numbers, reserved), box.bottom)
    )
    below = tick_height(tick_blocks(easel, row)) + easel.em * 0.45
    label = easel.value("0", easel.look.ink).height + easel.look.marker / 2 + easel.em * 0.35
    inner = Box(box.left, box.top + label, box.right, box.bottom - below)
    low, high = _range(easel)
    # A value at the foot of the range may have its label under it, above the axis.
    factor = (inner.height - label) / (high - low)
    if inner.height < easel.em * 3:
        raise Crowded("no height is left for the lines")
    foot = inner.bottom - label if _lowest(easel) < low + (high - low) * 0.12 else inner.bottom
    factor = (foot - inner.top) / (high - low)
    return _Plot(inner, row, foot + low * factor, factor)


def _right(easel: Easel, numbers: Sequence[int], reserved: float) -> float:
    """Find where the slots end so that the last point stands just before the names."""
    box = easel.box
    if not reserved:
        return box.right
    last = box.right - reserved - easel.em * 2
    alone = slots(easel, numbers, Box(box.left, box.top, last, box.bottom)).slots
    share = alone[-1].width / 2 / (last - box.left)
    return box.left + (last - box.left) / (1 - share)


def _range(easel: Easel) -> tuple[float, float]:
    """Run from zero, and for percentages to a hundred, however little the values use of it."""
    values = _numbers(easel)
    theme = easel.look.theme.chart
    percent = easel.chart.unit == PERCENT
    low = min([*values, theme.percent_from if percent else 0.0])
    high = max([*values, theme.percent_to if percent else 0.0])
    return (low, high) if high > low else (low, low + 1)


def _numbers(easel: Easel) -> list[float]:
    return [
        value
        for strand in easel.chart.strands
        for point in strand.points
        if (value := amount(point)) is not None
    ]


def _lowest(easel: Easel) -> float:
    return min(_numbers(easel), default=0.0)


def _spots(easel: Easel, strand: int, plot: _Plot) -> Iterator[_Spot]:
    for tick, point in easel.points(strand):
        value = amount(point)
        if value is not None:
            yield _Spot(strand, tick, plot.x(tick), plot.y(value), point.label)


def _strokes(easel: Easel, spots: Sequence[_Spot]) -> Iterator[Stroke]:
    """Join neighbouring points: toward an interim one dashed, over a missing one not at all."""
    for one, other in pairwise(spots):
        between = easel.chart.strands[one.strand].points[one.tick + 1 : other.tick]
        if any(point.label for point in between):
            continue
        tick, look = easel.chart.ticks[other.tick], easel.look
        dash = (look.rule * 4, look.rule * 3) if tick.interim or tick.forecast else ()
        colour = look.wear(easel.chart.strands[one.strand].role).edge
        ends = ((one.x, one.y), (other.x, other.y))
        yield Stroke(ends, colour, look.rule * 2, dash, name=f"line-{one.strand}-{other.tick}")


def _mark(easel: Easel, spot: _Spot) -> Mark:
    look, tick = easel.look, easel.chart.ticks[spot.tick]
    wear = look.wear(easel.chart.strands[spot.strand].role)
    hollow = tick.interim or tick.forecast
    paint = Paint(look.white if hollow else wear.fill, wear.edge, look.rule * 1.4)
    name = f"point-{spot.strand}-{spot.tick}"
    return Mark(spot.x, spot.y, wear.marker, look.marker, paint, name)


def _names(
    easel: Easel, names: Sequence[Block], spots: Sequence[Sequence[_Spot]], plot: _Plot
) -> tuple[list[Label], list[Stroke]]:
    """Set each name at the end of its line, moved apart where the ends are close."""
    ends = [points[-1] for points in spots if points]
    if not names or not ends:
        return [], []
    order = sorted(ends, key=lambda spot: (spot.y, spot.strand))
    x = easel.box.right - max(name.width for name in names)
    air = easel.em * 0.3
    wanted = [_beside(spot, names[spot.strand], air) for spot in order]
    middles = spread(wanted, easel.box.top, plot.box.bottom)
    labels: list[Label] = []
    leaders: list[Stroke] = []
    for spot, middle in zip(order, middles, strict=True):
        labels.extend(names[spot.strand].centred(x, middle))
        first = middle - (names[spot.strand].height - names[spot.strand].ascent) / 2
        if abs(first - spot.y) > easel.em * 1.3 or x - spot.x > easel.em * 4:
            start = (spot.x + easel.look.marker, spot.y)
            points = (start, (x - easel.em * 0.25, first))
            leaders.append(Stroke(points, easel.look.grey, easel.look.hair))
    return labels, leaders


def _beside(spot: _Spot, name: Block, air: float) -> tuple[float, float]:
    """Give the middle and height of a name whose first line stands level with a point."""
    return spot.y + (name.height - name.ascent) / 2, name.height + air


def _missing(easel: Easel, plot: _Plot) -> Iterator[Label]:
    """Print “not disclosed” on the axis, once for each tick."""
    said: set[tuple[int, str]] = set()
    for strand in range(len(easel.chart.strands)):
        for tick, point in easel.points(strand):
            if point.figure is None and (tick, point.label) not in said:
                said.add((tick, point.label))
                block = easel.words((point.label,), easel.look.grey)
                top = plot.box.bottom - block.height - easel.em * 0.3
                yield from block.labels(plot.x(tick), top, 0.5)


def _values(
    easel: Easel,
    spots: Sequence[Sequence[_Spot]],
    taken: Sequence[Label],
    strokes: Sequence[Stroke],
    marks: Sequence[Mark],
) -> list[Label]:
    obstacles = [label.box for label in taken]
    obstacles += [mark.box for mark in marks]
    obstacles += [box for stroke in strokes for box in stroke.boxes()]
    every = [spot for points in spots for spot in points if spot.text]
    wanted = [list(_value_options(easel, spot, every)) for spot in every]
    chosen = place(wanted, obstacles=obstacles, frame=easel.box)
    return [label for option in chosen for label in option.labels]


def _value_options(easel: Easel, spot: _Spot, every: Sequence[_Spot]) -> Iterator[Option]:
    """Prefer the side of a point on which no other strand's point lies."""
    look = easel.look
    colour = look.wear(easel.chart.strands[spot.strand].role).edge
    block = easel.value(spot.text, colour)
    others = [other.y for other in every if other.tick == spot.tick and other is not spot]
    crowd_above = sum(y < spot.y for y in others)
    dislike = 0.1 if others else 1.0
    crowd_below = sum(y >= spot.y for y in others)
    air = look.marker / 2 + easel.em * 0.28
    above, below = spot.y - air - block.height, spot.y + air
    for number, shift in enumerate((0, -0.5, 0.5, -1, 1)):
        x = spot.x + shift * block.width
        yield Option(block.labels(x, above, 0.5), crowd_above + number * 0.4)
        yield Option(block.labels(x, below, 0.5), crowd_below + dislike + number * 0.4)
    yield Option(block.centred(spot.x + air, spot.y, 0.0), 3)
    yield Option(block.centred(spot.x - air, spot.y, 1.0), 3)
    lift = block.height * 0.8
    for number, x in enumerate((spot.x, spot.x - block.width / 2, spot.x + block.width / 2)):
        yield Option(block.labels(x, above - lift, 0.5), crowd_above + 2 + number * 0.4)
        yield Option(block.labels(x, below + lift, 0.5), crowd_below + 2 + number * 0.4)


def _axis(easel: Easel, plot: _Plot) -> Stroke:
    first, last = plot.row.slots[0], plot.row.slots[-1]
    y = plot.y(0) if _range(easel)[0] < 0 else plot.box.bottom
    right = min(last.left + last.width, easel.box.right)
    ends = ((first.left, y), (right, y))
    return Stroke(ends, easel.look.grey, easel.look.rule, name="zero")
