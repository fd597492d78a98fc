"""The verb trace: where a figure comes from and where it is printed, or what a page shows."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import click

from briefs.build.edition import SUFFIX
from briefs.build.manifest import Manifest, Origin, Print, UnreadableError
from briefs.checks import Finding
from briefs.cli import report, terminal
from briefs.cli.exits import Exit
from briefs.cli.session import Session, common
from briefs.faults import Fault, InvalidInput, Place
from briefs.figures import Derived, Figure, Stated
from briefs.records.library import Library
from briefs.tracing import Freshness, NoFigureError, Sighting, Trace, beside
from briefs.tracing import trace as follow

PDF = ".pdf"


@click.command(
    epilog="Examples:  briefs trace axera revenue.FY2024  ·  "
    "briefs trace output/axera/axera-one-pager-en.pdf --page 1  ·  "
    "briefs trace output/axera/axera-one-pager-en.pdf 124.5%"
)
@common
@click.argument("target", metavar="COMPANY|PDF")
@click.argument("path", metavar="[FIGURE|TEXT]", required=False)
@click.option(
    "--page", type=click.IntRange(min=1), metavar="N", help="List only this page of a PDF."
)
@click.pass_obj
def trace(session: Session, target: str, path: str | None, page: int | None) -> Exit:
    """Say where a figure comes from, what was asked of it and where it is printed.

    For a PDF, list the figures that it shows, in reading order; with TEXT, those that read so.
    """
    if target.lower().endswith(PDF):
        return _pdf(session, Path(target), page, path or "")
    subject, _, rest = target.partition(":")
    name = path or rest
    if not name or page:
        raise click.UsageError("name a figure, such as `briefs trace axera revenue.FY2024`")
    project = session.read(contradicted=True)
    try:
        found = follow(project, subject, name)
    except NoFigureError as error:
        near = f"; did you mean {', '.join(error.near)}?" if error.near else ""
        raise click.UsageError(f"{error.args[0]}{near}") from error
    if session.json:
        terminal.show_document(report.document(Exit.OK, (), trace=_as_dict(found)))
    else:
        for line in _lines(found, project.library):
            terminal.show_line(line)
    return Exit.OK


# --- a figure


def _lines(found: Trace, library: Library) -> Iterator[str]:
    yield from _origin(found.figure, library, "")
    for other in found.also:
        yield "also stated"
        yield from _origin(other, library, "  ")
    yield "checks" if found.findings else "checks: none touches it"
    for finding in found.findings:
        yield f"  {_verdict(finding)}: {finding.check}: {finding.message}"
    if found.uses:
        yield "used by"
        yield from (f"  {one.id}" for one in found.uses)
    yield "printed" if found.printed else "printed: in no finished edition"
    for sighting in found.printed:
        is_older = sighting.freshness is Freshness.OLDER
        older = ", as built before the records changed" if is_older else ""
        yield f"  {sighting.edition.id}{older}"
        yield from (f"    {_place(one)}  {one.text}" for one in sighting.prints)


def _origin(figure: Figure, library: Library, indent: str) -> Iterator[str]:
    yield f"{indent}{figure.id}: {said(figure)}"
    match figure.origin:
        case Stated() as stated:
            by = f", by {stated.by}" if stated.by else ""
            yield f"{indent}  written {str(stated.written)!r} in {stated.source} at {stated.at}{by}"
            source = library.sources.sources.get(stated.source)
            if source:
                yield f"{indent}  {source.title}"
            yield f"{indent}  {stated.place}"
        case Derived() as derived:
            yield f"{indent}  = {derived.formula}"
            for one in derived.inputs:
                yield from _origin(one, library, f"{indent}    ")


def said(figure: Figure) -> str:
    """Say a figure in a line: bound, digits, unit, period, and what kind of knowledge it is."""
    of = f" of {figure.basis}" if figure.basis else ""
    forecast = ", forecast" if figure.forecast else ""
    kind = ", derived" if isinstance(figure.origin, Derived) else ""
    return f"{figure}{of}, {figure.period}{forecast}{kind}"


def _verdict(finding: Finding) -> str:
    return f"{finding.verdict}, acknowledged" if finding.acknowledged else str(finding.verdict)


def _place(one: Print) -> str:
    chart = f", in chart {one.chart}" if one.chart else ""
    return f"page {one.page}, {one.left:.1f} mm from the left, {one.top:.1f} mm from the top{chart}"


def _as_dict(found: Trace) -> dict[str, Any]:
    return {
        "figure": _figure(found.figure),
        "also": [_figure(one) for one in found.also],
        "checks": [_finding(one) for one in found.findings],
        "used_by": [one.id for one in found.uses],
        "printed": [_sighting(one) for one in found.printed],
    }


def _figure(figure: Figure) -> dict[str, Any]:
    common = {
        "id": figure.id,
        "value": f"{figure.value:f}",
        "shown": f"{figure.shown:f}",
        "unit": figure.unit.value,
        "period": str(figure.period),
        "qualifier": figure.qualifier.value,
        "basis": figure.basis,
        "forecast": figure.forecast,
        "notes": list(figure.notes),
    }
    match figure.origin:
        case Stated() as stated:
            return common | {
                "written": str(stated.written),
                "source": stated.source,
                "at": stated.at,
                "by": stated.by,
                **_spot(stated.place),
            }
        case Derived() as derived:
            inputs = [_figure(one) for one in derived.inputs]
            return common | {"formula": derived.formula, "inputs": inputs}


def _spot(place: Place) -> dict[str, Any]:
    return {"file": place.file, "line": place.line, "column": place.column}


def _finding(finding: Finding) -> dict[str, Any]:
    return {
        "check": finding.check,
        "verdict": finding.verdict.value,
        "acknowledged": finding.acknowledged is not None,
        "subject": finding.subject,
        "path": finding.path,
        "message": finding.message,
        **_spot(finding.place),
    }


def _sighting(sighting: Sighting) -> dict[str, Any]:
    return {
        "edition": sighting.edition.id,
        "path": str(sighting.edition.path),
        "state": sighting.freshness.value,
        "places": [_print(one) for one in sighting.prints],
    }


def _print(one: Print) -> dict[str, Any]:
    return one.model_dump(exclude={"figure"})


# --- a page


def _pdf(session: Session, pdf: Path, page: int | None, text: str) -> Exit:
    try:
        manifest = beside(pdf)
    except UnreadableError as error:
        mend = "build the edition again, and trace the PDF where it was built"
        place = Place(str(pdf.with_suffix(SUFFIX)))
        raise InvalidInput(
            [Fault(place, f"no manifest can be used: {error}", mend, "manifest")]
        ) from None
    if page and page > manifest.pdf.pages:
        raise click.UsageError(f"{pdf} has {terminal.plural(manifest.pdf.pages, 'page')}")
    every = [one for one in manifest.printed if page in (None, one.page)]
    prints = [one for one in every if text in one.figure or _bare(text) in _bare(one.text)]
    if text and not prints:
        where = f"page {page} of {pdf}" if page else str(pdf)
        raise click.UsageError(f"no figure on {where} reads {text!r} or is called so")
    if session.json:
        rows = [_row(manifest, one) for one in prints]
        more = {"edition": manifest.edition.model_dump(), "printed": rows}
        terminal.show_document(report.document(Exit.OK, (), **more))
    else:
        _list(manifest, prints)
    return Exit.OK


def _list(manifest: Manifest, prints: Sequence[Print]) -> None:
    headings = ("page", "left", "top", "text", "figure", "from")
    rows = [
        (
            str(one.page),
            f"{one.left:.1f}",
            f"{one.top:.1f}",
            one.text,
            one.figure,
            _from(manifest.figures.get(one.figure)),
        )
        for one in prints
    ]
    terminal.show(headings, rows, right=("page", "left", "top"))
    terminal.say(
        f"{terminal.plural(len(rows), 'figure')} of {manifest.edition.id}, "
        "places in millimetres from the upper left corner; "
        "`briefs trace FIGURE` says where the records have one"
    )


def _bare(text: str) -> str:
    return "".join(text.split())


def _from(origin: Origin | None) -> str:
    if origin is None:
        return ""
    if origin.formula:
        return f"{origin.formula} ({', '.join(origin.inputs)})"
    return f"{origin.written!r} in {origin.source} at {origin.at}"


def _row(manifest: Manifest, one: Print) -> dict[str, Any]:
    origin = manifest.figures.get(one.figure)
    return one.model_dump() | {"origin": origin.model_dump() if origin else None}
