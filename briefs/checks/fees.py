"""Checks of what one lot of an offering costs."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from briefs.checks.case import Case, cases
from briefs.checks.finding import Finding, Verdict, about
from briefs.checks.weighing import reckoned, settled, untested, weighed
from briefs.faults import Severity
from briefs.figures import Figure, Unit, plainly
from briefs.figures.interval import exact, written
from briefs.records.fields import LARGEST
from briefs.records.library import Library
from briefs.rules import in_force, rules
from briefs.rules.offers import Lot

HOW = "price × board lot, and each fee on that rounded to the cent"


def entry_fee(library: Library) -> Iterator[Finding]:
    """C01: test the stated entry fee of a Hong Kong offering to the cent.

    The fee is the highest price times the board lot, plus brokerage, SFC levy, trading fee and
    AFRC levy at the rates in force when the offer opens, each rounded to the cent by itself
    (19.60 × 200 costs 3,959.54; unrounded rates give 3,959.53). It must lie within the digits
    written, so that a fee printed to the cent is tested to the cent: a wider tolerance would
    accept older rates. Rates: HKEX, transaction fees (briefs/rules/fees.yaml). One would not
    want this for placings, or where a broker's own charge is part of the stated amount.
    """
    for case in cases(library, hong_kong=True):
        stated = case.get("offer.entry_fee")
        if stated is not None:
            yield _entry_fee(case, stated)


def _entry_fee(case: Case, stated: Figure) -> Finding:
    lot = lot_value(case)
    if lot is None or case.day is None or stated.unit is not Unit.HKD:
        needs = "it needs the highest price in HKD, the board lot and a date of the offering"
        return untested(stated, "entry_fee", needs)
    value, price, size = lot
    fee = rules().fees.entry_fee(value, case.day)
    if fee is None:
        return untested(stated, "entry_fee", f"it needs the rates in force on {case.day}")
    charged = rules().fees.charged(case.day)
    severity = next(
        (row.severity for row in charged if row.severity is Severity.WARNING), Severity.ERROR
    )
    how = f"{HOW}, at the rates of {case.day}"
    computed = reckoned(stated, f"entry_fee.{stated.path}", fee, how, price, size)
    return weighed(stated, "entry_fee", exact(fee), computed, severity=severity)


def lot_value(case: Case) -> tuple[Decimal, Figure, Figure] | None:
    """Give the value of one lot at the highest price in HKD, with price and lot."""
    price = case.get("offer.price_high") or case.get("offer.price")
    lot = case.get("offer.board_lot")
    one, many = settled(price), settled(lot)
    if one and many and one * many >= LARGEST:
        return None
    if price is None or lot is None or one is None or many is None or price.unit is not Unit.HKD:
        return None
    return one * many, price, lot


def fee_schedule_date(library: Library) -> Iterator[Finding]:
    """C02: say which schedule of rates a stated entry fee rests on.

    Where the fee is not that of the rates in force (see entry_fee), it is compared with every
    older and newer schedule, and a match is told: 2,848.42 for 28.20 × 100 shares is the fee of
    2022. Digits written decide; rates as in entry_fee. One would not want it for small lots,
    where two schedules give the same fee to the cent.
    """
    for case in cases(library, hong_kong=True):
        stated, lot = case.get("offer.entry_fee"), lot_value(case)
        if stated is None:
            continue
        if lot is None or case.day is None or stated.unit is not Unit.HKD:
            needs = "it needs the highest price in HKD, the board lot and a date of the offering"
            yield untested(stated, "fee_schedule_date", needs)
        else:
            yield from _schedule(case, stated, lot)


def _schedule(case: Case, stated: Figure, lot: tuple[Decimal, Figure, Figure]) -> Iterator[Finding]:
    fees, check = rules().fees, "fee_schedule_date"
    value, *inputs = lot
    now = fees.entry_fee(value, case.day) if case.day else None
    if now is not None and exact(now).meets(written(stated)):
        message = f"{stated.path} rests on the rates in force on {case.day}"
        yield about(stated, check, Verdict.HOLDS, message, inputs=tuple(inputs))
        return
    for first, last in fees.schedules():
        fee = fees.entry_fee(value, first)
        if fee is None or not exact(fee).meets(written(stated)):
            continue
        computed = reckoned(
            stated, f"{check}.{stated.path}", fee, f"{HOW}, at the rates of {first}", *inputs
        )
        message = (
            f"{stated.path} is stated as {stated}, the fee at the rates of {first} to "
            f"{last or 'now'}, and not at those of {case.day}"
        )
        yield about(
            stated, check, Verdict.TENSION, message, inputs=tuple(inputs), computed=computed
        )
        return


def lot_value_guidance(library: Library) -> Iterator[Finding]:
    """C03: say what a board lot is worth beside what the exchange asks of it.

    The price times the board lot is set against the guidance of HKEX (HK$2,000 or more) and
    its proposal of 18 December 2025 (a floor, a ceiling for lots above 100 shares, and a list
    of sizes). For information only: it never warns, since conclusions were not seen. One would
    not want it outside Hong Kong.
    """
    for case in cases(library, hong_kong=True):
        lot = case.get("offer.board_lot")
        if lot is None:
            continue
        found = lot_value(case)
        if found is None or case.day is None:
            needs = "it needs the price in HKD and a date of the offering"
            yield untested(lot, "lot_value_guidance", needs)
            continue
        value, price, size = found
        lots = in_force(rules().offers.lots, case.day)
        unlike = [f"{row.id}: {what}" for row in lots for what in _unlike(value, size.value, row)]
        words = "; ".join(unlike) or "as guidance and proposal have it"
        message = f"one lot is worth {plainly(value)} HKD: {words}"
        yield about(lot, "lot_value_guidance", Verdict.HOLDS, message, inputs=(price, size))


def _unlike(value: Decimal, size: Decimal, row: Lot) -> Iterator[str]:
    if value < row.least.value:
        yield f"below {plainly(row.least.value)}"
    if (
        row.most
        and value > row.most.value
        and (not row.most_from_shares or size > row.most_from_shares.value)
    ):
        yield f"above {plainly(row.most.value)}"
    if row.sizes and size not in {one.value for one in row.sizes}:
        yield f"{plainly(size)} shares is none of its sizes"
