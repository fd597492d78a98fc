"""Structure: what a finished PDF says in reading order, by its tags alone.

They say what is a heading, a cell or a chart, which words belong together, and in which order a
page is read.
"""

from __future__ import annotations

import ctypes
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache

import pypdfium2.raw as pdfium

from briefs.proofs.ink import Glyph
from briefs.proofs.leaves import Leaf, leaves_of
from briefs.proofs.opened import MM_PER_POINT, Handle

#: Han characters, and the punctuation that is written at their width.
HAN = re.compile(r"[\u3001-\u303f\u3400-\u9fff\uf900-\ufaff\uff01-\uff60\U00020000-\U000323af]")


@dataclass(frozen=True, slots=True)
class Node:
    """An element of a page's structure: what it is, and what stands in it, in reading order.

    `alt` are the words of a figure for those who cannot see it.
    """

    kind: str
    alt: str
    children: tuple[Node, ...]
    glyphs: tuple[Glyph, ...]

    @property
    def is_text(self) -> bool:
        """Whether the element is text and nothing but."""
        return not self.children

    def all_glyphs(self) -> Iterator[Glyph]:
        """Give every character of the element and of those within it."""
        waiting = [self]
        while waiting:
            node = waiting.pop()
            yield from node.glyphs
            waiting.extend(reversed(node.children))


@dataclass(frozen=True, slots=True)
class Sheet:
    """One page: its size in millimetres, its characters as drawn, and its structure."""

    number: int
    width: float
    height: float
    glyphs: tuple[Glyph, ...]
    nodes: tuple[Node, ...]


#: PDFs whose structure is kept between one proof and the next.
KEPT = 2

#: The kind of a picture, such as a chart.
FIGURE = "Figure"

#: The kind of what stands in an element directly, without one of its own.
OWN = "own"


@lru_cache(maxsize=KEPT)
def read_pdf(pdf: bytes) -> tuple[Sheet, ...]:
    """Read every page of a PDF."""
    return tuple(map(_sheet, leaves_of(pdf)))


def _sheet(leaf: Leaf) -> Sheet:
    by_content: dict[int, list[Glyph]] = {}
    for glyph in leaf.glyphs:
        by_content.setdefault(glyph.dress.content, []).append(glyph)
    tree = pdfium.FPDF_StructTree_GetForPage(leaf.page)
    try:
        found = (
            _node(pdfium.FPDF_StructTree_GetChildAtIndex(tree, index), by_content)
            for index in range(pdfium.FPDF_StructTree_CountChildren(tree))
        )
        nodes = tuple(node for node in found if node)
    finally:
        pdfium.FPDF_StructTree_Close(tree)
    width, height = leaf.width * MM_PER_POINT, leaf.height * MM_PER_POINT
    return Sheet(leaf.number, width, height, leaf.glyphs, nodes)


def _node(element: Handle, by_content: Mapping[int, list[Glyph]]) -> Node | None:
    """Read an element of the structure with those in it; one without any text is nothing."""
    parts: list[Node] = []
    for index in range(pdfium.FPDF_StructElement_CountChildren(element)):
        child = pdfium.FPDF_StructElement_GetChildAtIndex(element, index)
        if child:
            node = _node(child, by_content)
            parts.extend([node] if node else [])
        else:
            content = pdfium.FPDF_StructElement_GetChildMarkedContentID(element, index)
            glyphs = tuple(by_content.get(content, ()))
            parts.extend([Node(OWN, "", (), glyphs)] if glyphs else [])
    if not parts:
        return None
    kind = _words(pdfium.FPDF_StructElement_GetType, element)
    alt = _words(pdfium.FPDF_StructElement_GetAltText, element) if kind == FIGURE else ""
    if all(part.kind == OWN for part in parts):
        return Node(kind, alt, (), tuple(glyph for part in parts for glyph in part.glyphs))
    return Node(kind, alt, tuple(parts), ())


#: The room for the words of an element, in bytes; it is asked again for words that need more.
_ROOM = 64


def _words(ask: Callable[..., int], element: Handle) -> str:
    room = ctypes.create_string_buffer(_ROOM)
    length = ask(element, room, _ROOM)
    if length > _ROOM:
        room = ctypes.create_string_buffer(length)
        ask(element, room, length)
    return room.raw[: max(length - 2, 0)].decode("utf-16-le")
