"""Blocks: what a laid-out page is made of, how much room each takes, and how much is left.

A block that is too long is named with the words, or the characters of a Chinese text, that it
would have to lose: an author can act on that, and not on millimetres.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from math import ceil

from briefs.press.geometry import MM_PER_PX, Laid, Spot, by_id, spot

#: Blocks by a class of their element, the first that fits; prose is what an author can shorten.
BLOCKS = {
    "kicker": "kicker",
    "codes": "codes",
    "headline": "headline",
    "tiles": "key figures",
    "business": "business",
    "charts": "charts",
    "block": "table",
    "supports": "strengths",
    "risks": "risks",
    "section": "section",
    "pair-terms": "terms",
    "notes": "notes",
    "sources": "sources",
    "disclaimer": "disclaimer",
    "sub": "subtitle",
    "remark": "remark",
    "absent": "remark on what is missing",
    "matrix": "table",
    "made": "products",
    "members": "members",
    "notes-page": "notes",
    "slide-foot": "foot",
}
PROSE = frozenset(
    {"title", "headline", "business", "strengths", "risks", "section", "notes", "remark"}
)

_HAN = re.compile("[\u3400-\u9fff\uff00-\uffef\u3000-\u303f]")


@dataclass(frozen=True, slots=True)
class Block:
    """A block of a page in one language: its place, its own height, its lines and its length.

    `end` is where its ink ends, `used` the height that it takes, and `line` that of one of its
    lines, all in millimetres. `length` counts words, or the characters of a Chinese text. `free`
    is how much it may grow before the page is too full. A block of pictures alone has no language
    and no lines.
    """

    name: str
    language: str
    at: Spot
    end: float
    used: float
    line: float
    lines: int
    length: int
    free: float = 0.0

    @property
    def unit(self) -> str:
        """What its length counts."""
        if not self.language:
            return ""
        return "characters" if self.language.startswith("zh") else "words"

    def worth(self, millimetres: float) -> int:
        """Say how many words or characters fill so many millimetres of the block."""
        if not self.lines:
            return 0
        return ceil(ceil(millimetres / self.line) * self.length / self.lines)


def blocks(document: Laid) -> tuple[Block, ...]:
    """Find the blocks of every page, one for each language that a block is said in."""
    return tuple(
        _block(name, _Ink(spot(box, number), _end(box), _is_pictured(box)), language, lines)
        for number, page in enumerate(document.pages, start=1)
        for name, box in _named(page._page_box)  # noqa: SLF001
        for language, lines in (_lines(box) or ({"": []} if _is_pictured(box) else {})).items()
    )


@dataclass(frozen=True, slots=True)
class _Ink:
    """Where a block stands, where its ink ends, and whether it holds pictures."""

    at: Spot
    end: float
    pictured: bool


def _block(name: str, ink: _Ink, language: str, lines: list[tuple[str, float]]) -> Block:
    height = sum(height for _, height in lines) * MM_PER_PX
    whole = ink.end - ink.at.top
    return Block(
        name=name,
        language=language,
        at=ink.at,
        end=ink.end,
        # Lines that stand side by side, as in a table, share a height.
        used=whole if ink.pictured else min(height, whole),
        line=height / max(len(lines), 1),
        lines=len(lines),
        length=_length([text for text, _ in lines], language),
    )


def _named(box: Laid) -> Iterator[tuple[str, Laid]]:
    """Walk down to the outermost boxes that are blocks."""
    box = getattr(box, "_box", box)
    element = box.element
    if element is not None and "::" not in box.element_tag and hasattr(box, "border_height"):
        classes = (element.get("class") or "").split()
        # A slide has its layout as a class, which may be the name of a block too.
        known = () if "slide" in classes else classes
        name = next((BLOCKS[one] for one in known if one in BLOCKS), "")
        if element.tag.endswith("h1"):
            name = "title"
        if name:
            yield (f"{name} {_title(box)}".strip() if name == "section" else name), box
            return
    for child in getattr(box, "children", ()):
        yield from _named(child)


def _end(box: Laid) -> float:
    """Give where the ink of a block ends: its box may be higher than what it holds."""
    return max(
        float(one.position_y + one.height) * MM_PER_PX
        for one in _all(box)
        if type(one).__name__ == "LineBox" or hasattr(one, "replacement")
    )


def _is_pictured(box: Laid) -> bool:
    return any(hasattr(one, "replacement") for one in _all(box))


def _all(box: Laid) -> Iterator[Laid]:
    box = getattr(box, "_box", box)
    yield box
    for child in getattr(box, "children", ()):
        yield from _all(child)


def _title(box: Laid) -> str:
    """Give the first line of a section, which is its title."""
    return next((lines[0][0] for lines in _lines(box).values()), "")


def _lines(box: Laid) -> dict[str, list[tuple[str, float]]]:
    """Give the lines of a block by language, each with its height in pixels."""
    found: dict[str, list[tuple[str, float]]] = {}
    stack = [box]
    while stack:
        boxed = stack.pop()
        one: Laid = getattr(boxed, "_box", boxed)
        if type(one).__name__ == "LineBox":
            text = "".join(_texts(one)).strip()
            if text:
                found.setdefault(one.style["lang"] or "", []).append((text, one.height))
            continue
        stack.extend(reversed(list(getattr(one, "children", ()))))
    return found


def _texts(box: Laid) -> Iterator[str]:
    return (one.text for one in _all(box) if type(one).__name__ == "TextBox")


def _length(texts: Iterable[str], language: str) -> int:
    text = " ".join(texts)
    return len(re.sub(r"\s", "", text)) if language.startswith("zh") else len(text.split())


def to_shorten(among: Iterable[Block], by: float) -> tuple[tuple[Block, int], ...]:
    """Choose the longest text that an author can shorten, and say by how much.

    What stands beside it, or says the same in another language, must follow where it would hold
    the row up.
    """
    prose = [one for one in among if one.name.partition(" ")[0] in PROSE and one.lines > 1]
    if not prose:
        return ()
    longest = max(prose, key=lambda one: one.used)
    row = [longest, *(one for one in prose if one is not longest and _beside(one, longest))]
    needs = [(one, by - (longest.used - one.used)) for one in row]
    return tuple((one, one.worth(need)) for one, need in needs if need > 0)


def _beside(one: Block, other: Block) -> bool:
    return one.at.page == other.at.page and abs(one.at.top - other.at.top) < 1


@dataclass(frozen=True, slots=True)
class Room:
    """How many millimetres a page has left in its main column, and in its sidebar if it has one.

    It counts what its elastic parts can still give; less than none means that it is too full.
    """

    main: float
    side: float | None = None

    @property
    def least(self) -> float:
        """The room of the fuller column."""
        return self.main if self.side is None else min(self.main, self.side)


def with_room(document: Laid, left: Room) -> tuple[Block, ...]:
    """Give the blocks of a one-pager, each with the room that is left in its column."""
    side = by_id(document).get("side")
    return tuple(replace(one, free=_free(one.at, side, left)) for one in blocks(document))


def _free(block: Spot, side: Spot | None, left: Room) -> float:
    """Give the room of a block's column; what stands over both takes from both as it grows."""
    if side is None or left.side is None or block.right < side.left:
        return left.main
    return left.side if block.left >= side.left - 1 else left.least


def with_slide_room(document: Laid) -> tuple[Block, ...]:
    """Give the blocks of slides, each with the room down to the block that stands under it."""
    found = blocks(document)
    return tuple(
        replace(block, free=min(below) - block.end)
        for block in found
        if (
            below := [
                other.at.top
                for other in found
                if other.at.top > block.at.top + 1 and _over(block.at, other.at)
            ]
        )
    )


def _over(one: Spot, other: Spot) -> bool:
    """Whether two blocks stand in one column of a page."""
    return one.page == other.page and one.left < other.right and other.left < one.right
