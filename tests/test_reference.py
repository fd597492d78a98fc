"""The reference says what the program says of itself, and nothing older."""

from __future__ import annotations

import os
import re

import pytest
from followed import ROOT
from reference import pages

REFERENCE = ROOT / "docs/reference"
PAGES = pages()


@pytest.fixture(scope="module", autouse=True)
def _written_anew():
    """With BRIEFS_GOLDENS in the environment, write the pages before they are compared."""
    if os.environ.get("BRIEFS_GOLDENS"):
        REFERENCE.mkdir(exist_ok=True)
        for path in REFERENCE.iterdir():
            path.unlink()
        for name, text in PAGES.items():
            (REFERENCE / name).write_text(text, encoding="utf-8")


def test_no_other_page_stands_there():
    assert {path.name for path in REFERENCE.iterdir()} == {*PAGES}


@pytest.mark.parametrize("name", PAGES)
def test_a_page_of_the_reference_is_fresh(name):
    text = (REFERENCE / name).read_text(encoding="utf-8")
    assert text == PAGES[name], "run `make reference`"


def test_links_of_the_documents_lead_somewhere():
    for page in (*ROOT.glob("*.md"), *ROOT.glob("docs/**/*.md")):
        text = page.read_text(encoding="utf-8")
        for target in re.findall(r"\]\(([^)#\s]+)(?:#[\w-]*)?\)", text):
            if "://" not in target:
                assert (page.parent / target).exists(), f"{page.name} leads to {target}"
