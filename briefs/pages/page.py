"""The page: HTML with its stylesheet, the charts it shows, and what it is printed on."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from briefs.views.parts import Chart

#: Whether charts are drawn for reading on paper or from across a room.
Scale = Literal["page", "slide"]


@dataclass(frozen=True, slots=True)
class Page:
    """A laid-out view before printing.

    `charts` are by the name that the HTML gives them. `sheets` is how many pages the view must
    fill, neither more nor fewer. `elastic` pages have slack that the press spreads, down to
    `bottom`, the lower edge of the content area in millimetres.
    """

    id: str
    html: str
    css: str
    charts: dict[str, Chart]
    scale: Scale
    sheets: int
    elastic: bool
    bottom: float
