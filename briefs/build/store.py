"""The store: where machines that build together leave files for each other, by fsspec."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from fsspec.core import url_to_fs

from briefs.build.files import CannotWriteError, SetupError
from briefs.build.templates import digest

if TYPE_CHECKING:
    from fsspec import AbstractFileSystem


@dataclass(frozen=True, slots=True)
class Stored:
    """A file in the store: its name, and the digest that says whether it is whole."""

    name: str
    sha256: str


class Store:
    """A folder that this machine and others can reach under one URL."""

    def __init__(self, url: str) -> None:
        """Raise SetupError for a URL that nobody here can read."""
        self._url = url.rstrip("/")
        try:
            found: tuple[AbstractFileSystem, str] = url_to_fs(self._url)
        except (ImportError, OSError, ValueError) as error:
            raise SetupError(
                f"the store {url} cannot be reached: {error}", "mend --store"
            ) from error
        self._system, self._root = found

    def put(self, name: str, data: bytes) -> Stored:
        """Write a file, unless it is there; a write that is cut short is written again.

        Raises CannotWriteError.
        """
        one = Stored(name, digest(data))
        path = f"{self._root}/{name}"
        try:
            if not self._system.exists(path) or digest(self._system.cat_file(path)) != one.sha256:
                self._system.makedirs(path.rpartition("/")[0], exist_ok=True)
                self._system.pipe_file(path, data)
        except OSError as error:
            raise CannotWriteError(f"{self._url}/{name}", error.strerror or str(error)) from error
        return one

    def get(self, one: Stored) -> bytes:
        """Read a file. Raises SetupError if it is not there, or not whole."""
        try:
            data: bytes = self._system.cat_file(f"{self._root}/{one.name}")
        except OSError as error:
            raise self._unlike(one, error.strerror or str(error)) from error
        if digest(data) != one.sha256:
            raise self._unlike(one, "it holds other bytes than were written")
        return data

    def remove(self, folder: str) -> None:
        """Take a folder away; what is gone already is no loss."""
        try:
            self._system.rm(f"{self._root}/{folder}", recursive=True)
        except OSError:
            return

    def _unlike(self, one: Stored, reason: str) -> SetupError:
        mend = "see that this machine and every worker reach the same folder under that URL"
        return SetupError(f"{self._url}/{one.name} cannot be read: {reason}", mend)
