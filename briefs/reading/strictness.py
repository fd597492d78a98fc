"""Strictness: what a schema refuses, in words for whoever writes records, one fault a cause."""

from __future__ import annotations

import re
from dataclasses import dataclass
from difflib import get_close_matches
from typing import TYPE_CHECKING, Any, get_args

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails, core_schema

from briefs.faults import MOST, Fault, Place, foremost
from briefs.reading.characters import shown
from briefs.reading.nodes import Node, node_at, path_in, place_at

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from pydantic.fields import FieldInfo

Loc = tuple[str | int, ...]

_OUR_OWN = ("value_error", "assertion_error")
_PYDANTICS = frozenset(get_args(core_schema.ErrorType)) - frozenset(_OUR_OWN)
_MISSING = frozenset({"missing", "missing_argument", "missing_keyword_only_argument"})
_UNKNOWN = frozenset({"extra_forbidden", "unexpected_keyword_argument", "no_such_attribute"})
_SHAPES = {
    "string_type": "text",
    "model_type": "a mapping of keys",
    "model_attributes_type": "a mapping of keys",
    "dataclass_type": "a mapping of keys",
    "dict_type": "a mapping of keys",
    "mapping_type": "a mapping of keys",
    "list_type": "a list",
    "tuple_type": "a list",
    "set_type": "a list",
    "frozen_set_type": "a list",
    "iterable_type": "a list",
}
_KINDS = (
    ("int_", "a whole number"),
    ("float_", "a number"),
    ("decimal_", "a number"),
    ("finite_number", "a finite number"),
    ("bool_", "true or false"),
    ("date_", "a date, written as 2024-12-31"),
    ("datetime_", "a date and time, written as 2024-12-31T12:30:00"),
    ("timezone_", "a time with a time zone"),
    ("time_delta_", "a length of time"),
    ("time_", "a time, written as 12:30"),
    ("url_", "a web address, such as https://example.com/page"),
    ("uuid_", "a UUID"),
    ("is_instance_of", "what must stand here"),
)
_BOUNDS = {
    "greater_than": ("gt", "is not greater than {}"),
    "greater_than_equal": ("ge", "is less than {}"),
    "less_than": ("lt", "is not less than {}"),
    "less_than_equal": ("le", "is greater than {}"),
    "multiple_of": ("multiple_of", "is not a multiple of {}"),
    "string_too_short": ("min_length", "has fewer than {} characters"),
    "string_too_long": ("max_length", "has more than {} characters"),
    "too_short": ("min_length", "has fewer than {} items"),
    "too_long": ("max_length", "has more than {} items"),
    "decimal_max_digits": ("max_digits", "has more than {} digits"),
    "decimal_max_places": ("decimal_places", "has more than {} digits after the point"),
    "decimal_whole_digits": ("whole_digits", "has more than {} digits before the point"),
}


@dataclass(frozen=True, slots=True)
class _Refusal:
    """One error of the schema, with what the tree and the model know of its place."""

    kind: str
    message: str
    ctx: dict[str, Any]
    loc: Loc
    path: Loc
    node: Node
    models: tuple[type[BaseModel], ...]

    @property
    def name(self) -> str:
        """What a writer calls the value: its key, or the number of the item."""
        if not self.path:
            return "the record"
        last = self.path[-1]
        if isinstance(last, str):
            return last
        of = next((part for part in reversed(self.path) if isinstance(part, str)), "")
        return f"item {last + 1} of {of}" if of else f"item {last + 1}"

    @property
    def field(self) -> FieldInfo | None:
        """What the model declares of the last key."""
        keys = [part for part in self.loc if isinstance(part, str)]
        if self.kind not in _MISSING:
            keys = [part for part in self.path if isinstance(part, str)]
        found = (_field(model, keys[-1]) for model in self.models if keys)
        return next((info for info in found if info), None)


