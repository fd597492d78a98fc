"""Text: what somebody has to look at, a line each, and under it the figures concerned."""

from __future__ import annotations

from collections.abc import Iterator

from briefs.reports.model import Item, Report


def lines(report: Report) -> Iterator[tuple[Item, tuple[str, ...]]]:
    """Give each open item with the lines under it: the other figures and their places."""
    for item in report.open:
        others = (one for one in item.concerns if one.place != item.place)
        yield item, tuple(f"  {one.place}: {one.figure}" for one in others)
