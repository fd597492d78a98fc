"""Checks of codes: check digits, markets, tickers, classifications and short names."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from types import ModuleType

import stdnum.cusip
import stdnum.figi
import stdnum.isin
import stdnum.lei
from stdnum.cn import uscc as stdnum_uscc
from stdnum.exceptions import ValidationError
from stdnum.gb import sedol as stdnum_sedol

from briefs.checks.case import Case, cases
from briefs.checks.finding import Finding, Verdict
from briefs.faults import Severity
from briefs.records.library import Library
from briefs.rules import rules

#: Characters of Chinese script, as a short name may hold them.
_CHINESE = re.compile(r"[\u3400-\u9fff]")


def isin(library: Library) -> Iterator[Finding]:
    """I01: test an ISIN: twelve characters, a country or XS, and its check digit.

    ISO 6166: Luhn's sum over letters written as numbers, by python-stdnum. Exact. One would not
    want it for the codes of vendors that look like one.
    """
    yield from _checked(library, "isin", stdnum.isin)


def lei(library: Library) -> Iterator[Finding]:
    """I02: test a legal entity identifier: twenty characters, modulo 97 is 1.

    ISO 17442, by python-stdnum. Exact. One would not want it to find identifiers that have
    lapsed: their digits stay right.
    """
    yield from _checked(library, "lei", stdnum.lei)


def uscc(library: Library) -> Iterator[Finding]:
    """I03: test a Chinese unified social credit code: eighteen characters, modulo 31.

    GB 32100, by python-stdnum. Exact. One would not want it for registration numbers of Hong
    Kong, which have no check digit.
    """
    yield from _checked(library, "uscc", stdnum_uscc)


def figi(library: Library) -> Iterator[Finding]:
    """I04: test the check digit of a FIGI, by python-stdnum. Exact.

    One would not want it for Bloomberg's older identifiers, which look alike.
    """
    yield from _checked(library, "figi", stdnum.figi)


def cusip(library: Library) -> Iterator[Finding]:
    """I04: test the check digit of a CUSIP, by python-stdnum. Exact.

    One would not want it for codes that a broker makes up for its own use.
    """
    yield from _checked(library, "cusip", stdnum.cusip)


def sedol(library: Library) -> Iterator[Finding]:
    """I04: test the check digit of a SEDOL, by python-stdnum. Exact.

    One would not want it for codes from before 2004, which held digits alone.
    """
    yield from _checked(library, "sedol", stdnum_sedol)


def _checked(library: Library, name: str, number: ModuleType) -> Iterator[Finding]:
    for case in cases(library):
        code = getattr(case.company.identifiers, name)
        if code is None:
            continue
        try:
            wrong = "" if number.validate(code) == code else "it is not written as it is registered"
        except ValidationError as error:
            wrong = str(error).rstrip(".")
        message = (
            f"{name} {code}: {wrong}" if wrong else f"the check digit of {name} {code} is right"
        )
        verdict = Verdict.CONTRADICTS if wrong else Verdict.HOLDS
        yield case.finding(("identifiers", name), name, verdict, message)


def mic(library: Library) -> Iterator[Finding]:
    """I05: test that a market code is one we know, and that the market has the board.

    A market code has no check digit, so membership in our part of ISO 10383 is all there is
    (briefs/rules/codes.yaml). Exact. One would not want it for a market that is not in that
    part yet: add its row.
    """
    for case in cases(library):
        code, board = case.company.identifiers.mic, case.company.listing.board
        if code is None:
            continue
        row = next((row for row in rules().codes.markets if row.mic == code), None)
        wrong = "is no market that we know" if row is None else ""
        if row is not None and row.boards and board not in row.boards:
            wrong = f"has no board {board}"
        verdict = Verdict.CONTRADICTS if wrong else Verdict.HOLDS
        message = f"{code} {wrong or f'has the board {board}'}"
        found = case.finding(("identifiers", "mic"), "mic", verdict, message)
        yield replace(found, severity=row.severity) if row else found


def ticker_mic(library: Library) -> Iterator[Finding]:
    """I06: test that a ticker looks as tickers of its market and board do.

    HKEX gives five digits, 08000 to 08999 on GEM; patterns of Shanghai, Shenzhen and Nasdaq are
    from memory, and only warn (briefs/rules/codes.yaml). Exact. One would not want it for
    warrants and funds, which have ranges of their own.
    """
    for case in cases(library):
        code, market = case.company.identifiers.ticker, case.company.identifiers.mic
        if code is None:
            continue
        board = case.company.listing.board
        rows = [row for row in rules().codes.tickers if row.mic == market and row.board == board]
        loc = ("identifiers", "ticker")
        if not rows:
            message = f"how a ticker looks on {board} of {market or 'no market'} is not known"
            yield case.finding(loc, "ticker_mic", Verdict.NOT_TESTABLE, message)
            continue
        fits = any(re.fullmatch(row.pattern, code) for row in rows)
        verdict = Verdict.HOLDS if fits else Verdict.CONTRADICTS
        message = (
            f"{code} {'looks' if fits else 'does not look'} like a ticker of {board}, {market}"
        )
        found = case.finding(loc, "ticker_mic", verdict, message)
        certain = all(row.severity is Severity.ERROR for row in rows)
        yield replace(found, severity=Severity.ERROR if certain else Severity.WARNING)


def classification(library: Library) -> Iterator[Finding]:
    """I07: test that a GICS or HSICS code has the digits of one of its levels.

    Two digits at every level (45, 4530, 453010, 45301020), none of them 00, so that each code
    names the levels above it. Exact; only warns. The lists themselves belong to their owners
    and are not here. One would not want it for older editions with other levels.
    """
    for case in cases(library):
        for row in rules().codes.classifications:
            code = getattr(case.company.identifiers, row.id)
            if code is not None:
                yield _classified(case, row.id, code, {int(one.value) for one in row.digits})


def _classified(case: Case, name: str, code: str, lengths: set[int]) -> Finding:
    steps = [code[index : index + 2] for index in range(0, len(code), 2)]
    holds = re.fullmatch(r"[0-9]+", code) and len(code) in lengths and "00" not in steps
    return case.finding(
        ("identifiers", name),
        "classification",
        Verdict.HOLDS if holds else Verdict.TENSION,
        f"{name} {code} {'has' if holds else 'does not have'} the digits of a level",
    )


def short_name(library: Library) -> Iterator[Finding]:
    """I08: test the length of a Hong Kong short name, and the mark after its hyphen.

    At most 15 Latin or 8 Chinese characters, and after a last hyphen only S, W, B, P or R, alone
    or together (HKEX naming conventions, briefs/rules/codes.yaml). Exact; only warns. One would
    not want it for names with a hyphen of their own.
    """
    for case in cases(library, hong_kong=True):
        name = case.company.identifiers.short_name
        if name is not None:
            yield _short_name(case, name)


def _short_name(case: Case, name: str) -> Finding:
    row = rules().codes.short_names[0]
    chinese = bool(_CHINESE.search(name))
    most = int((row.most_chinese if chinese else row.most_latin).value)
    stem, hyphen, mark = name.rpartition("-")
    wrong = []
    if len(name) > most:
        wrong.append(f"has {len(name)} characters, above {most}")
    if hyphen and stem and not (mark and set(mark) <= set(row.marks)):
        wrong.append(f"ends with -{mark}, which is no mark of the exchange")
    verdict = Verdict.TENSION if wrong else Verdict.HOLDS
    message = f"short name {name!r} {' and '.join(wrong) or 'is written as the exchange has them'}"
    return case.finding(("identifiers", "short_name"), "short_name", verdict, message)


#: Checks of codes, in the order in which a record holds them.
IDENTIFIER_CHECKS: tuple[Callable[[Library], Iterable[Finding]], ...] = (
    ticker_mic,
    mic,
    short_name,
    isin,
    lei,
    uscc,
    figi,
    cusip,
    sedol,
    classification,
)