def faults_of(
    error: ValidationError,
    node: Node,
    *,
    model: type[BaseModel],
    said: Iterable[Fault] = (),
) -> tuple[Fault, ...]:
    """Give the faults of a record that its model refuses, sorted by place.

    `said` are the faults of its reading: what the schema thinks of a value that is refused
    already is not said again.
    """
    silent = {fault.place for fault in said}
    details = error.errors(include_url=False, include_input=False)
    # Whoever wrote so many wrong things is told of some; looking at all of them takes for ever.
    refusals = [_refusal(detail, node, model) for detail in details[: 10 * MOST]]
    heard = [r for r in refusals if r.kind in _MISSING | _UNKNOWN or not _said(r, silent)]
    chosen = _one_a_value(_without_misspelled(_likeliest_branches(heard), node))
    return foremost(_fault(refusal, node) for refusal in chosen)


def _said(refusal: _Refusal, silent: set[Place]) -> bool:
    """Whether the reading refused this very text; a mapping begins where its first key does."""
    return isinstance(refusal.node.value, str) and refusal.node.place in silent


def _refusal(detail: ErrorDetails, node: Node, model: type[BaseModel]) -> _Refusal:
    loc, kind = detail["loc"], detail["type"]
    # A missing key must not be found elsewhere in the tree under the same name.
    path = path_in(node, loc[:-1] if kind in _MISSING else loc)
    ctx = detail.get("ctx", {})
    here = node_at(node, path)
    return _Refusal(kind, detail["msg"], ctx, loc, path, here, _models_at(model, loc[:-1]))


def _likeliest_branches(refusals: list[_Refusal]) -> list[_Refusal]:
    """Of the branches of a union that all refuse a value, keep the one most likely meant."""
    branches: dict[Loc, dict[str, list[_Refusal]]] = {}
    for refusal in refusals:
        for point, branch in _branches(refusal):
            branches.setdefault(point, {}).setdefault(branch, []).append(refusal)
    dropped: set[int] = set()
    for rivals in branches.values():
        best = min(rivals.values(), key=_unlikeliness)
        for rival in rivals.values():
            dropped.update(id(refusal) for refusal in rival if rival is not best)
    return [refusal for refusal in refusals if id(refusal) not in dropped]


def _branches(refusal: _Refusal) -> Iterator[tuple[Loc, str]]:
    """Find the parts of a location that name no place in the tree, and what stands before them.

    Each such part names a branch of a union, or a validator, which then has no rival.
    """
    loc = refusal.loc[:-1] if refusal.kind in _MISSING else refusal.loc
    taken = 0
    for index, part in enumerate(loc):
        if taken < len(refusal.path) and part == refusal.path[taken]:
            taken += 1
        else:
            yield loc[:index], str(part)


def _unlikeliness(branch: list[_Refusal]) -> tuple[bool, bool, int]:
    """Rank a branch: one of another shape is least likely meant, then one of other words."""
    shape = any(refusal.kind in _SHAPES and _ends_in_branch(refusal) for refusal in branch)
    literal = any(refusal.kind in {"literal_error", "enum"} for refusal in branch)
    return shape, literal, len(branch)


def _ends_in_branch(refusal: _Refusal) -> bool:
    return not refusal.path or refusal.loc[-1] != refusal.path[-1]


def _without_misspelled(refusals: list[_Refusal], node: Node) -> list[_Refusal]:
    """Drop a missing key that is there under a misspelled name: it is one mistake."""
    guesses = {
        (refusal.path[:-1], guess)
        for refusal in refusals
        if refusal.kind in _UNKNOWN and (guess := _near_key(refusal, node))
    }
    return [
        refusal
        for refusal in refusals
        if refusal.kind not in _MISSING or (refusal.path, str(refusal.loc[-1])) not in guesses
    ]


