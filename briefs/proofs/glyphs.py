"""Glyphs: every character is drawn, in a face of its language, by a font that the PDF carries."""

from __future__ import annotations

import re
import tomllib
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TypeAlias

import pikepdf

from briefs.faces import pinned_faces
from briefs.faults import Fault, Place
from briefs.proofs.conservation import Match, accounts
from briefs.proofs.exhibit import Exhibit
from briefs.proofs.opened import objects_of
from briefs.proofs.outlines import Outline, Outlines
from briefs.proofs.reading import SUBSET_TAG, Run, bare, sheets_of

#: How Pango names the weights of our faces in a PDF.
WEIGHTS = {400: "", 600: "-Semi-Bold", 700: "-Bold"}

#: The family that sets Chinese, by the script of a language: our faces hold one regional form
#: each, so the family decides which is drawn (domain.md §4.1).
CHINESE = {"zh-Hans": "Briefs-Sans-SC", "zh-Hant": "Briefs-Sans-HK"}

#: Han characters and the full-width marks whose place in their square tells the regions apart.
_HAN = re.compile("[\u3000-\u303f\u3400-\u9fff\uf900-\ufaff\uff00-\uffef]")

#: Code points that look like others, or like nothing: radicals, compatibility ideographs,
#: private use, and the replacement character.
_FALSE = re.compile("[\u2e80-\u2fdf\uf900-\ufaff\ue000-\uf8ff\ufffd\x00-\x08\x0e-\x1f]")

_PAIRS = re.compile(rb"<([0-9a-fA-F]{4})>\s*<([0-9a-fA-F]{4,})>")

#: Letters that lean more than this are slanted by a program, not by a designer.
_UPRIGHT = 0.01

Font: TypeAlias = pikepdf.Dictionary | pikepdf.Object


def faced(exhibit: Exhibit) -> Iterator[Fault]:
    """Prove that every Chinese character stands in its own language's face."""
    for _, account in accounts(exhibit):
        found: dict[tuple[str, bool], list[_Stranger]] = {}
        for match in account.found:
            for stranger in _strangers(match):
                found.setdefault((stranger.family, "chart " in match.saying.block), []).append(
                    stranger
                )
        for strangers in found.values():
            yield _in_another_face(Place(exhibit.view.id), strangers)


@dataclass(frozen=True, slots=True)
class _Stranger:
    """A Chinese character in a face that is not its language's."""

    char: str
    block: str
    family: str
    own: frozenset[str]
    run: Run


def _in_another_face(place: Place, strangers: list[_Stranger]) -> Fault:
    """Say one fault of all texts of a page that are set in the same wrong face."""
    first = strangers[0]
    more = f", and so are {len(strangers) - 1} more texts" if len(strangers) > 1 else ""
    return Fault(
        place,
        f"{first.char!r} of {first.block} is set in {first.family}, "
        f"not in {' or '.join(sorted(first.own))} ({first.run.place}){more}",
        "name the face of its language first in the wording file, or mark its language",
        "face",
    )


def _strangers(match: Match) -> Iterator[_Stranger]:
    told: set[str] = set()
    asked: set[tuple[str, str]] = set()
    for char, languages, run in _chars(match):
        if (languages, run.face) in asked or not _HAN.match(char):
            continue
        asked.add((languages, run.face))
        own, family = families(languages), _family(run.face)
        if own and family not in own | told:
            told.add(family)
            yield _Stranger(char, match.saying.block, family, own, run)


def _chars(match: Match) -> Iterator[tuple[str, str, Run]]:
    """Give each printed character with its language and the run that prints it."""
    languages = [language for text, language in match.saying.pieces for _ in bare(text)]
    yield from zip(match.saying.text, languages, match.by_char, strict=True)


def families(languages: str) -> frozenset[str]:
    """Give the families that may set Chinese in any of some languages, by their tags."""
    return frozenset(
        family
        for language in languages.split()
        for script, family in CHINESE.items()
        if language.startswith(script)
    )


def _family(face: str) -> str:
    """Give the family of a face by the name of its font in the PDF."""
    return re.sub(r"(-Semi)?-Bold$", "", face[SUBSET_TAG:])


@cache
def known_faces() -> frozenset[str]:
    """Give the names that our faces have in a PDF."""
    return frozenset(f"{f.family.replace(' ', '-')}{WEIGHTS[f.weight]}" for f in pinned_faces())


@cache
def sentinels() -> dict[str, dict[str, Outline]]:
    """Give, by face, the outlines of characters that regions draw differently."""
    text = Path(__file__).with_name("sentinels.toml").read_text(encoding="utf-8")
    return {
        face: {char: (n, left, low, right, up) for char, (n, left, low, right, up) in of.items()}
        for face, of in tomllib.loads(text).items()
    }


