"""Matching: which rules the elements of a page match, found once for all its layouts.

For upstream: a document that is laid out again, with a stylesheet more or another one, walks its
elements again and holds each against every rule of every stylesheet.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from math import inf
from typing import TypeAlias

from weasyprint import css

from briefs.press.geometry import Laid

#: Where a rule comes from, its layer, how specific it is, and what it declares.
Rule: TypeAlias = tuple[str, float, tuple[int, int, int], Laid]

#: A stylesheet with its origin, and how specific its rules are if that is not theirs to say.
Given: TypeAlias = tuple[Laid, str, tuple[int, int, int] | None]

_stylesheets = css.find_stylesheets


class Walk:
    """The elements of a page in their order, and what each matches."""

    def __init__(self, root: Laid) -> None:
        self.elements: list[Laid] = [*root.iter_subtree()]
        self._matched: dict[Laid, list[list[tuple[str | None, Rule]]]] = {}

    def rules(self, sheets: Sequence[Given]) -> Iterator[dict[str | None, list[Rule]]]:
        """Give for each element the rules that it matches, by pseudo-element."""
        by_sheet = [self._of(*one) for one in sheets]
        for number in range(len(self.elements)):
            rules: dict[str | None, list[Rule]] = {None: []}
            for matched in by_sheet:
                for pseudo, rule in matched[number]:
                    rules.setdefault(pseudo, []).append(rule)
            yield rules

    def _of(self, sheet: Laid, *of: Laid) -> list[list[tuple[str | None, Rule]]]:
        if sheet not in self._matched:
            self._matched[sheet] = [[*_matched(one, sheet, *of)] for one in self.elements]
        return self._matched[sheet]


def _matched(
    element: Laid, sheet: Laid, origin: str, specific: Laid
) -> Iterator[tuple[str | None, Rule]]:
    for specificity, _, pseudo, (declarations, layer) in sheet.matcher.match(element):
        order = inf if layer is None else sheet.layers.index(layer)
        yield pseudo, (origin, order, specific or specificity, declarations)


def find_stylesheets(root: Laid, *of: Laid, **named: Laid) -> Iterator[Laid]:
    """Find the stylesheets in a page, and look at no element if it has none."""
    tree = root.etree_element
    if any(next(tree.iter(name), None) is not None for name in ("style", "link")):
        yield from _stylesheets(root, *of, **named)
