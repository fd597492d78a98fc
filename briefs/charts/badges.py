"""Badges: the marker and colour that tell a company from the others, in charts and beside names."""

from __future__ import annotations

from briefs.charts.look import COMPANY, Look
from briefs.charts.shapes import Mark, Paint
from briefs.charts.svg import to_svg
from briefs.theme import Theme

#: A badge beside a name is drawn on a square of this many points.
SIDE = 12.0

#: The names of pictures that are badges begin so.
BADGE = "badge/"


def badge(look: Look, role: str, left: float, middle: float) -> Mark:
    """Draw a company's marker with its left edge and its middle at a place."""
    size, wear = look.marker * 1.3, look.wear(role)
    paint = Paint(wear.fill, wear.edge, look.rule)
    return Mark(left + (size + look.rule) / 2, middle, wear.marker, size, paint)


def badges(theme: Theme) -> dict[str, bytes]:
    """Give the marker of every company of a deck as a picture, by the name pages call it."""
    drawn = {}
    for number in range(len(theme.company.colours)):
        role = f"{COMPANY}{number + 1}"
        look = Look(theme, "slide", SIDE, SIDE)
        wear = look.wear(role)
        paint = Paint(wear.fill, wear.edge, 0.4)
        mark = Mark(SIDE / 2, SIDE / 2, wear.marker, SIDE * 0.86, paint)
        drawn[f"{BADGE}{role}"] = to_svg((mark,), SIDE, SIDE)
    return drawn
