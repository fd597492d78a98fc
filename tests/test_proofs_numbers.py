"""The parser of the proofs reads the forms of each language, also those no page of ours prints."""

from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from briefs.build.templates import own_templates
from briefs.faults import Place
from briefs.figures import Figure, Qualifier, Stated, Unit, Written, parse_period
from briefs.language import load_wordings
from briefs.language.amounts import amount
from briefs.language.dates import PeriodStyle, period
from briefs.proofs.numbers import Kind, declared, read

WORDINGS, _ = load_wordings(Path(own_templates()) / "wording", name="wording")


def amounts(text, language):
    return [
        (f"{one.value.normalize():f}", one.unit, one.bound)
        for one in read(text, language)
        if one.kind is Kind.AMOUNT
    ]


def times(text, language):
    return [one.name for one in read(text, language) if one.kind is Kind.TIME]


def names(text, language):
    return [one.name for one in read(text, language) if one.kind is Kind.NAME]


ENGLISH = {
    "RMB473 million": ("473000000", "CNY", ""),
    "RMB 50.23 million": ("50230000", "CNY", ""),
    "473m yuan": ("473000000", "CNY", ""),
    "CNY 1.2bn": ("1200000000", "CNY", ""),
    "¥5,023k": ("5023000", "CNY", ""),
    "HK$28.20": ("28.2", "HKD", ""),
    "HKD 1,027 hundred": ("1027", "HKD", ""),
    "28.2 Hong Kong dollars": ("28.2", "HKD", ""),
    "US$185m": ("185000000", "USD", ""),
    "$1.5 trillion": ("1500000000000", "USD", ""),
    "209 billion (currency not stated)": ("209000000000", "money", ""),
    "over 165 million chips": ("165000000", "chips", "over"),
    "more than 165 million units": ("165000000", "chips", "over"),
    "in excess of 15 companies": ("15", "heads", "over"),
    "no less than 33%": ("33", "%", "at least"),
    "33 per cent or more": ("33", "%", "at least"),
    "97.9% of revenue or more": ("97.9", "%", "at least"),
    "just under 64 percent": ("64", "%", "nearly"),
    "c. 64%": ("64", "%", "about"),
    "~69%": ("69", "%", "about"),
    "roughly 400%": ("400", "%", "about"),
    "fewer than 22 chips": ("22", "chips", "below"),
    "up to 5 rounds": ("5", "rounds", "at most"),
    "210+ employees": ("210", "heads", "over"),
    "+357.9%": ("357.9", "%", ""),
    "-12.5%": ("-12.5", "%", ""),
    "−12.5 percentage points": ("-12.5", "points", ""),
    "(1,601.0)": ("-1601", "", ""),
    "9.4×": ("9.4", "×", ""),
    "9.4 times": ("9.4", "×", ""),
    "8-fold": ("8", "×", ""),
    "no. 1": ("1", "rank", ""),
    "ranked 2": ("2", "rank", ""),
    "top-5": ("5", "top", ""),
    "2048 TOPS": ("2048", "TOPS", ""),
    "7 nanometres": ("7", "nm", ""),
    "9,344": ("9344", "", ""),
}

