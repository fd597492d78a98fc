"""The financial summary: a table of measures by period, with one declared unit."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from decimal import Decimal

from briefs.figures import Figure, Period, Unit
from briefs.language import amounts
from briefs.language.amounts import longest_fraction, table_unit
from briefs.language.dates import PeriodStyle
from briefs.language.prose import Missing, absent
from briefs.views.parts import Amount, AmountKind, Cell, Column, Phrase, Row, Table, Tone, Value
from briefs.views.speech import Speaker
from briefs.views.subject import Subject

MILLION = Decimal(10) ** 6

#: Rows of the table: the words of the label, the series, whether it explains the row above,
#: and whether it is a loss, which stands in parentheses.
ROWS = (
    ("finance.revenue", "revenue", False, False),
    ("finance.growth", "revenue_growth", True, False),
    ("finance.gross_margin", "gross_margin", False, False),
    ("finance.rd_expense", "rd_expense", False, False),
    ("finance.rd_to_revenue", "rd_to_revenue", True, False),
    ("finance.rd_share_of_opex", "rd_share_of_opex", True, False),
    ("finance.loss", "loss", False, True),
    ("finance.loss_to_revenue", "loss_to_revenue", True, False),
)

#: Measures that the table shows even where the sources give none.
ALWAYS = frozenset({"revenue", "rd_expense", "loss"})

#: A table wider than this does not fit its column.
MOST_PERIODS = 5


def summary(subject: Subject) -> Table:
    """Give the table of a company's measures over the periods that its sources give."""
    periods = _periods(subject)
    decimals = {period: _decimals(subject, period) for period in periods}
    rows = tuple(
        _row(subject, decimals, label=label, name=name, minor=minor, negative=negative)
        for label, name, minor, negative in ROWS
        if _is_shown(subject, name, minor=minor)
    )
    return Table(
        title=subject.words("table.summary"),
        unit=subject.voice.each(
            lambda speaker: Phrase(
                speaker.language, (table_unit(_currency(subject), MILLION, speaker.wording),)
            )
        ),
        columns=tuple(_column(subject, period) for period in periods),
        rows=rows,
    )


def _periods(subject: Subject) -> tuple[Period, ...]:
    found = {figure.period: None for _, name, _, _ in ROWS for figure in subject.book.series(name)}
    ordered = sorted(found, key=lambda period: (str(period.end), str(period.start)))
    return tuple(ordered[-MOST_PERIODS:])


def _is_shown(subject: Subject, name: str, *, minor: bool) -> bool:
    """Whether a row says enough: an explaining one needs two cells that mean something."""
    if name in ALWAYS:
        return True
    figures = subject.book.series(name)
    telling = [figure for figure in figures if not subject.not_meaningful(figure)]
    return len(telling) > 1 if minor else bool(figures)


def _decimals(subject: Subject, period: Period) -> int:
    """Count the decimals that a column's amounts of money stand on."""
    amounts_of_column = (
        figure
        for _, name, _, _ in ROWS
        for figure in subject.book.series(name)
        if figure.period == period and figure.unit.is_money
    )
    return longest_fraction(amounts_of_column, MILLION)


def _currency(subject: Subject) -> Unit:
    for _, name, _, _ in ROWS:
        for figure in subject.book.series(name):
            if figure.unit.is_money:
                return figure.unit
    return Unit.CNY


def _column(subject: Subject, period: Period) -> Column:
    value = subject.voice.value(lambda speaker: speaker.period(period, PeriodStyle.AXIS))
    return Column(value, interim=period.is_interim)


def _row(
    subject: Subject,
    decimals: Mapping[Period, int],
    *,
    label: str,
    name: str,
    minor: bool,
    negative: bool,
) -> Row:
    figures = {figure.period: figure for figure in subject.book.series(name)}
    cells = tuple(
        _cell(subject, figures[period], decimals[period], negative=negative)
        if period in figures
        else _empty(subject, name, period)
        for period in decimals
    )
    words = subject.words(label)
    shared = _shared_marks(cells)
    if shared:
        words = tuple(replace(phrase, notes=shared) for phrase in words)
        cells = tuple(replace(cell, value=replace(cell.value, notes=())) for cell in cells)
    return Row(words, cells, minor=minor)


def _shared_marks(cells: Sequence[Cell]) -> tuple[int, ...]:
    """Find the notes that hang on every cell of a row, so that its label carries them once."""
    marks = {cell.value.notes for cell in cells}
    return marks.pop() if len(marks) == 1 else ()


def _cell(subject: Subject, figure: Figure, decimals: int, *, negative: bool) -> Cell:
    if subject.not_meaningful(figure):
        return Cell(
            replace(_word(subject, Missing.NOT_MEANINGFUL, figure), tone=Tone.MISSING), point=False
        )
    lead = subject.voice.speakers[0]
    # Percentages end at the column's edge: their sign aligns them already.
    decimals = decimals if figure.unit.is_money else 0
    laid = amounts.cell(figure, lead.wording, factor=MILLION, decimals=decimals, negative=negative)

    def say(speaker: Speaker) -> Amount:
        text = amounts.cell(
            figure, speaker.wording, factor=MILLION, decimals=decimals, negative=negative
        ).text
        return Amount(text, AmountKind.FIGURE, figure)

    value = replace(subject.voice.value(say), notes=subject.notes.marks(figure))
    return Cell(value, pad=laid.missing, point=laid.lacks_point, hang=laid.hang)


def _word(subject: Subject, why: Missing, figure: Figure | None = None) -> Value:
    def say(speaker: Speaker) -> Amount:
        return Amount(absent(why, speaker.wording, short=True), AmountKind.FIGURE, figure)

    return subject.voice.value(say)


def _empty(subject: Subject, name: str, period: Period) -> Cell:
    """Say "not disclosed", or nothing to compare with where a measure needs a year before."""
    value = subject.missing(f"{name}.{period}", short=True)
    return Cell(value)
