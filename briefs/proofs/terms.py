"""Terms: a Hong Kong page says what Hong Kong says, and proper names stay as they are."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import cache
from pathlib import Path

from pydantic import BaseModel, ConfigDict, TypeAdapter

from briefs.faults import Fault, InvalidInput, Place, Severity
from briefs.proofs.exhibit import Exhibit
from briefs.proofs.ink import short
from briefs.proofs.lines import Piece
from briefs.reading import plain, read_yaml

RULE = "terms"
FILE = Path(__file__).with_suffix(".yaml")

#: The language whose terms the glossary gives.
HONG_KONG = "zh-Hant-HK"


class Term(BaseModel):
    """Words that are wrong here, and what to write; `not_in` are longer words that may hold one."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    wrong: tuple[str, ...]
    right: str
    not_in: tuple[str, ...] = ()


class Glossary(BaseModel):
    """The terms and names of the packaged file."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    terms: tuple[Term, ...]
    names: tuple[Term, ...]


@cache
def glossary() -> Glossary:
    """Read the packaged glossary; raises InvalidInput where it is broken."""
    node, faults = read_yaml(FILE, name=FILE.name)
    if node is None or faults:
        raise InvalidInput(faults)
    return TypeAdapter(Glossary).validate_python(plain(node), strict=False)


def terms(exhibit: Exhibit) -> Iterator[Fault]:
    """Find terms of the mainland on a page for Hong Kong, and names that somebody has changed."""
    known = glossary()
    names = [one.right for one in known.names]
    for text, piece in _texts(exhibit):
        if piece.language == HONG_KONG:
            for term, word in _found(text, known.terms, names):
                words = f"{piece.spot}: “{word}” is a term of the mainland, in “{short(text)}”"
                mend = f"write {term.right}"
                yield Fault(Place(exhibit.view.id), words, mend, RULE, Severity.WARNING)
        for term, word in _found(text, known.names, names):
            words = f"{piece.spot}: “{word}” is {term.right}, in “{short(text)}”"
            yield Fault(Place(exhibit.view.id), words, f"write {term.right}", RULE)


def _texts(exhibit: Exhibit) -> Iterator[tuple[str, Piece]]:
    """Give the texts of a page, each in one language, lines joined."""
    for paragraph in exhibit.paragraphs:
        runs: list[list[Piece]] = []
        for line in paragraph.lines:
            for piece in line.pieces:
                if piece.is_raised:
                    continue
                if runs and runs[-1][-1].language == piece.language:
                    runs[-1].append(piece)
                else:
                    runs.append([piece])
        for run in runs:
            yield "".join(piece.text for piece in run), run[0]


def _found(text: str, among: Iterable[Term], names: Iterable[str]) -> Iterator[tuple[Term, str]]:
    """Find the wrong words of a text, the longest first, none within a name or a longer word."""
    pairs = [(word, term) for term in among for word in term.wrong]
    kept = text
    for word, term in sorted(pairs, key=lambda pair: -len(pair[0])):
        shields = [*term.not_in, *(name for name in names if word in name)]
        inner = re.sub("|".join(map(re.escape, shields)), "\0", kept) if shields else kept
        if word in inner:
            yield term, word
            # A longer term is one mistake, not also the shorter one in it.
            kept = kept.replace(word, "\0")
