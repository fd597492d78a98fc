"""The tag tree: the structure of a finished PDF as a screen reader walks it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, TypeAlias

import pikepdf
from pikepdf import Array, Dictionary, Name

from briefs.proofs.opened import objects_of
from briefs.proofs.reading import KEPT

#: What stands in an element: pikepdf gives the number of a content as a number.
Kid: TypeAlias = Any

#: Deeper than any tree of ours; one that is deeper leads back into itself.
DEEPEST = 100


@dataclass(frozen=True, slots=True)
class Tag:
    """An element of the structure: what it is, in which language, and what stands in it.

    `contents` are the numbers of its marked content on its page, and `links` the words of the
    annotations that it holds. `box` is where a figure stands, in points.
    """

    kind: str
    page: int
    language: str
    alt: str
    scope: str
    columns: int
    box: tuple[float, ...]
    contents: tuple[int, ...]
    links: tuple[str, ...]
    kids: tuple[Tag, ...]

    def walk(self) -> Iterator[Tag]:
        """Give the element and all within it, in reading order."""
        waiting = [self]
        while waiting:
            tag = waiting.pop()
            yield tag
            waiting.extend(reversed(tag.kids))

    def find(self, *kinds: str) -> Iterator[Tag]:
        """Give the elements of some kinds, in reading order."""
        return (tag for tag in self.walk() if tag.kind in kinds)


@lru_cache(maxsize=KEPT)
def tree_of(pdf: bytes) -> tuple[Tag, ...]:
    """Read the tag tree of a PDF; one that has none is empty."""
    document = objects_of(pdf)
    root = document.Root.get(Name.StructTreeRoot)
    if root is None:
        return ()
    pages = {page.obj.objgen: number for number, page in enumerate(document.pages, start=1)}
    language = str(document.Root.get(Name.Lang, ""))
    return tuple(_tag(one, pages, language, 0) for one in _listed(root) if _is_element(one))


@lru_cache(maxsize=KEPT)
def tags_of(pdf: bytes) -> tuple[Tag, ...]:
    """Give every element of a PDF, in reading order."""
    return tuple(tag for one in tree_of(pdf) for tag in one.walk())


def _tag(
    element: pikepdf.Object, pages: Mapping[tuple[int, int], int], outer: str, depth: int
) -> Tag:
    # What most elements lack is not asked of them: pikepdf raises and catches an error for it.
    language = str(element["/Lang"]) if "/Lang" in element else outer
    listed = _listed(element) if depth < DEEPEST else []
    attributes = _attributes(element) if "/A" in element else {}
    return Tag(
        kind=str(element["/S"])[1:],
        page=pages.get(element["/Pg"].objgen, 0) if "/Pg" in element else 0,
        language=language,
        alt=str(element["/Alt"]) if "/Alt" in element else "",
        scope=str(attributes.get("/Scope", ""))[1:],
        columns=int(attributes.get("/ColSpan", 1)),
        box=tuple(float(edge) for edge in attributes.get("/BBox", ())),
        contents=tuple(_contents(listed)),
        links=tuple([str(one.Obj.get(Name.Contents, "")) for one in listed if _is_link(one)]),
        kids=tuple([_tag(one, pages, language, depth + 1) for one in listed if _is_element(one)]),
    )


def _listed(element: pikepdf.Object) -> list[Kid]:
    kids = element.get("/K")
    if isinstance(kids, Array):
        return list(kids)
    return [] if kids is None else [kids]


def _is_element(kid: Kid) -> bool:
    return isinstance(kid, Dictionary) and "/S" in kid


def _is_link(kid: Kid) -> bool:
    return isinstance(kid, Dictionary) and "/Obj" in kid and kid.get(Name.Type) == Name.OBJR


def _contents(kids: list[Kid]) -> Iterator[int]:
    for kid in kids:
        if isinstance(kid, int):
            yield kid
        elif isinstance(kid, Dictionary) and "/MCID" in kid:
            yield int(kid.MCID)


def _attributes(element: pikepdf.Object) -> Mapping[str, pikepdf.Object]:
    """Join the attributes of an element, which may stand in several lots."""
    lots = element["/A"]
    found: dict[str, pikepdf.Object] = {}
    for lot in lots if isinstance(lots, Array) else [lots]:
        if isinstance(lot, Dictionary):
            found |= dict(lot.items())
    return found
