"""Making editions: what is not fresh is rendered, each on its own, and what came of each."""

from __future__ import annotations

from collections import Counter, deque
from collections.abc import Callable, Generator, Iterable, Iterator, Mapping, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass, field, replace
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory
from threading import Thread

from briefs.build import pool
from briefs.build.edition import OUTPUT, SUFFIX, Edition
from briefs.build.editions import dressed, editions
from briefs.build.files import locked, publish, put, staged, sweep
from briefs.build.history import keep_before
from briefs.build.index import index
from briefs.build.inventory import inventory
from briefs.build.limits import USUAL, Limits
from briefs.build.manifest import with_keys
from briefs.build.memory import (
    Built,
    Memory,
    Seen,
    built,
    digest_of_keys,
    keep,
    recall,
    stats_of_index,
)
from briefs.build.planning import Plan, Unplanned, plan
from briefs.build.profiling import PROFILE, merged
from briefs.build.project import Project
from briefs.build.standing import State, standing
from briefs.build.worker import (
    Compare,
    Job,
    Parity,
    Render,
    Row,
    Setup,
    Task,
    compare_settings,
    compared,
    do,
    job_of,
    killed,
    render,
)
from briefs.faults import errors
from briefs.phases import phase


@dataclass(frozen=True, slots=True)
class Result:
    """What came of one edition; `log` are lines worth saying of a brief that was made."""

    edition: Edition
    fingerprint: str = ""
    row: Row = field(default_factory=Row)
    log: tuple[str, ...] = ()
    fresh: bool = False

    @property
    def has_failed(self) -> bool:
        """Whether the edition could not be made; the file that was there still is."""
        return bool(self.row.faults or self.row.bug)

    @property
    def is_built(self) -> bool:
        """Whether the edition's file is new."""
        return not self.fresh and not self.has_failed


#: Does jobs, and gives each with its row as it finishes; the files are then staged.
Crew = Callable[[Sequence[Job], Setup], Generator[tuple[Job, Row], None, None]]


@dataclass(frozen=True, slots=True)
class Work:
    """How a build is done: with which faces, by how many workers, and of what sort.

    One that is forced renders what is fresh as well; one that is profiled writes down which
    functions cost most. A crew elsewhere renders in the place of workers here.
    """

    faces: Path
    workers: int = 1
    opening: pool.Opening = pool.processes
    render: Render = render
    compare: Compare = compared
    forced: bool = False
    limits: Limits = USUAL
    profiled: bool = False
    profiles: Path | None = None
    elsewhere: Crew | None = None


def build(
    project: Project,
    chosen: Iterable[Edition],
    work: Work,
    *,
    seen: Seen | None = None,
    watch: Callable[[Result], None] = lambda _: None,
) -> tuple[Result, ...]:
    """Make the editions that are not fresh, and give what came of each, in the order chosen.

    `seen` is how the project's files looked before it was read; `watch` is told of each edition
    as it finishes. Raises LockedError, CannotWriteError.
    """
    output = project.folder / OUTPUT
    asked = tuple(chosen)
    found: dict[Edition, Result] = {}
    with locked(output):
        sweep(output)
        memory = recall(project.folder)
        try:
            with (
                _profile(output, work) as folder,
                closing(
                    _results(project, asked, replace(work, profiles=folder), memory)
                ) as results,
            ):
                for result in results:
                    found[result.edition] = result
                    watch(result)
        finally:
            sweep(output)
            memory = _remembered(project, memory, found, seen)
            keep(project.folder, memory)
        phase("index")
        index(project.folder, memory.editions.values())
        keep(project.folder, replace(memory, index=stats_of_index(project.folder)))
    return tuple(found[edition] for edition in asked)


def index_anew(project: Project) -> None:
    """Look at what stands in a project's output, remember it, and index it."""
    with locked(project.folder / OUTPUT):
        memory = _remembered(project, recall(project.folder), {}, None)
        index(project.folder, memory.editions.values())
        keep(project.folder, replace(memory, index=stats_of_index(project.folder)))


