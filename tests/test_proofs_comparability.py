"""A deck compares like with like, or says in the cell where it does not."""

from __future__ import annotations

from dataclasses import replace

import pytest
from exhibits import told, whole

from briefs.figures import Unit
from briefs.figures.period import parse_period
from briefs.proofs.comparability import comparable
from briefs.views.parts import Amount, AmountKind

DECK = "ai-chips.deck.en"


def changed(part, edit):
    """Walk a part of a view and give it with every Amount that `edit` takes up changed."""
    match part:
        case Amount() if part.figure:
            return edit(part)
        case tuple():
            return tuple(changed(item, edit) for item in part)
        case _ if hasattr(part, "__dataclass_fields__") and not hasattr(part, "origin"):
            fields = {name: getattr(part, name) for name in part.__dataclass_fields__}
            kept = {
                name: changed(value, edit)
                for name, value in fields.items()
                if isinstance(value, tuple) or hasattr(value, "__dataclass_fields__")
            }
            return replace(part, **kept)
    return part


def slide_of(name):
    return next(slide for slide in whole(DECK).view.slides if slide.name == name)


def exhibit_with(slide):
    exhibit = whole(DECK)
    slides = tuple(slide if one.name == slide.name else one for one in exhibit.view.slides)
    return replace(exhibit, view=replace(exhibit.view, slides=slides))


def of(subject, measure, **fields):
    """Give an edit of the figure of a company: its unit, period, basis or path."""

    def edit(amount):
        figure = amount.figure
        if figure.subject != subject or not figure.path.startswith(measure):
            return amount
        text = fields.get("text", amount.text)
        given = {key: value for key, value in fields.items() if key != "text"}
        return replace(amount, text=text, figure=replace(figure, **given))

    return edit


def row(name, label, edit):
    """Give a slide with the figures of one row of its table changed."""
    slide = slide_of(name)
    rows = tuple(
        replace(one, cells=changed(one.cells, edit)) if label in str(one.label[0]) else one
        for one in slide.table.rows
    )
    assert rows != slide.table.rows
    return replace(slide, table=replace(slide.table, rows=rows))


def test_our_deck_compares_like_with_like():
    assert not list(comparable(whole(DECK)))


# --- rows


def test_a_currency_that_its_cell_does_not_say_is_found():
    edit = of("biren", "offer.price", unit=Unit.USD, text="19.60")
    told(
        comparable(exhibit_with(row("terms", "Offer price", edit))),
        "CNY, HKD, USD stand together in Offer price",
        "slide terms",
        "page 3",
        "mm from the left",
    )


def test_currencies_that_their_cells_say_may_stand_together():
    edit = of("biren", "offer.price", unit=Unit.USD, text="US$19.60")
    assert not list(comparable(exhibit_with(row("terms", "Offer price", edit))))


def test_a_half_year_beside_years_is_found():
    edit = of("biren", "revenue", period=parse_period("1H2025"))
    told(
        comparable(exhibit_with(row("glance", "Revenue", edit))),
        "1H2025, FY2024 stand together",
        "slide glance",
        "page 2",
    )


def test_periods_that_their_cells_say_may_stand_together():
    # Concentration is given for the latest period of each, with the period in the cell.
    slide = slide_of("glance")
    assert any("five" in str(one.label[0]).lower() for one in slide.table.rows)
    assert not list(comparable(exhibit_with(slide)))

    def silent(amount):
        return amount

    rows = tuple(
        replace(one, cells=tuple(map(_without_time, one.cells)))
        if "five" in str(one.label[0]).lower()
        else one
        for one in slide.table.rows
    )
    del silent
    sabotaged = replace(slide, table=replace(slide.table, rows=rows))
    told(comparable(exhibit_with(sabotaged)), "stand together", "slide glance")


def _without_time(cell):
    def plain(part):
        is_time = isinstance(part, Amount) and part.kind is AmountKind.TIME
        return "" if is_time else part

    forms = tuple(
        replace(form, parts=tuple(plain(part) for part in form.parts)) for form in cell.value.forms
    )
    return replace(cell, value=replace(cell.value, forms=forms))


