"""Goldens: a few pages as small grey pictures, so that nobody changes how they look unawares.

`make goldens` draws them anew, and takes away those that no page is listed for; look at what
changed before you commit it.
"""

from __future__ import annotations

import os
from contextlib import closing
from pathlib import Path

import numpy as np
import pypdfium2
import pytest
from PIL import Image

GOLDENS = Path(__file__).parent / "goldens"
WRITE = bool(os.environ.get("BRIEFS_GOLDENS"))

#: Pages by the name of their picture: the edition, and the number of the page.
PAGES = {
    "axera-en": ("axera.one-pager.en", 1),
    "biren-zh-Hans": ("biren.one-pager.zh-Hans", 1),
    "biren-en+zh-Hant-HK": ("biren.one-pager.en+zh-Hant-HK", 1),
    "revenue-en": ("ai-chips.deck.en", 6),
    "company-zh-Hans": ("ai-chips.deck.zh-Hans", 11),
    "research-en+zh-Hant-HK": ("ai-chips.deck.en+zh-Hant-HK", 7),
}

DOTS_PER_INCH = 60

#: A pixel that differs by this much is another; the stamp of an edition changes a few.
OTHER = 72
MOST = 0.004


def picture(path, number):
    """Draw a page in grey, in few levels: small, and alike on every machine."""
    with closing(pypdfium2.PdfDocument(path)) as document:
        drawn = document[number - 1].render(scale=DOTS_PER_INCH / 72, grayscale=True).to_pil()
    return drawn.convert("L").quantize(16)


def share_of_others(one, other):
    """Give the share of pixels in which two pictures differ."""
    left, right = (np.asarray(item.convert("L"), dtype=int) for item in (one, other))
    if left.shape != right.shape:
        return 1.0
    return float((abs(left - right) > OTHER).mean())


@pytest.mark.parametrize("name", PAGES)
def test_a_page_looks_as_it_did(output, name):
    edition, number = PAGES[name]
    drawn, path = picture(output.pdf(edition), number), GOLDENS / f"{name}.png"
    if WRITE:
        GOLDENS.mkdir(exist_ok=True)
        drawn.save(path, optimize=True)
    with Image.open(path) as kept:
        differs = share_of_others(drawn, kept)
    assert differs < MOST, f"{differs:.2%} of {edition} differ: look at it, then `make goldens`"


def test_every_picture_has_its_page():
    orphans = [path for path in GOLDENS.glob("*.png") if path.stem not in PAGES]
    for path in orphans if WRITE else ():
        path.unlink()
    assert WRITE or not orphans


def test_a_page_that_moved_is_noticed():
    with Image.open(GOLDENS / "axera-en.png") as kept:
        moved = Image.fromarray(np.roll(np.asarray(kept.convert("L")), 2, axis=0))
        assert share_of_others(moved, kept) > MOST * 5
