"""Typography: what a page's languages allow at the ends of lines, and how they punctuate.

Lines are those of the layout. The rules are those of the W3C's Requirements for Chinese Text
Layout (clreq §3.1.3 line breaking, §3.1.6 adjustment) and of domain.md §4.5.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from briefs.faults import Fault, Place
from briefs.proofs.blocks import figures
from briefs.proofs.exhibit import Exhibit
from briefs.proofs.ink import Spot, seen, short
from briefs.proofs.lines import Line, Paragraph, Piece
from briefs.proofs.numbers import Kind, family, read
from briefs.proofs.structure import HAN, read_pdf

RULE = "typography"

#: What never begins a line: stops, closing marks, the interpunct, connectors and dashes.
NEVER_FIRST = frozenset("、，；：。！？）》〉】〕］｝」』”’·・‧—…–～〜％‰℃々") | frozenset(
    ",.;:!?)]}%"
)
#: What never ends one: opening marks, and signs that belong to the number after them.
NEVER_LAST = frozenset("（《〈【〔［｛「『“‘") | frozenset("([{$¥￥#")

#: Western punctuation beside a Han character, and its form in Chinese.
_WIDE = {",": "，", ".": "。", ";": "；", ":": "：", "?": "？", "!": "！", "(": "（", ")": "）"}
#: What no line's end may part.
_KINDS = frozenset(Kind) - {Kind.NAME}

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
    for paragraph in exhibit.paragraphs:
        for wrong in (*_ends(paragraph), *_broken(paragraph), *_marks(paragraph)):
            yield _fault(exhibit, wrong)
    for wrong in _charts(exhibit):
        yield _fault(exhibit, wrong)


def _fault(exhibit: Exhibit, wrong: _Wrong) -> Fault:
    return Fault(Place(exhibit.view.id), f"{wrong.spot}: {wrong.words}", wrong.mend, RULE)


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
    left, right = above.text.rstrip(), line.text.lstrip()
    gap = "" if HAN.match(left[-1:]) or HAN.match(right[:1]) else " "
    return _across(left, gap + right, language)


def _across(left: str, right: str, language: str, kinds: frozenset[Kind] = _KINDS) -> str:
    """Give the amount or date that reaches from the end of a line into the next."""
    for reading in read(left + right, language):
        if reading.kind in kinds and reading.start < len(left) < reading.end:
            return reading.text
    return ""


# Labels of charts.


def _charts(exhibit: Exhibit) -> Iterator[_Wrong]:
    """Question the Chinese labels of charts, as the PDF shows them, line by line."""
    chinese = [name for name in exhibit.view.setting.languages if name.startswith("zh")]
    if not chinese:
        return
    for sheet in read_pdf(exhibit.pdf):
        for label in (one for block in figures(sheet) for one in block.phrases):
            for words, mend in _wrong_in_label(label.text.split("\n"), chinese[0]):
                yield _Wrong(label.spot, f"in a chart, {words}", mend)


def _wrong_in_label(lines: Sequence[str], language: str) -> Iterator[tuple[str, str]]:
    for above, line in pairwise(lines):
        # Lines of two languages, or of two labels one above the other, do not go on.
        if not (HAN.search(above) and HAN.search(line)):
            continue
        said = f"“{short(f'{above} {line}')}”"
        if line[0] in NEVER_FIRST:
            yield f"a line begins with “{line[0]}”: {said}", "shorten the label"
        if above[-1] in NEVER_LAST:
            yield f"a line ends with “{above[-1]}”: {said}", "shorten the label"
        # A period may part between its year and what follows: an axis has no room for both.
        torn = _across(above, line, language, frozenset({Kind.AMOUNT}))
        if torn:
            yield f"“{short(torn)}” is broken across two lines", "shorten the label"
    for line in lines:
        for match in _NARROW.finditer(line):
            yield f"“{match[0]}” stands in Chinese: “{short(line)}”", f"write “{_WIDE[match[0]]}”"


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
