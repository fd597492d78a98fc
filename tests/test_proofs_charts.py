"""A chart shows its own company's figures, where their values put them."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest
from exhibits import told, view_of, whole

from briefs.proofs.charts import drawn_from_own_data
from briefs.proofs.drawn import read_back

ONE, OTHER = "biren.one-pager.en", "axera.one-pager.en"
DECK = "ai-chips.deck.en"


def redrawn(name, edit, edition=ONE):
    """Give an exhibit with one drawn chart edited."""
    exhibit = whole(edition)
    svg = edit(exhibit.charts[name].decode())
    assert svg.encode() != exhibit.charts[name]
    return replace(exhibit, charts={**exhibit.charts, name: svg.encode()})


def asked_for(name, edit, edition=ONE):
    """Give an exhibit whose page asks for one chart otherwise than it was drawn."""
    exhibit = whole(edition)
    charts = {**exhibit.page.charts, name: edit(exhibit.page.charts[name])}
    return replace(exhibit, page=replace(exhibit.page, charts=charts))


@pytest.mark.parametrize("edition", [ONE, OTHER])
def test_our_charts_show_their_own_data(edition):
    assert not list(drawn_from_own_data(whole(edition)))


def test_a_drawn_chart_says_whose_it_is_and_every_mark_what_it_stands_for():
    drawn = read_back(whole(ONE).charts["biren/revenue"])
    assert (drawn.subject, drawn.name) == ("biren", "revenue")
    assert [(mark.figure, mark.value) for mark in drawn.marks] == [
        ("biren:revenue.FY2022", "499000"),
        ("biren:revenue.FY2023", "62030000"),
        ("biren:revenue.FY2024", "337900000"),
        ("biren:revenue.1H2025", "58903000"),
    ]


# --- the last company's chart on the next company's page


def test_the_picture_of_another_company_is_found():
    exhibit, other = whole(ONE), whole(OTHER).charts["axera/revenue"]
    sabotaged = replace(exhibit, charts={**exhibit.charts, "biren/revenue": other})
    found = list(drawn_from_own_data(sabotaged))
    told(found, "chart biren/revenue says that it is axera/revenue", "page 1", "mm from")
    told(found, "draws axera:revenue.FY2022")


def test_a_chart_of_another_company_in_the_view_is_found():
    other = view_of(OTHER).charts[0]
    exhibit, name = whole(ONE), f"axera/{other.name}"
    view = replace(exhibit.view, charts=(other, *exhibit.view.charts[1:]))
    page = replace(exhibit.page, charts={name: other})
    charts = {name: whole(OTHER).charts[name]}
    sabotaged = replace(exhibit, view=view, page=page, charts=charts)
    told(drawn_from_own_data(sabotaged), "stands on the page of biren")


def test_a_figure_of_another_company_in_a_chart_is_found():
    def borrow(chart):
        point = chart.strands[0].points[0]
        foreign = replace(point, figure=replace(point.figure, subject="axera"))
        strand = replace(chart.strands[0], points=(foreign, *chart.strands[0].points[1:]))
        return replace(chart, strands=(strand,))

    told(
        drawn_from_own_data(asked_for("biren/revenue", borrow)),
        "axera:revenue.FY2022, a figure of another company",
    )


def test_a_chart_that_was_not_drawn_is_found():
    exhibit = whole(ONE)
    left = {name: svg for name, svg in exhibit.charts.items() if name != "biren/margin"}
    told(drawn_from_own_data(replace(exhibit, charts=left)), "was not drawn")


def test_a_value_that_is_not_the_records_is_found():
    def revised(chart):
        point = chart.strands[0].points[2]
        other = replace(point, figure=replace(point.figure, value=point.figure.value + 1))
        points = (*chart.strands[0].points[:2], other, *chart.strands[0].points[3:])
        return replace(chart, strands=(replace(chart.strands[0], points=points),))

    told(
        drawn_from_own_data(asked_for("biren/revenue", revised)),
        "biren:revenue.FY2024 = 337900000 where the view has biren:revenue.FY2024 = 337900001",
    )


def test_a_label_that_is_not_printed_is_found():
    def mute(svg):
        return svg.replace(">337.9</text>", "></text>")

    told(drawn_from_own_data(redrawn("biren/revenue", mute)), "does not print “337.9”")


# --- heights and places


def moved(mark, by, axis):
    """Give an edit that moves the points of a mark's path: their x, or their y."""

    def edit(svg):
        head, group, rest = re.split(f'(<g id="{mark}".*?</g>)', svg, maxsplit=1, flags=re.DOTALL)

        def step(match):
            x, y = float(match[1]), float(match[2])
            return f"{x + by} {y}" if axis == "x" else f"{x} {y + by}"

        path = re.search(r' d="([^"]*)"', group)[1]
        return head + group.replace(path, re.sub(r"(-?[\d.]+) (-?[\d.]+)", step, path)) + rest

    return edit


