"""Tags: what WeasyPrint leaves out of the structure of a PDF, put in while it is built.

The renderer builds the structure box by box, and forgets each box when it is done; only here do
an element of the structure and the HTML that it stands for meet. Its function is private and its
version pinned. docs/conformance.md says what each step mends, and how the renderer could do it.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pydyf
from weasyprint.pdf import stream, tags

from briefs.press.geometry import Laid

#: Groups that say nothing when they are empty, such as the gutter between two columns.
_MERE = frozenset({"/Div", "/Span", "/NonStruct", "/P"})

#: Elements that run within a line: what holds nothing else is a paragraph.
_INLINE = frozenset({"/Span", "/NonStruct", "/Link", "/Lbl"})

_SCOPES = {"row": "/Row", "col": "/Column"}

_POINTS = 0.75


@contextmanager
def tagging(document: Laid, root: Laid) -> Iterator[None]:
    """Mend the structure of a document that is written within; `root` is its HTML."""
    tagger = _Tagger(document, root, tags._build_box_tree)  # noqa: SLF001 - as said above
    marked = stream.Stream.marked
    tags._build_box_tree = tagger.build  # noqa: SLF001
    stream.Stream.marked = lambda page, box, tag: tagger.mark(marked, page, box, tag)
    try:
        yield
    finally:
        tags._build_box_tree = tagger.built  # noqa: SLF001
        stream.Stream.marked = marked


class _Tagger:
    """Stands in for the renderer's function, and mends what that one gives."""

    def __init__(self, document: Laid, root: Laid, built: Any) -> None:  # noqa: ANN401 - untyped
        self.built = built
        self._heights = [page.height for page in document.pages]
        self._languages = dict(_languages(root))
        self._hidden = frozenset(_hidden(root))

    def mark(self, marked: Any, page: Laid, box: Laid, tag: str) -> Any:  # noqa: ANN401 - untyped
        """Mark content as the element that it belongs to, or as no content at all."""
        return page.artifact() if box.element in self._hidden else marked(page, box, tag)

    def build(self, box: Laid, parent: Laid, pdf: Laid, number: int, *rest: Laid) -> Iterator[Laid]:
        """Build the structure of a box."""
        box = getattr(box, "_box", box)
        if box.element is not None and box.element in self._hidden:
            return
        if box.link_annotation and box.element_tag != "a":
            _unhook(box, pdf, number)
        for element in self.built(box, parent, pdf, number, *rest):
            if _is_empty(element):
                continue
            self._mend(element, box, pdf, number)
            yield element

    def _mend(self, element: Laid, box: Laid, pdf: Laid, number: int) -> None:
        source = box.element
        if source is None:
            return
        if source in self._languages:
            element["Lang"] = pydyf.String(self._languages[source])
        match element["S"]:
            case "/TH" if source.get("scope") in _SCOPES:
                element["A"]["Scope"] = _SCOPES[source.get("scope")]
            case "/Figure":
                self._place(element, box, number)
            case "/Link" if box.link_annotation:
                box.link_annotation["Contents"] = pydyf.String(_words(source))
            case "/Table":
                _unlink(element, pdf)
            case "/NonStruct" if box.element_tag == "li::before":
                element["S"] = "/Lbl"
            case "/LI":
                _label(element, pdf)
            case "/Div" if _is_inline(element, pdf):
                element["S"] = "/P"

    def _place(self, element: Laid, box: Laid, number: int) -> None:
        """Say where a figure stands on its page: in points, from the lower left."""
        left, top = box.content_box_x(), box.content_box_y()
        bottom = self._heights[number] - top - box.height
        corners = (left, bottom, left + box.width, bottom + box.height)
        element["A"]["BBox"] = pydyf.Array(round(edge * _POINTS, 3) for edge in corners)
        element["A"]["Placement"] = "/Block"


def _languages(root: Laid) -> Iterator[tuple[Laid, str]]:
    """Give the elements that are in another language than what holds them, with that language."""
    stack = [(root, root.get("lang", ""))]
    while stack:
        element, outer = stack.pop()
        language = element.get("lang") or outer
        if language != outer:
            yield element, language
        stack += [(child, language) for child in element]


def _hidden(root: Laid) -> Iterator[Laid]:
    """Give every element that a page shows and no reader should say."""
    for element in root.iter():
        if element.get("aria-hidden") == "true":
            yield from element.iter()


def _is_empty(element: Laid) -> bool:
    return element["S"] in _MERE and not element["K"]


def _kids(element: Laid, pdf: Laid) -> list[Laid]:
    """Give the elements within one; runs of content are no elements."""
    kids = [kid for kid in element["K"] if isinstance(kid, bytes)]
    return [pdf.objects[int(kid.split()[0])] for kid in kids]


def _is_inline(element: Laid, pdf: Laid) -> bool:
    return all(kid.get("S") in _INLINE for kid in _kids(element, pdf))


def _unhook(box: Laid, pdf: Laid, number: int) -> None:
    """Take away the second link that the renderer lays over what stands within a link."""
    page = pdf.objects[int(pdf.page_references[number].split()[0])]
    page["Annots"].remove(box.link_annotation.reference)
    box.link_annotation = None


def _unlink(element: Laid, pdf: Laid) -> None:
    """Take the ids of headers from the cells of a table, whose headers have their scope.

    Ids want a tree of their own in the structure's root, which the renderer does not write.
    """
    for kid in _kids(element, pdf):
        kid.pop("ID", None)
        kid.get("A", {}).pop("Headers", None)
        _unlink(kid, pdf)


def _label(item: Laid, pdf: Laid) -> None:
    """Put the number of a list's item beside its body."""
    for body in _kids(item, pdf):
        first = next(iter(_kids(body, pdf)), None)
        if body["S"] == "/LBody" and first is not None and first["S"] == "/Lbl":
            body["K"].remove(first.reference)
            first["P"] = item.reference
            item["K"].insert(0, first.reference)


def _words(element: Laid) -> str:
    return " ".join("".join(element.itertext()).split())
