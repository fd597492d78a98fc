"""The pool: jobs done by many processes, none of which can take the others' work down with it."""

from __future__ import annotations

import itertools
import multiprocessing
import pickle
import signal
import threading
import time
from collections import deque
from collections.abc import Callable, Generator
from concurrent.futures import FIRST_COMPLETED, BrokenExecutor, Executor, Future, wait
from concurrent.futures.process import ProcessPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from multiprocessing import forkserver, resource_tracker
from multiprocessing.context import BaseContext
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, ParamSpec, TypeAlias, TypeVar

from briefs.build.files import CannotWriteError

#: Opens so many workers; a test, or a cluster, opens others than processes of this machine.
Opening: TypeAlias = Callable[[int], Executor]

Job = TypeVar("Job")
Row = TypeVar("Row")
Done = TypeVar("Done")
P = ParamSpec("P")

#: The module that a process imports which others are forked from.
ANCESTOR = "briefs.build.ancestor"


#: Jobs handed out for each worker, so that none waits for its next one.
AHEAD = 2


@dataclass(frozen=True, slots=True)
class Workforce:
    """So many workers, what opens them, and how often a job that is done alone may lose its own."""

    workers: int
    opening: Opening
    tries: int = 1


def processes(count: int) -> Executor:
    """Open so many processes, all forked from one that has imported what they need."""
    beget()
    from briefs.build.worker import prepare  # noqa: PLC0415 - loads every room, while that does

    return Processes(count, multiprocessing.get_context("forkserver"), prepare)


class Processes(ProcessPoolExecutor):
    """Processes that find their calls in files, so that a pipe carries no more than a name.

    Python before 3.11.5 waits for ever where a worker dies while a call that is larger than its
    pipe is written to it (python/cpython#94777).
    """

    def __init__(
        self, count: int, context: BaseContext, prepare: Callable[[], None] | None = None
    ) -> None:
        super().__init__(count, context, prepare)
        self._calls = TemporaryDirectory(prefix="briefs-", ignore_cleanup_errors=True)
        self._number = itertools.count()

    def submit(self, work: Callable[P, Done], /, *args: P.args, **kwargs: P.kwargs) -> Future[Done]:
        """Hand a call to the next process that is free. Raises CannotWriteError."""
        path = Path(self._calls.name, str(next(self._number)))
        try:
            path.write_bytes(pickle.dumps(partial(work, *args, **kwargs)))
        except OSError as error:
            raise CannotWriteError(str(path), error.strerror or str(error)) from error
        return super().submit(_called, path)

    def shutdown(self, wait: bool = True, *, cancel_futures: bool = False) -> None:  # noqa: FBT001, FBT002 - as an Executor has it
        """Take no more calls, and wait for those at hand unless told not to."""
        super().shutdown(wait, cancel_futures=cancel_futures)
        self._calls.cleanup()


def _called(path: Path) -> Any:  # noqa: ANN401 - whatever the call gives
    """Do a call that is found in a file, which is then gone."""
    call = pickle.loads(path.read_bytes())  # noqa: S301 - our own, in a folder of our own
    path.unlink()
    return call()


def beget() -> None:
    """Start the process that others are forked from, unless it runs; it is ready after a while.

    Whoever knows that processes will be opened, and has something else to do first, saves that
    while. What it imports may look into the environment, so that this must be complete by now.
    """
    multiprocessing.get_context("forkserver").set_forkserver_preload([ANCESTOR])
    # Whoever is started with the signal blocked never hears Ctrl-C, not even while it imports.
    resource_tracker.ensure_running()  # which would lift the block, were it started below
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        forkserver.ensure_running()
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def run(
    waiting: deque[Job],
    work: Callable[[Job], Row],
    by: Workforce,
    *,
    killed: Callable[[Job, float], Row],
) -> Generator[tuple[Job, Row], None, None]:
    """Do every job, and give each with its row as it finishes; whoever gets one may add others.

    When a worker dies, nobody can tell which of the jobs at hand killed it. They are done again,
    one by one, and the one that kills its worker at every try is the culprit: `killed` gives its
    row.
    """
    children = set(multiprocessing.active_children())
    try:
        while waiting:
            suspects = yield from _shift(waiting, work, by)
            for job in suspects:
                for _ in range(by.tries):
                    started = time.perf_counter()
                    if not (yield from _shift(deque([job]), work, by)):
                        break
                else:
                    yield job, killed(job, time.perf_counter() - started)
    except BaseException:
        ended = set(multiprocessing.active_children()) - children
        for child in ended:
            child.kill()
        for child in ended:  # so that none writes into a folder that is swept by then
            child.join(1)
        raise


def _shift(
    waiting: deque[Job], work: Callable[[Job], Row], by: Workforce
) -> Generator[tuple[Job, Row], None, tuple[Job, ...]]:
    """Do jobs until none is left, or a worker dies; return the jobs then at hand."""
    workers = min(by.workers, len(waiting))
    executor = by.opening(workers)
    at_hand: dict[Future[Row], Job] = {}
    try:
        while waiting or at_hand:
            while waiting and len(at_hand) < workers * AHEAD:
                # A job leaves the queue only when the pool has taken it.
                with _undisturbed():
                    future = executor.submit(work, waiting[0])
                at_hand[future] = waiting.popleft()
            done, _ = wait(at_hand, return_when=FIRST_COMPLETED)
            for future in done:
                if not isinstance(future.exception(), BrokenExecutor):
                    yield at_hand.pop(future), future.result()
            if any(future in at_hand for future in done):
                break
    except BrokenExecutor:
        # The pool broke between two results, and takes no more jobs.
        pass
    except BaseException:
        executor.shutdown(wait=False, cancel_futures=True)
        raise
    # A pool that is still closing when Python ends prints a traceback now and then.
    executor.shutdown(cancel_futures=True)
    return tuple(at_hand.values())


@contextmanager
def _undisturbed() -> Generator[None, None, None]:
    """Hear Ctrl-C only afterwards: a worker that is half started can be neither used nor killed."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    heard: list[int] = []
    before = signal.signal(signal.SIGINT, lambda number, _: heard.append(number))
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, before)
    if heard:
        raise KeyboardInterrupt
