"""A workbook says all that a record says, gives it back, and is refused where it is none."""

from __future__ import annotations

import datetime as dt
import json
import zipfile
from io import BytesIO
from pathlib import Path
from random import Random

import pytest
from campaigns import size
from companies import companies, library_of
from desk import Desk
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pydantic import ValidationError

from briefs.cli import main
from briefs.reading import plain, read_text
from briefs.reading.amending import amended
from briefs.reading.characters import refusals
from briefs.records.company import Company
from briefs.records.library import members, read_library
from briefs.workbooks.importing import amend, digest
from briefs.workbooks.reading import read_workbook
from briefs.workbooks.sheets import SECTIONS, of_company
from briefs.workbooks.vetting import MOST_CELLS, MOST_ENTRIES, MOST_ROWS, vet
from briefs.workbooks.writing import written

ROOT = Path(__file__).parent.parent
LANGUAGES = ("en", "zh-Hans", "zh-Hant-HK")
AXERA = "data/companies/axera.yaml"

#: What a spreadsheet might take for a formula, an order or an escape.
HOSTILE = (
    "=1+1",
    "=cmd|' /C calc'!A0",
    "+44",
    "-1",
    "@SUM(A1)",
    "\t=x".strip(),
    "_x0041_",
    "'quoted",
    "0042",
    "1E5",
    "TRUE",
    "壁仞：科技",
    "a\nb",
    "null",
    "{draft",
    "- x: y # z",
)


@pytest.fixture(scope="module")
def library():
    return read_library(ROOT, languages=LANGUAGES)


@pytest.fixture(scope="module")
def sheets(library):
    """Give the workbooks of our companies, as bytes."""
    folder = ROOT / "data/companies"
    return {
        name: exported(library, name, (folder / f"{name}.yaml").read_bytes())
        for name in library.companies
    }


def exported(library, name, data=b"", languages=LANGUAGES):
    file = f"data/companies/{name}.yaml"
    return written(of_company(library, name, {name: (file, digest(data))}, languages))


def begun(data):
    """Give the record that a workbook alone makes, as a tree and as a text."""
    filled, faults = read_workbook(data, "a.xlsx")
    assert not faults, list(map(str, faults))
    (made, *_), faults = amend(filled, {}, "a.xlsx")
    assert not faults
    return plain(read_text(made.new.encode(), name="")[0]), made.new


# --- everything that a record says


def test_every_part_of_a_record_has_its_sheet():
    placed = [name for _, names in SECTIONS for name in names]
    assert sorted(placed) == sorted(Company.model_fields)


def test_a_workbook_alone_makes_the_same_record_again(library, sheets):
    for name, data in sheets.items():
        tree, _ = begun(data)
        assert tree == plain(library.nodes[name]), name


def test_the_same_record_makes_the_same_bytes(library, sheets):
    assert exported(library, "axera", (ROOT / AXERA).read_bytes()) == sheets["axera"]


@settings(
    max_examples=size(12, full=400),
    deadline=None,
    suppress_health_check=[
        HealthCheck.too_slow,
        HealthCheck.data_too_large,
        HealthCheck.function_scoped_fixture,
    ],
)
@pytest.mark.campaign("Companies drawn at random go out as workbooks and come back the same")
@given(companies, st.randoms(use_true_random=False))
def test_a_company_drawn_at_random_comes_back_the_same(campaign, tree, random):
    tree = embellished(tree, random)
    library = library_of(tree)
    back, text = begun(exported(library, tree["id"], languages=("en",)))
    assert back == without_empty(tree)
    assert Company.model_validate(back) == library.companies[tree["id"]]
    assert amended(text, back) == text
    campaign.count(companies=1, texts=sum(1 for _ in members(library.companies[tree["id"]])))


def without_empty(node):
    """Leave out the lists that hold nothing, which say nothing either."""
    if not isinstance(node, dict):
        return node
    return {key: without_empty(value) for key, value in node.items() if value != []}


