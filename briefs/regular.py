"""Regular files: their bytes, and those of nothing else that may stand under a file's name.

Behind a link lies a file of somebody else's, and a pipe or a device may never end.
"""

from __future__ import annotations

import errno
import os
import stat
from pathlib import Path


class IrregularError(OSError):
    """What stands under a file's name is a folder, a pipe or a device."""

    def __init__(self, path: Path) -> None:
        super().__init__(errno.EINVAL, "it is no regular file", str(path))


def read_regular(path: Path, *, most: int = -1) -> bytes:
    """Read a file, or at most so many bytes of it; raises OSError for all that is none."""
    # Not to follow links, and not to wait for ever on a pipe.
    handle = os.open(path, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC)
    try:
        if not stat.S_ISREG(os.fstat(handle).st_mode):
            raise IrregularError(path)
        with os.fdopen(handle, "rb", closefd=False) as file:
            return file.read(most)
    finally:
        os.close(handle)
