"""Tokens: what a theme must say, and what it may not: colours, sizes, faces, who publishes."""

from __future__ import annotations

import re
from base64 import b64decode
from collections.abc import Iterator, Mapping
from enum import StrEnum
from typing import Annotated, Literal

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, model_validator
from pydantic_core import PydanticCustomError

from briefs.theme.contrast import GRAPHIC_CONTRAST, TEXT_CONTRAST, contrast

#: As many companies as a deck compares.
COMPANIES = 8

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


class PageSizes(_Tokens):
    """Sizes of a one-pager in points, each with the least that prints well.

    `pitch` is that of the baseline grid, on which text and rows of tables stand.
    """

    pitch: float = Field(ge=8.4, le=200)
    body: float = Field(ge=7.5, le=200)
    table: float = Field(ge=7.5, le=200)
    small: float = Field(ge=6.8, le=200)
    detail: float = Field(ge=6.8, le=200)
    tile: float = Field(ge=9.0, le=200)
    name: float = Field(ge=14.0, le=200)
    headline: float = Field(ge=8.4, le=200)
    legal: float = Field(ge=6.5, le=200)
    legal_line: float = Field(ge=7.4, le=200)


class SlideSizes(_Tokens):
    """Sizes of a slide in points, each with the least that is read across a room."""

    title: float = Field(ge=14.0, le=200)
    sub: float = Field(ge=9.0, le=200)
    body: float = Field(ge=9.0, le=200)
    table: float = Field(ge=8.0, le=200)
    small: float = Field(ge=8.0, le=200)


def _filled(table: object) -> object:
    """Give every language, and pages in two, the sizes that their own table does not change."""
    if not isinstance(table, Mapping):
        return table
    sizes, tongues = table.get("sizes"), table.get("language", {})
    if not isinstance(sizes, Mapping) or not isinstance(tongues, Mapping):
        return table
    filled = {
        name: {**sizes, **own} if isinstance(own, Mapping) else own for name, own in tongues.items()
    }
    pair = table.get("pair", {})
    return {
        **table,
        "language": filled,
        "pair": {**sizes, **pair} if isinstance(pair, Mapping) else pair,
    }


class PageType(_Tokens):
    """The type of one-pagers: its sizes, those of a language, and those of a page in two."""

    sizes: PageSizes
    language: dict[str, PageSizes]
    pair: PageSizes

    @model_validator(mode="before")
    @classmethod
    def _fill(cls, table: object) -> object:
        return _filled(table)


class SlideType(_Tokens):
    """The type of slides: its sizes, those of a language, and those of a deck in two."""

    sizes: SlideSizes
    language: dict[str, SlideSizes]
    pair: SlideSizes

    @model_validator(mode="before")
    @classmethod
    def _fill(cls, table: object) -> object:
        return _filled(table)


Style = Literal["sans", "serif"]


class Faces(_Tokens):
    """Which of a language's two faces sets what; tables and small type are always sans."""

    name: Style
    headline: Style
    heading: Style
    figure: Style
    text: Style


class Fonts(_Tokens):
    """Families for a language instead of those that its wording names; each must be pinned."""

    sans: Annotated[list[str], Field(min_length=1), AfterValidator(tuple)] | None = None
    serif: Annotated[list[str], Field(min_length=1), AfterValidator(tuple)] | None = None


class Logo(_Tokens):
    """A picture of the publisher's: its bytes, and what they are."""

    kind: str
    data: bytes


class Brand(_Tokens):
    """Who publishes: the name, a logo instead of it, and words of the publisher's own.

    `disclaimer` follows ours, and `footer` ends the page; each by language.
    """

    name: Annotated[str, Field(min_length=1, max_length=40)]
    logo: str = ""
    logo_height: Points = 14.0
    disclaimer: dict[str, str] = {}
    footer: dict[str, str] = {}

    @property
    def image(self) -> Logo | None:
        """The logo, once it has been loaded."""
        head, _, data = self.logo.partition(";base64,")
        return Logo(kind=head.removeprefix("data:"), data=b64decode(data)) if data else None


class Records(StrEnum):
    """Whether the records that a brief is made from travel in its PDF."""

    NONE = "none"
    WHOLE = "whole"


class Enclosed(_Tokens):
    """What travels in a PDF beside the figures that it prints."""

    records: Annotated[Records, Field(strict=False)] = Records.NONE


class Theme(_Tokens):
    """All tokens of a house style; tables that only the CSS reads are kept as they are."""

    model_config = ConfigDict(frozen=True, strict=True, extra="allow")
    __pydantic_extra__: dict[str, dict[str, str | float | int]]

    name: str
    colour: Colours
    company: Company
    chart: Charts
    page: PageType
    slide: SlideType
    face: Faces
    fonts: dict[str, Fonts] = {}
    brand: Brand
    enclosed: Enclosed = Enclosed()

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
        yield "--logo-height", f"{self.brand.logo_height}pt"
        for table, tokens in (self.__pydantic_extra__ or {}).items():
            for name, value in tokens.items():
                yield f"--{table}-{name}", str(value)

    def sizes(self, scale: Literal["page", "slide"]) -> Iterator[tuple[str, dict[str, str]]]:
        """Give the sizes of a scale, each with the pages that they are for, as a selector."""
        kind = self.page if scale == "page" else self.slide
        yield ":root", _in_points(kind.sizes)
        for language, sizes in kind.language.items():
            yield f':root[lang|="{language}"]', _in_points(sizes)
        yield ":root.bilingual:root", _in_points(kind.pair)

    def families(self, language: str, style: Style, named: tuple[str, ...]) -> tuple[str, ...]:
        """Give the families that set a language, where the wording names others."""
        fonts = self.fonts.get(language)
        own: tuple[str, ...] | None = getattr(fonts, style) if fonts else None
        return own or named


def _in_points(sizes: PageSizes | SlideSizes) -> dict[str, str]:
    return {
        f"--{name.replace('_', '-')}": f"{points}pt" for name, points in sizes.model_dump().items()
    }
