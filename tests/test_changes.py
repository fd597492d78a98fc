"""What changed between two copies of an edition: exactly that, with old, new, source and reason."""

from __future__ import annotations

import shutil
from functools import cache
from pathlib import Path

import pytest

from briefs.build.editions import editions
from briefs.build.history import before
from briefs.build.manifest import read_manifest
from briefs.build.planning import plan
from briefs.build.project import read_project
from briefs.build.templates import own_templates
from briefs.changes import Copy, Sort, copy_in, copy_of, current, difference
from briefs.cli import main
from briefs.evidence.enclosed import evidence_in

ROOT = Path(__file__).parent.parent
AXERA = "data/companies/axera.yaml"
REVENUE = "FY2024:\n        value: 473 million"


def copy(folder, edition):
    project = read_project(folder, own_templates(), contradicted=True)
    (one,) = [one for one in editions(project.library, project.wordings) if one.id == edition]
    (made,) = plan(project, [one])
    return current(made, project.wordings)


@cache
def ours(edition):
    return copy(ROOT, edition)


@pytest.fixture
def changed(folder):
    """Compare an edition of ours with what it becomes when a record says something else."""

    def change(old, new, edition="axera.one-pager.en"):
        folder.change(AXERA, old, new)
        return difference(ours(edition), copy(folder.path, edition))

    return change


def of(found):
    return {one.figure: one for one in found.figures}


def test_a_figure_that_changes_is_named_with_all_that_follows_from_it(changed):
    found = changed(REVENUE, REVENUE.replace("473", "474"))
    figures = of(found)
    assert set(figures) == {
        "axera:revenue.FY2024",
        "axera:revenue_growth.FY2024",
        "axera:rd_to_revenue.FY2024",
    }
    assert {one.sort for one in figures.values()} == {Sort.CHANGED}
    stated = figures["axera:revenue.FY2024"]
    assert (stated.before.amount["en"], stated.after.amount["en"]) == (
        "RMB473 million",
        "RMB474 million",
    )
    assert stated.label["en"] == "Revenue, FY2024"
    assert stated.after.sources == ("newtimespace-axera",)
    assert [str(reason) for reason in stated.reasons] == ["written: 473 million → 474 million"]
    derived = figures["axera:rd_to_revenue.FY2024"]
    assert [reason.of for reason in derived.reasons] == ["axera:revenue.FY2024"]
    assert derived.after.sources == stated.after.sources
    assert all(one.corrected for one in figures.values())
    assert found.words == ()
    assert found.inputs == ("record axera/revenue.FY2024 changed",)


def test_nothing_is_said_of_the_same(folder):
    folder.change(AXERA, "\n", "\n# a remark\n")
    found = difference(ours("axera.one-pager.en"), copy(folder.path, "axera.one-pager.en"))
    assert not found
    assert found.inputs == ()


def test_another_place_in_the_source_is_another_citation_of_the_same_figure(changed):
    found = changed("unit: CNY\n    at: ¶13", "unit: CNY\n    at: ¶14")
    stated = {name: one for name, one in of(found).items() if name.startswith("axera:revenue.")}
    assert len(stated) >= 3
    for one in stated.values():
        assert one.sort is Sort.CITED
        assert not one.corrected
        assert ("at", "¶13", "¶14") in [(r.of, r.before, r.after) for r in one.reasons]


def test_a_passage_is_told_in_each_language_and_a_figure_in_it_is_its_name(changed):
    found = changed("the source gives no figure for the loss", "no loss is told")
    assert found.figures == ()
    assert [one.language for one in found.words] == ["en"]
    (one,) = found.words
    assert "{axera:rd_to_revenue.FY2024} of revenue" in one.before
    assert one.before.replace("the source gives no figure for the loss", "no loss is told") == (
        one.after
    )


def test_a_figure_that_is_taken_away_is_removed_and_its_return_is_an_addition(folder):
    folder.change(AXERA, "      FY2022: 91.5%\n", "")
    edition = "axera.one-pager.en"
    without = copy(folder.path, edition)
    gone = {one.figure: one.sort for one in difference(ours(edition), without).figures}
    back = {one.figure: one.sort for one in difference(without, ours(edition)).figures}
    removed = [one for one, sort in gone.items() if sort is Sort.REMOVED]
    added = [one for one, sort in back.items() if sort is Sort.ADDED]
    assert removed == added
    assert [name.rpartition(".")[2] for name in removed] == ["FY2022"]


def test_a_copy_is_the_same_from_records_manifest_and_pdf(output):
    edition = "axera.one-pager.en+zh-Hans"
    pdf = output.pdf(edition)
    kept = copy_of(read_manifest(pdf.with_suffix(".json").read_bytes()))
    assert not difference(kept, ours(edition))
    assert kept == Copy.model_validate_json(kept.model_dump_json())
    data = pdf.read_bytes()
    evidence = evidence_in(pdf.name, data)
    carried = copy_in(evidence, evidence.contents, data)
    found = difference(carried, ours(edition))
    assert found.figures == ()
    assert found.words is None
    assert not difference(carried, carried)


def test_the_last_edition_that_said_something_else_is_kept(output, tmp_path):
    project = tmp_path / "project"
    edition = "axera.one-pager.en"
    shutil.copytree(output.folder, project)
    record = project / AXERA
    pdf = project / output.pdf(edition).relative_to(output.folder)
    first = read_manifest(pdf.with_suffix(".json").read_bytes())

    def build(*options):
        with pytest.raises(SystemExit) as ended:
            main(["--project", str(project), "build", edition, *options])
        assert ended.value.code == 0
        return before(pdf)

    assert before(pdf) is None
    text = record.read_text(encoding="utf-8")
    record.write_text(text.replace(REVENUE, REVENUE.replace("473", "474")), encoding="utf-8")
    assert build() == first
    assert build("--force") == first
    now = read_manifest(pdf.with_suffix(".json").read_bytes())
    found = difference(copy_of(first), copy_of(now))
    assert "axera:revenue.FY2024" in of(found)
    assert found.words == ()
