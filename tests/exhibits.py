"""Exhibits for the tests of proofs: editions of ours, printed whole or sabotaged."""

from __future__ import annotations

import io
import os
from collections.abc import Callable
from dataclasses import replace
from functools import cache
from pathlib import Path

import pikepdf

from briefs.build.editions import compose, editions
from briefs.build.project import read_project
from briefs.build.templates import own_templates
from briefs.faces import cache_directory, faces_directory, write_fontconfig
from briefs.pages import Designer

ROOT = Path(__file__).parent.parent
FACES = faces_directory(cache_directory(os.environ))
# Fontconfig reads this once, when the press is first imported.
os.environ["FONTCONFIG_FILE"] = str(write_fontconfig(FACES))

from briefs.press import Press  # noqa: E402
from briefs.proofs import Exhibit  # noqa: E402


@cache
def tools():
    project = read_project(ROOT, own_templates())
    designer = Designer([project.templates], project.theme, project.wordings)
    return project, designer, Press(FACES, project.theme, project.wordings)


@cache
def view_of(edition):
    project, _, _ = tools()
    every = {one.id: one for one in editions(project.library, project.wordings)}
    return compose(project, every[edition])


@cache
def whole(edition):
    """Print an edition as it is, once a run."""
    return printed(view_of(edition))


def printed(view, *, html: Callable[[str], str] = str, css="", shown=None):
    """Print a view, with its page's HTML edited and CSS added.

    `shown` is the view that the exhibit claims to show, where that is not the one printed.
    """
    _, designer, press = tools()
    page = designer.page(view, "0" * 64)
    page = replace(page, html=html(page.html), css=page.css + css)
    made = press.print(page)
    return Exhibit(shown or view, page, made.pdf, made.layout, made.charts)


def swap(old, new, count=1):
    """Give an edit that replaces words which must be there."""

    def edit(text):
        assert old in text, f"{old!r} stands nowhere"
        return text.replace(old, new, count)

    return edit


def with_pdf(exhibit, edit):
    """Edit the PDF itself: `edit` changes an open document."""
    with pikepdf.open(io.BytesIO(exhibit.pdf)) as document:
        edit(document)
        out = io.BytesIO()
        document.save(out)
    return replace(exhibit, pdf=out.getvalue())


def messages(faults):
    return [str(fault.message) for fault in faults]


def told(faults, *words):
    """Hold that a fault says all of these words."""
    found = messages(faults)
    assert any(all(word in message for word in words) for message in found), found