def embellished(tree, random):
    """Add what the generator leaves out: gaps, other sources, claims, words, hostile texts."""
    words = [one for one in HOSTILE if not list(refusals(one))]
    tree["notes"] = {f"note-{number}": {"en": text} for number, text in enumerate(words)}
    tree["line"] = {"en": {"draft": random.choice(words)}}
    tree["declared_names"] = random.sample([one for one in words if "\n" not in one], 3)
    tree["as_of"] = {"inferred": tree["as_of"], "because": "note-1"}
    price = tree["offer"]["price"]
    price["unit"] = {"inferred": price["unit"], "because": "note-2"}
    price["as_stated"] = {"words": random.choice(words), "at": "¶2", "source": "herald"}
    price["also"] = [
        {"value": "28.20", "source": "herald", "at": "¶3", "qualifier": "about"},
        {"value": "28.2", "source": "gazette", "at": random.choice(words)},
    ]
    tree["demand"] = {"public": {"not_disclosed": "note-3", "as_stated": {"words": "x", "at": "y"}}}
    tree["sponsors"] = {"not_disclosed": "note-4"}
    tree["auditor"] = {"name": {"en": random.choice(words)}, "at": "¶9"}
    series = tree.setdefault("financials", {}).setdefault("loss", {"unit": "CNY", "at": "¶1"})
    series["values"] = dict(series.get("values", {}), FY2019={"not_disclosed": "note-5"})
    series["values"]["9M2025"] = {"value": "3.3790亿", "qualifier": "over", "note": "note-6"}
    claim = {"direction": "up", "figures": ["revenue.FY2023", "revenue.FY2024"]}
    tree["narrative"] = {
        "headline": {"en": random.choice(words), "claims": [claim, {"rank": "positions.x.rank"}]},
        "business": {"en": random.choice(words)},
        "strengths": [{"en": "S"}, {"en": random.choice(words), "claims": [claim]}],
        "risks": [{"en": "R"}],
    }
    return tree


# --- how it is laid out


def test_figures_are_texts_beside_numbers_with_their_sources_as_comments(desk):
    one = desk("biren")
    figure = one.find("Offer", "offer/net_proceeds", "value")
    assert (figure.value, figure.data_type, figure.number_format) == ("53.75亿", "s", "@")
    assert figure.quotePrefix
    assert not figure.protection.locked
    assert "Source: （无题）壁仞科技港股上市, ¶4" in figure.comment.text
    number = figure.offset(0, 1)
    assert number.data_type == "f"
    assert number.protection.locked
    with_values = Desk(one.data, data_only=True).book["Offer"]
    assert with_values[number.coordinate].value == 5_375_000_000


def test_sheets_are_frozen_protected_and_set_up_for_print(desk):
    book = desk().book
    for title, _ in SECTIONS:
        sheet = book[title]
        assert sheet.freeze_panes == "C2"
        assert sheet.protection.sheet
        assert sheet.page_setup.orientation == "landscape"
        assert sheet.sheet_properties.pageSetUpPr.fitToPage
        assert sheet.print_area
        keys = [row[0].row for row in sheet.iter_rows() if "columns" in str(row[0].value)]
        assert keys
        assert all(sheet.row_dimensions[number].hidden for number in keys)


def test_each_script_has_its_face_and_each_list_its_values(desk):
    one = desk()
    faces = [one.find("Company", "line", language).font.name for language in LANGUAGES]
    assert faces == ["Arial", "Microsoft YaHei", "Microsoft JhengHei"]
    unit = one.find("Offer", "offer/price", "unit").coordinate
    rules = one.book["Offer"].data_validations.dataValidation
    (rule,) = [rule for rule in rules if unit in rule.sqref]
    sheet, spots = rule.formula1.split("!")
    assert sheet == "Lists"
    values = [cell.value for (cell,) in one.book["Lists"][spots.replace("$", "")]]
    assert {"HKD", "percent change", "not stated"} < set(values)


# --- a cell that is changed


@pytest.fixture
def desk(sheets):
    def opened(name="axera"):
        return Desk(sheets[name])

    return opened


@pytest.fixture
def briefs(folder, capsys):
    """Run the command line on a project that may be changed; gives code, output and words."""

    def run(*arguments):
        with pytest.raises(SystemExit) as ended:
            main(["--project", str(folder.path), *map(str, arguments)])
        out, err = capsys.readouterr()
        return ended.value.code, out, err

    return run


@pytest.fixture
def taken(briefs, tmp_path, folder):
    """Export a workbook, change it at the desk, and import it; gives what import says."""

    def take(change, *options, name="axera"):
        briefs("export", name, "--xlsx", "--to", tmp_path)
        file = tmp_path / f"{name}.xlsx"
        desk = Desk(file.read_bytes())
        change(desk)
        file.write_bytes(desk.saved())
        before = (folder.path / AXERA).read_text(encoding="utf-8")
        said = briefs("import", file, *options)
        return *said, before, (folder.path / AXERA).read_text(encoding="utf-8")

    return take


