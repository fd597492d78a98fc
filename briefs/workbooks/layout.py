"""Layout: what a workbook holds, as values: sheets of tables, whose cells each say one thing.

Every cell that is read back stands for one text of a record. Which one is told by two keys that
the sheet itself carries: the row's (`offer/price`) and the column's (`unit`). A key that ends in
`+` is of something that the record does not have yet.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum

from briefs.reading.nodes import Plain

Path = tuple[str, ...]

#: What parts a key of several words, and what stands for something new.
SEPARATOR = "/"
NEW = "+"


class Takes(StrEnum):
    """What a column holds, which decides what may be typed in it."""

    FIGURE = "figure"
    TEXT = "text"
    WORD = "word"
    UNIT = "unit"
    DAY = "day"
    PERIOD = "period"
    YES_NO = "yes-no"
    NAMES = "names"
    #: Not read back: a number worked out for people who calculate, words for people who look.
    NUMBER = "number"
    SHOWN = "shown"

    @property
    def is_ours(self) -> bool:
        """Whether the column is written by us alone, and never read back."""
        return self in (Takes.NUMBER, Takes.SHOWN)


@dataclass(frozen=True, slots=True)
class Column:
    """One thing that rows say: where it stands below the row's path, and what it takes.

    `choices` names the list that its values come from. `record` is the record it belongs to,
    where a sheet holds several. A NUMBER column works out the figure of the column before it.
    """

    path: Path
    label: str
    takes: Takes
    choices: str = ""
    record: str = ""
    language: str = ""

    @property
    def key(self) -> str:
        """What the sheet carries of the column."""
        record = f"{self.record}:" if self.record else ""
        return f"{record}{SEPARATOR.join(self.path)}|{self.takes}"


@dataclass(frozen=True, slots=True)
class Row:
    """What a row speaks of: its path in the record, and its name for people.

    `choices` names the list that its value comes from, where its column does not.
    """

    path: Path
    label: str
    choices: str = ""

    @property
    def key(self) -> str:
        """What the sheet carries of the row."""
        return SEPARATOR.join(self.path)


@dataclass(frozen=True, slots=True)
class Table:
    """Rows that say the same things.

    `holds` is the path of a list or mapping that the table holds whole: a row that is taken out
    takes its item out. `spare` rows wait below for more; unless the table holds something, they
    wait for the key of what they speak of.
    """

    title: str
    columns: tuple[Column, ...]
    rows: tuple[Row, ...]
    holds: Path | None = None
    by_name: bool = False
    spare: int = 0


@dataclass(frozen=True, slots=True)
class Sheet:
    """A sheet: its name on the tab, and its tables from top to bottom."""

    title: str
    tables: tuple[Table, ...]


@dataclass(frozen=True, slots=True)
class Reference:
    """What ids stand for, to be looked up; nothing of it is read back."""

    title: str
    headings: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


@dataclass(frozen=True, slots=True)
class Workbook:
    """A workbook: its sheets, the records behind them by id, and the lists to choose from.

    `files` holds each record's file and the digest of what it said when the workbook was made;
    `remarks` say of a figure, by record and path, where its source has it.
    """

    record: str
    title: str
    sheets: tuple[Sheet, ...]
    trees: dict[str, dict[str, Plain]]
    files: dict[str, tuple[str, str]]
    lists: dict[str, tuple[str, ...]]
    references: tuple[Reference, ...] = ()
    remarks: dict[tuple[str, Path], str] = field(default_factory=dict)
