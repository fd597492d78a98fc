"""Drawing: pictures of an edition's pages, made by a worker that keeps warm between two drafts.

A draft is laid out and printed as the build does it, and asked nothing: the proofs wait until
nobody types.
"""

from __future__ import annotations

import os
import traceback
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path

import pypdfium2

from briefs.build.limits import OvertimeError, overtime, within
from briefs.build.project import wordless
from briefs.build.templates import digest
from briefs.build.worker import Job, Row, Setup, render, tools
from briefs.faults import Fault, InvalidInput
from briefs.language import WordingError
from briefs.phases import Lap, laps, phase

#: Dots for each point: 144 to the inch, sharp where a page fills a screen.
SCALE = 2.0

#: How far proofs step back, as `nice` has it.
PROVING = 10


@dataclass(frozen=True, slots=True)
class Picture:
    """One page: its bytes as PNG, the digest that names them, and its size in pixels."""

    name: str
    png: bytes
    width: int
    height: int


@dataclass(frozen=True, slots=True)
class Drawn:
    """What came of a draft: its pages, or what kept it from having any, and where time went."""

    pages: tuple[Picture, ...] = ()
    faults: tuple[Fault, ...] = ()
    bug: str = ""
    laps: tuple[Lap, ...] = ()


def draw(setup: Setup, job: Job) -> Drawn:
    """Draw an edition as it would be printed now."""
    from briefs.press import PressFault  # noqa: PLC0415 - in a worker only

    with laps() as taken:
        try:
            with within(setup.limits):
                pages = _draft(setup, job)
        except OvertimeError:
            return Drawn(faults=(overtime(job.id, setup.limits),))
        except (InvalidInput, PressFault) as error:
            return Drawn(faults=tuple(error.faults))
        except WordingError as error:
            return Drawn(faults=(wordless(job.id, error),))
        except Exception:  # noqa: BLE001 - the page says so, and the next draft may be better
            return Drawn(bug=traceback.format_exc())
    return Drawn(pages, laps=tuple(taken))


def _draft(setup: Setup, job: Job) -> tuple[Picture, ...]:
    phase("tools")
    designer, press, _ = tools(setup)
    phase("html")
    page = designer.page(job.view, job.fingerprint)
    phase("print")
    pdf = press.print(page).pdf
    phase("pictures")
    return tuple(_pictures(pdf))


def prove(setup: Setup, job: Job) -> Row:
    """Render as a build does, and step back whenever a draft wants the machine."""
    os.setpriority(os.PRIO_PROCESS, 0, PROVING)
    return render(setup, job)


def drawn_from(pdf: Path) -> Drawn:
    """Draw the pages of a PDF that stands."""
    return Drawn(tuple(_pictures(pdf.read_bytes())))


def _pictures(pdf: bytes) -> Iterator[Picture]:
    with closing(pypdfium2.PdfDocument(pdf)) as document:
        for page in document:
            with closing(page), closing(page.render(scale=SCALE)) as bitmap:
                picture = bitmap.to_pil().convert("RGB")
            out = BytesIO()
            # It travels no further than this machine: packing it well costs more than it saves.
            picture.save(out, "PNG", compress_level=1)
            png = out.getvalue()
            yield Picture(digest(png), png, picture.width, picture.height)
