"""How numbers, amounts, cells, dates and sentences read in each language."""

from __future__ import annotations

import re
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from briefs.faults import Place
from briefs.figures import (
    NOT_STATED,
    OFFERING,
    Derived,
    Figure,
    Period,
    PeriodKind,
    Qualifier,
    Stated,
    Unit,
    Written,
    parse_period,
)
from briefs.language import (
    Cell,
    DayStyle,
    Missing,
    PeriodStyle,
    absent,
    amount,
    cell,
    chart_period,
    clauses,
    day,
    full_width,
    join,
    labelled,
    load_wordings,
    longest_fraction,
    period,
    plain_number,
    quote,
    table_unit,
    with_aside,
)

FOLDER = Path(__file__).parent.parent / "templates/wording"
WORDINGS, FAULTS = load_wordings(FOLDER, name="templates/wording")
EN, HANS, HANT = (WORDINGS.get(name) for name in ("en", "zh-Hans", "zh-Hant-HK"))
MILLION = Decimal(10) ** 6


def figure(digits, scale="", unit=Unit.CNY, qualifier=Qualifier.EXACT):
    written = Written(digits, scale)
    origin = Stated("seed", "1", written, Place("record.yaml", 1, 1))
    return Figure("axera", "x", written.value, unit, NOT_STATED, origin, qualifier)


def derived(value, step, unit):
    origin = Derived("a ÷ b", (figure("1"), figure("3")), Decimal(step))
    return Figure("axera", "y", value, unit, NOT_STATED, origin)


def in_each(form, *given, **named):
    return tuple(form(*given, wording, **named) for wording in (EN, HANS, HANT))


# domain.md §4.2: the left side is what a source writes, the right side what each language says.
@pytest.mark.parametrize(
    ("written", "said"),
    [
        (("230", "million"), ("RMB230 million", "2.30亿元", "人民幣2.30億元")),
        (("473", "million"), ("RMB473 million", "4.73亿元", "人民幣4.73億元")),
        (("58.903", "million"), ("RMB58.903 million", "5,890.3万元", "人民幣5,890.3萬元")),
        (("5890.3", "万"), ("RMB58.903 million", "5,890.3万元", "人民幣5,890.3萬元")),
        (("49.9", "万"), ("RMB499,000", "49.9万元", "人民幣49.9萬元")),
        (("3291.64", "万"), ("RMB32.9164 million", "3,291.64万元", "人民幣3,291.64萬元")),
        (("16.01", "亿"), ("RMB1.601 billion", "16.01亿元", "人民幣16.01億元")),
        (("0", "million"), ("RMB0", "0元", "人民幣0元")),
        (("28.20", "", Unit.HKD), ("HK$28.20", "28.20港元", "28.20港元")),
        (("2,848.44", "", Unit.HKD), ("HK$2,848.44", "2,848.44港元", "2,848.44港元")),
        (("825.71", "亿", Unit.HKD), ("HK$82.571 billion", "825.71亿港元", "825.71億港元")),
        (("1027", "亿", Unit.HKD), ("HK$102.7 billion", "1,027亿港元", "1,027億港元")),
        (("1.44", "billion", Unit.HKD), ("HK$1.44 billion", "14.4亿港元", "14.4億港元")),
        (("2012", "亿", Unit.USD), ("US$201.2 billion", "2,012亿美元", "2,012億美元")),
        (("185", "million", Unit.USD), ("US$185 million", "1.85亿美元", "1.85億美元")),
        (
            ("209", "亿", Unit.MONEY),
            ("20.9 billion (currency not stated)", "209亿（币种未说明）", "209億（未有說明幣種）"),
        ),
        (("47.1", "万", Unit.PEOPLE), ("471,000 people", "47.1万人", "47.1萬人")),
        (("657", "", Unit.PEOPLE), ("657 people", "657人", "657人")),
        (("1", "", Unit.PEOPLE), ("1 person", "1人", "1人")),
        (("100", "", Unit.SHARES), ("100 shares", "100股", "100股")),
        (
            ("247,692,800", "", Unit.SHARES),
            ("247,692,800 shares", "247,692,800股", "247,692,800股"),
        ),
        (("590", "", Unit.CHIPS), ("590 chips", "590颗", "590顆")),
        (("16", "", Unit.INVESTORS), ("16 investors", "16家", "16名")),
        (("15", "", Unit.COMPANIES), ("15 companies", "15家", "15家")),
        (("8", "", Unit.ROUNDS), ("8 rounds", "8轮", "8輪")),
        (("5", "", Unit.GENERATIONS), ("5 generations", "5代", "5代")),
        (("2", "", Unit.RANK), ("no. 2", "第2", "第2")),
        (("5", "", Unit.TOP), ("top 5", "前5", "前5")),
        (("2048", "", Unit.TOPS), ("2,048 TOPS", "2,048 TOPS", "2,048 TOPS")),
        (("7", "", Unit.NANOMETRES), ("7 nm", "7nm", "7nm")),
        (("75.82", "%", Unit.PERCENT), ("75.82%", "75.82%", "75.82%")),
        (("357.9", "%", Unit.CHANGE), ("+357.9%", "+357.9%", "+357.9%")),
        (("-12.1", "%", Unit.CHANGE), ("−12.1%", "−12.1%", "−12.1%")),
        (("0.0", "%", Unit.CHANGE), ("0.0%", "0.0%", "0.0%")),
        (("9.4", "", Unit.TIMES), ("9.4×", "9.4倍", "9.4倍")),
        (("2347.53", "", Unit.TIMES), ("2,347.53×", "2,347.53倍", "2,347.53倍")),
        (("100", "", Unit.INDEX), ("100", "100", "100")),
        (("-5.5", "million", Unit.HKD), ("−HK$5.5 million", "−550万港元", "−550萬港元")),
    ],
)
def test_an_amount_keeps_its_written_digits(written, said):
    assert in_each(lambda wording: amount(figure(*written), wording)) == said


