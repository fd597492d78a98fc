"""Views say what the figures say, and nothing stands on a page without a figure behind it."""

import re
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import fields, is_dataclass, replace
from decimal import Decimal
from pathlib import Path
from types import MappingProxyType

import pytest

from briefs.checks import question
from briefs.figures import Derived, Figure, Unit, parse_period
from briefs.language import load_wordings, settings
from briefs.measures import derive
from briefs.records.library import read_library
from briefs.views import findings
from briefs.views.deck import deck
from briefs.views.marks import marks_in
from briefs.views.one_pager import one_pager
from briefs.views.parts import Amount, Chart, Foot, Phrase, figures_in
from briefs.views.slides import Layout
from briefs.views.speech import Speaker, Voice

ROOT = Path(__file__).parent.parent
WORDINGS, _ = load_wordings(ROOT / "templates/wording", name="templates/wording")
SETTINGS = {setting.id: setting for setting in settings(WORDINGS)}
COMPANIES = ("axera", "biren")


def library_of_ours():
    library = read_library(ROOT, languages=WORDINGS)
    return replace(library, books={name: derive(book) for name, book in library.books.items()})


LIBRARY = library_of_ours()
ANSWERS = question(LIBRARY)


def page(company, setting="en"):
    return one_pager(LIBRARY, ANSWERS, WORDINGS, company=company, setting=SETTINGS[setting])


def slides_of(comparison="ai-chips", setting="en", library=LIBRARY):
    return deck(
        library,
        question(library),
        WORDINGS,
        comparison=comparison,
        setting=SETTINGS[setting],
    )


def views():
    for setting in SETTINGS:
        for company in COMPANIES:
            yield pytest.param(page(company, setting), id=f"{company}.{setting}")
        yield pytest.param(slides_of(setting=setting), id=f"ai-chips.{setting}")


VIEWS = list(views())


def parts_of(part, kind) -> Iterator:
    if isinstance(part, kind):
        yield part
    if isinstance(part, tuple):
        for item in part:
            yield from parts_of(item, kind)
    elif isinstance(part, dict):
        yield from parts_of(tuple(part.values()), kind)
    elif is_dataclass(part) and not isinstance(part, Figure):
        for member in fields(part):
            yield from parts_of(getattr(part, member.name), kind)


def said(words):
    return str(words[0])


def forms(value):
    return [str(form) for form in value.forms]


class TestOnePager:
    def test_the_strip_of_an_open_offer(self):
        tiles = {said(tile.label): forms(tile.value) for tile in page("axera").tiles}
        assert tiles == {
            "Offer price, fixed": ["HK$28.20"],
            "Entry fee, 100 shares": ["HK$2,848.44"],
            "Expected listing": ["10 Feb 2026"],
            "Revenue, FY2024": ["RMB473 million"],
            "R&D ÷ revenue, FY2024": ["124.5%"],
            "Top-five customers, 9M2025": ["75.0%"],
        }

    def test_the_strip_after_listing_shows_the_computed_high_with_its_note(self):
        view = page("biren")
        high = next(tile for tile in view.tiles if said(tile.label) == "High on offer price")
        assert forms(high.value) == ["+118.8%"]
        notes = {note.number: said(note.words) for note in view.foot.notes}
        assert any("over +112.55%" in notes[mark] for mark in high.value.notes)

    def test_a_loss_without_a_figure_is_not_disclosed(self):
        row = next(row for row in page("axera").table.rows if said(row.label).startswith("Loss"))
        assert {form for cell in row.cells for form in forms(cell.value)} == {"n.d."}

    def test_the_table_stands_on_the_decimal_point(self):
        row = page("axera").table.rows[0]
        assert [forms(cell.value) for cell in row.cells] == [["50.23"], ["230"], ["473"], ["269"]]
        assert [(cell.pad, cell.point) for cell in row.cells] == [(0, False)] * 4

    def test_a_bilingual_value_has_a_form_for_each_language_that_needs_one(self):
        view = page("axera", "en+zh-Hans")
        values = [forms(tile.value) for tile in view.tiles]
        assert ["RMB473 million", "4.73亿元"] in values
        assert ["75.0%"] in values

    def test_what_is_not_disclosed_is_named_on_the_page(self):
        lines = [said(text) for section in page("axera").sections for text in section.text]
        assert any("Not disclosed:" in line and "Net proceeds" in line for line in lines)


