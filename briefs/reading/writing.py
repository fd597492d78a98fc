"""Writing: a tree of texts as YAML, in the form that our records have."""

from __future__ import annotations

import json
import re
import textwrap
from collections.abc import Iterator

from briefs.reading.nodes import Plain, plain, read_text

#: How wide a line of a record is.
WIDTH = 100

# What YAML takes for something else than text; our reader does not, but editors colour it so.
_NUMBER = r"[-+.]?[0-9][0-9_,.:eE+-]*|\.(?i:nan|inf)"
_TAKEN_FOR_OTHER = re.compile(rf"{_NUMBER}|(?i:true|false|on|off|y|n)")
_DAY = re.compile(r"[0-9]{4}-[0-9]{2}(-[0-9]{2})?")


def document(tree: dict[str, Plain]) -> str:
    """Write a whole file: each key on its own line, and what is short on the line of its key."""
    return "".join(f"{line}\n" for line in _block(tree, ""))


def lines_of(key: str, value: Plain, indent: str) -> list[str]:
    """Write a key with its value, each line indented."""
    return list(_pair(key, value, indent))


def item_lines(value: Plain, indent: str) -> list[str]:
    """Write an item of a list, each line indented."""
    return list(_item(value, indent))


def flow(value: Plain) -> str:
    """Write a value on one line."""
    if isinstance(value, dict):
        inner = ", ".join(f"{scalar(key, flow=True)}: {flow(one)}" for key, one in value.items())
        return f"{{{inner}}}"
    if isinstance(value, list):
        return f"[{', '.join(map(flow, value))}]"
    return scalar(value, flow=True)


def scalar(text: str, *, flow: bool = False, like: str = "") -> str:
    """Write a text on one line, in quotes where it needs them or where it had them.

    `like` is what stood in its place.
    """
    if like[:1] in {"'", '"'}:
        return _quoted(text, like[0], flow=flow)
    bare = not _TAKEN_FOR_OTHER.fullmatch(text) or _DAY.fullmatch(text)
    if (bare or _TAKEN_FOR_OTHER.fullmatch(like)) and _says(text, text, flow=flow):
        return text
    return _quoted(text, '"', flow=flow)


def folded(text: str, indent: str) -> str:
    """Write a long text over several lines, or on one where folding would change it."""
    lines = textwrap.wrap(text, WIDTH - len(indent), break_long_words=False, break_on_hyphens=False)
    block = "\n".join([">-", *(f"{indent}{line}" for line in lines)])
    return block if _says(block, text, flow=False) else scalar(text)


def _quoted(text: str, mark: str, *, flow: bool) -> str:
    single = "'" + text.replace("'", "''") + "'"
    if mark == "'" and _says(single, text, flow=flow):
        return single
    return json.dumps(text, ensure_ascii=False)


def _says(written: str, text: str, *, flow: bool) -> bool:
    """Whether our reader reads what is written as the text, and complains of nothing."""
    line = f"k: [{written}]\n" if flow else f"k: {written}\n"
    node, faults = read_text(line.encode(), name="")
    return node is not None and not faults and plain(node) == {"k": [text] if flow else text}


def _block(tree: dict[str, Plain], indent: str) -> Iterator[str]:
    for key, value in tree.items():
        yield from _pair(key, value, indent)


def _pair(key: str, value: Plain, indent: str) -> Iterator[str]:
    head = f"{indent}{scalar(key)}:"
    inner = f"{indent}  "
    if _is_short(value, head):
        yield f"{head} {scalar(value) if isinstance(value, str) else flow(value)}"
    elif isinstance(value, str):
        yield from f"{head} {folded(value, inner)}".split("\n")
    elif isinstance(value, dict):
        yield head
        yield from _block(value, inner)
    else:
        yield head
        for item in value:
            yield from _item(item, inner)


def _item(value: Plain, indent: str) -> Iterator[str]:
    if _is_short(value, f"{indent}- "):
        yield f"{indent}- {scalar(value) if isinstance(value, str) else flow(value)}"
    elif isinstance(value, dict):
        first, *rest = _block(value, f"{indent}  ")
        yield f"{indent}- {first.lstrip()}"
        yield from rest
    else:
        yield f"{indent}- {flow(value)}"


def _is_short(value: Plain, head: str) -> bool:
    """Whether a value stands on the line of its key: a list of mappings never does."""
    if isinstance(value, str):
        return len(head) + len(value) < WIDTH or " " not in value
    if isinstance(value, list) and any(isinstance(part, dict) for part in value):
        return False
    return len(head) + 1 + len(flow(value)) <= WIDTH
