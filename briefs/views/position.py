"""The position: sections on a company's place in its market, its business and its funding."""

from __future__ import annotations

from collections.abc import Iterator

from briefs.figures import Figure
from briefs.records.business import Line
from briefs.records.market import Position, Share
from briefs.views.gains import tone_of
from briefs.views.parts import Phrase, Section, Term
from briefs.views.sections import section
from briefs.views.speech import Speaker, period_said, text_said
from briefs.views.subject import Subject, latest


def position(subject: Subject) -> Section | None:
    """Give the ranks and shares that the company is said to have."""
    rows = [_rank(subject, place) for place in subject.company.positions]
    rows += [
        _share(subject, share, figure)
        for share in subject.company.shares
        if not is_joint(subject, share) and (figure := _last_fact(subject, share))
    ]
    return section(subject, "section.position", rows)


def is_joint(subject: Subject, share: Share) -> bool:
    """Whether a share of a market is that of others, or of several companies together."""
    return bool(share.of) and share.of != (subject.book.subject,)


def _last_fact(subject: Subject, share: Share) -> Figure | None:
    series = subject.book.series(f"shares.{share.id}.share")
    return latest(tuple(figure for figure in series if not figure.forecast))


def _share(subject: Subject, share: Share, figure: Figure) -> Term:
    return Term(
        subject.words(
            "position.share", field=text_said(share.field), period=period_said(figure.period)
        ),
        subject.shown(figure),
        subject.voice.each(
            lambda speaker: speaker.say("position.by", by=_voice_of(subject, speaker, figure))
        ),
    )


def _rank(subject: Subject, place: Position) -> Term:
    figure = subject.book.figures[f"positions.{place.id}.rank"]
    detail = subject.voice.each(
        lambda speaker: speaker.say(
            "position.detail",
            measure=speaker.text(place.measured_by, subject.book),
            area=speaker.text(place.area, subject.book),
            period=speaker.period(figure.period),
            by=_voice_of(subject, speaker, figure),
        )
    )
    return Term(subject.text(place.field), subject.shown(figure), detail)


def _voice_of(subject: Subject, speaker: Speaker, figure: Figure) -> Phrase:
    """Say who is claimed to state a figure: a voice, or else the source itself."""
    sources = subject.notes.library.sources
    by = getattr(figure.origin, "by", "")
    if by:
        return speaker.text(sources.voices[by])
    return speaker.text(sources.sources[figure.sources[0]].publisher)


def business(subject: Subject) -> Section | None:
    """Give the figures of the business that the summary has no row for."""
    rows = [
        *subject.known_term("business.shipments", "shipments"),
        *subject.known_term("business.generations", "generations"),
        *subject.known_term("business.backlog", "order_backlog"),
        *subject.known_term("business.rd_staff", "people.rd_staff"),
        *(term for line in subject.company.lines for term in _growth(subject, line)),
    ]
    return section(subject, "section.business", rows)


def _growth(subject: Subject, line: Line) -> Iterator[Term]:
    figure = latest(subject.book.series(f"lines.{line.id}.growth"))
    if figure is None:
        return
    detail = subject.words("business.growth", period=period_said(figure.period))
    yield Term(subject.text(line.name), subject.shown(figure, tone_of(figure)), detail)


def funding(subject: Subject) -> Section | None:
    """Give what the company raised before the offering, and at what valuation."""
    rows = [
        *subject.known_term("funding.raised", "funding.raised"),
        *subject.known_term("funding.valuation", "funding.valuation"),
    ]
    return section(subject, "section.funding", rows)
