"""The inventory: what a build was made with, as CycloneDX lists it for whoever looks for flaws.

Packages of Python with the digest of their files as installed, libraries of the system, faces. The
same packages give the same text.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cache
from importlib.metadata import Distribution, PackageNotFoundError, distribution
from pathlib import Path
from typing import Any

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from briefs import __version__
from briefs.build.templates import digest
from briefs.build.versions import libraries
from briefs.faces import pinned_faces

NAME = "briefs"

#: Files that say who installed a package, and not what is in it.
_OF_THE_INSTALLER = ("INSTALLER", "RECORD", "REQUESTED", "direct_url.json", "uv_cache.json")


@cache
def inventory() -> Mapping[str, Any]:
    """Give the list as a CycloneDX document."""
    packages = (_package(one) for _, one in sorted(_needed(NAME, {}).items()))
    return {
        "bomFormat": "CycloneDX",
        "specVersion": "1.6",
        "version": 1,
        "metadata": {
            "component": {"type": "application", "name": NAME, "version": __version__},
        },
        "components": [*packages, *_libraries(), *_faces()],
    }


def _needed(name: str, found: dict[str, Distribution]) -> dict[str, Distribution]:
    """Find every package that a package needs on this machine, itself left out."""
    try:
        asked = map(Requirement, distribution(name).requires or ())
    except PackageNotFoundError:
        return found
    for one in asked:
        needed = canonicalize_name(one.name)
        if needed in found or not (one.marker is None or one.marker.evaluate({"extra": ""})):
            continue
        try:
            found[needed] = distribution(needed)
        except PackageNotFoundError:
            continue
        _needed(needed, found)
    return found


def _package(one: Distribution) -> dict[str, Any]:
    name, version = canonicalize_name(one.name), one.version  # each of which reads a file
    return {
        "type": "library",
        "name": name,
        "version": version,
        "purl": f"pkg:pypi/{name}@{version}",
        "properties": [{"name": "briefs:files:sha256", "value": _digest(one)}],
    }


def _digest(one: Distribution) -> str:
    """Give the digest of a package's files: of the digests that its record holds of them."""
    rows = [
        f"{file.as_posix()} {file.hash.value}"
        for file in one.files or ()
        if file.hash and ".." not in file.parts and file.name not in _OF_THE_INSTALLER
    ]
    return digest("\n".join(sorted(rows)).encode())


def _libraries() -> Iterator[dict[str, Any]]:
    for name, version in sorted(libraries().items()):
        yield {"type": "library", "name": name, "version": version}


def _faces() -> Iterator[dict[str, Any]]:
    for face in sorted(pinned_faces(), key=lambda face: face.name):
        hashes = [{"alg": "SHA-256", "content": face.sha256}]
        yield {"type": "file", "name": face.path(Path()).name, "hashes": hashes}
