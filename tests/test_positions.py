"""Every value of a record has its place, and every mistake is one line that leads there."""

import re
from decimal import Decimal, InvalidOperation
from enum import StrEnum
from typing import Annotated, Literal

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st
from pydantic import (
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Discriminator,
    Field,
    StringConstraints,
    Tag,
    ValidationError,
    model_validator,
)
from pydantic_core import PydanticCustomError

from briefs.reading.nodes import place_at, plain, read_text
from briefs.reading.strictness import faults_of

NAME = "data/x.yaml"


def number(text):
    try:
        return Decimal(text)
    except (InvalidOperation, TypeError, ValueError):
        message = f"{text!r} is no number"
        raise PydanticCustomError(
            "invalid", "{message}", {"message": message, "mend": "write digits"}
        ) from None


class Board(StrEnum):
    MAIN = "main"
    GEM = "gem"


class Model(BaseModel):
    model_config = ConfigDict(strict=True, extra="forbid", arbitrary_types_allowed=True)


class Cash(Model):
    kind: Literal["cash"]
    amount: Annotated[Decimal, BeforeValidator(number)]


class Shares(Model):
    kind: Literal["shares"]
    count: Annotated[Decimal, BeforeValidator(number)]
    held: str = ""


class Note(Model):
    note: str
    author: str = ""


class Span(Model):
    first: str
    last: str

    @model_validator(mode="after")
    def _in_order(self):
        if self.first > self.last:
            message = "the span ends before it begins"
            raise ValueError(message)
        return self


class Sample(Model):
    offer_price: Annotated[Decimal, BeforeValidator(number)] = Field(
        description="the price of one share.", examples=["28.20"]
    )
    board: Annotated[Board, Field(strict=False)] = Board.MAIN
    basis: Literal["stated", "inferred"] = "stated"
    code: Annotated[str, StringConstraints(pattern=r"^\d{5}$")] = Field("00600", examples=["00600"])
    tags: list[Annotated[str, StringConstraints(max_length=4)]] = []
    paid: Annotated[Cash | Shares, Discriminator("kind")] | None = None
    aside: str | Note | list[Note] = ""
    prices: dict[str, Annotated[Decimal, BeforeValidator(number)]] = {}
    span: Span | None = None
    lots: int = 1


def said(text, *, model=Sample):
    node, faults = read_text(text.encode(), name=NAME)
    if node is None:
        return [str(fault) for fault in faults]
    try:
        model.model_validate(plain(node))
    except ValidationError as error:
        faults += faults_of(error, node, model=model, said=faults)
    return [str(fault) for fault in faults]


PRICE = "offer_price: 1\n"
LOCATED = {
    "board: gem\noffer_prise: 120\n": "2:1: error: unknown key 'offer_prise'; "
    "did you mean 'offer_price'?",
    "board: gem\n": "1:1: error: offer_price is missing; "
    "write offer_price: 28.20 (the price of one share)",
    "offer_price: 12O\n": "1:14: error: '12O' is no number; write digits",
    f"{PRICE}offer_price: 2\n": "2:1: error: the key 'offer_price' is written twice; "
    "it first stands on line 1; keep one of the two",
    f"{PRICE}paid:\n\tkind: cash\n": "3:1: error: a tab stands where spaces must; "
    "indent with two spaces for each level",
    f"{PRICE}lots:\n": "2:1: error: there is no value here; "
    "write not_disclosed with a reason, or leave the key out",
    f"{PRICE}tags: *x\n": "2:7: error: '*x' is an alias of another value; "
    "write the value out; put text that begins with '*' in quotes",
    f"{PRICE}board: gme\n": "2:8: error: board cannot be 'gme'; "
    "did you mean 'gem'? write one of: main, gem",
    f"{PRICE}basis: guessed\n": "2:8: error: basis cannot be 'guessed'; "
    "write one of: stated, inferred",
    f"{PRICE}basis: [a]\n": "2:8: error: basis is not a word; write one of: stated, inferred",
    f"{PRICE}code: '600'\n": "2:7: error: code: '600' is not written as it must be; "
    "write code: 00600",
    f"{PRICE}tags: a\n": "2:7: error: tags is text where a list must stand; write a list",
    f"{PRICE}tags: [a, {{b: c}}]\n": "2:11: error: item 2 of tags is a mapping of keys "
    "where text must stand; write text",
    f"{PRICE}tags: [a, b, abcde]\n": "2:14: error: item 3 of tags: 'abcde' "
    "has more than 4 characters; mend the value",
    f"{PRICE}lots: 1\n": "2:7: error: lots: '1' is not a whole number; write a whole number",
    f"{PRICE}prices:\n  FY1: 2\n  FY2: x\n": "4:8: error: 'x' is no number; write digits",
    f"{PRICE}paid: {{amount: 1}}\n": "2:7: error: kind is missing in paid; "
    "write which kind this is",
    f"{PRICE}paid: {{kind: cahs, amount: 1}}\n": "2:7: error: kind cannot be 'cahs'; "
    "did you mean 'cash'? write one of: cash, shares",
    f"{PRICE}paid: {{kind: cash, amount: x}}\n": "2:28: error: 'x' is no number; write digits",
    f"{PRICE}paid: {{kind: shares, cuont: 1}}\n": "2:22: error: unknown key 'cuont'; "
    "did you mean 'count'?",
    f"{PRICE}paid: {{kind: shares}}\n": "2:7: error: count is missing; add it",
    f"{PRICE}aside: {{note: a, authro: b}}\n": "2:18: error: unknown key 'authro'; "
    "did you mean 'author'?",
    f"{PRICE}aside:\n  - note: a\n  - author: b\n": "4:5: error: note is missing; add it",
    f"{PRICE}span:\n  first: b\n  last: a\n": "3:3: error: the span ends before it begins",
    f"{PRICE}zzz: 1\n": "2:1: error: unknown key 'zzz'; delete it, or use one of: board, basis, "
    "code, tags, paid, aside, prices, span, lots",
    "- a\n": "1:1: error: the record is a list where a mapping of keys must stand; "
    "write a mapping of keys",
}


