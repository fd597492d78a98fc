"""Titles: lines of about equal length, and a slide that knows how many its title takes."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path

from briefs.charts import ChartFaces, Typesetter
from briefs.press.geometry import Laid, boxes

PX_PER_PT = 96 / 72

#: What the renderer kerns is narrower than the sum of its letters, never wider by more than this.
SLACK = 1.008

#: As close as the search for the least width comes, in points.
CLOSE = 0.5

_HAN = "\u2e80-\u9fff\uf900-\ufaff\uff00-\uffef\u3000-\u303f"
_TOKEN = re.compile(rf"[（《“「]?(?:[^\s{_HAN}]+|[{_HAN}])[）》”」，。、：；％]*|\s+")
_CLOSING = "）》”」，。、：；％"
_WIDE = re.compile(f"[{_HAN}]")


@contextmanager
def headings_alone(root: Laid) -> Iterator[None]:
    """Leave out of a deck's source, for a while, what its slides hold below their headings.

    A title is as wide as its slide lets it be, whatever stands below, so that a layout of the
    headings tells all that is to be known of titles, in a small part of the time.
    """
    slides = [one for one in root.iter() if "slide" in (one.get("class") or "").split()]
    kept = [(slide, list(slide)) for slide in slides]
    for slide, parts in kept:
        slide[:] = [part for part in parts if part.find(".//h1") is not None]
    try:
        yield
    finally:
        for slide, parts in kept:
            slide[:] = parts


def settle_titles(document: Laid, files: Mapping[tuple[str, int], Path]) -> None:
    """Balance the titles of a laid-out deck, and class its slides by their lines.

    It changes the source of the document, which is then to be laid out anew.
    """
    lines: dict[int, int] = {}
    slides: dict[int, Laid] = {}
    for page, box in boxes(document):
        element = box.element
        if element is None or "::" in box.element_tag:
            continue
        if "slide" in (element.get("class") or "").split():
            slides[page] = element
        if box.element_tag == "h1":
            for title in _titles(box):
                count = len(title.children)
                lines[page] = lines.get(page, 0) + count
                if count > 1:
                    width = _least(title, count, files)
                    title.element.set("style", f"max-width: {width * SLACK:.1f}pt")
    for page, count in lines.items():
        slide = slides[page]
        slide.set("class", f"{slide.get('class')} lines{count}")


def _titles(heading: Laid) -> Iterator[Laid]:
    """Give the boxes of lines in a heading: its own, or one for each language."""
    if all(type(child).__name__ == "LineBox" for child in heading.children):
        yield heading
        return
    for child in heading.children:
        yield from _titles(child)


def _least(box: Laid, count: int, files: Mapping[tuple[str, int], Path]) -> float:
    """Find the least width, in points, at which a title takes no more lines than it does."""
    style = box.style
    size = float(style["font_size"]) / PX_PER_PT
    stack = tuple(style["font_family"])
    setter = Typesetter("title", ("",), ChartFaces({"": stack}, files))
    weight = int(style["font_weight"])
    widths = [
        (token.isspace(), setter.run(token, size, weight, "").advance)
        for token in _tokens(box.element)
    ]
    low, high = max(width for _, width in widths), float(box.width) / PX_PER_PT
    while high - low > CLOSE:
        middle = (low + high) / 2
        if _lines(widths, middle) > count:
            low = middle
        else:
            high = middle
    return high


def _lines(widths: Sequence[tuple[bool, float]], room: float) -> int:
    """Count the lines that words take in a width, filled one after the other."""
    count, filled, space = 1, 0.0, 0.0
    for is_space, width in widths:
        if is_space:
            space = width
            continue
        if filled and filled + space + width > room:
            count, filled = count + 1, 0.0
        filled += (space if filled else 0.0) + width
        space = 0.0
    return count


def _tokens(element: Laid) -> list[str]:
    """Split a title where it may break: not within an amount or a name that is kept whole."""
    tokens: list[str] = []
    for text, is_whole in _pieces(element):
        for token in [text] if is_whole else _TOKEN.findall(text):
            if tokens and _joins(tokens[-1], token):
                tokens[-1] += token
            else:
                tokens.append(token)
    return tokens


def _joins(before: str, after: str) -> bool:
    if before.isspace() or after.isspace():
        return False
    narrow = not _WIDE.match(before[-1]) and not _WIDE.match(after[0])
    return after[0] in _CLOSING or narrow


def _pieces(element: Laid) -> Iterator[tuple[str, bool]]:
    """Give the texts of an element, and whether each is kept whole."""
    whole = "nb" in (element.get("class") or "").split()
    if whole:
        yield "".join(element.itertext()), True
        return
    if element.text:
        yield element.text, False
    for child in element:
        if child.tag != "sup":
            yield from _pieces(child)
        if child.tail:
            yield child.tail, False
