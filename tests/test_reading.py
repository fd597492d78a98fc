"""Records are read as they were written, and every trap of YAML is refused at its place."""

import os
import unicodedata
from pathlib import Path
from time import process_time

import pytest
import yaml
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from briefs.reading import nodes
from briefs.reading.nodes import plain, read_text, read_yaml

NAME = "data/x.yaml"
# Whatever the parsers could part over stands in this alphabet.
YAMLISH = st.text(st.sampled_from(list("ab1:-?[]{},#&*!|>'\"%@` \n\\~<.=é：月\u0301\u200b\t\r")))


@pytest.fixture(params=["in C", "in Python"])
def _either_parser(request, monkeypatch):
    loader = yaml.SafeLoader if request.param == "in Python" else nodes.LOADER
    monkeypatch.setattr(nodes, "LOADER", loader)


def lines(text):
    data = text if isinstance(text, bytes) else text.encode()
    return [str(fault) for fault in read_text(data, name=NAME)[1]]


def tree(text):
    node, faults = read_text(text.encode(), name=NAME)
    assert not faults
    return plain(node)


def test_every_scalar_stays_the_text_that_was_written():
    written = "a: 28.20\nb: no\nc: 00600\nd: 12:30:45\ne: 1e5\nf: .nan\ng: on\nh: 2024-01-30\n"
    assert tree(written) == {
        "a": "28.20",
        "b": "no",
        "c": "00600",
        "d": "12:30:45",
        "e": "1e5",
        "f": ".nan",
        "g": "on",
        "h": "2024-01-30",
    }


def test_words_for_nothing_are_words_when_quoted():
    assert tree("a: 'null'\nb: ''\nno: '~'\n") == {"a": "null", "b": "", "no": "~"}


def test_a_byte_order_mark_moves_no_column():
    node, faults = read_text(b"\xef\xbb\xbfa: 1\n", name=NAME)
    assert not faults
    assert (node.key_places["a"].column, node.value["a"].place.column) == (1, 4)


