"""Charts of what a hundred percent is made of: revenue by line, and the use of proceeds."""

from __future__ import annotations

from decimal import Decimal

from briefs.language.amounts import amount
from briefs.language.dates import chart_period
from briefs.views.parts import Chart, Drawing, Point, Strand, Tick
from briefs.views.plots.captions import source_of
from briefs.views.speech import key_said, period_said, text_said
from briefs.views.subject import Subject

WHOLE = Decimal(100)

#: What the parts of a bar wear, in turn.
ROLES = ("lead", "second", "support")


def mix(subject: Subject) -> Chart | None:
    """Draw what share of revenue the named lines of business bring, and what is left."""
    named = [
        (line, figure)
        for line in subject.company.lines
        for figure in subject.book.series(f"lines.{line.id}.share")
    ]
    if not named:
        return None
    period = named[-1][1].period
    parts = [(line, figure) for line, figure in named if figure.period == period]
    voice, lead = subject.voice, subject.voice.speakers[0].wording
    strands = [
        Strand(
            voice.labels(text_said(line.name)), (Point(figure, amount(figure, lead)),), ROLES[i % 3]
        )
        for i, (line, figure) in enumerate(parts)
    ]
    rest = subject.figure(f"other_lines.{period}")
    if rest is not None and rest.value > 0:
        names = voice.labels(key_said("chart.other_lines"))
        strands.append(Strand(names, (Point(rest, amount(rest, lead)),), "support"))
    return Chart(
        name="mix",
        subject=subject.book.subject,
        drawing=Drawing.SHARES,
        title=subject.words("chart.mix"),
        subtitle=subject.words("chart.mix_unit", period=period_said(period)),
        source=source_of(subject, [figure for _, figure in parts]),
        alt=_alternative(strands),
        languages=voice.languages,
        ticks=(Tick(voice.labels(lambda speaker: chart_period(period, speaker.wording))),),
        strands=tuple(strands),
    )


def use_of_proceeds(subject: Subject) -> Chart | None:
    """Draw how the net proceeds are to be used, with what the sources leave open."""
    uses = [
        (use, figure)
        for use in subject.company.offer.uses
        if (figure := subject.figure(f"offer.uses.{use.id}.share"))
    ]
    if not uses:
        return None
    voice, lead = subject.voice, subject.voice.speakers[0].wording
    strands = [
        Strand(
            voice.labels(text_said(use.purpose)),
            (Point(figure, amount(figure, lead)),),
            ROLES[i % 3],
        )
        for i, (use, figure) in enumerate(uses)
    ]
    if sum(figure.value for _, figure in uses) < WHOLE:
        names = voice.labels(key_said("chart.not_stated"))
        strands.append(Strand(names, (Point(None, ""),), "open"))
    return Chart(
        name="use_of_proceeds",
        subject=subject.book.subject,
        drawing=Drawing.SHARES,
        title=subject.words("chart.use_of_proceeds"),
        subtitle=subject.words("chart.use_of_proceeds_unit"),
        source=source_of(subject, [figure for _, figure in uses]),
        alt=_alternative(strands),
        languages=voice.languages,
        ticks=(Tick(()),),
        strands=tuple(strands),
    )


def _alternative(strands: list[Strand]) -> str:
    return "; ".join(f"{strand.name[0]} {strand.points[0].label}" for strand in strands)
