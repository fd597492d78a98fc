"""The verb build: makes what is not fresh, and looks no further where everything is."""

from __future__ import annotations

import time
from dataclasses import replace
from datetime import date

import click

from briefs.build.ending import note_ending
from briefs.build.memory import Known, Memory, Seen, look, recall, stats_of_index
from briefs.build.shards import Shard
from briefs.build.shards import shard as read_shard
from briefs.cli import report, terminal
from briefs.cli.choosing import Choice, selecting
from briefs.cli.dates import TODAY, late, now
from briefs.cli.effort import Effort, cores, working
from briefs.cli.elsewhere import Elsewhere, elsewhere
from briefs.cli.exits import Exit
from briefs.cli.gallery import show
from briefs.cli.session import Session, common, dress
from briefs.faults import in_order
from briefs.phases import laps


def _shard(_context: click.Context, _option: click.Parameter, text: str) -> Shard:
    try:
        return read_shard(text)
    except ValueError as error:
        raise click.BadParameter(str(error)) from error


@click.command(
    epilog="Examples:  briefs build  ·  briefs build axera biren.one-pager.zh-Hans  ·  "
    "briefs build --kind deck --lang en --lang en+zh-Hans"
)
@common
@dress
@selecting
@working
@elsewhere
@TODAY
@click.option(
    "--shard",
    default="1/1",
    metavar="I/N",
    callback=_shard,
    help="Build only this share of the briefs, such as 2/5; `briefs merge` brings them together.",
)
@click.option("--site", "gallery", is_flag=True, help="Then write the gallery, as `briefs site`.")
@click.pass_obj
def build(  # noqa: PLR0913 - a verb takes what its options say
    session: Session,
    choice: Choice,
    effort: Effort,
    place: Elsewhere,
    *,
    today: date | None,
    shard: Shard,
    gallery: bool,
) -> Exit:
    """Build the briefs that are not fresh: all of them, or those whose IDs begin as given."""
    choice = replace(choice, shard=shard)
    seen = look(session.project, now=time.time_ns())
    code = _built(session, choice, effort, place, seen=seen, today=today)
    if gallery:
        show(session, seen)
    if choice == Choice() and not (session.theme or session.paper):
        note_ending(session.project, now())
    return code


def _built(
    session: Session,
    choice: Choice,
    effort: Effort,
    place: Elsewhere,
    *,
    seen: Seen,
    today: date | None,
) -> Exit:
    if not (effort.force or today or session.theme or session.paper):
        memory = recall(session.project)
        idle = _fresh(session, choice, memory, seen)
        if idle is not None:
            return report.idle(session, idle, memory.warnings)
    return _made(session, choice, effort, place, seen=seen, today=today)


def _fresh(
    session: Session, choice: Choice, memory: Memory, seen: Seen
) -> tuple[Known, ...] | None:
    """Give the editions that are asked for, if a look at the files shows that all are fresh."""
    if memory.seen != seen.digest or memory.index != stats_of_index(session.project):
        return None
    chosen = choice.among(memory.own())
    return chosen if all(one.is_fresh(session.project) for one in chosen) else None


def _made(
    session: Session,
    choice: Choice,
    effort: Effort,
    place: Elsewhere,
    *,
    seen: Seen,
    today: date | None,
) -> Exit:
    # These load every room of the story, which a build that has nothing to do does not need.
    from briefs.build.pool import beget  # noqa: PLC0415 - as said above

    faces = session.faces()
    if not place.scheduler:
        beget()  # which imports its rooms while we import ours, and read
    from briefs.build.making import Work  # noqa: PLC0415
    from briefs.build.making import build as make  # noqa: PLC0415
    from briefs.build.timings import keep_timings  # noqa: PLC0415

    with laps() as shared:
        project = session.read()
        chosen = choice.of(project)
        warnings = in_order((*project.warnings, *late(project.library, today)))
        if not session.json:
            terminal.say_faults(warnings)
        work = Work(
            faces,
            effort.jobs or cores(),
            forced=effort.force,
            limits=effort.limits,
            profiled=effort.profile,
            elsewhere=place.crew(project, effort),
        )
        with report.progress(session, len(chosen), as_lines=effort.lines) as watch:
            results = make(project, chosen, work, seen=seen, watch=watch)
    keep_timings(session.project, results, shared)
    return report.built(session, results, warnings)
