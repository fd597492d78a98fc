"""Measures: figures derived from figures, each keeping its formula and its inputs.

A derived figure is exact; `step` says how many of its digits a page shows. Growth compares
only periods of one length, and nothing is derived from a base that is not positive.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import timedelta
from decimal import Decimal
from itertools import pairwise
from types import MappingProxyType

from briefs.figures import Derived, Figure, Period, PeriodKind, Qualifier, Unit, parse_period
from briefs.records.book import Book

TENTH = Decimal("0.1")
HUNDRED = Decimal(100)

#: Measures whose growth from one full year to the next a brief may print.
GROWING = ("revenue", "rd_expense")

#: Prices that are set against the offer price.
PRICES = ("open", "high", "low", "close", "high_five_sessions", "later")


def derive(book: Book) -> Book:
    """Give the book with every measure that its figures allow."""
    figures = dict(book.figures)
    for figure in _all(book):
        figures.setdefault(figure.path, figure)
    return replace(book, figures=MappingProxyType(figures))


def _all(book: Book) -> Iterator[Figure]:
    for name in GROWING:
        yield from _growth_of(book, name)
    yield from _ratios(book, "rd_to_revenue", "rd_expense")
    yield from _ratios(book, "loss_to_revenue", "loss")
    yield from _since_offer(book)
    yield from _sums(book)
    yield from _uses(book)


def _growth_of(book: Book, name: str) -> Iterator[Figure]:
    years = [f for f in book.series(name) if f.period.kind is PeriodKind.YEAR]
    if len({figure.unit for figure in years}) > 1:
        return
    for before, after in pairwise(years):
        if after.period.year == before.period.year + 1 and before.value > 0:
            yield change(f"{name}_growth.{after.period}", before, after)
    if len(years) > 1 and years[0].value > 0 and years[-1].value > 0:
        first, last = years[0], years[-1]
        span = f"{first.period}..{last.period}"
        yield multiple(f"{name}_multiple.{span}", first, last)
        yield cagr(f"{name}_cagr.{span}", first, last)


def _ratios(book: Book, name: str, of: str) -> Iterator[Figure]:
    revenue = {figure.period: figure for figure in book.series("revenue")}
    for part in book.series(of):
        whole = revenue.get(part.period)
        if whole is not None and whole.value > 0 and whole.unit is part.unit:
            yield share(f"{name}.{part.period}", part, whole, basis="revenue")


def _since_offer(book: Book) -> Iterator[Figure]:
    offer = book.get("offer.price")
    if offer is None or offer.value <= 0:
        return
    for name in PRICES:
        price = book.get(f"debut.{name}")
        if price is not None and price.unit is offer.unit:
            yield change(f"gain.{name}", offer, price)
            yield _index(f"index.{name}", offer, price)


def _sums(book: Book) -> Iterator[Figure]:
    losses = [figure for figure in book.series("loss") if figure.period.months]
    if len(losses) > 1 and all(_follows(*pair) for pair in pairwise(losses)):
        yield total(f"loss_sum.{losses[0].period}..{losses[-1].period}", losses)
    by_period: dict[Period, list[Figure]] = {}
    for path, figure in book.figures.items():
        if path.startswith("products.") and ".units." in path:
            by_period.setdefault(figure.period, []).append(figure)
    for period, units in by_period.items():
        if len(units) > 1:
            yield total(f"units_sum.{period}", units)
    yield from _rest_of_lines(book)


def _follows(one: Figure, other: Figure) -> bool:
    """Whether two figures of one unit speak of periods without gap or overlap between them."""
    end, start = one.period.end, other.period.start
    if end is None or start is None or one.unit is not other.unit:
        return False
    return start - end == timedelta(days=1)


def _rest_of_lines(book: Book) -> Iterator[Figure]:
    by_period: dict[Period, list[Figure]] = {}
    for path, figure in book.figures.items():
        if path.startswith("lines.") and ".share." in path:
            by_period.setdefault(figure.period, []).append(figure)
    for period, shares in by_period.items():
        known = total(f"lines_sum.{period}", shares)
        exact = all(share.qualifier is Qualifier.EXACT for share in shares)
        yield replace(
            known,
            qualifier=Qualifier.EXACT if exact else Qualifier.ABOUT,
            path=f"other_lines.{period}",
            value=HUNDRED - known.value,
            origin=Derived("100% − named lines", tuple(shares), known.step),
        )


def _uses(book: Book) -> Iterator[Figure]:
    net = book.get("offer.net_proceeds")
    if net is None:
        return
    for path, figure in book.figures.items():
        if path.startswith("offer.uses.") and path.endswith(".share"):
            name = path.removeprefix("offer.uses.").removesuffix(".share")
            yield _derived(
                f"use_of_proceeds.{name}",
                figure.value * net.value / HUNDRED,
                (figure, net),
                formula="share × net proceeds",
                unit=net.unit,
                step=net.step,
            )


def change(path: str, before: Figure, after: Figure) -> Figure:
    """Derive the change from one figure to another, in percent, to one decimal."""
    value = (after.value / before.value - 1) * HUNDRED
    formula = "later ÷ earlier − 1"
    return _derived(path, value, (before, after), formula=formula, unit=Unit.CHANGE, step=TENTH)


def multiple(path: str, before: Figure, after: Figure) -> Figure:
    """Derive how many times the earlier figure the later one is, to one decimal."""
    value = after.value / before.value
    formula = "later ÷ earlier"
    figure = _derived(path, value, (before, after), formula=formula, unit=Unit.TIMES, step=TENTH)
    return replace(figure, period=_span(before, after))


def cagr(path: str, before: Figure, after: Figure) -> Figure:
    """Derive the compound annual growth rate between the ends of two years, in percent."""
    years = after.period.year - before.period.year
    value = ((after.value / before.value) ** (Decimal(1) / years) - 1) * HUNDRED
    formula = "(later ÷ earlier)^(1 ÷ years) − 1"
    figure = _derived(path, value, (before, after), formula=formula, unit=Unit.CHANGE, step=TENTH)
    return replace(figure, period=_span(before, after))


def share(path: str, part: Figure, whole: Figure, *, basis: str) -> Figure:
    """Derive what percentage of the whole the part is, to one decimal."""
    value = part.value / whole.value * HUNDRED
    figure = _derived(
        path, value, (part, whole), formula="part ÷ whole", unit=Unit.PERCENT, step=TENTH
    )
    return replace(figure, basis=basis)


def total(path: str, parts: Iterable[Figure]) -> Figure:
    """Derive the sum of figures of one unit, to the coarsest digit among them."""
    figures = tuple(parts)
    value = sum((figure.value for figure in figures), Decimal(0))
    step = max(figure.step for figure in figures)
    figure = _derived(path, value, figures, formula="sum", unit=figures[0].unit, step=step)
    return replace(figure, period=_span(figures[0], figures[-1]))


def _index(path: str, offer: Figure, price: Figure) -> Figure:
    value = price.value / offer.value * HUNDRED
    formula = "price ÷ offer price × 100"
    return _derived(path, value, (offer, price), formula=formula, unit=Unit.INDEX, step=Decimal(1))


def _derived(
    path: str,
    value: Decimal,
    inputs: tuple[Figure, ...],
    *,
    formula: str,
    unit: Unit,
    step: Decimal,
) -> Figure:
    last = inputs[-1]
    return Figure(
        subject=last.subject,
        path=path,
        value=value,
        unit=unit,
        period=last.period,
        origin=Derived(formula, inputs, step),
        dated=last.dated,
        notes=tuple(dict.fromkeys(note for figure in inputs for note in figure.notes)),
    )


def _span(first: Figure, last: Figure) -> Period:
    if first.period == last.period:
        return last.period
    return parse_period(f"{first.period}..{last.period}")
