"""What a page says to eyes, its tags say to a screen reader: outline, tables, charts, languages."""

from __future__ import annotations

import pikepdf
import pytest
from exhibits import SETTINGS, edited, told, tools, view_of
from pikepdf import Array, Name

from briefs.proofs.access import described, ordered, spoken, tagged
from briefs.proofs.structure import read_pdf
from briefs.proofs.tagtree import tree_of
from briefs.views.deck import Deck
from briefs.views.parts import Phrase

EN, PAIR, DECK = "axera.one-pager.en", "axera.one-pager.en+zh-Hans", "ai-chips.deck.en"
PAGES = [
    f"{name}.{setting}" for name in ("axera.one-pager", "biren.one-pager") for setting in SETTINGS
]
DECKS = [f"ai-chips.deck.{setting}" for setting in SETTINGS]


@pytest.fixture(scope="module")
def read(output):
    return lambda edition: output.pdf(edition).read_bytes()


def tags(pdf):
    return [tag for root in tree_of(pdf) for tag in root.walk()]


def texts(pdf):
    """Give what each marked content of a PDF says."""
    found = {}
    for sheet in read_pdf(pdf):
        for glyph in sheet.glyphs:
            key = sheet.number, glyph.dress.content
            found[key] = found.get(key, "") + glyph.char
    return found


def bare(text):
    return "".join(char for char in text if not char.isspace() and char != "\u2060")


def words(tag, said):
    return bare(
        "".join(said.get((one.page, mark), "") for one in tag.walk() for mark in one.contents)
    )


def said(*phrases):
    """Give what phrases in several languages say, one after the other, with their marks."""
    marks = ("".join(map(str, phrase.notes)) for phrase in phrases)
    return bare("".join(f"{phrase}{mark}" for phrase, mark in zip(phrases, marks, strict=True)))


def tables(view):
    if isinstance(view, Deck):
        return [slide.table for slide in view.slides if slide.table]
    return [view.table]


def charts(view):
    if isinstance(view, Deck):
        return [chart for slide in view.slides for chart in slide.charts]
    return list(view.charts)


def headed(view):
    """Give the headings that a view must have, level and words, in any order."""
    if isinstance(view, Deck):
        return [("H1", said(*slide.title)) for slide in view.slides]
    sections = [*view.labels["section.business_in_brief"], *view.labels["section.strengths"]]
    found = [("H2", said(phrase)) for phrase in sections] if view.setting.is_bilingual else []
    return [*found, *(("H3", said(*chart.title)) for chart in view.charts)]


@pytest.mark.parametrize("edition", [*PAGES, *DECKS])
def test_the_tag_tree_says_what_the_view_says(read, edition):
    pdf, view = read(edition), view_of(edition)
    found, saying = tags(pdf), texts(pdf)
    outline = [(tag.kind, words(tag, saying)) for tag in found if tag.kind in {"H1", "H2", "H3"}]
    assert set(headed(view)) <= set(outline)
    assert outline[0][0] == "H1"
    if not isinstance(view, Deck):
        assert [kind for kind, _ in outline].count("H1") == 1
    assert [tag.alt for tag in found if tag.kind == "Figure"] == [one.alt for one in charts(view)]
    leading = tools()[0].wordings[view.setting.languages[0]].tag
    assert {tag.language for tag in found if tag.kind in {"Figure", "Document"}} == {leading}


@pytest.mark.parametrize("edition", [*PAGES, *DECKS])
def test_every_table_of_the_view_has_its_heads(read, edition):
    view = view_of(edition)
    sides = 1 + view.setting.is_bilingual * (not isinstance(view, Deck))
    shapes = [
        (
            [cell.scope for cell in table.find("TH")].count("Column"),
            [cell.scope for cell in table.find("TH")].count("Row"),
        )
        for table in tags(read(edition))
        if table.kind == "Table"
    ]
    for table in tables(view):
        # A matrix has an empty corner; a summary says its unit there, at both sides of a pair.
        corner = 0 if isinstance(view, Deck) and not table.unit else sides
        assert (len(table.columns) + corner, len(table.rows) * sides) in shapes, shapes


def phrases(part):
    if isinstance(part, Phrase):
        yield part
    elif isinstance(part, tuple):
        for one in part:
            yield from phrases(one)


