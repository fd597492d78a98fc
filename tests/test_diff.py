"""`briefs diff` and `briefs errata`: what a user is told of what changed, and what readers are."""

from __future__ import annotations

import io
import json
import re
import shutil
import subprocess
from datetime import date
from pathlib import Path

import pytest
from letters import remembered, written
from PIL import Image

from briefs.changes.pictures import IS, WAS, compare_pages
from briefs.cli import main

AXERA = "data/companies/axera.yaml"
REVENUE = "FY2024:\n        value: 473 million"
FIGURES = {
    "axera:revenue.FY2024",
    "axera:revenue_growth.FY2024",
    "axera:rd_to_revenue.FY2024",
}


@pytest.fixture
def run(capsys):
    """Run a verb, and give its exit code with what it said."""

    def go(*words):
        capsys.readouterr()
        with pytest.raises(SystemExit) as ended:
            main([str(word) for word in words])
        return (ended.value.code, *capsys.readouterr())

    return go


@pytest.fixture
def history(folder):
    """Give a project of ours under version control, with a function that commits it as it is."""

    def git(*words):
        subprocess.run(["git", *words], cwd=folder.path, check=True)  # noqa: S603, S607 - ours

    def commit():
        git("add", "data")
        git("-c", "user.name=A", "-c", "user.email=a@example.com", "commit", "-qm", "as it is")

    git("init", "-q")
    commit()
    return commit


def figures(text, brief):
    """Give the changed figures of a brief in a document, by id."""
    found = {one["edition"]: one["figures"] for one in json.loads(text)["differences"]}
    return {change["figure"]: change for change in found[brief]}


# --- diff


def test_two_commits_of_a_record_differ_in_exactly_the_figures_changed(folder, history, run):
    project = ("--project", folder.path)
    folder.change(AXERA, REVENUE, REVENUE.replace("473", "474"))
    history()
    code, out, _ = run(*project, "--json", "diff", "HEAD~1", "HEAD")
    assert code == 1
    changed = figures(out, "axera.one-pager")
    assert set(changed) == FIGURES
    assert set(figures(out, "ai-chips.deck")) == FIGURES
    assert figures(out, "biren.one-pager") == {}
    # What no brief prints is told of the record.
    assert set(figures(out, "axera")) == {"axera:revenue_cagr.FY2022..FY2024"}
    revenue = changed["axera:revenue.FY2024"]
    assert revenue["before"]["amount"]["zh-Hans"] == "4.73亿元"
    assert revenue["after"]["amount"]["zh-Hant-HK"] == "人民幣4.74億元"
    assert (revenue["after"]["source"], revenue["after"]["at"]) == ("newtimespace-axera", "¶13")
    assert revenue["reasons"] == [
        {"of": "written", "before": "473 million", "after": "474 million"}
    ]
    assert run(*project, "diff", "HEAD", "HEAD")[0] == 0


def test_a_commit_is_compared_with_the_records_as_they_stand(folder, history, run):
    folder.change(AXERA, "the source gives no figure for the loss", "no loss is told")
    code, out, _ = run("--project", folder.path, "diff", "HEAD", "--edition", "axera")
    assert code == 1
    assert re.search(r"words, en\n    − .* the source gives no figure for the loss\n    \+ ", out)
    assert "ai-chips" not in out
    folder.change(AXERA, "unit: CNY\n    at: ¶13", "unit: CNI\n    at: ¶13")
    history()
    code, _, err = run("--project", folder.path, "diff", "HEAD", "HEAD~1")
    assert code == 65
    assert re.search(rf"^{AXERA}:\d+:\d+: error: at HEAD: ", err, re.MULTILINE)


@pytest.mark.usefixtures("history")
def test_what_is_neither_file_nor_revision_is_said(folder, run, tmp_path):
    (tmp_path / "odd.pdf").write_bytes(b"%PDF-1.7 odd")
    code, _, err = run("diff", tmp_path / "odd.pdf", tmp_path / "odd.pdf")
    assert code == 78
    assert "odd.pdf: error: it is no PDF, or a damaged one; name a PDF of a brief" in err
    for name in ("--output=x", "no-such-tag"):
        code, _, err = run("--project", folder.path, "diff", "--", name)
        assert code == 2
        assert "no revision" in err
    code, _, err = run("--project", folder.path, "diff", "HEAD", "--edition", "axer")
    assert (code, "neither side has an edition axer" in err) == (2, True)


@pytest.fixture(scope="module")
def twice(output, tmp_path_factory):
    """Give the PDF of an edition of ours, and the PDF that it becomes by another record."""
    project = tmp_path_factory.mktemp("twice")
    shutil.copytree(output.folder / "data", project / "data")
    record = project / AXERA
    text = record.read_text(encoding="utf-8").replace(REVENUE, REVENUE.replace("473", "474"))
    text = text.replace("the source gives no figure for the loss", "no loss is told")
    record.write_text(text, encoding="utf-8")
    with pytest.raises(SystemExit) as ended:
        main(["--project", str(project), "build", "axera.one-pager.en"])
    assert ended.value.code == 0
    old = output.pdf("axera.one-pager.en")
    return old, project / old.relative_to(output.folder)


