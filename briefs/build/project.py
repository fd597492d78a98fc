"""The project: everything that a folder's briefs are made from, read and questioned at once."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from briefs.build.files import SetupError
from briefs.build.settings import read_settings
from briefs.build.templates import TEMPLATES, THEMES, WORDING
from briefs.checks import Answers, question
from briefs.faults import Fault, InvalidInput, Place, errors, in_order
from briefs.language import SETTINGS, Wording, WordingError, load_wordings
from briefs.measures import derive
from briefs.pages import A4, PAPERS, Paper
from briefs.phases import phase
from briefs.records import DATA
from briefs.records.library import Library, read_library
from briefs.theme import Theme, load_theme, load_themes


@dataclass(frozen=True, slots=True)
class Dress:
    """Which theme and paper are asked for; nothing means what the project's settings say."""

    theme: str = ""
    paper: str = ""


@dataclass(frozen=True, slots=True)
class Project:
    """A folder's records, wordings and theme, with what the checks say of the records.

    `dress` names the theme and the paper where they are others than the project's own.
    """

    folder: Path
    templates: Path
    theme: Theme
    wordings: dict[str, Wording]
    library: Library
    answers: Answers
    warnings: tuple[Fault, ...]
    paper: Paper = A4
    dress: Dress = Dress()


@dataclass(frozen=True, slots=True)
class Parts:
    """What could be read of a project, and everything that is wrong with it."""

    theme: Theme | None
    paper: Paper
    dress: Dress
    wordings: dict[str, Wording]
    library: Library | None
    answers: Answers | None
    faults: tuple[Fault, ...]


def read_project(
    folder: Path, templates: Path, asked: Dress = Dress(), *, contradicted: bool = False
) -> Project:
    """Read and question a project; with `contradicted`, also one that must not be printed.

    Raises InvalidInput with all faults of records, wordings and themes at once, and
    UnknownDressError for a theme or a paper that does not exist.
    """
    parts = read_parts(folder, templates, asked)
    return project_of(parts, folder, templates, contradicted=contradicted)


def project_of(
    parts: Parts, folder: Path, templates: Path, *, contradicted: bool = False
) -> Project:
    """Make a project of its parts; raises InvalidInput where they hold an error.

    With `contradicted`, what the checks hold against the records is no hindrance: to find out
    which figure is wrong, one must be able to look at all of them.
    """
    answered = parts.answers.faults if contradicted and parts.answers else ()
    stops = [fault for fault in errors(parts.faults) if fault not in answered]
    if stops or not (parts.theme and parts.library and parts.answers):
        raise InvalidInput(parts.faults)
    return Project(
        folder,
        templates,
        parts.theme,
        parts.wordings,
        parts.library,
        parts.answers,
        parts.faults,
        parts.paper,
        parts.dress,
    )


def read_parts(folder: Path, templates: Path, asked: Dress = Dress()) -> Parts:
    """Read what can be read of a project, for one who wants to know all that is wrong."""
    if not (folder / DATA).is_dir():
        raise SetupError(
            f"{folder.absolute()} is no briefs project: it has no folder {DATA}/",
            "go to one, or name it with --project DIR",
        )
    wordings, faults = load_wordings(templates / WORDING, name=f"{TEMPLATES}/{WORDING}")
    languages = _languages(templates, wordings)
    names = sorted(path.stem for path in (templates / THEMES).glob("*.toml"))
    own, own_faults = read_settings(folder, themes=names)
    theme = _known("theme", asked.theme or own.theme, names)
    speaking = {theme: languages}
    themes = load_themes(templates / THEMES, name=f"{TEMPLATES}/{THEMES}", speaking=speaking)
    paper = PAPERS[_known("paper", asked.paper or own.paper, list(PAPERS))]
    dress = Dress(
        theme if theme != own.theme else "", paper.name if paper.name != own.paper else ""
    )
    library, answers, library_faults = _library(folder, languages)
    found = in_order((*faults, *themes.faults, *own_faults, *library_faults))
    return Parts(themes.by_name.get(theme), paper, dress, wordings, library, answers, found)


class UnknownDressError(LookupError):
    """Somebody asked for a theme or a paper that does not exist."""


def _known(what: str, name: str, names: list[str]) -> str:
    if name not in names:
        raise UnknownDressError(f"{name!r} is no {what}; there are {', '.join(names)}")
    return name


def dress_of(templates: Path, theme: str) -> tuple[Theme, dict[str, Wording]]:
    """Give a theme and the wordings of templates that have been read without a fault."""
    wordings, _ = load_wordings(templates / WORDING, name=f"{TEMPLATES}/{WORDING}")
    path = templates / THEMES / f"{theme}.toml"
    return load_theme(path, name=f"{TEMPLATES}/{THEMES}/{path.name}"), wordings


def wordless(edition: str, error: WordingError) -> Fault:
    """Give the fault of an edition that needs words which no wording file has."""
    return Fault(Place(edition), str(error.args[0]), "add it to the wording files", "wording")


def _languages(templates: Path, wordings: Mapping[str, Wording]) -> tuple[str, ...]:
    """Give the languages that texts may have, also those whose wording is broken."""
    files = {path.stem for path in (templates / WORDING).glob("*.yaml")}
    declared = [language for setting in SETTINGS for language in setting.languages]
    return tuple(dict.fromkeys([*wordings, *sorted(files)] or declared))


def _library(
    folder: Path, languages: tuple[str, ...]
) -> tuple[Library | None, Answers | None, tuple[Fault, ...]]:
    try:
        phase("read")
        library = derived(read_library(folder, languages=languages))
    except InvalidInput as error:
        return None, None, error.faults
    phase("check")
    answers = question(library)
    return library, answers, (*library.warnings, *answers.faults)


def derived(library: Library) -> Library:
    """Give the library with every measure that its figures allow."""
    return replace(library, books={name: derive(book) for name, book in library.books.items()})
