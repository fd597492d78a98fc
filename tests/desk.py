"""A desk: workbooks that are filled in as an analyst would, by another library than ours."""

from __future__ import annotations

import warnings
from io import BytesIO

from openpyxl import Workbook, load_workbook


class Desk:
    """A workbook that is open: cells by sheet, row key and column key."""

    def __init__(self, data, **options):
        self.data = data
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # of what this library leaves out
            self.book = load_workbook(BytesIO(data), **options)

    def find(self, sheet, row, column):
        """Give the cell of a row and a column, by their keys."""
        index = None
        for line in self.book[sheet].iter_rows():
            if str(line[0].value).split(" ")[0] == "columns":
                keys = [(cell, *str(cell.value).rpartition("|")) for cell in line[2:] if cell.value]
                index = {
                    key: cell.column - 1
                    for cell, key, _, takes in keys
                    if takes not in ("number", "shown")
                }
            elif line[0].value == row and index and column in index:
                return line[index[column]]
        raise LookupError((sheet, row, column))

    def write(self, sheet, row, column, value):
        """Write in a cell, and give its name."""
        cell = self.find(sheet, row, column)
        cell.value = value
        if isinstance(value, str):
            cell.data_type = "s"
        return cell.coordinate

    def rows(self, sheet, start):
        """Number the rows whose key begins so."""
        lines = self.book[sheet].iter_rows()
        return [line[0].row for line in lines if str(line[0].value).startswith(start)]

    def saved(self):
        data = BytesIO()
        self.book.save(data)
        return data.getvalue()

    @staticmethod
    def blank():
        """Give a workbook that knows nothing of ours."""
        data = BytesIO()
        Workbook().save(data)
        return data.getvalue()
