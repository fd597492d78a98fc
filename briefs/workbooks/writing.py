"""Writing: a workbook as the bytes of an .xlsx file, the same bytes for the same workbook."""

from __future__ import annotations

from datetime import UTC, datetime
from io import BytesIO
from itertools import count

from xlsxwriter.utility import xl_col_to_name, xl_rowcol_to_cell
from xlsxwriter.workbook import Workbook as File
from xlsxwriter.worksheet import Worksheet

from briefs.workbooks import numbers
from briefs.workbooks.cells import GAP, beside, said
from briefs.workbooks.layout import NEW, SEPARATOR, Column, Row, Sheet, Table, Takes, Workbook
from briefs.workbooks.look import WIDE, WIDTHS, Look, height

#: The form of our workbooks; the importer reads this one.
FORM = "briefs workbook 1"

#: The sheets that every workbook of ours has beside those of its record.
ABOUT, REFERENCE, LISTS = "About", "Sources", "Lists"

#: What marks the row of column keys, in the column of row keys.
KEYS = "columns"

#: What marks a table whose new rows are named beside their key.
BY_ID = "|id"

_BORN = datetime(2000, 1, 1, tzinfo=UTC)
_LABEL, _FIRST = 1, 2
_A3 = 8
_OTHERS_MAY = ("format_cells", "format_columns", "format_rows", "insert_rows", "delete_rows")

_HOW_TO = (
    "Change white cells; leave grey ones, which follow. Take the file back with",
    "",
    "Write figures as the source does: 28.20, 473 million, 3.379亿, 75.82%. Cells are text,",
    "so that no digit is lost. The number beside a figure is worked out from its words.",
    f"What a source leaves out is “{GAP}” and the id of a note on the sheet Notes.",
    "A currency, date or period read into a source says why: “CNY, because” and a note’s id.",
    "New rows go into the empty ones below a list, new periods into the headings marked +.",
    "Numbers in texts are references to figures, such as {revenue.FY2024}.",
    "A comment on a figure says where its source has it. Column A holds the keys of the record.",
)
_COMMENT = {"author": "briefs", "font_size": 9, "x_scale": 2}
_LIST = {
    "validate": "list",
    "error_title": "Not in the list",
    "error_message": "Choose one of the list; the sheet Sources says what each stands for.",
}


def written(workbook: Workbook) -> bytes:
    """Write a workbook."""
    data = BytesIO()
    file = File(data, {"in_memory": True})
    file.set_properties({"title": workbook.title, "author": "briefs", "created": _BORN})
    _Scribe(workbook, file, Look(file)).write()
    file.close()
    return data.getvalue()


