"""From a variable font to one static TrueType face: choose characters, fix the axes, rename.

TrueType outlines, because viewers disagree about glyph numbers in subsetted CFF fonts and some
then show no Chinese at all; static, because a variable font is made static again for every PDF.
"""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from fontTools.pens.cu2quPen import Cu2QuPen
from fontTools.pens.ttGlyphPen import TTGlyphPen
from fontTools.subset import Options, Subsetter
from fontTools.ttLib import TTFont, newTable
from fontTools.varLib.instancer import instantiateVariableFont

from briefs.faces.charsets import characters
from briefs.faces.pins import Face

# Not among them: `locl`, which would let a text's language overrule the region of the face.
FEATURES = (
    *("ccmp", "mark", "mkmk", "kern", "liga"),
    *("tnum", "pnum", "lnum", "onum", "zero", "sups", "subs", "numr", "dnom", "frac", "case"),
    *("halt", "palt", "chws"),
)
# Vertical writing, hints, signatures, and what only names styles: none of it reaches a page.
UNUSED_TABLES = ("BASE", "DSIG", "STAT", "VORG", "VVAR", "vhea", "vmtx")
# Copyright, version, trademark, licence and its address: what the licence wants kept.
KEPT_NAMES = (0, 5, 7, 13, 14)
STYLES = {400: "Regular", 600: "SemiBold", 700: "Bold"}
# How far a quadratic curve may stray from the cubic it replaces, in thousandths of the em.
TOLERANCE = 1.0
# How far a line of the Latin face reaches over and under its baseline, in thousandths of the em.
LATIN_LINE = (1024, -400)
WINDOWS_ENGLISH = (3, 1, 0x409)


def cut(face: Face, source: Path, target: Path) -> None:
    """Save the static face: same source, same bytes."""
    with _open(face, source) as font, _open(face, source) as untouched:
        order = font.getGlyphOrder()
        # Cubic outlines are drawn anew below; to subset them first would take ten times as long.
        is_cubic = "CFF2" in font
        for table in (*UNUSED_TABLES, "CFF2"):
            if table in font:
                del font[table]
        font.setGlyphOrder(order)
        _subset(font, characters(face.charset))
        instantiateVariableFont(font, dict(face.axes), inplace=True)
        if is_cubic:
            _draw_quadratics(font, untouched, dict(face.axes))
        if face.charset != "latin":
            _widen_dash(font)
            _level(font)
        _rename(font, face)
        font.save(target)


def _open(face: Face, source: Path) -> TTFont:
    # The time of building must not reach the file: head.modified stays as the source has it.
    return TTFont(source, fontNumber=face.number, lazy=True, recalcTimestamp=False)


def _subset(font: TTFont, wanted: Iterable[int]) -> None:
    options = Options(
        layout_features=list(FEATURES),
        name_IDs=["*"],
        notdef_outline=True,
        hinting=False,
        glyph_names=False,
    )
    subsetter = Subsetter(options)
    subsetter.populate(unicodes=wanted)
    subsetter.subset(font)


def _draw_quadratics(font: TTFont, cubic: TTFont, axes: dict[str, float]) -> None:
    """Give the font TrueType outlines, drawn from the glyphs of the same name in its source."""
    outlines = cubic.getGlyphSet(location=axes)
    glyphs = {}
    for name in font.getGlyphOrder():
        pen = TTGlyphPen(None)
        outlines[name].draw(Cu2QuPen(pen, TOLERANCE, reverse_direction=True))
        glyphs[name] = pen.glyph()
    font["loca"] = newTable("loca")
    font["glyf"] = table = newTable("glyf")
    table.glyphOrder = font.getGlyphOrder()
    table.glyphs = glyphs
    for name, glyph in glyphs.items():
        glyph.recalcBounds(table)
        # head.flags promises that the left side bearing is where the outline begins.
        font["hmtx"][name] = (font["hmtx"][name][0], getattr(glyph, "xMin", 0))
    font["maxp"].tableVersion = 0x00010000
    for field in MAXP_FIELDS:
        setattr(font["maxp"], field, 1 if field == "maxZones" else 0)
    font["post"].formatType = 3.0
    font.sfntVersion = "\x00\x01\x00\x00"


# What maxp says of TrueType outlines; those that count outlines are counted when it is compiled.
MAXP_FIELDS = (
    *("maxPoints", "maxContours", "maxCompositePoints", "maxCompositeContours", "maxZones"),
    *("maxTwilightPoints", "maxStorage", "maxFunctionDefs", "maxInstructionDefs"),
    *("maxStackElements", "maxSizeOfInstructions", "maxComponentElements", "maxComponentDepth"),
)


def _widen_dash(font: TTFont) -> None:
    """Let the dash be the full-width bar: two of them, joined, are the Chinese dash."""
    for table in font["cmap"].tables:
        if bar := table.cmap.get(ord("―")):
            table.cmap[ord("—")] = bar


def _level(font: TTFont) -> None:
    """Let a Chinese line be as high as a Latin one, so that both stand on one grid."""
    font["hhea"].ascent, font["hhea"].descent = LATIN_LINE


def _rename(font: TTFont, face: Face) -> None:
    style = STYLES[face.weight]
    names = font["name"]
    names.names = [
        record
        for record in names.names
        if record.nameID in KEPT_NAMES
        and (record.platformID, record.platEncID, record.langID) == WINDOWS_ENGLISH
    ]
    ours = {1: face.family, 2: style, 3: face.name, 4: f"{face.family} {style}", 6: face.name}
    for number, text in ours.items():
        names.setName(text, number, *WINDOWS_ENGLISH)
    bold = face.weight == 700  # noqa: PLR2004  the weight that OpenType's style bits call bold
    font["OS/2"].usWeightClass = face.weight
    font["OS/2"].fsSelection = font["OS/2"].fsSelection & ~0x61 | (0x20 if bold else 0x40)
    font["head"].macStyle = int(bold)
