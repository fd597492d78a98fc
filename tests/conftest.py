"""Fixtures: a project to change, and every brief of ours built once a run."""

from __future__ import annotations

import fcntl
import gc
import json
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

import pytest

pytest_plugins = ["campaigns"]

ROOT = Path(__file__).parent.parent

# As workers do: looking for garbage among the boxes of a layout takes a third of a test's time.
gc.set_threshold(400_000)


@dataclass(frozen=True)
class Folder:
    """A copy of our project without its templates, which come with the program."""

    path: Path

    def change(self, file, old, new):
        """Replace words that must stand in a file, where they stand first."""
        path = self.path / file
        text = path.read_text(encoding="utf-8")
        assert old in text, f"{old!r} stands nowhere in {file}"
        path.write_text(text.replace(old, new, 1), encoding="utf-8")

    def add(self, file, text):
        path = self.path / file
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")


@dataclass(frozen=True)
class Output:
    """What `briefs build` made of our records.

    `report` is the document of `--json`; `rows` its editions by id, each with pages, bytes,
    seconds, fingerprint, state, faults and log.
    """

    folder: Path
    report: dict

    @property
    def rows(self):
        return {row["id"]: row for row in self.report["editions"]}

    def pdf(self, edition):
        """Give the path of an edition's PDF; a brief that was not built fails the test."""
        row = self.rows[edition]
        assert row["state"] == "built", "\n".join(fault["message"] for fault in row["faults"])
        return self.folder / row["path"]


@pytest.fixture
def folder(tmp_path):
    """Give a project of our records that a test may change."""
    shutil.copytree(ROOT / "data", tmp_path / "project/data")
    return Folder(tmp_path / "project")


@pytest.fixture(scope="session")
def shared(tmp_path_factory, worker_id):
    """Give a folder in which all test workers of a run find what one of them made.

    `shared(name, make)` gives the path of a name, made by whoever of them comes first.
    """
    base = tmp_path_factory.getbasetemp()
    base = base if worker_id == "master" else base.parent

    def once(name, make):
        path, done = base / name, base / f"{name}.done"
        with (base / f"{name}.lock").open("w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            if not done.exists():
                make(path)
                done.touch()
        return path

    return once


@pytest.fixture(scope="session")
def output(shared):
    """Build every edition of our project once a run, whoever of the test workers comes first.

    Gives an Output: `output.pdf("axera.one-pager.en")`, `output.rows`, `output.report`.
    """
    project = shared("built", _build)
    return Output(project, json.loads((project / "report.json").read_text(encoding="utf-8")))


@pytest.fixture(scope="session")
def gallery(output, shared):
    """Write the gallery of every edition once a run, and give the project that holds it."""

    def make(project):
        shutil.copytree(output.folder, project)
        _run(project, "site")

    return shared("gallery", make)


def _build(project):
    shutil.copytree(ROOT / "data", project / "data")
    (project / "report.json").write_text(_run(project, "--json", "build"), encoding="utf-8")


def _run(project, *arguments):
    command = [sys.executable, "-m", "briefs", "--project", str(project), *arguments]
    done = subprocess.run(command, capture_output=True, text=True, check=False)  # noqa: S603
    assert done.stdout or not done.returncode, done.stderr
    # PDFium complains of what nobody closed.
    assert "still open" not in done.stderr
    return done.stdout
