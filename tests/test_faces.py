"""The faces: pinned, whole, of the right region, and able to set what the records say."""

import os
import re
from dataclasses import replace
from pathlib import Path

import pytest
from fontTools.pens.recordingPen import DecomposingRecordingPen
from fontTools.ttLib import TTFont

from briefs.faces import (
    cache_directory,
    coverage,
    faces_directory,
    missing,
    pinned_faces,
    write_fontconfig,
)
from briefs.faces import foundry as the_foundry
from briefs.faces.charsets import CHARSETS, GENERAL_STANDARD, characters
from briefs.faces.cutting import cut
from briefs.faces.foundry import FaceError, check_face, cut_missing, locate
from briefs.faces.pins import PINS, read_pins

PROJECT = Path(__file__).parents[1]
FAMILIES = {
    "Briefs Sans": (400, 600, 700),
    "Briefs Serif": (400, 600),
    "Briefs Sans SC": (400, 700),
    "Briefs Sans HK": (400, 700),
}
DIGEST = re.compile(r"[0-9a-f]{64}")
FULL_WIDTH = "“”‘’—…·，。、；：！？（）《》％￥～"
# Characters that the Mainland and Hong Kong write differently under one code point.
REGIONAL = "骨直返化角解令"


def face(family, weight=400):
    return next(f for f in pinned_faces() if (f.family, f.weight) == (family, weight))


@pytest.fixture(scope="module")
def directory():
    """The faces where set-up put them; nothing is cut here unless one is missing."""
    path = faces_directory(cache_directory(os.environ))
    cut_missing(path)
    return path


@pytest.fixture
def open_face(directory):
    fonts = []

    def opened(family, weight=400):
        fonts.append(TTFont(face(family, weight).path(directory), lazy=True))
        return fonts[-1]

    yield opened
    for font in fonts:
        font.close()


def outline(font, character):
    pen = DecomposingRecordingPen(font.getGlyphSet())
    font.getGlyphSet()[font.getBestCmap()[ord(character)]].draw(pen)
    return pen.value


def features(font):
    records = [
        record
        for table in ("GSUB", "GPOS")
        if table in font
        for record in font[table].table.FeatureList.FeatureRecord
    ]
    return {record.FeatureTag for record in records}


def test_pins_are_complete():
    weights = {}
    for pinned in pinned_faces():
        weights.setdefault(pinned.family, []).append(pinned.weight)
        assert DIGEST.fullmatch(pinned.sha256)
        assert DIGEST.fullmatch(pinned.source.sha256)
        assert pinned.charset in CHARSETS
        assert (PINS.parent / "LICENSES" / pinned.source.licence).is_file()
    assert {family: tuple(found) for family, found in weights.items()} == FAMILIES


def test_pins_name_the_versions_of_the_lock():
    lock = (PROJECT / "requirements.lock").read_text(encoding="utf-8")
    for source in {pinned.source for pinned in pinned_faces()}:
        locked = re.search(rf"^{re.escape(source.package)}==(\S+)", lock, re.MULTILINE)
        assert locked is not None
        assert numbers(locked[1]) == numbers(source.version)


def numbers(version):
    """4.004 and 4.4 are one version to an installer."""
    return [int(part) if part.isdigit() else part for part in version.split(".")]


def test_every_face_is_in_the_cache_with_its_pinned_bytes(directory):
    assert missing(directory) == ()


def test_a_face_calls_itself_by_our_name_and_keeps_its_authors(directory):
    for pinned in pinned_faces():
        with TTFont(pinned.path(directory), lazy=True) as font:
            names = font["name"]
            assert names.getDebugName(1) == pinned.family
            assert names.getDebugName(6) == pinned.name
            assert "Adobe" in names.getDebugName(0)
            assert "SIL Open Font License" in names.getDebugName(13)
            assert font["OS/2"].usWeightClass == pinned.weight
            assert "glyf" in font
            assert not {"fvar", "CFF ", "CFF2"} & set(font.keys())


@pytest.mark.parametrize("family", ["Briefs Sans SC", "Briefs Sans HK"])
@pytest.mark.parametrize("weight", [400, 700])
def test_a_chinese_face_leaves_latin_to_the_latin_face(directory, family, weight):
    codes = coverage(face(family, weight), directory)
    assert not codes & {*range(0x21, 0x7F), *range(0xC0, 0x250)}
    # A space is set in the face of the text before it, so each face needs one.
    assert {ord(" "), 0xA0} <= codes


@pytest.mark.parametrize("family", ["Briefs Sans SC", "Briefs Sans HK"])
def test_chinese_punctuation_is_full_width(open_face, family):
    font = open_face(family)
    widths = {sign: font["hmtx"][font.getBestCmap()[ord(sign)]][0] for sign in FULL_WIDTH}
    assert widths == dict.fromkeys(FULL_WIDTH, 1000)


def test_latin_digits_share_a_width(open_face):
    for family, weights in FAMILIES.items():
        if family not in {"Briefs Sans", "Briefs Serif"}:
            continue
        for weight in weights:
            font = open_face(family, weight)
            cmap = font.getBestCmap()
            assert len({font["hmtx"][cmap[ord(digit)]][0] for digit in "0123456789"}) == 1


@pytest.mark.parametrize("family", FAMILIES)
def test_no_face_lets_the_language_change_its_region(open_face, family):
    assert "locl" not in features(open_face(family))


@pytest.mark.parametrize("character", REGIONAL)
def test_regions_write_a_character_differently(open_face, character):
    mainland, hong_kong = open_face("Briefs Sans SC"), open_face("Briefs Sans HK")
    assert outline(mainland, character) != outline(hong_kong, character)


