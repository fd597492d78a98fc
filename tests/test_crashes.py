"""Whatever ends a build, every file is whole, and the next build makes good what was not done."""

from __future__ import annotations

import os
import random
import shutil
import subprocess
import sys
import time
from pathlib import Path

import pytest
from campaigns import size
from workshop import contents, scraps

ROOT = Path(__file__).parent.parent
WORKSHOP = [sys.executable, str(ROOT / "tests/workshop.py")]
AXERA = "data/companies/axera.yaml"
VERSIONS = ("en: Semiconductors", "en: Chips")


def run(*command, **more):
    return subprocess.run(command, capture_output=True, text=True, check=False, **more)  # noqa: S603 - ours


def versions(folder):
    """Give what is built of two versions of a record, and a function that changes to one."""
    text = (folder.path / AXERA).read_text(encoding="utf-8")
    (folder.path / "data/comparisons/ai-chips.yaml").unlink()

    def change(number):
        changed = text.replace(VERSIONS[0], VERSIONS[number], 1)
        (folder.path / AXERA).write_text(changed, encoding="utf-8")

    found = []
    for number in (0, 1):
        change(number)
        assert run(*WORKSHOP, str(folder.path)).returncode == 0
        found.append(contents(folder.path / "output"))
    return found, change


@pytest.mark.campaign("Builds ended by SIGKILL at random: every file whole, the end as undisturbed")
def test_a_killed_build_tears_nothing_and_the_next_one_finishes(folder, campaign):
    output = folder.path / "output"
    (first, second), change = versions(folder)
    allowed = {name: (first[name], second[name]) for name in first}
    dice = random.Random(3)  # noqa: S311 - any times will do
    kills = interrupted = 0
    longest = 2.0
    while kills < size(6, full=500):
        change(kills % 2)
        started = time.monotonic()
        process = subprocess.Popen([*WORKSHOP, str(folder.path)], stderr=subprocess.DEVNULL)  # noqa: S603 - ours
        try:
            process.wait(dice.uniform(0.4, 1.0) * longest)
            longest = (longest + time.monotonic() - started) / 2
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
            interrupted += bool(scraps(output)) or contents(output) not in (first, second)
            kills += 1
        torn = [name for name, data in contents(output).items() if data not in allowed[name]]
        assert not torn
    change(0)
    assert run(*WORKSHOP, str(folder.path)).returncode == 0
    assert contents(output) == first
    assert not scraps(output)
    campaign.count(kills=kills, builds_that_had_begun_to_write=interrupted)


def namespaced():
    """Give what lets a command mount a disk of its own, where this system allows that."""
    prefix = ["unshare", "--map-root-user", "--mount"]
    if not shutil.which("unshare"):
        return None
    tried = run(*prefix, "mount", "-t", "tmpfs", "-o", "size=64k", "tmpfs", "/mnt")
    return prefix if tried.returncode == 0 else None


@pytest.mark.campaign("A disk that fills up, at every 64 KiB: no old file damaged, no scraps")
def test_a_full_disk_damages_no_old_file_at_whatever_byte_it_is_full(folder, campaign):
    (old, new), change = versions(folder)
    for name, files in (("old", old), ("new", new)):
        for file, data in files.items():
            (folder.path / name / file).parent.mkdir(parents=True, exist_ok=True)
            (folder.path / name / file).write_bytes(data)
    change(1)
    prefix = namespaced()
    # A file is full before a disk is.
    step = size(128, full=64) * 1024 // (1 if prefix else 4)
    if prefix:
        script = 'mount -t tmpfs -o size=12m tmpfs "$0/output" && exec "$@"'
        command = [*prefix, "sh", "-c", script, str(folder.path), *WORKSHOP]
    else:
        command = [*WORKSHOP]
    done = run(*command, str(folder.path), "full-disk" if prefix else "small-files", str(step))
    assert done.returncode == 0, done.stderr
    assert int(done.stdout) > 1
    campaign.count(refused_builds=int(done.stdout), bytes_a_step=step)


