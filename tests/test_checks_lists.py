"""Lists: shares of a whole, holders, head counts, and names that are counted."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from small_library import (
    CONTRADICTS,
    HOLDS,
    NOT_TESTABLE,
    TENSION,
    fact,
    library,
    only,
    percent,
    verdicts,
)

from briefs.checks.lists import (
    LIST_CHECKS,
    concentration,
    counted_names,
    headcount,
    holders_sum,
    segments_sum,
)
from briefs.faults import Severity

DAY = {"as_of": "2025-06-30"}


def lines(*shares):
    entries = [
        f"{{id: line-{index}, name: {{en: A}}, share: {{unit: percent, basis: revenue, at: x, "
        f"values: {{FY2024: {share}}}}}}}"
        for index, share in enumerate(shares)
    ]
    return f"[{', '.join(entries)}]"


@pytest.mark.parametrize(
    ("shares", "complete", "verdict"),
    [
        (("87.2%", "8.6%", "4.2%"), "yes", HOLDS),
        (("33.3%", "33.3%", "33.3%"), "yes", HOLDS),
        (("87.2%", "8.6%", "4.8%"), "yes", CONTRADICTS),
        (("87.2%",), "yes", CONTRADICTS),
        (("87.2%",), "no", HOLDS),
        (("87.2%", "14.6%"), "no", CONTRADICTS),
    ],
)
def test_lines_make_up_the_whole_where_the_list_is_complete(shares, complete, verdict):
    facts = {"lines": lines(*shares), "lines_complete": complete}
    assert verdicts(segments_sum, facts) == {"lines.line-0.share.FY2024": verdict}


def test_lines_without_shares_are_not_summed():
    assert verdicts(segments_sum, {"lines": "[{id: cards, name: {en: Cards}}]"}) == {}


def five(value, one=None, period="FY2024"):
    rest = "unit: percent, basis: revenue, at: x, values:"
    facts = {
        "financials.revenue": "{unit: CNY, at: x, values: {FY2024: 1亿}}",
        "concentration.customers": f"{{{rest} {{{period}: {value}}}}}",
    }
    if one:
        facts["concentration.largest_customer"] = f"{{{rest} {{{period}: {one}}}}}"
    return facts


@pytest.mark.parametrize(
    ("facts", "verdict"),
    [
        (five("75.2%"), HOLDS),
        (five("100%"), HOLDS),
        (five("175.2%"), CONTRADICTS),
        (five("75.2%", one="30.1%"), HOLDS),
        (five("75.2%", one="75.2%"), HOLDS),
        (five("75.2%", one="80.1%"), CONTRADICTS),
        (five("75.2%", period="FY2023"), TENSION),
    ],
)
def test_five_customers_bring_no_less_than_one_and_no_more_than_all(facts, verdict):
    (found,) = verdicts(concentration, facts).values()
    assert found is verdict


def test_customers_of_a_period_are_not_asked_for_revenue_where_there_is_none():
    facts = five("75.2%")
    del facts["financials.revenue"]
    assert verdicts(concentration, facts) == {"concentration.customers.FY2024": HOLDS}


def holders(*stakes):
    entries = [
        f'{{id: holder-{index}, name: {{en: A}}, held: {held}, stake: {{value: "{stake}", '
        "unit: percent, basis: issued, as_of: 2025-06-30, at: x}}"
        for index, (stake, held) in enumerate(stakes)
    ]
    return {"funding.holders": f"[{', '.join(entries)}]"}


@pytest.mark.parametrize(
    ("stakes", "verdict"),
    [
        ((("8.68%", "direct"), ("15.62%", "not stated")), HOLDS),
        ((("60.0%", "direct"), ("40.0%", "direct")), HOLDS),
        ((("60%", "direct"), ("60%", "direct")), CONTRADICTS),
        ((("60%", "direct"), ("60%", "deemed")), HOLDS),
    ],
)
def test_holders_hold_no_more_than_the_company(stakes, verdict):
    assert list(verdicts(holders_sum, holders(*stakes)).values()) == [verdict]


def people(value, **more):
    return fact(value, "people", **DAY, **more)


BIREN = {
    "people.rd_staff": people("657"),
    "people.rd_share": percent("83%", **DAY),
    "people.rd_masters": percent("78%", **DAY),
    "people.rd_veterans": people("210", qualifier="over"),
    "people.rd_veterans_share": percent("33%", qualifier="over", **DAY),
}


def test_head_counts_are_solved_for_whole_people():
    found = {one.path: one for one in headcount(library(BIREN))}
    assert {path: (one.verdict, int(one.computed.shown)) for path, one in found.items()} == {
        "people.rd_share": (NOT_TESTABLE, 792),
        "people.rd_masters": (HOLDS, 512),
        "people.rd_veterans_share": (TENSION, 217),
    }


@pytest.mark.parametrize(
    ("count", "share", "verdict"),
    [
        (people("217", qualifier="over"), percent("33%", qualifier="over", **DAY), HOLDS),
        (people("210", qualifier="over"), percent("32%", qualifier="over", **DAY), HOLDS),
        (people("217"), percent("33%", **DAY), HOLDS),
        (people("210"), percent("32%", **DAY), HOLDS),
        (people("210"), percent("33%", **DAY), CONTRADICTS),
        (people("700"), percent("33%", qualifier="over", **DAY), CONTRADICTS),
    ],
)
def test_a_count_and_its_share_agree(count, share, verdict):
    facts = {
        "people.rd_staff": people("657"),
        "people.rd_veterans": count,
        "people.rd_veterans_share": share,
    }
    if verdict is CONTRADICTS and "700" in count:
        facts["people.rd_veterans_share"] = percent("33%", **DAY)
    found = only(headcount, facts)
    assert found.verdict is verdict
    assert found.severity is (Severity.ERROR if verdict is HOLDS else Severity.WARNING)


@pytest.mark.parametrize(
    ("facts", "verdict"),
    [
        ({"people.staff": people("792")}, HOLDS),
        ({"people.staff": people("900")}, CONTRADICTS),
        ({"people.rd_staff": people("3"), "people.rd_share": percent("28%", **DAY)}, CONTRADICTS),
        ({"people.rd_staff": people("600", qualifier="over")}, NOT_TESTABLE),
    ],
)
def test_the_whole_of_a_share(facts, verdict):
    known = {path: BIREN[path] for path in ("people.rd_staff", "people.rd_share")}
    assert only(headcount, {**known, **facts}).verdict is verdict


def test_a_share_of_three_people_that_no_number_makes():
    facts = {"people.rd_staff": people("3"), "people.rd_masters": percent("78%", **DAY)}
    assert verdicts(headcount, facts) == {"people.rd_masters": CONTRADICTS}


def chips(count, *products):
    names = ", ".join(
        f"{{name: {name}, status: {status}, what: {{en: A chip}}, at: x}}"
        for name, status in products
    )
    claim = f'{{count: "{count}", listed: products}}'
    return {
        "products": f"[{names}]",
        "claims": f"[{{what: {{en: Chips, claims: [{claim}]}}, at: x}}]",
    }


@pytest.mark.parametrize(
    ("count", "products", "verdict"),
    [
        ("2", (("A", "on sale"), ("B", "on sale"), ("C", "developed")), TENSION),
        ("2", (("A", "on sale"), ("B", "on sale"), ("C", "planned")), HOLDS),
        ("2", (("A", "on sale"),), HOLDS),
    ],
)
def test_a_count_against_the_names_listed(count, products, verdict):
    assert verdicts(counted_names, chips(count, *products)) == {"claims.1": verdict}


@pytest.mark.parametrize(
    ("listed", "facts"),
    [
        ("lines", {"lines": "[{id: cards, name: {en: Cards}}]"}),
        ("customers", {"concentration.main_customers": "[{name: {en: Bee}}]"}),
        ("backers", {"funding.backers": "[{name: {en: Bee}}]"}),
        (
            "management",
            {"management": "[{name: {en: B}, role: {en: C}, background: {en: D}, at: x}]"},
        ),
        ("cornerstones", {}),
    ],
)
def test_whatever_a_record_lists_can_be_counted(listed, facts):
    claim = f'{{what: {{en: Some, claims: [{{count: "0", listed: {listed}}}]}}, at: x}}'
    found = only(counted_names, {**facts, "claims": f"[{claim}]"})
    assert found.verdict is (TENSION if facts else HOLDS)


def test_a_count_of_nothing_listed_is_not_asked():
    assert verdicts(counted_names, {}) == {}


@given(staff=st.integers(1, 5000), veterans=st.integers(0, 5000), places=st.integers(0, 2))
def test_people_who_can_be_counted_never_contradict(staff, veterans, places):
    veterans = min(veterans, staff)
    share = f"{round(veterans * 100 / staff, places):.{places}f}%"
    facts = {
        "people.rd_staff": people(str(staff)),
        "people.rd_veterans": people(str(veterans)),
        "people.rd_veterans_share": percent(share, **DAY),
    }
    records = library(facts)
    for check in LIST_CHECKS:
        for found in check(records):
            assert found.verdict is not CONTRADICTS, found.message
