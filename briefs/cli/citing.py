"""The verb cite: whether what the records cite stands in the texts of their sources."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import click

from briefs.citations import Citation, Cite, Kind, Report, State
from briefs.citations import cite as look_up
from briefs.cli import report, terminal
from briefs.cli.exits import Exit
from briefs.cli.session import Session, common
from briefs.faults import errors

#: A larger file is no text of a source.
MOST_BYTES = 16 << 20

_RESULTS = (Cite.CONFIRMED, Cite.ELSEWHERE, Cite.NOT_FOUND)


@click.command(
    epilog="Examples:  briefs cite --sources texts  ·  briefs cite --sources texts --json"
)
@common
@click.option(
    "--sources",
    type=click.Path(path_type=Path, exists=True, file_okay=False),
    metavar="DIR",
    required=True,
    help="Folder with the sources' texts, under any names; each is known by its hash.",
)
@click.pass_obj
def cite(session: Session, sources: Path) -> Exit:
    """Look up every cited figure, date and wording in the texts of the sources."""
    project = session.read(contradicted=True)
    found = look_up(project.library, _files(sources))
    if not found.texts:
        raise click.UsageError(f"{sources} holds the text of no source; look for its hash in it")
    code = Exit.DATA if errors(found.faults) else Exit.OK
    if session.json:
        terminal.show_document(_document(code, found))
        return code
    _table(found)
    terminal.say_faults(found.faults)
    terminal.show_line(_sum(found))
    return code


def _files(folder: Path) -> dict[str, bytes]:
    """Read every file of a folder that could be a text."""
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file() and path.stat().st_size <= MOST_BYTES
    }


def _table(found: Report) -> None:
    rows = [
        (name, str(state), file, *(_of_kinds(found.of(name), result) for result in _RESULTS))
        for name, (state, file) in found.states.items()
        if state is not State.NOT_HELD
    ]
    terminal.show(
        ("source", "text", "file", *map(str, _RESULTS)), rows, right=tuple(map(str, _RESULTS))
    )


def _of_kinds(citations: Sequence[Citation], result: Cite) -> str:
    return str(sum(one.result is result for one in citations))


def _sum(found: Report) -> str:
    parts = []
    for kind, noun in ((Kind.FIGURE, "figure"), (Kind.DATE, "date"), (Kind.WORDS, "wording")):
        looked = [one for one in found.citations if one.cited.kind is kind]
        held = [one for one in looked if one.result is not Cite.NO_TEXT]
        right = sum(one.result is Cite.CONFIRMED for one in held)
        words = f"{right} of {terminal.plural(len(held), noun)} confirmed"
        without = len(looked) - len(held)
        parts.append(f"{words} ({without} without a text)" if without else words)
    return ", ".join(parts)


def _document(code: Exit, found: Report) -> dict[str, Any]:
    sources = [
        {"source": name, "text": state.value, "file": file}
        for name, (state, file) in found.states.items()
    ]
    return report.document(
        code, found.faults, sources=sources, citations=[_as_dict(one) for one in found.citations]
    )


def _as_dict(citation: Citation) -> dict[str, Any]:
    one = citation.cited
    return {
        "subject": one.subject,
        "path": one.path,
        "kind": one.kind.value,
        "written": one.written,
        "source": one.source,
        "at": one.at,
        "result": citation.result.value,
        "paragraphs": list(citation.paragraphs),
        "file": one.place.file,
        "line": one.place.line,
        "column": one.place.column,
    }
