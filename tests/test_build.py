"""A build makes each edition on its own, whole or not at all, and knows what it is made from."""

from __future__ import annotations

import ctypes
import errno
import multiprocessing
import os
import pickle
import signal
import time
from concurrent.futures import ProcessPoolExecutor, ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path

import pytest
from workshop import inky

from briefs.build.edition import UnknownNameError, choose
from briefs.build.editions import KINDS, compose, editions
from briefs.build.files import CannotWriteError, LockedError, SetupError, locked, put
from briefs.build.fingerprint import canonical
from briefs.build.limits import MEBIBYTE, Limits
from briefs.build.making import Work, build
from briefs.build.memory import Memory, recall
from briefs.build.overdue import overdue
from briefs.build.planning import plan
from briefs.build.pool import Processes, processes
from briefs.build.project import read_project
from briefs.build.templates import own_templates, templates_of
from briefs.build.worker import Parity, Row, compare_settings
from briefs.faults import Fault, Place, Severity

BAD = "biren.one-pager.zh-Hans"
GOOD = "axera.one-pager.en"


@pytest.fixture
def project(folder):
    return read_project(folder.path, own_templates())


def every(project):
    return editions(project.library, project.wordings)


def ids(chosen):
    return [edition.id for edition in chosen]


# --- which editions there are


def test_editions_follow_from_what_records_ask_for(project):
    found = every(project)
    assert ids(found)[:2] == ["axera.one-pager.en", "axera.one-pager.zh-Hans"]
    assert [edition.subject for edition in found] == [
        *["axera"] * 5,
        *["biren"] * 5,
        *["ai-chips"] * 5,
    ]
    assert str(found[1].path) == "output/axera/axera-one-pager-zh-Hans.pdf"
    assert str(found[13].path) == "output/ai-chips/ai-chips-deck-en+zh-Hans.pdf"


def test_every_edition_of_every_kind_composes_a_view_with_its_own_id(project):
    assert {edition.kind for edition in every(project)} == {kind.name for kind in KINDS}
    for edition in every(project):
        assert compose(project, edition).id == edition.id


def test_an_id_may_stop_at_any_dot(project):
    assert len(choose(every(project), ids=["axera"])) == 5
    assert ids(choose(every(project), ids=[BAD, GOOD])) == [GOOD, BAD]
    chosen = choose(every(project), ids=["axera", "ai-chips.deck"], languages=["en"])
    assert ids(chosen) == ["axera.one-pager.en", "ai-chips.deck.en"]
    assert len(choose(every(project), kinds=["deck"])) == 5


@pytest.mark.parametrize(
    ("asked", "near"),
    [
        ({"ids": ["axra"]}, "axera"),
        ({"languages": ["zh-hans"]}, "zh-Hans"),
        ({"kinds": ["decks"]}, "deck"),
    ],
)
def test_an_unknown_name_is_told_with_its_neighbours(project, asked, near):
    with pytest.raises(UnknownNameError) as caught:
        choose(every(project), **asked)
    assert near in caught.value.near


# --- what an edition is made from


def fingerprints(folder, templates=None):
    project = read_project(folder.path, templates or own_templates())
    return {item.edition.id: item for item in plan(project, every(project))}


def changed(before, after):
    return {name for name in before if before[name].fingerprint != after[name].fingerprint}


def test_a_figure_touches_the_briefs_that_show_it_and_no_others(folder):
    before = fingerprints(folder)
    folder.change("data/companies/biren.yaml", "value: 53.75亿", "value: 53.76亿")
    after = fingerprints(folder)
    stale = changed(before, after)
    assert stale == {name for name in before if not name.startswith("axera")}
    reasons = {
        key for key in after[BAD].inputs if after[BAD].inputs[key] != before[BAD].inputs[key]
    }
    assert reasons
    assert all(key.startswith("view/") for key in reasons)


def test_a_comment_that_moves_every_line_touches_nothing(folder):
    before = fingerprints(folder)
    path = folder.path / "data/companies/biren.yaml"
    path.write_text("# A word.\n" + path.read_text(encoding="utf-8"), encoding="utf-8")
    assert changed(before, fingerprints(folder)) == set()


def mixed(folder):
    return templates_of(folder.path, cache=folder.path / "cache")


