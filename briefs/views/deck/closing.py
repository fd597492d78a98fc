"""The closing slides: what the sources cover, the notes, the sources, and the disclaimer."""

from __future__ import annotations

from collections.abc import Iterator

from briefs.figures import Derived, Figure
from briefs.views import findings
from briefs.views.deck.comparing import Comparing
from briefs.views.parts import Foot, Table, Value
from briefs.views.slides import Field, Layout, Slide, matrix
from briefs.views.speech import Voice, key_said
from briefs.views.subject import Subject, latest

#: Fields of the coverage matrix, by the words of their label and where the book holds them.
COVERED = (
    ("offer.price", "offer.price"),
    ("offer.net_proceeds", "offer.net_proceeds"),
    ("cornerstone.share", "cornerstones.share"),
    ("price.gain_high", "gain.high"),
    ("price.gain_close", "gain.close"),
    ("finance.revenue", "revenue"),
    ("finance.gross_margin", "gross_margin"),
    ("finance.loss", "loss"),
    ("finance.rd_expense", "rd_expense"),
    ("finance.top_customers", "concentration.customers"),
    ("finance.top_suppliers", "concentration.suppliers"),
)


def coverage(comparing: Comparing) -> Iterator[Slide]:
    """Say which fields the sources fill, which we derive, and which are not disclosed."""
    held = sum(1 for subject in comparing.subjects for _, path in COVERED if _held(subject, path))
    title = comparing.voice.say(
        "title.coverage",
        held=findings.number(held),
        count=findings.number(len(COVERED) * len(comparing.subjects)),
    )
    yield Slide(
        name="notes",
        layout=Layout.MATRIX,
        kicker=comparing.voice.say("slide.notes"),
        title=title,
        subtitle=comparing.voice.say("slide.notes_sub"),
        table=_matrix(comparing),
    )


def _held(subject: Subject, path: str) -> Figure | None:
    return subject.figure(path) or latest(subject.book.series(path))


def _matrix(comparing: Comparing) -> Table:
    rows = [
        Field(
            comparing.voice.say(label),
            tuple(_covered(subject, path) for subject in comparing.subjects),
        )
        for label, path in COVERED
    ]
    return matrix(comparing.voice, comparing.subjects, rows)


def _covered(subject: Subject, path: str) -> Value:
    figure = _held(subject, path)
    if figure is None:
        return subject.missing(path, short=True)
    derived = isinstance(figure.origin, Derived)
    return subject.voice.value(key_said("coverage.derived" if derived else "coverage.stated"))


def sources(voice: Voice, foot: Foot) -> Slide:
    """Head the page of notes, sources and disclaimer, which stand in the deck's foot."""
    return Slide(
        name="sources",
        layout=Layout.FOOT,
        kicker=voice.say("slide.sources"),
        title=voice.say("title.sources", count=findings.number(len(foot.sources))),
    )
