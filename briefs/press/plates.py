"""Plates: the places that a page keeps for its charts, which are drawn once it is laid out.

A chart's size is the layout's, and not the chart's. So a page is laid out with plates, and each
chart is drawn into its own when the size is known; no page is laid out again for its charts.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from xml.etree import ElementTree as ET

from weasyprint.images import SVGImage

from briefs.press.fetching import LogoFetcher

#: The scheme of a chart's address.
SCHEME = "chart:"


@dataclass(frozen=True, slots=True)
class Setting:
    """What a drawing takes from the page around it: the fonts, and nothing else."""

    font_config: object


class Plate:
    """One chart's place; stands in the renderer's cache of images under the chart's address."""

    def __init__(self, address: str, fetcher: LogoFetcher, fonts: object) -> None:
        self._address = address
        self._setting = Setting(fonts)
        self._fetcher = fetcher
        self.svg = b""

    def get_intrinsic_size(self, _resolution: float, _font_size: float) -> tuple[int, int, int]:
        """Give the renderer a size of no meaning: the stylesheet says how large a chart is."""
        return 1, 1, 1

    def draw(self, stream: object, width: float, height: float, style: object) -> None:
        """Draw the chart, if there is one by now, at the size of its place."""
        if self.svg:
            # Our own drawing, and no input of anybody's.
            tree = ET.fromstring(self.svg)  # noqa: S314
            image = SVGImage(tree, self._address, self._fetcher, self._setting)
            image.draw(stream, width, height, style)


class Plates(dict[str, object]):
    """The plates of one page, as the cache of images that the renderer asks before it fetches."""

    def __init__(self, names: Iterable[str], fetcher: LogoFetcher, fonts: object) -> None:
        super().__init__((SCHEME + name, Plate(SCHEME + name, fetcher, fonts)) for name in names)

    def draw(self, charts: Mapping[str, bytes]) -> None:
        """Put each drawn chart into its place."""
        for name, svg in charts.items():
            plate = self[SCHEME + name]
            if isinstance(plate, Plate):
                plate.svg = svg