def _one_a_value(refusals: Iterable[_Refusal]) -> Iterator[_Refusal]:
    """Keep the first refusal of each value, and every missing key of a mapping."""
    seen: set[Loc] = set()
    for refusal in refusals:
        cause = (*refusal.path, *((refusal.loc[-1], "") if refusal.kind in _MISSING else ()))
        if cause not in seen:
            seen.add(cause)
            yield refusal


def _fault(refusal: _Refusal, node: Node) -> Fault:
    if refusal.kind in _UNKNOWN or "[key]" in refusal.loc[-1:]:
        place = place_at(node, refusal.path, key=True)
    else:
        place = refusal.node.place
    message, mend, rule = _words(refusal, node)
    return Fault(place, message, mend, rule)


def _words(refusal: _Refusal, node: Node) -> tuple[str, str, str]:
    if refusal.kind not in _PYDANTICS:
        return _our_own_words(refusal)
    if refusal.kind in _MISSING:
        return f"{refusal.loc[-1]} is missing", _guidance(refusal, "add it"), "missing-key"
    if refusal.kind in _UNKNOWN:
        return _words_for_unknown(refusal, node)
    for known in (_words_for_shape, _words_for_choice, _words_for_bound, _words_for_kind):
        if words := known(refusal):
            return words
    return f"{_value(refusal)} cannot stand here", _guidance(refusal, _LOOK), "wrong-value"


_LOOK = "compare with a record that is accepted"


def _our_own_words(refusal: _Refusal) -> tuple[str, str, str]:
    """Take the words of a validator of ours as they are, with its `mend` where it gives one."""
    cause = refusal.ctx.get("error")
    mend = str(refusal.ctx.get("mend", "") or getattr(cause, "mend", ""))
    message = str(cause) if refusal.kind in _OUR_OWN else refusal.message
    return message or f"{_value(refusal)} cannot stand here", mend, "wrong-value"


def _words_for_unknown(refusal: _Refusal, node: Node) -> tuple[str, str, str]:
    key = str(refusal.path[-1]) if refusal.path else str(refusal.loc[-1])
    words = f"unknown key {shown(key)}"
    if near := _near_key(refusal, node):
        return words, f"did you mean {shown(near)}?", "unknown-key"
    free = _free_keys(refusal, node)
    mend = f"delete it, or use one of: {', '.join(free)}" if free else "delete it"
    return words, mend, "unknown-key"


def _words_for_shape(refusal: _Refusal) -> tuple[str, str, str] | None:
    if refusal.kind not in _SHAPES:
        return None
    found = {str: "text", list: "a list", dict: "a mapping of keys"}[type(refusal.node.value)]
    words = f"{refusal.name} is {found} where {_SHAPES[refusal.kind]} must stand"
    return words, _guidance(refusal, f"write {_SHAPES[refusal.kind]}"), "wrong-shape"


def _words_for_choice(refusal: _Refusal) -> tuple[str, str, str] | None:
    kind, ctx = refusal.kind, refusal.ctx
    if kind == "union_tag_not_found":
        key = ctx["discriminator"].strip("'")
        return f"{key} is missing in {refusal.name}", "write which kind this is", "missing-key"
    if kind == "union_tag_invalid":
        written, name = str(ctx["tag"]), ctx["discriminator"].strip("'")
        allowed = _choices(ctx["expected_tags"])
    elif kind in {"literal_error", "enum"}:
        written = refusal.node.value if isinstance(refusal.node.value, str) else ""
        name, allowed = refusal.name, _choices(ctx["expected"])
    else:
        return None
    near = get_close_matches(written, allowed, 1)
    ask = f"did you mean {shown(near[0])}? " if near else ""
    words = f"{name} cannot be {shown(written)}" if written else f"{name} is not a word"
    return words, f"{ask}write one of: {', '.join(allowed)}", "wrong-value"