class TestEveryView:
    @pytest.mark.parametrize("view", VIEWS)
    def test_marks_and_notes_agree(self, view):
        marks = list(dict.fromkeys(marks_in(replace(view, foot=Foot((), (), (), ())))))
        assert sorted(marks) == [note.number for note in view.foot.notes]
        assert marks[:1] in ([], [1])

    @pytest.mark.parametrize("view", VIEWS)
    def test_no_note_is_said_twice(self, view):
        numbered = {said(note.words) for note in view.foot.notes}
        general = [said(words) for words in view.foot.general]
        assert not numbered & set(general)
        assert len(general) == len(set(general))
        assert len(numbered) == len(view.foot.notes)

    @pytest.mark.parametrize("view", VIEWS)
    def test_every_digit_belongs_to_an_amount(self, view):
        loose = [
            (str(phrase), part)
            for phrase in parts_of(view, Phrase)
            for part in phrase.parts
            if isinstance(part, str) and re.search(r"\d", part)
        ]
        assert loose == []

    @pytest.mark.parametrize("view", VIEWS)
    def test_every_amount_of_kind_figure_has_its_figure(self, view):
        amounts = [
            part
            for phrase in parts_of(view, Phrase)
            for part in phrase.parts
            if isinstance(part, Amount) and part.kind.value == "figure"
        ]
        assert amounts
        assert all(amount.figure for amount in amounts if re.search(r"\d", amount.text))

    @pytest.mark.parametrize("view", VIEWS)
    def test_every_phrase_is_in_a_language_of_the_page(self, view):
        shown = replace(view, other_name=view.codes[0]) if hasattr(view, "other_name") else view
        languages = {phrase.language for phrase in parts_of(shown, Phrase)}
        assert languages == set(view.setting.languages)

    @pytest.mark.parametrize("view", VIEWS)
    def test_every_figure_names_its_source(self, view):
        assert all(figure.sources for figure in figures_in(view))


def test_the_briefs_together_draw_what_an_offer_needs():
    names = {
        chart.name
        for view in (page("axera"), page("biren"), slides_of())
        for chart in parts_of(view, Chart)
    }
    assert names >= {
        "revenue",
        "loss_and_research",
        "margin",
        "mix",
        "units",
        "market_size",
        "debut",
        "use_of_proceeds",
    }


def test_concentration_stands_as_bars_with_a_row_for_each_period():
    bars = next(section.bars for section in page("axera").sections if section.bars)
    assert len(bars.columns) == 2
    assert [str(row.label.forms[0]) for row in bars.rows] == ["2022", "2023", "2024", "9M2025"]
    assert [bar.length for bar in bars.rows[0].bars] == ["91.5%", "78.1%"]
    (one,) = (section.bars for section in page("biren").sections if section.bars)
    assert [len(row.bars) for row in one.rows] == [1, 1, 1]


@pytest.mark.parametrize(
    ("company", "setting", "short"),
    [("axera", "en", ["n.d."]), ("biren", "en", ["n.m."]), ("biren", "en+zh-Hans", ["n.m."])],
)
def test_the_foot_explains_the_short_words_that_stand_on_the_page(company, setting, short):
    general = [str(words[0]) for words in page(company, setting).foot.general]
    assert [text[:4] for text in general if text.startswith("n.")] == short


class TestDeck:
    def test_the_slides_that_the_data_can_carry(self):
        view = slides_of()
        assert [slide.name for slide in view.slides] == [
            "cover",
            "glance",
            "terms",
            "cornerstones",
            "debut",
            "revenue",
            "research",
            "concentration",
            "market",
            "products",
            "company-biren",
            "company-axera",
            "notes",
            "sources",
        ]
        assert len(view.dropped) == 3

    def test_titles_are_findings(self):
        titles = {slide.name: said(slide.title) for slide in slides_of().slides}
        assert titles["revenue"] == (
            "Axera Semiconductor had the larger revenue in FY2024, RMB473 million; "
            "Biren Technology grew faster, +444.7%"
        )
        assert titles["debut"].endswith("+755.2%")
        assert titles["cornerstones"].endswith("Axera Semiconductor 48.76%")

    def test_a_slide_with_marks_says_where_its_notes_are(self):
        slides = slides_of().slides
        for slide in slides[:-1]:
            assert bool(slide.notes_at) == any(marks_in(slide)), slide.name
        pointed = {said(slide.notes_at) for slide in slides if slide.notes_at}
        assert pointed == {f"Notes: page {len(slides)}"}

    def test_companies_keep_their_colour(self):
        slides = {slide.name: slide for slide in slides_of().slides}
        roles = {member.name[0].parts[0]: member.role for member in slides["cover"].members}
        for name in ("cornerstones", "research"):
            chart = slides[name].charts[0]
            drawn = [point.role for point in chart.strands[0].points]
            assert drawn == [roles[tick.label[0]] for tick in chart.ticks]
        for strand in slides["revenue"].charts[0].strands:
            assert strand.role == roles[strand.name[0]]

    def test_every_chart_of_a_deck_names_a_source(self):
        for slide in slides_of().slides:
            for chart in slide.charts:
                assert said(chart.source) != "Source: ", chart.name
                assert len(said(slide.source)) > len("Source: "), slide.name

    def test_a_name_stays_on_its_line_in_a_title(self):
        title = next(slide for slide in slides_of().slides if slide.name == "revenue").title
        whole = [part.text for part in title[0].parts if isinstance(part, Amount) and part.whole]
        assert {"Axera Semiconductor", "Biren Technology"} <= set(whole)

    def test_demand_stands_beside_cornerstones(self):
        remarks = next(slide for slide in slides_of().slides if slide.name == "cornerstones")
        biren = remarks.remarks[0]
        assert ["2,347.53" in said(words) for words in biren.more] == [True, False]

    def test_products_on_sale_come_first(self):
        slide = next(slide for slide in slides_of().slides if slide.name == "products")
        assert [said(lane) for lane in slide.lanes] == ["On sale", "Developed", "Planned"]
        assert [len(lane) for lane in slide.makers[0].lanes] == [2, 2, 3]

    def test_products_without_room_for_lanes_are_listed(self):
        slides = deck_of(of_many(6), "en").slides
        made = [product for slide in slides for product in slide.products]
        assert not any(slide.makers for slide in slides)
        assert [said(product.status) for product in made[2:9]] == (
            ["on sale"] * 2 + ["developed"] * 2 + ["planned"] * 3
        )


