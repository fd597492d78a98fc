"""Sections: how a group of labelled figures is put together."""

from __future__ import annotations

from dataclasses import replace

from briefs.language.prose import clauses
from briefs.views.parts import Section, Term, Tone, Words
from briefs.views.speech import Speaker, marked, words_said
from briefs.views.subject import Subject


def section(
    subject: Subject, title: str, terms: list[Term], text: tuple[Words, ...] = ()
) -> Section | None:
    """Make a section whose undisclosed terms are named together, in one line."""
    known = tuple(term for term in terms if term.value.tone is not Tone.MISSING)
    missing = [term for term in terms if term.value.tone is Tone.MISSING]
    if not known and not text:
        return None
    if missing:
        text = (*text, _missing(subject, missing))
    return Section(subject.words(title), known, text=text)


def _missing(subject: Subject, terms: list[Term]) -> Words:
    def names(speaker: Speaker) -> str:
        return clauses([str(words_said(term.label)(speaker)) for term in terms], speaker.wording)

    notes = tuple(sorted({note for term in terms for note in term.value.notes}))
    return marked(subject.words("section.not_disclosed", names=names), notes)


def unless(shown: frozenset[str], subject: Subject, key: str, path: str) -> tuple[Term, ...]:
    """Give a labelled figure, unless the strip shows it or the record does not speak of it."""
    return () if path in shown else subject.known_term(key, path)


def shortened(section: Section) -> Section:
    """Leave out the details of terms, for a page that says everything twice."""
    return replace(section, terms=tuple(replace(term, detail=()) for term in section.terms))
