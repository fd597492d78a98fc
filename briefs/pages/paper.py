"""Paper: the sheets that a one-pager is printed on."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Paper:
    """A sheet, in millimetres."""

    name: str
    width: float
    height: float


A4 = Paper("a4", 210.0, 297.0)
LETTER = Paper("letter", 215.9, 279.4)

#: Every paper by name, the usual one first. A slide is no paper: a deck is the same on each.
PAPERS = {paper.name: paper for paper in (A4, LETTER)}
