"""Slides on the businesses: revenue, research, customers, the market, and products."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from decimal import Decimal

from briefs.figures import Figure
from briefs.records.business import Product
from briefs.records.market import Share
from briefs.views import findings, plots
from briefs.views.deck.comparing import FEWEST, Comparing, numbered, pages
from briefs.views.deck.heating import heat
from briefs.views.findings import HUNDRED
from briefs.views.parts import Amount, AmountKind, Chart
from briefs.views.plots.captions import published_by
from briefs.views.position import is_joint
from briefs.views.slides import Layout, Made, Maker, Remark, Slide, arranged
from briefs.views.speech import (
    Filling,
    Speaker,
    figure_said,
    key_said,
    listed,
    marked,
    period_said,
    said_as,
    text_said,
)
from briefs.views.subject import Subject, code_of

#: What a slide has room for.
MOST_PANELS = 8
MOST_BESIDE = 2
MOST_SHARES = 6
MOST_SAID = 6
MOST_PRODUCTS = 11
MOST_IN_LANE = 5
MOST_WORDS = 72

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
        shown = [subject for subject, _ in some]
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
            charts=(chart, *_growth(comparing, [pair for pair in growths if pair[0] in shown])),
            arrangement=arranged(some),
            remarks=tuple(
                _revenue_remark(comparing, *pair) for pair in growths if pair[0] in shown
            ),
            missing=comparing.without(sizes, "missing.revenue"),
            source=chart.source,
        )


def _growth(comparing: Comparing, growths: Sequence[findings.Pair]) -> Iterator[Chart]:
    """Draw the growth of like years beside revenue, where the remarks leave room for it."""
    if not FEWEST <= len(growths) <= MOST_BESIDE or not findings.alike(growths):
        return
    voice = comparing.voice
    yield plots.broken_off(
        plots.compared_bars(
            voice,
            comparing.subjects,
            [plots.Measure(voice.say("chart.growth"), growths)],
            name="growth",
            title=voice.say("chart.growth"),
            subtitle=voice.say("chart.growth_unit", period=period_said(growths[0][1].period)),
        )
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
    return Remark(comparing.voice.each(subject.name), words, role=comparing.role(subject))


def research(comparing: Comparing) -> Iterator[Slide]:
    """Set R&D expense against revenue, company by company."""
    ratios = comparing.last_years("rd_to_revenue")
    if not comparing.enough("research", ratios, "R&D against revenue"):
        return
    voice = comparing.voice
    subtitle = voice.say("slide.research_sub", period=period_said(ratios[0][1].period))
    period = ratios[0][1].period
    losses = [pair for pair in comparing.having(f"loss_to_revenue.{period}") if pair[1].value > 0]
    chart = plots.compared_bars(
        voice,
        comparing.subjects,
        [
            plots.Measure(voice.say("finance.rd_expense_short"), ratios),
            plots.Measure(voice.say("finance.loss_short"), losses),
        ],
        name="research",
        title=voice.say("slide.research"),
        subtitle=subtitle,
    )
    base = Amount(f"{HUNDRED}%", AmountKind.NUMBER)
    chart = replace(
        plots.broken_off(chart),
        reference=Decimal(HUNDRED),
        baseline=voice.labels(key_said("chart.revenue_100", base=base)),
    )
    yield Slide(
        name="research",
        layout=Layout.CHART,
        kicker=voice.say("slide.research"),
        title=findings.research(voice, ratios),
        subtitle=subtitle,
        charts=(chart, *_expense(comparing, ratios)),
        arrangement=arranged(ratios),
        # The rows of more companies need the height, and say the ratios themselves.
        remarks=tuple(_research_remark(comparing, *pair) for pair in ratios)
        if len(ratios) <= MOST_SAID
        else (),
        missing=comparing.without(ratios, "missing.research"),
        source=chart.source,
    )


def _expense(comparing: Comparing, ratios: Sequence[findings.Pair]) -> Iterator[Chart]:
    """Draw the expense itself by year, where the remarks leave room for it."""
    subjects = [subject for subject, _ in ratios]
    units = {figure.unit for one in subjects for figure in one.book.series("rd_expense")}
    if len(subjects) <= MOST_BESIDE and len(units) == 1:
        yield plots.panels(
            comparing.voice,
            comparing.subjects,
            subjects,
            series="rd_expense",
            name="expense",
            only_years=True,
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
        return Remark(about, words, role=comparing.role(subject))
    words = comparing.voice.say("remark.research", **fillings)
    noted = marked(words, comparing.notes.gap_marks(subject.book.gap("loss")))
    return Remark(about, noted, role=comparing.role(subject))


def concentration(comparing: Comparing) -> Iterator[Slide]:
    """Set the shares of the largest customers and suppliers side by side, and a risk of each."""
    shares = comparing.latest("concentration.customers")
    if not comparing.enough("concentration", shares, "the share of five customers"):
        return
    voice = comparing.voice
    yield Slide(
        name="concentration",
        layout=Layout.HEAT,
        kicker=voice.say("slide.concentration"),
        title=findings.customers(voice, shares),
        subtitle=voice.say("slide.concentration_sub"),
        heat=heat(comparing, [subject for subject, _ in shares]),
        missing=comparing.without(shares, "missing.customers"),
        source=comparing.source([figure for _, figure in shares]),
    )


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
            remarks=_shares(comparing),
            source=chart.source,
        )
        return
    comparing.dropped.append("slide market dropped: no record has the size of a market")


def _shares(comparing: Comparing) -> tuple[Remark, ...]:
    """Say who has what share of a market: a remark for each, as many as a slide has room for."""
    said = list(_said(comparing))
    if len(said) > MOST_SHARES:
        left = len(said) - MOST_SHARES
        comparing.dropped.append(f"slide market leaves out {left} shares of {len(said)}")
    remarks: list[Remark] = []
    for remark in said[:MOST_SHARES]:
        last = remarks[-1] if remarks else None
        if last and last.about == remark.about:
            remarks[-1] = replace(last, more=(*last.more, remark.words))
        else:
            remarks.append(remark)
    return tuple(remarks)


def _said(comparing: Comparing) -> Iterator[Remark]:
    for subject in comparing.subjects:
        for share in subject.company.shares:
            for figure in subject.book.series(f"shares.{share.id}.share"):
                yield _share_remark(comparing, subject, share, figure)


def _share_remark(comparing: Comparing, subject: Subject, share: Share, figure: Figure) -> Remark:
    voice = comparing.voice
    key, about, role = "remark.share", voice.each(subject.name), comparing.role(subject)
    if is_joint(subject, share):
        key, role = "remark.share_joint", ""
        names = [comparing.library.companies[name].names.short for name in share.of]
        about = voice.each(listed(map(text_said, names)))
    words = voice.say(
        "remark.share_forecast" if figure.forecast else key,
        share=figure_said(figure),
        field=text_said(share.field),
        period=period_said(figure.period),
    )
    return Remark(about, subject.noted(words, figure), role=role)


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
    source = published_by(voice, makers[0], [subject.company.source for subject in makers])
    slide = Slide(
        name="products",
        layout=Layout.LANES,
        kicker=voice.say("slide.products"),
        title=title,
        subtitle=voice.say("slide.products_sub"),
        lanes=tuple(voice.say(status_key(status, "lane")) for status in STATUS),
        none_named=voice.say("slide.products_none"),
        source=source,
    )
    rows = tuple(_maker(comparing, subject) for subject in makers)
    if _fit_lanes(rows):
        yield replace(slide, makers=rows)
        return
    for number, some in enumerate(pages(every, MOST_PRODUCTS), start=1):
        yield replace(
            slide,
            name=numbered("products", number),
            layout=Layout.PRODUCTS,
            lanes=(),
            products=tuple(_listed(comparing, some)),
        )


def status_key(status: str, group: str = "product") -> str:
    """Give the key of the words for how far a product is."""
    return f"{group}.{status.replace(' ', '_')}"


def _maker(comparing: Comparing, subject: Subject) -> Maker:
    lanes = tuple(
        tuple(_made(subject, item) for item in subject.company.products if item.status == status)
        for status in STATUS
    )
    return Maker(comparing.voice.each(subject.name), comparing.role(subject), lanes)


def _fit_lanes(makers: Sequence[Maker]) -> bool:
    """Whether lanes have room for all products, and each product for its words."""
    height = sum(max(map(len, maker.lanes)) for maker in makers)
    words = [phrase for m in makers for lane in m.lanes for p in lane for phrase in p.what]
    return height <= MOST_IN_LANE and all(len(str(phrase)) <= MOST_WORDS for phrase in words)


def _made(subject: Subject, product: Product) -> Made:
    return Made(
        maker=(),
        name=subject.voice.value(said_as(code_of(product.name))),
        status=subject.words(status_key(product.status)),
        what=subject.text(product.what),
    )


def _listed(comparing: Comparing, some: Sequence[tuple[Subject, Product]]) -> Iterator[Made]:
    """Give the rows of a slide; a company is named on its first."""
    before = None
    for subject, product in some:
        made = _made(subject, product)
        if subject is not before:
            name, role = subject.voice.each(subject.name), comparing.role(subject)
            made = replace(made, maker=name, role=role)
        yield made
        before = subject
