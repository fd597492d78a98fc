"""The characters that each face is cut for.

Between two faces of a stack, the first that has a character sets it. So the Chinese faces hold no
letter, digit or sign that the Latin face should set, and may stand first; and the full-width
quotation marks, dash, ellipsis and middle dot, which share their code points with the Latin ones,
are in them, and so are full-width in Chinese text and narrow in English.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from pathlib import Path

GENERAL_STANDARD = Path(__file__).with_name("general-standard.txt")

LATIN_RANGES = (
    (0x0020, 0x024F),  # Basic Latin to Latin Extended-B
    (0x02B0, 0x036F),  # modifier letters, combining marks
    (0x0370, 0x03FF),  # Greek, for α, β, μ, Ω in text
    (0x1E00, 0x1EFF),  # Latin Extended Additional: Vietnamese names
    (0x2000, 0x218F),  # punctuation, super- and subscripts, currency, letter-like, fractions
    (0x2190, 0x22FF),  # arrows, mathematical operators
    (0x25A0, 0x27BF),  # geometric shapes, ticks
    (0xFB00, 0xFB06),  # ligatures, which old records still hold as characters
)

# Signs that share a code point with a Latin one; full-width in Chinese (GB/T 15834).
SHARED_PUNCTUATION = "‘’“”—―…·"

CHINESE_RANGES = (
    (0x2160, 0x216B),  # Ⅰ to Ⅻ
    (0x2170, 0x2179),  # ⅰ to ⅹ
    (0x2460, 0x249B),  # ① to ⒛, the rows of GB 2312
    (0x3000, 0x301F),  # 、。《》「」【】〔〕〇 and their kin
    (0x3041, 0x3096),  # hiragana
    (0x309B, 0x309E),
    (0x30A1, 0x30FE),  # katakana, the middle dot of transliterated names among them
    (0x3105, 0x3129),  # bopomofo
    (0x3220, 0x3229),  # ㈠ to ㈩
    (0x338E, 0x33D5),  # ㎏, ㎡ and other squared units
    (0xFF01, 0xFF5E),  # full-width forms
    (0xFFE0, 0xFFE6),  # ￥ and its kin
)
# Pango sets a space in the face of the text before it, without asking whether that face has one.
SPACES = tuple(map(ord, "\N{SPACE}\N{NO-BREAK SPACE}"))
IDEOGRAPHS = (
    (0x3400, 0x9FFF),  # Extension A, CJK Unified Ideographs
    (0xF900, 0xFAFF),  # compatibility ideographs, which HKSCS maps to
    (0x20000, 0x3FFFF),  # the later extensions
)
CHINESE_SIGNS = "※℃☆★◎〒"


def characters(charset: str) -> frozenset[int]:
    """Return the code points that a charset of the pins asks for."""
    return CHARSETS[charset]()


def latin() -> frozenset[int]:
    """Return what a Latin face sets."""
    return frozenset(_spread(LATIN_RANGES))


def simplified() -> frozenset[int]:
    """Return GB 2312 and the 8,105 characters of the general standard list of 2013."""
    listed = GENERAL_STANDARD.read_text(encoding="utf-8").split("\n", 1)[1]
    return _chinese(_hanzi("gb2312") | {ord(character) for character in listed})


def traditional() -> frozenset[int]:
    """Return Big5 with the Hong Kong Supplementary Character Set of 2004."""
    return _chinese(_hanzi("big5hkscs")) | {ord("‧")}


CHARSETS: dict[str, Callable[[], frozenset[int]]] = {
    "latin": latin,
    "simplified": simplified,
    "traditional": traditional,
}


def _chinese(hanzi: Iterable[int]) -> frozenset[int]:
    signs = map(ord, SHARED_PUNCTUATION + CHINESE_SIGNS)
    ideographs = (code for code in hanzi if _is_ideograph(code))
    return frozenset([*SPACES, *ideographs, *signs, *_spread(CHINESE_RANGES)])


def _spread(ranges: Iterable[tuple[int, int]]) -> Iterable[int]:
    return (code for first, last in ranges for code in range(first, last + 1))


def _is_ideograph(code: int) -> bool:
    return any(first <= code <= last for first, last in IDEOGRAPHS)


def _hanzi(codec: str) -> set[int]:
    """Return every character that a two-byte code page can write."""
    pairs = (bytes((lead, trail)) for lead in range(0x81, 0xFF) for trail in range(0x40, 0xFF))
    return {ord(text) for pair in pairs if len(text := pair.decode(codec, "ignore")) == 1}
