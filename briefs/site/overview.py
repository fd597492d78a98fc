"""The overview: every brief as a card, and what readers can narrow them by."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path

from briefs.build.project import Project
from briefs.language import Setting
from briefs.pages.gallery import SITE, Card, Choice, Overview, Variant
from briefs.records.company import Company, Stage
from briefs.records.fields import in_language
from briefs.site.pictures import cover_name, picture
from briefs.site.shelf import Shelf, Shelved, company_name, url

#: What each kind of brief is called, by key of words.
KIND_WORDS = {"one-pager": "page.kind", "deck": "page.deck"}

#: Between the languages of a setting, and between the names of a company.
_JOINT = " · "


def overview(project: Project, shelves: Iterable[Shelf], site: Path) -> Overview:
    """Compose the first page."""
    found = tuple(shelves)
    companies = dict.fromkeys(name for shelf in found for name in shelf.companies)
    stages = {name for shelf in found for name in shelf.stages}
    kinds = dict.fromkeys(shelf.kind for shelf in found)
    settings = {one.setting.id: one.setting for shelf in found for one in shelf.editions}
    return Overview(
        cards=tuple(_card(project, shelf, site) for shelf in found),
        companies=tuple(Choice(name, _names(project, name)) for name in companies),
        stages=tuple(
            Choice(name, f"stage.{name}")
            for name in (one.value.replace(" ", "_") for one in Stage)
            if name in stages
        ),
        kinds=tuple(Choice(name, KIND_WORDS[name]) for name in kinds),
        settings=tuple(Choice(name, setting_label(project, one)) for name, one in settings.items()),
    )


def variant(project: Project, one: Shelved, site: Path, prefix: str = "") -> Variant:
    """Give an edition as another page leads to it; `prefix` leads to the gallery's folder."""
    return Variant(
        id=one.id,
        setting=one.setting.id,
        languages=one.setting.languages,
        label=setting_label(project, one.setting),
        dress=one.dress,
        address=f"{prefix}{url(one.id)}.html",
        cover=picture(site, cover_name(one), prefix),
    )


def setting_label(project: Project, setting: Setting) -> str:
    """Name a setting, each of its languages in its own words."""
    return _JOINT.join(project.wordings[name].language.name for name in setting.languages)


def _card(project: Project, shelf: Shelf, site: Path) -> Card:
    return Card(
        id=shelf.id,
        kind=shelf.kind,
        name=shelf.name,
        companies=shelf.companies,
        stages=shelf.stages,
        as_of=shelf.as_of,
        sought=" ".join(dict.fromkeys(_sought(project, shelf))),
        variants=tuple(variant(project, one, site, f"{SITE}/") for one in shelf.editions),
    )


def _names(project: Project, company: str) -> str:
    """Give a company's names, each once, in the order of the languages."""
    names = company_name(project.library.companies[company], project.wordings)
    return _JOINT.join(dict.fromkeys(names.values()))


def _sought(project: Project, shelf: Shelf) -> Iterator[str]:
    """Give the words that a search finds a brief by."""
    languages = tuple(project.wordings)
    yield from (shelf.id, *shelf.name.values())
    for name in shelf.companies:
        yield from _of_company(project.library.companies[name], languages)


def _of_company(company: Company, languages: tuple[str, ...]) -> Iterator[str]:
    yield company.id
    yield from filter(None, (company.identifiers.ticker, company.identifiers.short_name))
    texts = (company.names.short, company.names.legal, company.industry, company.line)
    for text in filter(None, texts):
        yield from (in_language(text, language) for language in languages)
