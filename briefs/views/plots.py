"""Plots: which charts a company's figures can carry, and what each of them shows."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from decimal import Decimal

from briefs.figures import Figure, Unit
from briefs.language.amounts import amount, table_unit
from briefs.language.dates import chart_period
from briefs.language.numbers import plain_number
from briefs.language.prose import Missing, absent, clauses, join, labelled
from briefs.views.parts import Chart, Drawing, Phrase, Point, Step, Strand, Tick, Words
from briefs.views.speech import Speaker, Voice
from briefs.views.subject import Subject

MILLION = Decimal(10) ** 6
BILLION = Decimal(10) ** 9

#: A line or a set of bars needs at least this many periods to show anything.
FEWEST_POINTS = 2


def page_charts(subject: Subject, most: int) -> tuple[Chart, ...]:
    """Give the charts of a one-pager: the first ones that the record can carry."""
    drawn = (
        revenue(subject),
        loss_and_research(subject),
        research_and_revenue(subject),
        margin(subject),
        units(subject),
        mix(subject),
        concentration(subject),
        use_of_proceeds(subject),
    )
    return tuple(chart for chart in drawn if chart)[:most]


def revenue(subject: Subject) -> Chart | None:
    """Draw revenue by period, with the growth from one full year to the next."""
    figures = subject.book.series("revenue")
    if len(figures) < FEWEST_POINTS:
        return None
    ticks = _ticks(subject.voice, figures)
    return Chart(
        name="revenue",
        subject=subject.book.subject,
        drawing=Drawing.BARS,
        title=subject.words("chart.revenue"),
        subtitle=_money_subtitle(subject, figures),
        source=source_of(subject, figures),
        alt=_alt(subject, "chart.revenue", [("finance.revenue", figures)]),
        languages=subject.voice.languages,
        ticks=ticks,
        strands=(_strand(subject, "finance.revenue", figures, figures, role="lead"),),
        steps=_steps(subject, "revenue_growth", figures),
    )


def loss_and_research(subject: Subject) -> Chart | None:
    """Draw the loss beside the R&D expense, by period."""
    loss, research = subject.book.series("loss"), subject.book.series("rd_expense")
    if len(loss) < FEWEST_POINTS or len(research) < FEWEST_POINTS:
        return None
    return _pair(
        subject,
        "loss_and_research",
        (("finance.loss_short", loss, "risk"), ("finance.rd_expense_short", research, "support")),
    )


def research_and_revenue(subject: Subject) -> Chart | None:
    """Draw the R&D expense beside revenue, where no loss is disclosed to draw."""
    research, revenues = subject.book.series("rd_expense"), subject.book.series("revenue")
    if subject.book.series("loss") or len(research) < FEWEST_POINTS:
        return None
    periods = {figure.period for figure in research}
    common = tuple(figure for figure in revenues if figure.period in periods)
    chart = _pair(
        subject,
        "research_and_revenue",
        (
            ("finance.rd_expense_short", research, "risk"),
            ("finance.revenue_short", common, "support"),
        ),
    )
    ratios = {figure.period: figure for figure in subject.book.series("rd_to_revenue")}
    details = [
        (amount(ratios[figure.period], subject.voice.speakers[0].wording),)
        if figure.period in ratios
        else ()
        for figure in research
    ]
    ticks = tuple(
        replace(tick, detail=detail) for tick, detail in zip(chart.ticks, details, strict=True)
    )
    return replace(chart, ticks=ticks)


def margin(subject: Subject) -> Chart | None:
    """Draw the gross margin as a line."""
    figures = subject.book.series("gross_margin")
    if len(figures) < FEWEST_POINTS:
        return None
    return _lines(subject, "margin", (("finance.gross_margin", figures, "lead"),))


def concentration(subject: Subject) -> Chart | None:
    """Draw the shares of the five largest customers and suppliers as lines."""
    strands = tuple(
        (key, figures, role)
        for key, path, role in (
            ("finance.customers_short", "concentration.customers", "lead"),
            ("finance.suppliers_short", "concentration.suppliers", "risk"),
        )
        if len(figures := subject.book.series(path)) >= FEWEST_POINTS
    )
    return _lines(subject, "concentration", strands) if strands else None


def units(subject: Subject) -> Chart | None:
    """Draw the units sold of each product, by period."""
    series = [
        (product.name, subject.book.series(f"products.{product.name}.units"))
        for product in subject.company.products
    ]
    sold = [(name, figures) for name, figures in series if figures]
    if not sold or max(len(figures) for _, figures in sold) < FEWEST_POINTS:
        return None
    every = _by_time(figure for _, figures in sold for figure in figures)
    first = {figure.period: figure for figure in every}
    base = tuple(first.values())
    roles = ("lead", "support", "risk")
    strands = tuple(
        Strand((name,), _points(subject, base, figures, note_missing=False), roles[index % 3])
        for index, (name, figures) in enumerate(sold)
    )
    alt = "; ".join(f"{name}: {_list_of(subject, figures)}" for name, figures in sold)
    title = str(subject.words("chart.units")[0])
    return Chart(
        name="units",
        subject=subject.book.subject,
        drawing=Drawing.GROUPED,
        title=subject.words("chart.units"),
        subtitle=_hatched(subject, "chart.units_unit", base),
        source=source_of(subject, every),
        alt=f"{title}: {alt}",
        languages=subject.voice.languages,
        ticks=_ticks(subject.voice, base),
        strands=strands,
    )


def mix(subject: Subject) -> Chart | None:
    """Draw what share of revenue the named lines of business bring, and what is left."""
    named = [
        (line, figure)
        for line in subject.company.lines
        for figure in subject.book.series(f"lines.{line.id}.share")
    ]
    if not named:
        return None
    period = named[-1][1].period
    parts = [(line, figure) for line, figure in named if figure.period == period]
    rest = subject.figure(f"other_lines.{period}")
    voice = subject.voice
    strands = [
        Strand(
            voice.labels(lambda speaker, line=line: speaker.text(line.name)),
            (Point(figure, amount(figure, voice.speakers[0].wording)),),
            ("lead", "second", "support")[index % 3],
        )
        for index, (line, figure) in enumerate(parts)
    ]
    if rest is not None and rest.value > 0:
        label = amount(rest, voice.speakers[0].wording)
        names = voice.labels(lambda speaker: speaker.say("chart.other_lines"))
        strands.append(Strand(names, (Point(rest, label),), "support"))
    return Chart(
        name="mix",
        subject=subject.book.subject,
        drawing=Drawing.SHARES,
        title=subject.words("chart.mix"),
        subtitle=subject.words("chart.mix_unit", period=lambda speaker: speaker.period(period)),
        source=source_of(subject, [figure for _, figure in parts]),
        alt="; ".join(f"{strand.name[0]} {strand.points[0].label}" for strand in strands),
        languages=voice.languages,
        ticks=(Tick(voice.labels(lambda speaker: chart_period(period, speaker.wording))),),
        strands=tuple(strands),
    )


def use_of_proceeds(subject: Subject) -> Chart | None:
    """Draw how the net proceeds are to be used, with what the sources leave open."""
    uses = [
        (use, figure)
        for use in subject.company.offer.uses
        if (figure := subject.figure(f"offer.uses.{use.id}.share"))
    ]
    if not uses:
        return None
    voice = subject.voice
    strands = [
        Strand(
            voice.labels(lambda speaker, use=use: speaker.text(use.purpose)),
            (Point(figure, amount(figure, voice.speakers[0].wording)),),
            ("lead", "second", "support")[index % 3],
        )
        for index, (use, figure) in enumerate(uses)
    ]
    left = Decimal(100) - sum(figure.value for _, figure in uses)
    if left > 0:
        names = voice.labels(lambda speaker: speaker.say("chart.not_stated"))
        strands.append(Strand(names, (Point(None, ""),), "open"))
    figures = [figure for _, figure in uses]
    return Chart(
        name="use_of_proceeds",
        subject=subject.book.subject,
        drawing=Drawing.SHARES,
        title=subject.words("chart.use_of_proceeds"),
        subtitle=subject.words("chart.use_of_proceeds_unit"),
        source=source_of(subject, figures),
        alt="; ".join(f"{strand.name[0]} {strand.points[0].label}" for strand in strands),
        languages=voice.languages,
        ticks=(Tick(()),),
        strands=tuple(strands),
    )


def market_size(subject: Subject) -> Chart | None:
    """Draw the size of the market that the company's record describes, forecasts apart."""
    for market in subject.company.markets:
        figures = subject.book.series(f"markets.{market.id}.size")
        if len(figures) >= FEWEST_POINTS:
            break
    else:
        return None
    voice = subject.voice
    wordings = {speaker.language: speaker.wording for speaker in voice.speakers}
    names = voice.text(market.name)

    def subtitle(speaker: Speaker) -> Phrase:
        return speaker.say(
            "chart.market_unit",
            measure=speaker.text(market.measured_by),
            unit=table_unit(figures[0].unit, BILLION, wordings[speaker.language]),
        )

    return Chart(
        name="market_size",
        subject=subject.book.subject,
        drawing=Drawing.BARS,
        title=names,
        subtitle=voice.each(subtitle),
        source=source_of(subject, figures),
        alt=f"{names[0]}: {_list_of(subject, figures)}",
        languages=voice.languages,
        ticks=_ticks(voice, figures),
        strands=(
            Strand(
                voice.labels(lambda speaker: speaker.text(market.name)),
                tuple(Point(figure, _number(figure, BILLION, voice)) for figure in figures),
            ),
        ),
        steps=tuple(
            Step(index, index + 1, amount(rate, voice.speakers[0].wording), rate)
            for index, (before, after) in enumerate(zip(figures, figures[1:], strict=False))
            if (rate := _rate(subject, market.id, before, after))
        ),
    )


