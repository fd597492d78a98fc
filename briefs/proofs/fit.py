"""Fit: every word has its room: in its area, clear of its neighbours, whole, and large enough."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

from briefs.faults import Fault, Place
from briefs.press.fit import misfits, plots
from briefs.press.geometry import TOLERANCE, Laid, Spot, boxes, by_id, spot, text_spot
from briefs.proofs.conservation import Match, accounts
from briefs.proofs.exhibit import Exhibit
from briefs.proofs.picture import printed
from briefs.proofs.reading import INVISIBLE, Run, Sheet, sheets_of, where
from briefs.views.deck import Deck

#: The least sizes of type in points: on a slide, and by its part on a one-pager.
SLIDE, BODY, LABEL, LEGAL = 8.0, 7.5, 6.8, 6.5

#: Blocks of a one-pager that are read as prose, and those of its legal foot; the rest are labels.
PROSE = ("headline", "business", "strengths", "risks")
FINE = ("foot", "note", "notes", "sources", "disclaimer", "imprint", "edition")

#: A note's mark stands raised and small beside its word: this part of the least size there.
MARK = 0.65

#: PDF numbers are written with few digits: sizes may be this much smaller, in points.
SIZE_ROUNDING = 0.02

#: The ink of neighbours may meet by this much, in millimetres: an accent, a raised mark.
MEETING = 0.35

#: The part of a line's height that is free of ink, above its letters and below.
AIR = 0.2

#: A narrow page is a one-pager on paper, a wide one is a slide.
SLIDE_WIDTH = 300.0


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
    yield from _over_plots(place, exhibit.layout)


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
    parts = _parts(exhibit.layout)
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
        yield from _over_stage(place, exhibit.layout, number, dict(parts.get(number, ())))


def _over_stage(place: Place, layout: Laid, number: int, parts: dict[str, Spot]) -> Iterator[Fault]:
    """Find charts that reach out of their slide's stage, where the foot stands."""
    if "stage" not in parts:
        return
    for name, at in plots(layout):
        by = at.bottom - parts["stage"].bottom
        if at.page == number and by > TOLERANCE:
            yield Fault(
                place,
                f"chart {name.partition(':')[2]} ends {by:.1f} mm under its slide's stage "
                f"({where(number, at.left, at.bottom)})",
                "shorten the texts above it, or give it less height in the stylesheet",
                "fit",
            )


def _parts(layout: Laid) -> dict[int, list[tuple[str, Spot]]]:
    """Find the head, stage and foot of each slide: where their last lines end."""
    found: dict[int, dict[str, Spot]] = {}
    for page, box in boxes(layout):
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


def _over_plots(place: Place, layout: Laid) -> Iterator[Fault]:
    """Find words of the page that stand on a chart."""
    pictures = [at for _, at in plots(layout)]
    for page, box in boxes(layout):
        if type(box).__name__ != "TextBox" or not box.text.strip():
            continue
        text = text_spot(box, page)
        for picture in pictures:
            if picture.page == page and _meet(text, picture):
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


# --- on the finished PDF


def sized(exhibit: Exhibit) -> Iterator[Fault]:
    """Prove that no text is smaller than what its part of the page allows."""
    is_deck = isinstance(exhibit.view, Deck)
    for _, account in accounts(exhibit):
        for match in account.found:
            least = SLIDE if is_deck else _least(match.saying.block)
            if _is_mark(match):
                # Equal marks of text and foot cannot be told apart: the smaller size counts.
                least = MARK * (SLIDE if is_deck else LEGAL)
            small = [run for run in match.runs if run.size < least - SIZE_ROUNDING]
            if small:
                yield Fault(
                    Place(exhibit.view.id),
                    f"“{match.saying.text[:30]}” of {match.saying.block} is set in "
                    f"{small[0].size:.1f} pt, under {least:.1f} ({small[0].place})",
                    "shorten the page's texts, or set it larger",
                    "size",
                )


def _least(block: str) -> float:
    first = block.partition(" ")[0]
    name = block.removeprefix("section.").partition(".")[0]
    if first in PROSE or name in PROSE:
        return BODY
    return LEGAL if first in FINE or first == "source" else LABEL


def _is_mark(match: Match) -> bool:
    return all(not language for _, language in match.saying.pieces) and all(
        part.isdigit() for part in match.saying.text.split(",")
    )


def clear(name: str, pdf: bytes) -> Iterator[Fault]:
    """Prove that all text stands inside its page, and that no text is printed over other text."""
    for sheet in sheets_of(pdf):
        for run in sheet.runs:
            yield from _off_page(name, sheet, run)
        for one, other in _collisions(sheet):
            yield Fault(
                Place(name),
                f"“{one.text[:30]}” and “{other.text[:30]}” are printed over each other "
                f"({other.place})",
                "give both their room in the template, or shorten one",
                "fit",
            )


def _off_page(name: str, sheet: Sheet, run: Run) -> Iterator[Fault]:
    over = max(-run.left, -run.top, run.right - sheet.width, run.bottom - sheet.height)
    if over > TOLERANCE:
        yield Fault(
            Place(name),
            f"“{run.text[:30]}” is cut off by the page's edge: {over:.1f} mm of it ({run.place})",
            "shorten it, or give it more room in the template",
            "fit",
        )


def _collisions(sheet: Sheet) -> Iterator[tuple[Run, Run]]:
    """Sweep down a page and compare what stands at one height."""
    waiting: list[Run] = []
    for run in sorted(sheet.runs, key=lambda one: one.top):
        waiting = [one for one in waiting if one.bottom > run.top + MEETING]
        for one in waiting:
            across = min(one.right, run.right) - max(one.left, run.left)
            down = min(one.bottom, run.bottom) - max(one.top, run.top)
            if across > MEETING and down > MEETING:
                yield one, run
        waiting.append(run)


def legible(name: str, pdf: bytes) -> Iterator[Fault]:
    """Prove that text is no smaller than the least size of its kind of page, marks aside."""
    for sheet in sheets_of(pdf):
        least = SLIDE if sheet.width > SLIDE_WIDTH else LEGAL
        for run in sheet.runs:
            allowed = least * MARK if _digits(run.text) else least
            if run.size < allowed - SIZE_ROUNDING:
                yield Fault(
                    Place(name),
                    f"“{run.text[:30]}” is set in {run.size:.1f} pt, under {allowed:.1f} "
                    f"({run.place})",
                    "set it larger",
                    "size",
                )


def _digits(text: str) -> bool:
    return all(part.isdigit() for part in text.split(",") if part)


def visible(name: str, pdf: bytes) -> Iterator[Fault]:
    """Prove that text leaves ink on its page: not hidden, not white on white, not covered."""
    for sheet in sheets_of(pdf):
        picture = printed(pdf, sheet.number)
        for run in sheet.runs:
            if run.mode == INVISIBLE or not run.alpha or not picture.has_ink(run):
                yield Fault(
                    Place(name),
                    f"“{run.text[:30]}” cannot be seen ({run.place})",
                    "see what hides it: its colour, its opacity, or a box over it",
                    "visible",
                )
