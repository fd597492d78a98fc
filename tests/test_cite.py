"""What records cite stands in their sources: the digits, at the place, in the text we kept."""

from __future__ import annotations

import hashlib
import json
import os
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import pytest

from briefs.citations import Cite, Kind, State, cite
from briefs.citations.mentions import numbers_in, states
from briefs.citations.moments import names
from briefs.citations.texts import spots
from briefs.cli import main
from briefs.faults import Place
from briefs.figures import OFFERING, Figure, Stated, Unit, Written, parse_period
from briefs.records.fields import _written
from briefs.records.library import read_library

ROOT = Path(__file__).parent.parent
SEEDS = Path(os.environ.get("BRIEFS_SEEDS") or ROOT / "../shared/seeds")


def figure(written, unit):
    number = _written(written)
    origin = Stated("gazette", "¶1", number, Place("x.yaml"))
    return Figure("ant", "x", number.value, unit, OFFERING, origin)


# --- the forms of numbers


@pytest.mark.parametrize(
    ("text", "written", "unit"),
    [
        ("收入为3.379亿元及", "3.379亿", Unit.CNY),
        ("収入３．３７９亿元", "3.379亿", Unit.CNY),
        ("revenue of RMB 337.9 million", "3.379亿", Unit.CNY),
        ("revenue of RMB337.9m in", "337.9 million", Unit.CNY),
        ("jumping from RMB 50.23 million in 2022", "50.23 million", Unit.CNY),
        ("an entry cost of HK$2,848.44, and", "2,848.44", Unit.HKD),
        ("an entry cost of HK$2848.44.", "2,848.44", Unit.HKD),
        ("共１，２３４名员工", "1234", Unit.PEOPLE),
        ("分别亏损14.74、17.44及15.38亿元", "14.74亿", Unit.CNY),
        ("at 446, 515 and 589 million", "515 million", Unit.CNY),
        ("由17亿美元增长", "17亿", Unit.USD),
        ("股价一度达到1027亿港元。", "1027亿", Unit.HKD),
        ("累计融资50余亿元", "50亿", Unit.MONEY),
        ("超过200多名", "200", Unit.PEOPLE),
        ("by approximately 69% and 400% year-on-year", "69%", Unit.CHANGE),
        ("by 69 and 400 percent", "69%", Unit.CHANGE),
        ("毛利率76.4％", "76.4%", Unit.PERCENT),
        ("占百分之75.82", "75.82%", Unit.PERCENT),
        ("采用7nm先进制程", "7", Unit.NANOMETRES),
        ("为2048TOPS@INT8", "2048", Unit.TOPS),
        ("five generations of SoC", "5", Unit.GENERATIONS),
        ("among the top five players", "5", Unit.TOP),
        ("the world’s largest supplier", "1", Unit.RANK),
        ("China’s second-largest domestic supplier", "2", Unit.RANK),
        ("排名第三", "3", Unit.RANK),
        ("进行了十六轮融资", "16", Unit.ROUNDS),
        ("已开发出两款芯片", "2", Unit.CHIPS),
        ("近40万元", "40万", Unit.CNY),
    ],
)
def test_a_number_is_found_in_the_forms_of_its_language(text, written, unit):
    assert any(states(mention, figure(written, unit)) for mention in numbers_in(text))


@pytest.mark.parametrize(
    ("text", "written", "unit"),
    [
        ("收入为3.38亿元", "3.379亿", Unit.CNY),
        ("收入为3.379万元", "3.379亿", Unit.CNY),
        ("priced at HK$28.2 per share", "28.20", Unit.HKD),
        ("the chip BR106 sold", "106", Unit.CHIPS),
        ("自2023年3月", "2023", Unit.CHIPS),
        ("a rise of 75.82%", "75.82", Unit.TIMES),
        ("75.82 times", "75.82%", Unit.CHANGE),
        ("301亿美元", "301亿", Unit.HKD),
        ("US$185 million", "185 million", Unit.CNY),
        ("HK$590 per share", "590", Unit.CHIPS),
        ("in the first nine months", "9", Unit.RANK),
        ("for the first time", "1", Unit.GENERATIONS),
        ("19.65港元", "19.6", Unit.HKD),
        ("1,234.56", "234.56", Unit.HKD),
    ],
)
def test_a_number_that_is_another_one_is_not_found(text, written, unit):
    assert not any(states(mention, figure(written, unit)) for mention in numbers_in(text))


@pytest.mark.parametrize(
    ("text", "period"),
    [
        ("on January 30, 2026, with", "2026-01-30"),
        ("on 30 Jan. 2026", "2026-01-30"),
        ("于2026年1月30日", "2026-01-30"),
        ("(2026/1/30)", "2026-01-30"),
        ("在2023年1月开始量产", "2023-01"),
        ("since September 2019", "2019-09"),
        ("Launched in 2023, these", "FY2023"),
        ("于2025年上半年决定", "1H2025"),
        ("in the first nine months of 2025", "9M2025"),
    ],
)
def test_a_date_is_found_in_the_forms_of_its_language(text, period):
    assert names(text, parse_period(period))


