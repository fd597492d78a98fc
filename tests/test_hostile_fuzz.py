"""What reads other people's bytes answers or refuses in its own words, whatever they are."""

from __future__ import annotations

import os

import fuzz
import pytest
from campaigns import size
from hypothesis import HealthCheck, given, settings

from briefs.build.editions import editions
from briefs.build.planning import plan
from briefs.build.worker import Setup, job_of, render
from briefs.faces import cache_directory, faces_directory, write_fontconfig

FACES = faces_directory(cache_directory(os.environ))
# Fontconfig reads this once, when the press is first imported.
os.environ["FONTCONFIG_FILE"] = str(write_fontconfig(FACES))

EASY = settings(deadline=None, suppress_health_check=list(HealthCheck), database=None)


@pytest.mark.parametrize("reader", sorted(fuzz.TARGETS.keys() - {"record"}))
def test_a_reader_answers_or_refuses(reader):
    fuzz.tried(reader, 40 if reader == "smtp" else 100)


@pytest.mark.campaign("Records made hostile by Hypothesis: viewed in every setting, or refused")
def test_a_record_is_viewed_or_refused(campaign):
    @settings(EASY, max_examples=size(60, full=10_000))
    @given(fuzz.records())
    def holds(data):
        viewed = fuzz.record(data) is not None
        campaign.count(records=1, viewed=int(viewed), refused=int(not viewed))

    holds()


@pytest.mark.campaign(
    "Hostile texts of Hypothesis, through the whole press: proven on paper, or named"
)
def test_a_record_is_printed_and_proven_or_named(campaign, tmp_path):
    @settings(EASY, max_examples=size(2, full=200))
    @given(fuzz.mild_records())
    def holds(data):
        project = fuzz.record(data)
        if project is None:
            campaign.count(refused=1)
            return
        setup = Setup(project.templates, FACES, project.theme.name, project.paper)
        (item, *_) = plan(project, editions(project.library, project.wordings)[:1])
        row = render(setup, job_of(item, tmp_path))
        assert not row.bug, row.bug
        assert row.pages or row.faults
        campaign.count(printed=int(not row.faults), named=int(bool(row.faults)))

    holds()
