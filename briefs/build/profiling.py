"""Profiling: which functions of a render cost most, over all workers of a build."""

from __future__ import annotations

import cProfile
import io
import os
import pstats
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

#: Where the profile of a build is written, in its output folder, and how many lines it has.
PROFILE = "profile.txt"
LINES = 60


@contextmanager
def profiled(folder: Path | None) -> Iterator[None]:
    """Keep a profile of what is done within, in a folder; without one, keep none."""
    if folder is None:
        yield
        return
    profile = cProfile.Profile()
    profile.enable()
    try:
        yield
    finally:
        profile.disable()
        profile.dump_stats(folder / f"{os.getpid()}-{uuid.uuid4().hex}.pstats")


def merged(folder: Path) -> str:
    """Give the functions of all profiles in a folder, those with most time of their own first."""
    files = sorted(map(str, folder.glob("*.pstats")))
    if not files:
        return "nothing was rendered\n"
    text = io.StringIO()
    stats = pstats.Stats(files[0], stream=text)
    stats.add(*files[1:])
    stats.strip_dirs().sort_stats("tottime").print_stats(LINES)
    return text.getvalue()
