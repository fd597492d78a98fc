"""The library: every record of a project, read and validated together."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator
from dataclasses import dataclass
from difflib import get_close_matches
from functools import cache, cached_property, partial
from pathlib import Path
from typing import Generic, TypeVar

from pydantic import BaseModel, ValidationError

from briefs.faults import Fault, InvalidInput, Place, Severity, errors
from briefs.reading import Node, faults_of, place_at, plain, read_yaml
from briefs.records import DATA
from briefs.records.assertions import Passage
from briefs.records.book import Book, Location, write_book
from briefs.records.company import Acknowledgement, Company
from briefs.records.comparison import Comparison
from briefs.records.entries import Entry, Event, NotDisclosed, Series
from briefs.records.fields import Draft, Text
from briefs.records.languages import unsaid, written_in
from briefs.records.precedence import preferred
from briefs.records.source import Sources

Model = TypeVar("Model", bound=BaseModel)

#: Keys under which a record names companies whose words stand on its pages.
_BESIDE = frozenset({"companies", "context", "peers", "of"})


@dataclass(frozen=True, eq=False)  # without slots, for what is walked through once
class Library:
    """All records of a project: sources, companies, comparisons, and each company's book."""

    sources: Sources
    companies: dict[str, Company]
    comparisons: dict[str, Comparison]
    books: dict[str, Book]
    nodes: dict[str, Node]
    warnings: tuple[Fault, ...] = ()

    def place(self, record: str, loc: Location) -> Place:
        """Find where a record holds what stands at a location."""
        return place_at(self.nodes[record], loc)

    def acknowledgement(self, check: str, path: str, subject: str) -> Acknowledgement | None:
        """Find who reviewed what a check says of a figure, if anybody did."""
        company = self.companies.get(subject)
        for entry in company.acknowledged if company else ():
            if entry.check == check and path in entry.figures:
                return entry
        return None

    @cached_property
    def texts(self) -> dict[str, tuple[tuple[Location, Text], ...]]:
        """Every text of every company and comparison, with its location, by the record's id."""
        records: dict[str, BaseModel] = {**self.companies, **self.comparisons}
        return {name: tuple(texts(record)) for name, record in records.items()}

    @cached_property
    def languages(self) -> dict[str, tuple[str, ...]]:
        """The languages that each company and comparison is written in, by the record's id."""
        return {name: written_in(found) for name, found in self.texts.items()}

    def note(self, subject: str, name: str) -> Text | None:
        """Find a record's note by its id."""
        record = self.companies.get(subject) or self.comparisons.get(subject)
        return record.notes.get(name) if record else None


@dataclass(frozen=True, slots=True)
class _Read(Generic[Model]):
    record: Model
    node: Node
    file: str


def read_library(project: Path, *, languages: Iterable[str]) -> Library:
    """Read every record below a project's data folder.

    Raises InvalidInput with all faults of all files at once.
    """
    faults: list[Fault] = []
    data = project / DATA
    faults += _linked(data, data / "companies", data / "comparisons")
    sources = _read(data / "sources.yaml", project, Sources, faults)
    companies = _read_all(data / "companies", project, Company, faults)
    comparisons = _read_all(data / "comparisons", project, Comparison, faults)
    if sources is None or errors(faults):
        raise InvalidInput(faults)
    nodes = {name: read.node for name, read in (companies | comparisons).items()}
    nodes["sources"] = sources.node
    library = Library(
        sources=sources.record,
        companies={name: read.record for name, read in companies.items()},
        comparisons={name: read.record for name, read in comparisons.items()},
        books={name: _book(read, sources.record) for name, read in companies.items()},
        nodes=nodes,
    )
    faults += [fault for book in library.books.values() for fault in book.faults]
    faults += _joints(library)
    faults += _languages(library, tuple(languages))
    if errors(faults):
        raise InvalidInput(faults)
    return Library(
        library.sources,
        library.companies,
        library.comparisons,
        library.books,
        nodes,
        tuple(faults),
    )


def _linked(*folders: Path) -> Iterator[Fault]:
    """Refuse folders that lie elsewhere, as a file is refused that does."""
    for folder in folders:
        if folder.is_symlink():
            place = Place(f"{DATA}/" if folder.name == DATA else f"{DATA}/{folder.name}/")
            words = "the folder is a symbolic link"
            yield Fault(place, words, "put the folder itself here", "file")


def _read(
    path: Path, project: Path, model: type[Model], faults: list[Fault]
) -> _Read[Model] | None:
    name = path.relative_to(project).as_posix()
    node, found = read_yaml(path, name=name)
    faults += found
    if node is None or errors(found):
        return None
    try:
        return _Read(model.model_validate(plain(node)), node, name)
    except ValidationError as error:
        faults += faults_of(error, node, model=model)
        return None


def _read_all(
    folder: Path, project: Path, model: type[Model], faults: list[Fault]
) -> dict[str, _Read[Model]]:
    found: dict[str, _Read[Model]] = {}
    for path in sorted(folder.glob("*.yaml")) if folder.is_dir() else ():
        read = _read(path, project, model, faults)
        if read is None:
            continue
        name = getattr(read.record, "id", path.stem)
        if name != path.stem:
            faults.append(
                Fault(
                    place_at(read.node, ("id",)),
                    f"the id {name!r} is not the file's name",
                    f"write id: {path.stem}, or rename the file",
                    "id",
                )
            )
        found[path.stem] = read
    return found


