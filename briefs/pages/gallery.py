"""The gallery: what its pages say, ready to be set; texts are by language.

The words of the interface are no part of it: templates take them from the wordings, in every
language at once, and a reader chooses among them.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

#: The folder that holds the gallery but for its first page.
SITE = "site"

#: Words by language, such as a company's names.
Texts = Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture of a page: its address, and its size in pixels."""

    address: str
    width: int
    height: int


@dataclass(frozen=True, slots=True)
class Variant:
    """One edition of a brief, as the others and the overview lead to it.

    `setting` is its language setting by id, `label` that setting in its own words; a theme or
    paper of its own follows in `dress`.
    """

    id: str
    setting: str
    languages: tuple[str, ...]
    label: str
    dress: str
    address: str
    cover: Picture


@dataclass(frozen=True, slots=True)
class Card:
    """A brief in the overview; `sought` holds everything that a search finds it by."""

    id: str
    kind: str
    name: Texts
    companies: tuple[str, ...]
    stages: tuple[str, ...]
    as_of: Texts
    sought: str
    variants: tuple[Variant, ...]


@dataclass(frozen=True, slots=True)
class Choice:
    """One value that the overview can be narrowed to; its label is a key of words, or text."""

    value: str
    label: str


@dataclass(frozen=True, slots=True)
class Overview:
    """The first page: every brief, and what they can be narrowed by."""

    cards: tuple[Card, ...]
    companies: tuple[Choice, ...]
    stages: tuple[Choice, ...]
    kinds: tuple[Choice, ...]
    settings: tuple[Choice, ...]


@dataclass(frozen=True, slots=True)
class Spot:
    """A place on a page, in millimetres, and the rows of the figures that are printed there.

    `label` says it in the words of the brief; a spot that holds a chart has none.
    """

    anchors: tuple[str, ...]
    label: str
    left: float
    top: float
    width: float
    height: float


@dataclass(frozen=True, slots=True)
class Sheet:
    """One page of a brief: its picture, its size in millimetres, and where figures stand on it."""

    number: int
    picture: Picture
    width: float
    height: float
    spots: tuple[Spot, ...]


@dataclass(frozen=True, slots=True)
class Cited:
    """A source that a figure rests on."""

    publisher: Texts
    title: str
    date: str


@dataclass(frozen=True, slots=True)
class Input:
    """A figure that another is derived from; without a row of its own it is only named."""

    name: str
    label: Texts
    anchor: str = ""


@dataclass(frozen=True, slots=True)
class Row:
    """A figure of the brief, and where it comes from."""

    anchor: str
    label: Texts
    texts: tuple[str, ...]
    pages: tuple[int, ...]
    sources: tuple[Cited, ...]
    place: str
    stated_by: Texts
    basis: Texts
    written: str
    formula: str
    inputs: tuple[Input, ...]
    notes: tuple[Texts, ...]


@dataclass(frozen=True, slots=True)
class Verdict:
    """What a check found; `reason`, `by` and `on` are of who answered for it."""

    rule: str
    verdict: str
    message: str
    subject: str
    path: str
    loud: bool
    by: str = ""
    on: str = ""
    reason: Texts | None = None


@dataclass(frozen=True, slots=True)
class Changed:
    """What became of a figure since the edition before; its sort is a key of words."""

    label: Texts
    name: str
    sort: str
    before: Texts
    after: Texts
    sources: tuple[str, ...]
    reasons: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Reworded:
    """A passage that is another than before."""

    language: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class Changes:
    """Everything that is another than in the edition before."""

    figures: tuple[Changed, ...]
    words: tuple[Reworded, ...]


@dataclass(frozen=True, slots=True)
class Download:
    """A file beside the brief; its label is a key of words."""

    label: str
    address: str
    size: str


@dataclass(frozen=True, slots=True)
class Brief:
    """The page of one edition."""

    id: str
    kind: str
    title: str
    name: Texts
    stages: tuple[str, ...]
    as_of: Texts
    languages: tuple[str, ...]
    variants: tuple[Variant, ...]
    is_older: bool
    sheets: tuple[Sheet, ...]
    rows: tuple[Row, ...]
    loud: tuple[Verdict, ...]
    quiet: tuple[Verdict, ...]
    proofs: int
    remarks: tuple[str, ...]
    notes: tuple[Texts, ...]
    general: tuple[Texts, ...]
    changes: Changes | None
    downloads: tuple[Download, ...]
    digest: str


@dataclass(frozen=True, slots=True)
class Entry:
    """An edition in the feed; its time is in the form of RFC 3339."""

    id: str
    title: str
    language: str
    updated: str
    address: str
    pdf: str
    bytes: int
    summary: str


@dataclass(frozen=True, slots=True)
class Feed:
    """The newest editions, the newest first."""

    id: str
    updated: str
    entries: tuple[Entry, ...]