@contextmanager
def _profile(output: Path, work: Work) -> Iterator[Path | None]:
    """Give a folder for the profiles of workers, and write down what they tell together."""
    if not work.profiled:
        yield None
        return
    with TemporaryDirectory() as folder:
        yield Path(folder)
        put(output / PROFILE, merged(Path(folder)).encode())


def _remembered(
    project: Project, before: Memory, found: Mapping[Edition, Result], seen: Seen | None
) -> Memory:
    """Give what to remember of a project: of what was not looked at, what was known before."""
    now = seen.digest if seen and seen.settled else ""
    remembered = {
        name: replace(one, built=_standing(project.folder, one.path, one.built))
        for name, one in before.editions.items()
        if one.dressed
    }
    for edition in dict.fromkeys((*editions(project.library, project.wordings), *found)):
        known = before.of(edition)
        result = found.get(edition)
        stands = None if result and result.is_built else known.built
        known = replace(known, built=_standing(project.folder, known.path, stands))
        if result:
            wanted, faults = result.fingerprint, result.row.faults
            known = replace(known, wanted=wanted, current=True, faults=faults)
        else:
            known = replace(known, current=known.current and before.seen == now)
        remembered[edition.id] = known
    return Memory(now, project.warnings, remembered)


def _standing(folder: Path, path: str, remembered: Built | None) -> Built | None:
    found = built(folder / path, remembered)
    return None if isinstance(found, str) else found


def _results(
    project: Project, chosen: tuple[Edition, ...], work: Work, memory: Memory
) -> Generator[Result, None, None]:
    plans: dict[str, Plan] = {}
    fresh: list[Edition] = []
    for item in plan(project, chosen):
        stands = standing(item, project.folder, memory.of(item.edition))
        if isinstance(item, Unplanned):
            yield Result(item.edition, row=Row(faults=item.faults))
        elif stands.state is State.FRESH and stands.built and not work.forced:
            fresh.append(item.edition)
            yield _fresh(project, item, stands.built)
        else:
            plans[item.edition.id] = item
    if plans:
        yield from _made(project, plans, work, _beside(project, plans, fresh, memory))


def _fresh(project: Project, one: Plan, stands: Built) -> Result:
    """Leave an edition as it is; its manifest learns what its keys are today."""
    if stands.keys != digest_of_keys(one.keys):
        path = project.folder / one.edition.path.with_suffix(SUFFIX)
        put(path, with_keys(path.read_bytes(), one.keys))
    row = Row(pages=stands.pages, size=stands.bytes)
    return Result(one.edition, one.fingerprint, row, fresh=True)


#: The editions of a brief that stand fresh in output/, to be compared with those that are made.
Beside = Mapping[str, Sequence[Edition]]


def _beside(
    project: Project, plans: Mapping[str, Plan], fresh: Sequence[Edition], memory: Memory
) -> Beside:
    """Find the other settings of the briefs that are made, and keep those that are fresh."""
    briefs = {one.edition.brief for one in plans.values()}
    known = frozenset(fresh)
    unasked = [
        one
        for one in dressed(editions(project.library, project.wordings), project.dress)
        if one.brief in briefs
        and one.id not in plans
        and one not in known
        and (project.folder / one.path).exists()
    ]
    found: dict[str, list[Edition]] = {brief: [] for brief in briefs}
    for edition in fresh:
        if edition.brief in briefs:
            found[edition.brief].append(edition)
    for item in plan(project, unasked) if unasked else ():
        if standing(item, project.folder, memory.of(item.edition)).state is State.FRESH:
            found[item.edition.brief].append(item.edition)
    return found


