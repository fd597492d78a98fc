"""Charts that set the series of companies side by side, each in its own colour."""

from __future__ import annotations

from collections.abc import Sequence

from briefs.figures import Figure
from briefs.language.amounts import table_unit
from briefs.views.parts import Chart, Drawing, Phrase, Strand, Words, company_role
from briefs.views.plots.captions import list_of, money_unit, sources_of
from briefs.views.plots.series import MILLION, one_a_period, points, ticks
from briefs.views.speech import Speaker, Voice
from briefs.views.subject import Subject

#: Panels whose largest values are further apart than this have scales of their own.
FURTHEST = 6


def on_one_scale(drawn: Sequence[Sequence[Figure]]) -> bool:
    """Whether series can stand on one scale: one unit, and none too small to see beside another."""
    units = {figure.unit for own in drawn for figure in own}
    tops = [max(abs(figure.value) for figure in own) for own in drawn if own]
    return len(units) == 1 and max(tops) <= FURTHEST * min(tops)


def panels(
    voice: Voice,
    every: Sequence[Subject],
    subjects: Sequence[Subject],
    *,
    series: str,
    name: str,
    only_years: bool = False,
) -> Chart:
    """Draw a series of money of several companies, each in a panel, on one scale if they can be."""
    drawn = [
        (
            subject,
            tuple(
                figure
                for figure in subject.book.series(series)
                if not (only_years and figure.period.is_interim)
            ),
        )
        for subject in subjects
    ]
    figures = [figure for _, own in drawn for figure in own]
    one_scale = on_one_scale([own for _, own in drawn])
    base = one_a_period(figures)
    lead = voice.speakers[0]
    return Chart(
        name=name,
        subject="comparison",
        drawing=Drawing.PANELS,
        title=voice.say(f"chart.{series}"),
        subtitle=_panels_unit(voice, figures, one_scale=one_scale),
        source=sources_of(voice, subjects, figures),
        alt="; ".join(f"{s.name(lead)}: {list_of(s, own)}" for s, own in drawn),
        languages=voice.languages,
        ticks=ticks(voice, base),
        strands=tuple(
            Strand(
                voice.labels(subject.name),
                points(subject, base, own, note_missing=False),
                role_of(every, subject),
            )
            for subject, own in drawn
        ),
        one_scale=one_scale,
    )


def _panels_unit(voice: Voice, figures: Sequence[Figure], *, one_scale: bool) -> Words:
    """Say the unit of panels, whether they can be compared by height, and what a hatch means."""
    unit = money_unit(figures)

    def say(speaker: Speaker) -> Phrase:
        said = table_unit(unit, MILLION, speaker.wording) if unit else ""
        scaled = speaker.say(f"chart.{'one_scale' if one_scale else 'own_scales'}", unit=said)
        if not any(figure.period.is_interim for figure in figures):
            return scaled
        return speaker.say("chart.part_years", unit=scaled)

    return voice.each(say)


def role_of(subjects: Sequence[Subject], subject: Subject) -> str:
    """Give the role that keeps a company's colour and marker through a deck."""
    ids = [item.book.subject for item in subjects]
    return company_role(ids.index(subject.book.subject))
