"""Charts: each shows the data of its own company, at the heights and places of its figures.

What a drawn chart says of itself is compared with the view, and then its geometry is measured:
bars and points are read back as numbers, and these must be the figures'.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from math import log10

from briefs.charts.identity import plain
from briefs.faults import Fault, Place
from briefs.figures import Figure
from briefs.press.geometry import TOLERANCE, Spot
from briefs.proofs.drawn import Drawn, Mark
from briefs.proofs.exhibit import Exhibit
from briefs.proofs.opened import MM_PER_POINT
from briefs.proofs.reading import where
from briefs.views.deck import Deck
from briefs.views.parts import Chart, Drawing
from briefs.views.slides import Layout

#: How far a mark may lie from where its value puts it, in points.
PRECISION = 0.1

#: A value that is not zero is drawn at least this high, in points, to be seen at all.
SLIVER = 0.9

#: The offer price, which the points of a dumbbell stand apart from.
OFFER = 100.0

#: The subject of a chart that sets companies side by side.
COMPARISON = "comparison"

Finding = tuple[str, str]


def drawn_from_own_data(exhibit: Exhibit) -> Iterator[Fault]:
    """Prove that each chart shows its own company's figures, and shows them true."""
    spots = dict(exhibit.plots)
    owners = _owners(exhibit)
    for name, chart in exhibit.page.charts.items():
        for words, mend in _questions(exhibit, name, chart, owners.get(name, "")):
            yield _fault(exhibit, name, spots.get(name), words, mend)
    yield from _roles(exhibit, spots)
    yield from _scaled(exhibit)


def _scaled(exhibit: Exhibit) -> Iterator[Fault]:
    """Find pictures that are shown at another size than they were drawn for, text and all."""
    for name, spot in exhibit.plots:
        drawn = exhibit.drawn.get(name)
        if drawn is None or drawn.size is None:
            continue
        width, height = (side * MM_PER_POINT for side in drawn.size)
        off = max(abs(width - spot.width), abs(height - spot.height))
        if off > TOLERANCE:
            words = f"is shown {off:.1f} mm larger or smaller than it was drawn"
            mend = "give a chart that stands twice a name for each place"
            yield _fault(exhibit, name, spot, words, mend)


def _fault(exhibit: Exhibit, name: str, spot: Spot | None, words: str, mend: str) -> Fault:
    at = where(spot.page, spot.left, spot.top) if spot else "on no page"
    return Fault(Place(exhibit.view.id), f"chart {name} {words} ({at})", mend, "chart")


def _questions(exhibit: Exhibit, name: str, chart: Chart, owner: str) -> Iterator[Finding]:
    drawn = exhibit.drawn.get(name)
    if drawn is None:
        yield "is in the view and was not drawn", "show it in the template"
        return
    own = "draw each chart from the record of its own page"
    if f"{drawn.subject}/{drawn.name}" != name:
        yield f"says that it is {drawn.subject}/{drawn.name}", own
    if owner and chart.subject != owner:
        yield f"stands on the page of {owner}", own
    for figure in _figures(chart):
        if chart.subject not in (COMPARISON, figure.subject):
            yield f"shows {figure.id}, a figure of another company", own
    yield from _unlike(chart, drawn)
    yield from _untold(chart, drawn)
    yield from _misdrawn(chart, drawn)
    yield from _unbroken(chart, drawn)


def _owners(exhibit: Exhibit) -> dict[str, str]:
    """Say which company's page or slide each chart stands on, where it stands on one's."""
    view = exhibit.view
    if not isinstance(view, Deck):
        subject = view.id.partition(".")[0]
        return {f"{chart.subject}/{chart.name}": subject for chart in view.charts}
    return {
        f"{chart.subject}/{chart.name}": slide.name.removeprefix("company-")
        for slide in view.slides
        if slide.layout is Layout.COMPANY
        for chart in slide.charts
    }


def _figures(chart: Chart) -> Iterator[Figure]:
    for strand in chart.strands:
        yield from (point.figure for point in strand.points if point.figure)
    yield from (step.figure for step in chart.steps)


def _unlike(chart: Chart, drawn: Drawn) -> Iterator[Finding]:
    """Find marks that are not the view's points, or carry other data than these."""
    wanted = {
        (number, tick): (point.figure.id, plain(point.figure.value))
        for number, strand in enumerate(chart.strands)
        for tick, point in enumerate(strand.points)
        if point.figure
    }
    carried = {(mark.strand, mark.tick): (mark.figure, mark.value) for mark in drawn.marks}
    for key in sorted(wanted.keys() | carried.keys()):
        asked, told = wanted.get(key), carried.get(key)
        if asked == told or (asked is None and told == ("", "")):
            # What the sources leave open is drawn without a figure.
            continue
        if told is None and asked:
            yield f"leaves out {asked[0]}", "draw every point that has a figure"
        elif told:
            drawn_as, meant = (" = ".join(one or ("nothing",)) for one in (told, asked))
            words = f"draws {drawn_as} where the view has {meant}"
            yield words, "draw each chart from the record of its own page"


def _untold(chart: Chart, drawn: Drawn) -> Iterator[Finding]:
    """Find values that the chart should print and does not."""
    wanted = Counter(
        point.label
        for strand in chart.strands
        for point in strand.points
        if point.figure and point.label
    )
    for label in wanted - Counter(text.words for text in drawn.texts):
        yield f"does not print “{label}”", "give the chart room for its labels"


def _misdrawn(chart: Chart, drawn: Drawn) -> Iterator[Finding]:
    """Measure the marks: on one scale, each must stand for the value it carries."""
    for group in _scales(chart, drawn):
        yield from _off_scale(group)


