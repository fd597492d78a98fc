"""Typesetting: what keeps together at the end of a phrase, and where scripts stand apart.

The renderer knows neither `text-wrap` nor `text-autospace`, so both are done by marking. No
character is added: what is copied from a page is what the record says.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from briefs.views.parts import Amount, Phrase, Piece, text_of

_HAN = "\u3400-\u9fff\uf900-\ufaff\U00020000-\U000323af"
_LATIN = "A-Za-z0-9\u00c0-\u024f"
#: Where a Han character and a Latin letter or digit meet.
_MEETING = re.compile(rf"(?<=[{_HAN}])(?=[{_LATIN}])|(?<=[{_LATIN}])(?=[{_HAN}])")

#: What a Chinese face sets: Han characters, and the punctuation that is as wide as they are.
_IS_HAN = re.compile(rf"[{_HAN}\u3000-\u303f\uff00-\uffef]")

#: A phrase this long has an end to keep together: characters, and Han characters.
LONG, LONG_HAN = 36, 14

#: The end of a phrase that never stands alone in a line, and the most that is kept together.
END, MOST = 12, 26
END_HAN, MOST_HAN = 5, 12

#: Chinese knows no spaces: its words part behind a stop, and behind what joins two of them.
_CLOSING = "，；：、。）》」”"
_JOINING = f"{_CLOSING}的与與和及為为占佔在較较由將将"
_HAN_INSIDE = re.compile(f"[{_HAN}]{{2}}")


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
    texts = [*map(text_of, pieces), ""]
    parted = [
        one
        for piece, (text, after) in zip(pieces, pairwise(texts), strict=True)
        for one in _set(piece, apart=bool(_MEETING.search(f"{text[-1:]}{after[:1]}")))
    ]
    whole = "".join(texts)
    head, tail = _ended(parted, whole)
    if not any(isinstance(one.piece, str) for one in head):
        # What holds no words of its own loses its language in the PDF, and is short enough.
        head, tail = parted, ()
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
    kept = ""
    for index in range(len(parted) - 1, -1, -1):
        one = parted[index]
        words = text_of(one.piece)
        if not _is_whole(one.piece):
            break
        before = text_of(parted[index - 1].piece) if index else ""
        for at in _seams(one.piece, before, is_han=is_han):
            end = words[at:] + kept
            if len(end) > (MOST_HAN if is_han else MOST):
                break
            # An amount is whole by itself: what it is an amount of should stand with it.
            if len(end) >= (END_HAN if is_han else END) and (
                isinstance(one.piece, str) or not is_han
            ):
                return _divided(parted, index, at)
        kept = words + kept
    return parted, ()


def _divided(parted: Sequence[Set], index: int, at: int) -> tuple[Sequence[Set], Sequence[Set]]:
    one = parted[index]
    # A space by itself is lost to whoever reads the page aloud.
    if not isinstance(one.piece, str) or not one.piece[:at].strip():
        return parted[:index], parted[index:]
    head, tail = Set(one.piece[:at]), Set(one.piece[at:], one.apart)
    return [*parted[:index], head], [tail, *parted[index + 1 :]]


def _seams(piece: Piece, before: str, *, is_han: bool) -> Iterator[int]:
    """Give where a line may begin within a piece and the one before it, from its end."""
    words = text_of(piece)
    if isinstance(piece, str):
        for at in range(len(piece) - 1, 0, -1):
            if _is_seam(piece[at - 1], piece[at], is_han=is_han):
                yield at
    in_word = before and isinstance(piece, str) and _HAN_INSIDE.fullmatch(before[-1] + words[0])
    if words[0] not in _CLOSING and not in_word:
        yield 0


def _is_seam(before: str, after: str, *, is_han: bool) -> bool:
    if not is_han:
        return before == " "
    return before in _JOINING and _IS_HAN.match(after) is not None and after not in _CLOSING


def _is_whole(piece: Piece) -> bool:
    return isinstance(piece, str) or (isinstance(piece, Amount) and piece.whole)
