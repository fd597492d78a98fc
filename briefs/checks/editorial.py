"""Checks of what records say in words."""

from __future__ import annotations

from collections.abc import Iterator
from types import MappingProxyType

from briefs.faults import Fault
from briefs.records.book import Book
from briefs.records.company import Company
from briefs.records.comparison import Comparison
from briefs.records.fields import in_language
from briefs.records.library import Library
from briefs.records.prose import prose_faults

_NO_FIGURES = Book("", MappingProxyType({}), MappingProxyType({}), MappingProxyType({}))


def typed_numbers(library: Library) -> Iterator[Fault]:
    """Refuse digits typed into texts, and references that name nothing.

    Every number of a text is a reference to a figure, so that no language can say another
    number than the rest. Names that hold digits are declared in the record.
    """
    for name, company in library.companies.items():
        yield from _typed(library, name, company, library.books[name])
    for name, comparison in library.comparisons.items():
        yield from _typed(library, name, comparison, _NO_FIGURES)


def _typed(
    library: Library, name: str, record: Company | Comparison, book: Book
) -> Iterator[Fault]:
    for loc, text in library.texts[name]:
        for language in text:
            words = in_language(text, language)
            for what, mend in prose_faults(words, book, record.declared_names):
                yield Fault(library.place(name, (*loc, language)), what, mend, "typed_numbers")
