"""The finished briefs: what a reader finds in the PDF of every edition."""

from __future__ import annotations

import ctypes
import json
import os
import re
import shutil
import subprocess
import sys
import unicodedata
from collections import Counter
from dataclasses import dataclass
from html.parser import HTMLParser
from pathlib import Path

import pikepdf
import pypdfium2
import pytest
from pypdfium2 import raw

from briefs.build.editions import compose, editions
from briefs.build.project import read_project
from briefs.build.templates import own_templates
from briefs.pages import Designer

ROOT = Path(__file__).parent.parent
SETTINGS = ("en", "zh-Hans", "zh-Hant-HK", "en+zh-Hans", "en+zh-Hant-HK")
ONE_PAGERS = [f"{name}.one-pager.{setting}" for name in ("axera", "biren") for setting in SETTINGS]
DECKS = [f"ai-chips.deck.{setting}" for setting in SETTINGS]
EVERY = [*ONE_PAGERS, *DECKS]

#: Points of A4 and of a slide of 13.333 by 7.5 inches.
A4 = (595.28, 841.89)
SLIDE = (960.0, 540.0)

FAMILIES = {"Briefs-Sans", "Briefs-Serif", "Briefs-Sans-SC", "Briefs-Sans-HK"}
UNSEEN = "\u2060\u200b\u00ad\ufeff\ufffe"


@dataclass(frozen=True)
class Char:
    """A character as it stands on its page: its face, and its box in points."""

    text: str
    face: str
    page: int
    left: float
    bottom: float
    right: float
    top: float


class Brief:
    """A PDF as a reader's program sees it."""

    def __init__(self, path):
        self.path = path
        self.sizes = []
        self.chars = []
        with pypdfium2.PdfDocument(path) as document:
            for number, page in enumerate(document, 1):
                self.sizes.append(page.get_size())
                self.chars += _chars(page.get_textpage(), number)
        self.text = "".join(char.text for char in self.chars)
        self.stripped = squeezed(self.text)

    def count(self, words):
        return self.stripped.count(squeezed(words))


def _chars(page, number):
    for index in range(page.count_chars()):
        # PDFium reads a hyphen that ends a line as U+0002, in case somebody wants to join words.
        text = chr(raw.FPDFText_GetUnicode(page, index)).replace("\x02", "-")
        if text in UNSEEN:
            continue
        name = ctypes.create_string_buffer(128)
        raw.FPDFText_GetFontInfo(page, index, name, 128, ctypes.byref(ctypes.c_int()))
        family = re.sub(r"^.*\+|-(Semi-)?Bold$|-Regular$", "", name.value.decode())
        yield Char(text, family, number, *page.get_charbox(index))


def squeezed(words):
    """Give words without the spaces that lines and faces put between them."""
    return re.sub(rf"[\s{UNSEEN}]", "", words)


_read = {}


@pytest.fixture
def brief(output):
    """Read the PDF of an edition, once in each test process."""

    def read(edition):
        if edition not in _read:
            _read[edition] = Brief(output.pdf(edition))
        return _read[edition]

    return read


@pytest.fixture(scope="module")
def project():
    return read_project(ROOT, own_templates())


@pytest.fixture(scope="module")
def views(project):
    """Compose the view of every edition, as the build does."""
    return {edition.id: compose(project, edition) for edition in all_of(project)}


def all_of(project):
    return editions(project.library, project.wordings)


# --- which files there are


def test_ten_one_pagers_and_five_decks_with_the_names_promised(output):
    assert list(output.rows) == EVERY
    paths = {name: row["path"] for name, row in output.rows.items()}
    assert paths["axera.one-pager.zh-Hans"] == "output/axera/axera-one-pager-zh-Hans.pdf"
    assert paths["biren.one-pager.en+zh-Hans"] == "output/biren/biren-one-pager-en+zh-Hans.pdf"
    assert paths["ai-chips.deck.zh-Hant-HK"] == "output/ai-chips/ai-chips-deck-zh-Hant-HK.pdf"
    written = {path.relative_to(output.folder).as_posix() for path in output.folder.rglob("*.pdf")}
    assert written == set(paths.values())


