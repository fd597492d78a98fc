"""Numbers: a parser of the amounts, units, bounds and times that a text says.

It knows the forms of a language, and nothing of the formatter that wrote our pages: what two
parsers of one page would both have to get wrong, one of them alone cannot hide.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from decimal import Decimal
from enum import StrEnum
from functools import cache, lru_cache

from briefs.proofs.forms import ALIKE, BY_LANGUAGE, Forms, chinese_number
from briefs.proofs.times import Time, times

#: Texts whose readings are kept: a page says most of its figures more than once.
_KEPT = 1024

#: Characters that the words of a bound with their number take, at most.
_REACH = 40


class Kind(StrEnum):
    """What digits in a text are."""

    AMOUNT = "amount"
    TIME = "time"
    NAME = "name"


@dataclass(frozen=True, slots=True)
class Reading:
    """Something that digits in a text say, and from where to where they say it.

    `value` is in base units: 4.73亿元 is 473000000 CNY. `name` is that of a time, or the text
    of a name. The words of a bound stand outside `start` and `end`.
    """

    start: int
    end: int
    text: str
    kind: Kind
    value: Decimal = Decimal(0)
    unit: str = ""
    bound: str = ""
    name: str = ""

    @property
    def meaning(self) -> tuple[str, ...]:
        """What is said, the same for all languages and forms."""
        if self.kind is Kind.AMOUNT:
            return (self.kind, f"{self.value.normalize():f}", self.unit, self.bound)
        return (self.kind, self.name)

    def times(self, factor: Decimal, unit: str) -> Reading:
        """Give a bare number the unit that stands in the head of its table or chart."""
        if self.kind is not Kind.AMOUNT or self.unit:
            return self
        return replace(self, value=self.value * factor, unit=unit)


@lru_cache(maxsize=_KEPT)
def read(text: str, language: str) -> tuple[Reading, ...]:
    """Read what the digits of a text say, in order.

    Raises LookupError for a language whose forms are not known.
    """
    known = family(language)
    same = text.translate(ALIKE)
    found = [_name(match) for match in _CODES.finditer(text)]
    found += _free(_times(text, times(same, known)), found)
    amounts = _in_ranges(list(_amounts(same, known)), same, BY_LANGUAGE[known])
    found += [replace(one, text=text[one.start : one.end]) for one in _free(amounts, found)]
    found += _free(_names(same), found)
    return tuple(sorted(found, key=lambda reading: reading.start))


def family(language: str) -> str:
    """Give the name of a language's forms; raises LookupError where there are none."""
    name = language.partition("-")[0]
    if name not in BY_LANGUAGE:
        raise LookupError(f"no forms of numbers are known for {language}")
    return name


def declared(text: str, language: str) -> tuple[str, Decimal] | None:
    """Read the unit that the head of a table or chart declares: its currency and its factor."""
    match = _declaration(family(language)).search(text.translate(ALIKE))
    if match is None:
        return None
    forms = BY_LANGUAGE[family(language)]
    said = match.groupdict()
    units = {**forms.prefixes, **forms.suffixes}
    written = [said.get(name) for name in ("unit", "last", "plain", "other")]
    unit = next(unit for name in written if (unit := _meaning(units, name)))
    return unit, _factor(forms, said.get("scale") or said.get("factor"))


def goes_on(left: str, right: str, language: str) -> bool:
    """Whether the words of a bound that end one text belong to the number that begins the next."""
    known = family(language)
    before = left.rstrip()[-_REACH:]
    text = before + ("" if known == "zh" else " ") + right.lstrip()[:_REACH]
    return any(
        match.start() < len(before) <= match.start("core")
        for match in _pattern(known).finditer(text.translate(ALIKE))
    )


def _times(text: str, found: Iterable[Time]) -> Iterator[Reading]:
    for time in found:
        said = text[time.start : time.end]
        yield Reading(time.start, time.end, said, Kind.TIME, name=time.name)


def _free(readings: Iterable[Reading], taken: Iterable[Reading]) -> list[Reading]:
    """Keep the readings that do not reach into one that is taken."""
    kept = list(taken)
    return [
        one
        for one in readings
        if all(one.end <= other.start or other.end <= one.start for other in kept)
    ]


