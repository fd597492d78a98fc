"""Loading: themes from their files, with every fault at its line and column.

A theme may extend another, and then holds only what differs from it.
"""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from types import MappingProxyType
from typing import Any

from pydantic import ValidationError
from pydantic_core import ErrorDetails

from briefs.faults import Fault, InvalidInput, Place
from briefs.reading.tables import Places, read_tables, text_of
from briefs.regular import read_regular
from briefs.theme.contrast import TEXT_CONTRAST, contrast
from briefs.theme.tokens import Theme

RULE = "theme"

#: The theme of a project that names none.
DEFAULT = "default"

#: What a logo may be, by the ending of its file.
LOGOS = {".svg": "image/svg+xml", ".png": "image/png"}

#: A logo larger than this is no logo.
MOST_BYTES = 1 << 20


@dataclass(frozen=True, slots=True)
class Themes:
    """Every theme of a folder that could be read, and what is wrong with the others."""

    by_name: Mapping[str, Theme]
    faults: tuple[Fault, ...] = ()


@dataclass(frozen=True, slots=True)
class _File:
    """A theme's tables as written, with what they extend already in them."""

    tables: Mapping[str, Any]
    places: tuple[Places, ...]
    folder: Path | None = None
    extends: tuple[str, ...] = field(default=())

    def place(self, *locations: tuple[str | int, ...]) -> Place:
        """Give the place of the first of some tokens that this file writes, or one it extends."""
        exact = (places.exact(one) for places in self.places for one in locations)
        return next((place for place in exact if place), self.places[0].of(locations[0]))


def load_themes(
    folder: Path, *, name: str, speaking: Mapping[str, tuple[str, ...]] = MappingProxyType({})
) -> Themes:
    """Load every theme of a folder; `name` is what faults call it.

    `speaking` gives, by theme, the languages that a publisher's words must be written in.
    """
    found: dict[str, Theme] = {}
    faults: list[Fault] = []
    for path in sorted(folder.glob("*.toml")):
        try:
            languages = speaking.get(path.stem, ())
            found[path.stem] = load_theme(path, name=f"{name}/{path.name}", languages=languages)
        except InvalidInput as error:
            faults += error.faults
    return Themes(found, tuple(dict.fromkeys(faults)))


def load_theme(path: Path, *, name: str = "", languages: tuple[str, ...] = ()) -> Theme:
    """Load the tokens of a file; `name` is what faults call it.

    Raises InvalidInput with every fault of the file.
    """
    return _theme(_read(path, name or str(path), ()), path.stem, languages)


def read_theme(text: str, *, name: str) -> Theme:
    """Read a theme's text, which extends no other. Raises InvalidInput with every fault in it."""
    tables, places = read_tables(text, name=name, rule=RULE)
    return _theme(_File(tables, (places,)), Path(name).stem, ())


def _read(path: Path, name: str, before: tuple[str, ...]) -> _File:
    text = text_of(path, name=name, rule=RULE)
    tables, places = read_tables(text, name=name, rule=RULE)
    parent = tables.get("extends")
    if parent is None:
        return _File(tables, (places,), path.parent)
    file = path.with_name(f"{parent}.toml")
    known = sorted(other.stem for other in path.parent.glob("*.toml") if other != path)
    if not isinstance(parent, str) or parent in (*before, path.stem) or parent not in known:
        words = f"extends {parent!r}, which is no other theme"
        raise InvalidInput([Fault(places.of(("extends",)), words, _one_of(known), RULE)])
    base = _read(file, name.replace(path.name, file.name), (*before, path.stem))
    own = {key: value for key, value in tables.items() if key != "extends"}
    return _File(_merged(base.tables, own), (places, *base.places), path.parent)


def _one_of(names: Iterable[str]) -> str:
    return f"use one of {', '.join(names)}"


