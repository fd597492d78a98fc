"""Figures are exact: periods, written digits, and what those digits stand for."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from briefs.faults import Place
from briefs.figures import (
    NOT_STATED,
    OFFERING,
    SCALES,
    Derived,
    Figure,
    PeriodKind,
    Qualifier,
    Stated,
    Unit,
    Written,
    parse_period,
)
from briefs.figures.interval import INFINITE, Interval, as_point, exact, printed, written

YEARS = st.integers(1990, 2099)


def figure(digits, scale="", qualifier=Qualifier.EXACT, unit=Unit.CNY):
    number = Written(digits, scale)
    origin = Stated("source", "¶1", number, Place("data/companies/x.yaml", 1, 1))
    return Figure("x", "y", number.value, unit, OFFERING, origin, qualifier)


def derived(value, step):
    origin = Derived("sum", (figure("1"),), Decimal(step))
    return Figure("x", "y", Decimal(value), Unit.CNY, OFFERING, origin)


# --- periods


def durations():
    return st.one_of(
        YEARS.map("FY{}".format),
        st.tuples(st.integers(1, 2), YEARS).map("{0[0]}H{0[1]}".format),
        YEARS.map("9M{}".format),
        st.tuples(st.integers(1, 4), YEARS).map("{0[0]}Q{0[1]}".format),
        st.dates(date(1990, 1, 1), date(2099, 12, 31)).map("{:%Y-%m-%d}".format),
        st.dates(date(1990, 1, 1), date(2099, 12, 31)).map("{:%Y-%m}".format),
    )


@given(durations())
def test_a_period_is_printed_as_it_was_written(text):
    period = parse_period(text)
    assert str(period) == text
    assert parse_period(str(period)) == period


@given(durations(), durations())
def test_a_span_runs_from_its_first_day_to_its_last(one, other):
    first, last = parse_period(one), parse_period(other)
    if first.start >= last.end:
        with pytest.raises(ValueError, match="does not run forward"):
            parse_period(f"{one}..{other}")
        return
    span = parse_period(f"{one}..{other}")
    assert (span.kind, span.start, span.end) == (PeriodKind.SPAN, first.start, last.end)
    assert (str(span), parse_period(str(span))) == (f"{one}..{other}", span)


@given(YEARS)
def test_the_parts_of_a_year_fill_it_without_gap(year):
    whole = parse_period(f"FY{year}")
    for parts in ([f"{n}H{year}" for n in (1, 2)], [f"{n}Q{year}" for n in (1, 2, 3, 4)]):
        periods = [parse_period(part) for part in parts]
        assert (periods[0].start, periods[-1].end) == (whole.start, whole.end)
        for before, after in pairwise(periods):
            assert after.start - before.end == timedelta(days=1)
        assert sum(period.months for period in periods) == whole.months == 12


@pytest.mark.parametrize(
    ("text", "months", "interim", "end"),
    [
        ("FY2024", 12, False, "2024-12-31"),
        ("1H2025", 6, True, "2025-06-30"),
        ("9M2025", 9, True, "2025-09-30"),
        ("3Q2025", 3, True, "2025-09-30"),
        ("FY2022..1H2025", 42, False, "2025-06-30"),
        ("FY2020..FY2024", 60, False, "2024-12-31"),
        ("2024-02", 0, False, "2024-02-29"),
        ("2025-06-30", 0, False, "2025-06-30"),
    ],
)
def test_months_tell_an_interim_period_from_a_full_year(text, months, interim, end):
    period = parse_period(text)
    assert (period.months, period.is_interim, str(period.end)) == (months, interim, end)


@pytest.mark.parametrize("period", [OFFERING, NOT_STATED])
def test_what_is_no_stretch_of_time_has_no_year_and_is_not_interim(period):
    assert (period.months, period.is_interim) == (0, False)
    with pytest.raises(ValueError, match="has no year"):
        _ = period.year


@pytest.mark.parametrize(
    "text",
    [
        "",
        "2024",
        "FY24",
        "fy2024",
        "3H2025",
        "5Q2025",
        "0Q2025",
        "FY1024",
        "2025-02-30",
        "2025-13",
        "FY2024 ",
        "9M 2025",
        "FY2024..",
        "今年上半年",
        "FY２０２４",
    ],
)
def test_what_is_no_period_is_refused_with_what_was_expected(text):
    with pytest.raises(ValueError, match="expected FY2024, 1H2025"):
        parse_period(text)


# --- written digits


NUMBERS = st.tuples(
    st.integers(0, 10**9), st.integers(0, 4), st.sampled_from([s for s in SCALES if s != "%"])
)


@given(NUMBERS)
def test_digits_keep_their_value_and_the_worth_of_their_last_place(number):
    count, places, scale = number
    digits = f"{Decimal(count).scaleb(-places):f}"
    wrote = Written(digits, scale)
    assert wrote.value == Decimal(count) * SCALES[scale] / 10**places
    assert wrote.last_place == SCALES[scale] / Decimal(10) ** places
    assert wrote.value % wrote.last_place == 0
    assert figure(digits, scale).shown == wrote.value


@pytest.mark.parametrize(
    ("digits", "scale", "value", "last_place"),
    [
        ("28.20", "", "28.20", "0.01"),
        ("2,848.44", "", "2848.44", "0.01"),
        ("473", "million", "473000000", "1000000"),
        ("50.23", "million", "50230000", "10000"),
        ("3.379", "亿", "337900000", "100000"),
        ("49.9", "万", "499000", "1000"),
        ("825.71", "億", "82571000000", "1000000"),
        ("75.0", "%", "75.0", "0.1"),
    ],
)
def test_scale_words_are_typed_not_translated(digits, scale, value, last_place):
    wrote = Written(digits, scale)
    assert (wrote.value, wrote.last_place) == (Decimal(value), Decimal(last_place))


@pytest.mark.parametrize(
    ("value", "step", "shown"),
    [
        ("118.77551", "0.1", "118.8"),
        ("124.5243", "0.1", "124.5"),
        ("0.05", "0.1", "0.1"),
        ("-0.05", "0.1", "-0.1"),
        ("2.5", "1", "3"),
        ("-2.5", "1", "-3"),
        ("4568750000", "1000000", "4569000000"),
        ("105.1", "0.01", "105.10"),
    ],
)
def test_a_derived_value_is_shown_rounded_half_away_from_zero(value, step, shown):
    assert derived(value, step).shown == Decimal(shown)
    assert derived(value, step).value == Decimal(value)


@given(st.decimals(-(10**9), 10**9, places=4), st.sampled_from(["0.01", "0.1", "1", "100"]))
def test_what_is_shown_is_within_half_a_step_of_the_value(value, step):
    one = derived(value, step)
    assert abs(one.shown - one.value) <= Decimal(step) / 2
    assert one.shown % Decimal(step) == 0


def test_a_figure_says_itself_as_it_is_written_or_shown():
    assert str(figure("63", "亿", Qualifier.OVER)) == "over 63亿 CNY"
    assert str(figure("112.55", "%", Qualifier.OVER, Unit.CHANGE)) == "over 112.55%"
    assert str(figure("2347", unit=Unit.TIMES)) == "2347×"
    assert str(derived("6357000000", Written("14.74", "亿").last_place)) == "6,357,000,000 CNY"
    assert str(derived("12.04", "0.1")) == "12.0 CNY"


def test_a_formula_names_its_inputs():
    one, other = figure("1"), replace(figure("2"), path="z")
    assert Derived("sum", (one,), Decimal(1)).names == "y"
    assert Derived("sum", (one, other, one), Decimal(1)).names == "y, z and y"


# --- intervals


ENDS = st.decimals(-1000, 1000, places=2)
INTERVALS = st.tuples(ENDS, ENDS).map(lambda ends: Interval(min(ends), max(ends)))
WITHIN = st.decimals(0, 1, places=3)


def inside(interval, share):
    return interval.low + (interval.high - interval.low) * share


@given(INTERVALS, INTERVALS, WITHIN, WITHIN)
def test_arithmetic_keeps_every_value_that_could_have_been_meant(one, other, s, t):
    a, b = inside(one, s), inside(other, t)
    for result, value in ((one + other, a + b), (one - other, a - b), (one * other, a * b)):
        assert result.low <= value <= result.high
    if not other.low <= 0 <= other.high:
        quotient, slack = one / other, Decimal("1e-20")
        assert quotient.low - slack <= a / b <= quotient.high + slack


@given(INTERVALS, INTERVALS)
def test_sums_and_products_do_not_depend_on_order(one, other):
    assert one + other == other + one
    assert one * other == other * one


@given(INTERVALS, INTERVALS)
def test_two_intervals_meet_when_one_has_a_value_of_the_other(one, other):
    assert one.meets(other) == other.meets(one)
    assert one.meets(other) == (max(one.low, other.low) <= min(one.high, other.high))
    assert one.meets(one)


def test_digits_below_zero_are_cut_off_towards_zero():
    # -5.39 is written -5.3 by those who cut off, and -5.4 by those who round.
    for digits in ("-5.3", "-5.4"):
        number = Written(digits)
        assert printed(number.value, number.last_place).meets(exact(Decimal("-5.39")))
    assert not printed(Decimal("-5.3"), Decimal("0.1")).meets(exact(Decimal("-5.21")))


def test_an_open_end_is_not_met():
    below = Interval(Decimal(1), Decimal(2), open_above=True)
    assert not below.meets(exact(2))
    assert not exact(2).meets(below)
    assert not below.meets(Interval(Decimal(2), Decimal(3)))
    assert below.meets(exact(1))
    assert below.meets(Interval(Decimal(2), Decimal(3)) - Interval(Decimal(0), Decimal("0.1")))


def test_nothing_is_divided_by_what_may_be_zero():
    with pytest.raises(ZeroDivisionError):
        exact(1) / Interval(Decimal(-1), Decimal(1))
    with pytest.raises(ZeroDivisionError):
        exact(1) / Interval(Decimal(0), Decimal(1))


@pytest.mark.parametrize(
    ("qualifier", "low", "high", "open_above"),
    [
        (Qualifier.EXACT, "62.5", "64", True),
        (Qualifier.ABOUT, "62", "64", False),
        (Qualifier.OVER, "63", "Infinity", False),
        (Qualifier.AT_LEAST, "63", "Infinity", False),
        (Qualifier.NEARLY, "62", "63", True),
        (Qualifier.BELOW, "-Infinity", "63", True),
    ],
)
def test_a_qualifier_says_what_digits_stand_for(qualifier, low, high, open_above):
    meant = Interval(Decimal(low), Decimal(high), open_above=open_above)
    assert written(figure("63", qualifier=qualifier)) == meant


def test_the_upper_end_allows_for_truncation():
    subscribed = written(figure("2347", unit=Unit.TIMES))
    assert subscribed.meets(exact(Decimal("2347.53")))
    assert not subscribed.meets(exact(2348))
    assert not subscribed.meets(exact(Decimal("2346.49")))


def test_digits_count_by_their_scale():
    assert written(figure("3.379", "亿")) == printed(Decimal(337_900_000), Decimal(100_000))


def test_a_derived_figure_stands_for_itself_alone():
    assert written(derived("118.77551", "0.1")) == exact(Decimal("118.77551"))
    assert as_point(derived("118.77551", "0.1")) == exact(Decimal("118.77551"))


def percent(digits, qualifier=Qualifier.EXACT):
    return figure(digits, "%", qualifier, Unit.CHANGE)


def gain(price, offer):
    return (written(figure(price)) / written(figure(offer)) - exact(1)) * exact(100)


def compound(first, last, years):
    """Give the growth rates that two written amounts allow."""
    ratio, root = written(first) / written(last), Decimal(1) / years
    ends = [(1 / end) ** root * 100 - 100 for end in (ratio.low, ratio.high)]
    return Interval(min(ends), max(ends))


@pytest.mark.parametrize(
    ("computed", "stated", "holds"),
    [
        (gain("34.46", "19.6"), percent("75.82"), True),
        (gain("42.88", "19.6"), percent("112.55"), False),
        (gain("42.88", "19.6"), percent("118.8"), True),
        (gain("688", "114.28"), percent("502"), True),
        (gain("600.50", "114.28"), percent("425.26"), False),
        (gain("600.50", "114.28"), percent("425.46"), True),
        (compound(figure("17", "亿"), figure("301", "亿"), 4), percent("105"), True),
        (compound(figure("301", "亿"), figure("2012", "亿"), 5), percent("46.3"), True),
        (compound(figure("301", "亿"), figure("2012", "亿"), 5), percent("46.4"), False),
        (
            written(figure("825.71", "亿")) / written(figure("34.46")),
            figure("2,396.1", "million", unit=Unit.SHARES),
            True,
        ),
        (
            written(figure("1027", "亿")) / written(figure("42.88"))
            - written(figure("825.71", "亿")) / written(figure("34.46")),
            figure("0", unit=Unit.SHARES),
            True,
        ),
        (
            sum(
                (written(figure(digits, "亿")) for digits in ("17.44", "15.38", "16.01")),
                written(figure("14.74", "亿")),
            ),
            figure("63", "亿", Qualifier.OVER),
            True,
        ),
        (
            (written(figure("895")) - written(figure("104.66"))) * exact(500),
            figure("40", "万", Qualifier.NEARLY),
            True,
        ),
        (
            written(figure("28.99", "亿", Qualifier.ABOUT)) / written(figure("53.75", "亿")),
            figure("0.64", qualifier=Qualifier.NEARLY),
            False,
        ),
    ],
)
def test_what_the_sources_print_holds_or_not_by_its_own_digits(computed, stated, holds):
    assert computed.meets(as_point(stated) if stated.unit is Unit.CHANGE else written(stated)) is (
        holds
    )


def test_an_open_bound_reaches_any_height():
    assert written(figure("63", "亿", Qualifier.OVER)).high == INFINITE
