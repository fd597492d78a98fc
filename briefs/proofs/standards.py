"""Standards: a finished PDF is whole, says which standards it keeps, and keeps to its budget.

The assertions follow PDF/A-3 (ISO 19005-3) and PDF/UA-1 (ISO 14289-1) as far as our pages go;
`make conformance` asks the reference checker all of both.
"""

from __future__ import annotations

import hashlib
import io
from collections.abc import Iterator, Mapping
from functools import lru_cache

import pikepdf
import pypdfium2
from pikepdf import Array, Dictionary, Name

from briefs.faults import Fault, Place
from briefs.proofs.opened import objects_of, pages_of
from briefs.proofs.reading import KEPT

#: The namespace of what only our documents say.
BRIEFS = "{urn:briefs:edition:1#}"

#: Bytes that an edition may take: by kind, and whether any of it is Chinese, whose faces are large.
BUDGETS: Mapping[tuple[str, bool], int] = {
    ("one-pager", False): 120_000,
    ("one-pager", True): 250_000,
    ("deck", False): 1_500_000,
    ("deck", True): 1_500_000,
}

#: A catalog's entries by which opening a document runs something.
_RUNNING = (Name.OpenAction, Name.AA)


def unreadable(name: str, pdf: bytes) -> tuple[Fault, ...]:
    """Say why a file is no PDF that anything could be asked of, if it is none."""
    try:
        objects_of(pdf)
        pages_of(pdf)
    except (pikepdf.PdfError, pypdfium2.PdfiumError) as error:
        words = f"the file cannot be read as a PDF: {error}"
        return (Fault(Place(name), words, "name a PDF without a password", "standard"),)
    return ()


def archived(name: str, pdf: bytes) -> Iterator[Fault]:
    """Prove that an archive accepts a PDF: it is whole, self-contained, and says what it is."""
    # A file of its own: qpdf tells what is wrong with one only once, to the first who asks.
    with pikepdf.open(io.BytesIO(pdf)) as document:
        found = [
            *((words, "print it again") for words in document.check_pdf_syntax()),
            *(
                said
                for ask in (_catalog, _colours, _images, _names, _enclosed)
                for said in ask(document)
            ),
        ]
    for words, mend in found:
        yield Fault(Place(name), words, mend, "standard")


#: What a question finds wrong with a document, and how to mend it.
Answers = Iterator[tuple[str, str]]


def _catalog(document: pikepdf.Pdf) -> Answers:
    root = document.Root
    if document.is_encrypted:
        yield "the PDF is encrypted", "write it without a password"
    if Name.JavaScript in root.get(Name.Names, Dictionary()) or any(
        entry in root for entry in _RUNNING
    ):
        yield "the PDF runs something when it is opened", "take the action away"
    if not root.get(Name.MarkInfo, Dictionary()).get(Name.Marked):
        yield "the PDF does not say that it is tagged", "set /Marked"
    if not root.get(Name.ViewerPreferences, Dictionary()).get(Name.DisplayDocTitle):
        yield "a reader shows the name of the file and not the title", "set /DisplayDocTitle"
    for entry, words in (
        (Name.Lang, "language"),
        (Name.Outlines, "bookmarks"),
        (Name.PageLabels, "page labels"),
    ):
        if entry not in root:
            yield f"the PDF has no {words}", "print it again"
    if len(document.trailer.get(Name.ID, ())) != 2:  # noqa: PLR2004 - of document and of version
        yield "the PDF has no identifier", "print it again"


def _colours(document: pikepdf.Pdf) -> Answers:
    intents = document.Root.get(Name.OutputIntents, Array())
    if not any(
        intent.get(Name.S) == Name.GTS_PDFA1 and Name.DestOutputProfile in intent
        for intent in intents
    ):
        yield "the PDF does not say which colours it means", "give it an output intent"


def _images(document: pikepdf.Pdf) -> Answers:
    for number, page in enumerate(document.pages, start=1):
        if any(image.get(Name.Interpolate) for image in page.get_images().values()):
            yield f"page {number} has an image that a reader smooths", "set it crisp-edges in CSS"


def _names(document: pikepdf.Pdf) -> Answers:
    said = _said(document)
    for key, standard, parts in (
        ("pdfaid:part", "PDF/A-3", {"3"}),
        ("pdfaid:conformance", "a level of PDF/A-3", {"A", "U"}),
        ("pdfuaid:part", "PDF/UA-1", {"1"}),
    ):
        if said.get(key) not in parts:
            yield f"the PDF does not say that it keeps {standard}", f"write {key} in its XMP"
    title = str(document.docinfo.get(Name.Title, ""))
    if not title or said.get("dc:title") != title:
        yield "the PDF has no title, or two different ones", "write one in both places"
    language = str(document.Root.get(Name.Lang, ""))
    if language not in said.get("dc:language", "").split():
        words = f"the PDF says that it is in {language!r}, and elsewhere that it is not"
        yield words, "write the same in catalog and XMP"


def _enclosed(document: pikepdf.Pdf) -> Answers:
    associated = [one.objgen for one in document.Root.get(Name.AF, Array())]
    files = document.Root.get(Name.Names, Dictionary()).get(Name.EmbeddedFiles, Dictionary())
    for one in list(files.get(Name.Names, Array()))[1::2]:
        label = str(one.get(Name.UF, "a file"))
        stream = one.get(Name.EF, Dictionary()).get(Name.F)
        if one.objgen not in associated or Name.AFRelationship not in one:
            yield f"{label} is enclosed without a relationship", "associate it with the document"
        if stream is None or Name.Subtype not in stream:
            yield f"{label} is enclosed without its type", "write its MIME type"
        elif not _is_sealed(stream):
            yield f"{label} is not the file that was enclosed", "enclose it again"


def _is_sealed(stream: pikepdf.Object) -> bool:
    """Whether an enclosed file is what its check sum was made of (ISO 32000-1, 7.11.4)."""
    digest = hashlib.md5(stream.read_bytes(), usedforsecurity=False).digest()
    return bytes(stream.get(Name.Params, Dictionary()).get(Name.CheckSum, b"")) == digest


def afforded(name: str, pdf: bytes) -> Iterator[Fault]:
    """Prove that an edition of ours takes no more bytes than its kind may."""
    said = said_by(pdf)
    kind = said.get(f"{BRIEFS}brief", "").rpartition(".")[2]
    budget = BUDGETS.get((kind, "zh" in said.get("dc:language", "")))
    if budget and len(pdf) > budget:
        yield Fault(
            Place(name),
            f"the file takes {len(pdf):,} bytes, and a {kind} may take {budget:,}",
            "look for an image, or for a face that is not cut to what the page needs",
            "budget",
        )


@lru_cache(maxsize=KEPT)
def said_by(pdf: bytes) -> Mapping[str, str]:
    """Give what the XMP of a PDF says."""
    return _said(objects_of(pdf))


def _said(document: pikepdf.Pdf) -> Mapping[str, str]:
    """Give what the XMP of a document says; lists are separated by spaces."""
    if Name.Metadata not in document.Root:
        return {}
    metadata = document.open_metadata()
    keys = (
        "pdfaid:part",
        "pdfaid:conformance",
        "pdfuaid:part",
        "dc:title",
        "dc:language",
        f"{BRIEFS}brief",
    )
    return {key: _text(metadata.get(key, "")) for key in keys}


def _text(value: object) -> str:
    return " ".join(sorted(value)) if isinstance(value, set) else str(value)
