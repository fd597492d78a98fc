"""Checks of what an offering brings, what it costs, and what the money is for."""

from __future__ import annotations

from collections.abc import Iterator

from briefs.checks.case import Case, cases
from briefs.checks.finding import Finding, Verdict, about
from briefs.checks.weighing import HUNDRED, PERCENT, alike, amount, reckoned, untested, weighed
from briefs.faults import Severity
from briefs.figures import Figure, plainly
from briefs.figures.interval import Interval, exact, written
from briefs.records.library import Library
from briefs.rules import rules


def gross_proceeds(library: Library) -> Iterator[Finding]:
    """C05: test stated gross proceeds against the shares issued and the price.

    Final shares (or those first offered, where no final number is given) × price must meet the
    stated proceeds within the digits written. Plain arithmetic, no rule. One would not want it
    where the stated proceeds hold an over-allotment that the shares do not.
    """
    for case in cases(library):
        stated = case.get("offer.gross_proceeds")
        if stated is None:
            continue
        shares, price = issued(case), case.get("offer.price")
        many, each = amount(shares), amount(price)
        if shares is None or price is None or not many or not each or not alike(price, stated):
            needs = "it needs the shares offered and the price in its currency"
            yield untested(stated, "gross_proceeds", needs)
            continue
        value = shares.value * price.value
        computed = reckoned(
            stated, f"gross_proceeds.{stated.path}", value, "shares × price", shares, price
        )
        yield weighed(stated, "gross_proceeds", many * each, computed)


def issued(case: Case) -> Figure | None:
    """Give the final number of shares of the offering, or those first offered."""
    return case.get("offer.shares.final") or case.get("offer.shares.total")


def net_vs_gross(library: Library) -> Iterator[Finding]:
    """C06: test what the offering costs: gross less net proceeds, as a part of the gross.

    Net proceeds that are surely not below the gross contradict. Costs surely above 15% are
    warned of as a contradiction, and costs surely outside 2% to 10% as a tension: those shares
    are practice, from memory (briefs/rules/offers.yaml), so neither stops a build. Interval of
    the digits written. One would not want it for an offering without new shares.
    """
    for case in cases(library):
        net, gross = case.get("offer.net_proceeds"), case.get("offer.gross_proceeds")
        if net is None or gross is None:
            continue
        less, more = amount(net), amount(gross)
        if not alike(net, gross) or less is None or more is None:
            yield untested(net, "net_vs_gross", "it needs the gross proceeds in its currency")
        else:
            yield _costs(net, gross, (exact(1) - less / more) * PERCENT)


def _costs(net: Figure, gross: Figure, cost: Interval) -> Finding:
    row = rules().offers.costs[0]
    least, most = row.usual.ends
    share = (1 - net.value / gross.value) * HUNDRED
    words, verdict, severity = (
        f"costs are {share:.1f}% of {gross.path}",
        Verdict.HOLDS,
        Severity.ERROR,
    )
    if cost.high <= 0:
        verdict, words = (
            Verdict.CONTRADICTS,
            f"{net.path} of {net} is not below {gross.path} of {gross}",
        )
    elif cost.low > row.never_above.value:
        words = f"{words}, above {plainly(row.never_above.value)}%"
        verdict, severity = Verdict.CONTRADICTS, Severity.WARNING
    elif not cost.meets(Interval(least, most)):
        verdict, words = Verdict.TENSION, f"{words}, outside {plainly(least)}% to {plainly(most)}%"
    return about(net, "net_vs_gross", verdict, words, inputs=(gross,), severity=severity)


def shares_floor(library: Library) -> Iterator[Finding]:
    """C07: test that the shares offered can bring the net proceeds, where no gross is stated.

    Shares × price must not surely fall below the net proceeds: shares ≥ net ÷ price, within
    the digits written. Plain arithmetic. One would not want it where the net proceeds hold
    money from options on more shares.
    """
    for case in cases(library):
        shares = issued(case)
        if shares is None or case.get("offer.gross_proceeds") is not None:
            continue
        price, net = case.get("offer.price"), case.get("offer.net_proceeds")
        many, each, least = amount(shares), amount(price), amount(net)
        if price is None or net is None or not (many and each and least) or not alike(price, net):
            yield untested(
                shares, "shares_floor", "it needs price and net proceeds in one currency"
            )
            continue
        floor = reckoned(
            shares,
            f"shares_floor.{shares.path}",
            net.value / price.value,
            "net proceeds ÷ price",
            net,
            price,
        )
        holds = many.high * each.high >= least.low
        enough = "enough" if holds else "too few"
        yield about(
            shares,
            "shares_floor",
            Verdict.HOLDS if holds else Verdict.CONTRADICTS,
            f"{{0.path}} of {{0}} is {enough}: {{1.path}} asks for {{2}}",
            shares,
            net,
            floor,
            inputs=(net, price),
            computed=floor,
        )


def use_of_proceeds(library: Library) -> Iterator[Finding]:
    """C15: test the uses of the proceeds: their sum, and the amount of each.

    The shares must sum to 100% where the record says that the list is complete, and otherwise
    must not surely exceed it; each stated amount must meet its share × net proceeds. Intervals
    of the digits written, which give half a unit for each of k shares. Plain arithmetic. One
    would not want the sum where uses overlap.
    """
    for case in cases(library):
        shares = [
            figure
            for use in case.company.offer.uses
            if (figure := case.get(f"offer.uses.{use.id}.share"))
        ]
        if shares:
            yield _sum_of_uses(case, shares)
        for share in shares:
            stated = case.get(share.path.removesuffix("share") + "amount")
            if stated is not None:
                yield _use(case, stated, share)


def _sum_of_uses(case: Case, shares: list[Figure]) -> Finding:
    total = exact(0)
    for share in shares:
        total = total + written(share)
    complete = case.company.offer.uses_complete
    holds = total.meets(PERCENT) if complete else total.low <= HUNDRED
    value = plainly(sum((share.value for share in shares), HUNDRED - HUNDRED))
    what = "all uses" if complete else "the uses named"
    bound = "make up" if complete else "stay within"
    yes_or_no = bound if holds else f"do not {bound}"
    message = f"{what} come to {value}% of net proceeds and {yes_or_no} 100%"
    verdict = Verdict.HOLDS if holds else Verdict.CONTRADICTS
    loc = ("offer", "uses")
    return case.finding(loc, "use_of_proceeds", verdict, message, inputs=tuple(shares))


def _use(case: Case, stated: Figure, share: Figure) -> Finding:
    net = case.get("offer.net_proceeds")
    part, whole = amount(share), amount(net)
    if net is None or part is None or whole is None or not alike(net, stated):
        needs = "it needs its share and the net proceeds in its currency"
        return untested(stated, "use_of_proceeds", needs)
    value = share.value * net.value / HUNDRED
    computed = reckoned(
        stated, f"use_of_proceeds.{stated.path}", value, "share × net proceeds", share, net
    )
    return weighed(stated, "use_of_proceeds", part * whole / PERCENT, computed)
