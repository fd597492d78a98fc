"""Fit: as it is laid out, every word has its room: in its area, clear of charts, and whole."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

from briefs.faults import Fault, Place
from briefs.press.fit import misfits
from briefs.press.geometry import TOLERANCE, Laid, Spot, by_id, spot, text_spot
from briefs.proofs.exhibit import Exhibit
from briefs.proofs.reading import where
from briefs.views.deck import Deck

#: The ink of neighbours may meet by this much, in millimetres: an accent, a raised mark.
MEETING = 0.35

#: The part of a line's height that is free of ink, above its letters and below.
AIR = 0.2


def fitting(exhibit: Exhibit) -> Iterator[Fault]:
    """Prove by geometry that a page is one page and a slide one slide, with nothing cut off."""
    place = Place(exhibit.view.id)
    for misfit in misfits(exhibit.layout, sheets=exhibit.page.sheets):
        yield Fault(place, misfit.words, misfit.mend, "fit")
    spots = by_id(exhibit.layout)
    if isinstance(exhibit.view, Deck):
        yield from _slides(place, exhibit, spots)
    else:
        yield from _areas(place, exhibit, spots)
    yield from _clipped(place, exhibit.layout)
    yield from _over_plots(place, exhibit)


def _areas(place: Place, exhibit: Exhibit, spots: dict[str, Spot]) -> Iterator[Fault]:
    """Prove that the parts of a one-pager stand one under the other, down to its last line."""
    body = [name for name in ("body", "main") if name in spots][:1]
    for above, below in pairwise(["head", *body, "foot"]):
        yield from _apart(place, (above, spots[above]), (below, spots[below]))
    for inner in ("main", "side"):
        if inner in spots and "body" in spots:
            over = spots[inner].bottom - spots["body"].bottom
            yield from _over(place, inner, spots[inner], over)
    yield from _over(place, "foot", spots["foot"], spots["foot"].bottom - exhibit.page.bottom)


def _slides(place: Place, exhibit: Exhibit, spots: dict[str, Spot]) -> Iterator[Fault]:
    """Prove that each slide is a page of its own, and what stands on it keeps its place."""
    if not isinstance(exhibit.view, Deck):
        return
    parts = _parts(exhibit)
    for number, slide in enumerate(exhibit.view.slides, start=1):
        name = f"slide-{slide.name}"
        own = spots.get(name)
        if own is None or own.page != number:
            on = f"on page {own.page}" if own else "nowhere"
            words = f"slide {slide.name} stands {on}, not on page {number}"
            yield Fault(place, words, "shorten the slides before it", "fit")
            continue
        order = [(f"{part} of {slide.name}", at) for part, at in parts.get(number, ())]
        for above, below in pairwise(order):
            yield from _apart(place, above, below)
        stage = dict(parts.get(number, ())).get("stage")
        if stage:
            yield from _over_stage(place, exhibit, stage)


def _over_stage(place: Place, exhibit: Exhibit, stage: Spot) -> Iterator[Fault]:
    """Find charts that reach out of their slide's stage, where the foot stands."""
    for name, at in exhibit.plots:
        by = at.bottom - stage.bottom
        if at.page == stage.page and by > TOLERANCE:
            yield Fault(
                place,
                f"chart {name} ends {by:.1f} mm under its slide's stage "
                f"({where(at.page, at.left, at.bottom)})",
                "shorten the texts above it, or give it less height in the stylesheet",
                "fit",
            )


def _parts(exhibit: Exhibit) -> dict[int, list[tuple[str, Spot]]]:
    """Find the head, stage and foot of each slide: where their last lines end."""
    found: dict[int, dict[str, Spot]] = {}
    for page, box in exhibit.boxes:
        element = box.element
        if element is None or "::" in box.element_tag or not hasattr(box, "border_height"):
            continue
        classes = (element.get("class") or "").split()
        part = next((name for name in ("sub", "stage", "slide-foot") if name in classes), "")
        part = "title" if element.tag.endswith("h1") else part
        if part and part not in found.setdefault(page, {}):
            found[page][part] = spot(box, page)
    order = ("title", "sub", "stage", "slide-foot")
    return {
        page: [(name, parts[name]) for name in order if name in parts]
        for page, parts in found.items()
    }


def _apart(place: Place, above: tuple[str, Spot], below: tuple[str, Spot]) -> Iterator[Fault]:
    (upper, high), (lower, low) = above, below
    by = high.bottom - low.top
    if high.page == low.page and by > TOLERANCE:
        yield Fault(
            place,
            f"the {upper} reaches {by:.1f} mm into the {lower} "
            f"({where(low.page, low.left, low.top)})",
            f"shorten the {upper}",
            "fit",
        )


def _over(place: Place, name: str, at: Spot, by: float) -> Iterator[Fault]:
    if by > TOLERANCE:
        yield Fault(
            place,
            f"the {name} ends {by:.1f} mm under its area ({where(at.page, at.left, at.bottom)})",
            f"shorten the {name}",
            "fit",
        )


def _clipped(place: Place, layout: Laid) -> Iterator[Fault]:
    """Find text that a box with hidden overflow cuts off."""
    for number, page in enumerate(layout.pages, start=1):
        stack: list[tuple[Laid, Spot | None]] = [(page._page_box, None)]  # noqa: SLF001
        while stack:
            boxed, frame = stack.pop()
            box: Laid = getattr(boxed, "_box", boxed)
            if type(box).__name__ == "TextBox":
                yield from _cut(place, box, frame)
                continue
            if box.style["overflow"] != "visible" and hasattr(box, "border_height"):
                frame = spot(box, number)
            stack.extend((child, frame) for child in getattr(box, "children", ()))


def _cut(place: Place, box: Laid, frame: Spot | None) -> Iterator[Fault]:
    if frame is None or not box.text.strip():
        return
    text = text_spot(box, frame.page)
    over = max(
        frame.left - text.left,
        text.right - frame.right,
        frame.top - text.top,
        text.bottom - frame.bottom,
    )
    if over > TOLERANCE:
        yield Fault(
            place,
            f"“{box.text.strip()[:40]}” is cut off by {over:.1f} mm "
            f"({where(text.page, text.left, text.top)})",
            "shorten it, or let its box grow",
            "fit",
        )


def _over_plots(place: Place, exhibit: Exhibit) -> Iterator[Fault]:
    """Find words of the page that stand on a chart."""
    pictures: dict[int, list[Spot]] = {}
    for _, at in exhibit.plots:
        pictures.setdefault(at.page, []).append(at)
    for page, box in exhibit.boxes:
        if type(box).__name__ != "TextBox" or not box.text.strip():
            continue
        text = text_spot(box, page)
        for picture in pictures.get(page, ()):
            if _meet(text, picture):
                yield Fault(
                    place,
                    f"“{box.text.strip()[:40]}” stands on a chart "
                    f"({where(page, text.left, text.top)})",
                    "give the chart and the words rooms of their own",
                    "fit",
                )


def _meet(one: Spot, other: Spot) -> bool:
    """Whether the letters of a line, which fill the middle of its height, touch a picture."""
    across = min(one.right, other.right) - max(one.left, other.left)
    air = one.height * AIR
    down = min(one.bottom - air, other.bottom) - max(one.top + air, other.top)
    return across > MEETING and down > MEETING
