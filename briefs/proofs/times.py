"""Times: dates and periods as English and Chinese write them, read into one name for each."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from briefs.proofs.forms import MONTHS, chinese_number


@dataclass(frozen=True, slots=True)
class Time:
    """A date or period in a text: from where to where it stands, and its name.

    Names are those of records: FY2024, 1H2025, 9M2025, 3Q2025, 2025-06-30, 2024-10; a date
    without a year is --06-30; E at the end marks a forecast.
    """

    start: int
    end: int
    name: str


_Namer = Callable[[re.Match[str]], str]

#: Years beyond these are no years.
_YEAR = r"(?P<year>(?:19|20|21)[0-9]{2})"
_SHORT = r"(?P<year>(?:(?:19|20|21)[0-9]{2}|[0-9]{2}(?![0-9])))"
_MONTH = "(?P<month>" + "|".join(sorted(MONTHS, key=len, reverse=True)) + r")\.?"
_DAY = r"(?P<day>[0-3]?[0-9])(?:st|nd|rd|th)?"
_EN_DATE = rf"(?:{_DAY} {_MONTH},? {_YEAR})"
_EN_DATE_US = rf"(?:{_MONTH} {_DAY}, {_YEAR})"
_FORECAST_EN = r"(?P<forecast>E(?![A-Za-z0-9])| ?\((?:forecast|estimate)\))?"

_NUM = "[0-9〇零○一二三四五六七八九十]"
_ZH_YEAR = r"(?P<year>(?:19|20|21)[0-9]{2}|[一二][〇零○一二三四五六七八九]{3})"
_ZH_DATE = rf"{_ZH_YEAR}\s?年\s?(?P<month>{_NUM}{{1,3}})\s?月\s?(?P<day>{_NUM}{{1,3}})\s?日"
_FORECAST_ZH = r"(?P<forecast>\s?[（(](?:预测|預測|预计|預計|估计|估計)[）)]|E(?![A-Za-z0-9]))?"

_FIRST = {"first": 1, "second": 2, "third": 3, "fourth": 4, "1st": 1, "2nd": 2, "3rd": 3, "4th": 4}
#: What a stretch that ends on a day in this month is called, by its months.
_STRETCHES = {3: "Q", 6: "H", 9: "M", 12: "FY"}
_LENGTHS = {"three": 3, "six": 6, "nine": 9, "twelve": 12, "3": 3, "6": 6, "9": 9, "12": 12}
_ZH_LENGTHS = {"三": 3, "3": 3, "六": 6, "6": 6, "九": 9, "9": 9, "十二": 12, "12": 12}


def times(text: str, language: str) -> tuple[Time, ...]:
    """Find the dates and periods of a text that `plain` has made uniform."""
    taken: list[Time] = []
    for pattern, name in _PATTERNS[language]:
        for match in pattern.finditer(text):
            if all(match.end() <= time.start or time.end <= match.start() for time in taken):
                mark = "E" if match.groupdict().get("forecast") else ""
                taken.append(Time(match.start(), match.end(), name(match) + mark))
    return tuple(sorted(taken, key=lambda time: time.start))


def _year(match: re.Match[str]) -> str:
    year = chinese_number(match["year"])
    return str(year if year >= 100 else 2000 + year)  # noqa: PLR2004 - FY24 is FY2024


def _month(match: re.Match[str]) -> int:
    written = match["month"]
    return MONTHS[written] if written in MONTHS else chinese_number(written)


def _date(match: re.Match[str]) -> str:
    return f"{_year(match)}-{_month(match):02}-{chinese_number(match['day']):02}"


def _month_of(match: re.Match[str]) -> str:
    return f"{_year(match)}-{_month(match):02}"


def _day_of(match: re.Match[str]) -> str:
    return f"--{_month(match):02}-{chinese_number(match['day']):02}"


def _fiscal(match: re.Match[str]) -> str:
    return f"FY{_year(match)}"


def _half(match: re.Match[str]) -> str:
    written = match["half"]
    number = {"上": 1, "下": 2}.get(written) or _FIRST.get(written) or int(written)
    return f"{number}H{_year(match)}"


def _nine(match: re.Match[str]) -> str:
    return f"9M{_year(match)}"


def _first_half(match: re.Match[str]) -> str:
    return f"1H{_year(match)}"


def _quarter(match: re.Match[str]) -> str:
    written = match["quarter"]
    return f"{_FIRST.get(written) or chinese_number(written)}Q{_year(match)}"


def _ended(match: re.Match[str]) -> str:
    """Name a stretch by its last day, and by how long it lasted."""
    written = match.groupdict().get("length") or ""
    months = {**_LENGTHS, **_ZH_LENGTHS}.get(written, 12)
    month, year = _month(match), _year(match)
    if months == 12:  # noqa: PLR2004 - months of a year
        return f"FY{year}"
    if months == 9:  # noqa: PLR2004 - nine months
        return f"9M{year}"
    return f"{month // months}{_STRETCHES[months]}{year}"


def _compiled(pairs: Iterator[tuple[str, _Namer]]) -> tuple[tuple[re.Pattern[str], _Namer], ...]:
    return tuple((re.compile(pattern), name) for pattern, name in pairs)


def _english() -> Iterator[tuple[str, _Namer]]:
    length = r"(?P<length>three|six|nine|twelve|3|6|9|12)"
    for day in (_EN_DATE, _EN_DATE_US):
        yield rf"(?i:\b{length} months (?:ended|to)) {day}", _ended
        yield rf"(?i:\b(?:financial |fiscal )?year (?:ended|to|ending)) {day}", _ended
    yield rf"(?i:\b(?P<half>first|second|1st|2nd) half of )(?:FY)?{_YEAR}", _half
    yield rf"(?i:\bfirst (?:nine|9) months of )(?:FY)?{_YEAR}", _nine
    yield rf"(?i:\bfirst (?:six|6) months of )(?:FY)?{_YEAR}", _first_half
    yield (
        rf"(?i:\b(?P<quarter>first|second|third|fourth|[1-4](?:st|nd|rd|th)) quarter of ){_YEAR}",
        _quarter,
    )
    yield rf"\bFY ?{_SHORT}{_FORECAST_EN}", _fiscal
    yield rf"\b(?P<half>[12])H ?{_SHORT}{_FORECAST_EN}", _half
    yield rf"\bH(?P<half>[12]) ?{_SHORT}{_FORECAST_EN}", _half
    yield rf"\b9M ?{_SHORT}{_FORECAST_EN}", _nine
    yield rf"\b(?P<quarter>[1-4])Q ?{_SHORT}{_FORECAST_EN}", _quarter
    yield rf"\bQ(?P<quarter>[1-4]) ?{_SHORT}{_FORECAST_EN}", _quarter
    yield rf"\b{_YEAR}Q(?P<quarter>[1-4]){_FORECAST_EN}", _quarter
    yield rf"\b{_EN_DATE}", _date
    yield rf"\b{_EN_DATE_US}", _date
    yield from _iso()
    yield rf"\b{_MONTH} {_YEAR}{_FORECAST_EN}", _month_of
    yield rf"\b{_DAY} {_MONTH}(?![A-Za-z])", _day_of
    yield (
        r"\b(?P<year>20[0-9]{2})(?P<forecast>E(?![A-Za-z0-9])| \((?:forecast|estimate)\))",
        _fiscal,
    )
    counted = r"[0-9A-Za-z%×]|,[0-9]|\.[0-9]| ?(?:million|billion|TOPS|nm|chips|shares)"
    yield rf"(?<![A-Za-z0-9.,$¥]){_YEAR}(?!{counted})", _fiscal


def _chinese() -> Iterator[tuple[str, _Namer]]:
    length = "(?P<length>三|3|六|6|九|9|十二|12)"
    yield rf"截至\s?{_ZH_DATE}\s?止\s?{length}\s?[个個]月", _ended
    yield rf"截至\s?{_ZH_DATE}\s?止\s?(?:财政|財政)?年度", _ended
    nine = "(?:前|首)(?:九|9)[个個]月|(?:前|首)(?:三|3)(?:个|個)?季度?"
    yield rf"{_ZH_YEAR}年\s?(?:{nine}){_FORECAST_ZH}", _nine
    yield rf"{_ZH_YEAR}年\s?(?:(?:前|首)(?:六|6)[个個]月){_FORECAST_ZH}", _first_half
    yield rf"{_ZH_YEAR}年\s?(?P<half>[上下])半(?:年度?)?{_FORECAST_ZH}", _half
    yield rf"{_ZH_YEAR}年\s?第?(?P<quarter>[一二三四1-4])季度?{_FORECAST_ZH}", _quarter
    yield _ZH_DATE, _date
    yield from _iso()
    yield rf"{_ZH_YEAR}\s?年\s?(?P<month>{_NUM}{{1,3}})\s?月(?:份)?{_FORECAST_ZH}", _month_of
    yield rf"(?<![0-9]){_ZH_YEAR}\s?(?:年度|财年|財年|财政年度|財政年度|年){_FORECAST_ZH}", _fiscal
    yield rf"(?P<month>{_NUM}{{1,3}})月(?P<day>{_NUM}{{1,3}})日", _day_of
    yield rf"\b(?P<half>[12])H{_SHORT}{_FORECAST_ZH}", _half
    yield rf"\b9M{_SHORT}{_FORECAST_ZH}", _nine
    yield rf"\bFY{_SHORT}{_FORECAST_ZH}", _fiscal
    yield rf"\b(?P<quarter>[1-4])Q{_SHORT}{_FORECAST_ZH}", _quarter
    yield r"(?<![A-Za-z0-9])(?P<year>20[0-9]{2})(?P<forecast>E(?![A-Za-z0-9]))", _fiscal
    # The first year of 2020–2024年, which leaves its 年 to the last.
    yield rf"(?<![A-Za-z0-9.,]){_YEAR}(?=\s?[–—−~至到]\s?(?:19|20|21)[0-9]{{2}}(?:年|E))", _fiscal


def _iso() -> Iterator[tuple[str, _Namer]]:
    yield (
        r"(?<![0-9])(?P<year>(?:19|20)[0-9]{2})[−/](?P<month>[01]?[0-9])[−/](?P<day>[0-3]?[0-9])(?![0-9])",
        _date,
    )


_PATTERNS = {"en": _compiled(_english()), "zh": _compiled(_chinese())}
