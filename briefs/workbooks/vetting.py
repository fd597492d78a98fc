"""Vetting: what a file must be before anybody looks into it as a workbook.

A workbook is an archive of XML, which may be small and unpack without end, reach outside, or
carry programs. All of that is looked for with bounded reading; what is bad is refused as a whole.
"""

from __future__ import annotations

import re
import zlib
from collections.abc import Iterator
from io import BytesIO
from typing import IO
from xml.etree.ElementTree import ParseError
from zipfile import ZIP_DEFLATED, ZIP_STORED, BadZipFile, ZipFile, ZipInfo

from defusedxml import DefusedXmlException
from defusedxml.ElementTree import iterparse
from openpyxl.utils import column_index_from_string

from briefs.faults import Fault, Place

RULE = "workbook"

MOST_BYTES = 10 << 20
MOST_UNPACKED = 32 << 20
MOST_ENTRIES = 1_000
MOST_RATIO = 100
MOST_ROWS, MOST_COLUMNS, MOST_CELLS = 5_000, 256, 200_000

_OLD = bytes.fromhex("d0cf11e0a1b11ae1")
_EXPORT = "export it again with `briefs export`, and put your figures there"
_PARTS = (
    (re.compile(r"vbaProject|macrosheets|dialogsheets", re.IGNORECASE), "macros"),
    (re.compile(r"/externalLinks/", re.IGNORECASE), "links to other files or programs (DDE)"),
    (re.compile(r"/(activeX|ctrlProps|embeddings)/", re.IGNORECASE), "embedded objects"),
    (
        re.compile(r"/(connections\.xml|queryTables/)", re.IGNORECASE),
        "connections to data",
    ),
)
_SHEET = re.compile(r"xl/worksheets/[^/]+\.xml", re.IGNORECASE)
_SPOT = re.compile(r"([A-Z]{1,3})?([0-9]{1,7})?")


def vet(data: bytes, name: str) -> tuple[Fault, ...]:
    """Say why a file is not looked into; nothing where it may be."""
    return tuple(Fault(Place(name), words, mend, RULE) for words, mend in _refusals(data))


def _refusals(data: bytes) -> Iterator[tuple[str, str]]:
    if len(data) > MOST_BYTES:
        yield f"the workbook is larger than {_mebibytes(MOST_BYTES)}", _EXPORT
        return
    if data.startswith(_OLD):
        words = "the workbook is encrypted, or of the old kind .xls"
        yield words, "save it as .xlsx, without a password"
        return
    try:
        with ZipFile(BytesIO(data)) as archive:
            outside = list(_of_archive(archive))
            yield from outside
            if not outside:
                yield from _of_parts(archive)
    except (BadZipFile, EOFError, NotImplementedError, ValueError, OSError) as error:
        yield f"this is no .xlsx workbook, or a broken one ({error})", _EXPORT


def _of_archive(archive: ZipFile) -> Iterator[tuple[str, str]]:
    """Judge the archive by what it says of its entries."""
    entries = archive.infolist()
    if len(entries) > MOST_ENTRIES:
        yield f"the workbook has {len(entries):,} parts, and may have {MOST_ENTRIES:,}", _EXPORT
        return
    if sum(one.file_size for one in entries) > MOST_UNPACKED:
        yield f"the workbook unpacks to more than {_mebibytes(MOST_UNPACKED)}", _EXPORT
        return
    names = [one.filename for one in entries]
    if len(set(names)) < len(names):
        yield "two parts of the workbook have one name", _EXPORT
    for one in entries:
        yield from _of_entry(one)
    for pattern, what in _PARTS:
        if any(pattern.search(f"/{name}") for name in names):
            yield f"the workbook holds {what}", "save it without them, as .xlsx"
    if "[Content_Types].xml" not in names or "xl/workbook.xml" not in names:
        yield "the archive holds no workbook", _EXPORT


def _of_entry(one: ZipInfo) -> Iterator[tuple[str, str]]:
    name = one.filename
    if name.startswith("/") or "\\" in name or ".." in name.split("/") or ":" in name:
        yield f"a part of the workbook has a name that leads outside: {name!r}", _EXPORT
    if one.flag_bits & 1:
        yield "the workbook is encrypted", "save it without a password"
    elif one.compress_type not in (ZIP_STORED, ZIP_DEFLATED):
        yield f"{name!r} is packed in a way that workbooks do not use", _EXPORT
    if one.file_size > MOST_RATIO * max(one.compress_size, 1) and one.file_size > 1 << 16:
        yield f"{name!r} unpacks to more than {MOST_RATIO} times its size", _EXPORT


def _of_parts(archive: ZipFile) -> Iterator[tuple[str, str]]:
    """Judge each part by what it holds."""
    for name in archive.namelist():
        if name.lower().endswith((".xml", ".rels")):
            try:
                with archive.open(name) as part:
                    yield from _of_part(part, name)
            except DefusedXmlException:
                yield f"{name} declares entities, which no workbook needs", _EXPORT
            except (ParseError, UnicodeError, zlib.error) as error:
                yield f"{name} cannot be read as XML ({error})", _EXPORT


def _of_part(part: IO[bytes], name: str) -> Iterator[tuple[str, str]]:
    is_sheet, cells = bool(_SHEET.fullmatch(name)), 0
    for _, element in iterparse(part, forbid_dtd=True):
        tag = element.tag.rpartition("}")[2]
        if tag == "Relationship" and element.get("TargetMode", "").lower() == "external":
            target = element.get("Target", "")[:80]
            yield f"the workbook links to {target!r}", "take the link out"
        if "macroEnabled" in element.get("ContentType", ""):
            yield "the workbook is one with macros", "save it as .xlsx, without them"
        if is_sheet and tag in ("c", "row"):
            cells += tag == "c"
            if beyond := _beyond(element.get("r", ""), cells):
                yield f"{name} has {beyond}", "delete what stands beside and below the tables"
                return
            if tag == "row":
                element.clear()


def _beyond(spot: str, cells: int) -> str:
    """Say which limit a row (`7`) or a cell (`C7`) breaks."""
    found = _SPOT.fullmatch(spot)
    if found is None:
        return f"a cell named {spot[:20]!r}"
    if int(found[2] or 0) > MOST_ROWS:
        return f"a row beyond {MOST_ROWS:,}"
    if found[1] and column_index_from_string(found[1]) > MOST_COLUMNS:
        return f"a column beyond {MOST_COLUMNS}"
    return f"more than {MOST_CELLS:,} cells" if cells > MOST_CELLS else ""


def _mebibytes(count: int) -> str:
    return f"{count >> 20} MiB"
