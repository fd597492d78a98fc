"""The session: what a command line says once for every verb, and where it finds things."""

from __future__ import annotations

import os
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

import click

from briefs.build.edition import UnknownNameError
from briefs.build.files import SetupError
from briefs.build.templates import templates_of
from briefs.build.versions import libraries
from briefs.faces import cache_directory, faces_directory, missing, write_fontconfig

if TYPE_CHECKING:
    from briefs.build.project import Project

Verb = TypeVar("Verb")

#: How to mend what is missing.
SETUP = "run `make setup`, or outside a checkout `pip install --force-reinstall briefs`"
FACES = "run `make setup`, or outside a checkout `briefs faces`"
LIBRARIES = (
    "run `brew install pango`"
    if sys.platform == "darwin"
    else "run `apt-get install libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0` as root"
)


@dataclass(slots=True)
class Session:
    """Options that every verb understands, before the verb or after it.

    `reported` says that the run's one JSON document has been printed.
    """

    project: Path = Path()
    json: bool = False
    debug: bool = False
    theme: str = ""
    paper: str = ""
    reported: bool = False

    @property
    def cache(self) -> Path:
        """Where things are kept that can be made again."""
        return cache_directory(os.environ)

    def templates(self) -> Path:
        """Find the templates of the project."""
        return templates_of(self.project, cache=self.cache)

    def read(self, *, contradicted: bool = False) -> Project:
        """Read the project in the dress asked for; raises SetupError or InvalidInput.

        With `contradicted`, also a project whose records contradict each other, to look at.
        """
        # Loads every room of the story, which a verb that only looks at files does not need.
        from briefs.build.project import (  # noqa: PLC0415 - as said above
            Dress,
            UnknownDressError,
            read_project,
        )

        try:
            dress = Dress(self.theme, self.paper)
            return read_project(self.project, self.templates(), dress, contradicted=contradicted)
        except UnknownDressError as error:
            raise click.UsageError(str(error.args[0])) from error

    def faces(self) -> Path:
        """Find the faces, and tell fontconfig of them before anybody loads it.

        Raises SetupError where these, or the libraries that set text in them, are not there.
        """
        for library, version in libraries().items():
            if not version:
                raise SetupError(f"the library {library} cannot be loaded", LIBRARIES)
        directory = faces_directory(self.cache)
        lost = missing(directory)
        if lost:
            names = ", ".join(face.name for face in lost)
            raise SetupError(f"{directory} lacks {names}", FACES)
        os.environ["FONTCONFIG_FILE"] = str(write_fontconfig(directory))
        return directory


def _take(context: click.Context, parameter: click.Parameter, value: object) -> None:
    """Keep an option in the session; the one nearest to the end of the line counts."""
    if value not in (None, False):
        setattr(context.ensure_object(Session), str(parameter.name), value)


def common(verb: Verb) -> Verb:
    """Give a verb the options of a session."""
    folder = click.Path(path_type=Path, file_okay=False)
    options = (
        click.option(
            "--project",
            type=folder,
            metavar="DIR",
            callback=_take,
            expose_value=False,
            help="Folder with data/ (default: here).",
        ),
        click.option(
            "--json",
            is_flag=True,
            callback=_take,
            expose_value=False,
            help="Print one JSON document for machines.",
        ),
        click.option(
            "--debug",
            is_flag=True,
            callback=_take,
            expose_value=False,
            help="Print the traceback of an internal error.",
        ),
    )
    for option in reversed(options):
        verb = option(verb)  # type: ignore[type-var]
    return verb


def dress(verb: Verb) -> Verb:
    """Give a verb the options that say what briefs wear and stand on."""
    options = (
        click.option(
            "--theme",
            metavar="NAME",
            callback=_take,
            expose_value=False,
            help="House style, a file in templates/themes/ (default: the project's).",
        ),
        click.option(
            "--paper",
            metavar="NAME",
            callback=_take,
            expose_value=False,
            help="Paper of one-pagers: a4 or letter; slides have none (default: the project's).",
        ),
    )
    for option in reversed(options):
        verb = option(verb)  # type: ignore[type-var]
    return verb


def unknown(error: UnknownNameError) -> click.UsageError:
    """Say that a name is unknown, and which ones are near."""
    near = (
        f"did you mean {', '.join(error.near)}?" if error.near else "`briefs list` names them all"
    )
    return click.UsageError(f"{error.args[0]}; {near}")