@pytest.mark.parametrize("edition", ONE_PAGERS)
def test_a_one_pager_is_one_page_of_a4(brief, output, edition):
    assert output.rows[edition]["pages"] == 1
    (size,) = brief(edition).sizes
    assert size == pytest.approx(A4, abs=0.1)


@pytest.mark.parametrize("edition", DECKS)
def test_a_deck_has_a_page_of_16_to_9_for_each_slide(brief, output, views, edition):
    sizes = brief(edition).sizes
    assert len(sizes) == len(views[edition].slides) == output.rows[edition]["pages"]
    assert len(sizes) >= 8
    for size in sizes:
        assert size == pytest.approx(SLIDE, abs=0.2)
        assert size[0] / size[1] == pytest.approx(16 / 9, abs=0.001)


@pytest.mark.parametrize("edition", EVERY)
def test_nothing_stands_off_the_paper(brief, edition):
    one = brief(edition)
    for char in one.chars:
        width, height = one.sizes[char.page - 1]
        if not char.text.isspace():
            assert 0 <= char.left <= char.right <= width, char
            assert 0 <= char.bottom <= char.top <= height, char


@pytest.mark.parametrize("edition", EVERY)
def test_the_file_says_its_title_and_language(output, views, edition):
    with pikepdf.open(output.pdf(edition)) as pdf:
        assert str(pdf.docinfo["/Title"]) == views[edition].title
        lead = edition.rpartition(".")[2].partition("+")[0]
        assert str(pdf.Root.Lang) == {"en": "en-HK"}.get(lead, lead)
        assert pdf.Root.MarkInfo.Marked
        # The record's day, and not the clock's.
        day = {"biren": "D:20260102"}.get(edition.partition(".")[0], "D:20260130")
        assert pdf.docinfo["/CreationDate"] == pdf.docinfo["/ModDate"] == day


# --- what they say


