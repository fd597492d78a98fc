"""Slides on the offers: at a glance, their terms, cornerstones, and the first day of trading."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from decimal import Decimal

from briefs.figures import Figure
from briefs.language.dates import DayStyle
from briefs.records.company import Stage, stage
from briefs.views import findings, plots
from briefs.views.deck import fields
from briefs.views.deck.comparing import Comparing, numbered, pages
from briefs.views.findings import Pair
from briefs.views.gains import shown_gain
from briefs.views.parts import Amount, AmountKind, Value, Words
from briefs.views.plots.dumbbells import OFFER
from briefs.views.slides import MOST_ASIDE, Arrangement, Layout, Remark, Slide, arranged, matrix
from briefs.views.speech import Filling, Speaker, figure_said, key_said, text_said
from briefs.views.subject import Subject

#: A slide has room for so many companies with their demand.
MOST_BARS = 8


def glance(comparing: Comparing) -> Iterator[Slide]:
    """Set the companies side by side, a few figures of each."""
    prices = comparing.having("offer.price")
    if not comparing.enough("at a glance", prices, "an offer price"):
        return
    revenues = comparing.last_years("revenue")
    rows = [
        fields.field(comparing, "market.listing", _listing_day),
        fields.field(comparing, "market.code", fields.code),
        fields.field(comparing, "market.board", fields.board),
        fields.figures(comparing, "offer.price"),
        fields.of_period(comparing, "finance.revenue_of", revenues),
        fields.of_period(comparing, "finance.loss_of", comparing.last_years("loss")),
        fields.of_period(
            comparing, "finance.rd_to_revenue_of", comparing.last_years("rd_to_revenue")
        ),
        fields.latest_of(comparing, "finance.top_customers", "concentration.customers"),
        fields.field(comparing, "price.gain_high", fields.gain),
    ]
    yield Slide(
        name="glance",
        layout=Layout.MATRIX,
        kicker=comparing.voice.say("slide.glance"),
        title=findings.glance(comparing.voice, comparing.subjects, revenues),
        subtitle=comparing.voice.say("slide.glance_sub"),
        table=matrix(comparing.voice, comparing.subjects, [item for item in rows if item]),
        source=comparing.source([figure for _, figure in [*prices, *revenues]]),
    )


def _listing_day(subject: Subject) -> Value:
    """Give the day of listing; a day that was yet to come when the record was written says so."""
    value = subject.time_value("timetable.listing", DayStyle.SHORT)
    day = subject.book.times.get("timetable.listing")
    if day is None or stage(subject.company) is Stage.LISTED:
        return value
    expected = subject.voice.value(
        lambda speaker: speaker.say("market.expected", day=speaker.time(day, DayStyle.SHORT))
    )
    return replace(value, forms=expected.forms)


def terms(comparing: Comparing) -> Iterator[Slide]:
    """Set the terms of the offers side by side."""
    prices = comparing.having("offer.price")
    if not comparing.enough("offer terms", prices, "an offer price"):
        return
    net = comparing.having("offer.net_proceeds")
    rows = [
        fields.figures(comparing, "offer.price"),
        fields.figures(comparing, "offer.board_lot"),
        fields.figures(comparing, "offer.entry_fee"),
        fields.figures(comparing, "offer.gross_proceeds"),
        fields.figures(comparing, "offer.net_proceeds"),
        fields.field(comparing, "offer.use_of_proceeds", fields.uses),
        fields.figures(comparing, "demand.public"),
        fields.figures(comparing, "demand.international"),
    ]
    yield Slide(
        name="terms",
        layout=Layout.MATRIX,
        kicker=comparing.voice.say("slide.terms"),
        title=findings.terms(comparing.voice, comparing.subjects, net),
        subtitle=comparing.voice.say("slide.terms_sub"),
        table=matrix(comparing.voice, comparing.subjects, [item for item in rows if item]),
        source=comparing.source([figure for _, figure in prices]),
    )


def cornerstones(comparing: Comparing) -> Iterator[Slide]:
    """Set the shares that cornerstone investors took side by side."""
    shares = comparing.having("cornerstones.share")
    if not comparing.enough("cornerstones", shares, "a cornerstone share"):
        return
    voice = comparing.voice
    title = findings.cornerstones(voice, shares)
    alike = findings.alike(shares)
    subtitle = voice.say("slide.cornerstones_sub" if alike else "slide.cornerstones_unlike")
    for number, some in enumerate(pages(shares, MOST_BARS), start=1):
        chart = plots.compared_bars(
            voice,
            comparing.subjects,
            [plots.Measure(voice.say("cornerstone.share"), some)],
            name=numbered("cornerstones", number),
            title=voice.say("cornerstone.share"),
            subtitle=subtitle,
        )
        base = Amount(f"{findings.HUNDRED}%", AmountKind.NUMBER)
        chart = replace(
            chart,
            reference=Decimal(findings.HUNDRED),
            baseline=voice.labels(key_said("chart.whole_100", base=base)),
        )
        sought = plots.demand(voice, comparing.subjects, [subject for subject, _ in some])
        yield Slide(
            name=numbered("cornerstones", number),
            layout=Layout.CHART,
            kicker=voice.say("slide.cornerstones"),
            title=title,
            subtitle=subtitle,
            charts=(chart, sought) if sought and len(some) <= MOST_ASIDE else (chart,),
            arrangement=Arrangement.STACK if len(some) <= MOST_ASIDE else Arrangement.FULL,
            remarks=tuple(
                _cornerstone_remark(comparing, *pair, demand=len(some) <= MOST_ASIDE)
                for pair in some
            ),
            missing=comparing.without(shares, "missing.cornerstones"),
            source=chart.source,
        )


def _cornerstone_remark(
    comparing: Comparing, subject: Subject, share: Figure, *, demand: bool
) -> Remark:
    count, amount = subject.figure("cornerstones.count"), subject.figure("cornerstones.amount")
    fillings: dict[str, Callable[[Speaker], Filling]] = {
        "share": figure_said(share),
        "basis": text_said(comparing.library.sources.bases[share.basis]),
    }
    key = "remark.cornerstone_share"
    if count and amount:
        key = "remark.cornerstones"
        fillings |= {"count": figure_said(count), "amount": figure_said(amount)}
    words = comparing.voice.say(key, **fillings)
    about = comparing.voice.each(subject.name)
    noted = subject.noted(words, share)
    more = tuple(_demand(subject)) if demand else ()
    return Remark(about, noted, more, comparing.role(subject))


def _demand(subject: Subject) -> Iterator[Words]:
    """Say how often the two parts of the offer were subscribed."""
    for path in ("demand.public", "demand.international"):
        figure = subject.figure(path)
        if figure is not None:
            words = subject.words("list.demand", name=key_said(path), value=figure_said(figure))
            yield subject.noted(words, figure)


def debut(comparing: Comparing) -> Iterator[Slide]:
    """Set the prices since the first day against the offer prices."""
    highs = comparing.having("gain.high")
    if not comparing.enough("debut", highs, "a high against the offer price"):
        return
    chart = plots.debut(comparing.voice, comparing.subjects)
    if chart is None:
        return
    yield Slide(
        name="debut",
        layout=Layout.CHART,
        kicker=comparing.voice.say("slide.debut"),
        title=findings.highest(comparing.voice, "title.debut", highs),
        subtitle=comparing.voice.say("slide.debut_sub", base=OFFER),
        charts=(chart,),
        arrangement=arranged(highs),
        remarks=tuple(_debut_remark(comparing, *pair) for pair in highs),
        missing=comparing.without(highs, _unlisted_key(comparing, highs)),
        source=chart.source,
    )


def _unlisted_key(comparing: Comparing, highs: Sequence[Pair]) -> str:
    """Say that a company had not listed only where its stage says so."""
    stages = {stage(subject.company) for subject in comparing.others(highs)}
    return "missing.debut" if Stage.LISTED in stages else "missing.unlisted"


def _debut_remark(comparing: Comparing, subject: Subject, high: Figure) -> Remark:
    fillings: dict[str, Callable[[Speaker], Filling]] = {
        "price": figure_said(subject.book.figures["debut.high"]),
        "offer": figure_said(subject.book.figures["offer.price"]),
        "gain": figure_said(high),
    }
    close, later = shown_gain(subject, "close"), subject.figure("gain.later")
    key, noted = "remark.debut", high
    if close is not None:
        key = "remark.debut_close"
        fillings["close"] = figure_said(close)
    elif later is not None:
        key, noted = "remark.debut_later", later
        fillings["later"] = figure_said(later)
    words = comparing.voice.say(key, **fillings)
    about = comparing.voice.each(subject.name)
    return Remark(about, subject.noted(words, noted), role=comparing.role(subject))
