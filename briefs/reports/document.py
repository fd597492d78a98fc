"""The document: findings as JSON of a versioned form, which has a JSON Schema."""

from __future__ import annotations

from typing import Any

from pydantic import BaseModel, ConfigDict

from briefs.faults import Place
from briefs.reports.model import Concern, Item, Report


class _Row(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Spot(_Row):
    """A place in the records; line and column count from 1, and 0 means the whole file."""

    file: str
    line: int
    column: int


class ConcernRow(Spot):
    """A figure that a finding concerns, and its place."""

    figure: str


class AcknowledgedRow(_Row):
    """Who answered for a finding, when, and with what reason in each language."""

    reviewed_by: str
    reviewed_on: str
    reason: dict[str, str]


class FindingRow(Spot):
    """One finding or other fault."""

    rule: str
    level: str
    verdict: str
    message: str
    mend: str
    subject: str
    path: str
    computed: str
    concerns: list[ConcernRow]
    acknowledged: AcknowledgedRow | None


class Findings(_Row):
    """All findings, those that somebody has to look at first."""

    errors: int
    warnings: int
    findings: list[FindingRow]


def document(report: Report) -> dict[str, Any]:
    """Give a report as plain values for JSON."""
    rows = [_row(item) for item in report.items]
    levels = [item.level.value for item in report.open]
    counts = {"errors": levels.count("error"), "warnings": levels.count("warning")}
    return Findings(**counts, findings=rows).model_dump()


def _row(item: Item) -> FindingRow:
    return FindingRow(
        rule=item.rule,
        level=item.level.value,
        verdict=item.verdict,
        message=item.message,
        mend=item.mend,
        subject=item.subject,
        path=item.path,
        computed=item.computed,
        concerns=[_concern(one) for one in item.concerns],
        acknowledged=_acknowledged(item),
        **_spot(item.place),
    )


def _concern(concern: Concern) -> ConcernRow:
    return ConcernRow(figure=concern.figure, **_spot(concern.place))


def _acknowledged(item: Item) -> AcknowledgedRow | None:
    answer = item.answer
    if answer is None:
        return None
    return AcknowledgedRow(
        reviewed_by=answer.by, reviewed_on=str(answer.on), reason=dict(answer.reason)
    )


def _spot(place: Place) -> dict[str, Any]:
    return {"file": place.file, "line": place.line, "column": place.column}
