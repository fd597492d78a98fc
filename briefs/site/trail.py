"""The trail: what the gallery remembers of its last visit, so that it does nothing twice.

Like a build's memory it is no part of what was made, and may be lost.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import asdict, dataclass, field
from pathlib import Path

from briefs.build.edition import OUTPUT
from briefs.build.files import CannotWriteError, put
from briefs.build.memory import Seen, Stats, stats_of, stats_of_index

#: The file of an output folder that holds the trail, and the version of its form.
NAME = ".gallery.json"
SCHEMA = 1


@dataclass(frozen=True, slots=True)
class Trail:
    """What the gallery was made of, and how its files looked when it was whole.

    `seen` is how the project looked, `index` what was built of it; `pages` holds the digest of
    what each edition's page was made from.
    """

    seen: str = ""
    published: str = ""
    index: tuple[Stats, ...] = ()
    pages: Mapping[str, str] = field(default_factory=dict)
    files: Mapping[str, Stats] = field(default_factory=dict)


def is_current(project: Path, seen: Seen, published: str) -> bool:
    """Whether a look shows that the gallery is whole, and made of what stands in output/."""
    trail = recall(project)
    if (trail.seen, trail.published) != (seen.digest, published) or not trail.seen:
        return False
    return trail.index == stats_of_index(project) and is_whole(project, trail.files)


def is_whole(project: Path, files: Mapping[str, Stats]) -> bool:
    """Whether files of an output folder look as they did."""
    return all(stats_of(project / OUTPUT / name) == stats for name, stats in files.items())


def recall(project: Path) -> Trail:
    """Give what is remembered: nothing, if that is lost or damaged."""
    try:
        found = json.loads((project / OUTPUT / NAME).read_bytes())
        if found.pop("schema") != SCHEMA:
            return Trail()
        index = tuple(tuple(map(int, one)) for one in found.pop("index"))
        files = {name: tuple(map(int, stats)) for name, stats in found.pop("files").items()}
        return Trail(index=index, files=files, **found)
    except (OSError, ValueError, TypeError, KeyError, AttributeError):
        return Trail()


def keep(project: Path, trail: Trail) -> None:
    """Remember; who cannot write it down will only have to look again."""
    text = json.dumps({"schema": SCHEMA, **asdict(trail)}, ensure_ascii=False)
    with suppress(CannotWriteError):
        put(project / OUTPUT / NAME, text.encode())
