"""Concentration: what the five largest customers and suppliers make up, period by period."""

from __future__ import annotations

from briefs.language.dates import PeriodStyle
from briefs.views.parts import Bar, BarRow, Bars, Section, Words
from briefs.views.speech import listed, period_said
from briefs.views.subject import Subject

#: Series of shares, by the words over their column, and for a section that has no other.
SERIES = (
    ("concentration.of_customers", "section.customers", "concentration.customers"),
    ("concentration.of_suppliers", "section.suppliers", "concentration.suppliers"),
)


def concentration(subject: Subject) -> Section | None:
    """Give the shares of the five largest as small bars, and who the customers are."""
    series = [one for one in SERIES if subject.book.series(one[2])]
    if not series:
        return None
    known = [figure.period for *_, path in series for figure in subject.book.series(path)]
    periods = sorted(
        dict.fromkeys(known), key=lambda one: (str(one.end or ""), str(one.start or ""))
    )
    rows = tuple(
        BarRow(
            subject.voice.value(period_said(period, PeriodStyle.AXIS)),
            tuple(_bar(subject, path, str(period)) for *_, path in series),
        )
        for period in periods
    )
    names = tuple(subject.words(key) for key, *_ in series)
    title = "section.concentration" if len(series) > 1 else series[0][1]
    return Section(subject.words(title), bars=Bars(names, rows), text=_named(subject))


def _bar(subject: Subject, path: str, period: str) -> Bar:
    figure = subject.figure(f"{path}.{period}")
    if figure is None:
        return Bar(subject.missing(f"{path}.{period}", short=True))
    return Bar(subject.shown(figure), f"{figure.shown:f}%")


def _named(subject: Subject) -> tuple[Words, ...]:
    customers = subject.company.concentration.main_customers
    if not customers:
        return ()
    names = listed(subject.text_said(party.name) for party in customers)
    return (subject.words("concentration.main", names=names),)
