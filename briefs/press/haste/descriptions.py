"""Descriptions: what Pango calls a font, freed when it has been read.

For upstream: `pango_font_description_to_string()` gives a string that belongs to the caller, and
`Font` never frees it. That is some hundred bytes for each font of a PDF, and as each of them keeps
a page of memory from being given back, 30 kB for a PDF of one page.
"""

from __future__ import annotations

from typing import Any

from weasyprint.text.ffi import ffi, gobject, pango

from briefs.press.geometry import Laid

ffi.cdef("void g_free (void *);")


class Freeing:
    """Pango, whose descriptions of fonts last as long as somebody reads them."""

    def __getattr__(self, name: str) -> Any:  # noqa: ANN401 - whatever Pango has
        return getattr(pango, name)

    def pango_font_description_to_string(self, description: Laid) -> Laid:
        """Give a description as a string that frees itself."""
        return ffi.gc(pango.pango_font_description_to_string(description), gobject.g_free)
