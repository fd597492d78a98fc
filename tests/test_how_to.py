"""The how-to pages say what works: a test does what they say, step by step."""

from __future__ import annotations

import re
import shlex
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from keys import PASSWORD, keys

PAGES = Path(__file__).parent.parent / "docs/how-to"


def steps(page):
    """Give the commands of a page, in the order of its steps."""
    text = (PAGES / page).read_text(encoding="utf-8")
    numbers = [int(number) for number in re.findall(r"^(\d+)\. ", text, re.MULTILINE)]
    assert numbers == list(range(1, len(numbers) + 1))
    assert len(text.splitlines()) < 40
    return re.findall(r"^ {7}(\S.*)$", text, re.MULTILINE)


@pytest.fixture
def desk(output, tmp_path, monkeypatch):
    """Give a project with its briefs, a publisher's key, and the tools of a how-to page."""
    shutil.copytree(output.folder, tmp_path / "project")
    monkeypatch.chdir(tmp_path / "project")
    publisher = keys("A Publisher")
    Path("keys").mkdir()
    Path("keys/publisher.p12").write_bytes(publisher.pkcs12)
    Path("keys/publisher.pem").write_bytes(publisher.certificate)
    Path("keys/password").write_text(f"{PASSWORD}\n", encoding="utf-8")
    shutil.copy("keys/publisher.pem", "publisher.pem")

    def follow(commands):
        for command in commands:
            words = shlex.split(command)
            if words[0] == "export":
                monkeypatch.setenv(*words[1].split("=", 1))
            elif words[0] == "briefs":
                run = [sys.executable, "-m", "briefs", *words[1:]]
                done = subprocess.run(run, capture_output=True, text=True, check=False)  # noqa: S603
                assert done.returncode == 0, (command, done.stderr)
                yield command, done.stdout

    return follow


def test_a_brief_is_signed_and_verified_as_the_pages_say(desk):
    said = dict(desk(steps("sign-a-brief.md")))
    assert any("UTC, trusted" in out for out in said.values())
    checked = dict(desk(steps("verify-a-brief.md")))
    assert len(checked) == 5
    assert not any("differs" in out for out in checked.values())
    assert Path("axera-data/figures.csv").is_file()
