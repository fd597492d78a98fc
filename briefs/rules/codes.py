"""Codes: markets, tickers, short names and classifications."""

from __future__ import annotations

import re
from typing import Annotated, Literal

from pydantic import AfterValidator, Field

from briefs.records.fields import Record, wrong
from briefs.rules.row import Number, Row, Words

Mic = Annotated[str, Field(pattern=r"^[A-Z0-9]{4}$")]


def _pattern(text: str) -> str:
    try:
        re.compile(text)
    except re.error as error:
        raise wrong("pattern", f"{text!r} is no pattern: {error}", "mend it") from None
    return text


class Market(Row):
    """A market by its code, its country, and its boards."""

    mic: Mic
    country: Literal["HK", "CN", "US"]
    boards: Words


class Ticker(Row):
    """How a ticker looks on one board of a market."""

    mic: Mic
    board: str
    pattern: Annotated[str, AfterValidator(_pattern)]


class ShortName(Row):
    """How long a short name may be, and the marks after its hyphen."""

    country: Literal["HK"]
    most_latin: Number
    most_chinese: Number
    marks: Words


class Classification(Row):
    """How many digits a code of a classification has at each of its levels."""

    id: Literal["gics", "hsics"]
    digits: Annotated[tuple[Number, ...], Field(strict=False)]


class Codes(Record):
    """All rows on codes."""

    markets: Annotated[tuple[Market, ...], Field(strict=False)]
    tickers: Annotated[tuple[Ticker, ...], Field(strict=False)]
    short_names: Annotated[tuple[ShortName, ...], Field(strict=False)]
    classifications: Annotated[tuple[Classification, ...], Field(strict=False)]

    def country_of(self, mic: str) -> str:
        """Give the country of a market; empty for one that we do not know."""
        return next((row.country for row in self.markets if row.mic == mic), "")
