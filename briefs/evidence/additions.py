"""Additions: what was added to a PDF after it was built, which may be signatures and no more.

An addition stands behind the bytes that were there, and may put any object of theirs in another
light; so each object is compared with what it was.
"""

from __future__ import annotations

import io
import re
from collections.abc import Iterator

import pikepdf
from pikepdf import Dictionary, Name, Object, Stream

#: Ends a revision of a PDF (ISO 32000-1 §7.5.5).
_END = re.compile(rb"startxref\s+[0-9]+\s+%%EOF\r?\n?")

#: What a signature adds to the catalog, and to the page that its field is on.
_CATALOG = frozenset({"/AcroForm", "/DSS", "/Extensions"})
_PAGE = frozenset({"/Annots", "/Tabs"})


def built(pdf: bytes) -> bytes:
    """Give a PDF as it was built: its first revision."""
    end = _END.search(pdf)
    return pdf[: end.end()] if end else pdf


def changes(pdf: bytes) -> Iterator[str]:
    """Say what additions to a PDF did to it, but for signing it."""
    first = built(pdf)
    if first == pdf:
        return
    with pikepdf.open(io.BytesIO(first)) as before, pikepdf.open(io.BytesIO(pdf)) as after:
        if len(before.pages) != len(after.pages):
            yield "its pages are not those that were built"
            return
        pages = {page.obj.objgen: number for number, page in enumerate(before.pages, start=1)}
        lists = {
            page.obj[Name.Annots].objgen: number
            for number, page in enumerate(before.pages, start=1)
            if Name.Annots in page.obj
        }
        is_other = False
        for number in range(1, len(before.objects) + 1):
            one, found = (document.get_object((number, 0)) for document in (before, after))
            if _written(one) == _written(found):
                continue
            if one.objgen == before.Root.objgen:
                yield from _of_keys(one, found, _CATALOG, "the document")
            elif one.objgen in pages:
                yield from _of_keys(one, found, _PAGE, f"page {pages[one.objgen]}")
            elif not (one.is_indirect and one.objgen in lists):
                is_other = True
        if is_other:
            yield "parts of it are not those that were built"
        for number, page in enumerate(after.pages, start=1):
            yield from _on_page(before.pages[number - 1].obj, page.obj, number)


def _of_keys(old: Object, new: Object, allowed: frozenset[str], what: str) -> Iterator[str]:
    """Compare two dictionaries, but for the keys that a signature may set."""
    if not isinstance(new, Dictionary):
        yield f"{what} is not what was built"
        return
    for key in sorted({*old.keys(), *new.keys()} - allowed):
        if key not in old or key not in new or _written(old[key]) != _written(new[key]):
            yield f"{what} has another {key.removeprefix('/')} than when it was built"


def _on_page(old: Object, new: Object, number: int) -> Iterator[str]:
    """Find marks on a page that are no signatures, or that are to be seen."""
    before = [_written(one) for one in old.get(Name.Annots, ())]
    after = list(new.get(Name.Annots, ()))
    if [_written(one) for one in after[: len(before)]] != before:
        yield f"the links of page {number} are not those that were built"
    for one in after[len(before) :]:
        if one.get(Name.FT) != Name.Sig:
            yield f"something was laid over page {number}"


def visible_on(pdf: bytes) -> tuple[int, ...]:
    """Give the pages on which a signature is to be seen, where it may cover something."""
    with pikepdf.open(io.BytesIO(pdf)) as document:
        return tuple(
            number
            for number, page in enumerate(document.pages, start=1)
            for one in page.obj.get(Name.Annots, ())
            if one.get(Name.FT) == Name.Sig and _has_size(one)
        )


def _has_size(field: Object) -> bool:
    left, bottom, right, top = (float(side) for side in field[Name.Rect])
    return left != right and bottom != top


def _written(one: object) -> bytes:
    """Write an object as it is, what it refers to by number alone."""
    if isinstance(one, Stream):
        return one.stream_dict.unparse() + one.read_raw_bytes()
    # A number within another object is a number, and no object of its own.
    return one.unparse() if isinstance(one, Object) else repr(one).encode()
