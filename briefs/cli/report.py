"""Reports: what came of a run, as a table for people or one document for machines."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from briefs import __version__
from briefs.build.edition import Edition
from briefs.build.memory import Known
from briefs.cli import terminal
from briefs.cli.exits import BugError, Exit
from briefs.cli.session import Session
from briefs.faults import Fault

if TYPE_CHECKING:  # A build that has nothing to do waits for neither.
    from briefs.build.making import Result
    from briefs.cli.examination import Symptom

_KILO = 1000


def document(code: Exit, faults: Sequence[Fault], **more: object) -> dict[str, Any]:
    """Give what every document of `--json` holds, and more."""
    return {
        "version": __version__,
        "exit": int(code),
        "faults": [fault.as_dict() for fault in faults],
        **more,
    }


def outcome(result: Result) -> str:
    """Say in a line what came of an edition."""
    if result.is_built:
        return f"{terminal.plural(result.row.pages, 'page')}, {result.row.seconds:.2f} s"
    return "failed" if result.has_failed else "fresh"


@contextmanager
def progress(session: Session, total: int, *, as_lines: bool) -> Iterator[Callable[[Result], None]]:
    """Tell of each edition as it finishes: on a bar, in words, or as a line of JSON."""
    if as_lines:
        terminal.say_event("build", editions=total)
        yield _say_edition
        terminal.say_event("end")
        return
    with terminal.progress(total, quiet=session.json) as done:
        yield lambda one: done(one.edition.id, outcome(one))


def _say_edition(one: Result) -> None:
    phases = {lap.phase: round(lap.seconds * _KILO, 1) for lap in one.row.laps}
    terminal.say_event(
        "edition",
        edition=one.edition.id,
        outcome=_state(one),
        ms=round(one.row.seconds * _KILO, 1),
        phases=phases,
    )


def idle(session: Session, chosen: Sequence[Known], warnings: Sequence[Fault]) -> Exit:
    """Report a build that had nothing to do."""
    if session.json:
        rows = [_known_as_dict(one) for one in chosen]
        terminal.show_document(document(Exit.OK, warnings, editions=rows))
        session.reported = True
        return Exit.OK
    terminal.say_faults(warnings)
    terminal.say(f"nothing to do: {_fresh_ones(len(chosen))}")
    return Exit.OK


def _fresh_ones(count: int) -> str:
    return f"{terminal.plural(count, 'edition')} {'is' if count == 1 else 'are'} fresh"


def _known_as_dict(one: Known) -> dict[str, Any]:
    return {
        "id": one.id,
        "kind": one.kind,
        "subject": one.subject,
        "setting": one.setting,
        "path": one.path,
        "state": "fresh",
        "fingerprint": one.wanted,
        "pages": one.built.pages if one.built else 0,
        "bytes": one.built.bytes if one.built else 0,
        "seconds": 0.0,
        "proving": 0.0,
        "faults": [],
        "log": [],
    }


def built(session: Session, results: Sequence[Result], warnings: Sequence[Fault]) -> Exit:
    """Report a build, and give its exit code."""
    failed = [result for result in results if result.has_failed]
    bugs = [result for result in results if result.row.bug]
    code = Exit.BUG if bugs else Exit.SOME_FAILED if failed else Exit.OK
    if session.json:
        rows = [_as_dict(result) for result in results]
        terminal.show_document(document(code, warnings, editions=rows))
        session.reported = True
    else:
        _table([result for result in results if result.is_built])
        _afterwards(results)
    if bugs:
        raise BugError(f"{bugs[0].edition.id} failed by an internal error", bugs[0].row.bug)
    return code


def _table(results: Sequence[Result]) -> None:
    if not results:
        return
    rows = [
        (
            result.edition.id,
            str(result.row.pages),
            size(result.row.size),
            f"{result.row.seconds:.2f} s",
            str(result.edition.path),
        )
        for result in results
    ]
    terminal.show(
        ("edition", "pages", "size", "time", "file"), rows, right=("pages", "size", "time")
    )


def _afterwards(results: Sequence[Result]) -> None:
    for line in _logged(results):
        terminal.say(line)
    failed = [result for result in results if result.has_failed]
    terminal.say_faults(
        [fault for one in results for fault in (*one.row.faults, *one.row.warnings)]
    )
    if any(result.row.proving for result in results):
        terminal.say(_share_of_proofs(results))
    fresh = sum(result.fresh for result in results)
    if fresh:
        terminal.say(f"{_fresh_ones(fresh)}, and not built again")
    if failed:
        names = ", ".join(result.edition.id for result in failed)
        files = "its file is" if len(failed) == 1 else "their files are"
        terminal.say(f"not built, {files} as before: {names}")


def _logged(results: Sequence[Result]) -> Iterator[str]:
    """Give the lines of the logs; what holds in several settings of a brief is said once."""
    found: dict[tuple[str, str], list[str]] = {}
    for result in results:
        one = result.edition
        for line in result.log:
            found.setdefault((one.brief, line), []).append(one.setting.id)
    for (brief, line), settings in found.items():
        yield f"{brief} ({', '.join(settings)}): {line}"


def _share_of_proofs(results: Sequence[Result]) -> str:
    """Say how much of the workers' time the proofs took."""
    proving = sum(result.row.proving for result in results)
    seconds = sum(result.row.seconds for result in results)
    return f"proofs: {proving:.2f} s of {seconds:.1f} s ({proving / seconds:.0%})"


def size(count: int) -> str:
    """Say how large a file is."""
    return f"{count / _KILO:,.0f} kB"


def _state(result: Result) -> str:
    if result.has_failed:
        return "failed"
    return "built" if result.is_built else "fresh"


def _as_dict(result: Result) -> dict[str, Any]:
    row = result.row
    return edition_as_dict(result.edition) | {
        "state": _state(result),
        "fingerprint": result.fingerprint,
        "pages": row.pages,
        "bytes": row.size,
        "seconds": round(row.seconds, 3),
        "proving": round(row.proving, 3),
        "faults": [fault.as_dict() for fault in (*row.faults, *row.warnings)],
        "log": list(result.log),
    }


def edition_as_dict(edition: Edition) -> dict[str, Any]:
    """Give an edition as plain values, for `--json`."""
    return {
        "id": edition.id,
        "kind": edition.kind,
        "subject": edition.subject,
        "setting": edition.setting.id,
        "path": str(edition.path),
    }


def examined(session: Session, findings: Sequence[Symptom], code: Exit) -> None:
    """Report what the doctor found."""
    if session.json:
        rows = [finding.as_dict() for finding in findings]
        terminal.show_document(document(code, (), findings=rows))
        return
    lines = [("ok" if one.well else "BAD", one.what, one.found) for one in findings]
    terminal.show(("", "what", "found"), lines, right=())
    ill = [one for one in findings if not one.well]
    for one in ill:
        terminal.say(f"{one.what}: {one.mend}")
    terminal.say(terminal.plural(len(ill), "thing") + " to mend" if ill else "all is well")
