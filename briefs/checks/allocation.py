"""Checks of how an offering is split, what options may add, and how it was subscribed."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from briefs.checks.case import Case, cases
from briefs.checks.finding import Finding, Verdict, about
from briefs.checks.weighing import HUNDRED, PERCENT, amount, reckoned, settled, untested, weighed
from briefs.faults import Severity
from briefs.figures import Figure, Stated, plainly
from briefs.figures.interval import Interval, exact
from briefs.records.library import Library
from briefs.rules import in_force, rules
from briefs.rules.offers import Mechanism

#: Counts of shares that are whole lots.
WHOLE = ("total", "public", "international", "size_adjustment", "over_allotment")


def tranche_sum(library: Library) -> Iterator[Finding]:
    """C13: test that the tranches add up to the offering, and that each is whole board lots.

    Public + international must meet the total within the digits written; a count written to the
    share must be a multiple of the board lot. Plain arithmetic; lots as the listing documents
    have them. One would not want the second for offerings with an employee or preferential
    tranche in odd lots.
    """
    for case in cases(library):
        total = case.get("offer.shares.total")
        if total is not None:
            yield _sum(case, total)
        for name in WHOLE:
            figure = case.get(f"offer.shares.{name}")
            if figure is not None:
                yield from _whole(case, figure)


def _sum(case: Case, total: Figure) -> Finding:
    parts = [case.get(f"offer.shares.{name}") for name in ("public", "international")]
    public, international = parts
    one, other = amount(public), amount(international)
    if public is None or international is None or one is None or other is None:
        return untested(total, "tranche_sum", "it needs the shares of both tranches")
    value = public.value + international.value
    computed = reckoned(total, f"tranche_sum.{total.path}", value, "sum", public, international)
    return weighed(total, "tranche_sum", one + other, computed)


def _whole(case: Case, figure: Figure) -> Iterator[Finding]:
    count, lot = settled(figure), settled(case.get("offer.board_lot"))
    size = case.get("offer.board_lot")
    to_the_share = isinstance(figure.origin, Stated) and figure.origin.written.last_place <= 1
    if count is None or lot is None or size is None or not to_the_share:
        return
    holds = count % lot == 0
    made = "made" if holds else "not made"
    yield about(
        figure,
        "tranche_sum",
        Verdict.HOLDS if holds else Verdict.CONTRADICTS,
        f"{{0.path}} of {{0}} is {made} of whole lots of {{1}}",
        figure,
        size,
        inputs=(size,),
    )


def option_caps(library: Library) -> Iterator[Finding]:
    """C16: test that options add no more than they may.

    An offer size adjustment may add 15% of the shares first offered, an over-allotment 15% of
    those and the adjustment together (briefs/rules/offers.yaml: practice of prospectuses, and
    Biren's 14.99995% and 14.99993%). One board lot is allowed above, for rounding to lots;
    intervals of the digits written. One would not want it outside Hong Kong.
    """
    for case in cases(library, hong_kong=True):
        for row in rules().offers.options:
            stated = case.get(f"offer.shares.{row.id}")
            if stated is not None:
                yield _cap(case, stated, row.most.value)


def _cap(case: Case, stated: Figure, most: Decimal) -> Finding:
    base, more = case.get("offer.shares.total"), case.get("offer.shares.size_adjustment")
    inputs = [base] if stated is more or more is None else [base, more]
    known = [figure for figure in inputs if figure is not None]
    within = [amount(figure) for figure in known]
    asked = amount(stated)
    if base is None or asked is None or None in within:
        return untested(stated, "option_caps", "it needs the shares first offered")
    high = sum((one.high for one in within if one), Decimal(0)) * most / HUNDRED
    lot = settled(case.get("offer.board_lot")) or Decimal(0)
    value = sum((figure.value for figure in known), Decimal(0)) * most / HUNDRED
    path, how = f"option_caps.{stated.path}", f"{plainly(most)}% of the shares offered"
    cap = reckoned(stated, path, value, how, *known)
    holds = asked.low <= high + lot
    return about(
        stated,
        "option_caps",
        Verdict.HOLDS if holds else Verdict.CONTRADICTS,
        f"{{0.path}} of {{0}} is {'within' if holds else 'above'} {{1.origin.formula}}, {{1}}",
        stated,
        cap,
        inputs=tuple(known),
        computed=cap,
    )


def offer_share_of_total(library: Library) -> Iterator[Finding]:
    """C10: test which part of all shares is offered.

    shares offered ÷ shares in issue must meet the stated percentage within the digits written.
    Plain arithmetic. One would not want it where H shares are set against all classes in one
    place and against H shares alone in another; then the basis tells them apart.
    """
    for case in cases(library):
        stated = case.get("offer.share_of_issue")
        if stated is None:
            continue
        shares = case.get("offer.shares.final") or case.get("offer.shares.total")
        issue = case.get("offer.shares_in_issue")
        part, whole = amount(shares), amount(issue)
        if shares is None or issue is None or part is None or whole is None:
            yield untested(
                stated, "offer_share_of_total", "it needs shares offered and shares in issue"
            )
            continue
        value = shares.value / issue.value * HUNDRED
        path, how = f"offer_share_of_total.{stated.path}", "shares offered ÷ shares in issue"
        computed = reckoned(stated, path, value, how, shares, issue)
        yield weighed(stated, "offer_share_of_total", part / whole * PERCENT, computed)


def allocation_mechanism(library: Library) -> Iterator[Finding]:
    """C14: test the public's part of the offering against the mechanism that splits it.

    For offers from 4 August 2025: mechanism A begins at 5% and rises to 15, 25 or 35%, B is
    fixed between 10 and 60%; chapter 18C begins at 5% and rises to 10 or 20%. Before that day,
    Practice Note 18. Tested are the public's shares first offered, and the final ones against
    the step that the subscription reaches; one board lot is allowed either way, since tranches
    are whole lots. Only warns: HKEX of 1 August 2025, steps partly from memory
    (briefs/rules/offers.yaml). One would not want it with a waiver for large offerings.
    """
    for case in cases(library, hong_kong=True):
        public = case.get("offer.shares.public")
        if public is not None:
            yield from _mechanism(case, public)


def _mechanism(case: Case, public: Figure) -> Iterator[Finding]:
    rows, first = _mechanisms(case), _part(case, "public", "total")
    if not rows or first is None:
        needs = "it needs the shares offered, the board lot, and a date whose mechanisms are known"
        yield untested(public, "allocation_mechanism", needs)
        return
    fitting = [row for row in rows if Interval(*row.initial.ends).meets(first)]
    names = ", ".join(row.id for row in fitting or rows)
    words = f"{(first.low + first.high) / 2:.2f}% of the shares first offered"
    yield about(
        public,
        "allocation_mechanism",
        Verdict.HOLDS if fitting else Verdict.TENSION,
        f"{public.path} is {words}, as {'' if fitting else 'not '}allowed by {names}",
    )
    final = case.get("offer.shares.public_final")
    if fitting and final is not None:
        yield _final(case, final, fitting)


def _final(case: Case, final: Figure, rows: list[Mechanism]) -> Finding:
    part, times = _part(case, "public_final", "final"), _times(case)
    if part is None or times is None:
        needs = (
            "it needs the final shares, the board lot and how often the public offer was subscribed"
        )
        return untested(final, "allocation_mechanism", needs)
    # Without a step the public keeps what it was first offered.
    first = _part(case, "public", "total") or part
    allowed = [
        exact(share) if (share := row.share_at(times)) is not None else first for row in rows
    ]
    holds = any(one.meets(part) for one in allowed)
    names = " or ".join(f"{row.id}" for row in rows)
    return about(
        final,
        "allocation_mechanism",
        Verdict.HOLDS if holds else Verdict.TENSION,
        f"{final.path} is {(part.low + part.high) / 2:.2f}% of the shares issued, "
        f"{'as' if holds else 'not as'} {names} has it at {plainly(times)} times",
    )


def _mechanisms(case: Case) -> list[Mechanism]:
    day, listing, named = case.day, case.company.listing, case.company.offer.mechanism
    if day is None:
        return []
    chapter = listing.chapter if listing.chapter == "18C" else None
    rows = [row for row in in_force(rules().offers.mechanisms, day) if row.chapter == chapter]
    return [row for row in rows if named in ("not stated", row.id)] or rows


def _part(case: Case, some: str, every: str) -> Interval | None:
    """Give the percentage that some shares are of all, give or take one board lot."""
    shares = case.get(f"offer.shares.{some}")
    whole = case.get(f"offer.shares.{every}") or case.get("offer.shares.total")
    lot, part, total = settled(case.get("offer.board_lot")), amount(shares), amount(whole)
    if lot is None or part is None or total is None:
        return None
    return Interval(max(part.low - lot, Decimal(0)), part.high + lot) / total * PERCENT


def _times(case: Case) -> Decimal | None:
    """Give how many times the public offer was subscribed."""
    times, over = case.get("demand.public"), case.get("demand.public_over")
    if times is not None:
        return times.value
    return over.value + 1 if over is not None else None


#: What a source says of demand beyond the offer, in the languages of our sources.
OVER = ("超额", "超額", "超购", "超購", "over-subscri", "oversubscri", "over subscri")


def subscription_semantics(library: Library) -> Iterator[Finding]:
    """C20: ask whether a multiple of the public offer means subscribed or over-subscribed.

    Over-subscribed is one time less than subscribed. A record keeps the two apart, and the
    source's own wording (`as_stated`) must say so: words of over-subscription belong to
    `public_over` alone. Where both are stated they must differ by one within the digits
    written; where the source uses both words for the same digits (2347.53 and 2347) that is a
    tension. Plain arithmetic. One would not want it in markets that only ever say one of them.
    """
    for case in cases(library):
        times, over = case.get("demand.public"), case.get("demand.public_over")
        if times is not None and over is not None:
            yield _both(times, over)
        for figure in (times, case.get("demand.international"), over):
            if figure is not None:
                yield _wording(case, figure)


def _both(times: Figure, over: Figure) -> Finding:
    check = "subscription_semantics"
    one, other = amount(times), amount(over)
    if one is None or other is None:
        return untested(over, check, "it needs two multiples that are no bounds")
    path = f"{check}.{over.path}"
    computed = reckoned(over, path, times.value - 1, "subscribed − 1", times)
    if one.meets(other):
        message = (
            f"{times.path} of {times} and {over.path} of {over} are the same digits "
            f"under two words that differ by one"
        )
        return about(over, check, Verdict.TENSION, message, inputs=(times,), computed=computed)
    return weighed(over, check, one - exact(1), computed, severity=Severity.WARNING)


def _wording(case: Case, figure: Figure) -> Finding:
    name = figure.path.removeprefix("demand.")
    entry = getattr(case.company.demand, name)
    said = entry.as_stated.words.lower() if entry and entry.as_stated else ""
    if not said:
        return untested(
            figure, "subscription_semantics", "it needs as_stated with its source's wording"
        )
    is_over = any(word in said for word in OVER)
    holds = is_over == (name == "public_over")
    return about(
        figure,
        "subscription_semantics",
        Verdict.HOLDS if holds else Verdict.TENSION,
        f"{figure.path} is worded as {'over-subscribed' if is_over else 'subscribed'}",
    )
