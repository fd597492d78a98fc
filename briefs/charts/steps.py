"""Steps: arrows from bar to bar, each with the change it marks."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from briefs.charts.barring import Bar
from briefs.charts.blocks import Block
from briefs.charts.easel import Easel
from briefs.charts.placing import Option, place
from briefs.charts.shapes import Label, Stroke
from briefs.views.parts import Step


def step_room(easel: Easel) -> float:
    """Say how much height an arrow over the highest bar needs, and its label."""
    return easel.em * 0.75 + easel.words(("0",), easel.look.ink).height + easel.em * 0.55


def arrows_over(
    easel: Easel,
    steps: Sequence[Step],
    made: Sequence[Bar],
    values: dict[tuple[int, int], Option],
) -> tuple[Stroke, ...]:
    """Lead an arrow from bar to bar for each step, clear of the values."""
    return tuple(_arrow(easel, step, made, values) for step in steps)


def _arrow(
    easel: Easel,
    step: Step,
    made: Sequence[Bar],
    values: dict[tuple[int, int], Option],
) -> Stroke:
    """Lead from one value over the bars between to the next."""
    tops = {bar.slot.number: _top(bar, values) for bar in made}
    centres = {bar.slot.number: bar.slot.centre for bar in made}
    if step.start not in tops or step.end not in tops:
        raise ValueError(f"a step of {easel.chart.name} leads to a tick that is not drawn")
    aside, air = easel.em * 0.4, easel.em * 0.3
    crest = min(tops[number] for number in tops if step.start <= number <= step.end)
    height = crest - air - easel.em * 0.65
    points = (
        (centres[step.start] + aside, tops[step.start] - air),
        (centres[step.start] + aside, height),
        (centres[step.end] - aside, height),
        (centres[step.end] - aside, tops[step.end] - air),
    )
    look = easel.look
    return Stroke(points, look.grey, look.rule, arrow=easel.em * 0.45, name=f"step-{step.start}")


def ending_below(line: Stroke, arrows: Sequence[Stroke], em: float) -> Stroke:
    """End a divider under the arrows that lead across it."""
    (x, bottom), (_, top) = line.points
    for arrow in arrows:
        (left, height), (right, _) = arrow.points[1:3]
        if left < x < right:
            top = max(top, height + em * 0.5)
    return replace(line, points=((x, bottom), (x, top)))


def _top(bar: Bar, values: dict[tuple[int, int], Option]) -> float:
    option = values.get((bar.strand, bar.slot.number))
    labels = option.labels if option else ()
    return min([bar.box.top, *(label.box.top for label in labels)])


def place_steps(
    easel: Easel,
    steps: Sequence[Step],
    made: Sequence[Bar],
    values: dict[tuple[int, int], Option],
    arrows: Sequence[Stroke],
) -> list[Label]:
    """Set the changes along their arrows."""
    obstacles = [bar.area.box for bar in made if bar.area]
    obstacles += [label.box for option in values.values() for label in option.labels]
    obstacles += [box for arrow in arrows for box in arrow.boxes()]
    wanted = [
        list(_step_options(easel, step, arrow)) for step, arrow in zip(steps, arrows, strict=True)
    ]
    chosen = place(wanted, obstacles=obstacles, frame=easel.box)
    return [label for option in chosen for label in option.labels]


def _step_options(easel: Easel, step: Step, arrow: Stroke) -> Iterator[Option]:
    line = easel.words((step.label,), easel.look.ink).lines[0]
    if step.per:
        line += (easel.setter.gap(easel.em * 0.3),)
        line += easel.setter.inline(step.per, easel.look.label, easel.look.ink)
    block = Block((line,))
    (left, height), (right, _) = arrow.points[1:3]
    air = easel.em * 0.25
    over, under = height - air - block.height, height + air
    for number, x in enumerate(_along(left, right)):
        yield Option(block.labels(x, over, 0.5), number * 0.3)
    for number, x in enumerate(_along(left, right)):
        yield Option(block.labels(x, under, 0.5), 1 + number * 0.3)
    yield Option(block.labels(left, over, 1.0), 3)


def _along(left: float, right: float) -> tuple[float, ...]:
    middle, part = (left + right) / 2, (right - left) / 8
    return (middle, middle - part, middle + part, middle - 2 * part, middle + 2 * part)
