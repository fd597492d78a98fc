"""Our records hold what the sources say, and say nothing in the sources' words."""

from __future__ import annotations

import os
import re
import unicodedata
from collections import Counter, defaultdict
from datetime import date, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import BaseModel

from briefs.build.editions import compose, editions
from briefs.build.project import read_project
from briefs.build.templates import own_templates
from briefs.faults import InvalidInput, Severity
from briefs.figures import Qualifier, Standing, Stated
from briefs.pages import Designer
from briefs.records.business import Product
from briefs.records.company import Stage, stage
from briefs.records.entries import Event
from briefs.records.library import members, texts
from briefs.records.offering import Timetable
from briefs.records.party import Party

ROOT = Path(__file__).parent.parent


@pytest.fixture(scope="module")
def project():
    return read_project(ROOT, own_templates())


@pytest.fixture(scope="module")
def library(project):
    return project.library


def test_our_records_are_read_without_a_fault_or_a_warning(project):
    assert project.warnings == ()
    assert set(project.library.companies) == {
        *("axera", "biren", "moore-threads", "metax", "nvidia", "hisilicon"),
    }
    assert set(project.library.comparisons) == {"ai-chips"}


# --- every figure of the sources, as they print it

EXACT, OVER, ABOUT = Qualifier.EXACT, Qualifier.OVER, Qualifier.ABOUT
NEARLY, BELOW = Qualifier.NEARLY, Qualifier.BELOW

#: What stands in the English source: path, digits, unit, qualifier, basis, period, voice.
AXERA = """
offer.price | 28.20 | HKD | exact | | offering |
offer.board_lot | 100 | shares | exact | | offering |
offer.entry_fee | 2,848.44 | HKD | exact | | offering |
shipments | 165 million | chips | over | | 2025-09-30 |
generations | 5 | generations | exact | | 2025-09-30 |
lines.terminal-computing.growth.FY2024 | 69% | percent change | about | | FY2024 | prospectus
lines.edge-inference.growth.FY2024 | 400% | percent change | about | | FY2024 | prospectus
lines.terminal-computing.share.9M2025 | 87.2% | percent | about | revenue | 9M2025 |
lines.intelligent-vehicle.growth.9M2025 | 251.4% | percent change | exact | | 9M2025 |
lines.edge-inference.growth.9M2025 | 272.7% | percent change | exact | | 9M2025 |
revenue.FY2022 | 50.23 million | CNY | exact | | FY2022 |
revenue.FY2023 | 230 million | CNY | exact | | FY2023 |
revenue.FY2024 | 473 million | CNY | exact | | FY2024 |
revenue.9M2025 | 269 million | CNY | exact | | 9M2025 |
rd_expense.FY2022 | 446 million | CNY | exact | | FY2022 |
rd_expense.FY2023 | 515 million | CNY | exact | | FY2023 |
rd_expense.FY2024 | 589 million | CNY | exact | | FY2024 |
cornerstones.count | 16 | investors | exact | | offering |
cornerstones.amount | 185 million | USD | exact | | offering |
cornerstones.share | 48.76% | percent | exact | offer-shares | offering |
concentration.customers.FY2022 | 91.5% | percent | exact | revenue | FY2022 |
concentration.customers.FY2023 | 85.4% | percent | exact | revenue | FY2023 |
concentration.customers.FY2024 | 75.2% | percent | exact | revenue | FY2024 |
concentration.customers.9M2025 | 75.0% | percent | exact | revenue | 9M2025 |
concentration.suppliers.FY2022 | 78.1% | percent | exact | purchases | FY2022 |
concentration.suppliers.FY2023 | 43.0% | percent | exact | purchases | FY2023 |
concentration.suppliers.FY2024 | 64.2% | percent | exact | purchases | FY2024 |
concentration.suppliers.9M2025 | 66.4% | percent | exact | purchases | 9M2025 |
positions.mid-to-high-end.rank | 1 | rank | exact | | FY2024 | frost-sullivan
positions.all-vision.rank | 5 | top | exact | | FY2024 | frost-sullivan
positions.intelligent-driving.rank | 2 | rank | exact | | FY2024 |
"""

