"""Hostile records: the corpus of them, and the way of a record from its bytes to a page.

A hostile record is the small company of corpus/base.yaml with something changed, and goes the way
of every record: read, checked, composed as a view, laid out as HTML. What comes of it is the page,
or faults with their places; anything else is a finding.
"""

from __future__ import annotations

import json
import os
import shutil
import sys
from copy import deepcopy
from dataclasses import dataclass, replace
from html.parser import HTMLParser
from pathlib import Path

import yaml

from briefs.build.editions import compose, editions
from briefs.build.project import derived, read_project
from briefs.build.templates import own_templates
from briefs.checks import question
from briefs.faults import InvalidInput, errors
from briefs.pages import Designer
from briefs.reading import plain, read_yaml
from briefs.records.library import read_library

CORPUS = Path(__file__).parent / "corpus"
RECORD = "data/companies/ant.yaml"
LANGUAGES = ("en", "zh-Hans", "zh-Hant-HK")

#: Where a record holds a text that stands on a page, in a slide or beside a chart.
PLACES = (
    *("names.short", "industry", "line", "narrative.headline", "narrative.business"),
    *("narrative.strengths.0", "narrative.risks.0", "notes.nowhere", "products.0.what"),
    *("lines.0.name", "positions.0.field", "positions.0.area", "cornerstones.named.0.name"),
)


@dataclass(frozen=True)
class Hostile:
    """One record of the corpus: what it attacks, its bytes, and what is to come of it.

    `text` is what its page must show as it is written; `refused` names the rule of its fault,
    or is empty where the record stands.
    """

    name: str
    data: bytes
    text: str = ""
    refused: str = ""
    is_name: bool = False

    def __str__(self):
        return self.name


def corpus():
    """Give every hostile record."""
    return (*texts(), *values(), *files())


def texts():
    """Give the records in which a text is hostile, each at the next place that holds one.

    What prose may not hold, because of its digits and braces, is also tried as a product's name.
    """
    base = tree_of("base.yaml")
    for number, (name, found) in enumerate(entries("texts.yaml")):
        entry = found if isinstance(found, dict) and "is" in found else {"is": found}
        text = spelled(entry["is"])
        record = changed(base, PLACES[number % len(PLACES)], dict.fromkeys(LANGUAGES, text))
        refused = entry.get("refused", "")
        shown = "" if refused or "{" in text else text
        yield Hostile(name, written(record), shown, refused)
        if refused == "typed_numbers":
            record = changed(base, "products.0.name", text[:200])
            yield Hostile(f"{name}, in a name", written(record), text[:200], is_name=True)


def values():
    """Give the records in which a value is none, or one that no brief can have."""
    base = tree_of("base.yaml")
    for name, entry in entries("values.yaml"):
        value = spelled(entry["is"])
        record = changed(base, entry["at"], value) if entry["at"] else base | value
        yield Hostile(name, written(record), refused=entry.get("refused", ""))


def files():
    """Give the files that are no record."""
    for name, entry in entries("files.yaml"):
        data = spelled(entry["is"])
        if isinstance(data, dict):
            data = written(data)
        yield Hostile(
            name,
            data if isinstance(data, bytes) else data.encode("utf-8", "surrogatepass"),
            refused=entry["refused"],
        )


def entries(name):
    """Give the entries of a file of the corpus, named by what they attack and how."""
    text = (CORPUS / name).read_text(encoding="utf-8")
    # As text, every scalar: the corpus is full of what YAML takes for numbers.
    groups = yaml.load(text, Loader=yaml.BaseLoader)  # noqa: S506 - it makes texts alone
    for group, found in groups.items():
        for entry, what in found.items():
            yield f"{group}: {entry}", what


def spelled(what):
    """Write out what the corpus says in short: so many times a piece, an item or a key."""
    match what:
        case {"piece": piece, "times": times}:
            return piece * int(times) + spelled(what.get("end", ""))
        case {"item": item, "times": times}:
            return [spelled(item)] * int(times)
        case {"key": key, "times": times}:
            return {f"{key}{number}": "x" for number in range(int(times))}
        case {"latin": text}:
            return text.encode("latin-1")
        case dict() | list():
            return filled(what)
        case _:
            return what


def filled(what):
    """Write out what stands in a mapping or a list."""
    if isinstance(what, list):
        return [spelled(item) for item in what]
    return {key: spelled(value) for key, value in what.items()}


