"""The gallery shows every brief, leads to the origin of every figure, and needs nothing else."""

from __future__ import annotations

import dataclasses
import json
import re
import shutil
import time
import typing
import xml.etree.ElementTree as ET
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from urllib.parse import unquote, urlsplit

import pytest
from lxml import html
from PIL import Image
from tinyhtml5.parser import HTMLParser

from briefs.build.manifest import read_manifest
from briefs.build.memory import SETTLED, keep, recall
from briefs.build.project import read_project
from briefs.build.templates import own_templates
from briefs.cli import main
from briefs.pages import Designer
from briefs.pages.gallery import Brief, Card, Feed, Overview

EDITIONS = [
    f"{brief}.{setting}"
    for brief in ("axera.one-pager", "biren.one-pager", "ai-chips.deck")
    for setting in ("en", "zh-Hans", "zh-Hant-HK", "en+zh-Hans", "en+zh-Hant-HK")
]
ATOM = "{http://www.w3.org/2005/Atom}"


@pytest.fixture
def copied(gallery, tmp_path):
    """Give a copy of the project with its gallery, for a test to change."""
    return Path(shutil.copytree(gallery, tmp_path / "project"))


@pytest.fixture
def briefs(capsys):
    def run(project, *arguments):
        with pytest.raises(SystemExit) as ended:
            main(["--project", str(project), *arguments])
        out, err = capsys.readouterr()
        return ended.value.code, out, err

    return run


def page(project, edition):
    return html.parse(str(project / f"output/site/{edition}.html"))


def files(project):
    """Give the bytes of every file of a gallery, by name."""
    output = project / "output"
    named = [output / "index.html", output / "feed.atom", *(output / "site").rglob("*")]
    return {str(path.relative_to(output)): path.read_bytes() for path in named if path.is_file()}


def written(project):
    """Give when each file of a gallery was written, by name."""
    return {name: (project / "output" / name).stat().st_mtime_ns for name in files(project)}


def text(element):
    return " ".join(element.text_content().split())


# --- the pages


def test_every_brief_has_a_page_and_a_card(gallery):
    index = html.parse(str(gallery / "output/index.html"))
    leading = [link.get("href") for link in index.iterfind('.//ul[@class="variants"]//a')]
    assert leading == [f"site/{edition}.html" for edition in EDITIONS]
    cards = index.findall('.//li[@class="card"]')
    assert [card.get("data-kind") for card in cards] == ["one-pager", "one-pager", "deck"]
    assert [card.get("data-stage") for card in cards] == [
        "offer_open",
        "listed",
        "listed offer_open",
    ]
    assert cards[2].get("data-company") == "moore-threads metax biren axera"
    for words in ("00600", "愛芯元智", "爱芯元智", "Axera", "Semiconductors"):
        assert words in cards[0].get("data-sought")


def test_every_page_is_html_without_a_fault(gallery):
    for name in ["index.html", *(f"site/{edition}.html" for edition in EDITIONS)]:
        source = (gallery / "output" / name).read_text(encoding="utf-8")
        parser = HTMLParser()
        parser.parse(source)
        assert not parser.errors, name
        ids = re.findall(r'\bid="([^"]*)"', source)
        assert len(ids) == len(set(ids)), name


def test_every_link_leads_somewhere_beside_the_page(gallery):
    looked = 0
    for path in [gallery / "output/index.html", *(gallery / "output/site").glob("*.html")]:
        tree = html.parse(str(path))
        for element in tree.iter():
            for name in ("href", "src", "data-cover"):
                address = element.get(name)
                if address is None:
                    continue
                parts = urlsplit(address)
                assert not parts.scheme, address
                assert not parts.netloc, address
                target = (path.parent / unquote(parts.path)).resolve() if parts.path else path
                assert target.is_file(), (path.name, address)
                assert target.is_relative_to((gallery / "output").resolve())
                if parts.fragment:
                    assert tree.xpath("//*[@id=$id]", id=unquote(parts.fragment)), address
                looked += 1
    assert looked > 1_000


def test_nothing_is_fetched_and_nothing_runs_but_our_script(gallery):
    for path in [gallery / "output/index.html", *(gallery / "output/site").glob("*.html")]:
        tree = html.parse(str(path))
        policy = tree.find('.//meta[@http-equiv="Content-Security-Policy"]').get("content")
        assert policy.startswith("default-src 'none'; ")
        assert "unsafe" not in policy
        assert [len(script.text or "") for script in tree.iterfind(".//script")] == [0]
        for element in tree.iter():
            assert not [name for name in element.attrib if name.startswith("on") or name == "style"]
    for name in ("site.css", "site.js"):
        source = (gallery / "output/site" / name).read_text(encoding="utf-8")
        assert "http" not in source, name


