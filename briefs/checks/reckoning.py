"""Reckoning: what checks of offers and prices share: their cases, amounts and comparisons."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal

from briefs.checks.finding import Finding, Verdict, about
from briefs.checks.weighing import claimed
from briefs.faults import Severity
from briefs.figures import Derived, Figure, Qualifier, Stated, Unit
from briefs.figures.interval import Interval, exact, written
from briefs.records.book import Book, Location
from briefs.records.company import Company
from briefs.records.library import Library
from briefs.rules import rules

#: The most digits that a computed figure shows.
DIGITS = 20

#: The dates of an offering by which its rules are chosen, the first known one first.
RULING = ("offer_opens", "offer_closes", "pricing", "results", "listing")

#: Digits that name one amount, more or less: not a bound, which is open on one side.
POINTS = (Qualifier.EXACT, Qualifier.ABOUT, Qualifier.NEARLY)


@dataclass(frozen=True, slots=True)
class Case:
    """One company as a check sees it: its record and its book."""

    library: Library
    company: Company
    book: Book

    def get(self, path: str) -> Figure | None:
        """Give the figure at a path, or none."""
        return self.book.get(path)

    def date_of(self, name: str) -> date | None:
        """Give a date of the timetable, or none."""
        time = self.book.times.get(f"timetable.{name}")
        return time.period.end if time else None

    @property
    def day(self) -> date | None:
        """The day by which the rules of the offering are chosen."""
        return next((day for name in RULING if (day := self.date_of(name))), None)

    @property
    def in_hong_kong(self) -> bool:
        """Whether the shares are listed in Hong Kong: by market, or by board without one."""
        mic = self.company.identifiers.mic
        if mic is None:
            return self.company.listing.board in {"main-board", "gem"}
        return rules().codes.country_of(mic) == "HK"

    def finding(self, loc: Location, check: str, verdict: Verdict, message: str) -> Finding:
        """Make a finding about something of the record that is no figure."""
        return Finding(
            check=check,
            verdict=verdict,
            subject=self.company.id,
            path=".".join(map(str, loc)),
            place=self.library.place(self.company.id, loc),
            message=message,
        )


def cases(library: Library, *, hong_kong: bool = False) -> Iterator[Case]:
    """Give every company with its book, or those listed in Hong Kong alone."""
    for name, company in library.companies.items():
        case = Case(library, company, library.books[name])
        if case.in_hong_kong or not hong_kong:
            yield case


def amount(figure: Figure | None) -> Interval | None:
    """Give what a figure's digits stand for; none for a bound, and for nothing or less."""
    if figure is None or figure.qualifier not in POINTS:
        return None
    found = written(figure)
    return found if found.low > 0 else None


def settled(figure: Figure | None) -> Decimal | None:
    """Give the value of a figure that is exact by its nature, such as a price or a board lot."""
    if figure is None or figure.qualifier is not Qualifier.EXACT or figure.value <= 0:
        return None
    return figure.value


def scaled(value: Interval, factor: Decimal) -> Interval:
    """Give the interval times an exact number."""
    return value * exact(factor)


def alike(*figures: Figure | None) -> bool:
    """Whether all figures are there, are in one unit, and in one that is known."""
    units = {figure.unit if figure else None for figure in figures}
    return len(units) == 1 and not units & {None, Unit.MONEY}


def in_unit(
    figure: Figure | None, unit: Unit, day: date | None
) -> tuple[Interval, Severity] | None:
    """Give an amount in a currency, by the band that holds the two to each other.

    Beside it stands how much a contradiction matters that rests on the band.
    """
    found = amount(figure)
    if figure is None or found is None or Unit.MONEY in (unit, figure.unit):
        return None
    if figure.unit is unit:
        return found, Severity.ERROR
    band = rules().currencies.rate(figure.unit, unit, day) if day else None
    return (found * band[0], band[1].severity) if band else None


def told(figure: Figure) -> str:
    """Say a figure for the person at the desk, as it is written or as it is shown."""
    unit = {Unit.PERCENT: "%", Unit.CHANGE: "%"}.get(figure.unit, f" {figure.unit.value}")
    if isinstance(figure.origin, Stated):
        digits = str(figure.origin.written)
        words = digits if digits.endswith("%") else f"{digits}{unit}"
    else:
        words = f"{plainly(figure.shown)}{unit}"
    return words if figure.qualifier is Qualifier.EXACT else f"{figure.qualifier} {words}"


def plainly(value: Decimal) -> str:
    """Write a number out without an exponent."""
    return f"{value.normalize():,f}"


def reckoned(
    stated: Figure,
    check: str,
    value: Decimal,
    how: str,
    *inputs: Figure,
    step: Decimal | None = None,
) -> Figure:
    """Make the figure that follows from the inputs, in the unit of the stated one.

    It is shown to the digits of the stated one, or to finer ones.
    """
    # No more digits than arithmetic keeps: a slip of many zeros must be told, not crash.
    finest = Decimal(10) ** (value.adjusted() - DIGITS)
    return Figure(
        subject=stated.subject,
        path=f"{check}.{stated.path}",
        value=value,
        unit=stated.unit,
        period=stated.period,
        origin=Derived(how, inputs, max(min(stated.step, step or stated.step), finest)),
        basis=stated.basis,
    )


def untestable(figure: Figure, check: str, needs: str) -> Finding:
    """Say what a figure cannot be tested without."""
    return about(figure, check, Verdict.NOT_TESTABLE, f"{figure.path} needs {needs}")


def weigh(
    stated: Figure,
    check: str,
    value: Interval,
    computed: Figure,
    *,
    otherwise: Verdict = Verdict.CONTRADICTS,
    severity: Severity = Severity.ERROR,
) -> Finding:
    """Compare what a figure claims with the interval that follows from its inputs."""
    holds = value.meets(claimed(stated))
    inputs = computed.origin.inputs if isinstance(computed.origin, Derived) else ()
    relation = "follows from" if holds else "does not follow from"
    message = (
        f"{stated.path} is stated as {told(stated)} and {relation} "
        f"{' and '.join(figure.path for figure in inputs)}, which give {told(computed)}"
    )
    verdict = Verdict.HOLDS if holds else otherwise
    found = about(stated, check, verdict, message, inputs=inputs, computed=computed)
    return replace(found, severity=severity)
