"""Verbs: every verb by its name, each loaded with all that it needs only when it is asked for."""

from __future__ import annotations

from importlib import import_module

import click

from briefs import __version__
from briefs.cli.session import common

#: Where each verb is defined.
VERBS = {
    "build": "briefs.cli.building:build",
    "check": "briefs.cli.checking:check",
    "cite": "briefs.cli.citing:cite",
    "diff": "briefs.cli.differing:diff",
    "doctor": "briefs.cli.examining:doctor",
    "errata": "briefs.cli.errata:errata",
    "export": "briefs.cli.exporting:export",
    "extract": "briefs.cli.verifying:extract",
    "faces": "briefs.cli.faces:faces",
    "fit": "briefs.cli.proving:fit",
    "fmt": "briefs.cli.authoring:fmt",
    "import": "briefs.cli.importing:import_",
    "init": "briefs.cli.new:init",
    "list": "briefs.cli.listing:list_",
    "mail": "briefs.cli.mail:mail",
    "merge": "briefs.cli.merging:merge",
    "new": "briefs.cli.new:new",
    "preview": "briefs.cli.previewing:preview",
    "prove": "briefs.cli.proving:prove",
    "schema": "briefs.cli.authoring:schema",
    "send": "briefs.cli.sending:send",
    "sign": "briefs.cli.signing:sign",
    "site": "briefs.cli.gallery:site",
    "status": "briefs.cli.status:status",
    "trace": "briefs.cli.tracing:trace",
    "verify": "briefs.cli.verifying:verify",
    "work": "briefs.cli.working:work",
    "why": "briefs.cli.listing:why",
}


class Verbs(click.Group):
    """A group whose verbs are imported as they are asked for."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Name every verb."""
        return sorted({*VERBS, *super().list_commands(ctx)})

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Load a verb."""
        if cmd_name not in VERBS:
            return super().get_command(ctx, cmd_name)
        module, _, name = VERBS[cmd_name].partition(":")
        verb: click.Command = getattr(import_module(module), name)
        return verb


@click.group(
    cls=Verbs, epilog="Examples:  briefs build axera --lang en  ·  briefs check  ·  briefs list"
)
@common
@click.version_option(__version__, prog_name="briefs")
def briefs() -> None:
    """Turn company records into bilingual PDF one-pagers and comparison decks."""