def _merged(base: Mapping[str, Any], own: Mapping[str, Any]) -> dict[str, Any]:
    """Lay a theme's own tables over those it extends, key by key."""
    both = dict(base)
    for key, value in own.items():
        under = both.get(key)
        if isinstance(under, Mapping) and isinstance(value, Mapping):
            both[key] = _merged(under, value)
        else:
            both[key] = value
    return both


def _theme(file: _File, name: str, languages: tuple[str, ...]) -> Theme:
    tables = {**file.tables, "name": name}
    try:
        theme = Theme.model_validate(tables)
    except ValidationError as error:
        raise InvalidInput(_fault(details, file) for details in error.errors()) from error
    faults = [*_pale(theme, file), *_unsaid(theme, file, languages)]
    logo, more = _logo(theme, file)
    if faults or more:
        raise InvalidInput([*faults, *more])
    brand = theme.brand.model_copy(update={"logo": logo})
    return theme.model_copy(update={"brand": brand})


def _pale(theme: Theme, file: _File) -> Iterator[Fault]:
    """Find text that is too pale for what it stands on besides white."""
    colour = theme.colour
    for ground, names in (
        ("paper", ("ink", "accent", "blue", "grey", "green", "red", "orange")),
        ("ink", ("white",)),
        ("accent", ("white",)),
    ):
        for name in names:
            ratio = contrast(colour.named(name), colour.named(ground))
            if ratio < TEXT_CONTRAST:
                words = (
                    f"colour.{name}: {colour.named(name)} has a contrast of {ratio:.2f} against "
                    f"{ground} ({colour.named(ground)}), and text needs {TEXT_CONTRAST}"
                )
                mend = f"change colour.{name} or colour.{ground}"
                yield Fault(file.place(("colour", name), ("colour", ground)), words, mend, RULE)


def _unsaid(theme: Theme, file: _File, languages: tuple[str, ...]) -> Iterator[Fault]:
    """Find words of the publisher that a language lacks."""
    for key in ("disclaimer", "footer"):
        words: Mapping[str, str] = getattr(theme.brand, key)
        lost = [language for language in languages if words and not words.get(language)]
        if lost:
            said = f"brand.{key} is not written in {', '.join(lost)}"
            yield Fault(file.place(("brand", key)), said, "write it in every language", RULE)


def _logo(theme: Theme, file: _File) -> tuple[str, tuple[Fault, ...]]:
    """Give the logo as a data URI, so that the tokens hold all that a page is made of."""
    written = theme.brand.logo
    if not written:
        return "", ()

    def fault(words: str, mend: str) -> tuple[str, tuple[Fault, ...]]:
        return "", (Fault(file.place(("brand", "logo")), words, mend, RULE),)

    kind = LOGOS.get(Path(written).suffix.lower())
    if kind is None or Path(written).name != written or file.folder is None:
        return fault(f"brand.logo: {written} is no SVG or PNG beside the theme", "put it there")
    try:
        data = read_regular(file.folder / written, most=MOST_BYTES + 1)
    except OSError as error:
        return fault(f"brand.logo: {written} cannot be read: {error.strerror}", "put it there")
    if len(data) > MOST_BYTES:
        return fault(f"brand.logo: {written} is larger than 1 MiB", "make it smaller")
    return f"data:{kind};base64,{b64encode(data).decode()}", ()


def _fault(details: ErrorDetails, file: _File) -> Fault:
    location = details["loc"]
    token = ".".join(str(part) for part in location)
    context = details.get("ctx", {})
    match details["type"]:
        case "missing":
            message, mend = f"{token} is missing", "restore it"
        case "extra_forbidden":
            message, mend = f"{token} is no token of a theme", "check its spelling, or remove it"
        case _:
            words = details["msg"]
            message = f"{token}: {words[:1].lower()}{words[1:]}" if token else words
            mend = str(context.get("mend", "see templates/themes/default.toml for an example"))
    return Fault(file.place(location), message, mend, RULE)
