"""Characters: which ones a text may hold, and what to write instead of the others."""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_right
from dataclasses import dataclass
from itertools import islice
from typing import TYPE_CHECKING

from briefs.faults import Fault, Place

if TYPE_CHECKING:
    from collections.abc import Iterator

# One damaged file can hold a million bad characters; nobody reads a million lines.
MOST_FAULTS = 50

# The Stream-Safe Text Format of UAX #15 allows this many.
_MOST_ACCENTS = 30

# Stands for a refused character while the file is read on, so that columns stay true. It is
# private, hence refused itself: it can never be mistaken for a character of the author.
STAND_IN = "\ue000"

# The radicals of the CJK Radicals Supplement look like ideographs and are none. Unicode gives
# their equals in EquivalentUnifiedIdeograph.txt, which Python does not carry: these are those of
# U+2E80 to U+2EF3, in order, a blank where there is none.
_RADICALS = (
    " 厂乛乚乙亻冂𠘨刀刂卜㔾小小兀尣尢𡯂巳幺彑彐忄心扌攵 旡日"
    "月歺母民氵氺灬爫爫丬牛犭王𤴔目示礻𥫗糹纟罓罒㓁冗𦉫羊𦍌𦍋耂"
    "肀聿肉𦥑艹艹艹虎衤覀西见角𧢲讠贝𧾷车辶辶辶邑钅長镸长门𨸏阝"
    "雨青韦页风飞食𩙿飠饣𩠐马骨鬼鱼鸟卤麦黄黾斉齐歯齿竜龙龜亀龟"
)
_FIRST_RADICAL = 0x2E80

# Twelve characters of the compatibility block are ideographs in their own right, used in names
# (Unicode Standard, chapter 18, "CJK Compatibility Ideographs").
_IDEOGRAPHS_AFTER_ALL = frozenset(
    map(
        chr,
        (
            *(0xFA0E, 0xFA0F, 0xFA11, 0xFA13, 0xFA14, 0xFA1F),
            *(0xFA21, 0xFA23, 0xFA24, 0xFA27, 0xFA28, 0xFA29),
        ),
    )
)

_CONTROLS = r"\x00-\x09\x0b-\x1f\x7f-\x9f"
_LINE_ENDS = r"\u2028\u2029"
_DIRECTIONS = r"\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069"
# What Unicode calls ignorable, of which no face draws anything: two names that differ by one look
# alike. Selectors of variants are left, which the names of people may need.
_ZERO_WIDTH = (
    r"\xad\u034f\u115f\u1160\u17b4\u17b5\u180e\u200b-\u200d\u2060-\u2064\u206a-\u206f\u3164"
    r"\ufeff\uffa0\ufff9-\ufffb\U0001bca0-\U0001bca3\U0001d173-\U0001d17a"
)
_LOST = r"\ufffd"
_SURROGATES = r"\ud800-\udfff"
_TAGS = r"\U000e0000-\U000e007f"
_PRIVATE = r"\ue000-\uf8ff\U000f0000-\U000ffffd\U00100000-\U0010fffd"
_NONCHARACTERS = r"\ufdd0-\ufdef" + "".join(
    f"{chr(plane + 0xFFFE)}{chr(plane + 0xFFFF)}" for plane in range(0, 0x110000, 0x10000)
)
_LOOKALIKES = r"\u2e80-\u2fdf\uf900-\ufaff\U0002f800-\U0002fa1f"

_KINDS = (
    (re.compile(f"[{_DIRECTIONS}]"), "an invisible direction mark"),
    (re.compile(f"[{_ZERO_WIDTH}]"), "an invisible character without width"),
    (re.compile(f"[{_LINE_ENDS}]"), "an invisible line end"),
    (re.compile(f"[{_SURROGATES}]"), "half a character"),
    (re.compile(f"[{_TAGS}]"), "an invisible tag character"),
    (re.compile(f"[{_PRIVATE}]"), "a private character, which no font is sure to have,"),
    (re.compile(f"[{_NONCHARACTERS}]"), "a code that is no character"),
    (re.compile(f"[{_CONTROLS}]"), "a control character"),
)
_REFUSED = re.compile(
    f"([{_CONTROLS}{_LINE_ENDS}{_DIRECTIONS}{_ZERO_WIDTH}{_LOST}{_SURROGATES}{_TAGS}{_PRIVATE}"
    f"{_NONCHARACTERS}{_LOOKALIKES}])\\1*"
)


@dataclass(frozen=True, slots=True)
class Refusal:
    """A stretch of text that is refused: where it begins, what is wrong, how to mend it."""

    start: int
    written: str
    message: str
    mend: str


def refusals(text: str) -> Iterator[Refusal]:
    """Find every stretch of a text that a record may not hold, in order of kind, then place."""
    said_line_ends = False
    for match in _REFUSED.finditer(text):
        if match[1] in _IDEOGRAPHS_AFTER_ALL:
            continue
        if ends_line := match[0] == "\r" and text[match.end() : match.end() + 1] == "\n":
            if said_line_ends:
                continue
            said_line_ends = True
        yield Refusal(match.start(), match[0], *_words_for(match, ends_line=ends_line))
    if pile := _pile(text):
        yield pile
    else:
        yield from _uncomposed(text)


def mended(text: str) -> str:
    """Write a text as its faults ask, so that one bad character causes no second fault."""
    clean = _REFUSED.sub(_replacement, text)
    return clean if _pile(clean) else unicodedata.normalize("NFC", clean)


