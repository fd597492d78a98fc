"""Slides: what each slide of a deck has to say, by its layout."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping

from briefs.proofs.exhibit import Exhibit
from briefs.proofs.saying import (
    Saying,
    of_figure,
    of_list,
    of_picture,
    of_table,
    of_value,
    of_words,
    plainly,
)
from briefs.views.parts import Chart, Words
from briefs.views.slides import Arrangement, Heat, Layout, Maker, Slide, Verdicts

#: How a finding of the checks is marked, by its verdict.
SIGNS = {"holds": "=", "contradicts": "≠", "tension": "?"}


def of_slide(slide: Slide, exhibit: Exhibit) -> Iterator[Saying]:
    """Give everything that a slide has to say."""
    yield from of_words("kicker", slide.kicker)
    yield from of_words("title", slide.title)
    yield from of_words("subtitle", slide.subtitle)
    yield from of_words("source", slide.source)
    yield from of_words("notes", slide.notes_at)
    yield from LAYOUTS[slide.layout](slide, exhibit)


def _company(slide: Slide, exhibit: Exhibit) -> Iterator[Saying]:
    for chart in slide.charts:
        yield from of_figure(chart, exhibit, sourced=False)
    if slide.table:
        yield from of_table(slide.table, titled=False)
    for title, texts in slide.lists:
        yield from of_words("list", title)
        yield from of_list(str(title[0]), texts, counted=True)


def _verdicts(verdicts: Verdicts) -> Iterator[Saying]:
    yield from of_words("checked", verdicts.about)
    for line in verdicts.lines:
        yield plainly("checked", SIGNS.get(line.verdict, "–"))
        yield from of_words("checked", line.words)


def _heat(heat: Heat) -> Iterator[Saying]:
    for group in heat.groups:
        yield from of_words("heat", group.label)
        for column in group.columns:
            yield from of_value("heat", column)
    yield from of_words("heat", heat.words)
    for row in heat.rows:
        yield from of_words("heat", row.name)
        for cell in row.cells:
            yield from of_value("heat", cell.value)
            yield from of_words("heat", cell.period)
        yield from of_words("heat", row.words)


def _maker(maker: Maker, none_named: Words) -> Iterator[Saying]:
    yield from of_words("products", maker.name)
    for lane in maker.lanes:
        if not lane:
            yield from of_words("products", none_named)
        for made in lane:
            yield from of_value("products", made.name)
            yield from of_words("products", made.what)


def _chart_slide(slide: Slide, exhibit: Exhibit) -> Iterator[Saying]:
    for chart in slide.charts:
        if slide.arrangement is Arrangement.STACK or chart is not slide.charts[0]:
            yield from _head(chart, slide)
        yield from of_picture(chart, exhibit)
    for remark in slide.remarks:
        yield from of_words("remark", remark.about)
        for words in (remark.words, *remark.more):
            yield from of_words("remark", words)
    yield from of_words("missing", slide.missing)


def _head(chart: Chart, slide: Slide) -> Iterator[Saying]:
    """Give the title of a chart that does not stand alone; its slide's subtitle stands once."""
    yield from of_words(f"chart {chart.name}", chart.title)
    if chart.subtitle != slide.subtitle or slide.arrangement is not Arrangement.STACK:
        yield from of_words(f"chart {chart.name}", chart.subtitle)


def _cover(slide: Slide, _exhibit: Exhibit) -> Iterator[Saying]:
    for member in slide.members:
        yield from of_words("members", member.name)
        yield from of_value("members", member.code)
        yield from of_words("members", member.line)
        yield from of_words("members", member.when)
    yield from of_words("as of", slide.missing)


def _matrix(slide: Slide, _exhibit: Exhibit) -> Iterator[Saying]:
    if slide.table:
        yield from of_table(slide.table, titled=False)
    for verdicts in slide.verdicts:
        yield from _verdicts(verdicts)


def _heated(slide: Slide, _exhibit: Exhibit) -> Iterator[Saying]:
    if slide.heat:
        yield from _heat(slide.heat)
    yield from of_words("missing", slide.missing)


def _lanes(slide: Slide, _exhibit: Exhibit) -> Iterator[Saying]:
    for lane in slide.lanes:
        yield from of_words("lanes", lane)
    for maker in slide.makers:
        yield from _maker(maker, slide.none_named)


def _products(slide: Slide, _exhibit: Exhibit) -> Iterator[Saying]:
    for made in slide.products:
        yield from of_words("products", made.maker)
        yield from of_value("products", made.name)
        yield from of_words("products", made.status)
        yield from of_words("products", made.what)


#: What a slide of each layout says under its head; the foot says itself.
LAYOUTS: Mapping[Layout, Callable[[Slide, Exhibit], Iterator[Saying]]] = {
    Layout.COVER: _cover,
    Layout.MATRIX: _matrix,
    Layout.CHART: _chart_slide,
    Layout.HEAT: _heated,
    Layout.COMPANY: _company,
    Layout.PRODUCTS: _products,
    Layout.LANES: _lanes,
    Layout.CHECKED: _matrix,
    Layout.FOOT: lambda _slide, _exhibit: iter(()),
}
