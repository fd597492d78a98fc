"""Files: written whole or not at all, by one build at a time."""

from __future__ import annotations

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

#: The lock of an output folder; its text names the holder.
LOCK = ".lock"

_PART = ".part"


class CannotWriteError(Exception):
    """A file cannot be written, and it is not the fault of what was to stand in it."""

    def __init__(self, path: str, reason: str) -> None:
        super().__init__(path, reason)
        self.path, self.reason = path, reason

    def __str__(self) -> str:
        return f"cannot write {self.path}: {self.reason}"


class SetupError(Exception):
    """Something that the program stands on is not there; says what, and how to mend it."""

    def __init__(self, message: str, mend: str) -> None:
        self.mend = mend
        super().__init__(message)


class LockedError(Exception):
    """Another build is at work in the same folder; says which."""


def put(path: Path, data: bytes) -> None:
    """Write a file so that its name only ever holds the old bytes or the new ones.

    Raises CannotWriteError; what stood there before is then untouched, and nothing is left over.
    """
    part = path.with_name(f".{path.name}{_PART}")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        try:
            _write(part, data)
            part.replace(path)
        except BaseException:
            with suppress(OSError):
                part.unlink(missing_ok=True)
            raise
        _sync_folder(path.parent)
    except OSError as error:
        raise CannotWriteError(str(path), error.strerror or str(error)) from error


def staged(path: Path) -> Path:
    """Give where a file waits, whole, until it may take its place; a sweep takes it away."""
    return path.with_name(f".{path.name}.staged{_PART}")


def publish(path: Path) -> None:
    """Put a staged file, if there is one, in its place. Raises CannotWriteError."""
    waiting = staged(path)
    if not waiting.exists():
        return
    try:
        waiting.replace(path)
        _sync_folder(path.parent)
    except OSError as error:
        raise CannotWriteError(str(path), error.strerror or str(error)) from error


def _write(path: Path, data: bytes) -> None:
    # Anew, so that no link that lies there in wait leads the bytes elsewhere.
    path.unlink(missing_ok=True)
    handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC, 0o666)
    try:
        left = memoryview(data)
        while left:
            left = left[os.write(handle, left) :]
        os.fsync(handle)
    finally:
        os.close(handle)


def _sync_folder(folder: Path) -> None:
    """Make a rename last through a loss of power."""
    handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def sweep(folder: Path) -> None:
    """Take away what a killed build left half-written; only the lock's holder may."""
    for part in folder.glob(f"*/.*{_PART}"):
        part.unlink(missing_ok=True)


@contextmanager
def locked(folder: Path) -> Iterator[None]:
    """Hold an output folder for one build; the lock dies with the process that holds it.

    Raises LockedError if another build holds it, and CannotWriteError if the folder cannot be
    had.
    """
    path = folder / LOCK
    try:
        folder.mkdir(parents=True, exist_ok=True)
        _refuse_links(folder)
        handle = os.open(path, os.O_RDWR | os.O_CREAT | os.O_NOFOLLOW | os.O_CLOEXEC, 0o666)
    except OSError as error:
        raise CannotWriteError(str(path), error.strerror or str(error)) from error
    try:
        _take(handle, folder)
        yield
    finally:
        os.close(handle)


def _refuse_links(folder: Path) -> None:
    """Refuse an output folder that lies elsewhere, or of which a part does."""
    for path in (folder, *folder.rglob("*")):
        if path.is_symlink():
            raise CannotWriteError(str(path), "it is a symbolic link; take it away")


def _take(handle: int, folder: Path) -> None:
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        holder = os.pread(handle, 100, 0).decode("ascii", "replace").strip()
        raise LockedError(f"{holder or 'another build'} is at work in {folder}") from None
    except OSError as error:
        raise CannotWriteError(str(folder / LOCK), error.strerror or str(error)) from error
    # The holder's name is a help, not the lock: a full disk must not stop a build here.
    with suppress(OSError):
        os.ftruncate(handle, 0)
        os.pwrite(handle, f"process {os.getpid()} on {os.uname().nodename}\n".encode(), 0)
