"""Themes: a house style is one file; what is wrong with it is said with its place."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from itertools import combinations
from pathlib import Path
from textwrap import dedent

import pytest

from briefs.faults import InvalidInput
from briefs.proofs.reading import sheets_of
from briefs.theme import contrast, lightness, load_theme, load_themes

ROOT = Path(__file__).parent.parent
THEMES = ROOT / "templates/themes"
NAMES = sorted(path.stem for path in THEMES.glob("*.toml"))

#: Themes and papers are built whole under `make soak`, and in the settings named here otherwise.
WHOLE = bool(os.environ.get("BRIEFS_SOAK"))

#: CIE L*: fills that differ by this much are told apart in a greyscale print.
APART = 18


def run(folder, *words):
    command = [sys.executable, "-m", "briefs", "--project", str(folder.path), "--json", *words]
    done = subprocess.run(command, capture_output=True, text=True, check=False)  # noqa: S603 - our own
    return json.loads(done.stdout)


def ids(folder, *words):
    return [row["id"] for row in run(folder, "list", *words)["editions"]]


@pytest.fixture
def house(tmp_path):
    """Write a theme that extends the default one, and give its faults."""

    def faults(text, languages=()):
        folder = tmp_path / "themes"
        folder.mkdir(exist_ok=True)
        for name in ("default.toml", "folio.toml", "folio.svg"):
            (folder / name).write_bytes((THEMES / name).read_bytes())
        (folder / "house.toml").write_text(text, encoding="utf-8")
        return [
            str(fault)
            for fault in load_themes(
                folder, name="templates/themes", speaking={"house": languages}
            ).faults
        ]

    return faults


@pytest.mark.parametrize("name", NAMES)
def test_companies_and_neighbouring_fills_are_told_apart_without_colour(name):
    theme = load_theme(THEMES / f"{name}.toml")
    roles, colour = theme.chart.roles, theme.colour
    for one, other in (("risk", "support"), ("lead", "support"), ("lead", "open")):
        fills = [lightness(colour.named(roles.named(role).fill)) for role in (one, other)]
        assert abs(fills[0] - fills[1]) > APART, (name, one, other)
    looks = list(zip(theme.company.colours, theme.company.markers, strict=True))
    assert len(set(theme.company.markers)) == len(looks)
    for (one, mark), (other, sign) in combinations(looks, 2):
        assert one != other
        assert mark != sign


@pytest.mark.parametrize("name", NAMES)
def test_every_text_colour_stands_out_from_what_it_stands_on(name):
    colour = load_theme(THEMES / f"{name}.toml").colour
    for ground in (colour.white, colour.paper):
        for text in ("ink", "accent", "blue", "grey", "green", "red", "orange"):
            assert contrast(colour.named(text), ground) >= 4.5, (text, ground)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ('[colour]\ngrey = "#8a929b"', "house.toml:3:1: error: colour.grey: #8a929b has a contra"),
        ('[colour]\nred = "red"', "house.toml:3:1: error: colour.red: red is no colour; write"),
        ('[colour]\npaper = "#8899aa"', "house.toml:3:1: error: colour.accent: #b5382a has a c"),
        ("[page.sizes]\nbody = 6.0", "house.toml:3:1: error: page.sizes.body: input should be gr"),
        ("[page.pair]\nbodi = 8.0", "house.toml:3:1: error: page.pair.bodi is no token"),
        ('[brand]\nlogo = "mark.svg"', "house.toml:3:1: error: brand.logo: mark.svg cannot be"),
        ('[brand]\nlogo = "mark.gif"', "house.toml:3:1: error: brand.logo: mark.gif is no SVG"),
        ('[brand.footer]\nen = "Us"', "house.toml:2:1: error: brand.footer is not written in zh"),
        ("[colour]\nred = ", "house.toml:3:7: error: is no TOML: invalid value"),
    ],
)
def test_what_is_wrong_with_a_theme_is_said_with_its_line(house, text, said):
    faults = house(f'extends = "default"\n{text}\n', ("en", "zh-Hans"))
    assert any(said in fault for fault in faults), faults


@pytest.mark.parametrize("parent", ["nobody", "house"])
def test_a_theme_extends_another_that_is_there(house, parent):
    (fault,) = house(f'extends = "{parent}"\n')
    assert "house.toml:1:1: error: extends" in fault
    assert fault.endswith("use one of default, folio")


def test_a_theme_says_only_what_differs(tmp_path, house):
    assert house('extends = "folio"\n[brand]\nname = "We"\n') == []
    theme = load_theme(tmp_path / "themes/house.toml")
    folio = load_theme(THEMES / "folio.toml")
    assert theme.brand.name == "We"
    assert theme.colour == folio.colour
    assert theme.brand.image == folio.brand.image


def test_only_another_dress_than_the_projects_own_names_an_edition(folder):
    plain = ids(folder)
    assert ids(folder, "--theme", "default", "--paper", "a4") == plain
    worn = ids(folder, "--theme", "folio", "--paper", "letter")
    assert "axera.one-pager.en.letter.folio" in worn
    assert "ai-chips.deck.en.folio" in worn
    folder.add("briefs.toml", 'theme = "folio"\npaper = "letter"\n')
    assert ids(folder) == plain
    assert "axera.one-pager.en.a4.default" in ids(folder, "--theme", "default", "--paper", "a4")


def test_settings_that_name_what_is_not_there_are_faults_with_their_line(folder):
    folder.add("briefs.toml", 'theme = "foliant"\npaper = "a5"\npeper = 1\n')
    faults = [fault["message"] for fault in run(folder, "check")["faults"]]
    assert faults == ["peper: extra inputs are not permitted"]
    folder.add("briefs.toml", 'theme = "foliant"\npaper = "a5"\n')
    found = run(folder, "check")["faults"]
    assert [(one["file"], one["line"], one["message"]) for one in found] == [
        ("briefs.toml", 1, "'foliant' is no theme"),
        ("briefs.toml", 2, "'a5' is no paper"),
    ]


DRESSES = [
    ("folio", "a4", ["axera.one-pager.en", "biren.one-pager.zh-Hant-HK"]),
    ("default", "letter", ["biren.one-pager.zh-Hant-HK", "axera.one-pager.en+zh-Hans"]),
]


@pytest.mark.parametrize(("theme", "paper", "names"), DRESSES)
def test_briefs_pass_every_proof_in_any_theme_and_on_any_paper(folder, theme, paper, names):
    chosen = [] if WHOLE else names
    made = run(folder, "build", "--theme", theme, "--paper", paper, *chosen)
    assert [fault for row in made["editions"] for fault in row["faults"]] == []
    assert {row["state"] for row in made["editions"]} == {"built"}


def test_a_publishers_words_stand_on_the_page(folder):
    folder.add(
        "templates/themes/house.toml",
        'extends = "default"\n[brand]\nname = "Harbour 8"\n'
        '[brand.disclaimer]\nen = "Licensed as ABC123."\nzh-Hans = "a"\nzh-Hant-HK = "a"\n',
    )
    folder.add("briefs.toml", 'theme = "house"\n')
    made = run(folder, "build", "axera.one-pager.en")
    assert [row["faults"] for row in made["editions"]] == [[]]
    (row,) = made["editions"]
    text = sheets_of((folder.path / row["path"]).read_bytes())[0].text
    assert "Harbour8" in text
    assert "LicensedasABC123." in text


def test_a_broken_theme_is_named_though_another_is_worn(folder):
    folder.add("templates/themes/house.toml", "colour = \n")
    (fault,) = run(folder, "check")["faults"]
    assert fault["file"] == "templates/themes/house.toml"


def test_a_theme_that_cannot_be_read_raises_with_its_faults():
    with pytest.raises(InvalidInput, match="cannot be read"):
        load_theme(THEMES / "nobody.toml")


HOW_TO = ROOT / "docs/how-to/house-style.md"


def test_the_steps_to_a_house_style_lead_to_one(folder):
    steps = HOW_TO.read_text(encoding="utf-8")
    assert len(steps.splitlines()) < 40
    (theme,) = re.findall(r"```toml\n(.*?)```", steps, re.DOTALL)
    assert "templates/themes/house.toml" in steps
    folder.add("templates/themes/house.toml", dedent(theme))
    square = (
        '<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"><path d="M0 0h9v9z"/></svg>'
    )
    folder.add("templates/themes/house.svg", square)
    assert run(folder, "check")["faults"] == []
    (worn,) = run(folder, "build", "axera.one-pager.en", "--theme", "house")["editions"]
    assert (worn["id"], worn["faults"]) == ("axera.one-pager.en.house", [])
    folder.add("briefs.toml", 'theme = "house"\n')
    (own,) = run(folder, "build", "axera.one-pager.en")["editions"]
    assert (own["id"], own["faults"]) == ("axera.one-pager.en", [])
    text = sheets_of((folder.path / own["path"]).read_bytes())[0].text
    assert "licensedundernumberAB1234." in text
