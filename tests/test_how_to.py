"""The how-to pages say what works: a test does what they say, step by step."""

from __future__ import annotations

import re
import shlex
import shutil
import signal
import subprocess
import sys
import tarfile
from pathlib import Path

import httpx
import pytest
from desk import Desk
from keys import PASSWORD, keys
from letters import written
from relays import PASSWORD as RELAYED
from relays import authority, login, relay
from workshop import until

from briefs.cli import main

PAGES = Path(__file__).parent.parent / "docs/how-to"


def steps(page):
    """Give the commands of a page, in the order of its steps."""
    text = (PAGES / page).read_text(encoding="utf-8")
    numbers = [int(number) for number in re.findall(r"^(\d+)\. ", text, re.MULTILINE)]
    assert numbers == list(range(1, len(numbers) + 1))
    assert len(text.splitlines()) < 40
    return re.findall(r"^ {7}(\S.*)$", text, re.MULTILINE)


@pytest.fixture
def desk(output, tmp_path, monkeypatch):
    """Give a project with its briefs, a publisher's key, and the tools of a how-to page."""
    shutil.copytree(output.folder, tmp_path / "project")
    monkeypatch.chdir(tmp_path / "project")
    publisher = keys("A Publisher")
    Path("keys").mkdir()
    Path("keys/publisher.p12").write_bytes(publisher.pkcs12)
    Path("keys/publisher.pem").write_bytes(publisher.certificate)
    Path("keys/password").write_text(f"{PASSWORD}\n", encoding="utf-8")
    shutil.copy("keys/publisher.pem", "publisher.pem")

    def follow(commands):
        for command in commands:
            words = shlex.split(command)
            if words[0] == "export":
                monkeypatch.setenv(*words[1].split("=", 1))
            elif words[0] == "briefs":
                run = [sys.executable, "-m", "briefs", *words[1:]]
                done = subprocess.run(run, capture_output=True, text=True, check=False)  # noqa: S603
                assert done.returncode == 0, (command, done.stderr)
                yield command, done.stdout

    return follow


def test_a_brief_is_signed_and_verified_as_the_pages_say(desk):
    said = dict(desk(steps("sign-a-brief.md")))
    assert any("UTC, trusted" in out for out in said.values())
    checked = dict(desk(steps("verify-a-brief.md")))
    assert len(checked) == 5
    assert not any("differs" in out for out in checked.values())
    assert Path("axera-data/figures.csv").is_file()


def test_a_workbook_goes_out_and_comes_back_as_the_page_says(desk):
    said = {}
    for command, out in desk(steps("spreadsheets.md")):
        said[command] = out
        if command == "briefs export axera --xlsx":
            file = Path("workbooks/axera.xlsx")
            opened = Desk(file.read_bytes())
            opened.write("Financials", "financials/rd_expense", "values/FY2023", "515.0 million")
            file.write_bytes(opened.saved())
    assert "+      FY2023: 515.0 million" in said["briefs import workbooks/axera.xlsx --dry-run"]
    record = Path("data/companies/axera.yaml").read_text(encoding="utf-8")
    assert "FY2023: 515.0 million" in record
    assert "no errors" in said["briefs check"]
    assert Path("workbooks/ai-chips.xlsx").is_file()


def test_editions_are_compared_as_the_page_says(output, tmp_path, monkeypatch):
    project = tmp_path / "project"
    shutil.copytree(output.folder, project)
    monkeypatch.chdir(project)
    for name in ("CI", "BRIEFS_LEDGER", "BRIEFS_RECIPIENTS", "SOURCE_DATE_EPOCH"):
        monkeypatch.delenv(name, raising=False)
    written(Path("recipients.yaml"))
    record, pdf = Path("data/companies/axera.yaml"), output.pdf("axera.one-pager.en")
    shutil.copy(pdf, "old.pdf")

    def run(command, code=0):
        words = shlex.split(command)
        words = [sys.executable, "-m", *words] if words[0] == "briefs" else words
        done = subprocess.run(words, capture_output=True, text=True, check=False)  # noqa: S603
        assert done.returncode == code, (command, done.stderr)
        return done.stdout

    commit = "git -c user.name=A -c user.email=a@example.com commit --quiet --all --message now"
    for command in ("git init --quiet", "git add data", commit):
        run(command)
    run("briefs send axera --outbox box")
    text = record.read_text(encoding="utf-8")
    record.write_text(text.replace("value: 473 million", "value: 474 million"), encoding="utf-8")
    said = {}
    for command in steps("compare-editions.md"):
        said[command] = run(command, code=1 if command.startswith("briefs diff") else 0)
        if command == "briefs diff HEAD":
            run(commit)
    compared = [out for command, out in said.items() if command.startswith("briefs diff")]
    assert len(compared) == 5
    assert all("RMB473 million → RMB474 million" in out for out in compared)
    assert Path("changes/axera.one-pager.en-page-1.png").is_file()
    assert len(list(Path("errata").glob("axera.one-pager.*.html"))) == 3


