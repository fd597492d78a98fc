"""Haste changes no byte: a page that is set quickly is the page as the renderer alone sets it."""

from __future__ import annotations

import ctypes
import gc
import io
import os
import sys
from dataclasses import replace
from functools import partial
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest

from briefs.build.edition import choose
from briefs.build.editions import compose, editions
from briefs.build.project import read_project
from briefs.build.templates import own_templates
from briefs.faces import cache_directory, faces_directory, write_fontconfig
from briefs.pages import Designer

ROOT = Path(__file__).parent.parent
FACES = faces_directory(cache_directory(os.environ))
# Fontconfig reads this once, when the press is first imported.
os.environ["FONTCONFIG_FILE"] = str(write_fontconfig(FACES))

from weasyprint import tinyhtml5  # noqa: E402
from weasyprint.css import ComputedStyle  # noqa: E402
from weasyprint.text.ffi import ffi, pango  # noqa: E402
from weasyprint.text.line_break import Layout  # noqa: E402

from briefs.press import Press, PressFault  # noqa: E402
from briefs.press.haste import hastening, markup  # noqa: E402
from briefs.press.haste.descriptions import Freeing  # noqa: E402
from briefs.proofs import Exhibit, begin_anew, forget, prove  # noqa: E402

#: What styles may depend on: their parents, the fonts, the page, and what the page itself sets.
EVERYTHING = """
@page { size: 210mm 297mm; margin: 10mm; @bottom-right { content: counter(page) } }
:root { --gap: 2mm; --wide: calc(var(--gap) * 3); --late: var(--chart-height-1, 4mm) }
body { margin: 0; font: 9pt/1.4 "Briefs Sans", "Briefs Sans SC" }
#main { margin: 0; padding: 0 } #foot { margin: 0; padding: 0 }
p { margin-block: 0.5em var(--gap); text-indent: 1ex; letter-spacing: 0.01em; hyphens: auto }
p::first-line { font-weight: 700 }
p::first-letter { font-size: 1.6em; color: #333 }
.wide { width: 40vw; margin-left: var(--wide); padding: calc(1vh + 1mm) 5% }
.late { height: var(--late); min-height: 2lh; background: linear-gradient(red 1em, blue 2em) }
em { vertical-align: 20%; font-size: larger } b { vertical-align: super; font-weight: bolder }
u { text-decoration-color: green } a { color: inherit; text-decoration: none }
li::marker { color: gray } li::before { content: "– "; float: left }
table { border-collapse: collapse; width: 100% } td { border: 0.5pt solid; padding: 1mm }
table.auto { border-collapse: separate; width: auto }
.flex { display: flex } .flex > * { flex: 1; min-width: 0 }
:lang(zh) { font-style: normal; line-height: 1.6 }
"""

BODY = """
<div id="main"><p>{words} <em>and <b>more</b> of it</em>, <u>under</u>lined, <a href="#t">here</a>,
    and so on until the line is full and another one begins, which it does.</p>
<p class="wide" style="color: #222">A part of the page <span lang="zh-Hans">的一部分</span>.</p>
<div class="late">{words}</div><ul><li>{words}</li><li>Two</li></ul>
<table id="t"><tr><td>{words}</td><td>1</td></tr><tr><td colspan="2">2</td></tr></table>
<table class="auto"><tr><th>{words}</th><td>28.20</td></tr></table>
<div class="flex"><div>One</div><div>{words}</div></div></div><div id="foot">Foot</div>
"""


@pytest.fixture(scope="module")
def project():
    return read_project(ROOT, own_templates())


@pytest.fixture(scope="module")
def designed(project):
    """Give a page of ours by its edition."""
    designer = Designer([project.templates], project.theme, project.wordings)
    chosen = {one.id: one for one in editions(project.library, project.wordings)}
    return lambda name: designer.page(compose(project, chosen[name]), "0" * 64)


@pytest.fixture
def press(project):
    return Press(FACES, project.theme, project.wordings)


