"""Fields: how the scalars of a record are read, from the text that was written."""

from __future__ import annotations

import re
from datetime import date
from decimal import Decimal
from typing import Annotated

from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    StringConstraints,
    WithJsonSchema,
)
from pydantic_core import PydanticCustomError

from briefs.figures import SCALES, Period, Unit, Written, parse_period
from briefs.reading.characters import shown

#: Larger or finer than any figure of a company's brief; beyond these a number is a slip.
LARGEST = Decimal(10) ** 15
FINEST = -6

_WRITTEN = re.compile(r"(-?(?:[0-9]{1,3}(?:,[0-9]{3})+|[0-9]+)(?:\.[0-9]+)?) ?([^\d\s%.,-]*)(%?)")


class Record(BaseModel):
    """The base of every model of a record: frozen, strict, extra keys refused."""

    model_config = ConfigDict(
        frozen=True, strict=True, extra="forbid", arbitrary_types_allowed=True
    )


def wrong(kind: str, message: str, mend: str) -> PydanticCustomError:
    """Make the error that our validators raise: what is wrong and how to mend it."""
    # Braces belong to pydantic's own formatting, and the text may hold some.
    return PydanticCustomError(
        "invalid", "{message}", {"message": message, "mend": mend, "kind": kind}
    )


def _written(text: object) -> Written:
    if isinstance(text, Written):
        return text
    match = _WRITTEN.fullmatch(text) if isinstance(text, str) else None
    if match is None:
        raise wrong(
            "number",
            f"{shown(str(text))} is no number",
            "write the digits as the source does, such as 28.20, 473 million, 3.379亿 or 75.82%",
        )
    digits, scale, percent = match.groups()
    if scale not in SCALES or (percent and scale):
        known = ", ".join(filter(None, SCALES))
        raise wrong(
            "number",
            f"{shown(str(text))} is no number: {shown(scale + percent)} is no scale word",
            f"write digits, with one of {known} where the source does",
        )
    number = Written(digits, scale or percent)
    exponent = Decimal(digits.replace(",", "")).as_tuple().exponent
    if abs(number.value) >= LARGEST or int(exponent) < FINEST:
        words = f"{shown(str(text))} is beyond any plausible figure"
        raise wrong("number", words, "check the digits")
    return number


def _day(text: object) -> date:
    if isinstance(text, date):
        return text
    try:
        if isinstance(text, str) and re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", text):
            return date.fromisoformat(text)
    except ValueError:
        pass
    raise wrong(
        "date", f"{shown(str(text))} is no date", "write year-month-day, such as 2026-01-30"
    )


def _period(text: object) -> Period:
    if isinstance(text, Period):
        return text
    try:
        return parse_period(shown(str(text))[1:-1])
    except ValueError as error:
        message, _, mend = str(error).partition("; ")
        raise wrong("period", message, mend) from None


def _unit(text: object) -> Unit:
    try:
        return Unit(str(text))
    except ValueError:
        known = ", ".join(unit.value for unit in Unit if unit is not Unit.MONEY)
        raise wrong("unit", f"{shown(str(text))} is no unit", f"use one of {known}") from None


def _yes(text: object) -> bool:
    if text in ("yes", "no", True, False):
        return text in ("yes", True)
    raise wrong("answer", f"{shown(str(text))} is neither yes nor no", "write yes or no")


def _visible(text: str) -> str:
    if not text.strip():
        raise wrong("blank", "a text holds nothing but blanks", "write what is to be read here")
    return text


#: How editors are told of these scalars. One that is written without quotes may look like a
#: number to them; here it is the text that was written.
_SCALE = "|".join(filter(None, SCALES))
NUMBER_SCHEMA = {
    "type": ["string", "number"],
    "pattern": rf"^-?([0-9]{{1,3}}(,[0-9]{{3}})+|[0-9]+)(\.[0-9]+)? ?({_SCALE})?$",
    "examples": ["28.20", "473 million", "3.379亿", "75.82%"],
}
DAY_SCHEMA = {"type": "string", "pattern": r"^[0-9]{4}-[0-9]{2}-[0-9]{2}$"}
_ONE_PERIOD = r"(FY[0-9]{4}|[12]H[0-9]{4}|9M[0-9]{4}|[1-4]Q[0-9]{4}|[0-9]{4}-[0-9]{2}(-[0-9]{2})?)"
PERIOD_SCHEMA = {
    "type": "string",
    "pattern": rf"^{_ONE_PERIOD}(\.\.{_ONE_PERIOD})?$",
    "examples": ["FY2024", "1H2025", "9M2025", "3Q2025", "2025-06", "FY2022..1H2025"],
}
UNIT_SCHEMA = {"enum": [unit.value for unit in Unit if unit is not Unit.MONEY]}
YES_NO_SCHEMA = {"enum": ["yes", "no"]}

WrittenNumber = Annotated[Written, BeforeValidator(_written), WithJsonSchema(NUMBER_SCHEMA)]
Day = Annotated[date, BeforeValidator(_day), WithJsonSchema(DAY_SCHEMA)]
When = Annotated[Period, BeforeValidator(_period), WithJsonSchema(PERIOD_SCHEMA)]
AnyUnit = Annotated[Unit, BeforeValidator(_unit), WithJsonSchema(UNIT_SCHEMA)]
YesNo = Annotated[bool, BeforeValidator(_yes), WithJsonSchema(YES_NO_SCHEMA)]

Name = Annotated[str, StringConstraints(min_length=1, max_length=200), AfterValidator(_visible)]
Wordy = Annotated[str, StringConstraints(min_length=1, max_length=600), AfterValidator(_visible)]
Slug = Annotated[str, StringConstraints(pattern=r"^[a-z0-9][a-z0-9-]{0,63}$")]
LANGUAGE = r"^[a-z]{2,3}(-[A-Za-z0-9]{2,8})*$"
LanguageId = Annotated[str, StringConstraints(pattern=LANGUAGE)]


class Draft(Record):
    """A text that a machine drafted and nobody has reviewed yet; pages show it as a draft."""

    draft: Wordy


def _text_kind(value: object) -> object:
    if isinstance(value, dict) and not all(isinstance(key, str) for key in value):
        raise wrong("text", "a text needs one entry for each language", "write en: …, zh-Hans: …")
    if not isinstance(value, dict):
        raise wrong("text", "a text needs one entry for each language", "write en: …, zh-Hans: …")
    return value


#: What a record says in words: one entry for each language of the project.
Text = Annotated[dict[LanguageId, Wordy | Draft], Field(min_length=1), BeforeValidator(_text_kind)]


def in_language(text: dict[str, str | Draft], language: str) -> str:
    """Give a text's words in one language; drafts too, which callers mark as such."""
    words = text[language]
    return words.draft if isinstance(words, Draft) else words
