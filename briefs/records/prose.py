"""Prose: record texts whose numbers are references, and the faults of those that are not.

A reference stands in braces and names a figure ({revenue.FY2024}), a time of the record
({timetable.listing}), a period ({9M2025}) or a day ({2025-09-30}). {path|bare} leaves out the
figure's qualifier, where the words around it carry that.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from difflib import get_close_matches

from briefs.figures import Figure, Period, parse_period
from briefs.records.book import Book, Time

_REFERENCE = re.compile(r"\{([^{}]*)\}")
_DIGIT = re.compile(r"[\d〇①-⑳²³¹⁰-⁹₀-₉]")

#: What has neither braces nor digits has no references and no typed numbers.
_SUSPECT = re.compile(rf"[{{}}]|{_DIGIT.pattern}")


@dataclass(frozen=True, slots=True)
class Reference:
    """One reference of a text: what it names, and whether its qualifier is left out."""

    target: str
    bare: bool = False


Piece = str | Reference


def pieces(text: str) -> Iterator[Piece]:
    """Split a text into plain words and references, in order."""
    end = 0
    for match in _REFERENCE.finditer(text):
        if match.start() > end:
            yield text[end : match.start()]
        target, _, form = match.group(1).partition("|")
        yield Reference(target.strip(), bare=form.strip() == "bare")
        end = match.end()
    if end < len(text):
        yield text[end:]


def resolve(reference: Reference, book: Book) -> Figure | Time | Period:
    """Find what a reference names.

    Raises ValueError, saying what is wrong and how to mend it, when it names nothing.
    """
    target = reference.target
    if target in book.figures:
        figure = book.figures[target]
        return figure.exactly() if reference.bare else figure
    if target in book.times:
        return book.times[target]
    try:
        return parse_period(target)
    except ValueError:
        pass
    known = [*book.figures, *book.times]
    near = get_close_matches(target, known, n=1, cutoff=0.6)
    hint = f"did you mean {{{near[0]}}}?" if near else "refer to a figure or a time of the record"
    message = f"{{{target}}} refers to nothing; {hint}"
    raise ValueError(message)


def prose_faults(text: str, book: Book, names: Iterable[str]) -> Iterator[tuple[str, str]]:
    """Give what is wrong with a text, each as what and how to mend it."""
    if not _SUSPECT.search(text):
        return
    plain = []
    for piece in pieces(text):
        if isinstance(piece, str):
            plain.append(piece)
            continue
        try:
            resolve(piece, book)
        except ValueError as error:
            what, _, mend = str(error).partition("; ")
            yield what, mend
    words = "\0".join(plain)
    if "{" in words or "}" in words:
        yield "a brace is not closed", "write references as {path}"
    for name in sorted(names, key=len, reverse=True):
        words = words.replace(name, "")
    if match := _DIGIT.search(words):
        start = max(0, match.start() - 12)
        near = words[start : match.end() + 12].replace("\0", "…").strip()
        yield (
            f"a digit is typed in {near!r}",
            "refer to the figure, such as {revenue.FY2024}, or declare the name that holds it",
        )
