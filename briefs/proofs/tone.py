"""Tone: a page invites nobody to subscribe, and carries its disclaimer and sources legibly."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Annotated

from pydantic import AfterValidator, BaseModel, ConfigDict, TypeAdapter

from briefs.faults import Fault, InvalidInput, Place
from briefs.proofs.exhibit import Exhibit
from briefs.proofs.ink import Glyph, seen
from briefs.proofs.structure import Sheet, read_pdf
from briefs.reading import plain, read_yaml
from briefs.views.deck import Deck
from briefs.views.parts import Words

RULE = "tone"
FILE = Path(__file__).with_suffix(".yaml")

#: The least size of the disclaimer and the sources, in points: on a page, and on a slide.
LEAST_PAGE, LEAST_SLIDE = 6.5, 8.0

#: How much of its brightness small type must differ by (WCAG 2.2, 1.4.3).
LEAST_CONTRAST = 4.5

#: Sizes may be off by rounding.
_ROUNDING = 0.02


def _compiled(pattern: str) -> str:
    re.compile(pattern)
    return pattern


class Lexicon(BaseModel):
    """What a page may not say while an offer is open, as patterns."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    invitations: tuple[Annotated[str, AfterValidator(_compiled)], ...]
    links: tuple[Annotated[str, AfterValidator(_compiled)], ...]


@cache
def lexicon() -> Lexicon:
    """Read the packaged lexicon; raises InvalidInput where it is broken."""
    node, faults = read_yaml(FILE, name=FILE.name)
    if node is None or faults:
        raise InvalidInput(faults)
    return TypeAdapter(Lexicon).validate_python(plain(node), strict=False)


@cache
def _refused() -> tuple[tuple[re.Pattern[str], re.Pattern[str], str], ...]:
    """Give the patterns of the lexicon, in either case and exact, and what each of them does."""
    known = lexicon()
    found = [(pattern, "invites to subscribe") for pattern in known.invitations]
    found += [(pattern, "leads to an application") for pattern in known.links]
    return tuple(
        (re.compile(pattern, re.IGNORECASE), re.compile(pattern), what) for pattern, what in found
    )


def tone(exhibit: Exhibit) -> Iterator[Fault]:
    """Refuse invitations while an offer is open."""
    if not exhibit.view.foot.offer_open:
        return
    for paragraph in exhibit.paragraphs:
        pieces = [piece for line in paragraph.lines for piece in line.pieces]
        text = " ".join(line.text.strip() for line in paragraph.lines)
        # Chinese lines join without a space: a word may go on in the next line.
        joined = "".join(line.text.strip() for line in paragraph.lines)
        for either_case, exact, what in _refused():
            match = either_case.search(text) or (joined != text and exact.search(joined))
            if match:
                words = f"{pieces[0].spot}: “{match[0]}” {what} while an offer is open"
                yield Fault(Place(exhibit.view.id), words, "say what is, and nothing more", RULE)


def footed(exhibit: Exhibit) -> Iterator[Fault]:
    """Prove that the disclaimer and every source stand on the page, legible."""
    told = tuple(map(_told, read_pdf(exhibit.pdf)))
    least = LEAST_SLIDE if isinstance(exhibit.view, Deck) else LEAST_PAGE
    foot = exhibit.view.foot
    if not foot.sources:
        yield _fault(exhibit, "page 1: the brief names no source", "name the record’s sources")
    for what, words in (
        ("disclaimer", foot.disclaimer),
        *(("source", one) for one in foot.sources),
    ):
        yield from _of_words(exhibit, told, what, words, least=least)


@dataclass(frozen=True, slots=True)
class _Told:
    """What a page says in the order of reading; notes’ numbers and spaces do not count."""

    page: int
    text: str
    glyphs: tuple[Glyph, ...]


def _told(sheet: Sheet) -> _Told:
    every = [glyph for node in sheet.nodes for glyph in node.all_glyphs()]
    shown = {char for char in {glyph.char for glyph in every} if seen(char)}
    glyphs = tuple(glyph for glyph in every if glyph.char in shown)
    return _Told(sheet.number, "".join(glyph.char for glyph in glyphs), glyphs)


def _of_words(
    exhibit: Exhibit, told: Sequence[_Told], what: str, words: Words, *, least: float
) -> Iterator[Fault]:
    for phrase in words:
        glyphs = _find(told, seen(str(phrase)))
        name = f"the {what} “{str(phrase)[:40]}”"
        if not glyphs:
            where = f"page {told[-1].page}" if told else "page 1"
            yield _fault(exhibit, f"{where}: {name} is missing", "print it in the template")
            continue
        yield from _how(exhibit, glyphs, name, least)


def _how(exhibit: Exhibit, glyphs: Sequence[Glyph], name: str, least: float) -> Iterator[Fault]:
    smallest = min(glyphs, key=lambda glyph: glyph.size)
    if smallest.size < least - _ROUNDING:
        words = f"{smallest.spot}: {name} is set in {smallest.size:.1f} pt"
        yield _fault(exhibit, words, f"set it in {least:g} pt or more")
    faintest = min(glyphs, key=lambda glyph: _contrast(glyph.dress.colour))
    if _contrast(faintest.dress.colour) < LEAST_CONTRAST:
        words = f"{faintest.spot}: {name} hardly differs from the paper"
        yield _fault(exhibit, words, "set it in a darker colour")


def _find(told: Sequence[_Told], text: str) -> Sequence[Glyph]:
    for page in told:
        start = page.text.find(text)
        if text and start >= 0:
            return page.glyphs[start : start + len(text)]
    return ()


def _contrast(colour: tuple[int, int, int, int]) -> float:
    """Give the contrast of a colour with white paper (WCAG 2.2, relative luminance)."""
    *parts, opacity = colour
    shares = [part / 255 * (opacity / 255) + (1 - opacity / 255) for part in parts]
    red, green, blue = (
        share / 12.92 if share <= 0.04045 else ((share + 0.055) / 1.055) ** 2.4  # noqa: PLR2004
        for share in shares
    )
    return 1.05 / (0.2126 * red + 0.7152 * green + 0.0722 * blue + 0.05)


def _fault(exhibit: Exhibit, words: str, mend: str) -> Fault:
    return Fault(Place(exhibit.view.id), words, mend, RULE)
