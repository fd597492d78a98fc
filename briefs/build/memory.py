"""Memory: what a build remembers, so that one that has nothing to do only looks at files.

It holds sizes and times of this machine's files, is no part of what was built, and may be lost:
whatever it does not know is read again from the files themselves.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from briefs.build.edition import INDEX, OUTPUT, SUFFIX, Edition
from briefs.build.files import CannotWriteError, put
from briefs.build.fingerprint import code_files, shared_inputs
from briefs.build.templates import SETTINGS, TEMPLATES, digest, files_in, own_templates
from briefs.faults import Fault, Place, Severity
from briefs.records import DATA
from briefs.regular import read_regular

#: The file of an output folder that holds its memory, and the version of its form.
NAME = ".memory.json"
SCHEMA = 1

#: Files that are younger than this, in nanoseconds, might change and look the same.
SETTLED = 50_000_000

#: Size, times of content and of status, and number of a file: another file has others.
Stats = tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Built:
    """An edition that stands whole in output/: what it was made from, and its bytes.

    `keys` is the digest of its manifest's keys, `manifest` that of the whole manifest; `stats`
    are of the PDF and of its manifest.
    """

    fingerprint: str
    keys: str
    sha256: str
    manifest: str
    bytes: int
    pages: int
    stats: tuple[Stats, Stats]


@dataclass(frozen=True, slots=True)
class Known:
    """What is remembered of an edition.

    One that is dressed wears another theme or paper than the project's own.
    `wanted` is the fingerprint of what the project asked for when it was last read, and `faults`
    are those for which it could not be made. That is current while the project looks the same.
    """

    id: str
    kind: str
    subject: str
    setting: str
    path: str
    dressed: bool = False
    wanted: str = ""
    current: bool = False
    built: Built | None = None
    faults: tuple[Fault, ...] = ()

    def is_fresh(self, folder: Path) -> bool:
        """Whether the edition stands in output/ as it is wanted, as far as a look can tell."""
        if not self.current or self.faults or self.built is None:
            return False
        if self.built.fingerprint != self.wanted:
            return False
        return self.built.stats == stats_of_pair(folder / self.path)


@dataclass(frozen=True, slots=True)
class Memory:
    """What is remembered of a project.

    `seen` is how its files looked; while they look so, its warnings, its editions and what is
    wanted of them are these. `index` is how the index of its output looked when that was whole.
    """

    seen: str = ""
    warnings: tuple[Fault, ...] = ()
    editions: Mapping[str, Known] = field(default_factory=dict)
    index: tuple[Stats, ...] = ()

    def of(self, edition: Edition) -> Known:
        """Give what is remembered of an edition, if only its name."""
        path = edition.path.as_posix()
        dressed = bool(edition.paper or edition.theme)
        setting = str(edition.setting)
        new = Known(edition.id, edition.kind, edition.subject, setting, path, dressed=dressed)
        return self.editions.get(edition.id, new)

    def own(self) -> tuple[Known, ...]:
        """Give the editions in the project's own dress."""
        return tuple(one for one in self.editions.values() if not one.dressed)


@dataclass(frozen=True, slots=True)
class Seen:
    """The state of all files that a project's editions are made from, as a look can tell.

    It is settled if none of them is so young that it might change and look the same.
    """

    digest: str
    settled: bool


def look(project: Path, *, now: int) -> Seen:
    """Look at everything that editions are made from; `now` in nanoseconds.

    Records and templates by size and times, our own code and libraries by what is in them.
    """
    folders = (project / DATA, project / TEMPLATES, own_templates())
    settings = ("", stats_of(project / SETTINGS))
    stats = [
        (name, stats_of(path)) for folder in folders for name, path in files_in(folder).items()
    ]
    code = {name: digest(path.read_bytes()) for name, path in code_files(("",)).items()}
    youngest = max((max(one[1:3]) for _, one in stats if one), default=0)
    text = json.dumps([settings, stats, shared_inputs(), code])
    return Seen(digest(text.encode()), youngest < now - SETTLED)


