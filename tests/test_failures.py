"""Whatever fails around a build, it is said, nothing old is lost, and the next build makes good."""

from __future__ import annotations

import errno
import logging
import os
import random
import shutil
import signal
import subprocess
import sys
from contextlib import suppress
from functools import partial
from pathlib import Path

import pytest
from campaigns import size
from hostile import RECORD, Way
from workshop import built, contents, scraps

from briefs.build import files
from briefs.build.editions import editions
from briefs.build.files import CannotWriteError
from briefs.build.making import Work, build
from briefs.build.memory import NAME, look, recall
from briefs.build.planning import plan
from briefs.build.project import read_project
from briefs.build.templates import own_templates
from briefs.build.worker import Setup, job_of, render
from briefs.faces import cache_directory, faces_directory, pinned_faces, write_fontconfig

ROOT = Path(__file__).parent.parent
FACES = faces_directory(cache_directory(os.environ))
# Fontconfig reads this once, when the press is first imported.
os.environ["FONTCONFIG_FILE"] = str(write_fontconfig(FACES))

from briefs.press import Press  # noqa: E402

REVENUE = ("FY2024: 473 million", "FY2024: 474 million")


@pytest.fixture
def folder(tmp_path):
    """Give a project of a small company and a deck."""
    return Way(tmp_path / "project").folder


def states(folder):
    """Give what is built of two states of the record, and a function that changes to one."""
    text = (folder / RECORD).read_text(encoding="utf-8")

    def change(number):
        (folder / RECORD).write_text(text.replace(*REVENUE) if number else text, encoding="utf-8")
        return read_project(folder, own_templates())

    found = []
    for number in (0, 1):
        built(change(number))
        found.append(contents(folder / "output"))
    assert found[0] != found[1]
    return found, change


# --- calls of the system that fail


class Failing:
    """The system as files are written by, of which one call fails."""

    WATCHED = ("open", "write", "fsync", "close", "replace")

    def __init__(self, call, number):
        self.calls, self._fails, self._number = 0, call, number

    def __getattr__(self, name):
        found = getattr(os, name)
        return partial(self.counted, found) if name in self.WATCHED else found

    def counted(self, call, *arguments, **more):
        """Count a call, and fail it if its turn has come; what is closed is closed all the same."""
        self.calls += 1
        if self.calls - 1 == self._fails:
            if call is os.close:
                call(*arguments)
            raise OSError(self._number, os.strerror(self._number))
        return call(*arguments, **more)


def failing(monkeypatch, call, number):
    """Build with one call of the system failing, by its number."""
    system = Failing(call, number)
    replace = Path.replace
    monkeypatch.setattr(files, "os", system)
    monkeypatch.setattr(Path, "replace", lambda path, to: system.counted(replace, path, to))
    return system


ERRORS = (errno.EIO, errno.ENOSPC, errno.EACCES, errno.EROFS, errno.EDQUOT)


