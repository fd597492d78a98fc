"""Charts that set companies side by side, each in its own colour."""

from __future__ import annotations

from collections.abc import Sequence

from briefs.figures import Figure
from briefs.language.amounts import amount
from briefs.language.numbers import plain_number
from briefs.views.parts import Amount, AmountKind, Chart, Drawing, Point, Strand, Tick, Words
from briefs.views.plots.captions import hatched, list_of, money_unit, sources_of
from briefs.views.plots.series import one_a_period, points, ticks
from briefs.views.speech import Speaker, Voice, key_said
from briefs.views.subject import Subject

#: What the offer price of a debut is drawn as.
OFFER = Amount("100", AmountKind.NUMBER)

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
            tuple(_index_point(subject, kind, lead) for subject in shown),
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
        source=sources_of(voice, shown, [f for s in shown for f in s.book.series("index")]),
        alt=_debut_in_words(lead, shown, strands),
        languages=voice.languages,
        ticks=tuple(
            Tick(voice.labels(subject.name), detail=(subject.code(),)) for subject in shown
        ),
        strands=strands,
        baseline=voice.labels(key_said("chart.offer_100", base=OFFER)),
    )


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


def _index_point(subject: Subject, kind: str, speaker: Speaker) -> Point:
    index, gain = subject.figure(f"index.{kind}"), subject.figure(f"gain.{kind}")
    if index is None or gain is None:
        return Point(None, "")
    number = plain_number(index.shown, index.step, speaker.wording)
    return Point(index, f"{number} ({amount(gain, speaker.wording)})")


def panels(
    voice: Voice,
    every: Sequence[Subject],
    subjects: Sequence[Subject],
    *,
    series: str,
    name: str,
) -> Chart:
    """Draw a series of money of several companies, each in a panel with its own scale."""
    drawn = [(subject, subject.book.series(series)) for subject in subjects]
    figures = [figure for _, own in drawn for figure in own]
    base = one_a_period(figures)
    lead = voice.speakers[0]
    return Chart(
        name=name,
        subject="comparison",
        drawing=Drawing.PANELS,
        title=voice.say(f"chart.{series}"),
        subtitle=hatched(subjects[0], "chart.money", base, unit=money_unit(figures)),
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
    )


def compared_bars(
    voice: Voice,
    every: Sequence[Subject],
    pairs: Sequence[tuple[Subject, Figure]],
    *,
    name: str,
    title: Words,
    subtitle: Words,
) -> Chart:
    """Draw one figure for each of several companies, which keep their colours among all."""
    lead = voice.speakers[0]
    subjects = [subject for subject, _ in pairs]
    drawn = tuple(
        Point(figure, amount(figure, lead.wording), role_of(every, subject))
        for subject, figure in pairs
    )
    return Chart(
        name=name,
        subject="comparison",
        drawing=Drawing.BARS,
        title=title,
        subtitle=subtitle,
        source=sources_of(voice, subjects, [figure for _, figure in pairs]),
        alt="; ".join(
            f"{subject.name(lead)} {point.label}"
            for subject, point in zip(subjects, drawn, strict=True)
        ),
        languages=voice.languages,
        ticks=tuple(Tick(voice.labels(subject.name)) for subject in subjects),
        strands=(Strand(tuple(map(str, title)), drawn),),
    )


def role_of(subjects: Sequence[Subject], subject: Subject) -> str:
    """Give the role that keeps a company's colour and marker through a deck."""
    ids = [item.book.subject for item in subjects]
    return f"company-{ids.index(subject.book.subject) + 1}"
