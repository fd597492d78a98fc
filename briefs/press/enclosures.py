"""Enclosures: files that travel inside a PDF, as PDF/A-3 associates them with it."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal

import pikepdf
from pikepdf import Array, Dictionary, Name, String

#: What an enclosed file is to the document (ISO 32000-2, 7.11.3).
Relationship = Literal["Source", "Data", "Alternative", "Supplement", "Unspecified"]


@dataclass(frozen=True, slots=True)
class Enclosure:
    """One file: its name, MIME type and bytes, what it is to the document, and a word on it."""

    name: str
    media_type: str
    data: bytes
    relationship: Relationship
    description: str


def enclose(
    document: pikepdf.Pdf, enclosures: Sequence[Enclosure], *, day: date | None = None
) -> None:
    """Put files into a document, as of a day: the clock has no part in it."""
    names = Array()
    for one in sorted(enclosures, key=lambda one: one.name):
        specification = document.make_indirect(_specification(document, one, day))
        names.extend([String(one.name), specification])
    if not names:
        return
    root = document.Root
    if Name.Names not in root:
        root.Names = Dictionary()
    root.Names.EmbeddedFiles = document.make_indirect(Dictionary(Names=names))
    root.AF = Array([names[index] for index in range(1, len(names), 2)])


def _specification(document: pikepdf.Pdf, one: Enclosure, day: date | None) -> Dictionary:
    # The check sum is MD5 by ISO 32000-1, 7.11.4; nothing rests on it.
    digest = hashlib.md5(one.data, usedforsecurity=False).digest()
    parameters = Dictionary(Size=len(one.data), CheckSum=String(digest))
    if day:
        parameters.CreationDate = parameters.ModDate = String(f"D:{day:%Y%m%d}")
    stream = document.make_stream(
        one.data,
        Type=Name.EmbeddedFile,
        Subtype=Name(f"/{one.media_type}"),
        Params=parameters,
    )
    return Dictionary(
        Type=Name.Filespec,
        F=String(one.name),
        UF=String(one.name),
        Desc=String(one.description),
        AFRelationship=Name(f"/{one.relationship}"),
        EF=Dictionary(F=stream, UF=stream),
    )
