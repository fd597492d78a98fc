"""Lying bars that compare companies: one figure of each, or several."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from briefs.figures import Figure
from briefs.language.amounts import amount
from briefs.language.prose import Missing, absent
from briefs.views.parts import Chart, Drawing, Point, Strand, Tick, Words
from briefs.views.plots.captions import sources_of
from briefs.views.plots.comparison import role_of
from briefs.views.speech import Speaker, Voice
from briefs.views.subject import MEANINGFUL, Subject

#: A bar that is broken off ends this much beyond the longest whole one.
BEYOND = Decimal("1.25")


@dataclass(frozen=True, slots=True)
class Measure:
    """What lying bars compare: the words for it, and each company's figure of it."""

    name: Words
    pairs: Sequence[tuple[Subject, Figure]]


def compared_bars(
    voice: Voice,
    every: Sequence[Subject],
    measures: Sequence[Measure],
    *,
    name: str,
    title: Words,
    subtitle: Words,
) -> Chart:
    """Draw figures of several companies as lying bars; they keep their colours among all.

    What the first measure has no figure for is left out; a gap in another one is said.
    """
    lead = voice.speakers[0]
    subjects = [subject for subject, _ in measures[0].pairs]
    strands = tuple(
        Strand(
            tuple(map(str, measure.name)),
            tuple(_compared(every, subject, measure, lead) for subject in subjects),
        )
        for measure in measures
    )
    figures = [figure for measure in measures for _, figure in measure.pairs]
    return Chart(
        name=name,
        subject="comparison",
        drawing=Drawing.ROWS,
        title=title,
        subtitle=subtitle,
        source=sources_of(voice, subjects, figures),
        alt="; ".join(
            f"{subject.name(lead)}: "
            + ", ".join(f"{strand.name[0]} {strand.points[index].label}" for strand in strands)
            for index, subject in enumerate(subjects)
        ),
        languages=voice.languages,
        ticks=tuple(
            Tick(voice.labels(subject.name), role=role_of(every, subject)) for subject in subjects
        ),
        strands=strands,
    )


def _compared(
    every: Sequence[Subject], subject: Subject, measure: Measure, speaker: Speaker
) -> Point:
    own = [figure for other, figure in measure.pairs if other is subject]
    if not own:
        return Point(None, absent(Missing.NOT_DISCLOSED, speaker.wording, short=True))
    short = subject.not_meaningful(own[0])
    said = absent(Missing.NOT_MEANINGFUL, speaker.wording, short=True)
    label = said if short else amount(own[0], speaker.wording)
    return Point(own[0], label, role_of(every, subject))


def broken_off(chart: Chart) -> Chart:
    """Break the bars off that say nothing by their length, so that the others can be read."""
    values = [abs(p.figure.value) for s in chart.strands for p in s.points if p.figure]
    whole = [value for value in values if value <= MEANINGFUL]
    if len(whole) == len(values):
        return chart
    return replace(chart, limit=max(whole, default=MEANINGFUL) * BEYOND)
