"""Accounts: growth, sums, margins, parts of a whole, and digits that slipped."""

from dataclasses import replace
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from small_library import (
    CONTRADICTS,
    HOLDS,
    NOT_TESTABLE,
    TENSION,
    fact,
    hkd,
    library,
    only,
    percent,
    verdicts,
)

from briefs.checks.financials import (
    FINANCIAL_CHECKS,
    capital_par,
    cumulative,
    gross_profit,
    loss_bridge,
    part_le_whole,
    rd_intensity,
    tiles,
    unit_price,
)
from briefs.checks.growth import cagr, growth, run_rate, year_before
from briefs.checks.market import (
    MARKET_CHECKS,
    residual_share,
    share_of_total,
    share_times_market,
)
from briefs.checks.series import coincidence, forecast_labelled, loose_bound, magnitude_jump
from briefs.checks.weighing import untested
from briefs.faults import Severity
from briefs.figures import parse_period


def series(unit, values, **more):
    """Write a series as records do: series("CNY", {"FY2024": "473 million"})."""
    inner = ", ".join(
        f'{period}: "{value}"' if not value.startswith("{") else f"{period}: {value}"
        for period, value in values.items()
    )
    rest = "".join(f", {key}: {text}" for key, text in more.items())
    return f"{{unit: {unit}, at: x, values: {{{inner}}}{rest}}}"


def cny(values, **more):
    return series("CNY", values, **more)


def shares_of(values, basis="market"):
    return series("percent", values, basis=basis)


def market(sizes, growths, **more):
    size, rates = series("USD", sizes), series("percent change", growths)
    rest = "".join(f", {key}: {text}" for key, text in more.items())
    words = "name: {en: Chips}, measured_by: {en: revenue}"
    return {"markets": f"[{{id: chips, {words}, size: {size}, growth: {rates}{rest}}}]"}


CHIPS = {"FY2020": "17亿", "FY2024": "301亿", "FY2029": "{value: 2012亿, forecast: yes}"}


@pytest.mark.parametrize(
    ("span", "stated", "verdict"),
    [
        ("FY2020..FY2024", "105%", HOLDS),
        ("FY2024..FY2029", "46.3%", HOLDS),  # 46.22, and 46.118 to 46.285 by the digits
        ("FY2024..FY2029", "46.2%", HOLDS),
        ("FY2024..FY2029", "46.4%", CONTRADICTS),
        ("FY2024..FY2029", "46.0%", CONTRADICTS),
        ("FY2020..FY2029", "70%", HOLDS),
        ("FY2021..FY2024", "105%", NOT_TESTABLE),
    ],
)
def test_a_compound_rate_is_that_of_its_two_ends(span, stated, verdict):
    path = f"markets.chips.growth.{span}"
    assert verdicts(cagr, market(CHIPS, {span: stated})) == {path: verdict}


def test_a_compound_rate_of_revenue_shows_what_was_computed():
    facts = {
        "financials.revenue": cny({"FY2022": "49.9万", "FY2024": "336.803 million"}),
        "financials.revenue_change": series("percent change", {"FY2022..FY2024": "2499%"}),
    }
    found = only(cagr, facts)
    assert found.verdict is HOLDS
    assert str(found.computed.shown) == "2498.0"


@pytest.mark.parametrize(
    ("values", "stated", "verdict"),
    [
        ({"FY2023": "230 million", "FY2024": "473 million"}, {"FY2024": "105.7%"}, HOLDS),
        ({"FY2023": "230 million", "FY2024": "473 million"}, {"FY2024": "110%"}, CONTRADICTS),
        ({"FY2024": "473 million"}, {"FY2024": "105.7%"}, NOT_TESTABLE),
        ({"9M2024": "254.2 million", "9M2025": "269 million"}, {"9M2025": "5.8%"}, HOLDS),
        ({"9M2024": "254.2 million", "9M2025": "269 million"}, {"9M2025": "8.5%"}, CONTRADICTS),
        ({"FY2024": "473 million", "9M2025": "269 million"}, {"9M2025": "5.8%"}, NOT_TESTABLE),
        ({"FY2023": "0", "FY2024": "473 million"}, {"FY2024": "105.7%"}, NOT_TESTABLE),
    ],
)
def test_growth_is_over_the_same_months_a_year_before(values, stated, verdict):
    facts = {
        "financials.revenue": cny(values),
        "financials.revenue_change": series("percent change", stated),
    }
    assert list(verdicts(growth, facts).values()) == [verdict]


