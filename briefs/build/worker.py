"""The worker: one process that renders one edition after another, and keeps warm in between."""

from __future__ import annotations

import ctypes
import gc
import os
import threading
import time
import traceback
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace
from functools import cache, lru_cache, partial
from multiprocessing import connection, parent_process
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from briefs.build.edition import SUFFIX, Edition
from briefs.build.editions import View
from briefs.build.enclosing import Papers, enclosures, listing
from briefs.build.files import CannotWriteError, put, staged
from briefs.build.limits import (
    USUAL,
    Limits,
    OvertimeError,
    overfull,
    overtime,
    peak,
    within,
)
from briefs.build.manifest import (
    Contents,
    Print,
    Proved,
    about_pdf,
    contents_of,
    manifest_of,
    millimetres,
    published,
)
from briefs.build.planning import Plan
from briefs.build.profiling import profiled
from briefs.build.project import dress_of, wordless
from briefs.build.templates import digest, is_ours
from briefs.build.words import words_of
from briefs.faces import marks, missing
from briefs.faults import Fault, InvalidInput, Place, errors
from briefs.language import Wording, WordingError
from briefs.pages import Designer, Paper
from briefs.phases import Lap, laps, phase

if TYPE_CHECKING:  # The press loads large libraries; whoever only plans a build waits for none.
    from briefs.press import Enclosure, Press, Printed, Shown


@dataclass(frozen=True, slots=True)
class Setup:
    """What every job of a build shares."""

    templates: Path
    faces: Path
    theme: str
    paper: Paper
    limits: Limits = USUAL
    profile: Path | None = None


@dataclass(frozen=True, slots=True)
class Job:
    """One PDF to make: what its page says, where it belongs, and what it carries.

    `inputs` are the digests of everything that it is made from, and `keys` the records' and
    wordings' own names for what is in the view.
    """

    edition: Edition
    view: View
    fingerprint: str
    path: Path
    inputs: Mapping[str, str]
    papers: Papers
    keys: Mapping[str, str]

    @property
    def id(self) -> str:
        """The edition's id."""
        return self.edition.id


#: Compares the finished PDFs of one brief in its settings, by edition, and gives what differs.
Compare = Callable[[Mapping[str, bytes]], tuple[Fault, ...]]


@dataclass(frozen=True, slots=True)
class Parity:
    """A brief whose settings are to be compared: its id, and the files of their PDFs by edition."""

    id: str
    files: Mapping[str, Path]


#: What a worker is given to do.
Task = Job | Parity


@dataclass(frozen=True, slots=True)
class Row:
    """What came of a task: a file on disk, or the faults that kept it from being one.

    `proving` is the part of the seconds that the proofs took, and `warnings` what they found
    that stops nothing; `laps` are its phases, `memory` the most that the process `worker` has had
    until then. `bug` is the traceback of an error that no user's mistake should be able
    to cause.
    """

    pages: int = 0
    size: int = 0
    seconds: float = 0.0
    faults: tuple[Fault, ...] = ()
    bug: str = ""
    proving: float = 0.0
    warnings: tuple[Fault, ...] = ()
    laps: tuple[Lap, ...] = ()
    memory: int = 0
    worker: int = 0


Render = Callable[[Setup, Job], Row]

Given = TypeVar("Given", Job, Parity)

#: A build has one setup; a worker that outlives edits of templates forgets the old ones.
SETUPS = 2


def job_of(one: Plan, folder: Path) -> Job:
    """Give the job of making what is planned; its PDF belongs into a project's folder."""
    path = folder / one.edition.path
    return Job(one.edition, one.view, one.fingerprint, path, one.inputs, one.papers, one.keys)


def do(render: Render, compare: Compare, setup: Setup, task: Task) -> Row:
    """Render an edition, or compare the settings of a brief, within the limits of a setup."""
    if isinstance(task, Parity):
        return limited(lambda _, parity: compare_settings(compare, parity), setup, task)
    return limited(render, setup, task)


def limited(does: Callable[[Setup, Given], Row], setup: Setup, task: Given) -> Row:
    """Do a task within the limits of a setup, and take the time of it.

    One that exceeds the limits has failed, and no other.
    """
    with laps() as taken:
        row = _limited(does, setup, task)
    return replace(row, laps=tuple(taken), memory=peak(), worker=os.getpid())


