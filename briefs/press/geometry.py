"""Geometry: where the parts of a laid-out page stand, in millimetres."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, TypeAlias

#: What WeasyPrint makes of a page: it ships no types, so a document, a page and a box of it are
#: whatever they are.
Laid: TypeAlias = Any

MM_PER_PX = 25.4 / 96

#: Boxes may stick out by rounding; more than this is a fault.
TOLERANCE = 0.15


@dataclass(frozen=True, slots=True)
class Spot:
    """The rectangle of a box on its page."""

    page: int
    left: float
    top: float
    width: float
    height: float

    @property
    def bottom(self) -> float:
        """The lower edge."""
        return self.top + self.height

    @property
    def right(self) -> float:
        """The right edge."""
        return self.left + self.width


def boxes(document: Laid) -> Iterator[tuple[int, Laid]]:
    """Walk every box of a document with the number of its page."""
    for number, page in enumerate(document.pages, start=1):
        # Private, and pinned: the public interface of a page tells nothing of its boxes.
        stack = [page._page_box]  # noqa: SLF001
        while stack:
            box = stack.pop()
            box = getattr(box, "_box", box)
            yield number, box
            stack.extend(reversed(list(getattr(box, "children", ()))))


def is_classed(box: Laid, name: str) -> bool:
    """Tell whether a box is of an element with a class."""
    element = box.element
    return element is not None and name in (element.get("class") or "").split()


def spot(box: Laid, page: int) -> Spot:
    """Measure a box with its padding and border."""
    return Spot(
        page,
        box.border_box_x() * MM_PER_PX,
        box.border_box_y() * MM_PER_PX,
        box.border_width() * MM_PER_PX,
        box.border_height() * MM_PER_PX,
    )


def text_spot(box: Laid, page: int) -> Spot:
    """Measure the text of one line."""
    return Spot(
        page,
        box.position_x * MM_PER_PX,
        box.position_y * MM_PER_PX,
        box.width * MM_PER_PX,
        box.height * MM_PER_PX,
    )


def by_id(document: Laid) -> dict[str, Spot]:
    """Find the elements with an id: the first box of each."""
    found: dict[str, Spot] = {}
    for page, box in boxes(document):
        element = box.element
        if element is None or "::" in box.element_tag:
            continue
        name = element.get("id")
        if name and name not in found and hasattr(box, "border_height"):
            found[name] = spot(box, page)
    return found


def paper(document: Laid, page: int) -> tuple[float, float, float, float]:
    """Give the content area of a page: left, top, right, bottom."""
    box = document.pages[page - 1]._page_box  # noqa: SLF001
    left, top = box.content_box_x() * MM_PER_PX, box.content_box_y() * MM_PER_PX
    return left, top, left + box.width * MM_PER_PX, top + box.height * MM_PER_PX