@pytest.mark.parametrize(
    ("qualifier", "said"),
    [
        (Qualifier.EXACT, ("RMB6.3 billion", "63亿元", "人民幣63億元")),
        (Qualifier.OVER, ("over RMB6.3 billion", "逾63亿元", "逾人民幣63億元")),
        (Qualifier.AT_LEAST, ("at least RMB6.3 billion", "至少63亿元", "至少人民幣63億元")),
        (Qualifier.NEARLY, ("nearly RMB6.3 billion", "近63亿元", "近人民幣63億元")),
        (Qualifier.ABOUT, ("about RMB6.3 billion", "约63亿元", "約人民幣63億元")),
        (Qualifier.BELOW, ("below RMB6.3 billion", "不足63亿元", "不足人民幣63億元")),
    ],
)
def test_a_qualifier_stands_before_the_amount_unless_bare(qualifier, said):
    one = figure("63", "亿", Unit.CNY, qualifier)
    assert in_each(lambda wording: amount(one, wording)) == said
    assert amount(one, EN, bare=True) == "RMB6.3 billion"


def test_the_value_as_rounded_chooses_the_scale():
    almost = derived(Decimal(999960000), "100000", Unit.CNY)
    assert amount(almost, EN) == "RMB1.0000 billion"
    assert amount(derived(Decimal(99996000), "10000", Unit.CNY), HANS) == "1.0000亿元"
    assert amount(derived(Decimal(99994000), "10000", Unit.CNY), HANS) == "9,999万元"


def test_a_derived_figure_shows_its_value_rounded_half_away_from_zero():
    assert amount(derived(Decimal(473) / Decimal("50.23"), "0.1", Unit.TIMES), EN) == "9.4×"
    assert amount(derived(Decimal("-0.25"), "0.1", Unit.CHANGE), EN) == "−0.3%"
    assert amount(derived(Decimal("-0.04"), "0.1", Unit.CHANGE), EN) == "0.0%"


WORDS = {"": 1, "thousand": 3, "million": 6, "billion": 9, "万": 4, "萬": 4, "亿": 8, "億": 8}
PRINTED = re.compile(
    r"(?P<minus>−?)\D*?(?P<digits>[\d,]+(?:\.\d+)?) ?(?P<word>million|billion|[万萬亿億])?"
)


