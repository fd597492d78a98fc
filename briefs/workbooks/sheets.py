"""Sheets: the workbook of a record, and the workbook of a comparison with its companies."""

from __future__ import annotations

from collections.abc import Iterator

from pydantic import BaseModel

from briefs.figures import Unit
from briefs.reading import plain
from briefs.reading.nodes import Plain
from briefs.records.company import Company
from briefs.records.comparison import Comparison
from briefs.records.entries import Entry, Series
from briefs.records.fields import in_language
from briefs.records.library import Library
from briefs.records.source import Sources
from briefs.workbooks import forms
from briefs.workbooks.cells import GAP, beside, said
from briefs.workbooks.layout import (
    Column,
    Path,
    Reference,
    Row,
    Sheet,
    Table,
    Takes,
    Workbook,
)
from briefs.workbooks.tables import Drafter, in_time

#: Which parts of a company's record stand on which sheet.
SECTIONS = (
    ("Company", ("id", "source", "as_of", "briefs", "names", "industry", "line", "declared_names",
                 "identifiers", "listing", "founded", "founded_month", "peers", "sponsors",
                 "auditor", "lock_up")),
    ("Offer", ("timetable", "offer", "demand", "cornerstones", "debut")),
    ("Financials", ("financials",)),
    ("Business", ("concentration", "lines", "lines_complete", "unit_price", "shipments",
                  "generations", "products")),
    ("People", ("people", "management", "funding")),
    ("Market", ("positions", "shares", "markets", "rates")),
    ("Words", ("narrative", "claims", "plans")),
    ("Notes", ("notes", "acknowledged")),
)  # fmt: skip

#: What a comparison's workbook sets side by side: a sheet each.
COMPARED = (
    ("Offer", ("offer", "demand", "cornerstones", "debut")),
    ("Financials", ("financials", "concentration")),
    ("People and funding", ("people", "funding")),
)

_NOT_STATED = "not stated"


def of_company(
    library: Library, name: str, files: dict[str, tuple[str, str]], languages: tuple[str, ...]
) -> Workbook:
    """Lay out the workbook of one company's record."""
    tree = _tree(library, name)
    drafter = Drafter(tree, languages)
    sheets = [
        Sheet(title, tuple(drafter.tables(Company, names, title))) for title, names in SECTIONS
    ]
    title = in_language(library.companies[name].names.short, languages[0])
    return Workbook(
        record=name,
        title=title,
        sheets=tuple(sheets),
        trees={name: tree},
        files=files,
        lists=_lists(library, Company, [tree]),
        references=_references(library.sources, languages[0]),
        remarks=dict(_remarks(library, name, tree, languages[0])),
    )


def of_comparison(
    library: Library, name: str, files: dict[str, tuple[str, str]], languages: tuple[str, ...]
) -> Workbook:
    """Lay out the workbook of a comparison: its own record, and its companies side by side."""
    comparison = library.comparisons[name]
    trees = {one: _tree(library, one) for one in (*comparison.companies, *comparison.context)}
    own = _tree(library, name)
    names = tuple(Comparison.model_fields)
    sheets = [Sheet("Comparison", tuple(Drafter(own, languages).tables(Comparison, names, "Deck")))]
    companies = {
        one: in_language(library.companies[one].names.short, languages[0]) for one in trees
    }
    for title, parts in COMPARED:
        tables = tuple(_side_by_side(trees, companies, parts))
        sheets.append(Sheet(title, tables))
    remarks = [_remarks(library, one, tree, languages[0]) for one, tree in trees.items()]
    return Workbook(
        record=name,
        title=in_language(comparison.title, languages[0]),
        sheets=tuple(sheets),
        trees={name: own, **trees},
        files=files,
        lists=_lists(library, Company, [own, *trees.values()]),
        references=_references(library.sources, languages[0]),
        remarks={key: words for each in remarks for key, words in each},
    )


def _tree(library: Library, name: str) -> dict[str, Plain]:
    tree = plain(library.nodes[name])
    assert isinstance(tree, dict)  # noqa: S101 - what is no mapping is no record
    return tree


# --- companies side by side


def _side_by_side(
    trees: dict[str, dict[str, Plain]], companies: dict[str, str], parts: tuple[str, ...]
) -> Iterator[Table]:
    columns = [
        column
        for one, name in companies.items()
        for column in (
            Column(("value",), name, Takes.FIGURE, record=one),
            Column(("unit",), "Unit", Takes.SHOWN, record=one),
            Column(("value",), "Number", Takes.NUMBER, record=one),
        )
    ]
    for part in parts:
        rows = tuple(
            Row(path, _compared(path)) for path in _figures(Company, [*trees.values()], part)
        )
        if rows:
            yield Table(forms.label(part), tuple(columns), rows)


