"""The verb build: makes what is not fresh, and looks no further where everything is."""

from __future__ import annotations

import os
import time
from dataclasses import dataclass
from datetime import date

import click

from briefs.build.memory import Known, Memory, Seen, look, recall
from briefs.cli import report, terminal
from briefs.cli.choosing import Choice, selecting
from briefs.cli.dates import TODAY, late
from briefs.cli.exits import Exit
from briefs.cli.session import Session, common, dress
from briefs.faults import in_order


@click.command(
    epilog="Examples:  briefs build  ·  briefs build axera biren.one-pager.zh-Hans  ·  "
    "briefs build --kind deck --lang en --lang en+zh-Hans"
)
@common
@dress
@selecting
@click.option(
    "--jobs",
    type=click.IntRange(min=1),
    metavar="N",
    help="Work with N processes (default: one a core).",
)
@click.option("--force", is_flag=True, help="Build what is fresh as well.")
@TODAY
@click.pass_obj
def build(
    session: Session, choice: Choice, *, jobs: int | None, force: bool, today: date | None
) -> Exit:
    """Build the briefs that are not fresh: all of them, or those whose IDs begin as given."""
    seen = look(session.project, now=time.time_ns())
    if not (force or today or session.theme or session.paper):
        memory = recall(session.project)
        idle = _fresh(session, choice, memory, seen)
        if idle is not None:
            return report.idle(session, idle, memory.warnings)
    return _made(session, choice, Effort(jobs or _cores(), force), seen, today)


def _fresh(
    session: Session, choice: Choice, memory: Memory, seen: Seen
) -> tuple[Known, ...] | None:
    """Give the editions that are asked for, if a look at the files shows that all are fresh."""
    if memory.seen != seen.digest:
        return None
    chosen = choice.among(memory.own())
    return chosen if all(one.is_fresh(session.project) for one in chosen) else None


@dataclass(frozen=True, slots=True)
class Effort:
    """How hard a build works: by how many workers, and whether on what is fresh as well."""

    jobs: int
    force: bool


def _made(session: Session, choice: Choice, effort: Effort, seen: Seen, today: date | None) -> Exit:
    # These load every room of the story, which a build that has nothing to do does not need.
    from briefs.build.making import Work  # noqa: PLC0415 - as said above
    from briefs.build.making import build as make  # noqa: PLC0415

    project = session.read()
    chosen = choice.of(project)
    warnings = in_order((*project.warnings, *late(project.library, today)))
    if not session.json:
        terminal.say_faults(warnings)
    work = Work(session.faces(), effort.jobs, forced=effort.force)
    with terminal.progress(len(chosen), quiet=session.json) as done:
        results = make(
            project,
            chosen,
            work,
            seen=seen,
            watch=lambda one: done(one.edition.id, report.outcome(one)),
        )
    return report.built(session, results, warnings)


def _cores() -> int:
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1
