"""The letter: what a message about a brief says in its languages, be it news or an erratum."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal


@dataclass(frozen=True, slots=True)
class Fact:
    """A label and what stands beside it: a key figure, or what became of one."""

    label: str
    words: str


@dataclass(frozen=True, slots=True)
class Facts:
    """Facts under a title; `look` is how they are set: large figures, a list, or changes."""

    title: str
    look: Literal["figures", "list", "changes"]
    facts: tuple[Fact, ...] = ()


@dataclass(frozen=True, slots=True)
class Whole:
    """Where the whole brief is: with the message, or behind a link, with its digest."""

    words: str
    link: str = ""
    label: str = ""
    digest: str = ""


@dataclass(frozen=True, slots=True)
class Passage:
    """The letter in one language."""

    language: str
    kicker: str
    name: str
    greeting: str
    headline: str
    parts: tuple[Facts, ...]
    whole: Whole
    why: str
    unsubscribe: str
    disclaimer: str


@dataclass(frozen=True, slots=True)
class Letter:
    """Everything that a message says; `unsubscribe` is the address that its last link leads to.

    `picture` is the content id of the preview, `alt` says what it shows.
    """

    subject: str
    passages: tuple[Passage, ...]
    picture: str
    alt: str
    unsubscribe: str


@dataclass(frozen=True, slots=True)
class Corrected:
    """A figure that was printed wrongly: what was printed, what is right, and how that is known."""

    label: str
    printed: str
    correct: str
    origin: str


@dataclass(frozen=True, slots=True)
class Correction:
    """An erratum in one language."""

    language: str
    kicker: str
    name: str
    lead: str
    corrected: tuple[Corrected, ...]
    end: str
    disclaimer: str


@dataclass(frozen=True, slots=True)
class Erratum:
    """The note that corrects figures of a brief after it was sent."""

    subject: str
    passages: tuple[Correction, ...]
