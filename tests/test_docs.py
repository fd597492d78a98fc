"""What the documents say works: a test does every step of a page, in a copy of the project."""

from __future__ import annotations

import re
import shutil
import tomllib

import pytest
from followed import ROOT, Follower
from test_architecture import STORY

PYPROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
HOW_TO = sorted((ROOT / "docs/how-to").glob("*.md"))


@pytest.fixture
def project(tmp_path):
    return Follower(tmp_path / "project")


@pytest.mark.parametrize("page", HOW_TO, ids=lambda path: path.stem)
def test_a_how_to_is_short_and_counts_its_steps(page):
    text = page.read_text(encoding="utf-8")
    assert len(text.splitlines()) < 40
    numbers = [int(number) for number in re.findall(r"^(\d+)\. ", text, re.MULTILINE)]
    assert numbers == list(range(1, len(numbers) + 1))


def test_the_tutorial_leads_to_a_third_companys_brief(project):
    said = []
    project.follow("docs/tutorial.md", between=said.append)
    assert "briefs new company harbour --source harbour-announcement" in said
    built = project.said["briefs build harbour"]
    for setting in ("en", "zh-Hans", "zh-Hant-HK", "en+zh-Hans", "en+zh-Hant-HK"):
        assert f"harbour.one-pager.{setting} " in built
    assert "HK$171 million" in project.said["briefs trace harbour revenue.FY2029"]
    assert "no errors" in project.said["briefs check"]


def test_a_company_is_added_as_the_page_says(project):
    def review(command):
        # The texts are the reader's to write: here every draft is taken for reviewed.
        if command == "briefs fmt":
            for file in ("data/companies/acme.yaml", "data/sources.yaml"):
                path = project.folder / file
                text = path.read_text(encoding="utf-8")
                text = re.sub(r"\{draft: ([^}]*)\}", r"\1", text)
                text = text.replace("# briefs: [one-pager]", "briefs: [one-pager]")
                path.write_text(text, encoding="utf-8")
        if command == "briefs check":
            text = project.run(command, code=65)
            assert "offer.price" in text
            assert "missing, which a one-pager prints" in text
            example = project.folder / "briefs/authoring/project/data/companies/example.yaml"
            record = example.read_text(encoding="utf-8").replace("id: example", "id: acme")
            record = record.replace("source: example-filing", "source: acme-filing")
            project.write("data/companies/acme.yaml", record)

    project.follow("docs/how-to/add-a-company.md", between=review)
    assert "acme.one-pager.en" in project.said["briefs build acme --lang en"]


def test_a_language_is_added_as_the_page_says(project):
    shutil.rmtree(project.folder / "data")
    shutil.copytree(project.folder / "briefs/authoring/project/data", project.folder / "data")

    def translate(command):
        if command != "briefs check":
            return
        assert "templates" in project.run("briefs doctor")
        for name in ("companies/example", "sources"):
            path = project.folder / f"data/{name}.yaml"
            text = path.read_text(encoding="utf-8")
            text = re.sub(r"\{en: ([^{}]*?), zh-Hans", r"{en: \1, fr: \1, zh-Hans", text)
            text = re.sub(r"^( *(?:- )?)en: (.*)$", _in_french, text, flags=re.MULTILINE)
            path.write_text(text, encoding="utf-8")

    project.follow("docs/how-to/add-a-language.md", between=translate)
    assert "example.one-pager.fr" in project.said["briefs build example --lang fr"]
    assert (project.folder / "output/example/example-one-pager-fr.pdf").is_file()


def _in_french(line):
    return f"{line[0]}\n{line[1].replace('-', ' ')}fr: {line[2]}"


@pytest.mark.parametrize(
    ("page", "command", "said"),
    [
        ("add-a-chart", "briefs build axera --lang en --lang zh-Hans", "axera.one-pager.zh-Hans"),
        ("add-a-kind-of-brief", "briefs build biren --kind profile --lang en", "biren.profile.en"),
        ("add-a-check", "briefs check", "loss.FY2022 is more than ten times revenue.FY2022"),
        ("add-a-proof", "briefs build biren --lang en", "biren.one-pager.en"),
    ],
)
def test_what_a_page_adds_is_there(project, page, command, said):
    project.follow(f"docs/how-to/{page}.md")
    assert said in project.said[command]


def test_the_added_proof_stops_what_fails_it(project):
    project.follow("docs/how-to/add-a-proof.md")
    path = project.folder / "briefs/proofs/title.py"
    path.write_text(path.read_text(encoding="utf-8").replace("80", "8"), encoding="utf-8")
    assert "and a tab shows 8" in project.run("briefs build biren --lang en", code=1)


def test_every_package_that_is_asked_for_has_a_reason():
    project = PYPROJECT["project"]
    groups = (*project["optional-dependencies"].values(), *PYPROJECT["dependency-groups"].values())
    asked = [one for group in (project["dependencies"], *groups) for one in group]
    pages = [ROOT / "README.md", ROOT / "CONTRIBUTING.md"]
    said = "\n".join(page.read_text(encoding="utf-8") for page in pages)
    unsaid = [name for one in asked if (name := re.split(r"[<=>\[]", one)[0]) not in said]
    assert [name for name in unsaid if not name.startswith("types-")] == []


def test_the_architecture_has_every_room_in_the_order_of_the_story():
    text = (ROOT / "docs/architecture.md").read_text(encoding="utf-8")
    rooms = re.findall(r"^\| (`[^|]+) \|", text, re.MULTILINE)
    told = [name for row in rooms for name in re.findall(r"`(\w+)`", row)]
    assert told == [room for room in STORY if room != "__main__"]


def test_every_page_stands_in_the_table_of_contents():
    contents = (ROOT / "docs/README.md").read_text(encoding="utf-8")
    for page in ROOT.glob("docs/**/*.md"):
        if page.name != "README.md":
            assert f"({page.relative_to(ROOT / 'docs')})" in contents, page


def test_the_readme_fits_two_screens():
    assert len((ROOT / "README.md").read_text(encoding="utf-8").splitlines()) <= 80
