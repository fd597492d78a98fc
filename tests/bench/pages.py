"""Our press beside its peers on the same pages, and what a build makes of two cores.

`make bench` runs it, and writes what it found into docs/performance.md.

Works are done in turns in one run; shown are medians with their spread, and ratios, which are what
may be compared between machines. Every chart is drawn by matplotlib inside the time of "everything
included"; "press alone" gets them drawn, as Chromium and the others do.
"""

from __future__ import annotations

import argparse
import gc
import os
import platform
import shutil
import subprocess
import sys
import tempfile
import time
from collections import defaultdict
from contextlib import ExitStack
from dataclasses import replace
from itertools import pairwise
from pathlib import Path
from statistics import mean, median

from peers import chromium, in_typst, plainly, settled, typst
from pypdfium2 import PdfDocument
from timing import Timed, in_turns, table

from briefs.build.edition import choose
from briefs.build.editions import compose, editions
from briefs.build.making import Work
from briefs.build.making import build as make
from briefs.build.project import read_project
from briefs.build.templates import own_templates
from briefs.build.worker import GARBAGE, tidy
from briefs.checks import question
from briefs.faces import cache_directory, faces_directory, pinned_faces, write_fontconfig
from briefs.pages import Designer

ROOT = Path(__file__).parent.parent.parent

#: What a row of the table is called.
PRESS, ALL, CHECK = "our press alone", "ours, everything included", "reading and checking"
PLAIN, TYPST = "WeasyPrint used plainly", "Typst from scratch"

BEGIN, END = "<!-- bench -->", "<!-- /bench -->"


class Shop:
    """Everything that prints our editions in this process, as a warm worker holds it."""

    def __init__(self):
        self.faces = faces_directory(cache_directory(os.environ))
        os.environ["FONTCONFIG_FILE"] = str(write_fontconfig(self.faces))
        from briefs.press import Press  # noqa: PLC0415 - reads the line above when imported
        from briefs.proofs import Exhibit, prove  # noqa: PLC0415

        class Drawn(Press):
            """A press whose charts have been drawn."""

            charts = None

            def _drawn(self, page, document):
                self.charts = self.charts or super()._drawn(page, document)
                return self.charts

        gc.freeze()
        gc.set_threshold(GARBAGE)
        self.exhibit, self.prove = Exhibit, prove
        self.project = read_project(ROOT, own_templates())
        project = self.project
        self.designer = Designer(
            [project.templates], project.theme, project.wordings, paper=project.paper
        )
        self.press = Press(self.faces, project.theme, project.wordings)
        self.drawn = Drawn(self.faces, project.theme, project.wordings)

    def editions(self, *ids):
        every = editions(self.project.library, self.project.wordings)
        return choose(every, ids=ids)

    def page(self, edition):
        return self.designer.page(compose(self.project, edition), "0" * 64)

    def whole(self, edition):
        """Make an edition as a worker does, and give the seconds of each phase."""
        clock = [time.perf_counter()]
        view = compose(self.project, edition)
        clock.append(time.perf_counter())
        page = self.designer.page(view, "0" * 64)
        clock.append(time.perf_counter())
        printed = self.press.print(page)
        clock.append(time.perf_counter())
        self.prove(self.exhibit(view, page, printed.pdf, printed.layout, printed.charts))
        del printed
        tidy()
        clock.append(time.perf_counter())
        return [after - before for before, after in pairwise(clock)]


def works(shop, edition, browser, compiler):
    """Give what is timed for one edition, by name."""
    view, page = compose(shop.project, edition), shop.page(edition)
    printed = shop.press.print(page)
    html = settled(page, printed)

    def alone():
        shop.drawn.charts = printed.charts
        shop.drawn.print(page)

    found = {PRESS: alone, ALL: lambda: shop.whole(edition)}
    if browser:
        name, in_browser = browser
        found[name] = lambda: in_browser(html)
    if page.elastic:
        # Others print what our press does, only if it is as full for them.
        assert len(PdfDocument(plainly(html))) == page.sheets, edition.id
        families = dict.fromkeys(face.family for face in pinned_faces())
        wording = shop.project.wordings[edition.setting.languages[0]]
        ordered = [*wording.language.sans, *families]
        source = in_typst(view, dict.fromkeys(ordered))
        found[PLAIN] = lambda: plainly(html)
        found[TYPST] = lambda: compiler(source, list(printed.charts.values()))
    return found