def _limited(does: Callable[[Setup, Given], Row], setup: Setup, task: Given) -> Row:
    started = time.perf_counter()
    try:
        with within(setup.limits), profiled(setup.profile):
            return does(setup, task)
    except OvertimeError:
        fault = overtime(task.id, setup.limits)
    except MemoryError:
        fault = overfull(task.id, setup.limits)
    # What was interrupted may be half done; the next job gets new tools.
    tools.cache_clear()
    return Row(seconds=time.perf_counter() - started, faults=(fault,))


def killed(edition: str, seconds: float, limits: Limits) -> Row:
    """Say that a render took its process down with it, after so many seconds."""
    if seconds >= limits.seconds:
        return Row(seconds=seconds, faults=(overtime(edition, limits),))
    message = "the worker that rendered it died: killed, or out of memory"
    mend = "see that memory is free, and try with fewer --jobs"
    return Row(seconds=seconds, faults=(Fault(Place(edition), message, mend, "worker"),))


#: New objects between two collections of garbage: more than a one-pager makes.
GARBAGE = 400_000


def prepare() -> None:
    """Set a worker up: it collects garbage between renders, and ends with the build it works for.

    The boxes of a layout refer to each other, so that a collector that looks for garbage while a
    page is laid out goes over all of them again and again, and finds none.
    """
    gc.freeze()
    gc.set_threshold(GARBAGE)
    parent = parent_process()
    if parent is not None:
        threading.Thread(target=_end_with, args=(parent.sentinel,), daemon=True).start()


def _end_with(sentinel: int) -> None:
    connection.wait([sentinel])
    os._exit(1)


def render(setup: Setup, job: Job) -> Row:
    """Render one edition, question it, and stage it; what stood in its place before stays.

    Raises CannotWriteError, which is nothing that another edition would be spared.
    """
    try:
        return _rendered(setup, job)
    finally:
        tidy()


def compared(pdfs: Mapping[str, bytes]) -> tuple[Fault, ...]:
    """Compare the settings of one brief by every proof that looks at several PDFs."""
    from briefs.proofs import compare  # noqa: PLC0415 - in a worker only

    try:
        return compare(pdfs)
    finally:
        tidy()


def compare_settings(compare: Compare, parity: Parity) -> Row:
    """Compare the settings of a brief; what breaks over them costs that brief alone."""
    started = time.perf_counter()
    phase("proofs")
    faults: tuple[Fault, ...] = ()
    bug = ""
    try:
        faults = compare({name: path.read_bytes() for name, path in parity.files.items()})
    except MemoryError:
        raise
    except OSError as error:
        words = f"a finished PDF cannot be read again: {error.strerror or error}"
        mend = "see what else is at work in output/, and build again"
        faults = (Fault(Place(parity.id), words, mend, "worker"),)
    except Exception:  # noqa: BLE001 - as where an edition is rendered
        bug = traceback.format_exc()
    return Row(seconds=time.perf_counter() - started, faults=faults, bug=bug)


def tidy() -> None:
    """Let go of what a task has left behind: a layout is large, and full of circles."""
    from briefs.proofs import begin_anew, forget  # noqa: PLC0415 - in a worker only

    forget()
    gc.collect()
    begin_anew()
    _give_back()()


@cache
def _give_back() -> Callable[[], object]:
    """Give what returns free memory to the system, where the C library keeps it until asked.

    What Pango, PDFium and zlib have had is freed in pieces, and Python cannot use them.
    """
    trim = getattr(ctypes.CDLL(None), "malloc_trim", None)  # of glibc alone
    return partial(trim, 0) if trim else lambda: None


def _rendered(setup: Setup, job: Job) -> Row:
    started = time.perf_counter()
    from briefs.press import PressFault  # noqa: PLC0415 - in a worker only, as said above
    from briefs.proofs import Exhibit, prove  # noqa: PLC0415

    try:
        phase("view")
        with _set_in(setup.faces, job.id):
            designer, press, wordings = tools(setup)
            page = designer.page(job.view, job.fingerprint)
            printed = press.print(page, partial(_enclosures, job))
        asked = time.perf_counter()
        phase("proofs")
        found = prove(Exhibit(job.view, page, printed.pdf, printed.layout, printed.charts))
        proving = time.perf_counter() - asked
        if errors(found):
            return Row(seconds=time.perf_counter() - started, faults=found, proving=proving)
        phase("write")
        put(staged(job.path), printed.pdf)
        put(staged(job.path.with_suffix(SUFFIX)), _manifest(job, printed, found, wordings))
    except (InvalidInput, PressFault) as error:
        return Row(seconds=time.perf_counter() - started, faults=tuple(error.faults))
    except WordingError as error:
        return Row(seconds=time.perf_counter() - started, faults=(wordless(job.id, error),))
    except (CannotWriteError, MemoryError):
        raise
    except Exception as error:  # noqa: BLE001 - whatever breaks here must cost this edition alone
        seconds = time.perf_counter() - started
        if is_ours(setup.templates):
            return Row(seconds=seconds, bug=traceback.format_exc())
        return Row(seconds=seconds, faults=(_broken(job.id, error),))
    return Row(
        pages=printed.pages,
        size=len(printed.pdf),
        seconds=time.perf_counter() - started,
        proving=proving,
        warnings=found,
    )