AXERA = {
    "en": [
        "HK$28.20", "HK$2,848.44", "100 shares", "10 Feb 2026", "RMB473 million",
        "RMB50.23 million", "RMB589 million", "124.5%", "9.4×", "+357.9%", "+105.7%",
        "US$185 million", "48.76%", "16 investors", "about 87.2%", "over 165 million chips",
        "75.0%", "66.4%", "+251.4%", "+272.7%", "no. 1", "00600.HK",
    ],
    "zh-Hans": [
        "28.20港元", "2,848.44港元", "100股", "2026年2月10日", "4.73亿元", "5,023万元", "5.89亿元",
        "124.5%", "9.4倍", "+357.9%", "+105.7%", "1.85亿美元", "48.76%", "16家", "约87.2%",
        "逾1.65亿颗", "75.0%", "66.4%", "+251.4%", "+272.7%", "第1", "00600.HK",
    ],
    "zh-Hant-HK": [
        "28.20港元", "2,848.44港元", "100股", "2026年2月10日", "人民幣4.73億元",
        "人民幣5,023萬元", "人民幣5.89億元", "124.5%", "9.4倍", "+357.9%", "+105.7%",
        "1.85億美元", "48.76%", "16名", "約87.2%", "逾1.65億顆", "75.0%", "66.4%", "+251.4%",
        "+272.7%", "第1", "00600.HK",
    ],
}  # fmt: skip
BIREN = {
    "en": [
        "+118.8%", "+75.82%", "112.55%", "HK$34.46", "HK$42.88", "HK$19.6", "HK$82.571 billion",
        "HK$102.7 billion", "HK$5.375 billion", "HK$4.569 billion", "2,347.53×",
        "RMB337.9 million", "RMB62.03 million", "RMB1.601 billion", "over RMB6.3 billion",
        "RMB822 million", "85%", "97.9%", "94.4%", "0.16%", "nearly 64%",
        "about HK$2.899 billion", "9,344 chips", "06082.HK",
    ],
    "zh-Hans": [
        "+118.8%", "+75.82%", "112.55%", "34.46港元", "42.88港元", "19.6港元", "825.71亿港元",
        "1,027亿港元", "53.75亿港元", "45.69亿港元", "2,347.53倍", "3.379亿元", "6,203万元",
        "16.01亿元", "逾63亿元", "8.22亿元", "85%", "97.9%", "94.4%", "0.16%", "近64%",
        "约28.99亿港元", "9,344颗", "06082.HK",
    ],
    "zh-Hant-HK": [
        "+118.8%", "+75.82%", "112.55%", "34.46港元", "42.88港元", "19.6港元", "825.71億港元",
        "1,027億港元", "53.75億港元", "45.69億港元", "2,347.53倍", "人民幣3.379億元",
        "人民幣6,203萬元", "人民幣16.01億元", "逾人民幣63億元", "人民幣8.22億元", "85%", "97.9%",
        "94.4%", "0.16%", "近64%", "約28.99億港元", "9,344顆", "06082.HK",
    ],
}  # fmt: skip
SINGLE_ONLY = {
    "en": [
        "International, subscribed 25.95×", "471,000 people", "657 people", "over RMB5.0 billion",
        "20.9 billion (currency not stated)", "53.2%", "244.7%", "971.1%", "(1,601)",
    ],
    "zh-Hans": ["25.95倍", "47.1万人", "657人", "逾50亿元", "53.2%", "244.7%", "971.1%", "209亿"],
    "zh-Hant-HK": [
        "25.95倍", "47.1萬人", "657人", "逾人民幣50億元", "53.2%", "244.7%", "971.1%", "209億",
    ],
}  # fmt: skip
DECK = {
    "en": [
        "HK$28.20", "HK$19.6", "HK$2,848.44", "RMB114.28", "RMB104.66", "48.76%", "nearly 64%",
        "+118.8%", "+75.82%", "502%", "+755.2%", "124.5%", "244.7%", "75.0%", "97.9%",
        "US$30.1 billion", "US$201.2 billion", "46.3%", "94.4%",
    ],
    "zh-Hans": [
        "28.20港元", "19.6港元", "2,848.44港元", "114.28元", "104.66元", "48.76%", "近64%",
        "+118.8%", "+75.82%", "502%", "+755.2%", "124.5%", "244.7%", "75.0%", "97.9%",
        "301亿美元", "2,012亿美元", "46.3%", "94.4%",
    ],
    "zh-Hant-HK": [
        "28.20港元", "19.6港元", "2,848.44港元", "人民幣114.28元", "人民幣104.66元", "48.76%",
        "近64%", "+118.8%", "+75.82%", "502%", "+755.2%", "124.5%", "244.7%", "75.0%", "97.9%",
        "301億美元", "2,012億美元", "46.3%", "94.4%",
    ],
}  # fmt: skip


def missing(brief, wanted):
    return [words for words in wanted if not brief.count(words)]


@pytest.mark.parametrize("setting", SETTINGS)
@pytest.mark.parametrize(("subject", "figures"), [("axera", AXERA), ("biren", BIREN)])
def test_the_key_figures_stand_in_the_form_of_their_language(brief, subject, figures, setting):
    one = brief(f"{subject}.one-pager.{setting}")
    for language in setting.split("+"):
        assert missing(one, figures[language]) == []


@pytest.mark.parametrize("setting", ["en", "zh-Hans", "zh-Hant-HK"])
def test_a_page_in_one_language_has_room_for_more_of_biren(brief, setting):
    assert missing(brief(f"biren.one-pager.{setting}"), SINGLE_ONLY[setting]) == []


@pytest.mark.parametrize("setting", SETTINGS)
def test_the_deck_says_the_figures_that_it_compares(brief, setting):
    one = brief(f"ai-chips.deck.{setting}")
    for language in setting.split("+"):
        assert missing(one, DECK[language]) == []


@pytest.mark.parametrize(
    ("setting", "both"),
    [
        ("en+zh-Hans", ["RMB473 million", "4.73亿元", "US$185 million", "1.85亿美元"]),
        ("en+zh-Hant-HK", ["RMB473 million", "人民幣4.73億元", "US$185 million", "1.85億美元"]),
    ],
)
def test_a_bilingual_page_says_an_amount_in_both_scales(brief, setting, both):
    assert missing(brief(f"axera.one-pager.{setting}"), both) == []


