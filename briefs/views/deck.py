"""The deck: what a comparison of several companies shows, slide by slide."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace

from briefs.checks import Answers
from briefs.figures import Figure, instant
from briefs.language.dates import DayStyle
from briefs.language.prose import Missing, absent
from briefs.language.setting import Setting
from briefs.language.wording import Wording
from briefs.records.company import Stage, stage
from briefs.records.entries import InferredDay
from briefs.records.library import Library
from briefs.views import findings, plots
from briefs.views.foot import foot
from briefs.views.notes import Notes
from briefs.views.offering import is_joint, shown_gain, tone_of
from briefs.views.parts import Foot, Phrase, Table, Tone, Value, Words
from briefs.views.plots import sources_of
from briefs.views.slides import MOST_COLUMNS, Field, Layout, Member, Remark, Slide, matrix
from briefs.views.speech import Speaker, Voice
from briefs.views.subject import Subject, board_key, code_of, latest
from briefs.views.summary import summary

#: A slide stays when this many companies have its lead field.
FEWEST = 2


@dataclass(frozen=True, slots=True)
class Deck:
    """A comparison deck; `dropped` says which slides the data cannot carry, and why."""

    id: str
    setting: Setting
    title: str
    description: str
    labels: dict[str, Words]
    name: Words
    as_of: Words
    slides: tuple[Slide, ...]
    foot: Foot
    dropped: tuple[str, ...] = ()


@dataclass(slots=True)
class _Table:
    """What every slide is composed from."""

    voice: Voice
    subjects: tuple[Subject, ...]
    notes: Notes
    library: Library
    dropped: list[str]

    def having(self, path: str) -> list[findings.Pair]:
        """Give the companies that have a figure at a path, with it."""
        return [
            (subject, figure) for subject in self.subjects if (figure := subject.figure(path))
        ]

    def last_years(self, name: str) -> list[findings.Pair]:
        """Give each company's figure of the last full year that all who disclose one share."""
        series = {
            subject.book.subject: {
                figure.period: figure
                for figure in subject.book.series(name)
                if not figure.period.is_interim
            }
            for subject in self.subjects
        }
        held = [set(figures) for figures in series.values() if figures]
        common = set.intersection(*held) if held else set()
        if not common:
            return []
        period = max(common, key=lambda item: str(item.end))
        return [
            (subject, figures[period])
            for subject in self.subjects
            if (figures := series[subject.book.subject])
        ]

    def latest(self, path: str) -> list[findings.Pair]:
        """Give each company's latest figure of a series, whatever its period."""
        return [
            (subject, figure)
            for subject in self.subjects
            if (figure := latest(subject.book.series(path)))
        ]

    def enough(self, name: str, pairs: Sequence[object], lead: str) -> bool:
        """Whether enough companies have a slide's lead field; else the slide is dropped."""
        if len(pairs) >= FEWEST:
            return True
        self.dropped.append(f"slide {name} dropped: {len(pairs)} of them have {lead}")
        return False

    def without(self, pairs: Sequence[findings.Pair], key: str) -> Words:
        """Name the companies that a slide leaves out, or nothing where it has them all."""
        left = [
            subject
            for subject in self.subjects
            if all(subject is not other for other, _ in pairs)
        ]
        if not left:
            return ()
        return self.voice.say(
            key, names=lambda speaker: speaker.joined(subject.name(speaker) for subject in left)
        )

    def source(self, figures: Sequence[Figure]) -> Words:
        """Name the sources of a slide."""
        return sources_of(self.voice, self.subjects, figures)


