"""JUnit XML: each question that a check asked as a test, for the test pages of CI services.

JUnit knows no warnings: a tension passes, and says so in what the test printed.
"""

from __future__ import annotations

from collections.abc import Iterable
from itertools import groupby
from xml.etree import ElementTree as ET

from briefs.checks import Verdict
from briefs.faults import printable
from briefs.reports.model import Item, Level, Report


def junit(report: Report) -> str:
    """Give a report as JUnit XML, a suite for each rule."""
    root = ET.Element("testsuites", name="briefs check")
    by_rule = sorted(report.items, key=lambda item: item.rule)
    for rule, items in groupby(by_rule, key=lambda item: item.rule):
        root.append(_suite(rule, tuple(items)))
    for name in ("tests", "failures", "skipped"):
        root.set(name, str(sum(int(suite.get(name, "0")) for suite in root)))
    ET.indent(root)
    return f'<?xml version="1.0" encoding="UTF-8"?>\n{ET.tostring(root, encoding="unicode")}\n'


def _suite(rule: str, items: Iterable[Item]) -> ET.Element:
    suite = ET.Element("testsuite", name=_clean(rule))
    suite.extend(_case(item) for item in items)
    counts = {"tests": "testcase", "failures": "*/failure", "skipped": "*/skipped"}
    for name, path in counts.items():
        suite.set(name, str(len(suite.findall(path))))
    suite.set("errors", "0")
    suite.set("time", "0")
    return suite


def _case(item: Item) -> ET.Element:
    name = f"{item.subject}:{item.path}" if item.path else str(item.place)
    case = ET.Element(
        "testcase",
        classname=_clean(f"briefs.{item.rule}"),
        name=_clean(name),
        file=_clean(item.place.file),
        line=str(item.place.line),
        time="0",
    )
    message = _clean(item.message)
    if item.level is Level.ERROR and item.is_open:
        failure = ET.SubElement(case, "failure", message=message, type=_clean(item.verdict))
        failure.text = _clean(_details(item))
    elif item.verdict == Verdict.NOT_TESTABLE.value:
        ET.SubElement(case, "skipped", message=message)
    else:
        ET.SubElement(case, "system-out").text = _clean(_details(item))
    return case


def _details(item: Item) -> str:
    told = str(item) if item.level is not Level.NONE else f"{item.place}: {item.message}"
    told = f"{told}\n" + "".join(f"{one.place}: {one.figure}\n" for one in item.concerns)
    answer = item.answer
    return f"{told}acknowledged by {answer.by}, {answer.on}\n" if answer else told


def _clean(text: str) -> str:
    """Write out what XML 1.0 cannot hold, not even escaped, and what nobody would see in it."""
    return printable(text, keep="\t\n\r")
