"""The press: prints pages as PDF, and refuses to print what is not right.

Set FONTCONFIG_FILE to the configuration of the pinned faces before this module is imported:
fontconfig reads it once.
"""

from __future__ import annotations

import logging
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import weasyprint
from weasyprint.text.fonts import FontConfiguration

from briefs.charts import ChartError, ChartFaces, Size, badges, draw
from briefs.faces import coverage, pinned_faces
from briefs.faults import Fault, Place
from briefs.language.wording import Wording
from briefs.pages import Page
from briefs.phases import phase
from briefs.press.binding import bind
from briefs.press.blocks import Block, Room, with_room, with_slide_room
from briefs.press.coverage import uncovered, unknown_families
from briefs.press.enclosures import Enclosure
from briefs.press.fetching import LogoFetcher
from briefs.press.fit import misfits, plots, too_full
from briefs.press.geometry import Laid
from briefs.press.grid import TALL, Grid, Slack, Step, foreseen, grid, settled, tightened
from briefs.press.haste import Setting, Stock, hastened
from briefs.press.plates import SCHEME, Plates
from briefs.press.shown import Shown, shown
from briefs.press.source import Source
from briefs.press.tags import tagging
from briefs.press.titles import headings_alone, settle_titles
from briefs.theme import Theme

#: WeasyPrint keeps one standard at a time; binding does what PDF/A-3 asks beyond it.
VARIANT = "pdf/ua-1"

#: The characters of a message.
LONGEST = 400

#: Stylesheets that a press keeps: of each kind of brief, each step of its plan, and some to spare.
KEPT = 32

#: Gives the files to enclose in a PDF, from what it shows and where.
Enclosing = Callable[[tuple[Shown, ...]], Sequence[Enclosure]]


#: Where the renderer says that a stylesheet is wrong, and the line by which one begins.
_AT = re.compile(r" at (\d+):(\d+)")
_SHEET = re.compile(r"/\* (templates/\S+) \*/")


@dataclass(frozen=True, slots=True)
class Printed:
    """A finished PDF, and how many pages it has.

    `layout` is the renderer's document and `charts` the drawn SVG by name, for the proofs;
    `figures` are those that the pages show, with their places, and `enclosures` the files in it.
    """

    pdf: bytes
    pages: int
    layout: Laid
    charts: Mapping[str, bytes]
    figures: tuple[Shown, ...]
    enclosures: tuple[Enclosure, ...]


