"""What the program stands on is pinned by hash, and what a build was made with is told."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from importlib.metadata import distribution, version
from pathlib import Path

import pytest
from packaging.requirements import Requirement

from briefs.build.inventory import inventory
from briefs.faces import pinned_faces

ROOT = Path(__file__).parent.parent
LOCKS = ("requirements.lock", ".ci/audit.lock", ".ci/fuzz.lock")


@pytest.mark.parametrize("lock", LOCKS)
def test_every_package_of_a_lock_has_one_version_and_its_hashes(lock):
    text = (ROOT / lock).read_text(encoding="utf-8").replace("\\\n", "")
    lines = [line for line in text.splitlines() if line and not line.lstrip().startswith("#")]
    assert lines
    for line in lines:
        assert re.match(r"[\w.-]+==[\w.]+ ", line), line
        assert "--hash=sha256:" in line, line


def test_a_package_with_another_hash_than_the_lock_has_is_not_installed(tmp_path):
    (setup,) = re.findall(
        r"pip (install [^\n]*(?:\\\n[^\n]*)*-r requirements\.lock)",
        (ROOT / ".ci/prepare").read_text(encoding="utf-8"),
    )
    wheel = tmp_path / "ant-1.0-py3-none-any.whl"
    wheel.write_bytes(b"PK")
    lock = tmp_path / "requirements.lock"
    lock.write_text(f"ant @ {wheel.as_uri()} --hash=sha256:{'0' * 64}\n", encoding="utf-8")
    options = setup.replace("\\\n", " ").replace("requirements.lock", str(lock)).split()
    done = subprocess.run(  # noqa: S603 - as the set-up does it
        [sys.executable, "-m", "pip", *options, "--no-index", "--target", str(tmp_path / "into")],
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode != 0
    assert "DO NOT MATCH THE HASHES" in done.stderr
    assert not (tmp_path / "into").exists()


def test_the_renderer_is_none_that_can_be_got_around():
    (wanted,) = [
        one for one in map(Requirement, distribution("briefs").requires) if one.name == "weasyprint"
    ]
    assert "70.0" in wanted.specifier
    assert "69.9" not in wanted.specifier


def test_the_manifest_of_an_output_tells_what_it_was_made_with(output):
    text = (output.folder / "output/manifest.json").read_text(encoding="utf-8")
    listed = json.loads(text)["made_with"]
    assert (listed["bomFormat"], listed["specVersion"]) == ("CycloneDX", "1.6")
    by_name = {one["name"]: one for one in listed["components"]}
    assert by_name["weasyprint"]["version"] == version("weasyprint")
    assert by_name["weasyprint"]["purl"] == f"pkg:pypi/weasyprint@{version('weasyprint')}"
    # Needed by one that is needed by another, and by tests alone.
    assert "webencodings" in by_name
    assert "pytest" not in by_name
    assert by_name["pango"]["version"]
    digests = [one["properties"][0]["value"] for one in listed["components"] if "purl" in one]
    assert len(set(digests)) == len(digests) > 20
    assert all(re.fullmatch("[0-9a-f]{64}", one) for one in digests)
    faces = {one["hashes"][0]["content"] for one in by_name.values() if one["type"] == "file"}
    assert faces == {face.sha256 for face in pinned_faces()}


def test_the_inventory_is_the_same_text_every_time():
    before = json.dumps(inventory())
    inventory.cache_clear()
    assert json.dumps(inventory()) == before
