"""A wheel of this repository, installed on its own, makes a project elsewhere and builds it."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import sysconfig
import venv
import zipfile
from pathlib import Path

import pytest
from campaigns import size

ROOT = Path(__file__).parent.parent


def run(*command, **more):
    done = subprocess.run(command, capture_output=True, text=True, check=False, **more)  # noqa: S603
    assert done.returncode == 0, (command, done.stdout, done.stderr)
    return done.stdout


@pytest.fixture(scope="module")
def wheel(tmp_path_factory):
    folder = tmp_path_factory.mktemp("dist")
    run(sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", folder, cwd=ROOT)
    (path,) = folder.iterdir()
    return path


def test_a_wheel_holds_each_template_once(wheel):
    names = zipfile.ZipFile(wheel).namelist()
    inside = {
        name.removeprefix("briefs/") for name in names if name.startswith("briefs/templates/")
    }
    files = {
        path.relative_to(ROOT).as_posix()
        for path in (ROOT / "templates").rglob("*")
        if path.is_file()
    }
    assert inside == files
    assert not [name for name in names if name.startswith("templates/")]
    assert "briefs/faces/pins.toml" in names
    assert "briefs/authoring/project/data/companies/example.yaml" in names


def installed(wheel, home, *, is_alone):
    """Install the wheel into an environment of its own, and give its command and surroundings.

    Alone, it brings the packages of requirements.lock along and cuts its faces; otherwise it
    borrows both from here, but never the source of this repository.
    """
    venv.create(home, with_pip=is_alone)
    python = home / "bin/python"
    pip = [sys.executable, "-m", "pip", "--python", python, "install", "--quiet"]
    pip += ["--disable-pip-version-check", "--no-deps"]
    if is_alone:
        run(*pip, "--only-binary", ":all:", "--require-hashes", "-r", ROOT / "requirements.lock")
    else:
        library = run(python, "-c", "import sysconfig; print(sysconfig.get_path('purelib'))")
        lent = Path(library.strip()) / "lent.pth"
        lent.write_text(f"{sysconfig.get_path('purelib')}\n", encoding="utf-8")
    run(*pip, "--no-index", wheel)
    surroundings = {key: value for key, value in os.environ.items() if key != "PYTHONPATH"}
    if is_alone:
        surroundings["BRIEFS_CACHE"] = str(home / "cache")
    return home / "bin/briefs", surroundings


@pytest.mark.campaign("A wheel in an empty environment makes and builds a project elsewhere")
def test_a_wheel_makes_and_builds_a_project_elsewhere(wheel, tmp_path, campaign):
    is_alone = size(small=False, full=True)
    command, surroundings = installed(wheel, tmp_path / "venv", is_alone=is_alone)

    def briefs(*words):
        return run(command, *words, cwd=tmp_path, env=surroundings)

    briefs("init", "own")
    briefs("faces")
    own = ("--project", "own")
    told = {one["what"]: one for one in json.loads(briefs("doctor", "--json", *own))["findings"]}
    assert str(tmp_path / "venv") in told["briefs"]["found"]
    assert str(tmp_path / "venv") in told["our templates"]["found"]
    assert told["the project's templates"]["found"].startswith("1 file in ")
    wanted = () if is_alone else ("--lang", "en")
    built = json.loads(briefs("build", "--json", *own, *wanted))["editions"]
    assert {row["state"] for row in built} == {"built"}
    page = tmp_path / "own" / built[0]["path"]
    assert page.read_bytes().startswith(b"%PDF-")
    # A template of the project's own goes before the program's, and only its pages change.
    style = tmp_path / "own/templates/css/one-pager.css"
    style.parent.mkdir()
    style.write_text("/* ours */", encoding="utf-8")
    why = briefs("why", "example.one-pager.en", *own)
    assert "one-pager.css" in why
    campaign.count(editions=len(built))