#: What stands in the Chinese source of Biren.
BIREN = """
offer.price | 19.6 | HKD | exact | | offering |
offer.net_proceeds | 53.75亿 | HKD | exact | | offering |
offer.uses.research.share | 85% | percent | exact | net-proceeds | offering | prospectus
demand.public | 2347.53 | times | exact | | offering |
demand.public_over | 2347 | times | exact | | offering | prospectus
demand.international | 25.95 | times | exact | | offering |
demand.applicants | 47.1万 | people | exact | | offering | unnamed
cornerstones.count | 23 | investors | exact | | offering | offering-document
cornerstones.amount | 28.99亿 | HKD | about | | offering | offering-document
cornerstones.share | 64% | percent | nearly | global-offering | offering | offering-document
debut.high | 42.88 | HKD | exact | | 2026-01-02 |
debut.close | 34.46 | HKD | exact | | 2026-01-02 |
debut.gain_high | 112.55% | percent change | over | | 2026-01-02 |
debut.gain_close | 75.82% | percent change | exact | | 2026-01-02 |
debut.market_cap_high | 1027亿 | HKD | exact | | 2026-01-02 |
debut.market_cap_close | 825.71亿 | HKD | exact | | 2026-01-02 |
revenue.FY2022 | 49.9万 | CNY | exact | | FY2022 | prospectus
revenue.FY2023 | 6203万 | CNY | exact | | FY2023 | prospectus
revenue.FY2024 | 3.379亿 | CNY | exact | | FY2024 | prospectus
revenue.1H2025 | 5890.3万 | CNY | exact | | 1H2025 | prospectus
gross_margin.FY2022 | 100% | percent | exact | revenue | FY2022 | prospectus
gross_margin.FY2023 | 76.4% | percent | exact | revenue | FY2023 | prospectus
gross_margin.FY2024 | 53.2% | percent | exact | revenue | FY2024 | prospectus
gross_margin.1H2025 | 31.9% | percent | exact | revenue | 1H2025 | prospectus
loss.FY2022 | 14.74亿 | CNY | exact | | FY2022 | prospectus
loss.FY2023 | 17.44亿 | CNY | exact | | FY2023 | prospectus
loss.FY2024 | 15.38亿 | CNY | exact | | FY2024 | prospectus
loss.1H2025 | 16.01亿 | CNY | exact | | 1H2025 | prospectus
rd_expense.FY2022 | 10.18亿 | CNY | exact | | FY2022 | prospectus
rd_expense.FY2023 | 8.86亿 | CNY | exact | | FY2023 | prospectus
rd_expense.FY2024 | 8.27亿 | CNY | exact | | FY2024 | prospectus
rd_expense.1H2025 | 5.72亿 | CNY | exact | | 1H2025 | prospectus
rd_share_of_opex.FY2022 | 79.8% | percent | exact | opex | FY2022 | prospectus
rd_share_of_opex.FY2023 | 76.4% | percent | exact | opex | FY2023 | prospectus
rd_share_of_opex.FY2024 | 73.7% | percent | exact | opex | FY2024 | prospectus
rd_share_of_opex.1H2025 | 79.1% | percent | exact | opex | 1H2025 | prospectus
rd_staff_cost.FY2022 | 6.05亿 | CNY | exact | | FY2022 | prospectus
rd_staff_cost.FY2023 | 6.25亿 | CNY | exact | | FY2023 | prospectus
rd_staff_cost.FY2024 | 5.64亿 | CNY | exact | | FY2024 | prospectus
cumulative_loss | 63亿 | CNY | over | | FY2022..1H2025 | prospectus
order_backlog | 8.22亿 | CNY | exact | | not stated | company
registered_capital | 3291.64万 | CNY | exact | | not stated |
concentration.customers.FY2023 | 98.1% | percent | exact | revenue | FY2023 | prospectus
concentration.customers.FY2024 | 90.3% | percent | exact | revenue | FY2024 | prospectus
concentration.customers.1H2025 | 97.9% | percent | exact | revenue | 1H2025 | prospectus
products.BR106.units.FY2023 | 590 | chips | exact | | FY2023 |
products.BR106.units.FY2024 | 9344 | chips | exact | | FY2024 |
products.BR106.units.1H2025 | 2216 | chips | exact | | 1H2025 |
products.BR110.units.FY2024 | 298 | chips | exact | | FY2024 |
products.BR110.units.1H2025 | 22 | chips | exact | | 1H2025 |
products.BR100.node | 7 | nm | exact | | not stated |
products.BR100.peak | 2048 | TOPS | exact | | not stated |
people.rd_staff | 657 | people | exact | | 2025-06-30 |
people.rd_share | 83% | percent | exact | staff | 2025-06-30 |
people.rd_masters | 78% | percent | exact | rd-staff | 2025-06-30 |
people.rd_veterans | 210 | people | over | | 2025-06-30 |
people.rd_veterans_share | 33% | percent | over | rd-staff | 2025-06-30 |
funding.rounds | 8 | rounds | exact | | not stated | public-reports
funding.raised | 50亿 | CNY | over | | not stated | public-reports
funding.valuation | 209亿 | money | exact | | not stated | public-reports
funding.holders.zhang-wen.stake | 8.68% | percent | exact | issued-shares | not stated |
funding.holders.five-holders.stake | 15.62% | percent | about | issued-shares | not stated |
shares.biren.share.FY2024 | 0.16% | percent | exact | intelligent-computing-market | FY2024 | cic
shares.biren.share.FY2025 | 0.19% | percent | exact | intelligent-computing-market | FY2025 | cic
shares.gpgpu.share.FY2024 | 0.2% | percent | exact | gpgpu-market | FY2024 | cic
shares.leaders.share.FY2024 | 94.4% | percent | exact | intelligent-computing-market | FY2024 | cic
markets.intelligent-computing.size.FY2020 | 17亿 | USD | exact | | FY2020 | cic
markets.intelligent-computing.size.FY2024 | 301亿 | USD | exact | | FY2024 | cic
markets.intelligent-computing.size.FY2029 | 2012亿 | USD | exact | | FY2029 | cic
markets.intelligent-computing.growth.FY2020..FY2024 | 105% | percent change | exact | | FY2020..FY2024 | cic
markets.intelligent-computing.growth.FY2024..FY2029 | 46.3% | percent change | exact | | FY2024..FY2029 | cic
markets.intelligent-computing.participants | 15 | companies | over | | FY2024 | cic
markets.intelligent-computing.largest_other | 1% | percent | below | intelligent-computing-market | FY2024 | cic
"""  # noqa: E501 - one fact, one line

