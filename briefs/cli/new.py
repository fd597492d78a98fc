"""The verbs init and new: a project of one's own, and new records in it."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from difflib import get_close_matches
from pathlib import Path

import click

from briefs.authoring import skeletons
from briefs.authoring.founding import files_of_project, files_of_schemas, found
from briefs.authoring.insertion import NoRoomError, inserted
from briefs.authoring.schema import SCHEMAS
from briefs.build.files import put
from briefs.build.templates import WORDING, files_in, own_templates
from briefs.cli import report, terminal
from briefs.cli.authoring import languages_of
from briefs.cli.exits import Exit
from briefs.cli.session import Session, common
from briefs.faults import InvalidInput
from briefs.reading import node_at, read_yaml
from briefs.records import DATA

_SOURCES = "sources.yaml"


def _slug(_context: click.Context, _parameter: click.Parameter, value: str) -> str:
    if not re.fullmatch(r"[a-z0-9][a-z0-9-]{0,63}", value):
        raise click.BadParameter(f"{value!r} is no id: use small letters, digits and -")
    return value


def _id() -> Callable[[Callable[..., Exit]], Callable[..., Exit]]:
    return click.argument("name", metavar="ID", callback=_slug)


@click.command(epilog="Examples:  briefs init my-briefs  ·  briefs --json init my-briefs")
@common
@click.argument("folder", metavar="DIR", type=click.Path(path_type=Path, file_okay=False))
@click.pass_obj
def init(session: Session, folder: Path) -> Exit:
    """Make a project of one's own in DIR: an invented company that builds at once, a theme.

    DIR must be empty, or not there yet. The pages come with the program; a file that you put
    into templates/ goes before the program's of that name.
    """
    if folder.is_dir() and any(folder.iterdir()):
        raise click.UsageError(f"{folder} is not empty; name a folder that is, or a new one")
    names = files_in(own_templates() / WORDING)
    files = files_of_project(sorted(Path(name).stem for name in names))
    found(folder, files)
    if session.json:
        terminal.show_document(report.document(Exit.OK, (), files=sorted(files)))
        return Exit.OK
    for name in files:
        if not name.startswith(SCHEMAS):
            terminal.show_line(str(folder / name))
    terminal.say(f"next: cd {folder}, then `briefs build`; README.md says how to go on")
    return Exit.OK


@click.group(epilog="Examples:  briefs new company acme  ·  briefs new source acme-prospectus")
@common
def new() -> None:
    """Write a new record that reads at once, with a line on everything that it may say."""


@new.command(epilog="Examples:  briefs new company acme --source acme-prospectus")
@common
@_id()
@click.option("--source", metavar="ID", help="The source of its facts (default: the only one).")
@click.pass_obj
def company(session: Session, name: str, source: str | None) -> Exit:
    """Write data/companies/ID.yaml, whose texts are drafts until you replace them."""
    known = _sources(session)
    source = source or (known[0] if len(known) == 1 else None)
    if source not in known:
        raise click.UsageError(_unknown(source, known))
    text = skeletons.company(name, source=source, languages=languages_of(session))
    return _written(session, f"{DATA}/companies/{name}.yaml", text)


@new.command(epilog="Examples:  briefs new comparison chips axera biren")
@common
@_id()
@click.argument("companies", metavar="COMPANY COMPANY...", nargs=-1, required=True)
@click.pass_obj
def comparison(session: Session, name: str, companies: Sequence[str]) -> Exit:
    """Write data/comparisons/ID.yaml, a deck that sets companies side by side."""
    lost = [one for one in companies if not (session.project / _company(one)).is_file()]
    if lost or not 2 <= len(companies) <= 8:  # noqa: PLR2004 - what a deck has room for
        words = f"no record of {', '.join(lost)}" if lost else "a deck compares two to eight"
        raise click.UsageError(words)
    languages = languages_of(session)
    text = skeletons.comparison(name, companies=companies, languages=languages)
    return _written(session, f"{DATA}/comparisons/{name}.yaml", text)


@new.command(epilog="Examples:  briefs new source acme-prospectus")
@common
@_id()
@click.pass_obj
def source(session: Session, name: str) -> Exit:
    """Write a new source into data/sources.yaml, below those that are there."""
    file = f"{DATA}/{_SOURCES}"
    if name in _sources(session):
        raise click.UsageError(f"{file} has a source {name} already")
    path = session.project / file
    entry = skeletons.source(name, languages=languages_of(session))
    try:
        text = inserted(path.read_text(encoding="utf-8"), entry, under="sources")
    except NoRoomError as error:
        raise click.UsageError(f"{file}: {error}") from error
    return _put(session, file, text)


def _company(name: str) -> str:
    return f"{DATA}/companies/{name}.yaml"


def _sources(session: Session) -> list[str]:
    """Name the sources of the project; raises InvalidInput where they cannot be read."""
    path = session.project / DATA / _SOURCES
    node, faults = read_yaml(path, name=f"{DATA}/{_SOURCES}")
    if node is None:
        raise InvalidInput(faults)
    named = node_at(node, ("sources",)).value
    return list(named) if isinstance(named, dict) else []


def _unknown(source: str | None, known: Sequence[str]) -> str:
    if not known:
        return f"{DATA}/{_SOURCES} names no source; run `briefs new source ID` first"
    if source is None:
        return f"say whose facts they are with --source: {', '.join(known)}"
    near = get_close_matches(source, known, n=3) or known
    return f"{DATA}/{_SOURCES} has no source {source!r}; use {' or '.join(near)}"


def _written(session: Session, file: str, text: str) -> Exit:
    if (session.project / file).exists():
        raise click.UsageError(f"{file} is there already")
    return _put(session, file, text)


def _put(session: Session, file: str, text: str) -> Exit:
    """Write a record, and what its editor completes it by."""
    put(session.project / file, text.encode())
    found(session.project, files_of_schemas(languages_of(session)))
    if session.json:
        terminal.show_document(report.document(Exit.OK, (), files=[file]))
    else:
        terminal.show_line(file)
    return Exit.OK
