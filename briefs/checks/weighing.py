"""Weighing: a stated figure against what follows from others, by the digits written."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

from briefs.checks.finding import Finding, Verdict, about
from briefs.faults import Severity
from briefs.figures import Derived, Figure, Qualifier, Stated, Unit
from briefs.figures.interval import Interval, as_point, exact, written

HUNDRED = Decimal(100)
ONE = exact(1)
PERCENT = exact(100)

#: A bound written with this many significant digits or more is a point value in disguise.
DIGITS_OF_A_POINT = 4

#: Qualifiers that bound a value from below, and from above.
FROM_BELOW = frozenset({Qualifier.OVER, Qualifier.AT_LEAST})
FROM_ABOVE = frozenset({Qualifier.NEARLY, Qualifier.BELOW})


def claimed(figure: Figure) -> Interval:
    """Give what a figure claims: its interval, where a bound with many digits is a point."""
    disguised = is_bound(figure) and significant(figure) >= DIGITS_OF_A_POINT
    return as_point(figure) if disguised else written(figure)


def is_bound(figure: Figure) -> bool:
    """Whether the figure's qualifier bounds its value from one side."""
    return figure.qualifier in FROM_BELOW | FROM_ABOVE


def is_open(*figures: Figure) -> bool:
    """Whether one of the figures has no end on one side, so that nothing follows from it."""
    return any(f.qualifier in FROM_BELOW or f.qualifier is Qualifier.BELOW for f in figures)


def significant(figure: Figure) -> int:
    """Count the significant digits written: 112.55 has five, 1,000 one, a derived figure none."""
    if not isinstance(figure.origin, Stated):
        return 0
    digits = figure.origin.written.digits.lstrip("-").replace(",", "")
    whole, point, fraction = digits.partition(".")
    return len((whole + fraction if point else whole.rstrip("0")).lstrip("0"))


def slack(figure: Figure) -> Decimal:
    """Give how far a value may lie beyond a bound that a writer would still choose for it."""
    return slack_of(figure.value, figure.step)


def slack_of(bound: Decimal, unit: Decimal) -> Decimal:
    """Give one unit of a bound's second significant digit, or of its last if that is more."""
    second = Decimal(10) ** (bound.adjusted() - 1) if bound else Decimal(0)
    return max(second, unit)


def weighed(
    stated: Figure,
    check: str,
    reckoned: Interval,
    *,
    computed: Figure | None = None,
    inputs: tuple[Figure, ...] = (),
    severity: Severity = Severity.ERROR,
) -> Finding:
    """Say whether a stated figure meets what others give, within the digits written."""
    holds = reckoned.meets(claimed(stated))
    relation = "follows from" if holds else "does not follow from"
    names = " and ".join(figure.path for figure in inputs)
    gives = f", which give {shown(computed)}" if computed else ""
    finding = about(
        stated,
        check,
        Verdict.HOLDS if holds else Verdict.CONTRADICTS,
        f"{stated.path} is stated as {said(stated)} and {relation} {names}{gives}",
        inputs=inputs,
        computed=computed,
    )
    return replace(finding, severity=severity)


def untested(
    stated: Figure, check: str, lacking: str, *, computed: Figure | None = None
) -> Finding:
    """Say that a stated figure cannot be tested, for want of something."""
    message = f"{stated.path} cannot be tested: {lacking}"
    return about(stated, check, Verdict.NOT_TESTABLE, message, computed=computed)


def said(figure: Figure) -> str:
    """Write a figure as its source does: its qualifier, its digits and its unit."""
    if not isinstance(figure.origin, Stated):
        return shown(figure)
    bound = "" if figure.qualifier is Qualifier.EXACT else f"{figure.qualifier} "
    return f"{bound}{figure.origin.written}"


def shown(figure: Figure) -> str:
    """Write a computed figure with the digits that a page would show."""
    sign = {Unit.PERCENT: "%", Unit.CHANGE: "%", Unit.TIMES: "×"}.get(figure.unit, "")
    unit = f" {figure.unit}" if figure.unit.is_money else ""
    return f"{figure.shown.normalize():,f}{sign}{unit}"


def reckoned(
    like: Figure,
    path: str,
    value: Decimal,
    inputs: tuple[Figure, ...],
    *,
    formula: str,
    step: Decimal | None = None,
) -> Figure:
    """Make a figure that follows from others, with the unit and the period of one like it."""
    return replace(
        like,
        path=path,
        value=value,
        origin=Derived(formula, inputs, like.step if step is None else step),
        qualifier=Qualifier.EXACT,
        notes=(),
    )


def root(interval: Interval, degree: int) -> Interval:
    """Give the positive root of an interval of positive numbers."""
    power = Decimal(1) / degree
    return Interval(interval.low**power, interval.high**power, interval.open_above)
