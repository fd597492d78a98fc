"""Reading: an .xlsx file as what each of its cells says of a record, each fault with its cell."""

from __future__ import annotations

import re
import warnings
from collections.abc import Sequence
from dataclasses import dataclass, field
from io import BytesIO
from typing import Any

from openpyxl import load_workbook

from briefs.faults import Fault, Place, Severity, errors
from briefs.reading.characters import refusals
from briefs.records import DATA
from briefs.workbooks import numbers
from briefs.workbooks.layout import NEW, SEPARATOR, Path, Takes
from briefs.workbooks.typed import UnclearError, text_of
from briefs.workbooks.vetting import MOST_ROWS, RULE, vet
from briefs.workbooks.writing import ABOUT, BY_ID, FORM, KEYS, LISTS, REFERENCE

_OURS = frozenset({ABOUT, REFERENCE, LISTS})
_EXPORT = "export it again with `briefs export`"
_LABEL, _FIRST = 1, 2
_ROW = re.compile(r"\b([A-Z]{1,3})[0-9]+\b")
#: More parts than any key has.
_DEEPEST = 12
_SLUG = re.compile(r"[a-z0-9][a-z0-9-]{0,63}")


@dataclass(frozen=True, slots=True)
class Entered:
    """What a cell says: of which record, at which path; `typed` tells a number from a text."""

    record: str
    path: Path
    takes: Takes
    text: str | None
    place: Place
    typed: bool = False


@dataclass(frozen=True, slots=True)
class Held:
    """A list or mapping that a table holds whole, and the parts of it that have a row."""

    path: Path
    rows: frozenset[str]


@dataclass(frozen=True, slots=True)
class Filled:
    """A workbook that was read: the record it is of, the files behind it, and its cells."""

    record: str
    files: dict[str, tuple[str, str]]
    cells: tuple[Entered, ...]
    held: tuple[Held, ...]


@dataclass(slots=True)
class _Key:
    record: str
    path: Path
    takes: Takes


@dataclass(slots=True)
class _Table:
    keys: dict[int, _Key]
    held: Path | None
    by_id: bool = False
    rows: set[str] = field(default_factory=set)
    headed: bool = False


def read_workbook(data: bytes, name: str) -> tuple[Filled | None, tuple[Fault, ...]]:
    """Read a workbook of ours, with all that is wrong with it; nothing where it is none."""
    if faults := vet(data, name):
        return None, faults
    try:
        with warnings.catch_warnings():
            # What openpyxl leaves out (styles, validations of later versions) is not read here.
            warnings.simplefilter("ignore")
            book = load_workbook(BytesIO(data), read_only=True, keep_links=False)
            sheets = {sheet.title: _rows(sheet) for sheet in book.worksheets}
    except Exception as error:  # noqa: BLE001 - openpyxl fails in many ways on what is no workbook
        words = f"this cannot be read as a workbook ({type(error).__name__}: {error})"
        return None, (Fault(Place(name), words, _EXPORT, RULE),)
    return _Reader(name).read(sheets)


def _rows(sheet: Any) -> list[tuple[Any, ...]]:  # noqa: ANN401 - openpyxl's classes for reading
    if not hasattr(sheet, "iter_rows"):
        return []
    # The size that a file claims may be any.
    sheet.reset_dimensions()
    return list(sheet.iter_rows())