def laid(desk):
    """Lay a desk's workbook into the record of Axera; gives the faults, and the lines changed."""
    filled, faults = read_workbook(desk.saved(), "axera.xlsx")
    if filled is None:
        return faults, []
    (made,), doubts = amend(filled, {AXERA: (ROOT / AXERA).read_bytes()}, "axera.xlsx")
    return (*faults, *doubts), differing(made.old, made.new)


def differing(old, new):
    """Give the lines that differ, old and new."""
    old, new = old.split("\n"), new.split("\n")
    assert len(old) == len(new)
    return [pair for pair in zip(old, new, strict=True) if pair[0] != pair[1]]


def test_what_nobody_changed_changes_nothing(taken):
    code, out, err, before, after = taken(lambda _: None)
    assert (code, out, before) == (0, "", after)
    assert "nothing to change" in err


def test_a_changed_figure_comes_back_as_this_change_alone(taken):
    def change(desk):
        desk.write("Financials", "financials/rd_expense", "values/FY2023", "515.0 million")

    code, out, err, before, after = taken(change)
    assert code == 0, err
    ((old, new),) = differing(before, after)
    assert new == old.replace("515 million", "515.0 million")
    assert f"-{old}\n+{new}\n" in out
    assert f"{AXERA}: 1 cell changed" in err


def test_a_dry_run_shows_the_same_and_writes_nothing(taken):
    def change(desk):
        desk.write("Company", "line", "zh-Hans", "=1")

    code, out, _, before, after = taken(change, "--dry-run", "--json")
    assert before == after
    document = json.loads(out)
    assert document["written"] is False
    (record,) = document["records"]
    (cell,) = record["changes"]
    assert cell | {"cell": ""} == {
        "path": "line/zh-Hans",
        "old": "视觉端侧AI推理芯片",
        "new": "=1",
        "sheet": "Company",
        "cell": "",
    }
    # The digit in it is what a check objects to, where it was typed.
    assert code == document["exit"] == 65
    assert any("a digit is typed" in fault["message"] for fault in document["faults"])
    assert {fault["cell"] for fault in document["faults"]} == {cell["cell"]}


def test_any_one_figure_that_changes_changes_one_line(library):
    random = Random(11)  # noqa: S311 - nothing is secret
    text = (ROOT / "data/companies/biren.yaml").read_bytes()
    desk = Desk(exported(library, "biren", text))
    figures = [
        path
        for path, _ in members(library.companies["biren"])
        if path[-1:] == ("value",) and "also" not in path
    ]
    book = desk.saved()
    for path in random.sample(figures, 6):
        key = [str(part + 1) if isinstance(part, int) else part for part in path]
        sheet = next(title for title, names in SECTIONS if key[0] in names)
        one = Desk(book)
        if "values" in key:
            one.write(sheet, "/".join(key[:-3]), "/".join(key[-3:-1]), "7.70万")
        else:
            one.write(sheet, "/".join(key[:-1]), "value", "7.70万")
        filled, faults = read_workbook(one.saved(), "b.xlsx")
        assert not faults
        (made,), _ = amend(filled, {made_of(filled): text}, "b.xlsx")
        ((_, new),) = differing(made.old, made.new)
        assert "7.70万" in new
        assert len(made.changes) == 1


def made_of(filled):
    ((file, _),) = filled.files.values()
    return file


