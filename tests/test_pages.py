"""Pages are what templates make of views: literal texts, strict names, a project's own first."""

from __future__ import annotations

import re
from html.parser import HTMLParser
from pathlib import Path

import pytest

from briefs.build.editions import compose, editions
from briefs.build.project import read_project
from briefs.build.templates import own_templates
from briefs.faults import InvalidInput
from briefs.pages import Designer

ROOT = Path(__file__).parent.parent
AXERA, DECK = "axera.one-pager.en", "ai-chips.deck.zh-Hans"
FINGERPRINT = "0123456789abcdef" * 4


@pytest.fixture(scope="module")
def project():
    return read_project(ROOT, own_templates())


def laid_out(project, edition=AXERA, folders=None):
    designer = Designer(folders or [project.templates], project.theme, project.wordings)
    one = next(one for one in editions(project.library, project.wordings) if one.id == edition)
    return designer.page(compose(project, one), FINGERPRINT)


@pytest.fixture
def mine(tmp_path, project):
    """Lay a page out with templates of a project's own before ours."""

    def lay_out(edition=AXERA, **files):
        for name, text in files.items():
            path = tmp_path / name.replace("__", "/").replace("_", "-")
            path = path.with_suffix(".css" if "css" in path.parts else ".html")
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8")
        return laid_out(project, edition, [tmp_path, own_templates()])

    return lay_out


def own(name):
    return (own_templates() / name).read_text(encoding="utf-8")


# --- texts are literal


def test_markup_in_a_records_text_is_shown_not_obeyed(folder):
    text = "Demand <b>&\"'</b> <script>alert()</script> "
    folder.change(
        "data/companies/axera.yaml",
        "Chip demand moves in cycles, and tariffs",
        f"{text}moves, and tariffs",
    )
    html = laid_out(read_project(folder.path, own_templates())).html
    assert "Demand &lt;b&gt;&amp;&#34;&#39;&lt;/b&gt; &lt;script&gt;alert()&lt;/script&gt;" in html
    assert "<script" not in html
    assert "<b>" not in html


@pytest.mark.parametrize("text", ['" onload="alert()', "' onload='alert()", "><img src=x>"])
def test_a_text_never_leaves_the_attribute_that_holds_it(folder, text):
    # The headline is also the page's description.
    folder.change(
        "data/companies/axera.yaml",
        "; the source gives no figure for the loss\n",
        f"; {text}\n",
    )
    page = Tags(laid_out(read_project(folder.path, own_templates())).html)
    (description,) = [
        dict(attributes)["content"]
        for tag, attributes in page.found
        if tag == "meta" and ("name", "description") in attributes
    ]
    assert description.endswith(f"; {text}")
    names = {name for _, attributes in page.found for name, _ in attributes}
    assert "onload" not in names
    assert ("src", "x") not in {pair for _, attributes in page.found for pair in attributes}


class Tags(HTMLParser):
    """Every element of a page with its attributes."""

    def __init__(self, html):
        super().__init__()
        self.found = []
        self.feed(html)

    def handle_starttag(self, tag, attrs):
        self.found.append((tag, attrs))


# --- names are strict


def test_a_slip_in_a_template_is_told_with_file_and_line(mine):
    foot = own("foot.html").splitlines()
    line = next(n for n, text in enumerate(foot, 1) if "foot.disclaimer[" in text)
    broken = "\n".join(foot).replace("foot.disclaimer[", "foot.disclamer[")
    with pytest.raises(InvalidInput) as caught:
        mine(foot=broken)
    (fault,) = caught.value.faults
    assert (fault.place.file, fault.place.line) == ("templates/foot.html", line)
    assert "disclamer" in fault.message
    assert fault.rule == "template"


def test_a_slip_inside_a_macro_is_told_where_the_macro_stands(mine):
    macros = own("macros.html")
    line = next(n for n, text in enumerate(macros.splitlines(), 1) if "t.detail" in text)
    with pytest.raises(InvalidInput) as caught:
        mine(macros=macros.replace("t.detail", "t.detial", 1))
    (fault,) = caught.value.faults
    assert (fault.place.file, fault.place.line) == ("templates/macros.html", line)