class _Named:
    """A subject of which only the name matters."""

    def __init__(self, name):
        self._name = name

    def name(self, speaker):
        return Phrase(speaker.language, (self._name,))


ONE, OTHER = _Named("One"), _Named("Other")
VOICE = Voice((Speaker(WORDINGS["en"]),))


def figure(value, unit=Unit.CNY, period="FY2024", basis=""):
    step = Decimal(10) ** 6 if unit is Unit.CNY else Decimal("0.1")
    return Figure(
        "x",
        "y",
        Decimal(value) * (10**6 if unit is Unit.CNY else 1),
        unit,
        parse_period(period),
        Derived("as is", (), step),
        basis=basis,
    )


class TestFindings:
    def test_larger_and_faster_are_one(self):
        sizes = [(ONE, figure(5)), (OTHER, figure(3))]
        growths = [(ONE, figure(90, Unit.CHANGE)), (OTHER, figure(10, Unit.CHANGE))]
        title = said(findings.revenue(VOICE, sizes, growths))
        assert title == (
            "One had the larger revenue in FY2024, RMB5 million, and the faster growth, +90.0%"
        )

    def test_larger_and_faster_are_two(self):
        sizes = [(ONE, figure(5)), (OTHER, figure(3))]
        growths = [(ONE, figure(9, Unit.CHANGE)), (OTHER, figure(10, Unit.CHANGE))]
        assert "Other grew faster, +10.0%" in said(findings.revenue(VOICE, sizes, growths))

    @pytest.mark.parametrize(
        "other",
        [figure(7, Unit.HKD), figure(7, period="FY2023"), figure(7, basis="other")],
        ids=["currency", "period", "basis"],
    )
    def test_unlike_figures_are_never_ranked(self, other):
        pairs = [(ONE, figure(5)), (OTHER, other)]
        assert not findings.alike(pairs)
        assert said(findings.glance(VOICE, (ONE, OTHER), pairs)) == (
            "Revenue is disclosed for 2 of 2 companies"
        )

    def test_shares_on_one_basis_are_ranked_and_others_listed(self):
        shares = [
            (ONE, figure(40, Unit.PERCENT, basis="offer")),
            (OTHER, figure(60, Unit.PERCENT, basis="offer")),
        ]
        assert "largest share at Other: 60.0%" in said(findings.cornerstones(VOICE, shares))
        shares[1] = (OTHER, figure(60, Unit.PERCENT, basis="all"))
        assert said(findings.cornerstones(VOICE, shares)).endswith("One 40.0% and Other 60.0%")

    @pytest.mark.parametrize(
        ("ratio", "words"), [(120, "at every company"), (80, "at 1 of 2 companies")]
    )
    def test_research_against_revenue(self, ratio, words):
        ratios = [(ONE, figure(150, Unit.PERCENT)), (OTHER, figure(ratio, Unit.PERCENT))]
        assert words in said(findings.research(VOICE, ratios))

    def test_a_market_without_a_forecast_forecasts_nothing(self):
        name = VOICE.each(lambda speaker: Phrase(speaker.language, ("Chips",)))
        sizes = [figure(5, period="FY2020"), figure(9)]
        assert "forecast" not in said(findings.market(VOICE, sizes, name))
        later = replace(figure(20, period="FY2029"), forecast=True)
        assert "forecast for FY2029" in said(findings.market(VOICE, [*sizes, later], name))

    @pytest.mark.parametrize("count", [0, 1, 2])
    def test_net_proceeds_of_none_one_and_several(self, count):
        net = [(ONE, figure(5)), (OTHER, figure(6))][:count]
        title = said(findings.terms(VOICE, (ONE, OTHER), net))
        assert ("only One" in title) == (count == 1)


