"""Checks of prices and of what follows from them: market values, lots, and the exchange's grid."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from decimal import Decimal

from briefs.checks.case import Case, cases
from briefs.checks.finding import Finding, Verdict, about
from briefs.checks.weighing import alike, amount, reckoned, settled, untested, weighed
from briefs.faults import Severity
from briefs.figures import Figure, PeriodKind, Qualifier, plainly
from briefs.figures.interval import Interval, written
from briefs.records.library import Library
from briefs.rules import rules

#: Market values that a record may state, each with the price it was struck at.
VALUES = (
    ("offer.price", "offer.market_cap"),
    ("debut.high", "debut.market_cap_high"),
    ("debut.close", "debut.market_cap_close"),
)

#: Prices at which shares changed hands on the exchange.
TRADED = ("open", "high", "low", "close", "high_five_sessions", "later")

#: Which price of the first day must not be above which other.
ORDER = (
    ("low", "open"),
    ("low", "close"),
    ("low", "high"),
    ("open", "high"),
    ("close", "high"),
    ("high", "high_five_sessions"),
)


def market_cap(library: Library) -> Iterator[Finding]:
    """C08: test each stated market value against its price and the shares in issue.

    price × shares in issue must meet the market value within the digits written. Plain
    arithmetic. One would not want it where the value counts one class of shares and the number
    of shares all classes.
    """
    for case in cases(library):
        for at, path in VALUES:
            stated = case.get(path)
            if stated is not None:
                yield _market_cap(case, stated, at)


def _market_cap(case: Case, stated: Figure, at: str) -> Finding:
    price, shares = case.get(at), case.get("offer.shares_in_issue")
    each, many = amount(price), amount(shares)
    if price is None or shares is None or not each or not many or not alike(price, stated):
        return untested(
            stated, "market_cap", "it needs the shares in issue and the price in its currency"
        )
    value = price.value * shares.value
    computed = reckoned(
        stated, f"market_cap.{stated.path}", value, "price × shares in issue", price, shares
    )
    return weighed(stated, "market_cap", each * many, computed)


def implied_shares_stable(library: Library) -> Iterator[Finding]:
    """C09: test that the market values of a record all imply one number of shares.

    market value ÷ price gives the shares, within the digits written; the pair with the narrowest
    interval is the yardstick, and every other must share a point with it. What is computed is
    the market value that the yardstick's shares give at the other price. Plain arithmetic. One
    would not want it where shares were issued, split or cancelled between the prices, or where
    an over-allotment was taken up.
    """
    for case in cases(library):
        pairs = [pair for at, path in VALUES if (pair := _pair(case, at, path))]
        pairs.sort(key=lambda pair: (pair[2].high - pair[2].low) / pair[2].high)
        for value, price, shares in pairs[1:]:
            yield _stable(value, price, shares, pairs[0])


def _pair(case: Case, at: str, path: str) -> tuple[Figure, Figure, Interval] | None:
    value, price = case.get(path), case.get(at)
    whole, each = amount(value), amount(price)
    if value is None or price is None or not whole or not each or not alike(value, price):
        return None
    return value, price, whole / each


def _stable(
    value: Figure, price: Figure, shares: Interval, yardstick: tuple[Figure, Figure, Interval]
) -> Finding:
    other, at, implied = yardstick
    holds = shares.meets(implied)
    how = "market value ÷ price × price"
    computed = reckoned(
        value,
        f"implied_shares_stable.{value.path}",
        other.value / at.value * price.value,
        how,
        other,
        at,
        price,
    )
    message = (
        f"{value.path} of {value} implies {_millions(shares)} shares, {other.path} of "
        f"{other} {_millions(implied)}: {'they agree' if holds else 'they cannot both be'}"
    )
    return about(
        value,
        "implied_shares_stable",
        Verdict.HOLDS if holds else Verdict.CONTRADICTS,
        message,
        inputs=(other, at, price),
        computed=computed,
    )


def _millions(shares: Interval) -> str:
    million = Decimal(10) ** 6
    return f"{shares.low / million:,.1f} to {shares.high / million:,.1f} million"


def ohlc_order(library: Library) -> Iterator[Finding]:
    """C18: test the order of the prices of the first day.

    low ≤ open and close ≤ high, and the high of five sessions no lower than that of the first.
    Prices written with the same last digit are compared exactly, others within their digits,
    since one may be rounded. Plain order. One would not want it where a price of the grey market
    stands among those of the exchange.
    """
    for case in cases(library):
        for lower, upper in ORDER:
            yield from _ordered(case, lower, upper)
        close = case.get("debut.close")
        if close is not None and not case.get("debut.high") and not case.get("debut.low"):
            yield untested(close, "ohlc_order", "it needs a high or a low of its day")


def _ordered(case: Case, lower: str, upper: str) -> Iterator[Finding]:
    one, other = case.get(f"debut.{lower}"), case.get(f"debut.{upper}")
    if one is None or other is None:
        return
    # The yardstick of a day is its high and its low; what is measured is open and close.
    stated, against = (other, one) if lower == "low" and upper != "high" else (one, other)
    if upper == "high_five_sessions":
        stated, against = other, one
    elif not alike(one, other) or one.period != other.period:
        yield untested(stated, "ohlc_order", f"it needs {against.path} of one day in one currency")
        return
    holds = alike(one, other) and not _surely_above(one, other)
    relation = "not above" if holds else "above"
    yield about(
        stated,
        "ohlc_order",
        Verdict.HOLDS if holds else Verdict.CONTRADICTS,
        f"{{0.path}} of {{0}} is {relation} {{1.path}} of {{1}}",
        one,
        other,
        inputs=(against,),
    )


def _surely_above(one: Figure, other: Figure) -> bool:
    exact_both = one.qualifier is other.qualifier is Qualifier.EXACT
    if exact_both and one.step == other.step:
        return one.value > other.value
    return written(one).low > written(other).high


def per_lot_pnl(library: Library) -> Iterator[Finding]:
    """C19: test the profit that a source reckons for one board lot.

    (price − offer price) × board lot, before costs, must meet the stated profit within the
    digits written ("nearly 400,000" takes in 395,170). The price is the high of the first day,
    as the press reckons; where only the close or the open gives the profit, that is a tension.
    One would not want it for profits after fees.
    """
    for case in cases(library):
        stated = case.get("debut.profit_per_lot")
        if stated is not None:
            yield _per_lot(case, stated)


def _per_lot(case: Case, stated: Figure) -> Finding:
    found = [one for name in ("high", "close", "open") if (one := _profit_at(case, stated, name))]
    if not found:
        needs = "it needs a price, the offer price and the board lot, in its currency"
        return untested(stated, "per_lot_pnl", needs)
    first = found[0]
    fitting = next((one for one in found if one.verdict is Verdict.HOLDS), None)
    if fitting is None or fitting is first or first.inputs[1].path != "debut.high":
        return fitting or first
    message = f"{stated.path} of {stated} holds only at {fitting.inputs[1].path}"
    return about(
        stated,
        "per_lot_pnl",
        Verdict.TENSION,
        message,
        inputs=fitting.inputs,
        computed=fitting.computed,
    )


def _profit_at(case: Case, stated: Figure, name: str) -> Finding | None:
    offer, price, lot = (
        case.get("offer.price"),
        case.get(f"debut.{name}"),
        case.get("offer.board_lot"),
    )
    paid, got, many = amount(offer), amount(price), amount(lot)
    if offer is None or price is None or lot is None or not (paid and got and many):
        return None
    if not alike(offer, price, stated):
        return None
    value = (price.value - offer.value) * lot.value
    how = "(price − offer price) × board lot"
    computed = reckoned(
        stated, f"per_lot_pnl.{stated.path}", value, how, offer, price, lot, step=Decimal(1)
    )
    return weighed(stated, "per_lot_pnl", (got - paid) * many, computed)


def tick_grid(library: Library) -> Iterator[Finding]:
    """C22: test that a price of the exchange lies on the grid of its day.

    price modulo the exchange's step for the price's band on that day is nothing; on the edge of
    two bands either step will do. Prices are exact. Steps: HKEX, minimum spreads, with the
    reduction of 4 August 2025 (briefs/rules/ticks.yaml); markets without rows there are passed
    over, and a step that is not certain only warns. One would not want it for averages, for
    prices adjusted after a split, or for the offer price, which needs no grid.
    """
    for case in cases(library):
        mic = case.company.identifiers.mic or ""
        if not any(row.mic == mic for row in rules().ticks.bands):
            continue
        for name in TRADED:
            figure = case.get(f"debut.{name}")
            if figure is not None:
                yield _on_grid(figure, mic)


def _on_grid(figure: Figure, mic: str) -> Finding:
    day, price = figure.period.end, settled(figure)
    if figure.period.kind is not PeriodKind.INSTANT or day is None or price is None:
        return untested(figure, "tick_grid", "it needs the day on which it was paid")
    bands = rules().ticks.of(price, mic=mic, day=day)
    if not bands:
        return untested(figure, "tick_grid", f"it needs the steps of {mic} at this price on {day}")
    holds = any(price % row.tick.value == 0 for row in bands)
    steps = " or ".join(plainly(row.tick.value) for row in bands)
    found = about(
        figure,
        "tick_grid",
        Verdict.HOLDS if holds else Verdict.CONTRADICTS,
        f"{{0.path}} of {{0}} is {'a' if holds else 'no'} multiple of the step of {{1}} on {{2}}",
        figure,
        steps,
        day,
    )
    certain = all(row.severity is Severity.ERROR for row in bands)
    return replace(found, severity=Severity.ERROR if certain else Severity.WARNING)


#: Checks of prices, in the order in which a page tells of them.
PRICE_CHECKS: tuple[Callable[[Library], Iterable[Finding]], ...] = (
    ohlc_order,
    tick_grid,
    market_cap,
    implied_shares_stable,
    per_lot_pnl,
)
