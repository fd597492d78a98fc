"""The cluster: jobs done by the workers of a Dask cluster, which leave their files in a store."""

from __future__ import annotations

import logging
import threading
import time
from collections import deque
from collections.abc import Callable, Generator, Iterator, Mapping, Sequence
from concurrent.futures import BrokenExecutor, Executor, Future, InvalidStateError
from contextlib import contextmanager, suppress
from dataclasses import dataclass, replace
from functools import partial
from typing import Any, ParamSpec, TypeVar

from distributed import Client, KilledWorker

from briefs.build import hand, pool
from briefs.build.bundle import pack
from briefs.build.edition import SUFFIX
from briefs.build.files import SetupError, put, staged
from briefs.build.orders import Answer, Order, read_answer, written
from briefs.build.project import Project
from briefs.build.store import Store
from briefs.build.worker import Job, Row, Setup, killed
from briefs.faults import Fault, Place

Params = ParamSpec("Params")
Given = TypeVar("Given")

#: Seconds to wait for a scheduler, for its first worker, and for another when none is left.
PATIENCE = 60

#: How often a job that is done alone may lose its worker: it is hardly to blame, for a process of
#: its own does it.
TRIES = 3

#: Seconds between two looks at whether a worker is left.
LOOK = 1

#: How many inputs that differ are named, and which of them are told with both versions.
NAMED = 5
VERSION = "library/"

SAME = "install the same wheel of briefs, with its lock and faces, on every worker"


@dataclass(frozen=True, slots=True)
class Cluster:
    """A Dask scheduler's address, the URL of a store, and how many jobs are done at once.

    No number stands for as many as its workers have threads.
    """

    scheduler: str
    store: str
    workers: int | None = None

    def run(
        self, project: Project, jobs: Sequence[Job], setup: Setup
    ) -> Generator[tuple[Job, Row], None, None]:
        """Do every job, and give each with its row as it finishes; its files are then staged.

        Raises SetupError where the cluster cannot be used, and CannotWriteError.
        """
        store = Store(self.store)
        bundle = pack(project, store)
        order = partial(Order, self.store, bundle, dress=project.dress, limits=setup.limits)
        orders = [order(job.id, job.fingerprint) for job in jobs]
        ordered = {written(one): (one, job) for one, job in zip(orders, jobs, strict=True)}
        with connected(self.scheduler) as client:
            count = self.workers or sum(client.nthreads().values())
            workers = pool.Workforce(count, lambda _: Workers(client, lost=hand.lost), tries=TRIES)
            answers = pool.run(
                deque(ordered),
                hand.carry_out,
                workers,
                killed=lambda _, seconds: hand.died(seconds),
            )
            for line, text in answers:
                one, job = ordered[line]
                yield job, _taken(job, one, read_answer(text), store)


@contextmanager
def connected(scheduler: str) -> Iterator[Client]:
    """Give a client of a cluster that has a worker."""
    mend = f"see that `dask scheduler` runs there, and `dask worker {scheduler}` beside it"
    with _in_our_words():
        try:
            client = Client(scheduler, timeout=PATIENCE, set_as_default=False)
        except OSError as error:
            raise SetupError(f"no Dask scheduler answers at {scheduler}", mend) from error
        with client:
            try:
                client.wait_for_workers(1, timeout=PATIENCE)
            except TimeoutError as error:
                raise SetupError(f"the Dask cluster at {scheduler} has no worker", mend) from error
            yield client


@contextmanager
def _in_our_words() -> Iterator[None]:
    """Keep Dask from telling in a traceback what we say in a sentence."""
    telling = logging.getLogger("distributed.client")
    before = telling.level
    telling.setLevel(logging.CRITICAL)
    try:
        yield
    finally:
        telling.setLevel(before)


