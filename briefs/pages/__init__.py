"""Pages: views as HTML; the only room that knows Jinja."""

from briefs.pages.designer import Designer
from briefs.pages.letter import Corrected, Correction, Erratum, Fact, Facts, Letter, Passage, Whole
from briefs.pages.page import About, Page
from briefs.pages.paper import A4, PAPERS, Paper

__all__ = [
    "A4",
    "PAPERS",
    "About",
    "Corrected",
    "Correction",
    "Designer",
    "Erratum",
    "Fact",
    "Facts",
    "Letter",
    "Page",
    "Paper",
    "Passage",
    "Whole",
]
