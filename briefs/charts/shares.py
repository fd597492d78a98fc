"""Shares: bars that stand for a hundred percent, cut into named parts."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from briefs.charts.blocks import Block, collapsed
from briefs.charts.easel import Easel, amount, key
from briefs.charts.errors import Crowded
from briefs.charts.placing import AIR
from briefs.charts.shapes import Area, Box, Label, Paint, Shape, Stroke, around

WHOLE = 100.0

#: The labels of ticks may take this share of the width.
MOST_LABEL = 0.3

#: The share of the width that must be left for bars.
LEAST_BAR = 0.25

#: The side of a swatch, in ems.
SWATCH = 0.6

#: Levels of labels over and under a single bar.
LEVELS = 3


@dataclass(frozen=True, slots=True)
class _Part:
    """A part of a bar: its strand, its area, and what is said inside it."""

    strand: int
    area: Area
    value: str


def shares(easel: Easel) -> tuple[Shape, ...]:
    """Draw each tick as a bar of parts; what is left to a hundred stays open."""
    if len(easel.chart.ticks) == 1:
        return _single(easel)
    return _several(easel)


def _parts(easel: Easel, tick: int, box: Box) -> Iterator[_Part]:
    x = box.left
    points = [strand.points[tick] for strand in easel.chart.strands]
    known = sum(amount(point) or 0.0 for point in points)
    total = max(WHOLE, known)
    open_parts = sum(point.figure is None for point in points) or 1
    for strand, point in enumerate(points):
        value = amount(point)
        share = (total - known) / open_parts if value is None else value
        if share <= 0:
            continue
        width = box.width * share / total
        area = Box(x, box.top, x + width, box.bottom)
        yield _Part(
            strand, Area(area, _paint(easel, tick, strand), f"bar-{strand}-{tick}"), point.label
        )
        x += width


def _paint(easel: Easel, tick: int, strand: int) -> Paint:
    drawn, look = easel.chart.strands[strand], easel.look
    if drawn.points[tick].figure is None:
        return look.open()
    wear = look.wear(drawn.role)
    edge = look.white if wear.fill == wear.edge else wear.edge
    return Paint(wear.fill, edge, look.rule)


def _single(easel: Easel) -> tuple[Shape, ...]:
    """Draw one bar with its names around it, each as near to its part as there is room."""
    box, em = easel.box, easel.em
    thick = min(em * 4.5, box.height * 0.3)
    inset = easel.look.rule
    bar = Box(box.left + inset, box.middle - thick / 2, box.right - inset, box.middle + thick / 2)
    parts = tuple(_parts(easel, 0, bar))
    outside: list[tuple[_Part, Block]] = []
    shapes: list[Shape] = [part.area for part in parts]
    for part in parts:
        value = _inside(easel, part)
        shapes.extend(value)
        outside.append((part, _caption(easel, part, told=bool(value))))
    labels = _around(easel, outside, bar)
    return (*shapes, *_settle(labels))


def _inside(easel: Easel, part: _Part) -> tuple[Label, ...]:
    """Set the value inside its part, if it fits."""
    box, paint = part.area.box, part.area.paint
    if not part.value or paint.hatch:
        return ()
    block = easel.value(part.value, easel.look.on(paint.fill))
    if block.width + easel.em * 0.6 > box.width:
        return ()
    return block.centred(box.centre, box.middle, 0.5)


def _caption(easel: Easel, part: _Part, *, told: bool) -> Block:
    """Set a part's name, and its value too where that is not told inside."""
    strand, look = easel.chart.strands[part.strand], easel.look
    width = max(part.area.box.width, easel.box.width * 0.45)
    name = easel.words(strand.name, look.ink, width=width)
    if told or not part.value:
        return name
    value = easel.value(part.value, look.ink)
    return Block((*value.lines, *name.lines))


@dataclass(frozen=True, slots=True)
class _Caption:
    """A caption in its place, with the line that leads to its part."""

    labels: tuple[Label, ...]
    leader: tuple[Stroke, ...]

    @property
    def box(self) -> Box:
        """The room it takes."""
        return around(label.box for label in self.labels)


def _around(easel: Easel, captions: Sequence[tuple[_Part, Block]], bar: Box) -> list[_Caption]:
    """Place captions above the bar, then under it, then farther off, until all stand clear."""
    placed: list[_Caption] = []
    for part, block in captions:
        options = list(_caption_options(easel, part, block, bar))
        free = [option for option in options if _clear(option, placed)]
        if not free:
            raise Crowded(f"no room for “{easel.chart.strands[part.strand].name[0]}”")
        placed.append(free[0])
    return placed


