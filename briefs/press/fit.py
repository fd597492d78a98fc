"""Fit: what does not fit on a page is named, with its place and by how much to shorten it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from briefs.press.blocks import Block, Room, blocks, to_shorten
from briefs.press.geometry import TOLERANCE, Laid, Spot, boxes, by_id, is_classed, spot


def too_full(document: Laid, left: Room) -> Misfit:
    """Name the block of a page that must be shortened, and by how many words or characters."""
    over = -left.least
    edge = by_id(document).get("side")
    in_side = left.side is not None and left.side < left.main
    among = [
        block
        for block in blocks(document)
        if edge is None or (block.at.left >= edge.left - 1) == in_side
    ]
    words = f"the page is {over:.1f} mm too full, set as tightly as it may be"
    return _to_mend(words, among, over)


def _to_mend(words: str, among: Sequence[Block], over: float) -> Misfit:
    chosen = to_shorten(among, over)
    if not chosen:
        highest = sorted(among, key=lambda one: -one.used)
        names = [*dict.fromkeys(one.name for one in highest)][:2] or ["parts"]
        return Misfit(words, f"leave {over:.1f} mm out of its {' or '.join(names)}")
    first = chosen[0][0]
    at = f"page {first.at.page}, {first.at.left:.0f} mm from the left, {first.at.top:.0f} mm"
    where = "" if "from the left" in words else f" ({at} from the top)"
    cuts = [f"its {one.name} in {one.language} by about {n} {one.unit}" for one, n in chosen]
    return Misfit(f"{words}{where}", f"shorten {' and '.join(cuts)}", first.at.page)


@dataclass(frozen=True, slots=True)
class Misfit:
    """Something that does not fit: what, where and how to mend it.

    `below` is how far it runs over at the foot of what holds it; `left` and `top` are where it
    stands.
    """

    words: str
    mend: str
    page: int = 0
    left: float = 0.0
    top: float = 0.0
    below: float = 0.0


def plots(document: Laid) -> Iterator[tuple[str, Spot]]:
    """Give each chart's name with the rectangle that the layout gives it."""
    for page, box in boxes(document):
        element = box.element
        if element is not None and is_classed(box, "plot") and hasattr(box, "replacement"):
            place = spot(box, page)
            yield element.get("src"), place


def misfits(document: Laid, *, sheets: int) -> Iterator[Misfit]:
    """Find what does not fit: pages too many, and text outside its page or its cell."""
    if len(document.pages) != sheets:
        over = len(document.pages) - sheets
        yield Misfit(
            f"the brief fills {len(document.pages)} pages instead of {sheets}",
            f"shorten its texts: {over} page{'s' if over > 1 else ''} too many"
            if over > 0
            else "a page is empty: look at its template",
        )
    for number, page in enumerate(document.pages, start=1):
        found = list(_outside(page._page_box, number))  # noqa: SLF001
        below = [one for one in found if one.below]
        yield from (_located(document, one) for one in found if not one.below)
        if below:
            yield _overrun(document, max(below, key=lambda one: one.below))


def _located(document: Laid, misfit: Misfit) -> Misfit:
    """Name the block of a text that stands out at a side."""
    own = [
        block.name
        for block in blocks(document)
        if block.at.page == misfit.page
        and block.at.left - 1 <= misfit.left <= block.at.right + 1
        and block.at.top - 1 <= misfit.top <= block.at.bottom + 1
    ]
    where = f"this text of its {own[0]}" if own else "it"
    return replace(misfit, mend=f"shorten {where}, or give it more room in the template")


def _overrun(document: Laid, deepest: Misfit) -> Misfit:
    """Say once of a page that its text runs over, and which block to shorten by how much."""
    among = [
        block
        for block in blocks(document)
        if block.at.page == deepest.page and block.at.left - 1 <= deepest.left < block.at.right
    ]
    return _to_mend(deepest.words, among, deepest.below)


def _outside(page: Laid, number: int) -> Iterator[Misfit]:
    sheet = Spot(number, 0, 0, *_size(page))
    stack: list[tuple[Laid, Spot]] = [(page, sheet)]
    while stack:
        box, frame = stack.pop()
        box = getattr(box, "_box", box)
        kind = type(box).__name__
        if kind == "TextBox":
            yield from _text_outside(box, frame, number)
            continue
        stack.extend((child, _frame(box, frame)) for child in getattr(box, "children", ()))


def _frame(box: Laid, outer: Spot) -> Spot:
    """Give what a box's text must stay in: its cell from side to side, what holds it, or the page.

    A cell grows with its text, so only its sides can be overrun; it may stand out of the page.
    """
    if type(box).__name__ == "TableCellBox":
        cell = spot(box, outer.page)
        left, right = max(cell.left, outer.left), min(cell.right, outer.right)
        return Spot(outer.page, left, outer.top, right - left, outer.height)
    return spot(box, outer.page) if is_classed(box, "held") else outer


def _size(page: Laid) -> tuple[float, float]:
    place = spot(page, 1)
    return (
        place.width + _mm(page.margin_left) + _mm(page.margin_right),
        place.height + _mm(page.margin_top) + _mm(page.margin_bottom),
    )


def _mm(pixels: float) -> float:
    return pixels * 25.4 / 96


def _text_outside(box: Laid, frame: Spot, number: int) -> Iterator[Misfit]:
    text = box.text.strip()
    if not text:
        return
    left, top = _mm(box.position_x), _mm(box.position_y)
    right, bottom = left + _mm(box.width), top + _mm(box.height)
    across = max(frame.left - left, right - frame.right)
    down = bottom - frame.bottom
    if across > TOLERANCE or down > TOLERANCE:
        over = max(across, down)
        yield Misfit(
            f"“{text[:40]}” stands {over:.1f} mm outside its box "
            f"(page {number}, {left:.0f} mm from the left, {top:.0f} mm from the top)",
            "shorten it, or give it more room in the template",
            number,
            left,
            top,
            down if down > TOLERANCE >= across else 0.0,
        )
