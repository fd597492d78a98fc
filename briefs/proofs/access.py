"""Access: a screen reader can say all of a finished PDF, in order, and in the right language.

The assertions follow PDF/UA-1 (ISO 14289-1) as far as our pages go; `make conformance` asks the
reference checker the whole standard.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from itertools import pairwise

import pikepdf
from pikepdf import Dictionary, Name

from briefs.faults import Fault, Place
from briefs.proofs.ink import short
from briefs.proofs.opened import objects_of
from briefs.proofs.structure import HAN, read_pdf
from briefs.proofs.tagtree import Tag, tags_of

#: A language tag, as far as we use them: language, script, region.
_LANGUAGE = re.compile(r"[a-z]{2,3}(-[A-Z][a-z]{3})?(-[A-Z]{2})?")

#: What paints, and what opens and closes marked content.
_PAINTS = "Tj TJ ' \" Do sh S s f F f* B B* b b*"
_MARKS = "BDC BMC EMC"

#: What may stand directly in what, where the standard says so (ISO 32000-1, 14.8.4.3).
_WITHIN = {
    "L": frozenset({"LI", "L", "Caption"}),
    "LI": frozenset({"Lbl", "LBody"}),
    "Table": frozenset({"TR", "THead", "TBody", "TFoot", "Caption"}),
    "THead": frozenset({"TR"}),
    "TBody": frozenset({"TR"}),
    "TFoot": frozenset({"TR"}),
    "TR": frozenset({"TH", "TD"}),
}

_HEADINGS = ("H1", "H2", "H3", "H4", "H5", "H6")


def tagged(name: str, pdf: bytes) -> Iterator[Fault]:
    """Prove that all that is painted is tagged once, or marked as no content."""
    tags = tags_of(pdf)
    if not tags:
        yield _fault(name, "the PDF has no tags", "print it with tags", "tags")
        return
    held = Counter((tag.page, mark) for tag in tags for mark in tag.contents)
    for number, page in enumerate(objects_of(pdf).pages, start=1):
        if page.get(Name.Tabs) != Name.S:
            words = f"page {number} does not say that its order is that of its tags"
            yield _fault(name, words, "give it /Tabs /S", "tags")
        for words in _unsaid(page, number, held):
            yield _fault(name, f"{words} (page {number})", "print it with tags", "tags")


def _unsaid(page: pikepdf.Page, number: int, held: Counter[tuple[int, int]]) -> Iterator[str]:
    """Find what a page paints and its tags do not hold, or hold more than once."""
    bare, open_marks, marks = 0, 0, set[int]()
    for step in pikepdf.parse_content_stream(page, f"{_PAINTS} {_MARKS}"):
        match str(step.operator):
            case "BMC":
                open_marks += 1
            case "BDC":
                open_marks += 1
                lot = step.operands[1]
                if isinstance(lot, Dictionary) and Name.MCID in lot:
                    marks.add(int(lot.MCID))
            case "EMC":
                open_marks -= 1
            case _:
                bare += open_marks == 0
    if bare:
        yield f"{bare} things are painted that are neither tagged nor marked as no content"
    lost = sum(1 for mark in marks if (number, mark) not in held)
    if lost:
        yield f"{lost} marked contents stand in no tag"
    twice = sum(1 for mark in marks if held[number, mark] > 1)
    if twice:
        yield f"{twice} marked contents stand in more than one tag"


def described(name: str, pdf: bytes) -> Iterator[Fault]:
    """Prove that figures and links have words, and that figures stand where they say."""
    sizes = [tuple(map(float, page.mediabox)) for page in objects_of(pdf).pages]
    for tag in tags_of(pdf):
        where = f"page {tag.page}"
        if tag.kind == "Figure":
            if not tag.alt.strip():
                words = f"a figure has no words for those who cannot see it ({where})"
                yield _fault(name, words, "give its image an alt", "alt")
            if not _is_inside(tag, sizes):
                words = f"the figure “{short(tag.alt)}” does not say where it stands ({where})"
                yield _fault(name, words, "give it a box within its page, in points", "tags")
        if tag.kind == "Link" and not (tag.links and all(text.strip() for text in tag.links)):
            words = f"a link has no words that say where it leads ({where})"
            yield _fault(name, words, "give its annotation /Contents", "tags")


def _is_inside(tag: Tag, sizes: list[tuple[float, ...]]) -> bool:
    if len(tag.box) != 4 or not 1 <= tag.page <= len(sizes):  # noqa: PLR2004 - four edges
        return False
    left, bottom, right, top = tag.box
    _, _, width, height = sizes[tag.page - 1]
    return -1 <= left < right <= width + 1 and -1 <= bottom < top <= height + 1


def ordered(name: str, pdf: bytes) -> Iterator[Fault]:
    """Prove that headings go down by single steps, and that tables and lists are whole."""
    headings = [tag for tag in tags_of(pdf) if tag.kind in _HEADINGS]
    if tags_of(pdf) and (not headings or headings[0].kind != "H1"):
        yield _fault(name, "the first heading is no title", "begin with an h1", "heading")
    for above, below in pairwise(headings):
        if _HEADINGS.index(below.kind) > _HEADINGS.index(above.kind) + 1:
            words = f"an {below.kind} follows an {above.kind} (page {below.page})"
            yield _fault(name, words, "go down by one level at a time", "heading")
    for tag in tags_of(pdf):
        allowed = _WITHIN.get(tag.kind)
        for kid in tag.kids:
            if allowed and kid.kind not in allowed:
                words = f"a {kid.kind} stands directly in a {tag.kind} (page {tag.page})"
                yield _fault(name, words, "mend the template", "tags")
        if tag.kind == "Table":
            yield from (
                _fault(name, f"{words} (page {tag.page})", mend, "table")
                for words, mend in _table(tag)
            )


def _table(table: Tag) -> Iterator[tuple[str, str]]:
    heads = list(table.find("TH"))
    if not heads:
        yield "a table has no header cell", "mark up its headers as th"
    if any(head.scope not in {"Row", "Column", "Both"} for head in heads):
        yield (
            "a header cell does not say whether it heads a row or a column",
            "give it a scope: row or col",
        )
    widths = {sum(cell.columns for cell in row.find("TH", "TD")) for row in table.find("TR")}
    if len(widths) > 1:
        counts = ", ".join(map(str, sorted(widths)))
        yield f"the rows of a table have {counts} cells", "give each as many"


def spoken(name: str, pdf: bytes) -> Iterator[Fault]:
    """Prove that every text stands in a language that is written in its script."""
    said = dict[tuple[int, int], list[str]]()
    for sheet in read_pdf(pdf):
        for glyph in sheet.glyphs:
            said.setdefault((sheet.number, glyph.dress.content), []).append(glyph.char)
    told = set[str]()
    for tag in tags_of(pdf):
        if not _LANGUAGE.fullmatch(tag.language) and tag.language not in told:
            told.add(tag.language)
            words = f"{tag.language!r} is no language"
            yield _fault(name, words, "write a tag such as en or zh-Hans", "language")
        # A figure is said by its alternative text, which stands in the language around it.
        is_chinese = tag.language.startswith("zh")
        for mark in tag.contents if tag.kind != "Figure" and not is_chinese else ():
            text = "".join(said.get((tag.page, mark), ()))
            if HAN.search(text):
                words = f"“{short(text)}” is said to be in {tag.language} (page {tag.page})"
                yield _fault(name, words, "give it its own language", "language")


def _fault(name: str, message: str, mend: str, rule: str) -> Fault:
    return Fault(Place(name), message, mend, rule)
