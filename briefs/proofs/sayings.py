"""Sayings: every string that a view wants to see printed, as often as it wants it.

This is a second account of what the templates set, kept apart from them on purpose: what a
template forgets, or says twice, is found by comparing the two.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace
from html import unescape

from briefs.proofs.exhibit import Exhibit
from briefs.proofs.saying import (
    Saying,
    of_figure,
    of_list,
    of_phrase,
    of_table,
    of_value,
    of_words,
    plainly,
)
from briefs.proofs.slides import SIGNS, of_slide
from briefs.views.deck import Deck
from briefs.views.one_pager import OnePager
from briefs.views.parts import Foot, Note, Section, Term
from briefs.views.slides import Layout

_TAGS = re.compile(r"<[^>]*>")
_STAMPS = re.compile(r'class="(?:c stamp">.*?</div>|stamp">.*?</span>)', re.DOTALL)
_DRAFTS = re.compile(r'class="draft">(.*?)</span>')


def sayings_of(exhibit: Exhibit) -> tuple[Saying, ...]:
    """Give everything that the pages of an edition have to say."""
    view = exhibit.view
    pages = _one_pager(view, exhibit) if isinstance(view, OnePager) else _deck(view, exhibit)
    return tuple(saying for saying in pages if saying.text)


def _term(block: str, term: Term) -> Iterator[Saying]:
    yield from of_words(block, term.label)
    yield from of_value(block, term.value)
    yield from of_words(block, term.detail)


def _section(section: Section) -> Iterator[Saying]:
    name = f"section {section.title[0]}"
    yield from of_words(name, section.title)
    for term in section.terms:
        yield from _term(name, term)
    for date in section.dates:
        yield from of_words(name, date.label)
        yield from of_value(name, date.value)
    for words in section.bars.columns if section.bars else ():
        yield from of_words(name, words)
    for row in section.bars.rows if section.bars else ():
        yield from of_value(name, row.label)
        for bar in row.bars:
            yield from of_value(name, bar.value)
    for text in section.text:
        yield from of_words(name, text)


#: What heads the foot of a one-pager; a deck says the general remarks apart.
_HEADS = ("foot.notes", "foot.sources", "foot.disclaimer")


def _foot(foot: Foot, heads: Iterable[str], *, once: bool) -> Iterator[Saying]:
    for key in heads:
        yield from of_words("foot", foot.labels[key])
    for note in foot.notes:
        yield from _numbered(note, once=once)
    for line in foot.general:
        yield from of_words("notes", line)
    for line in foot.sources:
        yield from of_words("sources", line)
    yield from of_words("disclaimer", foot.disclaimer)


def _numbered(note: Note, *, once: bool) -> Iterator[Saying]:
    """Give a note with its number: once for all languages, or once for each."""
    name = f"note {note.number}"
    for index, phrase in enumerate(note.words):
        yield plainly(name, "" if once and index else str(note.number))
        yield from of_phrase(name, phrase)


def _one_pager(view: OnePager, exhibit: Exhibit) -> Iterator[Saying]:
    paired = view.setting.is_bilingual
    yield from _head(view)
    yield from of_words("business", view.business)
    for chart in view.charts:
        yield from of_figure(chart, exhibit, sourced=True)
    yield from of_table(view.table)
    yield from of_list("strengths", view.strengths, counted=not paired)
    yield from of_list("risks", view.risks, counted=not paired)
    for section in (*view.sections, *([view.beside] if view.beside else [])):
        yield from _section(section)
    for line in view.checked:
        yield plainly("checked", SIGNS.get(line.verdict, "–"))
        yield from of_words("checked", line.words)
    yield from _foot(view.foot, _HEADS, once=False)
    for _ in range((len(view.foot.sources) - 1) * len(view.setting.languages)):
        yield plainly("sources", "·")
    yield plainly("edition", view.id)
    yield from _furniture(exhibit)


def _head(view: OnePager) -> Iterator[Saying]:
    for key in view.labels:
        if key != "section.checked" or view.checked:
            yield from of_words(key, view.labels[key])
    for block, words in (("stage", view.stage), ("as of", view.as_of), ("name", view.name)):
        yield from of_words(block, words)
    if not view.setting.is_bilingual:
        for form in view.other_name.forms:
            yield from of_phrase("name", form)
    for number, code in enumerate(view.codes):
        yield plainly("codes", "|" if number else "")
        yield from of_value("codes", code)
    yield from of_words("headline", view.headline)
    for tile in view.tiles:
        yield from of_value("tiles", tile.value)
        yield from of_words("tiles", tile.label)


def _furniture(exhibit: Exhibit) -> Iterator[Saying]:
    """Give what no view holds: the stamp, who publishes, and the word for a machine's draft."""
    html = exhibit.page.html
    yield from of_words("publisher", exhibit.view.foot.publisher)
    yield from of_words("imprint", exhibit.view.foot.imprint)
    for stamp in _STAMPS.findall(html):
        text = unescape(_TAGS.sub("", f"<{stamp}"))
        yield plainly("edition", text)
    if isinstance(exhibit.view, OnePager):
        for word in _DRAFTS.findall(html):
            yield plainly("draft", unescape(word))


def _deck(view: Deck, exhibit: Exhibit) -> Iterator[Saying]:
    drafts = exhibit.page.html.split('<div class="slide ')
    heads = [key for key in view.foot.labels if key != "foot.notes" or view.foot.notes]
    for number, slide in enumerate(view.slides, start=1):
        said = [
            *of_slide(slide, exhibit),
            *(_foot(view.foot, heads, once=True) if slide.layout is Layout.FOOT else ()),
            plainly("slide foot", f"{view.name[0]} · {number} / {len(view.slides)}"),
            *(plainly("draft", unescape(word)) for word in _DRAFTS.findall(drafts[number])),
        ]
        if number == 1:
            said += _furniture(exhibit)
        for saying in said:
            yield replace(saying, page=number, block=f"slide {slide.name}, {saying.block}")
