"""The offer: sections on its terms, its dates, who took part, and the first day of trading."""

from __future__ import annotations

from briefs.language.dates import DayStyle
from briefs.records.entries import NotDisclosed
from briefs.records.offering import Use
from briefs.views.parts import Date, Section, Term, Words
from briefs.views.sections import section, unless
from briefs.views.speech import key_said, listed, text_said
from briefs.views.subject import Subject

#: A single date needs no line of time: it stands among the terms.
FEWEST_DATES = 2

#: With more dates than this the timeline leaves out their year.
ROOM_FOR_YEARS = 3

#: Prices that stand only where a source gives them.
INCIDENTAL = frozenset({"debut.open", "debut.later"})

#: Prices, by the words of their label and where the book holds them.
PRICES = (
    ("price.open", "debut.open"),
    ("price.high", "debut.high"),
    ("price.close", "debut.close"),
    ("price.later", "debut.later"),
    ("price.market_cap_high", "debut.market_cap_high"),
    ("price.market_cap_close", "debut.market_cap_close"),
)


def terms(subject: Subject, shown: frozenset[str], *, brief: bool = False) -> Section | None:
    """Give the terms of the offer."""
    fixed = "offer.price_fixed" if subject.company.listing.fixed_price else "offer.price"
    rows = [
        *(() if brief else (_structure(subject),)),
        subject.term(fixed, "offer.price"),
        subject.term("offer.board_lot", "offer.board_lot"),
        subject.term("offer.entry_fee", "offer.entry_fee"),
        *subject.known_term("offer.shares", "offer.shares.total"),
        subject.term("offer.gross_proceeds", "offer.gross_proceeds"),
        *unless(shown, subject, "offer.net_proceeds", "offer.net_proceeds"),
        *(_use(subject, use) for use in subject.company.offer.uses),
    ]
    if len(_known_dates(subject)) < FEWEST_DATES:
        day = subject.time_value("timetable.listing", DayStyle.SHORT)
        rows.append(Term(subject.words("market.listing_date"), day))
    if isinstance(subject.company.sponsors, NotDisclosed):
        rows.append(Term(subject.words("offer.sponsors"), subject.missing("sponsors")))
    return section(subject, "section.offer", rows)


def _structure(subject: Subject) -> Term:
    instrument = subject.company.listing.instrument.replace("-", "_")
    said = subject.voice.value(key_said(f"instrument.{instrument}"))
    return Term(subject.words("offer.structure"), said)


def _use(subject: Subject, use: Use) -> Term:
    return Term(
        subject.words("offer.use", purpose=text_said(use.purpose, subject.book)),
        subject.value(f"offer.uses.{use.id}.share"),
        subject.text(use.detail) if use.detail else (),
    )


def dates(subject: Subject) -> Section | None:
    """Give the dates of the offering on a line of time."""
    known = _known_dates(subject)
    style = DayStyle.SHORT if len(known) <= ROOM_FOR_YEARS else DayStyle.DAY_MONTH
    found = [
        Date(
            label=subject.words(f"date.{name}_expected" if event.expected else f"date.{name}"),
            value=subject.time_value(f"timetable.{name}", style),
            past=bool(event.day and subject.company.day and event.day <= subject.company.day),
            expected=event.expected,
        )
        for name in known
        if (event := getattr(subject.company.timetable, name))
    ]
    if len(found) < FEWEST_DATES:
        return None
    return Section(subject.words("section.dates"), dates=tuple(found))


def _known_dates(subject: Subject) -> list[str]:
    names = type(subject.company.timetable).model_fields
    return [name for name in names if f"timetable.{name}" in subject.book.times]


def debut(subject: Subject, shown: frozenset[str]) -> Section | None:
    """Give the prices of the first day, and those since."""
    if subject.figure("debut.close") is None and subject.figure("debut.high") is None:
        return None
    rows = [
        term
        for key, path in PRICES
        if path not in INCIDENTAL or subject.figure(path)
        for term in unless(shown, subject, key, path)
    ]
    return section(subject, "section.debut", rows)


def demand(subject: Subject, shown: frozenset[str]) -> Section | None:
    """Give how often the offer was subscribed, and by how many."""
    paths = ("demand.public", "demand.international", "demand.applicants")
    if not any(subject.figure(path) for path in paths):
        return None
    rows = [term for path in paths for term in unless(shown, subject, path, path)]
    return section(subject, "section.demand", rows)


def cornerstones(subject: Subject) -> Section | None:
    """Give what the cornerstone investors took, and who they are."""
    if subject.company.cornerstones is None:
        return None
    share = subject.figure("cornerstones.share")
    label = subject.words("cornerstone.share")
    if share is not None and share.basis:
        basis = subject.notes.library.sources.bases[share.basis]
        label = subject.words("cornerstone.share_of", basis=text_said(basis))
    rows = [
        subject.term("cornerstone.count", "cornerstones.count"),
        subject.term("cornerstone.amount", "cornerstones.amount"),
        Term(label, subject.value("cornerstones.share")),
    ]
    return section(subject, "section.cornerstones", rows, _named(subject))


def _named(subject: Subject) -> tuple[Words, ...]:
    cornerstones = subject.company.cornerstones
    if cornerstones is None or not cornerstones.named:
        return ()
    key = "cornerstone.all" if cornerstones.named_complete else "cornerstone.among"
    names = listed(subject.text_said(party.name) for party in cornerstones.named)
    return (subject.words(key, names=names),)