#: What the same source says of others.
PEERS = """
moore-threads:offer.price | 114.28 | CNY | exact | | offering |
moore-threads:debut.high | 688 | CNY | exact | | 2025-12-05 |
moore-threads:debut.gain_high | 502% | percent change | exact | | 2025-12-05 |
moore-threads:debut.high_five_sessions | 941.08 | CNY | exact | | not stated |
moore-threads:debut.later | 587.9 | CNY | exact | | not stated |
metax:offer.price | 104.66 | CNY | exact | | offering |
metax:offer.board_lot | 500 | shares | exact | | offering |
metax:debut.high | 895 | CNY | exact | | 2025-12-17 |
metax:debut.later | 580.1 | CNY | exact | | not stated |
metax:debut.profit_per_lot | 40万 | CNY | nearly | | 2025-12-17 |
nvidia:products.A100.peak | 624 | TOPS | exact | | not stated |
"""


def facts():
    for subject, table in (("axera", AXERA), ("biren", BIREN), ("", PEERS)):
        for line in table.strip().splitlines():
            path, *rest = [cell.strip() for cell in line.split("|")]
            name, _, inner = path.rpartition(":")
            yield name or subject, inner, tuple(rest)


@pytest.mark.parametrize(("subject", "path", "said"), list(facts()), ids=lambda one: str(one)[:60])
def test_a_figure_stands_as_the_source_prints_it(library, subject, path, said):
    figure = library.books[subject].figures[path]
    found = (
        str(figure.origin.written),
        figure.unit.value,
        figure.qualifier.value,
        figure.basis,
        str(figure.period),
        figure.origin.by,
    )
    assert found == (*said, "")[:6]


