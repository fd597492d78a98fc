"""History: what an edition said before it said what it says now.

Of every edition one earlier manifest is kept, hidden beside its PDF: the last whose figures or
words were others than today's. An edition that is made anew and says the same displaces none, so
that a change of templates does not hide what changed in the records. It tells of no PDF that still
is there, no index names it, and whatever is built is built the same without it.
"""

from __future__ import annotations

from pathlib import Path

from briefs.build.edition import SUFFIX
from briefs.build.files import put
from briefs.build.manifest import Manifest, UnreadableError, read_manifest


def keep_before(pdf: Path, manifest: bytes) -> None:
    """Keep what an edition says, if the manifest that is to take its place says something else.

    Raises CannotWriteError.
    """
    standing = _read(pdf.with_suffix(SUFFIX))
    if standing is not None and _said(standing) != _said(read_manifest(manifest)):
        put(_kept(pdf), pdf.with_suffix(SUFFIX).read_bytes())


def before(pdf: Path) -> Manifest | None:
    """Give the manifest of what an edition said before, if there is one."""
    return _read(_kept(pdf))


def _kept(pdf: Path) -> Path:
    return pdf.with_name(f".{pdf.stem}.before{SUFFIX}")


def _read(path: Path) -> Manifest | None:
    try:
        return read_manifest(path.read_bytes())
    except (OSError, UnreadableError):
        return None


def _said(manifest: Manifest) -> object:
    shown = dict.fromkeys(one.figure for one in manifest.printed)
    return list(shown), manifest.figures, manifest.words
