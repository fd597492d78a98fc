"""Changes: what an edition says otherwise than the one before it."""

from __future__ import annotations

import re
from pathlib import Path

from briefs.build.history import before
from briefs.build.manifest import Manifest, published
from briefs.changes import Change, Copy, Rewording, copy_of, difference
from briefs.pages.gallery import Changed, Changes, Reworded

#: Stands in a passage for the digits of a figure.
_NAME = re.compile(r"\{([^{}]+)\}")


def changes(pdf: Path, manifest: Manifest) -> Changes | None:
    """Compare an edition with the one before it; nothing where none is kept, or none differs.

    A figure whose digits neither edition publishes is left out, as pages leave it out.
    """
    earlier = before(pdf)
    if earlier is None:
        return None
    told = published(earlier).figures.keys() | published(manifest).figures.keys()
    was, now = copy_of(earlier), copy_of(manifest)
    found = difference(was, now)
    figures = tuple(_changed(one) for one in found.figures if one.figure in told)
    words = tuple(_reworded(one, was, now) for one in found.words or ())
    return Changes(figures, words) if figures or words else None


def _changed(change: Change) -> Changed:
    sides = [side for side in (change.after, change.before) if side]
    return Changed(
        label=change.label,
        name=change.figure,
        sort="corrected" if change.corrected else change.sort.value.replace(" ", "_"),
        before=change.before.amount if change.before else {},
        after=change.after.amount if change.after else {},
        sources=sides[0].sources if sides else (),
        reasons=tuple(map(str, change.reasons)),
    )


def _reworded(one: Rewording, was: Copy, now: Copy) -> Reworded:
    return Reworded(
        one.language,
        _with_digits(one.before, was, one.language),
        _with_digits(one.after, now, one.language),
    )


def _with_digits(passage: str, copy: Copy, language: str) -> str:
    return _NAME.sub(lambda found: copy.amount(found[1]).get(language, found[0]), passage)
