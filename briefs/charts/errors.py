"""What can go wrong while a chart is drawn; each names the chart."""

from typing import ClassVar


class ChartError(Exception):
    """A chart cannot be drawn as it should; says how the record's author can mend it."""

    mend: ClassVar[str] = "mend the record"


class MissingGlyph(ChartError):  # noqa: N818 - named for what happened
    """A label holds a character that no face of its language can set."""

    mend = "write the label otherwise, or widen the face's characters"


class Crowded(ChartError):  # noqa: N818 - named for what happened
    """The labels of a chart do not fit its size."""

    mend = (
        "write its figures with fewer digits, or leave some out; else give it room in the template"
    )
