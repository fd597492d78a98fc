"""The verb diff: what is another between two states of briefs, figure by figure, and why."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack
from dataclasses import replace
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import click

from briefs.build.edition import SUFFIX
from briefs.build.editions import editions
from briefs.build.files import put
from briefs.build.making import Work
from briefs.build.manifest import UnreadableError
from briefs.build.project import Dress, UnknownDressError, read_project
from briefs.build.templates import TEMPLATES, templates_of
from briefs.changes import Change, Difference, Rewording, Side
from briefs.changes.revisions import NoRevisionError, restore
from briefs.changes.states import State, differences, of_manifest, of_pdf, of_project, pairs
from briefs.cli import report, terminal
from briefs.cli.exits import Exit
from briefs.cli.mailing import LEDGER_OPTION, ledger_path
from briefs.cli.session import Session, common, dress
from briefs.delivery.errata import sent
from briefs.delivery.ledger import looked_into
from briefs.evidence.enclosed import NoPdfError
from briefs.faults import Fault, InvalidInput, Place

PDF = ".pdf"


@click.command(
    epilog="Examples:  briefs diff HEAD~1  ·  briefs diff v1 v2 --edition axera --pictures changes"
    "  ·  briefs diff old.pdf new.pdf  ·  briefs diff --since-sent"
)
@common
@dress
@click.argument("old", metavar="[OLD]", required=False)
@click.argument("new", metavar="[NEW]", required=False)
@click.option("--since-sent", is_flag=True, help="Compare with what readers were last sent.")
@LEDGER_OPTION
@click.option(
    "--edition",
    "ids",
    multiple=True,
    metavar="ID",
    help="Compare only editions whose IDs begin so; may be repeated.",
)
@click.option(
    "--pictures",
    type=click.Path(path_type=Path, file_okay=False),
    metavar="DIR",
    help="Draw the pages that differ side by side, with what differs marked.",
)
@click.pass_obj
def diff(session: Session, /, old: str | None, new: str | None, **wishes: Any) -> Exit:  # noqa: ANN401 - click's
    """Say which figures and passages are others, with old and new, source and reason.

    OLD and NEW are PDFs, manifests or git revisions; without NEW, OLD is compared with the records
    as they stand. Like diff(1) it ends with 0 where nothing differs, and with 1 where something
    does.
    """
    ids, pictures = wishes["ids"], wishes["pictures"]
    if wishes["since_sent"]:
        if old or pictures:
            raise click.UsageError("--since-sent compares with the records, in words alone")
        return _told(session, _since_sent(session, wishes["ledger"], ids))
    if old is None:
        raise click.UsageError("name a PDF, a manifest or a git revision to compare with")
    with ExitStack() as stack:
        before, after = (_state(session, name, stack) for name in (old, new))
        chosen = _chosen(before, after, ids)
        found = list(differences(before, after, chosen))
        drawn = list(_drawn(before, after, chosen, pictures)) if pictures else []
    return _told(session, found, drawn)


# --- the two sides


def _state(session: Session, name: str | None, stack: ExitStack) -> State:
    """Find out what a name means: a file, or a revision; no name means the records as they are."""
    path = Path(name) if name else None
    if path and path.suffix.lower() == PDF:
        return _file(path, lambda data: of_pdf(str(path), data, _beside(path)))
    if path and path.suffix == SUFFIX:
        return _file(path, of_manifest)
    folder = Path(stack.enter_context(TemporaryDirectory(prefix="briefs-")))
    work = partial(_work, session)
    if name is None:
        return of_project(session.read(contradicted=True), work, folder)
    return _revision(session, name, work, folder)


def _file(path: Path, state_of: Callable[[bytes], State]) -> State:
    """Read a file; raises InvalidInput for one that is not what it should be."""
    try:
        return state_of(path.read_bytes())
    except OSError as error:
        words = error.strerror or str(error)
    except (NoPdfError, UnreadableError) as error:
        words = str(error)
    mend = "name a PDF of a brief, or the manifest beside one"
    raise InvalidInput([Fault(Place(str(path)), words, mend, "diff")])


def _beside(path: Path) -> bytes | None:
    manifest = path.with_suffix(SUFFIX)
    return manifest.read_bytes() if manifest.is_file() else None


def _work(session: Session) -> Work:
    return Work(session.faces())


def _revision(session: Session, name: str, work: Callable[[], Work], folder: Path) -> State:
    """Give what the records said at a revision, in its own templates or else in today's."""
    try:
        restore(session.project, name, folder)
    except NoRevisionError as error:
        words = f"{name!r} is no file that ends in {PDF} or {SUFFIX}, and no revision: {error}"
        raise click.UsageError(words) from error
    asked = Dress(session.theme, session.paper)
    try:
        own = templates_of(folder, cache=session.cache)
        return of_project(read_project(folder, own, asked, contradicted=True), work, folder)
    except (InvalidInput, UnknownDressError) as error:
        if not (folder / TEMPLATES).is_dir():
            raise _at(name, error) from error
    terminal.say(f"the templates of {name} are not for this program: today's are taken")
    try:
        project = read_project(folder, session.templates(), asked, contradicted=True)
        return of_project(project, work, folder)
    except InvalidInput as error:
        raise _at(name, error) from error


def _at(name: str, error: Exception) -> Exception:
    """Say of faults at which revision they are."""
    if not isinstance(error, InvalidInput):
        return click.UsageError(str(error.args[0]))
    return InvalidInput(
        [replace(fault, message=f"at {name}: {fault.message}") for fault in error.faults]
    )


