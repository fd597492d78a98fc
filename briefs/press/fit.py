"""Fit: a page is filled exactly, and what does not fit is named with its place.

Charts are the page's elastic part: their height takes up what the words leave, within bounds;
the sidebar's sections move apart until it ends with the page. Both are measured once on a sheet
that is taller than any page, because text that runs over a page's end cannot be measured there.

A page that is too full even then is tightened by an ordered plan: its spacing first, then its
leading, and its sizes last, down to the least that may be printed. When that is not enough, the
block to shorten is named, and by how much.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from briefs.press.blocks import Block, Room, blocks, to_shorten
from briefs.press.geometry import TOLERANCE, Laid, Spot, boxes, by_id, spot

#: Millimetres: the least and most that a chart's height and a sidebar's gap may be.
CHART = (21.0, 62.0)
SIDE_GAP = (1.0, 9.0)

#: Millimetres: the height of a sheet that no brief overruns.
TALL = 594


@dataclass(frozen=True, slots=True)
class Slack:
    """How the elastic parts of a page are set, in millimetres."""

    chart: float = 34.0
    side_gap: float = 3.0

    @property
    def css(self) -> str:
        """The setting as a stylesheet that wins over the templates' own."""
        return (
            ":root:root:root { "
            f"--chart-height: {self.chart:.3f}mm; --side-gap: {self.side_gap:.3f}mm; }}"
        )


@dataclass(frozen=True, slots=True)
class Step:
    """A step of the plan: what part is left of spacing and leading, and whether sizes shrink."""

    spacing: float = 1.0
    leading: float = 1.0
    smallest: bool = False


#: The plan, down to the tightest that may be printed.
PLAN = (Step(0.6), Step(0.6, 0.94), Step(0.6, 0.94, smallest=True))

#: The least sizes in points that the plan goes down to: body and table, then labels.
LEAST = {"body": 7.5, "table": 7.5, "small": 6.8}


def tightened(document: Laid, step: Step) -> str:
    """Give a step as a stylesheet, from the sizes that a page was designed with."""
    root = next(box for _, box in boxes(document) if box.element_tag == "html")

    def designed(name: str) -> float:
        return float(root.style[f"__{name}"][0].value)

    rules = {"gap": f"{designed('gap') * step.spacing:.3f}mm"}
    rules["leading"] = f"{designed('leading') * step.leading:.3f}"
    if step.smallest:
        rules |= {name: f"{min(designed(name), least)}pt" for name, least in LEAST.items()}
    declared = " ".join(f"--{name}: {value};" for name, value in rules.items())
    return f":root:root:root {{ {declared} }}"


def room(document: Laid, slack: Slack, *, bottom: float) -> Room:
    """Measure what is left of a page on a tall sheet, at a known setting."""
    spots = by_id(document)
    main, side = spots["main"], spots.get("side")
    body = spots.get("body", main)
    height = body.height + bottom - spots["foot"].bottom
    given = max(1, _rows(document)) * (slack.chart - CHART[0])
    left = height - main.height + given
    if side is None:
        return Room(left)
    gaps = max(1, _sections(document) - 1) * (slack.side_gap - SIDE_GAP[0])
    return Room(left, height - 2 * (side.top - body.top) - side.height + gaps)


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
        highest = max(among, key=lambda one: one.used, default=None)
        name = highest.name if highest else "parts"
        return Misfit(words, f"leave {over:.1f} mm out of its {name}, or write it shorter")
    first = chosen[0][0]
    at = f"page {first.at.page}, {first.at.left:.0f} mm from the left, {first.at.top:.0f} mm"
    where = "" if "from the left" in words else f" ({at} from the top)"
    cuts = [f"its {one.name} in {one.language} by about {n} {one.unit}" for one, n in chosen]
    return Misfit(f"{words}{where}", f"shorten {' and '.join(cuts)}", first.at.page)


@dataclass(frozen=True, slots=True)
class Misfit:
    """Something that does not fit: what, where and how to mend it.

    `below` is how far it runs over at the foot of what holds it, and `left` where it stands.
    """

    words: str
    mend: str
    page: int = 0
    left: float = 0.0
    below: float = 0.0


def spread(document: Laid, slack: Slack, *, bottom: float) -> Slack:
    """Spread what is left of a page, measured on a tall sheet at a known setting.

    `bottom` is the lower edge of the paper's content area.
    """
    spots = by_id(document)
    main, side = spots["main"], spots.get("side")
    body = spots.get("body", main)
    room = body.height + bottom - spots["foot"].bottom
    rows = max(1, _rows(document))
    chart = _within(slack.chart + (room - main.height) / rows, CHART)
    if side is None:
        return Slack(chart, slack.side_gap)
    # The sidebar's padding stands around its sections, equal above and below.
    padding = 2 * (side.top - body.top)
    gaps = max(1, _sections(document) - 1)
    gap = slack.side_gap + (room - padding - side.height) / gaps
    return Slack(chart, _within(gap, SIDE_GAP))


def _within(value: float, bounds: tuple[float, float]) -> float:
    return min(max(value, bounds[0]), bounds[1])


def _classed(box: Laid, name: str) -> bool:
    element = box.element
    return element is not None and name in (element.get("class") or "").split()


def _rows(document: Laid) -> int:
    """Count the rows of charts."""
    return sum(1 for _, box in boxes(document) if _classed(box, "charts") and _is_table(box))


def _is_table(box: Laid) -> bool:
    return type(box).__name__ == "TableBox"


def _sections(document: Laid) -> int:
    return sum(
        1
        for _, box in boxes(document)
        if _classed(box, "section") and type(box).__name__ == "BlockBox"
    )


def plots(document: Laid) -> Iterator[tuple[str, Spot]]:
    """Give each chart's name with the rectangle that the layout gives it."""
    for page, box in boxes(document):
        element = box.element
        if element is not None and _classed(box, "plot") and hasattr(box, "replacement"):
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
        yield from (one for one in found if not one.below)
        if below:
            yield _overrun(document, max(below, key=lambda one: one.below))


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

    A cell grows with its text, so only its sides can be overrun.
    """
    if type(box).__name__ == "TableCellBox":
        cell = spot(box, outer.page)
        return Spot(outer.page, cell.left, outer.top, cell.width, outer.height)
    return spot(box, outer.page) if _classed(box, "held") else outer


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
            down if down > TOLERANCE >= across else 0.0,
        )
