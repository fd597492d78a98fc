"""One fact at several places: reprints, sources that differ, and what a figure must say."""

from dataclasses import replace

import pytest
from small_library import (
    CONTRADICTS,
    HEAD,
    HOLDS,
    NOT_TESTABLE,
    SOURCES,
    fact,
    library,
    percent,
)

from briefs.checks import Verdict
from briefs.checks.sources import cross_source, reprint_equal
from briefs.faults import Severity
from briefs.measures import derive
from briefs.reading import place_at, plain, read_text
from briefs.records.book import write_book
from briefs.records.company import Company
from briefs.records.precedence import preferred
from briefs.records.source import Sources

CONFLICT = Verdict.EXTERNAL_CONFLICT

GAZETTE = SOURCES["sources"]["gazette"]
CLASSES = ("filing", "exchange", "regulator", "company", "press", "reference")
KNOWN = Sources.model_validate(
    {"sources": {"gazette": GAZETTE, **{name: {**GAZETTE, "class": name} for name in CLASSES}}}
)


def known(facts):
    """Make a library with a source of each class, and the figures that win."""
    made = library(facts)
    books = {"ant": derive(preferred(made.books["ant"], KNOWN.sources))}
    return replace(made, sources=KNOWN, books=books)


def revenue(value, *also):
    entries = ", ".join(also)
    entry = f'{{value: "{value}", also: [{entries}]}}'
    return {"financials.revenue": f"{{unit: CNY, at: x, values: {{FY2024: {entry}}}}}"}


def other(value, source, **more):
    rest = "".join(f", {key}: {text}" for key, text in more.items())
    return f'{{value: "{value}", source: {source}, at: y{rest}}}'


@pytest.mark.parametrize(
    ("value", "also", "verdict"),
    [
        ("3.379亿", other("336.803 million", "filing"), CONFLICT),
        ("3.37亿", other("336.803 million", "filing"), HOLDS),
        ("3.379亿", other("337.9 million", "filing"), HOLDS),
        ("3.379亿", other("336.803 million", "filing", unit="USD"), NOT_TESTABLE),
        ("3.379亿", other("330 million", "filing", qualifier="over"), HOLDS),
        ("3.379亿", other("340 million", "filing", qualifier="over"), CONFLICT),
        ("3.379亿", other("337 million", "filing", qualifier="about"), HOLDS),
    ],
)
def test_two_sources_are_compared_by_the_digits_written(value, also, verdict):
    (found,) = cross_source(known(revenue(value, also)))
    assert (found.path, found.verdict) == ("revenue.FY2024", verdict)
    assert verdict is NOT_TESTABLE or found.severity is Severity.WARNING
    assert list(reprint_equal(known(revenue(value, also)))) == []


def test_a_conflict_names_both_sources_and_shows_the_higher():
    (found,) = cross_source(known(revenue("3.379亿", other("336.803 million", "filing"))))
    assert "filing" in found.message
    assert "gazette" in found.message
    assert found.computed.origin.source == "filing"
    assert found.inputs[0].origin.source == "gazette"


@pytest.mark.parametrize("winner", CLASSES[:-2])
def test_the_source_of_the_higher_class_wins(winner):
    book = known(revenue("3.379亿", other("336.803 million", winner))).books["ant"]
    assert book.get("revenue.FY2024").origin.source == winner
    assert book.get("revenue.FY2024").path == "revenue.FY2024"
    (beaten,) = book.also["revenue.FY2024"]
    assert (beaten.origin.source, beaten.path) == ("gazette", "revenue.FY2024.also.1")


@pytest.mark.parametrize("source", ["press", "reference"])
def test_among_equals_the_figure_written_first_stays(source):
    book = known(revenue("3.379亿", other("336.803 million", source))).books["ant"]
    assert book.get("revenue.FY2024").origin.source == "gazette"


