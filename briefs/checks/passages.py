"""Passages: the texts of a record that may claim something, with their claims and places."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from briefs.checks.finding import Finding, Verdict
from briefs.figures import Figure
from briefs.records.assertions import Passage
from briefs.records.book import Location
from briefs.records.company import Company
from briefs.records.library import Library


@dataclass(frozen=True, slots=True)
class Placed:
    """A passage of a record, where it stands, and its words."""

    library: Library
    subject: str
    loc: Location
    text: Passage

    @property
    def path(self) -> str:
        """The passage's path, as the book counts: items from 1."""
        return path_of(self.loc)

    def finding(
        self,
        check: str,
        verdict: Verdict,
        message: str,
        *,
        inputs: tuple[Figure, ...] = (),
        computed: Figure | None = None,
    ) -> Finding:
        """Make a finding about the passage."""
        return Finding(
            check=check,
            verdict=verdict,
            subject=self.subject,
            path=self.path,
            place=self.library.place(self.subject, self.loc),
            words=f"{self.path}: {message}",
            inputs=inputs,
            computed=computed,
        )


def path_of(loc: Location) -> str:
    """Name a place of a record as the book does: items count from 1."""
    return ".".join(str(part + 1) if isinstance(part, int) else part for part in loc)


def passages(library: Library, name: str, company: Company) -> Iterator[Placed]:
    """Give every passage of a company: the brief's own words, and what others claim and plan."""
    for loc, text in _of_others(company):
        yield Placed(library, name, loc, text)
    yield from narrative(library, name, company)


def narrative(library: Library, name: str, company: Company) -> Iterator[Placed]:
    """Give the passages that the brief says in its own words."""
    for loc, text in _own(company):
        yield Placed(library, name, loc, text)


def _own(company: Company) -> Iterator[tuple[Location, Passage]]:
    words = company.narrative
    if words is None:
        return
    yield ("narrative", "headline"), words.headline
    yield ("narrative", "business"), words.business
    for index, text in enumerate(words.strengths):
        yield ("narrative", "strengths", index), text
    for index, text in enumerate(words.risks):
        yield ("narrative", "risks", index), text


def _of_others(company: Company) -> Iterator[tuple[Location, Passage]]:
    for index, claim in enumerate(company.claims):
        yield ("claims", index), claim.what
    for index, plan in enumerate(company.plans):
        yield ("plans", index), plan.what
