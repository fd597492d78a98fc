"""What is copied out of a page is what stands on it: sentences whole, tables row by row."""

from __future__ import annotations

import re
import subprocess

import pymupdf
import pypdfium2
import pytest
from exhibits import view_of

PAGES = ["axera.one-pager.en", "biren.one-pager.zh-Hans", "axera.one-pager.en+zh-Hant-HK"]


def poppler(path, *options):
    command = ["pdftotext", *options, str(path), "-"]
    return subprocess.run(command, capture_output=True, text=True, check=True).stdout  # noqa: S603 - of a known program


def pdfium(path):
    with pypdfium2.PdfDocument(path) as document:
        return "\n".join(page.get_textpage().get_text_range() for page in document)


def mupdf(path, **options):
    with pymupdf.open(path) as document:
        return "\n".join(page.get_text(**options) for page in document)


#: How each library is asked for what a reader copies in reading order …
READING = {"poppler": lambda path: poppler(path, "-raw"), "pdfium": pdfium, "mupdf": mupdf}

#: … and for lines: MuPDF gives each cell a line of its own unless it is asked to sort.
LINES = {
    **READING,
    "poppler as laid out": lambda path: poppler(path, "-layout"),
    "mupdf": lambda path: mupdf(path, sort=True),
}


def bare(text):
    return re.sub(r"[\s\u2060\u00ad\ufffe]", "", text)


def spaced(text):
    """Give a text with single spaces; a line may end at a hyphen of its own."""
    joined = re.sub(r"(?<=-)\s*\n|\ufffe\s*", "", text.replace("\u2060", "").replace("\r", ""))
    return " ".join(joined.split())


def marked(phrase):
    return f"{phrase}{','.join(map(str, phrase.notes))}"


def rows(view):
    """Give what each row of the summary says, in order, with the marks of its notes."""
    for row in view.table.rows:
        label, *other = map(marked, row.label)
        values = (
            "".join(map(str, cell.value.forms)) + ",".join(map(str, cell.value.notes))
            for cell in row.cells
        )
        yield bare("".join([label, *values, *other]))


@pytest.mark.parametrize("edition", PAGES)
@pytest.mark.parametrize("reader", LINES)
def test_a_row_of_a_table_is_one_line_with_its_cells_in_order(output, edition, reader):
    lines = [bare(line) for line in LINES[reader](output.pdf(edition)).splitlines()]
    places = []
    for row in rows(view_of(edition)):
        found = [number for number, line in enumerate(lines) if row in line]
        assert len(found) == 1, row
        places += found
    assert places == sorted(places)


@pytest.mark.parametrize("edition", PAGES)
@pytest.mark.parametrize("reader", READING)
def test_sentences_come_out_whole_in_order_with_their_spaces(output, edition, reader):
    view = view_of(edition)
    text = READING[reader](output.pdf(edition))
    said = [
        phrase
        for words in (view.headline, view.business, *view.strengths, *view.risks)
        for phrase in words
    ]
    whole, letters = spaced(text), bare(text)
    for phrase in said:
        if phrase.language == "en":
            assert marked(phrase) in whole
        assert bare(marked(phrase)) in letters
    for language in view.setting.languages:
        own = [bare(marked(phrase)) for phrase in said if phrase.language == language]
        places = [letters.index(phrase) for phrase in own]
        assert places == sorted(places)
