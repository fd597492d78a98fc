"""Campaigns: tests that `make test` runs small and `make soak` runs at full size.

A campaign marks its tests, sizes them with `size`, and counts what it did:

    @pytest.mark.campaign("What it shows, as one sentence")
    def test_that(campaign):
        for seed in range(size(20, full=2000)):
            ...
            campaign.count(companies=1, findings=len(found))

`make soak` runs every campaign and writes one row each into docs/soak.md: its sentence, what was
counted, the outcome, the time, and the day and commit. Tests that share a sentence share a row; a
row that is not run stays, under its own day. Date and commit come in from the command line.
"""

from __future__ import annotations

import platform
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path

import pytest

#: Where a test report carries what its campaign counted, from the worker to the one who writes.
PROPERTY = "campaign"

HEAD = """\
# Campaigns at full size

`make soak` runs the campaigns of the tests at full size, and writes here what came of each. The
time is that of the tests themselves, added up over the processors they ran on.

"""

COLUMNS = ("campaign", "counted", "outcome", "time", "on", "at commit", "with")

_FULL = False


def size(small, *, full):
    """Give how much to do: little in `make test`, all of it in `make soak`."""
    return full if _FULL else small


@dataclass
class Campaign:
    """What one test of a campaign counts."""

    counted: dict[str, int]

    def count(self, **counts):
        """Add to what the campaign did; words of a name are joined by underscores."""
        for name, number in counts.items():
            self.counted[name] = self.counted.get(name, 0) + number


@pytest.fixture
def campaign(request):
    """Count for the campaign that the test is marked with."""
    return Campaign(dict(request.node.user_properties)[PROPERTY]["counted"])


def pytest_itemcollected(item):
    """Let every report of a campaign's test name the campaign, also when the test cannot start."""
    if marker := item.get_closest_marker("campaign"):
        (title,) = marker.args
        item.user_properties.append((PROPERTY, {"title": title, "counted": {}}))


@dataclass
class Row:
    """One line of docs/soak.md: all tests of a campaign together."""

    counted: Counter = field(default_factory=Counter)
    passed: int = 0
    failed: int = 0
    seconds: float = 0.0

    def add(self, report, counted):
        """Add what one phase of a test took, and what the test did once it ends."""
        self.seconds += report.duration
        if report.when == "call" or report.failed:
            self.counted.update(counted)
            self.passed += report.passed
            self.failed += report.failed

    @property
    def cells(self):
        """Give the row's own cells: what was counted, the outcome and the time."""
        counted = ", ".join(f"{n:,} {name.replace('_', ' ')}" for name, n in self.counted.items())
        tests = self.passed + self.failed
        outcome = f"{self.failed} of {tests} tests failed" if self.failed else "passed"
        minutes, seconds = divmod(round(self.seconds), 60)
        return counted, outcome, f"{minutes} min {seconds} s" if minutes else f"{seconds} s"


class Soak:
    """Gathers the rows of a run, and writes them to a file when it ends."""

    def __init__(self, path, *, on, at):
        self.path = path
        self.stamp = (on, at, f"Python {platform.python_version()}")
        self.rows = {}

    def pytest_runtest_logreport(self, report):
        """Take up what the tests of a campaign report."""
        for name, value in report.user_properties:
            if name == PROPERTY:
                self.rows.setdefault(value["title"], Row()).add(report, value["counted"])

    def pytest_sessionfinish(self):
        """Write the rows of this run over those of earlier ones."""
        lines = {**standing(self.path), **self.lines()}
        table = [COLUMNS, ["---"] * len(COLUMNS), *(lines[title] for title in sorted(lines))]
        text = HEAD + "".join(f"| {' | '.join(cells)} |\n" for cells in table)
        self.path.write_text(text, encoding="utf-8")

    def lines(self):
        """Give the rows of this run as cells, by their titles."""
        return {title: (title, *row.cells, *self.stamp) for title, row in self.rows.items()}


def standing(path):
    """Read the rows that an earlier run wrote, by their titles."""
    text = path.read_text(encoding="utf-8") if path.exists() else ""
    rows = [line.strip("| ").split(" | ") for line in text.splitlines() if line.startswith("| ")]
    return {row[0]: row for row in rows[2:]}


def pytest_addoption(parser):
    """Take the file to write, and what only the command line knows."""
    group = parser.getgroup("campaigns")
    group.addoption("--soak", type=Path, metavar="FILE", help="full size, with rows into FILE")
    group.addoption("--on", metavar="DATE", help="the day of the run")
    group.addoption("--at", metavar="COMMIT", help="the commit that is tested")


def pytest_configure(config):
    """Know the marker, and whether this is the full size."""
    global _FULL  # noqa: PLW0603 - sizes are asked for while tests are collected
    config.addinivalue_line("markers", "campaign(sentence): what its full size shows")
    path = config.getoption("soak")
    _FULL = path is not None
    if path and not hasattr(config, "workerinput"):
        soak = Soak(path, on=config.getoption("on"), at=config.getoption("at"))
        config.pluginmanager.register(soak)
