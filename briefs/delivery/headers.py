"""Headers: words of records and people, made fit to stand in the head of a message.

The standard library turns encoded-words that it is handed into raw text, line ends included
(CVE-2024-6923 and after), and parts long names by blanks that nobody wrote. So headers are
written here: every line of ours is plain ASCII, or made of the encoded-words below.
"""

from __future__ import annotations

import unicodedata
from base64 import b64encode
from collections.abc import Iterator
from pathlib import PurePosixPath

#: Longer subjects are cut by every reader; a folded line of any length is legal.
LONGEST = 200

#: Bytes that every file system takes, less what an extension needs.
LONGEST_NAME = 120

#: Characters that no file system and no mail reader agree on.
_NOT_IN_NAMES = dict.fromkeys(map(ord, '/\\:*?"<>|'), "-")


def clean(text: str) -> str:
    """Give words as one line that shows what it says: no controls, no turning of direction.

    Marks that nobody sees go; what separates words or lines becomes a blank; `=?`, by which an
    encoded-word begins, is parted.
    """
    seen = "".join(_shown(char) for char in unicodedata.normalize("NFC", text))
    words = " ".join(seen.split())
    while "=?" in words:
        words = words.replace("=?", "= ?")
    return words[:LONGEST].strip()


def _shown(char: str) -> str:
    category = unicodedata.category(char)
    if category in ("Cc", "Zl", "Zp", "Zs"):
        return " "
    # Format marks, halves of characters, private and unassigned ones.
    return "" if category.startswith("C") else char


def file_name(text: str, suffix: str = ".pdf") -> str:
    """Give a name under which any system can keep an attachment; it names no folder."""
    name = clean(text).translate(_NOT_IN_NAMES).strip(". -")
    stem = PurePosixPath(name.removesuffix(suffix)).name.encode()[:LONGEST_NAME]
    return f"{stem.decode(errors='ignore').strip('. -') or 'brief'}{suffix}"


#: Octets of one encoded-word's text; with its frame it stays below 75 (RFC 2047, 2).
_CHUNK = 42

#: Where a line of the head is folded (RFC 5322, 2.1.1).
_LINE = 78


def line(name: str, value: str) -> str:
    """Write a header: folded at blanks, and ended."""
    rows = [f"{name}:"]
    for word in value.split(" "):
        if len(rows[-1]) + 1 + len(word) > _LINE and rows[-1] != f"{name}:":
            rows.append("")
        rows[-1] += f" {word}"
    return "\r\n".join(rows) + "\r\n"


def words(text: str) -> str:
    """Give clean words as a header holds them: as they are in ASCII, else as encoded-words."""
    return text if text.isascii() else " ".join(map(_encoded, _chunks(text)))


def phrase(text: str) -> str:
    """Give a clean name as it stands before an address."""
    if not text.isascii():
        return words(text)
    quoted = text.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{quoted}"'


def _encoded(text: str) -> str:
    return f"=?utf-8?B?{b64encode(text.encode()).decode()}?="


def _chunks(text: str) -> Iterator[str]:
    """Cut a text between characters, so that each encoded-word can be read alone."""
    chunk = ""
    for char in text:
        if len((chunk + char).encode()) > _CHUNK:
            yield chunk
            chunk = ""
        chunk += char
    yield chunk
