"""The verb export: records and comparisons as workbooks for people who work in spreadsheets."""

from __future__ import annotations

from difflib import get_close_matches
from pathlib import Path

import click

from briefs.build.files import CannotWriteError, put
from briefs.build.project import Project
from briefs.cli import report, terminal
from briefs.cli.exits import Exit
from briefs.cli.session import Session, common
from briefs.records import DATA
from briefs.workbooks.importing import digest
from briefs.workbooks.layout import Workbook
from briefs.workbooks.sheets import of_company, of_comparison
from briefs.workbooks.writing import written

#: Where workbooks go, in the project.
WORKBOOKS = "workbooks"


@click.command(
    epilog="Examples:  briefs export axera --xlsx  ·  briefs export ai-chips --xlsx --to desk"
)
@common
@click.argument("ids", nargs=-1, metavar="[ID]...")
@click.option("--xlsx", is_flag=True, required=True, help="Write workbooks for a spreadsheet.")
@click.option(
    "--to",
    "folder",
    type=click.Path(path_type=Path, file_okay=False),
    metavar="DIR",
    help=f"Where the files go (default: {WORKBOOKS}/ in the project).",
)
@click.option("--overwrite", is_flag=True, help="Replace workbooks of the same names.")
@click.pass_obj
def export(
    session: Session, ids: tuple[str, ...], folder: Path | None, *, xlsx: bool, overwrite: bool
) -> Exit:
    """Write the records of companies, or of comparisons with their companies, as workbooks.

    `briefs import` takes them back. Without IDs, everything is written.
    """
    del xlsx  # the only form there is; to name it leaves room for others
    project = session.read(contradicted=True)
    library = project.library
    known = (*library.companies, *library.comparisons)
    for name in ids:
        if name not in known:
            near = ", ".join(get_close_matches(name, known)) or ", ".join(known)
            raise click.UsageError(f"{name!r} is no record; there is {near}")
    target = folder or session.project / WORKBOOKS
    files = {target / f"{name}.xlsx": name for name in ids or known}
    there = [path.name for path in files if path.exists()]
    if there and not overwrite:
        words = f"{', '.join(there)} stands there already; say --overwrite, or another --to"
        raise CannotWriteError(str(target), words)
    made = {path: written(_workbook(project, name)) for path, name in files.items()}
    for path, data in made.items():
        put(path, data)
    if session.json:
        rows = [{"path": str(path), "bytes": len(data)} for path, data in made.items()]
        terminal.show_document(report.document(Exit.OK, (), files=rows))
    else:
        lines = [(str(path), report.size(len(data))) for path, data in made.items()]
        terminal.show(("file", "size"), lines, right=("size",))
    return Exit.OK


def _workbook(project: Project, name: str) -> Workbook:
    library, languages = project.library, tuple(project.wordings)
    if name in library.companies:
        return of_company(library, name, _files(project, name), languages)
    comparison = library.comparisons[name]
    names = (name, *comparison.companies, *comparison.context)
    return of_comparison(library, name, _files(project, *names), languages)


def _files(project: Project, *names: str) -> dict[str, tuple[str, str]]:
    """Give the file of each record, and the digest of what it says."""
    found = {}
    for name in names:
        kind = "comparisons" if name in project.library.comparisons else "companies"
        file = f"{DATA}/{kind}/{name}.yaml"
        found[name] = (file, digest((project.folder / file).read_bytes()))
    return found
