"""Fingerprints: everything that an edition's bytes depend on, by name.

One mapping answers both questions about an edition: whether it is stale, and which input
made it so. A file stands in it as its SHA-256, a library as its version.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from datetime import date
from decimal import Decimal
from enum import Enum
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from briefs import __version__
from briefs.build.templates import digest
from briefs.build.versions import versions
from briefs.faces import pinned_faces
from briefs.faults import Place

if TYPE_CHECKING:  # A build that has nothing to do waits for none of these.
    from briefs.build.editions import View
    from briefs.language import Setting, Wording
    from briefs.pages import Designer
    from briefs.theme import Theme

#: Our own code that turns a view into bytes, or lets none pass that is not as it should be.
AFTER_THE_VIEW = (
    *("__init__.py", "faults.py", "figures", "language", "theme", "theme.py", "faces"),
    *("views/parts.py", "views/slides.py", "views/labels.py", "charts", "pages", "press", "proofs"),
    *("build/fingerprint.py", "build/enclosing.py", "build/manifest.py", "build/worker.py"),
)

#: Our own code that a view is made by; it moves bytes only by way of the view.
BEFORE_THE_VIEW = ("reading", "records", "rules", "measures.py", "checks", "views")

#: Words that templates and not views hold, and what shows in a view that its page says them.
ON_EVERY_PAGE = "page.edition"
ON_DRAFTS = "page.draft"
_DRAFTED = b'"draft": true'

#: What JSON writes as it is.
_KNOWN = frozenset((str, int, float, bool, type(None)))

_PACKAGE = Path(__file__).parent.parent


def fingerprint(inputs: Mapping[str, str]) -> str:
    """Give the one digest of all inputs."""
    return digest(json.dumps(inputs, sort_keys=True, ensure_ascii=False).encode())


def parts_of(view: View) -> dict[str, bytes]:
    """Give each part of a view in its canonical form."""
    return {f.name: canonical(getattr(view, f.name)) for f in fields(view)}


def inputs_of(
    parts: Mapping[str, bytes],
    setting: Setting,
    *,
    wordings: Mapping[str, Wording],
    shared: Mapping[str, str],
) -> dict[str, str]:
    """Give every input of an edition by its view's parts, and those that it shares with others.

    The view holds the words, figures and findings that a page shows, so that it stands for the
    records, wordings, setting and checks it was composed from, and for nothing else in them.
    """
    found = {f"view/{name}": digest(part) for name, part in parts.items()}
    keys = [ON_EVERY_PAGE]
    if any(_DRAFTED in part for part in parts.values()):
        keys.append(ON_DRAFTS)
    return found | wording_inputs(wordings, setting, keys) | dict(shared)


def shared_inputs() -> dict[str, str]:
    """Give what every edition depends on: faces, libraries, and our own code."""
    found = {f"library/{name}": text for name, text in versions().items()}
    found["library/briefs"] = __version__
    found |= {f"face/{face.name}": face.sha256 for face in pinned_faces()}
    files = code_files(AFTER_THE_VIEW)
    return found | {f"code/{name}": digest(path.read_bytes()) for name, path in files.items()}


def code_keys() -> dict[str, str]:
    """Give the digest of each room that views are made by, for whoever asks why one changed."""
    found = {}
    for room in BEFORE_THE_VIEW:
        listing = [digest(path.read_bytes()) for path in code_files((room,)).values()]
        found[f"code/{room}"] = digest("\n".join(listing).encode())
    return found


@cache
def code_files(rooms: tuple[str, ...]) -> dict[str, Path]:
    """Give the files of rooms by their names in the package: modules and their data."""
    found = {}
    for room in rooms:
        for path in sorted([_PACKAGE / room, *(_PACKAGE / room).rglob("*")]):
            if path.is_file() and path.suffix != ".pyc":
                found[path.relative_to(_PACKAGE).as_posix()] = path
    return found


def page_inputs(designer: Designer, theme: Theme, view: View) -> dict[str, str]:
    """Give the templates, macros, stylesheets and tokens that a view is laid out with."""
    sources = designer.sources(view)
    texts = {f"template/{name}": text for name, text in sources.templates.items()}
    texts |= {f"macro/{name}": text for name, text in sources.macros.items()}
    texts |= {f"stylesheet/{name}": text for name, text in sources.stylesheets.items()}
    tokens = theme.model_dump(mode="json", warnings=False)
    texts |= {f"theme/{name}": text for name, text in _leaves(tokens)}
    texts["setting/paper"] = designer.paper_of(view)
    return {name: digest(text.encode()) for name, text in texts.items()}


def _leaves(tokens: Mapping[str, Any], above: str = "") -> list[tuple[str, str]]:
    found = []
    for name, value in tokens.items():
        if isinstance(value, Mapping):
            found += _leaves(value, f"{above}{name}.")
        else:
            found.append((f"{above}{name}", json.dumps(value)))
    return found


def wording_inputs(
    wordings: Mapping[str, Wording], setting: Setting, keys: list[str]
) -> dict[str, str]:
    """Give what a page takes from wordings itself: faces and tags, and words of templates.

    All other words are in its view.
    """
    found = {f"language/{name}": digest(canonical(_faces(one))) for name, one in wordings.items()}
    for language in setting.languages:
        for key in keys:
            words = wordings[language].words.get(key, "")
            found[f"wording/{language}/{key}"] = digest(words.encode())
    return found


def _faces(wording: Wording) -> tuple[object, ...]:
    language = wording.language
    return wording.tag, language.sans, language.serif


def canonical(value: object) -> bytes:
    """Write a value of a view as bytes that are the same wherever and whenever it is written."""
    return json.dumps(_plain(value), sort_keys=True, ensure_ascii=False).encode()


def _plain(value: object) -> object:
    """Turn a value of a view into what JSON knows."""
    kind: Any = type(value)
    if kind in _KNOWN:  # of which a view has most
        return value
    if isinstance(value, (tuple, list)):
        return [_plain(item) for item in value]
    if names := _names(kind):
        return {"": kind.__name__} | {name: _plain(getattr(value, name)) for name in names}
    if isinstance(value, Mapping):
        return {str(key): _plain(item) for key, item in value.items()}
    return _leaf(value)


def _leaf(value: object) -> object:
    """Turn a value that holds no others into one of JSON; a place in a record moves no bytes."""
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, (str, int, float)):
        return value
    if isinstance(value, (Decimal, date)):
        return str(value)
    if isinstance(value, Place):
        return None
    raise TypeError(f"a view holds a {type(value).__name__}, which has no canonical form")


@cache
def _names(kind: type) -> tuple[str, ...]:
    """Name the fields of a dataclass that tell of a page."""
    if issubclass(kind, Place) or not is_dataclass(kind):
        return ()
    return tuple(field.name for field in fields(kind))
