"""Identity: a drawn chart carries whose data it shows, and the figure behind every mark."""

from __future__ import annotations

import re
from decimal import Decimal
from xml.sax.saxutils import quoteattr

from briefs.views.parts import Chart

_MARK = re.compile(rb'<g id="(?:bar|point)-(\d+)-(\d+)"')


def plain(value: Decimal) -> str:
    """Write a value with the digits it needs, and no exponent."""
    return f"{value.normalize():f}"


def identified(svg: bytes, chart: Chart) -> bytes:
    """Write a chart's subject and name on its root, and figure and value on each bar and point.

    The proofs compare them with the page's record: the last company's chart on the next
    company's page is a known failure of generated reports.
    """

    def told(match: re.Match[bytes]) -> bytes:
        figure = chart.strands[int(match[1])].points[int(match[2])].figure
        if figure is None:
            return match[0]
        own = f" data-figure={quoteattr(figure.id)} data-value={quoteattr(plain(figure.value))}"
        return match[0] + own.encode()

    root = f"<svg data-subject={quoteattr(chart.subject)} data-chart={quoteattr(chart.name)} "
    return _MARK.sub(told, svg).replace(b"<svg ", root.encode(), 1)
