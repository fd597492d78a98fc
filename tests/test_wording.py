"""Wording files load whole or not at all, and settings follow from them."""

from __future__ import annotations

import pickle
import shutil
from pathlib import Path

import pytest

from briefs.language import SETTINGS, WordingError, load_wordings, parse_setting, settings

FOLDER = Path(__file__).parent.parent / "templates/wording"


SAMPLE = "  sample:\n    stem: GEM\n"


@pytest.fixture
def folder(tmp_path):
    copy = Path(shutil.copytree(FOLDER, tmp_path / "wording"))
    for path in copy.glob("*.yaml"):
        # A word that is the same in every language, for the tests to change.
        path.write_text(path.read_text(encoding="utf-8") + SAMPLE, encoding="utf-8")
    return copy


@pytest.fixture
def en():
    return load_wordings(FOLDER, name="wording")[0]["en"]


def change(folder, file, old, new):
    path = folder / file
    text = path.read_text(encoding="utf-8")
    assert text.count(old) == 1, f"{old!r} must stand once"
    path.write_text(text.replace(old, new), encoding="utf-8")


def line_of(folder, file, words):
    lines = (folder / file).read_text(encoding="utf-8").split("\n")
    return next(number for number, line in enumerate(lines, 1) if words in line)


def said(folder):
    return [str(fault) for fault in load_wordings(folder, name="w")[1]]


def test_our_wordings_load(folder):
    wordings, faults = load_wordings(folder, name="w")
    assert faults == ()
    assert [(one.id, one.tag) for one in wordings.values()] == [
        ("en", "en-HK"),
        ("zh-Hans", "zh-Hans"),
        ("zh-Hant-HK", "zh-Hant-HK"),
    ]
    assert wordings["zh-Hant-HK"].language.sans == ("Briefs Sans HK", "Briefs Sans")


def test_a_language_is_added_with_one_file_and_no_python(folder):
    shutil.copy(folder / "en.yaml", folder / "xx.yaml")
    change(folder, "xx.yaml", "  id: en\n", "  id: xx\n")
    change(folder, "xx.yaml", 'group: ","', 'group: "."')
    change(folder, "xx.yaml", 'decimal: "."', 'decimal: ","')
    wordings, faults = load_wordings(folder, name="w")
    assert faults == ()
    assert wordings["xx"].text("offer.price") == "Offer price"
    assert "xx" in [setting.id for setting in settings(wordings)]


def test_a_missing_word_is_named_at_its_section(folder):
    change(folder, "zh-Hans.yaml", "    board_lot: 每手股数\n", "")
    line = line_of(folder, "zh-Hans.yaml", "  offer:")
    assert said(folder) == [
        (
            f"w/zh-Hans.yaml:{line}:3: error: there are no words under 'offer.board_lot', "
            "which other languages have; write them"
        )
    ]
    assert sorted(load_wordings(folder, name="w")[0]) == ["en", "zh-Hant-HK"]


def test_a_misspelt_word_is_named_with_what_was_meant(folder):
    change(folder, "zh-Hans.yaml", "    board_lot:", "    bord_lot:")
    line = line_of(folder, "zh-Hans.yaml", "bord_lot")
    assert said(folder) == [
        (
            f"w/zh-Hans.yaml:{line}:5: error: the words 'offer.bord_lot' stand in no other "
            "language; write 'offer.board_lot'"
        )
    ]


def test_a_word_of_one_language_alone_is_named(folder):
    change(folder, "en.yaml", "    stem: GEM\n", "    stem: GEM\n    zzz: Zzz\n")
    line = line_of(folder, "en.yaml", "zzz")
    assert said(folder) == [
        (
            f"w/en.yaml:{line}:5: error: the words 'sample.zzz' stand in no other language; "
            "delete it, or add it to every language"
        )
    ]


def test_of_two_languages_the_first_is_right(folder):
    (folder / "zh-Hant-HK.yaml").unlink()
    change(folder, "zh-Hans.yaml", "    stem: GEM\n", "")
    assert load_wordings(folder, name="w")[0].keys() == {"en"}


@pytest.mark.parametrize(
    ("file", "right", "names", "mend"),
    [
        ("zh-Hans.yaml", "来源{nme}", "{nme}", "use {name}"),
        ("zh-Hant-HK.yaml", "來源", "no placeholder", "use {name}"),
    ],
)
def test_placeholders_are_the_same_in_every_language(folder, file, right, names, mend):
    for each, words in {
        "en.yaml": "From {name}",
        "zh-Hans.yaml": "来自{name}",
        "zh-Hant-HK.yaml": "來自{name}",
    }.items():
        change(folder, each, "    stem: GEM\n", f"    stem: GEM\n    origin: {words}\n")
    path = folder / file
    line = line_of(folder, file, "    origin:")
    old = path.read_text(encoding="utf-8").split("\n")[line - 1]
    change(folder, file, old, f"    origin: {right}")
    assert said(folder) == [
        f"w/{file}:{line}:5: error: 'sample.origin' holds {names}, unlike other languages; {mend}"
    ]


