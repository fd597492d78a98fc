"""Plots: which charts a company's figures can carry, and what each of them shows."""

from briefs.views.plots.bars import Measure, broken_off, compared_bars
from briefs.views.plots.captions import source_of, sources_of
from briefs.views.plots.company import (
    concentration,
    loss_and_research,
    margin,
    research_and_revenue,
    revenue,
    units,
)
from briefs.views.plots.comparison import panels, role_of
from briefs.views.plots.dumbbells import debut, demand
from briefs.views.plots.market import market_size
from briefs.views.plots.shares import mix, use_of_proceeds

__all__ = [
    "Measure",
    "broken_off",
    "compared_bars",
    "concentration",
    "debut",
    "demand",
    "loss_and_research",
    "margin",
    "market_size",
    "mix",
    "panels",
    "research_and_revenue",
    "revenue",
    "role_of",
    "source_of",
    "sources_of",
    "units",
    "use_of_proceeds",
]
