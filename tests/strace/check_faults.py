"""A real build under strace: calls that fail are said, and cost no file that stood before."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys

import pytest
from hostile import RECORD, Way
from workshop import contents, scraps

BUILD = ("build", "ant.one-pager.en", "--jobs", "1", "--force")
REVENUE = ("FY2024: 473 million", "FY2024: 474 million")

#: What fails, where, and how the run may end: it did without, one brief failed, or it said why not.
DONE, LOST, DATA, UNWRITTEN, UNSET = 0, 1, 65, 73, 78

CASES = {
    "a record that cannot be read": ("read:error=EIO", RECORD, (DATA,)),
    "sources that cannot be opened": ("openat:error=EACCES", "data/sources.yaml", (DATA,)),
    "a disk that loses what is flushed": ("fsync:error=EIO", "", (UNWRITTEN,)),
    "a second flush that fails": ("fsync:error=EIO:when=2", "", (UNWRITTEN,)),
    "the last flushes": ("fsync:error=EIO:when=5+", "", (DONE, UNWRITTEN)),
    "a disk that is full": ("write:error=ENOSPC", "PART", (UNWRITTEN,)),
    "a quota that is used up": ("write:error=EDQUOT", "PART", (UNWRITTEN,)),
    "a name that cannot be given": ("rename,renameat,renameat2:error=EACCES", "PART", (UNWRITTEN,)),
    "a folder that may only be read": ("openat:error=EROFS", "PART", (UNWRITTEN,)),
    "a lock that cannot be had": ("flock:error=ENOLCK", "", (UNWRITTEN,)),
    "a call that is interrupted": ("fsync:error=EINTR:when=1", "", (DONE, UNWRITTEN)),
}


def run(folder, *before):
    command = [*before, sys.executable, "-m", "briefs", "--project", str(folder), *BUILD]
    return subprocess.run(command, capture_output=True, text=True, check=False)  # noqa: S603 - ours


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    """Give a project that was built, and whose record then changed; `after` is built of that."""
    folder = Way(tmp_path_factory.mktemp("faults") / "project").folder
    assert run(folder).returncode == 0
    record = folder / RECORD
    record.write_text(record.read_text(encoding="utf-8").replace(*REVENUE), encoding="utf-8")
    after = folder.with_name("after")
    shutil.copytree(folder / "data", after / "data")
    assert run(after).returncode == 0
    return folder


@pytest.mark.parametrize("case", CASES)
def test_a_call_that_fails_is_said_and_costs_nothing_old(folder, case):
    fault, file, ends = CASES[case]
    old, new = contents(folder / "output"), contents(folder.with_name("after") / "output")
    (name,) = [name for name in old if name.endswith(".pdf")]
    pdf = folder / "output" / name
    # A file is written under a name of its own before it takes that under which it waits.
    part = pdf.with_name(f"..{pdf.name}.staged.part.part")
    only = ["-P", str(part if file == "PART" else folder / file)] if file else []
    strace = ["strace", "-f", "-qq", "-o", "/dev/null", *only]
    done = run(folder, *strace, "-e", f"trace={fault.partition(':')[0]}", "-e", f"inject={fault}")
    assert done.returncode in ends, done.stderr
    assert "Traceback" not in done.stderr
    assert re.search("error|cannot", done.stderr) or done.returncode == DONE
    found = contents(folder / "output")
    assert found.keys() == old.keys()
    assert all(data in (old[name], new[name]) for name, data in found.items())
    assert not scraps(folder / "output")


def test_then_a_build_makes_good(folder):
    assert run(folder).returncode == 0
    assert contents(folder / "output") == contents(folder.with_name("after") / "output")
