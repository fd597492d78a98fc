"""The designer: lays views out as HTML by the templates of a project."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path

import jinja2

from briefs import __version__
from briefs.language.wording import Wording
from briefs.pages.gallery import SITE, Brief, Feed, Overview
from briefs.pages.letter import Erratum, Letter
from briefs.pages.page import About, Page, Scale
from briefs.pages.paper import A4, Paper
from briefs.pages.sandbox import Sandbox, blamed
from briefs.pages.sources import Sources, apart, source_of, templates_from
from briefs.pages.typesetting import typeset
from briefs.theme import Theme
from briefs.views.deck import Deck
from briefs.views.one_pager import OnePager
from briefs.views.parts import Chart, Phrase, Section, company_role

#: Which template and stylesheets set which view, and the scale of its charts.
SHEETS: dict[type, tuple[str, tuple[str, ...], Scale]] = {
    OnePager: ("one-pager.html", ("css/base.css", "css/one-pager.css"), "page"),
    Deck: ("deck.html", ("css/base.css", "css/deck.css"), "slide"),
}

#: Which template sets which message.
MESSAGES: dict[type, str] = {Letter: "mail/letter.html", Erratum: "mail/erratum.html"}

#: The templates of the gallery's pages, and its stylesheet.
SCREENS: dict[type, str] = {
    Overview: "site/index.html",
    Brief: "site/brief.html",
    Feed: "site/feed.xml",
}
SCREEN_CSS = "site/site.css"
SCREEN_SCRIPT = "site/site.js"


class Designer:
    """Fills templates with views; holds the parsed templates of one project.

    Folders are looked through in order, so that a project's own template takes the place of
    ours, file by file.
    """

    def __init__(
        self,
        folders: Sequence[Path],
        theme: Theme,
        wordings: Mapping[str, Wording],
        *,
        paper: Paper = A4,
    ) -> None:
        self._theme = theme
        self._paper = paper
        self._wordings = wordings
        self._environment = Sandbox(
            loader=jinja2.FileSystemLoader(folders),
            autoescape=True,
            undefined=jinja2.StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
        )
        self._environment.filters["columns"] = columns
        self._environment.filters["typeset"] = typeset
        self._environment.globals["tag"] = self._tag
        self._environment.globals["draft_word"] = self._draft_word
        self._environment.globals["word"] = self._word
        self._environment.globals["words"] = self._words
        self._environment.globals["wordings"] = tuple(wordings.values())

    def _tag(self, language: str) -> str:
        return self._wordings[language].tag

    def _draft_word(self, language: str) -> str:
        return self._wordings[language].text("page.draft")

    def _word(self, key: str, language: str, **values: object) -> str:
        filled = {name: str(value) for name, value in values.items()}
        return self._wordings[language].text(key, **filled)

    def _words(self, key: str, **values: object) -> dict[str, str]:
        """Give the words under a key in every language, by its tag."""
        return {one.tag: self._word(key, one.id, **values) for one in self._wordings.values()}

    def page(self, view: OnePager | Deck, fingerprint: str) -> Page:
        """Lay a view out; `fingerprint` is that of its inputs, of which the page shows a part.

        Raises InvalidInput when a template is wrong, with its file and line.
        """
        template, stylesheets, scale = SHEETS[type(view)]
        stamp = [
            self._wordings[language].text(
                "page.edition", version=__version__, fingerprint=fingerprint[:8]
            )
            for language in view.setting.languages
        ]
        with blamed(template):
            html = self._environment.get_template(template).render(
                view=view, theme=self._theme, edition=stamp
            )
            css = "\n".join([self._tokens(view, scale), *map(self._marked, stylesheets)])
        charts = {f"{chart.subject}/{chart.name}": chart for chart in charts_of(view)}
        sheets = len(view.slides) if isinstance(view, Deck) else 1
        return Page(
            id=view.id,
            html=html,
            css=css,
            charts=charts,
            scale=scale,
            sheets=sheets,
            elastic=isinstance(view, OnePager),
            about=self._about(view, fingerprint),
            paper=self._paper,
        )

    def _about(self, view: OnePager | Deck, fingerprint: str) -> About:
        return About(
            brief=view.id.partition(f".{view.setting}")[0],
            edition=view.id,
            fingerprint=fingerprint,
            title=view.title,
            description=view.description,
            publisher=self._theme.brand.name,
            keywords=tuple(dict.fromkeys(map(str, _keywords(view)))),
            languages=tuple(map(self._tag, view.setting.languages)),
            day=view.day,
        )

    def paper_of(self, view: OnePager | Deck) -> str:
        """Name the paper of a view; a deck has none."""
        return self._paper.name if isinstance(view, OnePager) else ""

    def sources(self, view: OnePager | Deck) -> Sources:
        """Give everything in the folders that a view may be set with; raises as a page does."""
        template, stylesheets, _ = SHEETS[type(view)]
        paired = view.setting.is_bilingual
        with blamed(template):
            outside, macros = apart(templates_from(self._environment, template, paired=paired))
            css = {name: source_of(self._environment, name) for name in stylesheets}
        return Sources(outside, macros, css)

    def letter(self, letter: Letter | Erratum) -> str:
        """Lay a message out for readers of mail; raises InvalidInput as a page does."""
        template = MESSAGES[type(letter)]
        with blamed(template):
            return self._environment.get_template(template).render(letter=letter, theme=self._theme)

    def screen(self, page: Overview | Brief | Feed, *, language: str, root: str = "") -> str:
        """Lay a page of the gallery out, which opens in a language.

        `root` leads from the page to the first one. Raises InvalidInput as a page does.
        """
        template = SCREENS[type(page)]
        site = "" if root else f"{SITE}/"
        with blamed(template):
            return self._environment.get_template(template).render(
                page=page, theme=self._theme, language=language, root=root, site=site
            )

    def screen_css(self) -> str:
        """Give the gallery's stylesheet, with the theme's colours in front of it."""
        rules = [_rule(":root", self._theme.tokens())]
        for wording in self._wordings.values():
            tag = wording.tag
            faces = [one for one in self._faces(wording) if one[0] in ("--sans", "--serif")]
            rules.append(_rule(f':root[lang="{tag}"]', faces))
            rules.append(f':root[lang="{tag}"] .w:not([lang="{tag}"]) {{ display: none; }}')
        return "\n".join([*rules, self._stylesheet(SCREEN_CSS)])

    def screen_script(self) -> str:
        """Give the gallery's script."""
        return self._stylesheet(SCREEN_SCRIPT)

    def _marked(self, name: str) -> str:
        """Give a stylesheet under its name, by which a fault in it finds its line."""
        return f"/* templates/{name} */\n{self._stylesheet(name)}"

    def _stylesheet(self, name: str) -> str:
        return source_of(self._environment, name)

    def _tokens(self, view: OnePager | Deck, scale: Scale) -> str:
        """Give the theme's tokens, its sizes of a scale, and each language's faces as CSS."""
        theme = self._theme
        paper = self._paper
        rules = [f"@page {{ size: {paper.width}mm {paper.height}mm; }}"]
        changes = self._up_and_down(view.setting.languages)
        rules.append(_rule(":root", (*theme.tokens(), *changes)))
        for number, colour in enumerate(theme.company.colours):
            role = company_role(number)
            rules.append(_rule(f".{role}", [("--company", colour)]))
            rules.append(
                _rule(f".badge.{role}", [("background-image", f"url(chart:badge/{role})")])
            )
        rules += [_rule(pages, sizes.items()) for pages, sizes in theme.sizes(scale)]
        for wording in self._wordings.values():
            rules.append(_rule(f'[lang="{wording.tag}"]', self._faces(wording)))
        return "\n".join(rules)

    def _up_and_down(self, languages: Iterable[str]) -> Iterator[tuple[str, str]]:
        """Choose the colours of a rise and a fall: neither's on a page for two readerships."""
        colours = self._theme.colour
        wanted = [self._wordings[language].language.up_is for language in languages]
        up_is = wanted[0] if len(wanted) == 1 else "neutral"
        pairs = {"red": (colours.red, colours.green), "green": (colours.green, colours.red)}
        pair = pairs.get(up_is, (colours.blue, colours.orange))
        yield from zip(("--up", "--down"), pair, strict=True)

    def _faces(self, wording: Wording) -> Iterator[tuple[str, str]]:
        """Give the faces of a language, and which of them sets what."""
        theme, language = self._theme, wording.language
        sans = _stack(theme.families(wording.id, "sans", language.sans))
        yield "--sans", sans
        yield "--serif", _stack(theme.families(wording.id, "serif", language.serif))
        yield "font-family", sans
        for part, style in theme.face.model_dump().items():
            yield f"--face-{part}", f"var(--{style})"


