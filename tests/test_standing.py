"""Every edition's state has its reasons: what changed is named, and nothing else makes it stale."""

from __future__ import annotations

import json
import os
import random
import re
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path

import pytest
from campaigns import size
from workshop import alike, inky

from briefs.build import fingerprint
from briefs.build.edition import INDEX
from briefs.build.editions import editions
from briefs.build.making import Work, build
from briefs.build.memory import NAME, recall
from briefs.build.planning import plan
from briefs.build.project import Dress, read_project
from briefs.build.standing import State, reasons, standing
from briefs.build.templates import digest, own_templates, templates_of
from briefs.build.timings import timings, trace
from briefs.build.worker import Row
from briefs.faults import Fault, InvalidInput, Place
from briefs.pages import Designer
from briefs.phases import Lap

BIREN = "data/companies/biren.yaml"
ONE = "axera.one-pager.en"


def some(project):
    """Give editions of every kind and sort of setting, and no more than that."""
    return tuple(
        one
        for one in editions(project.library, project.wordings)
        if one.setting.id in ("zh-Hans", "en+zh-Hans") or one.id in (ONE, "ai-chips.deck.en")
    )


def planned(project):
    return {item.edition.id: item for item in plan(project, some(project))}


def plans(folder, **dress):
    templates = templates_of(folder.path, cache=folder.path / "cache")
    return planned(read_project(folder.path, templates, Dress(**dress)))


@pytest.fixture(scope="module")
def before():
    """Give the plans of our records as they are."""
    return planned(read_project(Path(__file__).parent.parent, own_templates()))


def why(before, after):
    """Give the reasons of each edition that is stale."""
    return {
        name: [str(reason) for reason in reasons(before[name], after[name])]
        for name in before
        if before[name].fingerprint != after[name].fingerprint
    }


def own_template(folder, name, change):
    text = (own_templates() / name).read_text(encoding="utf-8")
    changed = change(text)
    assert changed != text
    folder.add(f"templates/{name}", changed)


# --- each kind of input, by its name


def test_a_record_makes_the_briefs_stale_that_show_it_and_is_named(folder, before):
    folder.change(BIREN, "value: 53.75亿", "value: 53.76亿")
    found = why(before, plans(folder))
    assert set(found) == {name for name in before if not name.startswith("axera")}
    assert found["ai-chips.deck.en"] == ["record biren/offer.net_proceeds changed"]


@pytest.mark.parametrize(
    ("file", "old", "new", "stale", "reason"),
    [
        (
            "data/companies/axera.yaml",
            "en: Semiconductors",
            "en: Chips",
            r"axera\.one-pager\.en",
            "record axera/industry.en changed",
        ),
        (
            "data/sources.yaml",
            "en: the companies’ own pages",
            "en: the companies",
            r".*\.en",
            "sources sources.company-names.publisher.en changed",
        ),
        (
            "data/comparisons/ai-chips.yaml",
            "zh-Hans: ",
            "zh-Hans: 某",
            r"ai-chips\.deck\..*zh-Hans",
            "record ai-chips/title.zh-Hans changed",
        ),
    ],
)
def test_a_key_of_a_record_is_named(folder, before, file, old, new, stale, reason):  # noqa: PLR0913, PLR0917 - columns
    folder.change(file, old, new)
    found = why(before, plans(folder))
    assert found
    for name, said in found.items():
        assert re.match(stale, name)
        assert said == [reason]


