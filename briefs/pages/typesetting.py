"""Typesetting: what keeps together at the end of a phrase, and where scripts stand apart.

The renderer knows neither `text-wrap` nor `text-autospace`, so both are done by marking. No
character is added: what is copied from a page is what the record says.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from briefs.views.parts import Amount, Phrase, Piece

_HAN = "\u3400-\u9fff\uf900-\ufaff\U00020000-\U000323af"
_LATIN = "A-Za-z0-9\u00c0-\u024f"
#: Where a Han character and a Latin letter or digit meet.
_MEETING = re.compile(rf"(?<=[{_HAN}])(?=[{_LATIN}])|(?<=[{_LATIN}])(?=[{_HAN}])")

#: What a Chinese face sets: Han characters, and the punctuation that is as wide as they are.
_IS_HAN = re.compile(rf"[{_HAN}\u3000-\u303f\uff00-\uffef]")

#: A phrase this long has an end to keep together: characters, and Han characters.
LONG, LONG_HAN = 36, 14

#: The end of a phrase that never stands alone in a line, and the most that is kept together.
END, END_HAN, MOST = 12, 7, 26


@dataclass(frozen=True, slots=True)
class Set:
    """A piece as it is set: a thin space follows it where it stands apart from the next.

    Plain words of another script than their phrase's are set in a box of their own: by itself
    their face would push the line from its place.
    """

    piece: Piece
    apart: bool = False
    boxed: bool = False


@dataclass(frozen=True, slots=True)
class Line:
    """A phrase as it is set; its tail keeps together."""

    head: tuple[Set, ...]
    tail: tuple[Set, ...]


def typeset(phrase: Phrase) -> Line:
    """Part the scripts of a phrase, and keep its last words together.

    A figure and its unit are one word, and stand solid: 4.73亿元.
    """
    pieces = [piece for part in phrase.parts for piece in _parted(part)]
    texts = [*map(_text, pieces), ""]
    parted = [
        one
        for piece, (text, after) in zip(pieces, pairwise(texts), strict=True)
        for one in _set(piece, apart=bool(_MEETING.search(f"{text[-1:]}{after[:1]}")))
    ]
    whole = "".join(texts)
    head, tail = _ended(parted, whole)
    if re.search(f"[{_HAN}]", whole):
        head, tail = map(_boxed, (head, tail))
    return Line(tuple(head), tuple(tail))


def _boxed(line: Sequence[Set]) -> list[Set]:
    return [
        replace(one, boxed=isinstance(one.piece, str) and not _IS_HAN.search(one.piece))
        for one in line
    ]


def _set(piece: Piece, *, apart: bool) -> Iterator[Set]:
    """Set a piece; of plain words only the last character stands apart from what follows."""
    if apart and isinstance(piece, str) and len(piece) > 1:
        yield Set(piece[:-1])
        yield Set(piece[-1], apart=True)
    else:
        yield Set(piece, apart)


def _text(piece: Piece) -> str:
    return piece if isinstance(piece, str) else piece.text


def _parted(piece: Piece) -> Iterator[Piece]:
    """Part plain words where scripts meet."""
    if isinstance(piece, str):
        yield from _MEETING.split(piece)
    else:
        yield piece


def _ended(parted: Sequence[Set], text: str) -> tuple[Sequence[Set], Sequence[Set]]:
    """Divide a phrase before its last words."""
    is_han = re.search(f"[{_HAN}]", text[-END:]) is not None
    if len(text) < (LONG_HAN if is_han else LONG):
        return parted, ()
    tail: list[Set] = []
    length = 0
    for index in range(len(parted) - 1, -1, -1):
        one = parted[index]
        words = _text(one.piece)
        wanted = (END_HAN if is_han else END) - length
        if isinstance(one.piece, str) and len(words) > wanted:
            at = _cut(words, wanted, is_han=is_han)
            # A space by itself is lost to whoever reads the page aloud.
            if words[:at].strip():
                if length + len(words) - at > MOST:
                    return parted, ()
                cut = Set(words[:at]), Set(words[at:], one.apart)
                return [*parted[:index], cut[0]], [cut[1], *tail]
        if not _is_whole(one.piece) or length + len(words) > MOST:
            return parted, ()
        tail.insert(0, one)
        length += len(words)
        if length >= (END_HAN if is_han else END):
            return parted[:index], tail
    return parted, ()


def _cut(words: str, wanted: int, *, is_han: bool) -> int:
    """Give where the end of plain words begins: before a word, never before a closing mark."""
    if wanted <= 0:
        return len(words)
    at = len(words) - wanted
    if not is_han:
        return words.rfind(" ", 0, at + 1) + 1
    while at > 0 and not re.match(f"[{_HAN}]", words[at]):
        at -= 1
    return at


def _is_whole(piece: Piece) -> bool:
    return isinstance(piece, str) or (isinstance(piece, Amount) and piece.whole)
