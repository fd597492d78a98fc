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
from pathlib import Path

from briefs import __version__
from briefs.build.editions import View
from briefs.build.templates import digest
from briefs.build.versions import versions
from briefs.faces import pinned_faces
from briefs.faults import Place
from briefs.language import Setting, Wording
from briefs.pages import Designer
from briefs.theme import Theme

#: Rooms that cannot change the bytes of a PDF.
OUTSIDE = ("citations", "cli", "delivery", "evidence", "reports", "site", "tracing")

#: Words that templates and not views hold.
ON_EVERY_PAGE = ("page.edition", "page.draft")

_PACKAGE = Path(__file__).parent.parent


def fingerprint(inputs: Mapping[str, str]) -> str:
    """Give the one digest of all inputs."""
    return digest(json.dumps(inputs, sort_keys=True, ensure_ascii=False).encode())


def view_inputs(view: View) -> dict[str, str]:
    """Give each field of a view with its digest.

    The view holds the words, figures and findings that a page shows, so that it stands for the
    records, wordings, setting and checks it was composed from, and for nothing else in them.
    """
    return {
        f"view/{field.name}": digest(canonical(getattr(view, field.name))) for field in fields(view)
    }


def shared_inputs() -> dict[str, str]:
    """Give what every edition depends on: faces, libraries, and our own code."""
    found = {f"library/{name}": text for name, text in versions().items()}
    found["library/briefs"] = __version__
    found |= {f"face/{face.name}": face.sha256 for face in pinned_faces()}
    return found | _code()


def page_inputs(designer: Designer, theme: Theme, kind: View) -> dict[str, str]:
    """Give the templates and tokens that a view of this kind is laid out with."""
    found = {
        f"template/{name}": digest(source.encode())
        for name, source in designer.templates_of(kind).items()
    }
    found["template/paper"] = designer.paper_of(kind)
    return found | {"template/theme": digest(theme.model_dump_json(warnings=False).encode())}


def wording_inputs(wordings: Mapping[str, Wording], setting: Setting) -> dict[str, str]:
    """Give what a page takes from wordings itself: faces and tags, and the words on its edition.

    All other words are in its view.
    """
    found = {f"language/{name}": digest(canonical(_faces(one))) for name, one in wordings.items()}
    for language in setting.languages:
        for key in ON_EVERY_PAGE:
            words = wordings[language].words.get(key, "")
            found[f"wording/{language}/{key}"] = digest(words.encode())
    return found


def _faces(wording: Wording) -> tuple[object, ...]:
    language = wording.language
    return wording.tag, language.sans, language.serif


def _code() -> dict[str, str]:
    found = {}
    for path in sorted(_PACKAGE.rglob("*.py")):
        name = path.relative_to(_PACKAGE)
        if name.parts[0] not in OUTSIDE:
            found[f"code/{name.as_posix()}"] = digest(path.read_bytes())
    return found


def canonical(value: object) -> bytes:
    """Write a value of a view as bytes that are the same wherever and whenever it is written."""
    return json.dumps(_plain(value), sort_keys=True, ensure_ascii=False).encode()


def _plain(value: object) -> object:
    """Turn a value of a view into what JSON knows; a place in a record moves no bytes."""
    if isinstance(value, Enum):
        return value.value
    if value is None or isinstance(value, (str, int, float)):
        return value
    if isinstance(value, (Decimal, date)):
        return str(value)
    if isinstance(value, (tuple, list)):
        return [_plain(item) for item in value]
    if isinstance(value, Mapping):
        return {str(key): _plain(item) for key, item in value.items()}
    return _fields(value)


def _fields(value: object) -> object:
    if isinstance(value, Place):
        return None
    if not is_dataclass(value):
        raise TypeError(f"a view holds a {type(value).__name__}, which has no canonical form")
    return {
        "": type(value).__name__,
        **{field.name: _plain(getattr(value, field.name)) for field in fields(value)},
    }