def deck(
    library: Library,
    answers: Answers,
    wordings: dict[str, Wording],
    *,
    comparison: str,
    setting: Setting,
) -> Deck:
    """Compose a comparison deck."""
    record = library.comparisons[comparison]
    voice = Voice(tuple(Speaker(wordings[language]) for language in setting.languages))
    notes = Notes(library, voice, answers.findings)
    subjects = tuple(
        Subject(library.companies[name], library.books[name], voice, notes)
        for name in record.companies
    )
    table = _Table(voice, subjects, notes, library, [])
    name = voice.text(record.title)
    as_of = _as_of(table, record.as_of)
    slides = [_cover(table, name, voice.text(record.subtitle), as_of)]
    for compose in _SLIDES:
        slides.extend(compose(table))
    page_foot = foot(library, voice, notes, subjects)
    slides += _closing(table, page_foot)
    return Deck(
        id=f"{comparison}.deck.{setting}",
        setting=setting,
        title=str(name[0]),
        description=str(slides[0].subtitle[0]),
        labels={key: voice.say(key) for key in ("page.deck", "page.missing")},
        name=name,
        as_of=as_of,
        slides=tuple(slides),
        foot=page_foot,
        dropped=tuple(table.dropped),
    )


def _as_of(table: _Table, as_of: object) -> Words:
    day = as_of.inferred if isinstance(as_of, InferredDay) else as_of
    if isinstance(day, str) or day is None:
        return table.voice.say("page.as_of_not_stated")
    return table.voice.say(
        "page.as_of",
        day=lambda speaker: speaker.time(instant(day)),  # type: ignore[arg-type]
    )


def _cover(table: _Table, name: Words, subtitle: Words, as_of: Words) -> Slide:
    members = tuple(
        Member(
            name=table.voice.each(subject.name),
            code=table.voice.value(lambda _, subject=subject: code_of(subject.code())),
            line=subject.text(subject.company.line),
            role=plots.role_of(table.subjects, subject),
        )
        for subject in table.subjects
    )
    return Slide(
        name="cover",
        layout=Layout.COVER,
        kicker=table.voice.say("page.deck"),
        title=name,
        subtitle=subtitle,
        members=members,
        missing=as_of,
    )


def _glance(table: _Table) -> Iterator[Slide]:
    prices = table.having("offer.price")
    if not table.enough("at a glance", prices, "an offer price"):
        return
    revenues = table.last_years("revenue")
    fields = [
        _field(table, "market.listing", lambda s: s.time_value("timetable.listing", DayStyle.SHORT)),
        _field(table, "market.code", _code),
        _field(table, "market.board", _board),
        _figures(table, "offer.price", "offer.price"),
        _series_field(table, "finance.revenue_of", revenues),
        _series_field(table, "finance.loss_of", table.last_years("loss")),
        _series_field(table, "finance.rd_to_revenue_of", table.last_years("rd_to_revenue")),
        _latest_field(table, "finance.top_customers", "concentration.customers"),
        _gains(table, "price.gain_high", "high"),
    ]
    yield Slide(
        name="glance",
        layout=Layout.MATRIX,
        kicker=table.voice.say("slide.glance"),
        title=findings.glance(table.voice, table.subjects, revenues),
        subtitle=table.voice.say("slide.glance_sub"),
        table=matrix(table.voice, table.subjects, [item for item in fields if item]),
        source=table.source([figure for _, figure in [*prices, *revenues]]),
        transposed=len(table.subjects) > MOST_COLUMNS,
    )


def _terms(table: _Table) -> Iterator[Slide]:
    prices = table.having("offer.price")
    if not table.enough("offer terms", prices, "an offer price"):
        return
    net = table.having("offer.net_proceeds")
    fields = [
        _figures(table, "offer.price", "offer.price"),
        _figures(table, "offer.board_lot", "offer.board_lot"),
        _figures(table, "offer.entry_fee", "offer.entry_fee"),
        _figures(table, "offer.gross_proceeds", "offer.gross_proceeds"),
        _figures(table, "offer.net_proceeds", "offer.net_proceeds"),
        _uses(table),
        _figures(table, "demand.public", "demand.public"),
        _figures(table, "demand.international", "demand.international"),
    ]
    yield Slide(
        name="terms",
        layout=Layout.MATRIX,
        kicker=table.voice.say("slide.terms"),
        title=findings.terms(table.voice, table.subjects, net),
        subtitle=table.voice.say("slide.terms_sub"),
        table=matrix(table.voice, table.subjects, [item for item in fields if item]),
        source=table.source([figure for _, figure in prices]),
        transposed=len(table.subjects) > MOST_COLUMNS,
    )


