"""The foot of a brief: data notes, sources, and the disclaimer."""

from __future__ import annotations

from collections.abc import Sequence

from briefs.figures import instant
from briefs.records.library import Library
from briefs.records.source import SourceClass
from briefs.views.notes import Notes
from briefs.views.parts import Foot, Foreign, Phrase, Words
from briefs.views.speech import Speaker, Voice, listed, text_said
from briefs.views.subject import Subject

LABELS = ("foot.notes", "foot.sources", "foot.disclaimer")


def foot(library: Library, voice: Voice, notes: Notes, subjects: Sequence[Subject]) -> Foot:
    """Compose the foot, after every part that takes up notes has been composed."""
    general = [*notes.general.values(), voice.say("note.not_disclosed")]
    as_of_inferred = [subject for subject in subjects if _inferred(subject)]
    for subject in as_of_inferred:
        text = library.note(subject.book.subject, _inferred(subject))
        if text:
            general.insert(0, subject.text(text))
    general.append(voice.say("note.rounding"))
    return Foot(
        notes=notes.all(),
        general=tuple(_unique(general)),
        sources=sources(library, voice, subjects),
        disclaimer=_disclaimer(voice),
        labels={key: voice.say(key) for key in LABELS},
    )


def sources(library: Library, voice: Voice, subjects: Sequence[Subject]) -> tuple[Words, ...]:
    """Name every source that the subjects' figures rest on, the articles first."""
    used = {
        source
        for subject in subjects
        for figure in subject.book.figures.values()
        for source in figure.sources
    }
    used |= {subject.company.source for subject in subjects}
    references = {
        source
        for subject in subjects
        for source in (
            subject.company.names.source,
            subject.company.identifiers.source,
            subject.company.listing.source,
        )
        if source
    }
    known = library.sources.sources
    articles = sorted(name for name in used if known[name].kind is not SourceClass.REFERENCE)
    looked_up = sorted(
        name for name in used | references if known[name].kind is SourceClass.REFERENCE
    )
    named = [_source(library, voice, name) for name in articles]
    if looked_up:
        named.append(
            voice.say(
                "foot.references",
                sources=listed(text_said(known[name].publisher) for name in looked_up),
            )
        )
    return tuple(named)


def _source(library: Library, voice: Voice, name: str) -> Words:
    source = library.sources.sources[name]
    day = source.day

    def say(speaker: Speaker) -> Phrase:
        own = source.language == speaker.language
        return speaker.say(
            "foot.source",
            publisher=speaker.text(source.publisher),
            title=source.title if own else Foreign(source.title, source.language),
            date=speaker.time(instant(day)) if day else speaker.say("foot.undated"),
        )

    return voice.each(say)


def _disclaimer(voice: Voice) -> Words:
    if len(voice.speakers) == 1:
        return voice.say("foot.disclaimer_text")
    return voice.say("foot.disclaimer_text_bilingual")


def _inferred(subject: Subject) -> str:
    return getattr(subject.company.as_of, "because", "")


def _unique(lines: Sequence[Words]) -> list[Words]:
    return list({tuple(str(phrase) for phrase in words): words for words in lines}.values())
