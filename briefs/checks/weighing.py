"""Weighing: a stated figure against what follows from others, by the digits written."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from briefs.checks.finding import Finding, Verdict, about
from briefs.faults import Severity
from briefs.figures import Derived, Figure, Qualifier, Stated, Unit
from briefs.figures.interval import Interval, as_point, exact, written
from briefs.rules import rules

HUNDRED = Decimal(100)
ONE = exact(1)
PERCENT = exact(100)

#: A bound written with this many significant digits or more is a point value in disguise.
DIGITS_OF_A_POINT = 4

#: The most digits that a computed figure shows.
DIGITS = 20

#: Qualifiers that bound a value from below, and from either side.
FROM_BELOW = (Qualifier.OVER, Qualifier.AT_LEAST)
BOUNDS = (*FROM_BELOW, Qualifier.NEARLY, Qualifier.BELOW)

#: Qualifiers that leave one side without an end.
OPEN = (*FROM_BELOW, Qualifier.BELOW)


# --- what a figure claims


def claimed(figure: Figure) -> Interval:
    """Give what a figure claims: its interval, where a bound with many digits is a point."""
    disguised = is_bound(figure) and significant(figure) >= DIGITS_OF_A_POINT
    return as_point(figure) if disguised else written(figure)


def is_bound(figure: Figure) -> bool:
    """Whether the figure's qualifier bounds its value from one side."""
    return figure.qualifier in BOUNDS


def is_open(*figures: Figure) -> bool:
    """Whether one of the figures has no end on one side, so that nothing follows from it."""
    return any(figure.qualifier in OPEN for figure in figures)


def significant(figure: Figure) -> int:
    """Count the significant digits written: 112.55 has five, 1,000 one, a derived figure none."""
    if not isinstance(figure.origin, Stated):
        return 0
    digits = figure.origin.written.digits.lstrip("-").replace(",", "")
    whole, point, fraction = digits.partition(".")
    return len((whole + fraction if point else whole.rstrip("0")).lstrip("0"))


def slack(bound: Decimal, unit: Decimal) -> Decimal:
    """Give how far a value may lie beyond a bound that a writer would still choose for it.

    It is one unit of the bound's second significant digit, or of its last if that is more.
    """
    second = Decimal(10) ** (bound.adjusted() - 1) if bound else Decimal(0)
    return max(second, unit)


# --- amounts that others may follow from


def amount(figure: Figure | None) -> Interval | None:
    """Give what a figure's digits stand for; none for what has no end, is nothing or less."""
    if figure is None or is_open(figure):
        return None
    found = written(figure)
    return found if found.low > 0 else None


def settled(figure: Figure | None) -> Decimal | None:
    """Give the value of a figure that is exact by its nature, such as a price or a board lot."""
    if figure is None or figure.qualifier is not Qualifier.EXACT or figure.value <= 0:
        return None
    return figure.value


def alike(*figures: Figure | None) -> bool:
    """Whether all figures are there, are in one unit, and in one that is known."""
    first = figures[0].unit if figures[0] else None
    if first is None or first is Unit.MONEY:
        return False
    return all(figure is not None and figure.unit is first for figure in figures)


def in_unit(
    figure: Figure | None, unit: Unit, day: date | None
) -> tuple[Interval, Severity] | None:
    """Give an amount in a currency, by the band that holds the two to each other.

    Beside it stands how much a contradiction matters that rests on the band.
    """
    found = amount(figure)
    if figure is None or found is None or Unit.MONEY in (unit, figure.unit):
        return None
    if figure.unit is unit:
        return found, Severity.ERROR
    band = rules().currencies.rate(figure.unit, unit, day) if day else None
    return (found * band[0], band[1].severity) if band else None


def power(interval: Interval, exponent: int) -> Interval:
    """Give a power of what an interval holds from zero upwards."""
    low = max(interval.low, Decimal(0))
    return Interval(low**exponent, interval.high**exponent, interval.open_above)


# --- what follows, and whether it is what is stated


def reckoned(
    like: Figure,
    path: str,
    value: Decimal,
    formula: str,
    *inputs: Figure,
    step: Decimal | None = None,
) -> Figure:
    """Make the figure that follows from the inputs, with the unit and period of one like it.

    It is shown to the digits of that one, or to finer ones where the step is finer.
    """
    # No more digits than arithmetic keeps: a slip of many zeros must be told, not crash.
    finest = Decimal(1).scaleb(value.adjusted() - DIGITS)
    shown = like.step if step is None else min(like.step, step)
    return Figure(
        subject=like.subject,
        path=path,
        value=value,
        unit=like.unit,
        period=like.period,
        origin=Derived(formula, inputs, max(shown, finest)),
        basis=like.basis,
        currency=like.currency,
        dated=like.dated,
        forecast=like.forecast,
    )


def weighed(
    stated: Figure,
    check: str,
    found: Interval,
    computed: Figure,
    *,
    otherwise: Verdict = Verdict.CONTRADICTS,
    severity: Severity = Severity.ERROR,
) -> Finding:
    """Say whether a stated figure meets what others give, within the digits written."""
    holds = found.meets(claimed(stated))
    return judged(stated, check, computed, holds=holds, otherwise=otherwise, severity=severity)


def judged(
    stated: Figure,
    check: str,
    computed: Figure,
    *,
    holds: bool,
    otherwise: Verdict = Verdict.CONTRADICTS,
    severity: Severity = Severity.ERROR,
) -> Finding:
    """Say whether a stated figure follows from what another was computed from."""
    inputs = computed.origin.inputs if isinstance(computed.origin, Derived) else ()
    relation = "follows from" if holds else "does not follow from"
    return about(
        stated,
        check,
        Verdict.HOLDS if holds else otherwise,
        f"{{0.path}} is stated as {{0}} and {relation} {{1.origin.names}}, which give {{1}}",
        stated,
        computed,
        inputs=inputs,
        computed=computed,
        severity=severity,
    )


def untested(
    stated: Figure, check: str, lacking: str, *, computed: Figure | None = None
) -> Finding:
    """Say that a stated figure cannot be tested, for want of something.

    Where there is a computed figure all the same, `{1}` says it in the words for what is lacking.
    """
    path, named = ("{0.path}", (stated, computed)) if computed else (stated.path, ())
    words = f"{path} cannot be tested: {lacking}"
    return about(stated, check, Verdict.NOT_TESTABLE, words, *named, computed=computed)
