"""Checks of one fact at several places: reprints, and sources that differ."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from briefs.checks.finding import Finding, Verdict, about
from briefs.checks.weighing import claimed, untested
from briefs.faults import Severity
from briefs.figures import Figure
from briefs.records.library import Library


def reprint_equal(library: Library) -> Iterator[Finding]:
    """Test that a source says one fact alike at several places (F22).

    The places must agree within the digits written, which compares at the coarser precision:
    2,347 and 2,347.53 agree. Inputs are a figure and those `also` statements that are of the
    same source. One would not want this for a figure that a source corrects on purpose.
    """
    for figure, other in _pairs(library):
        if figure.sources == other.sources:
            yield _compared(figure, other, "reprint_equal", Verdict.CONTRADICTS)


def cross_source(library: Library) -> Iterator[Finding]:
    """Compare what two sources state of one fact (F28).

    They must agree within the digits written. Where they do not, the source of the higher class
    wins (filing, exchange, regulator, company, press), the page shows its figure, and the
    conflict is printed as a note once somebody has acknowledged it. Inputs are a figure and its
    `also` statements. One would not want this for figures on different bases or scopes: write
    those as facts of their own.
    """
    for figure, other in _pairs(library):
        if figure.sources != other.sources:
            finding = _compared(figure, other, "cross_source", Verdict.EXTERNAL_CONFLICT)
            yield replace(finding, severity=Severity.WARNING)


def _pairs(library: Library) -> Iterator[tuple[Figure, Figure]]:
    for book in library.books.values():
        for path, others in book.also.items():
            for other in others:
                yield book.figures[path], other


def _compared(figure: Figure, other: Figure, check: str, otherwise: Verdict) -> Finding:
    if figure.unit is not other.unit or figure.basis != other.basis:
        return untested(figure, check, f"{other.path} is in another unit or on another basis")
    agree = claimed(figure).meets(claimed(other))
    message = (
        f"{figure.path} is {figure} by {figure.sources[0]}, and {other.sources[0]} "
        f"states {other} at {other.place}"
    )
    verdict = Verdict.HOLDS if agree else otherwise
    return about(figure, check, verdict, message, inputs=(other,), computed=figure)


#: Checks of one fact at several places.
SOURCE_CHECKS = (reprint_equal, cross_source)
