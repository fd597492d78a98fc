"""Fields of a matrix: one value for each company, or none where no company has one."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

from briefs.figures import Figure
from briefs.language.prose import Missing, absent
from briefs.records.company import Stage, stage
from briefs.records.offering import Use
from briefs.views.deck.comparing import Comparing
from briefs.views.findings import Pair
from briefs.views.gains import shown_gain, tone_of
from briefs.views.parts import Phrase, Tone, Value
from briefs.views.slides import Field
from briefs.views.speech import figure_said, key_said, period_said, said_as, text_said
from briefs.views.subject import Subject, board_key, code_of, latest


def field(comparing: Comparing, key: str, value: Callable[[Subject], Value]) -> Field | None:
    """Give a value for each company; nothing where all of them are missing."""
    values = tuple(value(subject) for subject in comparing.subjects)
    if all(item.tone is Tone.MISSING for item in values):
        return None
    return Field(comparing.voice.say(key), values)


def figures(comparing: Comparing, path: str, *, key: str = "") -> Field | None:
    """Give the figure at a path for each company; the path names the label too, or a key does."""
    return field(comparing, key or path, lambda subject: subject.value(path))


def of_period(comparing: Comparing, key: str, pairs: Sequence[Pair]) -> Field | None:
    """Give a field of one period, which its label names."""
    if not pairs:
        return None
    period = pairs[0][1].period
    name = pairs[0][1].path.rpartition(".")[0]
    return Field(
        comparing.voice.say(key, period=period_said(period)),
        tuple(subject.value(f"{name}.{period}") for subject in comparing.subjects),
    )


def latest_of(comparing: Comparing, key: str, path: str) -> Field | None:
    """Give a field whose periods differ, each value with its own."""

    def value(subject: Subject) -> Value:
        figure = latest(subject.book.series(path))
        if figure is None:
            return subject.missing(path)
        said = subject.voice.value(
            key_said("list.of_period", value=figure_said(figure), period=period_said(figure.period))
        )
        return replace(said, notes=subject.notes.marks(figure))

    return field(comparing, key, value)


def gain(subject: Subject) -> Value:
    """Give the first-day high against the offer price, where the company had listed."""
    figure = shown_gain(subject, "high")
    if figure is not None:
        return subject.shown(figure, tone_of(figure))
    return _untraded(subject, "gain.high")


def of_trading(comparing: Comparing, path: str, *, key: str) -> Field | None:
    """Give the figure at a path, which only companies whose shares are traded can have."""

    def value(subject: Subject) -> Value:
        return subject.value(path) if subject.figure(path) else _untraded(subject, path)

    return field(comparing, key, value)


def _untraded(subject: Subject, path: str) -> Value:
    """Say that there is no figure of trading: not disclosed, or not before the listing."""
    if stage(subject.company) is Stage.LISTED:
        return subject.missing(path)
    return not_applicable(subject)


def not_applicable(subject: Subject, *, short: bool = False) -> Value:
    """Say that a field means nothing for a company."""
    return subject.voice.value(
        lambda speaker: Phrase(
            speaker.language, (absent(Missing.NOT_APPLICABLE, speaker.wording, short=short),)
        ),
        Tone.MISSING,
    )


def uses(subject: Subject) -> Value:
    """Give the first use of the proceeds that has a share."""
    for use in subject.company.offer.uses:
        figure = subject.figure(f"offer.uses.{use.id}.share")
        if figure is not None:
            return _use(subject, use, figure)
    return subject.missing("offer.uses")


def _use(subject: Subject, use: Use, figure: Figure) -> Value:
    said = subject.voice.value(
        key_said("list.use", value=figure_said(figure), purpose=text_said(use.purpose))
    )
    return replace(said, notes=subject.notes.marks(figure))


def code(subject: Subject) -> Value:
    """Give the stock code."""
    return subject.voice.value(said_as(code_of(subject.code())))


def board(subject: Subject) -> Value:
    """Give the board that the shares are listed on."""
    return subject.voice.value(key_said(board_key(subject.company)))
