"""Inline: how what stands on one line is written: its quotes, its brackets, its keys' order.

Our reader takes every text as it is written, with or without quotes; editors and other programs
read YAML 1.2, in which 28.20 is a number that loses its zero.
"""

from __future__ import annotations

import io
import re
from collections.abc import Iterator

import yaml

from briefs.authoring.order import Order

#: What YAML 1.2 (§10.3.2, the core schema) reads as a number, a truth or nothing.
_NO_TEXT = re.compile(
    r"[-+]?[0-9]+|0o[0-7]+|0x[0-9a-fA-F]+|[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?"
    r"|[-+]?\.(inf|Inf|INF)|\.(nan|NaN|NAN)|true|True|TRUE|false|False|FALSE|null|Null|NULL|~|"
)

#: Texts that need escapes in one sort of quotes: they stay in those of their author.
_DELICATE = re.compile(r'["\\\x00-\x1f\x7f]')


def inlined(text: str, root: yaml.Node, order: Order) -> str:
    """Give a document in which everything that stands on one line has its one form."""
    for node, new in reversed([*_lines(text, root, order, in_flow=False)]):
        text = text[: node.start_mark.index] + new + text[node.end_mark.index :]
    return text


def is_flow(node: yaml.Node) -> bool:
    """Whether a mapping or list stands in brackets."""
    return isinstance(node, yaml.CollectionNode) and bool(node.flow_style)


def children(node: yaml.Node) -> list[tuple[yaml.Node | None, yaml.Node]]:
    """Give what stands in a mapping or list: keys with values, or items alone."""
    if isinstance(node, yaml.MappingNode):
        return list(node.value)
    return [(None, item) for item in node.value] if isinstance(node, yaml.SequenceNode) else []


def _lines(
    text: str, node: yaml.Node, order: Order, *, in_flow: bool
) -> Iterator[tuple[yaml.Node, str]]:
    """Give each widest node that stands on one line, in order, with its one form."""
    on_one = node.start_mark.line == node.end_mark.line
    if isinstance(node, yaml.ScalarNode) or (is_flow(node) and on_one):
        if on_one:
            yield node, _written(text, node, order, in_flow=in_flow)
        return
    for key, value in children(node):
        if key is not None:
            yield key, _of(text, key, in_flow=in_flow)
        inner = order.of(key.value if key else "")
        yield from _lines(text, value, inner, in_flow=in_flow or is_flow(node))


def _written(text: str, node: yaml.Node, order: Order, *, in_flow: bool) -> str:
    if isinstance(node, yaml.ScalarNode):
        # A count has no zeros to lose.
        return _of(text, node, in_flow=in_flow, is_count=order.part.get("type") == "integer")
    parts: dict[str, str] = {}
    for number, (key, value) in enumerate(children(node)):
        inner = _written(text, value, order.of(key.value if key else ""), in_flow=True)
        name = key.value if key else str(number)
        parts[name] = f"{_of(text, key, in_flow=True)}: {inner}" if key else inner
    if isinstance(node, yaml.MappingNode):
        return f"{{{', '.join(parts[name] for name in order.sorted(list(parts)))}}}"
    return f"[{', '.join(parts.values())}]"


def _of(text: str, node: yaml.Node, *, in_flow: bool, is_count: bool = False) -> str:
    """Give a text in its one form; what escapes something stays as its author wrote it."""
    written = text[node.start_mark.index : node.end_mark.index]
    if is_count or "\\" in written or written[0] in "|>" or _DELICATE.search(node.value):
        return written
    return node.value if _may_be_plain(node.value, in_flow=in_flow) else f'"{node.value}"'


def _may_be_plain(value: str, *, in_flow: bool) -> bool:
    if _NO_TEXT.fullmatch(value):
        return False
    analysis = yaml.emitter.Emitter(io.StringIO(), allow_unicode=True).analyze_scalar(value)
    return bool(analysis.allow_flow_plain if in_flow else analysis.allow_block_plain)
