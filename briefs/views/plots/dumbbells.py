"""Dumbbells: prices against the offer price, and how often offers were subscribed."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from briefs.figures import Figure
from briefs.language.amounts import amount
from briefs.language.numbers import plain_number
from briefs.views.parts import Amount, AmountKind, Chart, Drawing, Point, Strand, Tick
from briefs.views.plots.captions import sources_of
from briefs.views.plots.comparison import role_of
from briefs.views.speech import Speaker, Voice, key_said
from briefs.views.subject import Subject

#: What the offer price of a debut is drawn as.
OFFER = Amount("100", AmountKind.NUMBER)

#: Where the scale of demand begins: every share was asked for once.
ONCE = Amount("1", AmountKind.NUMBER)

#: The parts of an offer that are subscribed apart, and what each wears.
PARTS = {"public": "lead", "international": "support"}

#: The prices of a debut, and what each wears.
PRICES = (("high", "lead"), ("close", "risk"), ("later", "support"))


def debut(voice: Voice, subjects: Sequence[Subject]) -> Chart | None:
    """Draw prices since the first day against the offer price, which stands at 100."""
    shown = [
        subject
        for subject in subjects
        if any(subject.figure(f"index.{kind}") for kind, _ in PRICES)
    ]
    if not shown:
        return None
    lead = voice.speakers[0]
    strands = tuple(
        Strand(
            voice.labels(key_said(f"price.{kind}_short")),
            tuple(_index_point(subjects, subject, kind, lead) for subject in shown),
            role,
        )
        for kind, role in PRICES
    )
    return Chart(
        name="debut",
        subject="comparison",
        drawing=Drawing.DUMBBELL,
        title=voice.say("chart.debut"),
        subtitle=voice.say("chart.debut_unit", base=OFFER),
        source=sources_of(voice, shown, _drawn(strands)),
        alt=_debut_in_words(lead, shown, strands),
        languages=voice.languages,
        ticks=tuple(
            Tick(
                voice.labels(subject.name),
                detail=(subject.code(),),
                role=role_of(subjects, subject),
            )
            for subject in shown
        ),
        strands=strands,
        baseline=voice.labels(key_said("chart.offer_100", base=OFFER)),
    )


def _drawn(strands: Sequence[Strand]) -> list[Figure]:
    return [point.figure for strand in strands for point in strand.points if point.figure]


def _debut_in_words(speaker: Speaker, shown: Sequence[Subject], strands: Sequence[Strand]) -> str:
    return "; ".join(
        f"{subject.name(speaker)}: "
        + ", ".join(
            f"{strand.name[0]} {strand.points[index].label}"
            for strand in strands
            if strand.points[index].figure
        )
        for index, subject in enumerate(shown)
    )


def _index_point(every: Sequence[Subject], subject: Subject, kind: str, speaker: Speaker) -> Point:
    index, gain = subject.figure(f"index.{kind}"), subject.figure(f"gain.{kind}")
    if index is None or gain is None:
        return Point(None, "")
    number = plain_number(index.shown, index.step, speaker.wording)
    label = f"{number} ({amount(gain, speaker.wording)})"
    return Point(index, label, role_of(every, subject))


def demand(voice: Voice, every: Sequence[Subject], subjects: Sequence[Subject]) -> Chart | None:
    """Draw how often the parts of each offer were subscribed, on a logarithmic scale."""
    shown = [
        subject for subject in subjects if any(subject.figure(f"demand.{kind}") for kind in PARTS)
    ]
    if not shown:
        return None
    lead = voice.speakers[0]
    strands = tuple(
        Strand(
            voice.labels(key_said(f"demand.{kind}_short")),
            tuple(_demanded(every, subject, kind, lead) for subject in shown),
            role,
        )
        for kind, role in PARTS.items()
    )
    return Chart(
        name="demand",
        subject="comparison",
        drawing=Drawing.DUMBBELL,
        title=voice.say("chart.demand"),
        subtitle=voice.say("chart.demand_unit", base=ONCE),
        source=sources_of(voice, shown, _drawn(strands)),
        alt=_debut_in_words(lead, shown, strands),
        languages=voice.languages,
        ticks=tuple(
            Tick(voice.labels(subject.name), role=role_of(every, subject)) for subject in shown
        ),
        strands=strands,
        reference=Decimal(1),
        logarithmic=True,
    )


def _demanded(every: Sequence[Subject], subject: Subject, kind: str, speaker: Speaker) -> Point:
    figure = subject.figure(f"demand.{kind}")
    if figure is None:
        return Point(None, "")
    return Point(figure, amount(figure, speaker.wording), role_of(every, subject))
