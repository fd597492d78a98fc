"""Sources: the templates, macros and stylesheets that a page is set with, each by its name."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache

import jinja2
from jinja2 import nodes

_MACRO = re.compile(r"{%-?\s*macro\s+(\w+).*?{%-?\s*endmacro\s*[+-]?%}", re.DOTALL)

#: What a template asks to tell a brief in one language from one in two.
PAIRED = "view.setting.is_bilingual"


#: Templates that are kept as they were parsed, from one kind of brief to the next.
PARSED = 64


@dataclass(frozen=True, slots=True)
class Sources:
    """What a page is set with: templates without their macros, used macros, stylesheets."""

    templates: dict[str, str]
    macros: dict[str, str]
    stylesheets: dict[str, str]


def source_of(environment: jinja2.Environment, name: str) -> str:
    """Give the text of a template or stylesheet."""
    loader = environment.loader
    if loader is None:
        raise jinja2.TemplateNotFound(name)
    return loader.get_source(environment, name)[0]


def templates_from(environment: jinja2.Environment, first: str, *, paired: bool) -> dict[str, str]:
    """Give the source of a template, and of every one that it extends, includes or imports."""
    found: dict[str, str] = {}
    waiting = [first]
    while waiting:
        name = waiting.pop()
        if name not in found:
            found[name] = source_of(environment, name)
            for node in _live(_tree(environment, name, found[name]), paired):
                waiting += _named(environment, node)
    return dict(sorted(found.items()))


@lru_cache(maxsize=PARSED)
def _tree(environment: jinja2.Environment, name: str, text: str) -> nodes.Template:
    """Parse a template; those of a kind share most with each other."""
    return environment.parse(text, name)


def _live(node: nodes.Node, paired: bool) -> Iterator[nodes.Node]:  # noqa: FBT001 - never called by hand
    """Walk what can be reached in a template of a brief in one language, or in two."""
    yield node
    children: Iterable[nodes.Node] = node.iter_child_nodes()
    if isinstance(node, nodes.If) and _path(node.test) == PAIRED:
        children = node.body if paired else [*node.elif_, *node.else_]
    for child in children:
        yield from _live(child, paired)


def _path(node: nodes.Node) -> str:
    """Write a look-up such as `view.setting` as it stands in a template."""
    if isinstance(node, nodes.Getattr):
        return f"{_path(node.node)}.{node.attr}"
    return node.name if isinstance(node, nodes.Name) else ""


def _named(environment: jinja2.Environment, node: nodes.Node) -> list[str]:
    """Give the templates that a statement may mean: one, or all whose name begins and ends so."""
    if not isinstance(node, (nodes.Extends, nodes.FromImport, nodes.Import, nodes.Include)):
        return []
    match node.template:
        case nodes.Const(value=str() as name):
            return [name]
        case nodes.Concat(nodes=[first, *_, last]):
            ends = [one.value if isinstance(one, nodes.Const) else "" for one in (first, last)]
        case _:
            ends = ["", ".html"]
    every = environment.list_templates()
    return [name for name in every if name.startswith(ends[0]) and name.endswith(ends[1])]


def apart(templates: Mapping[str, str]) -> tuple[dict[str, str], dict[str, str]]:
    """Take templates apart: what stands outside macros, by file, and the macros that are used.

    A macro is used if its name stands in a text outside all macros, or in one that is used.
    """
    bodies = {
        f"{file} {found[1]}": found[0]
        for file, text in templates.items()
        for found in _MACRO.finditer(text, 0, _last(text))
    }
    outside = {
        file: _MACRO.sub("", text[: _last(text)]) + text[_last(text) :]
        for file, text in templates.items()
    }
    return outside, _used(bodies, outside.values())


def _last(text: str) -> int:
    """Give where the last macro ends; to look for the end of one behind it takes for ever."""
    end = text.find("%}", text.rfind("endmacro"))
    return end + len("%}") if end >= 0 else 0


def _used(bodies: Mapping[str, str], outside: Iterable[str]) -> dict[str, str]:
    used: dict[str, str] = {}
    said = _words(outside)
    while True:
        more = {
            name: body
            for name, body in bodies.items()
            if name not in used and name.rpartition(" ")[2] in said
        }
        if not more:
            return dict(sorted(used.items()))
        used |= more
        said |= _words(more.values())


def _words(texts: Iterable[str]) -> set[str]:
    return {word for text in texts for word in re.findall(r"\w+", text)}