def _cornerstones(table: _Table) -> Iterator[Slide]:
    shares = table.having("cornerstones.share")
    if not table.enough("cornerstones", shares, "a cornerstone share"):
        return
    voice = table.voice
    title = findings.cornerstones(voice, shares)
    sub = "slide.cornerstones_sub" if findings.alike(shares) else "slide.cornerstones_unlike"
    chart = plots.compared_bars(
        voice,
        [subject for subject, _ in shares],
        [figure for _, figure in shares],
        name="cornerstones",
        fillings={"title": voice.say("slide.cornerstones"), "subtitle": voice.say(sub)},
    )
    yield Slide(
        name="cornerstones",
        layout=Layout.CHART,
        kicker=voice.say("slide.cornerstones"),
        title=title,
        subtitle=voice.say(sub),
        charts=(chart,),
        remarks=tuple(_cornerstone_remark(table, *pair) for pair in shares),
        missing=table.without(shares, "missing.cornerstones"),
        source=chart.source,
    )


def _cornerstone_remark(table: _Table, subject: Subject, share: Figure) -> Remark:
    count, amount = subject.figure("cornerstones.count"), subject.figure("cornerstones.amount")
    bases = table.library.sources.bases
    key = "remark.cornerstones" if count and amount else "remark.cornerstone_share"
    fillings = {
        "share": lambda speaker: speaker.figure(share),
        "basis": lambda speaker: speaker.text(bases[share.basis]),
    }
    if count and amount:
        fillings["count"] = lambda speaker: speaker.figure(count)
        fillings["amount"] = lambda speaker: speaker.figure(amount)
    return Remark(
        table.voice.each(subject.name), subject.noted(table.voice.say(key, **fillings), share)
    )


def _debut(table: _Table) -> Iterator[Slide]:
    highs = table.having("gain.high")
    if not table.enough("debut", highs, "a high against the offer price"):
        return
    chart = plots.debut(table.voice, table.subjects)
    if chart is None:
        return
    yield Slide(
        name="debut",
        layout=Layout.CHART,
        kicker=table.voice.say("slide.debut"),
        title=findings.highest(table.voice, "title.debut", highs),
        subtitle=table.voice.say("slide.debut_sub"),
        charts=(chart,),
        remarks=tuple(_debut_remark(table, *pair) for pair in highs),
        missing=table.without(highs, _unlisted_key(table, highs)),
        source=chart.source,
    )


def _unlisted_key(table: _Table, highs: Sequence[findings.Pair]) -> str:
    """Say that a company had not listed only where its stage says so."""
    left = [s for s in table.subjects if all(s is not other for other, _ in highs)]
    if all(stage(subject.company) is not Stage.LISTED for subject in left):
        return "missing.unlisted"
    return "missing.debut"


def _debut_remark(table: _Table, subject: Subject, high: Figure) -> Remark:
    price, offer = subject.book.figures["debut.high"], subject.book.figures["offer.price"]
    close = shown_gain(subject, "close")
    later = subject.figure("gain.later")
    fillings: dict[str, Callable[[Speaker], object]] = {
        "price": lambda speaker: speaker.figure(price),
        "offer": lambda speaker: speaker.figure(offer),
        "gain": lambda speaker: speaker.figure(high),
    }
    key, noted = "remark.debut", high
    if close is not None:
        key = "remark.debut_close"
        fillings["close"] = lambda speaker: speaker.figure(close)
    elif later is not None:
        key, noted = "remark.debut_later", later
        fillings["later"] = lambda speaker: speaker.figure(later)
    words = table.voice.say(key, **fillings)  # type: ignore[arg-type]
    return Remark(table.voice.each(subject.name), subject.noted(words, noted))


