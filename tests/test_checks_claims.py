"""Claims: directions, orders, multiples, ranks and superlatives are bound to figures."""

from dataclasses import replace

import pytest
from pydantic import ValidationError
from small_library import (
    CONTRADICTS,
    HEAD,
    HOLDS,
    NOT_TESTABLE,
    TENSION,
    fact,
    library,
    verdicts,
)

from briefs.checks.claims import (
    CLAIM_CHECKS,
    claimed_direction,
    claimed_multiple,
    claimed_order,
    claimed_rank,
    claimed_superlative,
    undeclared_claim,
)
from briefs.reading import faults_of, plain, read_text
from briefs.records.company import Company
from briefs.records.library import members

FIGURES = {
    "financials.revenue": (
        "{unit: CNY, at: x, values: {FY2022: 50.23 million, FY2023: 230 million, "
        "FY2024: 473 million, 9M2025: 269 million}}"
    ),
    "financials.rd_expense": (
        "{unit: CNY, at: x, values: {FY2024: 589 million, FY2023: 230 million}}"
    ),
    "financials.loss": "{not_disclosed: none}",
    "notes.none": "{en: No figure.}",
    "shipments": fact("165 million", "chips", qualifier="over", as_of="2025-09-30"),
}


def told(claim, words="Words.", more=None):
    """Write a record whose headline claims something."""
    text = "{en: x}"
    return {
        **FIGURES,
        **(more or {}),
        "narrative.headline": f'{{en: "{words}", claims: [{claim}]}}',
        "narrative.business": text,
        "narrative.strengths": f"[{text}]",
        "narrative.risks": f"[{text}]",
    }


def verdict(check, claim, words="Words.", more=None):
    found = verdicts(check, told(claim, words, more))
    assert set(found) <= {"narrative.headline"}
    return found.get("narrative.headline")


@pytest.mark.parametrize(
    ("way", "figures", "expected"),
    [
        ("up", "[revenue.FY2023, revenue.FY2024]", HOLDS),
        ("up", "[revenue.FY2022, revenue.FY2023, revenue.FY2024]", HOLDS),
        ("down", "[revenue.FY2023, revenue.FY2024]", CONTRADICTS),
        ("up", "[revenue.FY2024, revenue.FY2023]", CONTRADICTS),
        ("down", "[revenue.FY2024, revenue.FY2023]", HOLDS),
        ("up", "[revenue.FY2023, rd_expense.FY2023]", TENSION),  # both are 230 million
        ("up", "[revenue.FY2024, revenue.9M2025]", NOT_TESTABLE),
        ("up", "[loss.FY2023, loss.FY2024]", NOT_TESTABLE),
        ("up", "[shipments, shipments]", NOT_TESTABLE),
        ("up", "[revenue.FY2023, revnue.FY2024]", CONTRADICTS),
    ],
)
def test_a_direction_is_that_of_the_figures(way, figures, expected):
    assert verdict(claimed_direction, f"{{direction: {way}, figures: {figures}}}") is expected


@pytest.mark.parametrize(
    ("figures", "expected"),
    [
        ("[rd_expense.FY2024, revenue.FY2024]", HOLDS),
        ("[revenue.FY2024, rd_expense.FY2024]", CONTRADICTS),
        ("[revenue.FY2023, rd_expense.FY2023]", TENSION),
        ("[revenue.FY2024, rd_to_revenue.FY2024]", NOT_TESTABLE),
        ('["ant:rd_expense.FY2024", revenue.FY2024]', HOLDS),
        ('["bee:rd_expense.FY2024", revenue.FY2024]', CONTRADICTS),
    ],
)
def test_an_order_is_that_of_the_figures(figures, expected):
    assert verdict(claimed_order, f"{{exceeds: {figures}}}") is expected


MULTIPLE = "revenue_multiple.FY2022..FY2024"


@pytest.mark.parametrize(
    ("more", "words", "expected"),
    [
        ("", f"Now {{{MULTIPLE}}} as much.", HOLDS),
        ("", "Now far more.", CONTRADICTS),
        (', stated: "9"', "Ninefold.", HOLDS),
        (', stated: "9.4"', "9.4.", HOLDS),
        (', stated: "8", qualifier: over', "More than eightfold.", TENSION),
        (', stated: "9", qualifier: over', "More than ninefold.", HOLDS),
        (', stated: "10", qualifier: nearly', "Nearly tenfold.", HOLDS),
        (', stated: "9", qualifier: about', "About ninefold.", HOLDS),
        (', stated: "12", qualifier: over', "More than twelvefold.", CONTRADICTS),
        (', stated: "7"', "Sevenfold.", CONTRADICTS),
    ],
)
def test_a_multiple_is_that_of_the_figures(more, words, expected):
    assert verdict(claimed_multiple, f'{{multiple: "{MULTIPLE}"{more}}}', words) is expected


def test_a_multiple_of_something_else():
    assert verdict(claimed_multiple, "{multiple: revenue.FY2024}") is CONTRADICTS


def test_every_language_refers_to_the_multiple():
    facts = told("x")
    facts["narrative.headline"] = (
        f'{{en: "{{{MULTIPLE}}}", zh-Hans: "大增", claims: [{{multiple: "{MULTIPLE}"}}]}}'
    )
    (found,) = claimed_multiple(library(facts))
    assert found.verdict is CONTRADICTS
    assert "zh-Hans" in found.message


