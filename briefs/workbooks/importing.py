"""Importing: the records as a workbook says them, and the cell behind every change."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from copy import deepcopy
from dataclasses import dataclass, field, replace
from hashlib import sha256

from briefs.authoring.form import NotTheSameError, formed
from briefs.authoring.schema import COMPANY, COMPARISON, schema_of
from briefs.faults import Fault, Place, Severity
from briefs.reading.amending import amended
from briefs.reading.nodes import Node, Plain, plain, read_text
from briefs.workbooks import numbers
from briefs.workbooks.cells import laid, said
from briefs.workbooks.layout import NEW, SEPARATOR, Path, Takes
from briefs.workbooks.reading import Entered, Filled
from briefs.workbooks.vetting import RULE

#: The rule of a record that is not as it was exported.
STALE = "workbook-stale"


@dataclass(frozen=True, slots=True)
class Change:
    """A cell that says something else than the record did."""

    record: str
    path: Path
    old: str | None
    new: str | None
    place: Place


@dataclass(frozen=True, slots=True)
class Amended:
    """A record's file with what a workbook changes in it, and the cell of every text."""

    record: str
    file: str
    old: str
    new: str
    cells: Mapping[Path, Place]
    changes: tuple[Change, ...]


@dataclass(slots=True)
class _Draft:
    tree: dict[str, Plain]
    changes: list[Change] = field(default_factory=list)
    cells: dict[Path, Place] = field(default_factory=dict)
    numbers: dict[Path, dict[str, str]] = field(default_factory=dict)


def digest(data: bytes) -> str:
    """Give what tells whether a record's file is still the one that was exported."""
    return sha256(data).hexdigest()


def amend(
    filled: Filled, files: Mapping[str, bytes], name: str
) -> tuple[list[Amended], list[Fault]]:
    """Lay what a workbook says into the records' files; a file that is not there is begun.

    `files` holds the bytes of the files that are there, each read without a fault.
    """
    faults: list[Fault] = []
    drafts: dict[str, _Draft] = {}
    for record, (file, was) in filled.files.items():
        data = files.get(file)
        drafts[record] = _Draft(_tree(data, file))
        if data is not None and digest(data) != was:
            words = f"{file} has changed since the workbook was exported"
            mend = "export it again and repeat your changes, or import with --over"
            faults.append(Fault(Place(name), words, mend, STALE))
    for cell in filled.cells:
        if cell.record in drafts:
            faults += _enter(drafts[cell.record], cell)
    _without(drafts[filled.record], filled)
    made = []
    for record, draft in drafts.items():
        file = filled.files[record][0]
        old = files.get(file, b"").decode().removeprefix("\ufeff")
        new = amended(old, draft.tree)
        new = old if new == old else _in_form(old, new, file)
        made.append(Amended(record, file, old, new, draft.cells, tuple(draft.changes)))
    return made, faults


def _tree(data: bytes | None, file: str) -> dict[str, Plain]:
    node, _ = read_text(data, name=file) if data else (None, ())
    tree = plain(node) if node else {}
    return tree if isinstance(tree, dict) else {}


# --- cells


def _enter(draft: _Draft, cell: Entered) -> Iterator[Fault]:
    if not _leads(draft.tree, cell.path):
        key = SEPARATOR.join(cell.path)
        yield Fault(cell.place, f"{key!r} is no key of the record", "write the key as it was", RULE)
        return
    path = _numbered(draft, cell.path)
    draft.cells[path] = cell.place
    old = said(draft.tree, path)
    new = _meant(cell, old)
    if new == old:
        return
    if cell.typed and cell.takes is Takes.FIGURE:
        words = f"a number is typed here, and read as {new!r}"
        mend = "write it as text if the source has it otherwise: a number keeps no zeros at its end"
        yield Fault(cell.place, words, mend, RULE, Severity.WARNING)
    tree = laid(draft.tree, path, cell.takes, new)
    draft.tree = tree if isinstance(tree, dict) else {}
    draft.changes.append(Change(cell.record, path, old, new, cell.place))


def _meant(cell: Entered, old: str | None) -> str | None:
    """Give the text that a cell means: what the record has, if it is the same but for its form."""
    text = cell.text
    if text is None or text == old:
        return text
    if cell.typed and old is not None and numbers.value(text) == numbers.value(old) is not None:
        return old
    return text.strip() or None