def debut(voice: Voice, subjects: Sequence[Subject], *, small: bool = False) -> Chart | None:
    """Draw prices since the first day against the offer price, which stands at 100."""
    kinds = ("high", "close", "later")
    shown = [
        subject for subject in subjects if any(subject.figure(f"index.{kind}") for kind in kinds)
    ]
    if not shown:
        return None
    lead = voice.speakers[0]
    strands = tuple(
        Strand(
            voice.labels(lambda speaker, kind=kind: speaker.say(f"price.{kind}_short")),
            tuple(_index_point(subject, kind, lead) for subject in shown),
            role,
        )
        for kind, role in zip(kinds, ("lead", "risk", "support"), strict=True)
    )
    return Chart(
        name="debut",
        subject=shown[0].book.subject if small else "comparison",
        drawing=Drawing.DUMBBELL,
        title=voice.say("chart.debut"),
        subtitle=voice.say("chart.debut_unit"),
        source=sources_of(voice, shown, [f for s in shown for f in s.book.series("index")]),
        alt="; ".join(
            f"{s.name(lead)}: "
            + ", ".join(
                f"{strand.name[0]} {strand.points[index].label}"
                for strand in strands
                if strand.points[index].figure
            )
            for index, s in enumerate(shown)
        ),
        languages=voice.languages,
        ticks=tuple(
            Tick(voice.labels(subject.name), detail=(subject.code(),)) for subject in shown
        ),
        strands=strands,
        baseline=voice.labels(lambda speaker: speaker.say("chart.offer_100")),
    )


