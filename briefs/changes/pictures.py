"""Pictures: two states of a page side by side, with a frame around every region that differs."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from io import BytesIO
from itertools import zip_longest

import pypdfium2
from PIL import Image, ImageChops, ImageDraw

#: Dots for each point of a page: 108 to the inch, at which small print can be read.
SCALE = 1.5
_MM = 72 * SCALE / 25.4

#: Of 255 steps of a colour, so many are the rounding of edges and no change.
NOISE = 24

#: What differs within so many millimetres across and down is one region: lines stand closer than
#: words. A frame keeps a little distance.
NEAR, DISTANCE = (4.0, 1.6), 1.3

#: Red for what was, green for what is; each is also told by its side.
WAS, IS = (192, 48, 40), (16, 124, 65)
_GROUND, _GAP, _FRAME = (226, 230, 235), 24, 3

#: What stays the same steps back so far.
_PALE = 0.45

Box = tuple[int, int, int, int]


@dataclass(frozen=True, slots=True)
class Compared:
    """One page in two states: its picture, and the regions that differ, in millimetres.

    A region is left, top, width and height. A page that only one state has differs all over.
    """

    page: int
    png: bytes
    regions: tuple[tuple[float, float, float, float], ...]


def compare_pages(before: bytes, after: bytes) -> Iterator[Compared]:
    """Draw every page that is another in the later PDF."""
    pages = zip_longest(_pages(before), _pages(after))
    for number, (was, now) in enumerate(pages, start=1):
        boxes = _regions(was, now)
        if boxes:
            regions = tuple(_millimetres(box) for box in boxes)
            yield Compared(number, _png(_beside(was, now, boxes)), regions)


def _pages(pdf: bytes) -> Iterator[Image.Image]:
    with closing(pypdfium2.PdfDocument(pdf)) as document:
        for page in document:
            with closing(page), closing(page.render(scale=SCALE)) as bitmap:
                yield bitmap.to_pil().convert("RGB")


def _regions(was: Image.Image | None, now: Image.Image | None) -> list[Box]:
    """Find what differs between two pictures of a page."""
    if was is None or now is None or was.size != now.size:
        return [(0, 0, *one.size) for one in (now or was,) if one]
    # The most that any colour differs by: a change of colour alone is one as well.
    red, green, blue = ImageChops.difference(was, now).split()
    most = ImageChops.lighter(ImageChops.lighter(red, green), blue)
    return _gathered(most.point(lambda step: 255 if step > NOISE else 0))


def _gathered(mask: Image.Image) -> list[Box]:
    """Gather dots that are near each other: cells of a grid that touch are one region."""
    _, _, width, height = _cell(0, 0)
    columns, rows = -(-mask.width // width), -(-mask.height // height)
    waiting = {
        (column, row)
        for column in range(columns)
        for row in range(rows)
        if mask.crop(_cell(column, row)).getbbox()
    }
    found = []
    while waiting:
        near = [waiting.pop()]
        for column, row in near:
            around = {(column + x, row + y) for x in (-1, 0, 1) for y in (-1, 0, 1)} & waiting
            waiting -= around
            near += around
        found.append(_tight(mask, [_cell(column, row) for column, row in near]))
    return sorted(found, key=lambda box: (box[1], box[0]))


def _cell(column: int, row: int) -> Box:
    width, height = (round(near * _MM) for near in NEAR)
    return column * width, row * height, (column + 1) * width, (row + 1) * height


def _tight(mask: Image.Image, cells: list[Box]) -> Box:
    """Give the box of what differs in some cells."""
    boxes = [
        (left + box[0], top + box[1], left + box[2], top + box[3])
        for left, top, right, bottom in cells
        if (box := mask.crop((left, top, right, bottom)).getbbox())
    ]
    lefts, tops, rights, bottoms = zip(*boxes, strict=True)
    return min(lefts), min(tops), max(rights), max(bottoms)


def _millimetres(box: Box) -> tuple[float, float, float, float]:
    left, top, right, bottom = (round(side / _MM, 1) for side in box)
    return left, top, round(right - left, 1), round(bottom - top, 1)


def _beside(was: Image.Image | None, now: Image.Image | None, boxes: list[Box]) -> Image.Image:
    """Set the two states of a page beside each other."""
    states = [(one, colour) for one, colour in ((was, WAS), (now, IS)) if one]
    marked = [_marked(one, boxes, colour) for one, colour in states]
    width = sum(one.width for one in marked) + _GAP * (len(marked) + 1)
    sheet = Image.new("RGB", (width, max(one.height for one in marked) + 2 * _GAP), _GROUND)
    left = _GAP
    for one in marked:
        sheet.paste(one, (left, _GAP))
        left += one.width + _GAP
    return sheet


def _marked(page: Image.Image, boxes: list[Box], colour: tuple[int, int, int]) -> Image.Image:
    """Frame the regions of a page, and let the rest step back."""
    picture = Image.blend(page, Image.new("RGB", page.size, "white"), _PALE)
    draw = ImageDraw.Draw(picture)
    room = round(DISTANCE * _MM)
    for left, top, right, bottom in boxes:
        frame = (
            max(left - room, 0),
            max(top - room, 0),
            min(right + room, page.width),
            min(bottom + room, page.height),
        )
        picture.paste(page.crop(frame), frame)
        draw.rectangle(frame, outline=colour, width=_FRAME)
    return picture


def _png(picture: Image.Image) -> bytes:
    out = BytesIO()
    picture.save(out, "PNG", optimize=True)
    return out.getvalue()
