"""Trial: the project as it would be with what a workbook says, read and questioned elsewhere."""

from __future__ import annotations

import shutil
from collections.abc import Iterable
from pathlib import Path
from tempfile import TemporaryDirectory

from briefs.build.project import Parts, read_parts
from briefs.build.templates import SETTINGS
from briefs.records import DATA
from briefs.workbooks.importing import Amended


def tried(project: Path, templates: Path, made: Iterable[Amended]) -> Parts:
    """Read a project in which some records say something new, without touching it."""
    with TemporaryDirectory(prefix="briefs-") as name:
        folder = Path(name)
        shutil.copytree(project / DATA, folder / DATA)
        if (project / SETTINGS).is_file():
            shutil.copy(project / SETTINGS, folder)
        for one in made:
            path = folder / one.file
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(one.new, encoding="utf-8")
        return read_parts(folder, templates)
