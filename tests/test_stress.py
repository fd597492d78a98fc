"""Whatever a record holds, a brief passes every proof or is refused with what to shorten."""

from __future__ import annotations

import io
import re

import pikepdf
import pytest
from campaigns import size
from exhibits import tools
from stress import project_of, with_ten_risks

from briefs.build.editions import compose, editions
from briefs.faults import errors
from briefs.pages import Designer
from briefs.press import PressFault
from briefs.proofs import Exhibit, compare, prove

SEEDS = size(2, full=24)

#: A page that the press or a proof refuses says that something does not fit, and what. What is
#: pushed off a slide is no longer on it: that it is missing is then all that can be said.
FITTING = {"fit", "chart", "conservation"}

#: How a mend names a block, or asks for room that no record can give.
NAMED = r"shorten (its|this text of its|the) \w+|mm out of its \w+|fewer digits"


def outcome(project, view):
    """Print and prove an edition: its PDF, and the faults that refuse it, if any."""
    designer = Designer([project.templates], project.theme, project.wordings)
    page = designer.page(view, "0" * 64)
    try:
        made = tools()[2].print(page)
    except PressFault as refused:
        return b"", refused.faults
    return made.pdf, errors(prove(Exhibit(view, page, made.pdf, made.layout, made.charts)))


@pytest.mark.campaign(
    "Records that strain a page: a brief passes every proof or names what to shorten"
)
@pytest.mark.parametrize("seed", range(SEEDS))
def test_a_strained_brief_passes_or_names_what_does_not_fit(campaign, seed, tmp_path):
    project = project_of(tmp_path, seed)
    every = editions(project.library, project.wordings)
    chosen = [one for one in every if one.kind == "deck" or one.subject == "firm-a"]
    if SEEDS < 10:
        # A run of all tests has time for two settings, another two with each seed.
        ids = (("en", "en+zh-Hant-HK"), ("zh-Hans", "zh-Hant-HK"))[seed % 2]
        chosen = [one for one in chosen if one.setting.id in ids]
    passed = {"deck": {}, "one-pager": {}}
    for edition in chosen:
        view = compose(project, edition)
        if edition.kind == "one-pager" and seed % 3 == 2:
            view = with_ten_risks(view)
        pdf, faults = outcome(project, view)
        campaign.count(briefs=1, pages=0 if faults else pages_of(pdf), refused=bool(faults))
        for fault in faults:
            assert fault.rule in FITTING, str(fault)
            assert re.search("“|too full|^chart ", fault.message), str(fault)
            assert re.search(NAMED, fault.mend), str(fault)
        if not faults:
            passed[edition.kind][edition.id] = pdf
    for settings in passed.values():
        assert not errors(compare(settings))


def pages_of(pdf):
    with pikepdf.open(io.BytesIO(pdf)) as document:
        return len(document.pages)
