"""The data of a brief travel in its PDF: what it prints with its origins, and nothing more."""

from __future__ import annotations

import csv
import hashlib
import io
import json
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import pikepdf
import pytest
from hypothesis import given
from hypothesis import strategies as st
from pikepdf import Name

from briefs.build.editions import compose, editions
from briefs.build.enclosing import papers_of, safe, unguarded
from briefs.build.manifest import figures_of
from briefs.build.project import read_project
from briefs.evidence.page import says
from briefs.reading import read_text
from briefs.theme import Records
from briefs.views.labels import labels
from briefs.views.parts import figures_in

ROOT = Path(__file__).parent.parent

EDITIONS = ("axera.one-pager.en", "biren.one-pager.en+zh-Hans", "ai-chips.deck.zh-Hant-HK")


def enclosed(pdf):
    """Give the files in a PDF by name, each with its file specification."""
    with pikepdf.open(pdf) as document:
        return {
            str(one.UF): (one.EF.F.read_bytes(), repr(one), str(one.AFRelationship))
            for one in document.Root.AF
        }


@pytest.fixture(scope="module")
def project(output):
    return read_project(output.folder, ROOT / "templates")


def tables(pdf):
    """Give the figures of a PDF as read from its JSON, and from its CSV."""
    files = enclosed(pdf)
    text = files["figures.csv"][0].decode("utf-8-sig")
    rows = list(csv.DictReader(io.StringIO(text, newline="")))
    return json.loads(files["figures.json"][0]), rows


@pytest.mark.parametrize("edition", EDITIONS)
def test_a_pdf_carries_its_figures_and_its_manifest_as_associated_files(output, edition):
    path = output.pdf(edition)
    with pikepdf.open(path) as document:
        associated = {str(one.UF): one for one in document.Root.AF}
        assert set(document.attachments) == set(associated)
        assert {
            name: (str(one.AFRelationship), str(one.EF.F.Subtype))
            for name, one in associated.items()
        } == {
            "figures.csv": ("/Data", "/text/csv"),
            "figures.json": ("/Data", "/application/json"),
            "manifest.json": ("/Supplement", "/application/json"),
        }
        for one in associated.values():
            data, told = one.EF.F.read_bytes(), one.EF.F.Params
            assert int(told.Size) == len(data)
            assert bytes(told.CheckSum) == hashlib.md5(data, usedforsecurity=False).digest()
            assert str(told.ModDate) == str(document.docinfo.ModDate)
            assert str(one.Desc)
        assert Name.Names in document.Root


@pytest.mark.parametrize("edition", EDITIONS)
def test_every_printed_figure_is_told_with_its_origin_and_its_place(output, edition):
    path = output.pdf(edition)
    manifest = json.loads(path.with_suffix(".json").read_text(encoding="utf-8"))
    document, rows = tables(path)
    told = [one for one in manifest["printed"] if not one["text"] or any_digit(one["text"])]
    assert len(document["figures"]) == len(rows) == len(told) > 50
    for figure, row, one in zip(document["figures"], rows, told, strict=True):
        assert (figure["id"], figure["text"], figure["page"]) == (
            one["figure"],
            one["text"],
            one["page"],
        )
        assert figure["position"] == {
            side: one[side] for side in ("left", "top", "width", "height")
        }
        assert figure["label"]
        assert figure["formula"] or (figure["written"] and figure["at"])
        assert set(figure["sources"]) <= set(document["sources"])
        assert figure["sources"]
        assert not figure["text"] or says(figure["text"], Decimal(figure["value"]))
        # The table says the same, to the last digit.
        assert row["value"] == figure["value"]
        assert unguarded(row["text"]) == figure["text"]
        assert unguarded(row["written"]) == figure["written"]
        assert [row["id"], row["unit"], row["period"]] == [
            figure["id"],
            figure["unit"],
            figure["period"],
        ]


def any_digit(text):
    return any(char.isdigit() for char in text)


def test_a_figure_carries_the_notes_that_hang_on_it(output):
    document, _ = tables(output.pdf("biren.one-pager.en+zh-Hans"))
    (noted, *_) = [one for one in document["figures"] if one["id"] == "biren:cornerstones.share"]
    assert "The source prints nearly 64%" in noted["notes"][0]["en"]
    assert "64%" in noted["notes"][0]["zh-Hans"]