@pytest.mark.campaign(
    "A call of the system that fails, each one in turn: said, and nothing is torn"
)
def test_a_call_that_fails_tears_nothing_and_is_said(folder, monkeypatch, campaign):
    (old, new), change = states(folder)
    output = folder / "output"
    with monkeypatch.context() as patch:
        counting = failing(patch, -1, 0)
        built(change(0))
    assert contents(output) == old
    every = range(counting.calls)
    for turn, call in enumerate(every[:: size(len(every) // 4, full=1)]):
        with monkeypatch.context() as patch:
            failing(patch, call, ERRORS[turn % len(ERRORS)])
            # What is only remembered may be lost without a word.
            with suppress(CannotWriteError):
                built(change(1))
        found = contents(output)
        assert found.keys() == old.keys()
        assert all(data in (old[name], new[name]) for name, data in found.items())
        assert not scraps(output)
        built(change(1))
        assert contents(output) == new
        built(change(0))
        campaign.count(calls_failed=1)


# --- what is remembered, and the clock


@pytest.mark.campaign("What a build remembers, damaged: the next one gives the same bytes")
def test_a_damaged_memory_misleads_nobody(folder, campaign):
    (_, new), change = states(folder)
    memory = folder / "output" / NAME
    dice = random.Random(5)  # noqa: S311 - any damage will do
    whole = memory.read_bytes()
    for turn in range(size(6, full=300)):
        damaged = bytearray(whole)
        if turn % 3 == 0:
            del damaged[dice.randrange(len(whole)) :]
        elif turn % 3 == 1:
            damaged[dice.randrange(len(whole))] ^= 1 << dice.randrange(8)
        else:
            damaged = bytearray(b"[" * dice.randrange(9000))
        memory.write_bytes(damaged)
        recall(folder)
        built(change(1))
        assert contents(folder / "output") == new
        campaign.count(damages=1)


def test_a_clock_that_goes_backwards_hides_no_change(folder):
    (old, _), change = states(folder)
    project = change(0)
    for moment in (0, 2**31):
        os.utime(folder / RECORD, (moment, moment))
        # As late as it ever was, by a clock that has just been set back.
        assert not look(folder, now=1).settled
        built(project, seen=look(folder, now=1))
        assert contents(folder / "output") == old
        assert recall(folder).seen == ""
    before = look(folder, now=2**62)
    os.utime(folder / RECORD, (0, 0))
    assert look(folder, now=2**62).digest != before.digest


# --- others at work


@pytest.mark.campaign("Builders of one folder at the same time: one at work, and nothing torn")
def test_two_builders_at_once_tear_nothing(folder, campaign):
    (old, new), change = states(folder)
    command = [sys.executable, str(ROOT / "tests/workshop.py"), str(folder)]
    for turn in range(size(1, full=30)):
        change(turn % 2)
        crowd = [
            subprocess.Popen(command, stderr=subprocess.PIPE, text=True)  # noqa: S603 - ours
            for _ in range(size(2, full=2 + turn % 7))
        ]
        for one in crowd:
            _, said = one.communicate()
            assert one.returncode == 0 or "is at work in" in said
        assert any(one.returncode == 0 for one in crowd)
        assert contents(folder / "output") == (old, new)[turn % 2]
        assert not scraps(folder / "output")
        campaign.count(crowds=1, builders=len(crowd))


class Deadly(logging.Handler):
    """Hears of phases, and ends the process where one begins."""

    def __init__(self, phase):
        super().__init__()
        self.phase = phase

    def emit(self, record):
        if record.getMessage().startswith(self.phase):
            os.kill(os.getpid(), signal.SIGKILL)


def killed_at(phase, setup, job):
    """Render, and die where a phase begins; the renderer tells of its own."""
    for name in ("briefs.phases", "weasyprint.progress"):
        logging.getLogger(name).addHandler(Deadly(phase))
    return render(setup, job)


PHASES = ("view", "Step 1", "Step 3", "Step 5", "charts", "write", "Step 6", "Step 7", "proofs")


@pytest.mark.campaign("A worker killed where a phase begins: one brief is lost, and said")
@pytest.mark.parametrize("phase", size(PHASES[-1:], full=PHASES))
def test_a_worker_killed_at_any_phase_costs_its_brief_alone(folder, campaign, phase):
    project = read_project(folder, own_templates())
    chosen = editions(project.library, project.wordings)[:1]
    path = folder / chosen[0].path
    path.parent.mkdir(parents=True)
    path.write_bytes(b"the last good one")
    work = Work(FACES, workers=1, render=partial(killed_at, phase))
    (result,) = build(project, chosen, work)
    assert [fault.rule for fault in result.row.faults] == ["worker"]
    assert path.read_bytes() == b"the last good one"
    assert not scraps(folder / "output")
    campaign.count(workers_killed=2)


def test_a_face_that_changes_while_a_page_is_set_fails_it(folder, tmp_path, monkeypatch):
    project = read_project(folder, own_templates())
    (edition, *_) = editions(project.library, project.wordings)
    faces = tmp_path / FACES.name
    shutil.copytree(FACES, faces)
    setup = Setup(project.templates, faces, project.theme.name, project.paper)
    item = next(iter(plan(project, [edition])))
    assert render(setup, job_of(item, folder)).pages == 1
    print_ = Press.print

    def swapping(*arguments):
        printed = print_(*arguments)
        os.utime(pinned_faces()[0].path(faces))
        return printed

    monkeypatch.setattr(Press, "print", swapping)
    (fault,) = render(setup, job_of(item, folder)).faults
    assert fault.message == "a face was changed while the page was set in it"
    monkeypatch.undo()
    with pinned_faces()[0].path(faces).open("r+b") as file:
        file.truncate(1000)
    (fault,) = render(setup, job_of(item, folder)).faults
    assert "BriefsSans-400: not the pinned face" in fault.message
