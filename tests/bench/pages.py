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

import aims
from aims import against_aims
from peers import chromium, in_typst, plainly, settled, typst
from pypdfium2 import PdfDocument
from timing import Timed, in_turns, table
from weighing import weigh

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


def shown(found, measure, measured):
    """Set the times of all settings of a kind as one table, each beside those of the measure."""
    for kind in dict.fromkeys(edition.kind for edition in found):
        by_name = defaultdict(list)
        for edition, times in found.items():
            if edition.kind == kind:
                for name, timed in times.items():
                    by_name[name].append(timed)
        rows = []
        means = {name: mean(one.median for one in many) for name, many in by_name.items()}
        if measure != PRESS:
            measured |= _beside(kind, means, measure)
        for name, many in by_name.items():
            each = means[name]
            low = min(min(timed.seconds) for timed in many)
            high = max(max(timed.seconds) for timed in many)
            spread = Timed((low, high)).spread
            rows.append([name, f"{each * 1000:,.0f} ms", spread, f"{each / means[measure]:.2f}×"])
        settings = len(by_name[measure])
        yield f"**{kind}**, mean of the medians of {settings} editions\n"
        yield table(["", "median", "from the fastest to the slowest", f"of {measure}"], rows) + "\n"


def _beside(kind, means, measure):
    """Give the ratios of a kind that we have an aim for."""
    if kind == "deck":
        return {aims.DECK: means[ALL] / means[measure]}
    return {
        aims.PRESS: means[PRESS] / means[measure],
        aims.ONE_PAGER: means[ALL] / means[measure],
        aims.PLAINLY: means[PLAIN] / means[PRESS],
        aims.TYPST: means[TYPST] / means[PRESS],
    }


def phases(shop, chosen, rounds, measured):
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
        measured.setdefault(aims.CHARTS, parts["charts"] / total)
        rows += [
            [kind, name, f"{seconds * 1000:,.1f} ms", f"{seconds / total:.0%}"]
            for name, seconds in parts.items()
        ]
    for owner, name, plain in changed:
        setattr(owner, name, plain)
    yield table(["kind", "phase", "time", "share"], rows) + "\n"


def workers(shop, chosen, rounds, measured):
    """Build every edition with one worker and with two."""

    def built(count):
        with tempfile.TemporaryDirectory() as folder:
            project = replace(shop.project, folder=Path(folder))
            results = make(project, chosen, Work(shop.faces, count))
            assert all(result.is_built for result in results)

    times = in_turns({"one": lambda: built(1), "two": lambda: built(2)}, rounds)
    measured[aims.WORKERS] = ratio = times["one"].median / times["two"].median
    yield f"Two workers build every edition {ratio:.2f}× as fast as one"
    yield f"({times['two'].median:.1f} s and {times['one'].median:.1f} s, the start included).\n"


def memory(shop, chosen, renders, measured):
    """Render over and over in one worker, and say how its memory grows."""
    with tempfile.TemporaryDirectory() as folder:
        project = replace(shop.project, folder=Path(folder))
        held, most = zip(*weigh(project, chosen, shop.faces, renders), strict=True)
    tenth = max(1, renders // 10)
    early, late = median(held[:tenth]), median(held[-tenth:])
    measured[aims.MEMORY] = max(held) * 2**20 / 10**6
    yield f"A worker's memory: {early:.0f} MiB after {tenth:,} renders of {len(chosen)}"
    yield f"editions, {late:.0f} MiB after {renders:,}; at most {most[-1]:.0f} MiB, in a render.\n"


def cold(shop, rounds, measured):
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
    measured[aims.COLD] = whole - render
    yield f"`briefs build {edition.id}` from nothing: {whole:.2f} s, of which the render"
    yield f"{render:.2f} s: {whole - render:.2f} s besides.\n"


def report(chosen, rounds, renders, *, browsing=True):
    """Give every table, for the editions whose ids begin as those chosen."""
    shop, measured = Shop(), {}
    chosen = shop.editions(*chosen)
    found, measure = compared(shop, chosen, rounds, browsing=browsing)
    yield from shown(found, measure, measured)
    check = in_turns({CHECK: lambda: question(shop.project.library)}, rounds)[CHECK]
    yield f"The checks over all our records, once a build: {check.median * 1000:,.0f} ms.\n"
    yield from phases(shop, chosen, rounds, measured)
    yield from workers(shop, chosen, max(1, rounds // 2), measured)
    yield from memory(shop, chosen, renders, measured)
    yield from cold(shop, rounds, measured)
    yield f"What we aim at, and where we are:\n\n{against_aims(measured)}\n"


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("ids", nargs="*", default=["axera", "biren", "ai-chips"], metavar="ID")
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--renders", type=int, default=150)
    parser.add_argument("--no-browser", action="store_true", help="do without Chromium")
    parser.add_argument("--write", type=Path)
    parser.add_argument("--on", default="")
    parser.add_argument("--at", default="")
    asked = parser.parse_args()
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