def _words_for_bound(refusal: _Refusal) -> tuple[str, str, str] | None:
    if refusal.kind not in _BOUNDS:
        return None
    key, words = _BOUNDS[refusal.kind]
    said = f"{_value(refusal)} {words.format(refusal.ctx.get(key))}"
    return said, _guidance(refusal, "mend the value"), "wrong-value"


def _words_for_kind(refusal: _Refusal) -> tuple[str, str, str] | None:
    if refusal.kind == "string_pattern_mismatch":
        pattern = f"write it to fit the pattern {refusal.ctx['pattern']}"
        words = f"{_value(refusal)} is not written as it must be"
        return words, _guidance(refusal, pattern), "wrong-value"
    kind = next((kind for start, kind in _KINDS if refusal.kind.startswith(start)), "")
    if not kind:
        return None
    return f"{_value(refusal)} is not {kind}", _guidance(refusal, f"write {kind}"), "wrong-value"


def _value(refusal: _Refusal) -> str:
    """Name a value and show what is written."""
    if isinstance(refusal.node.value, str):
        return f"{refusal.name}: {shown(refusal.node.value)}"
    return refusal.name


def _guidance(refusal: _Refusal, otherwise: str) -> str:
    """Say what to write from the description and the examples that the model declares."""
    field = refusal.field
    if not field or not (field.examples or field.description):
        return otherwise
    name = refusal.loc[-1] if refusal.kind in _MISSING else refusal.name
    description = (field.description or "").rstrip(".")
    if not field.examples:
        return f"write {name}: {description}"
    example = f"write {name}: {field.examples[0]}"
    return f"{example} ({description})" if description else example


def _choices(expected: str) -> list[str]:
    """Take the allowed words out of pydantic's sentence about them."""
    return [found.replace("\\'", "'") for found in re.findall(r"'((?:[^'\\]|\\.)*)'", expected)]


def _near_key(refusal: _Refusal, node: Node) -> str:
    written = str(refusal.path[-1]) if refusal.path else ""
    near = get_close_matches(written, _free_keys(refusal, node), 1)
    return near[0] if near else ""


def _free_keys(refusal: _Refusal, node: Node) -> list[str]:
    """List the keys the mapping may still have: no one means a key that is written already."""
    parent = node_at(node, refusal.path[:-1]).value
    known = {key: None for model in refusal.models for key in _keys(model)}
    return [key for key in known if not (isinstance(parent, dict) and key in parent)]


def _keys(model: type[BaseModel]) -> Iterator[str]:
    return (info.alias or name for name, info in model.model_fields.items())


def _field(model: type[BaseModel], key: str) -> FieldInfo | None:
    fields = model.model_fields.items()
    return next((info for name, info in fields if key in {name, info.alias}), None)


def _models_at(model: type[BaseModel], loc: Loc) -> tuple[type[BaseModel], ...]:
    """Find the models that a location may lie in, as far as its parts tell them apart."""
    models = _models_in(model)
    for part in loc:
        fields = [info for each in models if (info := _field(each, str(part)))]
        if fields:
            models = tuple(m for info in fields for m in _models_in(info.annotation))
        elif isinstance(part, str):
            models = tuple(m for m in models if _is_branch(m, part)) or models
    return models


def _models_in(annotation: object) -> tuple[type[BaseModel], ...]:
    """Find the models in a type, however it is wrapped."""
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        root = annotation.model_fields.get("root") if annotation.__pydantic_root_model__ else None
        return (annotation, *_models_in(root.annotation)) if root else (annotation,)
    inner = get_args(getattr(annotation, "__value__", annotation))
    return tuple(dict.fromkeys(m for each in inner for m in _models_in(each)))


def _is_branch(model: type[BaseModel], part: str) -> bool:
    """Whether a part of a location names a model, as a class or as one of its literal tags."""
    if model.__name__ in re.findall(r"\w+", part):
        return True
    tags = (get_args(info.annotation) for info in model.model_fields.values())
    return any(part in (str(tag) for tag in each if isinstance(tag, str)) for each in tags)