def _revenue(table: _Table) -> Iterator[Slide]:
    sizes = table.last_years("revenue")
    if not table.enough("revenue", sizes, "revenue of a full year"):
        return
    voice = table.voice
    growths = [
        (subject, growth)
        for subject, size in sizes
        if (growth := subject.figure(f"revenue_growth.{size.period}"))
    ]
    if not findings.alike(sizes) or len(growths) < FEWEST:
        title = voice.say("title.revenue_unlike", count=findings.number(len(sizes)))
    else:
        title = findings.revenue(voice, sizes, growths)
    chart = plots.panels(
        voice, table.subjects, "revenue", key="chart.money", title=voice.say("chart.revenue")
    )
    if chart is None:
        return
    yield Slide(
        name="revenue",
        layout=Layout.CHART,
        kicker=voice.say("slide.revenue"),
        title=title,
        subtitle=chart.subtitle,
        charts=(chart,),
        remarks=tuple(_revenue_remark(table, *pair) for pair in growths),
        missing=table.without(sizes, "missing.revenue"),
        source=chart.source,
    )


def _revenue_remark(table: _Table, subject: Subject, growth: Figure) -> Remark:
    size = subject.book.figures[f"revenue.{growth.period}"]
    words = table.voice.say(
        "remark.revenue",
        size=lambda speaker: speaker.figure(size),
        growth=lambda speaker: speaker.figure(growth),
        period=lambda speaker: speaker.period(growth.period),
    )
    return Remark(table.voice.each(subject.name), words)


def _research(table: _Table) -> Iterator[Slide]:
    ratios = table.last_years("rd_to_revenue")
    if not table.enough("research", ratios, "R&D against revenue"):
        return
    voice = table.voice
    period = ratios[0][1].period
    subtitle = voice.say("slide.research_sub", period=lambda speaker: speaker.period(period))
    chart = plots.compared_bars(
        voice,
        [subject for subject, _ in ratios],
        [figure for _, figure in ratios],
        name="research",
        fillings={"title": voice.say("slide.research"), "subtitle": subtitle},
    )
    yield Slide(
        name="research",
        layout=Layout.CHART,
        kicker=voice.say("slide.research"),
        title=findings.research(voice, ratios),
        subtitle=subtitle,
        charts=(chart,),
        remarks=tuple(_research_remark(table, *pair) for pair in ratios),
        missing=table.without(ratios, "missing.research"),
        source=chart.source,
    )


def _research_remark(table: _Table, subject: Subject, ratio: Figure) -> Remark:
    expense = subject.book.figures[f"rd_expense.{ratio.period}"]
    loss = subject.figure(f"loss.{ratio.period}")
    fillings = {
        "expense": lambda speaker: speaker.figure(expense),
        "ratio": lambda speaker: speaker.figure(ratio),
    }
    key = "remark.research"
    if loss is not None:
        key = "remark.research_loss"
        fillings["loss"] = lambda speaker: speaker.figure(loss)
    words = table.voice.say(key, **fillings)
    if loss is None:
        marks = table.notes.gap_marks(subject.book.gap("loss"))
        words = tuple(replace(phrase, notes=marks) for phrase in words)
    return Remark(table.voice.each(subject.name), words)


