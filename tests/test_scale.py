"""A project of any size: the work grows as the records do, and nothing to do takes no time."""

from __future__ import annotations

import json
import subprocess
import sys
import time
from pathlib import Path

import pytest
from campaigns import size
from generate import generate
from workshop import built

from briefs.build.editions import editions
from briefs.build.memory import look
from briefs.build.planning import plan
from briefs.build.project import read_project
from briefs.build.templates import own_templates

#: Seconds of the processor that a verb with nothing to do may take in front of its first line.
IDLE = 0.5


def seconds(count, folder):
    """Give the processor's seconds for reading, checking and planning so many companies."""
    generate(folder, count)
    started = time.process_time()
    project = read_project(folder, own_templates())
    made = sum(1 for _ in plan(project, editions(project.library, project.wordings)))
    assert made >= 5 * count
    return time.process_time() - started


@pytest.mark.campaign("A project four times as large: reading, checking and planning stay linear")
def test_reading_checking_and_planning_stay_linear(tmp_path, campaign):
    large = size(24, full=1000)
    few, many = seconds(large // 4, tmp_path / "few"), seconds(large, tmp_path / "many")
    campaign.count(companies=large, milliseconds=round(1000 * many))
    assert many < 4 * few * 1.5


WEIGHING = Path(__file__).parent / "bench/weighing.py"

#: Editions that are rendered in turns.
FEW = ("axera.one-pager.en+zh-Hans", "axera.one-pager.zh-Hans", "ai-chips.deck.en")
EVERY = ("axera", "biren", "ai-chips")

#: Mebibytes that a worker may hold between two briefs: 250 MB.
MOST = 250e6 / (1 << 20)


@pytest.mark.campaign("A worker's memory stays flat, however much it renders")
def test_a_worker_takes_no_more_memory_the_more_it_renders(folder, campaign):
    """When it has rendered each edition twice, it has nearly all that it will ever have."""
    renders = size(7, full=1000)
    chosen = size(FEW, full=EVERY)
    command = [sys.executable, str(WEIGHING), str(folder.path), str(renders), *chosen]
    done = subprocess.run(command, capture_output=True, text=True, check=True)  # noqa: S603 - ours
    held, most = zip(*(map(float, line.split()) for line in done.stdout.splitlines()), strict=True)
    assert len(held) == renders
    early = 2 * size(3, full=15)
    assert max(held[early:]) < max(held[:early]) * 1.05
    assert most[-1] < most[early - 1] * 1.05
    assert max(held) < MOST
    campaign.count(
        renders=renders,
        MiB_early=round(held[early]),
        MiB_at_the_end=round(held[-1]),
        MiB_at_most=round(most[-1]),
    )


@pytest.mark.campaign("A build with nothing to do only looks at files")
def test_a_build_with_nothing_to_do_only_looks_at_files(tmp_path, campaign):
    count = size(4, full=1000)
    folder = generate(tmp_path / "project", count)
    time.sleep(0.1)  # files that were just written might still change
    seen = look(folder, now=time.time_ns())
    built(read_project(folder, own_templates()), seen=seen)
    script = (
        "import sys, time, json; from briefs.cli.verbs import briefs\n"
        f"briefs.main(['--project', {str(folder)!r}, '--json', 'build'], standalone_mode=False)\n"
        "json.dump([time.process_time(), sorted(sys.modules)], sys.stderr)"
    )
    done = subprocess.run(  # noqa: S603 - ours
        [sys.executable, "-c", script], capture_output=True, text=True, check=True
    )
    took, modules = json.loads(done.stderr)
    report = json.loads(done.stdout)
    assert len(report["editions"]) == 5 * count
    assert {row["state"] for row in report["editions"]} == {"fresh"}
    assert not {"weasyprint", "matplotlib", "jinja2", "pydantic", "yaml"} & set(modules)
    assert took < IDLE + 0.0006 * 5 * count
    campaign.count(editions=5 * count, milliseconds=round(1000 * took))