def test_two_pdfs_differ_in_what_their_pages_say_and_show(twice, run, tmp_path):
    alone = [tmp_path / name for name in ("old.pdf", "new.pdf")]
    for pdf, copy in zip(twice, alone, strict=True):
        shutil.copy(pdf, copy)
    for pair in (alone, twice, [one.with_suffix(".json") for one in twice]):
        code, out, _ = run("--json", "diff", *pair)
        assert code == 1
        assert set(figures(out, "axera.one-pager.en")) == FIGURES
        (told,) = json.loads(out)["differences"]
        (words,) = told["words"]
        assert "no figure for the loss" in words["before"]
        assert words["before"].startswith("R&D was {axera:rd_to_revenue.FY2024} of revenue")
        assert words["after"].endswith("no loss is told")
    assert run("diff", alone[0], twice[0])[0] == 0
    code, out, _ = run("--json", "diff", *alone, "--pictures", tmp_path / "pictures")
    (picture,) = json.loads(out)["pictures"]
    assert Path(picture["path"]).name == "axera.one-pager.en-page-1.png"
    shown = [change["after"] for change in figures(out, "axera.one-pager.en").values()]
    assert len(picture["regions"]) > len(shown)


def test_a_picture_marks_what_differs_and_nothing_else(twice):
    old, new = (pdf.read_bytes() for pdf in twice)
    assert list(compare_pages(old, old)) == []
    (page,) = compare_pages(old, new)
    # The headline's last words differ, and nothing in the sidebar above the checks.
    assert any(30 < top < 36 and width > 20 for _, top, width, _ in page.regions)
    assert not any(left > 140 and 60 < top < 220 for left, top, *_ in page.regions)
    picture = Image.open(io.BytesIO(page.png))
    half = picture.width // 2
    before, after = (
        picture.crop((0, 0, half, picture.height)),
        picture.crop((half, 0, *picture.size)),
    )
    for side, own, other in ((before, WAS, IS), (after, IS, WAS)):
        colours = {colour for _, colour in side.getcolors(1 << 24)}
        assert own in colours
        assert other not in colours


# --- what was sent


@pytest.fixture
def sent(output, tmp_path, run, monkeypatch):
    """Send our briefs, let the ledger remember that a figure was another, and give its path."""
    for name in ("CI", "BRIEFS_LEDGER", "BRIEFS_RECIPIENTS", "SOURCE_DATE_EPOCH"):
        monkeypatch.delenv(name, raising=False)
    ledger = tmp_path / "mail/ledger.sqlite"
    recipients = written(tmp_path / "recipients.yaml")
    box = ("--outbox", f"maildir:{tmp_path / 'box'}", "--ledger", ledger)
    project = ("--project", output.folder)
    code, _, err = run(*project, "send", "axera", "--recipients", recipients, *box)
    assert code == 0, err
    return (*project, "--json"), ("--ledger", ledger)


def wrong(copy):
    copy["origins"]["axera:revenue.FY2024"] |= {"written": "47.3 million", "value": "47300000"}
    amounts = {"en": "RMB47.3 million", "zh-Hans": "4,730万元", "zh-Hant-HK": "人民幣4,730萬元"}
    said = copy["words"]["called"]["axera:revenue.FY2024"]["amount"]
    said.update({language: amounts[language] for language in said})
    copy["origins"]["axera:offer.price"]["period"] = "2026-01-01"


def test_what_was_sent_is_compared_with_the_records(sent, run):
    project, ledger = sent
    code, out, _ = run(*project, "diff", "--since-sent", *ledger)
    assert code == 0
    assert len(json.loads(out)["differences"]) == 3
    remembered(ledger[1], wrong)
    code, out, _ = run(*project, "diff", "--since-sent", "--edition", "axera", *ledger)
    assert code == 1
    found = figures(out, "axera.one-pager.en")
    assert {name: one["corrected"] for name, one in found.items()} == {
        "axera:revenue.FY2024": True,
        "axera:offer.price": False,
    }


def test_an_erratum_corrects_in_the_languages_of_the_brief(sent, run, tmp_path):
    project, ledger = sent
    code, out, err = run(*project[:2], "errata", *ledger)
    assert (code, out.strip()) == (0, "")
    assert "nothing that was sent is to be corrected" in err
    remembered(ledger[1], wrong)
    code, out, _ = run(*project, "errata", *ledger, "--to", tmp_path / "errata")
    assert code == 0
    notes = {one["edition"]: one for one in json.loads(out)["errata"]}
    settings = ("en", "en+zh-Hant-HK", "zh-Hans")
    english, both, chinese = (notes[f"axera.one-pager.{setting}"] for setting in settings)
    assert len(notes) == len(settings)
    assert english["readers"] == ["chan@example.com"]
    assert english["figures"] == ["axera:revenue.FY2024"]
    assert english["subject"] == "Correction: Axera Semiconductor · IPO brief"
    since = date.fromisoformat(english["since"])
    assert f"first sent on {since.day} {since:%B %Y} printed" in english["text"]
    assert "Printed: RMB47.3 million\n  Correct: RMB473 million\n  Source: " in english["text"]
    assert "HK$28.20" not in english["text"]
    assert "原载：4,730万元\n  更正为：4.73亿元\n  来源：" in chinese["text"]
    assert f"{since.year}年{since.month}月{since.day}日" in chinese["text"]
    assert "Correct: RMB473 million" in both["text"]
    assert "更正為：人民幣4.73億元" in both["text"]
    files = {path.name: path.read_text(encoding="utf-8") for path in tmp_path.glob("errata/*")}
    assert sorted(files.values()) == sorted(
        text for one in notes.values() for text in (one["text"], one["html"])
    )
    assert 'lang="zh-Hant-HK"' in both["html"]
    assert "更正為：人民幣4.73億元" in both["html"]
