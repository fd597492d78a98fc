"""Notes: which data notes a page prints, and the numbers that hang them on its values."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Generic

from briefs.checks import Finding, Verdict
from briefs.figures import Figure, Standing
from briefs.records.book import Gap
from briefs.records.library import Library
from briefs.views.marks import Part, marks_in, renumbered
from briefs.views.parts import Note, Words
from briefs.views.speech import Voice, figure_said, text_said

#: A note that hangs on more figures than this is said once for all, without marks.
MOST_MARKS = 8


@dataclass(frozen=True, slots=True)
class Settled(Generic[Part]):
    """A view whose marks have their final numbers, with the notes that they lead to.

    `general` holds what is said of many figures at once, without marks.
    """

    view: Part
    numbered: tuple[Note, ...]
    general: tuple[Words, ...]


@dataclass(slots=True)
class Notes:
    """Collects the notes of a page while it is composed, under numbers of the moment.

    Not all that is composed is shown: settling a view counts its marks in reading order, so
    that no number leads nowhere and no note hangs on nothing.
    """

    library: Library
    voice: Voice
    findings: tuple[Finding, ...]
    _taken: dict[object, Words] = field(default_factory=dict)
    _general: set[object] = field(default_factory=set)
    _uses: dict[str, Counter[str]] = field(default_factory=dict)
    _noted: dict[str, list[Finding]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        """Put the findings that are noted under the figures that they are about."""
        for finding in self.findings:
            if finding.verdict is Verdict.EXTERNAL_CONFLICT or (
                finding.verdict is Verdict.CONTRADICTS and finding.acknowledged
            ):
                for about in {one.id for one in (finding.computed, finding.stated) if one}:
                    self._noted.setdefault(about, []).append(finding)

    def _uses_of(self, subject: str) -> Counter[str]:
        """Count how many figures and gaps each note of a record hangs on."""
        if subject not in self._uses:
            book = self.library.books.get(subject)
            uses = self._uses[subject] = Counter()
            if book:  # a comparison has none
                uses.update(gap.note for gap in book.gaps.values())
                uses.update(note for figure in book.figures.values() for note in figure.notes)
        return self._uses[subject]

    def marks(self, figure: Figure) -> tuple[int, ...]:
        """Take up the notes of a figure and give their numbers, in rising order."""
        numbers = [self._record_note(figure.subject, note) for note in figure.notes]
        if not figure.notes:
            numbers += self._standing(figure)
        numbers += [self._finding(finding) for finding in self._noted.get(figure.id, ())]
        return tuple(sorted(set(filter(None, numbers))))

    def _standing(self, figure: Figure) -> Iterator[int]:
        """Say what the source leaves out of a figure, where the record has no note on it."""
        if figure.dated is Standing.NOT_STATED:
            yield self._number("no_date", self.voice.say("note.no_date"))
        if figure.currency is Standing.NOT_STATED:
            yield self._number("no_currency", self.voice.say("note.no_currency"))

    def gap_marks(self, gap: Gap | None) -> tuple[int, ...]:
        """Take up the note on a gap and give its number."""
        if gap is None or self._uses_of(gap.subject)[gap.note] > MOST_MARKS:
            # A reason that many gaps share is what "not disclosed" means anyway.
            return ()
        number = self._record_note(gap.subject, gap.note)
        return (number,) if number else ()

    def of_time(self, subject: str, note: str) -> tuple[int, ...]:
        """Take up the note on an inferred date and give its number."""
        number = self._record_note(subject, note) if note else 0
        return (number,) if number else ()

    def settle(self, view: Part) -> Settled[Part]:
        """Give a composed view with its notes numbered in reading order."""
        keys = dict(enumerate(self._taken, start=1))
        used = list(dict.fromkeys(marks_in(view)))
        marked = [number for number in used if keys[number] not in self._general]
        numbers = {before: after for after, before in enumerate(marked, start=1)}
        return Settled(
            renumbered(view, numbers),
            tuple(Note(numbers[number], self._taken[keys[number]]) for number in marked),
            tuple(self._taken[keys[number]] for number in used if number not in numbers),
        )

    def _finding(self, finding: Finding) -> int:
        acknowledged, stated, computed = finding.acknowledged, finding.quoted, finding.computed
        if finding.verdict is Verdict.EXTERNAL_CONFLICT:
            return self._conflict(finding)
        if acknowledged is None or stated is None or computed is None:
            return 0
        book = self.library.books[finding.subject]
        key = f"finding.{finding.check}"
        has_words = self.voice.speakers[0].wording.has(key)
        words = self.voice.say(
            key if has_words else "finding.other",
            stated=figure_said(stated),
            computed=figure_said(computed),
            reason=text_said(acknowledged.reason, book),
        )
        return self._number((finding.check, stated.id), words)

    def _conflict(self, finding: Finding) -> int:
        """Say that another source gives another figure."""
        if not finding.inputs:
            return 0
        other = finding.inputs[0]
        words = self.voice.say(
            "finding.cross_source",
            other=figure_said(other),
            source=lambda speaker: speaker.text(
                self.library.sources.sources[other.sources[0]].publisher
            ),
        )
        return self._number((finding.check, finding.path), words)

    def _record_note(self, subject: str, name: str) -> int:
        text = self.library.note(subject, name)
        if text is None:
            return 0
        book = self.library.books.get(subject)
        names = self.library.companies[subject].declared_names if book else ()
        words = self.voice.text(text, book, names)
        key = tuple(str(phrase) for phrase in words)
        if self._uses_of(subject)[name] > MOST_MARKS:
            self._general.add(key)
        return self._number(key, words)

    def _number(self, key: object, words: Words) -> int:
        self._taken.setdefault(key, words)
        return list(self._taken).index(key) + 1
