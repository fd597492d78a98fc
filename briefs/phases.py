"""Phases: what a process is at, told to whoever takes the time of it."""

from __future__ import annotations

import logging
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

_TOLD = logging.getLogger("briefs.phases")

#: The renderer tells of its own steps.
_RENDERER = logging.getLogger("weasyprint.progress")
_STEPS = {"Step 6": "write", "Step 7": "fonts"}


@dataclass(frozen=True, slots=True)
class Lap:
    """One stretch of a phase, on the clock that all processes of a machine share."""

    phase: str
    start: float
    seconds: float


def phase(name: str) -> None:
    """Say that a phase begins, and with it that the one before it ends."""
    _TOLD.info(name)


@contextmanager
def laps() -> Iterator[list[Lap]]:
    """Collect the phases that are told of within; the list is whole when the context ends."""
    found: list[Lap] = []
    taker = _Taker(found)
    for logger in (_TOLD, _RENDERER):
        logger.setLevel(logging.INFO)
        logger.addHandler(taker)
    try:
        yield found
    finally:
        for logger in (_TOLD, _RENDERER):
            logger.removeHandler(taker)
        taker.lap("")


class _Taker(logging.Handler):
    def __init__(self, found: list[Lap]) -> None:
        super().__init__(logging.INFO)
        self._found = found
        self._at, self._since = "", 0.0

    def emit(self, record: logging.LogRecord) -> None:
        words = record.getMessage()
        if record.name == _RENDERER.name:
            words = _STEPS.get(words[:6], "layout")
        self.lap(words)

    def lap(self, name: str) -> None:
        """End the phase at hand, unless it goes on, and begin another."""
        now = time.perf_counter()
        if name == self._at:
            return
        if self._at:
            self._found.append(Lap(self._at, self._since, now - self._since))
        self._at, self._since = name, now
