"""Checks of accounts: sums, margins, parts of a whole, and what a loss is made of."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import timedelta
from decimal import Decimal

from briefs.checks.finding import Finding, Verdict, about
from briefs.checks.growth import cagr, growth, run_rate
from briefs.checks.lexicon import lexicon
from briefs.checks.series import coincidence, forecast_labelled, loose_bound, magnitude_jump
from briefs.checks.weighing import HUNDRED, PERCENT, is_open, reckoned, untested, weighed
from briefs.faults import Severity
from briefs.figures import Figure, Period
from briefs.figures.interval import Interval, exact, written
from briefs.measures import total
from briefs.records.book import Book
from briefs.records.library import Library
from briefs.records.market import Band

#: Above this a ratio says nothing, and a page shows "n.m.".
MEANINGLESS = Decimal(1000)

#: The part of a loss that may lie outside operations before it wants an explanation.
UNEXPLAINED = Decimal("0.25")

#: Series that say in percent what part of a whole something is.
PERCENTAGES = ("gross_margin", "rd_share_of_opex")

#: Series of which one is a part of the other.
PARTS = (
    ("gross_profit", "revenue"),
    ("rd_expense", "opex"),
    ("rd_staff_cost", "rd_expense"),
)


def cumulative(library: Library) -> Iterator[Finding]:
    """Test a cumulative loss against the losses of the periods that it spans (F04).

    The sum of periods that cover the span without gap or overlap must meet the stated total
    within the digits written. Inputs are `cumulative_loss` with a span and the series `loss`.
    One would not want this for an accumulated deficit, which counts from the company's
    founding. Arithmetic.
    """
    for book in library.books.values():
        stated = book.get("cumulative_loss")
        if stated is None:
            continue
        parts = tiles(book.series("loss"), stated.period)
        if not parts or is_open(*parts) or parts[0].unit is not stated.unit:
            yield untested(stated, "cumulative", "the losses do not cover its periods")
            continue
        reckoning = exact(0)
        for part in parts:
            reckoning += written(part)
        computed = total(f"loss_sum.{stated.period}", parts)
        yield weighed(stated, "cumulative", reckoning, computed)


def tiles(figures: tuple[Figure, ...], span: Period) -> tuple[Figure, ...]:
    """Choose figures whose periods cover a span without gap or overlap, the longest first."""
    chosen: list[Figure] = []
    start, end = span.start, span.end
    if start is None or end is None:
        return ()
    while start <= end:
        fitting = [
            figure
            for figure in figures
            if figure.period.start == start and figure.period.end and figure.period.end <= end
        ]
        if not fitting:
            return ()
        longest = max(fitting, key=lambda figure: str(figure.period.end))
        chosen.append(longest)
        start = (longest.period.end or end) + timedelta(days=1)
    return tuple(chosen)


def gross_profit(library: Library) -> Iterator[Finding]:
    """Test gross profit against revenue and gross margin (F05).

    revenue × margin must meet the stated gross profit within the digits written, in each period
    that has one. One would not want this where a margin is given before some cost of sales.
    Arithmetic.
    """
    for book in library.books.values():
        for stated in book.series("gross_profit"):
            period = stated.period
            sales, margin = book.get(f"revenue.{period}"), book.get(f"gross_margin.{period}")
            if sales is None or margin is None or is_open(sales, margin):
                yield untested(stated, "gross_profit", f"revenue or margin of {period} is missing")
                continue
            reckoning = written(sales) * written(margin) / PERCENT
            value = sales.value * margin.value / HUNDRED
            path = f"gross_profit_of_margin.{period}"
            computed = reckoned(stated, path, value, "revenue × margin", sales, margin)
            yield weighed(stated, "gross_profit", reckoning, computed)


def loss_bridge(library: Library) -> Iterator[Finding]:
    """Ask what a loss holds beside operations (F07).

    gap = loss − (operating expenses − gross profit). It strains when it is negative beyond the
    digits written, or more than 25% of the loss without an explaining item, which the record
    gives as `non_operating`. Operating expenses may be implied by R&D and its share of them,
    gross profit by revenue and margin. Large items such as carrying changes of redemption
    liabilities are common before a listing; the page should then show the adjusted loss beside.
    One would not want this for a company that earns money. Practice of analysts.
    """
    for book in library.books.values():
        for loss in book.series("loss"):
            if loss.value > 0:
                yield _bridge(book, loss)


def _bridge(book: Book, loss: Figure) -> Finding:
    period = loss.period
    costs = _stated_or(
        book, f"opex.{period}", (f"rd_expense.{period}", f"rd_share_of_opex.{period}")
    )
    profit = _stated_or(
        book, f"gross_profit.{period}", (f"revenue.{period}", f"gross_margin.{period}")
    )
    other = book.get(f"non_operating.{period}")
    if costs is None or profit is None or is_open(loss):
        lacking = f"operating expenses or gross profit of {period} are missing"
        return untested(loss, "loss_bridge", lacking)
    inputs = (*costs.inputs, *profit.inputs)
    gap = written(loss) - (costs.interval - profit.interval)
    value = loss.value - (costs.value - profit.value)
    if other is not None and not is_open(other):
        gap, value, inputs = gap - written(other), value - other.value, (*inputs, other)
    formula = "loss − (operating expenses − gross profit)"
    path = f"loss_outside_operations.{period}"
    computed = reckoned(loss, path, value, formula, *inputs)
    short = gap.high < 0
    strains = short or gap.low > loss.value * UNEXPLAINED
    what = "less than operations alone" if short else "{1} outside operations"
    return about(
        loss,
        "loss_bridge",
        Verdict.TENSION if strains else Verdict.HOLDS,
        f"{{0.path}} holds {what}{', and nothing explains that' if strains else ''}",
        loss,
        computed,
        inputs=inputs,
        computed=computed,
    )


@dataclass(frozen=True, slots=True)
class _Amount:
    """An amount that a source states, or that two of its figures imply."""

    value: Decimal
    interval: Interval
    inputs: tuple[Figure, ...]


def _stated_or(book: Book, path: str, of: tuple[str, str]) -> _Amount | None:
    """Give an amount as stated, or as an amount and a percentage imply it."""
    stated = book.get(path)
    if stated is not None and not is_open(stated):
        return _Amount(stated.value, written(stated), (stated,))
    one, share = book.get(of[0]), book.get(of[1])
    if one is None or share is None or is_open(one, share):
        return None
    if path.startswith("gross_profit"):
        value = one.value * share.value / HUNDRED
        return _Amount(value, written(one) * written(share) / PERCENT, (one, share))
    if written(share).low <= 0:
        return None
    value = one.value * HUNDRED / share.value
    return _Amount(value, written(one) * PERCENT / written(share), (one, share))


def part_le_whole(library: Library) -> Iterator[Finding]:
    """Test that a part is no larger than its whole, and "largest" parts (F08).

    part ≤ whole within the digits written: gross profit and revenue, R&D and operating
    expenses, R&D staff cost and R&D, R&D staff and staff; the same in percent is no more than
    100: gross margin, and R&D as a share of operating expenses. Where the source's wording
    beside the part calls it the largest, more than half of the whole proves it; less proves
    nothing while the other parts are not named. One would not want this where the part is net of
    something and the whole is not. Arithmetic.
    """
    for book in library.books.values():
        largest = _called_largest(library, book)
        for part_name, whole_name in PARTS:
            for part in book.series(part_name):
                whole = book.get(f"{whole_name}.{part.period}")
                yield from _part(part, whole, is_largest=part.path in largest)
        for name in PERCENTAGES:
            for percentage in book.series(name):
                yield _percentage(percentage)
        staff = book.get("people.staff"), book.get("people.rd_staff")
        if staff[1] is not None:
            yield from _part(staff[1], staff[0], is_largest=staff[1].path in largest)


def _percentage(percentage: Figure) -> Finding:
    fits = written(percentage).low <= HUNDRED
    words = (
        "{0.path} of {0} is no more than a whole" if fits else "{0.path} of {0} is more than all"
    )
    verdict = Verdict.HOLDS if fits else Verdict.CONTRADICTS
    return about(percentage, "part_le_whole", verdict, words, percentage)


def _called_largest(library: Library, book: Book) -> set[str]:
    found: set[str] = set()
    for saying in book.sayings:
        words = lexicon(library.sources.sources[saying.source].language)
        if words and words.find("largest", saying.words):
            found |= {saying.path} | {figure.path for figure in book.series(saying.path)}
    return found


def _part(part: Figure, whole: Figure | None, *, is_largest: bool) -> Iterator[Finding]:
    check = "part_le_whole"
    if whole is None or whole.unit is not part.unit or is_open(part, whole):
        if is_largest:
            yield untested(part, check, "its whole is missing")
        return
    low, high = written(part).low, written(whole).high
    verdict, words = Verdict.HOLDS, "{0.path} is a part of {1.path}"
    if low > high:
        verdict = Verdict.CONTRADICTS
        words = "{0.path} is larger than {1.path}, which it is a part of"
    elif is_largest and low * 2 <= high:
        verdict = Verdict.NOT_TESTABLE
        words = "{0.path} is called the largest part; the others are not known"
    elif is_largest:
        words = "{0.path} is more than half of {1.path}, so the largest part"
    yield about(part, check, verdict, words, part, whole, inputs=(whole,))


def rd_intensity(library: Library) -> Iterator[Finding]:
    """Set R&D against revenue, and say where the ratio has no meaning (F09).

    R&D ÷ revenue, in percent; above 1,000% a page shows "n.m.". Nothing is asserted, so the
    finding holds. One would not want this for a company before its first sale.
    """
    for book in library.books.values():
        for spent in book.series("rd_expense"):
            ratio = book.get(f"rd_to_revenue.{spent.period}")
            if ratio is None:
                yield untested(spent, "rd_intensity", f"revenue of {spent.period} is missing")
                continue
            means = "" if ratio.value <= MEANINGLESS else ", which is not meaningful"
            words = f"{{0.path}} is {{1}} of revenue{means}"
            yield about(spent, "rd_intensity", Verdict.HOLDS, words, spent, ratio, computed=ratio)


def unit_price(library: Library) -> Iterator[Finding]:
    """Set revenue against the chips sold, and test that in the band that the record declares (F14).

    revenue ÷ units, in each period that has both; the record may declare a band in
    `unit_price`, and outside it the figures strain. One would not want this where much of the
    revenue is not from chips. Plausibility, not arithmetic.
    """
    for name, company in library.companies.items():
        book = library.books[name]
        rows = [book.series(f"products.{product.name}.units") for product in company.products]
        for sales in book.series("revenue"):
            sold = tuple(one for row in rows for one in row if one.period == sales.period)
            if sold and sum(figure.value for figure in sold) > 0:
                yield _unit_price(sales, sold, company.unit_price)


def _unit_price(sales: Figure, sold: tuple[Figure, ...], band: Band | None) -> Finding:
    units = sum((figure.value for figure in sold), Decimal(0))
    path, value = f"unit_price.{sales.period}", sales.value / units
    inputs = (sales, *sold)
    computed = reckoned(sales, path, value, "revenue ÷ units", *inputs, step=Decimal(1))
    if band is None or band.unit is not sales.unit:
        lacking = "no band is declared for {1} a unit"
        return untested(sales, "unit_price", lacking, computed=computed)
    fits = band.low.value <= value <= band.high.value
    where = "within" if fits else "outside"
    return about(
        sales,
        "unit_price",
        Verdict.HOLDS if fits else Verdict.TENSION,
        f"{{0.path}} is {{1}} a unit, {where} {band.low} to {band.high}",
        sales,
        computed,
        inputs=sold,
        computed=computed,
    )


def capital_par(library: Library) -> Iterator[Finding]:
    """Test registered capital against the par value and the number of shares (F20).

    par value × shares must meet the capital within the digits written, at one date; at two
    dates they strain. It finds a registered capital from before a conversion of shares; a
    warning, since registers lag. One would not want this for a company whose shares have no par
    value. Chinese company law: registered capital is par value times shares.
    """
    for book in library.books.values():
        capital = book.get("registered_capital")
        if capital is None:
            continue
        par, shares = book.get("par_value"), book.get("shares_issued")
        if par is None or shares is None or is_open(par, shares) or par.unit is not capital.unit:
            yield untested(capital, "capital_par", "par value or shares issued are missing")
            continue
        value, formula = par.value * shares.value, "par value × shares"
        computed = reckoned(capital, "capital_of_par", value, formula, par, shares)
        finding = weighed(
            capital,
            "capital_par",
            exact(par.value) * written(shares),
            computed,
            severity=Severity.WARNING,
        )
        if finding.verdict is Verdict.CONTRADICTS and capital.period != shares.period:
            finding = replace(finding, verdict=Verdict.TENSION)
        yield finding


#: Checks of accounts, in the order of the catalogue.
FINANCIAL_CHECKS = (
    cagr,
    growth,
    cumulative,
    gross_profit,
    loss_bridge,
    part_le_whole,
    rd_intensity,
    run_rate,
    unit_price,
    forecast_labelled,
    capital_par,
    magnitude_jump,
    loose_bound,
    coincidence,
)
