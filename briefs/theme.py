"""Theme: the house style that a publisher changes in one file, without Python."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Annotated, Any, Literal

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, ValidationError, model_validator
from pydantic_core import ErrorDetails, PydanticCustomError

from briefs.faults import Fault, InvalidInput, Place

#: Least contrast against white (WCAG 2.2, 1.4.3 for text and 1.4.11 for graphics).
TEXT_CONTRAST = 4.5
GRAPHIC_CONTRAST = 3.0

#: As many companies as a deck compares.
COMPANIES = 8

RULE = "theme"

Marker = Literal["o", "s", "D", "^", "v", "P", "X", "h"]
Hatch = Literal["rising", "falling", "dots", "level"]
Points = Annotated[float, Field(gt=0, le=200)]
Share = Annotated[float, Field(gt=0, le=1)]


def _colour(text: str) -> str:
    if not re.fullmatch(r"#[0-9a-f]{6}", text):
        raise PydanticCustomError(
            "colour", "{text} is no colour", {"text": text, "mend": 'write it like "#12263a"'}
        )
    return text


def _readable(text: str) -> str:
    return _contrasting(_colour(text), TEXT_CONTRAST, "text")


def _visible(text: str) -> str:
    return _contrasting(_colour(text), GRAPHIC_CONTRAST, "a line or a marker")


def _contrasting(text: str, least: float, use: str) -> str:
    ratio = contrast(text, "#ffffff")
    if ratio < least:
        raise PydanticCustomError(
            "contrast",
            "{text} has a contrast of {ratio} against white, and {use} needs {least}",
            {
                "text": text,
                "ratio": f"{ratio:.2f}",
                "use": use,
                "least": least,
                "mend": "make it darker",
            },
        )
    return text


Colour = Annotated[str, AfterValidator(_colour)]
TextColour = Annotated[str, AfterValidator(_readable)]
GraphicColour = Annotated[str, AfterValidator(_visible)]


class _Tokens(BaseModel):
    """Tokens as written, in their own types, with nothing left over."""

    model_config = ConfigDict(frozen=True, strict=True, extra="forbid")


class Colours(_Tokens):
    """The palette; a publisher may add colours of their own for the CSS."""

    model_config = ConfigDict(frozen=True, strict=True, extra="allow")
    __pydantic_extra__: dict[str, Colour]

    ink: TextColour
    accent: TextColour
    blue: TextColour
    grey: TextColour
    sky: Colour
    line: Colour
    paper: Colour
    white: Colour
    green: TextColour
    red: TextColour
    orange: TextColour

    def named(self, name: str) -> str:
        """Give the colour of a name, or a KeyError."""
        colours: dict[str, str] = self.model_dump()
        return colours[name]


class Company(_Tokens):
    """What tells the companies of a deck apart: colour and marker, in their fixed order."""

    colours: Annotated[
        list[TextColour], Field(min_length=COMPANIES, max_length=COMPANIES), AfterValidator(tuple)
    ]
    markers: Annotated[
        list[Marker], Field(min_length=COMPANIES, max_length=COMPANIES), AfterValidator(tuple)
    ]


class Role(_Tokens):
    """What a strand wears: its fill and outline by name, and the marker of its line."""

    fill: str
    edge: str
    marker: Marker


class Roles(_Tokens):
    """What the strands of a chart wear by their roles."""

    lead: Role
    second: Role
    risk: Role
    support: Role
    open: Role

    def named(self, name: str) -> Role:
        """Give the role of a name, or a KeyError."""
        if name not in type(self).model_fields:
            raise KeyError(name)
        role: Role = getattr(self, name)
        return role


class Charts(_Tokens):
    """How charts are drawn; sizes are points, widths of bars are ticks."""

    label: Points
    value: Points
    smallest: Points
    slide_label: Points
    slide_value: Points
    slide_smallest: Points
    rule: Points
    slide_rule: Points
    bar: Share
    interim_bar: Share
    gap: Annotated[float, Field(ge=0, le=2)]
    interim_hatch: Hatch
    forecast_hatch: Hatch
    open_hatch: Hatch
    hatch_step: Points
    slide_hatch_step: Points
    percent_from: float
    percent_to: float
    roles: Roles

    @model_validator(mode="after")
    def _told_apart(self) -> Charts:
        if self.interim_hatch == self.forecast_hatch:
            raise PydanticCustomError(
                "hatches",
                "forecasts would look like interim periods",
                {"mend": "give forecast_hatch and interim_hatch different values"},
            )
        return self


class Brand(_Tokens):
    """Who publishes; further words are free for the templates."""

    model_config = ConfigDict(frozen=True, strict=True, extra="allow")
    __pydantic_extra__: dict[str, str]

    name: str


class Theme(_Tokens):
    """All tokens of the house style; tables that only the CSS reads are kept as they are."""

    model_config = ConfigDict(frozen=True, strict=True, extra="allow")
    __pydantic_extra__: dict[str, dict[str, str | float | int]]

    colour: Colours
    company: Company
    chart: Charts
    brand: Brand

    @model_validator(mode="after")
    def _roles_wear_known_colours(self) -> Theme:
        known = self.colour.model_dump()
        for name in Roles.model_fields:
            role = self.chart.roles.named(name)
            for colour in (role.fill, role.edge):
                if colour not in known:
                    raise PydanticCustomError(
                        "role",
                        "the role {name} wears {colour}, which is no colour of the theme",
                        {"name": name, "colour": colour, "mend": "use a name from [colour]"},
                    )
            _visible(known[role.edge])
        return self

    def tokens(self) -> Iterator[tuple[str, str]]:
        """Give every token a stylesheet can use, as its custom property and value."""
        for name, colour in self.colour.model_dump().items():
            yield f"--{name}", colour
        for table, tokens in (self.__pydantic_extra__ or {}).items():
            for name, value in tokens.items():
                yield f"--{table}-{name}", str(value)


def contrast(one: str, other: str) -> float:
    """Compute the contrast of two colours as WCAG 2.2 defines it, from 1 to 21."""
    lights = sorted((luminance(one), luminance(other)))
    return (lights[1] + 0.05) / (lights[0] + 0.05)


def luminance(colour: str) -> float:
    """Compute the relative luminance of a colour, from 0 to 1."""
    channels = (int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5))
    parts = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]  # noqa: PLR2004 - sRGB
    return 0.2126 * parts[0] + 0.7152 * parts[1] + 0.0722 * parts[2]


def load_theme(path: Path, *, name: str = "") -> Theme:
    """Load the tokens of a file; `name` is what faults call it.

    Raises InvalidInput with every fault of the file.
    """
    name = name or str(path)
    try:
        text = path.read_text(encoding="utf-8")
    except OSError as error:
        fault = Fault(Place(name), f"cannot be read: {error.strerror}", "restore it", RULE)
        raise InvalidInput([fault]) from error
    except UnicodeDecodeError as error:
        fault = Fault(Place(name), "is not UTF-8", "save it as UTF-8", RULE)
        raise InvalidInput([fault]) from error
    return read_theme(text, name=name)


def read_theme(text: str, *, name: str) -> Theme:
    """Read the tokens of a theme's text. Raises InvalidInput with every fault in it."""
    tokens = _parsed(text, name)
    try:
        return Theme.model_validate(tokens)
    except ValidationError as error:
        places = _Places(text, name)
        raise InvalidInput(_fault(details, places) for details in error.errors()) from error


