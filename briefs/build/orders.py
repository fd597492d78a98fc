"""Orders: one edition to be rendered wherever a project's bundle can be had, as JSON.

Whoever carries an order out plans the edition by itself. Where that gives another fingerprint, it
is not set up as whoever ordered, and renders nothing: it answers what it would have made it from.
"""

from __future__ import annotations

import os
import uuid
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from tempfile import TemporaryDirectory

from pydantic import TypeAdapter

from briefs.build.bundle import unpack
from briefs.build.edition import SUFFIX
from briefs.build.editions import dressed, editions
from briefs.build.files import CannotWriteError, SetupError, staged
from briefs.build.limits import Limits
from briefs.build.planning import Plan, plan
from briefs.build.project import Dress, Project, UnknownDressError, read_project
from briefs.build.store import Store, Stored
from briefs.build.templates import TEMPLATES
from briefs.build.worker import Row, Setup, job_of, limited, render
from briefs.faults import InvalidInput

#: The folder of a store where rendered editions wait to be taken.
RENDERED = "rendered"


@dataclass(frozen=True, slots=True)
class Order:
    """An edition of a project in a dress, whose bundle is in a store."""

    store: str
    bundle: Stored
    edition: str
    fingerprint: str
    dress: Dress
    limits: Limits

    @property
    def folder(self) -> str:
        """Where in the store the files of the edition wait."""
        return f"{RENDERED}/{self.fingerprint}"


@dataclass(frozen=True, slots=True)
class Answer:
    """What came of an order.

    A row, with its files in the store where there are any; or the inputs of an edition that would
    be another; or why no order at all can be carried out there. `died` are the seconds after
    which the process that rendered it did, and `lost` those for which there was no worker.
    """

    worker: str = ""
    row: Row = field(default_factory=Row)
    files: tuple[Stored, ...] = ()
    otherwise: Mapping[str, str] = field(default_factory=dict)
    refused: str = ""
    died: float = 0.0
    lost: float = 0.0


_ORDER, _ANSWER = TypeAdapter(Order), TypeAdapter(Answer)


def written(order: Order) -> str:
    """Write an order on one line."""
    return _ORDER.dump_json(order).decode()


def read_answer(line: str) -> Answer:
    """Read an answer."""
    return _ANSWER.validate_json(line)


def answer_to(line: str, *, faces: Path | SetupError, cache: Path) -> str:
    """Carry an order out, and give the answer on one line; without faces, nothing can be."""
    worker = f"process {os.getpid()} on {os.uname().nodename}"
    try:
        order = _ORDER.validate_json(line)
        if isinstance(faces, SetupError):
            raise faces
        found = _carried_out(order, worker, faces=faces, cache=cache)
    except (SetupError, CannotWriteError, UnknownDressError, InvalidInput, ValueError) as error:
        mend = getattr(error, "mend", "")
        found = Answer(worker, refused=f"{error}; {mend}" if mend else str(error))
    return _ANSWER.dump_json(found).decode()


def _carried_out(order: Order, worker: str, *, faces: Path, cache: Path) -> Answer:
    store = Store(order.store)
    project = _project(order.store, order.bundle, order.dress, cache)
    item = _planned(project, order.edition)
    if item.fingerprint != order.fingerprint:
        return Answer(worker, otherwise=item.inputs)
    setup = Setup(project.templates, faces, project.theme.name, project.paper, order.limits)
    with TemporaryDirectory() as folder:
        job = job_of(item, Path(folder))
        row = limited(render, setup, job)
        made = [staged(path) for path in (job.path, job.path.with_suffix(SUFFIX))]
        # Under a name that no other attempt writes to: one may still be at it elsewhere.
        attempt = f"{order.folder}/{uuid.uuid4().hex}"
        files = tuple(
            store.put(f"{attempt}/{number}", path.read_bytes())
            for number, path in enumerate(made)
            if path.exists()
        )
    return Answer(worker, row, files)


@lru_cache(maxsize=2)
def _project(store: str, bundle: Stored, dress: Dress, cache: Path) -> Project:
    folder = unpack(bundle, Store(store), cache=cache)
    return read_project(folder, folder / TEMPLATES, dress)


def _planned(project: Project, name: str) -> Plan:
    every = dressed(editions(project.library, project.wordings), project.dress)
    found = next(plan(project, [one for one in every if one.id == name]), None)
    if not isinstance(found, Plan):
        raise SetupError(f"the edition {name} cannot be planned there", "install the same wheel")
    return found