def parsed(text):
    """Read a printed amount with rules of this test's own: its value, and its last digit's."""
    found = PRINTED.match(text)
    digits = found["digits"].replace(",", "")
    power = (
        0
        if not found["word"]
        else {"million": 6, "billion": 9, "万": 4, "萬": 4}.get(found["word"], 8)
    )
    value = Decimal(digits).scaleb(power)
    decimals = len(digits.partition(".")[2])
    return -value if found["minus"] else value, Decimal(1).scaleb(power - decimals)


numbers = st.builds(
    lambda negative, whole, fraction: ("-" if negative else "") + str(whole) + fraction,
    st.booleans(),
    st.integers(0, 10**6),
    st.from_regex(r"(\.[0-9]{1,4})?", fullmatch=True),
)
figures = st.builds(
    figure,
    numbers,
    st.sampled_from(["", "thousand", "million", "billion", "千", "万", "百萬", "亿"]),
    st.sampled_from(list(Unit)),
    st.sampled_from(list(Qualifier)),
)


@given(figures)
def test_printed_digits_are_the_figure_in_every_language(one):
    for wording in (EN, HANS, HANT):
        value, last = parsed(amount(one, wording, bare=True))
        assert value == one.shown
        # Never fewer digits than were written; more only as zeros that fill a whole number.
        assert last <= one.step
        assert last == one.step or last >= 1


@given(figures)
def test_languages_print_the_same_significant_digits(one):
    def significant(text):
        return re.sub(r"[^\d]", "", PRINTED.match(text)["digits"]).strip("0")

    assert len({significant(amount(one, wording, bare=True)) for wording in (EN, HANS, HANT)}) == 1


@given(figures, st.sampled_from([0, 3, 6, 9]))
def test_a_cell_holds_the_figure_and_nothing_finer(one, power):
    factor = Decimal(10) ** power
    text = cell(one, HANS, factor=factor, decimals=9, bare=True).text
    digits = re.sub(r"[^\d.]", "", text)
    divisor = factor if one.unit.is_money else 1
    assert Decimal(digits) * divisor == abs(one.shown)


def test_cells_of_a_column_align_on_the_point_without_more_digits():
    column = [figure("50.23", "million"), figure("230", "million"), figure("14.7", "million")]
    widest = longest_fraction(column, MILLION)
    cells = [cell(one, EN, factor=MILLION, decimals=widest) for one in column]
    assert widest == 2
    assert [(one.text, one.missing, one.lacks_point) for one in cells] == [
        ("50.23", 0, False),
        ("230", 2, True),
        ("14.7", 1, False),
    ]
    assert longest_fraction([], MILLION) == 0


@pytest.mark.parametrize(
    ("one", "negative", "expected"),
    [
        (figure("16.01", "亿"), True, Cell("(1,601)", 1, has_point=False, hang=")")),
        (figure("-1,601.0", "million"), False, Cell("(1,601.0)", 0, has_point=True, hang=")")),
        (figure("49.9", "万"), False, Cell("0.499", 0, has_point=True, hang="")),
        (figure("87.2", "%", Unit.PERCENT), False, Cell("87.2%", 0, has_point=True, hang="%")),
        (figure("-5.0", "%", Unit.PERCENT), False, Cell("(5.0%)", 0, has_point=True, hang="%)")),
        (figure("-5", "%", Unit.CHANGE), False, Cell("−5%", 1, has_point=False, hang="%")),
        (figure("8.9", "", Unit.TIMES), False, Cell("8.9×", 0, has_point=True, hang="×")),
        (figure("657", "", Unit.PEOPLE), False, Cell("657", 1, has_point=False, hang="")),
    ],
)
def test_a_cell_by_unit(one, negative, expected):
    assert cell(one, EN, factor=MILLION, decimals=1, negative=negative) == expected


