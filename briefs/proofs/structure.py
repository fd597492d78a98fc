"""Structure: what a finished PDF says in reading order, by its tags alone.

They say what is a heading, a cell or a chart, which words belong together, and in which order a
page is read.
"""

from __future__ import annotations

import ctypes
import re
from collections.abc import Callable, Iterator, Mapping
from contextlib import closing
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import pairwise

import pypdfium2
import pypdfium2.raw as pdfium

from briefs.proofs.ink import MM_PER_POINT, Glyph, Handle, Spot, glyphs_of, seen, visible

#: Han characters, and the punctuation that is written at their width.
HAN = re.compile(r"[\u3001-\u303f\u3400-\u9fff\uf900-\ufaff\uff01-\uff60\U00020000-\U000323af]")


@dataclass(frozen=True, slots=True)
class Node:
    """An element of a page's structure: what it is, and what stands in it, in reading order."""

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
        yield from self.glyphs
        for child in self.children:
            yield from child.all_glyphs()


@dataclass(frozen=True, slots=True)
class Sheet:
    """One page: its size in millimetres, its characters as drawn, and its structure."""

    number: int
    width: float
    height: float
    glyphs: tuple[Glyph, ...]
    nodes: tuple[Node, ...]


@dataclass(frozen=True, slots=True)
class Phrase:
    """Words that belong together, in reading order, and where they begin.

    `marks` are the characters that were left out of the text because they are raised: the
    numbers of notes.
    """

    text: str
    spot: Spot
    size: float
    marks: str = ""


@dataclass(frozen=True, slots=True)
class Block:
    """A paragraph, cell, heading or chart, with the phrases in it."""

    kind: str
    spot: Spot
    phrases: tuple[Phrase, ...]
    alt: str = ""

    @property
    def text(self) -> str:
        """All words of the block."""
        return " ".join(phrase.text for phrase in self.phrases)


#: PDFs whose structure is kept between one proof and the next.
KEPT = 2

#: The kind of what stands in an element directly, without one of its own.
_OWN = "own"


@lru_cache(maxsize=KEPT)
def read_pdf(pdf: bytes) -> tuple[Sheet, ...]:
    """Read every page of a PDF."""
    with closing(pypdfium2.PdfDocument(pdf)) as document:
        return tuple(_sheet(page, number) for number, page in enumerate(document, start=1))


def blocks(sheet: Sheet) -> Iterator[Block]:
    """Give the blocks of a page in reading order."""
    for node in sheet.nodes:
        yield from _blocks(node)


def _sheet(page: Handle, number: int) -> Sheet:
    width, height = page.get_size()
    with closing(page.get_textpage()) as textpage:
        glyphs = tuple(glyphs_of(textpage, number, height))
    by_content: dict[int, list[Glyph]] = {}
    for glyph in glyphs:
        by_content.setdefault(glyph.content, []).append(glyph)
    tree = pdfium.FPDF_StructTree_GetForPage(page)
    try:
        found = (
            _node(pdfium.FPDF_StructTree_GetChildAtIndex(tree, index), by_content)
            for index in range(pdfium.FPDF_StructTree_CountChildren(tree))
        )
        nodes = tuple(node for node in found if node)
    finally:
        pdfium.FPDF_StructTree_Close(tree)
    return Sheet(number, width * MM_PER_POINT, height * MM_PER_POINT, glyphs, nodes)


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
            parts.extend([Node(_OWN, "", (), glyphs)] if glyphs else [])
    if not parts:
        return None
    kind = _words(pdfium.FPDF_StructElement_GetType, element)
    alt = _words(pdfium.FPDF_StructElement_GetAltText, element)
    if all(part.kind == _OWN for part in parts):
        return Node(kind, alt, (), tuple(glyph for part in parts for glyph in part.glyphs))
    return Node(kind, alt, tuple(parts), ())


def _words(ask: Callable[..., int], element: Handle) -> str:
    length = ask(element, None, 0)
    if not length:
        return ""
    room = ctypes.create_string_buffer(length)
    ask(element, room, length)
    return room.raw[: length - 2].decode("utf-16-le")


#: Kinds of elements that run within a line.
_INLINE = frozenset({"Span", "NonStruct", "Link", "Lbl", _OWN})


def _blocks(node: Node) -> Iterator[Block]:
    if node.kind == "Figure":
        yield from _figure(node)
        return
    inline = [child for child in node.children if child.kind in _INLINE]
    if inline and len(inline) == len(node.children):
        yield from _block(node, node)
        return
    for child in node.children:
        if child.kind == "Lbl":
            continue
        if child.kind in _INLINE:
            yield from _block(node, child)
        else:
            yield from _blocks(child)


