"""A slide for each company that has a story: its charts, its accounts, both sides of its case."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from briefs.views import plots
from briefs.views.deck.comparing import Comparing
from briefs.views.parts import Chart, Table
from briefs.views.plots.captions import published_by
from briefs.views.slides import Layout, Slide
from briefs.views.subject import Subject
from briefs.views.summary import summary

CHARTS = 2


def companies(comparing: Comparing) -> Iterator[Slide]:
    """Give a slide for each company whose record tells its business."""
    voice = comparing.voice
    for subject in comparing.subjects:
        narrative = subject.company.narrative
        if narrative is None:
            comparing.dropped.append(
                f"slide company {subject.book.subject} dropped: its record tells no business"
            )
            continue
        yield Slide(
            name=f"company-{subject.book.subject}",
            layout=Layout.COMPANY,
            kicker=voice.each(subject.name),
            title=subject.text(narrative.headline),
            subtitle=subject.text(subject.company.line),
            charts=tuple(_worn(chart, comparing.role(subject)) for chart in _charts(subject)),
            table=_short(summary(subject)),
            lists=(
                (voice.say("section.strengths"), tuple(map(subject.text, narrative.strengths))),
                (voice.say("section.risks"), tuple(map(subject.text, narrative.risks))),
            ),
            source=published_by(voice, subject, [subject.company.source]),
            role=comparing.role(subject),
        )


def _charts(subject: Subject) -> tuple[Chart, ...]:
    """Give two charts by period, and under them the use of proceeds where it is stated."""
    by_period = (
        plots.revenue(subject),
        plots.loss_and_research(subject),
        plots.research_and_revenue(subject),
        plots.margin(subject),
        plots.concentration(subject),
    )
    first = [chart for chart in by_period if chart][:CHARTS]
    use = plots.use_of_proceeds(subject) if len(first) == CHARTS else None
    return (*first, use) if use else tuple(first)


def _worn(chart: Chart, role: str) -> Chart:
    """Let the leading strand of a company's chart wear what the company wears in the deck."""
    strands = tuple(
        replace(strand, role=role) if strand.role == "lead" else strand for strand in chart.strands
    )
    return replace(chart, strands=strands)


def _short(table: Table) -> Table:
    """Keep the main rows of a summary, as many as a slide has room for."""
    return replace(table, rows=tuple(row for row in table.rows if not row.minor))
