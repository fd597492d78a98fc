"""Loading: a folder of wording files, each complete or refused with every fault of it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from pydantic import ValidationError

from briefs.faults import Fault, Place, in_order
from briefs.language.agreement import Vocabulary, disagreements
from briefs.language.patterns import PatternError, placeholders
from briefs.language.shape import WordingFile
from briefs.language.wording import Wording
from briefs.reading.nodes import Node, node_at, place_at, plain, read_yaml
from briefs.reading.strictness import faults_of

#: A leaf of the words: its keys from the top, the place of the last one, and what it holds.
_Leaf = tuple[tuple[str, ...], Place, Node]

_KEY = re.compile(r"[a-z][a-z0-9_]*")


@dataclass(frozen=True, slots=True)
class _Read:
    """One file as far as it could be read."""

    name: str
    node: Node
    wording: Wording

    def vocabulary(self) -> Vocabulary:
        return Vocabulary(self.name, self.wording.words, self.place_of)

    def place_of(self, key: str) -> Place:
        return place_at(self.node, ("words", *key.split(".")), key=True)


def load_wordings(folder: Path, *, name: str) -> tuple[dict[str, Wording], tuple[Fault, ...]]:
    """Read every wording file of a folder, by language; `name` is the folder's name in places.

    A language with a fault is not given: one missing word would be a hole in a page.
    """
    paths = sorted(folder.glob("*.yaml"))
    if not paths:
        words = "there is no wording file here"
        return {}, (Fault(Place(name), words, "add one, such as en.yaml", "wording"),)
    read: list[_Read] = []
    faults: list[Fault] = []
    for path in paths:
        one, found = _read(path, name=f"{name}/{path.name}")
        faults += found
        read += [one] if one else []
    faults += disagreements([one.vocabulary() for one in read])
    faulty = {fault.place.file for fault in faults}
    whole = {one.wording.id: one.wording for one in read if one.name not in faulty}
    return whole, in_order(faults)


def _read(path: Path, *, name: str) -> tuple[_Read | None, tuple[Fault, ...]]:
    """Read one file, as far as its shape and forms are right, with all its faults."""
    node, faults = read_yaml(path, name=name)
    if node is None:
        return None, faults
    try:
        file = WordingFile.model_validate(plain(node))
    except ValidationError as error:
        return None, (*faults, *faults_of(error, node, model=WordingFile, said=faults))
    words, found = _words(node_at(node, ("words",)))
    silent = {fault.place for fault in faults}
    if file.language.id != path.stem:
        found.append(_misnamed(file.language.id, path, node))
    wording = Wording(file.language, file.forms, words)
    return _Read(name, node, wording), (
        *faults,
        *(fault for fault in found if fault.place not in silent),
    )


def _misnamed(language: str, path: Path, node: Node) -> Fault:
    words = f"the file says it is {language!r} and is named {path.name}"
    place = place_at(node, ("language", "id"))
    return Fault(place, words, f"rename one: {language}.yaml", "wording")


def _words(node: Node) -> tuple[dict[str, str], list[Fault]]:
    """Flatten the words to dotted keys, with the faults of keys and patterns."""
    words: dict[str, str] = {}
    faults: list[Fault] = []
    for keys, place, value in _leaves(node):
        fault = _fault_of(keys[-1], place, value)
        faults += [fault] if fault else []
        words[".".join(keys)] = value.value if isinstance(value.value, str) and not fault else ""
    return words, faults


def _leaves(node: Node, above: tuple[str, ...] = ()) -> Iterator[_Leaf]:
    below = node.value if isinstance(node.value, dict) else {}
    for key, value in below.items():
        keys = (*above, key)
        if isinstance(value.value, dict) and value.value and _KEY.fullmatch(key):
            yield from _leaves(value, keys)
        else:
            yield keys, node.key_places[key], value


def _fault_of(key: str, place: Place, value: Node) -> Fault | None:
    if not _KEY.fullmatch(key):
        words = f"{key!r} is no key"
        return Fault(place, words, "use small letters, digits and _", "wording-key")
    if not isinstance(value.value, str) or not value.value.strip():
        return Fault(place, f"{key!r} has no words", "write them on one line", "wording-key")
    try:
        placeholders(value.value)
    except PatternError as error:
        return Fault(value.place, error.message, error.mend, "wording-placeholder")
    return None
