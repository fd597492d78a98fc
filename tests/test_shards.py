"""A build dealt out to several machines gives, once merged, what one machine would have built."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys

import pytest

from briefs.build.editions import editions
from briefs.build.project import read_project
from briefs.build.shards import Shard, shard
from briefs.build.templates import own_templates


@pytest.fixture
def shards(output, tmp_path):
    """Give two output folders that hold the briefs of two machines, and a project without any."""
    folders = [tmp_path / "one", tmp_path / "two"]
    for path, subjects in zip(folders, (["axera", "ai-chips"], ["biren"]), strict=True):
        for subject in subjects:
            shutil.copytree(output.folder / "output" / subject, path / subject)
    return folders


@pytest.fixture
def merge(folder):
    """Merge folders into a project, and give what came of it."""

    def run(*folders):
        command = [sys.executable, "-m", "briefs", "--project", str(folder.path), "--json"]
        command += ["merge", *map(str, folders)]
        done = subprocess.run(command, capture_output=True, text=True, check=False)  # noqa: S603
        assert "Traceback" not in done.stderr
        return done.returncode, json.loads(done.stdout)

    return run


def status(folder):
    command = [sys.executable, "-m", "briefs", "--project", str(folder.path), "status"]
    return subprocess.run(command, capture_output=True, text=True, check=False).stdout  # noqa: S603


def test_shards_share_out_every_brief_and_keep_its_settings_together(folder):
    project = read_project(folder.path, own_templates())
    every = editions(project.library, project.wordings)
    shares = [Shard(number, 3).of(every) for number in (1, 2, 3)]
    assert sorted(one.id for share in shares for one in share) == sorted(one.id for one in every)
    for share in shares:
        briefs = {(one.kind, one.subject) for one in share}
        assert len(share) == len(briefs) * 5


@pytest.mark.parametrize("text", ["0/3", "4/3", "1", "1/0", "-1/3", "a/b", "1/3/5", ""])
def test_a_shard_that_is_none_is_refused(text):
    with pytest.raises(ValueError, match="is no shard such as 2/5"):
        shard(text)


def test_merged_shards_are_what_one_machine_builds(output, folder, shards, merge):
    code, document = merge(*shards)
    assert code == 0
    assert len(document["merged"]) == 15
    assert document["missing"] == []
    sums = "output/SHA256SUMS"
    assert (folder.path / sums).read_bytes() == (output.folder / sums).read_bytes()
    assert status(folder).startswith("ok: ")


def test_what_no_machine_built_is_named(folder, shards, merge):
    code, document = merge(shards[0])
    assert code == 1
    assert len(document["missing"]) == 5
    assert all(name.startswith("biren.one-pager.") for name in document["missing"])
    assert status(folder).startswith("never built: ")
    assert (folder.path / "output/axera/axera-one-pager-en.pdf").exists()


def test_a_file_that_was_changed_on_the_way_is_refused_and_nothing_merged(folder, shards, merge):
    pdf = shards[1] / "biren/biren-one-pager-en.pdf"
    pdf.write_bytes(pdf.read_bytes() + b" ")
    code, document = merge(*shards)
    (fault,) = document["faults"]
    assert code != 0
    assert fault["file"] == str(pdf)
    assert "is not the one that its manifest tells of" in fault["message"]
    assert not list(folder.path.rglob("*.pdf"))


def test_what_was_built_of_other_records_is_refused_with_what_differs(folder, shards, merge):
    folder.change("data/companies/biren.yaml", "{en: Biren Tech", "{en: Birren Tech")
    code, document = merge(*shards)
    assert code != 0
    messages = {fault["file"].rpartition("/")[2]: fault["message"] for fault in document["faults"]}
    assert "biren-one-pager-en.pdf" in messages
    assert "axera-one-pager-en.pdf" not in messages
    assert "record" in messages["biren-one-pager-en.pdf"]
