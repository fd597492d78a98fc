"""The source: a page's HTML as the renderer reads it, without what no page of ours can have."""

from __future__ import annotations

from copy import copy
from functools import cached_property

import weasyprint

from briefs.press.geometry import Laid
from briefs.press.haste import Walk

#: Our pages have no footnotes of the renderer's making, but it would give every element the styles
#: of their marks: a hundred thousand properties that nobody asks for.
UNUSED = frozenset(
    ("footnote-call", "footnote-marker", "note-call", "note-marker", "note-callback")
)


def _own_rules() -> Laid:
    """Give the renderer's own stylesheet without the rules of parts that are unused."""
    sheet = copy(weasyprint.UA_STYLESHEET)
    sheet.matcher = copy(sheet.matcher)
    # A matcher keeps a rule as a test, its weight, its place, its pseudo-element, and what it says.
    sheet.matcher.other_selectors = [
        rule for rule in sheet.matcher.other_selectors if rule[3] not in UNUSED
    ]
    return sheet


_OWN_RULES = _own_rules()


# WeasyPrint ships no types; and it is pinned, for this asks a private method.
class Source(weasyprint.HTML):  # type: ignore[misc]
    """A page's HTML."""

    @cached_property
    def walk(self) -> Walk:
        """Its elements, and the rules that they match."""
        return Walk(self.wrapper_element)

    def change(self) -> None:
        """Forget what its elements match: its tree is not what it was."""
        self.__dict__.pop("walk", None)

    def _ua_stylesheets(self, forms: bool = False) -> list[Laid]:  # noqa: FBT001, FBT002 - as it has it
        del forms
        return [_OWN_RULES]