def test_a_brief_is_previewed_as_the_page_says(output, tmp_path, monkeypatch):
    shutil.copytree(output.folder, tmp_path / "project")
    monkeypatch.chdir(tmp_path / "project")
    browser, visited = tmp_path / "browser", tmp_path / "visited"
    browser.write_text(f'#!/bin/sh\necho "$1" > {visited}.part\nmv {visited}.part {visited}\n')
    browser.chmod(0o755)
    monkeypatch.setenv("BROWSER", f"{browser} %s")
    (command,) = steps("preview.md")
    run = [sys.executable, "-m", *shlex.split(command)]
    with subprocess.Popen(run, stderr=subprocess.PIPE, text=True) as process:  # noqa: S603
        said = process.stderr.readline()
        until(process, visited.exists)
        address = visited.read_text(encoding="utf-8").strip()
        assert said.startswith(address)
        assert address.endswith("/?edition=axera.one-pager.en")
        assert httpx.get(address, timeout=60).status_code == 200
        process.send_signal(signal.SIGINT)
        assert "the preview has ended" in process.stderr.read()
    assert process.returncode == 0


def test_briefs_are_sent_as_the_page_says(output, tmp_path, monkeypatch, capsys):
    project = tmp_path / "project"
    shutil.copytree(output.folder, project)
    shutil.copy(PAGES.parent.parent / "recipients.example.yaml", project)
    monkeypatch.chdir(project)
    for name in ("CI", "BRIEFS_LEDGER", "BRIEFS_RECIPIENTS", "SOURCE_DATE_EPOCH"):
        monkeypatch.delenv(name, raising=False)
    ca = authority(tmp_path / "ca")
    monkeypatch.setenv("BRIEFS_SMTP_CA_FILE", str(ca.file))
    here = {
        "/run/secrets/smtp": tmp_path / "password",
        "/var/log/mail.log": tmp_path / "mail.log",
        "/var/mail/bounces": tmp_path / "bounces",
    }
    (tmp_path / "password").write_text(f"{RELAYED}\n", encoding="utf-8")
    (tmp_path / "mail.log").touch()
    (tmp_path / "bounces").mkdir()
    said = {}
    with relay(tls=ca.server(host="localhost"), **login()) as (handler, port):
        ours = {"mail.example.com": "localhost", "port: 587": f"port: {port}"}
        ours |= {
            "user: research@example.com": "user: research",
            "per_minute: 120": "per_minute: 6000",
        }
        for command in steps("send-briefs.md"):
            program, *words = shlex.split(_put(command, here))
            if program == "cp":
                text = Path(words[0]).read_text(encoding="utf-8")
                Path(words[1]).write_text(_put(text, ours), encoding="utf-8")
            elif program == "export":
                monkeypatch.setenv(*words[0].split("=", 1))
            else:
                with pytest.raises(SystemExit) as ended:
                    main(words)
                said[command] = "".join(capsys.readouterr())
                assert ended.value.code == 0, (command, said[command])
    assert len(list(Path("outbox").iterdir())) == 6
    assert "as research" in said["briefs send --check"]
    assert "6 test" in said["briefs send --to me@example.com"]
    assert "3 sent" in said["briefs send --sample 3"]
    assert "3 sent" in said["briefs send"]
    assert len(handler.taken) == 12
    assert "6 sent" in said["briefs mail status"]


def _put(text, places):
    for old, new in places.items():
        text = text.replace(old, str(new))
    return text


def test_the_gallery_is_published_as_the_page_says(gallery, tmp_path, monkeypatch):
    shutil.copytree(gallery, tmp_path / "project")
    monkeypatch.chdir(tmp_path / "project")
    for command in steps("gallery.md"):
        ours = command.replace("briefs", f"{sys.executable} -m briefs", 1)
        subprocess.run(["/bin/sh", "-ec", ours], check=True)  # noqa: S603 - as the page says
    with tarfile.open("www.tar.gz") as packed:
        names = {name.removeprefix("./") for name in packed.getnames()}
    assert {"index.html", "feed.atom", "SHA256SUMS", "site/axera.one-pager.en.html"} <= names
    hidden = {name for name in names if "/." in f"/{name}"}
    assert hidden == {"."}