@pytest.mark.parametrize("edition", [name for name in PAGES if "+" in name])
def test_each_half_of_a_pair_is_said_in_its_own_language_pair_by_pair(read, edition):
    pdf, view = read(edition), view_of(edition)
    saying = texts(pdf)
    order, by_language = "", {}
    for tag in tags(pdf):
        for mark in tag.contents:
            text = bare(saying.get((tag.page, mark), ""))
            order += text
            by_language[tag.language] = by_language.get(tag.language, "") + text
    wordings = tools()[0].wordings
    pairs = [view.headline, view.business, *view.strengths, *view.risks]
    for phrase in phrases(tuple(pairs)):
        assert said(phrase) in by_language[wordings[phrase.language].tag], str(phrase)
    places = [order.index(said(phrase)) for phrase in phrases(tuple(pairs))]
    assert places == sorted(places)


def test_links_say_where_they_lead_and_running_words_are_no_content(read):
    pdf, view = read(DECK), view_of(DECK)
    links = [text for tag in tags(pdf) if tag.kind == "Link" for text in tag.links]
    assert set(links) == {str(slide.notes_at[0]) for slide in view.slides if slide.notes_at}
    spoken_words = "".join(words(tag, texts(pdf)) for tag in tree_of(pdf))
    assert f"1/{len(view.slides)}" not in spoken_words


# --- what is sabotaged is found


def every(document, kind):
    return [
        item
        for item in document.objects
        if isinstance(item, pikepdf.Dictionary) and item.get("/S") == Name(f"/{kind}")
    ]


def asked(pdf):
    return [fault for proof in (tagged, described, ordered, spoken) for fault in proof("x", pdf)]


def without_alt(document):
    del every(document, "Figure")[0].Alt


def with_box_in_pixels(document):
    figure = every(document, "Figure")[0]
    figure.A.BBox = Array([float(edge) * 4 / 3 + 200 for edge in figure.A.BBox])


def without_scope(document):
    del every(document, "TH")[0].A.Scope


def without_heads(document):
    for cell in every(document, "TH"):
        cell.S = Name.TD


def with_a_cell_too_few(document):
    row = max(every(document, "TR"), key=lambda row: len(row.K))
    row.K = Array(list(row.K)[:-1])


def with_a_heading_skipped(document):
    for heading in every(document, "H2"):
        heading.S = Name.H4


def in_another_language(document):
    for item in document.objects:
        if isinstance(item, pikepdf.Dictionary) and item.get("/Lang") == "zh-Hans":
            item.Lang = "fr"


def in_no_language(document):
    document.Root.Lang = "English"


def without_tags(document):
    del document.Root["/StructTreeRoot"]


def with_words_out_of_the_tree(document):
    every(document, "P")[0].K = Array()


def with_unmarked_paint(document):
    page = document.pages[0]
    page.contents_add(b"0 0 10 10 re f")


def with_loose_list(document):
    every(document, "LBody")[0].S = Name.P


@pytest.mark.parametrize(
    ("edit", "told_of"),
    [
        (without_alt, "a figure has no words"),
        (with_box_in_pixels, "does not say where it stands"),
        (without_scope, "whether it heads a row or a column"),
        (without_heads, "has no header cell"),
        (with_a_cell_too_few, "the rows of a table have"),
        (with_a_heading_skipped, "an H4 follows an H1"),
        (in_another_language, "is said to be in fr"),
        (in_no_language, "'English' is no language"),
        (without_tags, "has no tags"),
        (with_words_out_of_the_tree, "stand in no tag"),
        (with_unmarked_paint, "neither tagged nor marked"),
        (with_loose_list, "a P stands directly in a LI"),
    ],
    ids=lambda value: getattr(value, "__name__", ""),
)
def test_a_spoilt_structure_is_found(read, edit, told_of):
    assert not asked(read(EN))
    told(asked(edited(read(EN), edit)), told_of)


def test_a_link_without_words_is_found(read):
    def silent(document):
        for page in document.pages:
            for annotation in page.get("/Annots", ()):
                del annotation.Contents

    told(asked(edited(read(DECK), silent)), "a link has no words")