@pytest.mark.parametrize(
    ("file", "change", "stale", "reason"),
    [
        (
            "wording/zh-Hans.yaml",
            lambda text: text.replace("risks: 风险因素", "risks: 风险"),
            r".*zh-Hans",
            "wording zh-Hans/section.risks changed",
        ),
        (
            "dates.html",
            lambda text: text + " ",
            r".*one-pager\.(?!en\+)",
            "template dates.html changed",
        ),
        (
            "summary-pair.html",
            lambda text: text + " ",
            r".*one-pager\.en\+",
            "template summary-pair.html changed",
        ),
        (
            "macros.html",
            lambda text: text.replace("{% macro term(t) -%}", "{% macro term(t) -%} "),
            r".*one-pager\.(?!en\+)",
            "macro macros.html term changed",
        ),
        ("css/deck.css", lambda text: text + " ", r".*deck", "stylesheet css/deck.css changed"),
        (
            "themes/default.toml",
            lambda text: re.sub(r'^ink = "#......"', 'ink = "#111111"', text, flags=re.MULTILINE),
            r".*",
            "theme colour.ink changed",
        ),
    ],
)
def test_what_a_designer_changes_is_named(folder, before, file, change, stale, reason):
    own_template(folder, file, change)
    found = why(before, plans(folder))
    assert set(found) == {name for name in before if re.match(stale, name)}
    assert all(said == [reason] for said in found.values())


def test_a_word_that_no_page_says_makes_nothing_stale(folder, before):
    own_template(folder, "wording/zh-Hans.yaml", lambda text: text.replace("草稿", "初稿"))
    assert why(before, plans(folder)) == {}


def test_paper_and_pair_are_named(folder, before):
    found = why(before, plans(folder, paper="letter"))
    assert {reason for said in found.values() for reason in said} >= {"setting paper changed"}


@pytest.mark.parametrize(
    ("what", "with_", "reason"),
    [
        ("versions", lambda: {"pango": "0.0"}, "library pango changed"),
        ("pinned_faces", lambda: [replace(fingerprint.pinned_faces()[0], sha256="0")], "face "),
        (
            "AFTER_THE_VIEW",
            tuple(name for name in fingerprint.AFTER_THE_VIEW if name != "charts"),
            "code charts/",
        ),
    ],
)
def test_what_the_program_stands_on_is_named(folder, before, monkeypatch, what, with_, reason):
    value = with_() if what == "pinned_faces" else with_
    monkeypatch.setattr(fingerprint, what, (lambda: value) if what == "pinned_faces" else value)
    found = why(before, plans(folder))
    assert set(found) == set(before)
    assert all(any(one.startswith(reason) for one in said) for said in found.values())


# --- the mutation test: nothing that alters a page goes unnoticed


@pytest.mark.campaign("Lines of the records changed: every change that alters a page is noticed")
def test_every_change_that_alters_a_page_is_noticed_and_named(folder, before, campaign):
    pages = laid_out(before, read_project(folder.path, own_templates()))
    wanted, altered = size(2, full=400), 0
    for path, number in lines(folder.path / "data"):
        text = path.read_text(encoding="utf-8")
        path.write_text(mutated(text, number), encoding="utf-8")
        try:
            project = read_project(folder.path, own_templates())
        except InvalidInput:
            continue
        finally:
            path.write_text(text, encoding="utf-8")
        after = planned(project)
        changed = {name for name, page in laid_out(after, project).items() if pages[name] != page}
        told = why(before, after)
        assert changed <= set(told), f"{path.name}:{number}"
        named = [reason for said in told.values() for reason in said]
        assert not any(one.startswith("view ") for one in named), f"{path.name}:{number}: {named}"
        altered += bool(changed)
        campaign.count(lines_changed=1, pages_altered=len(changed), named=len(told))
        if altered >= wanted:
            return


def lines(data):
    """Give lines of records that hold a value, in an order of their own."""
    found = [
        (path, number)
        for path in sorted(data.rglob("*.yaml"))
        for number, line in enumerate(path.read_text(encoding="utf-8").split("\n"))
        if re.search(r"\w$|\d\D*$", line) and not line.lstrip().startswith("#")
    ]
    random.Random(7).shuffle(found)  # noqa: S311 - any order will do
    return found


def mutated(text, number):
    """Change the last digit of a line, or else its last letter."""
    rows = text.split("\n")
    row = rows[number]
    digit = re.sub(r"\d(?=\D*$)", lambda found: str((int(found[0]) + 1) % 10), row, count=1)
    letter = re.sub(r"\w(?=\W*$)", lambda found: "y" if found[0] == "x" else "x", row, count=1)
    rows[number] = digit if digit != row and number % 2 else letter
    return "\n".join(rows)


