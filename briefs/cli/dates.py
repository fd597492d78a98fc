"""Dates: what a run takes for now and for today, and what is overdue by then."""

from __future__ import annotations

import os
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING

import click

from briefs.faults import Fault

if TYPE_CHECKING:
    from briefs.records.library import Library


def pretended() -> datetime | None:
    """Give the moment that SOURCE_DATE_EPOCH pretends it is, if it does."""
    seconds = os.environ.get("SOURCE_DATE_EPOCH", "")
    return datetime.fromtimestamp(int(seconds), UTC) if seconds.isdigit() else None


def now() -> datetime:
    """Give the moment, or the one that SOURCE_DATE_EPOCH pretends it is."""
    return pretended() or datetime.now(UTC).replace(microsecond=0)


def midnight() -> datetime:
    """Give the beginning of the day, so that two dry runs of a day give the same bytes."""
    return now().replace(hour=0, minute=0, second=0)


def _day(_context: click.Context, _parameter: click.Parameter, value: object) -> date | None:
    return value.date() if isinstance(value, datetime) else None


#: The option that names a day; without it no date is overdue.
TODAY = click.option(
    "--today",
    type=click.DateTime(["%Y-%m-%d"]),
    metavar="DATE",
    callback=_day,
    help="Warn of key dates that have passed by then, such as 2026-02-11.",
)


def late(library: Library, today: date | None) -> tuple[Fault, ...]:
    """Give the key dates that have passed by a day; none where no day is named."""
    if not today:
        return ()
    from briefs.build.overdue import overdue  # noqa: PLC0415 - loads the records' rooms

    return tuple(overdue(library, today))