LOCATED = {
    "a: b\n\tc: d\n": "2:1: error: a tab stands where spaces must",
    "a:\n  - b\n \t- c\n": "3:2: error: a tab stands where spaces must",
    "a: x\ty\n": "1:5: error: a tab stands in the text; write a space",
    "a: 1\nb: 2\na: 3\n": "3:1: error: the key 'a' is written twice; it first stands on line 1",
    "a: {b: 1, b: 2}\n": "1:11: error: the key 'b' is written twice; it first stands on line 1",
    "a: 1\nb:\n": "2:1: error: there is no value here; write not_disclosed with a reason, "
    "or leave the key out",
    "a: ~\n": "1:4: error: ~ is no value; write not_disclosed with a reason",
    "a: [b, NULL]\n": "1:8: error: NULL is no value; write not_disclosed with a reason, "
    "or leave the item out",
    "a:\n  - b\n  -\n": "3:4: error: there is no value here",
    "~: a\n": "1:1: error: a key is empty",
    "'': a\n": "1:1: error: a key is empty",
    "a: b\nc: *a\n": "2:4: error: '*a' is an alias of another value",
    "a: b\nc: &d e\n": "2:4: error: '&d' is an anchor for aliases",
    "a: !!python/object:os.system ls\n": "1:4: error: a tag",
    "a: !x b\n": "1:4: error: a tag",
    "a: !x! b\n": "1:4: error: a tag",
    "a: |# b\n": "1:4: error: this mark of a text block is followed by something else",
    "a:\n  <<: {b: c}\n": "2:3: error: '<<' merges another mapping into this one",
    "a: b\n---\nc: d\n": "2:1: error: a second document begins here",
    "a: b\n...\nc: d\n": "3:1: error: something stands after the end of the document",
    "? [a, b]\n: c\n": "1:3: error: a key must be a word on one line",
    "? |\n  a\n: c\n": "1:3: error: a key must be a word on one line",
    "# only this\n": "1:1: error: the file is empty",
    "just words\n": "1:1: error: the file holds one text, and no key with a value",
    "# x\n%YAML 1.1\n---\na: b\n": "2:1: error: a line begins with '%'",
    "a：b\nc: d\n": "1:2: error: a full-width colon stands where ': ' must",
    "a: b: c\n": "1:5: error: a colon and a blank stand where no key can be",
    "a: b\nc\n": "2:1: error: this line has no colon and blank after its key",
    "b: 1\na: 'x\nb: c\n": "2:4: error: a quotation mark is opened here and never closed",
    "a: [1\nb: 2\n": "1:4: error: a bracket is opened here and not closed",
    "a: @x\n": "1:4: error: '@' cannot begin a value; put the whole value in quotes",
    'a: "\\q"\n': "1:4: error: a backslash in this text in double quotes begins nothing known",
    "- a\nb: c\n": "2:1: error: this does not fit the list it stands in",
    "a: 'x' y\n": "1:8: error: this does not fit the mapping it stands in",
    "a: }\n": "1:4: error: '}' stands where a value must",
    "a: **b**\n": "1:4: error: '*' begins an alias or an anchor",
    "a: |x\n  b\n": "1:4: error: this mark of a text block is followed by something else",
    "a: - b\n": "1:4: error: a list item stands where no list can begin",
    "a: x\x07y\n": "1:5: error: a control character stands in the text (U+0007)",
    "a: x\x85y\n": "1:5: error: a control character stands in the text (U+0085)",
    "a: x\u2028y\n": "1:5: error: an invisible line end stands in the text (U+2028 LINE SEPAR",
    "a: b\r\nc: d\r\n": "1:5: error: the line ends in CR LF; save the file with LF line ends",
    "a: \u200b\n": "1:4: error: an invisible character without width stands in the text (U+200B",
    "a: x\ufeff\n": "1:5: error: an invisible character without width",
    "# \u202ea\na: b\n": "1:3: error: an invisible direction mark stands in the text (U+202E",
    "a: \u2066b\n": "1:4: error: an invisible direction mark",
    "a: \u061cb\n": "1:4: error: an invisible direction mark",
    "a: 😀\U000e0041\n": "1:5: error: an invisible tag character",
    "a: \ue000\n": "1:4: error: a private character, which no font is sure to have,",
    "a: x\U0010fffd\n": "1:5: error: a private character",
    "a: x\ufdd0\n": "1:5: error: a code that is no character stands in the text (U+FDD0)",
    "a: x\U0003ffff\n": "1:5: error: a code that is no character",
    "a: x\ufffd\n": "1:5: error: a character was lost when the text was converted (U+FFFD)",
    "a: \u2f49\n": "1:4: error: '\u2f49' (U+2F49) looks like '月' and is another character; "
    "write '月' (U+6708)",
    "a: \u2ec5\n": "1:4: error: '\u2ec5' (U+2EC5) looks like '见' and is another character",
    "a: \u2e80\n": "1:4: error: a bare radical stands in the text (U+2E80",
    "a: x\uf900\n": "1:5: error: '\uf900' (U+F900) looks like '豈'",
    "a: \U0002f800\n": "1:4: error: '\U0002f800' (U+2F800) looks like '丽'",
    "a: cafe\u0301\n": "1:7: error: 'é' is written as U+0065 U+0301; write it as U+00E9",
    "a: 5 \u212b\n": "1:6: error: 'Å' is written as U+212B; write it as U+00C5",
    "a: \u1100\u1161\u11a8\n": "1:4: error: '각' is written as U+1100 U+1161 U+11A8",
    "a: e" + "\u0301" * 31 + "\n": "1:5: error: more than 30 accents stand on one character",
    'a: "x\\u202e"\n': "1:4: error: an invisible direction mark stands in the text (U+202E "
    "RIGHT-TO-LEFT OVERRIDE), written as an escape; delete it",
    'a: "\\tx"\n': "1:4: error: a tab stands where spaces must, written as an escape",
    'a: "\\0"\n': "1:4: error: a control character stands in the text (U+0000), written as an",
    'a: "e\\u0301"\n': "1:4: error: 'é' is written as U+0065 U+0301, written as an escape",
    'a: "x\\ud800"\n': "1:6: error: the escape '\\ud800' is no character",
    'a: "\\U00110000"\n': "1:5: error: the escape '\\U00110000' is no character",
}


@pytest.mark.usefixtures("_either_parser")
@pytest.mark.parametrize(("text", "expected"), LOCATED.items())
def test_each_refusal_is_one_line_at_its_place(text, expected):
    (line,) = lines(text)
    assert line.startswith(f"{NAME}:{expected}")
    assert "; " in line


def test_bytes_that_are_no_text_are_refused_where_they_stand():
    assert lines("é: b\nc: é".encode() + b"\xff\n") == [
        f"{NAME}:2:5: error: the byte 0xFF is not UTF-8; save the file as UTF-8"
    ]
    assert lines(b"\xed\xa0\x80")[0].startswith(f"{NAME}:1:1: error: the byte 0xED is not")
    assert lines("a: b".encode("utf-16")) == [
        f"{NAME}:1:1: error: the file is saved as UTF-16; save it as UTF-8"
    ]


