"""Origins: the figures of an edition as its PDF carries them, and where they stand on its pages."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from briefs.build.project import Project
from briefs.pages.gallery import Cited, Input, Row, Sheet, Spot, Texts
from briefs.records.fields import in_language
from briefs.site.pictures import page_name, picture, sizes
from briefs.site.shelf import Shelved

#: The figures of an edition, as `figures.json` holds them.
Document = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class _Place:
    """Where something is printed: its page, its chart if it is in one, and its rectangle."""

    page: int
    chart: str
    left: float
    top: float
    width: float
    height: float


def rows(project: Project, document: Document) -> tuple[Row, ...]:
    """Give a row for each figure, in the order in which a reader meets them."""
    printed: dict[str, list[Mapping[str, Any]]] = {}
    for one in document["figures"]:
        printed.setdefault(one["id"], []).append(one)
    labels = {name: found[0]["label"] for name, found in printed.items()}
    return tuple(_row(project, document, found, labels) for found in printed.values())


def _row(
    project: Project,
    document: Document,
    printed: list[Mapping[str, Any]],
    labels: Mapping[str, Texts],
) -> Row:
    first = printed[0]
    sources = project.library.sources
    cited = (document["sources"][name] for name in first["sources"])
    return Row(
        anchor=first["id"],
        label=first["label"],
        texts=tuple(dict.fromkeys(one["text"] for one in printed if one["text"])),
        pages=tuple(dict.fromkeys(one["page"] for one in printed)),
        sources=tuple(Cited(one["publisher"], one["title"], one["date"]) for one in cited),
        place=first["at"],
        stated_by=_named(project, sources.voices, first["by"]),
        basis=_named(project, sources.bases, first["basis"]),
        written=first["written"],
        formula=first["formula"],
        inputs=tuple(
            Input(name, labels.get(name, {}), name if name in labels else "")
            for name in first["inputs"]
        ),
        notes=tuple(first["notes"]),
    )


def _named(project: Project, texts: Mapping[str, Any], name: str) -> Texts:
    """Give what the records call a voice or a basis, by language."""
    if name not in texts:
        return {}
    return {language: in_language(texts[name], language) for language in project.wordings}


def sheets(one: Shelved, document: Document, pdf: bytes, site: Path) -> tuple[Sheet, ...]:
    """Give every page with the spots on it."""
    spots: dict[int, list[Spot]] = {}
    for place, found in _places(document["figures"]).items():
        spots.setdefault(place.page, []).append(_spot(place, found))
    return tuple(
        Sheet(
            number=number,
            picture=picture(site, page_name(one, number)),
            width=width,
            height=height,
            spots=tuple(spots.get(number, ())),
        )
        for number, (width, height) in enumerate(sizes(pdf), start=1)
    )


def _places(printed: Iterable[Mapping[str, Any]]) -> dict[_Place, list[Mapping[str, Any]]]:
    """Gather what is printed in one place, as the figures of a chart are."""
    found: dict[_Place, list[Mapping[str, Any]]] = {}
    for one in printed:
        found.setdefault(_Place(one["page"], one["chart"], **one["position"]), []).append(one)
    return found


def _spot(place: _Place, found: list[Mapping[str, Any]]) -> Spot:
    said = () if place.chart else _said(found[0])
    return Spot(
        anchors=tuple(dict.fromkeys(one["id"] for one in found)),
        label=": ".join(said),
        left=place.left,
        top=place.top,
        width=place.width,
        height=place.height,
    )


def _said(printed: Mapping[str, Any]) -> Iterator[str]:
    yield from list(printed["label"].values())[:1]
    yield printed["text"]