@pytest.mark.parametrize(
    ("counts", "stated", "verdict"),
    [
        ("revenue", "150%", HOLDS),  # 20% of 100 million, then 25% of 200 million
        ("revenue", "69%", CONTRADICTS),
        ("units", "69%", NOT_TESTABLE),
        ("not stated", "69%", NOT_TESTABLE),
    ],
)
def test_sales_of_a_line_are_tested_where_they_are_revenue(counts, stated, verdict):
    share = shares_of({"FY2023": "20%", "FY2024": "25%"}, basis="revenue")
    rate = series("percent change", {"FY2024": stated})
    name = "name: {en: Cards}"
    facts = {
        "financials.revenue": cny({"FY2023": "100 million", "FY2024": "200 million"}),
        "lines": f"[{{id: cards, {name}, share: {share}, growth: {rate}, growth_of: {counts}}}]",
    }
    assert verdicts(growth, facts) == {"lines.cards.growth.FY2024": verdict}


LOSSES = {"FY2022": "14.74亿", "FY2023": "17.44亿", "FY2024": "15.38亿", "1H2025": "16.01亿"}


@pytest.mark.parametrize(
    ("total", "qualifier", "span", "verdict"),
    [
        ("63亿", "over", "FY2022..1H2025", HOLDS),
        ("63.57亿", "exact", "FY2022..1H2025", HOLDS),
        ("64亿", "over", "FY2022..1H2025", CONTRADICTS),
        ("62.1亿", "exact", "FY2022..1H2025", CONTRADICTS),
        ("47.56亿", "exact", "FY2022..FY2024", HOLDS),
        ("63亿", "over", "FY2021..1H2025", NOT_TESTABLE),
    ],
)
def test_losses_add_up(total, qualifier, span, verdict):
    facts = {
        "financials.loss": cny(LOSSES),
        "financials.cumulative_loss": fact(total, "CNY", qualifier=qualifier, period=span),
    }
    assert verdicts(cumulative, facts) == {"cumulative_loss": verdict}


def test_a_sum_takes_years_and_not_their_halves_again():
    losses = cny({"1H2023": "9亿", "FY2023": "17亿", "FY2024": "15亿"})
    book = library({"financials.loss": losses}).books["ant"]
    chosen = tiles(book.series("loss"), parse_period("FY2023..FY2024"))
    assert [figure.path for figure in chosen] == ["loss.FY2023", "loss.FY2024"]


@pytest.mark.parametrize(
    ("profit", "margin", "verdict"),
    [
        ("179.2 million", {"FY2024": "53.2%"}, HOLDS),
        ("197.2 million", {"FY2024": "53.2%"}, CONTRADICTS),
        ("179.2 million", {"FY2023": "76.4%"}, NOT_TESTABLE),
    ],
)
def test_gross_profit_is_revenue_times_margin(profit, margin, verdict):
    facts = {
        "financials.revenue": cny({"FY2024": "336.803 million"}),
        "financials.gross_margin": shares_of(margin, basis="revenue"),
        "financials.gross_profit": cny({"FY2024": profit}),
    }
    assert verdicts(gross_profit, facts) == {"gross_profit.FY2024": verdict}


BRIDGE = {
    "financials.revenue": cny(
        {"FY2022": "49.9万", "FY2023": "6203万", "FY2024": "3.379亿", "1H2025": "5890.3万"}
    ),
    "financials.gross_margin": shares_of(
        {"FY2022": "100%", "FY2023": "76.4%", "FY2024": "53.2%", "1H2025": "31.9%"}
    ),
    "financials.loss": cny(LOSSES),
    "financials.rd_expense": cny(
        {"FY2022": "10.18亿", "FY2023": "8.86亿", "FY2024": "8.27亿", "1H2025": "5.72亿"}
    ),
    "financials.rd_share_of_opex": shares_of(
        {"FY2022": "79.8%", "FY2023": "76.4%", "FY2024": "73.7%", "1H2025": "79.1%"}
    ),
}


def test_what_a_loss_holds_outside_operations():
    found = {one.path: one for one in loss_bridge(library(BRIDGE))}
    assert {path: one.verdict for path, one in found.items()} == {
        "loss.FY2022": HOLDS,
        "loss.FY2023": TENSION,
        "loss.FY2024": TENSION,
        "loss.1H2025": TENSION,
    }
    millions = [round(one.computed.value / 10**6) for one in found.values()]
    assert millions == [199, 632, 596, 897]


