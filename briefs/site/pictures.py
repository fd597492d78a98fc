"""Pictures: the pages of a PDF for the screen, drawn once for each PDF.

A picture is named after the digest of its PDF, so that one that is there need not be drawn again,
and no browser shows an old one.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from io import BytesIO
from pathlib import Path

import pypdfium2
from PIL import Image

from briefs.build.files import put
from briefs.pages.gallery import Picture
from briefs.site.shelf import Shelved

FOLDER = "pictures"

#: Pixels across: a page is sharp on a dense screen at the width at which it is read.
WIDE, UPRIGHT, COVER = 1440, 1240, 640

#: So much of a digest names a picture.
_DIGITS = 16

_POINTS, _MILLIMETRES = 72, 25.4

_PLACES = 2


def draw(site: Path, one: Shelved, pdf: bytes) -> None:
    """Draw every page of an edition, and its cover. Raises CannotWriteError."""
    with closing(pypdfium2.PdfDocument(pdf)) as document:
        for number, page in enumerate(document, start=1):
            with closing(page):
                width = WIDE if page.get_width() > page.get_height() else UPRIGHT
                put(site / page_name(one, number), _picture(page, width))
                if number == 1:
                    put(site / cover_name(one), _picture(page, COVER))


def _picture(page: pypdfium2.PdfPage, width: int) -> bytes:
    with closing(page.render(scale=width / page.get_width())) as bitmap:
        picture = bitmap.to_pil().convert("RGB")
    out = BytesIO()
    # Lossless: fewer colours would make a company's marker another company's.
    picture.save(out, "WEBP", lossless=True, quality=50, method=2)
    return out.getvalue()


def names(one: Shelved) -> tuple[str, ...]:
    """Name every picture of an edition, as seen from the gallery's folder."""
    pages = range(1, one.built.pages + 1)
    return (cover_name(one), *(page_name(one, number) for number in pages))


def page_name(one: Shelved, number: int) -> str:
    """Name the picture of a page."""
    return f"{FOLDER}/{one.built.sha256[:_DIGITS]}-{number:02}.webp"


def cover_name(one: Shelved) -> str:
    """Name the small picture of the first page."""
    return f"{FOLDER}/{one.built.sha256[:_DIGITS]}-cover.webp"


def picture(site: Path, name: str, prefix: str = "") -> Picture:
    """Give a picture that has been drawn, with its size."""
    with Image.open(site / name) as image:
        return Picture(f"{prefix}{name}", *image.size)


def sizes(pdf: bytes) -> Iterator[tuple[float, float]]:
    """Give the width and height of each page, in millimetres."""
    with closing(pypdfium2.PdfDocument(pdf)) as document:
        for page in document:
            with closing(page):
                yield _millimetres(page.get_width()), _millimetres(page.get_height())


def _millimetres(points: float) -> float:
    return round(points / _POINTS * _MILLIMETRES, _PLACES)
