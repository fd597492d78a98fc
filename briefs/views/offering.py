"""The offering: key figures of the strip, and the sections of the sidebar."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from briefs.checks import Finding, Verdict
from briefs.figures import Figure
from briefs.language.dates import DayStyle, PeriodStyle
from briefs.language.prose import clauses
from briefs.records.company import Line, Share, Stage, Use, stage
from briefs.records.entries import NotDisclosed
from briefs.views.parts import Checked, Date, Phrase, Section, Term, Tile, Tone, Value, Words
from briefs.views.speech import Speaker
from briefs.views.subject import Subject, latest

TILES = 6

#: A single date needs no line of time: it stands among the terms.
FEWEST_DATES = 2

#: With more dates than this the timeline leaves out their year.
ROOM_FOR_YEARS = 3


def tiles(subject: Subject) -> tuple[Tile, ...]:
    """Give the six key figures: what the offer is while it is open, what came of it after."""
    listed = stage(subject.company) is Stage.LISTED and subject.figure("debut.close")
    candidates = list(_listed(subject) if listed else _open(subject))
    disclosed = [tile for tile in candidates if tile.value.tone is not Tone.MISSING]
    chosen = {id(tile) for tile in (*disclosed, *candidates)[:TILES]}
    return tuple(tile for tile in candidates if id(tile) in chosen)


def _open(subject: Subject) -> Iterator[Tile]:
    fixed = "tile.offer_price_fixed" if subject.company.listing.fixed_price else "offer.price"
    yield Tile(subject.value("offer.price"), subject.words(fixed))
    yield Tile(subject.value("offer.entry_fee"), _entry_fee_label(subject))
    listing = subject.company.timetable.listing
    expected = "tile.expected_listing" if listing and listing.expected else "market.listing_date"
    yield Tile(subject.time_value("timetable.listing", DayStyle.SHORT), subject.words(expected))
    yield from _business(subject)


def _listed(subject: Subject) -> Iterator[Tile]:
    yield Tile(subject.value("debut.close"), subject.words("tile.close"))
    yield Tile(subject.shown(*_gain(subject, "close")), subject.words("tile.gain_close"))
    yield Tile(subject.shown(*_gain(subject, "high")), subject.words("tile.gain_high"))
    yield Tile(subject.value("debut.market_cap_close"), subject.words("tile.market_cap_close"))
    yield Tile(subject.value("offer.net_proceeds"), subject.words("offer.net_proceeds"))
    yield Tile(subject.value("demand.public"), subject.words("tile.public_subscription"))
    yield from _business(subject)


def _business(subject: Subject) -> Iterator[Tile]:
    for key, path in (
        ("tile.revenue", "revenue"),
        ("tile.rd_to_revenue", "rd_to_revenue"),
        ("tile.customers", "concentration.customers"),
    ):
        figure = _last_year(subject, path) if path != "concentration.customers" else None
        figure = figure or latest(subject.book.series(path))
        if figure is not None:
            yield Tile(
                subject.shown(figure),
                subject.words(
                    key,
                    period=lambda speaker, figure=figure: speaker.period(
                        figure.period, PeriodStyle.SHORT
                    ),
                ),
            )


def _last_year(subject: Subject, path: str) -> Figure | None:
    return latest(tuple(f for f in subject.book.series(path) if not f.period.is_interim))


def _entry_fee_label(subject: Subject) -> Words:
    lot = subject.figure("offer.board_lot")
    if lot is None:
        return subject.words("offer.entry_fee")
    return subject.words("tile.entry_fee", lot=lambda speaker: speaker.figure(lot))


def _gain(subject: Subject, kind: str) -> tuple[Figure, Tone]:
    """Give the gain over the offer price that a page shows: as stated where that holds.

    Where a stated gain does not follow from the prices, the computed one is shown.
    """
    figure = shown_gain(subject, kind)
    if figure is None:
        message = f"{subject.book.subject} has a {kind} but no gain over the offer price"
        raise ValueError(message)
    return figure, tone_of(figure)


def shown_gain(subject: Subject, kind: str) -> Figure | None:
    """Give the gain over the offer price that a page shows, or none."""
    stated, computed = subject.figure(f"debut.gain_{kind}"), subject.figure(f"gain.{kind}")
    for finding in subject.notes.findings:
        if stated and finding.stated.id == stated.id and finding.verdict is Verdict.HOLDS:
            return stated
    return computed


def tone_of(figure: Figure) -> Tone:
    """Say whether a change goes up or down."""
    if figure.value > 0:
        return Tone.UP
    return Tone.DOWN if figure.value < 0 else Tone.PLAIN


def sidebar(subject: Subject, shown: frozenset[str], *, brief: bool) -> tuple[Section, ...]:
    """Give the sections of the sidebar that the record can fill.

    `shown` are the paths of figures that the strip shows already; a brief sidebar keeps to the
    offering and to what the company's position is said to be.
    """
    if brief:
        sections = [
            _terms(subject, shown, brief=True),
            _dates(subject),
            _debut(subject, shown | {"debut.open"}),
            _cornerstones(subject),
            _position(subject),
        ]
        return tuple(_shortened(section) for section in sections if section)
    sections = [
        _terms(subject, shown),
        _dates(subject),
        _debut(subject, shown),
        _demand(subject, shown),
        _cornerstones(subject),
        _position(subject),
        _business_section(subject),
        _funding(subject),
    ]
    return tuple(section for section in sections if section)


def _shortened(section: Section) -> Section:
    """Leave out the details of terms, for a page that says everything twice."""
    return replace(section, terms=tuple(replace(term, detail=()) for term in section.terms))


def _section(
    subject: Subject, title: str, terms: list[Term], text: tuple[Words, ...] = ()
) -> Section | None:
    """Make a section whose undisclosed terms are named together, in one line."""
    known = tuple(term for term in terms if term.value.tone is not Tone.MISSING)
    missing = [term for term in terms if term.value.tone is Tone.MISSING]
    if not known and not text:
        return None
    if missing:
        notes = tuple(sorted({note for term in missing for note in term.value.notes}))
        line = subject.words(
            "section.not_disclosed",
            names=lambda speaker: clauses(
                [
                    str(next(phrase for phrase in term.label if phrase.language == speaker.language))
                    for term in missing
                ],
                speaker.wording,
            ),
        )
        text = (*text, tuple(replace(phrase, notes=notes) for phrase in line))
    return Section(subject.words(title), known, text=text)


def _unless(shown: frozenset[str], subject: Subject, key: str, path: str) -> tuple[Term, ...]:
    """Give a labelled figure, unless the strip shows it or the record does not speak of it."""
    return () if path in shown else subject.known_term(key, path)


def _terms(subject: Subject, shown: frozenset[str], *, brief: bool = False) -> Section | None:
    fixed = "offer.price_fixed" if subject.company.listing.fixed_price else "offer.price"
    instrument = subject.company.listing.instrument.replace("-", "_")
    structure = Term(
        subject.words("offer.structure"),
        subject.voice.value(lambda speaker: speaker.say(f"instrument.{instrument}")),
    )
    terms = [
        *(() if brief else (structure,)),
        subject.term(fixed, "offer.price"),
        subject.term("offer.board_lot", "offer.board_lot"),
        subject.term("offer.entry_fee", "offer.entry_fee"),
        *subject.known_term("offer.shares", "offer.shares.total"),
        subject.term("offer.gross_proceeds", "offer.gross_proceeds"),
        *_unless(shown, subject, "offer.net_proceeds", "offer.net_proceeds"),
        *(_use(subject, use) for use in subject.company.offer.uses),
    ]
    if len(_known_dates(subject)) < FEWEST_DATES:
        terms.append(
            Term(
                subject.words("market.listing_date"),
                subject.time_value("timetable.listing", DayStyle.SHORT),
            )
        )
    if isinstance(subject.company.sponsors, NotDisclosed):
        terms.append(Term(subject.words("offer.sponsors"), subject.missing("sponsors")))
    return _section(subject, "section.offer", terms)


def _use(subject: Subject, use: Use) -> Term:
    label = subject.words(
        "offer.use", purpose=lambda speaker: speaker.text(use.purpose, subject.book)
    )
    return Term(
        label,
        subject.value(f"offer.uses.{use.id}.share"),
        subject.text(use.detail) if use.detail else (),
    )


def _dates(subject: Subject) -> Section | None:
    known = _known_dates(subject)
    style = DayStyle.SHORT if len(known) <= ROOM_FOR_YEARS else DayStyle.DAY_MONTH
    dates = [
        Date(
            label=subject.words(_date_key(subject, name)),
            value=subject.time_value(f"timetable.{name}", style),
            past=bool(event.day and subject.company.day and event.day <= subject.company.day),
            expected=event.expected,
        )
        for name in known
        if (event := getattr(subject.company.timetable, name))
    ]
    if len(dates) < FEWEST_DATES:
        return None
    return Section(subject.words("section.dates"), dates=tuple(dates))


def _known_dates(subject: Subject) -> list[str]:
    names = type(subject.company.timetable).model_fields
    return [name for name in names if f"timetable.{name}" in subject.book.times]


def _date_key(subject: Subject, name: str) -> str:
    event = getattr(subject.company.timetable, name)
    return f"date.{name}_expected" if event.expected else f"date.{name}"


def _debut(subject: Subject, shown: frozenset[str]) -> Section | None:
    if subject.figure("debut.close") is None and subject.figure("debut.high") is None:
        return None
    terms = [
        term
        for key, path in (
            ("price.open", "debut.open"),
            ("price.high", "debut.high"),
            ("price.close", "debut.close"),
            ("price.later", "debut.later"),
            ("price.market_cap_high", "debut.market_cap_high"),
            ("price.market_cap_close", "debut.market_cap_close"),
        )
        for term in _unless(shown, subject, key, path)
        if path != "debut.later" or subject.figure(path)
    ]
    return _section(subject, "section.debut", terms)


def _demand(subject: Subject, shown: frozenset[str]) -> Section | None:
    paths = ("demand.public", "demand.international", "demand.applicants")
    if not any(subject.figure(path) for path in paths):
        return None
    terms = [term for path in paths for term in _unless(shown, subject, path, path)]
    return _section(subject, "section.demand", terms)


def _cornerstones(subject: Subject) -> Section | None:
    cornerstones = subject.company.cornerstones
    if cornerstones is None:
        return None
    share = subject.figure("cornerstones.share")
    label = subject.words("cornerstone.share")
    if share is not None and share.basis:
        bases = subject.notes.library.sources.bases
        label = subject.words(
            "cornerstone.share_of",
            basis=lambda speaker: speaker.text(bases[share.basis]),
        )
    terms = [
        subject.term("cornerstone.count", "cornerstones.count"),
        subject.term("cornerstone.amount", "cornerstones.amount"),
        Term(label, subject.value("cornerstones.share")),
    ]
    key = "cornerstone.all" if cornerstones.named_complete else "cornerstone.among"
    text = (
        (
            subject.words(
                key,
                names=lambda speaker: speaker.joined(
                    speaker.text(party.name, subject.book, subject.company.declared_names)
                    for party in cornerstones.named
                ),
            ),
        )
        if cornerstones.named
        else ()
    )
    return _section(subject, "section.cornerstones", terms, text)


def _position(subject: Subject) -> Section | None:
    terms = [_rank(subject, position.id) for position in subject.company.positions]
    for share in subject.company.shares:
        if is_joint(subject, share):
            continue
        figure = latest(
            tuple(f for f in subject.book.series(f"shares.{share.id}.share") if not f.forecast)
        )
        if figure is not None:
            terms.append(
                Term(
                    subject.words(
                        "position.share",
                        field=lambda speaker, share=share: speaker.text(share.field),
                        period=lambda speaker, figure=figure: speaker.period(figure.period),
                    ),
                    subject.shown(figure),
                    _by(subject, figure),
                )
            )
    return _section(subject, "section.position", terms)


def is_joint(subject: Subject, share: Share) -> bool:
    """Whether a share of a market is that of others, or of several companies together."""
    return bool(share.of) and share.of != (subject.book.subject,)


def _rank(subject: Subject, name: str) -> Term:
    position = next(item for item in subject.company.positions if item.id == name)
    figure = subject.book.figures[f"positions.{name}.rank"]
    detail = subject.voice.each(
        lambda speaker: speaker.say(
            "position.detail",
            measure=speaker.text(position.measured_by, subject.book),
            area=speaker.text(position.area, subject.book),
            period=speaker.period(figure.period),
            by=_voice_of(subject, speaker, figure),
        )
    )
    return Term(subject.text(position.field), subject.shown(figure), detail)


def _by(subject: Subject, figure: Figure) -> Words:
    return subject.voice.each(
        lambda speaker: speaker.say("position.by", by=_voice_of(subject, speaker, figure))
    )


def _voice_of(subject: Subject, speaker: Speaker, figure: Figure) -> Phrase:
    """Say who is claimed to state a figure: a voice, or else the source itself."""
    sources = subject.notes.library.sources
    by = getattr(figure.origin, "by", "")
    if by:
        return speaker.text(sources.voices[by])
    return speaker.text(sources.sources[figure.sources[0]].publisher)


def _business_section(subject: Subject) -> Section | None:
    terms = [
        *subject.known_term("business.shipments", "shipments"),
        *subject.known_term("business.generations", "generations"),
        *subject.known_term("business.backlog", "order_backlog"),
        *subject.known_term("business.rd_staff", "people.rd_staff"),
        *(term for line in subject.company.lines for term in _growth(subject, line)),
    ]
    customers = subject.company.concentration.main_customers
    if not customers:
        return _section(subject, "section.business", terms)
    figure = latest(subject.book.series("concentration.customers"))
    if figure is not None:
        label = subject.words(
            "tile.customers", period=lambda speaker: speaker.period(figure.period)
        )
        terms.append(Term(label, subject.shown(figure)))
    text = subject.words(
        "concentration.main",
        names=lambda speaker: speaker.joined(
            speaker.text(party.name, subject.book, subject.company.declared_names)
            for party in customers
        ),
    )
    return _section(subject, "section.business", terms, (text,))


def _growth(subject: Subject, line: Line) -> Iterator[Term]:
    figure = latest(subject.book.series(f"lines.{line.id}.growth"))
    if figure is None:
        return
    label = subject.words(
        "business.growth",
        line=lambda speaker: speaker.text(line.name),
        period=lambda speaker: speaker.period(figure.period),
    )
    yield Term(label, subject.shown(figure, tone_of(figure)))


def _funding(subject: Subject) -> Section | None:
    terms = [
        *subject.known_term("funding.raised", "funding.raised"),
        *subject.known_term("funding.valuation", "funding.valuation"),
    ]
    return _section(subject, "section.funding", terms)


def checked(subject: Subject, findings: tuple[Finding, ...]) -> tuple[Checked, ...]:
    """Say what the checks found on a company's figures."""
    lines = []
    for finding in findings:
        computed = finding.computed
        if finding.verdict is Verdict.NOT_TESTABLE or computed is None:
            continue
        words = subject.words(
            f"checked.{finding.check}.{finding.verdict.name.lower()}",
            stated=lambda speaker, finding=finding: speaker.figure(finding.stated),
            computed=lambda speaker, computed=computed: speaker.figure(computed),
        )
        marks = subject.notes.marks(finding.stated)
        lines.append(
            Checked(
                finding.verdict.name.lower(),
                tuple(replace(phrase, notes=marks) for phrase in words) if marks else words,
            )
        )
    return tuple(lines)


def stage_words(subject: Subject) -> Words:
    """Name the stage of the offering."""
    return subject.words(f"stage.{stage(subject.company).name.lower()}")


__all__ = ["Value", "checked", "shown_gain", "sidebar", "stage_words", "tiles", "tone_of"]