@pytest.mark.parametrize(
    ("text", "period"),
    [
        ("on January 3, 2026", "2026-01-30"),
        ("于2026年1月3日", "2026-01-30"),
        ("于2026年11月30日", "2026-01-30"),
        ("在2023年10月", "2023-01"),
        ("in 2024", "1H2024"),
        ("1月2日", "2026-01-02"),
    ],
)
def test_another_date_is_not_found(text, period):
    assert not names(text, parse_period(period))


def test_a_day_may_do_without_its_year():
    assert names("1月2日,", parse_period("2026-01-02"), without_year=True)
    assert not names("11月2日,", parse_period("2026-01-02"), without_year=True)


def test_places_are_read_as_records_write_them():
    assert spots("¶7, ¶21", range(1, 30)) == ((7,), (21,))
    assert spots("¶3–4", range(1, 30)) == ((3, 4),)
    assert spots("Risk Focus, ¶21", range(1, 30)) == ((21,),)
    assert spots("whole text", range(1, 3)) == ((1, 2),)
    assert len(spots("¶1–999999", range(1, 30))[0]) <= 31


# --- a library of one company and its source

TEXT = """\
Ant Hill lists on 8 January 2026

The offer price is HK$20.00, and revenue was RMB 12.5 million in 2024.

Closing: HK$24.00, having surged after a very warm welcome.
"""
SOURCES = """\
sources:
  gazette:
    publisher: {en: The Gazette}
    title: A listing
    language: en
    date: 2026-01-05
    retrieved: 2026-01-06
    terms: {en: None}
    sha256: SHA
    class: press
  register:
    publisher: {en: The Register}
    title: Codes
    language: en
    date: undated
    retrieved: 2026-01-06
    terms: {en: None}
    sha256: not held
    class: reference
"""
COMPANY = """\
id: ant
source: gazette
as_of: 2026-01-05
names: {short: {en: Ant}}
industry: {en: Insects}
line: {en: Hills}
listing: {board: main-board}
timetable:
  listing: {date: 2026-01-08, at: ¶1}
  results: {date: 2026-01-07, source: register, at: results}
offer:
  price: {value: "20.00", unit: HKD, at: ¶2}
debut:
  close:
    value: "24.00"
    unit: HKD
    as_of: 2026-01-08
    at: ¶3
    as_stated: {words: surged after a, at: ¶3}
financials:
  revenue: {unit: CNY, at: ¶2, values: {FY2024: 12.5 million}}
"""


@pytest.fixture
def look(tmp_path):
    """Look a record's citations up in a text, whose hash the record has kept of another."""

    def looked(*changes, text=TEXT, kept=TEXT, file="any name"):
        (tmp_path / "data/companies").mkdir(parents=True, exist_ok=True)
        digest = hashlib.sha256(kept.encode()).hexdigest()
        sources, company = SOURCES.replace("SHA", digest), COMPANY
        for old, new in changes:
            assert old in company
            company = company.replace(old, new)
        (tmp_path / "data/sources.yaml").write_text(sources, encoding="utf-8")
        (tmp_path / "data/companies/ant.yaml").write_text(company, encoding="utf-8")
        return cite(read_library(tmp_path, languages=["en"]), {file: text.encode()})

    return looked


def results(report):
    return {one.cited.path: (one.result, one.paragraphs) for one in report.citations}


def test_what_is_cited_is_confirmed(look):
    report = look()
    assert results(report) == {
        "offer.price": (Cite.CONFIRMED, (2,)),
        "debut.close": (Cite.CONFIRMED, (3,)),
        "revenue.FY2024": (Cite.CONFIRMED, (2,)),
        "timetable.results.date": (Cite.NO_TEXT, ()),
        "timetable.listing.date": (Cite.CONFIRMED, (1,)),
        "debut.close.as_stated": (Cite.CONFIRMED, (3,)),
    }
    assert report.states["gazette"] == (State.AS_RECORDED, "any name")
    assert report.states["register"] == (State.NOT_HELD, "")
    assert report.faults == ()


@pytest.mark.parametrize(
    ("old", "new", "path"),
    [
        ('"20.00"', '"20.01"', "offer.price"),
        ('"20.00"', '"20.0"', "offer.price"),
        ("unit: HKD, at: ¶2", "unit: USD, at: ¶2", "offer.price"),
        ("12.5 million", "12.5 billion", "revenue.FY2024"),
        ("2026-01-08, at: ¶1", "2026-01-09, at: ¶1", "timetable.listing.date"),
        ("surged after a", "surged before a", "debut.close.as_stated"),
    ],
)
def test_a_digit_changed_in_the_record_is_reported(look, old, new, path):
    report = look((old, new))
    assert results(report)[path] == (Cite.NOT_FOUND, ())
    (fault,) = report.faults
    assert path in fault.message
    assert "stands nowhere in gazette" in fault.message
    assert fault.place.file == "data/companies/ant.yaml"
    assert fault.place.line


