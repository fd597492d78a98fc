"""Elsewhere: a build whose work is done by a cluster, as a command line says it."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial, wraps
from typing import TYPE_CHECKING, Any, TypeVar

import click

from briefs.build.files import SetupError
from briefs.cli.effort import Effort

if TYPE_CHECKING:  # A build that has nothing to do waits for none of these.
    from briefs.build.making import Crew
    from briefs.build.project import Project

Verb = TypeVar("Verb", bound=Callable[..., Any])

#: How a cluster is named.
_CLUSTER = re.compile(r"dask://([^/\s]+:\d+)")


@dataclass(frozen=True, slots=True)
class Elsewhere:
    """A Dask scheduler, and the store where its workers leave their files; none means here."""

    scheduler: str = ""
    store: str = ""

    def crew(self, project: Project, effort: Effort) -> Crew | None:
        """Give the cluster that is to do the work of a project, if any."""
        if not self.scheduler:
            return None
        if effort.profile:
            raise click.UsageError("--profile looks at workers of this machine, not of a cluster")
        try:
            from briefs.build.cluster import Cluster  # noqa: PLC0415 - of the extra `cluster`
        except ImportError as error:
            message = f"the package {error.name}, which speaks to clusters, is not installed"
            raise SetupError(message, "run `pip install 'briefs[cluster]'`") from error
        return partial(Cluster(self.scheduler, self.store, effort.jobs).run, project)


def elsewhere(verb: Verb) -> Verb:
    """Give a verb the options of a cluster; it takes them as its `place`."""

    @wraps(verb)
    def going(*arguments: object, scheduler: str, store: str, **more: object) -> object:
        if bool(scheduler) != bool(store):
            raise click.UsageError(
                "--executor and --store go together: "
                "workers elsewhere leave their files where this machine fetches them"
            )
        return verb(*arguments, place=Elsewhere(scheduler, store), **more)

    options = (
        click.option(
            "--executor",
            "scheduler",
            default="",
            metavar="dask://HOST:PORT",
            callback=_scheduler,
            help="Have a Dask cluster do the work (needs briefs[cluster]).",
        ),
        click.option(
            "--store",
            default="",
            metavar="URL",
            help="With --executor: a folder that all machines reach, file:///… or s3://….",
        ),
    )
    made: Callable[..., Any] = going
    for option in reversed(options):
        made = option(made)
    return made  # type: ignore[return-value]  # a verb that takes more options than it did


def _scheduler(_context: click.Context, _option: click.Parameter, text: str) -> str:
    """Give the address by which Dask knows a scheduler."""
    found = _CLUSTER.fullmatch(text)
    if text and not found:
        raise click.BadParameter(f"{text!r} is no address such as dask://host:8786")
    return f"tcp://{found[1]}" if found else ""