def test_a_stylesheet_touches_the_briefs_that_wear_it(folder):
    before = fingerprints(folder)
    css = (own_templates() / "css/deck.css").read_text(encoding="utf-8")
    folder.add("templates/css/deck.css", css + "\n/* more */\n")
    stale = changed(before, fingerprints(folder, mixed(folder)))
    assert stale == {name for name in before if ".deck." in name}


def test_words_touch_the_briefs_that_say_them(folder):
    before = fingerprints(folder)
    wording = (own_templates() / "wording/zh-Hans.yaml").read_text(encoding="utf-8")
    folder.add("templates/wording/zh-Hans.yaml", wording.replace("risks: 风险因素", "risks: 风险"))
    stale = changed(before, fingerprints(folder, mixed(folder)))
    assert stale == {name for name in before if "zh-Hans" in name}


def test_every_sort_of_input_has_a_name(folder):
    names = {name.split("/")[0] for name in fingerprints(folder)[GOOD].inputs}
    assert names == {
        *("code", "enclosed", "face", "language", "library", "macro", "setting"),
        *("stylesheet", "template", "theme", "view", "wording"),
    }


def test_canonical_form_refuses_what_it_does_not_know():
    with pytest.raises(TypeError, match="set"):
        canonical({1, 2})


def test_a_projects_own_templates_come_before_ours_file_by_file(folder):
    ours = (own_templates() / "wording/en.yaml").read_bytes()
    folder.add("templates/themes/default.toml", "# mine\n")
    both = mixed(folder)
    assert (both / "themes/default.toml").read_text(encoding="utf-8") == "# mine\n"
    assert (both / "wording/en.yaml").read_bytes() == ours


def test_templates_are_a_copy_that_nobody_edits_and_that_heals(folder):
    before, own = mixed(folder), own_templates() / "themes/default.toml"
    (before / "themes/default.toml").write_text("# torn", encoding="utf-8")
    assert mixed(folder) == before
    assert (before / "themes/default.toml").read_bytes() == own.read_bytes()
    folder.add("templates/themes/default.toml", "# mine\n")
    assert mixed(folder) != before
    assert (before / "themes/default.toml").read_bytes() == own.read_bytes()


def test_a_folder_without_records_is_no_project(tmp_path):
    with pytest.raises(SetupError, match="no folder data/"):
        read_project(tmp_path, own_templates())


# --- making them


def stub(_setup, job):
    """Stand in for the press: a file with the edition's id in it."""
    put(job.path, job.id.encode())
    return Row(pages=1, size=len(job.id))


def faulty(setup, job):
    if job.id == BAD:
        return Row(faults=(Fault(Place(job.id), "does not fit", "shorten it", "fit"),))
    return stub(setup, job)


def deadly(setup, job):
    if job.id == BAD:
        os.kill(os.getpid(), signal.SIGKILL)
    return stub(setup, job)


def unwritable(_setup, job):
    raise CannotWriteError(str(job.path), "No space left on device")


def made(project, render, **more):
    work = Work(Path(), workers=2, **({"opening": ThreadPoolExecutor} | more), render=render)
    return build(project, every(project), work)


def test_results_stand_in_the_order_of_the_editions(project):
    seen = []
    work = Work(Path(), workers=2, opening=ThreadPoolExecutor, render=stub)
    results = build(project, every(project), work, watch=seen.append)
    assert [result.edition for result in results] == list(every(project))
    assert set(seen) == set(results)
    assert (project.folder / results[0].edition.path).read_text(encoding="utf-8") == GOOD


def test_the_longest_work_is_begun_first(project):
    """Decks before one-pagers, and of each those in two languages: no worker ends alone."""
    begun = []

    def noting(setup, job):
        begun.append(job)
        return stub(setup, job)

    build(project, every(project), Work(Path(), 1, opening=ThreadPoolExecutor, render=noting))
    kinds = [job.edition.kind for job in begun]
    assert kinds == sorted(kinds)
    assert all(job.edition.setting.is_bilingual for job in begun[:2])
    assert not any(job.edition.setting.is_bilingual for job in begun[2:5])


def telling(pdfs):
    """Find the process that compares, in the place of what differs."""
    return tuple(
        Fault(Place(name), f"by {os.getpid()}", "", "x", Severity.WARNING) for name in pdfs
    )