def _block(node: Node, inner: Node) -> Iterator[Block]:
    """Make the block of an element, numbers of notes and of list items taken out of its words."""
    phrases = list(_phrases(inner))
    largest = max((phrase.size for phrase in phrases), default=0.0)
    kept: list[Phrase] = []
    for phrase in phrases:
        is_mark = phrase.size < largest * RAISED and _MARK.fullmatch(phrase.text.strip())
        is_counter = node.kind == "LBody" and not kept and _MARK.fullmatch(phrase.text.strip())
        if is_mark or is_counter:
            kept[-1:] = [replace(last, marks=last.marks + phrase.text) for last in kept[-1:]]
        elif phrase.text.strip():
            kept.append(phrase)
    if kept:
        yield Block(node.kind, kept[0].spot, tuple(kept))


def _phrases(node: Node) -> Iterator[Phrase]:
    """Give the phrases of a block: elements with words of their own, whole.

    An element that holds nothing but others, such as the two forms of a value, is no phrase.
    """
    own = any(child.is_text and _is_said(child.glyphs) for child in node.children)
    if own or node.is_text:
        phrase = _phrase(list(_runs(node)))
        if phrase.text.strip() or phrase.marks:
            yield phrase
        return
    for child in node.children:
        yield from _phrases(child)


def _is_said(glyphs: tuple[Glyph, ...]) -> bool:
    return bool(seen("".join(glyph.char for glyph in glyphs)))


def _runs(node: Node) -> Iterator[tuple[Glyph, ...]]:
    if node.glyphs:
        yield node.glyphs
    for child in node.children:
        yield from _runs(child)


#: A note's number is set this much smaller than the words that it hangs on, or smaller still.
RAISED = 0.75
_MARK = re.compile(r"[0-9][0-9,]*")


def _phrase(runs: list[tuple[Glyph, ...]]) -> Phrase:
    """Join runs of one phrase; where a line ends, words are parted as their script wants it."""
    largest = max(glyph.size for run in runs for glyph in run)
    text, marks = "", ""
    last: Glyph | None = None
    for run in runs:
        said = visible("".join(glyph.char for glyph in run))
        if max(glyph.size for glyph in run) < largest * RAISED and _MARK.fullmatch(said.strip()):
            marks += said.strip()
            continue
        if last and _parts(last, run[0]) and not text.endswith((" ", "\n")):
            text += "" if HAN.match(text[-1:]) or HAN.match(said) else " "
        text += said
        last = run[-1]
    return Phrase(text, runs[0][0].spot, largest, marks)


def _parts(last: Glyph, following: Glyph) -> bool:
    """Whether a line ends, or there is room for a space: one between two elements is no text."""
    if following.top > last.bottom:
        return True
    gap = following.left - last.right
    return gap > following.size * MM_PER_POINT * _SPACE and not following.char.isspace()


def _figure(node: Node) -> Iterator[Block]:
    """Read a chart: its labels, those that stand one above the other as one phrase."""
    glyphs = [glyph for glyph in node.all_glyphs() if glyph.char.strip()]
    lines = _stacked(_lines(glyphs))
    phrases = tuple(
        Phrase("\n".join(map(_line_text, stack)), stack[0][0].spot, stack[0][0].size)
        for stack in lines
    )
    if phrases:
        yield Block("Figure", phrases[0].spot, phrases, node.alt)


#: Characters this far apart, in ems, stand in different labels; a space is narrower.
_APART, _SPACE = 0.75, 0.13


def _lines(glyphs: list[Glyph]) -> list[list[Glyph]]:
    """Gather characters that stand side by side."""
    found: list[list[Glyph]] = []
    for glyph in glyphs:
        line = found[-1] if found else []
        em = glyph.size * MM_PER_POINT
        is_next = line and (
            abs(line[-1].base - glyph.base) < em * 0.2
            and -em * 0.3 < glyph.left - line[-1].right < em * _APART
        )
        if is_next:
            line.append(glyph)
        else:
            found.append([glyph])
    return found


def _stacked(lines: list[list[Glyph]]) -> list[list[list[Glyph]]]:
    """Gather lines that follow each other from top to bottom, as the lines of one label do."""
    stacks: list[list[list[Glyph]]] = []
    for line in lines:
        above = stacks[-1][-1] if stacks else None
        if above and _is_under(line, above):
            stacks[-1].append(line)
        else:
            stacks.append([line])
    return stacks


def _is_under(line: list[Glyph], above: list[Glyph]) -> bool:
    em = above[0].size * MM_PER_POINT
    meets = line[0].left < above[-1].right and above[0].left < line[-1].right
    return meets and em * 0.8 < line[0].base - above[0].base < em * 1.6


def _line_text(line: list[Glyph]) -> str:
    text = line[0].char
    for before, glyph in pairwise(line):
        gap = glyph.left - before.right
        wide = gap > glyph.size * MM_PER_POINT * _SPACE
        text += f" {glyph.char}" if wide and not _is_wide(before, glyph) else glyph.char
    return visible(text)


def _is_wide(one: Glyph, other: Glyph) -> bool:
    return bool(HAN.match(one.char) or HAN.match(other.char))
