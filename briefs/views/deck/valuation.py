"""The slide on value: what the companies are worth, and were thought to be before."""

from __future__ import annotations

from collections.abc import Iterator

from briefs.views import findings
from briefs.views.deck import fields
from briefs.views.deck.comparing import Comparing
from briefs.views.slides import Layout, Slide, matrix

#: Where a record tells the market value of a company.
AT_OFFER, AT_CLOSE, AT_HIGH = (
    "offer.market_cap",
    "debut.market_cap_close",
    "debut.market_cap_high",
)

#: A valuation whose currency nobody names is long: it needs the width of so many columns.
MOST_COLUMNS = 3


def valuation(comparing: Comparing) -> Iterator[Slide]:
    """Set market values side by side, each in its own currency."""
    values = [pair for path in (AT_OFFER, AT_CLOSE, AT_HIGH) for pair in comparing.having(path)]
    valued = list(dict.fromkeys(subject.book.subject for subject, _ in values))
    if not comparing.enough("value", valued, "a market value"):
        return
    rows = [
        fields.figures(comparing, AT_OFFER),
        fields.of_trading(comparing, AT_CLOSE, key="price.market_cap_close"),
        fields.of_trading(comparing, AT_HIGH, key="price.market_cap_high"),
        fields.figures(comparing, "funding.valuation"),
    ]
    voice = comparing.voice
    yield Slide(
        name="value",
        layout=Layout.MATRIX,
        kicker=voice.say("slide.value"),
        title=voice.say(
            "title.value",
            disclosed=findings.number(len(valued)),
            count=findings.number(len(comparing.subjects)),
        ),
        subtitle=voice.say("slide.value_sub"),
        table=matrix(voice, comparing.subjects, [item for item in rows if item], most=MOST_COLUMNS),
        source=comparing.source([figure for _, figure in values]),
    )
