"""What a campaign counts stands in docs/soak.md, whoever ran it, and whatever came of it."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

TESTS = Path(__file__).parent

CAMPAIGNS = """
import pytest
from campaigns import size

@pytest.mark.campaign("Sums are even")
@pytest.mark.parametrize("half", [1, 2])
def test_sums(campaign, half):
    for number in range(size(3, full=1000)):
        campaign.count(sums=1, halves_of_sums=2)

@pytest.mark.campaign("Sums are odd")
def test_odd(campaign):
    campaign.count(sums=1)
    assert size(3, full=1000) == 3

@pytest.fixture
def parts():
    raise OSError

@pytest.mark.campaign("Sums have parts")
def test_parts(parts, campaign):
    pass
"""


EARLIER = """\
| campaign | counted | outcome | time | on | at commit | with |
| --- | --- | --- | --- | --- | --- | --- |
| Sums add up | 5 sums | passed | 1 s | 2026-01-05 | 1234567 | Python 3.11.2 |
"""


@pytest.fixture(scope="module")
def rows(tmp_path_factory):
    """Run campaigns at full size over an earlier page, and give its rows by their titles."""
    folder = tmp_path_factory.mktemp("campaigns")
    (folder / "test_sums.py").write_text(CAMPAIGNS)
    (folder / "soak.md").write_text(EARLIER)
    options = ["-p", "campaigns", "-p", "no:cacheprovider", "-m", "campaign"]
    stamp = ["--on", "2026-01-06", "--at", "abcdef0"]
    subprocess.run(  # noqa: S603 - pytest, on the campaigns above
        [sys.executable, "-m", "pytest", *options, "--soak", "soak.md", *stamp],
        cwd=folder,
        env=os.environ | {"PYTHONPATH": str(TESTS)},
        check=False,
    )
    lines = (folder / "soak.md").read_text(encoding="utf-8").splitlines()
    cells = [line.strip("| ").split(" | ") for line in lines if line.startswith("| ")]
    return {title: rest for title, *rest in cells[2:]}


def test_a_campaign_has_one_row_with_what_it_counted_and_when(rows):
    counted, outcome, _, on, at, _ = rows["Sums are even"]
    assert counted == "2,000 sums, 4,000 halves of sums"
    assert (outcome, on, at) == ("passed", "2026-01-06", "abcdef0")


def test_a_campaign_that_fails_says_so(rows):
    assert rows["Sums are odd"][:2] == ["1 sums", "1 of 1 tests failed"]


def test_a_campaign_that_cannot_start_says_so(rows):
    assert rows["Sums have parts"][1] == "1 of 1 tests failed"


def test_a_campaign_that_is_not_run_keeps_its_row(rows):
    assert rows["Sums add up"][3:5] == ["2026-01-05", "1234567"]


def test_the_target_finds_the_campaigns():
    """`make soak` calls pytest so that it knows our options, and so that one can be chosen."""
    # Under a make of its own, it would print where it is.
    outside = {
        name: value for name, value in os.environ.items() if "MAKE" not in name and name != "MFLAGS"
    }
    told = subprocess.run(
        ["make", "--dry-run", "soak", "ONLY=same_bytes"],  # noqa: S607 - as people call it
        cwd=TESTS.parent,
        env=outside,
        capture_output=True,
        text=True,
        check=True,
    ).stdout
    command = told[told.index("pytest ") :].strip() + " --collect-only -q -n 0"
    done = subprocess.run(  # noqa: S603 - our own target
        ["bash", "-c", f"{sys.executable} -m {command}"],  # noqa: S607 - our own target
        cwd=TESTS.parent,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    assert "same_bytes" in done.stdout
