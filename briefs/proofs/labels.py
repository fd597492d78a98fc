"""Labels: what the drawing of a chart says, and whether its record or its scale says so too."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from math import log10

from briefs.proofs.drawn import Drawn, Text
from briefs.proofs.ink import seen
from briefs.views.parts import Chart, Drawing

_DIGIT = re.compile("[0-9]")


def strange(chart: Chart, drawn: Drawn) -> Iterator[str]:
    """Give the labels with digits that a chart's record does not hold."""
    known = {seen(text) for text in _labels_of(chart)}
    for label in drawn.texts:
        text = seen(label.words)
        if not _DIGIT.search(text) or text in known or _is_part(text, known):
            continue
        if chart.drawing is not Drawing.DUMBBELL or not _is_on_scale(label, drawn, chart):
            yield label.words


def _labels_of(chart: Chart) -> Iterator[str]:
    yield chart.unit
    yield from chart.baseline
    for tick in chart.ticks:
        yield from (*tick.label, *tick.detail)
    for strand in chart.strands:
        yield from strand.name
        yield from (point.label for point in strand.points)
    yield from (step.label for step in chart.steps)


def _is_part(part: str, known: Collection[str]) -> bool:
    """Whether a label is in another, or a line of it, and parts no number."""
    pattern = re.compile(rf"(?<![0-9.,]){re.escape(part)}(?![0-9]|[.,][0-9])")
    return any(pattern.search(whole) for whole in known)


def _is_on_scale(label: Text, drawn: Drawn, chart: Chart) -> bool:
    """Whether a number of the axis stands where the scale of the points has its value."""
    plain = label.words.replace(",", "")
    base = next((line.centre[0] for line in drawn.lines if line.kind == "baseline"), None)
    if not plain.isdecimal() or base is None:
        return False
    points = (mark for mark in drawn.marks if mark.kind == "point")
    places = {(point.strand, point.tick): point.centre[0] for point in points}
    scales = [
        (places[number, tick] - base) / reach
        for number, strand in enumerate(chart.strands)
        for tick, point in enumerate(strand.points)
        if point.figure
        and (number, tick) in places
        and (reach := _reach(chart, float(point.figure.value)))
    ]
    wanted = _reach(chart, float(plain))
    return any(abs(base + wanted * scale - _middle(label)) < _ACCURATE for scale in scales)


def _reach(chart: Chart, value: float) -> float:
    """Say how far a value lies from the base, on the chart's scale."""
    base = _BASE if chart.reference is None else float(chart.reference)
    return log10(value / base) if chart.logarithmic else value - base


#: The offer price stands at 100 (charts/dumbbell.py), unless the chart has another base.
_BASE = 100.0

#: Points by which the middle of an axis number may be off its value.
_ACCURATE = 1.5

#: The advances of the Latin face's tabular digit and of its comma, in ems.
_DIGIT_EM, _COMMA_EM = 0.497, 0.249


def _middle(label: Text) -> float:
    """Give the middle of a number of the axis."""
    left = label.place[0] if label.place else 0.0
    commas = label.words.count(",")
    width = (len(label.words) - commas) * _DIGIT_EM + commas * _COMMA_EM
    return left + width * label.size / 2