def _book(read: _Read[Company], sources: Sources) -> Book:
    def place_of(loc: Location) -> Place:
        return place_at(read.node, loc)

    book = write_book(
        read.record, subject=read.record.id, source=read.record.source, place_of=place_of
    )
    return preferred(book, sources.sources)


def members(value: object, loc: Location = ()) -> Iterator[tuple[Location, object]]:
    """Walk a record and give every value in it with its location, parents first."""
    yield loc, value
    match value:
        case BaseModel():
            for name in type(value).model_fields:
                yield from members(getattr(value, name), (*loc, name))
        case tuple():
            for index, item in enumerate(value):
                yield from members(item, (*loc, index))
        case dict():
            for key, item in value.items():
                yield from members(item, (*loc, str(key)))
            if isinstance(value, Passage):
                yield from members(value.claims, (*loc, "claims"))


def texts(record: BaseModel) -> Iterator[tuple[Location, Text]]:
    """Give every text of a record, a mapping from language to words, with its location."""
    yield from _texts(record, ())


def _texts(value: object, loc: Location) -> Iterator[tuple[Location, Text]]:
    if isinstance(value, dict) and value and _is_text(value):
        yield loc, value
        return
    for key, item in _children(value):
        # mypy takes a type for unhashable, by the hash of what is of that type.
        if _may_hold_texts(type(item)):  # type: ignore[arg-type]
            yield from _texts(item, (*loc, key))


def _children(value: object) -> Iterable[tuple[str | int, object]]:
    if isinstance(value, tuple):
        return enumerate(value)
    if isinstance(value, dict):
        return [(str(key), item) for key, item in value.items()]
    return vars(value).items()


@cache
def _may_hold_texts(kind: type) -> bool:
    """Whether texts may be found in values of a type.

    Figures and dates make up most of a record and hold none. The answer is kept, since to ask
    whether something is a model of pydantic's takes longer than all the rest.
    """
    holds_none = issubclass(kind, (Entry, Series, Event, NotDisclosed))
    return issubclass(kind, (BaseModel, tuple, dict)) and not holds_none


def _is_text(value: dict[object, object]) -> bool:
    return all(isinstance(item, (str, Draft)) for item in value.values())


def _records(library: Library) -> Iterator[tuple[str, BaseModel]]:
    yield "sources", library.sources
    yield from library.companies.items()
    yield from library.comparisons.items()


def _languages(library: Library, languages: tuple[str, ...]) -> Iterator[Fault]:
    """Find texts that lack a language of their record, or that a record beside it lacks.

    Without any language (the wording files have faults of their own) there is nothing to ask.
    """
    if not languages:
        return
    spoken = library.languages
    every = [one for one in languages if any(one in own for own in spoken.values())] or languages
    # Whose facts they are is said on every page.
    wanted = {name: [one for one in languages if one in own] for name, own in spoken.items()}
    for name, record in _records(library):
        place_of = partial(library.place, name)
        mine = wanted.get(name, every)
        yield from unsaid(texts(record), place_of, wanted=mine, known=languages)
        for loc, other in _named(record, _BESIDE):
            lost = [one for one in mine if one not in wanted.get(other, languages)]
            if lost:
                words = f"{other} is not written in {', '.join(lost)}, and {name} is"
                yield Fault(place_of(loc), words, "write its texts there too", "language")


def _joints(library: Library) -> Iterator[Fault]:
    """Find ids that name nothing: sources, voices, bases, notes, companies."""
    sources = library.sources
    named: dict[str, tuple[Iterable[str], str]] = {
        "source": (sources.sources, "a source in data/sources.yaml"),
        "by": (sources.voices, "a voice in data/sources.yaml"),
        "basis": (sources.bases, "a basis in data/sources.yaml"),
    }
    named |= dict.fromkeys(_BESIDE, (library.companies, "a record in data/companies"))
    for name, record in _records(library):
        notes = getattr(record, "notes", {})
        mine = named | dict.fromkeys(
            ("because", "note", "not_disclosed"), (notes, "a note of this record")
        )
        yield from _unnamed(record, mine, partial(library.place, name))
        yield from _unused(record, notes, partial(library.place, name))


def _unnamed(
    record: BaseModel,
    named: dict[str, tuple[Iterable[str], str]],
    place_of: Callable[[Location], Place],
) -> Iterator[Fault]:
    for loc, value in _named(record, named):
        known, what = named[_key(loc)]
        if value not in known:
            near = get_close_matches(value, list(known), n=1)
            mend = f"did you mean {near[0]}?" if near else f"add it as {what}"
            yield Fault(place_of(loc), f"{_key(loc)}: {value!r} names nothing", mend, "joint")


def _named(record: BaseModel, keys: Collection[str]) -> Iterator[tuple[Location, str]]:
    """Give the ids that stand under some keys of a record, with their locations."""
    for loc, value in members(record):
        if isinstance(value, str) and value and _key(loc) in keys:
            yield loc, value


def _key(loc: Location) -> str:
    return next((part for part in reversed(loc) if isinstance(part, str)), "")


def _unused(
    record: BaseModel, notes: dict[str, Text], place_of: Callable[[Location], Place]
) -> Iterator[Fault]:
    used = {value for _, value in members(record) if isinstance(value, str)}
    for name in notes:
        if name not in used:
            yield Fault(
                place_of(("notes", name)),
                f"the note {name!r} hangs on nothing",
                "refer to it, or take it out",
                "joint",
                Severity.WARNING,
            )
