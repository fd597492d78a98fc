"""Checks of an offering: its price, and the order in which a page tells of them all."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator

from briefs.checks.allocation import (
    allocation_mechanism,
    offer_share_of_total,
    option_caps,
    subscription_semantics,
    tranche_sum,
)
from briefs.checks.case import Case, cases
from briefs.checks.cornerstones import cornerstone_count, cornerstone_pct, cornerstone_vs_net
from briefs.checks.eligibility import eligibility_18c
from briefs.checks.fees import entry_fee, fee_schedule_date, lot_value_guidance
from briefs.checks.finding import Finding, Verdict, about
from briefs.checks.proceeds import gross_proceeds, net_vs_gross, shares_floor, use_of_proceeds
from briefs.checks.timetable import timeline
from briefs.checks.weighing import HUNDRED, alike, settled, untested
from briefs.figures import Figure
from briefs.records.library import Library
from briefs.rules import in_force, rules


def price_in_range(library: Library) -> Iterator[Finding]:
    """C04: test that the final price lies in the printed range.

    low ≤ final ≤ high, exactly. In Hong Kong a price up to 10% below the range is possible with
    the flexibility of February 2018 (HKEX, in briefs/rules/offers.yaml), and is then a tension,
    since a reader expects the range to hold. One would not want it for a range that was revised
    while the offer was open: write the revised one.
    """
    for case in cases(library):
        low, high = case.get("offer.price_low"), case.get("offer.price_high")
        if low is not None and high is not None:
            yield _in_range(case, low, high)


def _in_range(case: Case, low: Figure, high: Figure) -> Finding:
    price = case.get("offer.price")
    least, most, paid = settled(low), settled(high), settled(price)
    if price is None or not (least and most and paid) or not alike(low, high, price):
        return untested(high, "price_in_range", "it needs the final price in its currency")
    flexible = in_force(rules().offers.pricing, case.day) if case.in_hong_kong and case.day else ()
    below = flexible[0].below.value if flexible else HUNDRED - HUNDRED
    words = f"{price.path} of {price}"
    if least <= paid <= most:
        verdict, words = Verdict.HOLDS, f"{words} lies between {low} and {high}"
    elif least * (HUNDRED - below) / HUNDRED <= paid < least:
        verdict, words = (
            Verdict.TENSION,
            f"{words} is below the range, though by no more than {below}%",
        )
    else:
        verdict, words = Verdict.CONTRADICTS, f"{words} lies outside {low} to {high}"
    return about(price, "price_in_range", verdict, words, inputs=(low, high))


#: Checks of an offering, in the order in which a page tells of them.
OFFER_CHECKS: tuple[Callable[[Library], Iterable[Finding]], ...] = (
    timeline,
    price_in_range,
    entry_fee,
    fee_schedule_date,
    lot_value_guidance,
    tranche_sum,
    option_caps,
    offer_share_of_total,
    allocation_mechanism,
    gross_proceeds,
    net_vs_gross,
    shares_floor,
    use_of_proceeds,
    cornerstone_count,
    cornerstone_pct,
    cornerstone_vs_net,
    subscription_semantics,
    eligibility_18c,
)
