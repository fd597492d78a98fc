"""Checks of cornerstone investors: how many, how much, and what share of the offering."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal
from typing import NamedTuple

from briefs.checks.case import Case, cases
from briefs.checks.finding import Finding, Verdict, about
from briefs.checks.proceeds import issued
from briefs.checks.weighing import (
    HUNDRED,
    PERCENT,
    alike,
    amount,
    in_unit,
    reckoned,
    settled,
    untested,
    weighed,
)
from briefs.faults import Severity
from briefs.figures import Figure, Qualifier, Unit
from briefs.figures.interval import Interval, exact, written
from briefs.records.library import Library

#: Bases that fix both share count and price; other bases of a record leave that open.
BASES = ("base-mid", "base-max", "final")

#: A share that we compute is shown to one decimal.
TENTH = Decimal("0.1")


class Reading(NamedTuple):
    """One way to read a share of the offering: its value, and what that comes from."""

    value: Decimal
    within: Interval
    inputs: tuple[Figure, ...]
    unit: Unit


def cornerstone_pct(library: Library) -> Iterator[Finding]:
    """C11: test the cornerstones' share of the offering against their amount.

    amount ÷ (shares × price) must meet the stated share, where the basis of the share says
    which shares and which price: base-mid (shares first offered, middle of the range), base-max
    (its top) or final (shares issued, final price). An amount in US dollars is taken at every
    rate of the Hong Kong dollar's band. With another basis each reading that the record allows
    is tried: if only some agree that is a tension, if none does a warning, since prospectuses
    print several bases. One would not want it where cornerstones pay a price of their own.
    """
    for case in cases(library):
        stated = case.get("cornerstones.share")
        if stated is not None:
            yield _pct(case, stated)


def _pct(case: Case, stated: Figure) -> Finding:
    paid = case.get("cornerstones.amount")
    names = [stated.basis] if stated.basis in BASES else BASES
    found = {
        name: one
        for name in names
        if paid
        and (reading := _reading(case, name))
        and (one := _tried(case, stated, paid, reading))
    }
    if not found:
        needs = "it needs amount, shares offered and price, in currencies that can be compared"
        return untested(stated, "cornerstone_pct", needs)
    agreeing = [name for name, one in found.items() if one.verdict is Verdict.HOLDS]
    first = found[agreeing[0] if agreeing else next(iter(found))]
    if stated.basis in BASES or len(agreeing) == len(found):
        return first
    if not agreeing:
        return replace(first, severity=Severity.WARNING)
    others = (f"{one.computed} on {name}" for name, one in found.items())
    message = (
        f"{stated.path} of {stated} holds only on {agreeing[0]}, which its source does not "
        f"say: {', '.join(others)}"
    )
    return replace(first, verdict=Verdict.TENSION, words=message, named=())


def _tried(case: Case, stated: Figure, paid: Figure, reading: Reading) -> Finding | None:
    part = in_unit(paid, reading.unit, case.day)
    if part is None:
        return None
    within, severity = part
    middle = paid.value if paid.unit is reading.unit else (within.low + within.high) / 2
    value = middle / reading.value * HUNDRED
    how = "amount ÷ (shares × price)"
    computed = reckoned(
        stated, f"cornerstone_pct.{stated.path}", value, how, paid, *reading.inputs, step=TENTH
    )
    ratio = within / reading.within * PERCENT
    return weighed(stated, "cornerstone_pct", ratio, computed, severity=severity)


def _reading(case: Case, name: str) -> Reading | None:
    """Value the offering on a basis; none where its shares or its price are not known."""
    shares = issued(case) if name == "final" else case.get("offer.shares.total")
    low, high = case.get("offer.price_low"), case.get("offer.price_high")
    price = case.get("offer.price")
    if name == "final" or (low is None and high is None):
        prices = [price]
    else:
        prices = [high] if name == "base-max" else [low, high]
    many, each = amount(shares), [amount(one) for one in prices]
    known = [one for one in prices if one is not None]
    if shares is None or many is None or None in each or not alike(*prices):
        return None
    count = Decimal(len(known))
    within = exact(0)
    for one in each:
        within = within + one if one else within
    mean = sum((one.value for one in known), Decimal(0)) / count
    return Reading(
        shares.value * mean,
        many * within / exact(len(known)),
        (shares, *known),
        known[0].unit,
    )


def cornerstone_count(library: Library) -> Iterator[Finding]:
    """C12: test the number of cornerstones against those named.

    No more may be named than there are, and where the record says that the list is complete,
    exactly as many. Counts are exact; a bound ("over 20") is taken at its word. Plain counting.
    One would not want it where one investor takes part through several vehicles.
    """
    for case in cases(library):
        parties = case.company.cornerstones
        if parties is None or not parties.named:
            continue
        stated, named = case.get("cornerstones.count"), len(parties.named)
        if stated is None:
            message = f"{named} cornerstones are named, and no number is stated"
            loc = ("cornerstones", "named")
            yield case.finding(loc, "cornerstone_count", Verdict.NOT_TESTABLE, message)
            continue
        said = written(stated) if (count := settled(stated)) is None else exact(count)
        holds = exact(named).meets(said) if parties.named_complete else named <= said.high
        yield about(
            stated,
            "cornerstone_count",
            Verdict.HOLDS if holds else Verdict.CONTRADICTS,
            f"{stated.path} is {stated}, and {named} are named"
            f"{', all of them' if parties.named_complete else ''}",
        )


def cornerstone_vs_net(library: Library) -> Iterator[Finding]:
    """C24: test that the cornerstones' share does not make the offering smaller than its net.

    amount ÷ stated share is the value of the offering, on whatever basis, and must not surely
    fall below the net proceeds, which are less than the gross. Intervals of the digits written;
    US dollars at every rate of the Hong Kong dollar's band. Plain arithmetic. What is computed
    is the most that the share can be: amount ÷ net proceeds. One would not want it where the
    offering grew after the share was struck, so that the share is of fewer shares: then say so
    in an acknowledgement.
    """
    for case in cases(library):
        stated, paid = case.get("cornerstones.share"), case.get("cornerstones.amount")
        if stated is not None and paid is not None:
            yield _vs_net(case, stated, paid)


def _vs_net(case: Case, stated: Figure, paid: Figure) -> Finding:
    check = "cornerstone_vs_net"
    net, part = case.get("offer.net_proceeds"), amount(stated)
    least = amount(net)
    sum_paid = in_unit(paid, net.unit, case.day) if net else None
    if net is None or part is None or least is None or sum_paid is None:
        return untested(
            stated, check, "it needs the net proceeds, in a currency that can be compared"
        )
    within, severity = sum_paid
    middle = paid.value if paid.unit is net.unit else (within.low + within.high) / 2
    offering = within / part * PERCENT
    holds = offering.high >= least.low
    path, value = f"{check}.{stated.path}", middle / net.value * HUNDRED
    most = reckoned(stated, path, value, "amount ÷ net proceeds", paid, net, step=TENTH)
    path, value = f"{check}.{net.path}", middle / stated.value * HUNDRED
    relation = "not below" if holds else "below"
    return about(
        stated,
        check,
        Verdict.HOLDS if holds else Verdict.CONTRADICTS,
        f"{{0}} as {{1}} of the offering make it {{2}}, {relation} {{3.path}} of {{3}}",
        paid,
        stated,
        reckoned(net, path, value, "amount ÷ share", paid, stated),
        net,
        inputs=(paid, net),
        computed=replace(most, qualifier=Qualifier.BELOW),
        severity=severity,
    )
