"""Verbs: build, list and doctor; the others have modules of their own."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable
from datetime import date
from typing import Any, TypeVar

import click

from briefs import __version__
from briefs.build.editions import Edition, UnknownNameError, choose, dressed, editions
from briefs.build.making import Work
from briefs.build.making import build as make
from briefs.build.project import Project
from briefs.cli import report, terminal
from briefs.cli.checking import check
from briefs.cli.citing import cite
from briefs.cli.dates import TODAY, late
from briefs.cli.examination import examine
from briefs.cli.exits import Exit
from briefs.cli.proving import fit, prove
from briefs.cli.session import Session, common, dress, unknown
from briefs.cli.tracing import trace
from briefs.faults import in_order

Verb = TypeVar("Verb", bound=Callable[..., Any])


@click.group(epilog="Examples:  briefs build axera --lang en  ·  briefs check  ·  briefs list")
@common
@click.version_option(__version__, prog_name="briefs")
def briefs() -> None:
    """Turn company records into bilingual PDF one-pagers and comparison decks."""


def _selecting(verb: Verb) -> Verb:
    """Give a verb the options that choose editions."""
    options = (
        click.argument("ids", nargs=-1, metavar="[ID]..."),
        click.option(
            "--lang",
            "languages",
            multiple=True,
            metavar="SETTING",
            help="Language setting, such as zh-Hans or en+zh-Hans; may be repeated.",
        ),
        click.option(
            "--kind",
            "kinds",
            multiple=True,
            metavar="KIND",
            help="Kind of brief: one-pager or deck; may be repeated.",
        ),
    )
    for option in reversed(options):
        verb = option(verb)
    return verb


def _choose(
    project: Project, ids: Iterable[str], languages: Iterable[str], kinds: Iterable[str]
) -> tuple[Edition, ...]:
    every = editions(project.library, project.wordings)
    try:
        chosen = choose(every, ids=ids, languages=languages, kinds=kinds)
    except UnknownNameError as error:
        raise unknown(error) from error
    if every and not chosen:
        asked = ", ".join([*ids, *languages, *kinds])
        raise click.UsageError(f"no edition is all of {asked}; `briefs list` names them all")
    return dressed(chosen, project.dress)


@briefs.command(
    epilog="Examples:  briefs build  ·  briefs build axera biren.one-pager.zh-Hans  ·  "
    "briefs build --kind deck --lang en --lang en+zh-Hans"
)
@common
@dress
@_selecting
@click.option(
    "--jobs",
    type=click.IntRange(min=1),
    metavar="N",
    help="Work with N processes (default: one a core).",
)
@TODAY
@click.pass_obj
def build(
    session: Session,
    ids: tuple[str, ...],
    languages: tuple[str, ...],
    kinds: tuple[str, ...],
    jobs: int | None,
    today: date | None,
) -> Exit:
    """Build briefs into output/: all of them, or those whose IDs begin as given."""
    project = session.read()
    chosen = _choose(project, ids, languages, kinds)
    warnings = in_order((*project.warnings, *late(project.library, today)))
    if not session.json:
        terminal.say_faults(warnings)
    work = Work(session.faces(), jobs or _cores())
    with terminal.progress(len(chosen), quiet=session.json) as done:
        results = make(
            project, chosen, work, watch=lambda one: done(one.edition.id, report.outcome(one))
        )
    return report.built(session, results, warnings)


def _cores() -> int:
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


@briefs.command(
    "list", epilog="Examples:  briefs list  ·  briefs list axera --lang en  ·  briefs list --json"
)
@common
@dress
@_selecting
@click.pass_obj
def list_(
    session: Session, ids: tuple[str, ...], languages: tuple[str, ...], kinds: tuple[str, ...]
) -> Exit:
    """List the editions there are, with the file of each and whether it is there."""
    project = session.read()
    report.listed(session, _choose(project, ids, languages, kinds))
    return Exit.OK


@briefs.command(epilog="Examples:  briefs doctor  ·  briefs doctor --json")
@common
@click.pass_obj
def doctor(session: Session) -> Exit:
    """Examine faces, libraries, templates and folders, and say how to mend what is wrong."""
    findings = examine(session)
    code = Exit.CONFIG if any(not finding.well for finding in findings) else Exit.OK
    report.examined(session, findings, code)
    return code


for verb in (check, cite, fit, prove, trace):
    briefs.add_command(verb)
