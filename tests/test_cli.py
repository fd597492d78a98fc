"""The command line: words, places and exit codes for whatever a person may do."""

from __future__ import annotations

import json
import os
import shutil
import signal
import subprocess
import sys
import time

import pytest
from workshop import until

from briefs.build import making
from briefs.build.files import locked
from briefs.build.making import Result
from briefs.build.worker import Row
from briefs.cli import main
from briefs.cli.session import Session
from briefs.faults import Fault, Place

AXERA = "data/companies/axera.yaml"


@pytest.fixture(autouse=True)
def environment(monkeypatch):
    """Undo what a run does to this process."""
    monkeypatch.setenv("FONTCONFIG_FILE", os.environ.get("FONTCONFIG_FILE", ""))
    monkeypatch.setenv("NO_COLOR", "1")
    before = signal.getsignal(signal.SIGTERM)
    yield
    signal.signal(signal.SIGTERM, before)


@pytest.fixture
def briefs(folder, capsys):
    """Run a command line on a copy of our project: its exit code, and what it said where."""

    def run(*arguments, project=folder.path):
        capsys.readouterr()
        with pytest.raises(SystemExit) as ended:
            main(["--project", str(project), *arguments])
        out, err = capsys.readouterr()
        return ended.value.code, out, err

    return run


# --- mistakes in records: one clear line each, with its place


def check(briefs):
    code, out, err = briefs("check")
    assert code == 65
    assert out == ""
    assert "Traceback" not in err
    *lines, count = err.splitlines()
    return lines, count


@pytest.mark.parametrize(
    ("old", "new", "at", "words"),
    [
        ("industry:", "industri:", "industri:", "unknown key 'industri'; did you mean 'industry'?"),
        ('price: {value: "28.20"', "price: {value: 28.2O", "28.2O", "'O' is no scale word"),
        ('lot: {value: "100"', "lot: {value: 12O", "12O", "'O' is no scale word"),
        ("industry:", "id: axera\nindustry:", "id: axera\nind", "the key 'id' is written twice"),
        ("  mic: XHKG", "\tmic: XHKG", "\tmic", "a tab"),
        ("unit: HKD", "unit: HKDD", "HKDD", "'HKDD' is no unit; use one of CNY, HKD"),
        ("source: newtimespace-axera", "source: newtim-axera", "newtim-axera", "names nothing"),
        ("briefs: [one-pager]", "briefs: [two-pager]", "two-pager", "one-pager"),
        ("\nline:\n  en:", "\nline:\n  fr: a\n  en:", "a\n  en:", "fr is no language"),
        ("\nline:\n  en:", "\nline:\n  eng:", "AI chips for vision", "eng is no language"),
    ],
)
def test_a_mistake_in_a_record_gives_a_line_with_its_place(briefs, folder, old, new, at, words):
    folder.change(AXERA, old, new)
    before = (folder.path / AXERA).read_text(encoding="utf-8").partition(at)[0].split("\n")
    lines, _ = check(briefs)
    said = [line for line in lines if words in line]
    assert len(said) == 1, lines
    assert said[0].startswith(f"{AXERA}:{len(before)}:{len(before[-1]) + 1}: error: ")
    assert "; " in said[0]


@pytest.mark.parametrize(
    ("key", "mend"),
    [
        ("id: axera\n", "id is missing; add it"),
        ('  price: {value: "28.20", unit: HKD, at: "¶2, ¶17"}\n', "offer.price missing"),
    ],
)
def test_a_field_that_is_taken_out_is_missed(briefs, folder, key, mend):
    folder.change(AXERA, key, "")
    lines, count = check(briefs)
    assert [line for line in lines if mend in line]
    assert count == f"{len(lines)} error{'s' * (len(lines) > 1)}"


def test_faults_of_all_files_are_said_at_once(briefs, folder):
    folder.change(AXERA, "industry:", "industri:")
    folder.change("data/comparisons/ai-chips.yaml", "title:", "titel:")
    folder.add("templates/themes/default.toml", "colour = \n")
    folder.add("templates/wording/fr.yaml", "words: {}\n")
    lines, count = check(briefs)
    files = {line.partition(":")[0] for line in lines}
    assert files == {
        AXERA,
        "data/comparisons/ai-chips.yaml",
        "templates/themes/default.toml",
        "templates/wording/fr.yaml",
    }
    assert count == f"{len(lines)} errors"


def test_no_record_can_move_the_cursor(briefs, folder):
    folder.change(AXERA, "industry:", '"\\e[2Jindustry":')
    _, _, err = briefs("check")
    assert "\x1b" not in err


# --- mistakes in what the program is set up with


def test_a_broken_theme_is_a_fault_of_the_configuration(briefs, folder):
    folder.add("templates/themes/default.toml", "colour = \n")
    code, _, err = briefs("check")
    assert code == 78
    assert err.startswith("templates/themes/default.toml:1:")


