"""Mentions: the numbers that stand in a text, in the forms of English and Chinese.

A number is known by its digits, its scale word, a percent sign and a currency beside it, and in
a list also by the scale that only the last member carries: "1.2, 3.4 and 5.6 million". Digits
within a name, such as BR106, are no number.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from decimal import Decimal

from briefs.citations.words import words_in
from briefs.figures import SCALES, Figure, Stated, Unit

_SCALES = SCALES | {
    "per cent": Decimal(1),
    "percent": Decimal(1),
    "k": Decimal(10) ** 3,
    "mn": Decimal(10) ** 6,
    "m": Decimal(10) ** 6,
    "bn": Decimal(10) ** 9,
    "千万": Decimal(10) ** 7,
    "千萬": Decimal(10) ** 7,
    "万亿": Decimal(10) ** 12,
    "萬億": Decimal(10) ** 12,
}
_PERCENT = frozenset({"%", "percent", "per cent"})
_CURRENCIES = {
    "HK$": Unit.HKD,
    "HKD": Unit.HKD,
    "港元": Unit.HKD,
    "港币": Unit.HKD,
    "港幣": Unit.HKD,
    "US$": Unit.USD,
    "USD": Unit.USD,
    "美元": Unit.USD,
    "RMB": Unit.CNY,
    "CNY": Unit.CNY,
    "人民币": Unit.CNY,
    "人民幣": Unit.CNY,
}


def _any(words: Iterator[str] | list[str]) -> str:
    return "|".join(re.escape(word) for word in sorted(words, key=len, reverse=True))


_CURRENCY = _any(list(_CURRENCIES))
_WORDS = _any([word for word in _SCALES if (word.isascii() and word.isalpha()) or " " in word])
_SIGNS = _any([word for word in _SCALES if word and not word.isascii()])
_NUMBER = re.compile(
    rf"(?:(?P<before>{_CURRENCY})\s?|(?P<hundredths>百分之)|(?<![A-Za-z0-9.]))"
    r"(?P<digits>(?:\d{1,3}(?:,\d{3})+(?!\d)|\d+)(?:\.\d+)?)"
    rf"(?:[\s-]?(?P<word>{_WORDS})(?![A-Za-z])|[余餘多]?(?P<sign>{_SIGNS})|\s?(?P<percent>%))?"
    rf"(?:\s?[余餘多]?(?P<after>{_CURRENCY}))?"
)
_YEAR = re.compile(r"\s?年(?![级級])")
_LISTED = re.compile(
    rf"\s*(?:[,、/–—~-]|and|or|to|及|和|与|與|至|到|以及)\s*(?:and\s+)?(?:{_CURRENCY})?\s*"
)
_WIDE = str.maketrans("０１２３４５６７８９．％＄－", "0123456789.%$-")


@dataclass(frozen=True, slots=True)
class Mention:
    """A number that stands in a text: where, its digits and scale, and what is beside it.

    A number in words has no digits that could be more or fewer.
    """

    start: int
    end: int
    digits: Decimal
    worth: Decimal = Decimal(1)
    percent: bool = False
    currency: Unit | None = None
    in_words: bool = False
    ordinal: bool = False

    @property
    def value(self) -> Decimal:
        """The number in base units."""
        return self.digits * self.worth

    @property
    def last_place(self) -> Decimal:
        """The worth of its last digit, in base units."""
        return Decimal(10) ** int(self.digits.as_tuple().exponent) * self.worth

    @property
    def is_bare(self) -> bool:
        """Whether it has neither a scale nor a percent sign of its own."""
        return self.worth == 1 and not self.percent


def narrow(text: str) -> str:
    """Give a text with full-width digits and signs as plain ones, character by character."""
    grouped = re.sub(r"(?<=[０-９])，(?=[０-９]{3}(?![０-９]))", ",", text)
    return grouped.translate(_WIDE)


def numbers_in(text: str) -> tuple[Mention, ...]:
    """Give every number that stands in a text; one that can be read in two ways stands twice."""
    plain = narrow(text)
    found = [
        _mention(match)
        for match in _NUMBER.finditer(plain)
        if not _YEAR.match(plain, match.end()) or match["word"] or match["percent"]
    ]
    spoken = [
        Mention(word.start, word.end, Decimal(word.value), in_words=True, ordinal=word.ordinal)
        for word in words_in(plain)
    ]
    return (*found, *_shared(plain, found), *spoken)


def _mention(match: re.Match[str]) -> Mention:
    scale = match["word"] or match["sign"] or match["percent"] or ""
    currency = match["before"] or match["after"]
    return Mention(
        match.start(),
        match.end(),
        Decimal(match["digits"].replace(",", "")),
        _SCALES[scale],
        percent=scale in _PERCENT or bool(match["hundredths"]),
        currency=_CURRENCIES.get(currency or ""),
    )


def _shared(text: str, found: list[Mention]) -> Iterator[Mention]:
    """Give the members of a list with the scale that stands after its last member only."""
    following: Mention | None = None
    for mention in reversed(found):
        member = mention
        if following and mention.is_bare and _LISTED.fullmatch(text, mention.end, following.start):
            member = replace(
                mention,
                worth=following.worth,
                percent=following.percent,
                currency=mention.currency or following.currency,
            )
            if not member.is_bare:
                yield member
        following = member


def states(mention: Mention, figure: Figure) -> bool:
    """Whether a mention is the number that a figure says its source writes.

    Value and last digit must be the same: 28.20 is not 28.2, but 3.379亿 is 337.9 million. What
    stands beside it must not speak of something else: a percentage, another currency.
    """
    if not isinstance(figure.origin, Stated) or mention.value != abs(figure.value):
        return False
    if mention.in_words:
        return _spoken(mention, figure)
    percentage = figure.unit in (Unit.PERCENT, Unit.CHANGE)
    if mention.percent is not percentage:
        return False
    if mention.last_place != figure.origin.written.last_place:
        return False
    if mention.currency is None:
        return True
    return figure.unit in (mention.currency, Unit.MONEY)


def _spoken(mention: Mention, figure: Figure) -> bool:
    counts = not figure.unit.is_money and figure.unit not in (Unit.PERCENT, Unit.CHANGE)
    return counts and mention.ordinal is (figure.unit is Unit.RANK)
