"""Workbooks taken through LibreOffice and back: `make office`."""

from __future__ import annotations

import subprocess
import warnings
from io import BytesIO
from pathlib import Path

import pytest
from openpyxl import load_workbook

from briefs.cli import main
from briefs.reading import plain, read_text
from briefs.workbooks.importing import amend
from briefs.workbooks.reading import read_workbook

ROOT = Path(__file__).parent.parent.parent


@pytest.fixture(scope="module")
def saved(tmp_path_factory):
    """Export every record and comparison, and have LibreOffice save the workbooks; both by name."""
    desk, office = tmp_path_factory.mktemp("desk"), tmp_path_factory.mktemp("office")
    with pytest.raises(SystemExit) as ended:
        main(["--project", str(ROOT), "export", "--xlsx", "--to", str(desk)])
    assert ended.value.code == 0
    files = sorted(map(str, desk.glob("*.xlsx")))
    profile = f"-env:UserInstallation={(office / 'profile').as_uri()}"
    command = ["soffice", profile, "--headless", "--convert-to", "xlsx", "--outdir", str(office)]
    subprocess.run([*command, *files], check=True, capture_output=True, timeout=300)  # noqa: S603
    return {Path(file).stem: (Path(file), office / Path(file).name) for file in files}


def test_nothing_changes_on_the_way(saved):
    files = {
        path.relative_to(ROOT).as_posix(): path.read_bytes()
        for path in (ROOT / "data").rglob("*.yaml")
    }
    for _, theirs in saved.values():
        filled, faults = read_workbook(theirs.read_bytes(), theirs.name)
        assert not faults, list(map(str, faults))
        made, faults = amend(filled, files, theirs.name)
        assert not faults
        assert [one.changes for one in made] == [()] * len(made)
        assert all(one.new == one.old for one in made)


def test_a_record_is_made_again_from_what_it_saved(saved):
    for path in sorted((ROOT / "data/companies").glob("*.yaml")):
        filled, _ = read_workbook(saved[path.stem][1].read_bytes(), "a.xlsx")
        (made,), _ = amend(filled, {}, "a.xlsx")
        told = [
            plain(read_text(text, name="")[0]) for text in (made.new.encode(), path.read_bytes())
        ]
        assert told[0] == told[1]


def test_it_works_out_the_same_numbers(saved):
    compared = 0
    for ours, theirs in saved.values():
        formulas, mine, other = load(ours), values(ours), values(theirs)
        for sheet in formulas.sheetnames:
            for row in formulas[sheet].iter_rows():
                for cell in (one for one in row if one.data_type == "f"):
                    number = mine[sheet][cell.coordinate].value
                    worked_out = other[sheet][cell.coordinate].value
                    compared += number is not None
                    assert (worked_out or None) == pytest.approx(number or None), cell.coordinate
    assert compared > 150


def values(path):
    return load(path, data_only=True)


def load(path, **options):
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # of what this library leaves out
        return load_workbook(BytesIO(path.read_bytes()), **options)
