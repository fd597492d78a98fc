"""The brief: the page of one edition, composed from its PDF, its manifest and the records."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from briefs.build.edition import OUTPUT
from briefs.build.enclosing import FIGURES_CSV, FIGURES_JSON
from briefs.build.manifest import manifest_path, read_manifest
from briefs.build.project import Project
from briefs.evidence.enclosed import Evidence, evidence_in
from briefs.pages.gallery import SITE, Brief, Download, Verdict
from briefs.site.changes import changes
from briefs.site.origins import rows, sheets
from briefs.site.overview import variant
from briefs.site.shelf import Shelf, Shelved, url

#: The folder of the gallery that holds the figures of each edition, to be taken away.
DATA = "data"

_KILO = 1000

_NO_FIGURES = '{"figures": [], "sources": {}}'


@dataclass(frozen=True, slots=True)
class Files:
    """What the page of an edition is made from: its PDF, and what the PDF carries."""

    pdf: bytes
    evidence: Evidence

    def data(self) -> dict[str, bytes]:
        """Give the files of figures, by name."""
        found = {name: self.evidence.data(name) for name in (FIGURES_CSV, FIGURES_JSON)}
        return {name: data for name, data in found.items() if data}


def files_of(project: Project, one: Shelved) -> Files:
    """Read an edition's PDF, and what it carries."""
    pdf = Path(project.folder, one.known.path).read_bytes()
    return Files(pdf, evidence_in(one.known.path, pdf))


def brief(
    project: Project,
    shelf: Shelf,
    one: Shelved,
    files: Files,
    found: Mapping[str, tuple[Verdict, ...]],
) -> Brief:
    """Compose the page of an edition, whose pictures have been drawn."""
    site = project.folder / OUTPUT / SITE
    path = Path(project.folder, one.known.path)
    manifest = read_manifest(Path(manifest_path(path)).read_bytes())
    document = json.loads(files.data().get(FIGURES_JSON, _NO_FIGURES))
    said = [verdict for name in shelf.members for verdict in found.get(name, ())]
    return Brief(
        id=one.id,
        kind=shelf.kind,
        title=manifest.words.title or one.id,
        name=shelf.name,
        stages=shelf.stages,
        as_of=shelf.as_of,
        languages=one.setting.languages,
        variants=tuple(variant(project, other, site) for other in shelf.editions),
        is_older=one.is_older,
        sheets=sheets(one, document, files.pdf, site),
        rows=rows(project, document),
        loud=tuple(verdict for verdict in said if verdict.loud),
        quiet=tuple(verdict for verdict in said if not verdict.loud),
        proofs=len(manifest.proofs.asked),
        remarks=manifest.proofs.found,
        notes=manifest.words.notes,
        general=manifest.words.general,
        changes=changes(path, manifest),
        downloads=tuple(_downloads(one, files)),
        digest=one.built.sha256,
    )


def data_name(one: Shelved, name: str) -> str:
    """Name a file of figures, as seen from the gallery's folder."""
    return f"{DATA}/{one.id}.{name}"


def _downloads(one: Shelved, files: Files) -> list[Download]:
    labels = {FIGURES_CSV: "csv", FIGURES_JSON: "json"}
    beside = [
        Download(labels[name], url(data_name(one, name)), _size(len(data)))
        for name, data in files.data().items()
    ]
    pdf = Download("pdf", f"../{url(one.pdf)}", _size(one.built.bytes))
    return [pdf, *beside, Download("manifest", f"../{url(manifest_path(one.pdf))}", "")]


def _size(count: int) -> str:
    return f"{count / _KILO:,.0f} kB"
