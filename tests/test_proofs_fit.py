"""A page that is too full, cut, covered, too small, or that lost or doubled a word is refused."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest
from exhibits import FACES, printed, slides, swap, told, tools, view_of, whole, with_pdf

from briefs.charts import draw
from briefs.press import Press, PressFault
from briefs.press.grid import Grid
from briefs.proofs import prove
from briefs.proofs.conservation import conserved
from briefs.proofs.fit import fitting
from briefs.proofs.legibility import clear, legible, sized, visible
from briefs.proofs.neighbours import apart

EN, HANS, PAIR = "axera.one-pager.en", "axera.one-pager.zh-Hans", "axera.one-pager.en+zh-Hans"
DECK = "ai-chips.deck.en"
LOOSE = ".slide { overflow: visible; height: auto; }"
BUSINESS = "Axera designs systems-on-chip"


def test_every_brief_of_ours_passes_every_proof(output):
    # The build asks every proof, and reports what they find and the time they take.
    assert len(output.rows) >= 15
    for row in output.rows.values():
        assert row["state"] == "built", row["faults"]
        assert not row["faults"], row["id"]
        assert 0 < row["proving"] < row["seconds"]


# --- conservation


def test_a_text_that_the_template_forgets_is_missed_with_its_block():
    sabotaged = printed(view_of(EN), html=swap(BUSINESS, "Axera"))
    told(conserved(sabotaged), "designssystems-on-chip", "business", "page 1")


def test_a_text_that_the_template_sets_twice_is_found_with_its_place():
    twice = swap("<h2>Business in brief</h2>", "<h2>Business in brief</h2><p>Business in brief</p>")
    told(conserved(printed(view_of(EN), html=twice)), "Businessinbrief", "more often", "mm from")


def test_a_text_that_is_hidden_is_missed():
    told(conserved(printed(view_of(EN), css=".headline { display: none; }")), "headline", "missing")


def test_a_text_that_the_view_does_not_say_is_found():
    added = swap('<div id="foot">', '<div id="foot"><p>Buy now</p>')
    told(conserved(printed(view_of(EN), html=added)), "Buynow", "more often", "page 1")


def test_one_altered_character_is_found():
    altered = swap("视觉终端、汽车", "视觉终瑞、汽车")
    told(conserved(printed(view_of(HANS), html=altered)), "端、汽车", "business")


def test_text_past_a_hidden_edge_of_a_slide_is_missed():
    cut = ".stage { max-height: 40mm; overflow: hidden; }"
    with pytest.raises(PressFault, match="page 2"):
        printed(slides(), css=cut)


# --- geometry


def test_a_slide_that_runs_over_is_no_longer_one_slide():
    with pytest.raises(PressFault) as refused:
        printed(slides(), css=".slide-foot { position: static; margin-top: 180mm; }" + LOOSE)
    told(refused.value.faults, "pages instead of 3")


def test_a_stage_that_reaches_into_the_foot_is_found():
    assert not list(fitting(printed(slides())))
    sabotaged = printed(slides(), css="#slide-glance .slide-foot { top: 90mm; }")
    told(fitting(sabotaged), "stage of glance", "slide-foot", "page 2")


def test_a_chart_that_reaches_under_its_stage_is_found():
    deck = view_of(DECK)
    drawn = next(slide for slide in deck.slides if slide.name == "debut")
    view = replace(deck, slides=(drawn, deck.slides[-1]))
    assert not list(fitting(printed(view)))
    tall = printed(view, css=".stage .plot { height: 140mm; }")
    told(fitting(tall), "mm under its slide's stage", "page 1", "mm from")


def test_words_on_a_chart_are_found():
    lifted = ".source { margin-top: -12mm; }"
    told(fitting(printed(view_of(EN), css=lifted)), "stands on a chart", "page 1", "mm from")


def test_cells_that_read_as_one_are_found():
    close = ".case .gutter { width: 0; } .case .supports li { text-align: right; }"
    told(apart(printed(view_of(EN), css=close)), "of the next cell", "page 1", "mm from")


def test_halves_of_a_page_in_two_languages_that_read_as_one_are_found():
    close = ".pair .gutter { width: 0; } .pair .c:first-child { text-align: right; }"
    told(apart(printed(view_of(PAIR), css=close)), "of the next cell", "page 1", "mm from")


def test_labels_of_a_chart_that_read_as_one_are_found(monkeypatch):
    def nudged(chart, **more):
        """Draw a chart, and bring the second year next to the first."""
        svg = draw(chart, **more)
        at = re.search(rb"translate\(([0-9.]+) [0-9.]+\)\">2022<", svg)
        second = rb"translate\([0-9.]+( [0-9.]+\)\">2023<)"
        return re.sub(second, rb"translate(%.2f\1" % (float(at[1]) + 14.2), svg) if at else svg

    monkeypatch.setattr("briefs.press.press.draw", nudged)
    told(apart(printed(view_of(EN))), "“2022” runs into “2023”", "in a chart", "page 1", "mm from")


def test_text_that_a_box_cuts_is_found():
    cut = ".headline { height: 3mm; overflow: hidden; }"
    told(fitting(printed(view_of(EN), css=cut)), "cut off", "page 1", "mm from the top")


def test_text_over_text_is_found_on_the_pdf_alone():
    over = printed(view_of(EN), css=".codes { margin-top: -5mm; }")
    told(clear(EN, over.pdf), "printed over each other", "page 1", "mm from")


def test_text_off_the_paper_is_found_on_the_pdf_alone():
    def narrow(document):
        document.pages[0].mediabox = [0, 0, 500, 842]

    told(clear(EN, with_pdf(whole(EN), narrow).pdf), "page's edge", "page 1")


# --- sizes and sight


@pytest.mark.parametrize(
    ("edition", "css", "words"),
    [
        (EN, ".business p { font-size: 7.2pt; }", ("business", "7.2 pt, under 7.5")),
        (EN, ".tiles .label { font-size: 6.6pt; }", ("tiles", "6.6 pt, under 6.8")),
        (HANS, "#foot { font-size: 6.2pt; }", ("6.2 pt, under 6.5", "page 1")),
        (DECK, ".slide-foot .c { font-size: 7.5pt; }", ("7.5 pt, under 8.0", "page 1")),
    ],
)
def test_text_under_the_least_size_is_found(edition, css, words):
    view = slides() if edition == DECK else view_of(edition)
    told(sized(printed(view, css=css)), *words)


def test_text_of_charts_is_measured_too():
    project, designer, _ = tools()
    small = project.theme.chart.model_copy(update={"label": 5.5, "value": 5.5, "smallest": 5.5})
    theme = project.theme.model_copy(update={"chart": small})
    page = designer.page(view_of(EN), "0" * 64)
    made = Press(FACES, theme, project.wordings).print(page)
    told(sized(replace(whole(EN), pdf=made.pdf, charts=made.charts)), "chart", "5.5 pt, under 6.8")
    told(legible(EN, made.pdf), "5.5 pt, under 6.5", "page 1")


@pytest.mark.parametrize(
    "css",
    [
        ".business p { color: white; }",
        ".business p { opacity: 0; }",
        ".case { position: relative; } .case .supports { background: #12263a; color: #12263a; }",
    ],
)
def test_text_that_leaves_no_ink_is_found(css):
    told(visible(EN, printed(view_of(EN), css=css).pdf), "cannot be seen", "page 1", "mm from")


# --- the plan


def longer(view, times):
    def repeated(words):
        return tuple(replace(phrase, parts=phrase.parts * times) for phrase in words)

    return replace(
        view,
        strengths=tuple(map(repeated, view.strengths)),
        risks=tuple(map(repeated, view.risks)),
    )


@pytest.mark.parametrize("edition", [EN, HANS])
def test_a_fuller_page_is_tightened_and_still_passes(edition):
    exhibit = printed(longer(view_of(edition), 2))
    assert prove(exhibit) == ()


@pytest.mark.parametrize("edition", [HANS, PAIR])
def test_what_the_plan_foresees_is_what_it_would_measure(edition, monkeypatch):
    """Two layouts find what one for every step does: the first measures, the second is printed."""
    _, designer, press = tools()
    page = designer.page(view_of(edition), "0" * 64)
    layouts, plain = [], Press._render  # noqa: SLF001 - layouts can be counted nowhere else
    monkeypatch.setattr(Press, "_render", lambda *of: layouts.append(1) or plain(*of))
    foreseen = press.print(page).pdf
    assert len(layouts) == 2
    monkeypatch.setattr(Grid, "are_in", lambda *_, **__: False)
    assert press.print(page).pdf == foreseen
    assert len(layouts) > 5


@pytest.mark.parametrize(
    ("edition", "words"),
    [
        (EN, ("shorten its risks in en-HK by about", "words")),
        (HANS, ("in zh-Hans by about", "characters")),
        (PAIR, ("risks in", "by about", "characters", "words")),
    ],
)
def test_a_page_too_full_names_what_to_shorten_and_by_how_much(edition, words):
    with pytest.raises(PressFault) as refused:
        printed(longer(view_of(edition), 6))
    (fault,) = refused.value.faults
    assert "mm too full" in fault.message
    assert "page 1" in fault.message
    assert all(word in fault.mend for word in words), fault.mend


def test_the_amount_that_the_plan_names_is_enough():
    """Cut as much as is asked for, and the page fits."""
    view = longer(view_of(EN), 4)
    with pytest.raises(PressFault) as refused:
        printed(view)
    count = int(refused.value.faults[0].mend.split("about ")[1].split()[0])
    risks = list(view.risks)
    for number, (phrase,) in enumerate(risks):
        words = str(phrase).split()
        cut, count = words[: max(len(words) - count, 1)], max(count - len(words) + 1, 0)
        risks[number] = (replace(phrase, parts=(" ".join(cut),)),)
    assert printed(replace(view, risks=tuple(risks))).pdf


def test_blocks_are_measured_with_the_room_they_have():
    _, designer, press = tools()
    measured = press.measure(designer.page(view_of(PAIR), "0" * 64))
    names = {(block.name, block.language) for block in measured}
    assert {("business", "en-HK"), ("business", "zh-Hans"), ("risks", "zh-Hans")} <= names
    assert all(block.used > 0 and block.free > 0 for block in measured)
    measured = press.measure(designer.page(slides(), "0" * 64))
    assert {block.at.page for block in measured} == {1, 2, 3}