def position(by):
    rank = fact("1", "rank", period="FY2024", **({"by": by} if by else {}))
    words = "field: {en: Chips}, measured_by: {en: units}, area: {en: world}"
    return {"positions": f"[{{id: chips, rank: {rank}, {words}}}]"}


@pytest.mark.parametrize(
    ("by", "words", "expected"),
    [
        ("frost", "It is {positions.chips.rank}.", HOLDS),
        ("frost", "It is first.", CONTRADICTS),
        ("", "It is {positions.chips.rank}.", TENSION),
    ],
)
def test_a_rank_is_one_of_the_record_and_somebodys(by, words, expected):
    claim = "{rank: positions.chips.rank}"
    assert verdict(claimed_rank, claim, words, position(by)) is expected


def test_a_rank_that_is_none():
    assert verdict(claimed_rank, "{rank: revenue.FY2024}") is CONTRADICTS
    assert verdict(claimed_rank, "{rank: positions.cards.rank}") is CONTRADICTS


LARGEST = "superlative: largest, by: cic, as_of: 2026-01-02"


@pytest.mark.parametrize(
    ("more", "expected"),
    [
        ("", NOT_TESTABLE),
        (", figure: rd_expense.FY2024, among: [revenue.FY2024]", HOLDS),
        (", figure: revenue.FY2024, among: [rd_expense.FY2024, revenue.FY2023]", CONTRADICTS),
        (", figure: rd_expense.FY2023, among: [revenue.FY2023]", TENSION),
        (", figure: revenue.FY2024, among: [rd_to_revenue.FY2024]", NOT_TESTABLE),
    ],
)
def test_a_superlative_is_tested_among_what_it_names(more, expected):
    assert verdict(claimed_superlative, f"{{{LARGEST}{more}}}") is expected


def test_the_smallest_is_below_the_others():
    claim = LARGEST.replace("largest", "smallest")
    figures = "figure: revenue.FY2022, among: [revenue.FY2023, revenue.FY2024]"
    assert verdict(claimed_superlative, f"{{{claim}, {figures}}}") is HOLDS


def test_a_superlative_needs_a_voice_and_a_date():
    text = "".join(f"{name}: {value}\n" for name, value in HEAD.items() if "." not in name)
    text += "names: {short: {en: Ant}}\nlisting: {board: main-board}\n"
    text += "claims: [{what: {en: A, claims: [{superlative: largest}]}, at: x}]\n"
    node, _ = read_text(text.encode(), name="ant.yaml")
    with pytest.raises(ValidationError) as refused:
        Company.model_validate(plain(node))
    found = [str(fault) for fault in faults_of(refused.value, node, model=Company)]
    assert ["by is missing" in words or "as_of is missing" in words for words in found] == [
        True
    ] * 2


@pytest.mark.parametrize(
    ("words", "claim", "expected"),
    [
        ("Revenue rose to {revenue.FY2024}.", "", TENSION),
        (
            "Revenue rose to {revenue.FY2024}.",
            "{direction: up, figures: [revenue.FY2023, revenue.FY2024]}",
            None,
        ),
        ("Revenue fell.", "", TENSION),
        ("R&D exceeded revenue.", "", TENSION),
        ("Revenue doubled.", "", TENSION),
        ("A more than eightfold revenue.", "", TENSION),
        ("The largest maker of chips.", "", TENSION),
        ("The five largest customers.", "", None),
        ("The first-day close.", "", None),
        ("It ranks high.", "", TENSION),
        ("The source calls it “the largest”.", "", None),
        ("Revenue was {revenue_growth.FY2024}.", "", None),
        ("Revenue was {revenue.FY2024}.", "", None),
    ],
)
def test_words_that_claim_something_undeclared(words, claim, expected):
    assert verdict(undeclared_claim, claim, words) is expected


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("zh-Hans", "收入升至新高"),
        ("zh-Hans", "研发高于收入"),
        ("zh-Hans", "国内首家"),
        ("zh-Hant-HK", "收入增長"),
        ("zh-Hant-HK", "排名居前"),
    ],
)
def test_chinese_words_that_claim_something(language, words):
    facts = told("")
    facts["narrative.headline"] = f'{{en: "Words.", {language}: "{words}"}}'
    assert set(verdicts(undeclared_claim, facts).values()) == {TENSION}


def test_a_language_without_a_lexicon_is_let_be():
    facts = told("")
    facts["narrative.headline"] = "{fr: Le plus grand fabricant}"
    assert verdicts(undeclared_claim, facts) == {}


def test_claims_of_others_are_tested_too_and_found_among_the_members_of_a_record():
    claim = "{exceeds: [rd_expense.FY2024, revenue.FY2024]}"
    words = f"{{en: R&D is above revenue, claims: [{claim}]}}"
    facts = {
        **FIGURES,
        "claims": f"[{{what: {words}, at: x}}]",
        "plans": f"[{{what: {words}, at: x}}]",
    }
    records = library(facts)
    found = [(one.path, one.verdict) for one in claimed_order(records)]
    assert found == [("claims.1", HOLDS), ("plans.1", HOLDS)]
    company = records.companies["ant"]
    places = [loc for loc, value in members(company) if value == "rd_expense.FY2024"]
    assert ("claims", 0, "what", "claims", 0, "exceeds", 0) in places


def test_a_record_without_claims_gives_no_findings():
    records = library({**FIGURES, "financials.gross_margin": "{not_disclosed: none}"})
    for check in CLAIM_CHECKS:
        assert list(check(records)) == []
    assert list(claimed_order(replace(records, companies={}))) == []
