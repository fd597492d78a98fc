"""Checks of gains over the offer price, and of shares of a whole and of a market."""

from __future__ import annotations

from collections.abc import Iterator

from briefs.checks.finding import Finding, Verdict, about
from briefs.checks.weighing import (
    HUNDRED,
    ONE,
    PERCENT,
    amount,
    is_open,
    reckoned,
    untested,
    weighed,
)
from briefs.faults import Severity
from briefs.figures import Figure, Period, Qualifier, Unit
from briefs.figures.interval import Interval, exact, printed, written
from briefs.records.book import Book
from briefs.records.company import Company
from briefs.records.library import Library
from briefs.records.market import Market, Rate, Share

#: Prices of which a source may state the gain over the offer price.
KINDS = ("open", "high", "close")


def return_vs_offer(library: Library) -> Iterator[Finding]:
    """Test each stated gain against the offer price and the price it was reached at.

    price ÷ offer price − 1 must meet the stated gain within the digits written. A gain stated
    as a bound but printed with four digits or more ("over 112.55%") is read as a point. One
    would not want this where a share was split or its price adjusted between the two dates.
    First-day performance is by the close against the offer price, as the market's data
    vendors define it.
    """
    for book in library.books.values():
        for kind in KINDS:
            stated = book.get(f"debut.gain_{kind}")
            if stated is not None:
                yield _return(book, stated, kind)


def _return(book: Book, stated: Figure, kind: str) -> Finding:
    offer, price = book.get("offer.price"), book.get(f"debut.{kind}")
    paid, got, computed = amount(offer), amount(price), book.get(f"gain.{kind}")
    if paid is None or got is None or computed is None:
        needs = "it needs the offer price and the price in one currency"
        return untested(stated, "return_vs_offer", needs)
    return weighed(stated, "return_vs_offer", (got / paid - ONE) * PERCENT, computed)


def share_of_total(library: Library) -> Iterator[Finding]:
    """Test a part and its percentage against the whole, or say which whole they imply (F06).

    part ÷ percentage must meet the stated whole within the digits written: R&D, its share of
    operating expenses, and those expenses. Where the whole is not stated the implied one is
    given, and nothing is tested. One would not want this where the percentage is of another
    whole than its basis says. Arithmetic.
    """
    for book in library.books.values():
        for percentage in book.series("rd_share_of_opex"):
            part = book.get(f"rd_expense.{percentage.period}")
            whole = book.get(f"opex.{percentage.period}")
            if part is None or is_open(part, percentage) or written(percentage).low <= 0:
                yield untested(percentage, "share_of_total", "the part is missing")
            else:
                yield _whole(part, percentage, whole)


def _whole(part: Figure, percentage: Figure, whole: Figure | None) -> Finding:
    value, inputs = part.value * HUNDRED / percentage.value, (part, percentage)
    path = f"implied_opex.{part.period}"
    computed = reckoned(part, path, value, "part ÷ percentage", *inputs)
    if whole is None or whole.unit is not part.unit:
        lacking = "the whole is not stated; {1} is implied"
        return untested(percentage, "share_of_total", lacking, computed=computed)
    implied = written(part) * PERCENT / written(percentage)
    return weighed(whole, "share_of_total", implied, computed)


def share_times_market(library: Library) -> Iterator[Finding]:
    """Test the company's share of a market against its revenue (F15).

    revenue ÷ (market size × rate of exchange) must meet the stated share, in one year. Inputs
    are a share of the company alone that names its `market`, the size of that market, revenue,
    and where the currencies differ a rate of the record (`rates`) for the period. The result is
    a warning: a source may count a product line and not the company. One would not want this
    for markets measured in units. Arithmetic.
    """
    for name, company in library.companies.items():
        book = library.books[name]
        for share in company.shares:
            if tuple(share.of) != (name,):
                continue
            for period in share.share.values:
                stated = book.get(f"shares.{share.id}.share.{period}")
                if stated is not None:
                    yield _share(company, book, stated, share)


