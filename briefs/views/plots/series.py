"""Series: the ticks, points and strands that figures by period become."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from decimal import Decimal

from briefs.figures import Figure
from briefs.language.amounts import amount
from briefs.language.dates import chart_period
from briefs.language.numbers import plain_number
from briefs.language.prose import Missing, absent
from briefs.views.parts import Point, Step, Strand, Tick
from briefs.views.speech import Speaker, Voice, key_said
from briefs.views.subject import Subject

MILLION = Decimal(10) ** 6

#: A line or a set of bars needs at least this many periods to show anything.
FEWEST_POINTS = 2


def ticks(voice: Voice, figures: Iterable[Figure]) -> tuple[Tick, ...]:
    """Give a tick for the period of each figure."""
    return tuple(
        Tick(
            voice.labels(_on_axis(figure)),
            interim=figure.period.is_interim,
            forecast=figure.forecast,
        )
        for figure in figures
    )


def _on_axis(figure: Figure) -> Callable[[Speaker], str]:
    return lambda speaker: chart_period(figure.period, speaker.wording, forecast=figure.forecast)


def strand(
    subject: Subject,
    key: str,
    base: Sequence[Figure],
    figures: Sequence[Figure],
    *,
    role: str,
) -> Strand:
    """Give a series of a company over the periods of another, its name from the wording."""
    return Strand(subject.voice.labels(key_said(key)), points(subject, base, figures), role)


def points(
    subject: Subject,
    base: Sequence[Figure],
    figures: Sequence[Figure],
    *,
    note_missing: bool = True,
) -> tuple[Point, ...]:
    """Give a point for each period of the base; one without a figure says so, or stays empty."""
    by_period = {figure.period: figure for figure in figures}
    lead = subject.voice.speakers[0].wording
    nothing = absent(Missing.NOT_DISCLOSED, lead, short=True) if note_missing else ""
    return tuple(
        Point(found, number(found, MILLION, subject.voice))
        if (found := by_period.get(figure.period))
        else Point(None, nothing)
        for figure in base
    )


def number(figure: Figure, factor: Decimal, voice: Voice) -> str:
    """Write a figure as its bare number: the chart's subtitle says the unit."""
    divisor = factor if figure.unit.is_money else Decimal(1)
    return plain_number(figure.shown / divisor, figure.step / divisor, voice.speakers[0].wording)


def growth_steps(subject: Subject, name: str, figures: Sequence[Figure]) -> tuple[Step, ...]:
    """Mark the growth from each period to the next; what means nothing is marked as such."""
    lead = subject.voice.speakers[0].wording
    nothing = absent(Missing.NOT_MEANINGFUL, lead, short=True)
    return tuple(
        Step(
            index - 1,
            index,
            nothing if subject.not_meaningful(growth) else amount(growth, lead),
            growth,
        )
        for index, figure in enumerate(figures)
        if index and (growth := subject.figure(f"{name}.{figure.period}"))
    )


def by_time(figures: Iterable[Figure]) -> tuple[Figure, ...]:
    """Put figures in order of time."""

    def when(figure: Figure) -> tuple[str, str]:
        return str(figure.period.end), str(figure.period.start)

    return tuple(sorted(figures, key=when))


def one_a_period(figures: Iterable[Figure]) -> tuple[Figure, ...]:
    """Keep one figure for each period, in order of time, as the base of a chart."""
    return tuple({figure.period: figure for figure in by_time(figures)}.values())
