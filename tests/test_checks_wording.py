"""Wording: multiples, moments for flows, dates that lean on today, superlatives, and stages."""

from dataclasses import replace
from decimal import Decimal

import pytest
from small_library import (
    CONTRADICTS,
    HOLDS,
    NOT_TESTABLE,
    SOURCES,
    TENSION,
    fact,
    hkd,
    library,
    on,
    verdicts,
)

from briefs.checks.growth import direction_wording
from briefs.checks.lexicon import FOLDER, Lexicon, lexicon
from briefs.checks.wording import (
    multiple_wording,
    no_relative_dates,
    period_type,
    stage_consistency,
    superlative_attributed,
)
from briefs.faults import InvalidInput, Severity
from briefs.figures import Qualifier
from briefs.records.company import Stage
from briefs.records.source import Sources

LANGUAGES = ("en", "zh-Hans", "zh-Hant-HK")


def in_chinese(facts):
    """Make the library with a source that writes Simplified Chinese."""
    source = {**SOURCES["sources"]["gazette"], "language": "zh-Hans"}
    known = Sources.model_validate({"sources": {"gazette": source}})
    return replace(library(facts), sources=known)


def found(check, records):
    return {one.path: one.verdict for one in check(records)}


def revenue(words, base="revenue.FY2022", last="473 million"):
    said = f'{{words: "{words}", at: x{f", base: {base}" if base else ""}}}'
    values = f"FY2022: 50.23 million, FY2024: {{value: {last}, as_stated: {said}}}"
    return {"financials.revenue": f"{{unit: CNY, at: x, values: {{{values}}}}}"}


@pytest.mark.parametrize(
    ("words", "last", "verdict"),
    [
        ("more than 8-fold increase in two years", "473 million", TENSION),  # 9.4 is 8 + 1
        ("more than 9-fold increase", "473 million", TENSION),  # 9.4 is 9
        ("9.4 times the revenue of before", "473 million", HOLDS),
        ("over 9 times that of before", "473 million", HOLDS),
        ("about 9 times the revenue", "473 million", HOLDS),
        ("nearly 10 times the revenue", "473 million", HOLDS),
        ("over 12 times that of before", "473 million", CONTRADICTS),
        ("8.4 times more", "473 million", HOLDS),
        ("3-fold increase", "473 million", CONTRADICTS),
    ],
)
def test_a_multiple_in_words_is_tested_in_every_reading(words, last, verdict):
    (one,) = multiple_wording(library(revenue(words, last=last)))
    assert (one.path, one.verdict) == ("revenue.FY2024", verdict)
    assert one.severity is Severity.WARNING
    assert str(one.computed.shown) == "9.4"


@pytest.mark.parametrize(
    ("words", "verdict"),
    [
        ("收入增长8.4倍", HOLDS),
        ("收入增长9.4倍", CONTRADICTS),
        ("收入增至9.4倍", HOLDS),
        ("收入增长超8倍", HOLDS),
    ],
)
def test_chinese_tells_growth_by_from_growth_to(words, verdict):
    assert found(multiple_wording, in_chinese(revenue(words))) == {"revenue.FY2024": verdict}


def test_a_multiple_in_words_needs_a_base():
    assert verdicts(multiple_wording, revenue("8-fold increase", base="")) == {
        "revenue.FY2024": NOT_TESTABLE
    }
    assert verdicts(multiple_wording, revenue("a jump")) == {}


def test_a_subscription_level_is_no_growth():
    words = "as_stated"
    said = {words: "{words: 超额认购倍数飙升至2347倍, at: x}"}
    level = fact("2347", "times", **said)
    assert found(multiple_wording, in_chinese({"demand.public_over": level})) == {}


