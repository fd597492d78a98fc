"""Schema: what editors are told of each file that somebody writes, as JSON Schema.

It describes the text that an author writes, not the values that we make of it: an editor takes
`28.20` for a number and `no` for a word, where our reader takes both as they stand.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from pydantic import BaseModel
from pydantic.json_schema import GenerateJsonSchema, JsonSchemaValue
from pydantic_core import core_schema

from briefs.authoring.meanings import Meaning, meanings
from briefs.build.settings import Settings
from briefs.delivery.recipients import RecipientsFile
from briefs.language.shape import WordingFile
from briefs.records.company import Company
from briefs.records.comparison import Comparison
from briefs.records.fields import LANGUAGE, YES_NO_SCHEMA
from briefs.records.source import Sources
from briefs.theme.tokens import Theme

#: Where a project keeps its schemas, for editors; they can be made again.
SCHEMAS = "schemas"

_DIALECT = "https://json-schema.org/draft/2020-12/schema"


@dataclass(frozen=True, slots=True)
class Sort:
    """A sort of file that somebody writes: its schema's name, its model, and where it lies."""

    name: str
    model: type[BaseModel]
    fields: str
    files: str
    title: str

    @property
    def file(self) -> str:
        """The name of the schema's file."""
        return f"{self.name}.json"

    @property
    def is_yaml(self) -> bool:
        """Whether it is read as YAML, in which an editor takes some words for other things."""
        return self.files.endswith(".yaml")


COMPANY = Sort("company", Company, "records", "data/companies/*.yaml", "A company's record")
COMPARISON = Sort(
    "comparison", Comparison, "records", "data/comparisons/*.yaml", "A comparison's record"
)
SOURCES = Sort("sources", Sources, "records", "data/sources.yaml", "Sources, voices and bases")

#: The sorts that records are of.
RECORDS = (COMPANY, COMPARISON, SOURCES)

SORTS = (
    *RECORDS,
    Sort("wording", WordingFile, "wording", "templates/wording/*.yaml", "A language"),
    Sort("theme", Theme, "theme", "templates/themes/*.toml", "A house style"),
    Sort("settings", Settings, "settings", "briefs.toml", "A project's settings"),
    Sort("recipients", RecipientsFile, "recipients", "recipients.yaml", "Readers of the briefs"),
)


class _Written(GenerateJsonSchema):
    """Makes schemas of what is written: nothing may be null, and a default goes without saying."""

    def field_title_should_be_set(self, schema: Any) -> bool:  # noqa: ARG002, ANN401 - pydantic's
        """Leave titles out: they only repeat the key."""
        return False

    def nullable_schema(self, schema: core_schema.NullableSchema) -> JsonSchemaValue:
        """Offer no null: what is not known is left out."""
        return self.generate_inner(schema["schema"])

    def default_schema(self, schema: core_schema.WithDefaultSchema) -> JsonSchemaValue:
        """Say nothing of defaults, which are our values and not what is written."""
        return self.generate_inner(schema["schema"])

    def tagged_union_schema(self, schema: core_schema.TaggedUnionSchema) -> JsonSchemaValue:
        """Let any of the choices do: editors explain that better than exactly one."""
        return {"anyOf": super().tagged_union_schema(schema)["oneOf"]}


class _WrittenYaml(_Written):
    """Makes schemas for YAML, where an editor takes text without quotes for what it looks like."""

    def str_schema(self, schema: core_schema.StringSchema) -> JsonSchemaValue:
        """Allow text that looks like a number."""
        return super().str_schema(schema) | {"type": ["string", "number"]}

    def bool_schema(self, schema: core_schema.BoolSchema) -> JsonSchemaValue:  # noqa: ARG002
        """Ask for yes or no, as records do."""
        return YES_NO_SCHEMA

    def literal_schema(self, schema: core_schema.LiteralSchema) -> JsonSchemaValue:
        """Allow a choice that looks like a number to be written as one."""
        choices = [*schema["expected"]]
        return {"enum": [*choices, *(int(one) for one in choices if str(one).isdecimal())]}


def schema_of(sort: Sort, languages: Sequence[str] = ()) -> dict[str, Any]:
    """Give the JSON Schema of a sort of file; texts are completed by `languages`."""
    generator = _WrittenYaml if sort.is_yaml else _Written
    schema = sort.model.model_json_schema(schema_generator=generator)
    told = meanings(sort.fields)
    own = {"$schema": _DIALECT, "title": sort.title}
    schema = own | {key: value for key, value in schema.items() if key not in own}
    for name, part in ((sort.model.__name__, schema), *schema.get("$defs", {}).items()):
        _tell(part, told.get(name, {}), is_yaml=sort.is_yaml)
    for part in _parts(schema):
        _close(part, languages)
    if sort.model is Theme:
        _open(schema)
    return schema


def schema_text(sort: Sort, languages: Sequence[str]) -> str:
    """Give a schema as it stands in its file."""
    return json.dumps(schema_of(sort, languages), indent=1, ensure_ascii=False) + "\n"


def _tell(part: dict[str, Any], told: Mapping[str, Meaning], *, is_yaml: bool) -> None:
    """Put meanings and examples into the schema of a model."""
    for field, meaning in told.items():
        property_: dict[str, Any] = part["properties"][field]
        property_["description"] = _described(meaning)
        if meaning.example:
            property_["examples"] = [meaning.value(is_yaml=is_yaml)]


def _described(meaning: Meaning) -> str:
    words = f"{meaning.says[:1].upper()}{meaning.says[1:]}"
    return f"{words} (unit: {meaning.unit})." if meaning.unit else f"{words}."


def _parts(schema: Any) -> Iterator[dict[str, Any]]:  # noqa: ANN401 - JSON
    """Walk every part of a schema."""
    if isinstance(schema, dict):
        yield schema
    if isinstance(schema, (dict, list)):
        for inner in schema.values() if isinstance(schema, dict) else schema:
            yield from _parts(inner)


def _close(part: dict[str, Any], languages: Sequence[str]) -> None:
    """Let a mapping hold only what its keys' patterns allow; name the languages of a text."""
    patterns = part.get("patternProperties")
    if isinstance(patterns, dict):
        part.setdefault("additionalProperties", False)
        part.pop("propertyNames", None)
        if LANGUAGE in patterns:
            named = dict.fromkeys(languages, patterns[LANGUAGE])
            part["properties"] = named | part.get("properties", {})


def _open(schema: dict[str, Any]) -> None:
    """Ask for nothing: a theme says only what differs from the one it extends."""
    for part in _parts(schema):
        if isinstance(part.get("required"), list):
            del part["required"]
    schema["properties"].pop("name", None)  # which is that of the file
    schema["properties"]["extends"] = {
        "type": "string",
        "description": "The theme from which this one differs.",
        "examples": ["default"],
    }
