"""Enclosed files: read out of a PDF without trusting it."""

from __future__ import annotations

import io
import re
import zlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from hashlib import md5

import pikepdf
from pikepdf import Name, Object, ObjectType

from briefs.build.enclosing import MANIFEST_JSON
from briefs.build.manifest import Contents, UnreadableError, read_contents
from briefs.build.templates import digest
from briefs.faults import Fault, Place

RULE = "enclosed"

#: No file that we enclose comes near this, and no PDF makes us unpack more.
MOST_BYTES = 16 << 20
MOST_FILES = 64

#: A name that is a name and no way: no folders, nothing hidden, nothing that a shell would read.
_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9_-]{0,60}\.(csv|json)")


class NoPdfError(Exception):
    """A file is no PDF that can be read; says why."""


@dataclass(frozen=True, slots=True)
class Enclosed:
    """A file as it stands in a PDF; `wrong` says what is wrong with it in itself."""

    name: str
    media_type: str
    relation: str
    data: bytes
    wrong: str = ""

    @property
    def digest(self) -> str:
        """The SHA-256 of its bytes."""
        return digest(self.data)


@dataclass(frozen=True, slots=True)
class Evidence:
    """The files in a PDF, what its own manifest says, and what is wrong with either."""

    files: tuple[Enclosed, ...]
    contents: Contents | None
    faults: tuple[Fault, ...]

    def data(self, name: str) -> bytes:
        """Give the bytes of a file, or nothing."""
        return next((one.data for one in self.files if one.name == name), b"")


def evidence_in(name: str, pdf: bytes) -> Evidence:
    """Read the files in a PDF, and compare each with the digest that the manifest has of it.

    Raises NoPdfError.
    """
    files = tuple(enclosed_in(pdf))
    place = Place(name)
    faults = [_fault(place, f"{one.name!r} {one.wrong}") for one in files if one.wrong]
    listed = next((one for one in files if one.name == MANIFEST_JSON and not one.wrong), None)
    if listed is None:
        words = "it carries no manifest, so that nothing can be said of its data"
        return Evidence(files, None, (*faults, _fault(place, words)))
    try:
        contents = read_contents(listed.data)
    except UnreadableError as error:
        return Evidence(files, None, (*faults, _fault(place, f"{MANIFEST_JSON}: {error}")))
    return Evidence(files, contents, (*faults, *_unlike(place, files, contents.enclosed)))


def enclosed_in(pdf: bytes) -> Iterator[Enclosed]:
    """Give every file that a PDF carries. Raises NoPdfError."""
    try:
        with pikepdf.open(io.BytesIO(pdf)) as document:
            found = _specifications(document)
            associated = {one.objgen for one in _array(document.Root.get(Name.AF))}
            seen: set[str] = set()
            for specification in found[:MOST_FILES]:
                one = _read(specification, is_associated=specification.objgen in associated)
                twice = one.name.casefold() in seen
                seen.add(one.name.casefold())
                yield _with(one, "is there twice") if twice else one
    except (
        pikepdf.PdfError,
        ValueError,
        TypeError,
        AttributeError,
        KeyError,
        RuntimeError,
    ) as error:
        raise NoPdfError("it is no PDF, or a damaged one") from error


def _specifications(document: pikepdf.Pdf) -> list[Object]:
    """Give the file specifications of a document, those by name and those associated, once."""
    names = document.Root.get(Name.Names)
    tree = names.get(Name.EmbeddedFiles) if names is not None else None
    named = pikepdf.NameTree(tree).values() if tree is not None else ()
    every = {one.objgen: one for one in (*named, *_array(document.Root.get(Name.AF)))}
    return list(every.values())


def _array(value: Object | None) -> list[Object]:
    if value is None or value._type_code is not ObjectType.array:  # noqa: SLF001 - pikepdf's own
        return []
    return list(value)


def _read(specification: Object, *, is_associated: bool) -> Enclosed:
    stream = specification.EF.F
    name = str(specification.get(Name.UF, specification.get(Name.F, "")))
    one = Enclosed(
        name=name,
        media_type=str(stream.get(Name.Subtype, "")).removeprefix("/"),
        relation=str(specification.get(Name.AFRelationship, "")).removeprefix("/"),
        data=b"",
    )
    if not _NAME.fullmatch(name):
        return _with(one, "is no name that a file of ours has")
    data = _unpacked(stream)
    if data is None:
        return _with(one, f"holds more than {MOST_BYTES >> 20} MiB, or is packed in a strange way")
    told = stream.get(Name.Params)
    checksum = told.get(Name.CheckSum) if told is not None else None
    if checksum is None or bytes(checksum) != md5(data, usedforsecurity=False).digest():
        return _with(one, "does not fit its own check sum", data)
    return _with(one, "" if is_associated else "is not associated with the document", data)


def _with(one: Enclosed, wrong: str, data: bytes = b"") -> Enclosed:
    return Enclosed(one.name, one.media_type, one.relation, data or one.data, wrong)


def _unpacked(stream: Object) -> bytes | None:
    """Unpack a stream up to the limit; a small file may claim to hold a large one."""
    packing = stream.get(Name.Filter)
    raw = stream.read_raw_bytes()
    if packing is None:
        return raw if len(raw) <= MOST_BYTES else None
    filters = _array(packing) or [packing]
    if [str(one) for one in filters] != ["/FlateDecode"] or Name.DecodeParms in stream:
        return None
    unpacking = zlib.decompressobj()
    try:
        data = unpacking.decompress(raw, MOST_BYTES)
    except zlib.error:
        return None
    return data if unpacking.eof else None


def _unlike(
    place: Place, files: tuple[Enclosed, ...], digests: Mapping[str, str]
) -> Iterator[Fault]:
    """Say which files are not those that the manifest has the digests of."""
    held = {one.name: one for one in files if one.name != MANIFEST_JSON}
    for name, expected in digests.items():
        one = held.pop(name, None)
        if one is None:
            yield _fault(place, f"{name!r} is not there, and its manifest names it")
        elif not one.wrong and one.digest != expected:
            yield _fault(place, f"{name!r} was altered: it is not the file that its manifest names")
    for name, one in held.items():
        if not one.wrong:
            yield _fault(place, f"{name!r} was added: its manifest does not name it")


def _fault(place: Place, words: str) -> Fault:
    return Fault(place, words, "do not rely on this copy; ask its publisher for another", RULE)
