"""SARIF 2.1.0: findings for code scanning services (OASIS standard of 27 March 2020)."""

from __future__ import annotations

import hashlib
from typing import Any
from urllib.parse import quote

from briefs import __version__
from briefs.checks import Verdict
from briefs.faults import Place
from briefs.reports.model import Item, Report, Rule

SCHEMA = (
    "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
)

#: What SARIF calls a verdict that is no failure; everything else fails at its level.
_KINDS = {Verdict.HOLDS.value: "pass", Verdict.NOT_TESTABLE.value: "open"}


def sarif(report: Report) -> dict[str, Any]:
    """Give a report as a SARIF log of one run."""
    numbers = {rule.name: number for number, rule in enumerate(report.rules)}
    driver = {
        "name": "briefs",
        "semanticVersion": __version__,
        "rules": [_rule(rule) for rule in report.rules],
    }
    run = {
        "tool": {"driver": driver},
        "columnKind": "unicodeCodePoints",
        "results": [_result(item, numbers[item.rule]) for item in report.items],
    }
    return {"$schema": SCHEMA, "version": "2.1.0", "runs": [run]}


def _rule(rule: Rule) -> dict[str, Any]:
    found: dict[str, Any] = {"id": rule.name}
    if rule.sentence:
        found["shortDescription"] = {"text": rule.sentence}
    if rule.paragraph:
        found["fullDescription"] = {"text": rule.paragraph}
    return found


def _result(item: Item, number: int) -> dict[str, Any]:
    found = {
        "ruleId": item.rule,
        "ruleIndex": number,
        "kind": _KINDS.get(item.verdict, "fail"),
        "level": item.level.value,
        "message": {"text": f"{item.message}; {item.mend}" if item.mend else item.message},
        "locations": [_location(item.place)],
        "partialFingerprints": {"fact/v1": _fact(item)},
    }
    others = [one for one in item.concerns if one.place != item.place]
    if others:
        found["relatedLocations"] = [
            {"id": index, **_location(one.place), "message": {"text": one.figure}}
            for index, one in enumerate(others, start=1)
        ]
    if item.answer:
        words = next(iter(item.answer.reason.values()))
        why = f"{words} ({item.answer.by}, {item.answer.on})"
        found["suppressions"] = [{"kind": "inSource", "status": "accepted", "justification": why}]
    return found


def _location(place: Place) -> dict[str, Any]:
    if not place.line and "/" not in place.file:
        # No file: an edition, which exists only once it is made.
        return {"logicalLocations": [{"fullyQualifiedName": place.file}]}
    where: dict[str, Any] = {
        "artifactLocation": {"uri": quote(_bytes(place.file), safe="/"), "uriBaseId": "%SRCROOT%"}
    }
    if place.line:
        region = {"startLine": place.line, "startColumn": place.column}
        where["region"] = {name: value for name, value in region.items() if value}
    return {"physicalLocation": where}


def _fact(item: Item) -> str:
    """Name what an item is about, the same wherever in its file that has moved to."""
    about = item.path or item.message
    return hashlib.sha256(_bytes(f"{item.rule}\n{item.place.file}\n{about}")).hexdigest()


def _bytes(text: str) -> bytes:
    """Give the bytes of words that may hold a file's name, which need not be UTF-8."""
    return text.encode("utf-8", "surrogateescape")