def _parsed(text: str, name: str) -> Mapping[str, Any]:
    try:
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        message, _, rest = str(error).partition(" (at ")
        found = re.search(r"line (\d+), column (\d+)", rest)
        place = Place(name, int(found[1]), int(found[2])) if found else Place(name)
        message = f"is no TOML: {message[:1].lower()}{message[1:]}"
        raise InvalidInput([Fault(place, message, "see https://toml.io", RULE)]) from error


class _Places:
    """Where the tables and keys of a text stand."""

    def __init__(self, text: str, name: str) -> None:
        self._file = name
        self._found: dict[tuple[str, ...], Place] = {}
        table: tuple[str, ...] = ()
        for number, line in enumerate(text.splitlines(), start=1):
            if heading := re.match(r"\s*\[([\w.-]+)\]", line):
                table = tuple(heading[1].split("."))
                self._found[table] = Place(name, number, 1)
            elif key := re.match(r"\s*([\w-]+)\s*=", line):
                self._found[*table, key[1]] = Place(name, number, key.start(1) + 1)

    def of(self, location: tuple[str | int, ...]) -> Place:
        """Give the place of a token, or of the nearest table around it."""
        path = tuple(str(part) for part in location)
        while path and path not in self._found:
            path = path[:-1]
        return self._found.get(path, Place(self._file))


def _fault(details: ErrorDetails, places: _Places) -> Fault:
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
            mend = str(context.get("mend", "see templates/theme.toml for an example"))
    return Fault(places.of(location), message, mend, RULE)
