"""SVG: turns shapes into a picture, with matplotlib, the same bytes every time."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from io import BytesIO

from matplotlib import rc_context
from matplotlib.artist import Artist
from matplotlib.backend_bases import RendererBase
from matplotlib.backends.backend_svg import FigureCanvasSVG
from matplotlib.figure import Figure
from matplotlib.font_manager import FontProperties
from matplotlib.markers import MarkerStyle
from matplotlib.patches import PathPatch
from matplotlib.path import Path
from matplotlib.transforms import Affine2D, IdentityTransform

from briefs.charts.shapes import Area, Label, Mark, Paint, Shape, Stroke, hatch_strokes

#: Markers of one size look alike large when these are drawn smaller or larger.
EVEN = {"s": 0.9, "D": 0.8, "^": 1.05, "v": 1.05, "h": 1.05}

# WeasyPrint 70 takes the space after a comma for part of the next family's name, quote and all,
# and falls back to whatever font it finds.
_STACK = re.compile(rb"font-family: '[^;\"<>]*")

#: Points to an inch; matplotlib's SVG has one unit to the point.
POINTS = 72


def to_svg(shapes: Sequence[Shape], width: float, height: float) -> bytes:
    """Draw shapes, the first at the bottom, on a canvas of a size in points."""
    with rc_context(
        {
            "svg.fonttype": "none",
            "svg.hashsalt": "briefs",
            "text.parse_math": False,
            "path.simplify": False,
            "path.snap": False,
            "lines.scale_dashes": False,
            "savefig.bbox": "standard",
        }
    ):
        figure = Figure(figsize=(width / POINTS, height / POINTS), dpi=POINTS)
        figure.patch.set_visible(False)
        for shape in shapes:
            for artist in _artists(shape, height):
                figure.add_artist(artist)
        out = BytesIO()
        nothing = dict.fromkeys(("Date", "Creator", "Format", "Type"))
        FigureCanvasSVG(figure)
        figure.savefig(out, format="svg", dpi=POINTS, metadata=nothing)
    return _STACK.sub(lambda found: found[0].replace(b", ", b","), out.getvalue())


class _Text(Artist):
    """A label whose place is already known.

    It tells the renderer the families and the start of the line, and measures nothing, so no
    font needs to be known to matplotlib's own list of what the machine has.
    """

    def __init__(self, label: Label) -> None:
        super().__init__()
        # matplotlib draws by rank, then in the order given: text and patches share a rank.
        self.set_zorder(PathPatch.zorder)
        self._label = label

    def draw(self, renderer: RendererBase) -> None:
        """Write the text."""
        run = self._label.run
        font = FontProperties(family=list(run.families), size=run.size, weight=run.weight)
        context = renderer.new_gc()
        context.set_foreground(run.colour)
        renderer.draw_text(context, self._label.x, self._label.baseline, run.text, font, 0)
        context.restore()


def _artists(shape: Shape, height: float) -> Iterator[Artist]:
    flip = Affine2D().scale(1, -1).translate(0, height)
    match shape:
        case Label():
            if shape.run.text:
                yield _Text(shape)
        case Stroke():
            yield from _stroke(shape, flip)
        case Mark():
            style = MarkerStyle(shape.shape)
            path = style.get_path().transformed(style.get_transform())
            size = shape.size * EVEN.get(shape.shape, 1.0)
            path = path.transformed(Affine2D().scale(size).translate(shape.x, height - shape.y))
            yield _patch(path, shape.paint, shape.name)
        case Area():
            yield from _area(shape, flip)


def _area(area: Area, flip: Affine2D) -> Iterator[Artist]:
    box, paint = area.box, area.paint
    corners = ((box.left, box.top), (box.right, box.top), (box.right, box.bottom))
    outline = Path([*corners, (box.left, box.bottom), (box.left, box.top)], closed=True)
    outline = outline.transformed(flip)
    if paint.hatch is None:
        yield _patch(outline, paint, area.name)
        return
    yield _patch(outline, Paint(paint.fill, "none", 0), "")
    yield from _hatching(hatch_strokes(box, paint.hatch), flip)
    yield _patch(outline, Paint("none", paint.edge, paint.weight, paint.dash), area.name)


def _hatching(lines: Sequence[Stroke], flip: Affine2D) -> Iterator[Artist]:
    """Draw the lines of a hatch as one path: they share their colour, weight and dash."""
    if lines:
        path = Path.make_compound_path(*(Path(line.points) for line in lines))
        first = lines[0]
        paint = Paint("none", first.colour, first.weight, first.dash)
        yield _patch(path.transformed(flip), paint, "")


def _stroke(stroke: Stroke, flip: Affine2D) -> Iterator[Artist]:
    paint = Paint("none", stroke.colour, stroke.weight, stroke.dash)
    yield _patch(Path(stroke.points).transformed(flip), paint, stroke.name)
    if stroke.arrow:
        (x0, y0), (x1, y1) = stroke.points[-2:]
        length = max(abs(x1 - x0), abs(y1 - y0)) or 1
        along = ((x1 - x0) / length * stroke.arrow, (y1 - y0) / length * stroke.arrow)
        aside = (-along[1] * 0.5, along[0] * 0.5)
        back = (x1 - along[0], y1 - along[1])
        head = [
            (back[0] + aside[0], back[1] + aside[1]),
            (x1, y1),
            (back[0] - aside[0], back[1] - aside[1]),
        ]
        yield _patch(
            Path([*head, head[0]], closed=True).transformed(flip),
            Paint(stroke.colour, "none", 0),
            "",
        )


def _patch(path: Path, paint: Paint, name: str) -> PathPatch:
    patch = PathPatch(
        path,
        facecolor=paint.fill,
        edgecolor=paint.edge,
        linewidth=paint.weight,
        linestyle=(0, paint.dash) if paint.dash else "solid",
        capstyle="butt",
        joinstyle="miter",
        transform=IdentityTransform(),
    )
    if name:
        patch.set_gid(name)
    return patch