def test_no_figure_stands_in_a_record_that_no_row_here_answers_for(library):
    rows = {(subject, path) for subject, path, _ in facts()}
    stated = {
        (name, path)
        for name, book in library.books.items()
        for path, figure in book.figures.items()
        if isinstance(figure.origin, Stated)
    }
    assert stated == rows


@pytest.mark.parametrize(
    ("subject", "path", "period", "dated", "expected"),
    [
        ("axera", "timetable.offer_opens", "2026-01-30", Standing.STATED, False),
        ("axera", "timetable.listing", "2026-02-10", Standing.STATED, True),
        ("axera", "lines.edge-inference.launched", "FY2023", Standing.STATED, False),
        ("biren", "timetable.listing", "2026-01-02", Standing.INFERRED, False),
        ("biren", "founded_month", "2019-09", Standing.STATED, False),
        ("biren", "products.BR106.since", "2023-01", Standing.STATED, False),
        ("biren", "products.BR110.since", "2024-10", Standing.STATED, False),
        ("biren", "products.BR20X.since", "FY2026", Standing.STATED, False),
        ("biren", "products.BR30X.since", "FY2028", Standing.STATED, False),
        ("biren", "products.BR31X.since", "FY2028", Standing.STATED, False),
        ("moore-threads", "timetable.listing", "2025-12-05", Standing.STATED, False),
        ("metax", "timetable.listing", "2025-12-17", Standing.STATED, False),
    ],
)
def test_a_date_stands_as_the_source_gives_it(library, subject, path, period, dated, expected):
    time = library.books[subject].times[path]
    assert (str(time.period), time.dated, time.expected) == (period, dated, expected)


def test_what_is_forecast_is_marked(library):
    book = library.books["biren"]
    forecast = {path for path, figure in book.figures.items() if figure.forecast}
    assert forecast == {
        "shares.biren.share.FY2025",
        "markets.intelligent-computing.size.FY2029",
        "markets.intelligent-computing.growth.FY2024..FY2029",
    }


def test_what_a_source_leaves_out_is_said_with_the_reason(library):
    gaps = library.books["axera"].gaps
    assert {
        *("loss", "gross_margin", "offer.gross_proceeds", "offer.net_proceeds"),
        *("offer.market_cap", "offer.shares.total", "sponsors", "lock_up", "people.staff"),
        *("demand.public", "debut.close", "rd_expense.9M2025"),
    } <= set(gaps)
    assert library.note("axera", gaps["loss"].note)["en"].startswith("The source calls losses")
    for name, book in library.books.items():
        for gap in book.gaps.values():
            assert set(library.note(name, gap.note)) == {"en", "zh-Hans", "zh-Hant-HK"}


def test_a_currency_or_date_that_a_source_leaves_out_is_declared(library):
    figures = library.books["biren"].figures
    assert figures["revenue.FY2024"].currency is Standing.INFERRED
    assert figures["funding.valuation"].currency is Standing.NOT_STATED
    assert figures["funding.valuation"].dated is Standing.NOT_STATED
    assert figures["debut.close"].dated is Standing.INFERRED
    for book in library.books.values():
        for figure in book.figures.values():
            is_silent = Standing.STATED not in (figure.currency, figure.dated)
            if isinstance(figure.origin, Stated) and is_silent:
                assert figure.notes, f"{figure.id} prints no note"


# --- stage


