"""Coverage: every character of a page has a glyph in the faces of its language."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from xml.etree.ElementTree import Element

_FAMILIES = re.compile(r"font-family\s*:\s*([^;}]+)")
_SKIPPED = frozenset({"style", "script", "head", "title", "meta"})


def unknown_families(css: str, known: Iterable[str]) -> Iterator[str]:
    """Give the families that a stylesheet names and nobody pinned.

    The renderer would set them in whatever face it finds.
    """
    names = set(known)
    for declared in _FAMILIES.findall(css):
        for family in map(str.strip, declared.split(",")):
            if not family.startswith("var(") and family.strip("\"'") not in names:
                yield family


def uncovered(
    root: Element, glyphs: Mapping[str, frozenset[int]]
) -> Iterator[tuple[str, str, str]]:
    """Give each character without a glyph: the character, its language and the text around it.

    `root` is the parsed page; `glyphs` holds, by lang attribute, what the language's faces cover.
    """
    yield from _uncovered(root, "", glyphs)


def _uncovered(
    element: Element, lang: str, glyphs: Mapping[str, frozenset[int]]
) -> Iterator[tuple[str, str, str]]:
    # A comment's tag is a function, whatever the type says.
    if str(element.tag).rpartition("}")[2] in _SKIPPED or callable(element.tag):
        return
    inner = element.get("lang") or lang
    yield from _missing(element.text, inner, glyphs)
    for child in element:
        yield from _uncovered(child, inner, glyphs)
        yield from _missing(child.tail, inner, glyphs)


def _missing(
    text: str | None, lang: str, glyphs: Mapping[str, frozenset[int]]
) -> Iterator[tuple[str, str, str]]:
    covered = glyphs.get(lang, frozenset())
    for char in dict.fromkeys(text or ""):
        # Spaces and formatting characters, such as the word joiner, are never drawn.
        is_drawn = not char.isspace() and unicodedata.category(char) != "Cf"
        if is_drawn and ord(char) not in covered:
            yield char, lang, (text or "").strip()[:40]
