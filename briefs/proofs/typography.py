"""Typography: what a page's languages allow at the ends of lines, and how they punctuate.

Lines are those of the layout. The rules are those of the W3C's Requirements for Chinese Text
Layout (clreq §3.1.3 line breaking, §3.1.6 adjustment) and of domain.md §4.5.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

from briefs.faults import Fault, Place
from briefs.proofs.exhibit import Exhibit
from briefs.proofs.ink import Spot, seen, short
from briefs.proofs.lines import Line, Paragraph, Piece, paragraphs
from briefs.proofs.numbers import Kind, family, read
from briefs.proofs.structure import HAN

RULE = "typography"

#: What never begins a line: stops, closing marks, the interpunct, connectors and dashes.
NEVER_FIRST = frozenset("、，；：。！？）》〉】〕］｝」』”’·・‧—…–～〜％‰℃々") | frozenset(
    ",.;:!?)]}%"
)
#: What never ends one: opening marks, and signs that belong to the number after them.
NEVER_LAST = frozenset("（《〈【〔［｛「『“‘") | frozenset("([{$¥￥#")

#: Western punctuation beside a Han character, and its form in Chinese.
_WIDE = {",": "，", ".": "。", ";": "；", ":": "：", "?": "？", "!": "！", "(": "（", ")": "）"}
_HAN_ONLY = "\u3400-\u9fff\uf900-\ufaff\U00020000-\U000323af"
_NARROW = re.compile(rf"(?<=[{_HAN_ONLY}])[,.;:?!()]|[,.;:?!()](?=[{_HAN_ONLY}])")
_GAP = re.compile(
    rf"(?<=[{_HAN_ONLY}]) +(?=[{_HAN_ONLY}A-Za-z0-9])|(?<=[A-Za-z0-9]) +(?=[{_HAN_ONLY}])"
)

#: Quotation marks of the other region, by language, and which marks stand in their place.
_QUOTES = {
    "zh-Hans": ("「」『』", "“ ” and ‘ ’"),
    "zh-Hant": ("“”", "「 」 and 『 』"),
}


def typography(exhibit: Exhibit) -> Iterator[Fault]:
    """Question every paragraph of a page: its lines, amounts, punctuation and quotes."""
    for paragraph in paragraphs(exhibit.layout):
        for wrong in (*_ends(paragraph), *_broken(paragraph), *_marks(paragraph)):
            words = f"{wrong.spot}: {wrong.words}"
            yield Fault(Place(exhibit.view.id), words, wrong.mend, RULE)


@dataclass(frozen=True, slots=True)
class _Wrong:
    """What is wrong with a line, where it is, and how to mend it."""

    spot: Spot
    words: str
    mend: str


# The ends of lines.


def _ends(paragraph: Paragraph) -> Iterator[_Wrong]:
    for above, line in pairwise(paragraph.lines):
        first, last = _first(line), _last(above)
        if first and _is_chinese(first) and (char := seen(first.text)[:1]) in NEVER_FIRST:
            words = f"a line begins with “{char}”: “{short(line.text)}”"
            mend = "glue it to what stands before it with U+2060, or shorten the text"
            yield _Wrong(first.spot, words, mend)
        if last and _is_chinese(last) and (char := seen(last.text)[-1:]) in NEVER_LAST:
            words = f"a line ends with “{char}”: “{short(above.text)}”"
            mend = "glue it to what stands after it with U+2060, or shorten the text"
            yield _Wrong(last.spot, words, mend)


def _first(line: Line) -> Piece | None:
    return next((piece for piece in line.pieces if seen(piece.text) and not piece.is_raised), None)


def _last(line: Line) -> Piece | None:
    said = [piece for piece in line.pieces if seen(piece.text) and not piece.is_raised]
    return said[-1] if said else None


def _is_chinese(piece: Piece) -> bool:
    return piece.language.startswith("zh")


# Amounts, dates and units.


def _broken(paragraph: Paragraph) -> Iterator[_Wrong]:
    """Find what a line's end tears apart: a marked text, or what any number says."""
    torn = set()
    for above, line in pairwise(paragraph.lines):
        last, first = _last(above), _first(line)
        if last is None or first is None or last.language != first.language:
            continue
        text = _torn(above, line, last.language)
        if last.owner is not None and last.owner is first.owner and _is_whole(last):
            text = text or f"{last.text}{first.text}"
        if text and text not in torn:
            torn.add(text)
            words = f"“{short(text)}” is broken across two lines"
            yield _Wrong(last.spot, words, "mark it as an amount, which the page keeps whole")


def _is_whole(piece: Piece) -> bool:
    """Whether the templates keep a text in one line."""
    return piece.owner is not None and "nb" in (piece.owner.get("class") or "").split()


def _torn(above: Line, line: Line, language: str) -> str:
    """Read two lines as one, and give the amount or date that reaches over the line's end."""
    try:
        family(language)
    except LookupError:
        return ""
    left = above.text.rstrip()
    gap = "" if HAN.match(left[-1:]) or HAN.match(line.text.lstrip()[:1]) else " "
    text = f"{left}{gap}{line.text.lstrip()}"
    for reading in read(text, language):
        if reading.kind is not Kind.NAME and reading.start < len(left) < reading.end:
            return reading.text
    return ""


# Punctuation.


def _marks(paragraph: Paragraph) -> Iterator[_Wrong]:
    pieces = [piece for line in paragraph.lines for piece in line.pieces if not piece.is_raised]
    text = "".join(piece.text for piece in pieces)
    owners = [piece for piece in pieces for _ in piece.text]
    chinese = [piece for piece in pieces if _is_chinese(piece)]
    if chinese:
        for match in _NARROW.finditer(text):
            piece = owners[match.start()]
            if _is_chinese(piece) and piece.owner is None:
                yield _narrow(piece, match, text)
    for piece in pieces:
        yield from _gaps(piece)
        yield from _quotes(piece)


def _narrow(piece: Piece, match: re.Match[str], text: str) -> _Wrong:
    around = text[max(0, match.start() - 6) : match.end() + 6]
    words = f"“{match[0]}” stands in Chinese: “{around.strip()}”"
    return _Wrong(piece.spot, words, f"write “{_WIDE[match[0]]}”")


def _gaps(piece: Piece) -> Iterator[_Wrong]:
    match = _GAP.search(piece.text) if _is_chinese(piece) else None
    if match:
        around = piece.text[max(0, match.start() - 4) : match.end() + 4]
        yield _Wrong(piece.spot, f"a space stands in Chinese: “{around}”", "leave it out")


def _quotes(piece: Piece) -> Iterator[_Wrong]:
    if '"' in piece.text:
        words = f"a straight quotation mark stands in “{short(piece.text)}”"
        yield _Wrong(piece.spot, words, "write the language’s own marks")
    for language, (foreign, own) in _QUOTES.items():
        found = [char for char in foreign if char in piece.text]
        if piece.language.startswith(language) and found:
            what = f"“{''.join(found)}” are no quotation marks of {piece.language}"
            yield _Wrong(piece.spot, f"{what}: “{short(piece.text)}”", f"write {own}")