def stats_of(path: Path) -> Stats:
    """Give what a look can tell of a file; nothing for one that is not there."""
    try:
        found = path.stat()
    except OSError:
        return ()
    return found.st_size, found.st_mtime_ns, found.st_ctime_ns, found.st_ino


def stats_of_pair(pdf: Path) -> tuple[Stats, Stats]:
    """Give what a look can tell of a PDF and of the manifest beside it."""
    return stats_of(pdf), stats_of(pdf.with_suffix(SUFFIX))


def stats_of_index(project: Path) -> tuple[Stats, ...]:
    """Give what a look can tell of the index of a project's output."""
    return tuple(stats_of(project / OUTPUT / name) for name in INDEX)


def built(pdf: Path, remembered: Built | None) -> Built | str:
    """Give what stands whole in a place, or say what is wrong with it.

    Files that look as they did are taken to be what they were.
    """
    stats = stats_of_pair(pdf)
    if remembered and remembered.stats == stats:
        return remembered
    if not all(stats):
        return "is not there" if not stats[0] else "has no manifest beside it"
    try:
        text = read_regular(pdf.with_suffix(SUFFIX))
        manifest = json.loads(text)
        data = read_regular(pdf)
        if digest(data) != manifest["pdf"]["sha256"]:
            return "is not the one that its manifest tells of"
        return Built(
            fingerprint=manifest["fingerprint"],
            keys=digest_of_keys(manifest["keys"]),
            sha256=manifest["pdf"]["sha256"],
            manifest=digest(text),
            bytes=len(data),
            pages=manifest["pdf"]["pages"],
            stats=stats,
        )
    except (OSError, ValueError, TypeError, KeyError, RecursionError):
        return "has a manifest that cannot be read"


def digest_of_keys(keys: Mapping[str, str]) -> str:
    """Give the one digest of a manifest's keys."""
    return digest(json.dumps(keys, sort_keys=True, ensure_ascii=False).encode())


def recall(project: Path) -> Memory:
    """Give what is remembered of a project: nothing, if that is lost or damaged."""
    try:
        return _memory(json.loads(read_regular(project / OUTPUT / NAME)))
    except (OSError, ValueError, TypeError, KeyError, AttributeError, RecursionError):
        return Memory()


def keep(project: Path, memory: Memory) -> None:
    """Remember; who cannot write it down will only have to look again."""
    found = {"schema": SCHEMA, **asdict(memory)}
    text = json.dumps({"sum": _sum(found), **found}, ensure_ascii=False)
    with suppress(CannotWriteError):
        put(project / OUTPUT / NAME, text.encode())


def _sum(found: Mapping[str, Any]) -> str:
    """Give the digest of all that is remembered: a bit that fell over must mislead nobody."""
    return digest(json.dumps(found, sort_keys=True).encode())


def _memory(found: dict[str, Any]) -> Memory:
    if found.pop("sum") != _sum(found) or found["schema"] != SCHEMA:
        return Memory()
    return Memory(
        seen=found["seen"],
        warnings=tuple(map(_fault, found["warnings"])),
        editions={name: _known(one) for name, one in found["editions"].items()},
        index=tuple(tuple(map(int, one)) for one in found["index"]),
    )


def _known(found: dict[str, Any]) -> Known:
    stands = found["built"]
    if stands:
        stats = tuple(tuple(map(int, one)) for one in stands["stats"])
        stands = Built(**{**stands, "stats": stats})
    faults = tuple(map(_fault, found["faults"]))
    return Known(**{**found, "built": stands, "faults": faults})


def _fault(found: dict[str, Any]) -> Fault:
    place, severity = Place(**found["place"]), Severity(found["severity"])
    return Fault(**{**found, "place": place, "severity": severity})
