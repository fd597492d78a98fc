"""Composing: which slides a deck has, in which order."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date

from briefs.checks import Answers, reconciled
from briefs.figures import instant
from briefs.language.dates import DayStyle
from briefs.language.setting import Setting
from briefs.language.wording import Wording
from briefs.records.company import Stage, stage
from briefs.records.comparison import Comparison
from briefs.records.library import Library
from briefs.views import plots
from briefs.views.deck import business, offers
from briefs.views.deck.closing import coverage, sources
from briefs.views.deck.companies import companies
from briefs.views.deck.comparing import Comparing
from briefs.views.deck.fields import code
from briefs.views.deck.valuation import valuation
from briefs.views.findings import number
from briefs.views.foot import foot, why_as_of
from briefs.views.marks import marks_in
from briefs.views.notes import Notes
from briefs.views.parts import Foot, Words
from briefs.views.slides import Layout, Member, Slide
from briefs.views.speech import Speaker, Voice, time_said
from briefs.views.subject import Subject

#: What gives the slides between the cover and the notes; each may give none.
SLIDES: tuple[Callable[[Comparing], Iterator[Slide]], ...] = (
    offers.glance,
    offers.terms,
    offers.cornerstones,
    offers.debut,
    business.revenue,
    business.research,
    business.concentration,
    business.market,
    business.products,
    valuation,
    companies,
    coverage,
)


@dataclass(frozen=True, slots=True)
class Deck:
    """A comparison deck; `dropped` says which slides the data cannot carry, and why."""

    id: str
    setting: Setting
    title: str
    description: str
    day: date | None
    name: Words
    as_of: Words
    slides: tuple[Slide, ...]
    foot: Foot
    dropped: tuple[str, ...] = ()


def deck(
    library: Library,
    answers: Answers,
    wordings: dict[str, Wording],
    *,
    comparison: str,
    setting: Setting,
) -> Deck:
    """Compose a comparison deck."""
    record = library.comparisons[comparison]
    library = reconciled(library, answers.findings)
    voice = Voice(tuple(Speaker(wordings[language]) for language in setting.languages))
    notes = Notes(library, voice, answers.findings)
    subjects = tuple(
        Subject(library.companies[name], library.books[name], voice, notes)
        for name in record.companies
    )
    comparing = Comparing(voice, subjects, notes, library)
    as_of = _as_of(voice, record)
    composed = tuple(slide for compose in SLIDES for slide in compose(comparing))
    settled = notes.settle((_cover(comparing, record, as_of), *composed))
    because = library.note(comparison, why_as_of(record))
    page_foot = foot(
        library,
        voice,
        subjects,
        settled=settled,
        as_of=[voice.text(because)] if because else [],
    )
    slides = (*_led(voice, settled.view), sources(voice, page_foot))
    name = voice.text(record.title)
    return Deck(
        id=f"{comparison}.deck.{setting}",
        setting=setting,
        title=str(name[0]),
        description=str(slides[0].subtitle[0]),
        day=record.day,
        name=name,
        as_of=as_of,
        slides=slides,
        foot=page_foot,
        dropped=tuple(comparing.dropped),
    )


def _led(voice: Voice, slides: Sequence[Slide]) -> Iterator[Slide]:
    """Say on every slide with marks where its notes are: on the page after all of these."""
    said = voice.say("page.notes_at", page=number(len(slides) + 1))
    for slide in slides:
        yield replace(slide, notes_at=said) if any(marks_in(slide)) else slide


def _as_of(voice: Voice, record: Comparison) -> Words:
    if record.day is None:
        return voice.say("page.as_of_not_stated")
    return voice.say("page.as_of", day=time_said(instant(record.day)))


def _listing(subject: Subject) -> Words:
    """Say when a company was or is to be listed, where its record knows."""
    time = subject.book.times.get("timetable.listing")
    if time is None:
        return ()
    key = "page.listed" if stage(subject.company) is Stage.LISTED else "page.to_list"
    return subject.words(key, day=time_said(time, DayStyle.SHORT))


def _cover(comparing: Comparing, record: Comparison, as_of: Words) -> Slide:
    voice = comparing.voice
    return Slide(
        name="cover",
        layout=Layout.COVER,
        kicker=voice.say("page.deck"),
        title=voice.text(record.title),
        subtitle=voice.text(record.subtitle),
        members=tuple(
            Member(
                name=voice.each(subject.name),
                code=code(subject),
                line=subject.text(subject.company.line),
                when=_listing(subject),
                role=plots.role_of(comparing.subjects, subject),
            )
            for subject in comparing.subjects
        ),
        missing=as_of,
    )