def test_a_language_keeps_to_its_own_forms(brief):
    hans, hant = (brief(f"axera.one-pager.{name}") for name in ("zh-Hans", "zh-Hant-HK"))
    assert "人民币4.73" not in hans.stripped
    assert missing(hant, ["4.73億元"]) == []
    assert not re.search(r"(?<!幣)4\.73億元", hant.stripped)
    for one in (hans, hant):
        assert "million" not in one.stripped
        assert "HK$" not in one.stripped
    for edition in ("axera.one-pager.en", "biren.one-pager.en", "ai-chips.deck.en"):
        assert not re.search("[亿億万萬]", brief(edition).stripped)


def test_simplified_never_stands_beside_traditional(brief):
    for name in ("axera", "biren"):
        assert not re.search("[億萬幣亞與]", brief(f"{name}.one-pager.zh-Hans").stripped)
        assert not re.search("[億萬幣亞與]", brief(f"{name}.one-pager.en+zh-Hans").stripped)
        hant = brief(f"{name}.one-pager.zh-Hant-HK").stripped.replace("（无题）", "")
        assert not re.search("[亿万币与为损]", hant)


@pytest.mark.parametrize(
    ("setting", "row", "words"),
    [
        ("en", "Loss for the period", "n.d."),
        ("zh-Hans", "净亏损", "未披露"),
        ("zh-Hant-HK", "期內虧損", "未有披露"),
    ],
)
def test_the_loss_that_axera_does_not_disclose_is_said_to_be_so(brief, setting, row, words):
    # A note's number may stand behind the label.
    pattern = rf"{re.escape(squeezed(row))}\d?({re.escape(words)}){{4}}"
    assert re.search(pattern, brief(f"axera.one-pager.{setting}").stripped)


@pytest.mark.parametrize(
    ("setting", "note"),
    [
        (
            "en",
            "over +112.55%, which does not follow from its own prices: they give +118.8%.",
        ),
        ("zh-Hans", "来源称逾+112.55%，与其所载股价不符，按股价计为+118.8%。"),
        ("zh-Hant-HK", "來源稱逾+112.55%，與其所載股價不符，按股價計為+118.8%。"),
    ],
)
def test_birens_high_is_computed_and_its_note_says_why(brief, setting, note):
    for edition in EVERY:
        languages = edition.rpartition(".")[2].split("+")
        if edition.startswith("biren") and setting in languages:
            one = brief(edition)
            assert one.count(note) == 1, edition
            # The tile shows the computed gain with the number of that note.
            before = one.stripped[: one.stripped.index(squeezed(note))]
            number = re.search(r"(\d+)(Thesourceprints)?$", before).group(1)
            assert re.search(rf"\+118\.8%{number}", one.stripped), edition
            printed = [m.start() for m in re.finditer(r"112\.55", one.stripped)]
            for start in printed:
                near = one.stripped[max(0, start - 60) : start + 60]
                assert "118.8" in near, (edition, near)


# --- what stands on every brief


FOOT = {
    "en": (
        "not investment advice, a recommendation, or an offer or invitation",
        "rounding",
    ),
    "zh-Hans": (
        "不构成投资建议、推荐，亦非买卖或认购证券的要约或邀请",
        "四舍五入",
    ),
    "zh-Hant-HK": (
        "不構成投資建議或推薦，亦非買賣或認購證券的要約或邀請",
        "四捨五入",
    ),
}
SOURCES = {
    "axera": ["NewTimeSpace", "IPO Watch: Axera Semiconductor"],
    "biren": ["（无题）壁仞科技港股上市"],
    "ai-chips": ["IPO Watch: Axera Semiconductor", "（无题）壁仞科技港股上市"],
}
AS_OF = {
    "axera": {"en": "30 January 2026", "zh-Hans": "2026年1月30日", "zh-Hant-HK": "2026年1月30日"},
    "biren": {"en": "2 January 2026", "zh-Hans": "2026年1月2日", "zh-Hant-HK": "2026年1月2日"},
    "ai-chips": {
        "en": "30 January 2026",
        "zh-Hans": "2026年1月30日",
        "zh-Hant-HK": "2026年1月30日",
    },
}
AS_OF_WORDS = {"en": "As of {}", "zh-Hans": "数据截至{}", "zh-Hant-HK": "數據截至{}"}