def test_pictures_say_their_size_and_are_few_bytes(gallery):
    pictures = page(gallery, "ai-chips.deck.en").findall('.//div[@class="paper"]/img')
    assert len(pictures) == 14
    for number, picture in enumerate(pictures):
        path = gallery / "output/site" / picture.get("src")
        with Image.open(path) as image:
            assert image.size == (int(picture.get("width")), int(picture.get("height")))
        assert path.stat().st_size < 120_000
        assert (picture.get("loading") == "lazy") is (number > 0)
        assert picture.get("alt") == f"Page {number + 1}"


def test_pictures_keep_the_colours_by_which_companies_are_told_apart(gallery):
    picture = page(gallery, "ai-chips.deck.en").find('.//div[@class="paper"]/img')
    with Image.open(gallery / "output/site" / picture.get("src")) as image:
        colours = {colour for _, colour in image.convert("RGB").getcolors(1 << 24)}
    assert {(0x12, 0x26, 0x3A), (0x2B, 0x75, 0xB3), (0x9A, 0x5B, 0x00)} <= colours


# --- figures and their origin


@pytest.mark.parametrize("edition", EDITIONS)
def test_every_figure_on_a_page_leads_to_its_origin(gallery, edition):
    subject, kind, setting = edition.split(".")
    pdf = f"output/{subject}/{subject}-{kind}-{setting}"
    manifest = read_manifest((gallery / f"{pdf}.json").read_bytes())
    tree = page(gallery, edition)
    rows = {row.get("id"): row for row in tree.iterfind('.//tbody[@id="rows"]/tr')}
    spots = {}
    for sheet in tree.iterfind('.//figure[@class="sheet"]'):
        number = int(sheet.get("id").removeprefix("page-"))
        *_, width, height = map(float, sheet.find(".//svg").get("viewbox").split())
        for link in sheet.iterfind(".//svg/a"):
            left, top, wide, high = (
                float(link.find("rect").get(side)) for side in ("x", "y", "width", "height")
            )
            assert 0 <= left < left + wide <= width + 1
            assert 0 <= top < top + high <= height + 1
            assert unquote(link.get("href")[1:]) == link.get("data-figures").split()[0]
            for figure in link.get("data-figures").split():
                spots.setdefault((figure, number), []).append((left, top))
    told = [one for one in manifest.printed if one.figure in rows]
    assert len(told) > 0.9 * len(manifest.printed)
    for one in told:
        assert (one.left, one.top) in spots[one.figure, one.page]
        origin, said = manifest.figures[one.figure], text(rows[one.figure])
        assert one.text in said
        assert f"{origin.at}" in said
        assert f"{origin.formula}" in said
        assert f"{origin.written}" in said


def test_a_derived_figure_leads_to_what_it_is_derived_from(gallery):
    tree = page(gallery, "axera.one-pager.en")
    row = tree.xpath("//tr[@id='axera:rd_to_revenue.FY2024']")[0]
    assert "part ÷ whole" in text(row)
    inputs = [unquote(link.get("href")) for link in row.findall(".//dd/a")]
    assert inputs == ["#axera:rd_expense.FY2024", "#axera:revenue.FY2024"]


def test_who_is_said_to_say_a_figure_is_named_in_every_language(gallery):
    row = page(gallery, "axera.one-pager.en").xpath(
        "//tr[@id='axera:positions.mid-to-high-end.rank']"
    )[0]
    voices = row.xpath(".//dd/span[@class='w']")
    assert {"Frost & Sullivan", "弗若斯特沙利文"} <= {text(voice) for voice in voices}


def test_the_figures_of_a_brief_can_be_taken_away(gallery):
    tree = page(gallery, "biren.one-pager.zh-Hans")
    links = [link.get("href") for link in tree.iterfind('.//ul[@class="downloads"]//a')]
    assert [link.rpartition("/")[2] for link in links] == [
        "biren-one-pager-zh-Hans.pdf",
        "biren.one-pager.zh-Hans.figures.csv",
        "biren.one-pager.zh-Hans.figures.json",
        "biren-one-pager-zh-Hans.json",
    ]
    document = json.loads((gallery / "output/site" / links[2]).read_bytes())
    assert document["edition"]["id"] == "biren.one-pager.zh-Hans"
    assert text(tree.find('.//a[@href="../SHA256SUMS"]'))


# --- checks, notes, changes


