"""Neighbours: texts that stand side by side are seen as two, in tables and in charts."""

from __future__ import annotations

import re
import xml.etree.ElementTree as ET
from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import combinations, pairwise, product

from briefs.faults import Fault, Place
from briefs.press.fit import plots
from briefs.press.geometry import MM_PER_PX, Laid, Spot, boxes, text_spot
from briefs.proofs.exhibit import Exhibit
from briefs.proofs.reading import MM_PER_POINT, Run, bare, sheets_of, where

#: Texts side by side stand at least this far apart, in sizes: a space between words is as wide.
GAP = 0.18

#: Two texts stand on one line where they share this part of a height.
LEVEL = 0.5

_SVG = "{http://www.w3.org/2000/svg}"


@dataclass(frozen=True, slots=True)
class _Text:
    """A text with its place, and the size of its letters in millimetres."""

    words: str
    at: Spot
    size: float


def apart(exhibit: Exhibit) -> Iterator[Fault]:
    """Prove that cells of a row and labels of a chart keep their distance."""
    place = Place(exhibit.view.id)
    for one, other in _close_cells(exhibit.layout):
        yield _fault(place, one, other, ("of the next cell", "give the table wider columns"))
    for one, other in _close_labels(exhibit):
        yield _fault(place, one, other, ("in a chart", "give the chart more room"))


def _fault(place: Place, one: _Text, other: _Text, about: tuple[str, str]) -> Fault:
    what, mend = about
    at = where(other.at.page, other.at.left, other.at.top)
    words = f"“{one.words[:20]}” runs into “{other.words[:20]}” {what} ({at})"
    return Fault(place, words, f"write it with fewer digits, or {mend}", "fit")


def _is_close(one: _Text, other: _Text) -> bool:
    """Whether the second stands right of the first on its line, nearer than a space."""
    level = min(one.at.bottom, other.at.bottom) - max(one.at.top, other.at.top)
    gap = other.at.left - one.at.right
    return level > one.at.height * LEVEL and gap < GAP * max(one.size, other.size)


def _close_cells(layout: Laid) -> Iterator[tuple[_Text, _Text]]:
    for page, box in boxes(layout):
        if type(box).__name__ != "TableRowBox":
            continue
        cells = [list(_words(cell, page)) for cell in box.children]
        for one, other in pairwise(cell for cell in cells if cell):
            yield from ((a, b) for a, b in product(one, other) if _is_close(a, b))


def _words(cell: Laid, page: int) -> Iterator[_Text]:
    """Give the texts of a cell with their places; marks that hang beside a figure count too."""
    stack = [cell]
    while stack:
        boxed = stack.pop()
        box: Laid = getattr(boxed, "_box", boxed)
        if type(box).__name__ == "TextBox" and box.text.strip():
            size = float(box.style["font_size"]) * MM_PER_PX
            yield _Text(box.text.strip(), text_spot(box, page), size)
        stack.extend(getattr(box, "children", ()))


def _close_labels(exhibit: Exhibit) -> Iterator[tuple[_Text, _Text]]:
    sheets = {sheet.number: sheet for sheet in sheets_of(exhibit.pdf)}
    for source, spot in plots(exhibit.layout):
        svg = exhibit.charts.get(source.removeprefix("chart:"), b"")
        if svg and spot.page in sheets:
            labels = sorted(_labels(svg, spot, sheets[spot.page].runs), key=lambda one: one.at.left)
            yield from ((a, b) for a, b in combinations(labels, 2) if _is_close(a, b))


def _labels(svg: bytes, spot: Spot, runs: tuple[Run, ...]) -> Iterator[_Text]:
    """Give the labels of a chart: where each begins is the drawing's, where it ends the PDF's."""
    starts = list(_starts(svg, spot))
    ends: dict[int, float] = {}
    for run in (one for one in runs if spot.left - 1 < one.left < spot.right):
        own = [
            (run.left - label.at.left, number)
            for number, label in enumerate(starts)
            if run.text in bare(label.words) and _is_of(run, label)
        ]
        if own:
            number = min(own)[1]
            ends[number] = max(ends.get(number, 0.0), run.right)
    for number, right in ends.items():
        label = starts[number]
        width = right - label.at.left
        yield replace(label, at=replace(label.at, width=width))


def _is_of(run: Run, label: _Text) -> bool:
    """Whether a run stands on the line of a label, and not before it."""
    middle = (run.top + run.bottom) / 2
    off = abs(middle - (label.at.top + label.at.bottom) / 2)
    return run.left >= label.at.left - label.size * 0.1 and off < label.size * LEVEL


def _starts(svg: bytes, spot: Spot) -> Iterator[_Text]:
    """Read where the labels of a drawing begin."""
    for text in ET.fromstring(svg).iter(f"{_SVG}text"):  # noqa: S314 - our own drawing
        words = "".join(text.itertext()).strip()
        at = re.fullmatch(r"translate\(([-0-9.]+) ([-0-9.]+)\)", text.get("transform") or "")
        size = re.search(r"font-size: ([0-9.]+)", text.get("style") or "")
        if words and at and size:
            em = float(size[1]) * MM_PER_POINT
            left = spot.left + float(at[1]) * MM_PER_POINT
            base = spot.top + float(at[2]) * MM_PER_POINT
            yield _Text(words, Spot(spot.page, left, base - em * 0.8, 0.0, em), em)
