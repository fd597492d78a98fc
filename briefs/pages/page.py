"""The page: HTML with its stylesheet, the charts it shows, and what it is printed on."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Literal

from briefs.pages.paper import A4, Paper
from briefs.views.parts import Chart

#: Whether charts are drawn for reading on paper or from across a room.
Scale = Literal["page", "slide"]

#: The lower margin of a paper in millimetres, with a hair of safety.
FOOT = 6.1


@dataclass(frozen=True, slots=True)
class About:
    """What a document says of itself, to a library or an archive that holds it.

    `brief` names what all settings and versions share, and `edition` one setting of it;
    `fingerprint` is that of the inputs of this version. `day` is the day as of which the brief
    stands. `languages` are tags, the leading one first.
    """

    brief: str
    edition: str
    fingerprint: str
    title: str
    description: str
    publisher: str
    keywords: tuple[str, ...]
    languages: tuple[str, ...]
    day: date | None


@dataclass(frozen=True, slots=True)
class Page:
    """A laid-out view before printing.

    `charts` are by the name that the HTML gives them. `sheets` is how many pages the view must
    fill, neither more nor fewer. `elastic` pages have slack that the press spreads over their
    paper. `about` stands on no page: it is for the PDF alone.
    """

    id: str
    html: str
    css: str
    charts: dict[str, Chart]
    scale: Scale
    sheets: int
    elastic: bool
    about: About
    paper: Paper = A4

    @property
    def bottom(self) -> float:
        """Where the content area ends, in millimetres from the top of the paper."""
        return self.paper.height - FOOT
