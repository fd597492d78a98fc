"""Revisions: the records and templates of a project as git keeps them."""

from __future__ import annotations

import io
import shutil
import subprocess
from pathlib import Path
from zipfile import ZipFile

from briefs.build.files import SetupError
from briefs.build.templates import SETTINGS, TEMPLATES
from briefs.records import DATA

#: What briefs are made from, as far as it is a project's own.
PARTS = (DATA, TEMPLATES, SETTINGS)


class NoRevisionError(LookupError):
    """Git knows no such revision of the project, or there is nothing of it in that one."""


def restore(folder: Path, revision: str, target: Path) -> None:
    """Put what a project was at a revision into an empty folder.

    Raises NoRevisionError, and SetupError where there is no git.
    """
    # What begins with a dash would be an option; the commit's own name does not.
    commit = _git(folder, "rev-parse", "--verify", "--quiet", "--end-of-options", f"{revision}^0")
    name = commit.decode("ascii").strip()
    there = _git(folder, "ls-tree", "--name-only", name, "--", *PARTS).decode().splitlines()
    if DATA not in there:
        raise NoRevisionError(f"{revision} holds no folder {DATA}/")
    # Unpacked from a zip, a link is a file that names what it leads to: nothing leads elsewhere.
    archive = _git(folder, "archive", "--format=zip", name, "--", *there)
    with ZipFile(io.BytesIO(archive)) as files:
        files.extractall(target)


def _git(folder: Path, *words: str) -> bytes:
    git = shutil.which("git")
    if git is None:
        raise SetupError("git is not installed", "install git, or compare files")
    done = subprocess.run([git, *words], cwd=folder, capture_output=True, check=False)  # noqa: S603 - a list, and the revision is no option
    if done.returncode:
        said = done.stderr.decode(errors="replace").strip().splitlines()
        raise NoRevisionError(said[0] if said else "git knows no such revision")
    return done.stdout