def compared(shop, chosen, rounds, *, browsing):
    """Time every edition with every peer; give the times by edition and name, and the measure."""
    found = {}
    with ExitStack() as stack:
        browser = stack.enter_context(chromium()) if browsing else None
        compiler = stack.enter_context(typst(shop.faces))
        for edition in chosen:
            found[edition] = in_turns(works(shop, edition, browser, compiler), rounds)
            sys.stderr.write(f"  {edition.id}\n")
    return found, browser[0] if browser else PRESS


def shown(found, measure):
    """Set the times of all settings of a kind as one table, each beside those of the measure."""
    for kind in dict.fromkeys(edition.kind for edition in found):
        by_name = defaultdict(list)
        for edition, times in found.items():
            if edition.kind == kind:
                for name, timed in times.items():
                    by_name[name].append(timed)
        base = mean(timed.median for timed in by_name[measure])
        rows = []
        for name, many in by_name.items():
            each = mean(timed.median for timed in many)
            low = min(min(timed.seconds) for timed in many)
            high = max(max(timed.seconds) for timed in many)
            spread = Timed((low, high)).spread
            rows.append([name, f"{each * 1000:,.0f} ms", spread, f"{each / base:.2f}×"])
        settings = len(by_name[measure])
        yield f"**{kind}**, mean of the medians of {settings} editions\n"
        yield table(["", "median", "from the fastest to the slowest", f"of {measure}"], rows) + "\n"


def phases(shop, chosen, rounds):
    """Say where the time of an edition goes."""
    from briefs.press import press as inside  # noqa: PLC0415 - as in Shop

    taken = defaultdict(float)

    def timed(owner, name, label):
        plain = getattr(owner, name)

        def measured(*args, **kwargs):
            start = time.perf_counter()
            try:
                return plain(*args, **kwargs)
            finally:
                taken[label] += time.perf_counter() - start

        setattr(owner, name, measured)
        return owner, name, plain

    changed = [
        timed(inside.Press, "_parsed", "reading HTML and CSS"),
        timed(inside.Press, "_render", "layout"),
        timed(inside.Press, "_drawn", "charts"),
        timed(inside.weasyprint.document.Document, "write_pdf", "painting and writing"),
    ]
    yield "Where the time goes:\n"
    rows = []
    for kind in dict.fromkeys(edition.kind for edition in chosen):
        mine = [edition for edition in chosen if edition.kind == kind]
        taken.clear()
        spent = [shop.whole(edition) for edition in mine for _ in range(rounds)]
        view, page, press, proofs = (mean(part) for part in zip(*spent, strict=True))
        inner = {name: seconds / len(spent) for name, seconds in taken.items()}
        parts = {
            "view": view,
            "HTML": page,
            **inner,
            "rest of the press": press - sum(inner.values()),
            "proofs": proofs,
        }
        total = sum(parts.values())
        rows += [
            [kind, name, f"{seconds * 1000:,.1f} ms", f"{seconds / total:.0%}"]
            for name, seconds in parts.items()
        ]
    for owner, name, plain in changed:
        setattr(owner, name, plain)
    yield table(["kind", "phase", "time", "share"], rows) + "\n"


def workers(shop, chosen, rounds):
    """Build every edition with one worker and with two."""

    def built(count):
        with tempfile.TemporaryDirectory() as folder:
            project = replace(shop.project, folder=Path(folder))
            results = make(project, chosen, Work(shop.faces, count))
            assert all(result.is_built for result in results)

    times = in_turns({"one": lambda: built(1), "two": lambda: built(2)}, rounds)
    ratio = times["one"].median / times["two"].median
    yield f"Two workers build every edition {ratio:.2f}× as fast as one"
    yield f"({times['two'].median:.1f} s and {times['one'].median:.1f} s, the start included).\n"