def _concentration(table: _Table) -> Iterator[Slide]:
    shares = table.latest("concentration.customers")
    if not table.enough("concentration", shares, "the share of five customers"):
        return
    voice = table.voice
    charts = tuple(
        replace(chart, title=voice.each(subject.name))
        for subject, _ in shares
        if (chart := plots.concentration(subject))
    )
    yield Slide(
        name="concentration",
        layout=Layout.CHART,
        kicker=voice.say("slide.concentration"),
        title=findings.customers(voice, shares),
        subtitle=voice.say("slide.concentration_sub"),
        charts=charts,
        remarks=tuple(_customer_remark(table, *pair) for pair in shares),
        missing=table.without(shares, "missing.customers"),
        source=table.source([figure for _, figure in shares]),
    )


def _customer_remark(table: _Table, subject: Subject, share: Figure) -> Remark:
    words = table.voice.say(
        "remark.customers",
        share=lambda speaker: speaker.figure(share),
        period=lambda speaker: speaker.period(share.period),
    )
    suppliers = latest(subject.book.series("concentration.suppliers"))
    if suppliers is not None:
        words = table.voice.say(
            "remark.customers_suppliers",
            share=lambda speaker: speaker.figure(share),
            suppliers=lambda speaker: speaker.figure(suppliers),
            period=lambda speaker: speaker.period(share.period),
        )
    return Remark(table.voice.each(subject.name), words)


def _market(table: _Table) -> Iterator[Slide]:
    for subject in table.subjects:
        chart = plots.market_size(subject)
        if chart is None:
            continue
        sizes = [point.figure for point in chart.strands[0].points if point.figure]
        yield Slide(
            name="market",
            layout=Layout.CHART,
            kicker=table.voice.say("slide.market"),
            title=findings.market(table.voice, sizes, chart.title),
            subtitle=chart.subtitle,
            charts=(chart,),
            remarks=tuple(_share_remarks(table)),
            source=chart.source,
        )
        return
    table.dropped.append("slide market dropped: no record has the size of a market")


def _share_remarks(table: _Table) -> Iterator[Remark]:
    voice = table.voice
    for subject in table.subjects:
        for share in subject.company.shares:
            figures = subject.book.series(f"shares.{share.id}.share")
            for figure in figures:
                about = voice.each(subject.name)
                joint = is_joint(subject, share)
                if joint:
                    names = [table.library.companies[name].names.short for name in share.of]
                    about = voice.each(
                        lambda speaker, names=names: speaker.joined(
                            speaker.text(name) for name in names
                        )
                    )
                key = "remark.share_joint" if joint else "remark.share"
                key = "remark.share_forecast" if figure.forecast else key
                words = voice.say(
                    key,
                    share=lambda speaker, figure=figure: speaker.figure(figure),
                    field=lambda speaker, share=share: speaker.text(share.field),
                    period=lambda speaker, figure=figure: speaker.period(figure.period),
                )
                yield Remark(about, subject.noted(words, figure))


def _products(table: _Table) -> Iterator[Slide]:
    makers = [subject for subject in table.subjects if subject.company.products]
    if not table.enough("products", makers, "products"):
        return
    rows = [
        (subject, product) for subject in makers for product in subject.company.products
    ]
    voice = table.voice
    on_sale = sum(1 for _, product in rows if product.status == "on sale")
    names = [
        voice.each(lambda speaker, product=product: Phrase(speaker.language, (code_of(product.name),)))
        for _, product in rows
    ]
    yield Slide(
        name="products",
        layout=Layout.TEXT,
        kicker=voice.say("slide.products"),
        title=voice.say(
            "title.products",
            count=findings.number(len(rows)),
            on_sale=findings.number(on_sale),
        ),
        subtitle=voice.say("slide.products_sub"),
        lists=tuple(
            (
                voice.each(subject.name),
                tuple(
                    voice.say(
                        "product.line",
                        name=lambda speaker, words=words: next(
                            phrase for phrase in words if phrase.language == speaker.language
                        ),
                        status=lambda speaker, product=product: speaker.say(
                            f"product.{product.status.replace(' ', '_')}"
                        ),
                        what=lambda speaker, subject=subject, product=product: speaker.text(
                            product.what, subject.book, subject.company.declared_names
                        ),
                    )
                    for words, (owner, product) in zip(names, rows, strict=True)
                    if owner is subject
                ),
            )
            for subject in makers
        ),
        source=_makers_source(table, makers),
    )


