"""The verbs list and why: how each edition stands, and what makes it so."""

from __future__ import annotations

from typing import Any

import click

from briefs.build.edition import Edition
from briefs.build.memory import recall
from briefs.build.planning import plan
from briefs.build.standing import Standing, State, standing
from briefs.cli import report, terminal
from briefs.cli.choosing import Choice, selecting
from briefs.cli.exits import Exit
from briefs.cli.session import Session, common, dress


@click.command(
    "list", epilog="Examples:  briefs list  ·  briefs list axera --lang en  ·  briefs list --json"
)
@common
@dress
@selecting
@click.pass_obj
def list_(session: Session, choice: Choice) -> Exit:
    """List the editions there are: how each stands (fresh, stale, failed, missing), and why."""
    found = _standings(session, choice)
    if session.json:
        _documented(session, found)
        return Exit.OK
    lines = [
        (one.id, stands.state.value, str(one.path), _in_short(stands))
        for one, stands in found.items()
    ]
    terminal.show(("edition", "state", "file", "why"), lines, right=())
    return Exit.OK


@click.command(epilog="Examples:  briefs why ai-chips.deck.en  ·  briefs why  ·  briefs why --json")
@common
@dress
@selecting
@click.pass_obj
def why(session: Session, choice: Choice) -> Exit:
    """Name every input that makes an edition other than fresh, for all of them or some."""
    found = _standings(session, choice)
    if session.json:
        _documented(session, found)
        return Exit.OK
    for edition, stands in found.items():
        terminal.show_line(f"{edition.id}: {stands.state}")
        for reason in stands.reasons:
            terminal.show_line(f"  {reason}")
    return Exit.OK


def _standings(session: Session, choice: Choice) -> dict[Edition, Standing]:
    project = session.read()
    memory = recall(project.folder)
    return {
        item.edition: standing(item, project.folder, memory.of(item.edition))
        for item in plan(project, choice.of(project))
    }


def _in_short(stands: Standing) -> str:
    """Give the first reason, and how many more there are."""
    if not stands.reasons:
        return ""
    first, *more = map(str, stands.reasons)
    return f"{first}, and {len(more)} more" if more else first


def _documented(session: Session, found: dict[Edition, Standing]) -> None:
    rows = [_as_dict(session, edition, stands) for edition, stands in found.items()]
    terminal.show_document(report.document(Exit.OK, (), editions=rows))


def _as_dict(session: Session, edition: Edition, stands: Standing) -> dict[str, Any]:
    reasons = [{"sort": one.sort, "name": one.name, "change": one.change} for one in stands.reasons]
    return report.edition_as_dict(edition) | {
        "exists": (session.project / edition.path).is_file(),
        "state": stands.state.value,
        "reasons": reasons if stands.state is not State.FRESH else [],
    }