def memory(chosen, renders):
    """Render over and over in one worker, and say how its memory grows."""
    ids = [one.id for one in chosen]
    command = [sys.executable, __file__, *ids, "--render", str(renders)]
    done = subprocess.run(command, capture_output=True, text=True, check=True)  # noqa: S603
    early, late, peak = map(float, done.stdout.split())
    yield f"A worker's memory: {early:.0f} MiB after {renders // 10:,} renders of {len(chosen)}"
    yield f"editions, {late:.0f} MiB after {renders:,}; at most {peak:.0f} MiB.\n"


def render_over_and_over(ids, renders):
    """Do what a worker does so many times, and print its memory early, late and at most."""
    import psutil  # noqa: PLC0415 - for the worker's part alone

    shop = Shop()
    process, seen = psutil.Process(), []
    chosen = shop.editions(*ids)
    for number in range(renders):
        shop.whole(chosen[number % len(chosen)])
        seen.append(process.memory_info().rss / 2**20)
    tenth = max(1, renders // 10)
    sys.stdout.write(f"{median(seen[:tenth])} {median(seen[-tenth:])} {max(seen)}\n")


def cold(shop, rounds):
    """Run `briefs build` of one edition from nothing, and take the render off."""
    edition = shop.editions("axera.one-pager.en")[0]
    render = in_turns({"": lambda: shop.whole(edition)}, rounds)[""].median
    with tempfile.TemporaryDirectory() as folder:
        shutil.copytree(ROOT / "data", Path(folder, "data"))

        def run():
            shutil.rmtree(Path(folder, "output"), ignore_errors=True)
            command = [sys.executable, "-m", "briefs", "--project", folder, "build", edition.id]
            subprocess.run(command, capture_output=True, check=True)  # noqa: S603

        whole = in_turns({"": run}, rounds)[""].median
    yield f"`briefs build {edition.id}` from nothing: {whole:.2f} s, of which the render"
    yield f"{render:.2f} s: {whole - render:.2f} s besides.\n"


def report(chosen, rounds, renders, *, browsing=True):
    """Give every table, for the editions whose ids begin as those chosen."""
    shop = Shop()
    chosen = shop.editions(*chosen)
    found, measure = compared(shop, chosen, rounds, browsing=browsing)
    yield from shown(found, measure)
    check = in_turns({CHECK: lambda: question(shop.project.library)}, rounds)[CHECK]
    yield f"The checks over all our records, once a build: {check.median * 1000:,.0f} ms.\n"
    yield from phases(shop, chosen, rounds)
    yield from workers(shop, chosen, max(1, rounds // 2))
    yield from memory(chosen, renders)
    yield from cold(shop, rounds)


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("ids", nargs="*", default=["axera", "biren", "ai-chips"], metavar="ID")
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--renders", type=int, default=150)
    parser.add_argument("--no-browser", action="store_true", help="do without Chromium")
    parser.add_argument("--render", type=int, default=0, help=argparse.SUPPRESS)
    parser.add_argument("--write", type=Path)
    parser.add_argument("--on", default="")
    parser.add_argument("--at", default="")
    asked = parser.parse_args()
    if asked.render:
        render_over_and_over(asked.ids, asked.render)
        return
    lines = []
    browsing = not asked.no_browser
    for line in report(asked.ids, asked.rounds, asked.renders, browsing=browsing):
        lines.append(line)
        sys.stdout.write(line + "\n")
        sys.stdout.flush()
    if asked.write:
        machine = f"{os.cpu_count()} cores, {platform.system()}, Python {platform.python_version()}"
        lines.insert(0, f"Measured on {asked.on} at {asked.at}: {machine}.\n")
        text = asked.write.read_text(encoding="utf-8")
        before, _, rest = text.partition(BEGIN)
        _, _, after = rest.partition(END)
        block = "\n".join(lines)
        asked.write.write_text(f"{before}{BEGIN}\n{block}{END}{after}", encoding="utf-8")


if __name__ == "__main__":
    main()
