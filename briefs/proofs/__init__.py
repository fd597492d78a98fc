"""Proofs: the finished page is questioned before it is published.

Checks question the data before a page exists; proofs question the page.
"""

from __future__ import annotations

import atexit
from collections.abc import Callable, Iterable, Mapping

from briefs.faults import Fault, in_order
from briefs.proofs.access import described, ordered, spoken, tagged
from briefs.proofs.charts import drawn_from_own_data
from briefs.proofs.comparability import comparable
from briefs.proofs.conservation import accounts, conserved
from briefs.proofs.exhibit import Exhibit
from briefs.proofs.fit import fitting
from briefs.proofs.glyphs import embedded, faced, lettered
from briefs.proofs.kin import Kin, kindred
from briefs.proofs.language import LANGUAGE_PROOFS
from briefs.proofs.leaves import leaves_of
from briefs.proofs.legibility import clear, legible, sized, visible
from briefs.proofs.neighbours import apart
from briefs.proofs.opened import begin_anew, objects_of, pages_of
from briefs.proofs.parity import settings_agree
from briefs.proofs.picture import pictures
from briefs.proofs.reading import sheets_of
from briefs.proofs.standards import afforded, archived, said_by, unreadable
from briefs.proofs.structure import read_pdf
from briefs.proofs.tagtree import tags_of, tree_of

__all__ = [
    "BRIEF_PROOFS",
    "PDF_PROOFS",
    "PROOFS",
    "BriefProof",
    "Exhibit",
    "Kin",
    "PdfProof",
    "Proof",
    "begin_anew",
    "compare",
    "forget",
    "kindred",
    "prove",
    "prove_pdf",
]

#: A question asked of a finished edition: what it finds wrong.
Proof = Callable[[Exhibit], Iterable[Fault]]

#: A question that a PDF answers alone; it is told the name to speak of.
PdfProof = Callable[[str, bytes], Iterable[Fault]]

#: Proofs that need nothing but the PDF, in the order in which they are asked.
PDF_PROOFS: tuple[PdfProof, ...] = (
    archived,
    afforded,
    tagged,
    described,
    ordered,
    spoken,
    embedded,
    lettered,
    clear,
    legible,
    visible,
)

#: Proofs that compare the PDF with what it was made from.
PROOFS: tuple[Proof, ...] = (
    fitting,
    apart,
    conserved,
    sized,
    faced,
    drawn_from_own_data,
    comparable,
    *LANGUAGE_PROOFS,
)


#: A question asked of all settings of one brief: their PDFs by edition. What it finds wrong.
BriefProof = Callable[[Mapping[str, bytes]], Iterable[Fault]]

#: Proofs that compare the settings of a brief with each other.
BRIEF_PROOFS: tuple[BriefProof, ...] = (settings_agree,)


#: What is read of a PDF or of a layout once for all proofs.
_READ = (
    *(accounts, pictures, read_pdf, said_by, sheets_of, tags_of, tree_of),
    *(leaves_of, objects_of, pages_of),
)


def compare(pdfs: Mapping[str, bytes]) -> tuple[Fault, ...]:
    """Ask every proof of the settings of one brief, each placed at the edition that differs."""
    return in_order(fault for proof in BRIEF_PROOFS for fault in proof(pdfs))


def prove(exhibit: Exhibit) -> tuple[Fault, ...]:
    """Ask every proof of a finished edition, and give what is wrong, in order of place."""
    found = [fault for proof in PROOFS for fault in proof(exhibit)]
    return in_order((*found, *prove_pdf(exhibit.view.id, exhibit.pdf)))


def forget() -> None:
    """Let go of what one proof has read of a PDF for the others; a layout is large."""
    for read in _READ:
        read.cache_clear()


# PDFium complains of whatever is still open when Python ends.
atexit.register(forget)


def prove_pdf(name: str, pdf: bytes) -> tuple[Fault, ...]:
    """Ask a PDF what it can answer alone."""
    broken = unreadable(name, pdf)
    if broken:
        return broken
    return in_order(fault for proof in PDF_PROOFS for fault in proof(name, pdf))
