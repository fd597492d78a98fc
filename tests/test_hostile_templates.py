"""Templates, stylesheets and logos of strangers read nothing, ask nobody, and cost a brief each."""

from __future__ import annotations

import os
import shutil
import tempfile
import threading
from collections import deque
from dataclasses import dataclass, replace
from functools import partial
from http.server import BaseHTTPRequestHandler, HTTPServer
from io import BytesIO
from time import process_time

import pikepdf
import pytest
from campaigns import size
from hostile import WATCH, Way, entries, spelled

from briefs.build import pool
from briefs.build.editions import compose, editions
from briefs.build.limits import GRACE, MEBIBYTE, Limits
from briefs.build.planning import plan
from briefs.build.templates import MOST_BYTES, own_templates, templates_of
from briefs.build.worker import Setup, job_of, killed, limited, render
from briefs.faces import cache_directory, faces_directory, write_fontconfig
from briefs.faults import InvalidInput
from briefs.pages import Designer
from briefs.pages.sources import apart
from briefs.theme import load_theme

FACES = faces_directory(cache_directory(os.environ))
# Fontconfig reads this once, when the press is first imported.
os.environ["FONTCONFIG_FILE"] = str(write_fontconfig(FACES))

from briefs.press import Press, PressFault  # noqa: E402

CONTENT = "what nobody may read"

PAGE = """<!DOCTYPE html>
<html lang="en-HK"><head><title>T</title></head><body><p>x</p>HOSTILE</body></html>
"""
CSS = """
[lang="en-HK"] { font-family: "Briefs Sans", "Briefs Sans SC"; }
@page { size: 210mm 297mm; margin: 10mm; }
body { margin: 0; }
"""
SVG = """<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink"
width="90" height="90" viewBox="0 0 9 9">HOSTILE</svg>
"""
LOGO = '<img src="brand:logo" alt="L">'


@dataclass(frozen=True)
class Stranger:
    """A file of somebody else's: which one it is, what stands in it, and what is to come of it."""

    name: str
    file: str
    text: str | bytes
    refused: str = ""
    is_quick: bool = False

    def __str__(self):
        return self.name


def strangers(name):
    """Give the files of the corpus that somebody else wrote."""
    for entry, found in entries(name):
        file = entry.partition(":")[0]
        text = spelled(found["is"])
        yield Stranger(entry, file, text, found.get("refused", ""), "quick" in found)


class Canaries:
    """A file that nobody may read, and a server of this machine that nobody may ask."""

    def __init__(self, folder):
        self.file = folder / "canary.txt"
        self.file.write_text(CONTENT, encoding="utf-8")
        self.asked = asked = []

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self):
                asked.append(self.path)
                self.send_error(404)

            def log_message(self, *_):
                pass

        self.server = HTTPServer(("127.0.0.1", 0), Handler)
        threading.Thread(target=self.server.serve_forever, daemon=True).start()

    def placed(self, text):
        """Write a text with the addresses of the canaries."""
        if isinstance(text, bytes):
            return text
        address = f"http://127.0.0.1:{self.server.server_port}"
        text = text.replace("FILE", self.file.as_uri()).replace("PATH", str(self.file))
        return text.replace("NET", address).encode()

    def untouched(self, seen):
        """Say that nobody read the file, and that nobody asked anybody for anything."""
        assert not self.asked
        assert not seen.reached
        assert not [path for path in seen.opened if path in (str(self.file), "/etc/passwd")]


@pytest.fixture(scope="module")
def canaries(tmp_path_factory):
    found = Canaries(tmp_path_factory.mktemp("canaries"))
    yield found
    found.server.shutdown()
    found.server.server_close()


@pytest.fixture(scope="module")
def project(tmp_path_factory):
    return Way(tmp_path_factory.mktemp("hostile") / "project").project


def put_in(folder, stranger, body):
    """Write the templates of a small page that a stranger has had a hand in."""
    (folder / "css").mkdir(parents=True)
    shutil.copytree(own_templates() / "themes", folder / "themes")
    page, css = PAGE, CSS
    if stranger.file == "logo":
        page = page.replace("HOSTILE", LOGO)
        house = 'extends = "default"\n[brand]\nlogo = "logo.svg"\n'
        (folder / "themes/house.toml").write_text(house, encoding="utf-8")
        (folder / "themes/logo.svg").write_bytes(SVG.encode().replace(b"HOSTILE", body))
    written = page.encode().replace(b"HOSTILE", b"" if stranger.file == "stylesheet" else body)
    (folder / "one-pager.html").write_bytes(written)
    (folder / "css/base.css").touch()
    style = css.encode() + (body if stranger.file == "stylesheet" else b"")
    (folder / "css/one-pager.css").write_bytes(style)


def printed(project, folder, theme):
    """Print the small page of a folder of templates."""
    theme = load_theme(folder / f"themes/{theme}.toml")
    designer = Designer([folder, own_templates()], theme, project.wordings)
    (first, *_) = editions(project.library, project.wordings)
    view = compose(project, first)
    designer.sources(view)
    page = replace(designer.page(view, "0" * 64), elastic=False, charts={})
    return Press(FACES, theme, project.wordings).print(page).pdf