def test_the_general_standard_list_is_whole():
    hanzi = GENERAL_STANDARD.read_text(encoding="utf-8").split("\n", 1)[1].replace("\n", "")
    assert len(hanzi) == len(set(hanzi)) == 8105


@pytest.mark.parametrize(
    ("family", "charset"), [("Briefs Sans SC", "simplified"), ("Briefs Sans HK", "traditional")]
)
def test_every_character_of_a_code_page_is_set(directory, family, charset):
    wanted = {code for code in characters(charset) if 0x3400 <= code <= 0x9FFF}
    assert wanted <= coverage(face(family), directory)


def committed_texts():
    folders = [PROJECT / "data", PROJECT / "templates"]
    files = [file for folder in folders for file in folder.rglob("*") if file.is_file()]
    return [file for file in files if file.suffix in {".yaml", ".yml", ".tsv", ".toml", ".json"}]


def test_every_character_of_the_records_and_wordings_is_set(directory):
    covered = frozenset().union(*(coverage(pinned, directory) for pinned in pinned_faces()))
    for file in committed_texts():
        used = {character for character in file.read_text(encoding="utf-8") if character >= " "}
        assert not {character for character in used if ord(character) not in covered}, file


def test_fontconfig_knows_our_faces_and_no_others(tmp_path):
    path = write_fontconfig(tmp_path)
    text = path.read_text(encoding="utf-8")
    assert text.count("<dir>") == 1
    assert f"<dir>{tmp_path}</dir>" in text
    before = path.stat().st_mtime_ns
    assert write_fontconfig(tmp_path).stat().st_mtime_ns == before


@pytest.mark.parametrize(
    ("environment", "expected"),
    [
        ({"BRIEFS_CACHE": "/a", "XDG_CACHE_HOME": "/b", "HOME": "/c"}, "/a"),
        ({"XDG_CACHE_HOME": "/b", "HOME": "/c"}, "/b/briefs"),
        ({"HOME": "/c"}, "/c/.cache/briefs"),
    ],
)
def test_the_cache_is_where_the_user_wants_it(environment, expected):
    assert cache_directory(environment) == Path(expected)


def test_cutting_twice_gives_the_same_bytes(tmp_path):
    latin = face("Briefs Sans")
    for name in ("first.ttf", "second.ttf"):
        cut(latin, locate(latin.source), tmp_path / name)
    assert (tmp_path / "first.ttf").read_bytes() == (tmp_path / "second.ttf").read_bytes()


def test_a_face_that_cannot_be_cut_is_named(tmp_path, monkeypatch):
    broken = tmp_path / "broken.ttf"
    broken.write_bytes(b"not a font")
    monkeypatch.setattr(the_foundry, "missing", lambda _: (face("Briefs Sans"),))
    monkeypatch.setattr(the_foundry, "_check_source", lambda _: None)
    monkeypatch.setattr(the_foundry, "locate", lambda _: broken)
    with pytest.raises(FaceError, match=r"BriefsSans-400: could not be cut(?s:.*)Not a TrueType"):
        cut_missing(tmp_path / "faces")
    assert list((tmp_path / "faces").iterdir()) == []


def test_the_foundry_cuts_what_was_pinned(tmp_path, monkeypatch):
    monkeypatch.setattr(the_foundry, "missing", lambda _: (face("Briefs Sans"),))
    cut_missing(tmp_path)
    assert [path.name for path in tmp_path.iterdir()] == ["BriefsSans-400.ttf"]


def test_a_face_with_other_bytes_is_refused_and_removed(tmp_path):
    latin = face("Briefs Sans")
    latin.path(tmp_path).write_bytes(b"not a face")
    with pytest.raises(FaceError) as raised:
        check_face(latin, tmp_path)
    message = str(raised.value)
    assert "BriefsSans-400" in message
    assert latin.sha256 in message
    assert "make setup" in message
    assert not latin.path(tmp_path).exists()


def test_a_source_with_other_bytes_is_refused_before_anything_is_cut(tmp_path, monkeypatch):
    latin = face("Briefs Sans")
    forged = replace(latin, source=replace(latin.source, sha256="0" * 64))
    monkeypatch.setattr(the_foundry, "missing", lambda _: (forged,))
    with pytest.raises(FaceError, match=r"SourceSans3.*pinned with 0{64}.*make setup"):
        cut_missing(tmp_path)
    assert list(tmp_path.iterdir()) == []


def test_a_source_that_is_not_installed_is_named(monkeypatch, tmp_path):
    latin = face("Briefs Sans")
    absent = replace(latin, source=replace(latin.source, package="no-such-font"))
    monkeypatch.setattr(the_foundry, "missing", lambda _: (absent,))
    with pytest.raises(FaceError, match=r"no-such-font.*is not installed.*make setup"):
        cut_missing(tmp_path)


def test_pins_can_be_written_anew(tmp_path, monkeypatch):
    pins = tmp_path / "pins.toml"
    text = PINS.read_text(encoding="utf-8")
    pins.write_text(re.sub(r'"[0-9a-f]{64}"', '"forgotten"', text), encoding="utf-8")
    few = pinned_faces()
    monkeypatch.setattr(
        the_foundry,
        "_cut_all",
        lambda faces, folder: [one.path(folder).write_bytes(one.name.encode()) for one in faces],
    )
    the_foundry.repin(pins)
    anew = read_pins(pins.read_text(encoding="utf-8"))
    assert [one.source for one in anew] == [one.source for one in few]
    assert len({one.sha256 for one in anew}) == len(few)
