"""Shown figures: what a laid-out page shows of the records, and where, in reading order."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from briefs.press.fit import plots
from briefs.press.geometry import Laid, Spot, boxes, spot
from briefs.press.plates import SCHEME
from briefs.views.parts import Chart

#: What the templates mark an element with that shows a figure: its id.
MARK = "data-figure"


@dataclass(frozen=True, slots=True)
class Shown:
    """One figure on a page: its id, the text that shows it, and its place.

    What is set on two lines stands where it begins. A chart's figures stand at the chart, which
    is named.
    """

    figure: str
    text: str
    spot: Spot
    chart: str = ""


def shown(document: Laid, charts: Mapping[str, Chart]) -> Iterator[Shown]:
    """Give every figure that a document shows, in the order in which a page is read."""
    plotted = {
        (place.page, round(place.left, 3), round(place.top, 3)): source.removeprefix(SCHEME)
        for source, place in plots(document)
    }
    seen = set()
    for page, box in boxes(document):
        element = box.element
        if element is None or "::" in box.element_tag or not hasattr(box, "border_height"):
            continue
        if element.get(MARK) and id(element) not in seen:
            seen.add(id(element))
            yield Shown(element.get(MARK), _text(element), spot(box, page))
        elif hasattr(box, "replacement"):
            place = spot(box, page)
            name = plotted.get((page, round(place.left, 3), round(place.top, 3)), "")
            if name in charts:
                yield from _in_chart(name, charts[name], place)


def _text(element: Laid) -> str:
    return " ".join("".join(element.itertext()).split())


def _in_chart(name: str, chart: Chart, place: Spot) -> Iterator[Shown]:
    for strand in chart.strands:
        for point in strand.points:
            if point.figure:
                yield Shown(point.figure.id, point.label, place, name)
    for step in chart.steps:
        yield Shown(step.figure.id, step.label, place, name)