def test_a_cell_marks_its_qualifier_unless_bare():
    over = figure("63", "亿", Unit.CNY, Qualifier.OVER)
    assert in_each(lambda w: cell(over, w, factor=MILLION, decimals=0).text) == (
        ">6,300",
        "逾6,300",
        "逾6,300",
    )
    marked = cell(over, EN, factor=MILLION, decimals=0, negative=True)
    assert (marked.digits, marked.hang) == ("(>6,300", ")")
    assert cell(over, EN, factor=MILLION, decimals=0, bare=True).text == "6,300"


def test_a_table_names_its_unit():
    assert in_each(table_unit, Unit.CNY, MILLION) == (
        "RMB million",
        "人民币百万元",
        "人民幣百萬元",
    )
    assert table_unit(Unit.HKD, Decimal(1000), HANT) == "千港元"
    with pytest.raises(LookupError):
        table_unit(Unit.HKD, Decimal(7), EN)


def test_a_plain_number_is_rounded_to_its_step():
    assert plain_number(Decimal("1234.5"), Decimal(1), EN) == "1,235"
    assert plain_number(Decimal("-0.26"), Decimal("0.1"), EN) == "−0.3"
    assert plain_number(Decimal("-0.04"), Decimal("0.1"), EN) == "0.0"


@pytest.mark.parametrize(
    ("style", "said"),
    [
        (DayStyle.LONG, ("30 January 2026", "2026年1月30日", "2026年1月30日")),
        (DayStyle.SHORT, ("30 Jan 2026", "2026年1月30日", "2026年1月30日")),
        (DayStyle.DAY_MONTH, ("30 Jan", "1月30日", "1月30日")),
    ],
)
def test_a_day(style, said):
    assert in_each(lambda wording: day(date(2026, 1, 30), wording, style)) == said


# domain.md §4.3.
@pytest.mark.parametrize(
    ("text", "short", "long"),
    [
        (
            "FY2024",
            ("FY2024", "2024年", "2024年"),
            ("year ended 31 December 2024", *["截至2024年12月31日止年度"] * 2),
        ),
        (
            "1H2025",
            ("1H2025", "2025年上半年", "2025年上半年"),
            (
                "six months ended 30 June 2025",
                "截至2025年6月30日止六个月",
                "截至2025年6月30日止六個月",
            ),
        ),
        (
            "2H2025",
            ("2H2025", "2025年下半年", "2025年下半年"),
            (
                "six months ended 31 December 2025",
                "截至2025年12月31日止六个月",
                "截至2025年12月31日止六個月",
            ),
        ),
        (
            "9M2025",
            ("9M2025", "2025年前九个月", "2025年首九個月"),
            (
                "nine months ended 30 September 2025",
                "截至2025年9月30日止九个月",
                "截至2025年9月30日止九個月",
            ),
        ),
        (
            "3Q2025",
            ("3Q2025", "2025年第三季度", "2025年第三季"),
            (
                "three months ended 30 September 2025",
                "截至2025年9月30日止三个月",
                "截至2025年9月30日止三個月",
            ),
        ),
        (
            "2024-10",
            ("Oct 2024", "2024年10月", "2024年10月"),
            ("October 2024", "2024年10月", "2024年10月"),
        ),
        (
            "2025-06-30",
            ("30 Jun 2025", "2025年6月30日", "2025年6月30日"),
            ("as at 30 June 2025", "截至2025年6月30日", "於2025年6月30日"),
        ),
        (
            "FY2022..1H2025",
            ("FY2022 to 1H2025", *["2022年至2025年上半年"] * 2),
            ("FY2022 to 1H2025", *["2022年至2025年上半年"] * 2),
        ),
    ],
)
def test_a_period(text, short, long):
    time = parse_period(text)
    assert in_each(lambda wording: period(time, wording)) == short
    assert in_each(lambda wording: period(time, wording, PeriodStyle.LONG)) == long


def test_times_without_a_date_are_named():
    assert in_each(period, OFFERING) == ("the offering", "本次发售", "本次發售")
    assert in_each(period, NOT_STATED) == ("date not stated", "日期未说明", "未有說明日期")