def tree_of(name):
    """Read a file of the corpus as records are read: every scalar is the text that stands there."""
    node, faults = read_yaml(CORPUS / name, name=name)
    assert not faults, faults
    return plain(node)


def changed(base, path, value):
    """Give a tree with the value at a path changed."""
    tree = deepcopy(base)
    branch = tree
    *above, last = (int(key) if key.isdigit() else key for key in path.split("."))
    for key in above:
        branch = branch[key]
    branch[last] = value
    return tree


def written(tree):
    """Write a tree as a record; JSON is YAML, and quotes every text."""
    text = json.dumps(tree, ensure_ascii=False, indent=1)
    return text.encode("utf-8", "surrogatepass")


class Way:
    """The way of records: a project folder, in which everything but the record stays as it is."""

    def __init__(self, folder):
        for name in ("companies", "comparisons"):
            (folder / "data" / name).mkdir(parents=True)
        shutil.copy(CORPUS / "sources.yaml", folder / "data/sources.yaml")
        shutil.copy(CORPUS / "comparison.yaml", folder / "data/comparisons/insects.yaml")
        shutil.copy(CORPUS / "base.yaml", folder / RECORD)
        other = tree_of("base.yaml") | {"id": "bee", "briefs": []}
        (folder / "data/companies/bee.yaml").write_bytes(written(other))
        self.folder = folder
        self.project = read_project(folder, own_templates())
        self.designer = Designer(
            [self.project.templates], self.project.theme, self.project.wordings
        )

    def read(self, data):
        """Read and question a record of these bytes: a project to make briefs of, or faults."""
        (self.folder / RECORD).write_bytes(data)
        try:
            read = read_library(self.folder, languages=tuple(self.project.wordings))
        except InvalidInput as error:
            return None, error.faults
        library = derived(read)
        answers = question(library)
        faults = (*library.warnings, *answers.faults)
        if errors(faults):
            return None, faults
        return replace(self.project, library=library, answers=answers), faults

    def pages(self, project, settings=None):
        """Lay out the editions of a project, all of them or those of some settings."""
        for edition in editions(project.library, project.wordings):
            if settings is None or edition.setting.id in settings:
                yield self.designer.page(compose(project, edition), "0" * 64)


class Watch:
    """Notes what this process asks of the world, by the audit events of Python (PEP 578).

    A hook can never be taken away: there is one, and a watch that is not on notes nothing.
    """

    REACHING = ("socket.connect", "socket.getaddrinfo", "subprocess.Popen", "os.system", "os.exec")
    CHANGING = ("os.remove", "os.rename", "os.mkdir", "os.symlink", "os.link", "os.truncate")

    def __init__(self):
        self.on = False
        self.reached, self.opened, self.changed = [], set(), set()
        sys.addaudithook(self._hear)

    def __enter__(self):
        self.reached, self.opened, self.changed = [], set(), set()
        self.on = True
        return self

    def __exit__(self, *_):
        self.on = False

    def _hear(self, event, arguments):
        if not self.on:
            return
        if event == "open" and isinstance(arguments[0], (str, bytes)):
            path, _, flags = arguments
            writes = flags & (os.O_WRONLY | os.O_RDWR | os.O_CREAT)
            (self.changed if writes else self.opened).add(os.fsdecode(path))
        elif event in self.REACHING:
            self.reached.append((event, str(arguments)))
        elif event in self.CHANGING:
            self.changed.add(os.fsdecode(arguments[0]))


#: The one watch of this process.
WATCH = Watch()


class Frame(HTMLParser):
    """What a page is made of besides its text, as a parser sees it that is not the renderer's.

    `parts` are its elements and their attributes by name, `addresses` what it asks for and runs.
    The words beside a picture are text.
    """

    def __init__(self, *pages):
        super().__init__()
        self.parts, self.addresses, self._text = set(), set(), []
        for page in pages:
            self.feed(page.html)
            self.close()

    def handle_starttag(self, tag, attrs):
        self.parts.add(tag)
        for name, value in attrs:
            self.parts.add((tag, name))
            if name in ("src", "href", "data", "action", "style") or name.startswith("on"):
                self.addresses.add(value)
            elif name == "alt":
                self._text.append(value)

    def handle_data(self, data):
        self._text.append(data)

    def says(self, text):
        """Whether a text stands on the page, whatever blanks are set between its words."""
        return squeezed(text) in squeezed("".join(self._text))


def squeezed(text):
    return "".join(text.split())
