"""The press prints what is right, and says of everything else what is wrong and where."""

from __future__ import annotations

import logging
import os
import re
import subprocess
import sys
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from briefs.build.editions import compose, editions
from briefs.build.project import read_project
from briefs.build.templates import own_templates
from briefs.faces import cache_directory, faces_directory, pinned_faces, write_fontconfig
from briefs.pages import About, Designer, Page

ROOT = Path(__file__).parent.parent
FACES = faces_directory(cache_directory(os.environ))
# Fontconfig reads this once, when the press is first imported.
os.environ["FONTCONFIG_FILE"] = str(write_fontconfig(FACES))

from weasyprint.urls import URLFetchingError  # noqa: E402

from briefs.press import Press, PressFault  # noqa: E402
from briefs.press.coverage import unknown_families  # noqa: E402
from briefs.press.fetching import LogoFetcher  # noqa: E402

LANG_CSS = """
[lang="en-HK"] { font-family: "Briefs Sans", "Briefs Sans SC"; }
[lang="zh-Hans"] { font-family: "Briefs Sans SC", "Briefs Sans"; }
@page { size: 210mm 297mm; margin: 10mm; }
body { margin: 0; }
"""


@pytest.fixture(scope="module")
def project():
    return read_project(ROOT, own_templates())


@pytest.fixture(scope="module")
def press(project):
    return Press(FACES, project.theme, project.wordings)


@pytest.fixture(scope="module")
def real(project):
    """Lay out a real page of ours: its charts are there to be asked for."""
    edition = next(
        one for one in editions(project.library, project.wordings) if one.id == "axera.one-pager.en"
    )
    designer = Designer([project.templates], project.theme, project.wordings)
    return designer.page(compose(project, edition), "0" * 64)


ABOUT = About(
    brief="a",
    edition="a.page",
    fingerprint="0" * 64,
    title="T",
    description="Words",
    publisher="P",
    keywords=("A", "甲"),
    languages=("en-HK",),
    day=date(2026, 1, 2),
)


def page(body, css="", lang="en-HK"):
    return Page(
        id="a.page",
        html=f'<!DOCTYPE html><html lang="{lang}"><head><title>T</title></head>'
        f"<body>{body}</body></html>",
        css=LANG_CSS + css,
        charts={},
        scale="page",
        sheets=1,
        elastic=False,
        about=ABOUT,
    )


def faults(press, a_page):
    with pytest.raises(PressFault) as caught:
        press.print(a_page)
    assert all(fault.place.file == a_page.id for fault in caught.value.faults)
    return caught.value.faults


def test_a_plain_page_prints(press):
    printed = press.print(page("<p>Words and 28.20</p>"))
    assert printed.pages == 1
    assert printed.pdf.startswith(b"%PDF-")


def test_the_same_page_prints_the_same_bytes_whatever_was_printed_before(press, real):
    before = press.print(real).pdf
    press.print(page("<p>别的</p>", lang="zh-Hans"))
    assert press.print(real).pdf == before


# --- faces


@pytest.mark.parametrize(
    ("css", "family"),
    [
        ("p { font-family: Arial; }", "Arial"),
        ('p { font-family: "Briefs Sans", sans-serif; }', "sans-serif"),
        ('p { font-family: "Briefs Sans TC" }', '"Briefs Sans TC"'),
    ],
)
def test_a_family_that_is_not_pinned_is_refused(press, css, family):
    (fault,) = faults(press, page("<p>x</p>", css))
    assert fault.message == f"{family} is no pinned face"
    assert fault.rule == "face"
    assert fault.mend


def test_the_families_of_our_own_stylesheets_are_all_pinned(real):
    pinned = {face.family for face in pinned_faces()}
    assert list(unknown_families(real.css, pinned)) == []
    assert list(unknown_families("a { font-family: var(--sans) }", pinned)) == []


