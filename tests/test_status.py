"""The verb status: a monitor learns that briefs are built as often as they should be."""

from __future__ import annotations

import json
import time
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from letters import parcel
from workshop import WORK, built, inky

from briefs.build.editions import editions
from briefs.build.ending import last_ending, note_ending
from briefs.build.making import build
from briefs.build.memory import look
from briefs.build.project import read_project
from briefs.build.templates import own_templates
from briefs.build.worker import Row
from briefs.cli import main
from briefs.delivery.ledger import State, opened
from briefs.faults import Fault, Place

NIGHT = datetime(2026, 2, 10, 5, 21, tzinfo=UTC)


STANDING = pytest.mark.usefixtures("project")


@pytest.fixture
def project(folder):
    """Give a project whose briefs all stand, though no press ran."""
    seen = look(folder.path, now=time.time_ns() + 10**9)
    built(read_project(folder.path, own_templates()), seen=seen)
    return folder.path


@pytest.fixture
def briefs(folder, capsys, monkeypatch):
    """Run a command line at a moment: its exit code, and what it said where."""

    def run(*arguments, at=NIGHT):
        monkeypatch.setenv("SOURCE_DATE_EPOCH", str(int(at.timestamp())))
        capsys.readouterr()
        with pytest.raises(SystemExit) as ended:
            main(["--project", str(folder.path), *arguments])
        return ended.value.code, *capsys.readouterr()

    return run


@STANDING
def test_a_build_is_too_old_a_minute_after_its_time(briefs):
    assert briefs("build")[0] == 0
    almost, late = NIGHT + timedelta(hours=26), NIGHT + timedelta(hours=26, minutes=1)
    code, out, _ = briefs("status", "--max-age", "26h", at=almost)
    assert code == 0
    assert out == (
        "ok: the last build of every brief ended 2026-02-10 05:21 UTC, 26 h ago; 26 h are allowed\n"
        "15 of 15 editions as they should be\n"
    )
    assert briefs("status", "--max-age", "26h", "--quiet", at=almost) == (0, "", "")
    code, out, _ = briefs("status", "--max-age", "26h", "--quiet", at=late)
    assert code == 1
    assert out.startswith("too old: the last build of every brief ended 2026-02-10 05:21 UTC, ")
    assert "26 h 1 min ago; 26 h are allowed" in out
    assert briefs("status", at=late)[0] == 0
    assert briefs("build", at=late)[0] == 0
    assert briefs("status", "--max-age", "1m", at=late)[0] == 0


@pytest.mark.parametrize("part", [["axera"], ["--lang", "en"], ["--shard", "1/2"]])
def test_a_build_of_some_briefs_is_none_of_all(project, briefs, part):
    assert briefs("build")[0] == 0
    assert briefs("build", *part, at=NIGHT + timedelta(hours=30))[0] == 0
    assert last_ending(project) == NIGHT


def test_where_nothing_was_built_a_monitor_is_told(folder, briefs):
    code, out, _ = briefs("status")
    assert (code, out) == (
        1,
        "never built: no build of every brief has ended here; run `briefs build`\n",
    )
    note_ending(folder.path, NIGHT)
    for damage in ("", "yesterday", "2026-02-10T05:21:00", "\xff"):
        (folder.path / "output/.ended").write_bytes(damage.encode("latin-1"))
        assert last_ending(folder.path) is None


def test_an_edition_that_failed_or_is_gone_is_named(folder, briefs):
    def spilt(setup, job):
        if job.id == "axera.one-pager.en":
            return Row(faults=(Fault(Place(job.id), "does not fit", "shorten it", "fit"),))
        return inky(setup, job)

    project = read_project(folder.path, own_templates())
    chosen = editions(project.library, project.wordings)
    build(project, chosen, replace(WORK, render=spilt))
    note_ending(folder.path, NIGHT)
    (folder.path / "output/biren/biren-one-pager-en.pdf").unlink()
    (folder.path / "output/ai-chips/ai-chips-deck-en.pdf").write_bytes(b"%PDF torn")
    code, out, _ = briefs("status")
    assert code == 1
    first, *rest = out.splitlines()
    assert first.startswith("not whole: the last build of every brief ended ")
    assert rest[0] == "12 of 15 editions as they should be"
    assert rest[1].startswith("axera.one-pager.en: failed: axera.one-pager.en: error: does not fit")
    assert set(rest[2:]) == {
        "biren.one-pager.en: is not there",
        "ai-chips.deck.en: is not the one that its manifest tells of",
    }


@STANDING
def test_what_was_not_sent_is_counted_and_calls_nobody(briefs, tmp_path):
    path = tmp_path / "ledger.sqlite"
    with opened(path) as ledger:
        for number, state in enumerate((State.SENT, State.DEFERRED, State.UNKNOWN, State.UNKNOWN)):
            one = parcel(number=number)
            ledger.queue(one, NIGHT)
            ledger.move(one.key, state, NIGHT)
    briefs("build")
    code, out, _ = briefs("status", "--ledger", str(path))
    assert code == 0
    assert "messages not sent: 1 deferred, 2 unknown (`briefs mail status` lists them)" in out
    code, out, _ = briefs("status", "--ledger", str(path), "--json")
    assert code == 0
    found = json.loads(out)
    assert found["status"] == "ok"
    assert found["ended"] == "2026-02-10T05:21:00+00:00"
    assert (found["editions"], found["bad"]) == (15, {})
    assert found["unsent"] == {"deferred": 1, "unknown": 2}


@pytest.mark.parametrize("age", ["26", "h", "0h", "-1h", "1w", "1.5h", ""])
def test_an_age_that_is_none_is_a_mistake_of_the_command(briefs, age):
    code, _, err = briefs("status", "--max-age", age)
    assert code == 2
    assert "is no age such as 90m, 26h or 2d" in err
