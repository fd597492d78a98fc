"""Checks of wording: what a source's own words beside a fact say, and dates that lean on today."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal
from functools import lru_cache

from briefs.checks.finding import Finding, Verdict, about
from briefs.checks.growth import direction_wording
from briefs.checks.lexicon import Lexicon, Times, lexicon
from briefs.checks.passages import path_of
from briefs.checks.weighing import is_open, slack, untested
from briefs.faults import Severity
from briefs.figures import NOT_STATED, Figure, PeriodKind, Qualifier, Stated, Unit
from briefs.figures.interval import Interval, printed, written
from briefs.figures.period import DURATIONS
from briefs.measures import multiple
from briefs.records.book import Book, Saying
from briefs.records.company import Company, Stage, stage
from briefs.records.fields import in_language
from briefs.records.library import Library
from briefs.records.market import Claim
from briefs.records.prose import pieces

#: What a measure adds up over a stretch of time.
FLOWS = frozenset(
    {
        *("revenue", "revenue_change", "gross_margin", "gross_profit", "loss", "adjusted_loss"),
        *("rd_expense", "rd_share_of_opex", "rd_staff_cost", "opex", "non_operating"),
        *("cumulative_loss", "concentration"),
    }
)

#: What stands at a moment.
BALANCES = frozenset(
    {"order_backlog", "registered_capital", "par_value", "shares_issued", "people", "debut"}
)

_MOMENTS = (PeriodKind.INSTANT, PeriodKind.MONTH, PeriodKind.NOT_STATED)

#: What time a flow wants, and a balance.
STRETCH, MOMENT = "a stretch of time", "a moment"


def multiple_wording(library: Library) -> Iterator[Finding]:
    """Test multiples in a source's words against the two figures they compare (F03).

    "Increased 8-fold" is 9 times to those who count the increase and 8 times to those who count
    the result; 增长n倍 ends at n + 1 times, 增至n倍 at n times. later ÷ earlier must meet the
    number in every reading, within the digits written and, for "more than", within what such a
    writer would still call it; where only one reading fits, the words strain. Inputs are the
    wording beside a figure (`as_stated`) and its `base`. One would not want this for figures of
    speech. The page prints ratio and percentage together.
    """
    for book in library.books.values():
        for saying in book.sayings:
            words = _lexicon(library, saying)
            times = words.times(saying.words) if words else None
            figure = book.get(saying.path)
            # A subscription level is a multiple itself, and compares nothing.
            if times is not None and figure is not None and figure.unit is not Unit.TIMES:
                yield _multiple(book, saying, figure, times)


def _multiple(book: Book, saying: Saying, figure: Figure, times: Times) -> Finding:
    base = book.get(saying.base) if saying.base else None
    if base is None or is_open(base, figure) or written(base).low <= 0:
        return untested(figure, "multiple_wording", "its words name no base")
    ratio = written(figure) / written(base)
    computed = multiple(f"multiple.{saying.base}..{saying.path}", base, figure)
    fitting = [number for number in times.readings if ratio.meets(_spoken(number, times.qualifier))]
    verdict = Verdict.HOLDS if len(fitting) == len(times.readings) else Verdict.TENSION
    if not fitting:
        verdict = Verdict.CONTRADICTS
    relation = {Verdict.HOLDS: "agrees with", Verdict.TENSION: "agrees, in one reading, with"}
    finding = about(
        figure,
        "multiple_wording",
        verdict,
        f"{figure.path} is {computed} {base.path}, which "
        f"{relation.get(verdict, 'does not agree with')} “{saying.words}”",
        inputs=(figure, base),
        computed=computed,
    )
    # It is about the words; the figure beside them stays as it is.
    return replace(finding, stated=None, severity=Severity.WARNING)


def _spoken(number: Decimal, qualifier: Qualifier) -> Interval:
    """Give what a writer means by a multiple in words."""
    unit = Decimal(10) ** int(number.as_tuple().exponent)
    match qualifier:
        case Qualifier.OVER:
            return Interval(number, number + slack(number, unit))
        case Qualifier.NEARLY:
            return Interval(number - unit, number, open_above=True)
        case Qualifier.ABOUT:
            return Interval(number - unit, number + unit)
    return printed(number, unit)


def period_type(library: Library) -> Iterator[Finding]:
    """Demand a stretch of time for flows and a moment for balances (F13).

    Revenue, losses and costs need a period with months; prices, head counts, capital and
    backlogs need a day. Where a source's own words put a flow at a moment ("as at year-end",
    截至…年底), that is a tension: the period is ours. One would not want this for figures that
    average a balance over a year. As XBRL distinguishes duration and instant.
    """
    for book in library.books.values():
        for figure in book.stated:
            wanted = _wanted(figure.path)
            if wanted and figure.period.kind is not PeriodKind.NOT_STATED:
                yield _period_type(figure, wanted)
        for saying in book.sayings:
            words = _lexicon(library, saying)
            spoken = words.find("instant", saying.words) if words else ""
            if spoken and _is_flow(saying.path):
                message = f"{saying.path} is a flow, and its source puts it at {spoken!r}"
                yield _of(saying, book, "period_type", Verdict.TENSION, message)


def _is_flow(path: str) -> bool:
    parts = path.split(".")
    return parts[0] in FLOWS or (parts[0] == "products" and "units" in parts)


@lru_cache(maxsize=4096)
def _wanted(path: str) -> str:
    """Give what time a figure wants by its path; nothing for what neither flows nor stands."""
    if _is_flow(path):
        return STRETCH
    return MOMENT if path.split(".", maxsplit=1)[0] in BALANCES or path.endswith(".stake") else ""


def _period_type(figure: Figure, wanted: str) -> Finding:
    kind = figure.period.kind
    fits = kind in DURATIONS if wanted is STRETCH else kind in _MOMENTS
    verdict, is_one = (Verdict.HOLDS, "one") if fits else (Verdict.CONTRADICTS, "none")
    words = "{0.path} wants {1}, and {0.period} is {2}"
    return about(figure, "period_type", verdict, words, figure, wanted, is_one)


def no_relative_dates(library: Library) -> Iterator[Finding]:
    """Refuse dates that lean on the day of reading: "this year", 今年, 上半年 without a year (F25).

    In our own texts they are an error, since a page is read later than it is written; words in
    quotation marks are somebody else's. In a source's wording beside a fact they are a tension:
    the article may have copied them from an older document. Inputs are all texts of a record,
    the wordings (`as_stated`), and the lexicon of each language. One would not want this for a
    page that is set anew every day.
    """
    for name, found_in in library.texts.items():
        for loc, text in found_in:
            for language in text:
                words = lexicon(language)
                found = words.find("relative", plain(in_language(text, language))) if words else ""
                if found:
                    yield Finding(
                        check="no_relative_dates",
                        verdict=Verdict.CONTRADICTS,
                        subject=name,
                        path=path_of(loc),
                        place=library.place(name, (*loc, language)),
                        words=f"{found!r} leans on the day of reading; name the period",
                    )
    for book in library.books.values():
        for saying in book.sayings:
            lexical = _lexicon(library, saying)
            found = lexical.find("relative", saying.words) if lexical else ""
            if found:
                figure = book.get(saying.path)
                period = f"; the record reads {figure.period}" if figure else ""
                message = f"the source of {saying.path} says {found!r}{period}"
                yield _of(saying, book, "no_relative_dates", Verdict.TENSION, message)


def plain(words: str) -> str:
    """Give the plain words of a text, without its references."""
    if "{" not in words:
        return words
    return "\0".join(piece for piece in pieces(words) if isinstance(piece, str))


def superlative_attributed(library: Library) -> Iterator[Finding]:
    """Ask who calls something first or largest, and as of when (F26).

    A rank wants `by` and a period; a claim of the record whose words, or whose source's words,
    hold a superlative wants `by` and `as_of`. What it is measured by, a rank says in
    `measured_by`. A tension: the page prints "no authority is named". One would not want this
    for ordinals ("first half"). House rule after A10, A18 and B03 of the fact inventory.
    """
    for name, company in library.companies.items():
        book = library.books[name]
        for position in company.positions:
            rank = book.get(f"positions.{position.id}.rank")
            if rank is not None:
                said = isinstance(rank.origin, Stated) and rank.origin.by
                yield _attributed(rank, by=bool(said), dated=rank.period != NOT_STATED)
        for index, claim in enumerate(company.claims):
            found = _superlative(library, company, claim)
            if found:
                yield _claim_attributed(library, name, index, claim, found)


def _attributed(rank: Figure, *, by: bool, dated: bool) -> Finding:
    verdict = Verdict.HOLDS if by and dated else Verdict.TENSION
    message = f"{rank.path} {_lacks(by=by, dated=dated)}"
    return about(rank, "superlative_attributed", verdict, message)


def _lacks(*, by: bool, dated: bool) -> str:
    lacking = [what for what, is_there in (("voice", by), ("date", dated)) if not is_there]
    return f"has no {' and no '.join(lacking)}" if lacking else "has a voice and a date"


def _superlative(library: Library, company: Company, claim: Claim) -> str:
    source = library.sources.sources[claim.source or company.source]
    said = lexicon(source.language)
    found = said.find("superlative", claim.as_stated.words) if said and claim.as_stated else ""
    for language in claim.what:
        words = lexicon(language)
        found = found or (
            words.find("superlative", plain(in_language(claim.what, language))) if words else ""
        )
    return found


def _claim_attributed(library: Library, name: str, index: int, claim: Claim, found: str) -> Finding:
    dated = claim.as_of is not None and claim.as_of != "not stated"
    by = claim.by is not None
    return Finding(
        check="superlative_attributed",
        verdict=Verdict.HOLDS if by and dated else Verdict.TENSION,
        subject=name,
        path=f"claims.{index + 1}",
        place=library.place(name, ("claims", index)),
        words=f"the claim of {found!r} {_lacks(by=by, dated=dated)}",
    )


def stage_consistency(library: Library) -> Iterator[Finding]:
    """Test headlines against how far the offering had come on the record's day (F31).

    The stage follows from the timetable and the record's as_of; a source's wording beside a
    date of the timetable, and our own headline, may name no other. A tension: a title is often
    older than the text below it. One would not want this for a headline about another company.
    """
    for name, company in library.companies.items():
        derived = stage(company)
        if derived is Stage.UNLISTED:
            continue
        book = library.books[name]
        for saying in book.sayings:
            words = _lexicon(library, saying)
            if words and saying.path.startswith("timetable."):
                for told in words.stages(saying.words):
                    yield _of(saying, book, "stage_consistency", *_stage(told, derived))
        headline = company.narrative.headline if company.narrative else {}
        for language in headline:
            own = lexicon(language)
            for told in own.stages(plain(in_language(headline, language))) if own else ():
                verdict, message = _stage(told, derived)
                place = library.place(name, ("narrative", "headline", language))
                path = "narrative.headline"
                yield Finding("stage_consistency", verdict, name, path, place, message)


def _stage(told: Stage, derived: Stage) -> tuple[Verdict, str]:
    if told is derived:
        return Verdict.HOLDS, f"the words say {told.value!r}, and so do the dates"
    message = f"the words say {told.value!r}, and by its dates the offering is {derived.value!r}"
    return Verdict.TENSION, message


def _lexicon(library: Library, saying: Saying) -> Lexicon | None:
    source = library.sources.sources.get(saying.source)
    return lexicon(source.language) if source else None


def _of(saying: Saying, book: Book, check: str, verdict: Verdict, message: str) -> Finding:
    return Finding(
        check=check,
        verdict=verdict,
        subject=saying.subject,
        path=saying.path,
        place=saying.place,
        words=message,
        stated=book.get(saying.path),
    )


#: Checks that read a source's words, and ours.
WORDING_CHECKS = (
    multiple_wording,
    direction_wording,
    period_type,
    no_relative_dates,
    superlative_attributed,
    stage_consistency,
)
