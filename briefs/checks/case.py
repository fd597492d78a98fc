"""Cases: a company as the checks of its offer, its prices and its codes see it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import cached_property, lru_cache

from briefs.checks.finding import Finding, Verdict
from briefs.faults import Severity
from briefs.figures import Figure
from briefs.records.book import Book, Location
from briefs.records.company import Company
from briefs.records.library import Library
from briefs.rules import rules

#: The dates of an offering by which its rules are chosen, the first known one first.
RULING = ("offer_opens", "offer_closes", "pricing", "results", "listing")


@dataclass(frozen=True)  # without slots, which have no room for what is worked out once
class Case:
    """One company as a check sees it: its record and its book."""

    library: Library
    company: Company
    book: Book

    def get(self, path: str) -> Figure | None:
        """Give the figure at a path, or none."""
        return self.book.figures.get(path)

    def date_of(self, name: str) -> date | None:
        """Give a date of the timetable, or none."""
        time = self.book.times.get(f"timetable.{name}")
        return time.period.end if time else None

    @cached_property
    def day(self) -> date | None:
        """The day by which the rules of the offering are chosen."""
        return next((day for name in RULING if (day := self.date_of(name))), None)

    @cached_property
    def in_hong_kong(self) -> bool:
        """Whether the shares are listed in Hong Kong: by market, or by board without one."""
        mic = self.company.identifiers.mic
        if mic is None:
            return self.company.listing.board in {"main-board", "gem"}
        return rules().codes.country_of(mic) == "HK"

    def finding(
        self,
        loc: Location,
        check: str,
        verdict: Verdict,
        words: str,
        *,
        inputs: tuple[Figure, ...] = (),
        severity: Severity = Severity.ERROR,
    ) -> Finding:
        """Make a finding about something of the record that is no figure."""
        return Finding(
            check=check,
            verdict=verdict,
            subject=self.company.id,
            path=".".join(map(str, loc)),
            place=self.library.place(self.company.id, loc),
            words=words,
            inputs=inputs,
            severity=severity,
        )


def cases(library: Library, *, hong_kong: bool = False) -> tuple[Case, ...]:
    """Give every company with its book, or those listed in Hong Kong alone."""
    every = _cases(library)
    return tuple(case for case in every if case.in_hong_kong) if hong_kong else every


@lru_cache(maxsize=1)
def _cases(library: Library) -> tuple[Case, ...]:
    """Keep the cases of the library in question, which some forty checks ask for in turn."""
    return tuple(
        Case(library, company, library.books[name]) for name, company in library.companies.items()
    )
