"""The gallery in a real browser, opened from a disk: found, read and used by whatever hand.

`make browsers` runs this: it needs Chromium.
"""

from __future__ import annotations

import dataclasses
import shutil
import sys
import time
from contextlib import contextmanager
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import sync_playwright

sys.path.append(str(Path(__file__).parent.parent / "bench"))

from peers import BROWSERS

from briefs.build.manifest import read_manifest
from briefs.build.project import read_project
from briefs.build.templates import own_templates
from briefs.pages import Designer
from briefs.pages.gallery import SITE
from briefs.site.overview import overview
from briefs.site.shelf import shelves

INDEX = "index.html"
AXERA = "site/axera.one-pager.en.html"
BIREN = "site/biren.one-pager.zh-Hans.html"
DECK = "site/ai-chips.deck.en+zh-Hant-HK.html"
PHONE, TABLET, DESKTOP = (390, 800), (820, 1100), (1280, 900)
LANGUAGES = ("en-HK", "zh-Hans", "zh-Hant-HK")


@pytest.fixture(scope="module")
def browser():
    program = next(filter(None, map(shutil.which, BROWSERS)))
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=program, args=["--no-sandbox"])
        yield browser
        browser.close()


@pytest.fixture
def opened(gallery, browser):
    """Open a page of the gallery from the disk; whatever it complains of fails the test."""
    contexts, said = [], []

    def open_(name, size=DESKTOP, folder=gallery / "output", **more):
        width, height = size
        context = browser.new_context(
            viewport={"width": width, "height": height}, **{"locale": "en-GB", **more}
        )
        contexts.append(context)
        page = context.new_page()
        page.on("console", lambda message: said.append(message.text))
        page.on("pageerror", lambda error: said.append(str(error)))
        page.on("request", lambda request: said.append(request.url) if away(request) else None)
        page.goto((folder / name).as_uri())
        return page

    yield open_
    for context in contexts:
        context.close()
    assert not said


def away(request):
    return not request.url.startswith("file:")


def shown(page):
    """Give the names of the cards that are shown."""
    return page.locator(".card:visible h2").all_inner_texts()


def narrow(page, name, value):
    page.locator(f'[data-narrow="{name}"]').select_option(value)


@contextmanager
def navigating(page):
    with page.expect_navigation():
        yield


# --- search and filters


def test_briefs_are_searched_by_name_code_and_industry(opened):
    page = opened(INDEX)
    seek = page.get_by_label("Search")
    assert shown(page) == ["Axera Semiconductor", "Biren Technology", "AI-chip listings compared"]
    for words, count in [
        ("biren", 2),
        ("壁仞", 2),
        ("愛芯元智", 2),
        ("００６００", 2),  # as a Chinese keyboard types digits
        ("semiconductors AXERA one-pager", 1),
        ("moore", 1),
        ("nobody", 0),
    ]:
        seek.fill(words)
        assert len(shown(page)) == count, words
        assert page.get_by_role("status").inner_text().startswith(f"{count} briefs")
    assert page.get_by_text("No brief matches.").is_visible()
    page.get_by_role("button", name="Clear all filters").click()
    assert len(shown(page)) == 3
    assert not page.get_by_text("No brief matches.").is_visible()


def test_briefs_are_filtered_by_company_stage_kind_and_language(opened):
    page = opened(INDEX)
    narrow(page, "company", "biren")
    assert shown(page) == ["Biren Technology", "AI-chip listings compared"]
    narrow(page, "kind", "one-pager")
    assert shown(page) == ["Biren Technology"]
    narrow(page, "stage", "offer_open")
    assert shown(page) == []
    narrow(page, "company", "")
    assert shown(page) == ["Axera Semiconductor"]
    narrow(page, "setting", "en+zh-Hant-HK")
    card = page.locator(".card:visible")
    assert card.locator("h2 a").get_attribute("href") == "site/axera.one-pager.en+zh-Hant-HK.html"
    chosen = card.locator(".variants .chosen")
    assert card.locator("img").get_attribute("src") == chosen.get_attribute("data-cover")
    page.reload()
    assert shown(page) == ["Axera Semiconductor"], "a selection can be sent as an address"
    with navigating(page):
        page.locator(".card:visible h2 a").click()
    assert page.url.endswith("axera.one-pager.en+zh-Hant-HK.html")
    with navigating(page):
        page.go_back()
    assert shown(page) == ["Axera Semiconductor"]


def test_figures_are_searched(opened):
    page = opened(AXERA)
    page.get_by_label("Search these figures").fill("revenue fy2024 ¶13")
    rows = page.locator("#rows tr:visible")
    assert {row.get_attribute("id") for row in rows.all()} >= {"axera:revenue.FY2024"}
    assert rows.count() < 10


# --- languages and colours