def longer(mark, by):
    """Give an edit that moves the right edge of a bar."""

    def edit(svg):
        head, group, rest = re.split(f'(<g id="{mark}".*?</g>)', svg, maxsplit=1, flags=re.DOTALL)
        path = re.search(r' d="([^"]*)"', group)[1]
        right = max((x for x, _ in re.findall(r"(-?[\d.]+) (-?[\d.]+)", path)), key=float)
        return head + group.replace(right, f"{float(right) + by:.6f}") + rest

    return edit


def taller(mark, by):
    """Give an edit that moves the upper edge of a bar."""

    def edit(svg):
        head, group, rest = re.split(f'(<g id="{mark}".*?</g>)', svg, maxsplit=1, flags=re.DOTALL)
        path = re.search(r' d="([^"]*)"', group)[1]
        heights = {y for _, y in re.findall(r"(-?[\d.]+) (-?[\d.]+)", path)}
        top = min(heights, key=float)
        return head + group.replace(top, f"{float(top) - by:.6f}") + rest

    return edit


@pytest.mark.parametrize(
    ("name", "edit", "figure"),
    [
        ("biren/revenue", taller("bar-0-1", 2), "biren:revenue.FY2023"),
        ("biren/revenue", taller("bar-0-3", 0.3), "biren:revenue.1H2025"),
        ("biren/loss_and_research", taller("bar-1-0", 1), "biren:rd_expense.FY2022"),
        ("biren/margin", moved("point-0-1", 1, "y"), "biren:gross_margin.FY2023"),
    ],
)
def test_a_mark_that_stands_for_another_value_is_found(name, edit, figure):
    told(drawn_from_own_data(redrawn(name, edit)), f"draws {figure}", "pt away", "mm from the top")


@pytest.mark.parametrize(
    ("name", "edit", "figure"),
    [
        ("comparison/debut", moved("point-0-1", 3, "x"), "index.high"),
        ("comparison/revenue", taller("bar-1-0", 2), "revenue"),
        ("comparison/research", longer("bar-0-0", 2), "rd_to_revenue"),
    ],
)
def test_marks_of_a_deck_are_measured_too(name, edit, figure):
    told(drawn_from_own_data(redrawn(name, edit, DECK)), figure, "pt away")


def test_a_company_keeps_its_colour_through_a_deck():
    def recoloured(chart):
        first, second = chart.strands[:2]
        return replace(
            chart,
            strands=(replace(first, role=second.role), replace(second, role=first.role)),
        )

    exhibit = whole(DECK)
    charts = {**exhibit.page.charts}
    charts["comparison/again"] = recoloured(charts["comparison/revenue"])
    sabotaged = replace(exhibit, page=replace(exhibit.page, charts=charts))
    told(drawn_from_own_data(sabotaged), "in the colour of")


def test_a_picture_shown_at_another_size_is_found():
    def smaller(svg):
        width = re.search(r'width="([\d.]+)pt"', svg)[1]
        return svg.replace(f'width="{width}pt"', f'width="{float(width) * 2}pt"', 1)

    told(drawn_from_own_data(redrawn("biren/margin", smaller)), "larger or smaller", "page 1")
