"""Captions: the words of a chart: its unit, its source, and what it says to who cannot see it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from briefs.figures import Figure, Unit
from briefs.language.amounts import amount, table_unit
from briefs.language.dates import chart_period
from briefs.language.prose import clauses, join, labelled
from briefs.views.parts import Phrase, Words
from briefs.views.plots.series import MILLION
from briefs.views.speech import Speaker, Voice, apart, text_said
from briefs.views.subject import Subject


def money_unit(figures: Sequence[Figure]) -> Unit | None:
    """Give the currency of a series, or none where it is no money."""
    return figures[0].unit if figures and figures[0].unit.is_money else None


def hatched(
    subject: Subject,
    key: str,
    figures: Sequence[Figure],
    *,
    unit: Unit | None = None,
    hollow: bool = False,
) -> Words:
    """Say the unit of a chart, and what its hatched bars or hollow points mean."""
    interim = [figure.period for figure in figures if figure.period.is_interim]

    def say(speaker: Speaker) -> Phrase:
        fillings = {"unit": table_unit(unit, MILLION, speaker.wording)} if unit else {}
        unit_words = speaker.say(key, **fillings)
        if not interim:
            return unit_words
        shape = "chart.hollow" if hollow else "chart.hatched"
        return speaker.say(shape, unit=unit_words, period=speaker.period(interim[-1]))

    return subject.voice.each(say)


def source_of(subject: Subject, figures: Iterable[Figure]) -> Words:
    """Say where the figures of a chart come from."""
    return sources_of(subject.voice, [subject], figures)


def sources_of(voice: Voice, subjects: Sequence[Subject], figures: Iterable[Figure]) -> Words:
    """Say where the figures of a chart on several companies come from."""
    ids = dict.fromkeys(source for figure in figures for source in figure.sources)
    return published_by(voice, subjects[0], ids)


def published_by(voice: Voice, subject: Subject, sources: Iterable[str]) -> Words:
    """Name the publishers of sources, each once."""
    known = subject.notes.library.sources.sources
    publishers = [known[name].publisher for name in sources]
    unique = {str(sorted(publisher.items(), key=str)): publisher for publisher in publishers}
    return voice.say("chart.source", sources=apart(map(text_said, unique.values())))


def alternative(subject: Subject, title: str, series: list[tuple[str, tuple[Figure, ...]]]) -> str:
    """Say in words what a chart shows, for those who cannot see it."""
    speaker = subject.voice.speakers[0]
    wording = speaker.wording
    lists = clauses(
        [
            labelled(str(speaker.say(key)), list_of(subject, figures), wording)
            for key, figures in series
        ],
        wording,
    )
    return str(
        speaker.say(
            "chart.alt", company=subject.name(speaker), title=speaker.say(title), lists=lists
        )
    )


def list_of(subject: Subject, figures: Iterable[Figure]) -> str:
    """List figures with their periods, in the leading language."""
    wording = subject.voice.speakers[0].wording
    return join(
        [
            f"{chart_period(figure.period, wording, forecast=figure.forecast)} "
            f"{amount(figure, wording)}"
            for figure in figures
        ],
        wording,
    )
