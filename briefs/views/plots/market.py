"""The chart of a market's size, facts and forecasts apart."""

from __future__ import annotations

from decimal import Decimal
from itertools import pairwise

from briefs.figures import Figure
from briefs.language.amounts import amount, table_unit
from briefs.records.market import Market
from briefs.views.parts import Chart, Drawing, Phrase, Point, Step, Strand
from briefs.views.plots.captions import list_of, source_of
from briefs.views.plots.series import FEWEST_POINTS, number, ticks
from briefs.views.speech import Speaker, key_said, text_said
from briefs.views.subject import Subject

BILLION = Decimal(10) ** 9


def market_size(subject: Subject) -> Chart | None:
    """Draw the size of the first market of a record that has a series, forecasts apart."""
    for market in subject.company.markets:
        figures = subject.book.series(f"markets.{market.id}.size")
        if len(figures) >= FEWEST_POINTS:
            return _size(subject, market, figures)
    return None


def _size(subject: Subject, market: Market, figures: tuple[Figure, ...]) -> Chart:
    voice = subject.voice
    names = voice.text(market.name)

    rates = _rates(subject, market.id, figures)

    def subtitle(speaker: Speaker) -> Phrase:
        return speaker.say(
            "chart.market_unit",
            measure=speaker.text(market.measured_by),
            unit=table_unit(figures[0].unit, BILLION, speaker.wording),
        )

    return Chart(
        name="market_size",
        subject=subject.book.subject,
        drawing=Drawing.BARS,
        title=names,
        subtitle=voice.each(subtitle),
        source=source_of(subject, figures),
        alt=f"{names[0]}: {list_of(subject, figures)}",
        languages=voice.languages,
        ticks=ticks(voice, figures),
        strands=(
            Strand(
                voice.labels(text_said(market.name)),
                tuple(Point(figure, number(figure, BILLION, voice)) for figure in figures),
            ),
        ),
        steps=rates,
    )


def _rates(subject: Subject, market: str, figures: tuple[Figure, ...]) -> tuple[Step, ...]:
    """Mark the growth rates that the source gives from one of these years to the next."""
    lead = subject.voice.speakers[0].wording
    per = subject.voice.labels(key_said("chart.a_year"))
    return tuple(
        Step(index, index + 1, amount(rate, lead), rate, per)
        for index, (before, after) in enumerate(pairwise(figures))
        if (rate := subject.figure(f"markets.{market}.growth.{before.period}..{after.period}"))
    )