def at(day, **events):
    """Put a company's timetable and its day in place of those of Axera."""

    def event(when):
        return Event.model_construct(date=when, at="¶1", expected=False)

    timetable = Timetable.model_construct(**{name: event(when) for name, when in events.items()})
    return {"as_of": day, "timetable": timetable}


DAY = date(2026, 3, 10)


@pytest.mark.parametrize(
    ("events", "reached"),
    [
        ({}, Stage.FILED),
        ({"filed": -30}, Stage.FILED),
        ({"hearing": -20}, Stage.HEARING_PASSED),
        ({"hearing": 0, "offer_opens": 1}, Stage.HEARING_PASSED),
        ({"hearing": -20, "offer_opens": 0}, Stage.OFFER_OPEN),
        ({"offer_opens": -3, "offer_closes": -1, "pricing": 1}, Stage.OFFER_OPEN),
        ({"offer_opens": -3, "pricing": 0}, Stage.PRICED),
        ({"offer_opens": -3, "pricing": -1, "results": 0, "listing": 1}, Stage.ALLOTTED),
        ({"offer_opens": -9, "pricing": -5, "results": -1, "listing": 0}, Stage.LISTED),
        ({"listing": -400}, Stage.LISTED),
    ],
)
def test_the_stage_follows_from_the_dates_at_the_records_own_day(library, events, reached):
    days = {name: DAY + timedelta(days=shift) for name, shift in events.items()}
    company = library.companies["axera"].model_copy(update=at(DAY, **days))
    assert stage(company) is reached


@given(st.dates(date(2025, 12, 1), date(2026, 4, 1)), st.dates(date(2025, 12, 1), date(2026, 4, 1)))
def test_the_stage_never_falls_back(library, one, other):
    order = list(Stage)
    days = {"offer_opens": date(2026, 1, 30), "results": date(2026, 2, 9), "listing": DAY}
    reached = [
        order.index(stage(library.companies["axera"].model_copy(update=at(day, **days))))
        for day in sorted((one, other))
    ]
    assert reached == sorted(reached)


def test_the_stages_of_our_records(library):
    stages = {name: stage(company) for name, company in library.companies.items()}
    assert stages["axera"] is Stage.OFFER_OPEN
    for name in ("biren", "moore-threads", "metax", "nvidia"):
        assert stages[name] is Stage.LISTED
    assert stages["hisilicon"] is Stage.UNLISTED


# --- what a record may not say


@pytest.fixture
def refused(folder):
    """Read a changed project that must be refused, and give what is said of it."""

    def read(*changes, file="data/companies/axera.yaml"):
        for old, new in changes:
            folder.change(file, old, new)
        with pytest.raises(InvalidInput) as caught:
            read_project(folder.path, own_templates())
        return [str(fault) for fault in caught.value.faults]

    return read


def line_of(words, file="data/companies/axera.yaml"):
    lines = (ROOT / file).read_text(encoding="utf-8").splitlines()
    return next(number for number, line in enumerate(lines, 1) if words in line)


STRENGTH = "Chip demand moves in cycles, and tariffs"


@pytest.mark.parametrize("typed", ["3", "2026", "５", "③", "²"])
def test_a_typed_digit_is_refused_where_it_stands(refused, typed):
    (line,) = refused((STRENGTH, f"{STRENGTH} {typed}"))
    place = f"data/companies/axera.yaml:{line_of(STRENGTH) - 1}:"
    assert line.startswith(place)
    assert "error: a digit is typed in" in line
    assert typed in line
    assert "refer to the figure" in line


def test_a_digit_within_a_declared_name_is_not_typed(folder):
    folder.change("data/companies/axera.yaml", STRENGTH, f"The AX650 {STRENGTH}")
    with pytest.raises(InvalidInput, match="a digit is typed in"):
        read_project(folder.path, own_templates())
    folder.change(
        "data/companies/axera.yaml", "\nindustry:", "\ndeclared_names: [AX650]\nindustry:"
    )
    read_project(folder.path, own_templates())


