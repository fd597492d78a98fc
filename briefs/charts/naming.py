"""Naming: the names of strands over their bars, where there is room for all of them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from briefs.charts.barring import Bar
from briefs.charts.easel import Easel
from briefs.charts.errors import Crowded
from briefs.charts.placing import Option, place
from briefs.charts.shapes import Box, Label, Stroke


def name_room(easel: Easel) -> float:
    """Say how much height names over the highest bars need."""
    names = [easel.words(strand.name, easel.look.ink) for strand in easel.chart.strands]
    return max(name.height for name in names) + easel.em * 0.3


def place_names(
    easel: Easel,
    made: Sequence[Bar],
    labels: Sequence[Label],
    lines: Sequence[Stroke],
    plot: Box,
) -> list[Label]:
    """Name each strand over its bar, all in the first group that has the room."""
    obstacles = [bar.area.box for bar in made if bar.area]
    obstacles += [label.box for label in labels]
    obstacles += [box for line in lines for box in line.boxes()]
    groups = dict.fromkeys(bar.slot.number for bar in made)
    for number in groups:
        group = [bar for bar in made if bar.slot.number == number]
        whole = len(group) == len(easel.chart.strands) and all(bar.area for bar in group)
        if not whole or group[0].slot.tick.interim:
            continue
        # A name that reaches over its neighbours would seem to name them too.
        slot = group[0].slot
        frame = Box(slot.left, plot.top, slot.left + slot.width, plot.bottom)
        wanted = [list(_name_options(easel, bar, labels, len(group))) for bar in group]
        try:
            chosen = place(wanted, obstacles=obstacles, frame=frame, air=easel.em * 0.25)
        except Crowded:
            continue
        return [label for option in chosen for label in option.labels]
    raise Crowded("no group of bars has room for its names")


def _name_options(easel: Easel, bar: Bar, labels: Sequence[Label], count: int) -> Iterator[Option]:
    strand = easel.chart.strands[bar.strand]
    block = easel.words(strand.name, easel.look.wear(strand.role).edge)
    own = [label.box for label in labels if _over(bar.box, label.box)]
    top = min([bar.box.top, *(box.top for box in own)])
    left = min([bar.box.left, *(box.left for box in own)])
    right = max([bar.box.right, *(box.right for box in own)])
    height = top - easel.em * 0.3 - block.height
    yield Option(block.labels(bar.box.centre, height, 0.5), 0)
    inset = easel.em * 0.3
    if bar.strand == 0:
        yield Option(block.labels(right - inset, height, 1.0), 0.2)
    if bar.strand == count - 1:
        yield Option(block.labels(left + inset, height, 0.0), 0.2)


def _over(bar: Box, label: Box) -> bool:
    """Whether a value label stands over a bar."""
    return bar.left < label.centre < bar.right and label.bottom <= bar.top
