"""Timing: works done in turns in one run, so that a busy machine slows all of them alike."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from statistics import median


@dataclass(frozen=True)
class Timed:
    """How long a work took, in seconds, in each round."""

    seconds: tuple[float, ...]

    @property
    def median(self):
        return median(self.seconds)

    @property
    def spread(self):
        return f"{min(self.seconds) * 1000:,.0f} to {max(self.seconds) * 1000:,.0f} ms"


def in_turns(works: Mapping[str, Callable[[], object]], rounds, clock=time.perf_counter):
    """Do every work once to warm it, then all of them in turns, and give the times of each.

    A work that gives a number has timed itself, in seconds.
    """
    for work in works.values():
        work()
    taken = {name: [] for name in works}
    for _ in range(rounds):
        for name, work in works.items():
            start = clock()
            itself = work()
            taken[name].append(itself if isinstance(itself, float) else clock() - start)
    return {name: Timed(tuple(seconds)) for name, seconds in taken.items()}


def table(head, rows):
    """Set rows as a Markdown table, the first column to the left and the others to the right."""
    lines = [head, ["---", *("---:" for _ in head[1:])], *rows]
    return "\n".join(f"| {' | '.join(map(str, line))} |" for line in lines)
