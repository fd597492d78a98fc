"""Lines, amounts, punctuation, quotes and terms are those of the page's language."""

import re
from dataclasses import replace

import pytest
from exhibits import messages, printed, small, told, tools, view_of, whole

from briefs.faults import Severity
from briefs.proofs.lines import paragraphs
from briefs.proofs.terms import glossary, terms
from briefs.proofs.typography import typography

NARROW = "p { width: 40mm; font-size: 10pt; }"


def test_our_pages_have_something_to_prove_the_rules_on():
    known = whole("axera.one-pager.zh-Hans")
    assert not list(typography(known))
    assert not list(terms(known))
    assert sum(len(paragraph.lines) > 1 for paragraph in paragraphs(known.layout)) > 5


SABOTAGES = {
    "a stop at a line's start": ("zh-Hans", "甲乙丙<br/>，丁戊", "a line begins with “，”"),
    "a closing quote at a line's start": ("zh-Hant-HK", "「甲乙<br/>」丙", "begins with “」”"),
    "a dash at a line's start": ("zh-Hans", "甲乙<br/>——丙", "begins with “—”"),
    "an opening bracket at a line's end": ("zh-Hans", "甲乙（<br/>丙）", "a line ends with “（”"),
    "an opening quote at a line's end": ("zh-Hant-HK", "甲乙「<br/>丙」", "ends with “「”"),
    "an amount": ("zh-Hans", "收入5,890.3<br/>万元", "“5,890.3万元” is broken"),
    "an amount's unit": ("zh-Hant-HK", "集資53.75億<br/>港元", "“53.75億港元” is broken"),
    "a date": ("en-HK", "Listing on 30<br/>January 2026", "“30 January 2026” is broken"),
    "a marked text": (
        "en-HK",
        '<span class="nb" data-name="">Sky9<br/>Capital</span>',
        "“Sky9Capital” is broken",
    ),
    "a Western comma": ("zh-Hans", "甲乙,丙丁", "“,” stands in Chinese"),
    "a Western bracket": ("zh-Hant-HK", "甲乙(丙)", "“(” stands in Chinese"),
    "a Western stop": ("zh-Hans", "甲乙丙.", "“.” stands in Chinese"),
    "a space": ("zh-Hans", "甲乙 AI丙", "a space stands in Chinese"),
    "the quotes of the other region": ("zh-Hans", "甲「乙」丙", "「」” are no quotation marks"),
    "mainland quotes in Hong Kong": ("zh-Hant-HK", "甲“乙”丙", "are no quotation marks"),
    "a straight quote": ("en-HK", 'the "source"', "a straight quotation mark"),
}


@pytest.mark.parametrize(("lang", "body", "named"), SABOTAGES.values(), ids=list(SABOTAGES))
def test_what_breaks_a_rule_is_found_with_its_place(lang, body, named):
    found = messages(typography(small(f"<p>{body}</p>", NARROW, lang)))
    assert any(named in message for message in found), found
    assert all(message.startswith("page 1, ") for message in found)


@pytest.mark.parametrize(
    ("lang", "body"),
    [
        ("zh-Hans", "甲乙，<br/>丙丁"),
        ("zh-Hans", "收入<br/>5,890.3万元，占12.5%"),
        ("zh-Hans", '见<span lang="en-HK">IPO Watch: Axera (A, B)</span>一文'),
        ("en-HK", "Listing on<br/>30 January 2026, at HK$28.20"),
        ("zh-Hant-HK", "「甲『乙』丙」"),
        ("zh-Hans", "“甲‘乙’丙”"),
    ],
)
def test_what_keeps_the_rules_is_left_alone(lang, body):
    assert not messages(typography(small(f"<p>{body}</p>", NARROW, lang)))


def test_an_amount_of_a_real_page_that_breaks_is_found():
    spoilt = printed(view_of("axera.one-pager.zh-Hans"), css=".nb { white-space: normal }")
    broken = [one for one in messages(typography(spoilt)) if "broken" in one]
    assert broken
    assert all("mm from the left" in one for one in broken)


@pytest.mark.parametrize(
    ("label", "named"),
    [
        ("甲乙丙丁戊己庚辛，壬癸子丑寅卯辰", "a line begins with “，”"),
        ("甲乙丙丁戊己庚（壬癸子丑寅卯辰）", "a line ends with “（”"),
        ("甲乙4731亿元丙", "“4731亿元” is broken"),
        ("甲,乙", "“,” stands in Chinese"),
    ],
)
def test_a_label_of_a_chart_keeps_the_rules_too(monkeypatch, label, named):
    monkeypatch.setattr("briefs.charts.blocks.UNITS", (re.compile("."),))
    name = "axera/revenue"
    view = view_of("axera.one-pager.zh-Hans")
    chart = tools()[1].page(view, "0" * 64).charts[name]
    ticks = (replace(chart.ticks[0], label=(label,)), *chart.ticks[1:])
    spoilt = printed(view, charts={name: replace(chart, ticks=ticks)})
    told(typography(spoilt), "in a chart", named, "page 1", "mm from")


TERMS = {
    "公司的淨利潤下跌": ("淨利潤", "期內溢利"),
    "收盤價為34.46港元": ("收盤價", "收市價"),
    "收入同比升69%": ("同比", "按年"),
    "承銷商與保薦人": ("承銷商", "包銷商"),
    "募資淨額85%": ("募資淨額", "所得款項淨額"),
    "雲端服務器": ("服務器", "伺服器"),
    "應用軟體": ("軟體", "軟件"),
}


@pytest.mark.parametrize(("text", "named"), TERMS.items())
def test_a_mainland_term_on_a_hong_kong_page_is_a_warning_with_its_replacement(text, named):
    wrong, right = named
    faults = list(terms(small(f"<p>{text}</p>", lang="zh-Hant-HK")))
    assert [fault.severity for fault in faults] == [Severity.WARNING]
    assert f"“{wrong}” is a term of the mainland" in faults[0].message
    assert right in faults[0].mend


def test_a_term_of_the_mainland_stands_on_a_mainland_page():
    assert not list(terms(small("<p>同比信息</p>", lang="zh-Hans")))


def test_a_term_within_a_longer_word_is_left_alone():
    assert not list(terms(small("<p>按同比例調整</p>", lang="zh-Hant-HK")))


def test_a_name_that_a_converter_changed_is_an_error():
    [fault] = terms(small("<p>摩爾執行緒上市</p>", lang="zh-Hant-HK"))
    assert fault.severity is Severity.ERROR
    assert fault.mend == "write 摩爾線程"


def test_no_term_of_the_glossary_is_wrong_by_its_own_right():
    for term in glossary().terms:
        others = [word for one in glossary().terms for word in one.wrong if word in term.right]
        assert not others, (term.right, others)