@pytest.mark.parametrize(
    ("extra", "verdict"),
    [
        ({"financials.non_operating": cny({"1H2025": "8.97亿"})}, HOLDS),
        ({"financials.non_operating": cny({"1H2025": "12亿"})}, TENSION),  # more than the gap
        ({"financials.opex": cny({"1H2025": "16.2亿"})}, HOLDS),
        ({"financials.opex": cny({"1H2025": "18亿"})}, TENSION),
        ({"financials.gross_margin": shares_of({"FY2022": "100%"})}, NOT_TESTABLE),
        ({"financials.rd_share_of_opex": shares_of({"1H2025": "0.0%"})}, NOT_TESTABLE),
    ],
)
def test_an_item_may_explain_the_rest_of_a_loss(extra, verdict):
    assert verdicts(loss_bridge, {**BRIDGE, **extra})["loss.1H2025"] is verdict


@pytest.mark.parametrize(
    ("part", "whole", "words", "verdict"),
    [
        ("6.05亿", "10.18亿", "其中", HOLDS),
        ("6.05亿", "10.18亿", "largest part", HOLDS),
        ("4.05亿", "10.18亿", "largest part", NOT_TESTABLE),
        ("4.05亿", "10.18亿", "part", HOLDS),
        ("10.19亿", "10.18亿", "part", HOLDS),  # 10.185 and 10.189 may be both
        ("10.25亿", "10.18亿", "part", CONTRADICTS),
    ],
)
def test_a_part_is_no_larger_than_its_whole(part, whole, words, verdict):
    facts = {
        "financials.rd_expense": cny({"FY2022": whole}),
        "financials.rd_staff_cost": cny({"FY2022": part}, as_stated=f"{{words: {words}, at: x}}"),
    }
    assert verdicts(part_le_whole, facts) == {"rd_staff_cost.FY2022": verdict}


def test_a_largest_part_of_nothing_known_is_not_testable():
    words = "{words: largest part, at: x}"
    facts = {"financials.rd_staff_cost": cny({"FY2022": "6.05亿"}, as_stated=words)}
    assert verdicts(part_le_whole, facts) == {"rd_staff_cost.FY2022": NOT_TESTABLE}
    assert verdicts(part_le_whole, {"financials.rd_expense": cny({"FY2022": "1亿"})}) == {}


@pytest.mark.parametrize(
    ("margin", "verdict"),
    [("31.9%", HOLDS), ("-12%", HOLDS), ("100%", HOLDS), ("319%", CONTRADICTS)],
)
def test_a_percentage_of_a_whole_is_no_more_than_all_of_it(margin, verdict):
    facts = {"financials.gross_margin": series("percent", {"FY2022": margin}, basis="revenue")}
    assert verdicts(part_le_whole, facts) == {"gross_margin.FY2022": verdict}


def test_more_researchers_than_staff():
    day = {"as_of": "2025-06-30"}
    facts = {
        "people.rd_staff": fact("657", "people", **day),
        "people.staff": fact("600", "people", **day),
    }
    assert verdicts(part_le_whole, facts) == {"people.rd_staff": CONTRADICTS}


def test_intensity_without_meaning_is_said_and_stops_nothing():
    found = {one.path: one for one in rd_intensity(library(BRIDGE))}
    assert {one.verdict for one in found.values()} == {HOLDS}
    assert "not meaningful" in found["rd_expense.FY2022"].message
    assert "not meaningful" not in found["rd_expense.1H2025"].message
    alone = {"financials.rd_expense": cny({"FY2022": "1亿"})}
    assert verdicts(rd_intensity, alone) == {"rd_expense.FY2022": NOT_TESTABLE}


def said(value, words):
    return f"{{value: {value}, as_stated: {{words: {words}, at: x}}}}"


@pytest.mark.parametrize(
    ("values", "words", "verdict"),
    [
        ({"FY2024": "473 million"}, "a steady growth momentum", TENSION),
        ({"FY2024": "350 million"}, "a steady growth momentum", HOLDS),
        ({"9M2024": "254.2 million"}, "a steady growth momentum", HOLDS),
        ({"9M2024": "304.2 million"}, "revenue rose", CONTRADICTS),
        ({"FY2026": "473 million"}, "revenue rose", NOT_TESTABLE),
    ],
)
def test_words_of_growth_beside_an_interim_figure(values, words, verdict):
    values = {**values, "9M2025": said("269 million", words)}
    assert verdicts(run_rate, {"financials.revenue": cny(values)}) == {"revenue.9M2025": verdict}


