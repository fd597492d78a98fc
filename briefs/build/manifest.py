"""Manifests: what an edition was made from and what it shows, beside its PDF.

A manifest is written last: one whose hash is not that of the PDF beside it is of another run.
It holds no time and no path of a machine, so that the same inputs give the same bytes.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping
from pathlib import PurePath
from typing import Any, TypeVar

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from briefs.build.edition import SUFFIX, Edition
from briefs.build.editions import View
from briefs.build.templates import digest
from briefs.build.words import Words
from briefs.figures import Derived, Figure, Qualifier, Stated
from briefs.views.parts import figures_in

#: The version of the manifest's form; a reader refuses the ones it does not know.
SCHEMA = 1

_NO_WORDS = Words()

_DIGIT = re.compile(r"\d")

#: Millimetres are given to a hundredth.
_PLACES = 2


class _Part(BaseModel):
    """The base of a manifest's parts; what a later form adds is passed over."""

    model_config = ConfigDict(frozen=True, extra="ignore")


class AboutEdition(_Part):
    """Which edition it is."""

    id: str
    kind: str
    subject: str
    setting: str


class AboutPdf(_Part):
    """The bytes that the manifest speaks of."""

    sha256: str
    bytes: int
    pages: int


class Origin(_Part):
    """Where a figure comes from: its source and place, or its formula and the ids of its inputs."""

    value: str
    unit: str
    period: str
    written: str = ""
    qualifier: str = "exact"
    basis: str = ""
    forecast: bool = False
    source: str = ""
    at: str = ""
    by: str = ""
    formula: str = ""
    inputs: tuple[str, ...] = ()


class Print(_Part):
    """One figure as it is printed: its text, page and place in millimetres from the top left.

    A figure in a chart has the chart's place and name.
    """

    figure: str
    text: str
    page: int
    left: float
    top: float
    width: float
    height: float
    chart: str = ""


class Contents(_Part):
    """What is known of an edition before its PDF is written; `printed` is in reading order.

    `enclosed` holds the digest of each file that the PDF carries, by name.
    """

    schema_version: int = Field(alias="schema")
    edition: AboutEdition
    fingerprint: str
    inputs: dict[str, str]
    enclosed: dict[str, str] = Field(default_factory=dict)
    figures: dict[str, Origin]
    printed: tuple[Print, ...]


class Proved(_Part):
    """The proofs that were asked of the finished page, and what they found that stops nothing."""

    asked: tuple[str, ...] = ()
    found: tuple[str, ...] = ()


class Manifest(Contents):
    """Everything that is kept of one edition.

    `keys` are the records' and wordings' own names for what is in its view, for whoever asks why
    the edition is stale, and `words` are for whoever asks what changed; no byte of the PDF depends
    on them.
    """

    pdf: AboutPdf
    proofs: Proved = Proved()
    keys: dict[str, str] = Field(default_factory=dict)
    words: Words = _NO_WORDS


Read = TypeVar("Read", bound=Contents)


class UnreadableError(Exception):
    """A manifest cannot be read; says why."""


def manifest_path(pdf: PurePath) -> PurePath:
    """Give the name of the manifest beside a PDF."""
    return pdf.with_suffix(SUFFIX)


def contents_of(
    edition: Edition,
    view: View,
    inputs: Mapping[str, str],
    *,
    fingerprint: str,
    printed: Iterable[Print],
) -> Contents:
    """Say what an edition that has been laid out was made from, and what it shows."""
    shown = tuple(printed)
    held = figures_of(view)
    return Contents(
        schema=SCHEMA,
        edition=AboutEdition(
            id=edition.id,
            kind=edition.kind,
            subject=edition.subject,
            setting=edition.setting.id,
        ),
        fingerprint=fingerprint,
        inputs=dict(sorted(inputs.items())),
        figures=origins_of(held[one.figure] for one in shown if one.figure in held),
        printed=shown,
    )


def figures_of(view: View) -> dict[str, Figure]:
    """Give the figures of a view by id, with their bounds also where words around carry these."""
    found: dict[str, Figure] = {}
    for figure in figures_in(view):
        if figure.id not in found or found[figure.id].qualifier is Qualifier.EXACT:
            found[figure.id] = figure
    return found


