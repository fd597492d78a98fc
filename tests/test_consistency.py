"""Figures that agree are never called contradictions, and one that is changed never passes."""

from __future__ import annotations

from dataclasses import replace
from decimal import ROUND_HALF_UP, Decimal
from types import MappingProxyType

import pytest
from campaigns import size
from companies import companies, drawn, library_of
from hypothesis import HealthCheck, given, settings

from briefs.checks import CHECKS, Verdict
from briefs.figures import Stated, Written
from briefs.figures.interval import written
from briefs.measures import derive

EXAMPLES = size(200, full=2000)

#: Verdicts that ask nobody to look.
QUIET = {Verdict.HOLDS, Verdict.NOT_TESTABLE}

#: Checks of judgement: they ask for a second look at what may well be right.
JUDGEMENT = {"magnitude_jump", "loose_bound"}


def answers(library):
    """Put every check to a library."""
    return [one for check in CHECKS for one in check(library)]


def loud(found):
    """Keep what somebody has to look at."""
    return [one for one in found if one.verdict not in QUIET]


def contradictions(library, campaign):
    """Say what the checks hold against companies whose figures agree, and count what they asked."""
    found = answers(library)
    campaign.count(companies=len(library.companies), findings=len(found))
    assert all(one.message for one in found)
    return [f"{one.check}: {one.message}" for one in loud(found) if one.check not in JUDGEMENT]


@pytest.mark.campaign("Consistent companies that Hypothesis draws: no check contradicts them")
@settings(
    max_examples=EXAMPLES,
    deadline=None,
    suppress_health_check=[
        HealthCheck.too_slow,
        HealthCheck.data_too_large,
        HealthCheck.function_scoped_fixture,
    ],
)
@given(companies)
def test_a_consistent_company_is_never_contradicted(campaign, tree):
    assert contradictions(library_of(tree), campaign) == []


@pytest.mark.campaign("Consistent companies drawn by number: no check contradicts them")
@pytest.mark.parametrize("first", range(0, EXAMPLES, 100))
def test_neither_are_a_hundred_drawn_at_random(campaign, first):
    for seed in range(first, first + 100):
        assert contradictions(library_of(drawn(seed)), campaign) == [], seed


def test_the_companies_are_of_every_size_and_precision():
    figures = [
        figure
        for seed in range(100)
        for figure in library_of(drawn(seed)).books[f"company-{seed}"].figures.values()
        if isinstance(figure.origin, Stated)
    ]
    numbers = [figure.origin.written for figure in figures]
    assert {number.scale for number in numbers} >= {"", "%", "million", "billion", "万", "亿"}
    assert {figure.qualifier.value for figure in figures} >= {"exact", "over", "about", "nearly"}
    assert {figure.unit.value for figure in figures} >= {"HKD", "CNY", "USD", "shares", "percent"}
    assert {len(number.digits.replace(",", "").replace(".", "")) for number in numbers} >= set(
        range(1, 8)
    )
    assert any("," in number.digits for number in numbers)
    assert len(figures) > 3000


# --- one figure changed

#: Figures that only a limit binds: how far they must go to cross it.
CROSSINGS = {
    "concentration.": lambda _: Decimal(150),
    "funding.holders.": lambda _: Decimal(150),
    "debut.low": lambda value: value * 10,
    "debut.high_five_sessions": lambda value: value / 10,
    "offer.price_low": lambda value: value * 10,
    "rd_staff_cost.": lambda value: value * 10,
    "non_operating.": lambda value: value * 10,
    "products.": lambda value: value * 3,
    "markets.hills.participants": lambda _: Decimal(0),
    "markets.hills.largest_other": lambda value: value / 1000,
    "shares.leaders.": lambda value: value / 50,
}


def changed(figure):
    """Change a figure by a twentieth, or by three of its last digit if that is more."""
    step = figure.origin.written.last_place
    crossing = next((to for start, to in CROSSINGS.items() if figure.path.startswith(start)), None)
    if crossing:
        value = crossing(figure.value)
        step = min(step, abs(value) / 10 if value else step)
    elif "percent" in figure.unit.value:
        # No round number of points: 4% of 100 people are people too.
        value = figure.value + max(Decimal("3.7183"), abs(figure.value) / 20)
    else:
        value = figure.value + max(figure.value / 20, 3 * step)
    exponent = Decimal(10) ** step.adjusted()
    value = (value / exponent).quantize(Decimal(1), rounding=ROUND_HALF_UP) * exponent
    number = Written(f"{value:f}")
    return replace(figure, value=number.value, origin=replace(figure.origin, written=number))


def with_changed(library, name, path):
    """Give the library with one figure of a record changed, and every measure derived anew."""
    book = library.books[name]
    stated = {key: one for key, one in book.figures.items() if isinstance(one.origin, Stated)}
    other = changed(stated[path])
    assert not written(other).meets(written(stated[path]))
    figures = MappingProxyType(stated | {path: other})
    return replace(library, books={name: derive(replace(book, figures=figures))})


#: Checks that arithmetic binds to figures, each of which some change of a figure must set off.
BINDING = {
    *("entry_fee", "price_in_range", "gross_proceeds", "market_cap", "implied_shares_stable"),
    *("offer_share_of_total", "cornerstone_pct", "cornerstone_count", "tranche_sum"),
    *("use_of_proceeds", "option_caps", "return_vs_offer", "ohlc_order", "per_lot_pnl"),
    *("cagr", "growth", "cumulative", "gross_profit", "share_of_total", "loss_bridge"),
    *("part_le_whole", "segments_sum", "concentration", "share_times_market", "residual_share"),
    *("holders_sum", "headcount", "capital_par", "unit_price", "reprint_equal", "cross_source"),
}


@pytest.fixture(scope="module")
def slips():
    """Change every figure of some full companies, one at a time: which checks find each."""
    found = {}
    for seed in range(max(3, EXAMPLES // 100)):
        name = f"company-{seed}"
        library = library_of(drawn(seed, full=True))
        assert loud(answers(library)) == []
        for path, figure in library.books[name].figures.items():
            if isinstance(figure.origin, Stated):
                findings = loud(answers(with_changed(library, name, path)))
                found[seed, path] = {one.check for one in findings}
    return found


@pytest.mark.campaign("One figure of a consistent company changed beyond its interval: it is found")
def test_every_figure_that_is_changed_is_found(campaign, slips):
    campaign.count(
        figures_changed=len(slips),
        companies=len({seed for seed, _ in slips}),
        checks_that_found_one=len(set().union(*slips.values())),
    )
    assert len(slips) > 300
    missed = [slip for slip, checks in slips.items() if not checks - JUDGEMENT]
    assert missed == []


def test_every_binding_check_finds_a_changed_figure(slips):
    assert {check.__name__ for check in CHECKS} >= BINDING
    assert sorted(BINDING - set().union(*slips.values())) == []


def test_a_changed_reprint_is_found():
    for seed in range(3):
        library = library_of(drawn(seed, full=True))
        book = library.books[f"company-{seed}"]
        (path, others), *_ = book.also.items()
        for index, check in enumerate(("reprint_equal", "cross_source")):
            also = list(others)
            also[index] = changed(others[index])
            other = replace(book, also=MappingProxyType({path: tuple(also)}))
            findings = loud(answers(replace(library, books={book.subject: other})))
            assert {one.check for one in findings} == {check}
