"""The verbs of authors: schema, which editors complete by, and fmt, the one form of a record."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

import click

from briefs.authoring.form import NotTheSameError, formed
from briefs.authoring.founding import files_of_schemas, found
from briefs.authoring.schema import RECORDS, SCHEMAS, SORTS, Sort, schema_of, schema_text
from briefs.build.files import put
from briefs.build.templates import WORDING
from briefs.cli import report, terminal
from briefs.cli.exits import Exit, of_input
from briefs.cli.session import Session, common
from briefs.faults import Fault, InvalidInput, Place, errors
from briefs.reading import read_yaml


def languages_of(session: Session) -> tuple[str, ...]:
    """Give the languages of a project, in the order in which its texts have them."""
    return tuple(sorted(path.stem for path in (session.templates() / WORDING).glob("*.yaml")))


@click.command(epilog="Examples:  briefs schema  ·  briefs schema company > company.json")
@common
@click.argument("name", required=False, type=click.Choice([sort.name for sort in SORTS]))
@click.pass_obj
def schema(session: Session, name: str | None) -> Exit:
    """Write the JSON Schema of every file that one writes by hand into schemas/, or print one.

    An editor shows by it what each key means, with its unit and an example, and completes it.
    """
    languages = languages_of(session)
    if name:
        terminal.show_text(schema_text(next(s for s in SORTS if s.name == name), languages))
        return Exit.OK
    found(session.project, files_of_schemas(languages))
    names = [f"{SCHEMAS}/{sort.file}" for sort in SORTS]
    if session.json:
        terminal.show_document(report.document(Exit.OK, (), files=names))
        return Exit.OK
    for name_, sort in zip(names, SORTS, strict=True):
        terminal.show_line(f"{name_}: {sort.files}")
    return Exit.OK


@click.command(
    epilog="Examples:  briefs fmt  ·  briefs fmt --check  ·  briefs fmt data/companies/axera.yaml"
)
@common
@click.argument(
    "files", nargs=-1, metavar="[FILE]...", type=click.Path(path_type=Path, dir_okay=False)
)
@click.option("--check", "only_check", is_flag=True, help="Change nothing; say what would change.")
@click.pass_obj
def fmt(session: Session, files: Sequence[Path], *, only_check: bool) -> Exit:
    """Put records into their one form: order of keys, indentation, quotes, empty lines.

    What a record says does not change, nor a digit of it, and its comments go with what they
    stand above or beside. Without FILE it is done to every record of the project.
    """
    languages = languages_of(session)
    changed: list[str] = []
    faults: list[Fault] = []
    for path, sort in _chosen(session.project, files):
        name = _named(path, session.project)
        node, said = read_yaml(path, name=name)
        if node is None or errors(said):
            faults += said
            continue
        text = path.read_bytes().decode()
        try:
            new = formed(text, schema_of(sort, languages))
        except NotTheSameError:
            words = "the record has no form of ours that says the same"
            faults.append(Fault(Place(name), words, "write it in plain lines", "form"))
            continue
        if new != text:
            changed.append(name)
            if not only_check:
                put(path, new.encode())
    return _reported(session, changed, faults, only_check=only_check)


def _chosen(project: Path, files: Sequence[Path]) -> Iterator[tuple[Path, Sort]]:
    """Give the files to look at, each with its sort; those named must be records."""
    known = {path: sort for sort in RECORDS for path in sorted(project.glob(sort.files))}
    resolved = {path.resolve(): path for path in known}
    for file in files:
        if file.resolve() not in resolved:
            raise click.UsageError(f"{file} is no record of the project")
    chosen = [resolved[file.resolve()] for file in files] or list(known)
    yield from ((path, known[path]) for path in dict.fromkeys(chosen))


def _named(path: Path, project: Path) -> str:
    return path.relative_to(project).as_posix()


def _reported(
    session: Session, changed: Sequence[str], faults: Sequence[Fault], *, only_check: bool
) -> Exit:
    code = of_input(InvalidInput(faults)) if errors(faults) else Exit.OK
    if code is Exit.OK and only_check and changed:
        code = Exit.SOME_FAILED
    if session.json:
        terminal.show_document(report.document(code, faults, files=list(changed)))
        return code
    terminal.say_faults(faults)
    for name in changed:
        terminal.show_line(f"{name}: {'would change' if only_check else 'changed'}")
    return code
