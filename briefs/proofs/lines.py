"""Lines: a laid-out page as paragraphs, lines and pieces, each piece with what it belongs to."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any, TypeAlias

from briefs.press.geometry import MM_PER_PX
from briefs.proofs.ink import Spot

#: What the renderer laid out: it ships no types.
Box: TypeAlias = Any

#: What stands behind digits, as the templates mark it.
MARKS = ("data-figure", "data-time", "data-name", "data-number")


@dataclass(frozen=True, slots=True)
class Piece:
    """Text in one line and one element: its language, its place, and what it belongs to.

    `owner` is the element that says what stands behind its digits, None where none does.
    `tags` are the names and classes of the elements that it stands in.
    """

    text: str
    language: str
    spot: Spot
    size: float
    tags: frozenset[str]
    owner: Box | None = None

    @property
    def is_raised(self) -> bool:
        """Whether it is the number of a note."""
        return "sup" in self.tags


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a paragraph."""

    pieces: tuple[Piece, ...]

    @property
    def text(self) -> str:
        """What stands in the line, without the numbers of notes."""
        return "".join(piece.text for piece in self.pieces if not piece.is_raised)

    @property
    def spot(self) -> Spot:
        """Where the line begins."""
        return self.pieces[0].spot


@dataclass(frozen=True, slots=True)
class Paragraph:
    """Lines that follow each other in one block."""

    lines: tuple[Line, ...]


@dataclass(frozen=True, slots=True)
class _Around:
    """What a box stands in."""

    page: int
    language: str = ""
    tags: frozenset[str] = field(default_factory=frozenset)
    owner: Box | None = None

    def within(self, box: Box) -> _Around:
        """Step into a box."""
        element = box.element
        if element is None:
            return self
        name = str(box.element_tag)
        classes = () if "::" in name else (element.get("class") or "").split()
        owns = any(element.get(mark) is not None for mark in MARKS)
        return _Around(
            self.page,
            element.get("lang") or self.language,
            self.tags | {name, *classes},
            element if owns else self.owner,
        )


def paragraphs(layout: Box) -> Iterator[Paragraph]:
    """Give the paragraphs of a laid-out document, page by page."""
    for number, page in enumerate(layout.pages, start=1):
        # Private, and pinned: the public interface of a page tells nothing of its boxes.
        yield from _paragraphs(page._page_box, _Around(number))  # noqa: SLF001


def _paragraphs(box: Box, around: _Around) -> Iterator[Paragraph]:
    box = getattr(box, "_box", box)
    inside = around.within(box)
    lines: list[Line] = []
    for child in getattr(box, "children", ()):
        if type(child).__name__ == "LineBox":
            lines.extend(line for line in [Line(tuple(_pieces(child, inside)))] if line.pieces)
            for inner in _blocks_in(child):
                yield from _paragraphs(inner, inside)
        else:
            yield from _paragraphs(child, inside)
    if lines:
        yield Paragraph(tuple(lines))


def _pieces(box: Box, around: _Around) -> Iterator[Piece]:
    for child in getattr(box, "children", ()):
        child = getattr(child, "_box", child)  # noqa: PLW2901 - the box behind a placeholder
        if type(child).__name__ == "TextBox":
            if child.text.strip():
                inside = around.within(child)
                left, top = child.position_x * MM_PER_PX, child.position_y * MM_PER_PX
                size = child.style["font_size"] * 0.75
                spot = Spot(around.page, left, top)
                yield Piece(child.text, inside.language, spot, size, inside.tags, inside.owner)
        elif not _is_block(child):
            yield from _pieces(child, around.within(child))


def _blocks_in(box: Box) -> Iterator[Box]:
    """Give the blocks that stand within a line."""
    for child in getattr(box, "children", ()):
        child = getattr(child, "_box", child)  # noqa: PLW2901 - the box behind a placeholder
        if _is_block(child):
            yield child
        else:
            yield from _blocks_in(child)


def _is_block(box: Box) -> bool:
    return type(box).__name__ not in {"InlineBox", "TextBox", "LineBox"}
