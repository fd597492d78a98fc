"""Making editions: from views to finished files, each on its own, and what came of each."""

from __future__ import annotations

import time
from collections.abc import Callable, Generator, Iterable, Iterator, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass, field, replace
from pathlib import Path

from briefs.build import pool
from briefs.build.editions import OUTPUT, Edition, View, compose
from briefs.build.enclosing import Papers, papers_of
from briefs.build.files import locked, publish, staged, sweep
from briefs.build.fingerprint import (
    canonical,
    fingerprint,
    page_inputs,
    shared_inputs,
    view_inputs,
    wording_inputs,
)
from briefs.build.manifest import SUFFIX
from briefs.build.project import Project, wordless
from briefs.build.worker import Job, Render, Row, Setup, render
from briefs.faults import Fault, errors
from briefs.language import WordingError
from briefs.pages import Designer


@dataclass(frozen=True, slots=True)
class Plan:
    """An edition that is ready to be made: its view, its papers, and all its bytes depend on."""

    edition: Edition
    view: View
    inputs: dict[str, str]
    papers: Papers

    @property
    def fingerprint(self) -> str:
        """The digest of all inputs."""
        return fingerprint(self.inputs)


@dataclass(frozen=True, slots=True)
class Result:
    """What came of one edition; `log` are lines worth saying of a brief that was made."""

    edition: Edition
    fingerprint: str = ""
    row: Row = field(default_factory=Row)
    log: tuple[str, ...] = ()

    @property
    def is_built(self) -> bool:
        """Whether the edition's file is new; if not, the file that was there still is."""
        return not self.row.faults and not self.row.bug


#: Compares the finished PDFs of one brief in its settings, by edition, and gives what differs.
Compare = Callable[[Mapping[str, bytes]], tuple[Fault, ...]]


def compared(pdfs: Mapping[str, bytes]) -> tuple[Fault, ...]:
    """Compare the settings of one brief by every proof that looks at several PDFs."""
    from briefs.proofs import compare  # noqa: PLC0415 - loads the press; a plan waits for none

    return compare(pdfs)


@dataclass(frozen=True, slots=True)
class Work:
    """How a build is done: with which faces, by how many workers, and of what sort."""

    faces: Path
    workers: int = 1
    opening: pool.Opening = pool.processes
    render: Render = render
    compare: Compare = compared


def build(
    project: Project,
    chosen: Iterable[Edition],
    work: Work,
    *,
    watch: Callable[[Result], None] = lambda _: None,
) -> tuple[Result, ...]:
    """Make editions, and give what came of each, in the order in which they were chosen.

    `watch` is told of each as it finishes. Raises LockedError, CannotWriteError.
    """
    output = project.folder / OUTPUT
    editions = tuple(chosen)
    found: dict[Edition, Result] = {}
    with locked(output):
        sweep(output)
        try:
            with closing(_results(project, editions, work)) as results:
                for result in results:
                    found[result.edition] = result
                    watch(result)
        finally:
            sweep(output)
    return tuple(found[edition] for edition in editions)


def plan(project: Project, editions: Iterable[Edition]) -> Iterator[Plan | Result]:
    """Compose each edition with its inputs, or say why it cannot be composed."""
    shared = shared_inputs()
    designer = Designer([project.templates], project.theme, project.wordings, paper=project.paper)
    laid_out: dict[type[View], dict[str, str]] = {}
    for edition in editions:
        try:
            view = compose(project, edition)
        except WordingError as error:
            yield Result(edition, row=Row(faults=(wordless(edition.id, error),)))
        else:
            if type(view) not in laid_out:
                laid_out[type(view)] = page_inputs(designer, project.theme, view)
            words = wording_inputs(project.wordings, edition.setting)
            papers = papers_of(project, edition, view)
            own = view_inputs(view) | papers.inputs() | words
            yield Plan(edition, view, own | laid_out[type(view)] | shared, papers)


def _results(
    project: Project, editions: tuple[Edition, ...], work: Work
) -> Generator[Result, None, None]:
    plans: dict[str, Plan] = {}
    for item in plan(project, editions):
        if isinstance(item, Plan):
            plans[item.edition.id] = item
        else:
            yield item
    jobs = [_job(project, one) for one in _largest_first(plans.values())]
    setup = Setup(project.templates, work.faces, project.theme.name, project.paper)
    rows = pool.run(jobs, setup, work.render, workers=work.workers, opening=work.opening)
    waiting = {_brief(one): 0 for one in plans.values()}
    for one in plans.values():
        waiting[_brief(one)] += 1
    done: dict[tuple[str, str], list[tuple[Plan, Row]]] = {}
    with closing(rows):
        for job, row in rows:
            made = plans[job.edition.id]
            settings = done.setdefault(_brief(made), [])
            settings.append((made, row))
            if len(settings) == waiting[_brief(made)]:
                yield from _published(project, settings, work.compare)


def _brief(one: Plan) -> tuple[str, str]:
    """Give what the settings of one brief share."""
    return one.edition.kind, one.edition.subject


def _published(
    project: Project, settings: Sequence[tuple[Plan, Row]], compare: Compare
) -> Iterator[Result]:
    """Compare all settings of a brief, and put those in their place that nothing speaks against."""
    started = time.perf_counter()
    paths = {made.edition.id: project.folder / made.edition.path for made, _ in settings}
    pdfs = {
        name: staged(path).read_bytes() for name, path in paths.items() if staged(path).exists()
    }
    faults = compare(pdfs) if len(pdfs) > 1 else ()
    share = (time.perf_counter() - started) / len(settings)
    for made, row in settings:
        path = paths[made.edition.id]
        against = tuple(fault for fault in faults if fault.place.file == made.edition.id)
        found = replace(
            row,
            faults=(*row.faults, *errors(against)),
            warnings=(*row.warnings, *(fault for fault in against if not errors([fault]))),
            seconds=row.seconds + share,
            proving=row.proving + share,
        )
        if not found.faults and not found.bug:
            publish(path)
            publish(path.with_suffix(SUFFIX))
        log = getattr(made.view, "dropped", ()) if not found.faults else ()
        yield Result(made.edition, made.fingerprint, found, log)


def _largest_first(plans: Iterable[Plan]) -> list[Plan]:
    """Put the longest work first, so that no worker ends with it alone."""
    return sorted(plans, key=lambda one: len(canonical(one.view)), reverse=True)


def _job(project: Project, one: Plan) -> Job:
    path = project.folder / one.edition.path
    return Job(one.edition, one.view, one.fingerprint, path, one.inputs, one.papers)
