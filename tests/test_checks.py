"""Checks question the records: what holds, what does not, and what somebody answered for."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest

from briefs.build.project import derived
from briefs.build.templates import own_templates
from briefs.checks import CHECKS, Verdict, question
from briefs.language import load_wordings, parse_setting
from briefs.records.library import read_library
from briefs.views.one_pager import one_pager

SOURCES = """\
sources:
  gazette:
    publisher: {en: The Gazette}
    title: A listing
    language: en
    date: 2026-01-05
    retrieved: 2026-01-06
    terms: {en: None}
    sha256: not held
    class: press
bases:
  revenue: {en: revenue}
"""

COMPANY = """\
id: ant
source: gazette
as_of: 2026-01-05
names:
  short: {en: Ant}
industry: {en: Insects}
line: {en: Hills}
listing: {board: main-board}
offer:
  price: {value: "20.00", unit: HKD, at: ¶1}
debut:
"""

ACKNOWLEDGED = """\
acknowledged:
  - check: return_vs_offer
    figures: [debut.gain_close]
    reason: {en: The source confused two days.}
    reviewed_by: an editor
    reviewed_on: 2026-01-07
"""


@pytest.fixture
def ask(tmp_path):
    """Question a library of one company with these lines about its debut."""

    def asked(debut, more="", company=COMPANY):
        (tmp_path / "data/companies").mkdir(parents=True)
        (tmp_path / "data/sources.yaml").write_text(SOURCES, encoding="utf-8")
        lines = "".join(f"  {line}\n" for line in debut)
        path = tmp_path / "data/companies/ant.yaml"
        path.write_text(company + lines + more, encoding="utf-8")
        answers = question(derived(read_library(tmp_path, languages=["en"])))
        about_gains = [one for one in answers.findings if one.check == "return_vs_offer"]
        return replace(answers, findings=tuple(about_gains))

    return asked


@pytest.mark.parametrize("check", CHECKS)
def test_every_check_says_when_one_would_not_want_it(check):
    paragraph = " ".join(check.__doc__.split())
    assert "ne would not want" in paragraph or "it never warns" in paragraph


def price(name, value, unit="HKD"):
    return f'{name}: {{value: "{value}", unit: {unit}, as_of: 2026-01-05, at: ¶2}}'


def gain(kind, value, qualifier="exact"):
    return (
        f'gain_{kind}: {{value: "{value}", unit: percent change, qualifier: {qualifier}, '
        "as_of: 2026-01-05, at: ¶3}"
    )


@pytest.mark.parametrize(
    ("close", "stated", "qualifier", "verdict"),
    [
        ("30.00", "50%", "exact", Verdict.HOLDS),
        ("30.00", "50.0%", "exact", Verdict.HOLDS),
        ("30.00", "50.00%", "exact", Verdict.HOLDS),
        ("29.99", "50.00%", "exact", Verdict.HOLDS),  # within the last digit of the prices
        ("30.00", "50.6%", "exact", Verdict.CONTRADICTS),
        ("30.00", "5%", "exact", Verdict.CONTRADICTS),
        ("18.00", "-10%", "exact", Verdict.HOLDS),
        ("18.00", "10%", "exact", Verdict.CONTRADICTS),
        ("30.00", "40%", "over", Verdict.HOLDS),
        ("30.00", "49.9%", "over", Verdict.HOLDS),
        ("30.00", "51%", "over", Verdict.CONTRADICTS),
        # A bound of four digits is a point in disguise.
        ("30.00", "44.44%", "over", Verdict.CONTRADICTS),
        ("30.00", "44.44%", "at least", Verdict.CONTRADICTS),
        ("30.00", "40.00%", "over", Verdict.CONTRADICTS),
        ("2,300.00", "10,000%", "over", Verdict.HOLDS),
        ("30.00", "51%", "nearly", Verdict.HOLDS),
        ("30.00", "49%", "nearly", Verdict.CONTRADICTS),
        ("30.00", "51%", "about", Verdict.HOLDS),
        ("30.00", "52%", "about", Verdict.CONTRADICTS),
    ],
)
def test_a_stated_gain_is_tested_within_the_digits_written(ask, close, stated, qualifier, verdict):
    (finding,) = ask([price("close", close), gain("close", stated, qualifier)]).findings
    assert (finding.verdict, finding.subject, finding.path) == (verdict, "ant", "debut.gain_close")


@pytest.mark.parametrize("kind", ["open", "high", "close"])
def test_every_price_of_the_first_day_is_tested_against_its_own_gain(ask, kind):
    prices = [
        price(name, value)
        for name, value in (("open", "21.00"), ("high", "30.00"), ("close", "25.00"))
    ]
    true = {"open": "5%", "high": "50%", "close": "25%"}
    answers = ask([*prices, gain(kind, true[kind])])
    (finding,) = answers.findings
    assert finding.verdict is Verdict.HOLDS
    assert [one.path for one in finding.inputs] == ["offer.price", f"debut.{kind}"]
    assert f"{finding.computed.shown.normalize():f}%" == true[kind]
    assert not answers.faults


@pytest.mark.parametrize(
    "debut",
    [
        [gain("close", "50%")],
        ["close: {not_disclosed: gone}", gain("close", "50%")],
        [price("close", "30.00", unit="CNY"), gain("close", "50%")],
    ],
)
def test_without_both_prices_in_one_currency_nothing_is_tested(ask, debut):
    answers = ask(debut, "notes: {gone: {en: Gone.}}\n" if "gone" in debut[0] else "")
    assert [finding.verdict for finding in answers.findings] == [Verdict.NOT_TESTABLE]
    assert not answers.faults


def test_a_price_that_may_be_nothing_gives_no_gain(ask):
    cheap = COMPANY.replace('value: "20.00", unit', 'value: "1", qualifier: about, unit')
    (finding,) = ask([price("close", "3.00"), gain("close", "50%")], company=cheap).findings
    assert finding.verdict is Verdict.NOT_TESTABLE


def test_a_contradiction_is_an_error_where_the_gain_is_written(ask):
    answers = ask([price("close", "30.00"), gain("close", "44.4%")])
    assert answers.stop
    (fault,) = answers.faults
    line = COMPANY.count("\n") + 2
    assert re.fullmatch(rf"data/companies/ant\.yaml:{line}:(3|15)", str(fault.place))
    assert str(fault).startswith(f"{fault.place}: error: debut.gain_close is stated as 44.4% ")
    assert "which give 50.0%" in fault.message
    assert "acknowledge return_vs_offer with a reason" in fault.mend


def test_an_acknowledged_contradiction_passes_and_keeps_its_reason(ask):
    answers = ask([price("close", "30.00"), gain("close", "44.4%")], ACKNOWLEDGED)
    assert not answers.faults
    (finding,) = answers.findings
    assert finding.verdict is Verdict.CONTRADICTS
    assert finding.acknowledged.reason == {"en": "The source confused two days."}


@pytest.mark.parametrize(
    ("debut", "more"),
    [
        ([price("close", "30.00"), gain("close", "50%")], ACKNOWLEDGED),
        ([price("close", "30.00")], ACKNOWLEDGED),
        (
            [price("close", "30.00"), gain("close", "50%")],
            ACKNOWLEDGED.replace("return_vs_offer", "another_check"),
        ),
    ],
)
def test_an_acknowledgement_of_nothing_is_a_warning_where_it_stands(ask, debut, more):
    answers = ask(debut, more)
    assert not answers.stop
    (fault,) = answers.faults
    line = COMPANY.count("\n") + len(debut) + 2
    assert str(fault).startswith(f"data/companies/ant.yaml:{line}:5: warning: ")
    assert "take the acknowledgement out" in fault.mend


def test_an_acknowledgement_speaks_for_its_own_figure_alone(ask):
    answers = ask(
        [
            price("close", "30.00"),
            price("high", "32.00"),
            gain("close", "44.4%"),
            gain("high", "44.4%"),
        ],
        ACKNOWLEDGED,
    )
    assert [fault.message.split()[0] for fault in answers.faults] == ["debut.gain_high"]


# --- our own records


@pytest.fixture
def questioned(folder):
    """Read our records after changes, and question them."""

    def asked():
        wordings, _ = load_wordings(own_templates() / "wording", name="wording")
        library = derived(read_library(folder.path, languages=wordings))
        return library, question(library), wordings

    return asked


def test_the_verdicts_on_our_sources(questioned):
    _, answers, _ = questioned()
    verdicts = {
        (finding.subject, finding.path): finding.verdict
        for finding in answers.findings
        if finding.check == "return_vs_offer"
    }
    assert verdicts == {
        ("biren", "debut.gain_high"): Verdict.CONTRADICTS,
        ("biren", "debut.gain_close"): Verdict.HOLDS,
        ("moore-threads", "debut.gain_high"): Verdict.HOLDS,
    }
    assert not answers.stop


def test_taking_out_the_acknowledgement_of_biren_stops_the_build(questioned, folder):
    text = (folder.path / "data/companies/biren.yaml").read_text(encoding="utf-8")
    folder.add("data/companies/biren.yaml", text.partition("\nacknowledged:")[0] + "\n")
    library, answers, _ = questioned()
    assert answers.stop
    place = library.books["biren"].figures["debut.gain_high"].place
    assert place in {fault.place for fault in answers.faults}


@pytest.mark.parametrize(
    ("setting", "stated", "reason"),
    [
        ("en", "112.55%", "agrees with the market value"),
        ("zh-Hans", "112.55%", "与同处所载市值"),
        ("zh-Hant-HK", "112.55%", "與同處所載市值"),
    ],
)
def test_what_was_acknowledged_is_printed_with_its_reason(questioned, setting, stated, reason):
    library, answers, wordings = questioned()
    view = one_pager(library, answers, wordings, company="biren", setting=parse_setting(setting))
    notes = [str(note.words[0]) for note in view.foot.notes]
    (told,) = [note for note in notes if stated in note]
    assert "118.8%" in told
    assert reason in told
