"""Sayings: every string that a view wants to see printed, as often as it wants it.

This is a second account of what the templates set, kept apart from them on purpose: what a
template forgets, or says twice, is found by comparing the two.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from html import unescape

from briefs.proofs.exhibit import Exhibit
from briefs.proofs.reading import bare
from briefs.views.deck import Deck
from briefs.views.one_pager import OnePager
from briefs.views.parts import (
    Cell,
    Chart,
    Foot,
    Foreign,
    Note,
    Phrase,
    Section,
    Table,
    Term,
    Value,
    Words,
)
from briefs.views.slides import Layout, Slide

#: How a finding of the checks is marked, by its verdict.
SIGNS = {"holds": "=", "contradicts": "≠", "tension": "±"}

_TAGS = re.compile(r"<[^>]*>")
_STAMPS = re.compile(r'class="(?:c stamp">.*?</div>|stamp">.*?</span>)', re.DOTALL)
_DRAFTS = re.compile(r'class="draft">(.*?)</span>')
_TEXTS = re.compile(r"<text [^>]*>(.*?)</text>", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Saying:
    """A string that stands on a page: where in its view it comes from, and its language.

    `pieces` are its parts with the language of each; a language is empty for what has none,
    such as a number in a list, or several for a chart's.
    """

    page: int
    block: str
    pieces: tuple[tuple[str, str], ...]

    @property
    def text(self) -> str:
        """Give the string without what is shown by room alone."""
        return bare("".join(text for text, _ in self.pieces))


def sayings_of(exhibit: Exhibit) -> tuple[Saying, ...]:
    """Give everything that the pages of an edition have to say."""
    view = exhibit.view
    pages = _one_pager(view, exhibit) if isinstance(view, OnePager) else _deck(view, exhibit)
    return tuple(saying for saying in pages if saying.text)


def _plain(block: str, text: str) -> Saying:
    return Saying(1, block, ((text, ""),))


def _phrase(block: str, phrase: Phrase) -> Iterator[Saying]:
    pieces = tuple(
        (part, phrase.language)
        if isinstance(part, str)
        else (part.text, part.language if isinstance(part, Foreign) else phrase.language)
        for part in phrase.parts
    )
    yield Saying(1, block, pieces)
    yield from _marks(block, phrase.notes)


def _marks(block: str, notes: Iterable[int]) -> Iterator[Saying]:
    yield _plain(block, ",".join(map(str, notes)))


def _words(block: str, words: Words) -> Iterator[Saying]:
    for phrase in words:
        yield from _phrase(block, phrase)


def _value(block: str, value: Value) -> Iterator[Saying]:
    for form in value.forms:
        yield from _phrase(block, form)
    yield from _marks(block, value.notes)


def _listed(block: str, texts: Iterable[Words], *, counted: bool) -> Iterator[Saying]:
    for number, words in enumerate(texts, start=1):
        if counted:
            yield _plain(f"{block} {number}", str(number))
        yield from _words(f"{block} {number}", words)


def _table(table: Table, *, titled: bool = True) -> Iterator[Saying]:
    if titled:
        yield from _words("table", table.title)
    yield from _words("table", table.unit)
    for column in table.columns:
        yield from _value("table", column.label)
    for row in table.rows:
        name = f"row {row.label[0]}"
        yield from _words(name, row.label)
        for cell in row.cells:
            yield from _cell(name, cell)


def _cell(block: str, cell: Cell) -> Iterator[Saying]:
    yield from _value(block, cell.value)


def _term(block: str, term: Term) -> Iterator[Saying]:
    yield from _words(block, term.label)
    yield from _value(block, term.value)
    yield from _words(block, term.detail)


def _section(section: Section) -> Iterator[Saying]:
    name = f"section {section.title[0]}"
    yield from _words(name, section.title)
    for term in section.terms:
        yield from _term(name, term)
    for date in section.dates:
        yield from _words(name, date.label)
        yield from _value(name, date.value)
    for words in section.bars.columns if section.bars else ():
        yield from _words(name, words)
    for row in section.bars.rows if section.bars else ():
        yield from _value(name, row.label)
        for bar in row.bars:
            yield from _value(name, bar.value)
    for text in section.text:
        yield from _words(name, text)


#: What heads the foot of a one-pager; a deck says the general remarks apart.
_HEADS = ("foot.notes", "foot.sources", "foot.disclaimer")


def _foot(foot: Foot, heads: Iterable[str], *, once: bool) -> Iterator[Saying]:
    for key in heads:
        yield from _words("foot", foot.labels[key])
    for note in foot.notes:
        yield from _numbered(note, once=once)
    for line in foot.general:
        yield from _words("notes", line)
    for line in foot.sources:
        yield from _words("sources", line)
    yield from _words("disclaimer", foot.disclaimer)
    yield from _words("imprint", foot.imprint)


def _numbered(note: Note, *, once: bool) -> Iterator[Saying]:
    """Give a note with its number: once for all languages, or once for each."""
    name = f"note {note.number}"
    for index, phrase in enumerate(note.words):
        yield _plain(name, "" if once and index else str(note.number))
        yield from _phrase(name, phrase)


def _one_pager(view: OnePager, exhibit: Exhibit) -> Iterator[Saying]:
    paired = view.setting.is_bilingual
    yield from _head(view)
    yield from _words("business", view.business)
    for chart in view.charts:
        yield from _figure(chart, exhibit, sourced=True)
    yield from _table(view.table)
    yield from _listed("strengths", view.strengths, counted=not paired)
    yield from _listed("risks", view.risks, counted=not paired)
    for section in (*view.sections, *([view.beside] if view.beside else [])):
        yield from _section(section)
    for line in view.checked if _has_checked(view) else ():
        yield _plain("checked", SIGNS.get(line.verdict, "–"))
        yield from _words("checked", line.words)
    yield from _foot(view.foot, _HEADS, once=False)
    for _ in range((len(view.foot.sources) - 1) * len(view.setting.languages)):
        yield _plain("sources", "·")
    yield _plain("edition", view.id)
    yield from _furniture(exhibit)


def _head(view: OnePager) -> Iterator[Saying]:
    for key in view.labels:
        if key != "section.checked" or _has_checked(view):
            yield from _words(key, view.labels[key])
    for block, words in (("stage", view.stage), ("as of", view.as_of), ("name", view.name)):
        yield from _words(block, words)
    if not view.setting.is_bilingual:
        yield from _phrase("name", view.other_name.forms[0])
    for number, code in enumerate(view.codes):
        yield _plain("codes", "|" if number else "")
        yield from _value("codes", code)
    yield from _words("headline", view.headline)
    for tile in view.tiles:
        yield from _value("tiles", tile.value)
        yield from _words("tiles", tile.label)


def _has_checked(view: OnePager) -> bool:
    """Whether the page has room for what the checks found: only a page in one language does."""
    return bool(view.checked) and not view.setting.is_bilingual


def _furniture(exhibit: Exhibit) -> Iterator[Saying]:
    """Give what no view holds: the stamp, who publishes, and the word for a machine's draft."""
    html = exhibit.page.html
    yield from _words("publisher", exhibit.view.foot.publisher)
    for stamp in _STAMPS.findall(html):
        text = unescape(_TAGS.sub("", f"<{stamp}"))
        yield _plain("edition", text)
    if isinstance(exhibit.view, OnePager):
        for word in _DRAFTS.findall(html):
            yield _plain("draft", unescape(word))


