"""The exhibit: a finished edition, laid out for questioning before it is published."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from briefs.pages import Page
from briefs.views.deck import Deck
from briefs.views.one_pager import OnePager


@dataclass(frozen=True, slots=True, eq=False)
class Exhibit:
    """What a proof may look at: the view, its HTML, the layout, the charts, and the PDF.

    `layout` is the renderer's document, which lives only in the process that printed it. Two
    exhibits are never the same one, so that proofs may keep what they read of one.
    """

    view: OnePager | Deck
    page: Page
    pdf: bytes
    layout: Any
    charts: Mapping[str, bytes]