def test_an_interim_figure_without_words_of_growth_is_let_be():
    values = {"FY2024": "473 million", "9M2025": said("269 million", "revenue reached")}
    assert verdicts(run_rate, {"financials.revenue": cny(values)}) == {}


UNITS = {
    "financials.revenue": cny({"FY2023": "6203万", "FY2024": "3.379亿"}),
    "products": (
        "[{name: BR106, status: on sale, what: {en: A chip}, at: x, units: "
        + series("chips", {"FY2023": "590", "FY2024": "9344"})
        + "}, {name: BR110, status: on sale, what: {en: A chip}, at: x, units: "
        + series("chips", {"FY2024": "298"})
        + "}]"
    ),
    "notes.band": "{en: Our judgement.}",
}


@pytest.mark.parametrize(
    ("band", "verdicts_of_years"),
    [
        ("", [NOT_TESTABLE, NOT_TESTABLE]),
        ("{low: 3万, high: 20万, unit: CNY, because: band}", [HOLDS, HOLDS]),
        ("{low: 5万, high: 20万, unit: CNY, because: band}", [HOLDS, TENSION]),
        ("{low: 3万, high: 20万, unit: USD, because: band}", [NOT_TESTABLE, NOT_TESTABLE]),
    ],
)
def test_revenue_for_each_chip_sold(band, verdicts_of_years):
    found = list(unit_price(library({**UNITS, **({"unit_price": band} if band else {})})))
    assert [one.verdict for one in found] == verdicts_of_years
    assert [str(one.computed.shown) for one in found] == ["105136", "35045"]


@pytest.mark.parametrize(
    ("period", "forecast", "verdict"),
    [("FY2029", "yes", HOLDS), ("FY2029", "no", CONTRADICTS), ("FY2026", "no", CONTRADICTS)],
)
def test_a_figure_of_the_future_is_a_forecast(period, forecast, verdict):
    values = {"FY2024": "301亿", period: f"{{value: 2012亿, forecast: {forecast}}}"}
    facts = market(values, {"FY2024": "3%"})
    assert verdicts(forecast_labelled, facts) == {f"markets.chips.size.{period}": verdict}


def test_a_forecast_cannot_be_told_without_a_day():
    facts = {"as_of": "not stated", "financials.revenue": cny({"FY2029": "1亿"})}
    assert verdicts(forecast_labelled, facts) == {"revenue.FY2029": NOT_TESTABLE}


CAPITAL = {"as_of": "2025-06-30"}


@pytest.mark.parametrize(
    ("issued", "day", "verdict"),
    [
        ("1,645,820,000", "2025-06-30", HOLDS),
        ("2,111,300,000", "2025-06-30", CONTRADICTS),
        ("2,111,300,000", "2025-12-22", TENSION),
    ],
)
def test_registered_capital_is_par_value_times_shares(issued, day, verdict):
    facts = {
        "financials.registered_capital": fact("3291.64万", "CNY", **CAPITAL),
        "financials.par_value": fact("0.02", "CNY", **CAPITAL),
        "financials.shares_issued": fact(issued, "shares", as_of=day),
    }
    found = only(capital_par, facts)
    assert (found.path, found.verdict) == ("registered_capital", verdict)
    assert found.severity is Severity.WARNING
    assert found.computed.value == Decimal(issued.replace(",", "")) / 50


def test_registered_capital_without_a_par_value_is_not_testable():
    facts = {"financials.registered_capital": fact("3291.64万", "CNY", **CAPITAL)}
    assert verdicts(capital_par, facts) == {"registered_capital": NOT_TESTABLE}


def test_a_jump_by_a_hundred_is_worth_a_look():
    values = {"FY2022": "49.9万", "FY2023": "6203万", "FY2024": "3.379亿", "FY2025": "3.4万"}
    assert verdicts(magnitude_jump, {"financials.revenue": cny(values)}) == {
        "revenue.FY2023": TENSION,
        "revenue.FY2024": HOLDS,
        "revenue.FY2025": TENSION,
    }


def test_a_series_from_nothing_or_of_percentages_does_not_jump():
    assert (
        verdicts(magnitude_jump, {"financials.revenue": cny({"FY2022": "0", "FY2023": "9亿"})})
        == {}
    )
    margins = shares_of({"FY2022": "1.0%", "FY2023": "53.2%"})
    assert verdicts(magnitude_jump, {"financials.gross_margin": margins}) == {}


