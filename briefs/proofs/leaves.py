"""Leaves: the pages of a finished PDF with the characters on them, read once for all proofs."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache

import pypdfium2
import pypdfium2.raw as pdfium

from briefs.proofs.ink import Dress, Glyph, Ruler
from briefs.proofs.opened import address_of, pages_of


@dataclass(frozen=True, slots=True)
class Leaf:
    """One page of an open PDF: its number, its size in points, and the characters on it.

    They are in the order in which PDFium reads them. `painted` are the addresses of what the page
    itself paints, in that order: what stands in a form is not among them.
    """

    number: int
    width: float
    height: float
    page: pypdfium2.PdfPage
    painted: Mapping[int, None]
    glyphs: tuple[Glyph, ...]


@lru_cache(maxsize=1)
def leaves_of(pdf: bytes) -> tuple[Leaf, ...]:
    """Read the pages of a PDF, which is held open for what else there is to ask of them."""
    return tuple(_leaf(page, number) for number, page in enumerate(pages_of(pdf), start=1))


def _leaf(page: pypdfium2.PdfPage, number: int) -> Leaf:
    width, height = page.get_size()
    count = pdfium.FPDFPage_CountObjects(page)
    objects = (address_of(pdfium.FPDFPage_GetObject(page, index)) for index in range(count))
    painted = dict.fromkeys(objects)
    glyphs = tuple(_glyphs(number, Ruler(page.get_textpage(), height), painted))
    return Leaf(number, width, height, page, painted, glyphs)


def _glyphs(page: int, ruler: Ruler, painted: Mapping[int, None]) -> Iterator[Glyph]:
    texts = ruler.texts.raw
    dresses: dict[int, Dress] = {}
    for number in range(pdfium.FPDFText_CountChars(texts)):
        # PDFium makes up spaces and line ends between words; the page holds none of them.
        if pdfium.FPDFText_IsGenerated(texts, number) == 1:
            continue
        drawn = pdfium.FPDFText_GetTextObject(texts, number)
        address = address_of(drawn)
        dress = dresses.get(address)
        if dress is None:
            content = pdfium.FPDFPageObj_GetMarkedContentID(drawn) if drawn else -1
            dress = Dress(page, ruler, number, drawn, address, content)
            # What stands in a form may be painted twice, in two sizes.
            if address in painted:
                dresses[address] = dress
        yield Glyph(chr(pdfium.FPDFText_GetUnicode(texts, number)), number, dress)
