"""Checks of lists and counts: shares of a list, holders, head counts, names that are counted."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from decimal import Decimal
from math import floor

from briefs.checks.finding import Finding, Verdict, about
from briefs.checks.passages import passages
from briefs.checks.weighing import HUNDRED, is_open, reckoned, untested
from briefs.faults import Severity
from briefs.figures import Figure, Period, Qualifier
from briefs.figures.interval import INFINITE, Interval, as_point, exact, written
from briefs.records.assertions import Count
from briefs.records.company import Company
from briefs.records.library import Library

ALL = exact(100)

#: Measures of the five largest, and of the largest one among them.
CONCENTRATIONS = (("customers", "largest_customer"), ("suppliers", "largest_supplier"))

#: Head counts: the count of a group, its share, and the whole that the share is of.
HEADS = (
    ("people.rd_staff", "people.rd_share", "people.staff"),
    ("", "people.rd_masters", "people.rd_staff"),
    ("people.rd_veterans", "people.rd_veterans_share", "people.rd_staff"),
)


def segments_sum(library: Library) -> Iterator[Finding]:
    """Test that the lines of business make up the whole (F10).

    In each period the lines' shares of revenue must come to 100% within the digits written
    where the record says that the list is complete (`lines_complete`), and to no more where it
    is not. One would not want this where lines overlap or sell to each other. Arithmetic.
    """
    for name, company in library.companies.items():
        book = library.books[name]
        shares: dict[Period, list[Figure]] = {}
        for line in company.lines:
            for share in book.series(f"lines.{line.id}.share"):
                shares.setdefault(share.period, []).append(share)
        for figures in shares.values():
            complete = company.lines_complete and len(figures) == len(company.lines)
            yield _segments(tuple(figures), is_complete=complete)


def _segments(shares: tuple[Figure, ...], *, is_complete: bool) -> Finding:
    sums = exact(0)
    for share in shares:
        sums += written(share)
    fits = sums.meets(ALL) if is_complete else sums.low <= HUNDRED
    value = sum((share.value for share in shares), Decimal(0))
    first = shares[0]
    computed = reckoned(first, f"lines_sum.{first.period}", value, "sum", *shares)
    what = "all lines" if is_complete else "the lines named"
    verdict = Verdict.HOLDS if fits else Verdict.CONTRADICTS
    finding = about(
        first,
        "segments_sum",
        verdict,
        f"{what} come to {{0}} of revenue in {{0.period}}",
        computed,
        inputs=shares,
        computed=computed,
    )
    return replace(finding, stated=None)  # it is about the list, and no one share is wrong


def concentration(library: Library) -> Iterator[Finding]:
    """Test shares of the five largest customers and suppliers (F11).

    0 ≤ largest ≤ five largest ≤ 100% within the digits written, in each period; and a period
    that revenue has not is a tension, since the shares are of revenue. Inputs are the series of
    `concentration`. One would not want the second for companies without any revenue. Hong Kong
    listing documents disclose the largest and the five largest.
    """
    for book in library.books.values():
        known = {figure.period for figure in book.series("revenue")}
        for five_name, one_name in CONCENTRATIONS:
            for five in book.series(f"concentration.{five_name}"):
                one = book.get(f"concentration.{one_name}.{five.period}")
                yield _concentration(five, one, known)


def _concentration(five: Figure, one: Figure | None, known: set[Period]) -> Finding:
    top = written(five)
    fits = top.high > 0 and top.low <= HUNDRED
    words = "{0.path} of {0} lies between 0 and 100%"
    if not fits:
        words = "{0.path} of {0} is no share of a whole"
    elif one is not None and written(one).low > top.high:
        fits, words = False, "{1.path} is more than {0.path}, which includes it"
    verdict = Verdict.HOLDS if fits else Verdict.CONTRADICTS
    if fits and known and five.period not in known:
        verdict, words = Verdict.TENSION, "{0.path} has no revenue of its period beside it"
    return about(five, "concentration", verdict, words, five, one, inputs=(one,) if one else ())


def holders_sum(library: Library) -> Iterator[Finding]:
    """Test that holders hold no more than the company (F18).

    The stakes must come to 100% or less within the digits written. A stake that a holder is
    deemed to have (`held: deemed`) counts others' shares again, so it is not added. One would
    not want this for a list that names a group beside its members. Arithmetic.
    """
    for name, company in library.companies.items():
        book = library.books[name]
        stakes = [
            stake
            for holder in company.funding.holders
            if holder.held != "deemed" and (stake := book.get(f"funding.holders.{holder.id}.stake"))
        ]
        if stakes:
            yield _holders(tuple(stakes))


def _holders(stakes: tuple[Figure, ...]) -> Finding:
    least = sum((max(written(stake).low, Decimal(0)) for stake in stakes), Decimal(0))
    value = sum((stake.value for stake in stakes), Decimal(0))
    first = stakes[0]
    computed = reckoned(first, "holders_sum", value, "sum", *stakes)
    verdict = Verdict.HOLDS if least <= HUNDRED else Verdict.CONTRADICTS
    finding = about(
        first,
        "holders_sum",
        verdict,
        "the holders named hold {0}",
        computed,
        inputs=stakes,
        computed=computed,
    )
    return replace(finding, stated=None)  # it is about the list, and no one stake is wrong


def headcount(library: Library) -> Iterator[Finding]:
    """Solve head counts for whole people (F19).

    For a group, its share and the whole there must be a whole number that meets all three
    within the digits written. Where both count and share are bounds, and only a number far from
    the count would do ("over 210" of 657 and "over 33%": 217), the figures strain, because read
    as points they differ. Without the whole, the number that the two imply is given. One would
    not want this for full-time equivalents. Arithmetic.
    """
    for book in library.books.values():
        for count_path, share_path, whole_path in HEADS:
            share = book.get(share_path)
            if share is not None:
                yield _heads(book.get(count_path), share, book.get(whole_path))


def _heads(count: Figure | None, share: Figure, whole: Figure | None) -> Finding:
    if whole is not None and not is_open(whole):
        return _solved(count, share, whole)
    if count is None or is_open(count, share) or written(share).low <= 0:
        return untested(share, "headcount", "the whole is not stated")
    return _implied(count, share)


def _implied(count: Figure, share: Figure) -> Finding:
    """Give the whole that a count and its share imply, if a whole number does."""
    portion, value = written(share), count.value * HUNDRED / share.value
    path, formula = f"implied_whole.{share.path}", "count ÷ share"
    inputs = (count, share)
    computed = reckoned(count, path, value, formula, *inputs, step=Decimal(1))
    people = written_count(count)
    bounds = Interval(people.low * HUNDRED / portion.high, people.high * HUNDRED / portion.low)
    if whole_number(bounds) is None:
        message = f"{count} is {share} of no whole number of people"
        return _strained(share, Verdict.CONTRADICTS, message, inputs, None)
    lacking = "the whole is not stated; {1} is implied"
    return untested(share, "headcount", lacking, computed=computed)


def _solved(count: Figure | None, share: Figure, whole: Figure) -> Finding:
    """Solve for the least number of people that meets count, share and whole."""
    part = written(share) * written_count(whole) / ALL
    bounds = part if count is None else _meeting(part, written_count(count))
    least = whole_number(bounds) if bounds else None
    inputs = (whole,) if count is None else (count, whole)
    if least is None:
        and_count = f" and {count}" if count else ""
        message = f"no whole number of people is {share} of {whole}{and_count}"
        return _strained(share, Verdict.CONTRADICTS, message, inputs, None)
    value = share.value * whole.value / HUNDRED if count is None else Decimal(least)
    formula = "share × whole" if count is None else "the least whole number that meets all"
    path = f"heads.{share.path}"
    computed = reckoned(whole, path, value, formula, *inputs, step=Decimal(1))
    if count is not None and not _points_meet(count, share, whole):
        message = (
            f"{count.path} ({count}) and {share.path} ({share}) of {whole} agree "
            f"only from {least} up, which nobody would call {count}"
        )
        return _strained(share, Verdict.TENSION, message, inputs, computed)
    named = (share, computed, whole)
    words = "{0.path} is {1} of {2}"
    return about(share, "headcount", Verdict.HOLDS, words, *named, inputs=inputs, computed=computed)


def _strained(
    share: Figure,
    verdict: Verdict,
    message: str,
    inputs: tuple[Figure, ...],
    computed: Figure | None,
) -> Finding:
    finding = about(share, "headcount", verdict, message, inputs=inputs, computed=computed)
    return replace(finding, severity=Severity.WARNING)


def _points_meet(count: Figure, share: Figure, whole: Figure) -> bool:
    reckoning = as_point(count) * ALL / written_count(whole)
    return reckoning.meets(as_point(share))


def written_count(figure: Figure) -> Interval:
    """Give what a count of people stands for: written to the last digit, it is that number."""
    if figure.qualifier is Qualifier.EXACT and figure.step == 1:
        return exact(figure.value)
    if figure.qualifier is Qualifier.OVER and figure.step == 1:
        return Interval(figure.value + 1, INFINITE)
    return written(figure)


def _meeting(one: Interval, other: Interval) -> Interval | None:
    return (
        Interval(max(one.low, other.low), min(one.high, other.high)) if one.meets(other) else None
    )


def whole_number(bounds: Interval) -> int | None:
    """Give the least whole number within an interval, or none."""
    least = -floor(-bounds.low)
    return least if least <= bounds.high else None


def counted_names(library: Library) -> Iterator[Finding]:
    """Test a stated count against the names that the record lists (F34).

    A source that speaks of "two chips" and names four strains its count; fewer names are a part
    of the list. Inputs are the claims of a text (`claims: - {count: "2", listed: products}`)
    and the names listed, without planned products. The count of cornerstone investors has a
    check of its own. One would not want this where one name is a version of another.
    """
    for name, company in library.companies.items():
        for passage in passages(library, name, company):
            for assertion in passage.text.claims:
                if isinstance(assertion, Count):
                    names = _LISTED[assertion.listed](company)
                    count, few = len(names), len(names) <= assertion.count.value
                    yield passage.finding(
                        "counted_names",
                        Verdict.HOLDS if few else Verdict.TENSION,
                        f"{assertion.count} {assertion.listed} are counted, and {count} named"
                        + ("" if few else f": {', '.join(names)}"),
                    )


def _named(parties: tuple[object, ...]) -> list[str]:
    return [str(next(iter(getattr(party, "name", {}).values()), "")) for party in parties]


_LISTED: dict[str, Callable[[Company], list[str]]] = {
    "products": lambda company: [
        product.name for product in company.products if product.status != "planned"
    ],
    "lines": lambda company: [line.id for line in company.lines],
    "cornerstones": lambda company: _named(
        company.cornerstones.named if company.cornerstones else ()
    ),
    "customers": lambda company: _named(company.concentration.main_customers),
    "backers": lambda company: _named(company.funding.backers),
    "management": lambda company: _named(company.management),
}

#: Checks of lists and counts.
LIST_CHECKS = (segments_sum, concentration, holders_sum, headcount, counted_names)
