"""The one-pager: what one company's A4 page says, in one language or two."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date

from briefs.checks import Answers, reconciled
from briefs.figures import instant
from briefs.language.setting import Setting
from briefs.language.wording import Wording
from briefs.records.company import Narrative, stage
from briefs.records.library import Library
from briefs.views import plots
from briefs.views.checked import checked
from briefs.views.foot import foot, why_as_of
from briefs.views.notes import Notes
from briefs.views.parts import (
    Chart,
    Checked,
    Foot,
    Section,
    Table,
    Tile,
    Value,
    Words,
    figures_in,
)
from briefs.views.position import business
from briefs.views.sections import shortened
from briefs.views.sidebar import sidebar
from briefs.views.speech import Speaker, Voice, key_said, said_as, time_said
from briefs.views.strip import tiles
from briefs.views.subject import Subject, board_key, code_of
from briefs.views.summary import summary


@dataclass(frozen=True, slots=True)
class OnePager:
    """Everything that stands on a company's page, in the order in which it is read."""

    id: str
    setting: Setting
    title: str
    description: str
    day: date | None
    labels: dict[str, Words]
    stage: Words
    as_of: Words
    name: Words
    other_name: Value
    codes: tuple[Value, ...]
    headline: Words
    tiles: tuple[Tile, ...]
    business: Words
    charts: tuple[Chart, ...]
    beside: Section | None
    table: Table
    strengths: tuple[Words, ...]
    risks: tuple[Words, ...]
    sections: tuple[Section, ...]
    checked: tuple[Checked, ...]
    foot: Foot


#: How many charts a page in one language has, and one in two, where they stand in one row.
CHARTS = 4
PAIRED_CHARTS = 3

#: Rows of text that a sidebar holds, and how many of them the heading of a section takes.
SIDEBAR = 46
HEADING = 2

#: However full a sidebar is, it tells of this many checks.
FEWEST_CHECKED = 2

#: The foot before its notes are known.
EMPTY = Foot((), (), (), ())

#: Words of the page that belong to no figure.
LABELS = (
    "page.kind",
    "section.business_in_brief",
    "section.strengths",
    "section.risks",
    "section.checked",
)


def one_pager(
    library: Library,
    answers: Answers,
    wordings: dict[str, Wording],
    *,
    company: str,
    setting: Setting,
) -> OnePager:
    """Compose the page of one company."""
    library = reconciled(library, answers.of(company))
    voice = Voice(tuple(Speaker(wordings[language]) for language in setting.languages))
    notes = Notes(library, voice, answers.of(company))
    subject = Subject(library.companies[company], library.books[company], voice, notes)
    narrative = subject.company.narrative
    if narrative is None:
        message = f"{company} asks for a one-pager without a narrative"
        raise ValueError(message)
    page = _composed(subject, narrative, wordings, setting)
    settled = notes.settle(page)
    because = library.note(company, why_as_of(subject.company))
    return replace(
        settled.view,
        foot=foot(
            library,
            voice,
            [subject],
            settled=settled,
            as_of=[subject.text(because)] if because else [],
        ),
    )


def briefer(view: OnePager) -> OnePager:
    """Leave out the details of sections, for two languages on a paper lower than A4."""
    return replace(view, sections=tuple(map(shortened, view.sections)))


def _composed(
    subject: Subject, narrative: Narrative, wordings: dict[str, Wording], setting: Setting
) -> OnePager:
    """Compose everything but the foot, whose notes are numbered when all else stands."""
    voice, company = subject.voice, subject.book.subject
    lead = voice.speakers[0]
    headline = subject.text(narrative.headline)
    key_figures = tiles(subject)
    brief = subject.text(narrative.business)
    table = summary(subject)
    strengths = tuple(subject.text(text) for text in narrative.strengths)
    risks = tuple(subject.text(text) for text in narrative.risks)
    strip = frozenset(figure.path for figure in figures_in(key_figures))
    paired = setting.is_bilingual
    drawn = charts(subject, paired=paired)
    # An odd chart has the figures of the business beside it, which leave the sidebar.
    beside = business(subject) if len(drawn) % 2 and not paired else None
    sections = sidebar(subject, strip, brief=paired, apart=beside is not None)
    return OnePager(
        id=f"{company}.one-pager.{setting}",
        setting=setting,
        title=f"{subject.name(lead)} · {voice.say('page.kind')[0]}",
        description=str(headline[0]),
        day=subject.company.day,
        labels={key: voice.say(key) for key in LABELS},
        stage=subject.words(f"stage.{stage(subject.company).name.lower()}"),
        as_of=_as_of(subject),
        name=voice.each(subject.name),
        other_name=_other_name(subject, wordings),
        codes=_codes(subject),
        headline=headline,
        tiles=key_figures,
        business=brief,
        charts=drawn,
        beside=beside,
        table=table,
        strengths=strengths,
        risks=risks,
        sections=sections,
        # A page in two languages has no room for them.
        checked=() if paired else checked(subject, _room(sections)),
        foot=EMPTY,
    )


def _room(sections: tuple[Section, ...]) -> int:
    """Count the lines on checks that a sidebar has room for, under sections of this length."""
    rows = sum(
        HEADING
        + len(section.terms)
        + (len(section.bars.rows) + 1 if section.bars else 0)
        + sum(1 for term in section.terms if term.detail)
        + 2 * bool(section.dates)
        + 2 * len(section.text)
        for section in sections
    )
    return max(FEWEST_CHECKED, (SIDEBAR - rows) // 2)


def charts(subject: Subject, *, paired: bool) -> tuple[Chart, ...]:
    """Give the first charts that the record can carry; concentration has bars of its own."""
    drawn = (
        plots.revenue(subject),
        plots.loss_and_research(subject),
        plots.research_and_revenue(subject),
        plots.margin(subject),
        plots.units(subject),
        plots.mix(subject),
        plots.use_of_proceeds(subject),
    )
    return tuple(chart for chart in drawn if chart)[: PAIRED_CHARTS if paired else CHARTS]


def _as_of(subject: Subject) -> Words:
    day = subject.company.day
    if day is None:
        return subject.words("page.as_of_not_stated")
    return subject.words("page.as_of", day=time_said(instant(day)))


def _other_name(subject: Subject, wordings: dict[str, Wording]) -> Value:
    """Give the name in the script that the page does not lead with, if the record has it."""
    lead, names = subject.voice.languages[0], subject.company.names.short
    other = "zh-Hans" if lead == "en" and "zh-Hans" in names else "en"
    if other not in names or names[other] == names[lead]:
        return Value(())
    return Value((subject.name(Speaker(wordings[other])),))


def _codes(subject: Subject) -> tuple[Value, ...]:
    """Give code, market, and industry."""
    voice, company = subject.voice, subject.company
    codes = []
    if subject.code():
        codes.append(voice.value(said_as(code_of(subject.code()))))
    codes.append(voice.value(key_said(board_key(company))))
    if company.listing.chapter != "not stated":
        chapter = code_of(company.listing.chapter)
        codes.append(voice.value(key_said("market.chapter", chapter=chapter)))
    codes.append(subject.text_value(company.industry))
    return tuple(codes)
