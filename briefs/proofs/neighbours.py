"""Neighbours: texts that stand side by side are seen as two, in tables and in charts."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import islice, pairwise, product

from briefs.faults import Fault, Place
from briefs.press.geometry import MM_PER_PX, Laid, Spot, text_spot
from briefs.proofs.drawn import Drawn
from briefs.proofs.exhibit import Exhibit
from briefs.proofs.opened import MM_PER_POINT
from briefs.proofs.reading import Run, bare, sheets_of, where

#: Texts side by side stand at least this far apart, in sizes: a space between words is as wide.
GAP = 0.18

#: Two texts stand on one line where they share this part of a height.
LEVEL = 0.5


@dataclass(frozen=True, slots=True)
class _Text:
    """A text with its place, and the size of its letters in millimetres."""

    words: str
    at: Spot
    size: float


def apart(exhibit: Exhibit) -> Iterator[Fault]:
    """Prove that cells of a row and labels of a chart keep their distance."""
    place = Place(exhibit.view.id)
    for one, other in _close_cells(exhibit):
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
    if other.at.left - one.at.right >= GAP * max(one.size, other.size):
        return False
    level = min(one.at.bottom, other.at.bottom) - max(one.at.top, other.at.top)
    return level > one.at.height * LEVEL


def _close_cells(exhibit: Exhibit) -> Iterator[tuple[_Text, _Text]]:
    for page, box in exhibit.boxes:
        if type(box).__name__ != "TableRowBox":
            continue
        cells = [list(_words(cell, page)) for cell in box.children]
        for one, other in pairwise(cell for cell in cells if cell):
            if not _stand_apart(one, other):
                yield from ((a, b) for a, b in product(one, other) if _is_close(a, b))


def _stand_apart(one: list[_Text], other: list[_Text]) -> bool:
    """Whether even the nearest edges of two cells leave room between any texts of them."""
    gap = min(text.at.left for text in other) - max(text.at.right for text in one)
    return gap >= GAP * max(text.size for text in (*one, *other))


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
    for name, spot in exhibit.plots:
        if name in exhibit.drawn and spot.page in sheets:
            found = _labels(exhibit.drawn[name], spot, sheets[spot.page].runs)
            yield from _close(sorted(found, key=lambda one: one.at.left))


def _close(labels: list[_Text]) -> Iterator[tuple[_Text, _Text]]:
    """Give the labels that stand too near to each other; they come from left to right."""
    reach = GAP * max((label.size for label in labels), default=0.0)
    for number, one in enumerate(labels, start=1):
        for other in islice(labels, number, None):
            if other.at.left - one.at.right >= reach:
                break
            if _is_close(one, other):
                yield one, other


def _labels(drawn: Drawn, spot: Spot, runs: tuple[Run, ...]) -> Iterator[_Text]:
    """Give the labels of a chart: where each begins is the drawing's, where it ends the PDF's."""
    starts = list(_starts(drawn, spot))
    words = [bare(label.words) for label in starts]
    ends: dict[int, float] = {}
    for run in (one for one in runs if spot.left - 1 < one.left < spot.right):
        own = [
            (run.left - label.at.left, number)
            for number, label in enumerate(starts)
            if run.text in words[number] and _is_of(run, label)
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


def _starts(drawn: Drawn, spot: Spot) -> Iterator[_Text]:
    """Say where the labels of a drawing begin on the page."""
    for text in drawn.texts:
        if text.words.strip() and text.place and text.size:
            em = text.size * MM_PER_POINT
            left = spot.left + text.place[0] * MM_PER_POINT
            base = spot.top + text.place[1] * MM_PER_POINT
            yield _Text(text.words.strip(), Spot(spot.page, left, base - em * 0.8, 0.0, em), em)