class _Scribe:
    """Writes one workbook, sheet by sheet."""

    def __init__(self, workbook: Workbook, file: File, look: Look) -> None:
        self._book, self._file, self._look = workbook, file, look
        self._ranges: dict[str, str] = {}

    def write(self) -> None:
        about = self._file.add_worksheet(ABOUT)
        sheets = [(self._file.add_worksheet(sheet.title), sheet) for sheet in self._book.sheets]
        references = self._file.add_worksheet(REFERENCE)
        self._lists()
        self._about(about)
        for page, sheet in sheets:
            self._sheet(page, sheet)
        self._references(references)

    # --- the sheets of the record

    def _sheet(self, page: Worksheet, sheet: Sheet) -> None:
        self._page(page, sheet.title)
        widths = _widths(sheet)
        row = count(2)
        for table in sheet.tables:
            page.write_string(next(row), _LABEL, table.title, self._look.title())
            self._head(page, table, (next(row), next(row)), widths)
            for one in (*table.rows, *_spare(table)):
                self._row(page, table, one, (next(row), widths))
            next(row)
        for index, width in widths.items():
            page.set_column(index, index, width, self._look.of())
        last = max(widths)
        page.ignore_errors({"number_stored_as_text": f"A1:{xl_col_to_name(last)}{next(row)}"})
        page.print_area(0, _LABEL, next(row), last)

    def _page(self, page: Worksheet, title: str) -> None:
        look = self._look
        page.hide_gridlines(2)
        page.set_landscape()
        page.set_paper(_A3)
        page.fit_to_pages(1, 0)
        page.set_margins(0.4, 0.4, 0.5, 0.6)
        page.repeat_rows(0)
        page.set_footer("&L&8&F&C&8&A&R&8&P / &N")
        page.freeze_panes(1, _FIRST)
        page.protect("", dict.fromkeys(_OTHERS_MAY, True))
        page.set_row(0, 26)
        name = look.of(bold=True, font_size=16, valign="vcenter")
        page.write_string(0, _LABEL, f"{self._book.title} · {title}", name)

    def _head(
        self, page: Worksheet, table: Table, rows: tuple[int, int], widths: dict[int, int]
    ) -> None:
        (keys, row), look = rows, self._look
        held = f" {SEPARATOR.join(table.holds)}" if table.holds is not None else ""
        held += BY_ID if table.by_name else ""
        page.set_row(keys, None, None, {"hidden": True})
        page.write_string(keys, 0, f"{KEYS}{held}", look.key())
        page.set_row(
            row,
            height((one.label, widths[index]) for index, one in enumerate(table.columns, _FIRST)),
        )
        page.write_string(row, _LABEL, "Id" if table.by_name else "", look.heading())
        for index, column in enumerate(table.columns, _FIRST):
            page.write_string(keys, index, column.key, look.key())
            new = column.path[-1:] == (NEW,)
            shape = look.open_heading() if new else look.heading(column.takes)
            page.write_string(row, index, column.label, shape)

    def _row(self, page: Worksheet, table: Table, one: Row, at: tuple[int, dict[int, int]]) -> None:
        (row, widths), look = at, self._look
        new = one.path[-1:] == (NEW,)
        texts = [(one.label, widths[_LABEL])]
        page.write_string(row, 0, one.key, look.key(locked=bool(one.path)))
        named = look.cell(Takes.WORD) if new and table.by_name else look.label()
        page.write_string(row, _LABEL, one.label, named)
        for index, column in enumerate(table.columns, _FIRST):
            record = column.record or self._book.record
            path = (*one.path, *column.path)
            known = one.path and NEW not in path
            tree = self._book.trees[record]
            text = said(tree, path) if known else None
            if column.takes is Takes.SHOWN:
                text = beside(tree, one.path, column.path[-1])
            if column.takes is Takes.NUMBER:
                self._number(page, table, (row, index), text)
                continue
            texts.append((text or "", widths[index]))
            self._cell(page, (row, index), column, text)
            self._aids(page, (row, index), one.choices or column.choices)
            remark = self._book.remarks.get((record, path))
            if remark and column.takes is Takes.FIGURE:
                page.write_comment(row, index, remark, _COMMENT)
        page.set_row(row, height(texts))

    def _cell(self, page: Worksheet, at: tuple[int, int], column: Column, text: str | None) -> None:
        shape = self._look.cell(column.takes, column.language)
        # Never by what it looks like: "=1+1" and "00600" are texts.
        page.write_string(*at, text, shape) if text else page.write_blank(*at, None, shape)
        if column.takes is Takes.FIGURE:
            gap = {"type": "text", "criteria": "begins with", "value": GAP}
            page.conditional_format(*at, *at, gap | {"format": self._look.gap})

    def _number(self, page: Worksheet, table: Table, at: tuple[int, int], text: str | None) -> None:
        row, index = at
        column = table.columns[index - _FIRST]
        figure = next(
            place
            for place, one in enumerate(table.columns, _FIRST)
            if (one.record, one.path, one.takes) == (column.record, column.path, Takes.FIGURE)
        )
        worth = numbers.value(text)
        formula = numbers.formula(xl_rowcol_to_cell(row, figure))
        shape = self._look.number(numbers.form(worth))
        page.write_formula(row, index, formula, shape, "" if worth is None else float(worth))

    def _aids(self, page: Worksheet, at: tuple[int, int], choices: str) -> None:
        """Offer the values that a cell takes."""
        if choices not in self._ranges:
            return
        # A note may be new, and a unit inferred: what is in no list is only warned of.
        kind = "warning" if choices in ("notes", "units") else "stop"
        source = self._ranges[choices]
        page.data_validation(*at, *at, _LIST | {"source": source, "error_type": kind})

    # --- the sheets beside them

    def _lists(self) -> None:
        page = self._file.add_worksheet(LISTS)
        page.hide()
        page.protect()
        for index, (name, values) in enumerate(self._book.lists.items()):
            for row, value in enumerate((name, *values)):
                page.write_string(row, index, value, self._look.of(num_format="@"))
            letter = xl_col_to_name(index)
            if values:
                self._ranges[name] = f"={LISTS}!${letter}$2:${letter}${len(values) + 1}"

    def _about(self, page: Worksheet) -> None:
        look, book = self._look, self._book
        self._page(page, "briefs")
        page.set_column(0, 0, 22)
        page.set_column(1, 1, 90, look.of(text_wrap=True))
        page.set_column(2, 2, 68)
        lines = list(_HOW_TO)
        lines[1] = f"    briefs import {book.record}.xlsx --dry-run     and then without --dry-run"
        for row, line in enumerate(lines, 2):
            is_command = line is lines[1]
            page.write_string(row, _LABEL, line, look.of(text_wrap=True, bold=is_command))
        told = [("form", book.record, FORM, "")]
        told += [("record", name, *of) for name, of in book.files.items()]
        told += [("sheet", one.title, one.title, "") for one in book.sheets]
        for row, (kind, name, words, more) in enumerate(told, len(lines) + 3):
            page.write_string(row, 0, f"{kind}{SEPARATOR}{name}", look.key())
            page.write_string(row, _LABEL, words, look.key())
            page.write_string(row, _FIRST, more, look.key())

    def _references(self, page: Worksheet) -> None:
        look = self._look
        self._page(page, REFERENCE)
        for index, width in enumerate((22, 26, 14, 40, 60, 14)):
            page.set_column(index, index, width)
        row = count(2)
        for one in self._book.references:
            page.write_string(next(row), _LABEL, one.title, look.title())
            line = next(row)
            for index, heading in enumerate(one.headings, _LABEL):
                page.write_string(line, index, heading, look.heading())
            for cells in one.rows:
                line = next(row)
                for index, text in enumerate(cells, _LABEL):
                    page.write_string(line, index, text, look.of(text_wrap=True))
            next(row)


def _spare(table: Table) -> list[Row]:
    """Give the rows that wait for what a list does not have yet."""
    path = (*table.holds, NEW) if table.holds is not None else ()
    return [Row(path, "")] * table.spare


def _widths(sheet: Sheet) -> dict[int, int]:
    """Give each column the width of what needs most in it; words alone get more room."""
    columns = [column for table in sheet.tables for column in table.columns]
    wordy = not any(column.takes is Takes.NUMBER for column in columns)
    widths = {0: 22, _LABEL: 32}
    for table in sheet.tables:
        for index, column in enumerate(table.columns, _FIRST):
            own = WIDE if wordy and column.takes is Takes.TEXT else WIDTHS[column.takes]
            widths[index] = max(widths.get(index, 0), own)
    return widths