def _unbroken(chart: Chart, drawn: Drawn) -> Iterator[Finding]:
    """Find bars that are cut short and do not look it, and bars that look it and are whole."""
    if chart.limit is None:
        return
    cut = {(mark.strand, mark.tick) for mark in drawn.breaks}
    for mark in drawn.marks:
        figure = chart.strands[mark.strand].points[mark.tick].figure
        beyond = figure is not None and abs(figure.value) > chart.limit
        if figure and beyond != ((mark.strand, mark.tick) in cut):
            words = f"{'does not break' if beyond else 'breaks'} the bar of {figure.id}"
            yield words, "break exactly the bars that run beyond the limit"


@dataclass(frozen=True, slots=True)
class _Reading:
    """A mark's figure, the value it stands for, and what is measured of it, in points."""

    figure: str
    value: float
    measured: float
    bar: bool


def _scales(chart: Chart, drawn: Drawn) -> Iterator[tuple[_Reading, ...]]:
    """Group the marks that share a scale, with what is to be measured of each."""
    measure = _MEASURES[chart.drawing]
    groups: dict[int, list[_Reading]] = {}
    for mark in drawn.marks:
        figure = chart.strands[mark.strand].points[mark.tick].figure
        if figure is None:
            continue
        value = _value(chart, figure)
        measured = measure(mark, drawn.lines, value)
        scale = _scale_of(chart, mark)
        is_bar = mark.kind == "bar"
        groups.setdefault(scale, []).append(_Reading(figure.id, value, measured, is_bar))
    for group in groups.values():
        yield _above_lowest(group) if chart.drawing is Drawing.LINES else tuple(group)


def _scale_of(chart: Chart, mark: Mark) -> int:
    """Give the number of a mark's scale: panels may have their own, and bars of shares do."""
    if chart.one_scale:
        return 0
    return {Drawing.PANELS: mark.strand, Drawing.SHARES: mark.tick}.get(chart.drawing, 0)


def _above_lowest(group: Sequence[_Reading]) -> tuple[_Reading, ...]:
    """Measure points from the lowest one: the axis of lines may lie below zero, for its labels."""
    low = min(group, key=lambda one: one.value)
    return tuple(
        replace(one, value=one.value - low.value, measured=one.measured - low.measured)
        for one in group
    )


def _value(chart: Chart, figure: Figure) -> float:
    value = float(figure.value)
    if chart.drawing is Drawing.DUMBBELL:
        base = OFFER if chart.reference is None else float(chart.reference)
        return log10(value / base) if chart.logarithmic else value - base
    return value if chart.limit is None else min(value, float(chart.limit))


def _off_scale(group: Sequence[_Reading]) -> Iterator[Finding]:
    largest = max(group, key=lambda one: abs(one.value))
    if not largest.value:
        return
    factor = largest.measured / largest.value
    for one in group:
        wanted = one.value * factor
        slivered = one.bar and one.value and abs(wanted) < SLIVER
        allowed = SLIVER if slivered else PRECISION
        if abs(one.measured - wanted) > allowed:
            off = abs(one.measured - wanted)
            words = f"draws {one.figure} {off:.1f} pt away from where {one.value:g} stands"
            yield words, "mend the drawing: heights and places must be the figures'"


Measure = Callable[[Mark, Sequence[Mark], float], float]


def _from_zero(mark: Mark, lines: Sequence[Mark], value: float) -> float:
    """Measure a bar from the zero line that it stands on, upwards or to the right."""
    upright = all(line.bottom - line.top < line.right - line.left for line in lines)
    if not upright:
        zero = _nearest([line.left for line in lines], (mark.left, mark.right))
        return mark.right - zero if value >= 0 else mark.left - zero
    zero = _nearest([line.top for line in lines], (mark.top, mark.bottom))
    return zero - mark.top if value >= 0 else zero - mark.bottom


def _nearest(zeros: Sequence[float], edges: tuple[float, float]) -> float:
    return min(zeros, key=lambda zero: min(abs(zero - edge) for edge in edges), default=edges[1])


def _height(mark: Mark, lines: Sequence[Mark], _value: float) -> float:
    """Measure how high a point stands over the zero line."""
    zero = lines[0].top if lines else 0.0
    return zero - mark.centre[1]


def _width(mark: Mark, _lines: Sequence[Mark], _value: float) -> float:
    """Measure how wide a part of a bar is."""
    return mark.right - mark.left


def _distance(mark: Mark, lines: Sequence[Mark], _value: float) -> float:
    """Measure how far to the right of the baseline a point stands."""
    return mark.centre[0] - (lines[0].left if lines else 0.0)


_MEASURES: Mapping[Drawing, Measure] = {
    Drawing.BARS: _from_zero,
    Drawing.GROUPED: _from_zero,
    Drawing.PANELS: _from_zero,
    Drawing.LINES: _height,
    Drawing.SHARES: _width,
    Drawing.DUMBBELL: _distance,
    Drawing.ROWS: _from_zero,
}


def _roles(exhibit: Exhibit, spots: Mapping[str, Spot]) -> Iterator[Fault]:
    """Prove that a company keeps its colour and marker through a deck."""
    worn: dict[str, str] = {}
    for name, chart in exhibit.page.charts.items():
        for strand in chart.strands:
            for point in strand.points:
                role = point.role or strand.role
                if point.figure is None or not role.startswith("company-"):
                    continue
                owner = worn.setdefault(role, point.figure.subject)
                if owner != point.figure.subject:
                    yield _fault(
                        exhibit,
                        name,
                        spots.get(name),
                        f"shows {point.figure.id} in the colour of {owner}",
                        "keep each company's colour and marker through the deck",
                    )