def _numbered(draft: _Draft, path: Path) -> Path:
    """Give new items of lists the numbers after those that are there."""
    for index, part in enumerate(path):
        if part.startswith(NEW) and index:
            above = path[:index]
            given = draft.numbers.setdefault(above, {})
            if part not in given:
                given[part] = str(_length(draft.tree, above) + 1)
                # The place is taken, whatever the row then says.
                draft.tree = _dict(laid(draft.tree, (*above, given[part], "…"), Takes.WORD, None))
            path = (*above, given[part], *path[index + 1 :])
    return path


def _dict(node: Plain | None) -> dict[str, Plain]:
    return node if isinstance(node, dict) else {}


def _leads(node: Plain | None, path: Path) -> bool:
    """Whether a key names the items of lists by number, and nothing else so."""
    for part in path:
        if part.startswith(NEW):
            return node is None or isinstance(node, list)
        if isinstance(node, list):
            if not part.isdecimal():
                return False
            node = node[int(part) - 1] if int(part) <= len(node) else None
        else:
            node = node.get(part) if isinstance(node, dict) else None
    return True


def _length(tree: dict[str, Plain], path: Path) -> int:
    above = _above(tree, path).get(path[-1])
    return len(above) if isinstance(above, list) else 0


# --- what is taken out


def _without(draft: _Draft, filled: Filled) -> None:
    """Take out the items whose rows are gone or empty, and number the others anew."""
    for held in filled.held:
        given = draft.numbers.get(held.path, {})
        kept = {given.get(row, row) for row in held.rows}
        tree = deepcopy(draft.tree)
        above = _above(tree, held.path)
        name = held.path[-1]
        items = above.get(name)
        if isinstance(items, list):
            left = [one for one in range(1, len(items) + 1) if str(one) in kept]
            _renumber(draft, held.path, left)
            above[name] = [items[one - 1] for one in left]
        elif isinstance(items, dict) and "not_disclosed" not in items:
            above[name] = {key: one for key, one in items.items() if key in kept}
        if items and not above[name]:
            del above[name]
        draft.tree = tree


def _above(tree: dict[str, Plain], path: Path) -> dict[str, Plain]:
    """Find the mapping that a list stands in, within a tree that may be changed."""
    for part in path[:-1]:
        inner = tree.get(part)
        tree = inner if isinstance(inner, dict) else {}
    return tree


def _renumber(draft: _Draft, path: Path, kept: list[int]) -> None:
    new = {str(old): str(number) for number, old in enumerate(kept, 1)}
    size = len(path)
    cells: dict[Path, Place] = {}
    for one, place in draft.cells.items():
        if one[:size] != path:
            cells[one] = place
        elif one[size] in new:
            cells[*path, new[one[size]], *one[size + 1 :]] = place
    draft.cells = cells


# --- the form of a file


def _in_form(old: str, new: str, file: str) -> str:
    """Bring a new record into its one form, and keep one in it that was."""
    schema = schema_of(COMPARISON if "/comparisons/" in file else COMPANY)
    try:
        return formed(new, schema) if not old or formed(old, schema) == old else new
    except NotTheSameError:
        return new


# --- faults of the records, by cell


def by_cell(fault: Fault, made: Amended, name: str) -> Fault:
    """Give a fault of a record's file as one of the cell that says what is wrong."""
    node, _ = read_text(made.new.encode(), name=made.file)
    path = next(
        (path for path, place in _places(node, ()) if place == fault.place), ()
    ) if node else ()  # fmt: skip
    return replace(fault, place=_cell(made.cells, path) or Place(name))


def _places(node: Node, path: Path) -> Iterator[tuple[Path, Place]]:
    """Give every place of a file with its path, the innermost first."""
    if isinstance(node.value, dict):
        for key, inner in node.value.items():
            yield from _places(inner, (*path, key))
            yield (*path, key), node.key_places[key]
    elif isinstance(node.value, list):
        for number, inner in enumerate(node.value, 1):
            yield from _places(inner, (*path, str(number)))
    yield path, node.place


def _cell(cells: Mapping[Path, Place], path: Path) -> Place | None:
    """Find the cell of a path, of what stands below it, or of what is nearest above."""
    while path:
        below = [place for one, place in cells.items() if one[: len(path)] == path]
        if below:
            return cells.get(path) or cells.get((*path, "value")) or min(below)
        path = path[:-1]
    return None
