"""Binding: a printed PDF gets its imprint and its enclosures, and is written as it stays.

WeasyPrint keeps one standard at a time and knows nothing of identifiers, so what PDF/A-3 asks
beyond PDF/UA-1 is done to what it has written. The same input gives the same bytes: nothing here
asks the clock.
"""

from __future__ import annotations

import io
from collections.abc import Sequence
from functools import cache
from importlib.resources import files

import pikepdf
from pikepdf import Array, Dictionary, Name, String

from briefs.pages.page import About
from briefs.press.enclosures import Enclosure, enclose
from briefs.press.imprint import document_id, information, packet


def bind(pdf: bytes, about: About, enclosures: Sequence[Enclosure] = ()) -> bytes:
    """Finish a PDF as PDF/A-3 and PDF/UA-1, with files enclosed."""
    with pikepdf.open(io.BytesIO(pdf)) as document:
        _imprint(document, about)
        _name_colours(document)
        _print_links(document)
        _label_pages(document)
        enclose(document, enclosures, day=about.day)
        # The second half of the identifier follows from the content, and is set on saving.
        document.trailer.ID = Array([String(document_id(about).bytes)] * 2)
        written = io.BytesIO()
        document.save(
            written,
            deterministic_id=True,
            object_stream_mode=pikepdf.ObjectStreamMode.generate,
        )
    return written.getvalue()


def _imprint(document: pikepdf.Pdf, about: About) -> None:
    for key, text in information(about).items():
        document.docinfo[f"/{key}"] = text
    stream = document.make_stream(packet(about, str(document.docinfo.Producer)))
    stream.Type, stream.Subtype = Name.Metadata, Name.XML
    document.Root.Metadata = stream


def _name_colours(document: pikepdf.Pdf) -> None:
    """Say which red, green and blue are meant (ISO 19005-3, 6.2.3)."""
    profile = document.make_stream(_srgb(), N=3)
    condition = "sRGB IEC61966-2.1"
    document.Root.OutputIntents = Array(
        [
            Dictionary(
                Type=Name.OutputIntent,
                S=Name.GTS_PDFA1,
                OutputConditionIdentifier=String(condition),
                Info=String(condition),
                DestOutputProfile=profile,
            )
        ]
    )


@cache
def _srgb() -> bytes:
    return (files("weasyprint.pdf") / "sRGB2014.icc").read_bytes()


def _print_links(document: pikepdf.Pdf) -> None:
    """Let annotations be printed, and seen, wherever the page is (ISO 19005-3, 6.3.2)."""
    for page in document.pages:
        for annotation in page.get(Name.Annots, ()):
            annotation.F = 4


def _label_pages(document: pikepdf.Pdf) -> None:
    """Give pages the numbers that they bear."""
    document.Root.PageLabels = Dictionary(Nums=Array([0, Dictionary(S=Name.D)]))