@pytest.mark.parametrize(
    ("total", "qualifier", "verdict"),
    [
        ("63亿", "over", HOLDS),  # 63.57
        ("61亿", "over", TENSION),
        ("60亿", "over", TENSION),
        ("63.57亿", "over", TENSION),  # too exact for a bound
        ("64亿", "nearly", HOLDS),
        ("70亿", "below", TENSION),
    ],
)
def test_bounds_that_no_writer_would_choose(total, qualifier, verdict):
    facts = {
        "financials.loss": cny(LOSSES),
        "financials.cumulative_loss": fact(
            total, "CNY", qualifier=qualifier, period="FY2022..1H2025"
        ),
    }
    assert verdicts(loose_bound, facts) == {"cumulative_loss": verdict}


def test_a_bound_is_loose_only_beyond_the_digits_of_what_it_bounds():
    # The points sum to 62.6, more than a unit above; losses of two digits may come to 61.55.
    losses = {"FY2022": "20亿", "FY2023": "20亿", "FY2024": "22.6亿"}
    total = fact("61亿", "CNY", qualifier="over", period="FY2022..FY2024")
    facts = {"financials.loss": cny(losses), "financials.cumulative_loss": total}
    assert verdicts(loose_bound, facts) == {"cumulative_loss": HOLDS}


def test_a_bound_without_anything_to_compute_and_a_point():
    total = fact("63亿", "CNY", qualifier="over", period="FY2022..1H2025")
    assert verdicts(loose_bound, {"financials.cumulative_loss": total}) == {
        "cumulative_loss": NOT_TESTABLE
    }
    point = fact("63亿", "CNY", period="FY2022..1H2025")
    assert verdicts(loose_bound, {"financials.cumulative_loss": point}) == {}


def test_a_gain_of_five_digits_is_no_bound():
    day = {"as_of": "2026-01-02"}
    facts = {
        "offer.price": hkd("19.6"),
        "debut.high": hkd("42.88", **day),
        "debut.gain_high": fact("112.55%", "percent change", qualifier="over", **day),
    }
    assert verdicts(loose_bound, facts) == {"debut.gain_high": TENSION}


def test_equal_percentages_are_pointed_out_once():
    (found,) = coincidence(library(BRIDGE))
    assert found.verdict is HOLDS
    assert {found.path, found.inputs[0].path} == {
        "gross_margin.FY2023",
        "rd_share_of_opex.FY2023",
    }


def test_round_or_different_percentages_are_no_coincidence():
    facts = {
        "financials.gross_margin": shares_of({"FY2022": "50%", "FY2023": "76.4%"}),
        "financials.rd_share_of_opex": shares_of({"FY2022": "50%", "FY2023": "76.5%"}),
    }
    assert list(coincidence(library(facts))) == []


def test_operating_expenses_implied_by_research():
    found = list(share_of_total(library(BRIDGE)))
    assert {one.verdict for one in found} == {NOT_TESTABLE}
    tenths = [round(one.computed.value / 10**5) for one in found]
    assert tenths == [12757, 11597, 11221, 7231]


@pytest.mark.parametrize(
    ("extra", "verdict"),
    [
        ({"financials.opex": cny({"1H2025": "7.23亿"})}, HOLDS),
        ({"financials.opex": cny({"1H2025": "7.32亿"})}, CONTRADICTS),
        ({"financials.rd_expense": cny({"FY2022": "10.18亿"})}, NOT_TESTABLE),
    ],
)
def test_operating_expenses_as_stated(extra, verdict):
    last = list(share_of_total(library({**BRIDGE, **extra})))[-1]
    assert last.verdict is verdict


def rate(value, period="FY2024"):
    quoted = f'value: "{value}", period: {period}, source: gazette, at: x'
    return {"rates": f"[{{base: USD, quote: CNY, {quoted}}}]"}


def held(share, of="ant", market_id="chips"):
    values = series("percent", {"FY2024": share}, basis="market")
    words = f"field: {{en: Chips}}, of: [{of}], market: {market_id}"
    return {"shares": f"[{{id: own, {words}, share: {values}}}]"}


