"""The gallery as files: each page is written when what it is made from is another than before."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path

from briefs.build.edition import OUTPUT
from briefs.build.files import locked, put
from briefs.build.fingerprint import code_files
from briefs.build.memory import Seen, stats_of, stats_of_index
from briefs.build.project import Project
from briefs.build.templates import digest, files_in
from briefs.pages import Designer
from briefs.pages.gallery import SITE, Verdict
from briefs.site.brief import DATA, brief, data_name, files_of
from briefs.site.feed import feed
from briefs.site.overview import overview
from briefs.site.pictures import FOLDER, draw, names
from briefs.site.shelf import Shelf, Shelved, shelves
from briefs.site.trail import Trail, keep, recall
from briefs.site.verdicts import verdicts

INDEX, FEED = "index.html", "feed.atom"

#: The faces that pages are set in; languages of other scripts have those of the reader's machine.
FACES = ("BriefsSans-400.ttf", "BriefsSans-600.ttf", "BriefsSerif-600.ttf")

#: Our own rooms, and templates, that make a page of what stands in output/.
_ROOMS = ("pages", "site", "changes", "reports", "evidence")
_TEMPLATES = (f"{SITE}/", "wording/")


@dataclass(frozen=True, slots=True)
class Written:
    """How many editions the gallery shows, and how many of their pages are new."""

    editions: int
    pages: int


def publish(
    project: Project, faces: Path, *, seen: Seen | None, published: datetime | None
) -> Written:
    """Write the gallery of what stands in a project's output folder.

    Raises InvalidInput for a broken template, LockedError and CannotWriteError.
    """
    output = project.folder / OUTPUT
    with locked(output):
        before, shelved = recall(project.folder), shelves(project)
        gallery = _Gallery(project, verdicts(project), before)
        pages = dict(gallery.pages(shelved))
        written = {name: key for name, key in pages.items() if before.pages.get(name) != key}
        for name, data in _common(project, shelved, faces, published).items():
            _put(output / name, data)
        files = set(_files(shelved))
        _sweep(output / SITE, {Path(name) for name in files})
        keep(
            project.folder,
            Trail(
                seen=seen.digest if seen and seen.settled else "",
                published=str(published or ""),
                index=stats_of_index(project.folder),
                pages=pages,
                files={name: stats_of(output / name) for name in sorted(files)},
            ),
        )
    return Written(len(pages), len(written))


class _Gallery:
    """Writes the pages of editions; holds what they share."""

    def __init__(
        self, project: Project, found: Mapping[str, tuple[Verdict, ...]], before: Trail
    ) -> None:
        self._project = project
        self._found = found
        self._before = before
        self._designer = Designer([project.templates], project.theme, project.wordings)
        self._site = project.folder / OUTPUT / SITE
        self._shared = _shared(project)

    def pages(self, shelved: Iterable[Shelf]) -> Iterator[tuple[str, str]]:
        """Write what is not current, and give what each page is made from, as a digest."""
        for shelf in shelved:
            self._draw(shelf)
            for one in shelf.editions:
                key = self._key(shelf, one)
                if self._before.pages.get(one.id) != key or not self._stands(one):
                    self._write(shelf, one)
                yield one.id, key

    def _draw(self, shelf: Shelf) -> None:
        """Draw what no earlier gallery has drawn, before a page shows it."""
        for one in shelf.editions:
            if not all((self._site / name).is_file() for name in names(one)):
                draw(self._site, one, Path(self._project.folder, one.known.path).read_bytes())

    def _key(self, shelf: Shelf, one: Shelved) -> str:
        found = [asdict(verdict) for name in shelf.members for verdict in self._found.get(name, ())]
        told = [shelf.name, shelf.as_of, shelf.stages, one.is_older, found, self._shared]
        others = [(other.id, other.built.sha256) for other in shelf.editions]
        return digest(json.dumps([one.built.manifest, others, told], default=dict).encode())

    def _stands(self, one: Shelved) -> bool:
        files = self._before.files
        output = self._site.parent
        return all(stats_of(output / name) == files.get(name) for name in _files_of(one))

    def _write(self, shelf: Shelf, one: Shelved) -> None:
        files = files_of(self._project, one)
        page = brief(self._project, shelf, one, files, self._found)
        html = self._designer.screen(page, language=one.setting.languages[0], root="../")
        for name, data in files.data().items():
            _put(self._site / data_name(one, name), data)
        _put(self._site / f"{one.id}.html", html.encode())


def _shared(project: Project) -> str:
    """Give the digest of everything that all pages are made with."""
    templates = {
        name: path.read_bytes()
        for name, path in files_in(project.templates).items()
        if name.startswith(_TEMPLATES) and not name.endswith((".css", ".js"))
    }
    code = {name: path.read_bytes() for name, path in code_files(_ROOMS).items()}
    listing = [(name, digest(data)) for name, data in sorted((templates | code).items())]
    return digest(json.dumps([listing, project.theme.brand.name]).encode())


def _common(
    project: Project, shelved: tuple[Shelf, ...], faces: Path, published: datetime | None
) -> dict[str, bytes]:
    """Give the files that are no page of an edition, by name."""
    designer = Designer([project.templates], project.theme, project.wordings)
    language = next(iter(project.wordings))
    first = overview(project, shelved, project.folder / OUTPUT / SITE)
    news = feed(project, shelved, published)
    return {
        **{f"{SITE}/{name}": (faces / name).read_bytes() for name in FACES},
        f"{SITE}/site.css": designer.screen_css().encode(),
        f"{SITE}/site.js": designer.screen_script().encode(),
        FEED: designer.screen(news, language=language).encode(),
        INDEX: designer.screen(first, language=language).encode(),
    }


def _files(shelved: Iterable[Shelf]) -> Iterator[str]:
    """Name every file of the gallery, as seen from the output folder."""
    yield from (INDEX, FEED, f"{SITE}/site.css", f"{SITE}/site.js")
    yield from (f"{SITE}/{name}" for name in FACES)
    for shelf in shelved:
        for one in shelf.editions:
            yield from _files_of(one)


def _files_of(one: Shelved) -> Iterator[str]:
    yield f"{SITE}/{one.id}.html"
    yield from (f"{SITE}/{name}" for name in names(one))
    yield from (f"{SITE}/{data_name(one, name)}" for name in ("figures.csv", "figures.json"))


def _put(path: Path, data: bytes) -> None:
    if not path.is_file() or path.read_bytes() != data:
        put(path, data)


def _sweep(site: Path, wanted: set[Path]) -> None:
    """Take away the pages, pictures and figures of editions that are gone."""
    for pattern in ("*.html", f"{FOLDER}/*", f"{DATA}/*"):
        for path in site.glob(pattern):
            if path.relative_to(site.parent) not in wanted:
                path.unlink(missing_ok=True)
