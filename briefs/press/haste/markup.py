"""Markup: a page that is XML as well as HTML is read by the parser in C.

For upstream: an HTML parser in Python takes fifteen milliseconds for a page that expat reads in
half of one. What a browser mends, implies or moves, XML leaves as it is: so the short way is for
pages on which both must come to the same tree, and every other page is read as ever. They are well
formed, have no comment, script or entity of HTML's own, and hold elements only where HTML's parser
opens and closes none of itself: no block in a paragraph, no row outside the body of a table.
"""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from typing import Any
from xml.etree import ElementTree as ET

from weasyprint import tinyhtml5

from briefs.press.geometry import Laid

_DOCTYPE = "<!DOCTYPE html>"

_VOID = frozenset({"col", "img", "meta"})
_PHRASES = frozenset({"a", "b", "em", "i", "img", "small", "span", "strong", "sub", "sup", "u"})
_TITLES = frozenset({"h1", "h2", "h3", "h4", "h5", "h6"})
_BLOCKS = _PHRASES | _TITLES | {"div", "ol", "p", "table", "ul"}

#: What each element may hold.
_HELD: dict[str, frozenset[str]] = {
    **dict.fromkeys(_VOID | {"title"}, frozenset()),
    **dict.fromkeys((_PHRASES - _VOID) | _TITLES | {"p"}, _PHRASES),
    **dict.fromkeys({"body", "div", "li", "td", "th"}, _BLOCKS),
    **dict.fromkeys({"ol", "ul"}, frozenset({"li"})),
    **dict.fromkeys({"thead", "tbody", "tfoot"}, frozenset({"tr"})),
    "html": frozenset({"head", "body"}),
    "head": frozenset({"meta", "title"}),
    "table": frozenset({"colgroup", "thead", "tbody", "tfoot"}),
    "colgroup": frozenset({"col"}),
    "tr": frozenset({"td", "th"}),
}

#: Elements between whose parts no words may stand.
_FRAMES = frozenset({"html", "head", "table", "colgroup", "thead", "tbody", "tfoot", "tr", *_VOID})

#: What XML reads otherwise: sections and instructions of its own, entities of HTML's, space within
#: an attribute, and the end of what has none.
_OTHERWISE = re.compile(
    r"<[!?]|</(?:col|img|meta)\b|&(?!(?:amp|lt|gt|quot|#34|#39|#x2060);)"
    r"|=\s*(?:\"[^\"<]*[\n\r\t]|')"
)

#: What HTML calls space.
_SPACE = " \t\n\r"

_NAME = re.compile("[a-z]+(?:-[a-z]+)*")

_parse = tinyhtml5.parse


def parse(document: Any, **options: Any) -> Laid:  # noqa: ANN401 - as the parser has it
    """Parse a page, the short way if that leads to the same tree."""
    if isinstance(document, io.StringIO):
        root = _short(document.getvalue().lstrip(_SPACE))
        if root is not None:
            return root
    return _parse(document, **options)


def _short(text: str) -> ET.Element | None:
    """Parse a page as XML; gives nothing if HTML's parser might read it otherwise."""
    is_whole = text.startswith(_DOCTYPE) and text.endswith("</html>")
    if not is_whole or _OTHERWISE.search(text, len(_DOCTYPE)):
        return None
    try:
        # Nothing is declared, so that no entity can grow.
        root = ET.fromstring(text)  # noqa: S314
    except ET.ParseError:
        return None
    if not _is_plain(root) or text.count("/>") != sum(one.tag in _VOID for one in root.iter()):
        return None
    _settle(*root)
    root.text = None
    return root


def _is_plain(root: ET.Element) -> bool:
    """Whether all elements stand where HTML's parser leaves them, with names as it has them."""
    names = {name for one in root.iter() for name in one.attrib}
    return (
        root.tag == "html"
        and [one.tag for one in root] == ["head", "body"]
        and all(map(_NAME.fullmatch, names))
        and all(map(_is_kept, root.iter()))
        and not any(link.find(".//a") is not None for link in root.iter("a"))
    )


def _is_kept(element: ET.Element) -> bool:
    held = _HELD.get(element.tag)
    if held is None or not held.issuperset([one.tag for one in element]):
        return False
    return element.tag not in _FRAMES or not any(text.strip(_SPACE) for text in _texts(element))


def _texts(element: ET.Element) -> Iterator[str]:
    yield element.text or ""
    for one in element:
        yield one.tail or ""


def _settle(_head: ET.Element, body: ET.Element) -> None:
    """Put the space after the body into it, as HTML's parser does."""
    space, body.tail = body.tail or "", None
    if len(body):
        body[-1].tail = (body[-1].tail or "") + space
    else:
        body.text = (body.text or "") + space
