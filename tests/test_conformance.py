"""`make conformance` and `make browsers` never pass without having asked what they ask."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import pytest

CI = Path(__file__).parent.parent / ".ci"


@pytest.fixture
def run(tmp_path):
    """Run a script with these programs and the shell's own, and nothing else."""

    def run(script, *programs):
        for name in ("dirname", "mkdir", "sha256sum", "grep"):
            (tmp_path / name).symlink_to(shutil.which(name))
        for name in programs:
            (tmp_path / name).write_text("#!/bin/sh\nexit 0\n", encoding="utf-8")
            (tmp_path / name).chmod(0o755)
        environment = {"PATH": str(tmp_path), "XDG_CACHE_HOME": str(tmp_path / "cache")}
        command = ["/bin/sh", str(CI / script)]
        return subprocess.run(  # noqa: S603 - our own script
            command, env=environment, capture_output=True, text=True, check=False
        )

    return run


def test_without_java_it_says_so_and_fails(run):
    done = run("conformance")
    assert done.returncode == 1
    assert "needs Java 11 or newer" in done.stderr
    assert "nothing was checked" in done.stderr


def test_without_maven_it_says_so_and_fails(run):
    done = run("conformance", "java")
    assert done.returncode == 1
    assert "needs Maven" in done.stderr


def test_another_checker_than_the_pinned_one_is_refused(run, tmp_path):
    (tmp_path / "cache/briefs/verapdf").mkdir(parents=True)
    (tmp_path / "cache/briefs/verapdf/cli-1.30.2.jar").write_bytes(b"another")
    done = run("conformance", "java")
    assert done.returncode == 1
    assert "is not the veraPDF that is pinned" in done.stderr


def test_without_a_browser_it_says_so_and_fails(run):
    done = run("browsers")
    assert done.returncode == 1
    assert "needs Chromium; nothing was checked" in done.stderr


def test_without_npm_it_says_so_and_fails(run):
    done = run("browsers", "chromium")
    assert done.returncode == 1
    assert "needs npm" in done.stderr