#: A number in digits; a zero in front makes it a code.
_DIGITS = r"(?:[1-9][0-9]{0,2}(?:,[0-9]{3})+|[1-9][0-9]*|0)(?:\.[0-9]+)?(?![0-9]|,[0-9]{3}|\.[0-9])"
#: A Chinese number in words, which only a scale word makes an amount; 百万元 alone is a unit.
_WORDS = r"(?<![数數几幾十百])[一二三四五六七八九两兩][一二三四五六七八九两兩零十百]*"
#: What digits no amount and no time may be: a version, a fingerprint, the number of a page.
_CODES = re.compile(
    r"[0-9]+\.[0-9]+\.[0-9]+|(?<=inputs )[0-9a-f]{8}|(?<=指[纹紋])[0-9a-f]{8}|[0-9]+ / [0-9]+"
    r"|(?<=page )[0-9]+|第[0-9]+[页頁]"
)
_TOKEN = re.compile(r"[A-Za-z0-9](?:[A-Za-z0-9_/&+.,−]*[A-Za-z0-9])?")


@cache
def _pattern(language: str) -> re.Pattern[str]:
    """Make the pattern of an amount: bound, sign, currency, number, scale, unit, bound."""
    forms = BY_LANGUAGE[language]
    is_chinese = language == "zh"
    number = _number_zh(forms) if is_chinese else _number_en(forms)
    # GPU占0.2% may also be written without a word between: GPU0.2%; but BR106 is a name.
    free = r"(?<![A-Za-z0-9.])(?<![0-9],)"
    if is_chinese:
        free += rf"|(?<=[A-Za-z])(?={_DIGITS} ?[%倍亿億万萬元])"
    start, end = forms.word_start, forms.word_end
    return re.compile(
        rf"(?:{start}{_group('before', forms.before)}\s?)?"
        r"(?P<core>(?:(?<![A-Za-z0-9)])(?P<sign>[+−]))?"
        rf"(?:(?<![A-Za-z]){_group('prefix', forms.prefixes)} ?(?P<inner_sign>[+−])?"
        rf"|{start}{_group('lead', forms.leads)}|{free})"
        rf"(?P<open>\()?{number}(?(open)\))"
        rf"(?: ?{_group('suffix', forms.suffixes)}{end}| ?{_group('unit', forms.units)}{end}"
        r"|(?![A-Za-z]|\.[A-Z]{2}|[章季期届屆条條月日])))"
        rf"(?:{_group('after', forms.after)})?"
    )


def _number_en(forms: Forms) -> str:
    return (
        rf"(?P<number>{_DIGITS})(?P<rest>(?!))?(?P<inner>(?!))?"
        rf"(?: ?{_group('scale', forms.scales)}{forms.word_end})?(?P<late>\+)?"
    )


def _number_zh(forms: Forms) -> str:
    rest = rf"(?:{_DIGITS}|{_WORDS})(?:{_any(forms.scales)})"
    many = _any(forms.inner)
    return (
        rf"(?P<number>{_DIGITS}|{_WORDS}(?=(?:{many})?(?:{_any(forms.scales)})))"
        rf"(?:(?P<inner>{many})?(?: ?{_group('scale', forms.scales)})(?P<rest>{rest})?)?"
        rf"(?P<late>{many})?"
    )


def _group(name: str, forms: Mapping[str, object]) -> str:
    # Only scales and words of bounds are written large and small alike.
    return f"(?P<{name}>(?i:{_any(forms)}))" if name not in _EXACT else f"(?P<{name}>{_any(forms)})"


_EXACT = frozenset({"prefix", "unit"})


def _any(forms: Mapping[str, object]) -> str:
    return "|".join(forms)


def _meaning(forms: Mapping[str, str], written: str | None) -> str:
    """Say what a written form stands for."""
    for pattern, meaning in forms.items():
        if written and re.fullmatch(pattern, written, re.IGNORECASE):
            return meaning
    return ""


def _factor(forms: Forms, written: str | None) -> Decimal:
    for pattern, factor in forms.scales.items():
        if written and re.fullmatch(pattern, written, re.IGNORECASE):
            return factor
    return Decimal(1)