def test_a_name_that_nobody_gave_is_no_empty_string(mine):
    with pytest.raises(InvalidInput, match="'nobody' is undefined"):
        mine(foot="{{ nobody }}")


def test_a_template_that_does_not_parse_is_told_with_file_and_line(mine):
    with pytest.raises(InvalidInput) as caught:
        mine(foot="fine\n{% for x in %}\n")
    (fault,) = caught.value.faults
    assert str(fault).startswith("templates/foot.html:2:1: error: the template is broken: ")


def test_a_template_that_is_not_there_is_named(mine):
    with pytest.raises(InvalidInput, match=r"nowhere\.html"):
        mine(foot='{% include "nowhere.html" %}')


# --- whose template


def test_a_projects_own_template_comes_before_ours_and_the_rest_stays_ours(mine, project):
    ours = laid_out(project)
    theirs = mine(foot="<p>my foot</p>")
    assert "<p>my foot</p>" in theirs.html
    assert "Data notes" in ours.html
    assert "Data notes" not in theirs.html
    assert theirs.html.partition('<div id="foot">')[0] == ours.html.partition('<div id="foot">')[0]
    assert theirs.css == ours.css


def test_a_projects_own_stylesheet_comes_before_ours(mine, project):
    theirs = mine(css__one_pager="h1 { color: red; }")
    assert "h1 { color: red; }" in theirs.css
    assert own("css/one-pager.css") not in theirs.css
    assert own("css/base.css") in theirs.css
    assert theirs.html == laid_out(project).html


def test_a_template_of_one_kind_leaves_the_other_alone(mine, project):
    assert mine(DECK, css__one_pager="h1 { color: red; }") == laid_out(project, DECK)


# --- what every page says of itself


@pytest.mark.parametrize("edition", [AXERA, DECK, "biren.one-pager.en+zh-Hant-HK"])
def test_a_page_carries_its_id_the_start_of_its_fingerprint_and_its_language(project, edition):
    page = laid_out(project, edition)
    assert page.id == edition
    assert edition in page.html
    assert FINGERPRINT[:8] in page.html
    assert FINGERPRINT[:9] not in page.html
    lead = edition.rpartition(".")[2].partition("+")[0]
    assert f'<html lang="{project.wordings[lead].tag}"' in page.html


@pytest.mark.parametrize("edition", [AXERA, DECK, "biren.one-pager.en+zh-Hant-HK"])
def test_every_chart_is_on_the_page_once_with_words_for_who_cannot_see_it(project, edition):
    page = laid_out(project, edition)
    shown = re.findall(r'<img class="plot" src="chart:([^"]*)" alt="([^"]*)"/>', page.html)
    assert sorted(name for name, _ in shown) == sorted(page.charts)
    assert all(len(words) > 10 for _, words in shown)
    assert page.html.count("<img") == len(shown)


@pytest.mark.parametrize("edition", [AXERA, DECK, "biren.one-pager.zh-Hant-HK"])
def test_a_figure_on_a_page_leads_back_to_its_record(project, edition):
    page = laid_out(project, edition)
    found = re.findall(r'data-figure="([^":]+):([^"]+)"', page.html)
    assert len(found) > 20
    findings = project.answers.findings
    computed = {one.id for each in findings for one in (each.computed, each.quoted) if one}
    for subject, path in found:
        known = path in project.library.books[subject].figures
        assert known or f"{subject}:{path}" in computed


@pytest.mark.parametrize(
    ("setting", "rise", "fall"),
    [
        ("en", "green", "red"),
        ("zh-Hans", "red", "green"),
        ("zh-Hant-HK", "green", "red"),
        ("en+zh-Hans", "blue", "orange"),
        ("en+zh-Hant-HK", "blue", "orange"),
    ],
)
def test_a_rise_has_the_colour_that_its_readers_expect(project, setting, rise, fall):
    css = laid_out(project, f"biren.one-pager.{setting}").css
    colour = project.theme.colour
    wanted = [getattr(colour, name) for name in (rise, fall)]
    assert re.findall(r"--(?:up|down): (#\w+)", css) == wanted
