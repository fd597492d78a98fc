"""Scheduled builds: what we ship for machines is valid, and does what its page says, on a clone."""

from __future__ import annotations

import hashlib
import json
import os
import re
import shlex
import shutil
import subprocess
import sys
import sysconfig
import time
import venv
from dataclasses import replace
from pathlib import Path

import pytest
from defusedxml import ElementTree
from relays import PASSWORD, authority, login, relay
from runners import Run, bash, parsed, surroundings
from test_how_to import steps

from briefs.build.memory import keep, recall
from briefs.faults import Fault, Place

ROOT = Path(__file__).parent.parent
WORKFLOWS = ROOT / ".github/workflows"
WORKFLOW = WORKFLOWS / "briefs.yml"
PIPELINE = ROOT / ".ci/gitlab.yml"
UNITS = ROOT / ".ci/systemd"
LINES = ROOT / ".ci/briefs.cron"
PAGES = ROOT / "docs/how-to"
TOOLS = Path(sys.executable).parent

AXERA = "axera/axera-one-pager-en.pdf"


def run(*command, **more):
    done = subprocess.run(command, capture_output=True, text=True, check=False, **more)  # noqa: S603 - ours
    assert done.returncode == 0, f"{command}\n{done.stdout}{done.stderr}"
    return done.stdout


def cksum(data):
    """Give a digest as the set-up names its stamps."""
    return run("cksum", input=data).replace(" ", "").strip()


