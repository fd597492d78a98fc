"""The tag tree: the structure of a finished PDF as a screen reader walks it."""

from __future__ import annotations

import io
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, TypeAlias

import pikepdf
from pikepdf import Array, Dictionary, Name

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
        yield self
        for kid in self.kids:
            yield from kid.walk()

    def find(self, *kinds: str) -> Iterator[Tag]:
        """Give the elements of some kinds, in reading order."""
        return (tag for tag in self.walk() if tag.kind in kinds)


@lru_cache(maxsize=KEPT)
def tree_of(pdf: bytes) -> tuple[Tag, ...]:
    """Read the tag tree of a PDF; one that has none is empty."""
    with pikepdf.open(io.BytesIO(pdf)) as document:
        root = document.Root.get(Name.StructTreeRoot)
        if root is None:
            return ()
        pages = {page.obj.objgen: number for number, page in enumerate(document.pages, start=1)}
        language = str(document.Root.get(Name.Lang, ""))
        return tuple(_tag(one, pages, language, 0) for one in _listed(root) if _is_element(one))


def _tag(
    element: pikepdf.Object, pages: Mapping[tuple[int, int], int], outer: str, depth: int
) -> Tag:
    language = str(element.get(Name.Lang, outer))
    listed = list(_listed(element)) if depth < DEEPEST else []
    attributes = _attributes(element)
    page = element.get(Name.Pg)
    return Tag(
        kind=str(element.get(Name.S, ""))[1:],
        page=pages.get(page.objgen, 0) if page is not None else 0,
        language=language,
        alt=str(element.get(Name.Alt, "")),
        scope=str(attributes.get(Name.Scope, ""))[1:],
        columns=int(attributes.get(Name.ColSpan, 1)),
        box=tuple(float(edge) for edge in attributes.get(Name.BBox, ())),
        contents=tuple(_contents(listed)),
        links=tuple(str(one.Obj.get(Name.Contents, "")) for one in listed if _is_link(one)),
        kids=tuple(_tag(one, pages, language, depth + 1) for one in listed if _is_element(one)),
    )


def _listed(element: pikepdf.Object) -> Iterator[Kid]:
    kids = element.get(Name.K)
    if isinstance(kids, Array):
        yield from kids
    elif kids is not None:
        yield kids


def _is_element(kid: Kid) -> bool:
    return isinstance(kid, Dictionary) and Name.S in kid


def _is_link(kid: Kid) -> bool:
    return isinstance(kid, Dictionary) and kid.get(Name.Type) == Name.OBJR and Name.Obj in kid


def _contents(kids: list[Kid]) -> Iterator[int]:
    for kid in kids:
        if isinstance(kid, int):
            yield kid
        elif isinstance(kid, Dictionary) and Name.MCID in kid:
            yield int(kid.MCID)


def _attributes(element: pikepdf.Object) -> Mapping[Name, pikepdf.Object]:
    """Join the attributes of an element, which may stand in several lots."""
    lots = element.get(Name.A, Dictionary())
    found: dict[Name, pikepdf.Object] = {}
    for lot in lots if isinstance(lots, Array) else [lots]:
        if isinstance(lot, Dictionary):
            found |= {Name(key): value for key, value in lot.items()}
    return found
