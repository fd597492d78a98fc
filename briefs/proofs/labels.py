"""Labels: what the drawing of a chart says, and whether its record or its scale says so too."""

from __future__ import annotations

import re
import xml.etree.ElementTree as ET
from collections.abc import Iterator
from dataclasses import dataclass
from math import log10

from briefs.proofs.ink import seen
from briefs.views.parts import Chart, Drawing

_DIGIT = re.compile("[0-9]")


def strange(chart: Chart, svg: bytes) -> Iterator[str]:
    """Give the labels with digits that a chart's record does not hold."""
    drawn = _Drawn.of(svg)
    known = [seen(text) for text in _labels_of(chart)]
    for label in drawn.labels:
        text = seen(label.text)
        if not _DIGIT.search(text) or any(_holds(whole, text) for whole in known):
            continue
        if chart.drawing is not Drawing.DUMBBELL or not drawn.on_scale(label, chart):
            yield label.text


def _labels_of(chart: Chart) -> Iterator[str]:
    yield chart.unit
    yield from chart.baseline
    for tick in chart.ticks:
        yield from (*tick.label, *tick.detail)
    for strand in chart.strands:
        yield from strand.name
        yield from (point.label for point in strand.points)
    yield from (step.label for step in chart.steps)


def _holds(whole: str, part: str) -> bool:
    """Whether a label is in another, or a line of it, and parts no number."""
    pattern = rf"(?<![0-9.,]){re.escape(part)}(?![0-9]|[.,][0-9])"
    return bool(re.search(pattern, whole))


@dataclass(frozen=True, slots=True)
class _Label:
    """A text of a drawing, and the middle of it where it is a number."""

    text: str
    x: float


@dataclass(frozen=True, slots=True)
class _Drawn:
    """A drawing read back: its labels, and the abscissas of its baseline and its points."""

    labels: tuple[_Label, ...]
    places: dict[str, float]

    @classmethod
    def of(cls, svg: bytes) -> _Drawn:
        """Read a drawing."""
        root = ET.fromstring(svg)  # noqa: S314 - our own drawing
        labels = tuple(_label(text) for text in root.iter(f"{_SVG}text"))
        places = {
            str(group.get("id")): _middle(path.get("d") or "")
            for group in root.iter(f"{_SVG}g")
            if (path := group.find(f"{_SVG}path")) is not None
        }
        return cls(labels, places)

    def on_scale(self, label: _Label, chart: Chart) -> bool:
        """Whether a number of the axis stands where the scale of the points has its value."""
        plain = label.text.replace(",", "")
        if not plain.isdecimal() or "baseline" not in self.places:
            return False
        base = self.places["baseline"]
        scales = [
            (self.places[name] - base) / reach
            for number, strand in enumerate(chart.strands)
            for tick, point in enumerate(strand.points)
            if point.figure
            and (name := f"point-{number}-{tick}") in self.places
            and (reach := _reach(chart, float(point.figure.value)))
        ]
        wanted = _reach(chart, float(plain))
        return any(abs(base + wanted * scale - label.x) < _ACCURATE for scale in scales)


def _reach(chart: Chart, value: float) -> float:
    """Say how far a value lies from the base, on the chart's scale."""
    base = _BASE if chart.reference is None else float(chart.reference)
    return log10(value / base) if chart.logarithmic else value - base


_SVG = "{http://www.w3.org/2000/svg}"

#: The offer price stands at 100 (charts/dumbbell.py), unless the chart has another base.
_BASE = 100.0

#: Points by which the middle of an axis number may be off its value.
_ACCURATE = 1.5

#: The advances of the Latin face's tabular digit and of its comma, in ems.
_DIGIT_EM, _COMMA_EM = 0.497, 0.249


def _label(text: ET.Element) -> _Label:
    said = "".join(text.itertext())
    place = re.search(r"translate\(([-0-9.]+)", text.get("transform") or "")
    size = re.search(r"font-size: ([0-9.]+)", text.get("style") or "")
    left = float(place[1]) if place else 0.0
    em = float(size[1]) if size else 0.0
    commas = said.count(",")
    width = (len(said) - commas) * _DIGIT_EM + commas * _COMMA_EM
    return _Label(said, left + width * em / 2)


def _middle(path: str) -> float:
    """Give the middle abscissa of a path."""
    numbers = [float(number) for number in re.findall(r"-?[0-9.]+", path)]
    return (min(numbers[::2]) + max(numbers[::2])) / 2 if numbers else 0.0


def said_by(svg: bytes) -> str:
    """Give all that a drawing says."""
    return "".join(label.text for label in _Drawn.of(svg).labels)
