"""Forms: how English and Chinese write numbers, units, periods and bounds.

These are the forms that readers meet (domain.md §1.3, §4.2, §4.3; HKEX filings; the press), not
those that our own pages choose: the wording files do not stand behind them.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

_TEN = Decimal(10)

#: Characters of other habits, each for one character of ours: full-width digits and signs, and
#: the small full stop that some Hong Kong agencies set as a decimal point.
ALIKE = str.maketrans(
    {
        **{chr(0xFF10 + digit): str(digit) for digit in range(10)},
        "．": ".",
        "﹒": ".",
        "％": "%",
        "﹪": "%",
        "＋": "+",
        "－": "−",
        "-": "−",
        "＄": "$",
        "￥": "¥",
        "\u00a0": " ",
        "\u202f": " ",
        "\u2009": " ",
        "’": "'",
    }
)


@dataclass(frozen=True, slots=True)
class Forms:
    """The forms of one script, each a pattern, with what it stands for."""

    scales: Mapping[str, Decimal]
    before: Mapping[str, str]
    after: Mapping[str, str]
    prefixes: Mapping[str, str]
    suffixes: Mapping[str, str]
    units: Mapping[str, str]
    leads: Mapping[str, str]
    inner: Mapping[str, str]
    range_joint: str
    word_start: str
    word_end: str


ENGLISH = Forms(
    scales={
        r"trillion|tn|trn": _TEN**12,
        r"billion|bn|b": _TEN**9,
        r"million|mn|mln|mm|m": _TEN**6,
        r"thousand|k|'000": _TEN**3,
    },
    before={
        r"no more than|not more than|at most|up to": "at most",
        r"no less than|not less than|no fewer than|at least|a minimum of|≥": "at least",
        r"more than|over|above|exceeding|exceeded|exceeds|in excess of|greater than|>": "over",
        r"nearly|almost|close to|just under|just below": "nearly",
        r"approximately|approx\.?|about|around|some|roughly|circa|ca\.|c\.|~|≈": "about",
        r"less than|fewer than|below|under|<": "below",
    },
    after={r"(?: of \w+)? or more": "at least", r" or so": "about"},
    prefixes={
        r"RMB|CN¥|CNY|¥": "CNY",
        r"HK\$|HKD": "HKD",
        r"US\$|USD|\$": "USD",
    },
    suffixes={
        r"RMB|CNY|yuan|renminbi": "CNY",
        r"HKD|Hong Kong dollars?|HK dollars?": "HKD",
        r"USD|US dollars?|U\.S\. dollars?": "USD",
        r"\(currency not stated\)": "money",
    },
    units={
        r"percentage points?|pp|ppts?": "points",
        r"%|per cent|percent": "%",
        r"×|x|times|−?fold": "×",
        r"shares?": "shares",
        r"chips?|units?": "chips",
        r"people|persons?|investors?|companies|company|applicants?|employees|staff": "heads",
        r"rounds?": "rounds",
        r"generations?": "generations",
        r"TOPS": "TOPS",
        r"nm|nanometres?|nanometers?": "nm",
        r"months?": "months",
        r"years?": "years",
    },
    leads={
        r"no\. ?|number |ranked |rank |#": "rank",
        r"top[ −]": "top",
    },
    inner={},
    range_joint=r" ?[–—−~] ?| to ",
    word_start=r"(?<![A-Za-z])",
    word_end=r"(?![A-Za-z])",
)

CHINESE = Forms(
    scales={
        r"万亿|萬億": _TEN**12,
        r"千亿|千億": _TEN**11,
        r"百亿|百億": _TEN**10,
        r"十亿|十億": _TEN**9,
        r"亿|億": _TEN**8,
        r"千万|千萬": _TEN**7,
        r"百万|百萬": _TEN**6,
        r"十万|十萬": _TEN**5,
        r"万|萬": _TEN**4,
        r"千": _TEN**3,
        r"billion|bn": _TEN**9,
        r"million|mn": _TEN**6,
    },
    before={
        r"不超过|不超過|不多于|不多於|不高于|不高於|至多|最多": "at most",
        r"不少于|不少於|不低于|不低於|至少|最少|≥": "at least",
        r"超过|超過|超逾|多于|多於|高于|高於|大于|大於|超|逾|>": "over",
        r"接近|将近|將近|(?<!最)近": "nearly",
        r"大约|大約|大概|(?<![合预預])约|(?<![合预預])約|~|≈": "about",
        r"不足|不到|低于|低於|少于|少於|小于|小於|<": "below",
    },
    after={r"以上": "over", r"或以上": "at least", r"左右|上下": "about", r"以下": "below"},
    prefixes={
        r"人民币|人民幣|RMB|CNY|¥": "CNY",
        r"港币|港幣|港元|HK\$|HKD": "HKD",
        r"美元|美金|US\$|USD": "USD",
    },
    suffixes={
        r"港元|港币|港幣": "HKD",
        r"美元|美金": "USD",
        r"元人民币|元人民幣|元|人民币|人民幣": "CNY",
        r"（币种未说明）|（未有說明幣種）|\((?:币种未说明|未有說明幣種)\)": "money",
    },
    units={
        r"个百分点|個百分點": "points",
        r"%|个百分比|個百分比": "%",
        r"倍|×": "×",
        r"股": "shares",
        r"颗|顆|枚|片": "chips",
        r"人|名|家|位": "heads",
        r"轮|輪": "rounds",
        r"代": "generations",
        r"TOPS": "TOPS",
        r"nm|纳米|納米": "nm",
        r"个月|個月": "months",
        r"年": "years",
    },
    leads={r"第": "rank", r"前": "top"},
    inner={r"余|餘|多": "over"},
    range_joint=r" ?[–—−~～至到] ?",
    word_start="",
    word_end="",
)

#: The forms of a language, by the first part of its tag.
BY_LANGUAGE = {"en": ENGLISH, "zh": CHINESE}

MONTHS = {
    name: number
    for number, names in enumerate(
        (
            "January Jan",
            "February Feb",
            "March Mar",
            "April Apr",
            "May",
            "June Jun",
            "July Jul",
            "August Aug",
            "September Sept Sep",
            "October Oct",
            "November Nov",
            "December Dec",
        ),
        start=1,
    )
    for name in names.split()
}

#: Chinese numerals, as dates, quarters and resolutions write them.
NUMERALS = {numeral: value for value, numeral in enumerate("〇一二三四五六七八九")}
NUMERALS |= {"零": 0, "○": 0, "两": 2, "兩": 2}
_PLACES = {"十": 10, "百": 100, "千": 1000}


def chinese_number(text: str) -> int:
    """Read a Chinese numeral below 10,000, or a year digit by digit; also plain digits."""
    if text.isdigit() and text.isascii():
        return int(text)
    if not any(char in _PLACES for char in text):
        return int("".join(str(NUMERALS[char]) for char in text))
    total, digit = 0, 0
    for char in text:
        if char in _PLACES:
            total += (digit or 1) * _PLACES[char]
            digit = 0
        else:
            digit = NUMERALS[char]
    return total + digit