def _figures(model: type[BaseModel], nodes: list[Plain], name: str) -> Iterator[Path]:
    """Find the figures that some of the records have of a part, but for those in lists."""
    part = next(one.part for one in forms.fields(model) if one.name == name)
    inner = [found for node in nodes if isinstance(node, dict) and (found := node.get(name))]
    for field in forms.fields(part) if part else ():
        values = [
            node[field.name] for node in inner if isinstance(node, dict) and field.name in node
        ]
        if field.has(Series):
            yield from ((name, field.name, "values", period) for period in _periods(values))
        elif field.has(Entry) and values:
            yield (name, field.name)
        elif part and field.part and not field.item:
            yield from ((name, *path) for path in _figures(part, inner, field.name))


def _periods(series: list[Plain]) -> list[str]:
    """Give the periods for which some of the series have a figure, in order of time."""
    values = [one.get("values") for one in series if isinstance(one, dict)]
    return in_time(period for each in values if isinstance(each, dict) for period in each)


def _compared(path: Path) -> str:
    words = [part if part[:1].isdigit() or part[:2] == "FY" else forms.label(part)
             for part in path[1:] if part != "values"]  # fmt: skip
    return " · ".join(words)


# --- what may be chosen, and what is looked up


def _lists(
    library: Library, model: type[BaseModel], trees: list[dict[str, Plain]]
) -> dict[str, tuple[str, ...]]:
    """Give the values that cells choose from, by the name of the list."""
    sources = library.sources
    noted = (tree.get("notes") for tree in trees)
    notes = [note for each in noted if isinstance(each, dict) for note in each]
    known = dict(forms.choices(model))
    units = (one.value for one in Unit if one is not Unit.MONEY)
    known["units"] = (*units, _NOT_STATED)
    return known | {
        "yes-no": ("yes", "no"),
        "sources": tuple(sources.sources),
        "voices": tuple(sources.voices),
        "bases": tuple(sources.bases),
        "notes": tuple(dict.fromkeys(notes)),
    }


def _references(sources: Sources, language: str) -> tuple[Reference, ...]:
    """Lay out what ids stand for."""
    documents = tuple(
        (name, one.kind.value, in_language(one.publisher, language), one.title, str(one.date))
        for name, one in sources.sources.items()
    )
    return (
        Reference("Sources", ("Id", "Class", "Publisher", "Title", "Date"), documents),
        *(
            Reference(
                title,
                ("Id", "", "In words"),
                tuple((one, "", in_language(words, language)) for one, words in known.items()),
            )
            for title, known in (
                ("Who is claimed to say it", sources.voices),
                ("What percentages are shares of", sources.bases),
            )
        ),
    )


def _remarks(
    library: Library, name: str, tree: dict[str, Plain], language: str
) -> Iterator[tuple[tuple[str, Path], str]]:
    """Say of each figure where its source has it, who says it, and what is noted on it."""
    sources, company = library.sources, library.companies[name]
    for path in _written(tree, ()):
        told = {key: beside(tree, path, key) for key in ("source", "at", "by", "note")}
        source = sources.sources.get(told["source"] or company.source)
        place = ", ".join(filter(None, (source.title if source else "", told["at"])))
        lines = [f"Source: {place}"]
        if words := sources.voices.get(told["by"]):
            lines.append(f"Claimed by {in_language(words, language)}")
        text = said(tree, path) or ""
        note = text.removeprefix(GAP) if text.startswith(GAP) else told["note"]
        if words := company.notes.get(note):
            lines.append(f"Note: {in_language(words, language)}")
        yield (name, path), "\n".join(lines)


def _written(node: Plain, path: Path) -> Iterator[Path]:
    """Find every cell that holds a figure: `value` of a mapping, or a value of a series."""
    if isinstance(node, list):
        for number, item in enumerate(node, 1):
            yield from _written(item, (*path, str(number)))
    elif isinstance(node, dict):
        if "value" in node or "not_disclosed" in node:
            yield path if path[-2:-1] == ("values",) else (*path, "value")
        for key, item in node.items():
            if isinstance(item, str) and path[-1:] == ("values",):
                yield (*path, key)
            else:
                yield from _written(item, (*path, key))
