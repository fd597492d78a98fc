"""The verb doctor: what is wrong with this machine and this project, and how to mend it."""

from __future__ import annotations

import click

from briefs.cli import report
from briefs.cli.examination import examine
from briefs.cli.exits import Exit
from briefs.cli.session import Session, common


@click.command(epilog="Examples:  briefs doctor  ·  briefs doctor --json")
@common
@click.pass_obj
def doctor(session: Session) -> Exit:
    """Examine faces, libraries, templates and folders, and say how to mend what is wrong."""
    findings = examine(session)
    code = Exit.CONFIG if any(not finding.well for finding in findings) else Exit.OK
    report.examined(session, findings, code)
    return code
