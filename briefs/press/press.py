"""The press: prints pages as PDF, and refuses to print what is not right.

Set FONTCONFIG_FILE to the configuration of the pinned faces before this module is imported:
fontconfig reads it once.
"""

from __future__ import annotations

import logging
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import weasyprint
from weasyprint.text.fonts import FontConfiguration

from briefs.charts import ChartError, ChartFaces, Size, draw
from briefs.faces import coverage, pinned_faces
from briefs.faults import Fault, Place
from briefs.language.wording import Wording
from briefs.pages import Page
from briefs.press.blocks import Block, Room, with_room, with_slide_room
from briefs.press.coverage import uncovered, unknown_families
from briefs.press.fetching import SCHEME, ChartFetcher
from briefs.press.fit import (
    PLAN,
    TALL,
    Slack,
    misfits,
    plots,
    room,
    spread,
    tightened,
    too_full,
)
from briefs.press.geometry import TOLERANCE, Laid
from briefs.theme import Theme

#: A chart that shows nothing.
BLANK = b'<svg xmlns="http://www.w3.org/2000/svg" width="1" height="1"/>'


@dataclass(frozen=True, slots=True)
class Printed:
    """A finished PDF, and how many pages it has.

    `layout` is the renderer's document and `charts` the drawn SVG by name, for the proofs.
    """

    pdf: bytes
    pages: int
    layout: Laid
    charts: Mapping[str, bytes]


class PressFault(Exception):  # noqa: N818 - carries faults, like InvalidInput
    """A page that cannot be printed as it should; carries what is wrong."""

    def __init__(self, faults: Sequence[Fault]) -> None:
        self.faults = tuple(faults)
        super().__init__("\n".join(map(str, faults)))


