"""The shelf: the editions that stand whole in output/, with what the records say of each brief."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date
from itertools import groupby
from pathlib import Path, PurePath, PurePosixPath
from urllib.parse import quote

from briefs.build.edition import OUTPUT
from briefs.build.editions import KINDS, editions
from briefs.build.memory import Built, Known, built, recall
from briefs.build.project import Project
from briefs.language import Setting, day, settings
from briefs.pages.gallery import Texts
from briefs.records.company import Company, stage
from briefs.records.comparison import Comparison
from briefs.records.fields import in_language


@dataclass(frozen=True, slots=True)
class Shelved:
    """An edition that stands in output/, as a build knows it, and what of it is built."""

    known: Known
    built: Built
    setting: Setting

    @property
    def id(self) -> str:
        """The edition's id."""
        return self.known.id

    @property
    def dress(self) -> str:
        """The theme and the paper that it wears, where they are others than the project's."""
        plain = f"{self.known.subject}.{self.known.kind}.{self.known.setting}"
        return self.id.removeprefix(plain).strip(".").replace(".", ", ")

    @property
    def is_older(self) -> bool:
        """Whether the project asked for something else when it was last read."""
        return bool(self.known.wanted) and self.known.wanted != self.built.fingerprint

    @property
    def pdf(self) -> PurePosixPath:
        """The PDF as seen from the output folder."""
        return PurePosixPath(self.known.path).relative_to(OUTPUT)


@dataclass(frozen=True, slots=True)
class Shelf:
    """One brief with its editions; names and words are by language.

    `members` are all records that it speaks of, `companies` those that it is about.
    """

    kind: str
    subject: str
    name: Texts
    companies: tuple[str, ...]
    members: tuple[str, ...]
    stages: tuple[str, ...]
    day: date | None
    as_of: Texts
    editions: tuple[Shelved, ...]

    @property
    def id(self) -> str:
        """The brief's name, as a command line asks for it."""
        return f"{self.subject}.{self.kind}"


def shelves(project: Project) -> tuple[Shelf, ...]:
    """Give every brief of which an edition stands whole, in the order of kinds and records."""
    standing = sorted(_standing(project), key=lambda one: _brief(project, one))
    grouped = groupby(standing, key=lambda one: (one.known.kind, one.known.subject))
    return tuple(_shelf(project, *brief, tuple(found)) for brief, found in grouped)


def url(path: PurePath | str) -> str:
    """Write a path as an address."""
    return quote(str(path), safe="/+")


def company_name(company: Company, languages: Iterable[str]) -> dict[str, str]:
    """Give a company's short name in each language."""
    return {language: in_language(company.names.short, language) for language in languages}


def _standing(project: Project) -> Iterator[Shelved]:
    memory = recall(project.folder)
    spoken = {one.id: one for one in settings(project.wordings)}
    asked = {one.id: memory.of(one) for one in editions(project.library, project.wordings)}
    for known in (asked | dict(memory.editions)).values():
        stands = built(Path(project.folder, known.path), known.built)
        if isinstance(stands, Built) and known.setting in spoken and _has(project, known.subject):
            yield Shelved(replace(known, built=stands), stands, spoken[known.setting])


def _has(project: Project, subject: str) -> bool:
    return subject in project.library.companies or subject in project.library.comparisons


def _brief(project: Project, one: Shelved) -> tuple[int, int, int, str]:
    """Give the place of an edition among all: by kind, record, and setting, then by dress."""
    library = project.library
    kinds = [kind.name for kind in KINDS]
    records = [*library.companies, *library.comparisons]
    order = [setting.id for setting in settings(project.wordings)]
    known = one.known
    place = kinds.index(known.kind), records.index(known.subject)
    return *place, order.index(known.setting), one.dress


def _shelf(project: Project, kind: str, subject: str, found: tuple[Shelved, ...]) -> Shelf:
    library, languages = project.library, tuple(project.wordings)
    record: Company | Comparison
    companies: tuple[str, ...] = (subject,)
    context: tuple[str, ...] = ()
    if subject in library.companies:
        record = library.companies[subject]
        name = company_name(record, languages)
    else:
        record = library.comparisons[subject]
        name = {language: in_language(record.title, language) for language in languages}
        companies, context = record.companies, record.context
    reached = (stage(library.companies[one]) for one in companies)
    return Shelf(
        kind=kind,
        subject=subject,
        name=name,
        companies=companies,
        members=tuple(dict.fromkeys((subject, *companies, *context))),
        stages=tuple(dict.fromkeys(one.value.replace(" ", "_") for one in reached)),
        day=record.day,
        as_of=_as_of(project, record.day),
        editions=found,
    )


def _as_of(project: Project, moment: date | None) -> Texts:
    if moment is None:
        return {}
    return {
        name: wording.text("page.as_of", day=day(moment, wording))
        for name, wording in project.wordings.items()
    }
