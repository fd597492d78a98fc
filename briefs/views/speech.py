"""Speech: saying words, figures, times and record texts in every language of a page."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from briefs.figures import Figure, Period, Unit, parse_period
from briefs.language.amounts import amount
from briefs.language.dates import DayStyle, PeriodStyle, day, period
from briefs.language.prose import clauses, join
from briefs.language.wording import Wording
from briefs.records.book import Book, Time
from briefs.records.fields import Draft, Text
from briefs.records.prose import pieces, resolve
from briefs.views.parts import Amount, AmountKind, Foreign, Phrase, Piece, Tone, Value, Words

_SLOT = re.compile("\ue000(.*?)\ue001")

#: A name with more characters than this may break at the end of a line.
LONGEST_WHOLE = 36

#: What may fill a placeholder of the wording: an amount, words, or plain text.
Filling = Amount | Foreign | Phrase | str


@dataclass(frozen=True, slots=True)
class Speaker:
    """Says things in one language."""

    wording: Wording

    @property
    def language(self) -> str:
        """The language spoken."""
        return self.wording.id

    def say(self, key: str, **fillings: Filling) -> Phrase:
        """Say the words under a key, with its placeholders filled."""
        # The wording fills plain text only: slots keep the place of what is more than that.
        slots = {name: f"\ue000{name}\ue001" for name in fillings}
        text = self.wording.text(key, **slots)
        return self._filled(text, fillings)

    def _filled(self, text: str, fillings: dict[str, Filling]) -> Phrase:
        parts: list[Piece] = []
        end = 0
        for match in _SLOT.finditer(text):
            parts.append(text[end : match.start()])
            filling = fillings[match.group(1)]
            parts.extend(filling.parts if isinstance(filling, Phrase) else (filling,))
            end = match.end()
        parts.append(text[end:])
        return Phrase(self.language, _joined(parts))

    def figure(self, figure: Figure, *, bare: bool = False) -> Amount:
        """Say a figure with its unit and qualifier."""
        text = amount(figure, self.wording, bare=bare)
        # An amount without a currency says so in words, which may break.
        return Amount(text, AmountKind.FIGURE, figure, whole=figure.unit is not Unit.MONEY)

    def period(self, time: Period, style: PeriodStyle = PeriodStyle.SHORT) -> Amount:
        """Say a period."""
        return Amount(period(time, self.wording, style), AmountKind.TIME)

    def time(self, time: Time | Period, style: DayStyle = DayStyle.LONG) -> Amount:
        """Say a time: a day in the style asked for, another period by its name."""
        when = time.period if isinstance(time, Time) else time
        if when.kind.value == "instant" and when.end:
            return Amount(day(when.end, self.wording, style), AmountKind.TIME)
        return self.period(when)

    def text(self, text: Text, book: Book | None = None, names: Iterable[str] = ()) -> Phrase:
        """Say a text of a record, its references resolved in the record's book."""
        words = text[self.language]
        draft = isinstance(words, Draft)
        parts: list[Piece] = []
        for piece in pieces(words.draft if isinstance(words, Draft) else words):
            if isinstance(piece, str):
                parts.extend(_named(piece, names))
                continue
            # A text outside a company's record, such as a comparison's note, can name times only.
            found = resolve(piece, book) if book else parse_period(piece.target)
            said = self.figure(found) if isinstance(found, Figure) else self.time(found)
            parts.append(said)
        return Phrase(self.language, _joined(parts), draft=draft)

    def joined(
        self, phrases: Iterable[Phrase], by: Callable[[Sequence[str], Wording], str] = join
    ) -> Phrase:
        """Join phrases as a list of this language: commas, and a word before the last."""
        items = list(phrases)
        slots = [f"\ue000{index}\ue001" for index in range(len(items))]
        fillings: dict[str, Filling] = {str(index): item for index, item in enumerate(items)}
        return self._filled(by(slots, self.wording), fillings)


def _named(text: str, names: Iterable[str]) -> Iterator[str | Amount]:
    """Mark the declared names of a text, so that their digits are known to be a name's."""
    known = sorted((name for name in names if name in text), key=len, reverse=True)
    if not known:
        yield text
        return
    pattern = "|".join(re.escape(name) for name in known)
    for index, part in enumerate(re.split(f"({pattern})", text)):
        if part:
            yield Amount(part, AmountKind.NAME) if index % 2 else part


def _joined(parts: Iterable[Piece]) -> tuple[Piece, ...]:
    """Merge neighbouring plain texts and drop empty ones."""
    merged: list[Piece] = []
    for part in parts:
        last = merged[-1] if merged else None
        if isinstance(part, str) and isinstance(last, str):
            merged[-1] = last + part
        elif part:
            merged.append(part)
    return tuple(merged)


