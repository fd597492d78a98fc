"""Standing: how what is in output/ compares with what the project asks for today, and why."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Protocol

from briefs.build.edition import SUFFIX
from briefs.build.manifest import UnreadableError, read_manifest
from briefs.build.memory import Built, Known, built
from briefs.build.planning import Plan, Unplanned
from briefs.build.watching import FINDING
from briefs.faults import Fault

#: Inputs that are composed of what the records and wordings say.
COMPOSED = ("view/", "enclosed/")


class State(StrEnum):
    """How an edition stands; all but a fresh one are made by the next build."""

    FRESH = "fresh"
    STALE = "stale"
    FAILED = "failed"
    MISSING = "missing"


@dataclass(frozen=True, slots=True, order=True)
class Reason:
    """One thing that makes an edition other than fresh: an input and what befell it, or words."""

    sort: str
    name: str
    change: str = ""

    def __str__(self) -> str:
        return " ".join(filter(None, (self.sort, self.name, self.change)))


@dataclass(frozen=True, slots=True)
class Standing:
    """An edition's state and the reasons for it; `built` is what stands whole in output/."""

    state: State
    reasons: tuple[Reason, ...] = ()
    built: Built | None = None


def standing(plan: Plan | Unplanned, folder: Path, known: Known) -> Standing:
    """Compare what is planned with what stands in a project's output."""
    path = folder / plan.edition.path
    found = built(path, known.built)
    stands = None if isinstance(found, str) else found
    if isinstance(plan, Unplanned):
        return Standing(State.FAILED, _said(plan.faults), stands)
    if known.faults and known.wanted == plan.fingerprint:
        return Standing(State.FAILED, _said(known.faults), stands)
    if isinstance(found, str):
        state = State.STALE if path.exists() else State.MISSING
        return Standing(state, (Reason("the PDF", found),))
    if found.fingerprint == plan.fingerprint:
        return Standing(State.FRESH, (), found)
    return Standing(State.STALE, _why(path.with_suffix(SUFFIX), plan), found)


def _said(faults: tuple[Fault, ...]) -> tuple[Reason, ...]:
    return tuple(Reason(fault.rule, str(fault)) for fault in faults)


def _why(path: Path, plan: Plan) -> tuple[Reason, ...]:
    try:
        return reasons(read_manifest(path.read_bytes()), plan)
    except (OSError, UnreadableError) as error:
        return (Reason("the manifest", f"cannot be read: {error}"),)


class Made(Protocol):
    """What is known to be made, or to be about to be, of some inputs."""

    @property
    def inputs(self) -> Mapping[str, str]:
        """The digest of each input."""

    @property
    def keys(self) -> Mapping[str, str]:
        """The digests of records' and wordings' own names for what is in the view."""


def reasons(before: Made, now: Made) -> tuple[Reason, ...]:
    """Name every input that is not what an edition was made from before.

    A change of the view is told by the keys of records and wordings that it was composed from.
    Where none of them changed, and for what a check found, the part of the view is named.
    """
    changed = _changes(before.inputs, now.inputs)
    composed = {name: change for name, change in changed.items() if name.startswith(COMPOSED)}
    beside = {name: change for name, change in changed.items() if name not in composed}
    keys = _changes(before.keys, now.keys) if composed and before.keys and now.keys else {}
    told = {name: change for name, change in keys.items() if not name.startswith(f"{FINDING}/")}
    if "view/setting" in composed:
        told["view/setting"] = composed["view/setting"]
    named = {**(told or keys or composed), **beside}
    return tuple(sorted(_reason(name, change) for name, change in named.items()))


def _changes(before: Mapping[str, str], now: Mapping[str, str]) -> dict[str, str]:
    found = dict.fromkeys(now.keys() - before.keys(), "is new")
    found |= dict.fromkeys(before.keys() - now.keys(), "is gone")
    both = before.keys() & now.keys()
    return found | {name: "changed" for name in both if before[name] != now[name]}


def _reason(name: str, change: str) -> Reason:
    sort, _, rest = name.partition("/")
    return Reason(sort, rest, change)