@pytest.mark.parametrize("kind", [PeriodKind.SPAN, PeriodKind.YEAR])
def test_a_period_without_its_days_is_a_bug(kind):
    with pytest.raises(ValueError, match=r"without its ends|no last day"):
        period(Period(kind), EN)


def test_a_forecast_is_marked():
    year, half = parse_period("FY2029"), parse_period("2H2026")
    assert in_each(period, year, forecast=True) == ("2029E", "2029年（预测）", "2029年（預測）")
    assert in_each(period, half, forecast=True)[:2] == ("2H2026E", "2026年下半年（预测）")
    assert in_each(chart_period, year, forecast=True) == ("2029E", "2029E", "2029E")


def test_the_axis_of_a_chart_is_short():
    assert in_each(chart_period, parse_period("FY2024")) == ("2024", "2024年", "2024年")
    assert in_each(chart_period, parse_period("9M2025")) == (
        "9M2025",
        "2025年前九个月",
        "2025年首九個月",
    )
    assert chart_period(parse_period("FY2022..1H2025"), EN) == "2022–1H2025"


@pytest.mark.parametrize(
    ("items", "said"),
    [
        ([], ("", "", "")),
        (["A"], ("A", "A", "A")),
        (["A", "B"], ("A and B", "A和B", "A及B")),
        (["A", "B", "C"], ("A, B and C", "A、B和C", "A、B及C")),
    ],
)
def test_a_list(items, said):
    assert in_each(join, items) == said


def test_marks_between_words():
    assert in_each(clauses, ["A", "B"]) == ("A; B", "A；B", "A；B")
    assert in_each(labelled, "A", "B") == ("A: B", "A：B", "A：B")
    assert in_each(with_aside, "A", "B") == ("A (B)", "A（B）", "A（B）")
    assert in_each(quote, "A “B”") == ("“A ‘B’”", "“A ‘B’”", "「A 『B』」")


def test_a_missing_value_says_why():
    assert in_each(absent, Missing.NOT_DISCLOSED) == ("not disclosed", "未披露", "未有披露")
    assert in_each(absent, Missing.NOT_DISCLOSED, short=True) == ("n.d.", "未披露", "未有披露")
    assert in_each(absent, Missing.NOT_MEANINGFUL, short=True) == ("n.m.", "无意义", "無意義")
    assert in_each(absent, Missing.NOT_APPLICABLE) == ("not applicable", "不适用", "不適用")


@pytest.mark.parametrize(
    ("written", "right"),
    [
        ("增至9.4倍,达4.73亿元;仍高于收入.", "增至9.4倍，达4.73亿元；仍高于收入。"),
        ("注:价格(固定)为28.20港元", "注：价格（固定）为28.20港元"),
        ("灼识咨询(CIC)称", "灼识咨询（CIC）称"),
        ("共1,022家, 时间12:00", "共1,022家，时间12:00"),
        ("由NVIDIA Co., Ltd.,在港", "由NVIDIA Co., Ltd.，在港"),
        ("真的吗?真的!", "真的吗？真的！"),
        (
            "收入{revenue.FY2024}(按年{growth}),{loss}",
            "收入{revenue.FY2024}（按年{growth}），{loss}",
        ),
        ("Axera Semiconductor (Shanghai) Co., Ltd.", "Axera Semiconductor (Shanghai) Co., Ltd."),
        ("上海 Biren 的 GPU", "上海Biren的GPU"),
        ("称「领先」", "称“领先”"),
        ("已经是全角，不变。", "已经是全角，不变。"),
    ],
)
def test_chinese_prose_takes_full_width_marks(written, right):
    assert full_width(written, HANS) == right
    assert full_width(right, HANS) == right


def test_full_width_leaves_english_and_takes_the_marks_of_hong_kong():
    assert full_width("Price (fixed), 1,022: 中 文", EN) == "Price (fixed), 1,022: 中 文"
    assert full_width("稱“領先”", HANT) == "稱「領先」"


def test_the_wordings_are_whole():
    assert FAULTS == ()
    assert sorted(WORDINGS) == ["en", "zh-Hans", "zh-Hant-HK"]
