"""Whatever a record holds, it is shown as it is written, or refused at its place."""

from __future__ import annotations

import json
import os
from io import BytesIO
from pathlib import Path
from time import process_time
from xml.etree import ElementTree as ET

import pikepdf
import pypdfium2
import pytest
from campaigns import size
from hostile import (
    LANGUAGES,
    PLACES,
    RECORD,
    WATCH,
    Frame,
    Way,
    changed,
    corpus,
    squeezed,
    texts,
    tree_of,
    written,
)

from briefs.build.editions import compose, editions
from briefs.build.project import read_project
from briefs.build.templates import own_templates
from briefs.cli import main
from briefs.faces import cache_directory, faces_directory, write_fontconfig
from briefs.faults import InvalidInput, errors

ROOT = Path(__file__).parent.parent
FACES = faces_directory(cache_directory(os.environ))
# Fontconfig reads this once, when the press is first imported.
os.environ["FONTCONFIG_FILE"] = str(write_fontconfig(FACES))

from briefs.press import Press, PressFault  # noqa: E402

#: Seconds of processor time in which any record of a megabyte is decided.
LIMIT = 10.0

HOSTILE = tuple(corpus())


@pytest.fixture(scope="module")
def way(tmp_path_factory):
    return Way(tmp_path_factory.mktemp("hostile") / "project")


@pytest.fixture(scope="module")
def frame(way):
    """Give what pages are made of whose records nobody tampered with."""
    ours = read_project(ROOT, own_templates())
    views = (compose(ours, one) for one in editions(ours.library, ours.wordings))
    return Frame(*(way.designer.page(view, "0" * 64) for view in views), *way.pages(way.project))


def test_the_corpus_is_large_and_no_two_records_of_it_are_called_alike():
    assert len({hostile.name for hostile in HOSTILE}) == len(HOSTILE) >= 300


@pytest.mark.parametrize("hostile", HOSTILE, ids=str)
def test_a_hostile_record_is_shown_literally_or_refused_at_its_place(way, frame, hostile):
    started = process_time()
    with WATCH as seen:
        project, faults = way.read(hostile.data)
        pages = tuple(way.pages(project, size(("en",), full=None))) if project else ()
    found = errors(faults)
    if hostile.refused:
        assert hostile.refused in {fault.rule for fault in found}
        assert all(fault.place.file == RECORD and fault.place.line for fault in found)
        assert all(len(str(fault)) < 1000 for fault in found)
    else:
        assert pages, found
        made = Frame(*pages)
        assert made.parts <= frame.parts
        assert made.addresses <= frame.addresses
        assert made.says(hostile.text)
    assert process_time() - started < LIMIT
    assert not seen.reached
    assert seen.changed <= {str(way.folder / RECORD)}
    assert not any("passwd" in path for path in seen.opened)


# --- on paper


def packs(most=60):
    """Give records with a hostile text at every place that holds one, until all have stood.

    The company keeps its name, which charts have little room for.
    """
    waiting = [one for one in texts() if 0 < len(one.text) <= most and not one.is_name]
    names = [one.text for one in texts() if one.is_name and len(one.text) <= most]
    places = PLACES[1:]
    for start in range(0, len(waiting), len(places)):
        record = tree_of("base.yaml")
        shown = [one.text for one in waiting[start : start + len(places)]]
        for place, text in zip(places, shown, strict=False):
            record = changed(record, place, dict.fromkeys(LANGUAGES, text))
        if names:
            shown.append(names.pop(0))
            record = changed(record, "products.0.name", shown[-1])
        yield record, shown


#: What a viewer would do something for, or ask for.
DEEDS = ("/JavaScript", "/JS", "/Launch", "/URI", "/GoToR", "/SubmitForm", "/ImportData", "/AA")


def deeds(pdf):
    """Give what is in a PDF that acts when it is opened or clicked."""
    found = []
    for one in pdf.objects:
        held = one if isinstance(one, (pikepdf.Dictionary, pikepdf.Stream)) else {}
        found += [name for name in DEEDS if name in held or held.get("/S") == name]
    return found


