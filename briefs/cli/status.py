"""The verb status: whether briefs are built as often as they should be, as a monitor asks it."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

import click

from briefs.build.ending import last_ending
from briefs.build.memory import Known, built, recall
from briefs.cli import dates, mailing, report, terminal
from briefs.cli.exits import Exit
from briefs.cli.session import Session, common
from briefs.delivery.ledger import WAITING, State, looked_into

#: Messages that have not reached their readers, or of which nobody knows.
UNSENT = (*WAITING, State.SENDING, State.DATA, State.UNKNOWN, State.FAILED, State.EXPIRED)

_UNITS = {"m": "minutes", "h": "hours", "d": "days"}


@dataclass(frozen=True, slots=True)
class Status:
    """How the builds of a project stand at a moment.

    `ended` is when the last build of every brief did, `most` how old it may be; `bad` says of
    editions what is wrong with them.
    """

    now: datetime
    ended: datetime | None
    most: timedelta | None
    editions: int
    bad: Mapping[str, str]
    messages: Mapping[str, int]

    @property
    def word(self) -> str:
        """Give the verdict."""
        if self.ended is None:
            return "never built"
        if self.most is not None and self.now - self.ended > self.most:
            return "too old"
        return "not whole" if self.bad else "ok"

    @property
    def code(self) -> Exit:
        """Give what the run ends with: 1 calls somebody."""
        return Exit.OK if self.word == "ok" else Exit.SOME_FAILED


def _age(_context: click.Context, _option: click.Parameter, text: str | None) -> timedelta | None:
    if text is None:
        return None
    found = re.fullmatch(r"([1-9][0-9]{0,5})([mhd])", text)
    if not found:
        raise click.BadParameter(f"{text!r} is no age such as 90m, 26h or 2d")
    return timedelta(**{_UNITS[found[2]]: int(found[1])})


@click.command(
    epilog="Examples:  briefs status  ·  briefs status --max-age 26h --quiet  ·  "
    "briefs status --json"
)
@common
@mailing.LEDGER_OPTION
@click.option(
    "--max-age",
    "most",
    metavar="AGE",
    callback=_age,
    help="End with 1 if the last build of every brief is older, such as 26h, 90m or 2d.",
)
@click.option("--quiet", is_flag=True, help="Say nothing while all is well.")
@click.pass_obj
def status(
    session: Session, /, *, ledger: Path | None, most: timedelta | None, quiet: bool
) -> Exit:
    """Say when all briefs were last built, which failed, and what was not sent.

    Ends with 0 if all is well, and with 1 if nothing was built, if the last build is too old, or
    if an edition does not stand as it should.
    """
    found = _found(session, ledger, most)
    if session.json:
        terminal.show_document(_document(found))
    elif not quiet or found.code is not Exit.OK:
        for line in _lines(found):
            terminal.show_line(line)
    return found.code


def _found(session: Session, ledger: Path | None, most: timedelta | None) -> Status:
    editions = recall(session.project).own()
    against = {one.id: _against(session, one) for one in editions}
    with looked_into(mailing.ledger_path(session, ledger)) as held:
        messages = Counter(line.state.value for line in held.lines(*UNSENT))
    return Status(
        dates.now(),
        last_ending(session.project),
        most,
        len(editions),
        {name: words for name, words in against.items() if words},
        messages,
    )


def _against(session: Session, one: Known) -> str:
    """Say why an edition does not stand as it should; nothing of one that does."""
    if one.faults:
        return f"failed: {one.faults[0]}"
    stands = built(session.project / one.path, one.built)
    if isinstance(stands, str):
        return stands
    wanted = not one.wanted or stands.fingerprint == one.wanted
    return "" if wanted else "is not what is wanted; `briefs why` says why"


def _lines(found: Status) -> Iterator[str]:
    yield f"{found.word}: {_when(found)}"
    if found.editions:
        every = terminal.plural(found.editions, "edition")
        yield f"{found.editions - len(found.bad)} of {every} as they should be"
    yield from (f"{name}: {words}" for name, words in found.bad.items())
    if found.messages:
        counts = ", ".join(f"{count} {state}" for state, count in found.messages.items())
        yield f"messages not sent: {counts} (`briefs mail status` lists them)"


def _when(found: Status) -> str:
    if found.ended is None:
        return "no build of every brief has ended here; run `briefs build`"
    words = f"the last build of every brief ended {found.ended:%Y-%m-%d %H:%M} UTC"
    words += f", {_long(found.now - found.ended)} ago"
    return f"{words}; {_long(found.most)} are allowed" if found.most else words


def _long(span: timedelta) -> str:
    hours, minutes = divmod(max(round(span.total_seconds()), 0) // 60, 60)
    return f"{hours} h {minutes} min" if minutes else f"{hours} h"


def _document(found: Status) -> dict[str, object]:
    return report.document(
        found.code,
        (),
        status=found.word,
        ended=found.ended.isoformat() if found.ended else None,
        editions=found.editions,
        bad=dict(found.bad),
        unsent=dict(found.messages),
    )
