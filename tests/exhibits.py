"""Exhibits for the tests of proofs: editions of ours and small pages, whole or sabotaged."""

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

SETTINGS = ("en", "zh-Hans", "zh-Hant-HK", "en+zh-Hans", "en+zh-Hant-HK")


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
def slides():
    """Take a few slides of a deck: sabotage is seen on them, and they are printed fast."""
    view = view_of("ai-chips.deck.en")
    return replace(view, slides=(*view.slides[:2], view.slides[-1]))


@cache
def whole(edition):
    """Print an edition as it is, once in each process that asks."""
    return printed(view_of(edition))


def printed(view, *changes, html: Callable[[str], str] = str, css="", charts=None):
    """Print a view, with words of its HTML replaced where they stand first, and CSS added.

    `html` edits the whole of it, and `charts` take the place of the view's own by their names.
    """
    _, designer, press = tools()
    page = designer.page(view, "0" * 64)
    edited = html(page.html)
    for old, new in changes:
        edited = swap(old, new)(edited)
    page = replace(page, html=edited, css=page.css + css, charts={**page.charts, **(charts or {})})
    made = press.print(page)
    return Exhibit(view, page, made.pdf, made.layout, made.charts)


@cache
def _plain(edition):
    """Give the view of an edition with its page."""
    view = view_of(edition)
    return view, tools()[1].page(view, "0" * 64)


def small(body, css="", lang="zh-Hans", name="axera.one-pager.en"):
    """Print a page of a few words, as if it were one of ours."""
    view, own = _plain(name)
    head = "<head><title>T</title></head>"
    html = f'<!DOCTYPE html><html lang="{lang}">{head}<body>{body}</body></html>'
    page = replace(
        own, id="a.page", html=html, css=f"{own.css} {css}", charts={}, sheets=1, elastic=False
    )
    made = tools()[2].print(page)
    return Exhibit(view, page, made.pdf, made.layout, made.charts)


def swap(old, new, count=1):
    """Give an edit that replaces words which must be there."""

    def edit(text):
        assert old in text, f"{old!r} stands nowhere"
        return text.replace(old, new, count)

    return edit


def with_pdf(exhibit, edit):
    """Edit the PDF itself: `edit` changes an open document."""
    return replace(exhibit, pdf=edited(exhibit.pdf, edit))


def edited(pdf, edit):
    """Edit the bytes of a PDF: `edit` changes an open document."""
    with pikepdf.open(io.BytesIO(pdf)) as document:
        edit(document)
        out = io.BytesIO()
        document.save(out)
    return out.getvalue()


def messages(faults):
    return [str(fault.message) for fault in faults]


def told(faults, *words):
    """Hold that a fault says all of these words."""
    found = messages(faults)
    assert any(all(word in message for word in words) for message in found), found