def test_ideographs_that_only_live_among_compatibility_forms_are_kept():
    assert tree("a: 山\ufa11\n") == {"a": "山\ufa11"}


def test_all_faults_of_a_file_are_said_in_one_run():
    said = lines("a: 1\na: 2\nb:\nc: *x\nd: \u200b\ne: 'f\n")
    assert [line.split(" ")[0] for line in said] == [
        f"{NAME}:{spot}:" for spot in ("2:1", "3:1", "4:4", "5:4", "6:4")
    ]


def test_text_is_read_on_as_its_faults_ask_for_it():
    node, faults = read_text("off\u200ber: \u2f49 cafe\u0301\n".encode(), name=NAME)
    assert len(faults) == 3
    assert plain(node) == {"offer": "月 café"}


def test_many_bad_characters_are_summed_up():
    said = lines("a: " + "x\u200b" * 400 + "\n")
    assert len(said) == 51
    assert any("350 more characters are refused" in line for line in said)


@pytest.mark.usefixtures("_either_parser")
@pytest.mark.parametrize("piece", ["[", "{", "- ", "{a: ", "[{a: ", "? "])
def test_any_depth_of_nesting_is_refused_at_once(piece):
    start = process_time()
    (line,) = lines(piece * 200_000)
    # Milliseconds; a second leaves room for a busy machine.
    assert process_time() - start < 1
    assert "levels" in line or "a key must be" in line


def test_thirty_two_levels_are_read_and_the_thirty_third_is_refused():
    assert tree("[" * 32 + "a" + "]" * 32)
    assert lines("[" * 33 + "a" + "]" * 33)[0].startswith(f"{NAME}:1:33: error: more than 32")


def test_a_large_file_is_refused_before_it_is_parsed(monkeypatch):
    monkeypatch.setattr(yaml, "parse", lambda *_: pytest.fail("parsed"))
    assert lines(b"x" * ((1 << 20) + 1)) == [
        f"{NAME}:1:1: error: the file is larger than 1 MiB; split it, or shorten it"
    ]


def test_a_file_is_read_with_places_under_the_name_given(tmp_path):
    path = tmp_path / "x.yaml"
    path.write_text("a: b\n")
    node, faults = read_yaml(path, name=NAME)
    assert (str(node.value["a"].place), faults) == (f"{NAME}:1:4", ())


def _link(path):
    path.with_name("real").write_text("a: b")
    path.symlink_to(path.with_name("real"))


@pytest.mark.parametrize(
    ("make", "words"),
    [
        (_link, "the file is a symbolic link"),
        (Path.mkdir, "this is not a regular file"),
        (os.mkfifo, "this is not a regular file"),
        (lambda _: None, "the file is not there"),
    ],
)
def test_what_is_no_readable_file_is_a_fault(tmp_path, make, words):
    make(tmp_path / "x")
    node, (fault,) = read_yaml(tmp_path / "x", name=NAME)
    assert node is None
    assert str(fault).startswith(f"{NAME}: error: {words}; ")


def test_a_file_that_may_not_be_read_is_a_fault(tmp_path, monkeypatch):
    def refuse(*_):
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(os, "open", refuse)
    (fault,) = read_yaml(tmp_path / "x", name=NAME)[1]
    assert str(fault).startswith(f"{NAME}: error: the file may not be read; ")


def test_a_name_that_no_file_can_have_is_a_fault():
    (fault,) = read_yaml(Path("a\0b"), name=NAME)[1]
    assert str(fault).startswith(f"{NAME}: error: the file cannot be read; ")


@given(st.binary() | YAMLISH.map(str.encode) | st.text().map(str.encode))
@example(b"\xff\xfe")
def test_any_bytes_give_a_tree_or_faults(data):
    node, faults = read_text(data, name=NAME)
    assert node is not None or faults
    assert all(fault.place.line and fault.place.column and fault.mend for fault in faults)
    assert not any("\n" in str(fault) for fault in faults)
    if node is not None:
        assert unicodedata.is_normalized("NFC", repr(plain(node)))


# Inside brackets the parser in Python ends a word at a question mark, and libyaml does not.
@given(YAMLISH.filter(lambda text: "?" not in text))
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=400)
def test_both_parsers_read_the_same_and_refuse_the_same(monkeypatch, text):
    fast = read_text(text.encode(), name=NAME)
    with monkeypatch.context() as patch:
        patch.setattr(nodes, "LOADER", yaml.SafeLoader)
        slow = read_text(text.encode(), name=NAME)
    # Of a broken text they may name another spot: each gives up where it loses the thread.
    assert bool(fast[1]) == bool(slow[1])
    assert fast[1] or fast[0] == slow[0]