def manifest_of(
    contents: Contents,
    pdf: AboutPdf,
    *,
    proofs: Proved,
    keys: Mapping[str, str],
    words: Words = _NO_WORDS,
) -> bytes:
    """Write the manifest of an edition that has been printed and proven."""
    told = {
        "pdf": pdf.model_dump(),
        "proofs": proofs.model_dump(),
        "keys": dict(sorted(keys.items())),
        "words": words.model_dump(),
    }
    return written(_plain(contents) | told)


def with_keys(manifest: bytes, keys: Mapping[str, str]) -> bytes:
    """Give a manifest as it would be written if its view were made from these keys today."""
    return written(json.loads(manifest) | {"keys": dict(sorted(keys.items()))})


def published(contents: Contents) -> Contents:
    """Give the contents as they travel in the PDF: they know only the figures that it prints.

    Where a page says in words that a figure means nothing, its digits are not published.
    """
    printed = tuple(one for one in contents.printed if not one.text or _DIGIT.search(one.text))
    told = {one.figure for one in printed}
    figures = {name: origin for name, origin in contents.figures.items() if name in told}
    return contents.model_copy(update={"printed": printed, "figures": figures})


def listing_of(contents: Contents) -> bytes:
    """Write contents."""
    return written(_plain(contents))


def written(document: Mapping[str, Any]) -> bytes:
    """Write a document of ours as the one sequence of bytes that it has."""
    return (json.dumps(document, indent=1, ensure_ascii=False) + "\n").encode()


def _plain(contents: Contents) -> dict[str, Any]:
    return contents.model_dump(by_alias=True) | {
        "figures": {
            name: one.model_dump(exclude_defaults=True) for name, one in contents.figures.items()
        },
        "printed": [one.model_dump(exclude_defaults=True) for one in contents.printed],
    }


def about_pdf(pdf: bytes, pages: int) -> AboutPdf:
    """Describe the bytes of a PDF."""
    return AboutPdf(sha256=digest(pdf), bytes=len(pdf), pages=pages)


def millimetres(value: float) -> float:
    """Round a length; minus nothing is nothing."""
    return round(value, _PLACES) + 0.0


def origins_of(figures: Iterable[Figure]) -> dict[str, Origin]:
    """Give the origin of each figure and of all that went into it, by id."""
    found: dict[str, Figure] = {}
    waiting = list(figures)
    while waiting:
        figure = waiting.pop()
        if figure.id not in found:
            found[figure.id] = figure
            waiting += figure.origin.inputs if isinstance(figure.origin, Derived) else ()
    return {name: origin_of(found[name]) for name in sorted(found)}


def origin_of(figure: Figure) -> Origin:
    """Say where a figure comes from."""
    common = {
        "value": f"{figure.value:f}" if isinstance(figure.origin, Stated) else f"{figure.shown:f}",
        "unit": figure.unit.value,
        "period": str(figure.period),
        "qualifier": figure.qualifier.value,
        "basis": figure.basis,
        "forecast": figure.forecast,
    }
    match figure.origin:
        case Stated() as stated:
            more = {"source": stated.source, "at": stated.at, "by": stated.by}
            return Origin(**common, **more, written=str(stated.written))
        case Derived() as derived:
            ids = tuple(one.id for one in derived.inputs)
            return Origin(**common, formula=derived.formula, inputs=ids)


def read_manifest(data: bytes) -> Manifest:
    """Read a manifest; raises UnreadableError for what is none, or of a form we do not know."""
    return _read(data, Manifest)


def read_contents(data: bytes) -> Contents:
    """Read the part of a manifest that travels in a PDF; raises UnreadableError."""
    return _read(data, Contents)


def _read(data: bytes, model: type[Read]) -> Read:
    try:
        found = model.model_validate_json(data)
    except ValidationError as error:
        first = error.errors()[0]
        where = ".".join(map(str, first["loc"]))
        raise UnreadableError(f"it is no manifest: {where} {first['msg']}".strip()) from error
    if found.schema_version != SCHEMA:
        raise UnreadableError(f"its form {found.schema_version} is not {SCHEMA}")
    return found