@pytest.mark.parametrize(("text", "expected"), LOCATED.items())
def test_each_mistake_is_one_line_at_its_place(text, expected):
    assert said(text) == [f"{NAME}:{expected}"]


def test_every_missing_key_of_a_mapping_is_said():
    assert said("paid: {kind: cash}\nspan: {}\n") == [
        (
            f"{NAME}:1:1: error: offer_price is missing; "
            "write offer_price: 28.20 (the price of one share)"
        ),
        f"{NAME}:1:7: error: amount is missing; add it",
        f"{NAME}:2:7: error: first is missing; add it",
        f"{NAME}:2:7: error: last is missing; add it",
    ]


def test_a_misspelled_and_a_wrong_value_do_not_hide_each_other():
    lines = said("offer_prise: 1\nlots: x\nboard:\n")
    assert [line.split(" ")[0] for line in lines] == [
        f"{NAME}:{spot}:" for spot in ("3:1", "1:1", "2:7")
    ]


def test_branches_named_by_a_tag_are_passed_over():
    class Tagged(Model):
        either: Annotated[
            Annotated[str, Tag("note")] | Annotated[Note, Tag("mapping")],
            Discriminator(lambda value: "mapping" if isinstance(value, dict) else "note"),
        ]

    assert said("either: {note: [1]}\n", model=Tagged) == [
        f"{NAME}:1:16: error: note is a list where text must stand; write text"
    ]


def test_the_nearest_ancestor_answers_for_what_is_not_there():
    node, _ = read_text(b"a:\n  b:\n    - c: d\n", name=NAME)
    for loc, line, column in [
        ((), 1, 1),
        (("a",), 2, 3),
        (("a", "b", 0, "c"), 3, 10),
        (("a", "function-after[f(), list]", "b", 0, "Model", "c"), 3, 10),
        (("a", "b", 9), 3, 5),
        (("a", "x", "y"), 2, 3),
    ]:
        assert (place_at(node, loc).line, place_at(node, loc).column) == (line, column)
    assert place_at(node, ("a", "b", 0, "c"), key=True).column == 7
    assert place_at(node, ("a", "b", 0), key=True) == place_at(node, ("a", "b", 0))
    assert place_at(node, (), key=True) == node.place


def test_a_path_that_repeats_itself_is_found_at_once():
    text = "{a: " * 31 + "b" + "}" * 31
    node, _ = read_text(text.encode(), name=NAME)
    assert place_at(node, ("a",) * 60 + ("x",)).column == 4 * 31 + 1


WORDS = st.text(
    st.sampled_from(list("abcxyz019 -.,:;#'\"!&*%@`|>[]{}?~<=éß中文字（）😀")),
    min_size=1,
    max_size=12,
)
KEYS = WORDS.filter(lambda key: key.strip() and key != "<<")
TREES = st.recursive(
    WORDS,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(KEYS, inner, max_size=4),
    max_leaves=20,
)


class _Dumper(yaml.SafeDumper):
    def ignore_aliases(self, _data):
        return True


def scalars(node):
    if isinstance(node.value, str):
        yield node.value, node.place
    for child in node.value.values() if isinstance(node.value, dict) else ():
        yield from scalars(child)
    for child in node.value if isinstance(node.value, list) else ():
        yield from scalars(child)
    yield from node.key_places.items()


@given(
    st.dictionaries(KEYS, TREES, min_size=1),
    st.sampled_from([None, "'", '"']),
    st.sampled_from([None, True, False]),
)
def test_every_value_keeps_its_text_and_its_place(record, style, flow):
    text = yaml.dump(
        record,
        Dumper=_Dumper,
        default_style=style,
        default_flow_style=flow,
        allow_unicode=True,
        width=10_000,
    )
    node, faults = read_text(text.encode(), name=NAME)
    assert not faults
    assert plain(node) == record
    rows = text.split("\n")
    for value, place in scalars(node):
        written = rows[place.line - 1][place.column - 1 :]
        quoted = re.match(r"""(['"])""", written)
        assert written.startswith(value) or (quoted and yaml.safe_load(_first(written)) == value)


def _first(written):
    """Cut a quoted text off where its quotes close."""
    pattern = r"'(?:[^']|'')*'" if written[0] == "'" else r'"(?:[^"\\]|\\.)*"'
    return re.match(pattern, written)[0]
