"""The foot of a brief: data notes, sources, and the disclaimer."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from briefs.figures import instant
from briefs.language.prose import Missing, absent
from briefs.records.company import Company, Stage, stage
from briefs.records.comparison import Comparison
from briefs.records.entries import InferredDay
from briefs.records.library import Library
from briefs.records.source import SourceClass
from briefs.views.marks import Part
from briefs.views.notes import Settled
from briefs.views.parts import Amount, AmountKind, Foot, Foreign, Phrase, Words, phrases_in
from briefs.views.speech import Speaker, Voice, listed, text_said
from briefs.views.subject import MEANINGFUL, Subject

LABELS = ("foot.notes", "foot.general", "foot.sources", "foot.disclaimer")


def foot(
    library: Library,
    voice: Voice,
    subjects: Sequence[Subject],
    *,
    settled: Settled[Part],
    as_of: Iterable[Words],
) -> Foot:
    """Compose the foot of a settled view; `as_of` says why the brief stands as of its day."""
    numbered = {_plain(note.words) for note in settled.numbered}
    general = [
        *as_of,
        *settled.general,
        *_explained(voice, settled.view),
        voice.say("note.currency"),
        voice.say("note.rounding"),
    ]
    unique = {_plain(words): words for words in general}
    return Foot(
        notes=settled.numbered,
        general=tuple(words for plain, words in unique.items() if plain not in numbered),
        sources=sources(library, voice, subjects),
        disclaimer=_disclaimer(voice),
        labels={key: voice.say(key) for key in LABELS},
        offer_open=any(stage(subject.company) is Stage.OFFER_OPEN for subject in subjects),
    )


def _explained(voice: Voice, view: object) -> Iterator[Words]:
    """Explain the short words for a missing value, those that stand in the leading language."""
    leading = voice.speakers[0]
    said = [str(phrase) for phrase in phrases_in(view) if phrase.language == leading.language]

    def stands(why: Missing) -> bool:
        return any(absent(why, leading.wording, short=True) in text for text in said)

    if stands(Missing.NOT_DISCLOSED):
        yield voice.say("note.not_disclosed")
    if stands(Missing.NOT_MEANINGFUL):
        limit = Amount(f"{MEANINGFUL:,}%", AmountKind.NUMBER)
        yield voice.say("note.not_meaningful", limit=limit)


def why_as_of(record: Company | Comparison) -> str:
    """Give the id of the note on an inferred as-of date, or nothing where it is stated."""
    return record.as_of.because if isinstance(record.as_of, InferredDay) else ""


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
    return voice.each(lambda speaker: source_said(library, speaker, name))


def source_said(library: Library, speaker: Speaker, name: str) -> Phrase:
    """Name a source in a language: its publisher, its title as it is, and its date."""
    source = library.sources.sources[name]
    day = source.day
    own = source.language == speaker.language
    return speaker.say(
        "foot.source",
        publisher=speaker.text(source.publisher),
        title=source.title if own else Foreign(source.title, source.language),
        date=speaker.time(instant(day)) if day else speaker.say("foot.undated"),
    )


def _disclaimer(voice: Voice) -> Words:
    if len(voice.speakers) == 1:
        return voice.say("foot.disclaimer_text")
    return voice.say("foot.disclaimer_text_bilingual")


def _plain(words: Words) -> tuple[str, ...]:
    return tuple(map(str, words))