@pytest.mark.parametrize(
    ("facts", "verdict"),
    [
        ({**held("0.16%"), **rate("7.19")}, HOLDS),  # 0.156
        ({**held("0.16%"), **rate("7.10")}, HOLDS),
        ({**held("0.16%"), **rate("7.25")}, HOLDS),
        ({**held("0.19%"), **rate("7.19")}, CONTRADICTS),
        ({**held("0.2%"), **rate("7.19")}, HOLDS),  # one digit
        ({**held("0.16%"), **rate("7.19", "FY2023")}, NOT_TESTABLE),
        (held("0.16%"), NOT_TESTABLE),
        ({**held("0.16%", market_id="cards"), **rate("7.19")}, NOT_TESTABLE),
    ],
)
def test_a_share_of_a_market_is_revenue_over_its_size(facts, verdict):
    known = {**market(CHIPS, {"FY2024": "3%"}), "financials.revenue": cny({"FY2024": "3.379亿"})}
    found = only(share_times_market, {**known, **facts})
    assert (found.path, found.verdict) == ("shares.own.share.FY2024", verdict)
    if found.computed and "7.19" in str(facts):
        assert f"{found.computed.value:.3f}" == "0.156"


def test_a_share_of_others_is_not_the_companys():
    known = {**market(CHIPS, {"FY2024": "3%"}), "financials.revenue": cny({"FY2024": "3.379亿"})}
    assert verdicts(share_times_market, {**known, **held("94.4%", of="bee, wasp")}) == {}


def firms(count, qualifier, most="1%"):
    return market(
        CHIPS,
        {"FY2024": "3%"},
        participants=fact(count, "companies", qualifier=qualifier, period="FY2024"),
        largest_other=percent(most, qualifier="below", period="FY2024"),
    )


@pytest.mark.parametrize(
    ("others", "leaders", "verdict"),
    [
        (firms("15", "over"), held("94.4%", of="bee, wasp"), HOLDS),
        (firms("15", "exact"), held("94.4%", of="bee, wasp"), HOLDS),
        (firms("3", "exact"), held("94.4%", of="bee, wasp"), TENSION),
        (firms("3", "exact"), {}, NOT_TESTABLE),
    ],
)
def test_other_firms_fill_what_the_leaders_leave(others, leaders, verdict):
    assert verdicts(residual_share, {**others, **leaders}) == {
        "markets.chips.participants": verdict
    }


@pytest.mark.parametrize(
    ("period", "before"),
    [("FY2024", "FY2023"), ("1H2025", "1H2024"), ("9M2025", "9M2024"), ("2025-06-30", "None")],
)
def test_the_year_before(period, before):
    assert str(year_before(parse_period(period))) == before


@settings(max_examples=300, deadline=None)
@given(
    first=st.decimals(min_value=1, max_value=10**6, places=4),
    rate_of_growth=st.decimals(min_value=Decimal("-0.9"), max_value=9, places=4),
    digits=st.integers(0, 3),
    places=st.integers(0, 2),
)
def test_what_is_consistent_before_rounding_never_contradicts(
    first, rate_of_growth, digits, places
):
    """Revenue, growth, margin and profit of a made-up company, each rounded as it likes."""

    def rounded(value, digits):
        return f"{round(value, digits)}"

    second = first * (1 + rate_of_growth)
    margin = Decimal("0.4321")
    facts = {
        "financials.revenue": cny({"FY2023": rounded(first, digits), "FY2024": rounded(second, 3)}),
        "financials.revenue_change": series(
            "percent change", {"FY2024": rounded(rate_of_growth * 100, places) + "%"}
        ),
        "financials.gross_margin": shares_of({"FY2024": rounded(margin * 100, places) + "%"}),
        "financials.gross_profit": cny({"FY2024": rounded(second * margin, 2)}),
        "financials.loss": cny(
            {"FY2023": rounded(first, digits), "FY2024": rounded(second, digits)}
        ),
        "financials.cumulative_loss": fact(
            rounded(first + second, digits), "CNY", period="FY2023..FY2024"
        ),
    }
    records = library(facts)
    for check in (*FINANCIAL_CHECKS, *MARKET_CHECKS):
        for found in check(records):
            assert found.verdict is not CONTRADICTS, found.message


def test_names_with_braces_are_said_as_they_are_written():
    (figure,) = library({"financials.loss": cny({"FY2022": "1亿"})}).books["ant"].stated
    named = replace(figure, path="products.{A}.units.FY2022")
    for computed in (None, figure):
        found = untested(named, "unit_price", "no band is declared", computed=computed)
        assert found.message.startswith("products.{A}.units.FY2022 cannot be tested: no band")