def of_many(count):
    """Give our library with a comparison of so many companies, copies of ours by other ids."""
    ids = [f"{COMPANIES[index % 2]}-{index}" for index in range(count)]
    companies, books = dict(LIBRARY.companies), dict(LIBRARY.books)
    for name in ids:
        model = name.rpartition("-")[0]
        companies[name] = LIBRARY.companies[model].model_copy(update={"id": name})
        book = LIBRARY.books[model]
        renamed = {path: replace(one, subject=name) for path, one in book.figures.items()}
        gaps = {path: replace(gap, subject=name) for path, gap in book.gaps.items()}
        books[name] = replace(
            book, subject=name, figures=MappingProxyType(renamed), gaps=MappingProxyType(gaps)
        )
    record = LIBRARY.comparisons["ai-chips"].model_copy(
        update={"id": "many", "companies": tuple(ids)}
    )
    return replace(
        LIBRARY,
        companies=companies,
        books=books,
        comparisons={**LIBRARY.comparisons, "many": record},
    )


def deck_of(library, setting):
    # Our checks have answered for the models already; the copies' places name no file.
    copies = library.comparisons["many"].companies
    found = [
        replace(one, subject=name) for name in copies for one in ANSWERS.of(name.partition("-")[0])
    ]
    answers = replace(ANSWERS, findings=(*ANSWERS.findings, *found))
    return deck(library, answers, WORDINGS, comparison="many", setting=SETTINGS[setting])


PRINTING = """
import os, sys
from pathlib import Path
from briefs.faces import cache_directory, faces_directory, write_fontconfig
faces = faces_directory(cache_directory(os.environ))
os.environ["FONTCONFIG_FILE"] = str(write_fontconfig(faces))
sys.path.insert(0, "tests")
from test_views import ROOT, WORDINGS, deck_of, of_many
from briefs.pages import Designer
from briefs.press import Press
from briefs.theme import load_theme
theme = load_theme(ROOT / "templates/themes/default.toml")
view = deck_of(of_many(int(sys.argv[1])), sys.argv[2])
page = Designer([ROOT / "templates"], theme, WORDINGS).page(view, "0" * 64)
print(Press(faces, theme, WORDINGS).print(page).pages - len(view.slides))
"""


class TestManyCompanies:
    @pytest.mark.parametrize(
        ("count", "setting"), [(4, "zh-Hant-HK"), (5, "en"), (8, "en+zh-Hans")]
    )
    def test_a_deck_prints_and_all_of_it_fits(self, count, setting):
        # Fontconfig reads its configuration once, so that the press has a process of its own.
        command = [sys.executable, "-c", PRINTING, str(count), setting]
        done = subprocess.run(command, capture_output=True, text=True, check=False, cwd=ROOT)  # noqa: S603 - our own words
        assert done.stdout == "0\n", done.stderr[-2000:]

    @pytest.mark.parametrize("setting", SETTINGS)
    @pytest.mark.parametrize("count", [2, 5, 8])
    def test_a_deck_of(self, count, setting):
        view = deck_of(of_many(count), setting)
        glance = next(slide for slide in view.slides if slide.name == "glance").table
        across, down = len(glance.columns), len(glance.rows)
        assert (down if count > 6 else across) == count
        assert sum(slide.layout is Layout.COMPANY for slide in view.slides) == count
        marks = {mark for slide in view.slides for mark in marks_in(slide)}
        assert marks == {note.number for note in view.foot.notes}
        assert len({slide.name for slide in view.slides}) == len(view.slides)

    def test_market_values_of_two_companies_are_a_slide(self):
        def table(count):
            slides = deck_of(of_many(count), "en").slides
            return next((one.table for one in slides if one.name == "value"), None)

        assert table(2) is None
        values = [[said(cell.value.forms) for cell in row.cells] for row in table(4).rows]
        untraded = ["not applicable", "not applicable", "not disclosed"]
        traded = ["HK$82.571 billion", "HK$102.7 billion", "20.9 billion (currency not stated)"]
        assert values == [untraded, traded] * 2

    @pytest.mark.parametrize(("count", "companies"), [(2, []), (4, [4]), (5, [2, 3]), (8, [4, 4])])
    def test_what_the_checks_found_has_slides_where_it_has_no_room_beside(self, count, companies):
        slides = deck_of(of_many(count), "en").slides
        own = [slide for slide in slides if slide.layout is Layout.CHECKED]
        assert [len(slide.verdicts) for slide in own] == companies
        (notes,) = (slide for slide in slides if slide.name == "notes")
        assert bool(notes.verdicts) is not bool(own)
        first = [card.lines[0].verdict for slide in own for card in slide.verdicts]
        assert set(first) <= {"contradicts", "tension"}
