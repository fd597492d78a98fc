"""Checks: questions put to the records before any page exists."""

from __future__ import annotations

import gc
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from types import MappingProxyType

from briefs.checks.claims import CLAIM_CHECKS
from briefs.checks.editorial import typed_numbers
from briefs.checks.financials import FINANCIAL_CHECKS
from briefs.checks.finding import QUIET, Finding, Verdict
from briefs.checks.identifiers import IDENTIFIER_CHECKS
from briefs.checks.lists import LIST_CHECKS
from briefs.checks.market import MARKET_CHECKS
from briefs.checks.offer import OFFER_CHECKS
from briefs.checks.prices import PRICE_CHECKS
from briefs.checks.sources import SOURCE_CHECKS
from briefs.checks.wording import WORDING_CHECKS
from briefs.faults import Fault, Severity, errors, in_order
from briefs.records.library import Library

#: Checks of figures against each other, in the order in which a page tells of them.
CHECKS: tuple[Callable[[Library], Iterable[Finding]], ...] = (
    *OFFER_CHECKS,
    *PRICE_CHECKS,
    *MARKET_CHECKS,
    *FINANCIAL_CHECKS,
    *LIST_CHECKS,
    *SOURCE_CHECKS,
    *CLAIM_CHECKS,
    *WORDING_CHECKS,
    *IDENTIFIER_CHECKS,
)

#: Checks of what the records say in words.
WORD_CHECKS: tuple[Callable[[Library], Iterable[Fault]], ...] = (typed_numbers,)


@dataclass(frozen=True, slots=True)
class Answers:
    """What all checks found: findings for the pages, and faults for the person at the desk."""

    findings: tuple[Finding, ...]
    faults: tuple[Fault, ...]

    def of(self, subject: str) -> tuple[Finding, ...]:
        """Give the findings about one record."""
        return tuple(finding for finding in self.findings if finding.subject == subject)

    @property
    def stop(self) -> bool:
        """Whether something was found that no brief may print over."""
        return bool(errors(self.faults))


def question(library: Library) -> Answers:
    """Put every check to the records, and match what they find with what is acknowledged."""
    with _collector_at_rest():
        return _question(library)


@contextmanager
def _collector_at_rest() -> Iterator[None]:
    """Let the garbage collector rest.

    Findings form no cycles, and while many are made it would walk through all records again and
    again, which takes longer than the checks.
    """
    was_enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_enabled:
            gc.enable()


def _question(library: Library) -> Answers:
    reviewed = {name for name, company in library.companies.items() if company.acknowledged}
    findings = tuple(
        _reviewed(library, finding) if finding.subject in reviewed else finding
        for check in CHECKS
        for finding in check(library)
    )
    loud = tuple(finding for finding in findings if finding.verdict not in QUIET)
    faults = [fault for check in WORD_CHECKS for fault in check(library)]
    faults += [_fault(finding) for finding in loud if not finding.acknowledged]
    faults += _idle(library, loud)
    return Answers(findings, in_order(faults))


def _reviewed(library: Library, finding: Finding) -> Finding:
    entry = library.acknowledgement(finding.check, finding.path, finding.subject)
    return replace(finding, acknowledged=entry) if entry else finding


def reconciled(library: Library, findings: Iterable[Finding]) -> Library:
    """Give the library as pages print it: without figures that others contradict.

    In the place of a figure whose contradiction somebody acknowledged stands what follows from
    the other figures.
    """
    books = dict(library.books)
    for finding in findings:
        stated, computed = finding.stated, finding.computed
        if finding.verdict is not Verdict.CONTRADICTS or not finding.acknowledged:
            continue
        if stated is not None and computed is not None:
            book = books[finding.subject]
            shown = replace(computed, path=stated.path, basis=computed.basis or stated.basis)
            figures = MappingProxyType({**book.figures, stated.path: shown})
            books[finding.subject] = replace(book, figures=figures)
    return replace(library, books=books)


def _fault(finding: Finding) -> Fault:
    """Say what stops a build, or what strains, while nobody has acknowledged it."""
    contradicts = finding.verdict is Verdict.CONTRADICTS
    return Fault(
        finding.place,
        finding.message,
        f"correct the record, or acknowledge {finding.check} with a reason and a reviewer",
        finding.check,
        finding.severity if contradicts else Severity.WARNING,
    )


def _idle(library: Library, loud: tuple[Finding, ...]) -> Iterator[Fault]:
    """Find acknowledgements that no longer match anything a check says."""
    open_ones = {(finding.subject, finding.check, finding.path) for finding in loud}
    for name, company in library.companies.items():
        for index, entry in enumerate(company.acknowledged):
            for path in entry.figures:
                if (name, entry.check, path) not in open_ones:
                    yield Fault(
                        library.place(name, ("acknowledged", index)),
                        f"{entry.check} finds nothing wrong with {path} any more",
                        "take the acknowledgement out",
                        "acknowledgement",
                        Severity.WARNING,
                    )


__all__ = ["CHECKS", "WORD_CHECKS", "Answers", "Finding", "Verdict", "question", "reconciled"]
