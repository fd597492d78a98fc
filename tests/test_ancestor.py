"""The process that workers are forked from starts before anything is read, and ends unneeded."""

from __future__ import annotations

import json
import subprocess
import sys

import pytest

#: Starts a program as its parent, which ends when that begins to import the charts.
BEREAVED = """
import subprocess, sys
subprocess.run([sys.executable, "-c", sys.argv[1]])
"""

ORPHAN = """
import os, signal, sys, time

class Bereaving:
    def find_spec(self, name, *_):
        if name == "briefs.charts":
            parent = os.getppid()
            os.kill(parent, signal.SIGKILL)
            while os.getppid() == parent:
                time.sleep(0.01)

sys.meta_path.insert(0, Bereaving())
import briefs.build.ancestor
print("ready")
"""

NEEDED = """
import gc, json, sys

started = []
sys.addaudithook(lambda event, args: started.append(event) if "Popen" in event else None)
import briefs.build.ancestor
ready = {"briefs.build.worker", "briefs.press", "briefs.proofs"} <= sys.modules.keys()
print(json.dumps([ready, gc.get_freeze_count() > 0, gc.isenabled(), started]))
"""

#: Runs `briefs`, and says how many processes it has started when it begins to import a module.
WATCHING = """
import sys
import psutil

class Watching:
    def find_spec(self, name, *_):
        if name == "briefs.build.making":
            sys.stderr.write(f"{len(psutil.Process().children())} started\\n")

sys.meta_path.insert(0, Watching())
from briefs.cli import main
main(sys.argv[1:])
"""


def run(code, *arguments):
    """Run Python code, and give what it and all that it started printed, on both streams."""
    command = [sys.executable, "-c", code, *map(str, arguments)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)  # noqa: S603 - ours
    return done.stdout, done.stderr


def test_workers_find_everything_imported_and_out_of_the_collectors_way():
    out, err = run(NEEDED)
    assert not err
    ready, frozen, collecting, started = json.loads(out)
    assert ready
    assert frozen
    assert collecting
    if sys.platform == "linux":
        assert not started, "a compiler is asked where libraries are"


def test_nobody_waits_for_an_ancestor_whose_build_has_ended():
    out, err = run(BEREAVED, ORPHAN)
    assert not out
    assert "Traceback" not in err


@pytest.mark.parametrize("place", [[], ["--executor", "dask://h:1", "--store", "file:///x"]])
def test_it_starts_before_the_build_imports_and_reads(folder, place):
    record = folder.path / "data/companies/axera.yaml"
    record.write_text("x: [", encoding="utf-8")
    _, err = run(WATCHING, "--project", folder.path, "build", *place)
    assert f"{0 if place else 2} started" in err  # it, and what tracks its resources
    assert "axera.yaml:2:1: error" in err


def test_a_worker_that_imports_the_script_imports_no_verbs():
    out, err = run("import sys, briefs.cli; print('click' in sys.modules)")
    assert (out, err) == ("False\n", "")
