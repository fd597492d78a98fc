"""Lending: every element of a page gets its style, lent from a master that pages share."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from math import inf
from typing import Any, TypeAlias

import weasyprint
from weasyprint.css import (
    InitialStyle,
    StyleFor,
    declaration_precedence,
    find_style_attributes,
)
from weasyprint.css.validation import preprocess_declarations

from briefs.press.geometry import Laid
from briefs.press.haste.matching import Rule
from briefs.press.haste.styles import Lent, Master

#: Masters that are kept, of some kilobytes each: a page has 500 kinds of elements, a deck 2,000.
#: More of them save no time that can be measured, and take a worker beyond 250 MB.
MOST = 1_800

_Cascaded: TypeAlias = dict[str, tuple[Any, Any]]

_SVG = "{http://www.w3.org/2000/svg}svg"


# WeasyPrint ships no types.
class Setting(weasyprint.CSS):  # type: ignore[misc]
    """A stylesheet by which one page sets custom properties of its own, and declares no more."""

    @property
    def names(self) -> frozenset[str]:
        """The properties that it sets, as the renderer names them."""
        matcher = self.matcher
        tables = (
            *matcher.id_selectors.values(),
            *matcher.class_selectors.values(),
            *matcher.lower_local_name_selectors.values(),
            matcher.other_selectors,
        )
        return frozenset(
            name
            for rules in tables
            for _, _, _, _, (declarations, _) in rules
            for name, _, _ in declarations
        )


class Stock:
    """The masters that pages share, by the stylesheets from which they follow."""

    def __init__(self) -> None:
        self._shelves: dict[tuple[object, ...], dict[object, Master]] = {}

    def shelf(self, *of: object) -> dict[object, Master]:
        """Give the masters of some stylesheets, to take from and to add to."""
        while sum(map(len, self._shelves.values())) > MOST:
            # The one that has not been asked for the longest.
            del self._shelves[next(iter(self._shelves))]
        masters = self._shelves[of] = self._shelves.pop(of, {})
        return masters

    def clear(self) -> None:
        """Keep nothing."""
        self._shelves.clear()


def lend(
    stock: Stock, styles: StyleFor, html: Laid, sheets: Laid, font_config: Laid, targets: Laid
) -> None:
    """Do what StyleFor does when it is made: give every element of a page its style."""
    # What it knows, it knows by private names.
    styles.font_config, styles._sheets = font_config, sheets  # noqa: SLF001
    styles.initial_page_sizes = {"box": None, "area": None}
    styles._cascaded_styles = {}  # noqa: SLF001
    lending = _Lending(stock, styles, html, targets)
    styles._computed_styles = lending.lent  # noqa: SLF001
    lending.lend()


class _Lending:
    """Lends the styles of one page."""

    def __init__(self, stock: Stock, styles: StyleFor, html: Laid, targets: Laid) -> None:
        self.base_url = html.base_url
        self.font_config = styles.font_config
        self.sizes = styles.initial_page_sizes
        self.lent: dict[tuple[Laid, str | None], Lent] = {}
        self.root: Lent | None = None
        self.root_master: Laid = InitialStyle(self.font_config)
        self._shared: dict[object, Lent] = {}
        self._html, self._targets = html, targets
        sheets = styles._sheets  # noqa: SLF001 - as above
        # A sheet may have rules of pages alone.
        ruling = [one for one in sheets if one[0].matcher.order]
        self._kept = [one for one in ruling if not isinstance(one[0], Setting)]
        self._set = [one for one in ruling if isinstance(one[0], Setting)]
        self.open = frozenset({"anchor"}).union(*(sheet.names for sheet, _, _ in self._set))
        kept = tuple(sheet for sheet, _, _ in self._kept)
        self._masters = stock.shelf(kept, self.open, self.base_url, self.font_config)

    def lend(self) -> None:
        """Lend the styles of elements, parents before children, and of their pseudo-elements."""
        pseudo: list[tuple[Laid, str, list[Rule]]] = []
        walk = self._html.walk
        every = zip(walk.elements, walk.rules(self._kept), walk.rules(self._set), strict=True)
        for wrapper, rules, settings in every:
            element = wrapper.etree_element
            above = self.lent[wrapper.parent.etree_element, None] if wrapper.parent else None
            style = self._of(element, above, rules.pop(None), settings[None])
            self.lent[element, None] = style
            if self.root is None:
                self.root, self.root_master = style, style.master
            pseudo += [(element, name, matched) for name, matched in rules.items() if name]
        for element, name, matched in pseudo:
            above = self.lent[element, None]
            master = self._master(above, name, matched, element)
            self.lent[element, name] = self._lent(master, above, (), ())

    def _of(self, element: Laid, above: Lent | None, rules: list[Rule], set_: list[Rule]) -> Lent:
        """Give the style of an element, which it shares with its like if no link goes to it."""
        under = () if above is None else (id(above.master), above.settings)
        key = (*under, _attributes(element), _key(rules), _key(set_))
        anchor = self._anchor(element)
        if anchor or key not in self._shared:
            master = self._master(above, None, rules, element)
            self._shared[key] = self._lent(master, above, set_, anchor)
        return self._shared[key]

    def _lent(
        self, master: Master, above: Lent | None, set_: Sequence[Rule], anchor: Sequence[Rule]
    ) -> Lent:
        declared = [*anchor, *set_]
        cascaded = _cascaded(declared, dict(master.cascaded)) if declared else master.cascaded
        style = Lent(master, above, cascaded, self)
        style.settings = (*(above.settings if above else ()), *_key(set_))
        if anchor:
            del style["anchor"]
        if self._targets and style["anchor"]:
            self._targets.collect_anchor(style["anchor"])
        return style

    def _master(
        self, above: Lent | None, pseudo: str | None, rules: list[Rule], element: Laid
    ) -> Master:
        """Give the master of those below one that match some rules and declare the same."""
        parent = above.master if above else None
        key = (pseudo, id(parent), None if pseudo else _attributes(element), _key(rules))
        if key not in self._masters:
            declared = [] if pseudo else self._declared(element)
            inner = [rule for rule in declared if not _is_anchor(rule)]
            self._masters[key] = Master(parent, _cascaded([*inner, *rules]), pseudo, self)
        return self._masters[key]

    def _anchor(self, element: Laid) -> list[Rule]:
        """Give what an element declares of the name by which links find it."""
        if element.get("id") or (element.tag == "a" and element.get("name")):
            return list(filter(_is_anchor, self._declared(element)))
        return []

    def _declared(self, element: Laid) -> Iterator[Rule]:
        """Give what an element declares by its attributes."""
        for specificity, _, declarations, base_url in find_style_attributes(
            _Alone(element), base_url=self.base_url
        ):
            declared = list(preprocess_declarations(base_url, declarations))
            yield "author", inf, specificity, declared


class _Alone:
    """A tree of one element, without what is in it."""

    def __init__(self, element: Laid) -> None:
        self._element = element

    def iter(self) -> Iterator[Laid]:
        yield self._element


def _key(rules: Sequence[Rule]) -> tuple[object, ...]:
    return tuple([(order, weight, id(declared)) for _, order, weight, declared in rules])


def _cascaded(rules: list[Rule], into: _Cascaded | None = None) -> _Cascaded:
    """Give what is declared in the end: what weighs most, and of two of one weight the later."""
    cascaded: _Cascaded = {} if into is None else into
    for origin, order, specificity, declarations in rules:
        for name, values, importance in declarations:
            weight = (declaration_precedence(origin, importance), order, specificity)
            if name not in cascaded or cascaded[name][1] <= weight:
                cascaded[name] = values, weight
    return cascaded


def _is_anchor(rule: Rule) -> bool:
    return any(name == "anchor" for name, _, _ in rule[3])


def _attributes(element: Laid) -> tuple[str | None, ...] | None:
    """Give the attributes by which an element declares what it has in common with others."""
    names = ("style", "lang", "width", "height") if element.tag == _SVG else ("style", "lang")
    found = tuple(map(element.get, names))
    return found if any(found) else None
