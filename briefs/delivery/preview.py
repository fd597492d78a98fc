"""Preview: the first page of a PDF as a picture that travels inside the message."""

from __future__ import annotations

from contextlib import closing
from io import BytesIO

import pypdfium2

#: Pixels across: half as many again as a message is wide, so that it is sharp on a phone.
WIDTH = 780

#: As many as a page of text and charts needs.
COLOURS = 64


def preview(pdf: bytes) -> bytes:
    """Draw the first page of a PDF as a PNG of few colours; the same PDF gives the same bytes."""
    with closing(pypdfium2.PdfDocument(pdf)) as document:
        page = document[0]
        with closing(page), closing(page.render(scale=WIDTH / page.get_width())) as bitmap:
            picture = bitmap.to_pil().convert("RGB").quantize(COLOURS)
    out = BytesIO()
    picture.save(out, "PNG", optimize=True)
    return out.getvalue()
