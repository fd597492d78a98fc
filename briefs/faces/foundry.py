"""Cuts the faces that are missing, and lets none pass that is not the one that was pinned."""

from __future__ import annotations

import argparse
import os
import re
import subprocess
import sys
import tempfile
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from importlib.metadata import Distribution, PackageNotFoundError
from pathlib import Path

from briefs.faces.pins import (
    PINS,
    Face,
    Source,
    cache_directory,
    digest,
    faces_directory,
    is_whole,
    missing,
    pinned_faces,
)

#: How the fonts come to be installed, as they are pinned.
_INSTALL = "run `make setup`, or outside a checkout `pip install 'briefs[faces]'`"


class FaceError(Exception):
    """A face cannot be had; the message names it, says why, and what to do."""


def cut_missing(directory: Path) -> tuple[Face, ...]:
    """Cut the faces that a directory lacks, several at a time, and return them."""
    faces = missing(directory)
    for source in {face.source for face in faces}:
        _check_source(source)
    _cut_all(faces, directory)
    for face in faces:
        check_face(face, directory)
    return faces


def repin(pins: Path = PINS) -> None:
    """Write the versions and digests of the installed sources, and of what is cut from them."""
    faces = pinned_faces()
    sources = tuple(dict.fromkeys(face.source for face in faces))
    with tempfile.TemporaryDirectory() as folder:
        _cut_all(faces, Path(folder))
        digests = [digest(locate(source)) for source in sources]
        digests += [digest(face.path(Path(folder))) for face in faces]
    versions = [_distribution(source).version for source in sources]
    text = pins.read_text(encoding="utf-8")
    text = _fill(text, "version", versions)
    pins.write_text(_fill(text, "sha256", digests), encoding="utf-8")


def check_face(face: Face, directory: Path) -> None:
    """Refuse a face whose bytes are not the pinned ones, and take it out of the way."""
    if is_whole(face, directory):
        return
    path = face.path(directory)
    got = digest(path)
    path.unlink()
    raise FaceError(
        f"face {face.name}: cut with digest {got}, but pinned as {face.sha256}. "
        f"The tools that cut it differ from requirements.lock: {_INSTALL}. "
        f"If the change is meant, run `python -m briefs.faces.foundry --repin`."
    )


def locate(source: Source) -> Path:
    """Return where the installed package has the font file."""
    return Path(str(_distribution(source).locate_file(source.file)))


def _distribution(source: Source) -> Distribution:
    try:
        return Distribution.from_name(source.package)
    except PackageNotFoundError:
        raise FaceError(
            f"font source {source.name}: package {source.package} {source.version} is not "
            f"installed, and a face that is cut from it is missing: {_INSTALL}."
        ) from None


def _check_source(source: Source) -> None:
    """Refuse a font file that is not the one the pins were made from."""
    path = locate(source)
    got = digest(path) if path.is_file() else "no file"
    if got != source.sha256:
        raise FaceError(
            f"font source {source.name}: {source.file} of {source.package} "
            f"{_distribution(source).version} has digest {got}, but {source.version} was pinned "
            f"with {source.sha256}. Install what requirements.lock names: {_INSTALL}. "
            f"If the change is meant, run `python -m briefs.faces.foundry --repin`."
        )


def _cut_all(faces: Sequence[Face], directory: Path) -> None:
    """Cut faces into a directory, as many at a time as there are cores, the large ones first."""
    if not faces:
        return
    directory.mkdir(parents=True, exist_ok=True)
    by_size = sorted(faces, key=lambda face: face.charset, reverse=True)
    # Programs and threads, not worker processes: those want shared memory, which small
    # containers lack.
    with ThreadPoolExecutor(os.cpu_count()) as pool:
        for _ in pool.map(_cut_one, by_size, [directory] * len(by_size)):
            pass


def _cut_one(face: Face, directory: Path) -> None:
    """Cut one face; it takes its name only when it is whole."""
    part = directory / f".{face.name}.{os.getpid()}.part"
    arguments = (face.name, str(locate(face.source)), str(part))
    cutter = [sys.executable, "-m", "briefs.faces.cut_one", *arguments]
    try:
        subprocess.run(cutter, check=True, capture_output=True, text=True)  # noqa: S603  our own
        part.replace(face.path(directory))
    except subprocess.CalledProcessError as error:
        raise FaceError(f"face {face.name}: could not be cut. {error.stderr.strip()}") from error
    finally:
        part.unlink(missing_ok=True)


def _fill(text: str, key: str, values: Iterable[str]) -> str:
    """Return a pins file with the values of a key replaced, in the order of their lines."""
    left: Iterator[str] = iter(values)
    return re.sub(
        rf'^{key} = "[^"]*"$', lambda _: f'{key} = "{next(left)}"', text, flags=re.MULTILINE
    )


def main(arguments: Sequence[str] | None = None) -> int:
    """Cut what is missing, as set-up asks, and say so in a line."""
    parser = argparse.ArgumentParser(prog="briefs.faces.foundry", description=__doc__)
    parser.add_argument("--directory", type=Path, help="where the faces go (default: the cache)")
    parser.add_argument("--repin", action="store_true", help="for maintainers: rewrite pins.toml")
    options = parser.parse_args(arguments)
    directory = options.directory or faces_directory(cache_directory(os.environ))
    try:
        if options.repin:
            repin()
        elif wanted := missing(directory):
            # The cutting takes half a minute, and silence would look like a fault.
            sys.stdout.write(f"faces: cutting {len(wanted)} into {directory}\n")
            sys.stdout.flush()
            cut_missing(directory)
    except (FaceError, OSError) as error:
        sys.stderr.write(f"faces: {error}\n")
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
