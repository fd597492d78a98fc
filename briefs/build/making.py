"""Making editions: what is not fresh is rendered, each on its own, and what came of each."""

from __future__ import annotations

import time
from collections import Counter
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
from briefs.build.worker import Job, Render, Row, Setup, job_of, killed, limited, render
from briefs.faults import Fault, errors
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


#: What the settings of one brief share: its kind and its subject.
Brief = tuple[str, str]

#: Compares the finished PDFs of one brief in its settings, by edition, and gives what differs.
Compare = Callable[[Mapping[str, bytes]], tuple[Fault, ...]]


def compared(pdfs: Mapping[str, bytes]) -> tuple[Fault, ...]:
    """Compare the settings of one brief by every proof that looks at several PDFs."""
    from briefs.proofs import compare  # noqa: PLC0415 - loads the press; a plan waits for none

    return compare(pdfs)


#: Does jobs, and gives each with its row as it finishes; the files are then staged.
Crew = Callable[[Sequence[Job], Setup], Generator[tuple[Job, Row], None, None]]


@dataclass(frozen=True, slots=True)
class Work:
    """How a build is done: with which faces, by how many workers, and of what sort.

    One that is forced renders what is fresh as well; one that is profiled writes down which
    functions cost most. A crew elsewhere does its jobs in the place of workers here.
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
Beside = Mapping[Brief, Sequence[Edition]]


def _beside(
    project: Project, plans: Mapping[str, Plan], fresh: Sequence[Edition], memory: Memory
) -> Beside:
    """Find the other settings of the briefs that are made, and keep those that are fresh."""
    briefs = {_brief(one.edition) for one in plans.values()}
    known = frozenset(fresh)
    unasked = [
        one
        for one in dressed(editions(project.library, project.wordings), project.dress)
        if _brief(one) in briefs
        and one.id not in plans
        and one not in known
        and (project.folder / one.path).exists()
    ]
    found: dict[Brief, list[Edition]] = {brief: [] for brief in briefs}
    for edition in fresh:
        if _brief(edition) in briefs:
            found[_brief(edition)].append(edition)
    for item in plan(project, unasked) if unasked else ():
        if standing(item, project.folder, memory.of(item.edition)).state is State.FRESH:
            found[_brief(item.edition)].append(item.edition)
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
    waiting = Counter(_brief(one.edition) for one in plans.values())
    done: dict[Brief, list[tuple[Plan, Row]]] = {brief: [] for brief in waiting}
    crew = work.elsewhere or partial(_here, work)
    with closing(crew(jobs, setup)) as rows:
        for job, row in rows:
            brief = _brief(job.edition)
            done[brief].append((plans[job.edition.id], row))
            if len(done[brief]) == waiting[brief]:
                others = {one.id: project.folder / one.path for one in beside[brief]}
                yield from _published(project, done.pop(brief), others, work.compare)


def _here(work: Work, jobs: Sequence[Job], setup: Setup) -> Generator[tuple[Job, Row], None, None]:
    """Do jobs by processes of this machine."""
    return pool.run(
        jobs,
        partial(limited, work.render, setup),
        pool.Workforce(work.workers, work.opening),
        killed=lambda job, seconds: killed(job.id, seconds, setup.limits),
    )


def _brief(one: Edition) -> Brief:
    return one.kind, one.subject


def _published(
    project: Project,
    settings: Sequence[tuple[Plan, Row]],
    others: Mapping[str, Path],
    compare: Compare,
) -> Iterator[Result]:
    """Compare all settings of a brief, and put those in their place that nothing speaks against.

    What a comparison says against a setting that stood already, it says against the new ones.
    """
    started = time.perf_counter()
    paths = {made.edition.id: project.folder / made.edition.path for made, _ in settings}
    waiting = {name: staged(path) for name, path in paths.items() if staged(path).exists()}
    files = dict(sorted((waiting | dict(others)).items())) if waiting else {}
    faults = (
        compare({name: path.read_bytes() for name, path in files.items()}) if len(files) > 1 else ()
    )
    share = (time.perf_counter() - started) / len(settings)
    for made, row in settings:
        path = paths[made.edition.id]
        own = [fault for fault in faults if fault.place.file == made.edition.id]
        theirs = [fault for fault in faults if fault.place.file in others]
        found = replace(
            row,
            faults=(*row.faults, *errors((*own, *theirs))),
            warnings=(*row.warnings, *(fault for fault in own if not errors([fault]))),
            seconds=row.seconds + share,
            proving=row.proving + share,
        )
        if not found.faults and not found.bug:
            manifest = path.with_suffix(SUFFIX)
            if staged(manifest).exists():
                keep_before(path, staged(manifest).read_bytes())
            publish(path)
            publish(manifest)
        log = getattr(made.view, "dropped", ()) if not found.faults else ()
        yield Result(made.edition, made.fingerprint, found, log)


def setup_of(project: Project, work: Work) -> Setup:
    """Give what every job of a build of a project shares."""
    return Setup(
        project.templates, work.faces, project.theme.name, project.paper, work.limits, work.profiles
    )


def _largest_first(plans: Iterable[Plan]) -> list[Plan]:
    """Put the longest work first, so that no worker ends with it alone."""
    return sorted(plans, key=lambda one: one.weight, reverse=True)