def test_a_folder_without_records_is_no_project(briefs, tmp_path):
    code, _, err = briefs("list", project=tmp_path)
    assert code == 78
    assert "no folder data/; go to one, or name it with --project DIR" in err


def test_missing_faces_are_named_with_the_mending_command(briefs, monkeypatch, tmp_path):
    monkeypatch.setenv("BRIEFS_CACHE", str(tmp_path / "empty"))
    code, _, err = briefs("build")
    assert code == 78
    assert "lacks BriefsSans-400" in err
    assert "make setup" in err
    code, out, err = briefs("doctor")
    assert code == 78
    assert "BAD  face BriefsSans-400" in out
    assert "make setup" in err


def test_the_doctor_examines_what_is_broken(briefs, folder):
    assert briefs("doctor")[0] == 0
    folder.change(AXERA, "industry:", "industri:")
    code, out, err = briefs("doctor")
    assert code == 78
    assert "BAD  data" in out
    assert "data: run `briefs check` to see them" in err
    findings = json.loads(briefs("doctor", "--json")[1])["findings"]
    assert [finding["what"] for finding in findings if not finding["well"]] == ["data"]


def test_the_doctor_needs_no_project(briefs, tmp_path):
    code, out, err = briefs("doctor", project=tmp_path)
    assert code == 78
    assert "ok   pango" in out
    assert "name it with --project DIR" in err


# --- mistakes on the command line


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["build", "axra"], "'axra' is no edition; did you mean axera?"),
        (["list", "axera.one-pager.zh-Hant"], "axera.one-pager.zh-Hant-HK"),
        (["build", "--lang", "zh-hans"], "'zh-hans' is no setting; did you mean zh-Hans"),
        (["build", "--lang", "fr"], "'fr' is no setting"),
        (["build", "--kind", "decks"], "'decks' is no kind; did you mean deck?"),
        (["build", "axera", "--kind", "deck"], "no edition is all of axera, deck"),
        (["build", "--jobs", "0"], "--jobs"),
        (["check", "--today", "tomorrow"], "--today"),
        (["biuld"], "biuld"),
    ],
)
def test_a_wrong_word_is_answered_with_the_right_one(briefs, arguments, words):
    code, out, err = briefs(*arguments)
    assert code == 2
    assert out == ""
    assert words in err


@pytest.mark.parametrize("verb", [[], ["build"], ["check"], ["list"], ["doctor"]])
def test_help_has_examples(briefs, verb):
    code, out, _ = briefs(*verb, "--help")
    assert code == 0
    assert "Examples:" in out


# --- what a run reports


def test_the_list_says_which_files_are_there(briefs, folder):
    there = folder.path / "output/axera/axera-one-pager-en.pdf"
    there.parent.mkdir(parents=True)
    there.write_bytes(b"")
    code, out, _ = briefs("list", "axera")
    assert code == 0
    assert out.splitlines()[1].split(maxsplit=3) == [
        "axera.one-pager.en",
        "stale",
        "output/axera/axera-one-pager-en.pdf",
        "the PDF has no manifest beside it",
    ]
    assert out.count(" missing ") == 4
    rows = json.loads(briefs("--json", "list", "axera")[1])
    assert rows["schema"] == 1
    assert [row["exists"] for row in rows["editions"]] == [True, False, False, False, False]


def test_json_reports_faults_with_their_places(briefs, folder):
    folder.change(AXERA, "industry:", "industri:")
    code, out, err = briefs("check", "--json")
    report = json.loads(out)
    assert (code, report["exit"], err) == (65, 65, "")
    fault = report["faults"][0]
    assert (fault["file"], fault["column"]) == (AXERA, 1)
    assert fault["line"] > 1
    assert fault["severity"] == "error"


def test_a_key_date_that_has_passed_is_a_warning_and_no_more(briefs):
    code, _, err = briefs("check", "--today", "2026-03-01")
    assert code == 0
    assert "warning: listing was due on 2026-02-10" in err
    assert err.endswith("1 warning\n")
    assert briefs("check", "--today", "2026-02-10")[2] == ""


# --- builds, with a stub where the press would be


def replaced(monkeypatch, row_of, log=()):
    def make(_project, chosen, _work, *, watch, **_more):
        results = tuple(Result(one, "0" * 64, row_of(one.id), log) for one in chosen)
        for result in results:
            watch(result)
        return results

    monkeypatch.setattr(making, "build", make)


def test_a_build_prints_a_table_and_says_how_far_it_is(briefs, monkeypatch):
    replaced(monkeypatch, lambda _: Row(1, 123456, 0.5))
    code, out, err = briefs("build", "axera", "--lang", "en", "--lang", "zh-Hans")
    assert code == 0
    assert out.splitlines() == [
        "edition                  pages    size    time  file",
        "axera.one-pager.en           1  123 kB  0.50 s  output/axera/axera-one-pager-en.pdf",
        "axera.one-pager.zh-Hans      1  123 kB  0.50 s  output/axera/axera-one-pager-zh-Hans.pdf",
    ]
    assert err.splitlines()[0] == "[1/2] axera.one-pager.en: 1 page, 0.50 s"