@pytest.mark.parametrize("edition", EVERY)
def test_sources_notes_and_disclaimer_stand_on_every_brief(brief, edition):
    one, subject = brief(edition), edition.partition(".")[0]
    for language in edition.rpartition(".")[2].split("+"):
        assert missing(one, FOOT[language]) == []
        day = AS_OF_WORDS[language].format(AS_OF[subject][language])
        assert missing(one, [day]) == []
    assert missing(one, SOURCES[subject]) == []


SHORT = {
    "en": ("n.d.", "n.d.: not disclosed in the sources"),
    "zh-Hans": ("未披露", "未披露：来源未提供"),
    "zh-Hant-HK": ("未有披露", "未有披露：來源沒有提供"),
}


@pytest.mark.parametrize("edition", EVERY)
def test_a_short_word_is_explained_where_it_stands_and_nowhere_else(brief, edition):
    one, leading = brief(edition), edition.rpartition(".")[2].partition("+")[0]
    short, explained = SHORT[leading]
    assert one.count(explained) == (one.count(short) > one.count(explained))


@pytest.mark.parametrize("edition", EVERY)
def test_the_stamp_names_edition_version_and_fingerprint_and_no_other_day(brief, output, edition):
    one, row = brief(edition), output.rows[edition]
    words = r".{0,20}?·?(Edition|版本)0\.1\.0·(inputs|输入指纹|輸入指紋)"
    stamp = re.escape(edition) + words + row["fingerprint"][:8]
    assert re.search(stamp, one.stripped)
    # The days of set-up and of the build stand nowhere.
    assert not re.search(r"(Nov|Dec)\w* 2026|2026年1[12]月|2026-1[12]", one.text)


@pytest.mark.parametrize("edition", ONE_PAGERS)
def test_as_of_date_edition_and_fingerprint_stand_in_the_last_line(brief, output, edition):
    chars = brief(edition).chars
    last = squeezed("".join(char.text for char in chars if char.top < 29))
    lead = edition.rpartition(".")[2].partition("+")[0]
    day = AS_OF_WORDS[lead].format(AS_OF[edition.partition(".")[0]][lead])
    for words in (edition, day, output.rows[edition]["fingerprint"][:8]):
        assert squeezed(words) in last


INVITING = re.compile(
    r"apply now|how to apply|subscribe now|subscribe for (the )?shares now|target price|"
    r"price target|\bbuy\b(?! or subscribe)|\bsell\b(?! chips)|overweight|outperform|"
    r"strong buy|must-have|don.t miss|last chance|"
    r"认购从速|认购指南|立即认购|立即申购|如何申购|目标价|买入|增持|推荐(?!，\s?亦非)|评级|打新|"
    r"認購從速|立即認購|如何認購|目標價|買入|增持|推薦(?!，\s?亦非)|評級|抽新股|值博率",
    re.IGNORECASE,
)


@pytest.mark.parametrize("edition", EVERY)
def test_no_brief_invites_to_subscribe_or_rates(brief, edition):
    text = re.sub(r"\s+", " ", brief(edition).text)
    assert INVITING.findall(text) == []
    with pikepdf.open(brief(edition).path) as pdf:
        actions = [item.get("/A") for page in pdf.pages for item in page.get("/Annots", ())]
        assert [action for action in actions if action is not None] == []


# --- how they are set


