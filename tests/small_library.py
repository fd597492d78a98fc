"""A library of one company, made in memory from facts by their paths."""

from __future__ import annotations

from briefs.checks import Verdict
from briefs.measures import derive
from briefs.reading import place_at, plain, read_text
from briefs.records.book import write_book
from briefs.records.company import Company
from briefs.records.library import Library
from briefs.records.source import Sources

SOURCES = {
    "sources": {
        "gazette": {
            "publisher": {"en": "The Gazette"},
            "title": "An offering",
            "language": "en",
            "date": "2026-01-05",
            "retrieved": "2026-01-06",
            "terms": {"en": "None"},
            "sha256": "not held",
            "class": "press",
        }
    }
}

HEAD = {
    "id": "ant",
    "source": "gazette",
    "as_of": "2026-02-01",
    "names.short": "{en: Ant}",
    "industry": "{en: Insects}",
    "line": "{en: Hills}",
    "listing.board": "main-board",
}

#: The timetable of a well-ordered offering in Hong Kong.
DATES = {"timetable.offer_opens": "{date: 2026-01-30, at: x}"}


def fact(value, unit, **more):
    """Write a figure as records do: fact("28.20", "HKD", qualifier="about")."""
    rest = "".join(f", {key}: {text}" for key, text in more.items())
    return f'{{value: "{value}", unit: {unit}, at: x{rest}}}'


def hkd(value, **more):
    return fact(value, "HKD", **more)


def shares(value, **more):
    return fact(value, "shares", **more)


def percent(value, basis="market", **more):
    return fact(value, "percent", basis=basis, **more)


def on(day):
    return f"{{date: {day}, at: x}}"


def library(facts):
    """Make a library of one company from facts by dotted path, read as any record is."""
    tree = {}
    for path, text in {**HEAD, **facts}.items():
        *above, last = path.split(".")
        branch = tree
        for key in above:
            branch = branch.setdefault(key, {})
        branch[last] = text
    node, faults = read_text(_yaml(tree).encode(), name="data/companies/ant.yaml")
    assert not faults, faults
    company = Company.model_validate(plain(node))
    book = write_book(
        company, subject="ant", source="gazette", place_of=lambda loc: place_at(node, loc)
    )
    assert not book.faults, book.faults
    sources = Sources.model_validate(SOURCES)
    return Library(sources, {"ant": company}, {}, {"ant": derive(book)}, {"ant": node})


def _yaml(tree, indent=""):
    lines = []
    for key, value in tree.items():
        if isinstance(value, dict):
            lines += [f"{indent}{key}:\n", _yaml(value, f"{indent}  ")]
        else:
            lines.append(f"{indent}{key}: {value}\n")
    return "".join(lines)


def verdicts(check, facts):
    """Give what a check finds, by path."""
    found = list(check(library(facts)))
    for finding in found:
        assert finding.check == check.__name__
        assert finding.place.line
        assert finding.message
    return {finding.path: finding.verdict for finding in found}


def only(check, facts):
    """Give the one finding of a check."""
    (finding,) = check(library(facts))
    return finding


HOLDS = Verdict.HOLDS
CONTRADICTS = Verdict.CONTRADICTS
TENSION = Verdict.TENSION
NOT_TESTABLE = Verdict.NOT_TESTABLE
