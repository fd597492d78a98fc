"""Prices: their order, the exchange's grid, market values, and the profit on a lot."""

from decimal import Decimal

import pytest
from hypothesis import given
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
    shares,
    verdicts,
)

from briefs.checks.prices import (
    implied_shares_stable,
    market_cap,
    ohlc_order,
    per_lot_pnl,
    tick_grid,
)
from briefs.faults import Severity

DAY = {"as_of": "2026-01-02"}
HIGH, CLOSE = hkd("42.88", **DAY), hkd("34.46", **DAY)

#: Biren, as its source has it.
BIREN = {
    "offer.price": hkd("19.6"),
    "debut.high": HIGH,
    "debut.close": CLOSE,
    "debut.market_cap_high": hkd("1027亿", **DAY),
    "debut.market_cap_close": hkd("825.71亿", **DAY),
}


@pytest.mark.parametrize(
    ("issue", "high", "close"),
    [
        ("2,396,080,000", HOLDS, HOLDS),
        ("2,400,000,000", CONTRADICTS, CONTRADICTS),
        ("2,394,000,000", HOLDS, CONTRADICTS),
    ],
)
def test_a_market_value_is_price_times_shares_in_issue(issue, high, close):
    facts = {**BIREN, "offer.shares_in_issue": shares(issue)}
    assert verdicts(market_cap, facts) == {
        "debut.market_cap_high": high,
        "debut.market_cap_close": close,
    }


def test_the_market_value_at_the_offer_of_axera():
    facts = {
        "offer.price": hkd("28.20"),
        "offer.shares_in_issue": shares("587,760,481"),
        "offer.market_cap": hkd("16,574.8 million"),
    }
    assert verdicts(market_cap, facts) == {"offer.market_cap": HOLDS}
    facts["offer.market_cap"] = hkd("16,585.8 million")
    assert verdicts(market_cap, facts) == {"offer.market_cap": CONTRADICTS}


def test_a_bound_of_many_digits_is_a_point_in_disguise():
    facts = {**BIREN, "offer.shares_in_issue": shares("2,396,080,000")}
    for value, verdict in (("800亿", HOLDS), ("800.00亿", CONTRADICTS)):
        facts["debut.market_cap_close"] = hkd(value, qualifier="over", **DAY)
        assert verdicts(market_cap, facts)["debut.market_cap_close"] is verdict


def test_a_market_value_without_shares_in_issue_is_not_testable():
    assert verdicts(market_cap, {"offer.market_cap": hkd("47亿")}) == {
        "offer.market_cap": NOT_TESTABLE
    }


def test_market_values_of_biren_imply_one_number_of_shares():
    finding = only(implied_shares_stable, BIREN)
    assert (finding.path, finding.verdict) == ("debut.market_cap_high", HOLDS)
    assert finding.computed
    assert round(finding.computed.value / 10**8, 2) == Decimal("1027.47")


def test_another_high_does_not_imply_the_shares_of_the_close():
    # The gain that the source states at the high would need HK$41.66.
    facts = {**BIREN, "debut.high": hkd("41.66", **DAY)}
    assert only(implied_shares_stable, facts).verdict is CONTRADICTS


def test_one_market_value_has_nothing_to_agree_with():
    facts = {key: BIREN[key] for key in ("debut.high", "debut.market_cap_high")}
    assert verdicts(implied_shares_stable, facts) == {}
    facts["debut.market_cap_close"] = hkd("825.71亿", **DAY)
    assert verdicts(implied_shares_stable, facts) == {}


@pytest.mark.parametrize(
    ("prices", "found"),
    [
        (("10", "12", "9", "11"), {"open": HOLDS, "close": HOLDS, "low": HOLDS}),
        (("13", "12", "9", "11"), {"open": CONTRADICTS, "close": HOLDS, "low": HOLDS}),
        (("10", "12", "9", "8"), {"open": HOLDS, "close": CONTRADICTS, "low": HOLDS}),
        (("10", "12", "13", "11"), {"open": CONTRADICTS, "close": CONTRADICTS, "low": CONTRADICTS}),
        # A high that is rounded to the dollar: 12.4 may be the close.
        (("10.0", "12", "9.0", "12.4"), {"open": HOLDS, "close": HOLDS, "low": HOLDS}),
        (("10.00", "12.38", "9.00", "12.40"), {"open": HOLDS, "close": CONTRADICTS, "low": HOLDS}),
    ],
)
def test_prices_of_a_day_lie_between_its_low_and_its_high(prices, found):
    names = ("open", "high", "low", "close")
    facts = {f"debut.{name}": hkd(price, **DAY) for name, price in zip(names, prices, strict=True)}
    seen = {}
    for finding in ohlc_order(library(facts)):
        name = finding.path.removeprefix("debut.")
        seen[name] = CONTRADICTS if CONTRADICTS in (seen.get(name), finding.verdict) else HOLDS
    assert seen == found