def _makers_source(table: _Table, makers: Sequence[Subject]) -> Words:
    publishers = dict.fromkeys(subject.company.source for subject in makers)
    known = table.library.sources.sources
    return table.voice.say(
        "chart.source",
        sources=lambda speaker: speaker.joined(
            speaker.text(known[name].publisher) for name in publishers
        ),
    )


def _value(table: _Table) -> Iterator[Slide]:
    caps = table.having("debut.market_cap_close")
    if table.enough("value", caps, "a market value"):
        table.dropped.append("slide value dropped: it needs market values in one currency")
    return iter(())


def _companies(table: _Table) -> Iterator[Slide]:
    for subject in table.subjects:
        narrative = subject.company.narrative
        if narrative is None:
            table.dropped.append(
                f"slide company {subject.book.subject} dropped: its record tells no business"
            )
            continue
        charts = tuple(
            chart
            for chart in (plots.revenue(subject), plots.loss_and_research(subject))
            if chart
        ) or plots.page_charts(subject, 1)
        voice = table.voice
        yield Slide(
            name=f"company-{subject.book.subject}",
            layout=Layout.COMPANY,
            kicker=voice.each(subject.name),
            title=subject.text(narrative.headline),
            subtitle=subject.text(subject.company.line),
            charts=charts[:2],
            table=_short(summary(subject)),
            lists=(
                (voice.say("section.strengths"), tuple(map(subject.text, narrative.strengths))),
                (voice.say("section.risks"), tuple(map(subject.text, narrative.risks))),
            ),
            source=plots.source_of(subject, subject.book.series("revenue")),
        )


def _short(table: Table) -> Table:
    """Keep the main rows of a summary, as many as a slide has room for."""
    return replace(table, rows=tuple(row for row in table.rows if not row.minor))


def _closing(table: _Table, page_foot: Foot) -> Iterator[Slide]:
    voice = table.voice
    yield Slide(
        name="notes",
        layout=Layout.MATRIX,
        kicker=voice.say("slide.notes"),
        title=_coverage_title(table),
        subtitle=voice.say("slide.notes_sub"),
        table=_coverage(table),
        transposed=False,
    )
    notes = tuple(
        voice.say(
            "note.numbered",
            number=findings.number(note.number),
            words=lambda speaker, note=note: next(
                phrase for phrase in note.words if phrase.language == speaker.language
            ),
        )
        for note in page_foot.notes
    )
    yield Slide(
        name="sources",
        layout=Layout.TEXT,
        kicker=voice.say("slide.sources"),
        title=voice.say("title.sources", count=findings.number(len(page_foot.sources))),
        lists=(
            (voice.say("foot.notes"), (*notes, *page_foot.general)),
            (voice.say("foot.sources"), page_foot.sources),
            (voice.say("foot.disclaimer"), (page_foot.disclaimer,)),
        ),
    )


#: Fields of the coverage matrix, by the words of their label and where the book holds them.
COVERED = (
    ("offer.price", "offer.price"),
    ("offer.net_proceeds", "offer.net_proceeds"),
    ("cornerstone.share", "cornerstones.share"),
    ("price.gain_high", "gain.high"),
    ("price.gain_close", "gain.close"),
    ("finance.revenue", "revenue"),
    ("finance.gross_margin", "gross_margin"),
    ("finance.loss", "loss"),
    ("finance.rd_expense", "rd_expense"),
    ("finance.top_customers", "concentration.customers"),
    ("finance.top_suppliers", "concentration.suppliers"),
)


def _held(subject: Subject, path: str) -> Figure | None:
    return subject.figure(path) or latest(subject.book.series(path))


