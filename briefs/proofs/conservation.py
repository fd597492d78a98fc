"""Conservation: every string of the view stands in the PDF as often as the view says it.

The strings are taken away from what the PDF says, the longest first, until nothing is left on
either side: what a view says and no page shows was lost, what a page shows and no view says was
said twice or came from elsewhere.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import lru_cache

from briefs.faults import Fault, Place
from briefs.proofs.exhibit import Exhibit
from briefs.proofs.reading import Run, Sheet, sheets_of
from briefs.proofs.saying import Saying
from briefs.proofs.sayings import sayings_of

#: Stands where a string has been taken away; no page says it.
_TAKEN = "\x00"

#: Strings are quoted to this length.
_QUOTED = 40


@dataclass(frozen=True, slots=True)
class Match:
    """A saying with the runs that print it, from the first to the last."""

    saying: Saying
    runs: tuple[Run, ...]
    #: For each character of the saying's text, the run that prints it.
    by_char: tuple[Run, ...]


@dataclass(slots=True)
class Account:
    """What became of the sayings of one page, and what of the page nothing accounts for."""

    found: list[Match] = field(default_factory=list)
    lost: list[Saying] = field(default_factory=list)
    left: list[tuple[str, Run]] = field(default_factory=list)


def conserved(exhibit: Exhibit) -> Iterator[Fault]:
    """Prove that what the view says is printed, and nothing else."""
    for sheet, account in accounts(exhibit):
        place = Place(exhibit.view.id)
        for saying in account.lost:
            yield _lost(place, sheet, saying)
        for text, run in account.left:
            yield Fault(
                place,
                f"“{text[:_QUOTED]}” is printed more often than the view says it ({run.place})",
                "print each string of the view once in the template",
                "conservation",
            )


def _lost(place: Place, sheet: Sheet, saying: Saying) -> Fault:
    text = saying.text
    kept = next((n for n in range(len(text) - 1, 0, -1) if text[:n] in sheet.text), 0)
    end = f" after “{text[:kept][-_QUOTED:]}”" if kept > 1 else ""
    rest = text[kept:] if kept > 1 else text
    return Fault(
        place,
        f"“{rest[:_QUOTED]}” of {saying.block} is missing{end} (page {sheet.number})",
        "shorten the texts before it, which leave it no room, or set it in the template",
        "conservation",
    )


@lru_cache(maxsize=1)
def accounts(exhibit: Exhibit) -> tuple[tuple[Sheet, Account], ...]:
    """Settle each page: which run prints which saying."""
    return tuple(_accounts(exhibit))


def _accounts(exhibit: Exhibit) -> Iterator[tuple[Sheet, Account]]:
    sayings = sayings_of(exhibit)
    sheets = sheets_of(exhibit.pdf)
    for sheet in sheets:
        # What belongs to a page that is not there is lost on the last one.
        own = [
            saying
            for saying in sayings
            if saying.page == sheet.number or (sheet is sheets[-1] and saying.page > len(sheets))
        ]
        yield sheet, settle(sheet, own)


def settle(sheet: Sheet, sayings: list[Saying]) -> Account:
    """Take sayings away from a page, the longest first."""
    text, account = sheet.text, Account()
    owners = [number for number, run in enumerate(sheet.runs) for _ in run.text]
    starts, ends = set[int](), set[int]()
    at = 0
    for run in sheet.runs:
        starts.add(at)
        at += len(run.text)
        ends.add(at)
    for saying in sorted(sayings, key=lambda one: len(one.text), reverse=True):
        found = _find(text, saying.text, starts, ends)
        if found < 0:
            account.lost.append(saying)
            continue
        end = found + len(saying.text)
        text = text[:found] + _TAKEN * len(saying.text) + text[end:]
        chars = owners[found:end]
        runs = tuple(sheet.runs[number] for number in dict.fromkeys(chars))
        account.found.append(Match(saying, runs, tuple(sheet.runs[number] for number in chars)))
    account.left = [(piece, sheet.runs[owners[at]]) for piece, at in _left(text)]
    return account


def _find(text: str, wanted: str, starts: set[int], ends: set[int]) -> int:
    """Find a string where runs begin and end, as printed or in capitals; -1 if it is nowhere."""
    for form in dict.fromkeys((wanted, wanted.upper())):
        if len(form) != len(wanted):
            continue
        at = text.find(form)
        while at >= 0:
            if at in starts and at + len(form) in ends:
                return at
            at = text.find(form, at + 1)
    return -1


def _left(text: str) -> Iterator[tuple[str, int]]:
    """Give what is left of a text between what was taken away, and where it begins."""
    at = 0
    for piece in text.split(_TAKEN):
        if piece:
            yield piece, at
        at += len(piece) + 1
