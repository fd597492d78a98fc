"""The ending: when the last build of every brief came to its end, for whoever watches over it.

It is of one run on one machine, and so stands apart from what is built.
"""

from __future__ import annotations

from contextlib import suppress
from datetime import datetime
from pathlib import Path

from briefs.build.edition import OUTPUT
from briefs.build.files import CannotWriteError, put

#: The file of an output folder that holds the moment.
NAME = ".ended"


def note_ending(project: Path, moment: datetime) -> None:
    """Write down that a build of every brief has ended; one that cannot is missed by the watch."""
    with suppress(CannotWriteError):
        put(project / OUTPUT / NAME, f"{moment.isoformat()}\n".encode())


def last_ending(project: Path) -> datetime | None:
    """Give when the last build of every brief ended, if any did and that is readable."""
    try:
        moment = datetime.fromisoformat((project / OUTPUT / NAME).read_text("ascii").strip())
    except (OSError, ValueError):
        return None
    return moment if moment.tzinfo else None
