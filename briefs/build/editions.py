"""Editions: every brief that a project asks for, in every language setting."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from difflib import get_close_matches
from pathlib import PurePosixPath

from briefs.build.imprint import signed
from briefs.build.project import Dress, Project
from briefs.language import Setting, Wording, settings
from briefs.records.company import Kind as CompanyBrief
from briefs.records.library import Library
from briefs.views.deck import Deck, deck
from briefs.views.one_pager import OnePager, one_pager

#: Where a project keeps what was built.
OUTPUT = "output"

#: The kind that is made for screens.
DECK = "deck"

View = OnePager | Deck


@dataclass(frozen=True, slots=True)
class Edition:
    """One brief in one language setting."""

    kind: str
    subject: str
    setting: Setting
    #: Only where they are others than the project's own.
    paper: str = ""
    theme: str = ""

    @property
    def id(self) -> str:
        """The name by which a command line asks for the edition."""
        dress = filter(None, (self.paper, self.theme))
        return ".".join((self.subject, self.kind, self.setting.id, *dress))

    @property
    def path(self) -> PurePosixPath:
        """Where the edition's PDF stands in the project."""
        return PurePosixPath(OUTPUT, self.subject, f"{self.id.replace('.', '-')}.pdf")


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of brief: its name, which records ask for it, and how its view is composed."""

    name: str
    subjects: Callable[[Library], Iterable[str]]
    compose: Callable[[Project, Edition], View]


def _asking(library: Library) -> Iterable[str]:
    records = library.companies.items()
    return (name for name, company in records if CompanyBrief.ONE_PAGER in company.briefs)


def _one_pager(project: Project, edition: Edition) -> OnePager:
    return one_pager(
        project.library,
        project.answers,
        project.wordings,
        company=edition.subject,
        setting=edition.setting,
    )


def _deck(project: Project, edition: Edition) -> Deck:
    return deck(
        project.library,
        project.answers,
        project.wordings,
        comparison=edition.subject,
        setting=edition.setting,
    )


#: Every kind of brief, in the order in which editions are listed.
KINDS = (
    Kind("one-pager", _asking, _one_pager),
    Kind(DECK, lambda library: library.comparisons, _deck),
)


def editions(library: Library, wordings: Mapping[str, Wording]) -> tuple[Edition, ...]:
    """Give every edition that the records ask for: by kind, then record, then setting."""
    declared = settings(wordings)
    return tuple(
        Edition(kind.name, subject, setting)
        for kind in KINDS
        for subject in kind.subjects(library)
        for setting in declared
    )


def compose(project: Project, edition: Edition) -> View:
    """Compose the view of an edition."""
    kind = next(kind for kind in KINDS if kind.name == edition.kind)
    view = kind.compose(project, edition)
    foot = signed(view.foot, project.theme, project.wordings)
    return replace(view, id=edition.id, foot=foot)


def dressed(chosen: Iterable[Edition], dress: Dress) -> tuple[Edition, ...]:
    """Give editions in another dress than the project's own; a deck stands on no paper."""
    return tuple(
        replace(one, theme=dress.theme, paper="" if one.kind == DECK else dress.paper)
        for one in chosen
    )


class UnknownNameError(LookupError):
    """Somebody asked for an edition, a setting or a kind that does not exist.

    `near` are names like it that do.
    """

    def __init__(self, what: str, name: str, known: Iterable[str]) -> None:
        self.near = get_close_matches(name, list(known), n=3, cutoff=0.5)
        super().__init__(f"{name!r} is no {what}")


def choose(
    among: tuple[Edition, ...],
    *,
    ids: Iterable[str] = (),
    languages: Iterable[str] = (),
    kinds: Iterable[str] = (),
) -> tuple[Edition, ...]:
    """Keep the editions that are asked for; nothing asked for means all.

    An id may stop at any of its dots: `axera`, `axera.one-pager`. Raises UnknownNameError.
    """
    chosen = _named(among, tuple(ids))
    chosen = _with(chosen, among, "setting", tuple(languages), lambda one: one.setting.id)
    return _with(chosen, among, "kind", tuple(kinds), lambda one: one.kind)


def _named(among: tuple[Edition, ...], ids: tuple[str, ...]) -> tuple[Edition, ...]:
    names = {edition: set(_prefixes(edition.id)) for edition in among}
    known = {name: None for edition in among for name in _prefixes(edition.id)}
    for name in ids:
        if name not in known:
            raise UnknownNameError("edition", name, known)
    return tuple(one for one in among if not ids or names[one].intersection(ids))


def _prefixes(name: str) -> list[str]:
    parts = name.split(".")
    return [".".join(parts[:count]) for count in range(len(parts), 0, -1)]


def _with(
    chosen: tuple[Edition, ...],
    among: tuple[Edition, ...],
    what: str,
    names: tuple[str, ...],
    name_of: Callable[[Edition], str],
) -> tuple[Edition, ...]:
    known = dict.fromkeys(map(name_of, among))
    for name in names:
        if name not in known:
            raise UnknownNameError(what, name, known)
    return tuple(one for one in chosen if not names or name_of(one) in names)
