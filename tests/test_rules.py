"""Rules are dated rows with a source; what they say of a day is what held on that day."""

from datetime import date, timedelta
from decimal import Decimal
from itertools import pairwise

import pytest

from briefs.faults import InvalidInput, Severity
from briefs.figures import Unit
from briefs.records.library import members
from briefs.rules import Row, in_force, rules
from briefs.rules.book import HERE, read_rules


def rows():
    book = rules()
    rooms = (book.fees, book.ticks, book.offers, book.chapter_18c, book.codes)
    for room in (*rooms, book.currencies, book.calendar):
        yield from (value for _, value in members(room) if isinstance(value, Row))


def test_every_row_has_a_source_and_the_day_it_was_checked():
    found = list(rows())
    assert len(found) > 60
    for row in found:
        assert row.source.strip()
        assert row.checked_on >= date(2026, 1, 1)
        assert (row.first or date.min) <= (row.last or date.max)


def test_rules_are_read_once():
    assert rules() is rules()


@pytest.mark.parametrize(
    ("value", "day", "fee"),
    [
        (2820, date(2026, 1, 30), "2848.44"),  # Axera: 28.20 × 100
        (3920, date(2025, 12, 22), "3959.54"),  # Biren: 19.60 × 200; unrounded 3959.53
        (2820, date(2022, 6, 1), "2848.42"),  # the rates of 2022
        (2820, date(2010, 9, 30), None),
    ],
)
def test_the_entry_fee_rounds_each_component_to_the_cent(value, day, fee):
    found = rules().fees.entry_fee(Decimal(value), day)
    assert found == (Decimal(fee) if fee else None)


def test_the_fees_of_today_are_1_0085_percent():
    charged = rules().fees.charged(date(2026, 1, 30))
    assert sum(row.rate.value for row in charged) == Decimal("1.0085")
    assert {row.id for row in charged} == {"brokerage", "sfc-levy", "trading-fee", "afrc-levy"}


def test_schedules_follow_one_another_without_a_gap_the_latest_first():
    schedules = list(rules().fees.schedules())
    assert [first for first, _ in schedules] == [
        date(2023, 1, 1),
        date(2022, 1, 1),
        date(2014, 11, 1),
        date(2010, 10, 1),
    ]
    for (later, _), (_, last) in pairwise(schedules):
        assert last == later - timedelta(1)
    assert schedules[0][1] is None


def test_no_fee_has_two_rates_on_one_day():
    for component in {row.id for row in rules().fees.components}:
        mine = [row for row in rules().fees.components if row.id == component]
        for first, _ in rules().fees.schedules():
            assert len(in_force(mine, first)) <= 1


@pytest.mark.parametrize(
    ("price", "day", "ticks"),
    [
        ("34.46", date(2026, 1, 2), {"0.02"}),
        ("34.46", date(2025, 8, 3), {"0.05"}),
        ("15.01", date(2025, 8, 4), {"0.01"}),
        ("20", date(2026, 1, 2), {"0.01", "0.02"}),
        ("120.10", date(2026, 1, 2), {"0.1"}),
        ("9.005", date(2026, 5, 31), {"0.01"}),
        ("9.005", date(2026, 6, 1), {"0.005"}),
        ("99999", date(2026, 1, 2), set()),
        ("34.46", date(2000, 1, 2), set()),
    ],
)
def test_the_step_of_a_price_depends_on_its_band_and_its_day(price, day, ticks):
    found = rules().ticks.of(Decimal(price), mic="XHKG", day=day)
    assert {str(row.tick.value) for row in found} == ticks


def test_bands_of_prices_touch_and_never_overlap():
    for day in (date(2025, 8, 3), date(2026, 1, 2), date(2026, 6, 1)):
        bands = in_force(rules().ticks.bands, day)
        assert all(one.up_to.value == other.above.value for one, other in pairwise(bands))


def test_currencies_are_held_in_a_band_from_a_day_and_in_both_directions():
    currencies = rules().currencies
    found = currencies.rate(Unit.USD, Unit.HKD, date(2026, 1, 30))
    assert found
    assert (found[0].low, found[0].high) == (Decimal("7.75"), Decimal("7.85"))
    back = currencies.rate(Unit.HKD, Unit.USD, date(2026, 1, 30))
    assert back
    assert back[0].low == 1 / Decimal("7.85")
    assert currencies.rate(Unit.USD, Unit.HKD, date(2000, 1, 1)) is None
    assert currencies.rate(Unit.USD, Unit.CNY, date(2026, 1, 30)) is None


@pytest.mark.parametrize(
    ("times", "share"), [(1, None), (14, None), (15, 15), (99, 25), (100, 35), (9999, 35)]
)
def test_a_mechanism_gives_the_share_of_the_last_step_reached(times, share):
    (row,) = (row for row in rules().offers.mechanisms if row.id == "A")
    assert row.share_at(Decimal(times)) == share


def test_what_is_from_memory_or_a_consultation_only_warns():
    for row in rows():
        certain = row.confidence == "looked up"
        assert (row.severity is Severity.ERROR) is certain
    assert any(row.confidence == "from memory" for row in rows())
    assert any(row.confidence == "consultation" for row in rows())


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        ("rate: 1%", "rate: one", "'one' is no number"),
        ("rate: 1%", "rates: 1%", "unknown key"),
        ("    source: prospectus practice; help pages", "    hint: help pages", "unknown key"),
        ("in_entry_fee: yes", "in_entry_fee: maybe", "neither yes nor no"),
        ("components:", "components: &all", "anchor"),
    ],
)
def test_a_broken_row_is_refused_with_its_place(tmp_path, old, new, words):
    for path in HERE.glob("*.yaml"):
        (tmp_path / path.name).write_text(path.read_text(encoding="utf-8"), encoding="utf-8")
    fees = tmp_path / "fees.yaml"
    text = fees.read_text(encoding="utf-8")
    assert old in text
    fees.write_text(text.replace(old, new, 1), encoding="utf-8")
    with pytest.raises(InvalidInput) as caught:
        read_rules(tmp_path)
    assert any(words in fault.message for fault in caught.value.faults)
    assert {fault.place.file for fault in caught.value.faults} == {"briefs/rules/fees.yaml"}


def test_a_pattern_that_is_none_is_refused(tmp_path):
    for path in HERE.glob("*.yaml"):
        text = path.read_text(encoding="utf-8").replace(r"^08\d{3}$", "(")
        (tmp_path / path.name).write_text(text, encoding="utf-8")
    with pytest.raises(InvalidInput, match="is no pattern"):
        read_rules(tmp_path)
