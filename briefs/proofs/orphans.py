"""Orphans: every digit of a page belongs to a figure, a time, a name, a note or a page number.

Digits are allowed by what they are, never by how they look: those of the text by the view's
amounts, those of a chart by its record or by its scale, and those of the PDF by both.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, fields, is_dataclass
from itertools import groupby

from briefs import __version__
from briefs.faults import Fault, Place
from briefs.figures import Figure
from briefs.pages.designer import charts_of
from briefs.press.geometry import Spot as Rectangle
from briefs.proofs.exhibit import Exhibit
from briefs.proofs.ink import Glyph, Spot, seen, short
from briefs.proofs.labels import strange
from briefs.proofs.lines import MARKS, Piece
from briefs.proofs.numbers import Kind, family, read
from briefs.proofs.structure import read_pdf
from briefs.views.parts import Amount, AmountKind, Chart, Foreign

RULE = "orphan"
MEND = "let a figure, a time or a name of the record say it"

_DIGIT = re.compile("[0-9]")
_FINGERPRINT = re.compile(r"(?<![0-9a-f])[0-9a-f]{8}(?![0-9a-f])")


@dataclass(frozen=True, slots=True)
class _Known:
    """What the digits of a view may belong to."""

    amounts: Mapping[tuple[str, str], tuple[Figure, ...]]
    titles: tuple[str, ...]
    notes: frozenset[str]


def orphans(exhibit: Exhibit) -> Iterator[Fault]:
    """Find the digits of a page that belong to nothing."""
    known = _known(exhibit)
    pieces = [
        piece
        for paragraph in exhibit.paragraphs
        for line in paragraph.lines
        for piece in line.pieces
    ]
    yield from _in_words(exhibit, pieces, known)
    yield from _in_marked(exhibit, pieces, known)
    yield from _in_charts(exhibit)
    yield from _in_pdf(exhibit, pieces)


def _fault(exhibit: Exhibit, words: str, spot: Spot | None = None, mend: str = MEND) -> Fault:
    where = f"{spot}: " if spot else ""
    return Fault(Place(exhibit.view.id), f"{where}{words}", mend, RULE)


# What the view holds.


def _known(exhibit: Exhibit) -> _Known:
    view = exhibit.view
    parts = list(_parts_of(view))
    amounts = [part for part in parts if isinstance(part, Amount)]
    # A figure that a check corrects keeps its name, so that two may bear one.
    by_mark: dict[tuple[str, str], tuple[Figure, ...]] = {}
    for one in amounts:
        key = (_mark_of(one), seen(one.text))
        by_mark[key] = (*by_mark.get(key, ()), *([one.figure] if one.figure else []))
    sources = [str(phrase) for words in view.foot.sources for phrase in words]
    foreign = [part.text for part in parts if isinstance(part, Foreign)]
    notes = frozenset(str(note.number) for note in view.foot.notes)
    return _Known(
        {**by_mark, **{("data-number=", number): () for number in notes}},
        tuple(seen(text) for text in (*sources, *foreign)),
        notes,
    )


def _mark_of(amount: Amount) -> str:
    """Give the attribute that a template marks an amount with."""
    if amount.figure and amount.kind is AmountKind.FIGURE:
        return f"data-figure={amount.figure.id}"
    return f"data-{amount.kind.value}="


def _parts_of(view: object) -> Iterator[Amount | Foreign]:
    """Walk a view and give every amount and every foreign word in it, in order."""
    waiting = [view]
    while waiting:
        part = waiting.pop()
        if isinstance(part, (Amount, Foreign)):
            yield part
        elif isinstance(part, tuple):
            waiting.extend(reversed(part))
        elif isinstance(part, dict):
            waiting.extend(reversed(part.values()))
        elif isinstance(part, Chart):
            waiting.extend((part.source, part.subtitle, part.title))
        elif is_dataclass(part) and not isinstance(part, (type, Figure)):
            waiting.extend(getattr(part, member.name) for member in reversed(fields(part)))


# The text of the page.


def _in_words(exhibit: Exhibit, pieces: list[Piece], known: _Known) -> Iterator[Fault]:
    counters = _Counters()
    for piece in pieces:
        if piece.owner is not None or not _DIGIT.search(piece.text):
            continue
        if piece.is_raised:
            wrong = [mark for mark in re.findall("[0-9]+", piece.text) if mark not in known.notes]
            left = ", ".join(wrong)
        elif any(tag.endswith(("::before", "::marker")) for tag in piece.tags):
            left = "" if counters.goes_on(piece.text.strip()) else piece.text
        else:
            left = _left(piece, exhibit, known)
        if _DIGIT.search(left):
            words = f"“{_around(left)}” in “{short(piece.text)}” belongs to no figure, date or name"
            yield _fault(exhibit, words, piece.spot)


@dataclass(slots=True)
class _Counters:
    """Follows the numbers of list items, which count from 1."""

    last: int = 0

    def goes_on(self, text: str) -> bool:
        """Whether a number begins a list or goes on with it."""
        if not text.isdecimal() or int(text) not in {1, self.last + 1}:
            return False
        self.last = int(text)
        return True


def _left(piece: Piece, exhibit: Exhibit, known: _Known) -> str:
    """Take away what is known of a text, and give what is left."""
    text = piece.text
    if any(seen(text) in title for title in known.titles if len(seen(text)) >= _TITLE):
        return ""
    if "count" in piece.tags:
        text = text.removesuffix(f"{piece.spot.page} / {exhibit.page.sheets}")
    if "stamp" in piece.tags:
        text = text.replace(exhibit.view.id, "").replace(__version__, "")
        text = _FINGERPRINT.sub("", text, count=1)
    return text.replace(exhibit.view.id, "") if "edition" in piece.tags else text


#: A part of a title this long, or longer, is known by itself.
_TITLE = 6


def _in_marked(exhibit: Exhibit, pieces: list[Piece], known: _Known) -> Iterator[Fault]:
    """Prove of every marked text that the view has it, and that it says its figure."""
    owned = [piece for piece in pieces if piece.owner is not None]
    for _, group in groupby(owned, key=lambda piece: id(piece.owner)):
        parts = list(group)
        text = "".join(part.text for part in parts)
        mark = _attribute(parts[0])
        if not _DIGIT.search(text):
            continue
        if (mark, seen(text)) not in known.amounts:
            words = f"“{short(text)}” is marked as {mark.rstrip('=')}, which the view does not say"
            yield _fault(exhibit, words, parts[0].spot)
            continue
        for figure in known.amounts[mark, seen(text)]:
            if not _says(text, figure, parts[0].language):
                words = f"“{short(text)}” is not the {figure.shown:f} of {figure.id}"
                yield _fault(exhibit, words, parts[0].spot)


def _attribute(piece: Piece) -> str:
    owner = piece.owner
    name = next(mark for mark in MARKS if owner is not None and owner.get(mark) is not None)
    return f"{name}={owner.get(name)}" if owner is not None else name


def _says(text: str, figure: Figure, language: str) -> bool:
    """Whether a text says a figure: with its unit in base units, without it in any power of ten."""
    try:
        known = family(language)
    except LookupError:
        return True
    for reading in read(text, known):
        if reading.kind is not Kind.AMOUNT:
            continue
        if abs(reading.value) == abs(figure.shown):
            return True
        if not reading.unit and reading.value and figure.unit.is_money:
            ratio = abs(figure.shown / reading.value).normalize()
            return ratio.as_tuple().digits == (1,)
    return False


# Charts.


def _in_charts(exhibit: Exhibit) -> Iterator[Fault]:
    spots = dict(exhibit.plots)
    for chart in charts_of(exhibit.view):
        name = f"{chart.subject}/{chart.name}"
        if name not in exhibit.drawn:
            continue
        for label in strange(chart, exhibit.drawn[name]):
            place = spots.get(name)
            spot = Spot(place.page, place.left, place.top) if place else None
            words = f"“{label}” in the chart {name} belongs to no point, tick or scale"
            yield _fault(exhibit, words, spot, "let the chart’s record say it")


# The PDF.


def _in_pdf(exhibit: Exhibit, pieces: list[Piece]) -> Iterator[Fault]:
    """Prove that the digits of the PDF are those of the layout and of the charts."""
    frames = [place for _, place in exhibit.plots]
    for sheet in read_pdf(exhibit.pdf):
        digits = [glyph for glyph in sheet.glyphs if _DIGIT.match(glyph.char)]
        laid = Counter(
            char
            for piece in pieces
            if piece.spot.page == sheet.number
            for char in _DIGIT.findall(piece.text)
        )
        for name, place in exhibit.plots:
            if place.page == sheet.number and name in exhibit.drawn:
                for text in exhibit.drawn[name].texts:
                    laid.update(_DIGIT.findall(text.words))
        over = Counter(glyph.char for glyph in digits) - laid
        yield from _printed(exhibit, digits, over, frames, pieces)


def _printed(
    exhibit: Exhibit,
    digits: list[Glyph],
    over: Counter[str],
    frames: list[Rectangle],
    pieces: list[Piece],
) -> Iterator[Fault]:
    """Say where digits stand that nobody laid out; beside no text that was, if there are such."""
    starts = [piece.spot for piece in pieces]
    for char in over:
        same = [glyph for glyph in digits if glyph.char == char]
        alone = [glyph for glyph in same if not _is_laid(glyph, starts, frames)]
        for glyph in (alone or same[::-1])[: over[char]]:
            words = f"“{char}” is printed, which stands in no text and no chart"
            yield _fault(exhibit, words, glyph.spot, "print only what the page says")


def _is_laid(glyph: Glyph, starts: list[Spot], frames: list[Rectangle]) -> bool:
    """Whether a text begins in the line of a character, before it, or a chart is around it."""
    line = any(
        spot.page == glyph.dress.page
        and -1 < glyph.box.top - spot.top < _LINE
        and spot.left <= glyph.box.left + 1
        for spot in starts
    )
    return line or any(
        frame.page == glyph.dress.page
        and frame.left <= glyph.box.left <= frame.right
        and frame.top <= glyph.box.top <= frame.bottom
        for frame in frames
    )


#: The height of a line, at most, in millimetres.
_LINE = 6


def _around(text: str) -> str:
    """Give the words with digits in a text."""
    return " ".join(
        word for word in re.split(r"\s+|(?<=[^0-9])(?=[0-9])", text) if _DIGIT.search(word)
    )
