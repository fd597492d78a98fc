"""Hastening: for a while, the renderer's own functions give way to thriftier ones.

Each gives what that one gives for which it stands in, and says how the renderer could do the same.
They know the insides of one version. Any other is left as it is, and takes its time.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import cache, lru_cache
from typing import Any

import weasyprint
from weasyprint import css, svg, tinyhtml5
from weasyprint.css import StyleFor
from weasyprint.layout import percent
from weasyprint.pdf import fonts
from weasyprint.text import line_break

from briefs.press.geometry import Laid
from briefs.press.haste.descriptions import Freeing
from briefs.press.haste.lending import Stock, lend
from briefs.press.haste.lengths import resolve_percentages
from briefs.press.haste.markup import parse
from briefs.press.haste.matching import find_stylesheets
from briefs.press.haste.texts import set_up, splitting, strut

#: The version whose insides are known.
KNOWN = "70.0"

_declarations = svg.css.parse_declarations
_of_attribute = lru_cache(1024)(_declarations)


def parse_declarations(given: Laid) -> Laid:
    """Parse what a drawing declares; as an attribute, it declares the same again and again."""
    return _of_attribute(given) if isinstance(given, str) else _declarations(given)


@contextmanager
def hastened(stock: Stock) -> Iterator[None]:
    """Let the renderer make haste within, for the pages of one document."""
    swaps = [*_swaps(stock)] if weasyprint.__version__ == KNOWN else []
    for owner, name, _, quick in swaps:
        setattr(owner, name, quick)
    try:
        yield
    finally:
        for owner, name, plain, _ in swaps:
            setattr(owner, name, plain)


def _swaps(stock: Stock) -> Iterator[tuple[object, str, Any, Any]]:
    """Give what is put in place of what: its owner, its name, itself and what stands in."""
    for plain, quick in (
        (css.find_stylesheets, find_stylesheets),
        (percent.resolve_percentages, resolve_percentages),
        (line_break.strut, strut),
        (_declarations, parse_declarations),
        (line_break.split_first_line, splitting()),
    ):
        for module in _naming(plain):
            yield module, plain.__name__, plain, quick
    yield line_break.Layout, "setup", line_break.Layout.setup, set_up
    yield fonts, "pango", fonts.pango, Freeing()
    yield tinyhtml5, "parse", tinyhtml5.parse, parse
    plainly = StyleFor.__init__

    def make(styles: Laid, html: Laid, sheets: Laid, hints: Laid, *rest: Laid) -> None:
        if hints:
            plainly(styles, html, sheets, hints, *rest)
        else:
            lend(stock, styles, html, sheets, *rest)

    yield StyleFor, "__init__", plainly, make


@cache
def _naming(plain: Callable[..., Any]) -> tuple[object, ...]:
    """Give the renderer's modules that call a function by its name."""
    return tuple(
        module
        for name, module in sorted(sys.modules.items())
        if name.partition(".")[0] == "weasyprint" and vars(module).get(plain.__name__) is plain
    )