def test_one_name_means_one_value_also_where_a_source_contradicts_itself(output, project):
    for edition in editions(project.library, project.wordings):
        found = {}
        for figure in figures_in(compose(project, edition)):
            assert found.setdefault(figure.id, figure.value) == figure.value, figure.id
    document, _ = tables(output.pdf("biren.one-pager.en+zh-Hans"))
    gains = {one["id"]: one for one in document["figures"] if "gain_high" in one["id"]}
    assert gains["biren:debut.gain_high"]["value"] == "118.8"
    assert gains["biren:debut.gain_high"]["formula"]
    assert gains["biren:debut.gain_high.as_stated"]["written"] == "112.55%"


@pytest.mark.parametrize("edition", EDITIONS)
def test_what_is_not_printed_does_not_travel(output, project, edition):
    path = output.pdf(edition)
    files = enclosed(path)
    chosen = next(one for one in editions(project.library, project.wordings) if one.id == edition)
    shown = set(figures_of(compose(project, chosen)))
    every = b"".join(data for data, *_ in files.values()).decode("utf-8")
    manifest = json.loads(files["manifest.json"][0])
    assert set(manifest["figures"]) <= shown
    assert {one["figure"] for one in manifest["printed"]} == set(manifest["figures"])
    # What a printed figure follows from is named, and its digits stay at home.
    beside = json.loads(path.with_suffix(".json").read_text(encoding="utf-8"))
    known = {one.get("written") for one in manifest["figures"].values()}
    for name in set(beside["figures"]) - set(manifest["figures"]):
        written = beside["figures"][name].get("written")
        assert not written or written in known or f'"written": "{written}"' not in every
    # "n.m." is printed, not the percentage that means nothing.
    assert "204008" not in every
    assert "12330.9" not in every
    assert "/companies/" not in every


def test_records_travel_only_where_the_theme_asks_for_it_and_without_comments(project):
    edition = next(
        one for one in editions(project.library, project.wordings) if one.id == "ai-chips.deck.en"
    )
    view = compose(project, edition)
    assert papers_of(project, edition, view).records == {}
    asked = project.theme.enclosed.model_copy(update={"records": Records.WHOLE})
    theme = project.theme.model_copy(update={"enclosed": asked})
    open_handed = papers_of(replace(project, theme=theme), edition, view)
    assert set(open_handed.records) >= {"record-ai-chips.json", "record-axera.json"}
    axera = open_handed.records["record-axera.json"]
    assert json.loads(axera)["axera"]["offer"]["price"]["value"] == "28.20"
    assert b"told it on the" not in axera  # a comment of the file
    node, faults = read_text(axera, name="record-axera.json")
    assert node
    assert not faults
    # The files are inputs: asking for them makes the edition stale.
    assert open_handed.inputs() != papers_of(project, edition, view).inputs()


def test_labels_are_the_pages_own_words(project):
    edition = next(
        one
        for one in editions(project.library, project.wordings)
        if one.id == "axera.one-pager.en+zh-Hans"
    )
    called = labels(compose(project, edition))
    assert called["axera:offer.price"] == {
        "en": "Offer price, fixed",
        "zh-Hans": "发售价（固定）",
    }
    assert called["axera:revenue.FY2022"]["en"] == "Revenue · 2022"
    assert called["axera:rd_to_revenue.FY2023"]["en"].endswith("R&D expenses · ÷ revenue · 2023")
    growth = called["axera:lines.edge-inference.growth.9M2025"]["en"]
    assert "2025" in growth


# --- a table that spreadsheets open


@given(st.text())
def test_a_guard_is_taken_off_again(text):
    assert unguarded(safe(text)) == text


@given(st.sampled_from(["=", "+", "-", "@", "＝", "＋", "－", "＠", "\t=", " =", "\r"]), st.text())
def test_no_cell_is_a_formula(start, rest):
    cell = safe(f"{start}{rest}")
    assert cell.startswith("'") or cell.lstrip("-").replace(".", "", 1).isdigit()


@pytest.mark.parametrize("number", ["-1.601", "28.20", "0", "473000000", "12345678901234567890.10"])
def test_numbers_stay_numbers(number):
    assert safe(number) == number