class _Reader:
    """Reads the sheets of one workbook, and notes what is wrong with them."""

    def __init__(self, name: str) -> None:
        self._name = name
        self._record = ""
        self._files: dict[str, tuple[str, str]] = {}
        self._cells: dict[tuple[str, Path], Entered] = {}
        self._held: list[Held] = []
        self._faults: list[Fault] = []

    def read(
        self, sheets: dict[str, list[tuple[Any, ...]]]
    ) -> tuple[Filled | None, tuple[Fault, ...]]:
        """Read every sheet that the sheet About tells of."""
        expected = self._about(sheets.get(ABOUT, []))
        if self._record not in self._files:
            words = f"this is no workbook of ours: no sheet {ABOUT!r} says which record it is of"
            return None, (Fault(Place(self._name), words, _EXPORT, RULE),)
        for title in expected:
            if title in sheets:
                self._sheet(title, sheets[title])
            else:
                self._say(Place(self._name, sheet=title), "the sheet is missing", _EXPORT)
        for title in sheets:
            if title not in {*expected, *_OURS}:
                words = "the sheet is not of a record, and is not read"
                self._say(Place(self._name, sheet=title), words, "", severity=Severity.WARNING)
        filled = Filled(self._record, self._files, tuple(self._cells.values()), tuple(self._held))
        return (None if errors(self._faults) else filled), tuple(self._faults)

    def _say(
        self, place: Place, words: str, mend: str, *, severity: Severity = Severity.ERROR
    ) -> None:
        self._faults.append(Fault(place, words, mend, RULE, severity))

    def _about(self, rows: Sequence[tuple[Any, ...]]) -> list[str]:
        sheets = []
        for row in rows:
            words = [one.value if isinstance(one.value, str) else "" for one in row[:3]]
            key, first, second = (*words, "", "", "")[:3]
            kind, _, name = key.partition(SEPARATOR)
            if kind == "form" and first == FORM:
                self._record = name
            elif kind == "record" and first in _files_of(name):
                self._files[name] = (first, second)
            elif kind == "sheet":
                sheets.append(name)
        return sheets

    # --- a sheet

    def _sheet(self, title: str, rows: Sequence[tuple[Any, ...]]) -> None:
        table: _Table | None = None
        for number, row in enumerate(rows, 1):
            key = row[0].value if row and isinstance(row[0].value, str) else ""
            if key.split(" ")[0] == KEYS:
                self._close(table)
                table = self._table(title, row, number)
            elif table and not table.headed:
                self._heading(title, table, row, number)
            elif table:
                self._row(title, table, row, number)
            else:
                self._formulas(title, None, row, number)
        self._close(table)

    def _table(self, title: str, row: tuple[Any, ...], number: int) -> _Table:
        _, _, held = row[0].value.partition(" ")
        path_held = held.removesuffix(BY_ID)
        keys: dict[int, _Key] = {}
        for index, cell in enumerate(row[_FIRST:], _FIRST):
            if cell.value is None:
                continue
            words, _, takes = str(cell.value).rpartition("|")
            record, _, path = words.rpartition(":")
            if takes not in {*Takes} or (record and record not in self._files):
                place = self._place(title, number, index)
                self._say(place, f"{cell.value!r} is no key of a column", _EXPORT)
                continue
            keys[index] = _Key(record or self._record, _path(path), Takes(takes))
        return _Table(keys, _path(path_held) if held else None, by_id=held != path_held)

    def _heading(self, title: str, table: _Table, row: tuple[Any, ...], number: int) -> None:
        """Take the headings of new periods as part of their keys."""
        table.headed = True
        for index, key in list(table.keys.items()):
            if key.path[-1:] != (NEW,):
                continue
            text = self._text(title, row, number, index, Takes.PERIOD)
            if text:
                table.keys[index] = _Key(key.record, (*key.path[:-1], text.strip()), key.takes)

    def _close(self, table: _Table | None) -> None:
        if table and table.held is not None:
            self._held.append(Held(table.held, frozenset(table.rows)))

    def _row(self, title: str, table: _Table, row: tuple[Any, ...], number: int) -> None:
        self._formulas(title, table, row, number)
        said = {
            index: self._text(title, row, number, index, key.takes)
            for index, key in table.keys.items()
            if not key.takes.is_ours
        }
        key = row[0].value if row and isinstance(row[0].value, str) else ""
        path = _path(key.strip())
        filled = any(said.values())
        if not path:
            if not filled:
                return
            if table.held is None:
                words = "the row does not say of which figure or text it speaks"
                mend = f"write its key in cell A{number}, such as offer{SEPARATOR}price"
                self._say(self._place(title, number, 0), words, mend)
                return
            path = (*table.held, NEW)
        if path[-1] == NEW:
            if not filled:
                return
            path = (*path[:-1], self._new(title, table, row, number))
        if not _is_path(path):
            words, mend = f"{key[:80]!r} is no key of a record", "write the key that was there"
            self._say(self._place(title, number, 0), words, mend)
            return
        if filled and table.held is not None:
            table.rows.add(path[-1])
        for index, column in table.keys.items():
            if index in said:
                self._enter(title, row, (number, index), column, path, said[index])
        self._beside(title, table, row, number)

    def _new(self, title: str, table: _Table, row: tuple[Any, ...], number: int) -> str:
        """Name a new row: by the id beside it, or by its place in the sheet."""
        if not table.by_id:
            return f"{NEW}{number}"
        label = self._text(title, row, number, _LABEL, Takes.WORD)
        if not label:
            words, mend = "the new row has no id", "write one, such as latest-fact"
            self._say(self._place(title, number, _LABEL), words, mend)
        return label or f"{NEW}{number}"

    def _enter(
        self,
        title: str,
        row: tuple[Any, ...],
        at: tuple[int, int],
        column: _Key,
        path: Path,
        text: str | None,
    ) -> None:
        place = self._place(title, *at)
        if NEW in column.path:
            if text:
                words = "the figure stands below a heading without a period"
                self._say(place, words, "write the period, such as FY2025, in the heading")
            return
        whole = (*path, *column.path)
        first = self._cells.get((column.record, whole))
        typed = not isinstance(row[at[1]].value, str) if at[1] < len(row) else False
        if first is None:
            self._cells[column.record, whole] = Entered(
                column.record, whole, column.takes, text, place, typed and text is not None
            )
        elif first.text != text:
            words = (
                f"the same as in sheet {first.place.sheet!r} cell {first.place.cell} stands here"
            )
            self._say(place, f"{words}, and says something else", "keep one of the two rows")

    def _beside(self, title: str, table: _Table, row: tuple[Any, ...], number: int) -> None:
        for index, cell in enumerate(row[_FIRST:], _FIRST):
            if index not in table.keys and cell.value not in (None, ""):
                words = "the cell stands in no column of the record, and is not read"
                self._say(self._place(title, number, index), words, "", severity=Severity.WARNING)

    def _formulas(
        self, title: str, table: _Table | None, row: tuple[Any, ...], number: int
    ) -> None:
        """Refuse what stands in place of our formulas, and every other formula."""
        for index, cell in enumerate(row):
            key = table.keys.get(index) if table else None
            place = self._place(title, number, index)
            if table and key and key.takes is Takes.NUMBER:
                figure = _figure_of(key, table)
                spot = self._place(title, number, figure).cell
                if cell.value is not None and not _works_out(str(cell.value), spot):
                    words = f"something else stands where the number of {spot} is worked out"
                    self._say(place, words, f"write the figure in {spot}, and undo what is here")
            elif cell.data_type == "f" and not (key and not key.takes.is_ours):
                self._say(place, "a formula of yours stands here", "move it to a sheet of your own")

    # --- a cell

    def _place(self, title: str, number: int, index: int) -> Place:
        return Place(self._name, number, index + 1, sheet=title)

    def _text(
        self, title: str, row: tuple[Any, ...], number: int, index: int, takes: Takes
    ) -> str | None:
        if index >= len(row) or row[index].value is None:
            return None
        cell, place = row[index], self._place(title, number, index)
        if cell.data_type in ("f", "e"):
            what = "a formula" if cell.data_type == "f" else f"the error {cell.value}"
            self._say(place, f"{what} stands where {takes} must", "write the text itself")
            return None
        try:
            text = text_of(cell.value, takes, cell.number_format)
        except UnclearError as error:
            self._say(place, str(error), error.mend)
            return None
        for refusal in refusals(text or ""):
            self._say(place, refusal.message, refusal.mend)
        return text


def _files_of(name: str) -> tuple[str, ...]:
    """Name the files in which a record may stand, whatever the workbook says."""
    known = _SLUG.fullmatch(name)
    return tuple(f"{DATA}/{kind}/{name}.yaml" for kind in ("companies", "comparisons") if known)


def _path(key: str) -> Path:
    return tuple(key.split(SEPARATOR)) if key else ()


def _is_path(path: Path) -> bool:
    """Whether a key may lead somewhere: not too deep, and to no item that no list has."""
    return len(path) <= _DEEPEST and all(
        part and (not part.isdecimal() or (part.isascii() and 0 < int(part) <= MOST_ROWS))
        for part in path
    )


def _works_out(formula: str, spot: str) -> bool:
    """Whether a formula is ours; some programs leave its row as it was when rows are taken out."""
    mine = numbers.formula(spot)
    return _ROW.sub(r"\1", formula.replace(" ", "")) == _ROW.sub(r"\1", mine)


def _figure_of(key: _Key, table: _Table) -> int:
    """Find the column of the figure that a column of numbers belongs to."""
    whose = _Key(key.record, key.path, Takes.FIGURE)
    return next((index for index, one in table.keys.items() if one == whose), _FIRST)