@pytest.mark.parametrize(
    ("locale", "title", "name", "leads"),
    [
        ("en-US", "Research briefs", "Biren Technology", "en"),
        ("zh-CN", "研究简报", "壁仞科技", "zh-Hans"),
        ("zh-TW", "研究簡報", "壁仞科技", "zh-Hant-HK"),
        ("de-DE", "Research briefs", "Biren Technology", "en"),
    ],
)
def test_the_first_page_speaks_the_language_of_the_browser(opened, locale, title, name, leads):
    page = opened(INDEX, locale=locale)
    assert page.locator("h1").inner_text() == title
    assert page.title().startswith(title)
    assert name in shown(page)
    link = page.locator(".card h2 a", has_text=name).get_attribute("href")
    assert link == f"site/biren.one-pager.{leads}.html"


def test_a_language_once_chosen_is_kept(opened):
    page = opened(INDEX)
    page.get_by_role("button", name="简体中文").click()
    assert page.evaluate("document.documentElement.lang") == "zh-Hans"
    assert page.locator('[data-narrow="kind"] option').all_inner_texts() == [
        "全部",
        "新股简报",
        "公司对比",
    ]
    with navigating(page):
        page.locator(".card h2 a").first.click()
    assert page.url.endswith("axera.one-pager.zh-Hans.html")
    with navigating(page):
        page.get_by_role("link", name="English", exact=True).click()
    assert page.locator("h2", has_text="数字与来源").is_visible()
    assert page.locator("#rows th").first.inner_text() == "R&D ÷ revenue, FY2024"


def test_colours_follow_the_device_until_a_reader_chooses(opened):
    ground = "getComputedStyle(document.body).backgroundColor"
    light, dark = (opened(INDEX, color_scheme=scheme).evaluate(ground) for scheme in SCHEMES)
    assert light == "rgb(255, 255, 255)"
    assert dark == "rgb(15, 26, 36)"
    page = opened(INDEX, color_scheme="dark")
    page.get_by_role("button", name="Light").click()
    assert page.evaluate(ground) == light
    page.reload()
    assert page.evaluate(ground) == light


SCHEMES = ("light", "dark")


# --- from a figure to its origin


def printed(gallery, edition, figure):
    """Give where a figure is printed first, as the manifest tells."""
    subject, kind, setting = edition.split(".")
    path = gallery / f"output/{subject}/{subject}-{kind}-{setting}.json"
    return next(one for one in read_manifest(path.read_bytes()).printed if one.figure == figure)


def point(page, one, across=0.5, down=0.5):
    """Give the pixel at which a part of a figure's rectangle is seen."""
    sheet = page.locator(f"#page-{one.page} svg")
    sheet.scroll_into_view_if_needed()
    box = sheet.bounding_box()
    *_, width, height = map(float, sheet.get_attribute("viewBox").split())
    return (
        box["x"] + (one.left + across * one.width) / width * box["width"],
        box["y"] + (one.top + down * one.height) / height * box["height"],
    )


def test_a_figure_clicked_on_the_picture_shows_its_source_and_place(gallery, opened):
    page = opened(AXERA)
    one = printed(gallery, "axera.one-pager.en", "axera:offer.price")
    page.mouse.click(*point(page, one))
    panel = page.locator("#origin")
    for words in (
        "Offer price, fixed",
        "HK$28.20",
        "IPO Watch: Axera Semiconductor",
        "¶2, ¶17",
        "As written there",
    ):
        assert panel.get_by_text(words).first.is_visible(), words
    page.get_by_role("button", name="Close").click()
    assert panel.get_by_text("Choose a figure on a page").is_visible()


def test_a_derived_figure_shows_its_formula_and_leads_on(gallery, opened):
    page = opened(AXERA)
    one = printed(gallery, "axera.one-pager.en", "axera:rd_to_revenue.FY2024")
    page.mouse.click(*point(page, one))
    panel = page.locator("#origin")
    assert panel.get_by_text("part ÷ whole").is_visible()
    panel.get_by_role("link", name="Revenue, FY2024", exact=True).click()
    assert panel.get_by_text("473 million", exact=True).is_visible()
    panel.get_by_role("link", name="Show in the table").click()
    row = page.locator("tr:target")
    assert row.get_attribute("id") == "axera:revenue.FY2024"
    assert row.is_visible()


def test_a_chart_shows_the_origin_of_all_its_figures(gallery, opened):
    page = opened(AXERA)
    path = gallery / "output/axera/axera-one-pager-en.json"
    manifest = read_manifest(path.read_bytes())
    first = next(one for one in manifest.printed if one.chart)
    page.mouse.click(*point(page, first, down=0.1))
    expected = {one.figure for one in manifest.printed if one.chart == first.chart}
    assert page.locator("#origin article").count() == len(expected) > 2