def _index_point(subject: Subject, kind: str, speaker: Speaker) -> Point:
    index, gain = subject.figure(f"index.{kind}"), subject.figure(f"gain.{kind}")
    if index is None or gain is None:
        return Point(None, "")
    number = plain_number(index.shown, index.step, speaker.wording)
    return Point(index, f"{number} ({amount(gain, speaker.wording)})")


def panels(
    voice: Voice, subjects: Sequence[Subject], name: str, *, key: str, title: Words
) -> Chart | None:
    """Draw one measure of several companies, each in a panel with its own scale."""
    series = [(subject, subject.book.series(name)) for subject in subjects]
    drawn = [(subject, figures) for subject, figures in series if len(figures) >= FEWEST_POINTS]
    if not drawn:
        return None
    every = _by_time(figure for _, figures in drawn for figure in figures)
    base = tuple({figure.period: figure for figure in every}.values())
    lead = voice.speakers[0]
    return Chart(
        name=name,
        subject="comparison",
        drawing=Drawing.PANELS,
        title=title,
        subtitle=_hatched(drawn[0][0], key, base, unit=_unit(drawn[0][1])),
        source=sources_of(voice, [s for s, _ in drawn], every),
        alt="; ".join(f"{s.name(lead)}: {_list_of(s, figures)}" for s, figures in drawn),
        languages=voice.languages,
        ticks=_ticks(voice, base),
        strands=tuple(
            Strand(
                voice.labels(subject.name),
                _points(subject, base, figures, note_missing=False),
                role_of(subjects, subject),
            )
            for subject, figures in drawn
        ),
    )