class Workers(Executor):
    """A cluster's workers, whose deaths look as those of a pool's own do.

    When none is left, and no other comes in time, `lost` gives what comes of every job, from the
    seconds waited.
    """

    def __init__(self, client: Client, lost: Callable[[float], Any]) -> None:
        self._client, self._workers = client, client.get_executor(pure=False)
        self._lost = lost
        self._promised: list[Future[Any]] = []
        self._abandoned, self._over = threading.Event(), threading.Event()
        threading.Thread(target=self._watch, daemon=True).start()

    def submit(
        self, work: Callable[Params, Given], /, *args: Params.args, **more: Params.kwargs
    ) -> Future[Given]:
        """Have work done by a worker; Dask gives it to another one when that is lost."""
        found: Future[Given] = Future()
        self._promised.append(found)
        if self._abandoned.is_set():
            self._give_up()
            return found
        future: Future[Given] = self._workers.submit(work, *args, **more)
        future.add_done_callback(partial(_told, found))
        return found

    def shutdown(self, wait: bool = True, *, cancel_futures: bool = False) -> None:  # noqa: FBT001, FBT002 - as an Executor has it
        """Take no more work, and wait for what is done, or give it up."""
        self._over.set()
        self._workers.shutdown(wait=wait and not cancel_futures)

    def _watch(self) -> None:
        """Give everything up when no worker has been there for too long."""
        seen = time.perf_counter()
        while not self._over.wait(LOOK):
            if self._are_left():
                seen = time.perf_counter()
            elif time.perf_counter() - seen >= PATIENCE:
                self._abandoned.set()
                self._give_up()
                return

    def _are_left(self) -> bool:
        try:
            return bool(self._client.nthreads())
        except (OSError, RuntimeError, ValueError, TimeoutError):
            return True  # The scheduler is lost, of which Dask tells whoever waits for a job.

    def _give_up(self) -> None:
        for found in self._promised:
            with suppress(InvalidStateError):  # which one is that has been kept
                found.set_result(self._lost(PATIENCE))


def _told(found: Future[Given], future: Future[Given]) -> None:
    """Hand on what came of a job, in the words of a pool; one that was given up stays so."""
    with suppress(InvalidStateError):
        _hand_on(found, future)


def _hand_on(found: Future[Given], future: Future[Given]) -> None:
    if future.cancelled():
        found.set_exception(SetupError("the Dask scheduler was lost", "start it, and build again"))
        return
    error = future.exception()
    if error is None:
        found.set_result(future.result())
    elif isinstance(error, KilledWorker):
        found.set_exception(BrokenExecutor(str(error)))
    else:
        message = f"a worker cannot take orders: {type(error).__name__}: {error}"
        found.set_exception(SetupError(message, SAME))


def _taken(job: Job, order: Order, answer: Answer, store: Store) -> Row:
    """Stage what an answer tells of, and give its row."""
    if answer.refused:
        raise SetupError(f"{answer.worker} refuses: {answer.refused}", "")
    if answer.otherwise:
        differing = _differing(answer.otherwise, job.inputs)
        raise SetupError(f"{answer.worker} is set up otherwise: {differing}", SAME)
    if answer.died:
        return killed(job.id, answer.died, order.limits)
    if answer.lost:
        return Row(faults=(_left(job.id, answer.lost),))
    for path, one in zip((job.path, job.path.with_suffix(SUFFIX)), answer.files, strict=False):
        put(staged(path), store.get(one))
    store.remove(order.folder)
    return _on_our_clock(answer.row)


def _left(edition: str, seconds: float) -> Fault:
    """Say that nobody was left to render an edition."""
    message = f"the Dask cluster has had no worker for {seconds:g} s"
    mend = "see that its workers run and stay, and build again"
    return Fault(Place(edition), message, mend, "worker")


def _differing(theirs: Mapping[str, str], ours: Mapping[str, str]) -> str:
    """Name the inputs of an edition that a worker would make from something else."""
    names = sorted(
        (name for name in theirs.keys() | ours.keys() if theirs.get(name) != ours.get(name)),
        key=lambda name: (not name.startswith(VERSION), name),
    )
    said = [_difference(name, theirs.get(name, ""), ours.get(name, "")) for name in names]
    more = [f"and {len(said) - NAMED} more"] if len(said) > NAMED else []
    return ", ".join([*said[:NAMED], *more])


def _difference(name: str, theirs: str, ours: str) -> str:
    if name.startswith(VERSION):
        library = name.removeprefix(VERSION)
        return f"{library} {theirs or 'is missing'} there, {ours or 'none'} here"
    return name.replace("/", " ", 1)


def _on_our_clock(row: Row) -> Row:
    """Give a row as if its render had ended when it came; machines share no clock."""
    if not row.laps:
        return row
    late = time.perf_counter() - row.laps[-1].start - row.laps[-1].seconds
    return replace(row, laps=tuple(replace(lap, start=lap.start + late) for lap in row.laps))
