"""Findings in words: slide titles that are true by construction.

Each title is chosen by comparing the figures that it names; none is typed beside them. Figures
that differ in unit or period are never ranked.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from briefs.figures import Figure
from briefs.views.parts import Amount, AmountKind, Phrase, Words
from briefs.views.speech import (
    Filling,
    Speaker,
    Voice,
    figure_said,
    key_said,
    listed,
    period_said,
    whole,
    words_said,
)
from briefs.views.subject import Subject

HUNDRED = 100

#: A title that lists more companies than this runs over its lines.
MOST_LISTED = 3

#: A company and the figure of it that a title compares.
Pair = tuple[Subject, Figure]


def number(count: int) -> Amount:
    """Say a count of our own, such as how many companies a slide compares."""
    return Amount(str(count), AmountKind.NUMBER)


def alike(pairs: Sequence[Pair]) -> bool:
    """Whether figures may be ranked: one unit, one period and one basis."""
    return len({(figure.unit, figure.period, figure.basis) for _, figure in pairs}) == 1


def _listed(pairs: Sequence[Pair]) -> Callable[[Speaker], Phrase]:
    """List companies with their figures: Axera 48.76%, Biren nearly 64%."""
    return listed(
        key_said("list.pair", name=whole(subject.name), value=figure_said(figure))
        for subject, figure in pairs
    )


def highest(voice: Voice, key: str, pairs: Sequence[Pair]) -> Words:
    """Name the company with the highest of several like figures."""
    subject, figure = max(pairs, key=lambda pair: pair[1].value)
    return voice.say(key, company=whole(subject.name), value=figure_said(figure))


def glance(voice: Voice, subjects: Sequence[Subject], revenues: Sequence[Pair]) -> Words:
    """Say how many companies are compared, and whose revenue is the larger where alike."""
    if len(revenues) > 1 and alike(revenues):
        subject, figure = max(revenues, key=lambda pair: pair[1].value)
        return voice.say(
            "title.glance",
            count=number(len(subjects)),
            disclosed=number(len(revenues)),
            company=whole(subject.name),
            value=figure_said(figure),
            period=period_said(figure.period),
        )
    return voice.say(
        "title.glance_unlike", count=number(len(subjects)), disclosed=number(len(revenues))
    )


def terms(voice: Voice, subjects: Sequence[Subject], net: Sequence[Pair]) -> Words:
    """Say for how many companies the sources state the price, and the net proceeds."""
    if len(net) == 1:
        subject, figure = net[0]
        return voice.say(
            "title.terms_one",
            count=number(len(subjects)),
            company=whole(subject.name),
            value=figure_said(figure),
        )
    return voice.say("title.terms", count=number(len(subjects)), disclosed=number(len(net)))


def cornerstones(voice: Voice, shares: Sequence[Pair]) -> Words:
    """Rank cornerstone shares on one basis; list them where their bases differ."""
    if alike(shares):
        return highest(voice, "title.cornerstones", shares)
    if len(shares) > MOST_LISTED:
        return voice.say("title.cornerstones_many", count=number(len(shares)))
    return voice.say("title.cornerstones_unlike", list=_listed(shares))


def revenue(voice: Voice, sizes: Sequence[Pair], growths: Sequence[Pair]) -> Words:
    """Say who is larger and who grew faster, in the last full year that all disclose."""
    larger, size = max(sizes, key=lambda pair: pair[1].value)
    faster, growth = max(growths, key=lambda pair: pair[1].value)
    fillings: dict[str, Callable[[Speaker], Filling]] = {
        "larger": whole(larger.name),
        "size": figure_said(size),
        "growth": figure_said(growth),
        "period": period_said(size.period),
    }
    if larger is faster:
        return voice.say("title.revenue_same", **fillings)
    return voice.say("title.revenue_split", faster=whole(faster.name), **fillings)


def research(voice: Voice, ratios: Sequence[Pair]) -> Words:
    """Say at how many companies R&D expense is larger than revenue."""
    above = [pair for pair in ratios if pair[1].value > HUNDRED]
    if len(ratios) > MOST_LISTED:
        return voice.say("title.research_many", above=number(len(above)), count=number(len(ratios)))
    key = "title.research_all" if len(above) == len(ratios) else "title.research_some"
    fillings: dict[str, Callable[[Speaker], Filling] | Filling] = {"list": _listed(ratios)}
    if len(above) != len(ratios):
        fillings |= {"above": number(len(above)), "count": number(len(ratios))}
    return voice.say(key, **fillings)


def customers(voice: Voice, shares: Sequence[Pair]) -> Words:
    """Give the least share of revenue that five customers bring at any company."""
    _, least = min(shares, key=lambda pair: pair[1].value)
    return voice.say("title.customers", value=figure_said(least), count=number(len(shares)))


def market(voice: Voice, sizes: Sequence[Figure], name: Words) -> Words:
    """Say how far a market came, and what is forecast for it."""
    facts = [figure for figure in sizes if not figure.forecast]
    forecasts = [figure for figure in sizes if figure.forecast]
    fillings: dict[str, Callable[[Speaker], Filling] | Filling] = {
        "market": words_said(name),
        "last": figure_said(facts[-1]),
        "period": period_said(facts[-1].period),
    }
    if not forecasts:
        return voice.say("title.market", **fillings)
    return voice.say(
        "title.market_forecast",
        forecast=figure_said(forecasts[-1]),
        year=period_said(forecasts[-1].period),
        **fillings,
    )
