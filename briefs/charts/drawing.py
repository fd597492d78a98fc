"""Drawing: lay a chart out at the largest size of type that fits, and prove that it does."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import combinations

from briefs.charts.blocks import Setter
from briefs.charts.columns import bars, grouped
from briefs.charts.dumbbell import dumbbell
from briefs.charts.easel import Easel
from briefs.charts.errors import Crowded
from briefs.charts.faces import ChartFaces, Typesetter
from briefs.charts.identity import identified
from briefs.charts.lines import lines
from briefs.charts.look import Look, Scale
from briefs.charts.panels import panels
from briefs.charts.rows import rows
from briefs.charts.shapes import Box, Label, Mark, Shape, Stroke
from briefs.charts.shares import shares
from briefs.charts.svg import to_svg
from briefs.theme import Theme
from briefs.views.parts import Chart, Drawing

POINTS_PER_MM = 72 / 25.4

#: Each try sets type this much smaller, in points.
SHRINK = 0.25

Drawer = Callable[[Easel], tuple[Shape, ...]]

#: How each kind of chart is drawn, and how where that does not fit at any size.
DRAWERS: dict[Drawing, tuple[Drawer, ...]] = {
    Drawing.BARS: (bars, rows),
    Drawing.GROUPED: (grouped,),
    Drawing.LINES: (lines,),
    Drawing.DUMBBELL: (dumbbell,),
    Drawing.SHARES: (shares,),
    Drawing.PANELS: (panels,),
    Drawing.ROWS: (rows,),
}


@dataclass(frozen=True, slots=True)
class Size:
    """The size of a picture, in millimetres."""

    width: float
    height: float


def draw(chart: Chart, *, theme: Theme, faces: ChartFaces, size: Size, scale: Scale) -> bytes:
    """Draw a chart as SVG of exactly this size; the same chart gives the same bytes.

    Raises MissingGlyph for a character that no face has, and Crowded when the labels do not
    fit even at the theme's smallest size.
    """
    width, height = size.width * POINTS_PER_MM, size.height * POINTS_PER_MM
    shapes = lay_out(chart, theme=theme, faces=faces, size=size, scale=scale)
    return identified(to_svg(shapes, width, height), chart)


def lay_out(
    chart: Chart, *, theme: Theme, faces: ChartFaces, size: Size, scale: Scale
) -> tuple[Shape, ...]:
    """Lay a chart out: every shape in its place, in points."""
    canvas = Box(0, 0, size.width * POINTS_PER_MM, size.height * POINTS_PER_MM)
    name = f"{chart.subject} {chart.name}"
    least = theme.chart.slide_smallest if scale == "slide" else theme.chart.smallest
    setter = Setter(Typesetter(name, chart.languages, faces), theme.colour.grey, least)
    trouble = Crowded("there is nothing to draw")
    for drawer in DRAWERS[chart.drawing]:
        for look in _looks(theme, scale):
            edge = look.rule / 2
            inner = Box(edge, edge, canvas.right - edge, canvas.bottom - edge)
            try:
                shapes = drawer(Easel(chart, look, setter, inner))
                _prove(shapes, canvas)
            except Crowded as crowded:
                trouble = crowded
            else:
                return shapes
    raise Crowded(
        f"chart {name} does not fit {size.width:g} × {size.height:g} mm: {trouble}"
    ) from trouble


def _looks(theme: Theme, scale: Scale) -> Iterator[Look]:
    """Give the look with type of the theme's size, then ever smaller."""
    chart = theme.chart
    slide = scale == "slide"
    label = chart.slide_label if slide else chart.label
    value = chart.slide_value if slide else chart.value
    least = chart.slide_smallest if slide else chart.smallest
    by = 0.0
    while not by or label - by >= least:
        yield Look(theme, scale, label - by, max(value - by, least))
        by += SHRINK


def _prove(shapes: tuple[Shape, ...], canvas: Box) -> None:
    """Hold that no two labels touch and that nothing leaves the canvas."""
    labels = [shape for shape in shapes if isinstance(shape, Label) and shape.run.text.strip()]
    for label in labels:
        if not canvas.holds(label.box):
            raise Crowded(f"“{label.run.text}” leaves the picture")
    for one, other in combinations(labels, 2):
        if one.box.meets(other.box):
            raise Crowded(f"“{one.run.text}” and “{other.run.text}” collide")
    for shape in shapes:
        for box in _extent(shape):
            if not canvas.holds(box):
                raise Crowded("a part of the drawing leaves the picture")


def _extent(shape: Shape) -> Iterator[Box]:
    match shape:
        case Stroke():
            yield from shape.boxes()
        case Mark():
            yield shape.box
        case Label():
            return
        case _:
            yield shape.box.grown(shape.paint.weight / 2)
