"""Imprint: what a publisher adds to every brief: a name, a disclaimer and a last line."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import replace

from briefs.language import Wording
from briefs.theme import Theme
from briefs.views.parts import Amount, AmountKind, Foot, Phrase, Piece, Words

#: Digits in a publisher's words are part of a name: a licence, a telephone number.
_DIGITS = re.compile(r"([0-9][0-9 ./-]*[0-9]|[0-9])")


def signed(foot: Foot, theme: Theme, wordings: Mapping[str, Wording]) -> Foot:
    """Give a foot with the words of a theme's publisher."""
    brand = theme.brand
    disclaimer = tuple(
        _followed(phrase, brand.disclaimer.get(phrase.language, ""), wordings)
        for phrase in foot.disclaimer
    )
    said: Words = tuple(
        Phrase(phrase.language, tuple(_pieces(brand.footer[phrase.language])))
        for phrase in foot.disclaimer
        if brand.footer.get(phrase.language)
    )
    lead = foot.disclaimer[0].language
    publisher: Words = () if brand.logo else (Phrase(lead, tuple(_pieces(brand.name))),)
    return replace(foot, disclaimer=disclaimer, imprint=said, publisher=publisher)


def _followed(phrase: Phrase, words: str, wordings: Mapping[str, Wording]) -> Phrase:
    if not words:
        return phrase
    gap = " " if wordings[phrase.language].forms.prose.space_beside_han else ""
    return replace(phrase, parts=(*phrase.parts, gap, *_pieces(words)))


def _pieces(words: str) -> Iterator[Piece]:
    for number, text in enumerate(_DIGITS.split(words)):
        if text:
            yield Amount(text, AmountKind.NAME) if number % 2 else text
