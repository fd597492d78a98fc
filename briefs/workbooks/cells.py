"""Cells: the text of a cell for a value of a record, and a record in which a cell was changed.

A cell holds one text. What a record writes as a mapping of two (a gap with its note, a draft)
has a form of its own, which no figure and no text of ours can begin with.
"""

from __future__ import annotations

from briefs.reading.nodes import Plain
from briefs.workbooks.layout import Path, Takes

GAP = "not disclosed: "

#: Between a unit, day or period that we read into a source, and the note that says why.
BECAUSE = ", because "
_INFERABLE = frozenset({Takes.UNIT, Takes.DAY, Takes.PERIOD})

# Braces name a figure, and none is called so.
DRAFT = "{draft} "


def said(tree: Plain | None, path: Path) -> str | None:
    """Give the text of the cell at a path, or nothing where the record says nothing there."""
    node = tree
    for index, part in enumerate(path):
        if isinstance(node, dict):
            if part == "value" and "not_disclosed" in node and index == len(path) - 1:
                break
            node = node.get(part)
        elif isinstance(node, list) and part.isdecimal():
            node = node[int(part) - 1] if 0 < int(part) <= len(node) else None
        elif isinstance(node, str) and path[index:] == ("value",):
            break
        else:
            return None
    return _text(node)


def beside(tree: Plain, path: Path, key: str) -> str:
    """Find what is said beside the cell of a figure, or beside the series that holds it."""
    entry = path[:-1] if path[-1] == "value" else path
    series = entry[:-2] if entry[-2:-1] == ("values",) else entry
    return said(tree, (*entry, key)) or said(tree, (*series, key)) or ""


def _text(node: Plain | None) -> str | None:
    text = None
    match node:
        case str(words) | {"value": str(words)}:
            text = words
        case {"inferred": str(words), "because": str(note)}:
            text = f"{words}{BECAUSE}{note}"
        case {"not_disclosed": str(note)}:
            text = f"{GAP}{note}"
        case {"draft": str(words)}:
            text = f"{DRAFT}{words}"
        case list():
            text = "\n".join(one for one in node if isinstance(one, str)) or None
    return text


def laid(node: Plain | None, path: Path, takes: Takes, text: str | None) -> Plain | None:
    """Give a value in which the cell at a path says something else, or nothing any more.

    What becomes empty goes, but for the items of a list, whose numbers others count on.
    """
    if not path:
        return _value(node, takes, text)
    part, rest = path[0], path[1:]
    if isinstance(node, list) or (node is None and part.isdecimal()):
        return _in_list(node or [], int(part) - 1, rest, takes, text)
    if isinstance(node, str):
        node = {"value": node}
    node = node or {}
    if part == "value" and not rest:
        return _figure(node, text)
    child = laid(node.get(part), rest, takes, text)
    kept = _without(node, part) if child is None else {**node, part: child}
    return kept or None


def _in_list(
    items: list[Plain], index: int, rest: Path, takes: Takes, text: str | None
) -> list[Plain]:
    padded: list[Plain] = [*items, *({} for _ in range(index + 1 - len(items)))]
    padded[index] = laid(padded[index], rest, takes, text) or {}
    return padded


def _value(node: Plain | None, takes: Takes, text: str | None) -> Plain | None:
    if takes is Takes.FIGURE:
        return _figure(node, text) if isinstance(node, dict) else _bare(text)
    if text is None:
        return None
    if takes is Takes.NAMES:
        return [line.strip() for line in text.split("\n") if line.strip()]
    if takes in _INFERABLE and BECAUSE in text:
        inferred, _, note = text.partition(BECAUSE)
        return {"inferred": inferred, "because": note}
    if takes is Takes.TEXT and text.startswith(DRAFT):
        return {"draft": text.removeprefix(DRAFT)}
    return text


def _bare(text: str | None) -> Plain | None:
    """Give a figure that says nothing but its digits."""
    return _figure({}, text) if text and text.startswith(GAP) else text


def _without(node: dict[str, Plain], *parts: str) -> dict[str, Plain]:
    return {key: value for key, value in node.items() if key not in parts}


def _figure(node: dict[str, Plain], text: str | None) -> Plain | None:
    left = _without(node, "value", "not_disclosed")
    if text is None:
        return left or None
    if text.startswith(GAP):
        return {"not_disclosed": text.removeprefix(GAP), **left}
    return {**node, "value": text} if "value" in node else {"value": text, **left}