@pytest.mark.parametrize("number", range(size(1, full=8)))
def test_hostile_texts_are_printed_and_do_nothing(way, number):
    record, shown = list(packs())[number]
    project, faults = way.read(written(record))
    assert project, faults
    press = Press(FACES, project.theme, project.wordings)
    told, refused = "", set()
    for page in way.pages(project, ("en",)):
        with WATCH as seen:
            try:
                pdf = press.print(page).pdf
            except PressFault as error:
                refused |= {fault.rule for fault in error.faults}
                continue
            finally:
                assert not seen.reached
                assert not any("passwd" in path for path in seen.opened)
        pages = pypdfium2.PdfDocument(pdf)
        told += squeezed("".join(one.get_textpage().get_text_bounded() for one in pages))
        with pikepdf.open(BytesIO(pdf)) as document:
            assert not deeds(document)
            assert str(document.docinfo.Title) == page.about.title
    # Some of the full size are in scripts that we have no face for.
    assert refused <= ({"glyph"} if number else set())
    assert refused or all(squeezed(text) in told for text in shown)


# --- what is said of them


@pytest.fixture(scope="module")
def crowd(tmp_path_factory):
    """Make a project of every record that is refused and not large, and two with odd names."""
    folder = tmp_path_factory.mktemp("crowd")
    companies = Way(folder / "project").folder / "data/companies"
    refused = [one for one in HOSTILE if one.refused and len(one.data) < 10_000]
    for number, one in enumerate(refused):
        (companies / f"r{number}.yaml").write_bytes(one.data)
    for name in ("a\u202eb\x9b31m\x1b[2J\n::error::x", "\udcff"):
        (companies / f"{name}.yaml").write_text("id: [", encoding="utf-8")
    return folder / "project"


def commands(said):
    """Read annotations: every line is a command of ours."""
    assert {line.split("::")[1].split(" ")[0] for line in said.splitlines()} <= {"error", "notice"}


FORMS = {
    "text": lambda said: said,
    "json": json.loads,
    "sarif": json.loads,
    "junit": ET.fromstring,
    "github": commands,
}


@pytest.mark.parametrize("form", FORMS)
def test_no_message_holds_what_moves_a_cursor_or_hides(crowd, form, capfd):
    with pytest.raises(SystemExit) as ended:
        main(["--project", str(crowd), "check", "--format", form])
    out, err = capfd.readouterr()
    assert ended.value.code == 65
    assert "Traceback" not in err
    assert not [c for c in f"{out}{err}" if not c.isprintable() and c not in "\n\u3000\xa0"]
    FORMS[form](out)


# --- what lies in the place of a record


def linked(path):
    path.with_name("elsewhere").mkdir()
    path.rename(path.with_name("elsewhere") / path.name)
    path.symlink_to(path.with_name("elsewhere") / path.name)


@pytest.mark.parametrize(
    ("make", "words"),
    [
        (lambda data: linked(data / "companies/ant.yaml"), "companies/ant.yaml: error: the file"),
        (lambda data: linked(data / "sources.yaml"), "data/sources.yaml: error: the file is a"),
        (lambda data: linked(data / "companies"), "data/companies/: error: the folder is a"),
        (linked, "data/: error: the folder is a symbolic link"),
        (lambda data: (data / "companies/ox.yaml").symlink_to("ox.yaml"), "ox.yaml: error: the"),
        (lambda data: (data / "companies/ox.yaml").symlink_to("/dev/zero"), "is a symbolic link"),
        (lambda data: os.mkfifo(data / "companies/ox.yaml"), "this is not a regular file"),
        (lambda data: (data / "companies/ox.yaml").mkdir(), "this is not a regular file"),
    ],
)
def test_a_record_is_a_file_of_the_project_and_nothing_else(tmp_path, make, words):
    way = Way(tmp_path / "project")
    make(way.folder / "data")
    with pytest.raises(InvalidInput, match=words):
        read_project(way.folder, own_templates())
