"""Amounts: a figure as prose, tiles and table cells print it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from briefs.figures import Figure, Qualifier, Unit
from briefs.language.numbers import ONE, places, sign, unsigned
from briefs.language.shape import Qualifiers
from briefs.language.wording import Wording


def amount(figure: Figure, wording: Wording, *, bare: bool = False) -> str:
    """Write a figure with its unit and qualifier; `bare` leaves out the qualifier.

    The digits are those that were written: 230 million is RMB230 million and 2.30亿元, so
    that nobody reads more precision, or less, than the source gives.
    """
    forms = wording.forms.units[figure.unit]
    number = _scaled(figure, wording) if forms.scaled else _number(figure, ONE, wording)
    pattern = forms.one if forms.one and number == "1" else forms.many
    mark = sign(figure.shown, wording.forms.numbers, always=forms.signed)
    text = mark + pattern.format(n=number)
    return text if bare else _qualified(figure, text, wording.forms.qualifiers)


@dataclass(frozen=True, slots=True)
class Cell:
    """A number in a table, and what aligns it with its column on the decimal point.

    A column is set right-aligned: `hang` (a closing parenthesis, a percent sign) stands
    outside it, and after the digits follow blanks for the `missing` decimals that other
    cells have and this one was never given (and for the point, where `lacks_point`).
    """

    text: str
    missing: int
    has_point: bool
    hang: str

    @property
    def digits(self) -> str:
        """The text without what hangs."""
        return self.text.removesuffix(self.hang)

    @property
    def lacks_point(self) -> bool:
        """Whether the column has a decimal point where this cell has none."""
        return self.missing > 0 and not self.has_point


def cell(
    figure: Figure,
    wording: Wording,
    *,
    factor: Decimal,
    decimals: int,
    negative: bool = False,
    bare: bool = False,
) -> Cell:
    """Write a figure as a table cell, its money in units of `factor`.

    `decimals` is the column's longest fraction, from `longest_fraction`. A loss (`negative`,
    or a value below zero) stands in parentheses, as HKEX filings print it; only a change keeps
    its sign. `bare` leaves out the mark of the qualifier.
    """
    table, units = wording.forms.table, wording.forms.units
    number = text = _number(figure, _divisor(figure, factor), wording)
    if figure.unit in table.marked:
        text = units[figure.unit].many.format(n=text)
    signed = units[figure.unit].signed
    if signed:
        text = sign(figure.shown, wording.forms.numbers, always=True) + text
    if not bare:
        text = _qualified(figure, text, table.qualifiers)
    if not signed and (negative or figure.shown < 0):
        text = table.loss.format(n=text)
    own = cell_decimals(figure, factor)
    return Cell(text, max(0, decimals - own), own > 0, text.rpartition(number)[2])


def cell_decimals(figure: Figure, factor: Decimal) -> int:
    """Count the decimals of a figure in a table whose money is in units of `factor`."""
    return places(figure.step, _divisor(figure, factor))


def longest_fraction(figures: Iterable[Figure], factor: Decimal) -> int:
    """Count the decimals of the cell of a column that has most."""
    return max((cell_decimals(figure, factor) for figure in figures), default=0)


def table_unit(unit: Unit, factor: Decimal, wording: Wording) -> str:
    """Name the unit of a table or chart, such as RMB million; raises LookupError without a name."""
    return wording.forms.table.money[unit][factor]


def _divisor(figure: Figure, factor: Decimal) -> Decimal:
    """Only money is divided: percentages, ranks and heads are shown as they are."""
    return factor if figure.unit.is_money else ONE


def _number(figure: Figure, factor: Decimal, wording: Wording) -> str:
    decimals = places(figure.step, factor)
    return unsigned(figure.shown / factor, decimals, wording.forms.numbers)


def _scaled(figure: Figure, wording: Wording) -> str:
    """Write a number in the largest scale that it reaches and that does not draw it out.

    It is the value as rounded that chooses: 999.96 million shown to 0.1 is 1.0000 billion,
    never 1,000.0 million. A count to the last share stays plain: 247,692,800.
    """
    for scale in wording.forms.scales:
        reached = abs(figure.shown) >= scale.threshold
        if reached and places(figure.step, scale.factor) <= scale.most_decimals:
            return scale.pattern.format(n=_number(figure, scale.factor, wording))
    return _number(figure, ONE, wording)


def _qualified(figure: Figure, text: str, qualifiers: Qualifiers) -> str:
    if figure.qualifier is Qualifier.EXACT:
        return text
    return qualifiers[figure.qualifier].format(amount=text)
