"""Enclosing: the files that an edition carries, so that its figures travel with their origins.

They hold what the pages print and nothing more: of what a printed figure was derived from, its
id alone. A publisher who wants the records to travel as well says so in the theme.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from briefs.build.edition import Edition
from briefs.build.editions import View
from briefs.build.manifest import Contents, figures_of, listing_of, written
from briefs.build.project import Project
from briefs.build.templates import digest
from briefs.reading import plain
from briefs.records.fields import in_language
from briefs.theme import Records
from briefs.views.labels import labels, notes_on
from briefs.views.parts import figures_in

if TYPE_CHECKING:  # The press loads large libraries; whoever only plans a build waits for none.
    from briefs.press import Enclosure

FIGURES_CSV = "figures.csv"
FIGURES_JSON = "figures.json"
MANIFEST_JSON = "manifest.json"

CSV, JSON = "text/csv", "application/json"

#: The version of the form of the figures as JSON.
SCHEMA = 1

#: The columns of the figures as CSV.
COLUMNS = (
    *("id", "label", "text", "value", "unit", "period", "qualifier", "basis", "forecast"),
    *("written", "sources", "source_titles", "at", "by", "formula", "inputs", "notes"),
    *("page", "left_mm", "top_mm", "width_mm", "height_mm", "chart"),
)

_NUMBER = re.compile(r"-?[0-9]+(\.[0-9]+)?")

#: A spreadsheet takes text that begins so for a formula (OWASP, CSV injection), or for the mark
#: that we set before such text.
_DANGEROUS = re.compile(r"[\s\x00]*[=+\-@'＝＋－＠]|[\t\r\n\x00]")
_GUARD = "'"


@dataclass(frozen=True, slots=True)
class Papers:
    """What an edition's files hold that its view does not.

    `sources` tell of each source that its figures rest on, and `records` are those that its
    publisher lets travel.
    """

    sources: dict[str, Any]
    records: Mapping[str, bytes]

    def inputs(self) -> dict[str, str]:
        """Give the digest of each paper."""
        records = {f"enclosed/{name}": digest(data) for name, data in self.records.items()}
        return {"enclosed/sources": digest(written(self.sources)), **records}


def papers_of(project: Project, edition: Edition, view: View) -> Papers:
    """Gather what an edition's files hold beside its view."""
    library = project.library
    named = {source for figure in figures_in(view) for source in figure.sources}
    record = library.companies.get(edition.subject) or library.comparisons[edition.subject]
    members = (edition.subject, *getattr(record, "companies", ()))
    travelling = members if project.theme.enclosed.records is Records.WHOLE else ()
    return Papers(
        sources={
            name: {
                "publisher": {
                    language: in_language(source.publisher, language)
                    for language in edition.setting.languages
                },
                "title": source.title,
                "date": str(source.date),
            }
            for name, source in sorted(library.sources.sources.items())
            if name in named
        },
        records={
            f"record-{name}.json": written({name: plain(library.nodes[name])})
            for name in travelling
        },
    )


def enclosures(papers: Papers, view: View, contents: Contents) -> tuple[Enclosure, ...]:
    """Give the files for an edition's PDF to carry, but for the manifest."""
    from briefs.press import Enclosure  # noqa: PLC0415 - in a worker only

    rows = tuple(_rows(view, contents))
    document = {
        "schema": SCHEMA,
        "edition": contents.edition.model_dump(),
        "sources": papers.sources,
        "figures": rows,
    }
    about = "The printed figures with their sources, formulas and notes"
    return (
        Enclosure(
            FIGURES_CSV, CSV, figures_csv(rows, papers.sources), "Data", f"{about}, as a table"
        ),
        Enclosure(FIGURES_JSON, JSON, written(document), "Data", about),
        *(
            Enclosure(name, JSON, data, "Source", "A record as it was written")
            for name, data in papers.records.items()
        ),
    )


def listing(contents: Contents) -> Enclosure:
    """Give the manifest's part that is known before printing as a file for the PDF to carry."""
    from briefs.press import Enclosure  # noqa: PLC0415 - in a worker only

    about = "What the edition was made from, and the digest of each file beside this one"
    return Enclosure(MANIFEST_JSON, JSON, listing_of(contents), "Supplement", about)


def _rows(view: View, contents: Contents) -> Iterator[dict[str, Any]]:
    """Give a row for each place where a figure is printed, in reading order."""
    called, noted = labels(view), notes_on(view)
    held = figures_of(view)
    for one in contents.printed:
        origin = contents.figures[one.figure]
        yield {
            "id": one.figure,
            "label": called[one.figure],
            "text": one.text,
            **origin.model_dump(exclude={"source", "at", "by"}),
            "sources": list(held[one.figure].sources),
            "at": origin.at,
            "by": origin.by,
            "notes": noted.get(one.figure, []),
            "page": one.page,
            "position": one.model_dump(include={"left", "top", "width", "height"}),
            "chart": one.chart,
        }


def figures_csv(rows: Iterable[Mapping[str, Any]], sources: Mapping[str, Any]) -> bytes:
    """Write rows as a table that spreadsheets open safely, in any script (RFC 4180)."""
    table = io.StringIO()
    writer = csv.writer(table)
    writer.writerow(COLUMNS)
    for row in rows:
        writer.writerow([safe(cell) for cell in _cells(row, sources)])
    # Without the mark in front, spreadsheets take Chinese text for something else.
    return table.getvalue().encode("utf-8-sig")


def _cells(row: Mapping[str, Any], sources: Mapping[str, Any]) -> Iterator[str]:
    place = row["position"]
    row = {
        **row,
        "label": _said(row["label"]),
        "forecast": "yes" if row["forecast"] else "no",
        "sources": "; ".join(row["sources"]),
        "source_titles": "; ".join(sources[name]["title"] for name in row["sources"]),
        "inputs": "; ".join(row["inputs"]),
        "notes": " ".join(map(_said, row["notes"])),
        **{f"{side}_mm": length for side, length in place.items()},
    }
    yield from (str(row[column]) for column in COLUMNS)


def _said(words: Mapping[str, str]) -> str:
    return " / ".join(dict.fromkeys(words.values()))


def safe(cell: str) -> str:
    """Guard text that a spreadsheet would run as a formula; a plain number needs no guard."""
    return cell if _NUMBER.fullmatch(cell) or not _DANGEROUS.match(cell) else f"{_GUARD}{cell}"


def unguarded(cell: str) -> str:
    """Give a cell as it was before it was made safe."""
    return cell.removeprefix(_GUARD)
