"""The desk: the editions that somebody looks at, drawn anew as their inputs change.

It draws what is stale and nothing else. What comes while it draws is taken together; what cannot
be drawn leaves the last good pages where they are, and says why. When nobody has saved anything for
a moment, the edition is built as any build would, with every proof.
"""

from __future__ import annotations

import asyncio
import time
import traceback
from collections import Counter, OrderedDict
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import BrokenExecutor, Executor
from contextlib import contextmanager
from dataclasses import replace
from typing import ParamSpec

from briefs.build.edition import Edition
from briefs.build.editions import dressed, editions
from briefs.build.files import CannotWriteError, LockedError, SetupError
from briefs.build.making import Work, build, setup_of
from briefs.build.memory import recall
from briefs.build.planning import Plan, plan
from briefs.build.project import Project
from briefs.build.standing import State, standing
from briefs.build.worker import job_of
from briefs.checks import Finding
from briefs.delivery.clearance import subjects_of
from briefs.faults import Fault, InvalidInput, Place
from briefs.preview.drawing import Drawn, draw, drawn_from
from briefs.preview.shown import Shown, Stage

#: Proofs wait until nothing has been saved for so many seconds.
QUIET_SECONDS = 1.5

#: Pictures are kept for browsers that are a state or two behind.
PICTURES = 120

Asked = ParamSpec("Asked")


