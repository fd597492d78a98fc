"""Skeletons: a new record that reads at once, with a line on everything that it may say."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from briefs.authoring.meanings import meanings
from briefs.authoring.schema import COMPANY, COMPARISON, SCHEMAS, SOURCES, Sort, schema_of

_HINT = "Take the # away from what your source gives; an example shows how to write it."
_TO_DO = "to be written"

#: A key with keys of its own below it.
_HEAD = re.compile(r"^(# )?\w+: #", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class _Outline:
    """What a record of some sort holds, and what is given of the new one, by path."""

    parts: Mapping[str, Mapping[str, Any]]
    given: Mapping[str, str]

    def lines(self, model: str, path: str = "", *, is_given: bool = True) -> Iterator[str]:
        """Give a line for each field of a model; of one that is given, the others behind a #."""
        for key in self.parts[model]["properties"]:
            here = f"{path}{key}"
            inner = any(f"{known}.".startswith(f"{here}.") for known in self.given)
            hash_ = "# " if is_given and not inner else ""
            yield from (f"{hash_}{line}" for line in self._field(model, key, here, is_given=inner))

    def _field(self, model: str, key: str, path: str, *, is_given: bool) -> Iterator[str]:
        meaning = meanings("records")[model][key]
        value = self.given.get(path, meaning.example)
        if value:
            yield f"{key}: {value} # {meaning.says}"
            return
        part = self.parts[model]["properties"][key]
        inner = re.findall(r"#/\$defs/(\w+)", str(part))[0]
        yield f"{key}: # {meaning.says}"
        is_list = part.get("type") == "array"
        for number, line in enumerate(self.lines(inner, f"{path}.", is_given=is_given)):
            yield f"{'  - ' if is_list and not number else '    ' if is_list else '  '}{line}"


def company(name: str, *, source: str, languages: Sequence[str]) -> str:
    """Give the record of a new company."""
    draft = _drafts(name, languages)
    given = {"id": name, "source": source, "as_of": "not stated", "names.short": draft}
    to_do = _drafts(_TO_DO, languages)
    given |= {"industry": to_do, "line": to_do, "listing.board": "unlisted"}
    return _record(COMPANY, given, languages)


def comparison(name: str, *, companies: Sequence[str], languages: Sequence[str]) -> str:
    """Give the record of a new comparison."""
    draft = _drafts(name, languages)
    given = {"id": name, "title": draft, "subtitle": draft, "as_of": "not stated"}
    return _record(COMPARISON, given | {"companies": f"[{', '.join(companies)}]"}, languages)


def source(name: str, *, languages: Sequence[str]) -> str:
    """Give the entry of a new source, as it stands among the others."""
    to_do = _drafts(_TO_DO, languages)
    given = {"publisher": to_do, "title": _TO_DO, "language": languages[0], "date": "undated"}
    given |= {"retrieved": "not recorded", "terms": to_do, "sha256": "not held", "class": "press"}
    lines = _outline(SOURCES, given, languages).lines("Source")
    return "".join([f"  {name}:\n", *(f"    {line}\n" for line in lines)])


def _record(sort: Sort, given: Mapping[str, str], languages: Sequence[str]) -> str:
    lines = "\n".join(_outline(sort, given, languages).lines(sort.model.__name__))
    spaced = _HEAD.sub(r"\n\g<0>", lines)
    return f"# yaml-language-server: $schema=../../{SCHEMAS}/{sort.file}\n# {_HINT}\n\n{spaced}\n"


def _outline(sort: Sort, given: Mapping[str, str], languages: Sequence[str]) -> _Outline:
    schema = schema_of(sort, languages)
    return _Outline({sort.model.__name__: schema, **schema["$defs"]}, given)


def _drafts(words: str, languages: Sequence[str]) -> str:
    return f"{{{', '.join(f'{language}: {{draft: {words}}}' for language in languages)}}}"