@pytest.mark.parametrize(
    ("wrote", "near"),
    [
        ("{revenue.FY2042}", "did you mean {revenue.FY20"),
        ("{revenu.FY2024}", "did you mean {revenue.FY2024}?"),
        ("{nothing.like.it}", "refer to a figure or a time of the record"),
        ("{loss.FY2024}", ""),
    ],
)
def test_a_reference_to_nothing_is_refused_with_what_is_near(refused, wrote, near):
    (line,) = refused((STRENGTH, f"{STRENGTH} {wrote}"))
    assert f"{wrote} refers to nothing; " in line
    assert near in line


def test_an_open_brace_is_refused(refused):
    (line,) = refused((STRENGTH, f"{STRENGTH} {{revenue"))
    assert "a brace is not closed" in line


def test_a_text_is_in_every_language_or_refused(refused):
    words = "    zh-Hans: 来源称估值高，但未列数字。\n"
    (line,) = refused((words, ""))
    assert line.startswith(f"data/companies/axera.yaml:{line_of('  valuation:') + 1}:")
    assert "the text lacks zh-Hans" in line


def test_a_record_names_only_companies_that_are_written_in_its_languages(folder):
    path = folder.path / "data/companies/nvidia.yaml"
    text = path.read_text(encoding="utf-8")
    text = re.sub(r", zh-Hant-HK: [^,{}]*|^ *zh-Hant-HK: .*\n", "", text, flags=re.MULTILINE)
    path.write_text(text, encoding="utf-8")
    with pytest.raises(InvalidInput) as raised:
        read_project(folder.path, own_templates())
    said = [fault.message for fault in raised.value.faults]
    assert said
    assert set(said) == {
        f"nvidia is not written in zh-Hant-HK, and {name} is" for name in ("ai-chips", "biren")
    }


def test_a_language_that_the_project_has_not_is_refused(refused):
    words = "    zh-Hans: 来源称估值高，但未列数字。\n"
    lines = refused((words, words + "    zh-Hant-TW: 估值\n"))
    assert any("zh-Hant-TW is no language of the project; use en, " in line for line in lines)


def test_a_draft_is_a_warning_and_shows_on_the_page(folder):
    # In the headline, which every edition in that language prints.
    old = '    zh-Hant-HK: "{FY2024}研發開支為收入的{rd_to_revenue.FY2024}，來源沒有列出虧損數字"'
    new = '    zh-Hant-HK: {draft: "{FY2024}研發開支為收入的{rd_to_revenue.FY2024}"}'
    folder.change("data/companies/axera.yaml", old, new)
    project = read_project(folder.path, own_templates())
    (warning,) = project.warnings
    assert warning.severity is Severity.WARNING
    assert str(warning.place).startswith(f"data/companies/axera.yaml:{line_of(old)}:")
    assert "the zh-Hant-HK text is a draft" in warning.message
    designer = Designer([project.templates], project.theme, project.wordings)
    drafts = {}
    for edition in editions(project.library, project.wordings):
        html = designer.page(compose(project, edition), "").html
        word = project.wordings["zh-Hant-HK"].text("page.draft")
        drafts[edition.id] = f'<span class="draft">{word}</span>' in html
    marked = {name for name, is_marked in drafts.items() if is_marked}
    assert {"axera.one-pager.zh-Hant-HK", "axera.one-pager.en+zh-Hant-HK"} <= marked
    assert not any(name.startswith("biren") or "Hans" in name for name in marked)


@pytest.mark.parametrize(
    ("file", "old", "new", "said"),
    [
        (
            "axera",
            'price: {value: "28.20", unit: HKD,',
            'price: {value: "28.20",',
            "offer.price has no unit; add unit:",
        ),
        ("axera", "  as_of: 2025-09-30\n  qualifier", "  qualifier", "no period or date"),
        ("axera", "unit: percent, basis: offer-shares,", "unit: percent,", "has no basis"),
        ("biren", "    as_of: not stated\n    at: ¶9\n", "    at: ¶9\n", "no period or date"),
        (
            "biren",
            'high:\n    value: "42.88"\n    unit: HKD\n',
            'high:\n    value: "42.88"\n',
            "unit",
        ),
    ],
)
def test_a_figure_without_unit_date_or_basis_is_refused(refused, file, old, new, said):
    lines = refused((old, new), file=f"data/companies/{file}.yaml")
    assert any(said in line for line in lines), lines
    assert all(re.match(rf"data/companies/{file}\.yaml:\d+:\d+: error: ", line) for line in lines)


