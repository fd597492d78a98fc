"""Workers of a Dask cluster give the bytes that this machine would, whatever befalls them."""

from __future__ import annotations

import json
import os
import shlex
import signal
import socket
import subprocess
import sys
import time
from collections import deque
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, suppress
from functools import partial
from pathlib import Path

import psutil
import pytest
from campaigns import size
from generate import generate
from test_how_to import steps
from workshop import contents, until

from briefs.build import cluster, hand, orders, pool
from briefs.build.bundle import pack, unpack
from briefs.build.editions import editions
from briefs.build.files import SetupError
from briefs.build.limits import USUAL
from briefs.build.orders import Order, answer_to, read_answer
from briefs.build.planning import plan
from briefs.build.project import Dress, read_project
from briefs.build.store import Store
from briefs.build.templates import own_templates

BIN = Path(sys.executable).parent
PAGE = "build-on-a-cluster.md"


@contextmanager
def running(command, **environment):
    """Run a program of Dask until the test ends, with all that it started."""
    command = [str(BIN / "dask"), *command[1:]]
    environment = os.environ | {"DASK_DISTRIBUTED__LOGGING__DISTRIBUTED": "error"} | environment
    process = subprocess.Popen(command, env=environment, stderr=subprocess.DEVNULL)  # noqa: S603 - ours
    try:
        yield process
    finally:
        kill(process)
        process.wait()