def settings_of_axera(project, compare, **more):
    """Build the settings of one brief by one worker, and give what came of them."""
    work = Work(Path(), 1, **({"opening": spawned, "render": inky} | more), compare=compare)
    return build(project, choose(every(project), ids=["axera"]), work)


def test_settings_are_compared_by_a_worker(project):
    results = settings_of_axera(project, telling)
    (words,) = {warning.message for one in results for warning in one.row.warnings}
    assert words != f"by {os.getpid()}"
    assert all(one.is_built for one in results)


def test_settings_are_compared_before_other_briefs_are_rendered(project):
    begun = []

    def noting(setup, job):
        begun.append(job.id)
        return inky(setup, job)

    def looking(pdfs):
        begun.append(tuple(pdfs))
        return ()

    build(project, every(project), Work(Path(), 1, ThreadPoolExecutor, noting, looking))
    at = [index for index, one in enumerate(begun) if isinstance(one, tuple)]
    assert len(at) == 3
    # Between the last setting of a brief and their comparison are those jobs that were handed out.
    assert at[0] <= 5 + 2


def broken(_pdfs):
    raise ValueError("no such thing")


def absent(_pdfs):
    os.kill(os.getpid(), signal.SIGKILL)


@pytest.mark.parametrize("compare", [broken, absent])
def test_settings_that_cannot_be_compared_are_not_published(project, compare):
    results = settings_of_axera(project, compare)
    assert [result.has_failed for result in results] == [True] * 5
    assert not any((project.folder / edition.path).exists() for edition in every(project))


def test_a_pdf_that_is_gone_before_it_is_compared_is_said(tmp_path):
    row = compare_settings(telling, Parity("axera.one-pager", {GOOD: tmp_path / "gone.pdf"}))
    (fault,) = row.faults
    assert str(fault).startswith("axera.one-pager: ")
    assert fault.message == "a finished PDF cannot be read again: No such file or directory"


def test_a_failed_edition_leaves_the_others_and_its_own_last_good_file(project):
    assert all(result.is_built for result in made(project, stub))
    for edition in every(project):
        (project.folder / edition.path).write_text("before", encoding="utf-8")
    results = {result.edition.id: result for result in made(project, faulty)}
    assert [name for name, result in results.items() if not result.is_built] == [BAD]
    words = {
        edition.id: (project.folder / edition.path).read_text(encoding="utf-8")
        for edition in every(project)
    }
    assert words == {name: "before" if name == BAD else name for name in results}


def test_the_pipe_to_a_worker_carries_no_more_than_a_name(monkeypatch):
    sizes, plain = [], ProcessPoolExecutor.submit

    def submit(pool, *call):
        sizes.append(len(pickle.dumps(call)))
        return plain(pool, *call)

    monkeypatch.setattr(ProcessPoolExecutor, "submit", submit)
    with processes(1) as pool:
        assert pool.submit(len, bytes(200_000)).result() == 200_000
    (size,) = sizes
    assert size < 1000


def test_a_killed_worker_costs_one_edition(project):
    results = made(project, deadly, opening=spawned)
    failed = [result for result in results if not result.is_built]
    assert ids(result.edition for result in failed) == [BAD]
    assert "died" in failed[0].row.faults[0].message
    assert sum((project.folder / edition.path).exists() for edition in every(project)) == 14


# --- limits: what takes too long or too much costs itself alone


def deaf(setup, job):
    """Stay in a library of C that never comes back to Python."""
    if job.id == BAD:
        ctypes.PyDLL(None).sleep(60)
    return stub(setup, job)


def sleepy(setup, job):
    if job.id == BAD:
        time.sleep(60)
    return stub(setup, job)


def greedy(setup, job):
    if job.id == BAD:
        return Row(size=len(bytearray(2 << 30)))
    return stub(setup, job)


@pytest.mark.parametrize(
    ("render", "words"),
    [
        (sleepy, "took longer than a render may (0.5 s)"),
        (deaf, "took longer than a render may (0.5 s)"),
        (greedy, "more memory than a render may (1,024 MiB)"),
    ],
)
def test_a_render_beyond_its_limits_costs_one_edition(project, render, words):
    limits = Limits(0.5, 1024 * MEBIBYTE)
    results = made(project, render, opening=spawned, limits=limits)
    failed = [result for result in results if result.has_failed]
    assert ids(result.edition for result in failed) == [BAD]
    assert words in failed[0].row.faults[0].message
    assert sum((project.folder / edition.path).exists() for edition in every(project)) == 14