def test_the_best_of_three_wins():
    facts = revenue("3.379亿", other("337 million", "company"), other("336.803 million", "filing"))
    book = known(facts).books["ant"]
    assert book.get("revenue.FY2024").origin.source == "filing"
    assert [one.origin.source for one in book.also["revenue.FY2024"]] == ["company", "gazette"]


@pytest.mark.parametrize(
    ("value", "also", "verdict"),
    [
        ("2347.53", other("2347", "gazette"), HOLDS),
        ("2347.53", other("2374", "gazette"), CONTRADICTS),
    ],
)
def test_a_source_says_one_fact_alike(value, also, verdict):
    facts = {"demand.public": f'{{value: "{value}", unit: times, at: x, also: [{also}]}}'}
    (found,) = reprint_equal(known(facts))
    assert (found.path, found.verdict) == ("demand.public", verdict)
    assert list(cross_source(known(facts))) == []


def test_percentages_on_two_bases_are_not_compared():
    also = f"[{other('51.9%', 'filing', basis='final')}]"
    facts = {"cornerstones.share": percent("64%", also=also)}
    facts |= {"cornerstones.at": "x", "cornerstones.named": "[]"}
    facts |= {"cornerstones.count": fact("23", "investors")}
    facts |= {"cornerstones.amount": fact("28.99亿", "HKD")}
    (found,) = cross_source(known(facts))
    assert found.verdict is NOT_TESTABLE


def test_what_others_state_stands_in_no_series_and_no_sum():
    book = known(revenue("3.379亿", other("336.803 million", "filing"))).books["ant"]
    assert len(book.series("revenue")) == 1
    assert "revenue.FY2024.also.1" not in book.figures


def faults(path, entry):
    """Say what a record lacks (F23, F24): these are rules of the book, before any check."""
    above, key = path.split(".")
    text = "".join(f"{name}: {value}\n" for name, value in HEAD.items() if "." not in name)
    text += "names: {short: {en: Ant}}\nlisting: {board: main-board}\n"
    text += f"{above}:\n  {key}: {entry}\n"
    node, _ = read_text(text.encode(), name="ant.yaml")
    book = write_book(
        Company.model_validate(plain(node)),
        subject="ant",
        source="gazette",
        place_of=lambda loc: place_at(node, loc),
    )
    return [fault.message for fault in book.faults], book


def test_money_states_its_currency():
    found, _ = faults("financials.order_backlog", '{value: "8.22亿", as_of: 2025-06-30, at: x}')
    assert found == ["order_backlog has no unit"]


@pytest.mark.parametrize(
    ("unit", "standing"),
    [
        ("CNY", "stated"),
        ("{inferred: CNY, because: yuan}", "inferred"),
        ("not stated", "not stated"),
    ],
)
def test_a_currency_is_stated_inferred_or_declared_not_stated(unit, standing):
    entry = f'{{value: "8.22亿", unit: {unit}, as_of: 2025-06-30, at: x}}'
    found, book = faults("financials.order_backlog", entry)
    assert found == []
    assert book.get("order_backlog").currency.value == standing


@pytest.mark.parametrize(
    "path", ["financials.order_backlog", "debut.market_cap_close", "people.staff"]
)
def test_what_stands_at_a_moment_states_its_date(path):
    unit = "people" if path.startswith("people") else "HKD"
    found, _ = faults(path, f'{{value: "8", unit: {unit}, at: x}}')
    assert found == [f"{path.removeprefix('financials.')} has no period or date"]


@pytest.mark.parametrize(
    ("day", "standing"),
    [
        ("2025-06-30", "stated"),
        ("{inferred: 2025-06-30, because: day}", "inferred"),
        ("not stated", "not stated"),
    ],
)
def test_a_date_is_stated_inferred_or_declared_not_stated(day, standing):
    entry = f'{{value: "8.22亿", unit: CNY, as_of: {day}, at: x}}'
    found, book = faults("financials.order_backlog", entry)
    assert found == []
    assert book.get("order_backlog").dated.value == standing