def test_the_high_of_five_sessions_is_no_lower_than_that_of_the_first():
    facts = {"debut.high": hkd("688", **DAY), "debut.high_five_sessions": hkd("941.08", **DAY)}
    assert verdicts(ohlc_order, facts) == {"debut.high_five_sessions": HOLDS}
    facts["debut.high_five_sessions"] = hkd("641.08", **DAY)
    assert verdicts(ohlc_order, facts) == {"debut.high_five_sessions": CONTRADICTS}


def test_a_close_alone_or_of_another_day_is_not_testable():
    assert verdicts(ohlc_order, {"debut.close": CLOSE}) == {"debut.close": NOT_TESTABLE}
    facts = {"debut.close": CLOSE, "debut.high": hkd("42.88", as_of="2026-01-05")}
    assert verdicts(ohlc_order, facts) == {"debut.close": NOT_TESTABLE}


METAX = {
    "offer.price": fact("104.66", "CNY"),
    "offer.board_lot": shares("500"),
    "debut.high": fact("895", "CNY", as_of="2025-12-17"),
    "debut.close": fact("829.9", "CNY", as_of="2025-12-17"),
}


@pytest.mark.parametrize(
    ("profit", "qualifier", "verdict"),
    [
        ("40万", "nearly", HOLDS),  # 395,170
        ("395,170", "exact", HOLDS),
        ("39.5万", "about", HOLDS),
        ("40万", "exact", HOLDS),  # rounded
        ("41万", "nearly", CONTRADICTS),
        ("42万", "nearly", CONTRADICTS),
        ("36万", "exact", TENSION),  # 362,620 at the close
    ],
)
def test_the_profit_on_a_lot_is_reckoned_at_the_high(profit, qualifier, verdict):
    stated = fact(profit, "CNY", as_of="2025-12-17", qualifier=qualifier)
    finding = only(per_lot_pnl, {**METAX, "debut.profit_per_lot": stated})
    assert finding.verdict is verdict
    if verdict is HOLDS:
        assert finding.computed
        assert finding.computed.shown == 395170


@pytest.mark.parametrize("missing", ["offer.price", "offer.board_lot"])
def test_the_profit_on_a_lot_needs_price_and_lot(missing):
    facts = {**METAX, "debut.profit_per_lot": fact("40万", "CNY", as_of="2025-12-17")}
    del facts[missing]
    assert verdicts(per_lot_pnl, facts) == {"debut.profit_per_lot": NOT_TESTABLE}


@pytest.mark.parametrize(
    ("price", "day", "verdict"),
    [
        ("34.46", "2026-01-02", HOLDS),
        ("42.88", "2026-01-02", HOLDS),
        ("35.70", "2026-01-02", HOLDS),
        ("34.47", "2026-01-02", CONTRADICTS),
        ("34.46", "2025-08-01", CONTRADICTS),
        ("34.45", "2025-08-01", HOLDS),
        ("20.01", "2026-01-02", CONTRADICTS),
        ("20", "2026-01-02", HOLDS),
        ("20000", "2026-01-02", NOT_TESTABLE),
        ("34.46", "not stated", NOT_TESTABLE),
    ],
)
def test_a_price_lies_on_the_grid_of_its_day(price, day, verdict):
    facts = {"identifiers.mic": "XHKG", "debut.close": hkd(price, as_of=day)}
    assert verdicts(tick_grid, facts) == {"debut.close": verdict}


def test_a_step_whose_day_was_not_found_only_warns():
    facts = {"identifiers.mic": "XHKG", "debut.close": hkd("9.003", as_of="2026-07-01")}
    finding = only(tick_grid, facts)
    assert (finding.verdict, finding.severity) == (CONTRADICTS, Severity.WARNING)


def test_markets_without_rows_are_passed_over():
    facts = {"identifiers.mic": "XSHG", "listing.board": "star"}
    facts["debut.close"] = fact("34.461", "CNY", **DAY)
    assert verdicts(tick_grid, facts) == {}


@given(
    price=st.decimals("0.5", "999", places=2),
    other=st.decimals("0.5", "999", places=2),
    issue=st.integers(10**6, 10**10),
    places=st.integers(0, 3),
)
def test_values_of_one_number_of_shares_never_contradict(price, other, issue, places):
    unit = Decimal(10) ** (6 - places)

    def value(at):
        number = (at * issue / unit).to_integral_value() * unit / 10**6
        return hkd(f"{number:.{places}f} million", **DAY)

    # A value below one unit is nothing, and nothing follows from that.
    facts = {
        "offer.shares_in_issue": shares(str(issue)),
        "debut.high": hkd(str(price), **DAY),
        "debut.close": hkd(str(other), **DAY),
        "debut.market_cap_high": value(price),
        "debut.market_cap_close": value(other),
    }
    for check in (market_cap, implied_shares_stable):
        assert CONTRADICTS not in verdicts(check, facts).values()
