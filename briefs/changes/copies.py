"""Copies: what an edition said at one time, with the origin of every figure."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING

from pydantic import BaseModel, ConfigDict, Field

from briefs.build.enclosing import FIGURES_JSON
from briefs.build.manifest import Contents, Manifest, Origin, Print, figures_of, origins_of
from briefs.build.planning import Plan
from briefs.build.words import Called, Words, words_of
from briefs.evidence.enclosed import Evidence
from briefs.language import Wording
from briefs.records.book import Book

if TYPE_CHECKING:  # Loads the press, which wants its faces first; only what reads a PDF waits.
    from briefs.proofs.ink import Glyph
    from briefs.proofs.structure import Node, Sheet

#: The language of passages that were read off pages, which do not say theirs.
PAGES = "pages"


class Copy(BaseModel):
    """What an edition said: the figures shown, in reading order, its words, what it was made from.

    `origins` also holds what the shown figures are derived from, as far as that is known.
    """

    model_config = ConfigDict(frozen=True, extra="ignore")

    edition: str
    fingerprint: str
    shown: tuple[str, ...]
    origins: dict[str, Origin]
    words: Words
    inputs: dict[str, str] = Field(default_factory=dict)
    keys: dict[str, str] = Field(default_factory=dict)

    def label(self, figure: str) -> dict[str, str]:
        """Give what a figure is called, by language; nothing where the copy does not say."""
        called = self.words.called.get(figure)
        return called.label if called else {}

    def amount(self, figure: str) -> dict[str, str]:
        """Give a figure as it was written out, by language."""
        called = self.words.called.get(figure)
        return called.amount if called else {}


def copy_of(contents: Contents) -> Copy:
    """Give the copy that a manifest keeps; one that travelled in a PDF holds no words."""
    manifest = contents if isinstance(contents, Manifest) else None
    return Copy(
        edition=contents.edition.id,
        fingerprint=contents.fingerprint,
        shown=_in_order(contents.printed),
        origins=contents.figures,
        words=manifest.words if manifest else Words(),
        inputs=contents.inputs,
        keys=manifest.keys if manifest else {},
    )


def current(plan: Plan, wordings: Mapping[str, Wording]) -> Copy:
    """Give what the records say of an edition as they stand."""
    held = figures_of(plan.view)
    return Copy(
        edition=plan.edition.id,
        fingerprint=plan.fingerprint,
        shown=tuple(held),
        origins=origins_of(held.values()),
        words=words_of(plan.view, wordings),
        inputs=plan.inputs,
        keys=plan.keys,
    )


def copy_in(evidence: Evidence, contents: Contents, pdf: bytes) -> Copy:
    """Give the copy that a PDF is: its figures from the files in it, its words off its pages."""
    called: dict[str, Called] = {}
    for row in json.loads(evidence.data(FIGURES_JSON))["figures"]:
        texts = dict.fromkeys(row["label"], row["text"])
        called.setdefault(row["id"], Called(label=row["label"], amount=texts))
    return Copy(
        edition=contents.edition.id,
        fingerprint=contents.fingerprint,
        shown=_in_order(contents.printed),
        origins=contents.figures,
        words=Words(called=called, passages={PAGES: tuple(_passages(pdf, contents))}),
        inputs=contents.inputs,
    )


def _in_order(printed: Iterable[Print]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(one.figure for one in printed))


def recorded(book: Book) -> Copy:
    """Give what a record says, printed or not; it has no words of its own for a figure."""
    return Copy(
        edition=book.subject,
        fingerprint="",
        shown=tuple(figure.id for figure in book.figures.values()),
        origins=origins_of(book.figures.values()),
        words=Words(),
    )


# --- the words of a page


#: So much of the fingerprint stands on a page.
_STAMP = 8

_NAME = re.compile(r"\{[^{}]*\}")


def _passages(pdf: bytes, contents: Contents) -> Iterator[str]:
    """Give what stands on the pages, but for what stands in charts and for figures alone."""
    from briefs.proofs.blocks import blocks  # noqa: PLC0415 - as said above
    from briefs.proofs.structure import read_pdf  # noqa: PLC0415

    for sheet in read_pdf(pdf):
        for block in blocks(_masked(sheet, contents.printed)):
            if block.kind != "Figure" and any(map(str.isalnum, _NAME.sub("", block.text))):
                yield block.text.replace(contents.fingerprint[:_STAMP], "{fingerprint}")


def _masked(sheet: Sheet, printed: Iterable[Print]) -> Sheet:
    """Give a page with the name of each figure in the place of its digits."""
    spots = [one for one in printed if one.page == sheet.number and not one.chart]
    told: set[Print] = set()
    mask = partial(_mask, spots=spots, told=told)
    return replace(sheet, nodes=tuple(map(mask, sheet.nodes)))


def _mask(node: Node, *, spots: list[Print], told: set[Print]) -> Node:
    return replace(
        node,
        children=tuple(_mask(child, spots=spots, told=told) for child in node.children),
        glyphs=tuple(_spoken(node.glyphs, spots, told)),
    )


def _spoken(glyphs: Iterable[Glyph], spots: list[Print], told: set[Print]) -> Iterator[Glyph]:
    from briefs.evidence.page import stands_in  # noqa: PLC0415 - as said above

    for glyph in glyphs:
        spot = next((one for one in spots if stands_in(glyph, one)), None)
        if spot is None:
            yield glyph
        elif spot not in told:
            told.add(spot)
            yield glyph._replace(char=f"{{{spot.figure}}}")
