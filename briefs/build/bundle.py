"""The bundle: a project's data and templates as one file, named for what is in it."""

from __future__ import annotations

import io
from pathlib import Path
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from briefs.build.project import Project
from briefs.build.store import Store, Stored
from briefs.build.templates import SETTINGS, TEMPLATES, digest, files_in, kept
from briefs.records import DATA

#: The folder of bundles, in a store and in a cache.
BUNDLES = "bundles"


def pack(project: Project, store: Store) -> Stored:
    """Put a project's bundle into a store: the same files give the same bundle."""
    files = {f"{DATA}/{name}": path for name, path in files_in(project.folder / DATA).items()}
    files |= {f"{TEMPLATES}/{name}": path for name, path in files_in(project.templates).items()}
    settings = project.folder / SETTINGS
    if settings.exists():
        files[SETTINGS] = settings
    target = io.BytesIO()
    with ZipFile(target, "w", ZIP_DEFLATED) as bundle:
        for name, path in sorted(files.items()):
            # A ZipInfo has the first day that a ZIP knows; a file of ours would have its own.
            bundle.writestr(ZipInfo(name), path.read_bytes(), ZIP_DEFLATED)
    data = target.getvalue()
    return store.put(f"{BUNDLES}/{digest(data)}.zip", data)


def unpack(one: Stored, store: Store, *, cache: Path) -> Path:
    """Fetch a bundle, and give the folder in a cache that holds what is in it.

    Raises SetupError and CannotWriteError.
    """
    with ZipFile(io.BytesIO(store.get(one))) as bundle:
        contents = {name: bundle.read(name) for name in bundle.namelist()}
    return kept(contents, cache / BUNDLES)