@pytest.fixture
def plainly(press, monkeypatch):
    """Print a page as the renderer alone does."""

    def printed(page):
        with monkeypatch.context() as patch:
            patch.setattr(hastening, "KNOWN", "any other")
            return press.print(page).pdf

    return printed


def test_our_pages_are_the_same_bytes(press, plainly, designed):
    # One that is set at a step of the plan, after another of its kind, and one of many sheets.
    press.print(designed("axera.one-pager.en+zh-Hans"))
    for name in ("biren.one-pager.en+zh-Hans", "ai-chips.deck.en"):
        page = designed(name)
        assert press.print(page).pdf == plainly(page), name


@pytest.mark.parametrize("pitch", ["11pt", "13pt"])
def test_whatever_a_style_depends_on_the_bytes_are_the_same(press, plainly, designed, pitch):
    ours = designed("axera.one-pager.en")
    sizes = f":root {{ --pitch: {pitch}; --legal-line: 9pt; --body: 8pt; --table: 8pt; "
    css = f"{EVERYTHING} {sizes} --small: 7pt }}"

    def page(words):
        html = f'<html lang="en-HK"><title>T</title><body>{BODY.format(words=words)}</body></html>'
        return replace(ours, html=html, css=css, charts={})

    press.print(page("Other words"))
    assert press.print(page("Words")).pdf == plainly(page("Words"))


def test_a_second_page_of_a_kind_is_computed_and_measured_in_small_part(press, designed):
    """Counts what the renderer is asked for, on a second page and on one that is set plainly."""
    page = designed("axera.one-pager.en+zh-Hans")
    press.print(designed("biren.one-pager.en+zh-Hans"))
    quick, plain = Counted(), Counted()
    with quick:
        press.print(page)
    with pytest.MonkeyPatch.context() as patch, plain:
        patch.setattr(hastening, "KNOWN", "any other")
        press.print(page)
    assert quick.computed < plain.computed / 10
    assert quick.measured < plain.measured * 3 / 4


class Counted:
    """Counts the properties that are computed within, and the texts that Pango is given."""

    def __enter__(self):
        self.computed = self.measured = 0
        self._patch = pytest.MonkeyPatch()
        missing, set_text = ComputedStyle.__missing__, Layout.set_text

        def compute(style, key):
            self.computed += 1
            return missing(style, key)

        def measure(layout, *text, **justified):
            self.measured += 1
            set_text(layout, *text, **justified)

        self._patch.setattr(ComputedStyle, "__missing__", compute)
        self._patch.setattr(Layout, "set_text", measure)

    def __exit__(self, *_):
        self._patch.undo()


#: Bytes that a page may leave behind, were it the only one: the lists of its font features alone
#: are 200,000.
LITTLE = 20_000


class Heap(ctypes.Structure):
    """What glibc tells of its heap, as mallinfo2(3) lists it."""

    _fields_ = tuple((f"field_{number}", ctypes.c_size_t) for number in range(10))

    @property
    def used(self):
        """Give what it calls `uordblks`."""
        return self.field_7


def heap():
    """Give the bytes that C libraries hold; on Linux alone they can be told of."""
    if sys.platform != "linux":
        return 0
    ask = ctypes.CDLL(None).mallinfo2
    ask.restype = Heap
    gc.collect()
    return ask().used


def left_by(make, times=8):
    """Give the bytes that something leaves behind each time."""
    for _ in range(3):
        make()
    before = heap()
    for _ in range(times):
        make()
    return (heap() - before) / times


def test_a_page_leaves_nothing_behind(press, designed):
    page = designed("axera.one-pager.en")
    assert left_by(partial(press.print, page), times=3) < LITTLE


def test_what_a_font_is_called_leaves_nothing_behind():
    """It is some hundred bytes for each font of a PDF, each of which pins a page of memory."""
    font = ffi.gc(pango.pango_font_description_new(), pango.pango_font_description_free)
    pango.pango_font_description_set_family(font, b"Briefs Sans")
    assert ffi.string(Freeing().pango_font_description_to_string(font)) == b"Briefs Sans"
    assert left_by(lambda: Freeing().pango_font_description_to_string(font), times=1_000) < 1