@pytest.mark.parametrize(
    ("path", "figure", "verdict"),
    [
        ("financials.cumulative_loss", fact("63亿", "CNY", period="FY2022..1H2025"), HOLDS),
        ("financials.cumulative_loss", fact("63亿", "CNY", as_of="2025-06-30"), CONTRADICTS),
        ("financials.order_backlog", fact("8.22亿", "CNY", as_of="2025-06-30"), HOLDS),
        ("financials.order_backlog", fact("8.22亿", "CNY", period="FY2024"), CONTRADICTS),
        ("people.staff", fact("792", "people", period="1H2025"), CONTRADICTS),
        ("debut.close", hkd("34.46", as_of="2026-01-02"), HOLDS),
    ],
)
def test_flows_want_a_stretch_and_balances_a_moment(path, figure, verdict):
    assert verdicts(period_type, {path: figure}) == {path.removeprefix("financials."): verdict}


def test_a_moment_that_is_not_stated_is_no_question_of_its_kind():
    backlog = fact("8.22亿", "CNY", as_of="not stated")
    assert verdicts(period_type, {"financials.order_backlog": backlog}) == {}


@pytest.mark.parametrize(
    ("words", "verdict"),
    [
        ("截至2024年年底以及2025年6月30日", TENSION),
        ("截至2025年6月30日止六个月", None),
        ("2024年", None),
    ],
)
def test_a_source_that_puts_a_flow_at_a_moment(words, verdict):
    said = f"{{words: {words}, at: x}}"
    facts = {
        "financials.loss": f"{{unit: CNY, at: x, values: {{FY2024: 15亿}}, as_stated: {said}}}"
    }
    assert found(period_type, in_chinese(facts)).get("loss") is verdict


@pytest.mark.parametrize(
    ("language", "words", "leans"),
    [
        ("en", "Sales rose this year.", True),
        ("en", "Losses to date are large.", True),
        ("en", "In the first half sales fell.", True),
        ("en", "In the first half of 2025 sales fell.", False),
        ("en", "The source says “at present” and “this year”.", False),
        ("en", "the last half-year alone", False),
        ("en", "In {1H2025} sales fell.", False),
        ("zh-Hans", "今年收入上升。", True),
        ("zh-Hans", "上半年收入上升。", True),
        ("zh-Hans", "2025年上半年收入上升。", False),
        ("zh-Hans", "来源未注明日期。", False),
        ("zh-Hans", "来源写“今年上半年”。", False),
        ("zh-Hant-HK", "去年收入上升。", True),
        ("zh-Hant-HK", "來源沒有註明日期。", False),
    ],
)
def test_our_texts_lean_on_no_day(language, words, leans):
    text = f'{{en: A note., {language}: "{words}"}}' if language != "en" else f'{{en: "{words}"}}'
    verdict = {"notes.one": CONTRADICTS} if leans else {}
    assert found(no_relative_dates, library({"notes.one": text})) == verdict


def test_a_source_may_lean_on_its_day_under_strain():
    said = "as_stated: {words: 今年上半年, at: x}"
    units = f"{{unit: chips, at: x, values: {{1H2025: {{value: '22', {said}}}}}}}"
    facts = {"products": f"[{{name: BR, status: on sale, what: {{en: A}}, at: x, units: {units}}}]"}
    assert found(no_relative_dates, in_chinese(facts)) == {"products.BR.units.1H2025": TENSION}


def position(more=""):
    rank = f'{{value: "2", unit: rank, at: x{more}}}'
    words = "field: {en: Chips}, measured_by: {en: units}, area: {en: world}"
    return {"positions": f"[{{id: chips, rank: {rank}, {words}}}]"}


@pytest.mark.parametrize(
    ("more", "verdict"),
    [
        (", period: FY2024, by: frost", HOLDS),
        (", period: FY2024", TENSION),
        (", period: not stated, by: frost", TENSION),
    ],
)
def test_a_rank_has_a_voice_and_a_year(more, verdict):
    assert verdicts(superlative_attributed, position(more)) == {"positions.chips.rank": verdict}