def test_rows_periods_and_notes_are_added_and_taken_out(taken, folder):
    def change(desk):
        sheet = desk.book["Business"]
        desk.write("Business", "products/+", "name", "Axera Next")
        for column, text in {"status": "planned", "what/en": "A chip", "what/zh-Hans": "芯片",
                             "what/zh-Hant-HK": "晶片", "at": "¶3"}.items():  # fmt: skip
            desk.write("Business", "products/+", column, text)
        (second,) = desk.rows("Business", "products/2")
        sheet.delete_rows(second)
        heading = desk.find("Financials", "financials/rd_expense", "values/+")
        table = heading.row - 1
        while desk.book["Financials"].cell(table, 1).value:
            table -= 1
        desk.book["Financials"].cell(table, heading.column).value = "FY2025"
        heading.value = "1.2 billion"
        (line,) = desk.rows("Notes", "notes/+")[:1]
        desk.book["Notes"].cell(line, 2).value = "guess"
        for index, text in enumerate(("A guess.", "估计。", "估計。"), 3):
            desk.book["Notes"].cell(line, index).value = text
        desk.write("Offer", "demand/public", "value", "not disclosed: guess")

    code, out, err, _, after = taken(change)
    assert code == 0, err
    company = read_library(folder.path, languages=LANGUAGES).companies["axera"]
    assert [product.name for product in company.products] == ["Axera Core", "Axera Next"]
    assert "FY2025" in map(str, company.financials.rd_expense.values)
    assert company.notes["guess"] == {"en": "A guess.", "zh-Hans": "估计。", "zh-Hant-HK": "估計。"}
    assert "  public: {not_disclosed: guess}" in after
    assert "# Axera Semiconductor: the offering of its H shares" in after
    assert "-  - name: Axera Vision" in out


def test_a_comparison_takes_figures_back_into_its_companies(taken):
    def change(desk):
        desk.write("Offer", "offer/board_lot", "axera:value", "200")
        desk.write("Comparison", "title", "en", "AI chips")

    code, out, err, before, after = taken(change, name="ai-chips")
    ((_, new),) = differing(before, after)
    assert 'board_lot: {value: "200"' in new
    assert "+  en: AI chips" in out
    # Fee and lot no longer agree: written, as a source may contradict itself, and said.
    assert code == 65
    assert "ai-chips.xlsx: sheet 'Offer' cell" in err


# --- numbers and dates that somebody typed


@pytest.mark.parametrize(
    ("value", "form", "words"),
    [
        (28.2, "General", None),  # the record has 28.20, which is the same number
        (28.2, "0.00", None),
        (28.4, "General", "28.4"),
        (28.4, "0.00", "28.40"),
        (2828, "#,##0", "2,828"),
        (2828.5, "#,##0.00", "2,828.50"),
        (0.284, "0.0%", "28.4%"),
        (28, "@", "28"),
    ],
)
def test_a_number_is_taken_where_one_text_can_be_meant(desk, value, form, words):
    one = desk()
    one.write("Offer", "offer/price", "value", value)
    one.find("Offer", "offer/price", "value").number_format = form
    faults, lines = laid(one)
    if words is None:
        assert (faults, lines) == ((), [])
    else:
        ((old, new),) = lines
        assert new.replace(words, "28.20").replace('"', "") == old.replace('"', "")
        assert new != old
        assert [fault.severity for fault in faults] == ["warning"]
        assert "a number is typed here" in faults[0].message


def test_a_day_that_became_a_date_is_a_day(desk):
    one = desk()
    one.write("Offer", "timetable/listing", "date", dt.date(2026, 2, 11))
    one.find("Offer", "timetable/listing", "date").number_format = "dd/mm/yyyy"
    faults, ((old, new),) = laid(one)
    assert faults == ()
    assert new == old.replace("2026-02-10", "2026-02-11")


# --- faults, by sheet and cell


def test_every_fault_is_said_by_its_cell_and_nothing_is_written(taken):
    spots = {}

    def change(desk):
        for name, (sheet, row, column, value) in {
            "scale": ("Offer", "offer/price", "value", "28.2O"),
            "unit": ("Offer", "offer/board_lot", "unit", "lots"),
            "period": ("Financials", "financials/revenue", "values/FY2022", None),
            "board": ("Company", "listing/board", "", "moon"),
            "source": ("Company", "source", "", "nobody"),
        }.items():
            spots[name] = (sheet, desk.write(sheet, row, column, value))

    *_, before, after = said = taken(change)
    code, out, err = said[:3]
    assert (code, out, before) == (65, "", after)
    assert "nothing was written" in err
    lines = err.splitlines()
    for name in ("scale", "unit", "board"):
        sheet, cell = spots[name]
        (line,) = [line for line in lines if f"sheet {sheet!r} cell {cell}: error: " in line]
        assert line.startswith("axera.xlsx: ")
        assert "; " in line


