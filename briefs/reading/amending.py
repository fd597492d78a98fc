"""Amending: a YAML text that says something new, with every other byte as it was.

Comments, order, quotes and line breaks belong to whoever wrote the file. So the text is not
written anew from a tree: the places of its values are found, and only what differs is replaced.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import yaml

from briefs.reading.nodes import LOADER, Plain, plain, read_text
from briefs.reading.writing import document, flow, folded, item_lines, lines_of, scalar


@dataclass(frozen=True, slots=True)
class _Edit:
    """New words for a stretch of the text; an empty stretch is a spot to write at."""

    start: int
    end: int
    words: str


def amended(text: str, tree: dict[str, Plain]) -> str:
    """Give a text that our reader reads as a tree: the text itself where it says so already.

    The text must be one that is read without faults; an empty one becomes a new document.
    """
    if not text.strip():
        return document(tree)
    root = yaml.compose(text, Loader=LOADER)
    edits = _Amender(text).value(root, tree) if root else ()
    for edit in sorted(edits, key=_place, reverse=True):
        text = text[: edit.start] + edit.words + text[edit.end :]
    node, faults = read_text(text.encode(), name="")
    if faults or node is None or plain(node) != tree:
        raise AssertionError("the amended text does not say what it should")
    return text


def _place(edit: _Edit) -> tuple[int, int]:
    return edit.start, edit.end


class _Amender:
    """Finds what must be written anew in one text."""

    def __init__(self, text: str) -> None:
        self._text = text

    def value(self, node: yaml.Node, new: Plain) -> Iterator[_Edit]:
        """Give the edits that make a value say something."""
        if _said(node) == new:
            return
        inner = list(self._inner(node, new))
        yield from inner or [self._whole(node, new)]

    def _inner(self, node: yaml.Node, new: Plain) -> Iterator[_Edit]:
        """Give edits within a value, or none where it must be replaced as a whole."""
        if isinstance(node, yaml.MappingNode) and isinstance(new, dict):
            keys = [key.value for key, _ in node.value]
            if not set(keys) & set(new) or (node.flow_style and keys != list(new)):
                return
            yield from self._mapping(node, new)
        elif isinstance(node, yaml.SequenceNode) and isinstance(new, list):
            if node.flow_style and len(node.value) != len(new):
                return
            yield from self._list(node, new)

    def _whole(self, node: yaml.Node, new: Plain) -> _Edit:
        start, end = _start(node), self._end(node)
        if isinstance(new, str) and isinstance(node, yaml.ScalarNode):
            return _Edit(start, end, self._scalar(node, new))
        if _is_inline(node):
            return _Edit(start, end, flow(new))
        # A block begins on a line below its key; what takes its place stands on the key's line.
        before = len(self._text[:start].rstrip())
        return _Edit(before, end, f" {flow(new) if not isinstance(new, str) else scalar(new)}")

    def _scalar(self, node: yaml.ScalarNode, new: str) -> str:
        written = self._text[_start(node) : self._end(node)]
        if node.style == ">":
            return folded(new, " " * self._indent_below(node))
        return scalar(new, flow=self._in_flow(node), like=written)

    def _indent_below(self, node: yaml.ScalarNode) -> int:
        line = self._text.index("\n", _start(node)) + 1
        return len(self._text[line:]) - len(self._text[line:].lstrip(" "))

    def _in_flow(self, node: yaml.ScalarNode) -> bool:
        """Whether a plain text at this place must not hold what ends an item; to be sure, yes."""
        line = self._text.rfind("\n", 0, _start(node)) + 1
        before = self._text[line : _start(node)]
        return any(mark in before for mark in "[{") or not before.strip()

    # --- mappings

    def _mapping(self, node: yaml.MappingNode, new: dict[str, Plain]) -> Iterator[_Edit]:
        last = None
        kept = {key.value: value for key, value in node.value if key.value in new}
        for key, value in node.value:
            if key.value in new:
                yield from self.value(value, new[key.value])
            else:
                yield self._without(node, key, value)
        added: dict[str, list[tuple[str, Plain]]] = {}
        for name, value in new.items():
            if name in kept:
                last = name
            else:
                added.setdefault(last or "", []).append((name, value))
        for name, pairs in added.items():
            yield self._with(node, kept.get(name), pairs)

    def _without(self, node: yaml.MappingNode, key: yaml.Node, value: yaml.Node) -> _Edit:
        start = self._text.rfind("\n", 0, _start(key)) + 1
        if self._text[start : _start(key)].strip():
            # The first key of a list's item stands beside its dash: the next one takes its place.
            keys = [one for one, _ in node.value]
            following = keys[keys.index(key) + 1 :]
            return _Edit(_start(key), _start(following[0]) if following else self._end(value), "")
        return _Edit(start, self._line_end(value) + 1, "")

    def _with(
        self, node: yaml.MappingNode, after: yaml.Node | None, pairs: list[tuple[str, Plain]]
    ) -> _Edit:
        indent = " " * node.start_mark.column
        lines = [line for name, value in pairs for line in lines_of(name, value, indent)]
        if after is None:
            words = "".join(f"{line}\n" for line in lines)
            return _Edit(_start(node), _start(node), words[len(indent) :] + indent)
        end = self._line_end(after)
        return _Edit(end, end, "".join(f"\n{line}" for line in lines))

    # --- lists

    def _list(self, node: yaml.SequenceNode, new: list[Plain]) -> Iterator[_Edit]:
        old = [_said(item) for item in node.value]
        head = _alike(old, new)
        tail = min(_alike(old[::-1], new[::-1]), len(old) - head, len(new) - head)
        gone, come = node.value[head : len(old) - tail], new[head : len(new) - tail]
        both = min(len(gone), len(come))
        for item, value in zip(gone[:both], come[:both], strict=True):
            yield from self.value(item, value)
        for item in gone[both:]:
            start = self._text.rfind("\n", 0, _start(item)) + 1
            yield _Edit(start, self._line_end(item) + 1, "")
        if come[both:]:
            yield self._more(node, head + both, come[both:])

    def _more(self, node: yaml.SequenceNode, at: int, items: list[Plain]) -> _Edit:
        indent = " " * node.start_mark.column
        lines = [line for item in items for line in item_lines(item, indent)]
        if not at:
            start = self._text.rfind("\n", 0, _start(node)) + 1
            return _Edit(start, start, "".join(f"{line}\n" for line in lines))
        end = self._line_end(node.value[at - 1])
        return _Edit(end, end, "".join(f"\n{line}" for line in lines))

    # --- where values end

    def _end(self, node: yaml.Node) -> int:
        """Find where the words of a value end; a block's mark lies beyond comments and blanks."""
        if _is_inline(node):
            start = _start(node)
            return start + len(self._text[start : node.end_mark.index].rstrip())
        last = node.value[-1]
        return self._end(last[1] if isinstance(node, yaml.MappingNode) else last)

    def _line_end(self, node: yaml.Node) -> int:
        found = self._text.find("\n", self._end(node))
        return len(self._text) if found < 0 else found


def _is_inline(node: yaml.Node) -> bool:
    """Whether a value begins on the line of its key, or in the brackets around it."""
    return not isinstance(node, yaml.CollectionNode) or bool(node.flow_style)


def _start(node: yaml.Node) -> int:
    index: int = node.start_mark.index
    return index


def _said(node: yaml.Node) -> Plain:
    if isinstance(node, yaml.MappingNode):
        return {key.value: _said(value) for key, value in node.value}
    if isinstance(node, yaml.SequenceNode):
        return [_said(item) for item in node.value]
    said: str = node.value
    return said


def _alike(one: list[Plain], other: list[Plain]) -> int:
    """Count how many items two lists have in common at their beginning."""
    pairs = enumerate(zip(one, other, strict=False))
    return next((index for index, (a, b) in pairs if a != b), min(len(one), len(other)))
