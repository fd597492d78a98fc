"""The strip: the six key figures of a one-pager."""

from __future__ import annotations

from collections.abc import Iterator

from briefs.figures import Figure
from briefs.language.dates import DayStyle, PeriodStyle
from briefs.records.company import Stage, stage
from briefs.views.gains import shown_gain, tone_of
from briefs.views.parts import Tile, Tone, Words
from briefs.views.speech import figure_said, period_said
from briefs.views.subject import Subject, latest

TILES = 6


def tiles(subject: Subject) -> tuple[Tile, ...]:
    """Give the six key figures: what the offer is while it is open, what came of it after."""
    listed = stage(subject.company) is Stage.LISTED and subject.figure("debut.close")
    candidates = list(_listed(subject) if listed else _open(subject))
    disclosed = [tile for tile in candidates if tile.value.tone is not Tone.MISSING]
    chosen = {id(tile) for tile in (*disclosed, *candidates)[:TILES]}
    return tuple(tile for tile in candidates if id(tile) in chosen)


def _open(subject: Subject) -> Iterator[Tile]:
    fixed = "tile.offer_price_fixed" if subject.company.listing.fixed_price else "offer.price"
    yield Tile(subject.value("offer.price"), subject.words(fixed))
    yield Tile(subject.value("offer.entry_fee"), _entry_fee_label(subject))
    listing = subject.company.timetable.listing
    expected = "tile.expected_listing" if listing and listing.expected else "market.listing_date"
    yield Tile(subject.time_value("timetable.listing", DayStyle.SHORT), subject.words(expected))
    yield from _business(subject)


def _listed(subject: Subject) -> Iterator[Tile]:
    yield Tile(subject.value("debut.close"), subject.words("tile.close"))
    yield _gain(subject, "tile.gain_close", "close")
    yield _gain(subject, "tile.gain_high", "high")
    yield Tile(subject.value("debut.market_cap_close"), subject.words("tile.market_cap_close"))
    yield Tile(subject.value("offer.net_proceeds"), subject.words("offer.net_proceeds"))
    yield Tile(subject.value("demand.public"), subject.words("tile.public_subscription"))
    yield from _business(subject)


def _gain(subject: Subject, key: str, kind: str) -> Tile:
    figure = shown_gain(subject, kind)
    value = subject.shown(figure, tone_of(figure)) if figure else subject.missing(f"gain.{kind}")
    return Tile(value, subject.words(key))


def _business(subject: Subject) -> Iterator[Tile]:
    for key, figure in (
        ("tile.revenue", _last_year(subject, "revenue")),
        ("tile.rd_to_revenue", _last_year(subject, "rd_to_revenue")),
        ("tile.customers", latest(subject.book.series("concentration.customers"))),
    ):
        if figure is not None:
            label = subject.words(key, period=period_said(figure.period, PeriodStyle.SHORT))
            yield Tile(subject.shown(figure), label)


def _last_year(subject: Subject, path: str) -> Figure | None:
    """Give the figure of the last full year, or else of the last period."""
    series = subject.book.series(path)
    years = tuple(figure for figure in series if not figure.period.is_interim)
    return latest(years) or latest(series)


def _entry_fee_label(subject: Subject) -> Words:
    lot = subject.figure("offer.board_lot")
    if lot is None:
        return subject.words("offer.entry_fee")
    return subject.words("tile.entry_fee", lot=figure_said(lot))