def compared_bars(
    voice: Voice,
    subjects: Sequence[Subject],
    figures: Sequence[Figure],
    *,
    name: str,
    fillings: dict[str, Words],
) -> Chart:
    """Draw one figure for each of several companies."""
    lead = voice.speakers[0]
    points = tuple(Point(figure, amount(figure, lead.wording)) for figure in figures)
    return Chart(
        name=name,
        subject="comparison",
        drawing=Drawing.BARS,
        title=fillings["title"],
        subtitle=fillings["subtitle"],
        source=sources_of(voice, subjects, figures),
        alt="; ".join(
            f"{subject.name(lead)} {point.label}"
            for subject, point in zip(subjects, points, strict=True)
        ),
        languages=voice.languages,
        ticks=tuple(Tick(voice.labels(subject.name)) for subject in subjects),
        strands=(Strand(tuple(str(phrase) for phrase in fillings["title"]), points),),
    )


def role_of(subjects: Sequence[Subject], subject: Subject) -> str:
    """Give the role that keeps a company's colour and marker through a deck."""
    ids = [item.book.subject for item in subjects]
    return f"company-{ids.index(subject.book.subject) + 1}"


def _pair(
    subject: Subject, name: str, series: tuple[tuple[str, tuple[Figure, ...], str], ...]
) -> Chart:
    base = series[0][1]
    return Chart(
        name=name,
        subject=subject.book.subject,
        drawing=Drawing.GROUPED,
        title=subject.words(f"chart.{name}"),
        subtitle=_money_subtitle(subject, base, detail=name == "research_and_revenue"),
        source=source_of(subject, [figure for _, figures, _ in series for figure in figures]),
        alt=_alt(subject, f"chart.{name}", [(key, figures) for key, figures, _ in series]),
        languages=subject.voice.languages,
        ticks=_ticks(subject.voice, base),
        strands=tuple(
            _strand(subject, key, base, figures, role=role) for key, figures, role in series
        ),
    )


def _lines(
    subject: Subject, name: str, series: tuple[tuple[str, tuple[Figure, ...], str], ...]
) -> Chart:
    every = _by_time(figure for _, figures, _ in series for figure in figures)
    base = tuple({figure.period: figure for figure in every}.values())
    return Chart(
        name=name,
        subject=subject.book.subject,
        drawing=Drawing.LINES,
        title=subject.words(f"chart.{name}"),
        subtitle=_hatched(subject, f"chart.{name}_unit", base, hollow=True),
        source=source_of(subject, every),
        alt=_alt(subject, f"chart.{name}", [(key, figures) for key, figures, _ in series]),
        languages=subject.voice.languages,
        ticks=_ticks(subject.voice, base),
        strands=tuple(
            _strand(subject, key, base, figures, role=role) for key, figures, role in series
        ),
        unit="percent",
    )


def _strand(
    subject: Subject,
    key: str,
    base: Sequence[Figure],
    figures: Sequence[Figure],
    *,
    role: str,
) -> Strand:
    names = subject.voice.labels(lambda speaker: speaker.say(key))
    return Strand(names, _points(subject, base, figures), role)


def _points(
    subject: Subject,
    base: Sequence[Figure],
    figures: Sequence[Figure],
    *,
    note_missing: bool = True,
) -> tuple[Point, ...]:
    by_period = {figure.period: figure for figure in figures}
    lead = subject.voice.speakers[0].wording
    nothing = absent(Missing.NOT_DISCLOSED, lead, short=True) if note_missing else ""
    return tuple(
        Point(found, _number(found, MILLION, subject.voice))
        if (found := by_period.get(figure.period))
        else Point(None, nothing)
        for figure in base
    )