@pytest.fixture(scope="module")
def clone(output, tmp_path_factory):
    """Clone the repository as it stands, with what the caches of a runner restore.

    These are packages and faces as the lock has them, and the briefs of the last run.
    """
    path = tmp_path_factory.mktemp("ci") / "clone"
    git = shutil.which("git")
    run(git, "clone", "--quiet", ROOT, path)
    ours = (git, "-C", ROOT, "--no-optional-locks")
    if changed := run(*ours, "diff", "--binary", "HEAD"):
        run(git, "-C", path, "apply", "-", input=changed)
    for name in run(*ours, "ls-files", "--others", "--exclude-standard", "-z").split("\0")[:-1]:
        (path / name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(ROOT / name, path / name)
    venv.create(path / ".venv", symlinks=True)
    (site,) = (path / ".venv/lib").glob("python*/site-packages")
    (site / "restored.pth").write_text(sysconfig.get_paths()["purelib"], encoding="utf-8")
    stamps = path / ".venv/stamps"
    stamps.mkdir()
    (stamps / f"venv-{cksum(str(path))}").touch()
    lock = (path / "requirements.lock").read_text(encoding="utf-8")
    (stamps / f"packages-{cksum(lock)}").touch()
    shutil.copytree(output.folder / "output", path / "output")
    run(path / ".ci/prepare")
    run(path / ".venv/bin/briefs", "build", cwd=path)
    return path


def forget(clone, pdf):
    """Let a clone be as if its last run had not built a brief."""
    for suffix in (".pdf", ".json"):
        (clone / "output" / pdf).with_suffix(suffix).unlink()
    sums = clone / "output/SHA256SUMS"
    lines = sums.read_text(encoding="utf-8").splitlines(keepends=True)
    kept = [line for line in lines if f"  {pdf.removesuffix('pdf')}" not in line]
    assert len(kept) == len(lines) - 2
    sums.write_text("".join(kept), encoding="utf-8")


@pytest.fixture(autouse=True)
def _fresh(request):
    """Leave a clone as it was fetched."""
    yield
    if "clone" in request.fixturenames:
        shutil.rmtree(request.getfixturevalue("clone") / "findings", ignore_errors=True)


def fake(folder, name, script):
    """Put a program before those of the machine, and give the path that finds it."""
    folder.mkdir(exist_ok=True)
    (folder / name).write_text(f"#!/bin/sh\n{script}\n", encoding="utf-8")
    (folder / name).chmod(0o755)
    return f"{folder}:{os.environ['PATH']}"


def sha256(path):
    return hashlib.sha256(path.read_bytes()).hexdigest()


# --- the files are what their readers take


def test_workflows_and_pipeline_follow_their_schemas():
    check = str(TOOLS / "check-jsonschema")
    run(check, "--builtin-schema", "vendor.github-workflows", *sorted(WORKFLOWS.glob("*.yml")))
    run(check, "--builtin-schema", "vendor.gitlab-ci", PIPELINE)


def test_workflows_give_an_attacker_nothing():
    run(TOOLS / "zizmor", "--offline", "--no-config", "--persona", "pedantic", WORKFLOWS)


def test_each_action_is_pinned_to_one_commit_that_its_version_names():
    pins = {}
    for path in WORKFLOWS.glob("*.yml"):
        for action, commit, version in re.findall(
            r"uses: ([\w/-]+)@(\S+) # (v\d+\.\d+\.\d+)$", path.read_text("utf-8"), re.MULTILINE
        ):
            assert re.fullmatch(r"[0-9a-f]{40}", commit)
            repository = "/".join(action.split("/")[:2])
            assert pins.setdefault(repository, (commit, version)) == (commit, version)
    assert len(pins) == 8
    assert len({commit for commit, _ in pins.values()}) == 8


def test_every_schedule_is_daily_and_off_the_hour():
    (cron,) = parsed(WORKFLOW)["on"]["schedule"]
    crontab = [line for line in LINES.read_text("utf-8").splitlines() if line[:1].isdigit()]
    timer = (UNITS / "briefs.timer").read_text("utf-8")
    assert cron["cron"] == " ".join(crontab[0].split()[:5]) == "17 5 * * *"
    assert re.findall(r"^OnCalendar=(.+)$", timer, re.MULTILINE) == ["*-*-* 05:17:00 UTC"]
    if shutil.which("systemd-analyze"):
        said = run("systemd-analyze", "calendar", "--base-time=2026-02-10", "*-*-* 05:17:00 UTC")
        assert "Next elapse: Tue 2026-02-10 05:17:00 UTC" in said


def test_only_the_job_that_sends_sees_secrets():
    workflow = parsed(WORKFLOW)
    assert workflow["permissions"] == {}
    jobs = {name: json.dumps(job) for name, job in workflow["jobs"].items()}
    assert [name for name, text in jobs.items() if "secrets." in text] == ["send"]
    assert [name for name, text in jobs.items() if "id-token" in text] == ["attest", "pages"]
    assert workflow["jobs"]["send"]["environment"] == "briefs-mail"


def test_jobs_ask_only_for_what_other_steps_and_jobs_give():
    jobs = parsed(WORKFLOW)["jobs"]
    for name, job in jobs.items():
        text = json.dumps(job)
        steps_ = {step.get("id") for step in job["steps"]}
        assert set(re.findall(r"steps\.(\w+)\.outputs", text)) <= steps_, name
        asked = set(re.findall(r"needs\.(\w+)\.outputs\.(\w+)", text))
        assert {one for one, _ in asked} <= {job.get("needs")}
        assert all(output in jobs[one]["outputs"] for one, output in asked), name


# --- the job of GitHub that builds, step by step on a fresh clone


def test_the_build_job_ends_green_and_hands_on_what_it_built(clone, output, tmp_path):
    job = parsed(WORKFLOW)["jobs"]["build"]
    forget(clone, AXERA)
    done = Run(clone, tmp_path, variables={"BRIEFS_PAGES": "on"}).go(job)
    assert not done.failed, done.said[done.failed]
    sums = clone / "output/SHA256SUMS"
    assert sums.read_bytes() == (output.folder / "output/SHA256SUMS").read_bytes()
    new = (clone / "findings/new").read_text("utf-8")
    assert new == f"{sha256(clone / 'output' / AXERA)}  {AXERA}\n"
    assert done.given(job) == {"artifact": "17", "sums": sha256(sums), "new": "1"}
    assert {AXERA, "SHA256SUMS", "manifest.json"} <= done.handed["briefs"]
    assert "index.html" in done.handed["gallery"] == done.handed["briefs"]
    assert json.loads((clone / "findings/briefs.sarif").read_text("utf-8"))["version"] == "2.1.0"
    assert "\nok: the last build of every brief ended " in done.summary


def test_a_mistake_ends_the_job_red_at_its_line_and_what_was_built_stands(clone, tmp_path):
    job = parsed(WORKFLOW)["jobs"]["build"]
    record = clone / "data/companies/axera.yaml"
    right = record.read_text("utf-8")
    sums = (clone / "output/SHA256SUMS").read_bytes()
    try:
        record.write_text(right.replace("\nindustry:", "\nindustri:"), encoding="utf-8")
        done = Run(clone, tmp_path).go(job)
    finally:
        record.write_text(right, encoding="utf-8")
    assert done.failed == "Question the records"
    assert "::error file=data/companies/axera.yaml,line=" in done.said[done.failed]
    (found,) = json.loads((clone / "findings/briefs.sarif").read_text("utf-8"))["runs"]
    assert found["results"]
    assert "Build" not in done.said
    assert (clone / "output/SHA256SUMS").read_bytes() == sums
    assert done.outputs["stock"]["new"] == "0"
    assert "SHA256SUMS" in done.handed["briefs"]
    assert "gallery" not in done.handed


def test_a_brief_that_failed_has_its_annotation(clone, tmp_path):
    steps_ = parsed(WORKFLOW)["jobs"]["build"]["steps"]
    (stock,) = (step for step in steps_ if step.get("id") == "stock")
    right = recall(clone)
    name = "axera.one-pager.en"
    fault = Fault(Place(name), "is 12% too long", "shorten it", "fit")
    failed = {name: replace(right.editions[name], faults=(fault,))}
    (clone / "findings").mkdir()
    (clone / "findings/before").touch()
    try:
        keep(clone, replace(right, editions={**right.editions, **failed}))
        done = Run(clone, tmp_path)
        done.step(stock, {})
    finally:
        keep(clone, right)
    assert not done.failed
    (line,) = done.said["Take stock"].splitlines()
    assert line.startswith("::error title=axera.one-pager.en failed::axera.one-pager.en: error: ")
    assert "is 12%25 too long" in line
    assert "14 of 15 editions as they should be" in done.summary


def test_a_restored_set_up_gets_the_libraries_that_a_new_machine_lacks(clone, tmp_path):
    python = clone / ".venv/bin/python"
    real = python.readlink()
    there = tmp_path / "there"
    # The set-up hands python on its standard input what looks for the libraries.
    lacking = f'[ "$1" != - ] || {{ cat >/dev/null; [ -e "{there}" ]; exit; }}'
    path = fake(tmp_path / "bin", "apt-get", f'case "$*" in *install*) echo "$@" >"{there}";; esac')
    fake(tmp_path / "bin", "sudo", '[ "$1" != -n ] || shift\nexec "$@"')
    python.unlink()
    fake(python.parent, "python", f'{lacking}\nexec "{python.parent}/python3.real" "$@"')
    (python.parent / "python3.real").symlink_to(real)
    try:
        done = bash(".ci/prepare", clone, surroundings(PATH=path))
    finally:
        python.unlink()
        python.symlink_to(real)
    assert done.returncode == 0, done.stdout + done.stderr
    assert "libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0" in there.read_text("utf-8")


# --- the job of GitHub that sends


@pytest.fixture
def mail(clone, tmp_path, monkeypatch):
    """Give the sending job of a clone, with a relay that takes what it sends."""
    ca = authority(tmp_path / "ca")
    monkeypatch.setenv("BRIEFS_SMTP_CA_FILE", str(ca.file))
    with relay(tls=ca.server(host="localhost"), **login()) as (handler, port):
        text = (ROOT / "recipients.example.yaml").read_text("utf-8")
        for old, new in {
            "mail.example.com": "localhost",
            "port: 587": f"port: {port}",
            "user: research@example.com": "user: research",
            "per_minute: 120": "per_minute: 6000",
        }.items():
            text = text.replace(old, new)
        (tmp_path / "recipients.yaml").write_text(text, encoding="utf-8")

        whole = sha256(clone / "output/SHA256SUMS")

        def send(sums=whole, **variables):
            given = {
                "BRIEFS_LEDGER": str(tmp_path / "lasting/ledger.sqlite"),
                "BRIEFS_RECIPIENTS": str(tmp_path / "recipients.yaml"),
            }
            secrets = {"BRIEFS_SMTP_PASSWORD": PASSWORD}
            needs = {"artifact": "17", "sums": sums}
            job = parsed(WORKFLOW)["jobs"]["send"]
            return Run(clone, tmp_path, given | variables, secrets, needs).go(job)

        yield send, handler


def test_the_sending_job_sends_what_was_handed_to_it(mail, tmp_path):
    send, handler = mail
    done = send()
    assert not done.failed, done.said[done.failed]
    assert len(handler.taken) == 6
    assert (tmp_path / "lasting/ledger.sqlite").is_file()
    assert "6 sent" in done.said["Send"]
    log = "".join(done.said.values())
    assert not [secret for secret in (PASSWORD, "example.com", "陈大文") if secret in log]
    assert "chan@example.com" in (tmp_path / "lasting/ledger.sqlite.txt").read_text("utf-8")


def test_the_sending_job_refuses_what_was_changed_on_the_way(clone, mail):
    send, handler = mail
    pdf = clone / "output" / AXERA
    right = pdf.read_bytes()
    try:
        pdf.write_bytes(right + b"\n")
        done = send()
    finally:
        pdf.write_bytes(right)
    assert done.failed == "Verify the check sums"
    assert f"{AXERA}: FAILED" in done.said[done.failed]
    assert send(sums="0" * 64).failed == "Verify the check sums"
    assert not handler.taken


def test_the_sending_job_asks_for_a_ledger_that_lasts(mail):
    send, handler = mail
    done = send(BRIEFS_LEDGER="")
    assert done.failed == "Ask for a ledger that lasts"
    assert "::error title=No lasting ledger::" in done.said[done.failed]
    assert not handler.taken


# --- the pipeline of GitLab


def script(clone, lines, **environment):
    words = "\n".join(["set -o pipefail", *lines])
    return bash(words, clone, surroundings(CI="true", **environment))


def test_the_pipeline_builds_and_compares_what_is_sent(clone):
    pipeline = parsed(PIPELINE)
    done = script(clone, pipeline["build"]["script"])
    assert done.returncode == 0, done.stdout + done.stderr
    reports = pipeline["build"]["artifacts"]["reports"]
    assert ElementTree.parse(clone / reports["junit"]).getroot().tag == "testsuites"
    name, _, sums = (clone / reports["dotenv"]).read_text("utf-8").strip().partition("=")
    assert sums == sha256(clone / "output/SHA256SUMS")
    sending = pipeline["send"]["script"]
    refused = script(clone, sending, **{name: sums})
    assert refused.returncode == 78
    refused = script(clone, sending, **{name: "0" * 64}, BRIEFS_LEDGER="/elsewhere")
    assert refused.returncode == 1
    assert "SHA256SUMS: FAILED" in refused.stdout
    proven = sending[: sending.index("cd ..")]
    assert script(clone, proven, **{name: sums}, BRIEFS_LEDGER="/elsewhere").returncode == 0


def test_the_pipeline_caches_what_the_set_up_and_the_build_make(clone):
    setup, briefs = parsed(PIPELINE)["build"]["cache"]
    assert all((clone / name).is_file() for name in setup["key"]["files"])
    assert [*setup["paths"], *briefs["paths"]] == [".venv", ".cache/briefs", "output"]


# --- units and lines


def placed(text, clone):
    return text.replace("/srv/briefs", str(clone))


def test_the_units_are_verified_by_systemd(clone, tmp_path):
    for path in UNITS.iterdir():
        (tmp_path / path.name).write_text(placed(path.read_text("utf-8"), clone), encoding="utf-8")
    units = sorted(map(str, tmp_path.iterdir()))
    assert [Path(name).name for name in units] == [
        "briefs-send.service",
        "briefs.service",
        "briefs.timer",
    ]
    if not shutil.which("systemd-analyze"):
        return
    run("systemd-analyze", "verify", "--man=no", *units)
    services = [name for name in units if name.endswith(".service")]
    run("systemd-analyze", "security", "--offline=yes", "--threshold=30", *services)


def test_the_lines_are_what_cron_takes(clone, tmp_path):
    settings, lines = [], []
    for line in LINES.read_text("utf-8").splitlines():
        if re.match(r"[A-Z_]+=\S+$", line):
            settings.append(line.partition("=")[0])
        elif line and not line.startswith("#"):
            lines.append(line.split(None, 6))
    assert settings == ["MAILTO", "PATH", "BRIEFS_LEDGER", "BRIEFS_SMTP_PASSWORD_FILE"]
    limits = ((0, 59), (0, 23), (1, 31), (1, 12), (0, 7))
    for *fields, user, command in lines:
        for text, (least, most) in zip(fields, limits, strict=True):
            assert text == "*" or least <= int(text) <= most
        assert user == "briefs"
        # Cron would take what follows for the command's input.
        assert "%" not in command
    watch = bash(placed(lines[1][-1], clone), clone, surroundings())
    assert (watch.returncode, watch.stdout + watch.stderr) == (0, "")
    late = str(round(time.time()) + 27 * 3600)
    watch = bash(placed(lines[1][-1], clone), clone, surroundings(SOURCE_DATE_EPOCH=late))
    assert watch.returncode == 1
    assert watch.stdout.startswith("too old: the last build of every brief ended ")
    log = fake(tmp_path / "bin", "logger", "cat")
    done = bash(placed(lines[0][-1], clone), clone, surroundings(PATH=log))
    assert "15 editions are fresh" in done.stdout
    assert "there is no file" in done.stdout


# --- the pages, step by step


def test_the_page_for_github_switches_on_what_the_workflow_asks_for(output, tmp_path):
    commands = [shlex.split(command) for command in steps("schedule-on-github.md")]
    assert {words[0] for words in commands} == {"gh"}
    named = {" ".join(words[1:3]): words[3:] for words in commands}
    variables = {words[3]: words[-1] for words in commands if words[1:3] == ["variable", "set"]}
    text = WORKFLOW.read_text("utf-8")
    assert variables.keys() == set(re.findall(r"vars\.(\w+)", text))
    assert [named["secret set"][0]] == re.findall(r"secrets\.(\w+)", text)
    assert (WORKFLOWS / named["workflow run"][0]).is_file()
    jobs = parsed(WORKFLOW)["jobs"]
    assert named["secret set"][-1] == jobs["send"]["environment"]
    assert jobs["send"]["runs-on"][-1] in (PAGES / "schedule-on-github.md").read_text("utf-8")
    uploads = [step["with"].get("name") for step in jobs["build"]["steps"] if "with" in step]
    assert named["run download"][1] in uploads
    verified = Path(named["attestation verify"][0]).relative_to(named["run download"][-1])
    assert (output.folder / "output" / verified).is_file()
    needs = {"artifact": "17", "new": "1"}
    ours = {name: job["if"] for name, job in jobs.items() if "if" in job}
    asked = {
        name for name, text in ours.items() if Run(tmp_path, tmp_path, needs=needs).holds(text)
    }
    assert not asked
    switched = Run(tmp_path, tmp_path, variables, needs=needs)
    assert all(map(switched.holds, ours.values()))
    assert len(ours) == 4


def test_the_page_for_gitlab_switches_on_what_the_pipeline_asks_for():
    commands = [shlex.split(command) for command in steps("schedule-on-gitlab.md")]
    assert {words[0] for words in commands} == {"glab"}
    named = {" ".join(words[1:3]): words[3:] for words in commands}
    text = PIPELINE.read_text("utf-8")
    given = {words[3] for words in commands if words[1:3] == ["variable", "set"]}
    used = set(re.findall(r"\$(BRIEFS_\w+)", text)) - {"BRIEFS_SUMS"}
    # These are read by `briefs send` itself.
    assert given == used | {"BRIEFS_RECIPIENTS", "BRIEFS_SMTP_PASSWORD"}
    place = commands[0][-1].partition("=")[2]
    assert ROOT / place == PIPELINE
    assert named["schedule create"][-1] == parsed(WORKFLOW)["on"]["schedule"][0]["cron"]
    pipeline = parsed(PIPELINE)
    assert named["job artifact"][-1] in pipeline
    assert pipeline["send"]["tags"] == ["briefs-mail"]
    (scope,) = [words[-1] for words in commands if "--scope" in words]
    assert scope == pipeline["send"]["environment"]


#: What only a machine of one's own can do.
BEYOND = ("useradd", "chown", "systemctl", "journalctl", "git")


def follow(page, clone, root):
    """Do what a page says to root, with the folders of a machine inside one of ours."""
    for name in ("recipients.yaml", "password"):
        (root / name).touch()
    (root / "etc/systemd/system").mkdir(parents=True)
    (root / "etc/cron.d").mkdir()
    (root / "var/lib").mkdir(parents=True)
    beyond = []
    for command in steps(page):
        if command.split()[0] in BEYOND:
            beyond.append(command)
            continue
        words = command.replace(" /etc/", f" {root}/etc/").replace(" /var/", f" {root}/var/")
        words = placed(words, clone).replace("--owner briefs ", "")
        done = bash(words, root, surroundings())
        assert done.returncode == 0, f"{command}\n{done.stdout}{done.stderr}"
    return beyond, done.stdout


def test_the_page_for_systemd_installs_what_builds(clone, tmp_path):
    beyond, said = follow("schedule-with-systemd.md", clone, tmp_path)
    assert said.startswith("ok: ")
    installed = tmp_path / "etc/systemd/system"
    names = [
        name for command in beyond for name in re.findall(r"[\w-]+\.(?:service|timer)", command)
    ]
    assert names == ["briefs.timer", "briefs.service", "briefs.service"]
    assert all((installed / name).is_file() for name in names)
    sending = (installed / "briefs-send.service").read_text("utf-8")
    files = {path.name for path in (tmp_path / "etc/briefs").iterdir()}
    assert files == set(re.findall(r"^LoadCredential=\w+:/etc/briefs/(.+)$", sending, re.MULTILINE))
    building = placed((installed / "briefs.service").read_text("utf-8"), clone)
    (command,) = re.findall("^ExecStart=(.+)$", building, re.MULTILINE)
    (folder,) = re.findall("^WorkingDirectory=(.+)$", building, re.MULTILINE)
    done = bash(command, folder, surroundings())
    assert done.returncode == 0, done.stderr
    assert "15 editions are fresh" in done.stderr


def test_the_page_for_cron_installs_what_builds(clone, tmp_path):
    beyond, said = follow("schedule-with-cron.md", clone, tmp_path)
    assert said.startswith("ok: ")
    assert [command.split()[0] for command in beyond] == ["useradd", "git", "chown", "journalctl"]
    installed = (tmp_path / "etc/cron.d/briefs").read_text("utf-8")
    assert f"logger -t {beyond[-1].split()[2]}" in installed
    assert "/etc/briefs/password" in installed
    assert (tmp_path / "etc/briefs/password").stat().st_mode & 0o777 == 0o600
    assert (tmp_path / "var/lib/briefs").is_dir()
    page = (PAGES / "schedule-with-cron.md").read_text("utf-8")
    assert "`.venv/bin/briefs send;`" in page
    assert ".venv/bin/briefs send;" in installed
