"""What can go wrong while a chart is drawn; each names the chart."""


class ChartError(Exception):
    """A chart cannot be drawn as it should; the record's author can mend it."""


class MissingGlyph(ChartError):  # noqa: N818 - named for what happened
    """A label holds a character that no face of its language can set."""


class Crowded(ChartError):  # noqa: N818 - named for what happened
    """The labels of a chart do not fit its size."""
