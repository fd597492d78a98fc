"""The verbs prove and fit: what finished PDFs answer, and how full each page is."""

from __future__ import annotations

import io
import json
import os
import signal

import pikepdf
import pytest
from exhibits import SETTINGS, printed, view_of

from briefs.cli import main

AXERA = "axera.one-pager"


@pytest.fixture
def briefs(monkeypatch, capsys):
    """Run a command line: its exit code, and what it said where."""
    monkeypatch.setenv("FONTCONFIG_FILE", os.environ.get("FONTCONFIG_FILE", ""))
    monkeypatch.setenv("NO_COLOR", "1")
    before = signal.getsignal(signal.SIGTERM)

    def run(*arguments):
        capsys.readouterr()
        with pytest.raises(SystemExit) as ended:
            main([*map(str, arguments)])
        out, err = capsys.readouterr()
        return ended.value.code, out, err

    yield run
    signal.signal(signal.SIGTERM, before)


def test_a_pdf_is_questioned_alone(briefs, output):
    code, out, _ = briefs("prove", output.pdf(f"{AXERA}.en"))
    assert code == 0
    assert "no errors" in out
    assert "compared with no other" in out


def test_settings_of_one_brief_are_compared_and_counted(briefs, output):
    code, out, _ = briefs("prove", *(output.pdf(f"{AXERA}.{one}") for one in SETTINGS), "--json")
    assert code == 0
    (compared,) = json.loads(out)["compared"]
    assert compared["brief"] == AXERA
    assert len(compared["figures"]) == len(SETTINGS)
    assert min(compared["figures"].values()) > 70


def test_a_figure_altered_in_one_of_several_files_is_found(briefs, output, tmp_path):
    spoilt = tmp_path / "spoilt.pdf"
    spoilt.write_bytes(printed(view_of(f"{AXERA}.zh-Hans"), ("4.73亿元", "4.37亿元")).pdf)
    others = [output.pdf(f"{AXERA}.{one}") for one in ("en", "zh-Hant-HK")]
    code, _, err = briefs("prove", *others, spoilt)
    assert code == 65
    assert "spoilt.pdf" in err
    assert "4.37亿元" in err
    assert "RMB473 million" in err


def test_a_language_whose_numbers_nobody_can_read_is_said(briefs, output, tmp_path):
    with pikepdf.open(output.pdf(f"{AXERA}.en")) as document:
        with document.open_metadata() as said:
            said["dc:identifier"] = f"{AXERA}.pt"
        out = io.BytesIO()
        document.save(out)
    path = tmp_path / "pt.pdf"
    path.write_bytes(out.getvalue())
    _, _, err = briefs("prove", path)
    assert "warning" in err
    assert "no forms of numbers are known for pt" in err


def test_room_is_told_by_block_and_language(briefs):
    code, out, _ = briefs("fit", f"{AXERA}.en+zh-Hans", "--json")
    assert code == 0
    rows = json.loads(out)["blocks"]
    told = {(row["block"], row["language"]): row for row in rows}
    assert {("business", "en-HK"), ("business", "zh-Hans"), ("risks", "zh-Hans")} <= set(told)
    assert told["risks", "zh-Hans"]["unit"] == "characters"
    assert all(row["used"] > 0 for row in rows)