@pytest.mark.parametrize(
    ("char", "code", "lang"),
    [("☃", "U+2603", "en-HK"), ("𠮷", "U+20BB7", "zh-Hans"), ("한", "U+D55C", "zh-Hans")],
)
def test_a_character_without_a_glyph_is_refused_with_its_place(press, char, code, lang):
    (fault,) = faults(press, page(f"<p>near <b>these words {char}</b></p>", lang=lang))
    assert repr(char) in fault.message
    assert code in fault.message
    assert f"no face of {lang}" in fault.message
    assert f"“these words {char}”" in fault.message


def test_a_character_is_asked_of_the_language_that_it_stands_in(press):
    (fault,) = faults(press, page('<p>words <span lang="xx">words</span></p>'))[:1]
    assert "no face of xx" in fault.message


def test_spaces_and_joiners_need_no_glyph(press):
    assert press.print(page("<p>HK$\u206028.20\u00a0\u2009x</p>")).pages == 1


# --- what a page may ask for


FOREIGN = [
    "https://example.org/a.svg",
    "http://127.0.0.1:9/a.svg",
    "file:///etc/passwd",
    "data:image/svg+xml,<svg/>",
    "chart:nobody/nothing",
    "chart:",
    "relative.svg",
]


@pytest.mark.parametrize("url", FOREIGN)
def test_every_address_is_refused_and_recorded(url):
    fetcher = LogoFetcher()
    with pytest.raises(URLFetchingError):
        fetcher.fetch(url)
    assert fetcher.refused == [url]


@pytest.mark.parametrize(
    "body",
    [
        '<img src="https://example.org/a.svg" alt=""/>',
        '<img src="file:///etc/passwd" alt=""/>',
        '<img src="data:image/png;base64,iVBORw0KGgo=" alt=""/>',
        '<img src="chart:nobody/nothing" alt=""/>',
        '<object data="file:///etc/passwd"></object>',
        '<p style="background: url(file:///etc/passwd)">x</p>',
        '<link rel="attachment" href="file:///etc/passwd"/>',
        '<a rel="attachment" href="file:///etc/passwd">x</a>',
        '<link rel="stylesheet" href="file:///etc/passwd"/>',
        '<style>@import "file:///etc/passwd";</style>',
    ],
)
def test_a_page_that_asks_for_anything_else_fails(press, body):
    rules = {fault.rule for fault in faults(press, page(body))}
    assert rules & {"fetch", "renderer"}


def test_every_refused_address_is_named(press):
    urls = ("file:///etc/passwd", "https://example.org/a.svg")
    found = faults(press, page("".join(f'<img src="{url}" alt=""/>' for url in urls)))
    assert {f"the page asked for {url!r}" for url in urls} <= {fault.message for fault in found}


def test_a_stylesheet_reaches_nothing_outside(press):
    for css in ('@import "https://example.org/a.css";', "p { background: url(file:///etc/hosts) }"):
        assert faults(press, page("<p>x</p>", css))


# --- warnings


@pytest.mark.parametrize(
    ("css", "said"),
    [
        ("p { text-wrap: balance; }", "text-wrap"),
        ("p { colour: red; }", "colour"),
        ("p { color: rde; }", "rde"),
        ("@media print and (", ""),
    ],
)
def test_whatever_the_renderer_warns_of_fails_the_page(press, css, said):
    found = faults(press, page("<p>x</p>", css))
    assert any(fault.rule == "renderer" and said in fault.message for fault in found)


def test_warnings_are_heard_only_while_printing(press):
    log = logging.getLogger("weasyprint")
    before = list(log.handlers)
    faults(press, page("<p>x</p>", "p { colour: red; }"))
    assert log.handlers == before
    assert press.print(page("<p>x</p>")).pages == 1


# --- fit


def test_pages_too_many_are_counted(press):
    found = faults(press, page("<p>words</p>" * 200))
    assert any("pages instead of 1" in fault.message for fault in found)
    assert all(fault.rule == "fit" for fault in found)


