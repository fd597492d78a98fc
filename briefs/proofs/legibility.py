"""Legibility: what is printed is whole, clear of other text, large enough, and can be seen."""

from __future__ import annotations

from collections.abc import Iterator

from briefs.faults import Fault, Place
from briefs.press.geometry import TOLERANCE
from briefs.proofs.conservation import Match, accounts
from briefs.proofs.exhibit import Exhibit
from briefs.proofs.fit import MEETING
from briefs.proofs.picture import printed
from briefs.proofs.reading import INVISIBLE, Run, Sheet, sheets_of
from briefs.views.deck import Deck

#: The least sizes of type in points: on a slide, and by its part on a one-pager.
SLIDE, BODY, LABEL, LEGAL = 8.0, 7.5, 6.8, 6.5

#: Blocks of a one-pager that are read as prose, and those of its legal foot; the rest are labels.
PROSE = ("headline", "business", "strengths", "risks")
FINE = ("foot", "note", "notes", "sources", "disclaimer", "imprint", "edition")

#: A note's mark stands raised and small beside its word: this part of the least size there.
MARK = 0.65

#: PDF numbers are written with few digits: sizes may be this much smaller, in points.
SIZE_ROUNDING = 0.02

#: A narrow page is a one-pager on paper, a wide one is a slide.
SLIDE_WIDTH = 300.0


def sized(exhibit: Exhibit) -> Iterator[Fault]:
    """Prove that no text is smaller than what its part of the page allows."""
    is_deck = isinstance(exhibit.view, Deck)
    for _, account in accounts(exhibit):
        for match in account.found:
            least = SLIDE if is_deck else _least(match.saying.block)
            if _is_mark(match):
                # Equal marks of text and foot cannot be told apart: the smaller size counts.
                least = MARK * (SLIDE if is_deck else LEGAL)
            small = [run for run in match.runs if run.size < least - SIZE_ROUNDING]
            if small:
                yield Fault(
                    Place(exhibit.view.id),
                    f"“{match.saying.text[:30]}” of {match.saying.block} is set in "
                    f"{small[0].size:.1f} pt, under {least:.1f} ({small[0].place})",
                    "shorten the page's texts, or set it larger",
                    "size",
                )


def _least(block: str) -> float:
    first = block.partition(" ")[0]
    name = block.removeprefix("section.").partition(".")[0]
    if first in PROSE or name in PROSE:
        return BODY
    return LEGAL if first in FINE or first == "source" else LABEL


def _is_mark(match: Match) -> bool:
    return all(not language for _, language in match.saying.pieces) and all(
        part.isdigit() for part in match.saying.text.split(",")
    )


def clear(name: str, pdf: bytes) -> Iterator[Fault]:
    """Prove that all text stands inside its page, and that no text is printed over other text."""
    for sheet in sheets_of(pdf):
        for run in sheet.runs:
            yield from _off_page(name, sheet, run)
        for one, other in _collisions(sheet):
            yield Fault(
                Place(name),
                f"“{one.text[:30]}” and “{other.text[:30]}” are printed over each other "
                f"({other.place})",
                "give both their room in the template, or shorten one",
                "fit",
            )


def _off_page(name: str, sheet: Sheet, run: Run) -> Iterator[Fault]:
    over = max(-run.left, -run.top, run.right - sheet.width, run.bottom - sheet.height)
    if over > TOLERANCE:
        yield Fault(
            Place(name),
            f"“{run.text[:30]}” is cut off by the page's edge: {over:.1f} mm of it ({run.place})",
            "shorten it, or give it more room in the template",
            "fit",
        )


def _collisions(sheet: Sheet) -> Iterator[tuple[Run, Run]]:
    """Sweep down a page and compare what stands at one height."""
    waiting: list[Run] = []
    for run in sorted(sheet.runs, key=lambda one: one.top):
        waiting = [one for one in waiting if one.bottom > run.top + MEETING]
        for one in waiting:
            across = min(one.right, run.right) - max(one.left, run.left)
            down = min(one.bottom, run.bottom) - max(one.top, run.top)
            if across > MEETING and down > MEETING:
                yield one, run
        waiting.append(run)


def legible(name: str, pdf: bytes) -> Iterator[Fault]:
    """Prove that text is no smaller than the least size of its kind of page, marks aside."""
    for sheet in sheets_of(pdf):
        least = SLIDE if sheet.width > SLIDE_WIDTH else LEGAL
        for run in sheet.runs:
            allowed = least * MARK if _digits(run.text) else least
            if run.size < allowed - SIZE_ROUNDING:
                yield Fault(
                    Place(name),
                    f"“{run.text[:30]}” is set in {run.size:.1f} pt, under {allowed:.1f} "
                    f"({run.place})",
                    "set it larger",
                    "size",
                )


def _digits(text: str) -> bool:
    return all(part.isdigit() for part in text.split(",") if part)


def visible(name: str, pdf: bytes) -> Iterator[Fault]:
    """Prove that text leaves ink on its page: not hidden, not white on white, not covered."""
    for sheet in sheets_of(pdf):
        picture = printed(pdf, sheet.number)
        for run in sheet.runs:
            if run.mode == INVISIBLE or not run.alpha or not picture.has_ink(run):
                yield Fault(
                    Place(name),
                    f"“{run.text[:30]}” cannot be seen ({run.place})",
                    "see what hides it: its colour, its opacity, or a box over it",
                    "visible",
                )
