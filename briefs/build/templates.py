"""Templates: the folder that pages are made from, the project's own files before ours."""

from __future__ import annotations

import hashlib
import shutil
import tempfile
from collections.abc import Mapping
from functools import cache
from pathlib import Path

from briefs.build.files import CannotWriteError
from briefs.faults import Fault, InvalidInput, Place
from briefs.regular import read_regular

#: The file in which a project says what holds for all its briefs.
SETTINGS = "briefs.toml"

TEMPLATES = "templates"
WORDING = "wording"
THEMES = "themes"

#: A template larger than this is no template.
MOST_BYTES = 1 << 20

RULE = "template"

#: How many copies of templates a cache keeps.
COPIES = 32

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

    It is a copy in the cache, under the digest of what is in it, so that a page is made from
    what its fingerprint was taken of, even if somebody saves a template while a build runs.
    Raises CannotWriteError, and InvalidInput for a file that lies elsewhere or is too large.
    """
    return kept(_ours() | _theirs(project), cache / TEMPLATES)


def _ours() -> dict[str, bytes]:
    return {name: path.read_bytes() for name, path in files_in(own_templates()).items()}


def _theirs(project: Path) -> dict[str, bytes]:
    """Read a project's own templates: what a link leads to is none of them."""
    folder = project / TEMPLATES
    faults = []
    for path in (folder, *sorted(folder.rglob("*"))):
        place = Place(path.relative_to(project).as_posix())
        if path.is_symlink():
            faults.append(Fault(place, "it is a symbolic link", "put the file itself here", RULE))
        elif path.is_file() and path.stat().st_size > MOST_BYTES:
            faults.append(Fault(place, "it is larger than 1 MiB", "make it smaller", RULE))
    found = {}
    for name, path in files_in(folder).items() if not faults else ():
        try:
            found[name] = read_regular(path)
        except OSError as error:
            place = Place(f"{TEMPLATES}/{name}")
            faults.append(Fault(place, f"it cannot be read: {error.strerror}", "restore it", RULE))
    if faults:
        raise InvalidInput(faults)
    return found


@cache
def is_ours(folder: Path) -> bool:
    """Tell whether a folder holds the templates of the program, and nothing else."""
    return _holds(folder, _ours())


def kept(contents: Mapping[str, bytes], cache: Path) -> Path:
    """Keep files in a cache, in a folder that is named for what is in them, and return it.

    Raises CannotWriteError.
    """
    listing = "\n".join(f"{name} {digest(data)}" for name, data in sorted(contents.items()))
    folder = cache / digest(listing.encode())[:16]
    if _holds(folder, contents):
        return folder
    try:
        _keep(contents, folder)
    except OSError as error:
        raise CannotWriteError(str(folder), error.strerror or str(error)) from error
    return folder


def digest(data: bytes) -> str:
    """Return the SHA-256 of bytes."""
    return hashlib.sha256(data).hexdigest()


def _holds(folder: Path, contents: Mapping[str, bytes]) -> bool:
    return {name: path.read_bytes() for name, path in files_in(folder).items()} == contents


def _keep(contents: Mapping[str, bytes], folder: Path) -> None:
    """Put files into a folder that has its name only when it is whole."""
    folder.parent.mkdir(parents=True, exist_ok=True)
    part = Path(tempfile.mkdtemp(prefix=".part-", dir=folder.parent))
    try:
        for name, data in contents.items():
            path = part / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(data)
        _take(part, folder, contents)
    finally:
        shutil.rmtree(part, ignore_errors=True)
    _forget(folder.parent)


def _take(part: Path, folder: Path, contents: Mapping[str, bytes]) -> None:
    """Give a finished folder its name, unless another process was faster."""
    if not _holds(folder, contents):
        shutil.rmtree(folder, ignore_errors=True)
    try:
        part.rename(folder)
    except OSError:
        if not _holds(folder, contents):
            raise


def _forget(cache: Path) -> None:
    """Keep the newest copies only; a designer saves many."""
    copies = [path for path in cache.iterdir() if not path.name.startswith(".")]
    for old in sorted(copies, key=lambda path: path.stat().st_mtime)[:-COPIES]:
        shutil.rmtree(old, ignore_errors=True)