def test_a_close_beside_highs_is_found():
    def closing(amount):
        figure = amount.figure
        if figure.subject != "metax":
            return amount
        return replace(amount, figure=replace(figure, path="gain.close"))

    slide = row("glance", "high", closing)
    told(comparable(exhibit_with(slide)), "different kinds (close, high)", "slide glance")


def test_shares_of_different_things_without_a_note_are_found():
    slide = slide_of("glance")

    def other_basis(amount):
        if amount.figure.subject != "biren":
            return amount
        return replace(amount, figure=replace(amount.figure, basis="purchases"))

    rows = tuple(
        replace(one, cells=tuple(map(_bare, changed(one.cells, other_basis))))
        if "five" in str(one.label[0]).lower()
        else one
        for one in slide.table.rows
    )
    sabotaged = replace(slide, table=replace(slide.table, rows=rows))
    told(comparable(exhibit_with(sabotaged)), "shares of different things (purchases, revenue)")


def _bare(cell):
    """Take away all that a cell says beside its figure."""
    forms = tuple(
        replace(form, parts=tuple(part for part in form.parts if not isinstance(part, str)))
        for form in cell.value.forms
    )
    return replace(cell, value=replace(cell.value, forms=forms, notes=()))


# --- charts


def charted(name, edit):
    slide = slide_of(name)
    chart = slide.charts[0]
    strands = tuple(
        replace(
            strand,
            points=tuple(
                replace(point, figure=edit(point.figure)) if point.figure else point
                for point in strand.points
            ),
        )
        for strand in chart.strands
    )
    return replace(slide, charts=(replace(chart, strands=strands),))


@pytest.mark.parametrize(
    ("name", "fields", "words"),
    [
        ("revenue", {"unit": Unit.USD}, "CNY, USD stand together in chart revenue"),
        ("research", {"period": parse_period("1H2025")}, "1H2025, FY2024 stand together"),
        ("debut", {"path": "index.opening"}, "different kinds"),
    ],
)
def test_a_chart_of_unlike_things_is_found(name, fields, words):
    def edit(figure):
        return replace(figure, **fields) if figure.subject == "biren" else figure

    slide = charted(name, edit)
    if name == "debut":
        slide = replace(slide, remarks=())
    told(comparable(exhibit_with(slide)), words, f"slide {name}")


def test_a_chart_of_shares_on_two_bases_says_so_in_its_remarks():
    slide = slide_of("cornerstones")
    bases = {p.figure.basis for s in slide.charts[0].strands for p in s.points if p.figure}
    assert len(bases) == 2
    told(
        comparable(exhibit_with(replace(slide, remarks=()))),
        "shares of different things",
        "slide cornerstones",
    )


# --- rankings


def test_a_ranking_over_unlike_figures_is_refused():
    def half(figure):
        if figure.subject == "biren":
            return replace(figure, period=parse_period("1H2025"))
        return figure

    slide = slide_of("revenue")
    strands = tuple(
        replace(
            strand,
            points=tuple(
                replace(point, figure=half(point.figure)) if point.figure else point
                for point in strand.points
            ),
        )
        for strand in slide.charts[0].strands
    )
    slide = replace(slide, charts=(replace(slide.charts[0], strands=strands),))
    told(comparable(exhibit_with(slide)), "ranked against unlike figures of biren", "page")


def test_a_ranking_by_another_basis_is_refused():
    slide = slide_of("cornerstones")
    first = slide.title[0]
    name = next(str(remark.about[0]) for remark in slide.remarks)
    figure = next(p.figure for s in slide.charts[0].strands for p in s.points if p.figure)
    ranked = replace(first, parts=(f"{name} leads with ", Amount("48.76%", figure=figure)))
    sabotaged = replace(slide, title=(ranked,))
    told(comparable(exhibit_with(sabotaged)), "is ranked against unlike figures of")


def test_a_ranking_by_another_price_is_refused():
    def later(figure):
        return replace(figure, path="gain.later") if figure.subject == "biren" else figure

    slide = row("glance", "high", lambda one: replace(one, figure=later(one.figure)))
    title = slide_of("debut").title
    told(
        comparable(exhibit_with(replace(slide, title=title))),
        "ranked against unlike figures of biren",
    )
