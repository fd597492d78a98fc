"""The verbs prove and fit: what a finished PDF answers alone, and how full each page is."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from briefs.build.edition import Edition, UnknownNameError, choose
from briefs.build.editions import compose, dressed, editions
from briefs.build.limits import held
from briefs.build.project import Project
from briefs.cli import report, terminal
from briefs.cli.exits import Exit
from briefs.cli.session import Session, common, dress, unknown
from briefs.faults import Fault, InvalidInput, errors
from briefs.pages import Designer

if TYPE_CHECKING:  # Loaded by the verbs alone: no other verb waits for the press.
    from briefs.press import Block


@click.command(
    epilog="Examples:  briefs prove output/axera/axera-one-pager-en.pdf  ·  briefs prove *.pdf"
)
@common
@click.argument(
    "files",
    nargs=-1,
    required=True,
    metavar="FILE...",
    type=click.Path(path_type=Path, exists=True, dir_okay=False),
)
@click.pass_obj
def prove(session: Session, files: Sequence[Path]) -> Exit:
    """Ask finished PDFs what they can answer: fonts, glyphs, sizes, what can be seen.

    Files that are settings of one brief are compared with each other, figure by figure.
    """
    session.faces()
    from briefs.proofs import PDF_PROOFS, kindred, prove_pdf  # noqa: PLC0415 - as said above

    pdfs = {str(path): path.read_bytes() for path in files}
    kin = list(kindred(pdfs))
    faults = [fault for name, pdf in pdfs.items() for fault in prove_pdf(name, pdf)]
    faults += [fault for one in kin for fault in one.comparison.faults]
    code = Exit.DATA if errors(faults) else Exit.OK
    if session.json:
        compared = [{"brief": one.brief, "figures": one.comparison.counts} for one in kin]
        terminal.show_document(report.document(code, faults, files=list(pdfs), compared=compared))
        return code
    terminal.say_faults(faults)
    for one in kin:
        terminal.show_line(str(one))
    if not errors(faults):
        asked = terminal.plural(len(PDF_PROOFS), "proof")
        terminal.show_line(f"{terminal.plural(len(files), 'file')}, {asked} each: no errors")
    return code


@click.command(epilog="Examples:  briefs fit axera  ·  briefs fit axera.one-pager.en --json")
@common
@dress
@click.argument("ids", nargs=-1, required=True, metavar="ID...")
@click.pass_obj
def fit(session: Session, ids: Sequence[str]) -> Exit:
    """Show the used and free millimetres of each block of a brief, in each language."""
    project = session.read()
    chosen = _chosen(project, ids)
    session_faces = session.faces()
    from briefs.press import Press, PressFault  # noqa: PLC0415 - as said above

    designer = Designer([project.templates], project.theme, project.wordings, paper=project.paper)
    press = Press(session_faces, project.theme, project.wordings)
    rows: list[tuple[Edition, Block]] = []
    faults: list[Fault] = []
    for edition in chosen:
        try:
            with held(edition.id):
                measured = press.measure(designer.page(compose(project, edition), "0" * 64))
        except (InvalidInput, PressFault) as error:
            faults += error.faults
        else:
            rows += [(edition, block) for block in measured]
    return _told(session, rows, faults)


def _chosen(project: Project, ids: Iterable[str]) -> tuple[Edition, ...]:
    try:
        return dressed(choose(editions(project.library, project.wordings), ids=ids), project.dress)
    except UnknownNameError as error:
        raise unknown(error) from error


def _told(session: Session, rows: Sequence[tuple[Edition, Block]], faults: Sequence[Fault]) -> Exit:
    code = Exit.SOME_FAILED if faults else Exit.OK
    if session.json:
        blocks = [_as_dict(edition, block) for edition, block in rows]
        terminal.show_document(report.document(code, faults, blocks=blocks))
        return code
    lines = [
        (
            edition.id,
            str(block.at.page),
            block.name,
            block.language,
            f"{block.used:.1f}",
            f"{block.free:.1f}",
            f"{block.worth(max(block.free, 0.0))} {block.unit}" if block.unit else "",
        )
        for edition, block in rows
    ]
    if lines:
        terminal.show(
            ("edition", "page", "block", "language", "used mm", "free mm", "or"),
            lines,
            right=("page", "used mm", "free mm", "or"),
        )
    terminal.say_faults(faults)
    return code


def _as_dict(edition: Edition, block: Block) -> dict[str, Any]:
    return {
        "id": edition.id,
        "page": block.at.page,
        "block": block.name,
        "language": block.language,
        "used": round(block.used, 2),
        "free": round(block.free, 2),
        "length": block.length,
        "unit": block.unit,
        "more": block.worth(max(block.free, 0.0)),
    }
