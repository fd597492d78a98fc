"""Drawn: the picture of a chart read back, as what it says of itself, its marks and its texts."""

from __future__ import annotations

import re
import xml.etree.ElementTree as ET
from dataclasses import dataclass

_SVG = "{http://www.w3.org/2000/svg}"

_MARKED = re.compile(r"(bar|point|break|zero|baseline)(?:-(\d+)-(\d+))?")
_SIDE = re.compile(r"([\d.]+)pt")
_NUMBER = re.compile(r"-?\d+(?:\.\d+)?(?:e-?\d+)?")
_PLACE = re.compile(r"translate\(([-0-9.]+) ([-0-9.]+)\)")
_FONT_SIZE = re.compile(r"font-size: ([0-9.]+)")


@dataclass(frozen=True, slots=True)
class Mark:
    """A bar or point of a drawn chart: what it says of itself, and its extent in points."""

    kind: str
    strand: int
    tick: int
    figure: str
    value: str
    left: float
    top: float
    right: float
    bottom: float

    @property
    def centre(self) -> tuple[float, float]:
        """The middle of it, which is where a marker's value stands."""
        return (self.left + self.right) / 2, (self.top + self.bottom) / 2


@dataclass(frozen=True, slots=True)
class Text:
    """A text of a drawing: where it begins on its base line, and its size, in points.

    A text that is turned has no place.
    """

    words: str
    place: tuple[float, float] | None
    size: float


@dataclass(frozen=True, slots=True)
class Drawn:
    """A drawn chart, read back; `size` is its width and height in points, where it says them."""

    subject: str
    name: str
    size: tuple[float, float] | None
    marks: tuple[Mark, ...]
    lines: tuple[Mark, ...]
    breaks: tuple[Mark, ...]
    texts: tuple[Text, ...]


def read_back(svg: bytes) -> Drawn:
    """Read a drawn chart."""
    root = ET.fromstring(svg)  # noqa: S314 - our own drawing
    named = ((_MARKED.fullmatch(group.get("id") or ""), group) for group in root.iter(f"{_SVG}g"))
    marks = tuple(_mark(match, group) for match, group in named if match)
    sides = [_SIDE.fullmatch(root.get(side) or "") for side in ("width", "height")]
    width, height = (float(side[1]) if side else None for side in sides)
    return Drawn(
        subject=root.get("data-subject") or "",
        name=root.get("data-chart") or "",
        size=None if width is None or height is None else (width, height),
        marks=tuple(mark for mark in marks if mark.kind in ("bar", "point")),
        lines=tuple(mark for mark in marks if mark.kind in ("zero", "baseline")),
        breaks=tuple(mark for mark in marks if mark.kind == "break"),
        texts=tuple(map(_text, root.iter(f"{_SVG}text"))),
    )


def _mark(match: re.Match[str], group: ET.Element) -> Mark:
    path = group.find(f".//{_SVG}path")
    numbers = [
        float(one) for one in _NUMBER.findall(path.get("d") or "" if path is not None else "")
    ]
    across, down = numbers[::2] or [0.0], numbers[1::2] or [0.0]
    return Mark(
        kind=match[1],
        strand=int(match[2] or 0),
        tick=int(match[3] or 0),
        figure=group.get("data-figure") or "",
        value=group.get("data-value") or "",
        left=min(across),
        top=min(down),
        right=max(across),
        bottom=max(down),
    )


def _text(text: ET.Element) -> Text:
    place = _PLACE.fullmatch(text.get("transform") or "")
    size = _FONT_SIZE.search(text.get("style") or "")
    return Text(
        words="".join(text.itertext()),
        place=(float(place[1]), float(place[2])) if place else None,
        size=float(size[1]) if size else 0.0,
    )
