"""Picture: a page as a printer would see it, to find out where there is ink."""

from __future__ import annotations

from contextlib import closing
from dataclasses import dataclass
from functools import lru_cache
from math import ceil, floor

import pypdfium2

from briefs.proofs.leaves import leaves_of
from briefs.proofs.opened import MM_PER_POINT
from briefs.proofs.reading import KEPT, Run

#: Pixels for each point: enough for the stroke of the smallest mark to grey its pixel.
SCALE = 1.0

#: The least difference of the lightest and darkest grey, of 256, where a letter stands.
CONTRAST = 24


@dataclass(frozen=True, slots=True)
class Picture:
    """A page in greys, row by row."""

    pixels: bytes
    width: int
    height: int
    stride: int

    def has_ink(self, run: Run) -> bool:
        """Whether something stands out from its ground where a run is said to stand."""
        scale = SCALE / MM_PER_POINT
        left, right = max(floor(run.left * scale) - 1, 0), ceil(run.right * scale) + 1
        top, bottom = max(floor(run.top * scale) - 1, 0), ceil(run.bottom * scale) + 1
        lightest, darkest = 0, 255
        for start in range(top * self.stride, min(bottom, self.height) * self.stride, self.stride):
            row = self.pixels[start + left : start + min(right, self.width)]
            lightest = max(lightest, max(row, default=lightest))
            darkest = min(darkest, min(row, default=darkest))
            if lightest - darkest >= CONTRAST:
                return True
        return False


@lru_cache(maxsize=KEPT)
def pictures(pdf: bytes) -> tuple[Picture, ...]:
    """Give every page of a PDF as a picture."""
    return tuple(_picture(leaf.page) for leaf in leaves_of(pdf))


def _picture(page: pypdfium2.PdfPage) -> Picture:
    with closing(page.render(scale=SCALE, grayscale=True)) as bitmap:
        return Picture(bytes(bitmap.buffer), bitmap.width, bitmap.height, bitmap.stride)


def printed(pdf: bytes, number: int) -> Picture:
    """Give a page of a PDF as a picture."""
    return pictures(pdf)[number - 1]
