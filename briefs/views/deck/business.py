"""Slides on the businesses: revenue, research, customers, the market, and products."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace

from briefs.figures import Figure
from briefs.records.company import Product, Share
from briefs.views import findings, plots
from briefs.views.deck.comparing import FEWEST, Comparing
from briefs.views.parts import Phrase, Words
from briefs.views.plots.captions import published_by
from briefs.views.position import is_joint
from briefs.views.slides import Layout, Remark, Slide
from briefs.views.speech import (
    Filling,
    Speaker,
    figure_said,
    key_said,
    listed,
    marked,
    period_said,
    text_said,
)
from briefs.views.subject import Subject, code_of, latest


def revenue(comparing: Comparing) -> Iterator[Slide]:
    """Set revenue and its growth side by side."""
    sizes = comparing.last_years("revenue")
    if not comparing.enough("revenue", sizes, "revenue of a full year"):
        return
    voice = comparing.voice
    growths = [
        (subject, growth)
        for subject, size in sizes
        if (growth := subject.figure(f"revenue_growth.{size.period}"))
    ]
    if not findings.alike(sizes) or len(growths) < FEWEST:
        title = voice.say("title.revenue_unlike", count=findings.number(len(sizes)))
    else:
        title = findings.revenue(voice, sizes, growths)
    chart = plots.panels(
        voice, comparing.subjects, "revenue", key="chart.money", title=voice.say("chart.revenue")
    )
    if chart is None:
        return
    yield Slide(
        name="revenue",
        layout=Layout.CHART,
        kicker=voice.say("slide.revenue"),
        title=title,
        subtitle=chart.subtitle,
        charts=(chart,),
        remarks=tuple(_revenue_remark(comparing, *pair) for pair in growths),
        missing=comparing.without(sizes, "missing.revenue"),
        source=chart.source,
    )


def _revenue_remark(comparing: Comparing, subject: Subject, growth: Figure) -> Remark:
    words = comparing.voice.say(
        "remark.revenue",
        size=figure_said(subject.book.figures[f"revenue.{growth.period}"]),
        growth=figure_said(growth),
        period=period_said(growth.period),
    )
    return Remark(comparing.voice.each(subject.name), words)


def research(comparing: Comparing) -> Iterator[Slide]:
    """Set R&D expense against revenue, company by company."""
    ratios = comparing.last_years("rd_to_revenue")
    if not comparing.enough("research", ratios, "R&D against revenue"):
        return
    voice = comparing.voice
    subtitle = voice.say("slide.research_sub", period=period_said(ratios[0][1].period))
    chart = plots.compared_bars(
        voice,
        [subject for subject, _ in ratios],
        [figure for _, figure in ratios],
        name="research",
        fillings={"title": voice.say("slide.research"), "subtitle": subtitle},
    )
    yield Slide(
        name="research",
        layout=Layout.CHART,
        kicker=voice.say("slide.research"),
        title=findings.research(voice, ratios),
        subtitle=subtitle,
        charts=(chart,),
        remarks=tuple(_research_remark(comparing, *pair) for pair in ratios),
        missing=comparing.without(ratios, "missing.research"),
        source=chart.source,
    )


def _research_remark(comparing: Comparing, subject: Subject, ratio: Figure) -> Remark:
    about = comparing.voice.each(subject.name)
    fillings: dict[str, Callable[[Speaker], Filling]] = {
        "expense": figure_said(subject.book.figures[f"rd_expense.{ratio.period}"]),
        "ratio": figure_said(ratio),
    }
    loss = subject.figure(f"loss.{ratio.period}")
    if loss is not None:
        words = comparing.voice.say("remark.research_loss", loss=figure_said(loss), **fillings)
        return Remark(about, words)
    words = comparing.voice.say("remark.research", **fillings)
    return Remark(about, marked(words, comparing.notes.gap_marks(subject.book.gap("loss"))))


def concentration(comparing: Comparing) -> Iterator[Slide]:
    """Set the shares of the largest customers and suppliers side by side."""
    shares = comparing.latest("concentration.customers")
    if not comparing.enough("concentration", shares, "the share of five customers"):
        return
    voice = comparing.voice
    charts = tuple(
        replace(chart, title=voice.each(subject.name))
        for subject, _ in shares
        if (chart := plots.concentration(subject))
    )
    yield Slide(
        name="concentration",
        layout=Layout.CHART,
        kicker=voice.say("slide.concentration"),
        title=findings.customers(voice, shares),
        subtitle=voice.say("slide.concentration_sub"),
        charts=charts,
        remarks=tuple(_customer_remark(comparing, *pair) for pair in shares),
        missing=comparing.without(shares, "missing.customers"),
        source=comparing.source([figure for _, figure in shares]),
    )


def _customer_remark(comparing: Comparing, subject: Subject, share: Figure) -> Remark:
    key = "remark.customers"
    fillings = {"share": figure_said(share), "period": period_said(share.period)}
    suppliers = latest(subject.book.series("concentration.suppliers"))
    if suppliers is not None:
        key = "remark.customers_suppliers"
        fillings["suppliers"] = figure_said(suppliers)
    return Remark(comparing.voice.each(subject.name), comparing.voice.say(key, **fillings))


def market(comparing: Comparing) -> Iterator[Slide]:
    """Show the size of the first market that a record describes, and who has what share of it."""
    for subject in comparing.subjects:
        chart = plots.market_size(subject)
        if chart is None:
            continue
        sizes = [point.figure for point in chart.strands[0].points if point.figure]
        yield Slide(
            name="market",
            layout=Layout.CHART,
            kicker=comparing.voice.say("slide.market"),
            title=findings.market(comparing.voice, sizes, chart.title),
            subtitle=chart.subtitle,
            charts=(chart,),
            remarks=tuple(_shares(comparing)),
            source=chart.source,
        )
        return
    comparing.dropped.append("slide market dropped: no record has the size of a market")


def _shares(comparing: Comparing) -> Iterator[Remark]:
    for subject in comparing.subjects:
        for share in subject.company.shares:
            for figure in subject.book.series(f"shares.{share.id}.share"):
                yield _share_remark(comparing, subject, share, figure)


def _share_remark(comparing: Comparing, subject: Subject, share: Share, figure: Figure) -> Remark:
    voice = comparing.voice
    key, about = "remark.share", voice.each(subject.name)
    if is_joint(subject, share):
        key = "remark.share_joint"
        names = [comparing.library.companies[name].names.short for name in share.of]
        about = voice.each(listed(map(text_said, names)))
    words = voice.say(
        "remark.share_forecast" if figure.forecast else key,
        share=figure_said(figure),
        field=text_said(share.field),
        period=period_said(figure.period),
    )
    return Remark(about, subject.noted(words, figure))


def products(comparing: Comparing) -> Iterator[Slide]:
    """List the products that the sources name, by company."""
    makers = [subject for subject in comparing.subjects if subject.company.products]
    if not comparing.enough("products", makers, "products"):
        return
    voice = comparing.voice
    every = [product for subject in makers for product in subject.company.products]
    on_sale = sum(1 for product in every if product.status == "on sale")
    yield Slide(
        name="products",
        layout=Layout.TEXT,
        kicker=voice.say("slide.products"),
        title=voice.say(
            "title.products",
            count=findings.number(len(every)),
            on_sale=findings.number(on_sale),
        ),
        subtitle=voice.say("slide.products_sub"),
        lists=tuple(
            (
                voice.each(subject.name),
                tuple(_product(subject, product) for product in subject.company.products),
            )
            for subject in makers
        ),
        source=published_by(voice, makers[0], [subject.company.source for subject in makers]),
    )


def _product(subject: Subject, product: Product) -> Words:
    name = code_of(product.name)
    return subject.words(
        "product.line",
        name=lambda speaker: Phrase(speaker.language, (name,)),
        status=key_said(f"product.{product.status.replace(' ', '_')}"),
        what=subject.text_said(product.what),
    )


def value(comparing: Comparing) -> Iterator[Slide]:
    """Say why there is no slide of market values: they are not in one currency."""
    caps = comparing.having("debut.market_cap_close")
    if comparing.enough("value", caps, "a market value"):
        comparing.dropped.append("slide value dropped: it needs market values in one currency")
    return iter(())
