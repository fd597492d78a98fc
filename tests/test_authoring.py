"""Authors get a project of their own, records that read at once, schemas, and one form."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from collections import Counter
from pathlib import Path

import pytest
import yaml
from campaigns import size
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from jsonschema import Draft202012Validator

from briefs.authoring import skeletons
from briefs.authoring.form import formed
from briefs.authoring.meanings import meanings
from briefs.authoring.schema import COMPANY, COMPARISON, SORTS, SOURCES, schema_of
from briefs.cli import main
from briefs.reading.nodes import plain, read_text
from briefs.records.company import Company

ROOT = Path(__file__).parent.parent
LANGUAGES = ("en", "zh-Hans", "zh-Hant-HK")
PROJECT = ROOT / "briefs/authoring/project"


@pytest.fixture
def briefs(capsys):
    """Run a command line, and give its exit code, output and words."""

    def run(*words):
        with pytest.raises(SystemExit) as ended:
            main([str(word) for word in words])
        return ended.value.code, *capsys.readouterr()

    return run


def read(text):
    node, faults = read_text(text.encode(), name="t.yaml")
    assert node, faults
    return plain(node)


# ——— schemas


@pytest.mark.parametrize("sort", SORTS, ids=lambda sort: sort.name)
def test_an_editor_finds_nothing_wrong_with_what_is_written(sort, tmp_path):
    schema = tmp_path / sort.file
    schema.write_text(json.dumps(schema_of(sort, LANGUAGES)), encoding="utf-8")
    files = [*ROOT.glob(sort.files), *PROJECT.glob(sort.files)]
    files += [ROOT / "recipients.example.yaml"] if sort.name == "recipients" else []
    assert files
    check = [sys.executable, "-m", "check_jsonschema", "--schemafile", schema, *files]
    done = subprocess.run(check, capture_output=True, text=True, check=False)  # noqa: S603
    assert done.returncode == 0, done.stdout


@pytest.mark.parametrize("sort", SORTS, ids=lambda sort: sort.name)
def test_every_field_is_described_and_every_description_has_a_field(sort):
    schema = schema_of(sort)
    parts = {sort.model.__name__: schema, **schema.get("$defs", {})}
    fields = {
        (name, key)
        for name, part in parts.items()
        for key in part.get("properties", {})
        if key != "extends"
    }
    told = {(name, key) for name, keys in meanings(sort.fields).items() for key in keys}
    assert fields <= told
    others = [schema_of(other) for other in SORTS if other.fields == sort.fields]
    models = {name for other in others for name in (*other.get("$defs", {}),)}
    assert {name for name, _ in told} <= models | {s.model.__name__ for s in SORTS}
    for name, key in fields:
        assert parts[name]["properties"][key]["description"].endswith(".")
    assert "unit: HKD" in schema_of(COMPANY)["$defs"]["Offer"]["properties"]["price"]["description"]


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("unit: HKD", "unit: HKX"),
        ("unit: HKD", "units: HKD"),
        ("473 million", "473 milion"),
        ("473 million", ""),
        ("FY2022: 50.23 million", "FY22: 50.23 million"),
        ("fixed_price: yes", "fixed_price: maybe"),
        ("board: main-board", "board: mainboard"),
        ("id: axera\n", ""),
        ("2026-02-10", "10 February 2026"),
        ("qualifier: about", "qualifier: approximately"),
    ],
)
def test_an_editor_marks_a_slip(old, new):
    text = (ROOT / "data/companies/axera.yaml").read_text(encoding="utf-8")
    assert old in text
    validator = Draft202012Validator(schema_of(COMPANY, LANGUAGES))
    for words, is_right in ((text, True), (text.replace(old, new, 1), False)):
        record = yaml.load(words, Loader=yaml.BaseLoader)  # noqa: S506 - which makes only texts
        assert validator.is_valid(record) is is_right


def test_numbers_without_quotes_are_no_slip():
    validator = Draft202012Validator(schema_of(COMPANY)["$defs"]["Entry"])
    assert validator.is_valid({"value": 28.20, "at": "page 3"})
    assert not validator.is_valid({"value": None})


def test_schemas_are_written_where_editors_look(briefs, folder):
    code, out, _ = briefs("schema", "--project", folder.path)
    assert code == 0
    assert "schemas/company.json: data/companies/*.yaml" in out
    names = {f"{sort.name}.json" for sort in SORTS}
    assert {path.name for path in (folder.path / "schemas").iterdir()} == names
    code, out, _ = briefs("schema", "settings", "--project", folder.path)
    assert set(json.loads(out)["properties"]) == {"theme", "paper"}


# ——— new records


def test_a_new_record_reads_at_once_and_says_what_it_may_hold(briefs, folder):
    project = ("--project", folder.path)
    assert briefs("new", "source", "acme-filing", *project)[0] == 0
    code, out, _ = briefs("new", "company", "acme", "--source", "acme-filing", *project)
    assert (code, out) == (0, "data/companies/acme.yaml\n")
    assert briefs("new", "comparison", "two", "acme", "axera", *project)[0] == 0
    code, _, err = briefs("check", *project)
    assert code == 0
    assert "acme.yaml" in err
    assert "is a draft" in err
    text = (folder.path / "data/companies/acme.yaml").read_text(encoding="utf-8")
    pointed = re.match(r"# yaml-language-server: \$schema=(\S+)", text)[1]
    assert (folder.path / "data/companies" / pointed).resolve().is_file()
    assert briefs("fmt", "--check", "data/companies/acme.yaml", *project)[0] == 2
    assert briefs("fmt", "--check", folder.path / "data/companies/acme.yaml", *project)[0] == 0


def test_every_line_of_a_new_record_may_lose_its_hash():
    text = skeletons.company("acme", source="s", languages=LANGUAGES)
    head, body = text.split("\n\n", 1)
    assert all(line.startswith("#") for line in head.splitlines())
    whole = re.sub(r"^( *)# ", r"\1", body, flags=re.MULTILINE)
    record = read(whole)
    errors = Draft202012Validator(schema_of(COMPANY, LANGUAGES)).iter_errors(record)
    assert [error.message for error in errors] == []
    assert set(record) == set(Company.model_fields)
    # A one-pager needs more than each field by itself.
    assert Company.model_validate({**record, "briefs": []}).offer.price.value.digits == "28.20"
    for sort, text in (
        (COMPARISON, skeletons.comparison("c", companies=["a", "b"], languages=LANGUAGES)),
        (SOURCES, f"sources:\n{skeletons.source('s', languages=LANGUAGES)}"),
    ):
        whole = read(re.sub(r"^( *)# (?=\w+: )", r"\1", text, flags=re.MULTILINE))
        assert sort.model.model_validate(whole)


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("company", "axera", "--source", "company-names"), "is there already"),
        (("company", "acme"), "say whose facts they are with --source: newtimespace-axera"),
        (("company", "acme", "--source", "company-name"), "use company-names"),
        (("company", "Acme"), "is no id: use small letters, digits and -"),
        (("comparison", "two", "axera", "acme"), "no record of acme"),
        (("comparison", "two", "axera"), "a deck compares two to eight"),
        (("source", "company-names"), "has a source company-names already"),
    ],
)
def test_what_cannot_be_new_is_said_and_nothing_is_written(briefs, folder, words, said):
    before = {path: path.read_bytes() for path in folder.path.rglob("*.yaml")}
    code, _, err = briefs("new", *words, "--project", folder.path)
    assert code == 2
    assert said in " ".join(err.split())
    assert {path: path.read_bytes() for path in folder.path.rglob("*.yaml")} == before


def test_nothing_is_new_where_no_source_can_be_read(briefs, tmp_path):
    (tmp_path / "data").mkdir()
    for words in (("source", "s"), ("company", "c")):
        code, _, err = briefs("new", *words, "--project", tmp_path)
        assert code == 65
        assert "data/sources.yaml: error: the file is not there" in err


def test_a_new_source_leaves_the_other_lines_alone(briefs, folder):
    path = folder.path / "data/sources.yaml"
    before = path.read_text(encoding="utf-8").splitlines()
    briefs("new", "source", "acme-filing", "--project", folder.path)
    after = path.read_text(encoding="utf-8").splitlines()
    first = after.index("  acme-filing:")
    count = len(after) - len(before)
    assert after[: first - 1] + after[first - 1 + count :] == before
    assert after[first + count - 1 :][:1] == [""]


# ——— the one form

MESSY = """\
# yaml-language-server: $schema=x
# What it is.