def laid_out(plans, project):
    """Give everything that the press prints of each edition: HTML, style and charts."""
    designer = Designer([project.templates], project.theme, project.wordings)
    found = {}
    for name, one in plans.items():
        page = designer.page(one.view, "0" * 64)
        found[name] = (page.html, page.css, fingerprint.canonical(page.charts))
    return found


# --- states, with a stub where the press would be


def spilt(setup, job):
    if job.id == ONE:
        return Row(faults=(Fault(Place(job.id), "does not fit", "shorten it", "fit"),))
    return inky(setup, job)


@pytest.fixture
def workshop(folder):
    """Build axera's editions, and tell which were rendered and how each stands afterwards."""
    rendered = []

    def render(stub):
        def rendering(setup, job):
            rendered.append(job.id)
            return stub(setup, job)

        return rendering

    def run(stub=inky, *, only=r"axera", **more):
        rendered.clear()
        project = read_project(folder.path, own_templates())
        every = editions(project.library, project.wordings)
        chosen = [one for one in every if re.match(only, one.id)]
        more = {"compare": alike} | more
        work = Work(Path(), opening=ThreadPoolExecutor, render=render(stub), **more)
        results = build(project, chosen, work)
        return sorted(rendered), results

    return run


def states(folder):
    project = read_project(folder.path, own_templates())
    memory = recall(folder.path)
    every = some(project)
    return {
        item.edition.id: standing(item, folder.path, memory.of(item.edition))
        for item in plan(project, every)
    }


def test_what_is_fresh_is_not_made_again_unless_somebody_insists(workshop):
    assert len(workshop()[0]) == 5
    rendered, results = workshop()
    assert rendered == []
    assert all(result.fresh and result.row.pages == 1 for result in results)
    assert len(workshop(forced=True)[0]) == 5


def test_only_what_is_stale_is_made_again(workshop, folder):
    workshop(only="axera|ai-chips")
    folder.change(BIREN, "value: 53.75亿", "value: 53.76亿")
    found = states(folder)
    assert found["axera.one-pager.en"].state is State.FRESH
    assert found["biren.one-pager.zh-Hans"].state is State.MISSING
    assert [str(one) for one in found["ai-chips.deck.en"].reasons] == [
        "record biren/offer.net_proceeds changed"
    ]
    assert {name.split(".")[0] for name in workshop(only="axera|ai-chips")[0]} == {"ai-chips"}


def test_a_failure_is_remembered_until_an_input_changes_and_tried_again(workshop, folder):
    workshop(spilt)
    assert states(folder)[ONE].state is State.FAILED
    assert "does not fit" in str(states(folder)[ONE].reasons[0])
    assert workshop(spilt)[0] == [ONE]
    folder.change("data/companies/axera.yaml", "en: Semiconductors", "en: Chips")
    assert states(folder)[ONE].state is State.MISSING
    assert ONE in workshop()[0]
    assert states(folder)[ONE].state is State.FRESH


@pytest.mark.parametrize(
    ("hurt", "reason"),
    [
        (lambda pdf: pdf.write_bytes(b"%PDF of somebody else"), "not the one that its manifest"),
        (lambda pdf: pdf.with_suffix(".json").write_text("{", encoding="utf-8"), "cannot be read"),
        (
            lambda pdf: pdf.with_suffix(".json").write_text("[1]", encoding="utf-8"),
            "cannot be read",
        ),
        (lambda pdf: pdf.with_suffix(".json").unlink(), "no manifest beside it"),
        (lambda pdf: pdf.unlink(), "is not there"),
    ],
)
def test_a_damaged_file_is_never_taken_for_fresh_and_heals(workshop, folder, hurt, reason):
    workshop()
    pdf = folder.path / "output/axera/axera-one-pager-en.pdf"
    whole = pdf.read_bytes()
    hurt(pdf)
    assert reason in str(states(folder)[ONE].reasons[0])
    assert workshop()[0] == [ONE]
    assert pdf.read_bytes() == whole


