"""The exhibit: a finished edition, laid out for questioning before it is published."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from briefs.pages import Page
from briefs.press.fit import plots
from briefs.press.geometry import Laid, Spot, boxes
from briefs.proofs.drawn import Drawn, read_back
from briefs.proofs.lines import Paragraph, paragraphs
from briefs.views.deck import Deck
from briefs.views.one_pager import OnePager


@dataclass(frozen=True, eq=False)
class Exhibit:
    """What a proof may look at: the view, its HTML, the layout, the charts, and the PDF.

    `layout` is the renderer's document, which lives only in the process that printed it. Two
    exhibits are never the same one, so that proofs may keep what they read of one; what several
    of them read of layout and charts it keeps itself, and has no `__slots__` for that.
    """

    view: OnePager | Deck
    page: Page
    pdf: bytes
    layout: Any
    charts: Mapping[str, bytes]

    @cached_property
    def boxes(self) -> tuple[tuple[int, Laid], ...]:
        """Every box of the layout with the number of its page."""
        return tuple(boxes(self.layout))

    @cached_property
    def plots(self) -> tuple[tuple[str, Spot], ...]:
        """The name of each chart, with the rectangle that the layout gives its picture."""
        return tuple((source.removeprefix("chart:"), at) for source, at in plots(self.layout))

    @cached_property
    def drawn(self) -> Mapping[str, Drawn]:
        """The charts by their names, read back from their pictures."""
        return {name: read_back(svg) for name, svg in self.charts.items()}

    @cached_property
    def paragraphs(self) -> tuple[Paragraph, ...]:
        """What the layout sets, line by line."""
        return tuple(paragraphs(self.layout))