CHINESE = {
    "4.73亿元": ("473000000", "CNY", ""),
    "人民幣4.73億元": ("473000000", "CNY", ""),
    "4.73亿元人民币": ("473000000", "CNY", ""),
    "473百万元": ("473000000", "CNY", ""),
    "47,300万元": ("473000000", "CNY", ""),
    "3亿5,000万元": ("350000000", "CNY", ""),
    "三亿五千万元": ("350000000", "CNY", ""),
    "1.2千亿港元": ("120000000000", "HKD", ""),
    "2万亿美元": ("2000000000000", "USD", ""),
    "港币28.20元": ("28.2", "HKD", ""),
    "港元28.20": ("28.2", "HKD", ""),
    "HK$28.20": ("28.2", "HKD", ""),
    "28﹒50港元": ("28.5", "HKD", ""),
    "２８．５０港元": ("28.5", "HKD", ""),
    "1.85億美金": ("185000000", "USD", ""),
    "209亿（币种未说明）": ("20900000000", "money", ""),
    "逾63亿元": ("6300000000", "CNY", "over"),
    "63亿余元": ("6300000000", "CNY", "over"),
    "63億多元": ("6300000000", "CNY", "over"),
    "60多亿元": ("6000000000", "CNY", "over"),
    "超过210名": ("210", "heads", "over"),
    "210余人": ("210", "heads", "over"),
    "33%以上": ("33", "%", "over"),
    "不低于90.3%": ("90.3", "%", "at least"),
    "不超过90.3%": ("90.3", "%", "at most"),
    "将近64%": ("64", "%", "nearly"),
    "大約28.99億港元": ("2899000000", "HKD", "about"),
    "69%左右": ("69", "%", "about"),
    "不足22颗": ("22", "chips", "below"),
    "最近64%": ("64", "%", ""),
    "47.1万人": ("471000", "heads", ""),
    "−16.01亿元": ("-1601000000", "CNY", ""),
    "2,347.53倍": ("2347.53", "×", ""),
    "4.6個百分點": ("4.6", "points", ""),
    "75.82％": ("75.82", "%", ""),
    "第1": ("1", "rank", ""),
    "前5": ("5", "top", ""),
    "产品历5代SoC": ("5", "generations", ""),
    "占中国GPGPU0.2%": ("0.2", "%", ""),
    "7纳米": ("7", "nm", ""),
}


@pytest.mark.parametrize(("text", "said"), ENGLISH.items())
def test_english_amounts(text, said):
    assert amounts(text, "en") == [said]


@pytest.mark.parametrize(("text", "said"), CHINESE.items())
@pytest.mark.parametrize("language", ["zh-Hans", "zh-Hant-HK"])
def test_chinese_amounts(text, said, language):
    assert amounts(text, language) == [said]


TIMES = {
    "en": {
        "FY2024": "FY2024",
        "FY24": "FY2024",
        "2024": "FY2024",
        "mid-2025": "FY2025",
        "year ended 31 December 2024": "FY2024",
        "twelve months to December 31, 2024": "FY2024",
        "1H2025": "1H2025",
        "H1 2025": "1H2025",
        "first half of 2025": "1H2025",
        "six months ended 30 June 2025": "1H2025",
        "six months ended 31 December 2025": "2H2025",
        "9M2025": "9M2025",
        "first nine months of 2025": "9M2025",
        "nine months ended September 30, 2025": "9M2025",
        "3Q2025": "3Q2025",
        "Q3 2025": "3Q2025",
        "2025Q3": "3Q2025",
        "third quarter of 2025": "3Q2025",
        "30 January 2026": "2026-01-30",
        "30 Jan 2026": "2026-01-30",
        "January 30, 2026": "2026-01-30",
        "2026-01-30": "2026-01-30",
        "30 Jan": "--01-30",
        "October 2024": "2024-10",
        "2029E": "FY2029E",
        "2029 (forecast)": "FY2029E",
    },
    "zh-Hans": {
        "2024年": "FY2024",
        "2024年度": "FY2024",
        "二零二四年": "FY2024",
        "截至2024年12月31日止年度": "FY2024",
        "2025年上半年": "1H2025",
        "截至2025年6月30日止六个月": "1H2025",
        "2025年前6个月": "1H2025",
        "2025年前九个月": "9M2025",
        "2025年\n前九个月": "9M2025",
        "2025年首九個月": "9M2025",
        "2025年前三季度": "9M2025",
        "2025年第三季度": "3Q2025",
        "2025年第三季": "3Q2025",
        "2025年三季度": "3Q2025",
        "2026年1月30日": "2026-01-30",
        "二零二六年一月三十日": "2026-01-30",
        "2026/1/30": "2026-01-30",
        "1月30日": "--01-30",
        "2024年10月": "2024-10",
        "2029年（预测）": "FY2029E",
        "2029年（預測）": "FY2029E",
        "2029E": "FY2029E",
    },
}


@pytest.mark.parametrize(
    ("language", "text", "name"),
    [(language, *pair) for language, forms in TIMES.items() for pair in forms.items()],
)
def test_times(language, text, name):
    assert times(text, language) == [name]


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "HK$17.00–19.60"),
        ("en", "HK$17.00 to 19.60"),
        ("zh-Hans", "17.00至19.60港元"),
        ("zh-Hant-HK", "17.00港元至19.60港元"),
    ],
)
def test_both_ends_of_a_range_have_its_unit(language, text):
    assert amounts(text, language) == [("17", "HKD", ""), ("19.6", "HKD", "")]


