"""Differing: what is another between two copies of an edition: figures, words and inputs."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from difflib import SequenceMatcher
from enum import StrEnum
from itertools import zip_longest

from briefs.build.manifest import Origin
from briefs.build.standing import reasons
from briefs.changes.copies import PAGES, Copy


class Sort(StrEnum):
    """What became of a figure.

    One that is cited otherwise is the same figure, from another source or place.
    """

    ADDED = "added"
    REMOVED = "removed"
    CHANGED = "changed"
    CITED = "cited otherwise"


@dataclass(frozen=True, slots=True)
class Reason:
    """Why a figure is another: a part of its origin, or a figure that it is derived from."""

    of: str
    before: str = ""
    after: str = ""

    def __str__(self) -> str:
        if not self.before or not self.after:
            return f"{self.of}: {'now ' if self.after else 'no longer '}{self.after or self.before}"
        return f"{self.of}: {self.before} → {self.after}"


@dataclass(frozen=True, slots=True)
class Side:
    """A figure in one copy: its value with its origin, and the figure written out by language."""

    origin: Origin
    amount: Mapping[str, str]
    sources: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Change:
    """What became of one figure, and why.

    It is corrected where its value was another for the same period; a figure of a later day is
    news, and so is what follows from one.
    """

    figure: str
    sort: Sort
    label: Mapping[str, str]
    before: Side | None
    after: Side | None
    reasons: tuple[Reason, ...] = ()
    corrected: bool = False

    def amounts(self, language: str) -> tuple[str, str]:
        """Give the figure as it was and as it is, written out; nothing for a side that lacks."""
        sides = (self.before, self.after)
        before, after = (side.amount.get(language, "") if side else "" for side in sides)
        return before, after


@dataclass(frozen=True, slots=True)
class Rewording:
    """A passage that is another, by language; one side lacks where it was added or taken away.

    The name of a figure stands for its digits.
    """

    language: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class Difference:
    """Everything that is another in an edition.

    `inputs` says in words which inputs of an edition are others; `words` is None where a copy
    holds no words to compare.
    """

    edition: str
    figures: tuple[Change, ...]
    words: tuple[Rewording, ...] | None
    inputs: tuple[str, ...] = ()

    @property
    def corrections(self) -> tuple[Change, ...]:
        """The figures that were wrong before."""
        return tuple(one for one in self.figures if one.corrected)

    def __bool__(self) -> bool:
        """Whether readers are told anything else."""
        return bool(self.figures or self.words)


def difference(before: Copy, after: Copy) -> Difference:
    """Compare two copies of an edition, in the reading order of the later one."""
    names = dict.fromkeys((*after.shown, *before.shown))
    changes = (_change(name, before, after) for name in names)
    return Difference(
        edition=after.edition,
        figures=tuple(change for change in changes if change),
        words=_rewordings(before, after),
        inputs=tuple(map(str, reasons(before, after))),
    )


def together(name: str, differences: Sequence[Difference]) -> Difference:
    """Tell of several settings of one brief at once: what is the same in all is said once."""
    figures: dict[str, Change] = {}
    for change in (one for found in differences for one in found.figures):
        known = figures.get(change.figure)
        figures[change.figure] = _both(known, change) if known else change
    words = [one for found in differences for one in found.words or ()]
    inputs = dict.fromkeys(one for found in differences for one in found.inputs)
    return Difference(name, tuple(figures.values()), tuple(dict.fromkeys(words)), tuple(inputs))


def _both(one: Change, other: Change) -> Change:
    """Give a change in the languages of both tellings of it."""
    sides = ((one.before, other.before), (one.after, other.after))
    before, after = (
        replace(side, amount={**side.amount, **more.amount, **side.amount})
        if side and more
        else side
        for side, more in sides
    )
    return replace(one, label={**one.label, **other.label, **one.label}, before=before, after=after)


# --- figures

#: What makes a figure another one, and what its origin tells beside.
_VALUE = ("value", "unit", "qualifier", "basis", "forecast")
_CITED = ("source", "at", "by", "written", "formula")


def _change(name: str, before: Copy, after: Copy) -> Change | None:
    was, now = _side(name, before), _side(name, after)
    label = {**before.label(name), **after.label(name)}
    if was is None or now is None:
        sort = Sort.ADDED if was is None else Sort.REMOVED
        return Change(name, sort, label, was, now) if was or now else None
    if was.origin == now.origin:
        return None
    told = tuple(_reasons(name, before, after))
    if not _differ(was.origin, now.origin, (*_VALUE, "period")):
        # A formula of the same words whose inputs changed unseen gives the same figure.
        return Change(name, Sort.CITED, label, was, now, told) if told else None
    corrected = _is_corrected(name, before, after)
    return Change(name, Sort.CHANGED, label, was, now, told, corrected)


def _side(name: str, copy: Copy) -> Side | None:
    if name not in copy.shown or name not in copy.origins:
        return None
    sources = tuple(dict.fromkeys(_sources(name, copy)))
    return Side(copy.origins[name], copy.amount(name), sources)


def _sources(name: str, copy: Copy) -> Iterator[str]:
    """Give the sources that a figure rests on, as far as a copy knows its inputs."""
    origin = copy.origins.get(name)
    if origin is None:
        return
    if origin.source:
        yield origin.source
    for one in origin.inputs:
        yield from _sources(one, copy)


def _differ(was: Origin, now: Origin, parts: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(part for part in parts if getattr(was, part) != getattr(now, part))


def _reasons(name: str, before: Copy, after: Copy) -> Iterator[Reason]:
    """Say why a figure is another: what its source is said to say, or what it is derived from."""
    was, now = before.origins[name], after.origins[name]
    for part in _differ(was, now, ("unit", "period", "qualifier", "basis", "forecast", *_CITED)):
        yield Reason(part, *(_plain(getattr(one, part)) for one in (was, now)))
    yield from (Reason("input", before=one) for one in was.inputs if one not in now.inputs)
    yield from (Reason("input", after=one) for one in now.inputs if one not in was.inputs)
    yield from _stated(name, before, after)


def _plain(value: object) -> str:
    return {True: "yes", False: "no"}[value] if isinstance(value, bool) else str(value)


def _stated(name: str, before: Copy, after: Copy) -> Iterator[Reason]:
    """Give the stated figures with another value that a figure is derived from, however far."""
    seen: dict[str, Reason] = {}
    for one in after.origins[name].inputs:
        was, now = before.origins.get(one), after.origins.get(one)
        if was is None or now is None or was == now:
            continue
        if now.inputs:
            seen |= {reason.of: reason for reason in _stated(one, before, after)}
        elif _differ(was, now, (*_VALUE, "period")):
            seen[one] = Reason(one, _said(was), _said(now))
    yield from seen.values()


def _said(origin: Origin) -> str:
    return f"{origin.written or origin.value} {origin.unit}, {origin.period}"


def _is_corrected(name: str, before: Copy, after: Copy) -> bool:
    """Whether a figure was wrong before: it is another for the period that it was for.

    What is derived was wrong where it is reckoned otherwise, or where one of its inputs was; of
    inputs that nobody knows it is assumed.
    """
    was, now = before.origins[name], after.origins[name]
    if was.period != now.period or not _differ(was, now, _VALUE):
        return False
    if (was.formula, was.inputs) != (now.formula, now.inputs):
        return True
    known = [one for one in now.inputs if one in before.origins and one in after.origins]
    changed = [one for one in known if before.origins[one] != after.origins[one]]
    return not changed or any(_is_corrected(one, before, after) for one in changed)


# --- words


def _rewordings(before: Copy, after: Copy) -> tuple[Rewording, ...] | None:
    was, now = before.words.passages, after.words.passages
    languages = [language for language in now if language in was and language != PAGES]
    if not languages and not (PAGES in was and PAGES in now):
        return None
    return tuple(
        Rewording(language, old, new)
        for language in languages or [PAGES]
        for old, new in _aligned(was[language], now[language])
    )


def _aligned(was: tuple[str, ...], now: tuple[str, ...]) -> Iterator[tuple[str, str]]:
    matcher = SequenceMatcher(None, was, now, autojunk=False)
    for tag, first, last, start, end in matcher.get_opcodes():
        if tag != "equal":
            yield from zip_longest(was[first:last], now[start:end], fillvalue="")