def held(text: str) -> str:
    """Put something of equal width, and harmless to YAML, for every refused character."""
    if not _REFUSED.search(text):
        return text
    return _REFUSED.sub(_placeholder, text.replace("\r\n", "\n"))


def faults_in(text: str, *, name: str) -> tuple[Fault, ...]:
    """Say every refused stretch of a file's text, with its line and column."""
    lines = Lines(text, name=name)
    found = refusals(text)
    faults = [
        Fault(lines.place(refusal.start), refusal.message, refusal.mend, "characters")
        for refusal in islice(found, MOST_FAULTS)
    ]
    if more := sum(1 for _ in found):
        words = f"{more} more characters are refused"
        faults.append(Fault(faults[-1].place, words, "mend those named first", "characters"))
    return tuple(faults)


class Lines:
    """Where the lines of a text begin, so that an index becomes a line and a column."""

    def __init__(self, text: str, *, name: str) -> None:
        self._name = name
        self._starts = [0, *(match.end() for match in re.finditer("\n", text))]

    def place(self, index: int) -> Place:
        """Give the line and column of an index, both from 1."""
        line = bisect_right(self._starts, index)
        return Place(self._name, line, index - self._starts[line - 1] + 1)


def shown(text: str, *, most: int = 60) -> str:
    """Quote a piece of the author's text for a message: one line, visible, not long."""
    cut = text if len(text) <= most else f"{text[: most - 1]}…"
    return "'" + "".join(c if c.isprintable() else code(c) for c in cut) + "'"


def code(char: str) -> str:
    """Name a character by its code."""
    return f"U+{ord(char):04X}"


def _words_for(match: re.Match[str], *, ends_line: bool) -> tuple[str, str]:
    char = match[1]
    if char == "\t":
        return _words_for_tab(match)
    if ends_line:
        return "the line ends in CR LF", "save the file with LF line ends"
    if char == "\ufffd":
        words = "a character was lost when the text was converted (U+FFFD)"
        return words, "write the character that stood here"
    if replacement := equal_ideograph(char):
        words = f"{shown(char)} ({code(char)}) looks like {shown(replacement)} and is another"
        return f"{words} character", f"write {shown(replacement)} ({code(replacement)})"
    kind = next((kind for pattern, kind in _KINDS if pattern.match(char)), "a bare radical")
    times = f" {len(match[0])} times" if len(match[0]) > 1 else ""
    return f"{kind} stands in the text{times} ({_named(char)})", "delete it"


def _words_for_tab(match: re.Match[str]) -> tuple[str, str]:
    if indents(match.string, match.start()):
        return "a tab stands where spaces must", "indent with two spaces for each level"
    return "a tab stands in the text", "write a space"


def indents(text: str, index: int) -> bool:
    """Whether only blanks stand before an index on its line."""
    return not text[text.rfind("\n", 0, index) + 1 : index].strip(" \t")


def _named(char: str) -> str:
    name = unicodedata.name(char, "")
    return f"{code(char)} {name}" if name else code(char)


def equal_ideograph(char: str) -> str:
    """Give the ordinary ideograph for a radical or a compatibility form, or nothing."""
    index = ord(char) - _FIRST_RADICAL
    if 0 <= index < len(_RADICALS) and (radical := _RADICALS[index].strip()):
        return radical
    # Only the look-alikes: compatibility also knows ligatures and widths, which are not ours.
    if not re.match(f"[{_LOOKALIKES}]", char):
        return ""
    compatible = unicodedata.normalize("NFKC", char)
    return "" if compatible == char else compatible


def _replacement(match: re.Match[str]) -> str:
    char = match[1]
    if char in _IDEOGRAPHS_AFTER_ALL:
        return match[0]
    return (" " if char == "\t" else equal_ideograph(char)) * len(match[0])


def _placeholder(match: re.Match[str]) -> str:
    return _replacement(match) or STAND_IN * len(match[0])


def _pile(text: str) -> Refusal | None:
    """Find the first character with too many accents on it; normalizing those takes for ever."""
    if text.isascii():
        return None
    run = 0
    for index, char in enumerate(text):
        run = run + 1 if unicodedata.combining(char) else 0
        if run > _MOST_ACCENTS:
            words = f"more than {_MOST_ACCENTS} accents stand on one character"
            return Refusal(index - run + 1, text[index - run + 1 : index], words, "delete them")
    return None


def _uncomposed(text: str) -> Iterator[Refusal]:
    """Find characters that Unicode writes in another way: they look alike and compare unlike."""
    start = 0
    for line in text.split("\n"):
        if not unicodedata.is_normalized("NFC", line):
            yield from _uncomposed_in(line, start)
        start += len(line) + 1


def _uncomposed_in(line: str, start: int) -> Iterator[Refusal]:
    for cluster in _clusters(line):
        composed = unicodedata.normalize("NFC", cluster)
        if composed != cluster and not _REFUSED.search(cluster):
            words = f"{shown(composed)} is written as {' '.join(map(code, cluster))}"
            mend = f"write it as {' '.join(map(code, composed))} (Unicode form NFC)"
            yield Refusal(start, cluster, words, mend)
        start += len(cluster)


def _clusters(line: str) -> Iterator[str]:
    """Split a line where no character composes with the one before it."""
    cluster = ""
    for char in line:
        if cluster and not _joins(cluster, char):
            yield cluster
            cluster = ""
        cluster += char
    if cluster:
        yield cluster


def _joins(cluster: str, char: str) -> bool:
    if unicodedata.combining(char):
        return True
    apart = unicodedata.normalize("NFC", cluster) + unicodedata.normalize("NFC", char)
    return unicodedata.normalize("NFC", cluster + char) != apart
