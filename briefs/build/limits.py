"""Limits: the time and the memory that one render may take, so that none can hold up the others."""

from __future__ import annotations

import faulthandler
import os
import re
import resource
import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from types import FrameType
from typing import NoReturn

from briefs.faults import Fault, InvalidInput, Place

MEBIBYTE = 1 << 20

#: Seconds after which a render that did not stop when it was told to is ended with its process.
GRACE = 3.0


@dataclass(frozen=True, slots=True)
class Limits:
    """What a render may take: seconds, and bytes of its process's own memory."""

    seconds: float = 60.0
    memory: int = 1536 * MEBIBYTE

    def __str__(self) -> str:
        return f"{self.seconds:g} s and {self.memory // MEBIBYTE:,} MiB"


#: What a render may take where nobody says otherwise.
USUAL = Limits()


class OvertimeError(BaseException):
    """A render has taken all its time; no library that it passes through should hold it up."""


@contextmanager
def within(limits: Limits) -> Iterator[None]:
    """Hold a render to its limits. Raises OvertimeError in it; Python raises MemoryError.

    Only the first thread of a process can be held; elsewhere, whoever runs the threads has to.
    """
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    before = signal.signal(signal.SIGALRM, _stop)
    memory = _held_to(limits.memory)
    # A library may swallow the first alarm; and one that never comes back to Python hears none.
    signal.setitimer(signal.ITIMER_REAL, limits.seconds, 1.0)
    with open(os.devnull, "w", encoding="utf-8") as nowhere:  # noqa: PTH123 - it is no file of ours
        faulthandler.dump_traceback_later(limits.seconds + GRACE, exit=True, file=nowhere)
        try:
            yield
        finally:
            signal.setitimer(signal.ITIMER_REAL, 0)
            faulthandler.cancel_dump_traceback_later()
            resource.setrlimit(resource.RLIMIT_DATA, memory)
            signal.signal(signal.SIGALRM, before)


@contextmanager
def held(what: str, limits: Limits = USUAL) -> Iterator[None]:
    """Hold to the limits what is laid out outside a worker; raises InvalidInput beyond them."""
    try:
        with within(limits):
            yield
    except OvertimeError:
        raise InvalidInput([overtime(what, limits)]) from None
    except MemoryError:
        raise InvalidInput([overfull(what, limits)]) from None


def overtime(edition: str, limits: Limits) -> Fault:
    """Say that a render took longer than it may."""
    return Fault(
        Place(edition),
        f"it took longer than a render may ({limits.seconds:g} s)",
        "look for what never ends in its record or templates, or raise --time-limit",
        "time",
    )


def overfull(edition: str, limits: Limits) -> Fault:
    """Say that a render took more memory than it may."""
    return Fault(
        Place(edition),
        f"it took more memory than a render may ({limits.memory // MEBIBYTE:,} MiB)",
        "look for what is huge in its record or templates, or raise --memory-limit",
        "memory",
    )


def _stop(_number: int, _frame: FrameType | None) -> NoReturn:
    raise OvertimeError


def _held_to(memory: int) -> tuple[int, int]:
    """Bound what the process may have for itself, and give what bounded it before."""
    before = resource.getrlimit(resource.RLIMIT_DATA)
    most = before[1] if before[1] != resource.RLIM_INFINITY else memory
    with suppress(ValueError, OSError):  # where a system knows no such bound
        resource.setrlimit(resource.RLIMIT_DATA, (min(memory, most), before[1]))
    return before


def peak() -> int:
    """Give the most memory that this process has had, in bytes."""
    # Linux counts in the other figure what the process had before it became this program.
    with suppress(OSError):
        status = Path("/proc/self/status").read_text(encoding="ascii", errors="replace")
        if found := re.search(r"^VmHWM:\s+(\d+) kB$", status, re.MULTILINE):
            return int(found[1]) * 1024
    used = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return used if os.uname().sysname == "Darwin" else used * 1024