def _rule(selector: str, declarations: Iterable[tuple[str, str]]) -> str:
    return f"{selector} {{ {' '.join(f'{name}: {value};' for name, value in declarations)} }}"


def _stack(families: Iterable[str]) -> str:
    return ", ".join(f'"{family}"' for family in families)


def columns(sections: Sequence[Section], count: int) -> list[list[Section]]:
    """Deal sections out to columns of about equal length, in reading order."""
    weights = [_weight(section) for section in sections]
    target = sum(weights) / count
    dealt: list[list[Section]] = [[]]
    filled = 0.0
    for section, weight in zip(sections, weights, strict=True):
        if len(dealt) < count and dealt[-1] and filled + weight / 2 > target * len(dealt):
            dealt.append([])
        dealt[-1].append(section)
        filled += weight
    return dealt


def _weight(section: Section) -> float:
    """Estimate the lines of a section: its title, terms with their details, dates and text."""
    details = sum(1 for term in section.terms if term.detail)
    return 1.8 + len(section.terms) + details + len(section.dates) + 3 * len(section.text)


def charts_of(view: OnePager | Deck) -> Iterator[Chart]:
    """Give every chart of a view, in order."""
    if isinstance(view, OnePager):
        yield from view.charts
        return
    for slide in view.slides:
        yield from slide.charts


def _keywords(view: OnePager | Deck) -> Iterator[Phrase]:
    """Give what a library files a brief under: the companies' names, codes and industries."""
    if isinstance(view, OnePager):
        yield from view.name
        for value in (view.other_name, *view.codes):
            yield from value.forms
        return
    for slide in view.slides:
        for member in slide.members:
            yield from (*member.name, *member.code.forms)
