"""The subject of a page: one company, said in the page's languages, with its notes."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from decimal import Decimal

from briefs.figures import Figure, Unit
from briefs.language.dates import DayStyle
from briefs.language.prose import Missing, absent
from briefs.records.book import Book
from briefs.records.company import Company
from briefs.records.fields import Text
from briefs.views.notes import Notes
from briefs.views.parts import Amount, AmountKind, Phrase, Term, Tone, Value, Words
from briefs.views.speech import (
    Filling,
    Speaker,
    Voice,
    figure_said,
    marked,
    text_said,
    time_said,
)

#: A ratio or growth rate above this says nothing; the field prints "n.m." (not meaningful).
MEANINGFUL = Decimal(1000)


@dataclass(frozen=True, slots=True)
class Subject:
    """One company as a page speaks of it."""

    company: Company
    book: Book
    voice: Voice
    notes: Notes

    def figure(self, path: str) -> Figure | None:
        """Give the company's figure at a path, or none."""
        return self.book.get(path)

    def value(self, path: str, tone: Tone = Tone.PLAIN, *, bare: bool = False) -> Value:
        """Give the figure at a path as a value of the page, or "not disclosed"."""
        figure = self.figure(path)
        if figure is None:
            return self.missing(path)
        return self.shown(figure, tone, bare=bare)

    def shown(self, figure: Figure, tone: Tone = Tone.PLAIN, *, bare: bool = False) -> Value:
        """Give a figure as a value of the page, with the notes that hang on it."""
        value = self.voice.value(figure_said(figure, bare=bare), tone)
        return replace(value, notes=self.notes.marks(figure))

    def missing(self, path: str, *, short: bool = False) -> Value:
        """Give "not disclosed" as a value of the page, with the note that gives the reason."""
        value = self.voice.value(
            lambda speaker: Phrase(
                speaker.language, (absent(Missing.NOT_DISCLOSED, speaker.wording, short=short),)
            ),
            Tone.MISSING,
        )
        return replace(value, notes=self.notes.gap_marks(self.book.gap(path)))

    def not_meaningful(self, figure: Figure) -> bool:
        """Whether a ratio is so large that it says nothing."""
        return figure.unit in (Unit.PERCENT, Unit.CHANGE) and figure.value > MEANINGFUL

    def term(self, key: str, path: str, tone: Tone = Tone.PLAIN) -> Term:
        """Give a labelled figure."""
        return Term(self.voice.say(key), self.value(path, tone))

    def known_term(self, key: str, path: str, tone: Tone = Tone.PLAIN) -> tuple[Term, ...]:
        """Give a labelled figure, or nothing where the record does not speak of it at all."""
        if self.figure(path) is None and self.book.gap(path) is None:
            return ()
        return (self.term(key, path, tone),)

    def text(self, text: Text) -> Words:
        """Say a text of the company's record."""
        return self.voice.text(text, self.book, self.company.declared_names)

    def text_said(self, text: Text) -> Callable[[Speaker], Phrase]:
        """Say a text of the company's record, for use within other words."""
        return text_said(text, self.book, self.company.declared_names)

    def text_value(self, text: Text) -> Value:
        """Say a text of the record as a value, forms that are equal once."""
        return self.voice.value(self.text_said(text))

    def time_value(self, path: str, style: DayStyle = DayStyle.LONG) -> Value:
        """Give a time of the record as a value, or "not disclosed"."""
        time = self.book.times.get(path)
        if time is None:
            return self.missing(path)
        value = self.voice.value(time_said(time, style))
        return replace(value, notes=self.notes.of_time(self.book.subject, time.note))

    def words(self, key: str, **fillings: Callable[[Speaker], Filling] | Filling) -> Words:
        """Say the words under a key of the wording."""
        return self.voice.say(key, **fillings)

    def noted(self, words: Words, figure: Figure | None) -> Words:
        """Hang a figure's notes on words."""
        return marked(words, self.notes.marks(figure)) if figure else words

    def name(self, speaker: Speaker) -> Phrase:
        """Say the company's short name."""
        return speaker.text(self.company.names.short, self.book, self.company.declared_names)

    def code(self) -> str:
        """Give the stock code with the suffix of its exchange, as the market writes it."""
        identifiers = self.company.identifiers
        suffix = _SUFFIXES.get(identifiers.mic or "", "")
        return f"{identifiers.ticker}{suffix}" if identifiers.ticker else ""


#: How the Chinese press and brokers mark an exchange; every other form is derived as well.
_SUFFIXES = {"XHKG": ".HK", "XSHG": ".SH", "XSHE": ".SZ", "XNAS": "", "XNYS": ""}


def board_key(company: Company) -> str:
    """Give the key of the words for the board that a company is listed on."""
    return f"board.{company.listing.board.replace('-', '_')}"


def latest(figures: tuple[Figure, ...]) -> Figure | None:
    """Give the last figure of a series, or none."""
    return figures[-1] if figures else None


def code_of(text: str) -> Amount:
    """Give a code or a name with digits as something that must not break."""
    return Amount(text, AmountKind.NAME)