class Desk:
    """Draws the editions that browsers look at, and tells them when there is something new.

    `read` reads the project as it is now; it may raise InvalidInput.
    """

    def __init__(self, read: Callable[[], Project], work: Work) -> None:
        self._read, self._work = read, work
        self._executor: Executor | None = None
        self._project: Project | None = None
        self._every: dict[str, Edition] = {}
        self._shown: dict[str, Shown] = {}
        self._pictures: OrderedDict[str, bytes] = OrderedDict()
        self._looking: Counter[str] = Counter()
        self._wanted, self._news = asyncio.Event(), asyncio.Condition()
        self._saved, self._ended = 0.0, False
        self._proofs: asyncio.Task[None] | None = None

    # -- for browsers

    @property
    def names(self) -> tuple[str, ...]:
        """The editions that there are."""
        return tuple(self._every)

    def path_of(self, name: str) -> str:
        """Give where the PDF of an edition stands, if there is such an edition."""
        return str(self._every[name].path) if name in self._every else ""

    def picture(self, name: str) -> bytes | None:
        """Give the picture of a page by its digest."""
        return self._pictures.get(name)

    @contextmanager
    def looked_at(self, name: str) -> Iterator[None]:
        """Draw an edition for as long as somebody looks at it."""
        self._shown.setdefault(name, Shown(name))
        self._looking[name] += 1
        self._wanted.set()
        try:
            yield
        finally:
            self._looking[name] -= 1

    async def after(self, last: Shown | None, name: str) -> Shown | None:
        """Give what is to be shown of an edition once it is another; nothing when all is over."""
        async with self._news:
            await self._news.wait_for(lambda: self._ended or self._shown[name] is not last)
        return None if self._ended else self._shown[name]

    # -- for whoever watches files

    def changed(self, saved: float) -> None:
        """Take note that something was saved at a moment."""
        self._saved = max(self._saved, saved)
        self._wanted.set()

    # -- the work

    async def work(self) -> None:
        """Draw, and prove in quiet moments, until the task is cancelled."""
        try:
            while True:
                await self._until_wanted()
                try:
                    await self._refresh()
                except InvalidInput as error:
                    await self.fail(error.faults)
                except (SetupError, CannotWriteError) as error:
                    mend = getattr(error, "mend", "")
                    await self.fail([Fault(Place("project"), str(error), mend, "project")])
                except Exception:  # noqa: BLE001 - the page says so, and the next change may do better
                    await self.fail(_bug("preview", traceback.format_exc()))
        finally:
            self._ended = True
            await self._tell()
            if self._proofs:
                self._proofs.cancel()
            if self._executor:
                self._executor.shutdown(wait=False, cancel_futures=True)

    async def _until_wanted(self) -> None:
        while True:
            quiet = QUIET_SECONDS if self._drafts() and not self._is_proving() else None
            try:
                async with asyncio.timeout(quiet):
                    await self._wanted.wait()
            except TimeoutError:
                self._proofs = asyncio.create_task(self._prove())
            else:
                self._wanted.clear()
                return

    def _is_proving(self) -> bool:
        return self._proofs is not None and not self._proofs.done()

    def _drafts(self) -> list[str]:
        return [name for name in self._seen() if self._shown[name].is_open]

    def _seen(self) -> list[str]:
        return [name for name, count in self._looking.items() if count and name in self._shown]

    async def _refresh(self) -> None:
        """Read the project, and draw what is looked at and stale."""
        saved, self._saved = self._saved, 0.0
        started = time.perf_counter()
        project = await asyncio.to_thread(self._read)
        read = time.perf_counter() - started
        self._project = project
        known = dressed(editions(project.library, project.wordings), project.dress)
        self._every = {one.id: one for one in known}
        for name in self._seen():
            if name in self._every:
                await self._show(project, self._every[name], saved, read)
            else:
                words = f"no record asks for the edition {name} any more"
                mend = "choose another, or ask for it in the record"
                await self._set(name, faults=(Fault(Place(name), words, mend, "edition"),))

    async def fail(self, faults: Iterable[Fault]) -> None:
        """Say why nothing can be drawn."""
        faults = tuple(faults)
        for name in self._seen():
            await self._set(name, faults=faults)

    async def _show(self, project: Project, edition: Edition, saved: float, read: float) -> None:
        started = time.perf_counter()
        (item,) = await asyncio.to_thread(lambda: tuple(plan(project, [edition])))
        shown = replace(self._shown[edition.id], findings=_findings(project, edition), found=())
        if not isinstance(item, Plan):
            await self._set(edition.id, faults=item.faults)
            return
        if item.fingerprint == shown.fingerprint:
            found = self._shown[edition.id].found
            await self._put(replace(shown, faults=(), found=found))
            return
        view = time.perf_counter() - started
        stands = standing(item, project.folder, recall(project.folder).of(edition))
        is_proven = stands.state is State.FRESH
        drawn = await (
            self._drawn(drawn_from, project.folder / edition.path)
            if is_proven
            else self._drawn(draw, setup_of(project, self._work), job_of(item, project.folder))
        )
        if drawn.faults or drawn.bug:
            await self._put(replace(shown, faults=(*drawn.faults, *_bug(edition.id, drawn.bug))))
            return
        took = {"read": read, "view": view}
        for lap in drawn.laps:
            took[lap.phase] = took.get(lap.phase, 0.0) + lap.seconds
        await self._put(
            replace(
                shown,
                fingerprint=item.fingerprint,
                stage=Stage.PROVEN if is_proven else Stage.DRAFT,
                pages=drawn.pages,
                faults=(),
                saved=saved,
                took=took,
            )
        )

    async def _drawn(
        self, work: Callable[Asked, Drawn], *asked: Asked.args, **more: Asked.kwargs
    ) -> Drawn:
        """Let the worker do something; one that dies is replaced."""
        if self._executor is None:
            self._executor = self._work.opening(1)
        try:
            return await asyncio.wrap_future(self._executor.submit(work, *asked, **more))
        except BrokenExecutor:
            self._executor = None
            return Drawn(bug="the worker that drew it died: killed, or out of memory")

    async def _prove(self) -> None:
        """Build what is shown as a draft, and say what the proofs found."""
        for name in self._drafts():
            project, edition = self._project, self._every.get(name)
            if project is None or edition is None:
                continue
            fingerprint = self._shown[name].fingerprint
            await self._set(name, stage=Stage.PROVING)
            found, stage = await asyncio.to_thread(_proven, project, edition, self._work)
            if self._shown[name].fingerprint == fingerprint:
                await self._set(name, stage=stage, found=found)
        if self._drafts():
            self._wanted.set()

    # -- what is told

    async def _set(self, name: str, **parts: object) -> None:
        await self._put(replace(self._shown[name], **parts))  # type: ignore[arg-type]

    async def _put(self, shown: Shown) -> None:
        for page in shown.pages:
            self._pictures[page.name] = page.png
            self._pictures.move_to_end(page.name)
        while len(self._pictures) > PICTURES:
            self._pictures.popitem(last=False)
        self._shown[shown.edition] = shown
        await self._tell()

    async def _tell(self) -> None:
        async with self._news:
            self._news.notify_all()


def _findings(project: Project, edition: Edition) -> tuple[Finding, ...]:
    """Give what the checks say of the records that an edition speaks of, in order of place."""
    about = frozenset(subjects_of(project, edition))
    found = (one for one in project.answers.findings if one.subject in about)
    return tuple(sorted(found, key=lambda one: (one.verdict.value, one.place)))


def _bug(name: str, trace: str) -> Iterable[Fault]:
    if trace:
        words = f"an internal error stopped the drawing: {trace.strip().splitlines()[-1]}"
        yield Fault(Place(name), words, "please report it", "bug")


def _proven(project: Project, edition: Edition, work: Work) -> tuple[tuple[Fault, ...], Stage]:
    """Build an edition; where another build is at work, it stays a draft for now."""
    try:
        (result,) = build(project, [edition], work)
    except LockedError:
        return (), Stage.DRAFT
    except CannotWriteError as error:
        return (Fault(Place(edition.id), str(error), "make room or way", "output"),), Stage.REFUSED
    if result.has_failed:
        return (*result.row.faults, *_bug(edition.id, result.row.bug)), Stage.REFUSED
    return result.row.warnings, Stage.PROVEN
