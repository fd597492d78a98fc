"""Which faces there are, what each is cut from, and the digest it must have."""

from __future__ import annotations

import hashlib
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

PINS = Path(__file__).with_name("pins.toml")


@dataclass(frozen=True, slots=True)
class Source:
    """A font file inside a package that set-up installs."""

    name: str
    package: str
    version: str
    file: str
    sha256: str
    licence: str


@dataclass(frozen=True, slots=True)
class Face:
    """One static TrueType file: a family at a weight."""

    family: str
    weight: int
    charset: str
    source: Source
    number: int
    axes: tuple[tuple[str, float], ...]
    sha256: str

    @property
    def name(self) -> str:
        """The face's PostScript name, as PDF viewers list it."""
        return f"{self.family.replace(' ', '')}-{self.weight}"

    def path(self, directory: Path) -> Path:
        """Return where the face lies among the faces of a directory."""
        return directory / f"{self.name}.ttf"


@cache
def pinned_faces() -> tuple[Face, ...]:
    """Return every face that a page may use, in the order of pins.toml."""
    return read_pins(PINS.read_text(encoding="utf-8"))


def read_pins(text: str) -> tuple[Face, ...]:
    """Return the faces that the text of a pins file describes."""
    pins = tomllib.loads(text)
    sources = {row["name"]: Source(**row) for row in pins["source"]}
    return tuple(
        Face(
            family=row["family"],
            weight=row["weight"],
            charset=row["charset"],
            source=sources[row["source"]],
            number=row.get("number", 0),
            axes=tuple(row["axes"].items()),
            sha256=row["sha256"],
        )
        for row in pins["face"]
    )


def cache_directory(environment: Mapping[str, str]) -> Path:
    """Return where faces and other things that can be made again are kept.

    `BRIEFS_CACHE` names it; otherwise it is where the XDG base directories say caches go.
    """
    if own := environment.get("BRIEFS_CACHE"):
        return Path(own).absolute()
    if shared := environment.get("XDG_CACHE_HOME"):
        return Path(shared) / "briefs"
    return Path(environment.get("HOME") or Path.home()) / ".cache" / "briefs"


def faces_directory(cache_directory: Path) -> Path:
    """Return where today's faces belong below a cache directory.

    The directory is named after the faces' digests: fontconfig reads every file beside a face, so
    two states of one face must never lie side by side.
    """
    digests = "".join(face.sha256 for face in pinned_faces())
    key = hashlib.sha256(digests.encode()).hexdigest()[:16]
    return cache_directory / "faces" / key


def missing(directory: Path) -> tuple[Face, ...]:
    """Return the faces that a directory lacks, or holds with other bytes than were pinned."""
    return tuple(face for face in pinned_faces() if not is_whole(face, directory))


def is_whole(face: Face, directory: Path) -> bool:
    """Tell whether a face's file is there with the pinned bytes."""
    path = face.path(directory)
    return path.is_file() and digest(path) == face.sha256


def marks(directory: Path) -> dict[str, tuple[int, ...]]:
    """Return what a look tells of each face's file; one that was changed meanwhile has others."""
    found: dict[str, tuple[int, ...]] = {}
    for face in pinned_faces():
        try:
            seen = face.path(directory).stat()
            found[face.name] = (seen.st_size, seen.st_mtime_ns, seen.st_ctime_ns, seen.st_ino)
        except OSError:
            found[face.name] = ()
    return found


def digest(path: Path) -> str:
    """Return the SHA-256 of a file."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
