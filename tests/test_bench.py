"""The bench runs: all its tables appear, though what they say on a busy machine means nothing."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

BENCH = Path(__file__).parent / "bench"

TABLES = (
    "our press alone",
    "ours, everything included",
    "WeasyPrint used plainly",
    "Typst from scratch",
    "The checks over all our records",
    "Where the time goes",
    "Two workers build every edition",
    "A worker's memory",
    "from nothing:",
)


def test_the_bench_gives_every_table(tmp_path):
    """Chromium is left out, which no target but `make bench` asks for."""
    page = tmp_path / "performance.md"
    page.write_text("Before.\n<!-- bench -->\nold\n<!-- /bench -->\nAfter.\n", encoding="utf-8")
    command = [sys.executable, str(BENCH / "pages.py"), "axera.one-pager.en", "--no-browser"]
    command += ["--rounds", "1", "--renders", "2", "--write", str(page)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)  # noqa: S603 - ours
    assert done.returncode == 0, done.stderr
    written = page.read_text(encoding="utf-8")
    assert [name for name in TABLES if name not in written] == []
    assert written.startswith("Before.")
    assert written.endswith("After.\n")
    assert "old" not in written
