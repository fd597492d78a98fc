"""Every character is drawn, in a face of its language, by a font that the PDF carries."""

from __future__ import annotations

import os
import re
from dataclasses import replace

import pikepdf
import pytest
from exhibits import FACES, printed, told, tools, view_of, whole, with_pdf
from fontTools.ttLib import TTFont

from briefs.faces import pinned_faces
from briefs.language import load_wordings
from briefs.pages import Designer
from briefs.press import Press, PressFault
from briefs.proofs.glyphs import carried, embedded, faced, families, lettered, sentinels
from briefs.proofs.outlines import Outlines
from briefs.proofs.reading import SUBSET_TAG, sheets_of

EN, HANS, HANT = "axera.one-pager.en", "axera.one-pager.zh-Hans", "axera.one-pager.zh-Hant-HK"


def fonts(document):
    return [
        item
        for item in document.objects
        if isinstance(item, pikepdf.Dictionary)
        and item.get("/Type") == "/Font"
        and item.get("/Subtype") == "/Type0"
    ]


def one(document, name):
    """Give the font of a PDF whose name ends so."""
    return next(font for font in fonts(document) if str(font.BaseFont).endswith(name))


def test_the_faces_of_our_pages_are_known_and_whole():
    assert not list(embedded(HANS, whole(HANS).pdf))
    names = {font.name[SUBSET_TAG:] for font in carried(whole(HANS).pdf)}
    assert {"Briefs-Sans", "Briefs-Sans-SC", "Briefs-Sans-SC-Bold"} <= names


# --- fonts that do not carry their page


def unembedded(document):
    del one(document, "Briefs-Sans").DescendantFonts[0].FontDescriptor["/FontFile2"]


def unreadable(document):
    del one(document, "Briefs-Sans")["/ToUnicode"]


def stranger(document):
    one(document, "Briefs-Sans").BaseFont = pikepdf.Name("/ABCDEF+Noto-Sans-CJK-JP")


def uncut(document):
    one(document, "Briefs-Sans").BaseFont = pikepdf.Name("/Briefs-Sans")


@pytest.mark.parametrize(
    ("edit", "words"),
    [
        (unembedded, "is not embedded"),
        (unreadable, "has no ToUnicode"),
        (stranger, "Noto-Sans-CJK-JP is none of the pinned faces"),
        (uncut, "is not a subset"),
    ],
)
def test_a_font_that_does_not_carry_its_page_is_named_with_a_place(edit, words):
    told(embedded(EN, with_pdf(whole(EN), edit).pdf), words, "page 1")


def test_a_glyph_that_is_not_there_is_notdef():
    def emptied(document):
        font = one(document, "Briefs-Sans")
        table = font.ToUnicode.read_bytes()
        glyph, _ = re.search(rb"<([0-9a-f]{4})> <(0041)>", table).groups()
        font.ToUnicode.write(table.replace(b"<" + glyph + b"> <0041>", b"<fff0> <0041>"))

    told(embedded(EN, with_pdf(whole(EN), emptied).pdf), "no glyph for 'A' (U+0041)", ".notdef")


def test_a_character_that_no_face_has_never_reaches_the_proofs():
    with pytest.raises(PressFault, match=r"U\+16A0"):
        printed(view_of(EN), html=lambda html: html.replace("Axera designs", "Axera ᚠ designs", 1))


# --- faces of languages


def test_the_region_of_a_language_decides_its_family():
    assert families("zh-Hans") == {"Briefs-Sans-SC"}
    assert families("zh-Hant-HK") == {"Briefs-Sans-HK"}
    assert families("en zh-Hans") == {"Briefs-Sans-SC"}
    assert not families("en")


@pytest.mark.parametrize(
    ("edition", "css", "face"),
    [
        (HANS, '.business p { font-family: "Briefs Sans HK"; }', "Briefs-Sans-HK"),
        (HANT, '.headline { font-family: "Briefs Sans SC"; }', "Briefs-Sans-SC"),
        (HANT, '#foot .notes { font-family: "Briefs Sans SC"; }', "Briefs-Sans-SC"),
    ],
)
def test_chinese_in_another_regions_face_is_found(edition, css, face):
    told(faced(printed(view_of(edition), css=css)), f"is set in {face}", "page 1", "mm from")


