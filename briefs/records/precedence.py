"""Precedence: which of several sources a book follows where they state the same fact."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from types import MappingProxyType

from briefs.figures import Figure
from briefs.records.book import Book
from briefs.records.source import Source, SourceClass

_ORDER = tuple(SourceClass)


def standing_of(figure: Figure, sources: Mapping[str, Source]) -> int:
    """Count how many classes of source come before that of a figure's source."""
    source = sources.get(figure.sources[0])
    return _ORDER.index(source.kind) if source else len(_ORDER)


def preferred(book: Book, sources: Mapping[str, Source]) -> Book:
    """Give the book with each figure as the source of the highest class states it.

    Among sources of one class the figure that the record writes first stays.
    """
    figures, also = dict(book.figures), dict(book.also)
    for path, others in book.also.items():
        first = figures[path]
        best = min((first, *others), key=lambda figure: standing_of(figure, sources))
        if best is not first:
            figures[path] = replace(best, path=path)
            also[path] = tuple(
                replace(first, path=other.path) if other is best else other for other in others
            )
    return replace(book, figures=MappingProxyType(figures), also=MappingProxyType(also))