def _made(
    project: Project, plans: Mapping[str, Plan], work: Work, beside: Beside
) -> Generator[Result, None, None]:
    """Render what is planned, and give the settings of a brief as its last one is there."""
    # The index names what a build was made with, and to list that takes as long as reading records.
    Thread(target=inventory, daemon=True).start()
    phase("render")
    jobs = [job_of(one, project.folder) for one in _largest_first(plans.values())]
    setup = setup_of(project, work)
    waiting = Counter(one.edition.brief for one in plans.values())
    done: dict[str, list[tuple[Plan, Row]]] = {brief: [] for brief in waiting}
    tasks: deque[Task] = deque(jobs)
    done_by = partial(_elsewhere, crew=work.elsewhere) if work.elsewhere else _here
    with closing(done_by(work, tasks, setup)) as rows:
        for task, row in rows:
            if isinstance(task, Parity):
                yield from _published(project, done.pop(task.id), row)
                continue
            brief = task.edition.brief
            done[brief].append((plans[task.edition.id], row))
            if len(done[brief]) == waiting[brief]:
                files = _files(project, done[brief], beside[brief])
                if len(files) > 1:
                    tasks.appendleft(Parity(brief, files))
                else:
                    yield from _published(project, done.pop(brief), Row())


def _here(work: Work, tasks: deque[Task], setup: Setup) -> Generator[tuple[Task, Row], None, None]:
    """Do tasks by processes of this machine."""
    return pool.run(
        tasks,
        partial(do, work.render, work.compare, setup),
        pool.Workforce(work.workers, work.opening),
        killed=lambda task, seconds: killed(task.id, seconds, setup.limits),
    )


def _elsewhere(
    work: Work, tasks: deque[Task], setup: Setup, *, crew: Crew
) -> Generator[tuple[Task, Row], None, None]:
    """Have a crew render, and compare here what it has rendered."""
    jobs = [task for task in tasks if isinstance(task, Job)]
    tasks.clear()
    with closing(crew(jobs, setup)) as rows:
        for job, row in rows:
            yield job, row
            while tasks:  # briefs to compare, added by whoever got the row
                if isinstance(task := tasks.popleft(), Parity):
                    yield task, compare_settings(work.compare, task)


def _files(
    project: Project, settings: Sequence[tuple[Plan, Row]], others: Sequence[Edition]
) -> dict[str, Path]:
    """Give the PDFs of a brief by edition, if any is new: those that wait, and those that stand."""
    made = {one.edition.id: staged(project.folder / one.edition.path) for one, _ in settings}
    waiting = {name: path for name, path in made.items() if path.exists()}
    beside = {one.id: project.folder / one.path for one in others}
    return dict(sorted((waiting | beside).items())) if waiting else {}


def _published(
    project: Project, settings: Sequence[tuple[Plan, Row]], compared: Row
) -> Iterator[Result]:
    """Put those settings of a brief in their place that nothing speaks against.

    What a comparison says of none of them, such as of a setting that stood already, it says
    against them all.
    """
    made = {one.edition.id for one, _ in settings}
    theirs = [fault for fault in compared.faults if fault.place.file not in made]
    share = compared.seconds / len(settings)
    for one, row in settings:
        path = project.folder / one.edition.path
        own = [fault for fault in compared.faults if fault.place.file == one.edition.id]
        found = replace(
            row,
            faults=(*row.faults, *errors((*own, *theirs))),
            warnings=(*row.warnings, *(fault for fault in own if not errors([fault]))),
            seconds=row.seconds + share,
            proving=row.proving + share,
            bug=row.bug or compared.bug,
        )
        if not found.faults and not found.bug:
            manifest = path.with_suffix(SUFFIX)
            if staged(manifest).exists():
                keep_before(path, staged(manifest).read_bytes())
            publish(path)
            publish(manifest)
        log = getattr(one.view, "dropped", ()) if not found.faults else ()
        yield Result(one.edition, one.fingerprint, found, log)


def setup_of(project: Project, work: Work) -> Setup:
    """Give what every job of a build of a project shares."""
    return Setup(
        project.templates, work.faces, project.theme.name, project.paper, work.limits, work.profiles
    )


def _largest_first(plans: Iterable[Plan]) -> list[Plan]:
    """Put the longest work first, so that no worker ends with it alone."""
    return sorted(plans, key=lambda one: one.weight, reverse=True)