@contextmanager
def _set_in(faces: Path, edition: str) -> Iterator[None]:
    """See to it that a page is set in the pinned faces, from beginning to end.

    Raises InvalidInput.
    """
    before = _faces(faces)
    yield
    if marks(faces) != before:
        # The next job may find them whole again.
        _faces.cache_clear()
        words = "a face was changed while the page was set in it"
        mend = "run `make setup`, then build it again"
        raise InvalidInput([Fault(Place(edition), words, mend, "face")])


@lru_cache(maxsize=1)
def _faces(directory: Path) -> dict[str, tuple[int, ...]]:
    """Give the marks of faces that are the pinned ones; raises InvalidInput for others."""
    seen = marks(directory)
    if lost := missing(directory):
        names = ", ".join(face.name for face in lost)
        words = f"{names}: not the pinned face, or none"
        raise InvalidInput([Fault(Place(str(directory)), words, "run `make setup`", "face")])
    return seen


def _broken(edition: str, error: Exception) -> Fault:
    """Say that a page of somebody else's templates broke the program, and where it did."""
    last = traceback.extract_tb(error.__traceback__)[-1]
    where = f"{Path(last.filename).name}:{last.lineno}"
    words = f"the page cannot be laid out: {type(error).__name__}: {str(error)[:200]} ({where})"
    mend = "look for what the project's own templates ask that no page can hold"
    return Fault(Place(edition), words, mend, "renderer")


def _enclosures(job: Job, shown: Iterable[Shown]) -> tuple[Enclosure, ...]:
    """Give the files that the PDF is to carry, the last of them with the digests of the others."""
    contents = published(_contents(job, shown))
    files = enclosures(job.papers, job.view, contents)
    return (*files, listing(contents.model_copy(update={"enclosed": _digests(files)})))


def _manifest(
    job: Job, printed: Printed, found: Iterable[Fault], wordings: Mapping[str, Wording]
) -> bytes:
    from briefs.proofs import PDF_PROOFS, PROOFS  # noqa: PLC0415 - in a worker only

    asked = tuple(proof.__name__ for proof in (*PROOFS, *PDF_PROOFS))
    proofs = Proved(asked=asked, found=tuple(map(str, found)))
    contents = _contents(job, printed.figures)
    held = contents.model_copy(update={"enclosed": _digests(printed.enclosures)})
    about = about_pdf(printed.pdf, printed.pages)
    words = words_of(job.view, wordings)
    return manifest_of(held, about, proofs=proofs, keys=job.keys, words=words)


def _digests(files: Iterable[Enclosure]) -> dict[str, str]:
    return {one.name: digest(one.data) for one in files}


def _contents(job: Job, shown: Iterable[Shown]) -> Contents:
    prints = [
        Print(
            figure=one.figure,
            text=one.text,
            page=one.spot.page,
            left=millimetres(one.spot.left),
            top=millimetres(one.spot.top),
            width=millimetres(one.spot.width),
            height=millimetres(one.spot.height),
            chart=one.chart,
        )
        for one in shown
    ]
    return contents_of(
        job.edition, job.view, job.inputs, fingerprint=job.fingerprint, printed=prints
    )


@lru_cache(maxsize=SETUPS)
def tools(setup: Setup) -> tuple[Designer, Press, Mapping[str, Wording]]:
    """Give what every page of a setup is made with: templates, fonts, wordings."""
    from briefs.press import Press  # noqa: PLC0415 - in a worker only

    theme, wordings = dress_of(setup.templates, setup.theme)
    designer = Designer([setup.templates], theme, wordings, paper=setup.paper)
    return designer, Press(setup.faces, theme, wordings), wordings
