"""Look: the formats of cells, by what they hold."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from math import ceil
from typing import Any
from unicodedata import east_asian_width

from xlsxwriter.format import Format
from xlsxwriter.workbook import Workbook as File

from briefs.workbooks.layout import Takes

INK, QUIET, RULE, ACCENT = "#12263A", "#56616D", "#D5DBE1", "#2F6690"
OURS, HEAD = "#F6F4EF", "#E8EEF3"

#: Faces that come with the programs which open workbooks, for each language's script.
FACES = {"zh-Hans": "Microsoft YaHei", "zh-Hant-HK": "Microsoft JhengHei"}
FACE = "Arial"

#: How wide a column of a kind is, in digits.
WIDTHS = {
    Takes.FIGURE: 15,
    Takes.TEXT: 24,
    Takes.WORD: 15,
    Takes.UNIT: 17,
    Takes.DAY: 14,
    Takes.PERIOD: 14,
    Takes.YES_NO: 9,
    Takes.NAMES: 24,
    Takes.NUMBER: 16,
    Takes.SHOWN: 17,
}
_RIGHT = {"align": "right", "indent": 1}

#: How high a line of a cell is, in points, and what a row has above and below.
_LINE, _ROOM = 13, 4

#: A sheet of words alone gives them more room.
WIDE = 46


@dataclass(frozen=True, slots=True)
class Look:
    """Makes the formats of one workbook, each once."""

    file: File
    _made: dict[tuple[tuple[str, Any], ...], Format] = field(default_factory=dict)

    def of(self, **properties: Any) -> Format:  # noqa: ANN401 - as the library takes them
        """Give a format; what is not said is as everywhere."""
        whole = {"font_name": FACE, "font_size": 10, "font_color": INK, "valign": "vcenter"}
        key = tuple(sorted((whole | properties).items()))
        if key not in self._made:
            self._made[key] = self.file.add_format(dict(key))
        return self._made[key]

    def cell(self, takes: Takes, language: str = "") -> Format:
        """Give the format of a cell that somebody fills in, or that we work out."""
        rule = {"bottom": 1, "bottom_color": RULE}
        if takes is Takes.SHOWN:
            return self.of(bg_color=OURS, font_color=QUIET, **rule)
        align = _RIGHT if takes is Takes.FIGURE else {"align": "left"}
        face = FACES.get(language, FACE)
        return self.of(
            # As text, and with the mark that a text is meant, whatever it begins with.
            num_format="@", quote_prefix=True, locked=False,
            text_wrap=True, font_name=face, **align, **rule,
        )  # fmt: skip

    def number(self, form: str) -> Format:
        """Give the format of a number that is worked out."""
        return self.of(
            num_format=form, bg_color=OURS, font_color=QUIET, bottom=1, bottom_color=RULE, **_RIGHT
        )

    @property
    def gap(self) -> Format:
        """The format that a figure takes on where it is not disclosed."""
        return self.of(italic=True, font_color=QUIET)

    def title(self) -> Format:
        """Give the format of a table's title."""
        return self.of(bold=True, font_size=12, font_color=ACCENT)

    def open_heading(self) -> Format:
        """Give the format of a heading in which somebody writes a period."""
        return self.of(
            bold=True, num_format="@", locked=False, border=1, border_color=RULE, **_RIGHT
        )

    def heading(self, takes: Takes | None = None) -> Format:
        """Give the format of the heading of a column."""
        align = _RIGHT if takes in (Takes.FIGURE, Takes.NUMBER) else {"align": "left"}
        return self.of(
            bold=True, bg_color=HEAD, text_wrap=True, valign="bottom",
            bottom=1, bottom_color=ACCENT, **align,
        )  # fmt: skip

    def key(self, *, locked: bool = True) -> Format:
        """Give the format of a row's key."""
        return self.of(font_size=8, font_color=QUIET, locked=locked, num_format="@")

    def label(self) -> Format:
        """Give the format of a row's name."""
        return self.of(text_wrap=True, bottom=1, bottom_color=RULE)


def height(cells: Iterable[tuple[str, int]]) -> int:
    """Give the height of a row in points, by its texts and the widths they are set in.

    Programs set rows that hold wrapped text as high as one line, unless they are told.
    """
    return _LINE * max((_lines(text, width) for text, width in cells), default=1) + _ROOM


def _lines(text: str, width: int) -> int:
    return sum(max(1, ceil(_length(line) / (width - 1))) for line in text.split("\n"))


def _length(text: str) -> float:
    """Measure a text in digits: letters are narrower, ideographs about twice as wide."""
    return sum(1.9 if east_asian_width(char) in "WF" else 0.8 for char in text)