@pytest.mark.parametrize(
    "words", ["From {name", "From {name!r}", "From {n.__class__}", "{0}", "{}"]
)
def test_words_that_are_a_program_are_refused(folder, words):
    change(folder, "en.yaml", "    stem: GEM\n", f'    stem: "{words}"\n')
    line = line_of(folder, "en.yaml", "    stem:")
    faults = load_wordings(folder, name="w")[1]
    assert [(one.place.file, one.place.line, one.rule) for one in faults] == [
        ("w/en.yaml", line, "wording-placeholder")
    ]


@pytest.mark.parametrize("line", ["    stem:", '    stem: " "', "    stem: [GEM]", "    stem: {}"])
def test_a_key_without_words_is_one_fault(folder, line):
    change(folder, "en.yaml", "    stem: GEM\n", f"{line}\n")
    number = line_of(folder, "en.yaml", "    stem:")
    faults = load_wordings(folder, name="w")[1]
    assert [(one.place.file, one.place.line) for one in faults] == [("w/en.yaml", number)]


def test_a_key_is_small_letters(folder):
    change(folder, "en.yaml", "    stem: GEM\n", "    stem: GEM\n    G.E: GEM\n")
    assert any("'G.E' is no key" in line for line in said(folder))


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        ("    group:", "    grup:", "unknown key 'grup'"),
        (
            '    minus: "−" # the true minus',
            '    # minus: "−" # the true minus',
            "minus is missing",
        ),
        (
            '    chips: { many: "{n} chips", one: "{n} chip", scaled: yes }\n',
            "",
            "lacks unit chips",
        ),
        ('{ many: "top {n}" }', '{ many: "top {x}" }', "holds {x}"),
        ('{ many: "top {n}" }', '{ many: "top" }', "lacks {n}"),
        ('{ many: "top {n}" }', '{ many: "top {n" }', "a brace without its pair"),
        ('    at least: "at least {amount}"\n', "", "lacks qualifier at least"),
        ('day_month: "{day} {month_short}"', 'day_month: "{n}"', "holds {n}"),
        ('axis: "{year}" }', 'axis: "year" }', "has none of"),
        ('between: ", "', 'between: "{n}"', "write it without braces"),
        ('HKD: { "1": HK$, "1000": HK$’000, ', 'HKD: { "1": HK$, ', "lacks a unit for the factor"),
        ("up_is: green", "up_is: blue", "up_is"),
        ("[Jan, Feb, ", "[Jan, ", "months_short"),
        ('threshold: "1000000000"', 'threshold: "1000"', "begins no lower"),
        ('threshold: "1000000000"', 'threshold: "many"', "is not a number"),
    ],
)
def test_forms_are_complete_and_right_or_named(folder, old, new, words):
    change(folder, "en.yaml", old, new)
    wordings, faults = load_wordings(folder, name="w")
    assert "en" not in wordings
    (fault,) = faults
    assert words in str(fault)
    assert fault.place.file == "w/en.yaml"
    assert fault.place.line > 1


def test_a_file_is_named_for_its_language(folder):
    (folder / "en.yaml").rename(folder / "fr.yaml")
    line = line_of(folder, "fr.yaml", "  id: en")
    assert said(folder) == [
        (
            f"w/fr.yaml:{line}:7: error: the file says it is 'en' and is named fr.yaml; "
            "rename one: en.yaml"
        )
    ]


def test_a_file_that_is_no_yaml_is_a_fault_and_the_others_load(folder):
    (folder / "en.yaml").write_text("language: [", encoding="utf-8")
    wordings, faults = load_wordings(folder, name="w")
    assert sorted(wordings) == ["zh-Hans", "zh-Hant-HK"]
    assert {fault.place.file for fault in faults} == {"w/en.yaml"}


def test_an_empty_folder_is_a_fault(tmp_path):
    assert load_wordings(tmp_path, name="w")[0] == {}
    assert said(tmp_path) == ["w: error: there is no wording file here; add one, such as en.yaml"]


def test_text_fills_exactly_the_placeholders_it_holds(en):
    assert en.text("offer.price") == "Offer price"
    assert en.has("offer.price")
    assert not en.has("offer.prize")
    assert "offer.price" in set(en)
    with pytest.raises(WordingError, match=r"no words under 'offer\.prize'"):
        en.text("offer.prize")
    with pytest.raises(WordingError, match=r"'offer\.price'.*was given \{n\}"):
        en.text("offer.price", n="1")


def test_a_wording_travels_to_worker_processes(en):
    assert pickle.loads(pickle.dumps(en)) == en  # noqa: S301 - our own bytes


def test_settings_follow_from_the_wordings_and_the_declared_list(folder):
    assert [one.id for one in SETTINGS] == [
        "en",
        "zh-Hans",
        "zh-Hant-HK",
        "en+zh-Hans",
        "en+zh-Hant-HK",
    ]
    assert settings(load_wordings(folder, name="w")[0]) == SETTINGS
    (folder / "zh-Hans.yaml").unlink()
    left = settings(load_wordings(folder, name="w")[0])
    assert [str(one) for one in left] == ["en", "zh-Hant-HK", "en+zh-Hant-HK"]


def test_a_setting_is_read_by_its_id():
    pair = parse_setting("en+zh-Hans")
    assert pair.languages == ("en", "zh-Hans")
    assert pair.is_bilingual
    assert not parse_setting("en").is_bilingual
    with pytest.raises(ValueError, match=r"'zh' is no setting; use one of en, zh-Hans"):
        parse_setting("zh")
