"""The preview: what is saved is seen, what is wrong is said, and nobody else is answered."""

from __future__ import annotations

import asyncio
import json
import re
import shutil
import signal
import subprocess
import sys
from contextlib import closing, contextmanager
from http.client import HTTPConnection

import httpx
import pytest
from conftest import Folder

from briefs.build.making import Work
from briefs.build.project import read_project
from briefs.build.templates import own_templates
from briefs.preview.desk import Desk
from briefs.preview.site import site

AXERA = "data/companies/axera.yaml"
EDITION = "axera.one-pager.en"
REVENUE = "FY2024:\n        value: 473 million"
HOST = "127.0.0.1:8137"

#: A busy machine may take its time; a preview that never answers does not pass.
PATIENCE = 60.0


# --- who is answered


FILES = {
    "data/companies/axera.yaml": "axera",
    "output/SHA256SUMS": "sums",
    "output/axera/axera.pdf": "%PDF",
    "output/axera/.axera.before.json": "axera",
    "output/.memory.json": "axera",
}


@pytest.fixture
def ask(tmp_path):
    """Ask the preview of a project of which nothing is drawn."""
    folder = Folder(tmp_path)
    for name, text in FILES.items():
        folder.add(name, text)
    (tmp_path / "output/link").symlink_to(tmp_path / AXERA)
    desk = Desk(lambda: read_project(tmp_path, own_templates()), Work(tmp_path))
    app = site(desk, tmp_path, templates=(), hosts=[HOST])

    def ask(path, headers=(), method="GET"):
        async def answer():
            transport = httpx.ASGITransport(app)
            async with httpx.AsyncClient(transport=transport, base_url=f"http://{HOST}") as client:
                return await client.request(method, path, headers=headers)

        return asyncio.run(answer())

    return ask


def test_the_page_and_what_is_built_are_served(ask):
    page = ask("/")
    assert page.status_code == 200
    names = re.findall(r'(?:href|src)="(/assets/[^"]+)"', page.text)
    assert len(names) == 3
    assert all(ask(name).status_code == 200 for name in names)
    built = ask("/output/axera/axera.pdf")
    assert (built.text, built.headers["content-type"]) == ("%PDF", "application/pdf")
    policy = built.headers["content-security-policy"]
    assert "default-src 'none'" in policy
    assert "frame-ancestors 'none'" in policy


@pytest.mark.parametrize(
    "path",
    [
        "/output/%2e%2e/data/companies/axera.yaml",
        "/output/..%2fdata%2fcompanies%2faxera.yaml",
        "/output//etc/passwd",
        "/output/%2fetc%2fpasswd",
        "/output/.memory.json",
        "/output/axera/.axera.before.json",
        "/output/axera",
        "/output/link",
        "/assets/desk.py",
        "/assets/..%2fdesk.py",
        "/pages/none.png",
    ],
)
def test_nothing_outside_of_what_is_built_is_served(ask, path):
    answer = ask(path)
    assert answer.status_code == 404
    assert "axera" not in answer.text


@pytest.mark.parametrize(
    ("headers", "code"),
    [
        ({"host": "evil.example:8137"}, 421),
        ({"host": "127.0.0.1"}, 421),
        ({"host": "127.0.0.1:8137.evil.example"}, 421),
        ({"origin": "http://evil.example"}, 403),
        ({"origin": "null"}, 403),
        ({"origin": "https://127.0.0.1:8137"}, 403),
        ({"origin": "http://127.0.0.1:8138"}, 403),
        ({"origin": f"http://{HOST}"}, 200),
    ],
)
@pytest.mark.parametrize("path", ["/", "/assets/desk.js", "/output/SHA256SUMS"])
def test_foreign_hosts_and_origins_are_refused(ask, headers, code, path):
    assert ask(path, headers).status_code == code


def test_two_hosts_at_once_and_other_methods_are_refused(ask):
    assert ask("/", [("host", HOST), ("host", "evil.example")]).status_code == 421
    for method in ("POST", "PUT", "DELETE", "OPTIONS"):
        assert ask("/", method=method).status_code == 405


# --- a real server, from the command line


@contextmanager
def serving(project, *words):
    """Run the preview of a project, and give its address."""
    command = [sys.executable, "-m", "briefs", "--project", str(project), "preview", *words]
    command += ["--no-browser", "--port", "0"]
    process = subprocess.Popen(command, stderr=subprocess.PIPE, text=True)  # noqa: S603 - ours
    try:
        said = process.stderr.readline()
        found = re.search(r"(http://127\.0\.0\.1:\d+)/\?edition=(\S+)", said)
        assert found, said + process.stderr.read()
        yield found
    finally:
        process.send_signal(signal.SIGINT)
        assert process.wait(PATIENCE) == 0, process.stderr.read()
        process.stderr.close()