def _coverage_title(table: _Table) -> Words:
    held = sum(1 for s in table.subjects for _, path in COVERED if _held(s, path))
    return table.voice.say(
        "title.coverage",
        held=findings.number(held),
        count=findings.number(len(COVERED) * len(table.subjects)),
    )


def _coverage(table: _Table) -> Table:
    def value(subject: Subject, path: str) -> Value:
        figure = _held(subject, path)
        if figure is None:
            return subject.missing(path, short=True)
        key = "coverage.derived" if hasattr(figure.origin, "formula") else "coverage.stated"
        return table.voice.value(lambda speaker: speaker.say(key))

    fields = [
        Field(
            table.voice.say(label),
            tuple(value(subject, path) for subject in table.subjects),
        )
        for label, path in COVERED
    ]
    return matrix(table.voice, table.subjects, fields)


def _field(table: _Table, key: str, value: Callable[[Subject], Value]) -> Field | None:
    values = tuple(value(subject) for subject in table.subjects)
    if all(item.tone is Tone.MISSING for item in values):
        return None
    return Field(table.voice.say(key), values)


def _figures(table: _Table, key: str, path: str) -> Field | None:
    return _field(table, key, lambda subject: subject.value(path))


def _series_field(table: _Table, key: str, pairs: Sequence[findings.Pair]) -> Field | None:
    """Give a field of one period, which its label names."""
    if not pairs:
        return None
    period = pairs[0][1].period
    name = pairs[0][1].path.rpartition(".")[0]
    return Field(
        table.voice.say(key, period=lambda speaker: speaker.period(period)),
        tuple(subject.value(f"{name}.{period}") for subject in table.subjects),
    )


def _latest_field(table: _Table, key: str, path: str) -> Field | None:
    """Give a field whose periods differ, each value with its own."""

    def value(subject: Subject) -> Value:
        figure = latest(subject.book.series(path))
        if figure is None:
            return subject.missing(path)
        said = table.voice.value(
            lambda speaker: speaker.say(
                "list.of_period",
                value=speaker.figure(figure),
                period=speaker.period(figure.period),
            )
        )
        return replace(said, notes=table.notes.marks(figure))

    return _field(table, key, value)


def _gains(table: _Table, key: str, kind: str) -> Field | None:
    def value(subject: Subject) -> Value:
        figure = shown_gain(subject, kind)
        if figure is None:
            if stage(subject.company) is not Stage.LISTED:
                return _not_applicable(table)
            return subject.missing(f"gain.{kind}")
        return subject.shown(figure, tone_of(figure))

    return _field(table, key, value)


def _not_applicable(table: _Table) -> Value:
    return table.voice.value(
        lambda speaker: Phrase(
            speaker.language, (absent(Missing.NOT_APPLICABLE, speaker.wording),)
        ),
        Tone.MISSING,
    )


def _uses(table: _Table) -> Field | None:
    def value(subject: Subject) -> Value:
        for use in subject.company.offer.uses:
            figure = subject.figure(f"offer.uses.{use.id}.share")
            if figure is not None:
                said = table.voice.value(
                    lambda speaker, use=use, figure=figure: speaker.say(
                        "list.use",
                        value=speaker.figure(figure),
                        purpose=speaker.text(use.purpose),
                    )
                )
                return replace(said, notes=table.notes.marks(figure))
        return subject.missing("offer.uses")

    return _field(table, "offer.use_of_proceeds", value)


def _code(subject: Subject) -> Value:
    return subject.voice.value(lambda _: code_of(subject.code()))


def _board(subject: Subject) -> Value:
    return subject.voice.value(lambda speaker: speaker.say(board_key(subject.company)))


_SLIDES: tuple[Callable[[_Table], Iterator[Slide]], ...] = (
    _glance,
    _terms,
    _cornerstones,
    _debut,
    _revenue,
    _research,
    _concentration,
    _market,
    _products,
    _value,
    _companies,
)