def test_a_figure_at_another_place_is_told_with_its_place(look):
    report = look(
        ("unit: HKD, at: ¶2", "unit: HKD, at: ¶3"), ("at: ¶2, values", 'at: "¶2, ¶3", values')
    )
    assert results(report)["offer.price"] == (Cite.ELSEWHERE, (2,))
    assert results(report)["revenue.FY2024"] == (Cite.ELSEWHERE, (2,))
    first, second = report.faults
    assert "does not stand at ¶3 of gazette, but at ¶2" in first.message
    assert first.mend == "write at: ¶2"
    assert "does not stand at ¶2, ¶3 of gazette" in second.message


def test_a_source_that_has_changed_is_reported(look):
    report = look(text=TEXT.replace("24.00", "25.00"))
    assert report.states["gazette"] == (State.CHANGED, "any name")
    assert [fault.message.partition(":")[0] for fault in report.faults] == [
        "debut.close",
        "the text of gazette has changed",
    ]
    assert report.faults[1].place.file == "data/sources.yaml"
    assert results(report)["debut.close"] == (Cite.NOT_FOUND, ())


def test_a_source_whose_text_is_not_there_is_a_warning(look):
    report = look(text="Of something else, 1999.")
    assert report.states["gazette"] == (State.NOT_GIVEN, "")
    (fault,) = report.faults
    assert fault.severity == "warning"
    assert "nothing cited from it was verified" in fault.message
    assert look(text="Renamed.", file="texts/gazette.txt").states["gazette"][0] is State.CHANGED


# --- our records


@pytest.fixture
def seeds():
    if not SEEDS.is_dir():
        pytest.skip(f"the sources' texts are not here: {SEEDS}; name them with BRIEFS_SEEDS")
    return {path.name: path.read_bytes() for path in SEEDS.iterdir()}


@pytest.fixture(scope="module")
def library():
    return read_library(ROOT, languages=())


def test_every_figure_of_our_records_stands_where_it_is_cited(library, seeds):
    report = cite(library, seeds)
    assert [str(fault) for fault in report.faults] == []
    assert report.count(Cite.CONFIRMED, Kind.FIGURE) >= 115
    assert report.count(Cite.NO_TEXT, Kind.FIGURE) == 0
    assert report.count(Cite.NO_TEXT, Kind.WORDS) == 0


def test_a_digit_changed_anywhere_in_our_records_is_reported(library, seeds):
    """Change the last digit of each figure: a chance that the new one stands there is small."""
    changed = missed = 0
    for book in library.books.values():
        for path, held in book.figures.items():
            digits = held.origin.written.digits
            last = Decimal(digits.replace(",", "")).as_tuple().digits[-1]
            number = Written(f"{digits[:-1]}{(last + 1) % 10}", held.origin.written.scale)
            other = replace(held, value=number.value, origin=replace(held.origin, written=number))
            alone = replace(library, companies={}, books={})
            alone.companies[book.subject] = library.companies[book.subject]
            alone.books[book.subject] = replace(book, figures={path: other}, also={})
            (one,) = [c for c in cite(alone, seeds).citations if c.cited.kind is Kind.FIGURE]
            changed += 1
            missed += one.result is Cite.CONFIRMED
    assert changed >= 115
    assert missed <= 1


# --- the verb


@pytest.fixture
def briefs(folder, capsys):
    def run(*arguments):
        with pytest.raises(SystemExit) as ended:
            main(["--project", str(folder.path), *arguments])
        out, err = capsys.readouterr()
        return ended.value.code, out, err

    return run


@pytest.mark.usefixtures("seeds")
def test_the_verb_says_how_much_is_confirmed(briefs, folder):
    code, out, err = briefs("cite", "--sources", str(SEEDS))
    assert (code, err) == (0, "")
    assert "figures confirmed" in out
    folder.change("data/companies/biren.yaml", "3.379亿", "3.378亿")
    code, out, err = briefs("cite", "--sources", str(SEEDS))
    assert code == 65
    assert "error: revenue.FY2024: '3.378亿' stands nowhere in netease-biren" in err
    code, out, err = briefs("cite", "--sources", str(SEEDS), "--json")
    document = json.loads(out)
    assert (code, document["exit"], err) == (65, 65, "")
    wrong = [one for one in document["citations"] if one["result"] == "not found"]
    assert [one["path"] for one in wrong] == ["revenue.FY2024"]


@pytest.mark.usefixtures("seeds")
def test_a_digit_that_contradicts_other_figures_is_looked_up_and_traced_too(briefs, folder):
    folder.change("data/companies/biren.yaml", "value: 63亿", "value: 64亿")
    code, out, err = briefs("cite", "--sources", str(SEEDS))
    assert code == 65
    assert "114 of 115 figures confirmed" in out
    assert "error: cumulative_loss: '64亿' stands nowhere in netease-biren" in err
    code, out, _ = briefs("trace", "biren", "cumulative_loss")
    assert code == 0
    assert "contradicts: cumulative: cumulative_loss is stated as over 64亿 CNY" in out


def test_a_folder_without_any_source_is_a_slip(briefs, tmp_path):
    code, _, err = briefs("cite", "--sources", str(tmp_path))
    assert code == 2
    assert "holds the text of no source" in err