@pytest.mark.parametrize(
    ("sheet", "row", "column", "value", "words"),
    [
        ("Offer", "offer/price", "value", "=1+1", "a formula stands where figure must"),
        ("Offer", "offer/price", "value", 28.123456789012345, "more digits than"),
        ("Offer", "offer/price", "value", True, "is a logical value"),
        ("Offer", "offer/price", "value", dt.datetime(2026, 1, 1), "is a date, where figure"),  # noqa: DTZ001 - cells have no zone
        ("Company", "identifiers/ticker", "", 600, "a code loses its zeros"),
        ("Company", "line", "en", "zero\u200bwidth", "invisible"),
        ("Offer", "timetable/listing", "date", dt.datetime(2026, 1, 1, 9), "time of day"),  # noqa: DTZ001
    ],
)
def test_what_a_cell_cannot_mean_is_refused(desk, sheet, row, column, value, words):
    one = desk()
    cell = one.find(sheet, row, column)
    cell.value = value
    filled, faults = read_workbook(one.saved(), "a.xlsx")
    assert filled is None
    (fault,) = faults
    assert words in fault.message
    assert str(fault).startswith(f"a.xlsx: sheet {sheet!r} cell {cell.coordinate}: error: ")


def test_what_belongs_to_nothing_is_said(desk):
    one = desk()
    one.book["Offer"]["B1"] = "=NOW()"
    one.book["Offer"]["AZ30"] = "mine"
    one.book.create_sheet("Scratch")["A1"] = "=1"
    del one.book["People"]
    number = one.find("Offer", "offer/price", "value").offset(0, 1)
    number.value = 28
    (line,) = one.rows("Financials", "financials/rd_expense")
    one.book["Financials"].cell(line, 1).value = None
    filled, faults = read_workbook(one.saved(), "a.xlsx")
    assert filled is None
    said = {(fault.place.sheet, fault.place.cell): fault.message for fault in faults}
    assert "a formula" in said["Offer", "B1"]
    assert "not read" in said["Offer", "AZ30"]
    assert "not of a record" in said["Scratch", ""]
    assert "missing" in said["People", ""]
    assert "worked out" in said["Offer", number.coordinate]
    assert "does not say of which figure" in said["Financials", f"A{line}"]


@pytest.mark.parametrize(
    "key",
    ["products/0", "products/999999999", "products/x", "a/" * 200, "/", "+", "id/3/x", "offer/+"],
)
def test_a_key_that_leads_nowhere_is_refused(desk, key):
    one = desk()
    (line,) = one.rows("Business", "products/2")
    one.book["Business"].cell(line, 1).value = key
    filled, faults = read_workbook(one.saved(), "axera.xlsx")
    if filled:
        (made,), faults = amend(filled, {AXERA: (ROOT / AXERA).read_bytes()}, "axera.xlsx")
    if faults:
        assert all("is no key of" in fault.message for fault in faults)
        assert faults[0].place.line == line
    else:  # it could be one, of another record: the model refuses it
        with pytest.raises(ValidationError):
            Company.model_validate(plain(read_text(made.new.encode(), name="")[0]))


def test_a_new_note_needs_an_id(desk):
    one = desk()
    (line, *_) = one.rows("Notes", "notes/+")
    one.book["Notes"].cell(line, 3).value = "A note."
    ((fault,), _) = laid(one)
    assert str(fault).startswith(f"axera.xlsx: sheet 'Notes' cell B{line}: error: ")
    assert "has no id" in fault.message


def test_a_record_that_changed_since_is_not_overwritten(briefs, tmp_path, folder):
    briefs("export", "axera", "--xlsx", "--to", tmp_path)
    folder.change(AXERA, "FY2022: 446 million", "FY2022: 447 million")
    code, _, err = briefs("import", tmp_path / "axera.xlsx")
    assert code == 65
    assert f"{AXERA} has changed since the workbook was exported" in err
    code, _, _ = briefs("import", tmp_path / "axera.xlsx", "--over")
    assert code == 0
    assert "FY2022: 446 million" in (folder.path / AXERA).read_text(encoding="utf-8")


def test_an_export_replaces_no_workbook_unasked(briefs, tmp_path):
    assert briefs("export", "axera", "--xlsx", "--to", tmp_path)[0] == 0
    code, _, err = briefs("export", "axera", "--xlsx", "--to", tmp_path)
    assert code == 73
    assert "--overwrite" in err
    assert briefs("export", "axera", "--xlsx", "--to", tmp_path, "--overwrite")[0] == 0
    code, _, err = briefs("export", "axra", "--xlsx")
    assert (code, "axera" in err) == (2, True)


# --- what is no workbook of ours


