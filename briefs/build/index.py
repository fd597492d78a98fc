"""The index of an output folder: what stands whole in it, as one manifest and as check sums.

Both are written last, so that they never promise a file that is not there. They hold nothing but
what was built, and with what: the same editions give the same bytes. `sha256sum --check SHA256SUMS`
verifies all.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path, PurePosixPath

from briefs import __version__
from briefs.build.edition import INDEX, OUTPUT, SUFFIX
from briefs.build.files import put
from briefs.build.inventory import inventory
from briefs.build.manifest import written
from briefs.build.memory import Known
from briefs.build.templates import digest

SCHEMA = 1


def index(project: Path, known: Iterable[Known]) -> None:
    """Write the index of a project's output. Raises CannotWriteError."""
    standing = sorted((one for one in known if one.built), key=lambda one: one.id)
    rows, made_with = _rows(standing), inventory()
    manifest = written(
        {"schema": SCHEMA, "briefs": __version__, "editions": rows, "made_with": made_with}
    )
    sums = {INDEX[0]: digest(manifest)}
    for one in standing:
        sums |= _sums(one)
    text = "".join(f"{sum_}  {name}\n" for name, sum_ in sorted(sums.items()))
    for name, data in zip(INDEX, (manifest, text.encode()), strict=True):
        path = project / OUTPUT / name
        if not path.is_file() or path.read_bytes() != data:
            put(path, data)


def _rows(standing: Iterable[Known]) -> list[Mapping[str, object]]:
    return [
        {
            "id": one.id,
            "kind": one.kind,
            "subject": one.subject,
            "setting": one.setting,
            "fingerprint": one.built.fingerprint,
            "pdf": {
                "path": _inside(one.path),
                "sha256": one.built.sha256,
                "bytes": one.built.bytes,
                "pages": one.built.pages,
            },
            "manifest": {
                "path": _inside(one.path, SUFFIX),
                "sha256": one.built.manifest,
            },
        }
        for one in standing
        if one.built
    ]


def _sums(one: Known) -> dict[str, str]:
    if one.built is None:
        return {}
    return {_inside(one.path): one.built.sha256, _inside(one.path, SUFFIX): one.built.manifest}


def _inside(path: str, suffix: str = "") -> str:
    """Give a path as seen from the output folder."""
    inside = PurePosixPath(path).relative_to(OUTPUT)
    return str(inside.with_suffix(suffix) if suffix else inside)
