"""The trace of a figure: its origin to the last digit, its checks, its uses, its places."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from difflib import get_close_matches

from briefs.build.project import Project
from briefs.checks import Finding
from briefs.checks.finding import AS_STATED
from briefs.figures import Derived, Figure
from briefs.records.book import Book
from briefs.tracing.sightings import Sighting, sightings


@dataclass(frozen=True, slots=True)
class Trace:
    """Everything that is known of a figure.

    The figure holds its own origin: a source and a place in it, or a formula and inputs, which
    are figures again. `also` is what other places state of the same fact, and `uses` are the
    figures derived from it.
    """

    figure: Figure
    also: tuple[Figure, ...]
    findings: tuple[Finding, ...]
    uses: tuple[Figure, ...]
    printed: tuple[Sighting, ...]


class NoFigureError(LookupError):
    """Somebody asked for a figure that the records do not hold; `near` are names like it."""

    def __init__(self, message: str, near: Iterable[str] = ()) -> None:
        self.near = tuple(near)
        super().__init__(message)


def trace(project: Project, subject: str, path: str) -> Trace:
    """Trace a figure of a record, by its path or as a page quotes it; raises NoFigureError."""
    book = _book(project, subject)
    path = path.removesuffix(AS_STATED)
    figure = book.get(path)
    if figure is None:
        raise _unknown(book, path)
    every = [one for other in project.library.books.values() for one in other.figures.values()]
    return Trace(
        figure=figure,
        also=book.also.get(path, ()),
        findings=tuple(
            finding for finding in project.answers.findings if _touches(finding, figure)
        ),
        uses=tuple(one for one in every if one.id != figure.id and rests_on(one, figure.id)),
        printed=tuple(sightings(project, figure.id)),
    )


def _book(project: Project, subject: str) -> Book:
    books = project.library.books
    if subject not in books:
        near = get_close_matches(subject, list(books), n=3, cutoff=0.5)
        raise NoFigureError(f"{subject!r} is no company's record", near)
    return books[subject]


def _unknown(book: Book, path: str) -> NoFigureError:
    gap = book.gap(path)
    if gap:
        return NoFigureError(f"{book.subject} does not disclose {path} (note {gap.note!r})")
    within = [name for name in book.figures if name.startswith(f"{path}.")]
    near = within or get_close_matches(path, list(book.figures), n=3, cutoff=0.5)
    return NoFigureError(f"{book.subject} has no figure {path!r}", near)


def _touches(finding: Finding, figure: Figure) -> bool:
    """Whether a check looked at a figure: as what it questions, or among what it reckons with."""
    if (finding.subject, finding.path) == (figure.subject, figure.path):
        return True
    looked_at = (finding.stated, finding.computed, *finding.inputs)
    return any(rests_on(one, figure.id) for one in looked_at if one)


def rests_on(figure: Figure, name: str) -> bool:
    """Whether a figure is the one of that id, or is derived from it."""
    return any(one.id == name for one in within(figure))


def within(figure: Figure) -> Iterator[Figure]:
    """Give a figure and all that went into it."""
    yield figure
    if isinstance(figure.origin, Derived):
        for one in figure.origin.inputs:
            yield from within(one)