def _clear(option: _Caption, placed: Sequence[_Caption]) -> bool:
    return not any(
        option.box.grown(AIR * 1.5).meets(other.box)
        or any(box.meets(other.box) for line in option.leader for box in line.boxes())
        or any(box.meets(option.box) for line in other.leader for box in line.boxes())
        for other in placed
    )


def _caption_options(easel: Easel, part: _Part, block: Block, bar: Box) -> Iterator[_Caption]:
    own, look, pad = part.area.box, easel.look, easel.em * 0.55
    middle = own.centre
    left = min(own.left, easel.box.right - block.width)
    right_side = own.right > bar.right - 1 and own.left > bar.left + 1
    x, align = (own.right, 1.0) if right_side else (left, 0.0)
    for level in range(LEVELS):
        off = pad + level * (block.height + pad)
        # Neighbours stand on one baseline, whatever their letters reach below it.
        over = block.on_baseline(x, bar.top - off - block.depth, align)
        tip = Stroke(((middle, bar.top), (middle, bar.top - off + pad * 0.7)), look.grey, look.hair)
        yield _Caption(over, (tip,) if level else ())
        under = block.on_baseline(x, bar.bottom + off + easel.em * 0.6, align)
        tip = Stroke(
            ((middle, bar.bottom), (middle, bar.bottom + off - pad * 0.3)), look.grey, look.hair
        )
        yield _Caption(under, (tip,) if level else ())


def _settle(captions: Sequence[_Caption]) -> list[Shape]:
    return [
        *(line for caption in captions for line in caption.leader),
        *(label for caption in captions for label in caption.labels),
    ]


def _several(easel: Easel) -> tuple[Shape, ...]:
    """Draw a bar for each tick under a key of the parts."""
    swatches, used = key(easel, marks=False)
    box, look = easel.box, easel.look
    ticks = easel.chart.ticks
    words = [
        easel.words(tick.label, look.ink, width=box.width * MOST_LABEL)
        if collapsed(tick.label)
        else None
        for tick in ticks
    ]
    left = box.left + max((block.width + easel.em for block in words if block), default=0.0)
    right = box.right - look.rule
    # What does not fit inside a bar stands after it; how much that is depends on the bar's width.
    for _ in range(2):
        trial = Box(left, box.top, right, box.top + easel.em)
        after = [_after(easel, tuple(_parts(easel, number, trial))) for number in range(len(ticks))]
        right = box.right - look.rule - max(map(_width, after))
    if right - left < box.width * LEAST_BAR:
        raise Crowded("no width is left for the bars")
    pitch = (box.height - used) / len(ticks)
    shapes: list[Shape] = list(swatches)
    for number, block in enumerate(words):
        middle = box.top + used + pitch * (number + 0.5)
        if block:
            shapes.extend(block.centred(box.left, middle))
        half = min(pitch * 0.3, easel.em * 1.3)
        bar = Box(left, middle - half, right, middle + half)
        shapes.extend(_told(easel, tuple(_parts(easel, number, bar))))
    return tuple(shapes)


def _told(easel: Easel, parts: Sequence[_Part]) -> Iterator[Shape]:
    """Draw a bar and tell its values: inside where they fit, else after it, behind a swatch."""
    yield from (part.area for part in parts)
    for part in parts:
        yield from _inside(easel, part)
    side = easel.em * SWATCH
    x, middle = parts[-1].area.box.right + easel.em * 0.6, parts[-1].area.box.middle
    for part, block in _after(easel, parts):
        yield Area(Box(x, middle - side / 2, x + side, middle + side / 2), part.area.paint)
        yield from block.centred(x + side + easel.em * 0.25, middle)
        x += side + easel.em * 0.85 + block.width


def _after(easel: Easel, parts: Sequence[_Part]) -> list[tuple[_Part, Block]]:
    """Give the values that do not fit inside their parts."""
    return [
        (part, easel.value(part.value, easel.look.ink))
        for part in parts
        if part.value and not _inside(easel, part)
    ]


def _width(after: Sequence[tuple[_Part, Block]]) -> float:
    """Say how much room values after a bar need."""
    if not after:
        return 0.0
    size = after[0][1].lines[0][0].size
    return sum(block.width + size * (SWATCH + 0.85) for _, block in after) + size * 0.2