def wrong_code_point(char):
    """Whether a character is a look-alike, a private one, or the sign of a lost one."""
    code = ord(char)
    return (
        0x2E80 <= code <= 0x2FDF  # radicals
        or 0xF900 <= code <= 0xFAFF  # compatibility ideographs
        or 0xFE30 <= code <= 0xFE6F  # compatibility and small forms
        or 0x2F800 <= code <= 0x2FA1F
        or code == 0xFFFD
        or unicodedata.category(char) in ("Co", "Cn", "Cs")
        or (unicodedata.category(char) == "Cc" and char not in "\r\n\t")
    )


@pytest.mark.parametrize("edition", EVERY)
def test_text_comes_out_in_the_right_code_points(brief, edition):
    one = brief(edition)
    assert {char for char in one.text if wrong_code_point(char)} == set()
    with pikepdf.open(one.path) as pdf:
        said = "".join(map(str, pdf.docinfo.values()))
    assert {char for char in said if wrong_code_point(char)} == set()


def fonts_of(pdf):
    """Give every font of a PDF, wherever it is used."""
    for item in pdf.objects:
        if isinstance(item, pikepdf.Dictionary) and item.get("/Type") == "/Font":
            yield item


@pytest.mark.parametrize("edition", EVERY)
def test_every_font_is_pinned_embedded_as_a_subset_and_says_its_characters(output, edition):
    with pikepdf.open(output.pdf(edition)) as pdf:
        top = [font for font in fonts_of(pdf) if font.Subtype == "/Type0"]
        below = [font for font in fonts_of(pdf) if font.Subtype != "/Type0"]
        assert top
        for font in top:
            tag, _, name = str(font.BaseFont).lstrip("/").partition("+")
            assert re.fullmatch("[A-Z]{6}", tag), font.BaseFont
            assert re.sub("-(Semi-Bold|Bold|Regular)$", "", name) in FAMILIES
            assert font.ToUnicode.read_bytes()
        for font in below:
            assert font.Subtype == "/CIDFontType2", "outlines other than TrueType print blank"
            assert font.FontDescriptor.FontFile2.read_bytes()


def chinese(char):
    return "CJK" in unicodedata.name(char.text, "")


#: Words that an edition rightly sets in the Simplified face though its own is another: the
#: title of a source in its own language, and on an English page the company's name.
FOREIGN = {
    "axera": {"en": "爱芯元智", "zh-Hant-HK": ""},
    "biren": {"en": "壁仞科技（无题）港股上市", "zh-Hant-HK": "（无题）壁仞科技港股上市"},
    "ai-chips": {"en": "（无题）壁仞科技港股上市", "zh-Hant-HK": "（无题）壁仞科技港股上市"},
}


@pytest.mark.parametrize("edition", EVERY)
def test_chinese_is_set_in_the_face_of_its_region(brief, edition):
    one, subject = brief(edition), edition.partition(".")[0]
    languages = edition.rpartition(".")[2].split("+")
    faces = {}
    for char in one.chars:
        if chinese(char):
            faces.setdefault(char.face, []).append(char.text)
    assert set(faces) <= {"Briefs-Sans-SC", "Briefs-Sans-HK"}
    mainland = "".join(faces.get("Briefs-Sans-SC", ()))
    if "zh-Hant-HK" in languages:
        assert len(faces["Briefs-Sans-HK"]) > 100
        assert set(mainland) <= set(FOREIGN[subject]["zh-Hant-HK"])
        titles = "（无题）壁仞科技港股上市"
        allowed = [re.sub("[（）]", "", titles)] if FOREIGN[subject]["zh-Hant-HK"] else []
        assert re.sub("|".join(allowed) or "$^", "", mainland) == ""
    else:
        assert "Briefs-Sans-HK" not in faces
    if languages == ["en"]:
        assert set(mainland) <= set(FOREIGN[subject]["en"])
    if "zh-Hans" in languages:
        assert len(mainland) > 100


@pytest.mark.parametrize("edition", EVERY)
def test_digits_are_set_in_the_latin_face(brief, edition):
    faces = {char.face for char in brief(edition).chars if char.text in "0123456789"}
    assert faces <= {"Briefs-Sans", "Briefs-Serif"}


