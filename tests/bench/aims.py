"""Aims: what we would have each measure come to, and whether it does."""

from __future__ import annotations

from dataclasses import dataclass

from timing import table


@dataclass(frozen=True)
class Aim:
    """A bound on one measure, and how the measure is written."""

    name: str
    bound: float
    form: str
    least: bool = False

    def met(self, value):
        return value >= self.bound if self.least else value <= self.bound

    def row(self, value):
        side = "at least" if self.least else "at most"
        verdict = "met" if self.met(value) else "missed"
        return [
            self.name,
            f"{side} {self.form.format(self.bound)}",
            self.form.format(value),
            verdict,
        ]


PRESS = "our press alone, a one-pager, beside Chromium"
ONE_PAGER = "everything included, a one-pager, beside Chromium"
DECK = "everything included, a deck, beside Chromium"
CHARTS = "charts, of everything in a one-pager"
PLAINLY = "WeasyPrint used plainly, beside our press"
TYPST = "Typst from scratch, beside our press"
WORKERS = "two workers, beside one"
MEMORY = "a worker's memory, between two renders"
COLD = "one brief from nothing, besides its render"

AIMS = (
    Aim(PRESS, 0.8, "{:.2f}×"),
    Aim(ONE_PAGER, 1.3, "{:.2f}×"),
    Aim(DECK, 1.0, "{:.2f}×"),
    Aim(CHARTS, 0.25, "{:.0%}"),
    Aim(PLAINLY, 6, "{:.2f}×", least=True),
    Aim(TYPST, 1 / 3, "{:.2f}×", least=True),
    Aim(WORKERS, 1.8, "{:.2f}×", least=True),
    Aim(MEMORY, 250, "{:.0f} MB"),
    Aim(COLD, 1.5, "{:.2f} s"),
)


def against_aims(measured):
    """Set what was measured beside what we aim at."""
    rows = [aim.row(measured[aim.name]) for aim in AIMS if aim.name in measured]
    return table(["", "aim", "measured", ""], rows)
