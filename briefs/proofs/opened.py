"""Opened: a finished PDF, opened once for all proofs by each of the two libraries that read it.

qpdf gives the objects that it is made of, and PDFium the pages that any viewer shows.
"""

from __future__ import annotations

import ctypes
import io
from functools import lru_cache
from typing import Any, TypeAlias

import pikepdf
import pypdfium2
import pypdfium2.raw as pdfium
from pypdfium2.internal import ObjectTracker

MM_PER_POINT = 25.4 / 72

#: What PDFium hands out: it ships no types.
Handle: TypeAlias = Any

#: PDFs that are held open: proofs ask one after the other.
_OPEN = 1


@lru_cache(maxsize=_OPEN)
def objects_of(pdf: bytes) -> pikepdf.Pdf:
    """Open a PDF for its objects; raises pikepdf.PdfError where it is none."""
    return pikepdf.open(io.BytesIO(pdf))


@lru_cache(maxsize=_OPEN)
def pages_of(pdf: bytes) -> pypdfium2.PdfDocument:
    """Open a PDF for its pages; raises pypdfium2.PdfiumError where it is none."""
    return pypdfium2.PdfDocument(pdf)


def address_of(handle: Handle) -> int:
    """Give the address of what PDFium hands out, by which it is known again; 0 of nothing."""
    return ctypes.addressof(handle.contents) if handle else 0


def begin_anew() -> None:
    """Have PDFium begin anew, unless somebody has a PDF open: it never forgets a font it has drawn.

    What it keeps of a font is small, but pins a page of memory.
    """
    if not any(ObjectTracker.values()):
        pdfium.FPDF_DestroyLibrary()
        pdfium.FPDF_InitLibraryWithConfig(pdfium.FPDF_LIBRARY_CONFIG(version=2))
