"""Exhibits: editions of ours and small pages, printed as they are or spoilt on purpose."""

from __future__ import annotations

import os
from dataclasses import replace
from functools import cache
from pathlib import Path

from briefs.build.editions import compose, editions
from briefs.build.project import read_project
from briefs.build.templates import own_templates
from briefs.faces import cache_directory, faces_directory, write_fontconfig
from briefs.pages import Designer, Page
from briefs.proofs.exhibit import Exhibit
from briefs.proofs.parity import Finished

ROOT = Path(__file__).parent.parent
FACES = faces_directory(cache_directory(os.environ))
# Fontconfig reads this once, when the press is first imported.
os.environ["FONTCONFIG_FILE"] = str(write_fontconfig(FACES))

SETTINGS = ("en", "zh-Hans", "zh-Hant-HK", "en+zh-Hans", "en+zh-Hant-HK")


@cache
def project():
    return read_project(ROOT, own_templates())


@cache
def press():
    from briefs.press import Press  # noqa: PLC0415 - after fontconfig is set

    return Press(FACES, project().theme, project().wordings)


@cache
def laid(name):
    """Give the view and the page of one of our editions."""
    known = editions(project().library, project().wordings)
    view = compose(project(), next(one for one in known if one.id == name))
    designer = Designer([project().templates], project().theme, project().wordings)
    return view, designer.page(view, "0" * 64)


def exhibit(name, *changes, css="", charts=None):
    """Print an edition with words of its HTML replaced, each where they stand first."""
    view, page = laid(name)
    html = page.html
    for old, new in changes:
        assert old in html, f"{old!r} stands nowhere in {name}"
        html = html.replace(old, new, 1)
    page = replace(page, html=html, css=page.css + css, charts={**page.charts, **(charts or {})})
    return _printed(view, page)


@cache
def whole(name):
    """Print an edition as it is."""
    return exhibit(name)


def small(body, css="", lang="zh-Hans", name="axera.one-pager.en"):
    """Print a page of a few words, as if it were one of ours."""
    view, page = laid(name)
    head = "<head><title>T</title></head>"
    html = f'<!DOCTYPE html><html lang="{lang}">{head}<body>{body}</body></html>'
    css = f"{page.css} {css}"
    spoilt = Page("a.page", html, css, {}, "page", sheets=1, elastic=False, bottom=290.0)
    return _printed(view, spoilt)


def _printed(view, page):
    printed = press().print(page)
    return Exhibit(view, page, printed.pdf, printed.layout, printed.charts)


def finished(subject, **spoilt):
    """Give the finished editions of a brief; `spoilt` are those of some settings."""
    return [
        Finished(
            f"{subject}.{setting}",
            tuple(setting.split("+")),
            spoilt.get(setting, whole(f"{subject}.{setting}")).pdf,
        )
        for setting in SETTINGS
    ]


def said(faults):
    return [fault.message for fault in faults]
