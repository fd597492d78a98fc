"""Look: how a chart's parts are painted at a scale, from the theme's tokens."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from briefs.charts.shapes import Hatch, Paint
from briefs.theme import Theme, contrast
from briefs.views.parts import Tick

Scale = Literal["page", "slide"]

COMPANY = "company-"


@dataclass(frozen=True, slots=True)
class Wear:
    """What a strand wears: fill, outline and marker."""

    fill: str
    edge: str
    marker: str


@dataclass(frozen=True, slots=True)
class Look:
    """The tokens at a scale; `label` and `value` are sizes in points, shrunk as needed."""

    theme: Theme
    scale: Scale
    label: float
    value: float

    @property
    def rule(self) -> float:
        """The weight of outlines and axes."""
        chart = self.theme.chart
        return chart.slide_rule if self.scale == "slide" else chart.rule

    @property
    def hair(self) -> float:
        """The weight of lines that only guide the eye."""
        return self.rule * 0.7

    @property
    def ink(self) -> str:
        """The colour of text."""
        return self.theme.colour.ink

    @property
    def grey(self) -> str:
        """The colour of text that stands second."""
        return self.theme.colour.grey

    @property
    def white(self) -> str:
        """The colour of the ground."""
        return self.theme.colour.white

    @property
    def em(self) -> float:
        """The unit of distances: the size of a label as the theme wants it."""
        chart = self.theme.chart
        return chart.slide_label if self.scale == "slide" else chart.label

    @property
    def marker(self) -> float:
        """The size of a marker."""
        return self.em * 0.66

    def wear(self, role: str) -> Wear:
        """Give what a role wears. Raises KeyError for a role that the theme does not know."""
        if role.startswith(COMPANY):
            number = int(role.removeprefix(COMPANY)) - 1
            colour = self.theme.company.colours[number]
            return Wear(colour, colour, self.theme.company.markers[number])
        named = self.theme.chart.roles.named(role)
        colours = self.theme.colour
        return Wear(colours.named(named.fill), colours.named(named.edge), named.marker)

    def bar(self, role: str, tick: Tick) -> Paint:
        """Paint a bar: a fact is filled, an interim one hatched, a forecast dotted and dashed."""
        wear, chart = self.wear(role), self.theme.chart
        ground = self._ground(wear)
        if tick.forecast:
            hatch = self._hatch(chart.forecast_hatch, wear.edge)
            dash = (self.rule * 3, self.rule * 2)
            return Paint(self.white, wear.edge, self.rule, dash, hatch)
        if tick.interim:
            hatch = self._hatch(chart.interim_hatch, wear.edge)
            return Paint(ground, wear.edge, self.rule * 1.2, (), hatch)
        return Paint(wear.fill, wear.edge, self.rule)

    def outlined(self, role: str) -> Paint:
        """Paint the second bar of a pair: outlined, so that grey print tells the two apart."""
        return Paint(self.white, self.wear(role).edge, self.rule * 1.6)

    def open(self) -> Paint:
        """Paint what the sources leave open."""
        wear = self.wear("open")
        hatch = self._hatch(self.theme.chart.open_hatch, wear.edge)
        return Paint(wear.fill, wear.edge, self.rule, (), hatch)

    def _ground(self, wear: Wear) -> str:
        """Keep a pale fill under a hatch: beside a white one it tells two strands apart."""
        return wear.fill if wear.fill != wear.edge else self.white

    def _hatch(self, kind: str, colour: str) -> Hatch:
        chart = self.theme.chart
        step = chart.slide_hatch_step if self.scale == "slide" else chart.hatch_step
        return Hatch(kind, colour, step, self.rule * 0.8)

    def on(self, fill: str) -> str:
        """Choose the colour of text on a fill: the one that is easier to read."""
        return max((self.white, self.ink), key=lambda colour: contrast(colour, fill))
