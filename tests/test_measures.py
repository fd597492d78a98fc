"""Measures are derived exactly, keep what they were derived from, and never from nothing."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from pathlib import Path
from types import MappingProxyType

import pytest
from hypothesis import given
from hypothesis import strategies as st

from briefs.faults import Place
from briefs.figures import (
    OFFERING,
    Derived,
    Figure,
    Stated,
    Unit,
    Written,
    parse_period,
)
from briefs.measures import cagr, change, derive, multiple, share, total
from briefs.records.book import Book
from briefs.records.library import read_library

ROOT = Path(__file__).parent.parent
LANGUAGES = ("en", "zh-Hans", "zh-Hant-HK")


def figure(path, digits, scale="", unit=Unit.CNY, **more):
    number = Written(digits, scale)
    last = path.rpartition(".")[2]
    period = parse_period(last) if last[-4:].isdecimal() else OFFERING
    origin = Stated("source", "¶1", number, Place("data/companies/x.yaml", 1, 1))
    return Figure("x", path, number.value, unit, period, origin, **more)


def book(*figures):
    none = MappingProxyType({})
    return Book("x", MappingProxyType({one.path: one for one in figures}), none, none)


def derived(*figures):
    """Give what is derived from figures, without these."""
    whole = derive(book(*figures))
    return {path: one for path, one in whole.figures.items() if isinstance(one.origin, Derived)}


@pytest.fixture(scope="module")
def books():
    library = read_library(ROOT, languages=LANGUAGES)
    return {name: derive(one) for name, one in library.books.items()}


@pytest.mark.parametrize(
    ("subject", "path", "shown", "unit"),
    [
        ("axera", "revenue_growth.FY2023", "357.9", Unit.CHANGE),
        ("axera", "revenue_growth.FY2024", "105.7", Unit.CHANGE),
        ("axera", "revenue_multiple.FY2022..FY2024", "9.4", Unit.TIMES),
        ("axera", "revenue_cagr.FY2022..FY2024", "206.9", Unit.CHANGE),
        ("axera", "rd_expense_growth.FY2023", "15.5", Unit.CHANGE),
        ("axera", "rd_expense_growth.FY2024", "14.4", Unit.CHANGE),
        ("axera", "rd_to_revenue.FY2022", "887.9", Unit.PERCENT),
        ("axera", "rd_to_revenue.FY2023", "223.9", Unit.PERCENT),
        ("axera", "rd_to_revenue.FY2024", "124.5", Unit.PERCENT),
        ("axera", "other_lines.9M2025", "12.8", Unit.PERCENT),
        ("biren", "gain.close", "75.8", Unit.CHANGE),
        ("biren", "gain.high", "118.8", Unit.CHANGE),
        ("biren", "index.high", "219", Unit.INDEX),
        ("biren", "use_of_proceeds.research", "4569000000", Unit.HKD),
        ("biren", "loss_sum.FY2022..1H2025", "6357000000", Unit.CNY),
        ("biren", "rd_to_revenue.FY2022", "204008.0", Unit.PERCENT),
        ("biren", "rd_to_revenue.FY2023", "1428.3", Unit.PERCENT),
        ("biren", "rd_to_revenue.FY2024", "244.7", Unit.PERCENT),
        ("biren", "rd_to_revenue.1H2025", "971.1", Unit.PERCENT),
        ("moore-threads", "gain.high", "502.0", Unit.CHANGE),
        ("moore-threads", "gain.high_five_sessions", "723.5", Unit.CHANGE),
        ("moore-threads", "gain.later", "414.4", Unit.CHANGE),
        ("metax", "gain.high", "755.2", Unit.CHANGE),
        ("metax", "gain.later", "454.3", Unit.CHANGE),
    ],
)
def test_what_follows_from_our_sources(books, subject, path, shown, unit):
    found = books[subject].figures[path]
    assert (found.shown, found.unit) == (Decimal(shown), unit)


def test_a_derived_figure_keeps_its_formula_its_inputs_and_where_they_stand(books):
    gain = books["biren"].figures["gain.high"]
    assert gain.origin.formula == "later ÷ earlier − 1"
    assert [one.path for one in gain.origin.inputs] == ["offer.price", "debut.high"]
    assert gain.value == (Decimal("42.88") / Decimal("19.6") - 1) * 100
    assert gain.sources == ("netease-biren",)
    assert gain.notes == ("listing-year",)
    assert gain.place == books["biren"].figures["offer.price"].place
    for one in books.values():
        for found in one.figures.values():
            if isinstance(found.origin, Derived):
                assert found.origin.formula, found.id
                assert found.origin.inputs, found.id
                assert found.sources, found.id


def test_what_a_source_states_is_never_overwritten():
    stated = figure("revenue_growth.FY2024", "106", "%", Unit.CHANGE)
    both = (figure("revenue.FY2023", "230"), figure("revenue.FY2024", "473"))
    assert derive(book(*both, stated)).figures["revenue_growth.FY2024"] is stated


@given(
    st.sets(
        st.sampled_from(
            ["FY2019", "FY2021", "FY2022", "FY2023", "FY2024", "1H2024", "1H2025", "9M2025"]
        )
    )
)
def test_growth_is_between_full_years_one_apart(periods):
    series = [figure(f"revenue.{period}", str(n + 5)) for n, period in enumerate(periods)]
    years = {int(period[2:]) for period in periods if period.startswith("FY")}
    growth = {path for path in derived(*series) if path.startswith("revenue_growth.")}
    assert growth == {f"revenue_growth.FY{year}" for year in years if year - 1 in years}


@given(st.integers(1, 10**6), st.integers(1, 10**6))
def test_a_change_applied_to_its_base_gives_the_later_figure(before, after):
    one, other = figure("revenue.FY2023", str(before)), figure("revenue.FY2024", str(after))
    slack = Decimal("1e-18")
    grown = change("growth", one, other)
    assert abs(one.value * (1 + grown.value / 100) - other.value) <= slack
    assert (grown.value > 0) == (after > before)
    assert abs(multiple("multiple", one, other).value * one.value - other.value) <= slack
    assert abs(share("share", one, other, basis="revenue").value * other.value / 100 - before) < (
        slack
    )
    whole = total("sum", [one, other])
    assert (whole.value, str(whole.period)) == (before + after, "FY2023..FY2024")


def test_compound_growth_over_a_year_is_the_growth_of_that_year():
    one, other = figure("revenue.FY2023", "230"), figure("revenue.FY2024", "473")
    assert cagr("cagr", one, other).shown == change("growth", one, other).shown
    four = replace(one, period=parse_period("FY2020"), value=Decimal(17))
    assert cagr("cagr", four, replace(other, value=Decimal(301))).shown == Decimal("105.1")


@pytest.mark.parametrize("base", ["0", "-5"])
def test_nothing_is_derived_from_a_base_that_is_not_positive(base):
    made = derived(
        figure("revenue.FY2023", base),
        figure("revenue.FY2024", "473"),
        figure("rd_expense.FY2023", "10"),
        figure("loss.FY2023", "10"),
    )
    assert not [path for path in made if path.startswith(("revenue_", "rd_to_", "loss_to_"))]


@pytest.mark.parametrize("base", ["0", "-5"])
def test_no_gain_on_an_offer_price_that_is_not_positive(base):
    offer = figure("offer.price", base, unit=Unit.HKD)
    assert derived(offer, figure("debut.close", "34.46", unit=Unit.HKD)) == {}


def test_nothing_is_derived_across_currencies():
    made = derived(
        figure("offer.price", "19.6", unit=Unit.HKD),
        figure("debut.close", "34.46", unit=Unit.CNY),
        figure("revenue.FY2024", "473", unit=Unit.CNY),
        figure("rd_expense.FY2024", "589", unit=Unit.USD),
    )
    assert made == {}


def test_growth_is_not_derived_across_currencies():
    made = derived(
        figure("revenue.FY2023", "230", unit=Unit.USD),
        figure("revenue.FY2024", "473", unit=Unit.CNY),
    )
    assert made == {}


def test_a_sum_shows_no_more_digits_than_its_coarsest_part(books):
    parts = [figure("loss.FY2023", "17.4", "亿"), figure("loss.FY2024", "15.38", "亿")]
    summed = derived(*parts)["loss_sum.FY2023..FY2024"]
    assert (summed.value, summed.shown) == (Decimal(3_278_000_000), Decimal(3_280_000_000))
    units = books["biren"].figures["units_sum.FY2024"]
    assert (units.value, len(units.origin.inputs)) == (Decimal(9642), 2)


@pytest.mark.parametrize(
    "periods", [("FY2022", "FY2024"), ("FY2023", "1H2023"), ("FY2023", "1H2023", "FY2024")]
)
def test_losses_are_summed_over_periods_without_gap_or_overlap(periods):
    losses = [figure(f"loss.{period}", "5") for period in periods]
    assert not [path for path in derived(*losses) if path.startswith("loss_sum")]


def test_no_compound_rate_leads_to_a_figure_that_is_not_positive():
    made = derived(figure("revenue.FY2022", "5"), figure("revenue.FY2024", "-3"))
    assert made == {}
