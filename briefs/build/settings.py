"""Settings: what a project says once for all its briefs, in `briefs.toml`; it may say nothing."""

from __future__ import annotations

from collections.abc import Iterable
from difflib import get_close_matches
from pathlib import Path
from typing import Any

from pydantic import BaseModel, ConfigDict, ValidationError

from briefs.build.templates import SETTINGS
from briefs.faults import Fault, InvalidInput
from briefs.pages import A4, PAPERS
from briefs.reading.tables import Places, read_tables, text_of
from briefs.theme import DEFAULT

RULE = "settings"


class Settings(BaseModel):
    """What a project says of its briefs: the theme that dresses them, the paper they stand on."""

    model_config = ConfigDict(frozen=True, strict=True, extra="forbid")

    theme: str = DEFAULT
    paper: str = A4.name


def read_settings(folder: Path, *, themes: Iterable[str]) -> tuple[Settings, tuple[Fault, ...]]:
    """Read a project's settings, and say what is wrong with them."""
    path = folder / SETTINGS
    if not path.exists():
        return Settings(), ()
    try:
        text = text_of(path, name=SETTINGS, rule=RULE)
        tables, places = read_tables(text, name=SETTINGS, rule=RULE)
        found = Settings.model_validate(tables)
    except InvalidInput as error:
        return Settings(), error.faults
    except ValidationError as error:
        return Settings(), tuple(_fault(one["loc"], one["msg"], places) for one in error.errors())
    faults = (
        *_unknown("theme", found.theme, themes, places),
        *_unknown("paper", found.paper, PAPERS, places),
    )
    return (Settings() if faults else found), faults


def _fault(location: tuple[str | int, ...], words: str, places: Places) -> Fault:
    name = ".".join(map(str, location))
    known = " and ".join(Settings.model_fields)
    return Fault(
        places.of(location), f"{name}: {words[:1].lower()}{words[1:]}", f"it takes {known}", RULE
    )


def _unknown(what: str, name: str, known: Iterable[Any], places: Places) -> tuple[Fault, ...]:
    names = list(known)
    if name in names:
        return ()
    near = get_close_matches(name, names, n=1) or names
    mend = f"write {' or '.join(near)}"
    return (Fault(places.of((what,)), f"{name!r} is no {what}", mend, RULE),)
