"""The page: HTML with its stylesheet, the charts it shows, and what it is printed on."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from briefs.pages.paper import A4, Paper
from briefs.views.parts import Chart

#: Whether charts are drawn for reading on paper or from across a room.
Scale = Literal["page", "slide"]

#: The lower margin of a paper in millimetres, with a hair of safety.
FOOT = 6.1


@dataclass(frozen=True, slots=True)
class Page:
    """A laid-out view before printing.

    `charts` are by the name that the HTML gives them. `sheets` is how many pages the view must
    fill, neither more nor fewer. `elastic` pages have slack that the press spreads over their
    paper.
    """

    id: str
    html: str
    css: str
    charts: dict[str, Chart]
    scale: Scale
    sheets: int
    elastic: bool
    paper: Paper = A4

    @property
    def bottom(self) -> float:
        """Where the content area ends, in millimetres from the top of the paper."""
        return self.paper.height - FOOT