@pytest.mark.parametrize("memory", ["", "{", "[]", '{"schema": 1}', '{"schema": 99}', None])
def test_a_build_whose_memory_is_lost_looks_at_the_files(workshop, folder, memory):
    workshop()
    path = folder.path / "output" / NAME
    path.unlink() if memory is None else path.write_text(memory, encoding="utf-8")
    assert workshop()[0] == []
    assert len(json.loads(path.read_bytes())["editions"]) == 15


def test_files_that_only_look_younger_are_fresh(workshop, folder):
    workshop()
    for path in (folder.path / "output/axera").iterdir():
        os.utime(path)
    assert workshop()[0] == []


def test_a_manifest_learns_of_keys_that_moved_no_byte(workshop, folder):
    workshop(only="biren.one-pager.en$")
    path = folder.path / "output/biren/biren-one-pager-en.json"
    keys = json.loads(path.read_bytes())["keys"]
    moved = keys["record/biren/narrative.headline.en"].encode()
    path.write_bytes(path.read_bytes().replace(moved, b"0" * 16))
    assert workshop(only="biren.one-pager.en$")[0] == []
    assert json.loads(path.read_bytes())["keys"] == keys


def test_new_settings_are_compared_with_those_that_stand(workshop, folder):
    workshop()
    pdf = folder.path / "output/axera/axera-one-pager-en.pdf"
    pdf.unlink()
    seen = []

    def unlike(pdfs):
        seen.append(sorted(pdfs))
        return (Fault(Place("axera.one-pager.zh-Hans"), "says another figure", "look", "parity"),)

    _, results = workshop(only="axera.one-pager.en$", compare=unlike)
    assert [len(names) for names in seen] == [5]
    assert [result.has_failed for result in results] == [True]
    assert not pdf.exists()
    folder.change("data/companies/axera.yaml", "en: Semiconductors", "en: Chips")
    seen.clear()
    workshop(only="axera.one-pager.en$", compare=unlike)
    assert seen == [["axera.one-pager.en", "axera.one-pager.zh-Hans", "axera.one-pager.zh-Hant-HK"]]


# --- the index and the timings


def test_the_index_tells_of_every_edition_that_stands_and_comes_back(workshop, folder):
    workshop()
    output = folder.path / "output"
    sums = dict(
        reversed(line.split("  ", 1))
        for line in (output / "SHA256SUMS").read_text(encoding="utf-8").splitlines()
    )
    assert len(sums) == 11
    assert all(digest((output / name).read_bytes()) == sum_ for name, sum_ in sums.items())
    rows = json.loads((output / "manifest.json").read_bytes())["editions"]
    assert [row["id"] for row in rows] == sorted(row["id"] for row in rows)
    assert {row["pdf"]["path"] for row in rows} < set(sums)
    before = {name: (output / name).read_bytes() for name in INDEX}
    for name in INDEX:
        (output / name).unlink()
    assert workshop()[0] == []
    assert {name: (output / name).read_bytes() for name in INDEX} == before


def test_timings_name_phases_and_the_slowest_and_can_be_looked_at(workshop):
    _, results = workshop()
    lap = Lap("layout", 1.0, 0.25)
    slow = replace(results[3], row=replace(results[3].row, seconds=9.0, laps=(lap, lap), worker=7))
    found = timings([slow, *results[:3]], [Lap("read", 0.5, 0.5)])
    assert found["phases"] == {"layout": 0.5, "read": 0.5}
    assert found["slowest"][0] == slow.edition.id
    assert found["made"] == 4
    assert found["peak_memory"] > 0
    events = trace([slow], [Lap("read", 0.5, 0.5)])["traceEvents"]
    assert [(one["name"], one["ts"], one["dur"], one["pid"]) for one in events] == [
        ("read", 500_000, 500_000, 0),
        ("layout", 1_000_000, 250_000, 7),
        ("layout", 1_000_000, 250_000, 7),
    ]
