"""The examination: what `briefs doctor` looks at, each thing on its own."""

from __future__ import annotations

import os
import sys
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from briefs import __version__
from briefs.build.edition import OUTPUT
from briefs.build.files import CannotWriteError, SetupError
from briefs.build.project import read_parts
from briefs.build.templates import TEMPLATES, THEMES, WORDING, files_in, own_templates
from briefs.build.versions import PACKAGES, libraries, package_version
from briefs.cli.session import FACES, LIBRARIES, SETUP, Session
from briefs.cli.terminal import plural
from briefs.faces import faces_directory, missing, pinned_faces
from briefs.faults import errors
from briefs.language import Wording, load_wordings


@dataclass(frozen=True, slots=True)
class Symptom:
    """One thing that was looked at: what was found, and if it is not well, how to mend it."""

    what: str
    found: str
    mend: str = ""

    @property
    def well(self) -> bool:
        """Whether nothing needs mending."""
        return not self.mend

    def as_dict(self) -> dict[str, Any]:
        """Give the symptom as plain values, for `--json`."""
        return asdict(self) | {"well": self.well}


def examine(session: Session) -> tuple[Symptom, ...]:
    """Look at everything that a build stands on."""
    return tuple(symptom for look in _LOOKS for symptom in _safely(look, session))


def _safely(look: Callable[[Session], Iterator[Symptom]], session: Session) -> Iterator[Symptom]:
    """Look at one thing; what the world throws at us on the way is a symptom itself."""
    try:
        yield from look(session)
    except (OSError, CannotWriteError) as error:
        what = look.__name__.strip("_").replace("_", " ")
        yield Symptom(what, str(error), "see that it can be read and written")


def _program(_: Session) -> Iterator[Symptom]:
    yield Symptom("briefs", f"{__version__} in {Path(__file__).parent.parent}")
    yield Symptom("python", ".".join(map(str, sys.version_info[:3])))
    for name in PACKAGES:
        version = package_version(name)
        yield Symptom(name, version or "not installed", "" if version else SETUP)


def _libraries(_: Session) -> Iterator[Symptom]:
    for name, version in libraries().items():
        yield Symptom(name, version or "cannot be loaded", "" if version else LIBRARIES)


def _faces(session: Session) -> Iterator[Symptom]:
    directory = faces_directory(session.cache)
    lost = missing(directory)
    for face in pinned_faces():
        if face not in lost:
            yield Symptom(f"face {face.name}", "as pinned")
            continue
        path = face.path(directory)
        found = "has other bytes than were pinned" if path.exists() else "is missing"
        yield Symptom(f"face {face.name}", f"{path} {found}", FACES)


def _templates(session: Session) -> Iterator[Symptom]:
    own = session.project / TEMPLATES
    for what, folder in (("our templates", own_templates()), ("the project's templates", own)):
        count = len(files_in(folder))
        if count:
            yield Symptom(what, f"{plural(count, 'file')} in {folder.resolve()}")
    if not files_in(own_templates()):
        yield Symptom("our templates", f"none in {own_templates()}", "install briefs again")


def _families(session: Session) -> Iterator[Symptom]:
    """Find families that a wording asks for and nobody pinned."""
    folder = session.templates() / WORDING
    known = {face.family for face in pinned_faces()}
    for wording in load_wordings(folder, name=f"{TEMPLATES}/{WORDING}")[0].values():
        unknown = [family for family in _asked(wording) if family not in known]
        if unknown:
            mend = f"in {TEMPLATES}/{WORDING}/{wording.id}.yaml, use {', '.join(sorted(known))}"
            yield Symptom(f"faces of {wording.id}", f"{', '.join(unknown)} is not pinned", mend)


def _asked(wording: Wording) -> tuple[str, ...]:
    return (*wording.language.sans, *wording.language.serif)


def _project(session: Session) -> Iterator[Symptom]:
    try:
        parts = read_parts(session.project, session.templates())
    except SetupError as error:
        yield Symptom("project", str(error), error.mend)
        return
    themes, wordings = f"{TEMPLATES}/{THEMES}", f"{TEMPLATES}/{WORDING}"
    bad = errors(parts.faults)
    for what in (themes, wordings, "data"):
        count = sum(fault.place.file.startswith(what) for fault in bad)
        if count:
            yield Symptom(what, plural(count, "error"), "run `briefs check` to see them")
        else:
            yield Symptom(what, "no errors")


def _output(session: Session) -> Iterator[Symptom]:
    """Find out whether files can be written, in the folder or where it is to be made."""
    output = session.project / OUTPUT
    folder = output if output.exists() else session.project
    try:
        with tempfile.TemporaryFile(dir=folder):
            yield Symptom("output", f"{folder.resolve()} can be written")
    except OSError as error:
        words = f"{folder.resolve()} cannot be written: {error.strerror}"
        yield Symptom("output", words, f"run `chmod u+w {folder}`, or make room")


def _environment(session: Session) -> Iterator[Symptom]:
    named = "BRIEFS_CACHE" if os.environ.get("BRIEFS_CACHE") else "the usual place"
    yield Symptom("cache", f"{session.cache} ({named})")


_LOOKS = (
    _program,
    _libraries,
    _environment,
    _faces,
    _templates,
    _families,
    _project,
    _output,
)