def _figure(chart: Chart, exhibit: Exhibit, *, sourced: bool) -> Iterator[Saying]:
    name = f"chart {chart.name}"
    yield from _words(name, chart.title)
    yield from _words(name, chart.subtitle)
    yield from _picture(chart, exhibit)
    if sourced:
        yield from _phrase(f"source of {name}", chart.source[0])


def _picture(chart: Chart, exhibit: Exhibit) -> Iterator[Saying]:
    """Give what stands inside a drawn chart, in the order of drawing.

    What the picture says is compared with the chart's data in another proof.
    """
    languages = " ".join(chart.languages)
    drawn = exhibit.charts.get(f"{chart.subject}/{chart.name}", b"").decode()
    texts = tuple((unescape(text), languages) for text in _TEXTS.findall(drawn))
    yield Saying(1, f"chart {chart.name}", texts)


def _deck(view: Deck, exhibit: Exhibit) -> Iterator[Saying]:
    drafts = exhibit.page.html.split('<div class="slide ')
    for number, slide in enumerate(view.slides, start=1):
        said = [
            *_slide(slide, exhibit),
            *(_foot(view.foot, view.foot.labels, once=True) if slide.layout is Layout.FOOT else ()),
            _plain("slide foot", f"{view.name[0]} · {number} / {len(view.slides)}"),
            *(_plain("draft", unescape(word)) for word in _DRAFTS.findall(drafts[number])),
        ]
        if number == 1:
            said += _furniture(exhibit)
        for saying in said:
            yield replace(saying, page=number, block=f"slide {slide.name}, {saying.block}")


def _slide(slide: Slide, exhibit: Exhibit) -> Iterator[Saying]:
    yield from _words("kicker", slide.kicker)
    yield from _words("title", slide.title)
    yield from _words("subtitle", slide.subtitle)
    yield from _words("source", slide.source)
    yield from _words("notes", slide.notes_at)
    match slide.layout:
        case Layout.COVER:
            for member in slide.members:
                yield from _words("members", member.name)
                yield from _value("members", member.code)
                yield from _words("members", member.line)
            yield from _words("as of", slide.missing)
        case Layout.MATRIX if slide.table:
            yield from _table(slide.table, titled=False)
        case Layout.CHART:
            yield from _chart_slide(slide, exhibit)
        case Layout.COMPANY:
            yield from _company(slide, exhibit)
        case Layout.PRODUCTS:
            for made in slide.products:
                yield from _words("products", made.maker)
                yield from _value("products", made.name)
                yield from _words("products", made.status)
                yield from _words("products", made.what)


def _company(slide: Slide, exhibit: Exhibit) -> Iterator[Saying]:
    for chart in slide.charts:
        yield from _figure(chart, exhibit, sourced=False)
    if slide.table:
        yield from _table(slide.table, titled=False)
    for title, texts in slide.lists:
        yield from _words("list", title)
        yield from _listed(str(title[0]), texts, counted=True)


def _chart_slide(slide: Slide, exhibit: Exhibit) -> Iterator[Saying]:
    for chart in slide.charts:
        if len(slide.charts) > 1:
            yield from _words(f"chart {chart.name}", chart.title)
        yield from _picture(chart, exhibit)
    for remark in slide.remarks:
        yield from _words("remark", remark.about)
        for words in (remark.words, *remark.more):
            yield from _words("remark", words)
    yield from _words("missing", slide.missing)