def test_a_range_shares_its_scale_too():
    assert amounts("RMB17–19 billion", "en") == [
        ("17000000000", "CNY", ""),
        ("19000000000", "CNY", ""),
    ]
    assert times("2020–2024年", "zh-Hans") == ["FY2020", "FY2024"]


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "00600.HK"),
        ("en", "BR106"),
        ("en", "18C"),
        ("en", "688795.SH"),
        ("zh-Hans", "第18C章"),
        ("zh-Hans", "BR20X"),
        ("zh-Hans", "版本0.1.0·输入指纹20240101"),
        ("en", "Edition 0.1.0 · inputs 20240101"),
        ("en", "3 / 14"),
        ("en", "Notes: page 14"),
        ("zh-Hant-HK", "數據附註見第14頁"),
    ],
)
def test_codes_are_no_amounts(language, text):
    assert names(text, language)
    assert not amounts(text, language)
    assert not times(text, language)


def test_names_of_units_without_a_number_say_nothing():
    assert not read("人民币百万元；单位：亿元", "zh-Hans")


@pytest.mark.parametrize(
    ("language", "text", "unit"),
    [
        ("en", "RMB million; hatched: 9M2025", ("CNY", 6)),
        ("en", "Financial summary HK$’000", ("HKD", 3)),
        ("en", "US$ billion, by revenue", ("USD", 9)),
        ("zh-Hans", "人民币百万元；斜线为2025年前九个月", ("CNY", 6)),
        ("zh-Hans", "亿元", ("CNY", 8)),
        ("zh-Hant-HK", "千港元", ("HKD", 3)),
        ("zh-Hant-HK", "十億美元", ("USD", 9)),
        ("en", "RMB473 million", None),
        ("zh-Hans", "5,023万元", None),
        ("zh-Hans", "爱芯元智", None),
    ],
)
def test_declared_units(language, text, unit):
    expected = unit and (unit[0], Decimal(10) ** unit[1])
    assert declared(text, language) == expected


def test_an_unknown_language_is_said():
    with pytest.raises(LookupError, match="no forms of numbers are known for pt"):
        read("1", "pt")


#: The units whose forms say them, and what the parser calls them.
UNITS = {
    Unit.CNY: "CNY",
    Unit.HKD: "HKD",
    Unit.USD: "USD",
    Unit.MONEY: "money",
    Unit.PERCENT: "%",
    Unit.CHANGE: "%",
    Unit.TIMES: "×",
    Unit.SHARES: "shares",
    Unit.CHIPS: "chips",
    Unit.PEOPLE: "heads",
    Unit.RANK: "rank",
    Unit.TOPS: "TOPS",
}
VALUES = st.decimals(min_value=0, max_value=10**13, places=3).filter(lambda value: value > 0)


@given(
    VALUES,
    st.sampled_from(sorted(UNITS)),
    st.sampled_from(list(Qualifier)),
    st.sampled_from(sorted(WORDINGS)),
)
def test_what_our_pages_write_is_read_as_it_was_meant(value, unit, qualifier, language):
    written = Written(f"{value:f}")
    figure = Figure(
        "a", "b", value, Unit(unit), parse_period("FY2024"),
        Stated("s", "¶1", written, Place("x")), qualifier,
    )  # fmt: skip
    bound = "" if qualifier is Qualifier.EXACT else qualifier.value
    text = amount(figure, WORDINGS[language])
    assert amounts(text, language) == [(f"{value.normalize():f}", UNITS[figure.unit], bound)]


@pytest.mark.parametrize("name", ["FY2024", "1H2025", "2H2025", "9M2025", "1Q2025", "4Q2025"])
@pytest.mark.parametrize("language", sorted(WORDINGS))
@pytest.mark.parametrize("style", list(PeriodStyle))
def test_periods_of_our_pages_are_read_as_they_were_meant(name, language, style):
    assert times(period(parse_period(name), WORDINGS[language], style), language) == [name]
