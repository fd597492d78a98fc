"""Editions: every brief that a project asks for, in every language setting."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from functools import partial

from briefs.build.edition import Edition
from briefs.build.imprint import signed
from briefs.build.project import Dress, Project
from briefs.language import Wording, settings
from briefs.pages import A4
from briefs.records.company import Kind as CompanyBrief
from briefs.records.library import Library
from briefs.views.deck import Deck, deck
from briefs.views.one_pager import OnePager, briefer, one_pager

#: The kind that is made for screens.
DECK = "deck"

View = OnePager | Deck


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of brief: its name, which records ask for it, and how its view is composed."""

    name: str
    subjects: Callable[[Library], Iterable[str]]
    compose: Callable[[Project, Edition], View]


def _asking(library: Library, kind: CompanyBrief) -> Iterable[str]:
    """Name the companies whose records ask for a kind of brief."""
    return (name for name, company in library.companies.items() if kind in company.briefs)


def _one_pager(project: Project, edition: Edition) -> OnePager:
    view = one_pager(
        project.library,
        project.answers,
        project.wordings,
        company=edition.subject,
        setting=edition.setting,
    )
    is_low = project.paper.height < A4.height
    return briefer(view) if is_low and edition.setting.is_bilingual else view


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
    Kind("one-pager", partial(_asking, kind=CompanyBrief.ONE_PAGER), _one_pager),
    Kind(DECK, lambda library: library.comparisons, _deck),
)


def editions(library: Library, wordings: Mapping[str, Wording]) -> tuple[Edition, ...]:
    """Give every edition that the records ask for: by kind, then record, then setting.

    A record has editions in the languages that it is written in.
    """
    declared = settings(wordings)
    return tuple(
        Edition(kind.name, subject, setting)
        for kind in KINDS
        for subject in kind.subjects(library)
        for setting in declared
        if {*setting.languages} <= {*library.languages[subject]}
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
