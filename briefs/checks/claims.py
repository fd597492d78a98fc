"""Checks of claims: words of ours that say more than a number, bound to the numbers."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import pairwise

from briefs.checks.finding import Finding, Verdict
from briefs.checks.lexicon import lexicon
from briefs.checks.passages import Placed, narrative, passages
from briefs.checks.weighing import FROM_BELOW, is_open, slack
from briefs.checks.wording import plain
from briefs.figures import Figure, Qualifier, Stated, Unit
from briefs.figures.interval import Interval, printed, written
from briefs.records.assertions import (
    Assertion,
    Count,
    Direction,
    Exceeds,
    Multiple,
    Rank,
    Superlative,
)
from briefs.records.fields import in_language
from briefs.records.library import Library
from briefs.records.prose import Reference, pieces

#: What a claim says of itself: a verdict, words for the desk, and the figures it rests on.
Answer = tuple[Verdict, str, tuple[Figure, ...]]

RANKS = (Unit.RANK, Unit.TOP)

#: Words that find a claim, and the claims that declare what they say.
DECLARED_BY: dict[str, tuple[type, ...]] = {
    "up": (Direction, Multiple),
    "down": (Direction, Multiple),
    "exceeds": (Exceeds, Direction),
    "multiple": (Multiple,),
    "superlative": (Superlative, Rank),
    "rank": (Rank, Superlative),
}


def claimed_direction(library: Library) -> Iterator[Finding]:
    """Test words that say that a measure rose or fell.

    Each figure named must lie above (below) the one before it; where the digits written let
    both be equal, the words strain. All are of one unit, and of periods of one length. One would
    not want this for a direction that is expected and has no figures yet: that is a plan.
    """
    yield from _each(library, Direction, "claimed_direction", _direction)


def _direction(claim: Direction, figures: tuple[Figure, ...], _: Placed) -> Answer:
    if len({(figure.unit, figure.period.months) for figure in figures}) > 1:
        return Verdict.NOT_TESTABLE, "the figures do not compare", figures
    rises = claim.direction == "up"
    worst = Verdict.HOLDS
    for before, after in pairwise(figures):
        low, high = (before, after) if rises else (after, before)
        worst = max(worst, _above(high, low), key=_GRAVITY.index)
    words = {
        Verdict.HOLDS: "the figures do",
        Verdict.TENSION: "the digits written do not show it",
        Verdict.CONTRADICTS: "the figures do not",
    }
    return worst, f"said to go {claim.direction}, and {words[worst]}", figures


_GRAVITY = (Verdict.HOLDS, Verdict.TENSION, Verdict.CONTRADICTS)


def _above(high: Figure, low: Figure) -> Verdict:
    above, below = written(high), written(low)
    if above.low >= below.high and (above.low > below.high or below.open_above):
        return Verdict.HOLDS
    return Verdict.TENSION if above.high > below.low else Verdict.CONTRADICTS


def claimed_order(library: Library) -> Iterator[Finding]:
    """Test words that say that one figure is larger than another.

    The first of two figures must lie above the second; where the digits written let them be
    equal, the words strain. A figure of another record is written `record:path`. One would not
    want this for figures on different bases. The check of BR100 against A100 is one of these.
    """
    yield from _each(library, Exceeds, "claimed_order", _order)


def _order(_claim: Exceeds, figures: tuple[Figure, ...], _: Placed) -> Answer:
    high, low = figures
    if high.unit is not low.unit or high.basis != low.basis:
        return Verdict.NOT_TESTABLE, f"{high.path} and {low.path} do not compare", figures
    verdict = _above(high, low)
    relation = {Verdict.HOLDS: "is above", Verdict.TENSION: "is hardly above"}
    words = f"{high.path} {relation.get(verdict, 'is not above')} {low.path}"
    return verdict, words, figures


def claimed_multiple(library: Library) -> Iterator[Finding]:
    """Test words that say how many times a figure is another.

    Inputs are the path of a multiple, and the number in the words (`stated`, with its
    qualifier), which the multiple must meet within the digits written and, for a bound, within
    what a writer would still call it. Without a number of their own the words must refer to the
    multiple in every language. One would not want this for multiples that a source claims:
    those stand beside the figure as `as_stated`.
    """
    yield from _each(library, Multiple, "claimed_multiple", _multiple)


def _multiple(claim: Multiple, figures: tuple[Figure, ...], passage: Placed) -> Answer:
    figure = figures[0]
    if figure.unit is not Unit.TIMES:
        return Verdict.CONTRADICTS, f"{figure.path} is no multiple", figures
    if claim.stated is None:
        silent = [one for one in passage.text if claim.multiple not in _references(passage, one)]
        if silent:
            missing = f"the words in {', '.join(silent)} do not refer to {{{claim.multiple}}}"
            return Verdict.CONTRADICTS, missing, figures
        return Verdict.HOLDS, f"the words refer to {figure}", figures
    meant = _meant(claim)
    holds = written(figure).meets(meant)
    verdict = Verdict.HOLDS if holds else Verdict.CONTRADICTS
    if not holds and claim.qualifier in FROM_BELOW and figure.value > claim.stated.value:
        verdict = Verdict.TENSION
    return verdict, f"{claim.qualifier} {claim.stated} is said of {figure}", figures


def _meant(claim: Multiple) -> Interval:
    number, unit = claim.stated.value, claim.stated.last_place  # type: ignore[union-attr]
    match claim.qualifier:
        case Qualifier.OVER | Qualifier.AT_LEAST:
            return Interval(number, number + slack(number, unit))
        case Qualifier.NEARLY | Qualifier.BELOW:
            return Interval(number - unit, number, open_above=True)
        case Qualifier.ABOUT:
            return Interval(number - unit, number + unit)
    return printed(number, unit)


def _references(passage: Placed, language: str) -> set[str]:
    words = in_language(passage.text, language)
    return {piece.target for piece in pieces(words) if isinstance(piece, Reference)}


def claimed_rank(library: Library) -> Iterator[Finding]:
    """Test words that give the company a rank.

    The claim names a rank of the record; that must say who gives it (`by`), and the words must
    refer to it in every language. One would not want this for ranks of other companies.
    """
    yield from _each(library, Rank, "claimed_rank", _rank)


def _rank(claim: Rank, figures: tuple[Figure, ...], passage: Placed) -> Answer:
    figure = figures[0]
    if figure.unit not in RANKS:
        return Verdict.CONTRADICTS, f"{figure.path} is no rank", figures
    silent = [one for one in passage.text if claim.rank not in _references(passage, one)]
    if silent:
        missing = f"the words in {', '.join(silent)} do not refer to {{{claim.rank}}}"
        return Verdict.CONTRADICTS, missing, figures
    if not (isinstance(figure.origin, Stated) and figure.origin.by):
        return Verdict.TENSION, f"nobody is named who gives {figure.path}", figures
    return Verdict.HOLDS, f"{figure.origin.by} gives {figure.path}", figures


def claimed_superlative(library: Library) -> Iterator[Finding]:
    """Test words that call something the largest or the first.

    Who says so and as of when, the claim must hold to be read at all. With a `figure` and
    others `among` which it is the largest (smallest), they are compared; without, nothing can
    be. One would not want this for an ordinal.
    """
    yield from _each(library, Superlative, "claimed_superlative", _superlative)


def _superlative(claim: Superlative, figures: tuple[Figure, ...], _: Placed) -> Answer:
    if claim.figure is None or not claim.among:
        return Verdict.NOT_TESTABLE, f"{claim.superlative}, as {claim.by} says", figures
    first, *others = figures
    if len({(figure.unit, figure.basis) for figure in figures}) > 1:
        return Verdict.NOT_TESTABLE, "the figures do not compare", figures
    least = claim.superlative in {"smallest", "last"}
    pairs = [(other, first) if least else (first, other) for other in others]
    worst = max((_above(high, low) for high, low in pairs), key=_GRAVITY.index)
    return worst, f"{first.path} is called the {claim.superlative}", figures


def undeclared_claim(library: Library) -> Iterator[Finding]:
    """Find words of ours that claim a direction, multiple, rank or superlative undeclared.

    Inputs are the narrative of a record and the lexicon of each language; references and
    quotations are left out. The words are sought only where the passage declares no claim of
    their kind, and one is reported per kind. A tension, since a word may have another sense. One
    would not want this for a brief that only quotes.
    """
    for name, company in library.companies.items():
        for passage in narrative(library, name, company):
            for found in _undeclared(passage):
                yield passage.finding(
                    "undeclared_claim",
                    Verdict.TENSION,
                    f"{found!r} claims something, and no claim beside the words says of what",
                )


def _undeclared(passage: Placed) -> Iterator[str]:
    """Give the first words of each kind of claim that the passage does not declare."""
    declared = {type(claim) for claim in passage.text.claims}
    kinds = [kind for kind, by in DECLARED_BY.items() if not declared & set(by)]
    seen: set[str] = set()
    for language in passage.text:
        words = lexicon(language)
        if words is None:
            continue
        text = plain(in_language(passage.text, language))
        for kind in kinds:
            found = words.find(kind, text) if kind not in seen else ""
            if found:
                seen.add(kind)
                yield found


def _each(
    library: Library,
    kind: type,
    check: str,
    answer: Callable[..., Answer],
) -> Iterator[Finding]:
    """Put every claim of one kind to its test, with the figures that it names."""
    for name, company in library.companies.items():
        for passage in passages(library, name, company):
            for claim in passage.text.claims:
                if isinstance(claim, kind):
                    yield _answered(library, passage, check, claim, answer)


def _answered(
    library: Library,
    passage: Placed,
    check: str,
    claim: Assertion,
    answer: Callable[..., Answer],
) -> Finding:
    paths = _paths(claim)
    figures = tuple(_figure(library, passage.subject, path) for path in paths)
    missing = [path for path, figure in zip(paths, figures, strict=True) if figure is None]
    if missing:
        gaps = all(_is_gap(library, passage.subject, path) for path in missing)
        verdict = Verdict.NOT_TESTABLE if gaps else Verdict.CONTRADICTS
        what = "is not disclosed" if gaps else "names nothing"
        return passage.finding(check, verdict, f"{', '.join(missing)} {what}")
    known = tuple(figure for figure in figures if figure is not None)
    ordered = isinstance(claim, (Direction, Exceeds, Superlative))
    if ordered and is_open(*known):
        words = "a bound has no end, so that nothing follows"
        return passage.finding(check, Verdict.NOT_TESTABLE, words, inputs=known)
    verdict, words, inputs = answer(claim, known, passage)
    return passage.finding(check, verdict, words, inputs=inputs)


def _paths(claim: Assertion) -> tuple[str, ...]:
    match claim:
        case Direction():
            return claim.figures
        case Exceeds():
            return claim.exceeds
        case Multiple():
            return (claim.multiple,)
        case Rank():
            return (claim.rank,)
        case Superlative():
            return ((claim.figure,) if claim.figure else ()) + claim.among
        case Count():
            return ()


def _figure(library: Library, subject: str, path: str) -> Figure | None:
    record, colon, rest = path.partition(":")
    book = library.books.get(record if colon else subject)
    return book.get(rest if colon else path) if book else None


def _is_gap(library: Library, subject: str, path: str) -> bool:
    record, colon, rest = path.partition(":")
    book = library.books.get(record if colon else subject)
    return book is not None and book.gap(rest if colon else path) is not None


#: Checks of what our words claim.
CLAIM_CHECKS = (
    claimed_direction,
    claimed_order,
    claimed_multiple,
    claimed_rank,
    claimed_superlative,
    undeclared_claim,
)
