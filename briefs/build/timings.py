"""Timings: where the time of a build went, by phase and edition, and as a trace to look at.

They are of one run on one machine, and so stand apart from what is built.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any

from briefs.build.edition import OUTPUT
from briefs.build.files import CannotWriteError, put
from briefs.build.limits import peak
from briefs.phases import Lap

if TYPE_CHECKING:
    from briefs.build.making import Result

TIMINGS = "timings.json"
TRACE = "trace.json"
SCHEMA = 1

#: How many of the slowest editions are named.
SLOWEST = 10

_MICRO = 1_000_000


def keep_timings(project: Path, results: Sequence[Result], shared: Sequence[Lap]) -> None:
    """Write down where the time went; a build is no worse where that cannot be written."""
    with suppress(CannotWriteError):
        put(project / OUTPUT / TIMINGS, _json(timings(results, shared)))
        put(project / OUTPUT / TRACE, _json(trace(results, shared)))


def timings(results: Sequence[Result], shared: Sequence[Lap]) -> dict[str, Any]:
    """Give the seconds of each phase and edition; `shared` are the phases before any render."""
    made = [one for one in results if not one.fresh]
    slowest = sorted(made, key=lambda one: one.row.seconds, reverse=True)[:SLOWEST]
    return {
        "schema": SCHEMA,
        "phases": _sums([*shared, *(lap for one in made for lap in one.row.laps)]),
        "editions": {
            one.edition.id: {"seconds": round(one.row.seconds, 4), "phases": _sums(one.row.laps)}
            for one in made
        },
        "slowest": [one.edition.id for one in slowest],
        "fresh": sum(one.fresh for one in results),
        "made": len(made),
        "peak_memory": max([peak(), *(one.row.memory for one in made)]),
    }


def _sums(laps: Sequence[Lap]) -> dict[str, float]:
    found: dict[str, float] = {}
    for lap in laps:
        found[lap.phase] = found.get(lap.phase, 0.0) + lap.seconds
    return {name: round(seconds, 4) for name, seconds in sorted(found.items())}


def trace(results: Sequence[Result], shared: Sequence[Lap]) -> dict[str, Any]:
    """Give every lap as a trace event, for chrome://tracing or ui.perfetto.dev.

    The form is Google's Trace Event Format: complete events, in microseconds.
    """
    events = [_event(lap, 0, "") for lap in shared]
    for one in results:
        events += [_event(lap, one.row.worker, one.edition.id) for lap in one.row.laps]
    return {"traceEvents": sorted(events, key=lambda event: event["ts"]), "displayTimeUnit": "ms"}


def _event(lap: Lap, worker: int, edition: str) -> dict[str, Any]:
    return {
        "name": lap.phase,
        "cat": edition or "build",
        "ph": "X",
        "ts": round(lap.start * _MICRO),
        "dur": round(lap.seconds * _MICRO),
        "pid": worker,
        "tid": worker,
        "args": {"edition": edition} if edition else {},
    }


def _json(document: Mapping[str, Any]) -> bytes:
    return (json.dumps(document, indent=1, ensure_ascii=False) + "\n").encode()