def _chosen(before: State, after: State, ids: Sequence[str]) -> tuple[tuple[str, str], ...]:
    """Keep the pairs of editions that are asked for."""
    try:
        every = pairs(before, after)
    except LookupError as error:
        raise click.UsageError(f"the other side has no edition {error.args[0]}") from error
    chosen = tuple(pair for pair in every if not ids or _is_asked(pair[1] or pair[0], ids))
    if not chosen:
        raise click.UsageError(f"neither side has an edition {', '.join(ids)}")
    return chosen


def _is_asked(name: str, ids: Sequence[str]) -> bool:
    return any(f"{name}.".startswith(f"{one}.") for one in ids)


def _since_sent(session: Session, ledger: Path | None, ids: Sequence[str]) -> list[Difference]:
    """Compare what readers were last sent with the records as they stand."""
    project = session.read(contradicted=True)
    every = editions(project.library, project.wordings)
    chosen = [one for one in every if not ids or _is_asked(one.id, ids)]
    if not chosen:
        raise click.UsageError(f"there is no edition {', '.join(ids)}")
    with looked_into(ledger_path(session, ledger)) as opened:
        found = tuple(sent(project, chosen, opened))
    if not found:
        terminal.say("nothing of this was sent")
    return [one.difference for one in found]


# --- pictures


def _drawn(
    before: State, after: State, chosen: Sequence[tuple[str, str]], folder: Path
) -> Iterator[dict[str, Any]]:
    """Draw the pages that differ; an edition that one side lacks has nothing to stand beside."""
    from briefs.changes.pictures import compare_pages  # noqa: PLC0415 - loads PDFium

    if before.printing is None or after.printing is None:
        raise click.UsageError("a manifest holds no pages; name PDFs or revisions")
    for old, new in chosen:
        if not (old and new) or before.editions[old] == after.editions[new]:
            continue
        for page in compare_pages(before.printing(old), after.printing(new)):
            path = folder / f"{new}-page-{page.page}.png"
            put(path, page.png)
            regions = [dict(zip(_SIDES, region, strict=True)) for region in page.regions]
            yield {"edition": new, "page": page.page, "path": str(path), "regions": regions}


_SIDES = ("left", "top", "width", "height")


# --- what is said of them


def _told(
    session: Session, found: Sequence[Difference], drawn: Sequence[dict[str, Any]] = ()
) -> Exit:
    differing = [one for one in found if one]
    code = Exit.DIFFERS if differing or drawn else Exit.OK
    if session.json:
        rows = [_as_dict(one) for one in found]
        terminal.show_document(report.document(code, (), differences=rows, pictures=list(drawn)))
        return code
    for one in differing:
        for line in _lines(one):
            terminal.show_line(line)
    for picture in drawn:
        count = terminal.plural(len(picture["regions"]), "region")
        terminal.show_line(f"{picture['path']}: {count}")
    if not differing:
        terminal.say("no figure and no passage differs")
    return code


def _lines(one: Difference) -> Iterator[str]:
    yield one.edition if "." in one.edition else f"{one.edition}, in no brief"
    for change in one.figures:
        yield f"  {change.sort}: {_label(change)}: {_values(change)}"
        if change.label:
            yield f"    {change.figure}"
        side = change.after or change.before
        if side:
            yield f"    {_origin(side)}"
        yield from (f"    {reason}" for reason in change.reasons)
    for words in one.words or ():
        yield f"  words, {words.language}"
        yield from (f"    {mark} {text}" for mark, text in _sides(words) if text)
    if one.words is None and one.figures:
        yield "  words: not compared, for one side holds none"
    if one.inputs:
        yield f"  inputs: {'; '.join(one.inputs)}"


def _sides(words: Rewording) -> tuple[tuple[str, str], ...]:
    return ("−", words.before), ("+", words.after)


def _label(change: Change) -> str:
    return next(iter(change.label.values()), change.figure)


def _values(change: Change) -> str:
    sides = [_said(side) for side in (change.before, change.after) if side]
    return " → ".join(dict.fromkeys(sides))


def _said(side: Side) -> str:
    """Say a figure as a page writes it, or else as the records hold it."""
    origin = side.origin
    return next(iter(side.amount.values()), f"{origin.value} {origin.unit}")


def _origin(side: Side) -> str:
    if side.origin.formula:
        return f"{side.origin.formula} ({', '.join(side.sources)})"
    return f"{side.origin.source} at {side.origin.at}"


def _as_dict(one: Difference) -> dict[str, Any]:
    return {
        "edition": one.edition,
        "figures": [_change(change) for change in one.figures],
        "words": None
        if one.words is None
        else [
            {"language": words.language, "before": words.before, "after": words.after}
            for words in one.words
        ],
        "inputs": list(one.inputs),
    }


def _change(change: Change) -> dict[str, Any]:
    return {
        "figure": change.figure,
        "sort": change.sort.value,
        "label": dict(change.label),
        "before": _side(change.before),
        "after": _side(change.after),
        "reasons": [
            {"of": one.of, "before": one.before, "after": one.after} for one in change.reasons
        ],
        "corrected": change.corrected,
    }


def _side(side: Side | None) -> dict[str, Any] | None:
    if side is None:
        return None
    return {
        **side.origin.model_dump(exclude={"inputs"}),
        "inputs": list(side.origin.inputs),
        "amount": dict(side.amount),
        "sources": list(side.sources),
    }
