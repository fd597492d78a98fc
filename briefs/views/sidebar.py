"""The sidebar: sections of labelled figures beside the story of a one-pager."""

from __future__ import annotations

from briefs.views.concentration import concentration
from briefs.views.offer import cornerstones, dates, debut, demand, terms
from briefs.views.parts import Section
from briefs.views.position import business, funding, position
from briefs.views.sections import shortened
from briefs.views.subject import Subject


def sidebar(
    subject: Subject, shown: frozenset[str], *, brief: bool, apart: bool = False
) -> tuple[Section, ...]:
    """Give the sections of the sidebar that the record can fill.

    `shown` are the paths of figures that the strip shows already; a brief sidebar keeps to the
    offering and to what the company's position is said to be. With the business set apart, its
    figures stand elsewhere on the page.
    """
    if brief:
        sections = [
            terms(subject, shown, brief=True),
            dates(subject),
            debut(subject, shown),
            cornerstones(subject),
        ]
        # Who ranks a company, by what and where, is no detail: a rank alone says nothing.
        said = [*(shortened(section) for section in sections if section), position(subject)]
        return tuple(section for section in said if section)
    sections = [
        terms(subject, shown),
        dates(subject),
        debut(subject, shown),
        demand(subject, shown),
        cornerstones(subject),
        position(subject),
        concentration(subject),
        None if apart else business(subject),
        funding(subject),
    ]
    return tuple(section for section in sections if section)