def test_contradictions_are_shown_first_with_who_answered_for_them(gallery):
    tree = page(gallery, "biren.one-pager.en")
    loud = tree.xpath("//section[@aria-labelledby='checks']/ul[@class='findings']/li")
    assert [one.get("class") for one in loud[:2]] == ["finding contradicts"] * 2
    first = text(loud[1])
    for words in (
        "Contradiction",
        "矛盾",
        "Acknowledged",
        "return_vs_offer",
        "does not follow from offer.price and debut.high, which give 118.8%",
        "The high of 42.88 agrees with the market value of 1027亿 beside it.",
        "最高价42.88与同处所载市值1027亿相符。",
        "briefs editors, 2026-11-21",
    ):
        assert words in first
    quiet = tree.xpath("//details//li/@class")
    assert set(quiet) == {"finding holds", "finding not_testable"}


def test_a_deck_shows_the_checks_of_all_its_companies(gallery):
    loud = page(gallery, "ai-chips.deck.en").xpath("//code[@class='path']")
    assert {text(one).partition(":")[0] for one in loud} >= {"biren", "axera", "metax", "nvidia"}


def test_the_data_notes_are_those_of_the_page(gallery):
    tree = page(gallery, "biren.one-pager.en")
    notes = [text(one) for one in tree.iterfind('.//ol[@class="notes"]/li')]
    assert any(note.startswith("The source prints over +112.55%") for note in notes)
    assert "RMB is renminbi; HK$ and US$ are Hong Kong and US dollars." in [
        text(one) for one in tree.iterfind('.//ul[@class="notes"]/li')
    ]


def test_changes_since_the_edition_before_are_named(copied, briefs):
    beside = copied / "output/axera/axera-one-pager-en.json"
    before = json.loads(beside.read_bytes())
    price = before["figures"]["axera:offer.price"]
    assert price["written"] == "28.20"
    price |= {"value": "27.20", "written": "27.20"}
    before["words"]["called"]["axera:offer.price"]["amount"]["en"] = "HK$27.20"
    before["fingerprint"] = "0" * 64
    hidden = copied / "output/axera/.axera-one-pager-en.before.json"
    hidden.write_text(json.dumps(before), encoding="utf-8")
    (copied / "output/site/axera.one-pager.en.html").unlink()
    assert briefs(copied, "site")[0] == 0
    rows = page(copied, "axera.one-pager.en").findall('.//table[@class="changes"]/tbody/tr')
    assert len(rows) == 1
    said = text(rows[0])
    for words in ("Offer price", "Correction", "HK$27.20", "HK$28.20", "newtimespace-axera"):
        assert words in said


def test_without_an_edition_before_there_is_nothing_to_compare(gallery):
    section = page(gallery, "axera.one-pager.en").xpath("//section[@aria-labelledby='changes']")[0]
    assert "No earlier edition that said anything else is kept." in text(section)


# --- hostile words


HOSTILE = "</script><script>alert(1)</script>\"'><img src=x onerror=alert(1)>&amp;{{7*7}}"


def hostile(sort):
    """Make a value of a type in which every text is hostile."""
    origin = typing.get_origin(sort)
    if dataclasses.is_dataclass(sort):
        hints = typing.get_type_hints(sort)
        return sort(**{name: hostile(hint) for name, hint in hints.items()} | fixed(sort))
    if origin is tuple:
        return (hostile(typing.get_args(sort)[0]),)
    if origin is Mapping:
        return {"en": HOSTILE, "zh-Hans": HOSTILE}
    if origin is not None:  # a value that may be missing
        return hostile(typing.get_args(sort)[0])
    return {str: HOSTILE, int: 7, float: 7.0, bool: True}[sort]


def fixed(sort):
    """Give what is no text but one of our own names."""
    known = {
        "kind": "deck",
        "languages": ("en",),
        "language": "en",
        "verdict": "holds",
        "sort": "changed",
    }
    found = {one.name: known[one.name] for one in dataclasses.fields(sort) if one.name in known}
    if sort in (Brief, Card):
        found["stages"] = ("listed",)
    if sort.__name__ == "Choice":
        found["label"] = "stage.listed"
    if sort.__name__ == "Download":
        found["label"] = "pdf"
    return found


@pytest.mark.parametrize("sort", [Overview, Brief, Feed])
def test_no_text_can_become_markup(folder, sort):
    project = read_project(folder.path, own_templates())
    designer = Designer([project.templates], project.theme, project.wordings)
    laid_out = designer.screen(hostile(sort), language="en")
    if sort is Feed:
        titles = [title.text for title in ET.fromstring(laid_out).iter(f"{ATOM}title")]  # noqa: S314 - our own
        assert titles[1] == HOSTILE
        return
    tree = html.document_fromstring(laid_out)
    assert len(tree.findall(".//script")) == 1
    assert not tree.xpath("//*[@onerror]")
    assert HOSTILE in tree.text_content()
    assert "alert(1)" not in "".join(tree.find(".//script").itertext())


