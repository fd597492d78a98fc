"""Everything printed answers where it comes from, and every figure where it is printed."""

from __future__ import annotations

import json
import re
import shutil
import unicodedata
from datetime import date

import pypdfium2
import pytest

from briefs.build.manifest import UnreadableError, read_manifest
from briefs.cli import main
from briefs.tracing import beside

MM = 72 / 25.4


@pytest.fixture
def briefs(capsys):
    """Run a command line on a project: its exit code, and what it said where."""

    def run(project, *arguments):
        with pytest.raises(SystemExit) as ended:
            main(["--project", str(project), *arguments])
        out, err = capsys.readouterr()
        return ended.value.code, out, err

    return run


def traced(briefs, project, *arguments):
    code, out, err = briefs(project, "trace", *arguments, "--json")
    assert (code, err) == (0, "")
    return json.loads(out)["trace"]


# --- a figure


def test_a_stated_figure_leads_to_its_source(briefs, folder):
    code, out, err = briefs(folder.path, "trace", "axera", "revenue.FY2024")
    assert (code, err) == (0, "")
    first, second, third, fourth, *_ = out.splitlines()
    assert first == "axera:revenue.FY2024: 473 million CNY, FY2024"
    assert second == "  written '473 million' in newtimespace-axera at ¶13"
    assert third == "  IPO Watch: Axera Semiconductor"
    assert re.fullmatch(r"  data/companies/axera\.yaml:\d+:\d+", fourth)
    assert "  axera:rd_to_revenue.FY2024" in out.splitlines()
    assert "printed: in no finished edition" in out


def test_the_record_holds_the_figure_where_the_trace_says(briefs, folder):
    figure = traced(briefs, folder.path, "axera", "revenue.FY2024")["figure"]
    lines = (folder.path / figure["file"]).read_text(encoding="utf-8").splitlines()
    around = "\n".join(lines[figure["line"] - 1 : figure["line"] + 2])
    assert "473 million" in around


def test_a_derived_figure_leads_to_its_inputs_however_deep(briefs, folder):
    figure = traced(briefs, folder.path, "axera", "rd_to_revenue.FY2024")["figure"]
    assert figure["formula"] == "part ÷ whole"
    assert [one["id"] for one in figure["inputs"]] == [
        "axera:rd_expense.FY2024",
        "axera:revenue.FY2024",
    ]
    assert [one["written"] for one in figure["inputs"]] == ["589 million", "473 million"]
    assert figure["shown"] == "124.5"


def test_a_trace_holds_every_check_that_touched_the_figure(briefs, folder):
    for path in ("debut.gain_high", "debut.high", "gain.high"):
        checks = traced(briefs, folder.path, "biren", path)["checks"]
        gain = [one for one in checks if one["check"] == "return_vs_offer"]
        assert [one["path"] for one in gain] == ["debut.gain_high"]
        assert gain[0]["verdict"] == "contradicts"
        assert gain[0]["acknowledged"]
    checks = traced(briefs, folder.path, "biren", "offer.price")["checks"]
    assert {one["path"] for one in checks} >= {"debut.gain_high", "debut.gain_close"}


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["axra", "revenue.FY2024"], "'axra' is no company's record; did you mean axera?"),
        (["axera", "revenue.FY2042"], "no figure 'revenue.FY2042'; did you mean revenue.FY20"),
        (["axera", "revenue"], "did you mean revenue.FY2022, revenue.FY2023"),
        (["axera", "loss"], "axera does not disclose loss (note 'losses')"),
        (["axera"], "name a figure, such as"),
    ],
)
def test_a_wrong_name_is_answered_with_the_right_one(briefs, folder, arguments, words):
    code, out, err = briefs(folder.path, "trace", *arguments)
    assert (code, out) == (2, "")
    assert words in err


# --- where it is printed


EDITIONS = ("axera.one-pager.en", "axera.one-pager.zh-Hans", "biren.one-pager.en+zh-Hant-HK")


def plain(text):
    """Leave out blanks and what only joins or parts characters."""
    return "".join(
        char for char in text if not char.isspace() and unicodedata.category(char) != "Cf"
    )


@pytest.mark.parametrize("edition", EDITIONS)
def test_every_figure_stands_on_the_page_where_the_manifest_says(output, edition):
    pdf = output.pdf(edition)
    manifest = beside(pdf)
    document = pypdfium2.PdfDocument(pdf)
    looked = 0
    for one in manifest.printed:
        if one.chart:
            continue
        page = document[one.page - 1]
        height = page.get_height()
        text = page.get_textpage().get_text_bounded(
            left=one.left * MM - 1,
            right=(one.left + one.width) * MM + 1,
            top=height - one.top * MM + 1,
            bottom=height - (one.top + one.height) * MM - 1,
        )
        assert plain(one.text)[:6] in plain(text), one
        looked += 1
    assert looked > 20
    document.close()