@dataclass(frozen=True, slots=True)
class Carried:
    """A font of a PDF: its name, its glyphs, and the character of each glyph that it uses."""

    name: str
    outlines: Outlines | None
    characters: dict[int, str]
    problems: tuple[str, ...]


def carried(pdf: bytes) -> tuple[Carried, ...]:
    """Read the fonts that a PDF carries."""
    return tuple(
        _carried(item)
        for item in objects_of(pdf).objects
        if isinstance(item, pikepdf.Dictionary)
        and "/Type" in item
        and item["/Type"] == "/Font"
        and item.get("/Subtype") not in ("/CIDFontType0", "/CIDFontType2")
    )


def _carried(font: Font) -> Carried:
    name = str(font.get("/BaseFont", "/?"))[1:]
    problems = []
    if font.get("/Subtype") != "/Type0":
        problems.append(f"is of type {str(font.get('/Subtype', '/?'))[1:]}, not Type0")
    if "/ToUnicode" not in font:
        problems.append("has no ToUnicode: its text cannot be read back")
    if not re.match(r"[A-Z]{6}\+", name):
        problems.append("is not a subset")
    program = _program(font)
    if program is None:
        problems.append("is not embedded")
    outlines = Outlines(program) if program and program[:4] != b"OTTO" else None
    return Carried(name, outlines, _characters(font), tuple(problems))


def _program(font: Font) -> bytes | None:
    for one in (font, *font.get("/DescendantFonts", ())):
        descriptor = one.get("/FontDescriptor", {})
        for key in ("/FontFile2", "/FontFile3"):
            if key in descriptor:
                return bytes(descriptor[key].read_bytes())
    return None


def _characters(font: Font) -> dict[int, str]:
    if "/ToUnicode" not in font:
        return {}
    pairs = _PAIRS.findall(font["/ToUnicode"].read_bytes().partition(b"beginbfchar")[2])
    return {
        int(glyph, 16): bytes.fromhex(text.decode()).decode("utf-16-be", "replace")
        for glyph, text in pairs
    }


def embedded(name: str, pdf: bytes) -> Iterator[Fault]:
    """Prove that every font is ours, embedded, cut down, readable, and whole."""
    for font in carried(pdf):
        plain = font.name[SUBSET_TAG:] if "+" in font.name else font.name
        troubles = list(font.problems)
        if plain not in known_faces():
            troubles.append("is none of the pinned faces")
        troubles += _undrawn(font)
        troubles += _foreign(plain, font)
        for trouble in troubles:
            yield Fault(
                Place(name),
                f"the font {plain} {trouble} ({_first_place(pdf, font.name)})",
                "use the pinned faces by var(--sans) or var(--serif), and nothing else",
                "font",
            )


def _undrawn(font: Carried) -> Iterator[str]:
    """Find characters whose glyph is .notdef, or not there (ISO 32000-1 §9.7.6.3)."""
    if font.outlines is None:
        return
    for glyph, text in font.characters.items():
        is_drawn = any(not c.isspace() and unicodedata.category(c) != "Cf" for c in text)
        if is_drawn and (not glyph or font.outlines.outline(glyph) is None):
            yield f"has no glyph for {text!r} (U+{ord(text[0]):04X}), only .notdef"


def _foreign(plain: str, font: Carried) -> Iterator[str]:
    """Find characters that are drawn as another region draws them."""
    expected = sentinels().get(plain, {})
    if font.outlines is None:
        return
    for glyph, text in font.characters.items():
        if text in expected and font.outlines.outline(glyph) != expected[text]:
            yield f"draws {text!r} in the form of another region"
            return


def _first_place(pdf: bytes, font: str) -> str:
    runs = (run for sheet in sheets_of(pdf) for run in sheet.runs if run.face == font)
    first = next(runs, None)
    return first.place if first else "page 1"


def lettered(name: str, pdf: bytes) -> Iterator[Fault]:
    """Prove that text reads back as true characters, and that no program thickened or slanted it.

    A bold that is stroked or an italic that is sheared stands in for a face that nobody pinned.
    """
    told: set[tuple[str, str]] = set()
    for sheet in sheets_of(pdf):
        for run in sheet.runs:
            for words, mend in _oddities(run):
                if (run.face, words) not in told:
                    told.add((run.face, words))
                    yield Fault(
                        Place(name), f"“{run.text[:20]}” {words} ({run.place})", mend, "glyph"
                    )


def _oddities(run: Run) -> Iterator[tuple[str, str]]:
    face = "use a weight and style that a pinned face has"
    if false := _FALSE.search(run.text):
        code = f"U+{ord(false[0]):04X}"
        yield f"holds {code}, which is no character of prose", "write the character itself"
    if run.mode in (1, 2):
        yield "is made bold by a stroke", face
    if abs(run.slant) > _UPRIGHT or "Italic" in run.face or "Oblique" in run.face:
        yield "is slanted, and no face of ours is italic", face
