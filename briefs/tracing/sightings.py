"""Sightings: the finished editions in which a figure is printed, as their manifests tell."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from briefs.build.edition import SUFFIX, Edition
from briefs.build.editions import editions
from briefs.build.manifest import Manifest, Print, UnreadableError, read_manifest
from briefs.build.planning import Plan, plan
from briefs.build.project import Project
from briefs.build.templates import digest
from briefs.checks.finding import AS_STATED


class Freshness(StrEnum):
    """Whether an edition is what the records would give today."""

    CURRENT = "current"
    OLDER = "older"


@dataclass(frozen=True, slots=True)
class Sighting:
    """One edition that prints a figure: each place in it, and whether it is current."""

    edition: Edition
    freshness: Freshness
    prints: tuple[Print, ...]


def beside(pdf: Path) -> Manifest:
    """Read the manifest beside a PDF.

    Raises UnreadableError where there is none, or where it speaks of other bytes than the PDF's.
    """
    path = pdf.with_suffix(SUFFIX)
    try:
        data, found = pdf.read_bytes(), read_manifest(path.read_bytes())
    except FileNotFoundError as error:
        raise UnreadableError("it is not there") from error
    if digest(data) != found.pdf.sha256:
        raise UnreadableError(f"it tells of another {pdf.name} than the one beside it")
    return found


def sightings(project: Project, figure: str) -> Iterator[Sighting]:
    """Give every finished edition that prints a figure, in the order in which editions stand."""
    held = {}
    for edition in editions(project.library, project.wordings):
        try:
            manifest = beside(project.folder / edition.path)
        except UnreadableError:
            continue
        prints = tuple(
            one for one in manifest.printed if one.figure in (figure, f"{figure}{AS_STATED}")
        )
        if prints:
            held[edition] = (manifest.fingerprint, prints)
    now = {item.edition: item.fingerprint for item in plan(project, held) if isinstance(item, Plan)}
    for edition, (fingerprint, prints) in held.items():
        current = now.get(edition) == fingerprint
        yield Sighting(edition, Freshness.CURRENT if current else Freshness.OLDER, prints)
