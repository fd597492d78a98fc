"""Heating: the heat table of concentration, company by company, with a risk of each beside it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from briefs.figures import Figure, Period
from briefs.records.fields import Draft, Text
from briefs.records.prose import Reference, pieces
from briefs.views.deck.comparing import Comparing
from briefs.views.parts import Phrase, Words
from briefs.views.slides import Heat, HeatGroup, HeatRow, Warm
from briefs.views.speech import Speaker, period_said
from briefs.views.subject import Subject, latest

#: What the table shows, by the words of its label.
SERIES = (
    ("finance.top_customers", "concentration.customers"),
    ("finance.top_suppliers", "concentration.suppliers"),
)

#: As many full years stand before the last part-year.
MOST_YEARS = 3

#: The risks of more companies than this have no room beside the table.
MOST_TOLD = 4

#: Each level of darkness begins this many percent above the one before.
STEP = 20
LEVELS = 5


def heat(comparing: Comparing, subjects: Sequence[Subject]) -> Heat:
    """Compose the table for some companies."""
    shown = [
        (label, path, years)
        for label, path in SERIES
        if (years := _years(subjects, path)) or _has_part_year(subjects, path)
    ]
    voice = comparing.voice
    groups = tuple(
        HeatGroup(
            voice.say(label),
            (
                *(voice.value(period_said(year)) for year in years),
                *([voice.value(_part_year)] if _has_part_year(subjects, path) else []),
            ),
        )
        for label, path, years in shown
    )
    rows = tuple(
        HeatRow(
            name=voice.each(subject.name),
            role=comparing.role(subject),
            cells=tuple(
                cell
                for _, path, years in shown
                for cell in _cells(subject, path, years, part_year=_has_part_year(subjects, path))
            ),
            words=_risk(subject) if len(subjects) <= MOST_TOLD else (),
        )
        for subject in subjects
    )
    return Heat(groups, rows, voice.say("section.risks") if any(r.words for r in rows) else ())


def _part_year(speaker: Speaker) -> Phrase:
    return speaker.say("chart.part_year")


def _years(subjects: Sequence[Subject], path: str) -> list[Period]:
    """Give the last full years that any company has a figure of."""
    years = {
        figure.period
        for subject in subjects
        for figure in subject.book.series(path)
        if not figure.period.is_interim
    }
    return sorted(years, key=lambda year: str(year.end))[-MOST_YEARS:]


def _last_part_year(subject: Subject, path: str) -> Figure | None:
    last = latest(subject.book.series(path))
    return last if last and last.period.is_interim else None


def _has_part_year(subjects: Sequence[Subject], path: str) -> bool:
    return any(_last_part_year(subject, path) for subject in subjects)


def _cells(
    subject: Subject, path: str, years: Sequence[Period], *, part_year: bool
) -> Iterator[Warm]:
    for year in years:
        figure = subject.figure(f"{path}.{year}")
        yield _warm(subject, path, figure)
    if part_year:
        figure = _last_part_year(subject, path)
        period = subject.voice.each(_of(figure)) if figure else ()
        yield _warm(subject, path, figure, period)


def _of(figure: Figure) -> Callable[[Speaker], Phrase]:
    return lambda speaker: Phrase(speaker.language, (speaker.period(figure.period),))


def _warm(subject: Subject, path: str, figure: Figure | None, period: Words = ()) -> Warm:
    if figure is None:
        return Warm(subject.missing(path, short=True), 0)
    level = min(int(figure.value // STEP) + 1, LEVELS)
    return Warm(subject.shown(figure), max(level, 1), period)


def _risk(subject: Subject) -> Words:
    """Say the first risk of a company that the table does not show already."""
    narrative = subject.company.narrative
    if narrative is None:
        return ()
    others = [risk for risk in narrative.risks if not _is_shown(risk)]
    return subject.text(others[0]) if others else ()


def _is_shown(text: Text) -> bool:
    words = next(iter(text.values()))
    said = words.draft if isinstance(words, Draft) else words
    return any(
        isinstance(piece, Reference) and piece.target.startswith("concentration.")
        for piece in pieces(said)
    )
