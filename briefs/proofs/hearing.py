"""Hearing: what a finished edition says in each of its languages, section by section.

On a page in two languages each is heard alone; a value that stands once is heard in both.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal
from itertools import zip_longest

from briefs.proofs.blocks import Block, Phrase, blocks
from briefs.proofs.ink import Spot, short
from briefs.proofs.numbers import Kind, Reading, declared, family, goes_on, read
from briefs.proofs.structure import HAN, read_pdf

#: Words of a language that is written in Latin letters.
_WORDS = re.compile(r"[a-z]{3}")
_IMPRINT = re.compile(r"(?:inputs |指[纹紋])[0-9a-f]{8}")
_HEADS = frozenset({"H1", "H2", "H3", "H4", "H5", "H6"})

#: What ends a sentence: a paragraph of prose ends with one.
_STOPS = ("。", "！", "？", ".", "!", "?")


#: A currency and a factor, as a table or chart declares them.
_Unit = tuple[str, Decimal]


@dataclass(frozen=True, slots=True)
class Finished:
    """A finished edition: its id, the languages of its setting, and its PDF."""

    id: str
    languages: tuple[str, ...]
    pdf: bytes

    @property
    def is_bilingual(self) -> bool:
        """Whether the edition says everything twice."""
        return len(self.languages) > 1


@dataclass(frozen=True, slots=True)
class Said:
    """A figure or time that an edition says, and where."""

    reading: Reading
    spot: Spot
    context: str

    @property
    def meaning(self) -> tuple[str, ...]:
        """What is said, whatever the language."""
        return self.reading.meaning

    def __str__(self) -> str:
        return f"“{self.reading.text}” in “{short(self.context)}”"


@dataclass(frozen=True, slots=True)
class Half:
    """What one language of an edition says in one section.

    `title` is its heading, and `prose` what each of its paragraphs says, in order.
    """

    language: str
    title: str
    said: tuple[Said, ...]
    prose: tuple[tuple[Said, ...], ...]


@dataclass(frozen=True, slots=True)
class Section:
    """A part of an edition under one heading; `halves` has one for each language."""

    title: str
    spot: Spot
    halves: tuple[Half, ...]


def sections(edition: Finished) -> tuple[Section, ...]:
    """Read an edition back: what each of its sections says, in each of its languages."""
    found: list[Section] = []
    for sheet in read_pdf(edition.pdf):
        ears = [_Ear(language, edition.languages) for language in edition.languages]
        for title, part in _parted(list(blocks(sheet))):
            halves = tuple(ear.half(part) for ear in ears)
            found.append(Section(title, part[0].spot, halves))
    return tuple(found)


def _parted(found: list[Block]) -> Iterator[tuple[str, list[Block]]]:
    """Part the blocks of a page at its headings; headings that follow each other are one."""
    parts: list[tuple[str, list[Block]]] = []
    is_head = False
    for block in found:
        heads, starts = block.kind in _HEADS, not parts
        if (heads and not is_head) or starts:
            parts.append((block.phrases[0].text if heads else "", []))
        parts[-1][1].append(block)
        is_head = heads
    for title, part in parts:
        yield title or part[0].phrases[0].text, part


@dataclass(slots=True)
class _Ear:
    """Hears what a page says in one of its languages, block after block.

    The bare numbers of a table or chart have the unit that its head declares. The heads of
    charts in a row stand before the charts, so each waits for its own.
    """

    language: str
    languages: tuple[str, ...]
    _heads: list[_Unit | None] = field(default_factory=list)
    _unit: _Unit | None = None

    def half(self, part: list[Block]) -> Half:
        """Give what a section says in this language."""
        return Half(
            self.language,
            self._title(part),
            tuple(self._heard(part)),
            tuple(self._prose(part)),
        )

    def _title(self, part: list[Block]) -> str:
        own = (text for block in part if block.kind in _HEADS for text in self._own(block))
        return next(own, "")

    def _prose(self, part: list[Block]) -> Iterator[tuple[Said, ...]]:
        for block in part:
            if block.kind in {"Figure", "TD", "TH", *_HEADS}:
                continue
            for text in self._own(block):
                if text.rstrip().endswith(_STOPS):
                    read_back = _read(text, block.spot, self.language)
                    yield tuple(one for one in read_back if one.reading.kind is not Kind.NAME)

    def _heard(self, part: list[Block]) -> Iterator[Said]:
        for block in part:
            self._enter(block)
            bare = block.kind in {"TD", "Figure"}
            for one in self._block(block):
                if one.reading.kind is Kind.NAME:
                    continue
                yield replace(one, reading=self._dressed(one.reading)) if bare else one

    def _enter(self, block: Block) -> None:
        """Take up the unit that a block declares, before its numbers are read."""
        if block.kind == "H3":
            self._heads.append(None)
        found = None if block.kind in {"Figure", "TD"} else self._declared(block)
        if found:
            self._unit = found
        if found and self._heads and block.kind in {"P", "H3"}:
            self._heads[-1] = found
        if block.kind == "Figure" and self._heads:
            self._unit = self._heads.pop(0)

    def _declared(self, block: Block) -> _Unit | None:
        for phrase in block.phrases:
            if _is_chinese(phrase.text) == (family(self.language) == "zh"):
                found = declared(phrase.text, self.language)
                if found:
                    return found
        return None

    def _dressed(self, reading: Reading) -> Reading:
        if self._unit is None:
            return reading
        unit, factor = self._unit
        return reading.times(factor, unit)

    def _block(self, block: Block) -> Iterator[Said]:
        if block.kind == "Figure" and len(self.languages) > 1:
            yield from self._chart(block)
        else:
            yield from _read("\n".join(self._own(block)), block.spot, self.language)

    def _own(self, block: Block) -> Iterator[str]:
        """Give the phrases of this language, and those that stand for both."""
        phrases = _whole(block.phrases, self.languages)
        if len(self.languages) == 1:
            yield from (_joined(phrase.text) for phrase in phrases)
            return
        for phrase, following in zip_longest(phrases, phrases[1:]):
            # The imprint is set in the leading language alone.
            if self._is_heard(phrase, following) and not _IMPRINT.search(phrase.text):
                yield phrase.text

    def _is_heard(self, phrase: Phrase, following: Phrase | None) -> bool:
        """Whether a phrase is said in this language.

        Han characters are Chinese, words in small letters are not. What has neither, such as
        48.76%, is said in both, unless its Chinese form follows, as 28.20港元 does HK$28.20.
        """
        is_chinese = family(self.language) == "zh"
        if _is_chinese(phrase.text):
            return is_chinese
        if _WORDS.search(phrase.text) or not is_chinese:
            return not is_chinese
        if following is None or not _is_chinese(following.text):
            return True
        return len(read(following.text, "zh")) != len(read(phrase.text, "en"))

    def _chart(self, block: Block) -> Iterator[Said]:
        """Read a chart of two languages: its values stand once, its names and times twice.

        What its Chinese labels say that the others do not is a difference; the rest is shared.
        """
        other = next(name for name in self.languages if family(name) != "zh")
        latin, chinese = _chart_lines(block)
        shared = list(_read(latin, block.spot, other))
        yield from shared
        if family(self.language) == "zh":
            known = {one.meaning for one in shared}
            said = _read(chinese, block.spot, self.language)
            yield from (one for one in said if one.meaning not in known)


def _read(text: str, spot: Spot, language: str) -> Iterator[Said]:
    for reading in read(text, language):
        yield Said(reading, spot, text)


def _whole(phrases: Sequence[Phrase], languages: Sequence[str]) -> list[Phrase]:
    """Join the phrases of a text whose line ends between the words of a bound and its number."""
    whole: list[Phrase] = []
    for phrase in phrases:
        left = whole[-1].text if whole else ""
        own = (name for name in languages if (family(name) == "zh") == _is_chinese(left))
        language = next(own, languages[0])
        if goes_on(left, phrase.text, language):
            gap = "" if family(language) == "zh" else " "
            whole[-1] = replace(whole[-1], text=f"{left.rstrip()}{gap}{phrase.text.lstrip()}")
        else:
            whole.append(phrase)
    return whole


def _joined(text: str) -> str:
    """Join the lines of a Chinese label: 2025年, 前九, 个月 is one period."""
    return re.sub(rf"(?<={HAN.pattern})\n(?={HAN.pattern})", "", text)


def _is_chinese(text: str) -> bool:
    return bool(HAN.search(text))


def _chart_lines(block: Block) -> tuple[str, str]:
    """Part the labels of a chart: those in Latin letters with the values, and the Chinese ones."""
    latin: list[str] = []
    chinese: list[str] = []
    for phrase in block.phrases:
        for line in phrase.text.split("\n"):
            first = HAN.search(line)
            if first is None and chinese and goes_on(chinese[-1], line, "zh"):
                chinese[-1] += line
                continue
            if first is None:
                latin.append(line)
                continue
            before, tail = line[: first.start()], HAN.sub(" ", line[first.start() :])
            # high最高602 shares its value; offer price = 100发售价=100 says it twice.
            if re.search("[A-Za-z][A-Za-z&]", before):
                latin.append(before if re.search("[0-9]", before) else f"{before} {tail}")
            # A label of two lines is one: 2025年 前九个月.
            chinese.append(line)
        chinese.append("\n")
    return "\n".join(latin), re.sub(r"\n+", "\n", "".join(chinese))
