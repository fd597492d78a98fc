"""Templates: the folder that pages are made from, the project's own files before ours."""

from __future__ import annotations

import hashlib
import os
import shutil
import tempfile
from pathlib import Path

TEMPLATES = "templates"
WORDING = "wording"
THEME = "theme.toml"

_PACKAGE = Path(__file__).parent.parent


def own_templates() -> Path:
    """Return the templates that come with the program: inside a wheel, beside a checkout."""
    inside = _PACKAGE / TEMPLATES
    return inside if inside.is_dir() else _PACKAGE.parent / TEMPLATES


def files_in(folder: Path) -> dict[str, Path]:
    """Return the files of a template folder by their names in it, hidden ones left out."""
    found = {}
    for path in sorted(folder.rglob("*")) if folder.is_dir() else ():
        name = path.relative_to(folder)
        if path.is_file() and not any(part.startswith(".") for part in name.parts):
            found[name.as_posix()] = path
    return found


def templates_of(project: Path, *, cache: Path) -> Path:
    """Return one folder with a project's templates, each file it lacks taken from ours.

    A folder that mixes both is kept in the cache under the digest of what is in it: what a
    worker needs lies in one place, and is never changed under its hands.
    """
    ours, theirs = files_in(own_templates()), files_in(project / TEMPLATES)
    if not theirs:
        return own_templates()
    if ours.keys() <= theirs.keys():
        return project / TEMPLATES
    return _mixed(ours | theirs, cache / TEMPLATES)


def digest(data: bytes) -> str:
    """Return the SHA-256 of bytes."""
    return hashlib.sha256(data).hexdigest()


def _mixed(files: dict[str, Path], cache: Path) -> Path:
    contents = {name: path.read_bytes() for name, path in sorted(files.items())}
    listing = "\n".join(f"{name} {digest(data)}" for name, data in contents.items())
    folder = cache / digest(listing.encode())[:16]
    if folder.is_dir():
        return folder
    cache.mkdir(parents=True, exist_ok=True)
    part = Path(tempfile.mkdtemp(prefix=".part-", dir=cache))
    try:
        for name, data in contents.items():
            path = part / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(data)
        _take(part, folder)
    finally:
        shutil.rmtree(part, ignore_errors=True)
    return folder


def _take(part: Path, folder: Path) -> None:
    """Give a finished folder its name, unless another process was faster."""
    try:
        os.rename(part, folder)  # noqa: PTH104 - Path.rename says the same and returns a path
    except OSError:
        if not folder.is_dir():
            raise
