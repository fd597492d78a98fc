"""An offering: dates, price, fee, shares, proceeds, cornerstones, demand and chapter 18C."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st
from small_library import (
    CONTRADICTS,
    DATES,
    HOLDS,
    NOT_TESTABLE,
    TENSION,
    fact,
    hkd,
    library,
    on,
    only,
    percent,
    shares,
    verdicts,
)

from briefs.checks.allocation import (
    allocation_mechanism,
    offer_share_of_total,
    option_caps,
    subscription_semantics,
    tranche_sum,
)
from briefs.checks.cornerstones import cornerstone_count, cornerstone_pct, cornerstone_vs_net
from briefs.checks.eligibility import eligibility_18c
from briefs.checks.fees import entry_fee, fee_schedule_date, lot_value_guidance
from briefs.checks.offer import OFFER_CHECKS, price_in_range
from briefs.checks.proceeds import gross_proceeds, net_vs_gross, shares_floor, use_of_proceeds
from briefs.checks.timetable import timeline
from briefs.faults import Severity

AXERA = {
    **DATES,
    "offer.price": hkd("28.20"),
    "offer.board_lot": shares("100"),
    "offer.entry_fee": hkd("2,848.44"),
}

#: Biren, with what stands outside our sources.
BIREN = {
    "timetable.offer_opens": on("2025-12-22"),
    "timetable.offer_closes": on("2025-12-29"),
    "timetable.listing": on("2026-01-02"),
    "timetable.stabilisation_ends": on("2026-01-28"),
    "listing.chapter": "18C",
    "offer.price": hkd("19.60"),
    "offer.price_low": hkd("17.00"),
    "offer.price_high": hkd("19.60"),
    "offer.board_lot": shares("200"),
    "offer.entry_fee": hkd("3,959.54"),
    "offer.shares.total": shares("247,692,800"),
    "offer.shares.size_adjustment": shares("37,153,800"),
    "offer.shares.over_allotment": shares("42,726,800"),
    "offer.shares.final": shares("284,846,600"),
    "offer.gross_proceeds": hkd("5.58 billion"),
    "offer.net_proceeds": hkd("53.75亿"),
    "cornerstones.count": fact("23", "investors"),
    "cornerstones.amount": hkd("28.99亿", qualifier="about"),
    "cornerstones.share": percent("64%", "base-mid", qualifier="nearly"),
    "cornerstones.named": "[{name: {en: One}}, {name: {en: Two}}, {name: {en: Three}}]",
    "cornerstones.at": "x",
}


def without(facts, *paths):
    return {path: text for path, text in facts.items() if path not in paths}


@pytest.mark.parametrize("check", OFFER_CHECKS)
def test_nothing_is_asked_of_a_record_without_an_offering(check):
    assert verdicts(check, {}) == {}


@pytest.mark.parametrize("check", OFFER_CHECKS)
def test_each_check_says_what_it_asks_and_where_the_rule_stands(check):
    text = check.__doc__
    assert ": " in text.splitlines()[0]
    assert text.splitlines()[0].startswith("C")
    assert "ne would not want" in " ".join(text.split()) or "it never warns" in text


@pytest.mark.parametrize("check", OFFER_CHECKS)
def test_the_offering_of_biren_holds_together_on_the_basis_of_its_prospectus(check):
    # The one tension is real: the shares grew, so that 64% of the first offer is less than net.
    found = verdicts(check, BIREN)
    bad = {path for path, verdict in found.items() if verdict is CONTRADICTS}
    assert bad == ({"cornerstones.share"} if check is cornerstone_vs_net else set())


# Entry fee.


@pytest.mark.parametrize(
    ("fee", "verdict"),
    [
        ("2,848.44", HOLDS),
        ("2,848.45", CONTRADICTS),
        ("2,848.43", CONTRADICTS),
        ("2,848.42", CONTRADICTS),
        ("2,848", HOLDS),
        ("2,847", CONTRADICTS),
    ],
)
def test_the_entry_fee_is_tested_to_the_cent(fee, verdict):
    finding = only(entry_fee, {**AXERA, "offer.entry_fee": hkd(fee)})
    assert finding.verdict is verdict
    assert finding.computed
    assert finding.computed.value == Decimal("2848.44")


@pytest.mark.parametrize(("fee", "verdict"), [("3,959.54", HOLDS), ("3,959.53", CONTRADICTS)])
def test_the_entry_fee_is_that_of_the_highest_price_each_component_rounded(fee, verdict):
    facts = {**BIREN, "offer.price": hkd("17.00"), "offer.entry_fee": hkd(fee)}
    assert only(entry_fee, facts).verdict is verdict


@pytest.mark.parametrize("missing", ["offer.price", "offer.board_lot", "timetable.offer_opens"])
def test_the_entry_fee_needs_price_lot_and_day(missing):
    facts = without(AXERA, missing)
    for check in (entry_fee, fee_schedule_date):
        assert verdicts(check, facts) == {"offer.entry_fee": NOT_TESTABLE}


def test_an_entry_fee_of_a_day_without_rates_is_not_testable():
    facts = {**AXERA, "timetable.offer_opens": on("2005-01-31")}
    assert verdicts(entry_fee, facts) == {"offer.entry_fee": NOT_TESTABLE}


def test_an_entry_fee_at_older_rates_is_recognised():
    finding = only(fee_schedule_date, {**AXERA, "offer.entry_fee": hkd("2,848.42")})
    assert finding.verdict is TENSION
    assert "2022-01-01 to 2022-12-31" in finding.message


def test_an_entry_fee_of_no_schedule_is_left_to_the_check_of_the_fee():
    assert verdicts(fee_schedule_date, {**AXERA, "offer.entry_fee": hkd("2,900.00")}) == {}
    assert verdicts(fee_schedule_date, AXERA) == {"offer.entry_fee": HOLDS}


@pytest.mark.parametrize(
    ("price", "lot", "words"),
    [
        ("28.20", "100", "as guidance and proposal have it"),
        ("1.00", "500", "guidance: below 2,000; proposal: below 1,000"),
        ("600", "200", "proposal: above 50,000; proposal: 200 shares is none of its sizes"),
        ("600", "100", "as guidance and proposal have it"),
    ],
)
def test_the_value_of_a_lot_is_told_and_never_warns(price, lot, words):
    facts = {**AXERA, "offer.price": hkd(price), "offer.board_lot": shares(lot)}
    finding = only(lot_value_guidance, facts)
    assert finding.verdict is HOLDS
    assert words in finding.message


def test_the_value_of_a_lot_needs_a_price():
    assert verdicts(lot_value_guidance, without(AXERA, "offer.price")) == {
        "offer.board_lot": NOT_TESTABLE
    }


# Price and dates.


@pytest.mark.parametrize(
    ("price", "verdict"),
    [
        ("17.00", HOLDS),
        ("19.60", HOLDS),
        ("19.61", CONTRADICTS),
        ("16.99", TENSION),
        ("15.30", TENSION),
        ("15.29", CONTRADICTS),
    ],
)
def test_the_price_lies_in_its_range(price, verdict):
    facts = {**BIREN, "offer.price": hkd(price)}
    assert verdicts(price_in_range, facts) == {"offer.price": verdict}


def test_elsewhere_a_price_below_its_range_contradicts():
    facts = {**BIREN, "offer.price": hkd("16.99"), "identifiers.mic": "XSHG"}
    assert verdicts(price_in_range, facts) == {"offer.price": CONTRADICTS}


def test_a_range_without_a_price_is_not_testable():
    facts = without(BIREN, "offer.price")
    assert verdicts(price_in_range, facts) == {"offer.price_high": NOT_TESTABLE}


@pytest.mark.parametrize(
    ("name", "day", "verdict"),
    [
        ("offer_closes", "2025-12-29", HOLDS),
        ("offer_closes", "2025-12-22", CONTRADICTS),  # not after it opens
        ("offer_closes", "2025-12-27", CONTRADICTS),  # a Saturday
        ("listing", "2026-01-04", CONTRADICTS),  # a Sunday
        ("listing", "2025-12-23", CONTRADICTS),
        ("stabilisation_ends", "2026-01-28", HOLDS),
        ("stabilisation_ends", "2026-01-27", CONTRADICTS),
        ("stabilisation_ends", "9999-12-31", CONTRADICTS),
    ],
)
def test_dates_follow_one_another_on_working_days(name, day, verdict):
    found = verdicts(timeline, {**BIREN, f"timetable.{name}": on(day)})
    assert found[f"timetable.{name}"] is verdict


def test_the_end_of_stabilisation_needs_the_last_day_for_applications():
    found = verdicts(timeline, without(BIREN, "timetable.offer_closes"))
    assert found["timetable.stabilisation_ends"] is NOT_TESTABLE


# Shares.


@pytest.mark.parametrize(
    ("public", "international", "total"),
    [
        ("10,491,600", "94,423,600", HOLDS),
        ("10,491,600", "94,423,700", CONTRADICTS),
        ("10.5 million", "94.4 million", HOLDS),
        ("11 million", "94.4 million", HOLDS),
        ("12 million", "94.4 million", CONTRADICTS),
    ],
)
def test_tranches_add_up(public, international, total):
    facts = {
        **AXERA,
        "offer.shares.total": shares("104,915,200"),
        "offer.shares.public": shares(public),
        "offer.shares.international": shares(international),
    }
    found = list(tranche_sum(library(facts)))
    assert found[0].verdict is total
    assert all(finding.verdict is HOLDS for finding in found[1:])


@pytest.mark.parametrize("name", ["total", "public", "over_allotment"])
def test_tranches_are_whole_lots(name):
    facts = {"offer.board_lot": shares("200")}
    found = list(tranche_sum(library({**facts, f"offer.shares.{name}": shares("10,491,700")})))
    assert found[-1].verdict is CONTRADICTS
    found = list(tranche_sum(library({**facts, f"offer.shares.{name}": shares("10,491,600")})))
    assert found[-1].verdict is HOLDS


def test_a_total_without_tranches_is_not_testable():
    facts = {"offer.shares.total": shares("104,915,200")}
    assert verdicts(tranche_sum, facts) == {"offer.shares.total": NOT_TESTABLE}


@pytest.mark.parametrize(
    ("name", "most", "above"),
    [
        ("size_adjustment", "37,153,920", "37,154,200"),
        ("over_allotment", "42,726,990", "42,727,300"),
    ],
)
def test_options_add_no_more_than_they_may(name, most, above):
    path = f"offer.shares.{name}"
    for count, verdict in ((most, HOLDS), (above, CONTRADICTS)):
        assert verdicts(option_caps, {**BIREN, path: shares(count)})[path] is verdict
    facts = without(BIREN, "offer.shares.total")
    assert verdicts(option_caps, facts)[path] is NOT_TESTABLE


@pytest.mark.parametrize(
    ("stated", "verdict"), [("17.85%", HOLDS), ("18%", HOLDS), ("17.95%", CONTRADICTS)]
)
def test_the_part_of_all_shares_that_is_offered(stated, verdict):
    facts = {
        "offer.shares.total": shares("104,915,200"),
        "offer.shares_in_issue": shares("587,760,481"),
        "offer.share_of_issue": percent(stated),
    }
    assert verdicts(offer_share_of_total, facts) == {"offer.share_of_issue": verdict}
    facts = without(facts, "offer.shares_in_issue")
    assert verdicts(offer_share_of_total, facts) == {"offer.share_of_issue": NOT_TESTABLE}


def split(total, public, **more):
    return {
        **AXERA,
        "offer.shares.total": shares(total),
        "offer.shares.public": shares(public),
        **more,
    }


@pytest.mark.parametrize(
    ("public", "more", "verdict"),
    [
        ("10,491,600", {}, HOLDS),  # Axera: B
        ("10,491,600", {"offer.mechanism": "B"}, HOLDS),
        ("10,491,600", {"offer.mechanism": "A"}, TENSION),
        ("5,245,800", {}, HOLDS),  # A
        ("7,000,000", {}, TENSION),
        ("7,000,000", {"timetable.offer_opens": on("2025-08-01")}, TENSION),
        ("10,491,600", {"timetable.offer_opens": on("2025-08-01")}, HOLDS),  # Practice Note 18
        ("5,245,800", {"timetable.offer_opens": on("2025-08-01")}, TENSION),
        ("5,245,800", {"listing.chapter": "18C"}, HOLDS),
        ("10,491,600", {"listing.chapter": "18C"}, TENSION),
        ("70,000,000", {"offer.mechanism": "B"}, TENSION),
    ],
)
def test_the_public_has_the_share_of_a_mechanism(public, more, verdict):
    facts = split("104,915,200", public, **more)
    assert verdicts(allocation_mechanism, facts) == {"offer.shares.public": verdict}


@pytest.mark.parametrize(
    ("chapter", "mechanism", "times", "final", "verdict"),
    [
        ("18C", "not stated", "2347.53", "20,000,000", HOLDS),  # Biren: 5% to 20%
        ("18C", "not stated", "2347.53", "10,000,000", TENSION),
        ("18C", "not stated", "20", "10,000,000", HOLDS),
        ("18C", "not stated", "5", "5,000,000", HOLDS),
        ("not stated", "A", "60", "25,000,000", HOLDS),
        ("not stated", "A", "60", "15,000,000", TENSION),
        ("not stated", "A", "104.82", "35,000,000", HOLDS),
    ],
)
def test_the_public_ends_with_the_share_its_demand_gives_it(
    chapter, mechanism, times, final, verdict
):
    facts = split("100,000,000", "5,000,000")
    facts |= {
        "listing.chapter": chapter,
        "offer.mechanism": mechanism,
        "demand.public": fact(times, "times"),
        "offer.shares.public_final": shares(final),
    }
    found = verdicts(allocation_mechanism, facts)
    assert found == {"offer.shares.public": HOLDS, "offer.shares.public_final": verdict}
    facts = without(facts, "demand.public")
    assert verdicts(allocation_mechanism, facts)["offer.shares.public_final"] is NOT_TESTABLE
    over = {"demand.public_over": fact(times, "times")}
    assert "offer.shares.public_final" in verdicts(allocation_mechanism, facts | over)


@pytest.mark.parametrize("final", ["10,000,000", "20,000,000"])
def test_mechanism_b_keeps_what_it_began_with(final):
    facts = split("100,000,000", "10,000,000")
    facts |= {
        "demand.public": fact("104.82", "times"),
        "offer.shares.public_final": shares(final),
    }
    found = verdicts(allocation_mechanism, facts)["offer.shares.public_final"]
    assert found is (HOLDS if final == "10,000,000" else TENSION)


@pytest.mark.parametrize("missing", ["offer.shares.total", "offer.board_lot", *DATES])
def test_a_split_needs_total_lot_and_day(missing):
    facts = without(split("104,915,200", "10,491,600"), missing)
    assert verdicts(allocation_mechanism, facts) == {"offer.shares.public": NOT_TESTABLE}


# Proceeds.


@pytest.mark.parametrize(
    ("gross", "verdict"),
    [("5.58 billion", HOLDS), ("5,583.0 million", HOLDS), ("5,575 million", CONTRADICTS)],
)
def test_gross_proceeds_are_shares_times_price(gross, verdict):
    facts = {**BIREN, "offer.gross_proceeds": hkd(gross)}
    assert verdicts(gross_proceeds, facts) == {"offer.gross_proceeds": verdict}


def test_gross_proceeds_need_shares():
    facts = without(BIREN, "offer.shares.final", "offer.shares.total")
    assert verdicts(gross_proceeds, facts) == {"offer.gross_proceeds": NOT_TESTABLE}


@pytest.mark.parametrize(
    ("net", "verdict", "severity"),
    [
        ("5,375 million", HOLDS, Severity.ERROR),  # Biren: 3.7%
        ("5,583 million", TENSION, Severity.ERROR),  # within the digits of the gross
        ("5,600 million", CONTRADICTS, Severity.ERROR),
        ("5,000 million", TENSION, Severity.ERROR),
        ("4,500 million", CONTRADICTS, Severity.WARNING),
    ],
)
def test_an_offering_costs_something_and_not_too_much(net, verdict, severity):
    facts = {"offer.gross_proceeds": hkd("5,583.0 million"), "offer.net_proceeds": hkd(net)}
    finding = only(net_vs_gross, facts)
    assert (finding.verdict, finding.severity) == (verdict, severity)


def test_costs_of_two_currencies_are_not_testable():
    facts = {"offer.gross_proceeds": fact("715 million", "USD")}
    facts["offer.net_proceeds"] = hkd("53.75亿")
    assert verdicts(net_vs_gross, facts) == {"offer.net_proceeds": NOT_TESTABLE}


@pytest.mark.parametrize(
    ("count", "verdict"), [("284,846,600", HOLDS), ("247,692,800", CONTRADICTS)]
)
def test_the_shares_can_bring_the_net_proceeds(count, verdict):
    facts = without(BIREN, "offer.gross_proceeds") | {"offer.shares.final": shares(count)}
    assert verdicts(shares_floor, facts) == {"offer.shares.final": verdict}
    assert verdicts(shares_floor, BIREN) == {}
    facts = without(facts, "offer.net_proceeds")
    assert verdicts(shares_floor, facts) == {"offer.shares.final": NOT_TESTABLE}


def uses(*rows, complete="no"):
    items = [
        f"{{id: u{index}, purpose: {{en: Use}}, share: {percent(share)}"
        + (f", amount: {hkd(money)}}}" if money else "}")
        for index, (share, money) in enumerate(rows)
    ]
    return {"offer.uses": f"[{', '.join(items)}]", "offer.uses_complete": complete}


@pytest.mark.parametrize(
    ("rows", "complete", "verdict"),
    [
        ([("85%", "")], "no", HOLDS),
        ([("85%", "")], "yes", CONTRADICTS),
        ([("85%", ""), ("10%", ""), ("5%", "")], "yes", HOLDS),
        ([("33.3%", ""), ("33.3%", ""), ("33.3%", "")], "yes", HOLDS),
        ([("33.3%", ""), ("33.3%", ""), ("33.0%", "")], "yes", CONTRADICTS),
        ([("85%", ""), ("17%", "")], "no", CONTRADICTS),
    ],
)
def test_uses_come_to_all_or_to_no_more(rows, complete, verdict):
    assert verdicts(use_of_proceeds, uses(*rows, complete=complete)) == {"offer.uses": verdict}


@pytest.mark.parametrize(("money", "verdict"), [("45.69亿", HOLDS), ("47亿", CONTRADICTS)])
def test_a_use_is_its_share_of_the_net_proceeds(money, verdict):
    facts = {**uses(("85%", money)), "offer.net_proceeds": hkd("53.75亿")}
    assert verdicts(use_of_proceeds, facts)["offer.uses.u0.amount"] is verdict
    facts = without(facts, "offer.net_proceeds")
    assert verdicts(use_of_proceeds, facts)["offer.uses.u0.amount"] is NOT_TESTABLE


# Cornerstones.


@pytest.mark.parametrize(
    ("basis", "verdict"),
    [
        ("base-mid", HOLDS),  # 63.96%
        ("base-max", CONTRADICTS),  # 59.7%
        ("final", CONTRADICTS),  # 51.9%
        ("global-offering", TENSION),
    ],
)
def test_a_share_of_cornerstones_is_true_on_its_basis(basis, verdict):
    stated = percent("64%", basis, qualifier="nearly")
    finding = only(cornerstone_pct, {**BIREN, "cornerstones.share": stated})
    assert (finding.verdict, finding.severity) == (verdict, Severity.ERROR)


def test_a_share_that_is_true_on_no_basis_only_warns_where_none_is_named():
    facts = {**BIREN, "cornerstones.share": percent("70%", "global-offering")}
    finding = only(cornerstone_pct, facts)
    assert (finding.verdict, finding.severity) == (CONTRADICTS, Severity.WARNING)


CORNERSTONES = {
    **AXERA,
    "offer.shares.total": shares("104,915,200"),
    "cornerstones.count": fact("16", "investors"),
    "cornerstones.amount": fact("185 million", "USD"),
    "cornerstones.share": percent("48.76%", "offer-shares"),
    "cornerstones.at": "x",
}


@pytest.mark.parametrize(
    ("stated", "verdict"), [("48.76%", HOLDS), ("49.5%", CONTRADICTS), ("48%", HOLDS)]
)
def test_an_amount_in_us_dollars_is_taken_over_the_whole_band(stated, verdict):
    facts = {**CORNERSTONES, "cornerstones.share": percent(stated, "offer-shares")}
    assert only(cornerstone_pct, facts).verdict is verdict


@pytest.mark.parametrize("missing", ["offer.shares.total", "offer.price", "timetable.offer_opens"])
def test_a_share_of_cornerstones_needs_shares_price_and_a_day_for_the_band(missing):
    facts = without(CORNERSTONES, missing)
    assert verdicts(cornerstone_pct, facts) == {"cornerstones.share": NOT_TESTABLE}


@pytest.mark.parametrize(
    ("count", "complete", "verdict"),
    [
        ("23", "no", HOLDS),
        ("23", "yes", CONTRADICTS),
        ("3", "yes", HOLDS),
        ("2", "no", CONTRADICTS),
    ],
)
def test_no_more_cornerstones_are_named_than_there_are(count, complete, verdict):
    facts = {
        **BIREN,
        "cornerstones.count": fact(count, "investors"),
        "cornerstones.named_complete": complete,
    }
    assert verdicts(cornerstone_count, facts) == {"cornerstones.count": verdict}


def test_cornerstones_without_a_number_are_not_testable():
    facts = {**BIREN, "cornerstones.count": "{not_disclosed: unsaid}"}
    facts["notes.unsaid"] = "{en: The source does not say.}"
    assert verdicts(cornerstone_count, facts) == {"cornerstones.named": NOT_TESTABLE}


@pytest.mark.parametrize(
    ("stated", "verdict"),
    [("64%", CONTRADICTS), ("54%", HOLDS), ("54.5%", CONTRADICTS), ("55%", CONTRADICTS)],
)
def test_cornerstones_do_not_make_the_offering_smaller_than_its_net(stated, verdict):
    facts = {**BIREN, "cornerstones.share": percent(stated, "global-offering")}
    finding = only(cornerstone_vs_net, facts)
    assert finding.verdict is verdict
    assert finding.computed
    assert finding.computed.shown == Decimal("53.9")


def test_cornerstones_without_net_proceeds_are_not_testable():
    assert verdicts(cornerstone_vs_net, CORNERSTONES) == {"cornerstones.share": NOT_TESTABLE}
    facts = {**CORNERSTONES, "offer.net_proceeds": hkd("2,790.1 million")}
    assert verdicts(cornerstone_vs_net, facts) == {"cornerstones.share": HOLDS}


# Demand.


def said(words):
    return f"{{words: {words}, at: x}}"


@pytest.mark.parametrize(
    ("times", "over", "verdict"),
    [
        ("2347.53", "2347", TENSION),  # the same digits, cut
        ("2348.53", "2347", HOLDS),
        ("2347.53", "2346.53", HOLDS),
        ("2347.53", "2345.53", CONTRADICTS),
    ],
)
def test_over_subscribed_is_one_time_less(times, over, verdict):
    facts = {
        "demand.public": fact(times, "times", as_stated=said("获认购")),
        "demand.public_over": fact(over, "times", as_stated=said("超额认购")),
    }
    found = [f for f in subscription_semantics(library(facts)) if f.inputs]
    assert [finding.verdict for finding in found] == [verdict]
    assert verdict is not CONTRADICTS or found[0].severity is Severity.WARNING


@pytest.mark.parametrize(
    ("name", "words", "verdict"),
    [
        ("public", "获2347.53倍认购", HOLDS),
        ("public", "超额认购2347倍", TENSION),
        ("public_over", "超额认购2347倍", HOLDS),
        ("public_over", "subscribed 20 times", TENSION),
        ("public_over", "over-subscribed 20 times", HOLDS),
        ("international", "Oversubscribed 20 times", TENSION),
    ],
)
def test_a_multiple_is_worded_as_it_is_recorded(name, words, verdict):
    facts = {f"demand.{name}": fact("20", "times", as_stated=said(words))}
    assert verdicts(subscription_semantics, facts) == {f"demand.{name}": verdict}


def test_a_multiple_without_its_wording_is_not_testable():
    facts = {"demand.public": fact("20", "times")}
    assert verdicts(subscription_semantics, facts) == {"demand.public": NOT_TESTABLE}


# Chapter 18C.


def tech(revenue, *, shares_of_opex=("79.8%", "76.4%", "73.7%"), **more):
    years = ("FY2022", "FY2023", "FY2024")
    series = ", ".join(
        f"{year}: {share}" for year, share in zip(years, shares_of_opex, strict=True)
    )
    return {
        "listing.chapter": "18C",
        "timetable.listing": on("2026-01-02"),
        "financials.revenue": f"{{unit: HKD, at: x, values: {{FY2024: {revenue}}}}}",
        "financials.rd_share_of_opex": (
            f"{{unit: percent, basis: opex, at: x, values: {{{series}}}}}"
        ),
        **more,
    }


EARLY = {"timetable.listing": on("2024-08-30")}
CAP, RD, NAME = "offer.market_cap", "rd_share_of_opex.FY2024", "identifiers.short_name"


@pytest.mark.parametrize(
    ("revenue", "more", "path", "verdict"),
    [
        ("366 million", {CAP: hkd("4 billion")}, CAP, HOLDS),
        ("366 million", {CAP: hkd("3.8 billion")}, CAP, TENSION),
        ("366 million", {CAP: hkd("5 billion"), **EARLY}, CAP, TENSION),
        ("366 million", {CAP: hkd("6 billion"), **EARLY}, CAP, HOLDS),
        ("100 million", {CAP: hkd("7.5 billion")}, CAP, TENSION),
        ("100 million", {CAP: hkd("8 billion")}, CAP, HOLDS),
        ("366 million", {}, RD, HOLDS),
        ("366 million", {NAME: "ANT"}, NAME, HOLDS),
        ("366 million", {NAME: "ANT-P"}, NAME, TENSION),
        ("100 million", {NAME: "ANT-P"}, NAME, HOLDS),
        ("100 million", {NAME: "ANT"}, NAME, TENSION),
    ],
)
def test_chapter_18c_asks_for_size_and_a_mark(revenue, more, path, verdict):
    assert verdicts(eligibility_18c, tech(revenue, **more))[path] is verdict


@pytest.mark.parametrize(
    ("revenue", "parts", "verdict"),
    [
        ("366 million", ("16%", "16%", "16%"), HOLDS),
        ("366 million", ("10%", "16%", "16%"), HOLDS),
        ("366 million", ("10%", "10%", "16%"), TENSION),
        ("200 million", ("40%", "40%", "40%"), HOLDS),
        ("200 million", ("20%", "20%", "20%"), TENSION),
        ("100 million", ("40%", "40%", "40%"), TENSION),
        ("100 million", ("50%", "60%", "60%"), HOLDS),
    ],
)
def test_chapter_18c_asks_for_research(revenue, parts, verdict):
    assert verdicts(eligibility_18c, tech(revenue, shares_of_opex=parts))[RD] is verdict


def test_two_good_years_do_not_carry_a_third_that_outweighs_them():
    facts = tech("366 million", shares_of_opex=("16%", "16%", "2%"))
    assert verdicts(eligibility_18c, facts)[RD] is HOLDS
    facts["financials.rd_expense"] = (
        "{unit: HKD, at: x, values: {FY2022: 16 million, FY2023: 16 million, FY2024: 40 million}}"
    )
    assert verdicts(eligibility_18c, facts)[RD] is TENSION


def test_revenue_in_yuan_needs_a_rate_of_the_record():
    facts = tech("337.9 million", **{CAP: hkd("5 billion"), NAME: "ANT"})
    facts["financials.revenue"] = "{unit: CNY, at: x, values: {FY2024: 337.9 million}}"
    found = verdicts(eligibility_18c, facts)
    assert found == {
        "revenue.FY2024": NOT_TESTABLE,
        CAP: NOT_TESTABLE,  # enough for a commercial company alone
        RD: HOLDS,  # enough for any
        NAME: NOT_TESTABLE,
    }
    rate = {"quote": "HKD", "base": "CNY", "value": '"1.084"'}
    for one in (rate, {"quote": "CNY", "base": "HKD", "value": '"0.9225"'}):
        row = ", ".join(f"{key}: {value}" for key, value in one.items())
        facts["rates"] = f"[{{{row}, period: FY2024, source: gazette, at: x}}]"
        assert verdicts(eligibility_18c, facts) == {CAP: HOLDS, RD: HOLDS, NAME: HOLDS}


def test_research_between_the_lines_needs_the_revenue():
    facts = without(tech("1", shares_of_opex=("20%", "20%", "20%")), "financials.revenue")
    assert verdicts(eligibility_18c, facts) == {RD: NOT_TESTABLE}


# All together.


@st.composite
def offerings(draw):
    """Draw a consistent offering, its amounts written with any number of digits."""
    lot = draw(st.sampled_from((50, 100, 200, 500, 1000)))
    price = draw(st.decimals("1", "300", places=2))
    public, rest = draw(st.integers(10, 10**5)), draw(st.integers(10**5, 10**7))
    total = (public + rest) * lot
    gross = price * total
    net = gross * draw(st.decimals("0.91", "0.97", places=3))
    part = draw(st.decimals("0.05", "0.60", places=4))

    def written(value, scale=Decimal(10) ** 6):
        digits = draw(st.integers(2, 6))
        number = value / scale
        places = max(digits - number.adjusted() - 1, 0)
        return f"{round(number, places):.{places}f}"

    return {
        **DATES,
        "offer.price": hkd(f"{price}"),
        "offer.board_lot": shares(str(lot)),
        "offer.shares.total": shares(str(total)),
        "offer.shares.public": shares(str(public * lot)),
        "offer.shares.international": shares(str(rest * lot)),
        "offer.gross_proceeds": hkd(written(gross) + " million"),
        "offer.net_proceeds": hkd(written(net) + " million"),
        "cornerstones.count": fact("3", "investors"),
        "cornerstones.amount": hkd(written(gross * part) + " million"),
        "cornerstones.share": percent(written(part * 100, Decimal(1)) + "%", "final"),
        "cornerstones.at": "x",
    }


@given(offerings())
def test_a_consistent_offering_contradicts_nowhere(facts):
    found = library(facts)
    for check in OFFER_CHECKS:
        bad = [f.message for f in check(found) if f.verdict is CONTRADICTS]
        assert not bad


@pytest.mark.parametrize("zeros", ["0", "999,999,999,999,999", "0.000001"])
@pytest.mark.parametrize("qualifier", ["exact", "over", "nearly", "below"])
@pytest.mark.parametrize("path", [p for p, text in BIREN.items() if "value" in text])
def test_a_slip_of_many_zeros_is_told_and_never_crashes(path, qualifier, zeros):
    unit = BIREN[path].split("unit: ")[1].split(",")[0]
    slipped = fact(zeros, unit, qualifier=qualifier, basis="final")
    found = library({**BIREN, path: slipped})
    for check in OFFER_CHECKS:
        assert all(finding.message for finding in check(found))