def test_on_a_telephone_a_touch_beside_a_small_figure_means_it(gallery, opened):
    page = opened(AXERA, PHONE, has_touch=True)
    one = printed(gallery, "axera.one-pager.en", "axera:offer.price")
    x, y = point(page, one, down=0)
    page.touchscreen.tap(x, y - 8)
    panel = page.locator("#origin")
    assert panel.get_by_text("HK$28.20").is_visible()
    assert panel.bounding_box()["y"] + panel.bounding_box()["height"] == pytest.approx(PHONE[1])


def test_everything_works_by_keyboard_alone(opened):
    page = opened(AXERA)
    keyboard = page.keyboard
    focused = "document.activeElement"
    keyboard.press("Tab")
    assert page.evaluate(f"{focused}.className") == "skip"
    keyboard.press("Enter")
    for _ in range(30):
        keyboard.press("Tab")
        if page.evaluate(f"{focused}.closest('svg') !== null"):
            break
    first = page.evaluate(f"{focused}.getAttribute('aria-label')")
    assert first == "R&D ÷ revenue, FY2024: 124.5%"
    keyboard.press("ArrowDown")
    second = page.evaluate(f"{focused}.getAttribute('aria-label')")
    assert second == "Offer price, fixed: HK$28.20"
    keyboard.press("Enter")
    assert page.locator("#origin").get_by_text("HK$28.20").is_visible()
    assert page.evaluate(f"{focused}.id") == "origin-title", "who listens is taken along"
    keyboard.press("Escape")
    assert page.evaluate(f"{focused}.getAttribute('aria-label')") == second
    keyboard.press("End")
    keyboard.press("Tab")
    assert page.evaluate(f"{focused}.closest('svg') === null"), "a page is one stop"


def test_the_overview_works_by_keyboard_alone(opened):
    page = opened(INDEX)
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    page.keyboard.type("biren")
    assert len(shown(page)) == 2
    for _ in range(5):
        page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.textContent").startswith("Clear all filters")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "first"
    with navigating(page):
        page.keyboard.press("Enter")
    assert page.url.endswith("biren.one-pager.en.html")


# --- for everyone


@pytest.mark.parametrize("scheme", SCHEMES)
@pytest.mark.parametrize("name", [INDEX, AXERA, BIREN, DECK])
def test_axe_finds_nothing(opened, name, scheme):
    page = opened(name, color_scheme=scheme)
    for language in LANGUAGES:
        page.locator(f'[data-language="{language}"]').click()
        spots = page.locator(".sheet svg a")
        if spots.count():
            spots.first.press("Enter")
        for details in page.locator("details").all():
            details.evaluate("one => { one.open = true; }")
        found = Axe().run(page, options={"resultTypes": ["violations"], "preload": False})
        assert not found.response["violations"], (language, found.generate_report())


@pytest.mark.parametrize("size", [PHONE, TABLET, DESKTOP], ids=str)
@pytest.mark.parametrize("name", [INDEX, AXERA, DECK])
def test_no_page_is_wider_than_its_screen(opened, name, size):
    page = opened(name, size)
    for language in LANGUAGES:
        page.locator(f'[data-language="{language}"]').click()
        assert page.evaluate("document.documentElement.scrollWidth") <= size[0]


def test_without_its_script_a_page_still_leads_to_every_origin(opened):
    page = opened(INDEX, java_script_enabled=False)
    assert len(shown(page)) == 3
    assert not page.locator(".narrow").is_visible()
    with navigating(page):
        page.get_by_role("link", name="Axera Semiconductor").click()
    page.get_by_role("link", name="Offer price, fixed: HK$28.20").first.click()
    row = page.locator("tr:target")
    assert row.get_attribute("id") == "axera:offer.price"
    assert "¶2, ¶17" in row.inner_text()


def test_an_overview_of_five_thousand_editions_answers_at_once(gallery, opened, tmp_path):
    project = read_project(gallery, own_templates())
    site = gallery / "output" / SITE
    first = overview(project, shelves(project), site)
    cards = [
        dataclasses.replace(card, id=f"{card.id}{number}", sought=f"{card.sought} serial{number}")
        for number in range(334)
        for card in first.cards
    ]
    assert sum(len(card.variants) for card in cards) > 5_000
    designer = Designer([project.templates], project.theme, project.wordings)
    large = designer.screen(dataclasses.replace(first, cards=tuple(cards)), language="en")
    (tmp_path / SITE).symlink_to(site)
    (tmp_path / INDEX).write_text(large, encoding="utf-8")
    page = opened(INDEX, folder=tmp_path)
    started = time.perf_counter()
    page.get_by_label("Search").fill("biren serial217")
    assert page.locator(".card:visible").count() == 2
    assert time.perf_counter() - started < 1.5
