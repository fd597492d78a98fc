"""The verbs extract and verify: what a finished PDF carries, and whether all of it agrees."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import click

from briefs.build.edition import SUFFIX
from briefs.build.files import CannotWriteError, put
from briefs.cli import report, terminal
from briefs.cli.exits import Exit
from briefs.cli.session import Session, common
from briefs.cli.signing import SIGNED, needs, unusable
from briefs.evidence.additions import built
from briefs.evidence.answers import Agreement, Answer, Line, Verdict, answer
from briefs.evidence.enclosed import Enclosed, NoPdfError, evidence_in
from briefs.faults import Fault, InvalidInput, Place, errors

PDF = click.Path(path_type=Path, exists=True, dir_okay=False)

SIGNATURES = "signatures"


@click.command(epilog="Examples:  briefs extract axera.pdf  ·  briefs extract axera.pdf --to data")
@common
@click.argument("file", metavar="FILE", type=PDF)
@click.option(
    "--to",
    "folder",
    type=click.Path(path_type=Path, file_okay=False),
    metavar="DIR",
    help="Where the files go (default: a folder here, named after the PDF).",
)
@click.option("--overwrite", is_flag=True, help="Replace files of the same names.")
@click.pass_obj
def extract(session: Session, file: Path, folder: Path | None, *, overwrite: bool) -> Exit:
    """Get the data out of a PDF: its figures and its manifest, each by its digest."""
    try:
        evidence = evidence_in(str(file), file.read_bytes())
    except NoPdfError as error:
        return unusable(session, _no_pdf(file, error))
    if evidence.faults:
        return unusable(session, evidence.faults)
    target = folder or Path(f"{file.stem}-data")
    there = [one.name for one in evidence.files if (target / one.name).exists()]
    if there and not overwrite:
        words = f"{target} has {', '.join(there)} already; say --overwrite, or another --to"
        raise CannotWriteError(str(target), words)
    for one in evidence.files:
        put(target / one.name, one.data)
    _extracted(session, target, evidence.files)
    return Exit.OK


def _extracted(session: Session, target: Path, files: Sequence[Enclosed]) -> None:
    if session.json:
        rows = [
            {
                "path": str(target / one.name),
                "media_type": one.media_type,
                "relation": one.relation,
                "sha256": one.digest,
                "bytes": len(one.data),
            }
            for one in files
        ]
        terminal.show_document(report.document(Exit.OK, (), files=rows))
        return
    lines = [(str(target / one.name), report.size(len(one.data)), one.digest) for one in files]
    terminal.show(("file", "size", "sha256"), lines, right=("size",))


@click.command(
    epilog="Examples:  briefs verify axera.pdf  ·  briefs verify axera.pdf --project .  ·  "
    "briefs verify axera.signed.pdf --trust publisher.pem"
)
@common
@click.argument("file", metavar="FILE", type=PDF)
@click.option(
    "--trust",
    "trusted",
    multiple=True,
    type=PDF,
    metavar="CERT",
    help="A certificate that you trust to vouch for signers; may be repeated.",
)
@click.option("--figures", is_flag=True, help="List every figure, not only those that differ.")
@click.pass_context
def verify(context: click.Context, file: Path, trusted: Sequence[Path], *, figures: bool) -> Exit:
    """Say whether a PDF, its data, the manifest beside it and the records agree.

    The records are asked where --project names them; figure by figure, all of it.
    """
    session: Session = context.obj
    session.faces()
    from briefs.evidence.agreement import agreement  # noqa: PLC0415 - loads the press

    pdf, name = file.read_bytes(), str(file)
    project = session.read() if _is_given(context) else None
    seals = _signatures(name, pdf, trusted)
    try:
        found = agreement(name, pdf, beside=_beside(file), project=project)
    except NoPdfError as error:
        return unusable(session, _no_pdf(file, error))
    return _told(session, found, (*found.answers, seals), every=figures)


def _no_pdf(file: Path, error: NoPdfError) -> tuple[Fault, ...]:
    return (Fault(Place(str(file)), str(error), "name a PDF of a brief", "pdf"),)


def _is_given(context: click.Context | None) -> bool:
    """Whether the command line names a project, before the verb or after it."""
    while context is not None:
        source = context.get_parameter_source("project")
        if source is click.core.ParameterSource.COMMANDLINE:
            return True
        context = context.parent
    return False


def _beside(file: Path) -> bytes | None:
    """Read the manifest beside a PDF; a signed one has that of the PDF before it was signed."""
    for name in dict.fromkeys((file.stem, file.stem.removesuffix(SIGNED))):
        path = file.with_name(f"{name}{SUFFIX}")
        if path.is_file():
            return path.read_bytes()
    return None


def _signatures(name: str, pdf: bytes, trusted: Sequence[Path]) -> Answer:
    """Ask who signed a PDF, and whether it is as it was then."""
    if built(pdf) == pdf and b"/ByteRange" not in pdf:
        return Answer(SIGNATURES, Verdict.NOT_ASKED, "it is not signed")
    needs()
    from briefs.evidence.seals import certificates, seals_on  # noqa: PLC0415 - of the extra `sign`

    roots: list[object] = []
    for path in trusted:
        try:
            roots += certificates(path.read_bytes())
        except ValueError as error:
            mend = "name a certificate, in PEM or DER"
            fault = Fault(Place(str(path)), "it holds no certificate", mend, "trust")
            raise InvalidInput([fault]) from error
    seals = seals_on(name, pdf, datetime.now(UTC), roots)
    words = "; ".join(seal.words for seal in seals)
    return answer(SIGNATURES, words, [fault for seal in seals for fault in seal.faults])


# --- what is said of it


def _told(session: Session, found: Agreement, answers: Sequence[Answer], *, every: bool) -> Exit:
    faults = [fault for one in answers for fault in one.faults]
    code = Exit.DATA if errors(faults) else Exit.OK
    if session.json:
        more = {
            "edition": found.edition,
            "answers": [_answer(one) for one in answers],
            "figures": [_figure(one) for one in found.lines],
        }
        terminal.show_document(report.document(code, faults, **more))
        return code
    rows = [(one.question, str(one.verdict), one.words) for one in answers]
    terminal.show(("asked", "answer", "of"), rows, right=())
    lines = [one for one in found.lines if every or one.wrong or one.outdated]
    if lines:
        terminal.show_line("")
        headings = ("page", "left", "top", "figure", "data", "page says", "records", "")
        terminal.show(headings, [_row(one) for one in lines], right=("page", "left", "top"))
    terminal.say_faults(faults)
    return code


def _row(one: Line) -> tuple[str, ...]:
    place = one.print
    verdict = "differs" if one.wrong or one.outdated else "agrees"
    return (
        str(place.page),
        f"{place.left:.1f}",
        f"{place.top:.1f}",
        place.figure,
        f"{place.text or 'drawn'} = {one.origin.value} {one.origin.unit}",
        one.on_page or "–",
        one.recorded or "–",
        verdict,
    )


def _answer(one: Answer) -> dict[str, Any]:
    return {"question": one.question, "verdict": one.verdict.value, "words": one.words}


def _figure(one: Line) -> dict[str, Any]:
    return one.print.model_dump() | {
        "value": one.origin.value,
        "unit": one.origin.unit,
        "on_page": one.on_page,
        "recorded": one.recorded,
        "wrong": [*one.wrong, *one.outdated],
    }
