"""Founding: a project of one's own, with something in it that builds at once."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from briefs.authoring.schema import SCHEMAS, SORTS, schema_text
from briefs.build.files import put

_PROJECT = Path(__file__).with_name("project")

#: Names that begin with a dot would be hidden from whoever looks after them here.
_DOT = "dot-"


def files_of_project(languages: Sequence[str]) -> dict[str, bytes]:
    """Give what a new project holds, by the names of its files."""
    paths = sorted(path for path in _PROJECT.rglob("*") if path.is_file())
    found = {_name(path.relative_to(_PROJECT)): path.read_bytes() for path in paths}
    return found | files_of_schemas(languages)


def files_of_schemas(languages: Sequence[str]) -> dict[str, bytes]:
    """Give the schemas of everything that is written in a project, by the names of their files."""
    return {f"{SCHEMAS}/{sort.file}": schema_text(sort, languages).encode() for sort in SORTS}


def found(folder: Path, files: dict[str, bytes]) -> None:
    """Write files into a folder. Raises CannotWriteError."""
    for name, data in files.items():
        put(folder / name, data)


def _name(path: Path) -> str:
    return "/".join(part.replace(_DOT, ".", 1) for part in path.parts)