@dataclass(frozen=True, slots=True)
class Voice:
    """Says the same thing in every language of a page."""

    speakers: tuple[Speaker, ...]

    @property
    def languages(self) -> tuple[str, ...]:
        """The languages of the page, the leading one first."""
        return tuple(speaker.language for speaker in self.speakers)

    def each(self, say: Callable[[Speaker], Phrase]) -> Words:
        """Say something in each language."""
        return tuple(say(speaker) for speaker in self.speakers)

    def say(self, key: str, **fillings: Callable[[Speaker], Filling] | Filling) -> Words:
        """Say the words under a key in each language."""
        return self.each(key_said(key, **fillings))

    def text(self, text: Text, book: Book | None = None, names: Iterable[str] = ()) -> Words:
        """Say a text of a record in each language."""
        return self.each(text_said(text, book, names))

    def value(self, say: Callable[[Speaker], Amount | Phrase], tone: Tone = Tone.PLAIN) -> Value:
        """Give a value in the forms that the languages need, equal ones once."""
        forms: dict[str, Phrase] = {}
        for speaker in self.speakers:
            said = say(speaker)
            phrase = said if isinstance(said, Phrase) else Phrase(speaker.language, (said,))
            forms.setdefault(str(phrase), phrase)
        return Value(tuple(forms.values()), tone)

    def labels(self, say: Callable[[Speaker], str | Amount | Phrase]) -> tuple[str, ...]:
        """Give a chart's label in the forms that the languages need, equal ones once."""
        texts = (say(speaker) for speaker in self.speakers)
        return tuple(
            dict.fromkeys(text.text if isinstance(text, Amount) else str(text) for text in texts)
        )


def marked(words: Words, notes: tuple[int, ...]) -> Words:
    """Hang data notes on words."""
    return tuple(replace(phrase, notes=notes) for phrase in words) if notes else words


# What is said in every language of a page is a function of the speaker.


def said_as(said: Amount | Phrase) -> Callable[[Speaker], Amount | Phrase]:
    """Say the same in every language, such as a code."""
    return lambda _: said


def figure_said(figure: Figure, *, bare: bool = False) -> Callable[[Speaker], Amount]:
    """Say a figure with its unit and qualifier."""
    return lambda speaker: speaker.figure(figure, bare=bare)


def period_said(
    time: Period, style: PeriodStyle = PeriodStyle.SHORT
) -> Callable[[Speaker], Amount]:
    """Say a period."""
    return lambda speaker: speaker.period(time, style)


def time_said(time: Time | Period, style: DayStyle = DayStyle.LONG) -> Callable[[Speaker], Amount]:
    """Say a day or another period."""
    return lambda speaker: speaker.time(time, style)


def text_said(
    text: Text, book: Book | None = None, names: Iterable[str] = ()
) -> Callable[[Speaker], Phrase]:
    """Say a text of a record."""
    kept = tuple(names)
    return lambda speaker: speaker.text(text, book, kept)


def words_said(words: Words) -> Callable[[Speaker], Phrase]:
    """Say words that are composed already, in the speaker's language."""
    by_language = {phrase.language: phrase for phrase in words}
    return lambda speaker: by_language[speaker.language]


def key_said(
    key: str, **fillings: Callable[[Speaker], Filling] | Filling
) -> Callable[[Speaker], Phrase]:
    """Say the words under a key of the wording."""
    return lambda speaker: speaker.say(
        key,
        **{
            name: filling(speaker) if callable(filling) else filling
            for name, filling in fillings.items()
        },
    )


def whole(say: Callable[[Speaker], Phrase]) -> Callable[[Speaker], Phrase]:
    """Say a name so that it stays on one line, unless it would fill most of one."""

    def kept(speaker: Speaker) -> Phrase:
        phrase = say(speaker)
        name = str(phrase)
        if len(name) > LONGEST_WHOLE:
            return phrase
        return replace(phrase, parts=(Amount(name, AmountKind.NAME),))

    return kept


def listed(sayings: Iterable[Callable[[Speaker], Phrase]]) -> Callable[[Speaker], Phrase]:
    """Say several things as a list."""
    kept = tuple(sayings)
    return lambda speaker: speaker.joined(say(speaker) for say in kept)


def apart(sayings: Iterable[Callable[[Speaker], Phrase]]) -> Callable[[Speaker], Phrase]:
    """Say several things as clauses of their own, where a list would run them together."""
    kept = tuple(sayings)
    return lambda speaker: speaker.joined((say(speaker) for say in kept), clauses)
