"""Pages: views as HTML; the only room that knows Jinja."""

from briefs.pages.designer import Designer
from briefs.pages.page import Page

__all__ = ["Designer", "Page"]