@pytest.mark.parametrize(
    ("file", "old", "new", "said"),
    [
        ("axera", "source: newtimespace-axera", "source: newtimespace", "source: 'newtimespace'"),
        ("axera", "by: frost-sullivan}", "by: frost-sulivan}", "by: 'frost-sulivan' names nothing"),
        ("axera", "basis: purchases", "basis: purchase", "did you mean purchases?"),
        ("axera", "note: no-base", "note: no-bas", "did you mean no-base?"),
        ("axera", "not_disclosed: losses", "not_disclosed: los", "'los' names nothing"),
        ("axera", "because: undated", "because: undate", "did you mean undated?"),
        ("biren", "peers: [moore-threads", "peers: [more-threads", "did you mean moore-threads?"),
        ("biren", "of: [nvidia,", "of: [nvida,", "did you mean nvidia?"),
    ],
)
def test_an_id_that_names_nothing_is_refused_with_its_neighbour(refused, file, old, new, said):
    lines = refused((old, new), file=f"data/companies/{file}.yaml")
    assert any(said in line and "names nothing" in line for line in lines), lines


def test_a_comparison_of_nobody_is_refused(refused):
    (line,) = refused(("metax, biren", "metal, biren"), file="data/comparisons/ai-chips.yaml")
    assert "companies: 'metal' names nothing; did you mean metax?" in line


def test_a_note_that_nobody_refers_to_is_a_warning(folder):
    folder.change("data/companies/axera.yaml", "        note: no-base\n", "")
    (warning,) = read_project(folder.path, own_templates()).warnings
    assert "the note 'no-base' hangs on nothing" in warning.message
    assert str(warning.place).startswith(f"data/companies/axera.yaml:{line_of('  no-base:')}:")


def test_a_one_pager_needs_its_figures_or_the_reason_why_not(refused):
    lines = refused(("  net_proceeds: {not_disclosed: not-in-source}\n", ""))
    assert any("offer.net_proceeds missing, which a one-pager prints" in line for line in lines)


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ('"28.20"', '"28.2O"', "'28.2O'"),
        ('"28.20"', '"２８.20"', "'２８.20' is no number"),
        ("473 million", "473 milion", "'milion' is no scale word"),
        ("185 million", "185e6", "is no"),
        ("FY2024: {value: 69%", "FY２０２４: {value: 69%", "is no period"),
        ("date: 2026-02-10", "date: 2026-02-30", "'2026-02-30' is no date"),
        ("unit: USD", "unit: US$", "'US$' is no unit"),
    ],
)
def test_a_slip_of_the_keyboard_is_refused_with_what_was_written(refused, old, new, said):
    lines = refused((old, new))
    assert any(said in line for line in lines), lines


# --- nothing in the sources' own words

SEEDS = Path(os.environ.get("BRIEFS_SEEDS") or ROOT.parent / "shared/seeds")
WORDS, CHARACTERS = 8, 12
#: What stands for a masked part: it begins a new run.
BREAK = "\0"


def named(record):
    """Give every name that a record declares: companies, people, products."""
    for _, value in members(record):
        if isinstance(value, Party):
            yield from value.name.values()
        if isinstance(value, Product):
            yield value.name
    yield from getattr(record, "declared_names", ())
    for names in filter(None, (getattr(record, "names", None),)):
        for text in filter(None, (names.short, names.legal)):
            yield from text.values()
    for manager in getattr(record, "management", ()):
        yield from manager.name.values()
    for holder in getattr(getattr(record, "funding", None), "holders", ()):
        yield from holder.name.values()