def _share(company: Company, book: Book, stated: Figure, share: Share) -> Finding:
    check, period = "share_times_market", stated.period
    size = book.get(f"markets.{share.market}.size.{period}")
    sales = book.get(f"revenue.{period}")
    if size is None or sales is None or is_open(size, sales):
        what = f"the size of its market or revenue of {period} is missing"
        return untested(stated, check, what)
    rate = exchange(company, size.unit, sales.unit, period)
    if rate is None:
        return untested(stated, check, f"no rate from {size.unit} to {sales.unit} for {period}")
    market = written(size) * rate
    if market.low <= 0:
        return untested(stated, check, "its market has no size")
    value = sales.value * HUNDRED / (size.value * (rate.low + rate.high) / 2)
    inputs = (sales, size)
    path = f"share_by_revenue.{share.id}.{period}"
    formula, step = "revenue ÷ market size", stated.step / 10
    computed = reckoned(stated, path, value, formula, *inputs, step=step)
    found = written(sales) * PERCENT / market
    return weighed(stated, check, found, computed, severity=Severity.WARNING)


def exchange(company: Company, base: Unit, quote: Unit, period: Period) -> Interval | None:
    """Give what one unit of a currency cost in another over a period, as the record states it."""
    if base is quote:
        return exact(1)
    if Unit.MONEY in (base, quote):
        return None
    return next(
        (
            _rate(rate)
            for rate in company.rates
            if (rate.base, rate.quote, rate.period) == (base, quote, period)
        ),
        None,
    )


def _rate(rate: Rate) -> Interval:
    return printed(rate.value.value, rate.value.last_place)


def residual_share(library: Library) -> Iterator[Finding]:
    """Test that the other firms of a market can fill what its leaders leave (F16).

    100% − the leaders' joint share must not exceed the number of other firms × the largest
    share that any of them may have. Inputs are the joint share of several companies that names
    the `market`, `participants` and `largest_other`. It can only fail where the number of firms
    is exact: "over 15" has room for any number. A tension, since scopes may differ. One would
    not want this where the leaders' share is of value and the others' limit of units. Arithmetic.
    """
    for name, company in library.companies.items():
        book = library.books[name]
        for market in company.markets:
            firms = book.get(f"markets.{market.id}.participants")
            if firms is not None:
                yield _residual(company, book, firms, market)


def _residual(company: Company, book: Book, firms: Figure, market: Market) -> Finding:
    largest = book.get(f"markets.{market.id}.largest_other")
    joint = [
        book.get(f"shares.{share.id}.share.{firms.period}")
        for share in company.shares
        if share.market == market.id and len(share.of) > 1
    ]
    leaders = next(filter(None, joint), None)
    if largest is None or leaders is None:
        what = f"the leaders' share or the largest other one in {firms.period} is missing"
        return untested(firms, "residual_share", what)
    inputs = (leaders, largest)
    if firms.qualifier in (Qualifier.OVER, Qualifier.AT_LEAST) or largest.value <= 0:
        message = f"{firms.path} has no upper end, so they can fill what {leaders.path} leaves"
        return about(firms, "residual_share", Verdict.HOLDS, message, inputs=inputs)
    rest, room = HUNDRED - written(leaders).high, written(firms).high * written(largest).high
    fits = rest <= room
    message = (
        f"{leaders.path} leaves {(HUNDRED - leaders.value).normalize():f}%, and {firms.path} "
        f"firms of at most {largest.value}% {'can' if fits else 'cannot'} fill it"
    )
    verdict = Verdict.HOLDS if fits else Verdict.TENSION
    return about(firms, "residual_share", verdict, message, inputs=inputs)


#: Checks of gains and shares; those of offers and prices stand in the rooms of their subjects.
MARKET_CHECKS = (return_vs_offer, share_of_total, share_times_market, residual_share)
