"""What the checks find in the shipped records: the vectors that their sources alone can show."""

from decimal import Decimal
from pathlib import Path

import pytest

from briefs.build.project import read_project
from briefs.build.templates import own_templates
from briefs.checks import Verdict

ROOT = Path(__file__).parent.parent

HOLDS, TENSION, CONTRADICTS = Verdict.HOLDS, Verdict.TENSION, Verdict.CONTRADICTS
UNTESTABLE = Verdict.NOT_TESTABLE

# Vector, check, record path, verdict, and what is computed as far as a page would show it.
VECTORS = [
    ("entry fee of a lot", "entry_fee", "axera:offer.entry_fee", HOLDS, "2848.44"),
    ("eight-fold", "multiple_wording", "axera:revenue.FY2024", TENSION, "9.4"),
    ("steady growth", "run_rate", "axera:revenue.9M2025", TENSION, "359000000"),
    ("files, yet open", "stage_consistency", "axera:timetable.offer_opens", TENSION, None),
    ("16 and 4 names", "cornerstone_count", "axera:cornerstones.count", HOLDS, None),
    ("no share count", "cornerstone_pct", "axera:cornerstones.share", UNTESTABLE, None),
    ("widening losses", "direction_wording", "axera:loss", UNTESTABLE, None),
    ("dates in order", "timeline", "axera:timetable.listing", HOLDS, None),
    ("close on offer", "return_vs_offer", "biren:debut.gain_close", HOLDS, "75.8"),
    ("high on offer", "return_vs_offer", "biren:debut.gain_high", CONTRADICTS, "118.8"),
    ("over 112.55%", "loose_bound", "biren:debut.gain_high", TENSION, "118.8"),
    ("one share count", "implied_shares_stable", "biren:debut.market_cap_high", HOLDS, None),
    ("64% and net", "cornerstone_vs_net", "biren:cornerstones.share", CONTRADICTS, "53.9"),
    ("steps of prices", "tick_grid", "biren:debut.high", HOLDS, None),
    ("2347 and 2347.53", "subscription_semantics", "biren:demand.public_over", TENSION, None),
    (
        "market 2020-24",
        "cagr",
        "biren:markets.intelligent-computing.growth.FY2020..FY2024",
        HOLDS,
        "105.1",
    ),
    (
        "market 2024-29",
        "cagr",
        "biren:markets.intelligent-computing.growth.FY2024..FY2029",
        HOLDS,
        "46.2",
    ),
    (
        "shares of the rest",
        "residual_share",
        "biren:markets.intelligent-computing.participants",
        HOLDS,
        None,
    ),
    ("no exchange rate", "share_times_market", "biren:shares.biren.share.FY2024", UNTESTABLE, None),
    ("sum of losses", "cumulative", "biren:cumulative_loss", HOLDS, "6357000000"),
    ("loss bridge 2023", "loss_bridge", "biren:loss.FY2023", TENSION, "632000000"),
    ("loss bridge 1H25", "loss_bridge", "biren:loss.1H2025", TENSION, "897000000"),
    ("largest component", "part_le_whole", "biren:rd_staff_cost.FY2024", HOLDS, None),
    ("124 times", "magnitude_jump", "biren:revenue.FY2023", TENSION, None),
    ("veterans", "headcount", "biren:people.rd_veterans_share", TENSION, None),
    ("this year", "no_relative_dates", "biren:products.BR106.units.1H2025", TENSION, None),
    ("flows at year-ends", "period_type", "biren:revenue", TENSION, None),
    ("two chips, four names", "counted_names", "biren:claims.4", TENSION, None),
    ("holders", "holders_sum", "biren:funding.holders.zhang-wen.stake", HOLDS, "24.30"),
    ("paste error or not", "coincidence", "biren:rd_share_of_opex.FY2023", HOLDS, None),
    ("high on offer", "return_vs_offer", "moore-threads:debut.gain_high", HOLDS, "502.0"),
    ("nearly 400,000", "per_lot_pnl", "metax:debut.profit_per_lot", HOLDS, "395170"),
]


@pytest.fixture(scope="module")
def findings():
    return read_project(ROOT, own_templates()).answers.findings


@pytest.mark.parametrize(("vector", "check", "where", "verdict", "computed"), VECTORS)
def test_a_vector_of_the_sources_is_found(findings, vector, check, where, verdict, computed):
    found = [
        one
        for one in findings
        if (one.check, f"{one.subject}:{one.path}", one.verdict) == (check, where, verdict)
    ]
    assert found, vector
    if computed is not None:
        assert found[0].computed.shown == Decimal(computed)


def test_nothing_else_contradicts(findings):
    wrong = {f"{one.subject}:{one.path}" for one in findings if one.verdict is CONTRADICTS}
    assert wrong == {"biren:debut.gain_high", "biren:cornerstones.share"}


def test_what_contradicts_or_strains_is_acknowledged(findings):
    loud = [one for one in findings if one.verdict in (CONTRADICTS, TENSION)]
    assert len(loud) > 20
    assert all(one.acknowledged for one in loud)
