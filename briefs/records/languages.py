"""Languages: which of a project's languages a record is written in, and what is left unsaid.

A record is written in every language that any of its texts has. So a language comes to a project
with the records that want it; but within one record no text may lack it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence

from briefs.faults import Fault, Place, Severity
from briefs.records.book import Location
from briefs.records.fields import Draft, Text

Texts = Iterable[tuple[Location, Text]]


def written_in(texts: Texts) -> tuple[str, ...]:
    """Give the languages that any of a record's texts has."""
    return tuple(dict.fromkeys(language for _, text in texts for language in text))


def unsaid(
    texts: Texts,
    place_of: Callable[[Location], Place],
    *,
    wanted: Sequence[str],
    known: Sequence[str],
) -> Iterator[Fault]:
    """Find texts that lack a wanted language, have an unknown one, or are only drafted in one."""
    for loc, text in texts:
        missing = [language for language in wanted if language not in text]
        unknown = [language for language in text if language not in known]
        if unknown:
            # A language misnamed is also one that lacks: it is one mistake, and one line.
            words = f"{', '.join(unknown)} is no language of the project"
            mend = f"use {', '.join(missing or known)}"
            yield Fault(place_of((*loc, unknown[0])), words, mend, "language")
        elif missing:
            words = f"the text lacks {', '.join(missing)}"
            yield Fault(
                place_of(loc), words, "write it in every language of its record", "language"
            )
        yield from _drafts(text, loc, place_of)


def _drafts(text: Text, loc: Location, place_of: Callable[[Location], Place]) -> Iterator[Fault]:
    for language, words in text.items():
        if isinstance(words, Draft):
            yield Fault(
                place_of((*loc, language)),
                f"the {language} text is a draft, and pages show it as one",
                "review it, then write it without draft:",
                "draft",
                Severity.WARNING,
            )