def test_a_page_too_few_is_a_fault_too(press):
    (fault,) = faults(press, replace(page("<p>x</p>"), sheets=2))
    assert "fills 1 pages instead of 2" in fault.message


def test_a_word_too_long_is_named_with_page_and_millimetres(press):
    word = "Unbreakable" * 12
    (fault,) = faults(press, page(f"<p>{word}</p>"))
    assert word[:40] in fault.message
    assert " mm outside its box (page 1, 10 mm from the left, " in fault.message
    over = float(fault.message.partition(" stands ")[2].partition(" mm")[0])
    assert over > 50
    assert "shorten it" in fault.mend


def test_a_cell_is_overrun_only_sideways(press):
    css = (
        "table { table-layout: fixed; width: 60mm; border-collapse: collapse; }"
        "td { width: 30mm; padding: 0; white-space: nowrap; }"
    )
    table = "<table><tr><td>{}</td><td>next</td></tr></table>"
    assert press.print(page(table.format("short"), css)).pages == 1
    (fault,) = faults(press, page(table.format("a text that is wider than its own cell"), css))
    assert "“a text that is wider than its own cell”" in fault.message


def test_our_own_page_has_its_charts_drawn_in_the_faces_of_the_language(press, real):
    assert real.charts
    assert press.print(real).pages == 1
    blank = replace(real, charts={})
    found = faults(press, blank)
    asked = {fault.message for fault in found if fault.rule == "fetch"}
    assert asked == {f"the page asked for 'chart:{name}'" for name in real.charts}


# --- through the whole program


@pytest.fixture
def built(folder):
    """Build one edition of a changed project with the program itself."""

    def run(edition):
        return subprocess.run(  # noqa: S603
            [sys.executable, "-m", "briefs", "--project", str(folder.path), "build", edition],
            capture_output=True,
            text=True,
            check=False,
        )

    return run


def test_a_bad_property_in_a_projects_stylesheet_fails_its_brief(built, folder):
    css = (own_templates() / "css/one-pager.css").read_text(encoding="utf-8")
    folder.add("templates/css/one-pager.css", css + "\nh2 { text-wrap: balance; }\n")
    done = built("axera.one-pager.en")
    assert done.returncode == 1
    line = len(css.splitlines()) + 2
    place = f"templates/css/one-pager.css:{line}:6"
    assert f"{place}: error: Ignored `text-wrap: balance`" in done.stderr
    assert "mend the stylesheet" in done.stderr
    assert not list(folder.path.rglob("*.pdf"))


def test_a_template_that_asks_for_a_file_fails_its_brief_and_no_other(folder):
    page = (own_templates() / "one-pager.html").read_text(encoding="utf-8")
    folder.add("templates/one-pager.html", page.replace("<body>", '<body><img src="a.png"/>'))
    done = subprocess.run(  # noqa: S603
        [sys.executable, "-m", "briefs", "--project", str(folder.path), "build", "--lang", "en"],
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 1
    assert "axera.one-pager.en: error: the page asked for 'a.png'" in done.stderr
    assert "Traceback" not in done.stderr
    assert [path.name for path in folder.path.rglob("*.pdf")] == ["ai-chips-deck-en.pdf"]


def test_a_text_too_long_for_its_page_is_named_on_the_terminal(built, folder):
    for words in ("Chip demand moves", "Frost & Sullivan places it", "In {9M2025} the five"):
        folder.change("data/companies/axera.yaml", words, "Demand moves, " * 30 + words)
    done = built("axera.one-pager.en")
    assert done.returncode == 1
    assert "axera.one-pager.en: error: " in done.stderr
    assert re.search(r"the page is [\d.]+ mm too full, set as tightly as it may be", done.stderr)
    assert re.search(r"shorten .* by about \d+ words", done.stderr)
