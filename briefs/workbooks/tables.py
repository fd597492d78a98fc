"""Tables: a record laid out as the tables of one sheet, from its model and what it says."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace

from pydantic import BaseModel

from briefs.figures import parse_period
from briefs.reading.nodes import Plain
from briefs.records.assertions import KINDS, Passage
from briefs.records.entries import Also, AsStated, Entry, Event, NotDisclosed, Series
from briefs.workbooks import forms
from briefs.workbooks.cells import BECAUSE, said
from briefs.workbooks.forms import Field, fields
from briefs.workbooks.layout import NEW, Column, Path, Row, Table, Takes

#: How many rows and periods wait for what a record does not have yet.
SPARE = 3
NEW_PERIODS = 2

_NUMBER = "Number"

#: What tells the items of a list apart, for people.
_NAMING = ("name", "purpose", "field", "id")

#: What a single figure of a series says elsewhere than in the row of its particulars.
_NOT_TOLD = {"value", "not_disclosed", "also", "as_stated"}

#: What stands alone in its row, by what it is: the table's title, and its heading.
_FACTS = {
    Takes.WORD: ("facts", "Value"),
    Takes.DAY: ("days", "Day"),
    Takes.PERIOD: ("times", "Period"),
    Takes.FIGURE: ("digits", "As written"),
    Takes.UNIT: ("units", "Unit"),
    Takes.NAMES: ("names", "One on a line"),
}


@dataclass(slots=True)
class _Group:
    """The rows of one part of a record, by what they say."""

    title: str
    facts: dict[Takes, list[Row]] = field(default_factory=dict)
    texts: list[Row] = field(default_factory=list)
    dates: list[Row] = field(default_factory=list)
    figures: list[Row] = field(default_factory=list)
    series: list[Row] = field(default_factory=list)
    gaps: list[Row] = field(default_factory=list)
    lists: list[Table] = field(default_factory=list)


@dataclass(slots=True)
class Drafter:
    """Lays out parts of one record; what hangs on single figures and texts comes last."""

    tree: dict[str, Plain]
    languages: tuple[str, ...]
    grouped: set[str] = field(default_factory=set)

    def tables(self, model: type[BaseModel], names: tuple[str, ...], title: str) -> list[Table]:
        """Lay out some fields of a record: those without parts together, each part by itself.

        What a part's tables hold is named without the part, which is their title.
        """
        every = {one.name: one for one in fields(model)}
        group = _Group(title)
        groups = [group]
        for name in names:
            part = every[name].part
            if part and not every[name].has(NotDisclosed):
                inner = _Group(forms.label(name))
                groups.append(inner)
                self.grouped.add(name)
                self._walk(part, self.tree.get(name), (name,), inner)
            else:
                self._field(every[name], self.tree.get(name), (name,), group)
        laid = [table for one in groups for table in self._tables_of(one)]
        return [*laid, *self._hanging(names)]

    # --- what a record may say, field by field

    def _walk(self, model: type[BaseModel], node: Plain | None, path: Path, group: _Group) -> None:
        for one in fields(model):
            value = node.get(one.name) if isinstance(node, dict) else None
            self._field(one, value, (*path, one.name), group)

    def _field(self, one: Field, value: Plain | None, path: Path, group: _Group) -> None:
        if self._own_row(one, path, group):
            return
        if one.item and (one.item.models or one.item.has(Passage)):
            self._list(one, value, path, group)
        elif one.is_notes:
            group.lists.append(self._notes(value, path))
        elif one.is_text:
            group.texts.append(self._row(path))
        elif one.part:
            if one.has(NotDisclosed):
                group.gaps.append(self._row(path))
            gap = isinstance(value, dict) and "not_disclosed" in value
            self._walk(one.part, None if gap else value, path, group)
        else:
            takes = forms.column(one, "").takes
            takes = Takes.WORD if takes is Takes.YES_NO else takes
            group.facts.setdefault(takes, []).append(self._row(path, one))

    def _own_row(self, one: Field, path: Path, group: _Group) -> bool:
        """Give a figure, a series or a date the row that it needs; tell whether it is one."""
        if one.has(Series):
            group.series.append(self._row(path))
        elif one.has(Entry):
            group.figures.append(self._row(path))
        elif one.has(Event):
            group.dates.append(self._row(path))
        else:
            return False
        return True

    # --- lists

    def _list(self, one: Field, value: Plain | None, path: Path, group: _Group) -> None:
        if one.has(NotDisclosed):
            group.gaps.append(self._row(path))
        items = value if isinstance(value, list) else []
        item = one.item
        if item is None or not item.models:
            shape = forms.of_text(self.languages)
        else:
            shape = forms.columns(item.models[0], self.languages)
            for number, each in enumerate(items, 1):
                self._own_rows_of(item.models[0], each, (*path, str(number)), group)
        rows = self._numbered(items, path)
        title = forms.label(path[-1])
        group.lists.append(Table(title, shape, tuple(rows), holds=path, spare=SPARE))

    def _own_rows_of(self, model: type[BaseModel], item: Plain, path: Path, group: _Group) -> None:
        """Give the figures of a list's item their rows, where it has them or must."""
        for one in fields(model):
            value = item.get(one.name) if isinstance(item, dict) else None
            if value is not None:
                self._own_row(one, (*path, one.name), group)

    def _notes(self, value: Plain | None, path: Path) -> Table:
        ids = list(value) if isinstance(value, dict) else []
        rows = tuple(Row((*path, one), one) for one in ids)
        shape = forms.of_text(self.languages)
        return Table(forms.label(path[-1]), shape, rows, holds=path, by_name=True, spare=SPARE)

    # --- rows and tables

    def _row(self, path: Path, one: Field | None = None) -> Row:
        choices = forms.column(one, "").choices if one else ""
        return Row(path, self._label(path), choices)

    def _label(self, path: Path) -> str:
        """Name a row by what it is below the title of its table, an item of a list by its name."""
        inner = path[1:] if path[0] in self.grouped else path
        words = [
            self._item(path[: len(path) - len(inner) + index + 1])
            if part.isdecimal()
            else "" if part == "values" else _period_or_label(part)
            for index, part in enumerate(inner)
        ]  # fmt: skip
        if len(inner) > 1 and inner[1].isdecimal():
            words = words[1:]
        return " · ".join(filter(None, words))

    def _item(self, path: Path) -> str:
        for key in _NAMING:
            name = said(self.tree, (*path, key, self.languages[0])) or said(self.tree, (*path, key))
            if name:
                return name
        return path[-1]

    def _tables_of(self, group: _Group) -> Iterator[Table]:
        made = [
            *(
                Table(title, (Column((), heading, takes),), tuple(group.facts.get(takes, ())))
                for takes, (title, heading) in _FACTS.items()
            ),
            Table("texts", forms.of_text(self.languages), tuple(group.texts)),
            Table("dates", forms.columns(Event, self.languages), tuple(group.dates)),
            Table("figures", figure_columns(), tuple(group.figures)),
            *self._over_time(group.series),
        ]
        kept = [table for table in made if table.rows]
        kept += group.lists
        if group.gaps:
            kept.append(Table("not disclosed", forms.columns(NotDisclosed, ()), tuple(group.gaps)))
        for index, table in enumerate(kept):
            alone = table.holds is not None and len(table.holds) == 1
            words = f"{table.title[:1].lower()}{table.title[1:]}"
            inner = group.title if not index else f"{group.title}: {words}"
            yield replace(table, title=table.title if alone else inner)

    def _over_time(self, rows: list[Row]) -> Iterator[Table]:
        """Lay out series, those of one unit together; what the record has not yet comes last."""
        periods = in_time(one for row in rows for one in self._values(row.path))
        by_unit: dict[str, list[Row]] = {}
        for row in rows:
            unit, _, _ = (said(self.tree, (*row.path, "unit")) or "").partition(BECAUSE)
            by_unit.setdefault(unit, []).append(row)
        for unit in sorted(by_unit, key=lambda unit: not unit):
            title = f"over time, {unit or 'without figures'}"
            yield Table(title, _series_columns(periods, unit), tuple(by_unit[unit]))

    def _values(self, path: Path) -> dict[str, Plain]:
        node: Plain | None = self.tree
        for part in (*path, "values"):
            if isinstance(node, list):
                node = node[int(part) - 1]
            else:
                node = node.get(part) if isinstance(node, dict) else None
        return node if isinstance(node, dict) else {}

    def _numbered(self, items: Plain | None, path: Path) -> list[Row]:
        count = len(items) if isinstance(items, list) else 0
        return [self._row((*path, str(number))) for number in range(1, count + 1)]

    # --- what hangs on single figures and texts

    def _hanging(self, names: tuple[str, ...]) -> Iterator[Table]:
        """Lay out what is said of single figures and texts, with rows for more."""
        found = _Hanging()
        for name in names:
            self._find(self.tree.get(name), (name,), found)
        whole = [one for one in forms.columns(Entry, ()) if one.path != ("value",)]
        claims = {one.path: one for kind in KINDS.values() for one in forms.columns(kind, ())}
        for title, shape, rows in (
            ("What is told of single figures", tuple(whole), found.singles),
            ("The same figures elsewhere", figure_columns(Also), found.others),
            ("What texts claim", tuple(claims.values()), found.claims),
            ("The source’s own words, for checks", forms.columns(AsStated, ()), found.words),
        ):
            if rows:
                yield Table(title, shape, tuple(rows), spare=SPARE)

    def _find(self, node: Plain | None, path: Path, found: _Hanging) -> None:
        if isinstance(node, list):
            for number, item in enumerate(node, 1):
                self._find(item, (*path, str(number)), found)
        if not isinstance(node, dict):
            return
        if path[-2:-1] == ("values",) and set(node) - _NOT_TOLD:
            found.singles.append(self._row(path))
        if "as_stated" in node:
            found.words.append(self._row((*path, "as_stated")))
        found.others += self._numbered(node.get("also"), (*path, "also"))
        found.claims += self._numbered(node.get("claims"), (*path, "claims"))
        for key, value in node.items():
            self._find(value, (*path, key), found)