def runs(text, names, pattern):
    """Split a text into the runs between names, figures and dates, each as its tokens."""
    text = unicodedata.normalize("NFKC", re.sub(r"\{[^{}]*\}", BREAK, text)).casefold()
    for name in names:
        text = text.replace(name, BREAK)
    for run in re.split(rf"{BREAK}|[\d.,]*\d[\d.,]*[年月日%]?", text):
        yield re.findall(pattern, run)


def shared(texts_of_ours, seed, names, pattern, length):
    """Give the runs of some length that stand both in our texts and in a source."""

    def grams(text):
        for tokens in runs(text, names, pattern):
            for start in range(len(tokens) - length + 1):
                yield tuple(tokens[start : start + length])

    theirs = set(grams(seed))
    return {gram: place for place, text in texts_of_ours for gram in grams(text) if gram in theirs}


def simplified(pairs):
    """Learn from our own pairs of texts which Traditional character is which Simplified one."""
    seen = defaultdict(Counter)
    for hans, hant in pairs:
        if len(hans) == len(hant):
            for one, other in zip(hans, hant, strict=True):
                seen[other][one] += 1
    return str.maketrans({char: found.most_common(1)[0][0] for char, found in seen.items()})


@pytest.fixture(scope="module")
def seeds():
    found = sorted(SEEDS.glob("*.txt")) if SEEDS.is_dir() else []
    if not found:
        pytest.skip(f"the sources' texts are not at {SEEDS}; name their folder in BRIEFS_SEEDS")
    return [path.read_text(encoding="utf-8") for path in found]


@pytest.fixture(scope="module")
def ours(project):
    """Give every text of records and wordings by language, with its place."""
    library = project.library
    records: dict[str, BaseModel] = {
        "sources": library.sources,
        **library.companies,
        **library.comparisons,
    }
    found = defaultdict(list)
    pairs = []
    for name, record in records.items():
        for loc, text in texts(record):
            for language, words in text.items():
                found[language].append((f"{name}:{loc}", getattr(words, "draft", words)))
            if {"zh-Hans", "zh-Hant-HK"} <= text.keys():
                pairs.append((str(text["zh-Hans"]), str(text["zh-Hant-HK"])))
    for language, wording in project.wordings.items():
        found[language] += [(f"{language}.yaml:{key}", wording.words[key]) for key in wording]
    hans, hant = (project.wordings[name].words for name in ("zh-Hans", "zh-Hant-HK"))
    pairs += [(hans[key], hant[key]) for key in hans if key in hant]
    found["zh-Hant-HK"] = [
        (place, words.translate(simplified(pairs))) for place, words in found["zh-Hant-HK"]
    ]
    names = {name.casefold() for record in records.values() for name in named(record)}
    return found, sorted(names, key=len, reverse=True)


@pytest.mark.parametrize(
    ("language", "pattern", "length"),
    [
        ("en", r"[a-z0-9]+", WORDS),
        ("zh-Hans", r"[\u4e00-\u9fff]", CHARACTERS),
        ("zh-Hant-HK", r"[\u4e00-\u9fff]", CHARACTERS),
    ],
)
def test_no_run_of_words_is_the_sources_own(seeds, ours, language, pattern, length):
    found, names = ours
    assert len(found[language]) > 200
    for seed in seeds:
        assert shared(found[language], seed, names, pattern, length) == {}


def test_a_borrowed_sentence_would_be_found(seeds):
    english, chinese = seeds
    start = english.index("officially kicked off")
    borrowed = [("here", english[start : start + 200])]
    assert shared(borrowed, english, [], r"[a-z0-9]+", WORDS)
    start = chinese.index("正式登陆资本市场")
    borrowed = [("here", chinese[start : start + 60])]
    assert shared(borrowed, chinese, [], r"[\u4e00-\u9fff]", CHARACTERS)
    changed = simplified([("资本市场收获", "資本市場收穫")])
    assert "資本市場".translate(changed) == "资本市场"