source: 's'
# the id
id: a

names:
    # above the name
    legal: {zh-Hans: 乙, 'en': "B" }   # beside it


    short:
          en: A
          # deep below
    at: ¶2
listing: {board: "main-board"}
notes:
- no list
offer:
   price:
      at: "¶2, ¶17"   # where
      value: 28.20
      unit: 'HKD'
   uses:
   - share: {unit: percent, value: 85%, at: ¶8}
     # its id
     id: r
     purpose:
       en: >-
         Two
         lines
       zh-Hans: "it's"
# the end
"""

FORMED = """\
# yaml-language-server: $schema=x
# What it is.

# the id
id: a
source: s

names:
  short:
    en: A
    # deep below
  # above the name
  legal: {en: B, zh-Hans: 乙}   # beside it
  at: ¶2
listing: {board: main-board}
offer:
  price:
    value: "28.20"
    unit: HKD
    at: ¶2, ¶17   # where
  uses:
    # its id
    - id: r
      purpose:
        en: >-
          Two
          lines
        zh-Hans: it's
      share: {value: 85%, unit: percent, at: ¶8}
notes:
  - no list
# the end
"""


def test_a_record_is_put_into_its_one_form():
    assert formed(MESSY, schema_of(COMPANY, LANGUAGES)) == FORMED


def test_our_records_and_those_of_a_new_project_have_their_form(briefs, tmp_path):
    assert briefs("fmt", "--check", "--project", ROOT) == (0, "", "")
    assert briefs("init", tmp_path / "own")[0] == 0
    assert briefs("fmt", "--check", "--project", tmp_path / "own") == (0, "", "")


def test_fmt_changes_what_it_names_and_nothing_that_cannot_be_read(briefs, folder):
    project = ("--project", folder.path)
    folder.change("data/companies/axera.yaml", "id: axera\n", "id: 'axera'\n")
    folder.change("data/companies/biren.yaml", "id: biren\n", "id: [biren\n")
    broken = (folder.path / "data/companies/biren.yaml").read_bytes()
    code, out, err = briefs("fmt", "--check", *project)
    assert (code, out) == (65, "data/companies/axera.yaml: would change\n")
    assert re.match(r"data/companies/biren.yaml:\d+:\d+: error: ", err)
    code, out, _ = briefs("fmt", *project, folder.path / "data/companies/axera.yaml")
    assert (code, out) == (0, "data/companies/axera.yaml: changed\n")
    whole = (ROOT / "data/companies/axera.yaml").read_bytes()
    assert (folder.path / "data/companies/axera.yaml").read_bytes() == whole
    assert (folder.path / "data/companies/biren.yaml").read_bytes() == broken


SCALARS = st.sampled_from(
    [
        *("28.20", "00600", "1H2025", "2026-01-02", "yes", "true", "1e5", "0x1F", "¶2, ¶17"),
        *("473 million", "3.379亿", "a: b", "# no comment", "{x.y} of it", "it's", 'say "so"'),
        *("- dash", "&amp", "*star", "!bang", "%", "@", "`", "?", ":", "a #b", "[", "“”", "back\\"),
    ]
)
KEYS = st.sampled_from(["id", "names", "offer", "value", "unit", "at", "en", "zh-Hans", "x1", "00"])
TREES = st.recursive(
    SCALARS,
    lambda inner: st.one_of(
        st.dictionaries(KEYS, inner, min_size=1, max_size=5),
        st.lists(inner, min_size=1, max_size=3),
    ),
    max_leaves=14,
)


COMMENTS = re.compile(r"# ?(?:why not|why|a: b|beside|28\.20)")


class Scribe:
    """Writes a tree as YAML in a hand of its own: any indentation, quotes, brackets, comments."""

    def __init__(self, draw):
        self.draw = draw
        self.comments = []

    def choose(self, *choices):
        return self.draw(st.sampled_from(choices))

    def quoted(self, text):
        node = yaml.dump(text, default_style=self.choose('"', "'"), allow_unicode=True, width=9999)
        may_be_plain = re.fullmatch(r"[\w¶][\w.¶ ]*", text)
        return self.choose(text, node.strip()) if may_be_plain else node.strip()

    def aside(self, indent):
        for _ in range(self.choose(0, 0, 0, 1, 2)):
            words = self.choose("# why", "#why not", "# a: b", "")
            self.comments += [words] if words else []
            yield f"{' ' * indent}{words}".rstrip()

    def beside(self):
        words = self.choose("", "", "", "  # beside", " # 28.20")
        self.comments += [words.strip()] if words else []
        return words

    def inline(self, tree):
        if isinstance(tree, str):
            return self.quoted(tree)
        gap = self.choose("", " ")
        if isinstance(tree, list):
            return f"[{gap}{', '.join(map(self.inline, tree))}{gap}]"
        pairs = (f"{self.quoted(key)}: {self.inline(value)}" for key, value in tree.items())
        return f"{{{gap}{', '.join(pairs)}{gap}}}"

    def lines(self, tree, indent):
        for head, value in tree.items() if isinstance(tree, dict) else (("-", v) for v in tree):
            yield from self.aside(indent)
            lead = " " * indent + (head if head == "-" else f"{self.quoted(head)}:")
            hand = self.choose("lines", "lines", "inline", "folded")
            if isinstance(value, str) and hand == "folded":
                yield f"{lead} >-"
                yield f"{' ' * (indent + 3)}{value}"
            elif isinstance(value, str) or hand == "inline":
                yield f"{lead} {self.inline(value)}{self.beside()}"
            else:
                yield f"{lead}{self.beside()}"
                step = self.choose(
                    *(() if head == "-" or isinstance(value, dict) else (0,)), 1, 2, 4
                )
                yield from self.lines(value, indent + step)


@given(data=st.data(), tree=st.dictionaries(KEYS, TREES, min_size=1, max_size=5))
def check_form(data, tree):
    scribe = Scribe(data.draw)
    text = "\n".join([*scribe.lines(tree, 0), ""])
    node, faults = read_text(text.encode(), name="t.yaml")
    if node is None or faults:
        return
    schema = schema_of(COMPANY, LANGUAGES)
    new = formed(text, schema)
    assert read(new) == plain(node)
    assert formed(new, schema) == new
    assert Counter(COMMENTS.findall(new)) >= Counter(scribe.comments)
    assert all(line == line.rstrip() for line in new.splitlines())


@pytest.mark.campaign(
    "Records in any hand come into one form: same text, same comments, twice same"
)
def test_any_hand_comes_into_one_form(campaign):
    count = size(100, full=5000)
    slow = [HealthCheck.too_slow, HealthCheck.data_too_large]
    settings(max_examples=count, deadline=None, suppress_health_check=slow)(check_form)()
    campaign.count(records=count)


# ——— a project of one's own


def test_a_project_is_not_made_where_something_is(briefs, folder):
    code, _, err = briefs("init", folder.path)
    assert code == 2
    assert "is not empty" in err


def test_a_new_project_is_one_that_builds(briefs, tmp_path):
    assert briefs("init", tmp_path / "own")[0] == 0
    code, _, err = briefs("check", "--project", tmp_path / "own")
    assert (code, err) == (0, "")
    ignored = (tmp_path / "own/.gitignore").read_text(encoding="utf-8")
    assert "/output/" in ignored
    told = json.loads((tmp_path / "own/.vscode/settings.json").read_text(encoding="utf-8"))
    assert all((tmp_path / "own" / schema).is_file() for schema in told["yaml.schemas"])
