"""Charts: from the frozen description of a chart to SVG; the only room that knows matplotlib."""

from briefs.charts.badges import badges
from briefs.charts.drawing import Size, draw
from briefs.charts.errors import ChartError, Crowded, MissingGlyph
from briefs.charts.faces import ChartFaces, Typesetter

__all__ = [
    "ChartError",
    "ChartFaces",
    "Crowded",
    "MissingGlyph",
    "Size",
    "Typesetter",
    "badges",
    "draw",
]
