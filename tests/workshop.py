"""A build without the press: its editions are bytes that depend on all their inputs.

`python tests/workshop.py PROJECT` builds every edition of a project, as `briefs build` would, and
`python tests/workshop.py PROJECT full-disk STEP` tries with every so many bytes of room.
"""

from __future__ import annotations

import random
import resource
import shutil
import signal
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from briefs.build.edition import OUTPUT
from briefs.build.editions import editions
from briefs.build.files import CannotWriteError, put, staged
from briefs.build.making import Work, build
from briefs.build.manifest import Proved, about_pdf, contents_of, manifest_of
from briefs.build.project import read_project
from briefs.build.templates import own_templates
from briefs.build.worker import Row

#: As large as a one-pager is.
BYTES = 100_000


def inky(_setup, job):
    """Stand in for the press: bytes that follow from all inputs, and a manifest beside them."""
    pdf = b"%PDF " + random.Random(job.fingerprint).randbytes(BYTES)  # noqa: S311 - no secret
    put(staged(job.path), pdf)
    contents = contents_of(
        job.edition, job.view, job.inputs, fingerprint=job.fingerprint, printed=()
    )
    manifest = manifest_of(contents, about_pdf(pdf, 1), proofs=Proved(), keys=job.keys)
    put(staged(job.path.with_suffix(".json")), manifest)
    return Row(pages=1, size=len(pdf))


def alike(_pdfs):
    """Find nothing in which settings differ."""
    return ()


class Threads(ThreadPoolExecutor):
    """Threads that nobody can kill, and that are therefore waited for."""

    def shutdown(self, *, cancel_futures=False, **_):
        """Let what was begun end, and begin nothing more."""
        super().shutdown(wait=True, cancel_futures=cancel_futures)


WORK = Work(Path(), workers=2, opening=Threads, render=inky, compare=alike)


def until(process, happened, patience=120):
    """Wait until something has happened of what a process does, and give it."""
    over = time.monotonic() + patience
    while not (found := happened()):
        assert process.poll() is None, f"it ended before: {process.communicate()}"
        assert time.monotonic() < over, f"it did not happen in {patience} s"
        time.sleep(0.01)
    return found


def built(project, **more):
    """Build every edition of a project that is not fresh."""
    return build(project, editions(project.library, project.wordings), WORK, **more)


def contents(output):
    """Give what is built in an output folder, by name: no memory, no timings, nothing hidden."""
    return {
        str(path.relative_to(output)): path.read_bytes()
        for path in sorted(output.rglob("*"))
        if path.is_file() and not path.name.startswith((".", "timings", "trace"))
    }


def scraps(output):
    """Give what a build should have taken away."""
    return [path.name for path in output.rglob("*.part")]


def fill(output, old, room):
    """Make an output folder hold the old files, and so many bytes of room beside them."""
    for path in output.iterdir():
        shutil.rmtree(path) if path.is_dir() else path.unlink()
    for name, data in old.items():
        put(output / name, data)
    left = shutil.disk_usage(output).free - room
    (output / "filler").write_bytes(bytes(max(0, left)))


def shrink(output, old, room):
    """Make an output folder hold the old files, and let no file grow beyond so many bytes.

    It stands in for a full disk where nobody may mount one.
    """
    resource.setrlimit(resource.RLIMIT_FSIZE, (resource.RLIM_INFINITY,) * 2)
    signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    shutil.rmtree(output)
    for name, data in old.items():
        put(output / name, data)
    (output / "filler").touch()
    resource.setrlimit(resource.RLIMIT_FSIZE, (room, resource.RLIM_INFINITY))


def full_disk(folder, step, narrow):
    """Build again with more and more room, until there is enough: nothing old may be damaged."""
    output = folder / OUTPUT
    old = contents(folder / "old")
    project = read_project(folder, own_templates())
    room, refused, said = 0, 0, ""
    while True:
        narrow(output, old, room)
        try:
            built(project)
            complete = True
        except CannotWriteError as error:
            complete, refused = False, refused + 1
            said = error.reason
        (output / "filler").unlink()
        assert not scraps(output)
        now, new = contents(output), contents(folder / "new")
        torn = [name for name, data in now.items() if data not in (old.get(name), new.get(name))]
        lost = old.keys() - now.keys()
        # The index is written last: it tells of the old until all of the new is there.
        assert not torn, torn
        assert not lost, lost
        assert complete or said in ("No space left on device", "File too large"), said
        if complete:
            assert now == new
            sys.stdout.write(f"{refused}\n")
            return
        room += step


def main():
    """Do what the command line asks."""
    folder, *more = sys.argv[1:]
    match more:
        case ["full-disk", step]:
            full_disk(Path(folder), int(step), fill)
        case ["small-files", step]:
            full_disk(Path(folder), int(step), shrink)
        case _:
            built(read_project(Path(folder), own_templates()))


if __name__ == "__main__":
    main()