# --- the feed


def test_the_feed_tells_of_every_edition_the_newest_first(gallery):
    root = ET.parse(gallery / "output/feed.atom").getroot()  # noqa: S314 - our own
    entries = root.findall(f"{ATOM}entry")
    ids = [entry.findtext(f"{ATOM}id") for entry in entries]
    assert len(set(ids)) == len(EDITIONS)
    assert all(re.fullmatch(r"urn:uuid:[0-9a-f-]{36}", one) for one in ids)
    days = [entry.findtext(f"{ATOM}updated") for entry in entries]
    assert days == sorted(days, reverse=True)
    assert root.findtext(f"{ATOM}updated") == days[0] == "2026-01-30T00:00:00Z"
    for entry in entries:
        enclosure = entry.find(f'{ATOM}link[@rel="enclosure"]')
        pdf = gallery / "output" / enclosure.get("href")
        assert pdf.stat().st_size == int(enclosure.get("length"))


def test_a_feed_may_be_dated_from_outside(copied, briefs, monkeypatch):
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1800000000")
    assert briefs(copied, "site")[0] == 0
    root = ET.parse(copied / "output/feed.atom").getroot()  # noqa: S314 - our own
    assert root.findtext(f"{ATOM}updated") == "2027-01-15T08:00:00Z"


# --- writing


def test_the_same_editions_give_the_same_bytes(copied, briefs):
    before = files(copied)
    shutil.rmtree(copied / "output/site")
    (copied / "output/.gallery.json").unlink()
    (copied / "output/.memory.json").unlink()
    assert briefs(copied, "site")[0] == 0
    assert files(copied) == before


def test_what_is_fresh_is_left_alone_and_what_is_lost_comes_back(copied, briefs):
    time.sleep(2 * SETTLED / 1e9)  # what was copied just now might change and look the same
    assert briefs(copied, "site")[0] == 0
    before = written(copied)
    code, out, _ = briefs(copied, "site", "--json")
    assert (code, json.loads(out)["fresh"]) == (0, True)
    picture = Path(page(copied, "axera.one-pager.en").find('.//div[@class="paper"]/img').get("src"))
    lost = ["index.html", "site/axera.one-pager.en.html", f"site/pictures/{picture.name}"]
    for name in lost:
        (copied / "output" / name).unlink()
    stray = copied / "output/site/pictures/0123456789abcdef-01.webp"
    stray.write_bytes(b"")
    assert json.loads(briefs(copied, "site", "--json")[1])["fresh"] is False
    after = written(copied)
    assert set(lost) <= after.keys()
    assert {name for name in after if after[name] != before.get(name)} <= {
        *lost,
        f"site/pictures/{picture.name.replace('-01', '-cover')}",
    }
    assert not stray.exists()


def test_an_edition_that_is_gone_leaves_no_page(copied, briefs):
    for path in (copied / "output/axera").glob("axera-one-pager-en.*"):
        path.unlink()
    assert briefs(copied, "site")[0] == 0
    assert "site/axera.one-pager.en.html" not in files(copied)
    assert "axera.one-pager.en.html" not in (copied / "output/index.html").read_text("utf-8")
    assert len(list((copied / "output/site/pictures").glob("*-cover.webp"))) == 14


def test_a_broken_template_is_named_and_the_gallery_stays(copied, briefs):
    before = files(copied)
    broken = copied / "templates/site/brief.html"
    broken.parent.mkdir(parents=True)
    source = (own_templates() / "site/brief.html").read_text("utf-8")
    broken.write_text(source.replace("page.digest", "page.digests"), encoding="utf-8")
    code, _, err = briefs(copied, "site")
    line = source[: source.index("page.digest")].count("\n") + 1
    assert code == 78
    assert f"templates/site/brief.html:{line}:1: error: " in err
    assert files(copied) == before


def test_a_gallery_of_nothing_says_so(folder, briefs):
    assert briefs(folder.path, "site")[0] == 0
    index = html.parse(str(folder.path / "output/index.html"))
    assert "No brief stands here yet." in text(index.find(".//main"))


def test_an_older_edition_says_that_it_is(copied, briefs):
    memory = recall(copied)
    editions = dict(memory.editions)
    editions["axera.one-pager.en"] = replace(editions["axera.one-pager.en"], wanted="0" * 64)
    keep(copied, replace(memory, editions=editions))
    (copied / "output/.gallery.json").unlink()
    assert briefs(copied, "site")[0] == 0
    assert page(copied, "axera.one-pager.en").find('.//p[@class="older"]') is not None
    assert page(copied, "axera.one-pager.zh-Hans").find('.//p[@class="older"]') is None