def test_what_holds_in_several_settings_is_said_once(briefs, monkeypatch):
    replaced(monkeypatch, lambda _: Row(1, 2, 3.0), ("slide value dropped",))
    err = briefs("build", "axera", "biren", "--lang", "en", "--lang", "zh-Hans")[2]
    assert [line for line in err.splitlines() if "dropped" in line] == [
        "axera.one-pager (en, zh-Hans): slide value dropped",
        "biren.one-pager (en, zh-Hans): slide value dropped",
    ]


def test_a_failed_edition_is_named_and_the_others_are_delivered(briefs, monkeypatch):
    fault = Fault(Place("axera.one-pager.en"), "does not fit", "shorten it", "fit")

    def row_of(edition):
        return Row(faults=(fault,)) if edition == "axera.one-pager.en" else Row(1, 2, 3.0)

    replaced(monkeypatch, row_of)
    code, out, err = briefs("build", "axera")
    assert code == 1
    assert len(out.splitlines()) == 5
    assert "axera.one-pager.en: error: does not fit; shorten it" in err
    assert "its file is as before: axera.one-pager.en" in err
    code, out, _ = briefs("build", "axera", "--json")
    report = json.loads(out)
    assert (code, report["exit"]) == (1, 1)
    assert [row["state"] for row in report["editions"]] == ["failed", *["built"] * 4]
    assert report["editions"][0]["faults"][0]["rule"] == "fit"
    assert report["editions"][1] == {
        "id": "axera.one-pager.zh-Hans",
        "kind": "one-pager",
        "subject": "axera",
        "setting": "zh-Hans",
        "path": "output/axera/axera-one-pager-zh-Hans.pdf",
        "state": "built",
        "fingerprint": "0" * 64,
        "pages": 1,
        "bytes": 2,
        "seconds": 3.0,
        "proving": 0.0,
        "faults": [],
        "log": [],
    }


def test_a_bug_asks_to_be_reported_and_keeps_its_traceback(briefs, monkeypatch, tmp_path):
    shutil.copytree(verbs_cache(), tmp_path / "cache")
    monkeypatch.setenv("BRIEFS_CACHE", str(tmp_path / "cache"))
    replaced(monkeypatch, lambda _: Row(bug="Traceback: here\n"))
    code, _, err = briefs("build", "axera", "--lang", "en")
    assert code == 70
    assert "please report it with" in err
    assert "Traceback" not in err
    kept = tmp_path / "cache/traceback.txt"
    assert kept.read_text(encoding="utf-8") == "Traceback: here\n"
    assert "Traceback: here" in briefs("build", "axera", "--lang", "en", "--debug")[2]
    code, out, _ = briefs("build", "axera", "--lang", "en", "--json")
    assert json.loads(out)["exit"] == 70


def verbs_cache():
    return Session().cache


def test_a_held_lock_asks_to_try_again(briefs, folder):
    with locked(folder.path / "output"):
        code, _, err = briefs("build", "axera", "--lang", "en")
    assert code == 75
    assert f"process {os.getpid()} on" in err
    assert "try again" in err


def test_an_output_that_cannot_be_made_is_said_in_a_line(briefs, folder):
    folder.add("output", "a file where a folder should be")
    code, out, err = briefs("build", "axera", "--lang", "en")
    assert (code, out) == (73, "")
    assert len(err.splitlines()) == 1
    assert "cannot write" in err


# --- as a process of its own


def test_ctrl_c_ends_a_build_soon_and_leaves_whole_files_only(folder):
    command = [sys.executable, "-m", "briefs", "--project", str(folder.path), "build"]
    process = subprocess.Popen(command, stderr=subprocess.PIPE, text=True, start_new_session=True)  # noqa: S603
    lock = folder.path / "output/.lock"
    until(process, lock.exists)
    time.sleep(0.5)
    os.killpg(process.pid, signal.SIGINT)
    # Much less on a quiet machine; a build that went on would take far longer.
    _, err = process.communicate(timeout=10)
    assert process.returncode == 130
    assert "Traceback" not in err
    assert not list(folder.path.glob("output/*/.*"))


def test_a_reader_that_leaves_early_is_no_error(folder):
    command = f"{sys.executable} -m briefs --project {folder.path} list | head -1"
    done = subprocess.run(["sh", "-c", command], capture_output=True, text=True, check=True)  # noqa: S603, S607
    assert done.stderr == ""


def test_the_program_works_from_any_folder(folder, tmp_path):
    command = [sys.executable, "-m", "briefs", "list", "axera", "--project", str(folder.path)]
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=True)  # noqa: S603
    assert "axera.one-pager.en" in done.stdout
