"""Exit codes: what a run tells the program that started it (sysexits.h, where it has one)."""

from __future__ import annotations

from collections.abc import Iterable
from enum import IntEnum

from briefs.build.files import CannotWriteError, LockedError, SetupError
from briefs.delivery.errors import LedgerError, UnreachableError, WireError
from briefs.faults import Fault, InvalidInput, errors
from briefs.records import DATA


class Exit(IntEnum):
    """How a run ended."""

    OK = 0
    SOME_FAILED = 1
    DIFFERS = 1  # as diff(1) has it
    USAGE = 2
    DATA = 65
    BUG = 70
    CANNOT_WRITE = 73
    TRY_AGAIN = 75
    CONFIG = 78
    INTERRUPTED = 130
    TERMINATED = 143


class BugError(Exception):
    """An error that no user's mistake should be able to cause; carries its traceback."""

    def __init__(self, message: str, trace: str) -> None:
        self.trace = trace
        super().__init__(message)


#: Errors of the world around us: the code, and what to do about it.
WORLD: dict[type[Exception], tuple[Exit, str]] = {
    CannotWriteError: (Exit.CANNOT_WRITE, "what was there before is untouched; make room or way"),
    LockedError: (Exit.TRY_AGAIN, "try again when it has ended"),
    SetupError: (Exit.CONFIG, ""),
    LedgerError: (Exit.CONFIG, ""),
    WireError: (Exit.CONFIG, ""),
    UnreachableError: (Exit.TRY_AGAIN, ""),
}


def of_input(error: InvalidInput) -> Exit:
    """Give the code of faulty input: records come first, then what the program is set up with."""
    return Exit.DATA if _in_data(errors(error.faults)) else Exit.CONFIG


def _in_data(faults: Iterable[Fault]) -> bool:
    return any(fault.place.file.startswith(DATA) for fault in faults)


def of_world(error: Exception) -> tuple[Exit, str]:
    """Give the code of an error of the world, and what to do about it."""
    code, mend = WORLD[type(error)]
    return code, getattr(error, "mend", mend)