@dataclass(frozen=True, slots=True)
class Sheet:
    """A parsed stylesheet, what the renderer warned of, and what it asked for in vain."""

    css: Laid
    warned: tuple[str, ...]
    refused: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Draft:
    """A page that has been read and not yet laid out."""

    html: Laid
    sheet: Sheet
    plates: Plates


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
        self._badges = badges(theme)
        self._fonts = FontConfiguration()
        self._stock = Stock()
        self._sheets: dict[str, Sheet] = {}
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

    def print(self, page: Page, enclosing: Enclosing = lambda _: ()) -> Printed:
        """Print a page, and enclose files in it.

        Raises PressFault with everything that is wrong with the page.
        """
        with self._at_work() as warned:
            try:
                draft = self._parsed(page)
                document, charts = self._laid_out(page, draft)
                with tagging(document, draft.html.etree_element):
                    pdf = document.write_pdf(pdf_variant=VARIANT)
            except ChartError as error:
                raise PressFault([_fault(page, str(error), error.mend, "chart")]) from error
        faults = [
            *(_warning(page, words) for words in dict.fromkeys((*draft.sheet.warned, *warned))),
            *(
                _fault(page, f"the page asked for {url!r}", "pages use only charts", "fetch")
                for url in dict.fromkeys((*draft.sheet.refused, *draft.html.url_fetcher.refused))
            ),
            *(
                _fault(page, misfit.words, misfit.mend, "fit")
                for misfit in misfits(document, sheets=page.sheets)
            ),
        ]
        if faults:
            raise PressFault(faults)
        figures = tuple(shown(document, page.charts))
        phase("write")
        files = tuple(enclosing(figures))
        bound = bind(pdf, page.about, files)
        return Printed(bound, len(document.pages), document, charts, figures, files)

    def _parsed(self, page: Page) -> Draft:
        fetcher = LogoFetcher(self._theme.brand.image)
        html = Source(string=page.html, url_fetcher=fetcher, base_url=SCHEME)
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
        plates = Plates([*page.charts, *self._badges], fetcher, self._fonts)
        plates.draw(self._badges)
        return Draft(html, self._sheet(page.css), plates)

    def _sheet(self, text: str) -> Sheet:
        """Parse a stylesheet, or give it as it was parsed for an earlier page."""
        if text not in self._sheets:
            if len(self._sheets) >= KEPT:
                self._forget()
            fetcher = LogoFetcher()
            with _warnings() as warned:
                css = weasyprint.CSS(string=text, font_config=self._fonts, url_fetcher=fetcher)
            self._sheets[text] = Sheet(css, tuple(warned), tuple(fetcher.refused))
        return self._sheets[text]

    @contextmanager
    def _at_work(self) -> Iterator[list[str]]:
        """Let the renderer set a page, and collect what it warns of.

        It warns of a rule once, when it first computes it. So nothing is kept of a page that it
        warned of: the next page with that rule is to hear of it too.
        """
        with _warnings() as warned, hastened(self._stock):
            try:
                yield warned
            finally:
                if warned:
                    self._forget()

    def _forget(self) -> None:
        self._sheets.clear()
        self._stock.clear()

    def _laid_out(self, page: Page, draft: Draft) -> tuple[Laid, dict[str, bytes]]:
        """Lay a page out, and draw its charts into their places."""
        document = self._fitted(page, draft)[0] if page.elastic else self._titled(draft)
        phase("charts")
        charts = self._drawn(page, document)
        phase("write")
        draft.plates.draw(charts)
        return document, charts

    def _titled(self, draft: Draft) -> Laid:
        """Lay a deck out with balanced titles; they are set in its source."""
        with headings_alone(draft.html.etree_element):
            headings = self._render(draft, [])
        settle_titles(headings, self._chart_faces.files)
        draft.html.change()
        return self._render(draft, [])

    def _fitted(self, page: Page, draft: Draft) -> tuple[Laid, Room]:
        """Lay a page out so that it is full, and give what room was left to its elastic parts.

        What a step of the plan makes of its lines is foreseen, and a page that turns out
        otherwise is measured at each step. Raises PressFault, naming the block to shorten, if the
        page is too full at the tightest.
        """
        tall = [
            self._setting(Slack()),
            self._sheet(f"@page {{ size: {page.paper.width}mm {TALL}mm; }}").css,
        ]
        designed = self._render(draft, tall)

        def tight(step: Step) -> list[Laid]:
            return [self._sheet(tightened(designed, step)).css] if step != Step() else []

        def at(step: Step) -> Grid:
            document = self._render(draft, [*tall, *tight(step)])
            return grid(document, bottom=page.bottom, step=step)

        start = grid(designed, bottom=page.bottom)
        for found in (foreseen(start, at), at):
            lines = settled(start, found)
            if not lines.fits:
                continue
            document = self._render(draft, [*tight(lines.step), self._setting(lines.slack)])
            if found is at or lines.are_in(document, bottom=page.bottom):
                return document, lines.left
        misfit = too_full(self._render(draft, [*tall, *tight(lines.step)]), lines.left)
        raise PressFault([_fault(page, misfit.words, misfit.mend, "fit")])

    def measure(self, page: Page) -> tuple[Block, ...]:
        """Say how much room each block of a page takes, and how much is left for it.

        Raises PressFault for a page that does not fit.
        """
        with self._at_work():
            draft = self._parsed(page)
            if page.elastic:
                return with_room(*self._fitted(page, draft))
            return with_slide_room(self._titled(draft))

    def _setting(self, slack: Slack) -> Setting:
        return Setting(string=slack.css, font_config=self._fonts)

    def _render(self, draft: Draft, setting: list[Laid]) -> Laid:
        return draft.html.render(
            font_config=self._fonts,
            stylesheets=[draft.sheet.css, *setting],
            pdf_variant=VARIANT,
            cache=draft.plates,
        )

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


def _warning(page: Page, words: str) -> Fault:
    """Give a warning of the renderer as a fault: in a stylesheet, with its file and line."""
    found = _AT.search(words)
    lines = page.css.split("\n")[: int(found[1]) if found else 0]
    for number in range(len(lines), 0, -1):
        if found and (sheet := _SHEET.fullmatch(lines[number - 1])):
            place = Place(sheet[1], len(lines) - number, int(found[2]))
            return Fault(place, _AT.sub("", words), "mend the stylesheet", "renderer")
    return _fault(page, words, "mend the template", "renderer")


def _fault(page: Page, message: str, mend: str, rule: str) -> Fault:
    # A renderer quotes what it stumbles over, and an address may hold a whole picture.
    words = message if len(message) <= LONGEST else f"{message[: LONGEST - 1]}…"
    return Fault(Place(page.id), words, mend, rule)


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
