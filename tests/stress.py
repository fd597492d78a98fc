"""Generated projects that strain a page: long names, huge and tiny values, gaps, many companies.

The records need not agree with themselves: only what pages make of them is questioned.
"""

from __future__ import annotations

import json
from dataclasses import replace
from random import Random

from exhibits import ROOT, tools

from briefs.build.project import Project, derived
from briefs.checks import question
from briefs.records.library import read_library

LANGUAGES = ("en", "zh-Hans", "zh-Hant-HK")

#: Characters that Simplified and Hong Kong pages share, so that one text serves both.
HAN = "人工大中小高科有限公司市基石投半元本生全球平自主核心方法安光合成同北京上海正式"

WORDS = (
    *("circuits", "memory", "optical", "platform", "packaging", "interconnect", "systems"),
    *("vision", "compiler", "lidar", "wafer", "inference", "training", "storage", "cluster"),
    *("materials", "testing", "design", "tooling", "robotics", "energy"),
)

QUALIFIERS = ("exact", "over", "at least", "nearly", "about", "below")
PERIODS = ("FY2022", "FY2023", "FY2024", "9M2025")
UNITS = ("CNY", "HKD", "USD")


class Writer:
    """Writes the records of one project from one seed."""

    def __init__(self, seed):
        self.mixed = seed % 4 == 3
        self.wild = seed % 5 == 2
        self.random = Random(seed)  # noqa: S311 - a drawing, no secret

    def chance(self, part=0.5):
        return self.random.random() < part

    def english(self, low, high):
        count = self.random.randint(low, high)
        return " ".join(self.random.choice(WORDS) for _ in range(count)).capitalize()

    def chinese(self, low, high):
        count = self.random.randint(low, high)
        return "".join(self.random.choice(HAN) for _ in range(count))

    def text(self, words, chars, *, stop=False):
        """Write a text in every language; `words` and `chars` are the least and most of each."""
        han = self.chinese(*chars)
        latin = self.english(*words)
        end = (".", "。") if stop else ("", "")
        return {"en": latin + end[0]} | dict.fromkeys(LANGUAGES[1:], han + end[1])

    def number(self, size=None):
        """Write a value of a size, or of any, from 0.001 to ten million million."""
        size = self.random.randint(-3, 13) if size is None else size
        if size < 0:
            return f"{self.random.randint(1, 9) * 10.0**size:.{-size}f}"
        digits = str(self.random.randint(10**size, 10 ** (size + 1) - 1) if size < 13 else 10**13)
        keep = self.random.randint(1, 4)
        if size >= 6 and self.chance(0.9):
            return self.scaled(digits, keep)
        return digits[:keep] + "0" * (len(digits) - keep)

    def scaled(self, digits, keep):
        """Write a large number as most sources do, with the word of its scale."""
        zeros, word = (9, "billion") if len(digits) > 9 else (6, "million")
        whole, rest = digits[:-zeros], digits[-zeros:]
        fraction = rest[: max(keep - len(whole), 0)]
        return f"{whole}.{fraction} {word}" if fraction else f"{whole} {word}"

    def entry(self, unit, size=None, **more):
        value = self.number(size) if unit in UNITS else f"{self.random.randint(1, 99_999)}"
        given = {"value": value, "unit": unit, "at": "x", **more}
        if self.chance(0.4):
            given["qualifier"] = self.random.choice(QUALIFIERS)
        return given

    def percent(self, basis):
        value = f"{self.random.uniform(0.1, 99.9):.{self.random.randint(0, 2)}f}%"
        return {"value": value, "unit": "percent", "basis": basis, "at": "x"}

    def maybe(self, made):
        return made if self.chance(0.7) else {"not_disclosed": "gone"}

    def series(self, unit, size):
        """Write a figure over time, of about one size unless the project is wild."""
        count = self.random.randint(1, len(PERIODS))
        values = {}
        for period in PERIODS[-count:]:
            near = None if self.wild else min(size + self.random.randint(0, 1), 13)
            figure = self.entry(unit, near)
            values[period] = {key: figure[key] for key in ("value", "qualifier") if key in figure}
        return {"unit": unit, "at": "x", "values": values}

    def shares(self, basis):
        values = {
            period: f"{self.random.uniform(1, 100):.1f}%"
            for period in PERIODS[-self.random.randint(1, 4) :]
        }
        return {"unit": "percent", "basis": basis, "at": "x", "values": values}

    def company(self, name, number):
        unit = self.random.choice(UNITS if self.mixed else UNITS[:1])
        size = self.random.randint(-3, 13)
        return {
            "id": name,
            "source": "gazette",
            "as_of": "2026-01-30",
            "briefs": ["one-pager"],
            "names": {
                "short": self.text((1, 4), (4, 14)),
                "legal": self.text((4, 9), (12, 24)),
                "at": "x",
            },
            "industry": self.text((1, 3), (2, 8)),
            "line": self.text((3, 7), (6, 16)),
            "identifiers": {"ticker": f"0{6000 + number}", "mic": "XHKG", "at": "x"},
            "listing": {"board": "main-board", "fixed_price": "yes", "at": "x"},
            "timetable": {
                "offer_opens": {"date": "2026-01-30", "at": "x"},
                "listing": {"date": "2026-02-10", "expected": "yes", "at": "x"},
            },
            "offer": {
                "price": self.entry("HKD"),
                "board_lot": self.entry("shares"),
                "entry_fee": self.maybe(self.entry("HKD")),
                "gross_proceeds": self.maybe(self.entry("HKD")),
                "net_proceeds": self.maybe(self.entry("HKD")),
                "market_cap": self.maybe(self.entry("HKD")),
                "shares": {
                    "total": self.maybe(self.entry("shares")),
                    "public": self.maybe(self.entry("shares")),
                    "international": self.maybe(self.entry("shares")),
                },
            },
            "demand": {
                "public": self.maybe(self.entry("times")),
                "international": self.maybe(self.entry("times")),
                "applicants": self.maybe(self.entry("people")),
            },
            "cornerstones": {
                "count": self.entry("investors"),
                "amount": self.entry("USD"),
                "share": self.percent(self.random.choice(("offer-shares", "global-offering"))),
                "named_complete": "no",
                "at": "x",
            },
            "debut": {key: {"not_disclosed": "gone"} for key in ("open", "high", "close")},
            "financials": {
                "revenue": self.maybe(self.series(unit, size)),
                "gross_margin": self.maybe(self.shares("revenue")),
                "loss": self.maybe(self.series(unit, size)),
                "rd_expense": self.maybe(self.series(unit, size)),
            },
            "concentration": {
                "customers": self.maybe(self.shares("revenue")),
                "suppliers": self.maybe(self.shares("purchases")),
            },
            "products": [self.product(index) for index in range(self.random.randint(0, 4))],
            "people": {"staff": self.maybe(self.entry("people", as_of="2025-09-30"))},
            "sponsors": {"not_disclosed": "gone"},
            "auditor": {"not_disclosed": "gone"},
            "lock_up": {"not_disclosed": "gone"},
            "narrative": self.narrative(),
            "notes": {"gone": self.text((5, 12), (8, 20), stop=True)},
        }

    def most_texts(self):
        """Choose how many strengths or risks there are: more than four rarely fit a slide."""
        return self.random.randint(1, self.random.choice((3, 3, 6)))

    def product(self, index):
        return {
            "name": f"Core {'XYZW'[index]}",
            "status": self.random.choice(("on sale", "developed", "planned")),
            "what": self.text((3, 10), (6, 22)),
            "at": "x",
        }

    def narrative(self):
        stop = {"stop": True}
        return {
            "headline": self.text((6, 12), (20, 40)),
            "business": self.text((20, 60), (40, 150), **stop),
            "strengths": [self.text((6, 22), (12, 60), **stop) for _ in range(self.most_texts())],
            "risks": [self.text((6, 22), (12, 60), **stop) for _ in range(self.most_texts())],
        }

    def sources(self):
        source = {
            "publisher": self.text((1, 4), (3, 10)),
            "title": self.english(3, 9),
            "language": "en",
            "date": "2026-01-30",
            "retrieved": "2026-01-31",
            "terms": self.text((2, 4), (4, 8)),
            "sha256": "not held",
            "class": "press",
        }
        bases = ("revenue", "purchases", "offer-shares", "global-offering")
        return {
            "sources": {"gazette": source},
            "bases": {name: self.text((1, 3), (2, 6)) for name in bases},
        }