def test_a_wording_that_names_the_other_face_is_found_on_the_page_and_in_charts():
    project, _, _ = tools()
    wrong = project.wordings["zh-Hans"].language.model_copy(
        update={"sans": ("Briefs Sans HK", "Briefs Sans SC", "Briefs Sans")}
    )
    wordings = project.wordings | {"zh-Hans": replace(project.wordings["zh-Hans"], language=wrong)}
    view = view_of(HANS)
    page = Designer([project.templates], project.theme, wordings).page(view, "0" * 64)
    made = Press(FACES, project.theme, wordings).print(page)
    exhibit = replace(whole(HANS), page=page, pdf=made.pdf, charts=made.charts)
    found = list(faced(exhibit))
    told(found, "business is set in Briefs-Sans-HK, not in Briefs-Sans-SC", "page 1", "more texts")
    told(found, "of chart", "Briefs-Sans-HK, not in Briefs-Sans-SC", "page 1", "more texts")


def test_a_font_that_says_another_region_than_it_draws_is_found():
    def renamed(document):
        for font in fonts(document):
            name = str(font.BaseFont)
            if "-SC" in name:
                font.BaseFont = pikepdf.Name(name.replace("-SC", "-HK"))

    told(embedded(HANS, with_pdf(whole(HANS), renamed).pdf), "in the form of another region")


def test_sentinels_are_those_of_the_pinned_faces():
    for face in pinned_faces():
        name = f"{face.family.replace(' ', '-')}{'-Bold' if face.weight == 700 else ''}"
        path = face.path(FACES)
        characters = TTFont(path).getBestCmap()
        outlines = Outlines(path.read_bytes())
        font = TTFont(path)
        for char, outline in sentinels().get(name, {}).items():
            glyph = font.getGlyphID(characters[ord(char)])
            assert outlines.outline(glyph) == outline, (name, char)
    simplified, hong_kong = (sentinels()[f"Briefs-Sans-{region}"] for region in ("SC", "HK"))
    assert simplified.keys() == hong_kong.keys() >= set("，。、：；")
    assert all(simplified[char] != hong_kong[char] for char in simplified)


# --- letters


def stroked(document):
    page = document.pages[0]
    page.contents_add(b"2 Tr", prepend=True)


def sheared(document):
    for content in document.pages[0].Contents if _many(document) else [document.pages[0].Contents]:
        data = content.read_bytes()
        content.write(re.sub(rb"\b1 0 0 -1 (\S+ \S+) Tm", rb"1 0 0.3 -1 \1 Tm", data))


def _many(document):
    return isinstance(document.pages[0].Contents, pikepdf.Array)


@pytest.mark.parametrize(
    ("edit", "words"), [(stroked, "made bold by a stroke"), (sheared, "slanted")]
)
def test_letters_that_a_program_thickened_or_slanted_are_found(edit, words):
    told(lettered(EN, with_pdf(whole(EN), edit).pdf), words, "page 1", "mm from")


def test_a_radical_that_looks_like_a_character_is_found():
    def disguised(document):
        for font in fonts(document):
            table = font.ToUnicode.read_bytes()
            font.ToUnicode.write(table.replace(b"<65e5>", b"<2f47>"))

    sabotaged = with_pdf(whole(HANS), disguised)
    assert "⽇" in sheets_of(sabotaged.pdf)[0].text
    told(lettered(HANS, sabotaged.pdf), "U+2F47", "page 1")


def test_the_wordings_name_pinned_families_only():
    folder = tools()[0].templates / "wording"
    known = {face.family for face in pinned_faces()}
    for wording in load_wordings(folder, name="wording")[0].values():
        assert {*wording.language.sans, *wording.language.serif} <= known
    assert os.environ["FONTCONFIG_FILE"]
