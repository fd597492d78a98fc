"""Words: small numbers and ranks that a text says in words, in English and Chinese."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

_CARDINALS = (
    "one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen "
    "sixteen seventeen eighteen nineteen twenty"
)
_ORDINALS = "first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth"
_ENGLISH = {word: (number, False) for number, word in enumerate(_CARDINALS.split(), start=1)}
_ENGLISH |= {word: (number, True) for number, word in enumerate(_ORDINALS.split(), start=1)}
_ENGLISH |= {"largest": (1, True), "biggest": (1, True)}
_RANKED = "|".join(_ORDINALS.split())
_IN_ENGLISH = re.compile(
    rf"(?<![A-Za-z])(?:({_RANKED})[ -](?:largest|biggest)|({'|'.join(_ENGLISH)}))(?![A-Za-z])",
    re.IGNORECASE,
)

_HAN = {han: number for number, han in enumerate("一二三四五六七八九", start=1)}
_HAN |= {"两": 2, "兩": 2}
_COUNTED = "家个個款颗顆名人位轮輪代种種项項倍次大强強股手支间間所"
_DIGITS = "[一二两兩三四五六七八九十]{1,3}"
_IN_CHINESE = re.compile(
    rf"(?P<rank>第)(?P<ranked>{_DIGITS})|(?P<first>首[家位个個款次]|最大|居首)"
    rf"|(?P<count>{_DIGITS})[大余餘多]?(?=[{_COUNTED}])"
)


@dataclass(frozen=True, slots=True)
class Word:
    """A number said in words; an ordinal is a rank."""

    start: int
    end: int
    value: int
    ordinal: bool


def words_in(text: str) -> Iterator[Word]:
    """Give the numbers that a text says in words, up to some tens."""
    for match in _IN_ENGLISH.finditer(text):
        value, ordinal = _ENGLISH[(match[1] or match[2]).lower()]
        yield Word(match.start(), match.end(), value, ordinal)
    for match in _IN_CHINESE.finditer(text):
        said = match["ranked"] or match["count"]
        value = _han(said) if said else 1
        if value:
            yield Word(match.start(), match.end(), value, ordinal=not match["count"])


def _han(digits: str) -> int:
    """Read 五, 十六 or 二十三; 0 for what is no such number."""
    tens, ten, ones = digits.rpartition("十")
    if not ten:
        return _HAN.get(digits, 0)
    if (tens and tens not in _HAN) or (ones and ones not in _HAN):
        return 0
    return 10 * _HAN.get(tens, 1) + _HAN.get(ones, 0)