def project_of(folder, seed):
    """Write a project of two to eight companies and their comparison, and read it."""
    writer = Writer(seed)
    names = [f"firm-{'abcdefgh'[number]}" for number in range(2 + seed % 7)]
    records = {f"companies/{name}": writer.company(name, n) for n, name in enumerate(names)}
    records["sources"] = writer.sources()
    records["comparisons/all"] = {
        "id": "all",
        "title": writer.text((2, 6), (6, 16)),
        "subtitle": writer.text((4, 12), (10, 30)),
        "as_of": "2026-01-30",
        "companies": names,
        "context": [],
    }
    for name, record in records.items():
        path = folder / f"data/{name}.yaml"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(_yaml(record) + "\n", encoding="utf-8")
    ours, _, _ = tools()
    library = derived(read_library(folder, languages=LANGUAGES))
    return Project(
        folder, ROOT / "templates", ours.theme, ours.wordings, library, question(library), ()
    )


def _yaml(value, indent=0):
    """Write a record in blocks, every scalar quoted."""
    pad = "  " * indent
    if isinstance(value, dict):
        return "\n".join(f"{pad}{key}:{_below(item, indent)}" for key, item in value.items())
    return "\n".join(f"{pad}-{_below(item, indent)}" for item in value)


def _below(item, indent):
    if isinstance(item, (dict, list)) and item:
        return "\n" + _yaml(item, indent + 1)
    return " " + json.dumps(item, ensure_ascii=False)


def with_ten_risks(view):
    """Give a one-pager with more risks than a record may hold."""
    return replace(view, risks=(*view.risks, *view.risks, *view.risks)[:10])
