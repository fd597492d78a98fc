"""Slides on the businesses: revenue, research, customers, the market, and products."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace

from briefs.figures import Figure
from briefs.records.company import Product, Share
from briefs.views import findings, plots
from briefs.views.deck.comparing import FEWEST, Comparing, numbered, pages
from briefs.views.plots.captions import published_by
from briefs.views.position import is_joint
from briefs.views.slides import Layout, Made, Remark, Slide
from briefs.views.speech import (
    Filling,
    Speaker,
    figure_said,
    listed,
    marked,
    period_said,
    said_as,
    text_said,
)
from briefs.views.subject import Subject, code_of, latest

#: What a slide has room for.
MOST_CHARTS = 3
MOST_PANELS = 4
MOST_REMARKS = 6
MOST_PRODUCTS = 11

#: Products stand in the order of how far they are.
STATUS = {"on sale": 0, "developed": 1, "planned": 2}


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
    for number, some in enumerate(_by_currency(sizes), start=1):
        shown = {subject.book.subject for subject, _ in some}
        chart = plots.panels(
            voice,
            comparing.subjects,
            [subject for subject, _ in some],
            series="revenue",
            name=numbered("revenue", number),
        )
        yield Slide(
            name=numbered("revenue", number),
            layout=Layout.CHART,
            kicker=voice.say("slide.revenue"),
            title=title,
            subtitle=chart.subtitle,
            charts=(chart,),
            remarks=tuple(
                _revenue_remark(comparing, *pair)
                for pair in growths
                if pair[0].book.subject in shown
            ),
            missing=comparing.without(sizes, "missing.revenue"),
            source=chart.source,
        )


def _by_currency(sizes: Sequence[findings.Pair]) -> Iterator[Sequence[findings.Pair]]:
    """Deal companies out to charts: one chart has one currency, which its subtitle names."""
    for unit in dict.fromkeys(figure.unit for _, figure in sizes):
        yield from pages([pair for pair in sizes if pair[1].unit is unit], MOST_PANELS)


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
        comparing.subjects,
        ratios,
        name="research",
        title=voice.say("slide.research"),
        subtitle=subtitle,
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
    title = findings.customers(voice, shares)
    for number, some in enumerate(pages(shares, MOST_CHARTS), start=1):
        yield Slide(
            name=numbered("concentration", number),
            layout=Layout.CHART,
            kicker=voice.say("slide.concentration"),
            title=title,
            subtitle=voice.say("slide.concentration_sub"),
            charts=tuple(
                # Named apart from the company's own slide, where it is drawn at another size.
                replace(chart, title=voice.each(subject.name), name="compared_concentration")
                for subject, _ in some
                if (chart := plots.concentration(subject))
            ),
            remarks=tuple(_customer_remark(comparing, *pair) for pair in some),
            missing=comparing.without(shares, "missing.customers"),
            source=comparing.source([figure for _, figure in some]),
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
            remarks=_first(comparing, list(_shares(comparing))),
            source=chart.source,
        )
        return
    comparing.dropped.append("slide market dropped: no record has the size of a market")


def _first(comparing: Comparing, remarks: list[Remark]) -> tuple[Remark, ...]:
    """Keep as many remarks as a slide has room for, and say what was left out."""
    if len(remarks) > MOST_REMARKS:
        left = len(remarks) - MOST_REMARKS
        comparing.dropped.append(f"slide market leaves out {left} shares of {len(remarks)}")
    return tuple(remarks[:MOST_REMARKS])


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
    """List the products that the sources name, by company and by how far they are."""
    makers = [subject for subject in comparing.subjects if subject.company.products]
    if not comparing.enough("products", makers, "products"):
        return
    voice = comparing.voice
    every = [
        (subject, product)
        for subject in makers
        for product in sorted(subject.company.products, key=lambda item: STATUS[item.status])
    ]
    on_sale = sum(1 for _, product in every if product.status == "on sale")
    title = voice.say(
        "title.products", count=findings.number(len(every)), on_sale=findings.number(on_sale)
    )
    for number, some in enumerate(pages(every, MOST_PRODUCTS), start=1):
        yield Slide(
            name=numbered("products", number),
            layout=Layout.PRODUCTS,
            kicker=voice.say("slide.products"),
            title=title,
            subtitle=voice.say("slide.products_sub"),
            products=tuple(_made(some)),
            source=published_by(voice, makers[0], [subject.company.source for subject, _ in some]),
        )


def _made(some: Sequence[tuple[Subject, Product]]) -> Iterator[Made]:
    """Give the rows of a slide; a company is named on its first."""
    before = None
    for subject, product in some:
        name = code_of(product.name)
        yield Made(
            maker=() if subject is before else subject.voice.each(subject.name),
            name=subject.voice.value(said_as(name)),
            status=subject.words(f"product.{product.status.replace(' ', '_')}"),
            what=subject.text(product.what),
        )
        before = subject


def value(comparing: Comparing) -> Iterator[Slide]:
    """Say why there is no slide of market values: they are not in one currency."""
    caps = comparing.having("debut.market_cap_close")
    if comparing.enough("value", caps, "a market value"):
        comparing.dropped.append("slide value dropped: it needs market values in one currency")
    return iter(())