@dataclass(frozen=True, slots=True)
class _Amount:
    """A reading, with the scale that was written, for a neighbour in a range to share."""

    reading: Reading
    factor: Decimal


def _amounts(text: str, language: str) -> Iterator[_Amount]:
    forms = BY_LANGUAGE[language]
    for match in _pattern(language).finditer(text):
        factor = _factor(forms, match["scale"])
        value = _value(match["number"]) * factor + _rest(match["rest"], forms)
        if "−" in (match["sign"], match["inner_sign"]) or match["open"]:
            value = -value
        start, end = match.span("core")
        reading = Reading(
            start,
            end,
            text[start:end],
            Kind.AMOUNT,
            value,
            _unit(match, forms),
            _bound(match, forms),
        )
        yield _Amount(reading, factor)


def _value(written: str) -> Decimal:
    if written[0] in "0123456789":
        return Decimal(written.replace(",", ""))
    return Decimal(chinese_number(written))


def _rest(written: str | None, forms: Forms) -> Decimal:
    """Read what follows a scale: the 5,000万 of 3亿5,000万."""
    if not written:
        return Decimal(0)
    scale = next(form for form in forms.scales if re.search(f"(?:{form})$", written))
    number = re.sub(f"(?:{scale})$", "", written)
    return _value(number) * forms.scales[scale]


def _unit(match: re.Match[str], forms: Forms) -> str:
    return (
        _meaning(forms.prefixes, match["prefix"])
        or _meaning(forms.suffixes, match["suffix"])
        or _meaning(forms.units, match["unit"])
        or _meaning(forms.leads, match["lead"])
    )


def _bound(match: re.Match[str], forms: Forms) -> str:
    if match["inner"] or match["late"]:
        return "over"
    return _meaning(forms.before, match["before"]) or _meaning(forms.after, match["after"])


def _in_ranges(amounts: list[_Amount], text: str, forms: Forms) -> Iterator[Reading]:
    """Give both ends of a range the unit and scale that stand at one of them."""
    for index, one in enumerate(amounts):
        reading = one.reading
        for other in (*amounts[max(0, index - 1) : index], *amounts[index + 1 : index + 2]):
            left, right = sorted((reading, other.reading), key=lambda end: end.start)
            if not re.fullmatch(forms.range_joint, text[left.end : right.start]):
                continue
            scale = other.factor if one.factor == 1 and reading is left else Decimal(1)
            units = {reading.unit, other.reading.unit} - {""}
            if len(units) <= 1:
                unit = reading.unit or other.reading.unit
                reading = replace(reading, value=reading.value * scale, unit=unit)
        yield reading


def _names(text: str) -> Iterator[Reading]:
    for match in _TOKEN.finditer(text):
        if re.search("[0-9]", match[0]):
            yield _name(match)


def _name(match: re.Match[str]) -> Reading:
    return Reading(match.start(), match.end(), match[0], Kind.NAME, name=match[0])


@cache
def _declaration(language: str) -> re.Pattern[str]:
    """Make the pattern of a declared unit: RMB million, 人民币百万元, 千港元, HK$'000."""
    forms = BY_LANGUAGE[language]
    prefix, suffix = _any(forms.prefixes), _any(forms.suffixes)
    scale = rf"(?P<scale>(?:{_any(forms.scales)}))"
    if language == "en":
        return re.compile(
            rf"(?<![A-Za-z])(?P<unit>{prefix})(?P<last>(?!))?(?![0-9A-Za-z$(])"
            rf"(?: ?(?i:{scale})(?![A-Za-z]))?(?! ?[0-9])"
        )
    # 元 alone may be part of a name: a unit names its currency or its scale.
    named = rf"(?P<unit>{prefix}){scale}?(?P<last>{suffix})?"
    plain = rf"{scale.replace('<scale>', '<factor>')}(?P<plain>{suffix})|(?P<other>港元|美元)"
    return re.compile(
        rf"(?<![0-9.一二三四五六七八九两兩十百千万萬亿億])(?:{named}|{plain})(?![0-9])"
    )
