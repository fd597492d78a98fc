"""Styles: what elements of one kind have in common on every page, computed once.

For upstream: WeasyPrint shares a computed style between the elements of a document that have the
same parent style and match the same rules. Nothing in such a style is of one document, as long as
the stylesheets are the same, so that it can be kept from one document to the next. Here a *master*
is kept for each kind of element, and an element gets a style that is lent from its master: a copy
of what has been computed so far, which asks the master for the rest, and which the renderer may
change as it changes its own. What may differ between two pages is left open: custom properties
that a page sets for itself, and lengths that go by the size of the page. A master refuses what
depends on them, and the style computes it for itself.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import cached_property
from typing import Any, NoReturn

from weasyprint.css import AnonymousStyle, ComputedStyle
from weasyprint.css.computed_values import PHYSICAL_FUNCTIONS
from weasyprint.css.properties import INHERITED, INITIAL_NOT_COMPUTED, INITIAL_VALUES
from weasyprint.svg.text import Style as DrawnStyle

from briefs.press.geometry import Laid

#: Properties with ways of their own.
_PECULIAR = frozenset({"page", "position", "float", "display"})

#: What a property is that nobody declares, where that depends on nothing else.
_INITIAL = {
    name: value
    for name, value in INITIAL_VALUES.items()
    if name not in INHERITED | INITIAL_NOT_COMPUTED | _PECULIAR
    and not name.startswith("text_decoration_")
}


def _logical() -> dict[str, tuple[str, ...]]:
    """Give for each logical property, such as margin-block-start, those that it may decide."""
    found: dict[str, tuple[str, ...]] = {}
    for physical, logical in PHYSICAL_FUNCTIONS.items():
        for direction in ("ltr", "rtl"):
            name = logical(block="ttb", inline=direction)
            found[name] = (*found.get(name, ()), physical)
    return found


_LOGICAL = _logical()


class Open(BaseException):
    """Raised by a master that is asked for what is not the same on every page."""


class _Sizes:
    """Stands in a master for the sizes of a page."""

    def __getitem__(self, name: str) -> NoReturn:
        raise Open(name)


# WeasyPrint ships no types; this holds for every class here.
class Master(ComputedStyle):  # type: ignore[misc]
    """What one kind of element has in common on every page; computed when it is asked for."""

    def __init__(self, parent: Laid, cascaded: Laid, pseudo: str | None, page: Laid) -> None:
        """Take what a style is made from; `page` knows the root, the fonts and what is open."""
        super().__init__(
            parent, cascaded, pseudo, page.root_master, page.base_url, page.font_config, _Sizes()
        )
        self._open = set(page.open)
        #: What is not undeclared, and has no initial value for certain.
        self.declared = tuple(each for name in cascaded for each in (name, *_LOGICAL.get(name, ())))

    def __missing__(self, key: str) -> Any:  # noqa: ANN401 - a property's value, of any type
        if key in self._open:
            raise Open(key)
        try:
            return super().__missing__(key)
        except Open:
            # The renderer puts nothing in its place while it looks for a variable.
            self.pop(key, None)
            self._open.add(key)
            raise


class Lent(ComputedStyle):  # type: ignore[misc]
    """The style of an element of one page, lent from its master."""

    def __init__(self, master: Master, parent: Laid, cascaded: Laid, page: Laid) -> None:
        """Take what is declared here, which may be more than the master knows of."""
        super().__init__(
            parent,
            cascaded,
            master.pseudo_type,
            master.root_style if page.root is None else page.root,
            master.base_url,
            master.font_config,
            page.sizes,
        )
        self.master = master
        #: What was set for this page, here or above.
        self.settings: tuple[object, ...] = ()
        self.update(_INITIAL)
        for name in master.declared:
            self.pop(name, None)
        self.update(master)

    def __missing__(self, key: str) -> Any:  # noqa: ANN401 - as above
        try:
            value = self.master[key]
        except Open:
            return super().__missing__(key)
        if key in _PECULIAR:
            self.specified.update(self.master.specified)
        self[key] = value
        return value

    @cached_property
    def anonymous_style(self) -> LentAnonymous:
        """The style of anonymous boxes within."""
        return LentAnonymous(self)


class LentAnonymous(AnonymousStyle):  # type: ignore[misc]
    """The style of an anonymous box, lent from what is anonymous in its parent's master."""

    def __init__(self, parent: Lent) -> None:
        super().__init__(parent)
        self.master = parent.master.anonymous_style
        self.update(_INITIAL)
        self.update(self.master)

    def __missing__(self, key: str) -> Any:  # noqa: ANN401 - as above
        try:
            value = self[key] = self.master[key]
        except Open:
            return super().__missing__(key)
        return value


#: Styles of which nothing changes once they are in use: what is to change is copied.
_SETTLED = (Lent, LentAnonymous, DrawnStyle)


def is_settled(style: Laid) -> bool:
    """Whether what follows from a style may be kept with it."""
    return isinstance(style, _SETTLED)


def once(style: Laid, name: str, make: Callable[[Laid], Any]) -> Any:  # noqa: ANN401 - what it makes
    """Give what follows from a style, from the style or its master if it was made before."""
    if not is_settled(style):
        return make(style)
    known = style.__dict__
    if name not in known:
        try:
            master = known.get("master")
            known[name] = make(style) if master is None else _of_master(master, name, make)
        except Open:
            known[name] = make(style)
    return known[name]


def _of_master(master: Laid, name: str, make: Callable[[Laid], Any]) -> Any:  # noqa: ANN401 - as above
    known = master.__dict__
    if name not in known:
        known[name] = make(master)
    return known[name]
