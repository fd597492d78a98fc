"""The closing slides: what the sources cover, the notes, the sources, and the disclaimer."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from briefs.checks import Verdict
from briefs.figures import Derived, Figure
from briefs.records.company import Stage, stage
from briefs.views import findings
from briefs.views.checked import checked, told
from briefs.views.deck.comparing import Comparing, numbered, pages
from briefs.views.deck.fields import not_applicable
from briefs.views.gains import shown_gain
from briefs.views.parts import Foot, Table, Value, Words
from briefs.views.slides import Field, Layout, Slide, Verdicts, matrix
from briefs.views.speech import Voice, key_said
from briefs.views.subject import Subject, latest

#: How a field is covered; the first two name their words too.
STATED, DERIVED, OPEN, INAPPLICABLE = "stated", "derived", "open", "inapplicable"

#: What the checks found has room beside a matrix of so many companies, with so many lines for each
#: and in all.
MOST_JUDGED, MOST_LINES, MOST_BESIDE = 4, 4, 9

#: Else it takes slides of its own, each with so many companies and lines for each.
MOST_CARDS, MOST_ON_CARD = 4, 6

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
    signs = [_sign(subject, path) for subject in comparing.subjects for _, path in COVERED]
    title = comparing.voice.say(
        "title.coverage",
        held=findings.number(signs.count(STATED) + signs.count(DERIVED)),
        count=findings.number(len(signs) - signs.count(INAPPLICABLE)),
        derived=findings.number(signs.count(DERIVED)),
    )
    verdicts = tuple(_verdicts(comparing, MOST_LINES))
    beside = _fit_beside(comparing, verdicts)
    yield Slide(
        name="notes",
        layout=Layout.MATRIX,
        kicker=comparing.voice.say("slide.notes"),
        title=title,
        subtitle=comparing.voice.say("slide.notes_sub"),
        table=_matrix(comparing),
        verdicts=verdicts if beside else (),
    )
    if not beside:
        yield from _checks(comparing)


def _verdicts(comparing: Comparing, most: int) -> Iterator[Verdicts]:
    """Say what the checks found on each company, on so many lines at most."""
    for subject in comparing.subjects:
        lines = checked(subject, most)
        if lines:
            yield Verdicts(comparing.voice.each(subject.name), comparing.role(subject), lines)


def _fit_beside(comparing: Comparing, verdicts: Sequence[Verdicts]) -> bool:
    """Whether a matrix leaves room for what the checks found."""
    lines = sum(len(one.lines) for one in verdicts)
    return len(comparing.subjects) <= MOST_JUDGED and lines <= MOST_BESIDE


def _checks(comparing: Comparing) -> Iterator[Slide]:
    """Say what the checks found on slides of their own."""
    voice = comparing.voice
    every = [finding.verdict for subject in comparing.subjects for finding in told(subject)]
    title = voice.say(
        "title.checks",
        count=findings.number(len(every)),
        held=findings.number(every.count(Verdict.HOLDS)),
    )
    verdicts = tuple(_verdicts(comparing, MOST_ON_CARD))
    for number, some in enumerate(pages(verdicts, MOST_CARDS), start=1):
        yield Slide(
            name=numbered("checks", number),
            layout=Layout.CHECKED,
            kicker=voice.say("slide.checks"),
            title=title,
            subtitle=voice.say("slide.checks_sub"),
            verdicts=tuple(some),
        )


def _sign(subject: Subject, path: str) -> str:
    """Say how a field of a company is covered."""
    figure = _held(subject, path)
    if figure is not None:
        return DERIVED if isinstance(figure.origin, Derived) else STATED
    unlisted = stage(subject.company) is not Stage.LISTED
    return INAPPLICABLE if unlisted and path.startswith("gain.") else OPEN


def _held(subject: Subject, path: str) -> Figure | None:
    if path.startswith("gain."):
        return shown_gain(subject, path.removeprefix("gain."))
    return subject.figure(path) or latest(subject.book.series(path))


def _matrix(comparing: Comparing) -> Table:
    rows = [
        Field(
            comparing.voice.say(label),
            tuple(_covered(subject, path) for subject in comparing.subjects),
            tuple(_sign(subject, path) for subject in comparing.subjects),
        )
        for label, path in COVERED
    ]
    return matrix(comparing.voice, comparing.subjects, rows)


def _covered(subject: Subject, path: str) -> Value:
    sign = _sign(subject, path)
    if sign == OPEN:
        return subject.missing(path, short=True)
    if sign == INAPPLICABLE:
        return not_applicable(subject, short=True)
    return subject.voice.value(key_said(f"coverage.{sign}"))


def sources(voice: Voice, foot: Foot) -> Slide:
    """Head the page of notes, sources and disclaimer, which stand in the deck's foot."""
    return Slide(
        name="sources",
        layout=Layout.FOOT,
        kicker=voice.say("slide.sources"),
        title=_of_sources(voice, foot),
    )


def _of_sources(voice: Voice, foot: Foot) -> Words:
    """Say how many sources there are, and of notes only where there are any."""
    if not foot.notes:
        return voice.say("title.sources_alone")
    return voice.say(
        "title.source" if len(foot.sources) == 1 else "title.sources",
        count=findings.number(len(foot.sources)),
    )