class Press:
    """Prints pages; holds what its pages share: fonts, faces of charts, theme.

    One a process: a font configuration cannot be shared between threads.
    """

    def __init__(
        self, faces_directory: Path, theme: Theme, wordings: Mapping[str, Wording]
    ) -> None:
        self._theme = theme
        self._fonts = FontConfiguration()
        glyphs = _glyphs(faces_directory)
        self._families = frozenset(glyphs)
        self._glyphs = {
            word.tag: frozenset[int]().union(
                *(glyphs.get(name, frozenset()) for name in _stack(theme, word))
            )
            for word in wordings.values()
        }
        self._chart_faces = ChartFaces(
            stacks={
                name: theme.families(name, "sans", word.language.sans)
                for name, word in wordings.items()
            },
            files={
                (face.family, face.weight): face.path(faces_directory) for face in pinned_faces()
            },
        )

    def print(self, page: Page) -> Printed:
        """Print a page; raises PressFault with everything that is wrong with it."""
        with _warnings() as warned:
            try:
                html, fetcher = self._parsed(page)
                document = self._laid_out(page, html, fetcher)
                pdf = document.write_pdf(pdf_tags=True)
            except ChartError as error:
                raise PressFault([_fault(page, str(error), "mend the record", "chart")]) from error
        faults = [
            *(
                _fault(page, words, "mend the template", "renderer")
                for words in dict.fromkeys(warned)
            ),
            *(
                _fault(page, f"the page asked for {url!r}", "pages use only charts", "fetch")
                for url in dict.fromkeys(fetcher.refused)
            ),
            *(
                _fault(page, misfit.words, misfit.mend, "fit")
                for misfit in misfits(document, sheets=page.sheets)
            ),
        ]
        if faults:
            raise PressFault(faults)
        return Printed(pdf, len(document.pages), document, fetcher.charts)

    def _parsed(self, page: Page) -> tuple[Laid, ChartFetcher]:
        fetcher = ChartFetcher({}, self._theme.brand.image)
        html = weasyprint.HTML(string=page.html, url_fetcher=fetcher, base_url=SCHEME)
        faults = [
            _fault(page, f"{family} is no pinned face", "use var(--sans) or var(--serif)", "face")
            for family in unknown_families(page.css, self._families)
        ]
        faults += [
            _fault(
                page,
                f"no face of {lang} has {char!r} (U+{ord(char):04X}), in “{text}”",
                "write it otherwise, or widen the face's characters",
                "glyph",
            )
            for char, lang, text in uncovered(html.etree_element, self._glyphs)
        ]
        if faults:
            raise PressFault(faults)
        return html, fetcher

    def _laid_out(self, page: Page, html: Laid, fetcher: ChartFetcher) -> Laid:
        css = weasyprint.CSS(string=page.css, font_config=self._fonts, url_fetcher=fetcher)
        # Blank charts are enough to measure with: their size is the layout's, not their own.
        fetcher.charts = dict.fromkeys(page.charts, BLANK)
        stylesheets = [css]
        if page.elastic:
            stylesheets += self._fitted(page, html, css)[0]
        measured = self._render(html, stylesheets)
        fetcher.charts = self._drawn(page, measured)
        return self._render(html, stylesheets)

    def _fitted(self, page: Page, html: Laid, css: Laid) -> tuple[list[Laid], Room]:
        """Follow the plan until a page fits, and give its setting, measured on a tall sheet.

        Raises PressFault, naming the block to shorten, if the page is too full at the tightest.
        """
        slack, bottom = Slack(), page.bottom
        sheet = f"@page {{ size: {page.paper.width}mm {TALL}mm; }}"
        first = [css, self._css(slack.css), self._css(sheet)]
        tall = designed = self._render(html, first)
        left, tight = room(tall, slack, bottom=bottom), list[Laid]()
        steps = iter(PLAN)
        while left.least < -TOLERANCE:
            step = next(steps, None)
            if step is None:
                misfit = too_full(tall, left)
                raise PressFault([_fault(page, misfit.words, misfit.mend, "fit")])
            tight = [self._css(tightened(designed, step))]
            tall = self._render(html, [*first, *tight])
            left = room(tall, slack, bottom=bottom)
        return [*tight, self._css(spread(tall, slack, bottom=bottom).css)], left

    def measure(self, page: Page) -> tuple[Block, ...]:
        """Say how much room each block of a page takes, and how much is left for it.

        Raises PressFault for a page that does not fit.
        """
        with _warnings():
            html, fetcher = self._parsed(page)
            fetcher.charts = dict.fromkeys(page.charts, BLANK)
            css = weasyprint.CSS(string=page.css, font_config=self._fonts, url_fetcher=fetcher)
            if page.elastic:
                sheets, left = self._fitted(page, html, css)
                return with_room(self._render(html, [css, *sheets]), left)
            return with_slide_room(self._render(html, [css]))

    def _css(self, text: str) -> Laid:
        return weasyprint.CSS(string=text, font_config=self._fonts)

    def _render(self, html: Laid, stylesheets: list[Laid]) -> Laid:
        return html.render(font_config=self._fonts, stylesheets=stylesheets, pdf_tags=True)

    def _drawn(self, page: Page, document: Laid) -> dict[str, bytes]:
        """Draw each chart at the size that the layout gives it."""
        return {
            name: draw(
                page.charts[name],
                theme=self._theme,
                faces=self._chart_faces,
                size=Size(place.width, place.height),
                scale=page.scale,
            )
            for source, place in plots(document)
            if (name := source.removeprefix(SCHEME)) in page.charts
        }


def _stack(theme: Theme, wording: Wording) -> tuple[str, ...]:
    language = wording.language
    return (
        *theme.families(wording.id, "sans", language.sans),
        *theme.families(wording.id, "serif", language.serif),
    )


def _glyphs(directory: Path) -> dict[str, frozenset[int]]:
    """Give what every weight of each family covers."""
    glyphs: dict[str, frozenset[int]] = {}
    for face in pinned_faces():
        drawn = coverage(face, directory)
        glyphs[face.family] = glyphs.get(face.family, drawn) & drawn
    return glyphs


def _fault(page: Page, message: str, mend: str, rule: str) -> Fault:
    return Fault(Place(page.id), message, mend, rule)


@contextmanager
def _warnings() -> Iterator[list[str]]:
    """Collect what the renderer and the font tools warn of; each warning fails the brief."""
    collected: list[str] = []
    handler = _Collector(collected)
    loggers = [logging.getLogger(name) for name in ("weasyprint", "fontTools")]
    for logger in loggers:
        logger.addHandler(handler)
    try:
        yield collected
    finally:
        for logger in loggers:
            logger.removeHandler(handler)


class _Collector(logging.Handler):
    def __init__(self, collected: list[str]) -> None:
        super().__init__(logging.WARNING)
        self._collected = collected

    def emit(self, record: logging.LogRecord) -> None:
        self._collected.append(record.getMessage())
