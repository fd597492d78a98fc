"""Agreement: whether a PDF, its data, the manifest beside it and the records say the same.

Every figure is asked for by itself: what stands on the page where its data say that it stands,
whether these are the digits of its value, and what the records give today.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from decimal import Decimal, InvalidOperation
from typing import Any

import pikepdf
import pypdfium2

from briefs.build.enclosing import FIGURES_CSV, FIGURES_JSON, figures_csv
from briefs.build.manifest import (
    Contents,
    Origin,
    Print,
    UnreadableError,
    published,
    read_manifest,
)
from briefs.build.project import Project
from briefs.build.templates import digest
from briefs.evidence.additions import changes, visible_on
from briefs.evidence.answers import Agreement, Answer, Line, Verdict, answer
from briefs.evidence.enclosed import Evidence, evidence_in
from briefs.evidence.page import bare, said_at, says
from briefs.evidence.recomputed import NoEditionError, Recomputed, recompute
from briefs.faults import Fault, Place, Severity
from briefs.proofs.structure import Sheet, read_pdf

RULE = "agreement"

#: Where what a copy says is not to be believed.
AGAIN = "do not rely on this copy; ask its publisher for another"


def agreement(name: str, pdf: bytes, *, beside: bytes | None, project: Project | None) -> Agreement:
    """Ask a PDF whether all that belongs to it agrees; `name` is what faults call it.

    Raises NoPdfError.
    """
    evidence = evidence_in(name, pdf)
    place = Place(name)
    files = [*evidence.faults, *_data(place, evidence)]
    count = f"{len(evidence.files)} files, by their digests"
    answers = [
        answer("enclosed files", count, files),
        _additions(place, pdf),
    ]
    if evidence.contents is None:
        return Agreement("", tuple(answers))
    contents = evidence.contents
    answers.append(_beside(place, pdf, contents, beside))
    recomputed, missing = _recomputed(place, contents, project)
    lines = tuple(_lines(pdf, contents, recomputed))
    answers.append(_pages(place, lines))
    answers.append(missing or _records(place, contents, lines, recomputed))
    return Agreement(contents.edition.id, tuple(answers), lines)


# --- the files


def _data(place: Place, evidence: Evidence) -> Iterator[Fault]:
    """Compare the figures as a table and as JSON with the manifest that came with them."""
    contents = evidence.contents
    if contents is None:
        return
    try:
        document = json.loads(evidence.data(FIGURES_JSON))
        rows, sources = document["figures"], document["sources"]
        table = figures_csv(rows, sources)
        differ = [
            one.figure
            for row, one in zip(rows, contents.printed, strict=True)
            if not _is_of(row, one, contents.figures[one.figure])
        ]
    except (ValueError, KeyError, TypeError, AttributeError):
        yield Fault(place, f"{FIGURES_JSON} is not the data of this edition", AGAIN, RULE)
        return
    if table != evidence.data(FIGURES_CSV):
        words = f"{FIGURES_CSV} and {FIGURES_JSON} say different things"
        yield Fault(place, words, AGAIN, RULE)
    for figure in dict.fromkeys(differ):
        yield Fault(place, f"{FIGURES_JSON} and its manifest differ on {figure}", AGAIN, RULE)


def _is_of(row: Mapping[str, Any], one: Print, origin: Origin) -> bool:
    told = origin.model_dump(exclude={"source"}) | {
        "id": one.figure,
        "text": one.text,
        "page": one.page,
        "position": one.model_dump(include={"left", "top", "width", "height"}),
        "chart": one.chart,
        "inputs": list(origin.inputs),
    }
    is_sourced = not origin.source or row["sources"] == [origin.source]
    return is_sourced and all(row[key] == value for key, value in told.items())


def _additions(place: Place, pdf: bytes) -> Answer:
    """Ask whether more than signatures was added to what was built."""
    question = "additions"
    try:
        found, pages = tuple(dict.fromkeys(changes(pdf))), visible_on(pdf)
    except (pikepdf.PdfError, ValueError, TypeError, AttributeError, KeyError) as error:
        words = f"parts of it are damaged ({str(error) or type(error).__name__})"
        return answer(question, "", [Fault(place, words, AGAIN, RULE)])
    faults = [Fault(place, words, AGAIN, RULE) for words in found]
    for page in pages:
        words = f"a signature is to be seen on page {page}, where it may cover something"
        mend = "compare the page with the unsigned PDF"
        faults.append(Fault(place, words, mend, RULE, Severity.WARNING))
    return answer(question, "nothing but signatures was added to the PDF as built", faults)


def _beside(place: Place, pdf: bytes, contents: Contents, beside: bytes | None) -> Answer:
    """Compare a PDF, before it was signed, and its data with the manifest beside it."""
    question = "manifest beside it"
    if beside is None:
        return Answer(question, Verdict.NOT_ASKED, "there is none")
    try:
        manifest = read_manifest(beside)
    except UnreadableError as error:
        return answer(question, "", [Fault(place, str(error), "find the right one", RULE)])
    faults = []
    if manifest.edition.id != contents.edition.id:
        words = f"the manifest beside it is that of {manifest.edition.id}"
        faults.append(Fault(place, words, f"find that of {contents.edition.id}", RULE))
    elif digest(pdf[: manifest.pdf.bytes]) != manifest.pdf.sha256:
        words = "the manifest beside it tells of another PDF than this one"
        faults.append(Fault(place, words, "build the edition again, or find its manifest", RULE))
    else:
        told = published(manifest)
        same = (contents.fingerprint, contents.inputs, contents.figures, contents.printed)
        if same != (told.fingerprint, told.inputs, told.figures, told.printed):
            words = "the manifest in it differs from the one beside it"
            faults.append(Fault(place, words, AGAIN, RULE))
    return answer(question, f"the bytes as built, and {len(contents.printed)} figures", faults)


# --- the figures


def _lines(pdf: bytes, contents: Contents, recomputed: Recomputed | None) -> Iterator[Line]:
    try:
        sheets = read_pdf(pdf)
    except pypdfium2.PdfiumError:
        sheets = ()
    for one in contents.printed:
        line = _on_page(sheets, one, contents.figures[one.figure])
        if recomputed:
            recorded, outdated = recomputed.compare(one, line.origin)
            line = replace(line, recorded=recorded, outdated=outdated)
        yield line


def _on_page(sheets: Sequence[Sheet], one: Print, origin: Origin) -> Line:
    """Compare what a page says at a place with what the data say of it."""
    if not 0 < one.page <= len(sheets):
        return Line(one, origin, "", wrong=(f"there is no page {one.page}",))
    said = said_at(sheets[one.page - 1], one) if one.text else ""
    wrong = []
    if bare(said) != bare(one.text):
        wrong.append(f"the page says {said!r}" if said else "the page does not say it there")
    if one.text and not _is_shown(one.text, origin):
        wrong.append(f"{one.text!r} does not show its value {origin.value}")
    return Line(one, origin, said, wrong=tuple(wrong))


def _is_shown(text: str, origin: Origin) -> bool:
    try:
        return says(text, Decimal(origin.value))
    except InvalidOperation:
        return False


def _pages(place: Place, lines: Sequence[Line]) -> Answer:
    faults = [
        Fault(place, f"{_named(line)}: {words}", AGAIN, RULE)
        for line in lines
        for words in line.wrong
    ]
    return answer("figures on the pages", f"{len(lines)} figures, text by text", faults)


def _recomputed(
    place: Place, contents: Contents, project: Project | None
) -> tuple[Recomputed | None, Answer | None]:
    """Compose the edition anew, or say that it cannot be."""
    if project is None:
        return None, None
    try:
        return recompute(project, contents.edition), None
    except NoEditionError as error:
        words = f"the project has no edition {error}, or cannot compose it"
        mend = "name the folder that it was built from with --project"
        return None, answer("records", "", [Fault(place, words, mend, RULE)])


def _records(
    place: Place, contents: Contents, lines: Sequence[Line], recomputed: Recomputed | None
) -> Answer:
    """Compare every figure with what the records give today."""
    question = "records"
    if recomputed is None:
        return Answer(question, Verdict.NOT_ASKED, "name their folder with --project")
    faults = [
        Fault(place, f"{_named(line)}: {words}", _build_or_mend(line), RULE)
        for line in lines
        for words in line.outdated
    ]
    faults += recomputed.of_edition(place, contents)
    return answer(question, f"{len(lines)} figures, recomputed", faults)


def _build_or_mend(line: Line) -> str:
    trace = f"`briefs trace {line.print.figure}` says where"
    return f"build the edition again, or mend the records: {trace}"


def _named(line: Line) -> str:
    one = line.print
    return f"{one.figure} (page {one.page}, {one.left:.0f} mm, {one.top:.0f} mm)"