@pytest.mark.parametrize("closed", ["output", "output/axera"])
def test_a_folder_that_may_not_be_written_is_named_once_and_the_next_build_heals(folder, closed):
    closed = folder.path / closed
    closed.mkdir(parents=True)
    edition = "axera.one-pager.en"
    build = [sys.executable, "-m", "briefs", "--project", str(folder.path), "build", edition]
    closed.chmod(0o555)
    # Without its capabilities, root is held by the bits as everybody is.
    bound = ["setpriv", "--bounding-set=-all"] if os.geteuid() == 0 else []
    done = run(*bound, *build)
    assert done.returncode == 73, done.stderr
    (line,) = [line for line in done.stderr.splitlines() if "cannot write" in line]
    assert line.startswith(f"briefs: cannot write {closed}/")
    assert "Permission denied; what was there before is untouched" in line
    assert "Traceback" not in done.stderr
    assert not scraps(folder.path / "output")
    closed.chmod(0o755)
    assert run(*build).returncode == 0
    assert (folder.path / "output/axera/axera-one-pager-en.pdf").exists()


# --- the same bytes, whatever is around

VARIATIONS = {
    "hash seed": {"PYTHONHASHSEED": "4711"},
    "time zone": {"TZ": "Pacific/Kiritimati"},
    "locale": {"LC_ALL": "tr_TR.UTF-8", "LANG": "zh_HK.UTF-8"},
    "user": {"USER": "nobody", "LOGNAME": "nobody", "HOME": "/nonexistent"},
    "umask": {"umask": 0o077},
    "build path": {"path": "elsewhere/under another name"},
    "working folder": {"cwd": "/"},
    "order of files": {"reversed": True},
    "one core": {"jobs": "1", "cores": {0}},
    "cold cache": {"cold": True},
    "optimised": {"PYTHONOPTIMIZE": "1"},
    "source date": {"SOURCE_DATE_EPOCH": "86400"},
}


def varied(tmp_path, variation, editions):
    """Build editions under a variation of what is around, and give what is built."""
    more = dict(variation)
    project = tmp_path / more.pop("path", "project")
    copied(project, backwards=more.pop("reversed", False))
    umask, cwd = more.pop("umask", -1), more.pop("cwd", None)
    jobs, cores = more.pop("jobs", "2"), more.pop("cores", None)
    if more.pop("cold", False):
        more["BRIEFS_CACHE"] = str(cooled(tmp_path / "cache"))
    command = [sys.executable, "-m", "briefs", "--project", str(project), "build", "--jobs", jobs]
    done = run(
        *command,
        *editions,
        env=os.environ | {"BRIEFS_CACHE": str(cache())} | more,
        umask=umask,
        cwd=cwd,
        preexec_fn=(lambda: os.sched_setaffinity(0, cores)) if cores else None,
    )
    assert done.returncode == 0, done.stderr
    return contents(project / "output")


def copied(project, *, backwards):
    for path in sorted((ROOT / "data").rglob("*.yaml"), reverse=backwards):
        copy = project / path.relative_to(ROOT)
        copy.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(path, copy)


def cache():
    from briefs.faces import cache_directory  # noqa: PLC0415 - reads the environment as it is now

    return cache_directory(os.environ)


def cooled(folder):
    """Make a cache that holds the faces and nothing else."""
    folder.mkdir()
    (folder / "faces").symlink_to(cache() / "faces")
    return folder


ALL_AT_ONCE = {name: value for one in VARIATIONS.values() for name, value in one.items()}


@pytest.mark.campaign("Variations of what is around a build: the same bytes of every edition")
@pytest.mark.parametrize("name", size(("all at once",), full=(*VARIATIONS, "all at once")))
def test_a_build_gives_the_same_bytes_whatever_is_around_it(output, tmp_path, campaign, name):
    editions = size(("axera.one-pager.zh-Hans",), full=())
    found = varied(tmp_path, VARIATIONS.get(name, ALL_AT_ONCE), editions)
    pdfs = {path: data for path, data in found.items() if "/" in path}
    assert pdfs
    for path, data in pdfs.items():
        assert data == (output.folder / "output" / path).read_bytes(), path
    campaign.count(editions_compared=len(pdfs) // 2, variations=1)
