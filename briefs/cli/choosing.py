"""Choosing: which editions a command line asks for."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from typing import TYPE_CHECKING, Any, TypeVar

import click

from briefs.build.edition import Edition, Named, UnknownNameError, choose
from briefs.build.shards import WHOLE, Shard
from briefs.cli.session import unknown

if TYPE_CHECKING:
    from briefs.build.project import Project

Verb = TypeVar("Verb", bound=Callable[..., Any])
One = TypeVar("One", bound=Named)


@dataclass(frozen=True, slots=True)
class Choice:
    """What a command line says of the editions that it asks for; nothing means all."""

    ids: tuple[str, ...] = ()
    languages: tuple[str, ...] = ()
    kinds: tuple[str, ...] = ()
    shard: Shard = WHOLE

    def among(self, every: tuple[One, ...]) -> tuple[One, ...]:
        """Keep what is asked for. Raises click.UsageError for what does not exist."""
        try:
            chosen = choose(every, ids=self.ids, languages=self.languages, kinds=self.kinds)
        except UnknownNameError as error:
            raise unknown(error) from error
        if every and not chosen:
            asked = ", ".join([*self.ids, *self.languages, *self.kinds])
            raise click.UsageError(f"no edition is all of {asked}; `briefs list` names them all")
        return self.shard.of(chosen)

    def of(self, project: Project) -> tuple[Edition, ...]:
        """Keep what is asked for of a project's editions, in the dress that it wears."""
        from briefs.build.editions import dressed, editions  # noqa: PLC0415 - loads every room

        return dressed(self.among(editions(project.library, project.wordings)), project.dress)


def selecting(verb: Verb) -> Verb:
    """Give a verb the options that choose editions; it takes them as its `choice`."""

    @wraps(verb)
    def choosing(
        *arguments: object,
        ids: tuple[str, ...],
        languages: tuple[str, ...],
        kinds: tuple[str, ...],
        **more: object,
    ) -> object:
        return verb(*arguments, choice=Choice(ids, languages, kinds), **more)

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
    made: Callable[..., Any] = choosing
    for option in reversed(options):
        made = option(made)
    return made  # type: ignore[return-value]  # a verb that takes more options than it did
