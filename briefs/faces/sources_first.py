"""Python's own arithmetic in place of compiled twins, so that every processor rounds alike.

Some of fontTools' modules come compiled as well, and a compiler may join a multiplication and an
addition into one instruction with one rounding: an outline point that lies between two units then
lands on one side here and on the other there, and the face has another digest.
"""

from __future__ import annotations

import sys
from collections.abc import Sequence
from importlib.abc import MetaPathFinder
from importlib.machinery import SOURCE_SUFFIXES, FileFinder, ModuleSpec, SourceFileLoader
from types import ModuleType


class _SourcesFirst(MetaPathFinder):
    """Finds the modules of one package by their Python files only."""

    def __init__(self, package: str) -> None:
        self.prefix = f"{package}."

    def find_spec(
        self,
        fullname: str,
        path: Sequence[str] | None,
        target: ModuleType | None = None,
    ) -> ModuleSpec | None:
        """Return the module's Python file, or nothing if it is of another package."""
        if path is None or not fullname.startswith(self.prefix):
            return None
        finders = (FileFinder(folder, (SourceFileLoader, SOURCE_SUFFIXES)) for folder in path)
        specs = (finder.find_spec(fullname, target) for finder in finders)
        return next((spec for spec in specs if spec is not None), None)


def prefer_sources(package: str) -> None:
    """Import the modules of a package from their Python files from now on."""
    sys.meta_path.insert(0, _SourcesFirst(package))
