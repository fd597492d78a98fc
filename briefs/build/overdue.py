"""Overdue records: key dates that have passed since a record was written."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from briefs.faults import Fault, Severity
from briefs.records.company import Company, stage
from briefs.records.library import Library
from briefs.records.offering import Timetable


def overdue(library: Library, today: date) -> Iterator[Fault]:
    """Warn of each date of a timetable that has passed while the record stands before it."""
    for name, company in library.companies.items():
        for field, day in _passed(company, today):
            stands = f"stands at {company.day}" if company.day else "has no date"
            yield Fault(
                library.place(name, ("timetable", field, "date")),
                f"{field.replace('_', ' ')} was due on {day} and {today} is later, "
                f"while the record {stands} ({stage(company)})",
                "bring the record up to date, with its as_of",
                "overdue",
                Severity.WARNING,
            )


def _passed(company: Company, today: date) -> Iterator[tuple[str, date]]:
    for field in Timetable.model_fields:
        event = getattr(company.timetable, field)
        day: date | None = getattr(event, "day", None)
        if day and day < today and not _known(company, day):
            yield field, day


def _known(company: Company, day: date) -> bool:
    return company.day is not None and day <= company.day
