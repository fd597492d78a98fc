"""Codes: check digits by python-stdnum, and what rows say of markets, tickers and names."""

import pytest
from small_library import CONTRADICTS, HOLDS, NOT_TESTABLE, TENSION, only, verdicts

from briefs.checks.identifiers import (
    IDENTIFIER_CHECKS,
    classification,
    cusip,
    figi,
    isin,
    lei,
    mic,
    sedol,
    short_name,
    ticker_mic,
    uscc,
)
from briefs.faults import Severity


@pytest.mark.parametrize(
    ("check", "right", "wrong"),
    [
        (isin, "HK0388045442", "HK0388045443"),
        (isin, "US67066G1040", "US67066G1041"),
        (isin, "US67066G1040", "QQ67066G1040"),  # no such country
        (isin, "US67066G1040", "us67066g1040"),
        (isin, "US67066G1040", "US67066G104"),
        (lei, "300300LRJ5FEZ23N8725", "300300LRJ5FEZ23N8726"),
        (uscc, "91110000600037341L", "91110000600037342L"),
        (figi, "BBG000BLNQ16", "BBG000BLNQ14"),
        (cusip, "67066G104", "67066G105"),
        (sedol, "B15KXQ8", "B15KXQ9"),
    ],
)
def test_a_check_digit_is_right_or_wrong(check, right, wrong):
    path = f"identifiers.{check.__name__}"
    assert verdicts(check, {path: right}) == {path: HOLDS}
    assert verdicts(check, {path: wrong}) == {path: CONTRADICTS}


@pytest.mark.parametrize("check", IDENTIFIER_CHECKS)
def test_a_code_that_is_not_given_is_not_asked_about(check):
    assert verdicts(check, {}) == {}


@pytest.mark.parametrize(
    ("code", "board", "verdict"),
    [
        ("XHKG", "main-board", HOLDS),
        ("XHKG", "gem", HOLDS),
        ("XSHG", "star", HOLDS),
        ("XSHE", "star", CONTRADICTS),
        ("XNAS", "nasdaq", HOLDS),
        ("XNYS", "main-board", HOLDS),  # boards of New York are not in our rows
        ("XXXX", "main-board", CONTRADICTS),
    ],
)
def test_a_market_is_one_we_know_and_has_the_board(code, board, verdict):
    facts = {"identifiers.mic": code, "listing.board": board}
    assert verdicts(mic, facts) == {"identifiers.mic": verdict}


@pytest.mark.parametrize(
    ("ticker", "code", "board", "verdict"),
    [
        ("00600", "XHKG", "main-board", HOLDS),
        ("06082", "XHKG", "main-board", HOLDS),
        ("80388", "XHKG", "main-board", HOLDS),
        ("83900", "XHKG", "main-board", CONTRADICTS),
        ("0600", "XHKG", "main-board", CONTRADICTS),
        ("08100", "XHKG", "main-board", CONTRADICTS),
        ("08100", "XHKG", "gem", HOLDS),
        ("688795", "XSHG", "star", HOLDS),
        ("600519", "XSHG", "star", CONTRADICTS),
        ("NVDA", "XNAS", "nasdaq", HOLDS),
        ("00600", "XNYS", "main-board", NOT_TESTABLE),
    ],
)
def test_a_ticker_looks_as_its_board_has_them(ticker, code, board, verdict):
    facts = {
        "identifiers.ticker": f'"{ticker}"',
        "identifiers.mic": code,
        "listing.board": board,
    }
    assert verdicts(ticker_mic, facts) == {"identifiers.ticker": verdict}


def test_a_ticker_without_a_market_is_not_testable():
    assert verdicts(ticker_mic, {"identifiers.ticker": '"00600"'}) == {
        "identifiers.ticker": NOT_TESTABLE
    }


def test_a_pattern_from_memory_only_warns():
    facts = {"identifiers.ticker": '"600519"', "identifiers.mic": "XSHG", "listing.board": "star"}
    assert only(ticker_mic, facts).severity is Severity.WARNING
    facts = {"identifiers.ticker": '"0600"', "identifiers.mic": "XHKG"}
    assert only(ticker_mic, facts).severity is Severity.ERROR


@pytest.mark.parametrize(
    ("name", "code", "verdict"),
    [
        ("gics", "45", HOLDS),
        ("gics", "45301020", HOLDS),
        ("gics", "453", TENSION),
        ("gics", "4500", TENSION),
        ("gics", "4530102010", TENSION),
        ("gics", "45a0", TENSION),
        ("hsics", "7010", HOLDS),
        ("hsics", "70102010", TENSION),
    ],
)
def test_a_class_has_the_digits_of_a_level(name, code, verdict):
    facts = {f"identifiers.{name}": f'"{code}"'}
    assert verdicts(classification, facts) == {f"identifiers.{name}": verdict}


@pytest.mark.parametrize(
    ("name", "verdict"),
    [
        ("AXERA", HOLDS),
        ("BIREN TECH-P", HOLDS),
        ("BIREN TECH-SW", HOLDS),
        ("BIREN TECHNOLOGY", TENSION),
        ("ANT-X", TENSION),
        ("ANT-", TENSION),
        ("壁仞科技", HOLDS),
        ("上海壁仞科技股份公司", TENSION),
    ],
)
def test_a_short_name_is_short_and_its_mark_is_known(name, verdict):
    facts = {"identifiers.short_name": name}
    assert verdicts(short_name, facts) == {"identifiers.short_name": verdict}


def test_short_names_of_other_markets_are_passed_over():
    facts = {"identifiers.short_name": "A VERY LONG NAME INDEED", "identifiers.mic": "XSHG"}
    assert verdicts(short_name, {**facts, "listing.board": "star"}) == {}