TEMPLATES = tuple(strangers("templates.yaml"))


def test_the_corpus_is_large():
    assert len({one.name for one in TEMPLATES}) == len(TEMPLATES) >= 60


@pytest.mark.parametrize("stranger", TEMPLATES, ids=str)
def test_a_strangers_templates_reach_nothing(project, canaries, tmp_path, stranger):
    put_in(tmp_path / "templates", stranger, canaries.placed(stranger.text))
    theme = "house" if stranger.file == "logo" else "default"
    pdf, faults = b"", ()
    with WATCH as seen:
        try:
            pdf = printed(project, tmp_path / "templates", theme)
        except (InvalidInput, PressFault) as error:
            faults = error.faults
    canaries.untouched(seen)
    # Where faces that a stylesheet names would be kept.
    own = (f"{tempfile.gettempdir()}/weasyprint-", "/dev/")
    assert not [path for path in seen.changed if not path.startswith(own)]
    assert stranger.refused in {fault.rule for fault in faults} if stranger.refused else pdf
    assert all(len(str(fault)) < 1000 for fault in faults)
    if pdf:
        with pikepdf.open(BytesIO(pdf)) as document:
            streams = [one for one in document.objects if isinstance(one, pikepdf.Stream)]
            assert not [one for one in streams if CONTENT.encode() in one.read_bytes()]


def test_templates_that_lie_elsewhere_or_are_too_large_are_refused(tmp_path, canaries):
    folder = tmp_path / "templates"
    (folder / "css").mkdir(parents=True)
    (folder / "css/base.css").symlink_to(canaries.file)
    (folder / "themes").symlink_to(tmp_path)
    (folder / "deck.html").write_bytes(bytes(MOST_BYTES + 1))
    os.mkfifo(folder / "one-pager.html")
    with pytest.raises(InvalidInput) as caught:
        templates_of(tmp_path, cache=tmp_path / "cache")
    assert list(map(str, caught.value.faults)) == [
        "templates/css/base.css: error: it is a symbolic link; put the file itself here",
        "templates/deck.html: error: it is larger than 1 MiB; make it smaller",
        "templates/themes: error: it is a symbolic link; put the file itself here",
    ]


def test_macros_that_never_end_take_no_time():
    started = process_time()
    apart({"a.html": "{% macro m() %}{% endmacro %}" + "{% macro m() %}" * 60_000})
    assert process_time() - started < 1


# --- what never ends

BOMBS = tuple(strangers("bombs.yaml"))
QUICK = tuple(one for one in BOMBS if one.is_quick)


def lay(folder, bomb, body):
    """Write our own templates with a bomb in the one-pager."""
    shutil.copytree(own_templates(), folder)
    file = {"stylesheet": "css/one-pager.css", "logo": "themes/logo.svg"}
    path = folder / file.get(bomb.file, "one-pager.html")
    if bomb.file == "logo":
        path.write_bytes(SVG.encode().replace(b"HOSTILE", body))
    elif bomb.file == "stylesheet":
        path.write_bytes(path.read_bytes() + body)
    else:
        path.write_bytes(path.read_bytes().replace(b"<body>", b"<body>" + body))
    house = 'extends = "default"\n' + '[brand]\nlogo = "logo.svg"\n' * (bomb.file == "logo")
    (folder / "themes/house.toml").write_text(house, encoding="utf-8")


def blast(setup, job):
    """Render a job with the templates of its own that its subject names."""
    return render(replace(setup, templates=setup.templates / job.edition.subject), job)


@pytest.mark.campaign("Pages that no renderer ends with: each is stopped, and costs itself alone")
def test_a_bomb_is_stopped_and_costs_itself_alone(project, canaries, tmp_path, campaign):
    (item, *_) = plan(project, editions(project.library, project.wordings)[:1])
    jobs = []
    for number, bomb in enumerate(size(QUICK, full=BOMBS)):
        lay(tmp_path / f"bomb-{number}", bomb, canaries.placed(bomb.text))
        edition = replace(item.edition, subject=f"bomb-{number}")
        jobs.append(job_of(replace(item, edition=edition), tmp_path / "project"))
    limits = size(Limits(3.0, 1024 * MEBIBYTE), full=Limits(15.0, 1024 * MEBIBYTE))
    setup = Setup(tmp_path, FACES, "house", project.paper, limits)
    rows = {
        job.id: row
        for job, row in pool.run(
            deque(jobs),
            partial(limited, blast, setup),
            pool.Workforce(2, pool.processes),
            killed=lambda job, seconds: killed(job.id, seconds, limits),
        )
    }
    assert len(rows) == len(jobs)
    stopped = 0
    for row in rows.values():
        assert not row.bug
        assert row.seconds < 2 * limits.seconds + GRACE
        assert all(fault.place.file and fault.mend for fault in row.faults)
        stopped += bool(row.faults)
    assert stopped >= len(QUICK)
    assert not canaries.asked
    written = {path.name for path in (tmp_path / "project").rglob("*") if path.is_file()}
    assert all(name.endswith(".staged.part") for name in written)
    campaign.count(pages=len(jobs), stopped=stopped)