def spawned(count):
    # Spawned, not forked from a server with the press in it: the stub needs none of that.
    return Processes(count, multiprocessing.get_context("spawn"))


def test_a_full_disk_stops_the_build_and_leaves_no_scraps(project):
    part = project.folder / "output/axera/.old.pdf.part"
    part.parent.mkdir(parents=True)
    part.write_bytes(b"of a killed build")
    with pytest.raises(CannotWriteError, match="No space left"):
        made(project, unwritable)
    assert not part.exists()


# --- files


def test_a_file_is_replaced_whole_or_stays(tmp_path, monkeypatch):
    path = tmp_path / "a/b.pdf"
    put(path, b"old")
    written = []

    def full(_handle, data):
        if written:
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
        written.append(bytes(data[:10]))
        return 10

    with monkeypatch.context() as patch:
        patch.setattr(os, "write", full)
        with pytest.raises(CannotWriteError, match="No space left on device"):
            put(path, b"x" * 100)
    assert path.read_bytes() == b"old"
    assert list(path.parent.iterdir()) == [path]
    put(path, b"new")
    assert path.read_bytes() == b"new"


def test_a_folder_that_is_a_file_cannot_be_written(tmp_path):
    (tmp_path / "output").write_text("", encoding="utf-8")
    with pytest.raises(CannotWriteError, match="output"), locked(tmp_path / "output"):
        pass


def test_a_file_is_never_written_through_a_link(tmp_path):
    other = tmp_path / "other"
    other.write_bytes(b"somebody else's")
    for name in (".b.pdf.part", "b.pdf"):
        (tmp_path / name).symlink_to(other)
    put(tmp_path / "b.pdf", b"ours")
    assert other.read_bytes() == b"somebody else's"
    assert not (tmp_path / "b.pdf").is_symlink()


@pytest.mark.parametrize("link", ["output", "output/axera", "output/.lock", "output/a/b.pdf"])
def test_an_output_folder_that_lies_elsewhere_in_part_is_refused(tmp_path, link):
    (tmp_path / link).parent.mkdir(parents=True, exist_ok=True)
    (tmp_path / "elsewhere").mkdir()
    (tmp_path / link).symlink_to(tmp_path / "elsewhere")
    with pytest.raises(CannotWriteError, match="symbolic link"), locked(tmp_path / "output"):
        pass
    assert not list((tmp_path / "elsewhere").iterdir())


def test_what_is_remembered_is_a_file_and_nothing_that_never_ends(tmp_path):
    (tmp_path / "output").mkdir()
    os.mkfifo(tmp_path / "output/.memory.json")
    assert recall(tmp_path) == Memory()


@contextmanager
def another_build(output):
    """Hold the lock of a folder in another process."""
    context = multiprocessing.get_context("spawn")
    ready = context.Event()
    process = context.Process(target=_hold, args=(output, ready), daemon=True)
    process.start()
    assert ready.wait(60)
    yield process
    process.kill()
    process.join()


def _hold(output, ready):
    with locked(output):
        ready.set()
        time.sleep(60)


def test_one_build_at_a_time_and_the_lock_dies_with_its_holder(tmp_path):
    with another_build(tmp_path) as process:
        with pytest.raises(LockedError, match=f"process {process.pid} on"), locked(tmp_path):
            pass
        process.kill()
        process.join()
        with locked(tmp_path):
            pass


# --- records that time has overtaken


def test_a_key_date_that_has_passed_since_the_record_is_a_warning(project):
    day = project.library.companies["axera"].timetable.listing.day
    assert list(overdue(project.library, day)) == []
    late = list(overdue(project.library, day.replace(day=day.day + 1)))
    assert [fault.place for fault in late] == [
        project.library.place("axera", ("timetable", "listing", "date"))
    ]
    assert late[0].message == (
        "listing was due on 2026-02-10 and 2026-02-11 is later, "
        "while the record stands at 2026-01-30 (offer open)"
    )
