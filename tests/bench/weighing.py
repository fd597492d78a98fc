"""Weighing: what a worker holds after each brief that it has rendered, and at most until then.

`python tests/bench/weighing.py PROJECT RENDERS ID…` prints both in MiB, a line for each render.
"""

from __future__ import annotations

import sys
from collections import deque
from dataclasses import replace
from functools import partial
from itertools import cycle, islice
from pathlib import Path

import psutil

from briefs.build import pool
from briefs.build.edition import choose
from briefs.build.editions import editions
from briefs.build.making import Work, setup_of
from briefs.build.planning import plan
from briefs.build.project import read_project
from briefs.build.templates import own_templates
from briefs.build.worker import job_of, limited, render
from briefs.cli.session import Session

MEBIBYTE = 1 << 20


def weighed(setup, job):
    """Render a brief, and give what the worker then holds in the place of the PDF's size."""
    row = render(setup, job)
    return replace(row, size=psutil.Process().memory_info().rss)


def weigh(project, chosen, faces, renders):
    """Render editions in turns in one worker; give what it holds after each and at most, in MiB."""
    setup = setup_of(project, Work(faces))
    jobs = [job_of(one, project.folder) for one in plan(project, chosen)]
    rows = pool.run(
        deque(islice(cycle(jobs), renders)),
        partial(limited, weighed, setup),
        pool.Workforce(1, pool.processes),
        killed=lambda job, _: f"{job.id} killed its worker",
    )
    for _, row in rows:
        assert not row.faults, row
        assert not row.bug, row
        yield row.size / MEBIBYTE, row.memory / MEBIBYTE


def main(folder, renders, *ids):
    faces, project = Session().faces(), read_project(Path(folder), own_templates())
    chosen = choose(editions(project.library, project.wordings), ids=ids)
    for held, most in weigh(project, chosen, faces, int(renders)):
        sys.stdout.write(f"{held:.1f} {most:.1f}\n")


if __name__ == "__main__":
    main(*sys.argv[1:])