def parts(data):
    with zipfile.ZipFile(BytesIO(data)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def packed(entries):
    data = BytesIO()
    with zipfile.ZipFile(data, "w") as archive:
        for name, content in entries.items():
            form = zipfile.ZIP_DEFLATED if name.startswith("xl/media/") else zipfile.ZIP_STORED
            archive.writestr(name, content, form)
    return data.getvalue()


SHEET = "xl/worksheets/sheet3.xml"
RELATED = (
    '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
    '<Relationship Id="x" Type="y" Target="file:///etc/passwd" TargetMode="External"/>'
    "</Relationships>"
)


def bomb(entries):
    entries["xl/media/zeros.bin"] = bytes(30 << 20)


def huge(entries):
    for number in range(11):
        entries[f"xl/media/{number}.bin"] = bytes([number]) * (10 << 20)


def many(entries):
    entries |= {f"xl/media/{number}.txt": b"" for number in range(MOST_ENTRIES)}


def rows(entries):
    old = b"</sheetData>"
    new = f'<row r="{MOST_ROWS + 1}"><c r="A{MOST_ROWS + 1}" t="n"><v>1</v></c></row></sheetData>'
    entries[SHEET] = entries[SHEET].replace(old, new.encode())


def a_million_rows(entries):
    every = "".join(f'<row r="{number}"/>' for number in range(500, 1_000_000, 300))
    entries[SHEET] = entries[SHEET].replace(b"</sheetData>", f"{every}</sheetData>".encode())


def columns(entries):
    new = b'<row r="900"><c r="XFD900"/></row></sheetData>'
    entries[SHEET] = entries[SHEET].replace(b"</sheetData>", new)


def cells(entries):
    line = "".join(f'<c r="A{700}"/>' for _ in range(MOST_CELLS + 1))
    new = f'<row r="700">{line}</row></sheetData>'.encode()
    entries[SHEET] = entries[SHEET].replace(b"</sheetData>", new)


def laughs(entries):
    head, rest = entries[SHEET].split(b"?>", 1)
    lines = b'<!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;">]>'
    entries[SHEET] = head + b"?>" + lines + rest


def outside(entries):
    entries["../../evil.xml"] = b"<x/>"


def macros(entries):
    entries["xl/vbaProject.bin"] = b"x"


def macro_type(entries):
    name = "[Content_Types].xml"
    entries[name] = entries[name].replace(b"sheet.main+xml", b"sheet.macroEnabled.main+xml")


def links(entries):
    entries["xl/externalLinks/externalLink1.xml"] = b"<externalLink/>"


def target(entries):
    entries["xl/worksheets/_rels/sheet1.xml.rels"] = RELATED.encode()


def embedded(entries):
    entries["xl/embeddings/oleObject1.bin"] = b"x"


def data(entries):
    entries["xl/connections.xml"] = b"<connections/>"


def broken(entries):
    entries[SHEET] = entries[SHEET][:-40]


def no_workbook(entries):
    del entries["xl/workbook.xml"]


@pytest.mark.parametrize(
    ("change", "words"),
    [
        (bomb, "unpacks to more than 100 times its size"),
        (huge, "unpacks to more than 32 MiB"),
        (many, "and may have 1,000"),
        (rows, "a row beyond 5,000"),
        (a_million_rows, "a row beyond 5,000"),
        (columns, "a column beyond 256"),
        (cells, "more than 200,000 cells"),
        (laughs, "declares entities"),
        (outside, "leads outside"),
        (macros, "macros"),
        (macro_type, "macros"),
        (links, "links to other files or programs"),
        (target, "links to 'file:///etc/passwd'"),
        (embedded, "embedded objects"),
        (data, "connections to data"),
        (broken, "cannot be read as XML"),
        (no_workbook, "holds no workbook"),
    ],
    ids=lambda value: getattr(value, "__name__", ""),
)
def test_a_hostile_workbook_is_refused_in_words(sheets, change, words):
    entries = parts(sheets["axera"])
    change(entries)
    filled, faults = read_workbook(packed(entries), "a.xlsx")
    assert filled is None
    assert any(words in fault.message for fault in faults), list(map(str, faults))
    assert all(fault.mend and str(fault).startswith("a.xlsx: error: ") for fault in faults)


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "no .xlsx workbook"),
        (b"id: axera\n", "no .xlsx workbook"),
        (bytes.fromhex("d0cf11e0a1b11ae1") + bytes(512), "encrypted, or of the old kind"),
        (bytes(11 << 20), "larger than 10 MiB"),
    ],
    ids=["empty", "text", "old", "large"],
)
def test_what_is_no_archive_is_refused_in_words(content, words):
    (fault,) = vet(content, "a.xlsx")
    assert words in fault.message


