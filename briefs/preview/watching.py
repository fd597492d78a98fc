"""Watching: which files a brief is made from are saved, and when."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterable
from pathlib import Path

from watchfiles import Change, DefaultFilter, awatch

from briefs.build.templates import SETTINGS, TEMPLATES
from briefs.records import DATA

#: What is saved within so many milliseconds is one change; an editor writes a file in steps.
STEP, MOST = 20, 200


class _Inputs(DefaultFilter):
    """Lets through what a project is made from, and no scraps of editors."""

    def __init__(self, folder: Path) -> None:
        super().__init__()
        self._folder = folder

    def __call__(self, change: Change, path: str) -> bool:
        name = Path(path)
        if name.name.startswith("."):
            return False
        if name.parent == self._folder and name.name not in (SETTINGS, DATA, TEMPLATES):
            return False
        return super().__call__(change, path)


async def watch(folder: Path, templates: Iterable[Path], tell: Callable[[float], None]) -> None:
    """Tell when an input of a project was saved, in seconds since 1970, until cancelled.

    `templates` are folders beside the project's own; all paths are absolute.
    """
    deep = [path for path in (folder / DATA, folder / TEMPLATES, *templates) if path.is_dir()]

    async def those(*paths: Path, recursive: bool) -> None:
        changes = awatch(
            *paths,
            watch_filter=_Inputs(folder),
            step=STEP,
            debounce=MOST,
            recursive=recursive,
            raise_interrupt=False,
        )
        async for found in changes:
            tell(max(_saved(Path(path)) for _, path in found))

    async with asyncio.TaskGroup() as group:
        group.create_task(those(*deep, recursive=True))
        # What belongs to the whole project may not be there yet: its settings, its own templates.
        group.create_task(those(folder, recursive=False))


def _saved(path: Path) -> float:
    """Give when a file was saved; of one that is gone, when something in its folder was."""
    while not path.exists() and path != path.parent:
        path = path.parent
    return path.stat().st_mtime
