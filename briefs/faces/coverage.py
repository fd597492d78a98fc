"""Which characters a face can set."""

from __future__ import annotations

from pathlib import Path

from briefs.faces.pins import Face


def coverage(face: Face, directory: Path) -> frozenset[int]:
    """Return the code points that a face has glyphs for."""
    # Reading pins and paths must stay quick, and fontTools takes as long to import as all of it.
    from fontTools.ttLib import TTFont  # noqa: PLC0415

    with TTFont(face.path(directory), lazy=True) as font:
        # By number, so that no names are made up for thousands of glyphs that nobody calls.
        font.setGlyphOrder([""] * font["maxp"].numGlyphs)
        return frozenset(font.getBestCmap())