@dataclass(slots=True)
class _Hanging:
    """Rows of what hangs on figures and texts, by what it is."""

    singles: list[Row] = field(default_factory=list)
    others: list[Row] = field(default_factory=list)
    claims: list[Row] = field(default_factory=list)
    words: list[Row] = field(default_factory=list)


def figure_columns(model: type[BaseModel] = Entry) -> tuple[Column, ...]:
    """Give the columns of a figure, its number beside what is written."""
    first, *rest = forms.columns(model, ())
    return (first, Column(("value",), _NUMBER, Takes.NUMBER), *rest)


def _series_columns(periods: list[str], unit: str) -> tuple[Column, ...]:
    """Give the columns of series: what is written by period, then the numbers in their unit."""
    every = [*periods, *[NEW] * NEW_PERIODS]
    written = [Column(("values", one), one, Takes.FIGURE) for one in every]
    heading = unit or _NUMBER.lower()
    numbers = [Column(("values", one), f"{one}, {heading}", Takes.NUMBER) for one in periods]
    first, *rest = forms.columns(Series, ())
    gap = Column(("not_disclosed",), "Not disclosed", Takes.WORD, "notes")
    return (first, *written, *numbers, *rest, gap)


def _period_or_label(part: str) -> str:
    return part if part[:1].isdigit() or part[:2] == "FY" else forms.label(part)


def in_time(periods: Iterable[str]) -> list[str]:
    """Bring periods in order of time, each once."""
    return sorted(set(periods), key=_time)


def _time(period: str) -> tuple[str, str, str]:
    """Sort periods by their end, then by their beginning; what is none comes last."""
    try:
        found = parse_period(period)
    except ValueError:
        return "9999", "", period
    return str(found.end), str(found.start), period
