"""Blocks: the paragraphs, cells, headings and charts of a page, with the words in each."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import pairwise

from briefs.proofs.ink import Glyph, Spot, seen, visible
from briefs.proofs.opened import MM_PER_POINT
from briefs.proofs.structure import FIGURE, HAN, OWN, Node, Sheet


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


def blocks(sheet: Sheet) -> Iterator[Block]:
    """Give the blocks of a page in reading order."""
    for node in sheet.nodes:
        yield from _blocks(node)


def figures(sheet: Sheet) -> Iterator[Block]:
    """Give those blocks of a page that are charts, in reading order."""
    waiting = list(reversed(sheet.nodes))
    while waiting:
        node = waiting.pop()
        if node.kind == FIGURE:
            yield from _figure(node)
        else:
            kids = (child for child in node.children if child.kind not in _INLINE)
            waiting.extend(reversed(list(kids)))


#: Kinds of elements that run within a line.
_INLINE = frozenset({"Span", "NonStruct", "Link", "Lbl", OWN})


def _blocks(node: Node) -> Iterator[Block]:
    if node.kind == FIGURE:
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
    if following.box.top > last.box.bottom:
        return True
    gap = following.box.left - last.box.right
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
        yield Block(FIGURE, phrases[0].spot, phrases, node.alt)


#: Characters this far apart, in ems, stand in different labels; a space is narrower.
_APART, _SPACE = 0.75, 0.13


def _lines(glyphs: list[Glyph]) -> list[list[Glyph]]:
    """Gather characters that stand side by side."""
    found: list[list[Glyph]] = []
    for glyph in glyphs:
        line = found[-1] if found else []
        em = glyph.size * MM_PER_POINT
        is_next = line and (
            abs(line[-1].box.base - glyph.box.base) < em * 0.2
            and -em * 0.3 < glyph.box.left - line[-1].box.right < em * _APART
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
    first, last, upper, upper_last = line[0].box, line[-1].box, above[0].box, above[-1].box
    meets = first.left < upper_last.right and upper.left < last.right
    return meets and em * 0.8 < first.base - upper.base < em * 1.6


def _line_text(line: list[Glyph]) -> str:
    text = line[0].char
    for before, glyph in pairwise(line):
        gap = glyph.box.left - before.box.right
        wide = gap > glyph.size * MM_PER_POINT * _SPACE
        text += f" {glyph.char}" if wide and not _is_wide(before, glyph) else glyph.char
    return visible(text)


def _is_wide(one: Glyph, other: Glyph) -> bool:
    return bool(HAN.match(one.char) or HAN.match(other.char))
