"""All checks over a thousand companies, side by side with rendering one brief, in one run.

Times are of this process's processor, taken in turns, so that a busy machine slows both alike.
Shown are medians with their spread, and ratios, which are what may be compared between machines.
"""

from __future__ import annotations

import os
import sys
import time
from dataclasses import replace
from pathlib import Path
from statistics import median

from companies import drawn, library_of

from briefs.build.editions import compose, editions
from briefs.build.project import read_project
from briefs.build.templates import own_templates
from briefs.checks import question
from briefs.faces import cache_directory, faces_directory, write_fontconfig
from briefs.pages import Designer

ROOT = Path(__file__).parent.parent.parent

COMPANIES = 1000
ROUNDS = 5


def press_of(project):
    """Open a press, once fontconfig knows of the faces."""
    faces = faces_directory(cache_directory(os.environ))
    os.environ["FONTCONFIG_FILE"] = str(write_fontconfig(faces))
    from briefs.press import Press  # noqa: PLC0415 - reads the line above when it is imported

    return Press(faces, project.theme, project.wordings)


def unread(library):
    """Give a library without what it and its books keep once it was worked out."""
    return replace(library, books={name: replace(one) for name, one in library.books.items()})


def seconds(work):
    """Time some work on the processor."""
    start = time.process_time()
    work()
    return time.process_time() - start


def main():
    """Measure in turns, and print the table."""
    library = library_of(*(drawn(seed) for seed in range(COMPANIES)))
    project = read_project(ROOT, own_templates())
    designer = Designer([project.templates], project.theme, project.wordings)
    press = press_of(project)
    edition = editions(project.library, project.wordings)[0]
    findings = len(question(library).findings)

    def render():
        press.print(designer.page(compose(project, edition), "0" * 64))

    works = {
        f"checks over {COMPANIES:,} companies": lambda: question(unread(library)),
        "checks over our own records": lambda: question(unread(project.library)),
        f"rendering {edition.id}": render,
    }
    for work in works.values():
        work()
    taken = {name: [] for name in works}
    for _ in range(ROUNDS):
        for name, work in works.items():
            taken[name].append(seconds(work))
    brief = median(taken[f"rendering {edition.id}"])
    out = sys.stdout
    out.write(f"{'':40}{'median':>12}{'spread':>22}{'of one brief':>15}\n")
    for name, times in taken.items():
        spread = f"{min(times) * 1000:,.1f} to {max(times) * 1000:,.1f} ms"
        ratio = median(times) / brief
        out.write(f"{name:40}{median(times) * 1000:9,.1f} ms{spread:>22}{ratio:>14.3f}×\n")
    checks = median(taken[f"checks over {COMPANIES:,} companies"])
    each = checks / COMPANIES
    out.write(f"{'  for one company':40}{each * 1000:9,.2f} ms{'':22}{each / brief:>14.5f}×\n")
    out.write(f"{findings:,} findings, {checks / findings * 1e6:.1f} µs for one\n")


if __name__ == "__main__":
    main()
