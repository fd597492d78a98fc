"""Generates projects of any size: `python -m tests.generate 1000 DIR` makes 1,000 companies.

Each is one of ours under another id, name and code, so that its briefs are as full as real ones.
"""

from __future__ import annotations

import argparse
import re
import shutil
from pathlib import Path

ROOT = Path(__file__).parent.parent
MODELS = ("axera", "biren")
LETTERS = "abcdefghijklmnopqrstuvwxyz"


def generate(folder, count):
    """Make a project in which so many companies ask for briefs: our two, and others like them."""
    data = folder / "data"
    shutil.copytree(ROOT / "data/companies", data / "companies")
    shutil.copy(ROOT / "data/sources.yaml", data / "sources.yaml")
    models = [(ROOT / f"data/companies/{name}.yaml").read_text(encoding="utf-8") for name in MODELS]
    for number in range(count - len(MODELS)):
        text = renamed(models[number % len(models)], number)
        (data / f"companies/{name_of(number)}.yaml").write_text(text, encoding="utf-8")
    return folder


def name_of(number):
    """Name a company by letters, as a digit in a name would be a figure without a source."""
    letters = ""
    for _ in range(4):
        number, rest = divmod(number, len(LETTERS))
        letters = LETTERS[rest] + letters
    return f"co-{letters}"


def renamed(text, number):
    """Give a record under another id, short name and code."""
    text = re.sub(r"^id: .*$", f"id: {name_of(number)}", text, count=1, flags=re.MULTILINE)
    return re.sub(
        r"^(  ticker: ).*$", rf'\g<1>"{number + 10000}"', text, count=1, flags=re.MULTILINE
    )


def main():
    """Make a project, as the command line asks."""
    parser = argparse.ArgumentParser(prog="tests.generate", description=__doc__)
    parser.add_argument("count", type=int, help="how many companies")
    parser.add_argument("folder", type=Path, nargs="?", default=Path("generated"))
    options = parser.parse_args()
    generate(options.folder, options.count)


if __name__ == "__main__":
    main()