class News:
    """What a preview tells of an edition, read one event after another."""

    def __init__(self, answer):
        self._lines = answer.iter_lines()

    def until(self, holds):
        """Give the first state from now on of which something holds."""
        for line in self._lines:
            if line.startswith("data: "):
                state = json.loads(line.removeprefix("data: "))
                if holds(state):
                    return state
        raise AssertionError("the preview told no more")


@pytest.fixture
def built(output, tmp_path):
    """Give our project as it was built, to be changed."""
    shutil.copytree(output.folder, tmp_path / "project")
    return Folder(tmp_path / "project")


def test_what_is_saved_is_seen_and_what_is_wrong_is_said(built, output):
    with (
        serving(built.path, EDITION) as address,
        httpx.Client(base_url=address[1], timeout=PATIENCE) as client,
        client.stream("GET", f"/news/{address[2]}") as answer,
    ):
        news = News(answer)
        # What is fresh is shown as it was built.
        fresh = news.until(lambda state: state["pages"])
        assert fresh["stage"] == "proven"
        assert fresh["editions"][0] == EDITION
        assert any(one["check"] == "run_rate" and one["line"] for one in fresh["findings"])
        picture = client.get(fresh["pages"][0]["src"])
        assert picture.content.startswith(b"\x89PNG")
        # An edit is seen, at once and then proven.
        before = output.pdf(EDITION).read_bytes()
        built.change(AXERA, REVENUE, REVENUE.replace("473", "474"))
        draft = news.until(lambda state: state["stage"] == "draft")
        assert draft["pages"] != fresh["pages"]
        assert draft["saved"] == pytest.approx((built.path / AXERA).stat().st_mtime * 1000, abs=2)
        assert {"read", "view", "layout", "pictures"} <= set(draft["took"])
        # A fault is said with its line, and the last good page stays.
        built.change(AXERA, "value: 474 million", "value: 474 milion")
        faulty = news.until(lambda state: state["faults"])
        (fault,) = faulty["faults"]
        lines = (built.path / AXERA).read_text(encoding="utf-8").splitlines()
        assert "474 milion" in lines[fault["line"] - 1]
        assert (fault["file"], bool(fault["mend"])) == (AXERA, True)
        assert faulty["pages"] == draft["pages"]
        # Mended, it is gone; in a moment of quiet the page is proven and stands in output/.
        built.change(AXERA, "value: 474 milion", "value: 475 million")
        mended = news.until(lambda state: not state["faults"] and state["stage"] == "draft")
        assert mended["pages"] != draft["pages"]
        news.until(lambda state: state["stage"] == "proven")
        path = built.path / output.pdf(EDITION).relative_to(output.folder)
        assert path.read_bytes() != before
        assert client.get(f"/{mended['pdf']}").content == path.read_bytes()


def test_the_server_is_asked_as_a_browser_never_would(built):
    with serving(built.path, EDITION) as address:
        host = address[1].removeprefix("http://")
        for path, name, code in (
            (f"/output/../{AXERA}", host, 404),
            (f"/output/x/../../{AXERA}", host, 404),
            (f"//{host}/../{AXERA}", host, 404),
            ("/", host, 200),
            ("/", "evil.example", 421),
        ):
            with closing(HTTPConnection(host)) as connection:
                connection.request("GET", path, headers={"Host": name})
                assert connection.getresponse().status == code, (path, name)


def test_rapid_edits_are_taken_together_and_a_template_has_its_line(built):
    (built.path / "templates").mkdir()
    template = built.path / "templates/foot.html"
    own = (own_templates() / "foot.html").read_text(encoding="utf-8")
    with (
        serving(built.path, EDITION) as address,
        httpx.Client(base_url=address[1], timeout=PATIENCE) as client,
        client.stream("GET", f"/news/{address[2]}") as answer,
    ):
        news = News(answer)
        news.until(lambda state: state["pages"])
        for number in range(474, 499):
            built.change(AXERA, f"value: {number - 1} million", f"value: {number} million")
        states = []
        news.until(lambda state: states.append(state) or state["stage"] == "proven")
        drafts = [state["pages"] for state in states if state["stage"] == "draft"]
        assert 1 <= len(drafts) < 12
        # The project's own templates are watched, also those that were not there before.
        template.write_text(f"{own}{{% if %}}", encoding="utf-8")
        (fault,) = news.until(lambda state: state["faults"])["faults"]
        assert fault["file"] == "templates/foot.html"
        assert fault["line"] == len(own.splitlines()) + 1
        template.write_text(own, encoding="utf-8")
        news.until(lambda state: not state["faults"])