@pytest.mark.parametrize(
    ("what", "more", "verdict"),
    [
        ("First GPU maker listed in Hong Kong", "", TENSION),
        ("First GPU maker listed", ", by: cic", TENSION),
        ("First GPU maker listed", ", by: cic, as_of: 2026-01-02", HOLDS),
        ("First GPU maker listed", ", by: cic, as_of: not stated", TENSION),
        ("A chip for vision", ", as_stated: {words: the leading chip, at: x}", TENSION),
        ("A chip for vision", "", None),
        ("Sold in the first half of 2024", "", None),
    ],
)
def test_a_superlative_has_a_voice_and_a_date(what, more, verdict):
    claims = f"[{{what: {{en: {what}}}, at: x{more}}}]"
    assert verdicts(superlative_attributed, {"claims": claims}).get("claims.1") is verdict


def opens(words):
    event = f"{{date: 2026-01-30, at: x, as_stated: {{words: {words}, at: x}}}}"
    return {"timetable.offer_opens": event}


@pytest.mark.parametrize(
    ("words", "verdict"),
    [
        ("Files for HKEX Listing", TENSION),
        ("kicked off its H-share offering", HOLDS),
        ("IPO Watch", None),
    ],
)
def test_a_headline_tells_the_stage_that_the_dates_tell(words, verdict):
    path = "timetable.offer_opens"
    assert verdicts(stage_consistency, opens(words)).get(path) is verdict


def test_our_own_headline_tells_it_too():
    other = "{en: x}"
    facts = {
        "timetable.offer_opens": on("2026-01-30"),
        "narrative.headline": "{en: Ant began trading}",
        "narrative.business": other,
        "narrative.strengths": f"[{other}]",
        "narrative.risks": f"[{other}]",
    }
    assert verdicts(stage_consistency, facts) == {"narrative.headline": TENSION}
    assert verdicts(stage_consistency, {**facts, "listing.board": "unlisted"}) == {}


@pytest.mark.parametrize(
    ("values", "words", "verdict"),
    [
        ("{FY2023: 17亿, FY2024: 15亿}", "continuously expanding losses", TENSION),
        ("{FY2023: 15亿, FY2024: 17亿}", "continuously expanding losses", HOLDS),
        ("{FY2023: 17亿, FY2024: 15亿}", "losses narrowed", HOLDS),
        ("{FY2024: 15亿}", "losses narrowed", NOT_TESTABLE),
    ],
)
def test_words_of_direction_beside_a_series(values, words, verdict):
    said = f"{{words: {words}, at: x}}"
    facts = {"financials.loss": f"{{unit: CNY, at: x, values: {values}, as_stated: {said}}}"}
    assert verdicts(direction_wording, facts) == {"loss.FY2024": verdict}


def test_words_of_direction_without_any_figure():
    said = "as_stated: {words: continuously expanding losses, at: x}"
    facts = {
        "financials.loss": f"{{not_disclosed: none, {said}}}",
        "notes.none": "{en: No figure.}",
    }
    assert verdicts(direction_wording, facts) == {"loss": NOT_TESTABLE}


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_language_of_ours_has_a_lexicon(language):
    words = lexicon(language)
    assert isinstance(words, Lexicon)
    assert set(words.stage) == set(Stage) - {Stage.UNLISTED}
    assert not words.find("superlative", "")


def test_a_form_of_a_language_reads_its_lexicon_and_others_have_none():
    assert lexicon("zh-Hans-CN") is lexicon("zh-Hans")
    assert lexicon("fr") is None


def test_lexica_are_files_that_stand_beside_the_checks():
    assert {path.stem for path in FOLDER.glob("*.yaml")} == set(LANGUAGES)


def test_a_broken_lexicon_is_refused(tmp_path, monkeypatch):
    (tmp_path / "xx.yaml").write_text("up: [a", encoding="utf-8")
    monkeypatch.setattr("briefs.checks.lexicon.FOLDER", tmp_path)
    with pytest.raises(InvalidInput):
        lexicon("xx")


def test_how_words_bound_a_multiple():
    words = lexicon("en")
    assert words.times("more than 8-fold increase").readings == (Decimal(9), Decimal(8))
    assert words.times("more than 8-fold increase").qualifier is Qualifier.OVER
    assert words.times("8 times the size").qualifier is Qualifier.EXACT
    assert words.times("a large increase") is None
