"""Charts of one company's accounts and sales, by period."""

from __future__ import annotations

from dataclasses import replace

from briefs.figures import Figure
from briefs.language.amounts import amount
from briefs.views.parts import Chart, Drawing, Strand
from briefs.views.plots.captions import alternative, hatched, list_of, money_unit, source_of
from briefs.views.plots.series import (
    FEWEST_POINTS,
    growth_steps,
    one_a_period,
    points,
    strand,
    ticks,
)
from briefs.views.subject import Subject

#: Series of one chart: the key of each name, its figures, and its role.
Series = tuple[tuple[str, tuple[Figure, ...], str], ...]

#: What the products of a chart wear, in turn.
ROLES = ("lead", "support", "risk")


def revenue(subject: Subject) -> Chart | None:
    """Draw revenue by period, with the growth from one full year to the next."""
    figures = subject.book.series("revenue")
    if len(figures) < FEWEST_POINTS:
        return None
    return Chart(
        name="revenue",
        subject=subject.book.subject,
        drawing=Drawing.BARS,
        title=subject.words("chart.revenue"),
        subtitle=hatched(subject, "chart.money", figures, unit=money_unit(figures)),
        source=source_of(subject, figures),
        alt=alternative(subject, "chart.revenue", [("finance.revenue", figures)]),
        languages=subject.voice.languages,
        ticks=ticks(subject.voice, figures),
        strands=(strand(subject, "finance.revenue", figures, figures, role="lead"),),
        steps=growth_steps(subject, "revenue_growth", figures),
    )


def loss_and_research(subject: Subject) -> Chart | None:
    """Draw the loss beside the R&D expense, by period."""
    loss, research = subject.book.series("loss"), subject.book.series("rd_expense")
    if len(loss) < FEWEST_POINTS or len(research) < FEWEST_POINTS:
        return None
    return of_series(
        subject,
        "loss_and_research",
        (("finance.loss_short", loss, "risk"), ("finance.rd_expense_short", research, "support")),
    )


def research_and_revenue(subject: Subject) -> Chart | None:
    """Draw the R&D expense beside revenue, where no loss is disclosed to draw."""
    research, revenues = subject.book.series("rd_expense"), subject.book.series("revenue")
    if subject.book.series("loss") or len(research) < FEWEST_POINTS:
        return None
    periods = {figure.period for figure in research}
    common = tuple(figure for figure in revenues if figure.period in periods)
    chart = of_series(
        subject,
        "research_and_revenue",
        (
            ("finance.rd_expense_short", research, "support"),
            ("finance.revenue_short", common, "lead"),
        ),
        unit_key="chart.money_with_ratio",
    )
    lead = subject.voice.speakers[0].wording
    ratios = {figure.period: figure for figure in subject.book.series("rd_to_revenue")}
    details = [
        (amount(ratios[figure.period], lead),) if figure.period in ratios else ()
        for figure in research
    ]
    return replace(
        chart,
        ticks=tuple(
            replace(tick, detail=detail) for tick, detail in zip(chart.ticks, details, strict=True)
        ),
    )


def margin(subject: Subject) -> Chart | None:
    """Draw the gross margin as a line."""
    figures = subject.book.series("gross_margin")
    if len(figures) < FEWEST_POINTS:
        return None
    return _lines(subject, "margin", (("finance.gross_margin", figures, "lead"),))


def concentration(subject: Subject) -> Chart | None:
    """Draw the shares of the five largest customers and suppliers as lines."""
    series = tuple(
        (key, figures, role)
        for key, path, role in (
            ("finance.customers_short", "concentration.customers", "lead"),
            ("finance.suppliers_short", "concentration.suppliers", "risk"),
        )
        if len(figures := subject.book.series(path)) >= FEWEST_POINTS
    )
    return _lines(subject, "concentration", series) if series else None


def units(subject: Subject) -> Chart | None:
    """Draw the units sold of each product, by period."""
    sold = [
        (product.name, figures)
        for product in subject.company.products
        if (figures := subject.book.series(f"products.{product.name}.units"))
    ]
    if not sold or max(len(figures) for _, figures in sold) < FEWEST_POINTS:
        return None
    every = [figure for _, figures in sold for figure in figures]
    base = one_a_period(every)
    title = subject.words("chart.units")
    lists = "; ".join(f"{name}: {list_of(subject, figures)}" for name, figures in sold)
    return Chart(
        name="units",
        subject=subject.book.subject,
        drawing=Drawing.GROUPED,
        title=title,
        subtitle=hatched(subject, "chart.units_unit", base),
        source=source_of(subject, every),
        alt=f"{title[0]}: {lists}",
        languages=subject.voice.languages,
        ticks=ticks(subject.voice, base),
        strands=tuple(
            Strand((name,), points(subject, base, figures, note_missing=False), ROLES[index % 3])
            for index, (name, figures) in enumerate(sold)
        ),
    )


def of_series(
    subject: Subject,
    name: str,
    series: Series,
    *,
    unit_key: str = "chart.money",
    drawing: Drawing = Drawing.GROUPED,
) -> Chart:
    """Give a chart of series over the periods of the first; its title is chart.NAME."""
    base = series[0][1]
    return Chart(
        name=name,
        subject=subject.book.subject,
        drawing=drawing,
        title=subject.words(f"chart.{name}"),
        subtitle=hatched(subject, unit_key, base, unit=money_unit(base)),
        source=source_of(subject, [figure for _, figures, _ in series for figure in figures]),
        alt=alternative(subject, f"chart.{name}", [(key, figures) for key, figures, _ in series]),
        languages=subject.voice.languages,
        ticks=ticks(subject.voice, base),
        strands=tuple(
            strand(subject, key, base, figures, role=role) for key, figures, role in series
        ),
    )


def _lines(subject: Subject, name: str, series: Series) -> Chart:
    every = [figure for _, figures, _ in series for figure in figures]
    base = one_a_period(every)
    return Chart(
        name=name,
        subject=subject.book.subject,
        drawing=Drawing.LINES,
        title=subject.words(f"chart.{name}"),
        subtitle=hatched(subject, f"chart.{name}_unit", base, hollow=True),
        source=source_of(subject, every),
        alt=alternative(subject, f"chart.{name}", [(key, figures) for key, figures, _ in series]),
        languages=subject.voice.languages,
        ticks=ticks(subject.voice, base),
        strands=tuple(
            strand(subject, key, base, figures, role=role) for key, figures, role in series
        ),
        unit="percent",
    )