@pytest.mark.parametrize("edition", EDITIONS)
def test_a_manifest_holds_the_origin_of_all_it_prints(output, edition):
    manifest = beside(output.pdf(edition))
    assert manifest.edition.id == edition
    assert manifest.fingerprint == output.rows[edition]["fingerprint"]
    assert manifest.pdf.bytes == output.pdf(edition).stat().st_size
    assert manifest.pdf.pages == 1
    assert date.fromisoformat(manifest.words.day)
    assert manifest.words.notes
    assert manifest.words.general
    assert {one.figure for one in manifest.printed} <= set(manifest.figures)
    assert any(one.chart for one in manifest.printed)
    assert any(name.startswith("face/") for name in manifest.inputs)
    for origin in manifest.figures.values():
        assert (origin.source and origin.at and origin.written) or origin.formula
        assert set(origin.inputs) <= set(manifest.figures)


def test_a_page_lists_its_figures_in_reading_order(briefs, output):
    pdf = output.pdf("axera.one-pager.en")
    code, out, err = briefs(output.folder, "trace", str(pdf), "--page", "1")
    assert code == 0
    heading, *rows = out.splitlines()
    assert heading.split() == ["page", "left", "top", "text", "figure", "from"]
    assert f"{len(rows)} figures of axera.one-pager.en" in err
    told = [row for row in rows if "axera:offer.entry_fee" in row]
    assert "'2,848.44' in newtimespace-axera at ¶2, ¶17" in told[0]
    assert rows.index(told[0]) < rows.index(next(row for row in rows if "axera:shipments" in row))
    assert briefs(output.folder, "trace", str(pdf), "--page", "2")[0] == 2


def test_a_figure_of_a_page_is_found_by_what_it_reads_there(briefs, output):
    pdf = output.pdf("axera.one-pager.en")
    for wanted in ("HK$2,848.44", "HK$2,848", "offer.entry_fee"):
        _, out, err = briefs(output.folder, "trace", str(pdf), wanted)
        _, *rows = out.splitlines()
        assert rows
        assert all("axera:offer.entry_fee" in row for row in rows)
    assert "`briefs trace FIGURE` says where the records have one" in err
    code, out, err = briefs(output.folder, "trace", str(pdf), "12,345")
    assert (code, out) == (2, "")
    assert "reads '12,345' or is called so" in err


def test_a_figure_tells_of_every_edition_that_prints_it(briefs, output):
    edition = "axera.one-pager.en"
    output.pdf(edition)
    trace = traced(briefs, output.folder, "axera", "offer.price")
    sightings = {one["edition"]: one for one in trace["printed"]}
    assert sightings[edition]["state"] == "current"
    assert [place["text"] for place in sightings[edition]["places"]][:1] == ["HK$28.20"]
    assert all(place["page"] == 1 for place in sightings[edition]["places"])
    assert not [name for name in sightings if name.startswith("biren")]


@pytest.fixture
def copied(output, tmp_path):
    """Give a copy of our built project that a test may change."""
    output.pdf("axera.one-pager.en")
    shutil.copytree(output.folder, tmp_path / "copy")
    return tmp_path / "copy"


def test_an_edition_made_before_a_change_is_called_older(briefs, copied):
    record = copied / "data/companies/axera.yaml"
    record.write_text(
        record.read_text(encoding="utf-8").replace("473 million", "474 million"), encoding="utf-8"
    )
    trace = traced(briefs, copied, "axera", "offer.price")
    assert {one["state"] for one in trace["printed"]} == {"older"}
    _, out, _ = briefs(copied, "trace", "axera", "offer.price")
    assert "  axera.one-pager.en, as built before the records changed\n" in out


def test_a_manifest_of_other_bytes_is_not_believed(briefs, copied):
    pdf = copied / "output/axera/axera-one-pager-en.pdf"
    with pdf.open("ab") as file:
        file.write(b"\n")
    code, out, err = briefs(copied, "trace", str(pdf), "--page", "1")
    assert (code, out) == (78, "")
    assert "it tells of another axera-one-pager-en.pdf than the one beside it" in err
    assert "build the edition again" in err
    trace = traced(briefs, copied, "axera", "offer.price")
    assert "axera.one-pager.en" not in {one["edition"] for one in trace["printed"]}
    pdf.with_suffix(".json").unlink()
    assert "it is not there" in briefs(copied, "trace", str(pdf))[2]


@pytest.mark.parametrize("data", [b"", b"[]", b'{"schema": 1}', b"\xff"])
def test_what_is_no_manifest_is_refused_in_plain_words(data):
    with pytest.raises(UnreadableError, match="it is no manifest"):
        read_manifest(data)


def test_a_later_form_is_refused(output):
    path = output.pdf("axera.one-pager.en").with_suffix(".json")
    document = json.loads(path.read_text(encoding="utf-8")) | {"schema": 2}
    with pytest.raises(UnreadableError, match="its form 2 is not 1"):
        read_manifest(json.dumps(document).encode())
