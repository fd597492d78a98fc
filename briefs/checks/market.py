"""Checks of prices, gains and market values."""

from __future__ import annotations

from collections.abc import Iterator

from briefs.checks.finding import Finding, Verdict, about
from briefs.figures import Figure, Qualifier, Stated
from briefs.figures.interval import Interval, as_point, exact, written
from briefs.records.book import Book
from briefs.records.library import Library

#: A bound printed with this many digits or more is a point value in disguise.
DIGITS_OF_A_POINT = 4

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
    computed = book.get(f"gain.{kind}")
    if offer is None or price is None or computed is None:
        message = f"{stated.path} needs the offer price and the price in one currency"
        return about(stated, "return_vs_offer", Verdict.NOT_TESTABLE, message)
    gain = (written(price) / written(offer) - exact(1)) * exact(100)
    holds = gain.meets(_said(stated))
    relation = "follows from" if holds else "does not follow from"
    return about(
        stated,
        "return_vs_offer",
        Verdict.HOLDS if holds else Verdict.CONTRADICTS,
        f"{stated.path} is stated as {stated.value}% and {relation} {price.path} and "
        f"{offer.path}, which give {computed.shown}%",
        inputs=(offer, price),
        computed=computed,
    )


def _said(stated: Figure) -> Interval:
    is_bound = stated.qualifier in (Qualifier.OVER, Qualifier.AT_LEAST)
    return (
        as_point(stated) if is_bound and _digits(stated) >= DIGITS_OF_A_POINT else written(stated)
    )


def _digits(stated: Figure) -> int:
    """Count the significant digits that were written: 112.55 and 110.00 have five, 1,000 one."""
    if not isinstance(stated.origin, Stated):
        return 0
    whole, point, fraction = stated.origin.written.digits.lstrip("-").partition(".")
    digits = whole.replace(",", "") + fraction
    return len((digits if point else digits.rstrip("0")).lstrip("0"))
