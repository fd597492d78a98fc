"""The verb check: what the checks find, in the form that a reader asks for."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from datetime import date

import click

from briefs import reports
from briefs.build.edition import Edition
from briefs.build.editions import compose, editions
from briefs.build.project import Parts, Project, project_of, read_parts, wordless
from briefs.cli import report, terminal
from briefs.cli.dates import TODAY, late
from briefs.cli.exits import Exit, of_input
from briefs.cli.session import Session, common
from briefs.faults import Fault, InvalidInput, errors, in_order
from briefs.language import WordingError

#: Forms that stand on standard output as they are.
FORMS: dict[str, Callable[[reports.Report], str]] = {
    "sarif": lambda found: terminal.as_json(reports.sarif(found), indent=2) + "\n",
    "junit": reports.junit,
    "github": lambda found: "".join(f"{line}\n" for line in reports.annotate(found)),
}


@click.command(
    epilog="Examples:  briefs check  ·  briefs check --today 2026-02-11 --json  ·  "
    "briefs check --format sarif"
)
@common
@TODAY
@click.option(
    "--format",
    "form",
    type=click.Choice(["text", "json", *FORMS]),
    help="How to say what was found (default: text); json is what --json prints.",
)
@click.pass_obj
def check(session: Session, today: date | None, form: str | None) -> Exit:
    """Read and question all records, wordings and the theme, and build nothing."""
    if session.json and form not in (None, "json"):
        raise click.UsageError(f"--json and --format {form} ask for two forms")
    session.json = session.json or form == "json"
    parts = read_parts(session.project, session.templates())
    count, faults = _faults(session, parts, today)
    code = of_input(InvalidInput(faults)) if errors(faults) else Exit.OK
    books = parts.library.books if parts.library else {}
    found = reports.report(faults, parts.answers, books)
    if session.json:
        more = reports.document(found)
        terminal.show_document(report.document(code, faults, editions=count, **more))
    elif form in FORMS:
        terminal.show_text(FORMS[form](found))
    else:
        _say(found, parts, count)
    return code


def _faults(session: Session, parts: Parts, today: date | None) -> tuple[int, tuple[Fault, ...]]:
    """Give how many editions there are, and everything that is wrong with the project."""
    if errors(parts.faults) or parts.library is None:
        return 0, parts.faults
    project = project_of(parts, session.project, session.templates())
    every = editions(project.library, project.wordings)
    mute = _unspeakable(project, every)
    return len(every), in_order((*parts.faults, *late(project.library, today), *mute))


def _unspeakable(project: Project, every: Iterable[Edition]) -> Iterator[Fault]:
    """Find editions that need words which no wording file has."""
    for edition in every:
        try:
            compose(project, edition)
        except WordingError as error:
            yield wordless(edition.id, error)


def _say(found: reports.Report, parts: Parts, count: int) -> None:
    terminal.say_items(found)
    if parts.library is None or found.count(reports.Level.ERROR):
        return
    companies = terminal.plural(len(parts.library.companies), "company record")
    terminal.show_line(f"{companies}, {terminal.plural(count, 'edition')}: no errors")