@contextmanager
def dask(**environment):
    """Start a scheduler and two workers as the how-to page says; give the address and both."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    scheduler, worker = (
        shlex.split(_here(command, port)) for command in steps(PAGE) if command.startswith("dask")
    )
    with (
        running(scheduler, **environment) as leading,
        running(worker, **environment) as workers,
    ):
        yield f"dask://127.0.0.1:{port}", workers, leading


def _here(command, port, store=""):
    command = command.replace("scheduler.example:8786", f"127.0.0.1:{port}")
    return command.replace("--port 8786", f"--port {port}").replace("/mnt/shared/briefs", store)


def rendering(workers):
    """Give the worker processes, beside each of which a hand is at work."""
    try:
        every = psutil.Process(workers.pid).children(recursive=True)
        return [one.parent() for one in every if one.cmdline()[-1:] == ["work"]]
    except psutil.NoSuchProcess:  # which ended while we looked
        return []


#: Runs `briefs`, which waits so many seconds for workers of a cluster.
IMPATIENT = """
import sys
from briefs.build import cluster
cluster.PATIENCE = int(sys.argv.pop(1))
from briefs.cli import main
main()
"""


def start(folder, *more, patience=cluster.PATIENCE):
    briefs = [sys.executable, "-c", IMPATIENT, str(patience)]
    command = [*briefs, "--project", str(folder), "--json", "build", *more]
    return subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)  # noqa: S603 - ours


def stands(folder, *words):
    """Give how the editions of the companies that were built stand, by id."""
    command = [sys.executable, "-m", "briefs", "--project", str(folder), "--json", *words]
    done = subprocess.run(command, capture_output=True, text=True, check=True)  # noqa: S603 - ours
    rows = json.loads(done.stdout)["editions"]
    return {row["id"]: row["state"] for row in rows if row["state"] != "missing"}


def harried(process, workers, kills):
    """Kill a worker every few seconds while a build runs, and give how many were killed."""
    killed = 0
    while process.poll() is None and killed < kills:
        time.sleep(0.5)
        found = rendering(workers)
        time.sleep(size(1, full=5) if found else 0)
        with suppress(psutil.NoSuchProcess):  # which ended meanwhile
            for one in found[:1]:
                one.kill()
                killed += 1
    return killed


@pytest.mark.campaign(
    "A Dask cluster whose workers are killed: none lost, none doubled, same bytes"
)
def test_a_cluster_whose_workers_are_killed_builds_what_one_machine_does(
    output, folder, tmp_path, campaign
):
    """Follow the how-to page, and kill workers meanwhile."""
    companies = size(0, full=40)
    project, here = folder.path, output.folder
    if companies:
        project, here = (generate(tmp_path / name, companies) for name in ("there", "here"))
        start(here).communicate()
    build, list_ = (command for command in steps(PAGE) if command.startswith("briefs"))
    with dask() as (address, workers, _), ThreadPoolExecutor() as beside:
        words = shlex.split(_here(build, address.rpartition(":")[2], str(tmp_path / "store")))[2:]
        process = start(project, *words, *size(("axera",), full=()))
        killing = beside.submit(harried, process, workers, size(2, full=30))
        out, err = process.communicate()
        killed = killing.result()
    assert process.returncode == 0, err
    rows = json.loads(out)["editions"]
    assert {row["state"] for row in rows} == {"built"}
    built, wanted = contents(project / "output"), contents(here / "output")
    pdfs = {name for name in built if name.endswith(".pdf")}
    assert len(pdfs) == len(rows) == len({row["id"] for row in rows}) == (companies * 5 or 5)
    for name in built.keys() - {"manifest.json", "SHA256SUMS"}:
        assert built[name] == wanted[name], name
    assert not list((tmp_path / "store/rendered").iterdir())
    assert killed
    assert stands(project, *shlex.split(list_)[1:]) == {row["id"]: "fresh" for row in rows}
    campaign.count(editions=len(rows), workers_killed=killed)


# --- a cluster that is lost


def test_a_build_that_no_worker_is_left_for_ends_and_names_what_is_not_built(folder, tmp_path):
    """What was rendered is kept. The next build makes the rest, and says so when Dask is lost."""
    with dask() as (address, workers, scheduler):
        options = ("axera", "--executor", address, "--store", f"file://{tmp_path}/store")
        process = start(folder.path, *options, patience=3)
        until(process, partial(staged, folder.path))
        kill(workers)
        out, err = process.communicate()
        assert process.returncode == 1, err
        rows = json.loads(out)["editions"]
        assert {row["state"] for row in rows} == {"built", "failed"}
        for row in rows:
            if row["state"] == "failed":
                (fault,) = row["faults"]
                assert fault["file"] == row["id"]
                assert fault["message"] == "the Dask cluster has had no worker for 3 s"
        with running(workers.args) as others:
            process = start(folder.path, *options)
            until(process, partial(rendering, others))
            kill(scheduler)
            _, err = process.communicate()
        assert process.returncode == 78
        assert err == "briefs: the Dask scheduler was lost; start it, and build again\n"
    assert set(stands(folder.path, "list", "axera").values()) <= {"fresh", "failed"}


def staged(folder):
    """Give the briefs that have been rendered, and wait for their other settings."""
    return list(folder.glob("output/*/.*.pdf.staged.part"))


def kill(process):
    """Kill a program of Dask with all that it started."""
    for one in (*psutil.Process(process.pid).children(recursive=True), process):
        with suppress(psutil.NoSuchProcess):
            one.kill()


# --- a worker that is not set up as this machine


@pytest.fixture
def project(folder):
    return read_project(folder.path, own_templates())


@pytest.fixture
def order(project, tmp_path):
    """Give the order for an edition of ours, in a store of its own."""
    url = f"file://{tmp_path}/store"
    bundle = pack(project, Store(url))
    (item,) = plan(project, editions(project.library, project.wordings)[:1])
    return Order(url, bundle, item.edition.id, item.fingerprint, Dress(), USUAL)


#: Makes a Python end itself when it is a hand.
DEADLY = "import os, sys; sys.orig_argv[-1:] == ['work'] and os.kill(os.getpid(), 9)"


def other_library(folder):
    """Let a Python that looks into a folder believe in another Jinja."""
    (folder / "jinja2-0.0.1.dist-info").mkdir()
    metadata = "Metadata-Version: 2.1\nName: jinja2\nVersion: 0.0.1\n"
    (folder / "jinja2-0.0.1.dist-info/METADATA").write_text(metadata, encoding="utf-8")


def test_a_job_that_kills_is_named_and_a_worker_with_another_library_refuses(project, tmp_path):
    odd, tests = tmp_path / "odd", Path(__file__).parent
    odd.mkdir()
    (odd / "sitecustomize.py").write_text(DEADLY, encoding="utf-8")
    failures = {"DASK_DISTRIBUTED__SCHEDULER__ALLOWED_FAILURES": "0"}
    with dask(PYTHONPATH=f"{odd}{os.pathsep}{tests}", **failures) as (address, *_):

        def build():
            store = ("--executor", address, "--store", f"file://{tmp_path}/store")
            process = start(project.folder, "axera", "--lang", "en", *store)
            out, _ = process.communicate()
            return process.returncode, json.loads(out)

        code, document = build()
        assert code == 1
        (fault,) = document["editions"][0]["faults"]
        assert fault["file"] == "axera.one-pager.en"
        assert "the worker that rendered it died" in fault["message"]
        (odd / "sitecustomize.py").unlink()
        other_library(odd)
        code, document = build()
        assert code == 78
        assert "is set up otherwise: jinja2 0.0.1 there, " in document["error"]
        assert deadly_jobs(address) == {"one": "one", "deadly": "killed", "three": "three"}


def deadly_jobs(address):
    """Have jobs done of which one kills its worker whenever it is begun."""
    with cluster.connected(address.replace("dask", "tcp")) as client:
        rows = pool.run(
            deque(("one", "deadly", "three")),
            perhaps_deadly,
            pool.Workforce(2, lambda _: cluster.Workers(client, lost=str)),
            killed=lambda _job, _seconds: "killed",
        )
        return dict(rows)


def perhaps_deadly(job):
    if job == "deadly":
        os.kill(os.getpid(), signal.SIGKILL)
    return job


def test_a_machine_without_faces_refuses(order, tmp_path):
    none = SetupError("/faces lacks Sans", "run `make setup`")
    answer = read_answer(answer_to(orders.written(order), faces=none, cache=tmp_path))
    assert answer.refused == "/faces lacks Sans; run `make setup`"


def test_a_machine_that_reaches_another_store_refuses(order, tmp_path):
    (tmp_path / "store").rename(tmp_path / "elsewhere")
    answer = read_answer(answer_to(orders.written(order), faces=tmp_path, cache=tmp_path))
    assert "cannot be read: No such file or directory" in answer.refused
    assert "reach the same folder" in answer.refused


def test_a_cluster_that_is_not_there_is_named(monkeypatch):
    monkeypatch.setattr(cluster, "PATIENCE", 0.2)
    address = "tcp://127.0.0.1:9"
    with pytest.raises(SetupError, match=f"no Dask scheduler answers at {address}"):
        cluster.connected(address).__enter__()


# --- what travels


def test_the_same_files_travel_as_the_same_bundle_and_no_others(project, tmp_path):
    (project.folder / "recipients.yaml").write_text("secret", encoding="utf-8")
    store = Store(f"file://{tmp_path}/store")
    one = pack(project, store)
    os.utime(project.folder / "data/sources.yaml", (0, 0))
    assert pack(project, store) == one
    unpacked = unpack(one, store, cache=tmp_path / "cache")
    assert {path.name for path in unpacked.iterdir()} == {"data", "templates"}
    (tmp_path / "store" / one.name).write_bytes(b"torn")
    with pytest.raises(SetupError, match="other bytes than were written"):
        unpack(one, store, cache=tmp_path / "cache")
    assert pack(project, store) == one
    assert unpack(one, store, cache=tmp_path / "cache") == unpacked


def test_an_order_whose_process_dies_twice_is_given_up(monkeypatch):
    monkeypatch.setattr(hand, "COMMAND", ("false",))
    assert read_answer(hand.carry_out("{}")).died > 0


@pytest.mark.parametrize(
    ("options", "words"),
    [
        (["--executor", "dask://host:1"], "--executor and --store go together"),
        (["--executor", "host", "--store", "file:///x"], "no address such as dask://host:8786"),
    ],
)
def test_a_cluster_needs_an_address_and_a_store(folder, options, words):
    process = start(folder.path, *options)
    _, err = process.communicate()
    assert process.returncode == 2
    assert words in err