def test_what_is_asked_of_a_page_leaves_nothing_behind(press, project, designed):
    """PDFium keeps 60 bytes of each font that it has drawn, until it begins anew."""
    page = designed("axera.one-pager.en")
    (edition,) = choose(editions(project.library, project.wordings), ids=[page.id])
    printed = press.print(page)
    view = compose(project, edition)
    exhibit = Exhibit(view, page, printed.pdf, printed.layout, printed.charts)

    def questioned():
        prove(exhibit)
        forget()
        begin_anew()

    assert left_by(questioned) < 100


def test_what_the_renderer_warns_of_is_told_to_every_page(press, designed):
    page = designed("axera.one-pager.en")
    bad = replace(page, css=f"{page.css} p {{ --no: 4; color: var(--no); width: calc(1mm * no) }}")
    told = []
    for _ in range(2):
        with pytest.raises(PressFault) as caught:
            press.print(bad)
        told.append({fault.message for fault in caught.value.faults})
    assert told[0] == told[1]
    assert len(told[0]) > 1


def read(parse, text):
    """Give the tree of a page as a text, the space around its elements included."""
    return ET.tostring(parse(io.StringIO(text), namespace_html_elements=False))


@pytest.mark.parametrize(
    "name",
    ["axera.one-pager.en", "biren.one-pager.en+zh-Hant-HK", "ai-chips.deck.en+zh-Hans"],
)
def test_our_pages_are_read_the_short_way(designed, monkeypatch, name):
    html = designed(name).html
    tree = read(tinyhtml5.parse, html)
    monkeypatch.delattr(markup, "_parse")
    assert read(markup.parse, html) == tree


@pytest.mark.parametrize(
    "body",
    [
        "<p>plain <b>words</b> &amp; &#x2060;more</p>\n",
        "",
        "words alone",
        "<p>a<div>b</div>c</p>",
        "<p>a<span><ul><li>b</li></ul></span></p>",
        "<table><tr><td>no body of its own</td></tr></table>",
        "<table>words<tbody><tr><td>1</td></tr></tbody></table>",
        "<table><tbody>\u00a0<tr><td>1</td></tr></tbody></table>",
        "<table><tbody><tr><td><p>a</p>\n<table><tbody></tbody></table></td></tr></tbody></table>",
        '<div/>after <img src="x"/> and <img src="y"></img>',
        "<span/><img></img>",
        "<b/>bold from here",
        "<p>never closed",
        "<h2>a<h3>b</h3></h2>",
        "<ul><li>a<li>b</li></li></ul>",
        '<a href="#a">a <span><a href="#b">b</a></span></a>',
        "&nbsp;&euro;&#150;&#13;&#10;",
        '<p title="one\ntwo">a</p>',
        "<p title='it&apos;s'>a</p>",
        "<P CLASS='x'>a</P>",
        '<p xml:lang="en">a</p>',
        '<p xmlns="urn:x">a</p>',
        "<!-- a remark --><p>a<!-- one more --></p>",
        "<![CDATA[words]]><?words?>",
        "<script>if (1 &lt; 2) {}</script><style>p &gt; a {}</style>",
        "<pre>\n\nlines</pre><textarea>\nlines</textarea>",
        "<svg><path/></svg><select><option>a<option>b</option></option></select>",
        "<p>a<br></br>b</p><form><form></form></form>",
    ],
)
@pytest.mark.parametrize("around", ["\n", " \n\t"])
def test_a_page_is_read_as_html_whichever_way(body, around):
    text = (
        f'{around}<!DOCTYPE html>\n<html lang="en">{around}<head><title>a &lt; b</title></head>'
        f"{around}<body>{body}</body>{around}</html>"
    )
    for page in (text, text + around, text.replace("<!DOCTYPE html>", ""), f"\u00a0{text}"):
        assert read(markup.parse, page) == read(tinyhtml5.parse, page)