#: An amount of money as each language writes it; where a line may break, spaces are let in.
AMOUNT = re.compile(
    r"(?:HK\$|US\$|RMB)\s*[\d,.]*\d(?:\s*(?:million|billion)\b)?"
    r"|(?:人民[币幣]\s*)?\d[\d,.]*\s*(?:百?[万萬]|[亿億])?\s*(?:港元|美元|元)"
)


def is_on_one_line(chars):
    """Whether characters follow each other to the right, their boxes at one height."""
    drawn = [char for char in chars if not char.text.isspace()]
    first = drawn[0]
    return all(
        char.page == first.page
        and char.left >= first.left
        and char.bottom < first.top
        and char.top > first.bottom
        for char in drawn
    )


@pytest.mark.parametrize("edition", EVERY)
def test_no_amount_breaks_across_lines(brief, edition):
    one = brief(edition)
    found = list(AMOUNT.finditer(one.text))
    assert len(found) >= 8
    broken = [m.group() for m in found if not is_on_one_line(one.chars[m.start() : m.end()])]
    assert broken == []


def test_a_broken_amount_would_be_found(brief):
    one = brief("axera.one-pager.en")
    start = one.text.index("RMB473")
    moved = [
        Char(c.text, c.face, c.page, c.left - 30, c.bottom - 12, c.right - 30, c.top - 12)
        for c in one.chars[start + 7 : start + 14]
    ]
    assert is_on_one_line(one.chars[start : start + 14])
    assert not is_on_one_line([*one.chars[start : start + 7], *moved])


# --- they are the same bytes, whoever makes them


@pytest.mark.parametrize("edition", ["biren.one-pager.zh-Hans", "axera.one-pager.en+zh-Hant-HK"])
def test_another_process_in_another_place_makes_the_same_bytes(output, tmp_path, edition):
    shutil.copytree(ROOT / "data", tmp_path / "elsewhere/data")
    other = {
        "PYTHONHASHSEED": "4242",
        "TZ": "Pacific/Kiritimati",
        "LANG": "zh_HK.UTF-8",
        "LC_ALL": "C",
        "SOURCE_DATE_EPOCH": "86400",
    }
    done = subprocess.run(  # noqa: S603
        [sys.executable, "-m", "briefs", "--project", "elsewhere", "--json", "build", edition],
        cwd=tmp_path,
        env=os.environ | other,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    (row,) = json.loads(done.stdout)["editions"]
    assert row["fingerprint"] == output.rows[edition]["fingerprint"]
    again = tmp_path / "elsewhere" / row["path"]
    assert again.read_bytes() == output.pdf(edition).read_bytes()


# --- nothing is lost on the way


class Texts(HTMLParser):
    """Every text of a page's body, by element; what the stylesheet hides is left out."""

    def __init__(self, html, hidden):
        super().__init__()
        self.found, self.hidden, self.within = Counter(), hidden, []
        self.feed(html.partition("<body>")[2])

    def handle_starttag(self, tag, attrs):
        if self.within or (tag, dict(attrs).get("class")) in self.hidden:
            self.within += [tag] * (tag not in ("br", "img", "col"))

    def handle_endtag(self, tag):
        if self.within and self.within[-1] == tag:
            self.within.pop()

    def handle_data(self, data):
        if not self.within:
            self.found[squeezed(data).casefold()] += 1


#: On a slide the foot names the sources, and its title says what the table is.
HIDDEN_ON_SLIDES = {("p", "source"), ("tr", "title")}


@pytest.mark.parametrize("edition", EVERY)
def test_a_text_is_printed_as_often_as_the_page_says_it(brief, project, views, edition):
    designer = Designer([project.templates], project.theme, project.wordings)
    hidden = HIDDEN_ON_SLIDES if edition in DECKS else set()
    wanted = Texts(designer.page(views[edition], "0" * 8).html, hidden).found
    assert wanted.total() > 100
    printed = brief(edition).stripped.casefold()
    lost = {
        text: count
        for text, count in wanted.items()
        if len(text) > 1 and printed.count(text) < count and "00000000" not in text
    }
    assert lost == {}