def test_an_encrypted_part_is_refused(sheets):
    changed = bytearray(sheets["axera"])
    start = changed.index(b"PK\x01\x02")
    changed[start + 8] |= 1
    assert any("encrypted" in fault.message for fault in vet(bytes(changed), "a.xlsx"))


def test_a_workbook_of_somebody_else_is_refused():
    other = Desk.blank()
    filled, faults = read_workbook(other, "a.xlsx")
    assert filled is None
    assert ["no sheet 'About' says which record" in fault.message for fault in faults] == [True]


def test_a_workbook_names_no_file_but_its_record(desk):
    one = desk()
    sheet = one.book["About"]
    (line,) = one.rows("About", "record/")
    sheet.cell(line, 2).value = "../../etc/passwd"
    filled, _ = read_workbook(one.saved(), "a.xlsx")
    assert filled is None


def test_a_damaged_workbook_never_ends_in_a_traceback(sheets):
    random = Random(3)  # noqa: S311 - nothing is secret
    for _ in range(size(60, full=2000)):
        changed = bytearray(sheets["hisilicon"])
        for _ in range(random.randint(1, 4)):
            changed[random.randrange(len(changed))] = random.randrange(256)
        filled, faults = read_workbook(bytes(changed), "a.xlsx")
        assert filled or faults


# --- texts that are amended


@pytest.mark.campaign("Records amended at random in their YAML say what they should")
@pytest.mark.parametrize("seed", range(size(6, full=200)))
def test_an_amended_text_says_the_tree(campaign, seed):
    random = Random(seed)  # noqa: S311 - nothing is secret
    for path in sorted((ROOT / "data").rglob("*.yaml")):
        text = path.read_text(encoding="utf-8")
        tree = plain(read_text(text.encode(), name="")[0])
        assert amended(text, tree) == text
        for _ in range(4):
            new = plain(read_text(text.encode(), name="")[0])
            disturb(new, random)
            said = plain(read_text(amended(text, new).encode(), name="")[0])
            assert said == new
            campaign.count(texts=1)


def disturb(tree, random):
    """Change, add and take out something at a place drawn at random."""
    node = tree
    while True:
        keys = list(node) if isinstance(node, dict) else range(len(node))
        key = random.choice(keys)
        if isinstance(node[key], str) or random.random() < 0.2:
            break
        node = node[key]
    words = random.choice([*HOSTILE, "x" * 150, "ab " * 60 + "c", "a, b", "it's", '"q"'])
    match random.randrange(4):
        case 0 if len(node) > 1:
            del node[key]
        case 1 if isinstance(node, dict):
            node["new-key"] = random.choice([words, {"value": words, "at": "x"}, [words, "y"]])
        case 2 if isinstance(node, list):
            node.insert(key, random.choice([words, {"value": words}]))
        case _:
            node[key] = random.choice([words, {"value": words, "note": "n"}])


def test_comments_and_order_stay_where_they_are():
    text = (
        "# head\nb: 1 # one\n\n# on a\na:\n  - x: 1 # first\n    y: 2\n  - {x: 3}\n"
        "# foot\nc: >-\n  long words\n  go on\nd: 'q'\n"
    )
    tree = plain(read_text(text.encode(), name="")[0])
    tree["b"], tree["a"][0]["y"], tree["a"][1]["z"], tree["c"] = "2", "3", "4", "short words"
    tree["d"], tree["e"] = "r", {"f": "5"}
    assert amended(text, tree) == (
        "# head\nb: 2 # one\n\n# on a\na:\n  - x: 1 # first\n    y: 3\n"
        '  - {x: "3", z: "4"}\n# foot\nc: >-\n  short words\nd: \'r\'\ne: {f: "5"}\n'
    )


# --- LibreOffice


def test_a_workbook_that_libreoffice_saved_imports_as_well():
    """The file is axera.xlsx as exported, opened and saved by LibreOffice 7.4, and its record."""
    folder = ROOT / "tests/office"
    tree, _ = begun((folder / "axera.xlsx").read_bytes())
    text = (folder / "axera.yaml").read_bytes()
    assert tree == plain(read_text(text, name="")[0])