def _number(figure: Figure, factor: Decimal, voice: Voice) -> str:
    """Write a figure as its bare number: the chart's subtitle says the unit."""
    divisor = factor if figure.unit.is_money else Decimal(1)
    return plain_number(figure.shown / divisor, figure.step / divisor, voice.speakers[0].wording)


def _ticks(voice: Voice, figures: Iterable[Figure]) -> tuple[Tick, ...]:
    return tuple(
        Tick(
            voice.labels(
                lambda speaker, figure=figure: chart_period(
                    figure.period, speaker.wording, forecast=figure.forecast
                )
            ),
            interim=figure.period.is_interim,
            forecast=figure.forecast,
        )
        for figure in figures
    )


def _steps(subject: Subject, name: str, figures: Sequence[Figure]) -> tuple[Step, ...]:
    lead = subject.voice.speakers[0].wording
    return tuple(
        Step(index - 1, index, amount(growth, lead), growth)
        for index, figure in enumerate(figures)
        if index
        and (growth := subject.figure(f"{name}.{figure.period}"))
        and not subject.not_meaningful(growth)
    )


def _rate(subject: Subject, market: str, before: Figure, after: Figure) -> Figure | None:
    return subject.figure(f"markets.{market}.growth.{before.period}..{after.period}")


def _unit(figures: Sequence[Figure]) -> Unit | None:
    return figures[0].unit if figures and figures[0].unit.is_money else None


def _money_subtitle(
    subject: Subject, figures: Sequence[Figure], *, detail: bool = False
) -> Words:
    key = "chart.money_with_ratio" if detail else "chart.money"
    return _hatched(subject, key, figures, unit=_unit(figures))


def _hatched(
    subject: Subject,
    key: str,
    figures: Sequence[Figure],
    *,
    unit: Unit | None = None,
    hollow: bool = False,
) -> Words:
    """Say the unit of a chart, and what its hatched bars or hollow points mean."""
    interim = [figure.period for figure in figures if figure.period.is_interim]

    def say(speaker: Speaker) -> Phrase:
        fillings = {"unit": table_unit(unit, MILLION, speaker.wording)} if unit else {}
        unit_words = speaker.say(key, **fillings)
        if not interim:
            return unit_words
        shape = "chart.hollow" if hollow else "chart.hatched"
        return speaker.say(shape, unit=unit_words, period=speaker.period(interim[-1]))

    return subject.voice.each(say)


def source_of(subject: Subject, figures: Iterable[Figure]) -> Words:
    """Say where the figures of a chart come from, and who is claimed to say them."""
    return sources_of(subject.voice, [subject], figures)


def sources_of(voice: Voice, subjects: Sequence[Subject], figures: Iterable[Figure]) -> Words:
    """Say where the figures of a chart on several companies come from."""
    library = subjects[0].notes.library
    ids = list(dict.fromkeys(source for figure in figures for source in figure.sources))

    def say(speaker: Speaker) -> Phrase:
        names = [speaker.text(library.sources.sources[name].publisher) for name in ids]
        unique = list({str(name): name for name in names}.values())
        return speaker.say("chart.source", sources=speaker.joined(unique))

    return voice.each(say)


def _alt(subject: Subject, title: str, series: list[tuple[str, tuple[Figure, ...]]]) -> str:
    """Say in words what a chart shows, for those who cannot see it."""
    speaker = subject.voice.speakers[0]
    wording = speaker.wording
    lists = clauses(
        [
            labelled(str(speaker.say(key)), _list_of(subject, figures), wording)
            for key, figures in series
        ],
        wording,
    )
    return str(
        speaker.say(
            "chart.alt", company=subject.name(speaker), title=speaker.say(title), lists=lists
        )
    )


def _list_of(subject: Subject, figures: Iterable[Figure]) -> str:
    wording = subject.voice.speakers[0].wording
    return join(
        [
            f"{chart_period(figure.period, wording, forecast=figure.forecast)} "
            f"{amount(figure, wording)}"
            for figure in figures
        ],
        wording,
    )


def _by_time(figures: Iterable[Figure]) -> tuple[Figure, ...]:
    def when(figure: Figure) -> tuple[str, str]:
        return str(figure.period.end), str(figure.period.start)

    return tuple(sorted(figures, key=when))
