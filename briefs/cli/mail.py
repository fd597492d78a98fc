"""The verbs of `briefs mail`: what became of messages, and what people and servers said since."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path

import click

from briefs.cli import dates, mailing, report, terminal
from briefs.cli.exits import Exit
from briefs.cli.session import Session, common
from briefs.delivery.addresses import AddressError, parse_address
from briefs.delivery.bounces import bounces_in, settle
from briefs.delivery.ledger import WAITING, Ledger, Line, State, looked_into, opened
from briefs.delivery.message import TOKEN
from briefs.delivery.traces import SETTLED, in_maildir, in_postfix_log, resolve

#: Letters of a key that a table shows, and that are enough to name it.
SHORT = 8

_FILE = click.Path(path_type=Path, exists=True, dir_okay=False)
_FOLDER = click.Path(path_type=Path, exists=True, file_okay=False)


@click.group(epilog="Examples:  briefs mail status  ·  briefs mail bounces ~/Maildir")
@common
def mail() -> None:
    """Look into the ledger of what was sent, and settle what is open."""


@contextmanager
def _held(session: Session, named: Path | None) -> Iterator[Ledger]:
    """Hold the ledger that was named; one that is not there has nothing to settle."""
    path = mailing.ledger_path(session, named)
    if not path.exists():
        raise click.UsageError(f"there is no ledger {path}; `briefs send` makes it")
    with opened(path) as ledger:
        yield ledger


@mail.command(epilog="Examples:  briefs mail status  ·  briefs mail status --state unknown --json")
@common
@mailing.LEDGER_OPTION
@click.option(
    "--state",
    "states",
    multiple=True,
    type=click.Choice([state.value for state in State]),
    help="Only messages in this state; may be repeated.",
)
@click.pass_obj
def status(session: Session, ledger: Path | None, states: Sequence[str]) -> Exit:
    """List the messages of the ledger and how far each has come."""
    with looked_into(mailing.ledger_path(session, ledger)) as held:
        lines = held.lines(*map(State, states))
    code = Exit.TRY_AGAIN if any(_is_open(line) for line in lines) else Exit.OK
    if session.json:
        rows = [_as_dict(line) for line in lines]
        terminal.show_document(report.document(code, (), messages=rows))
        return code
    _table(lines)
    counts = Counter(line.state.value for line in lines)
    words = ", ".join(f"{count} {state}" for state, count in counts.items())
    terminal.say(words or "the ledger holds no such message")
    return code


def _is_open(line: Line) -> bool:
    return line.state in (*WAITING, State.SENDING, State.DATA, State.UNKNOWN)


def _table(lines: Sequence[Line]) -> None:
    if lines:
        rows = [
            (
                line.key[:SHORT],
                line.address,
                line.edition,
                line.state.value,
                f"{line.changed:%Y-%m-%d %H:%M}",
                line.reason or line.receipt,
            )
            for line in lines
        ]
        terminal.show(("key", "to", "edition", "state", "since (UTC)", ""), rows, right=())


def _as_dict(line: Line) -> dict[str, object]:
    return {
        "key": line.key,
        "campaign": line.campaign,
        "to": line.address,
        "edition": line.edition,
        "state": line.state.value,
        "tries": line.tries,
        "changed": line.changed.isoformat(),
        "reason": line.reason,
        "receipt": line.receipt,
        "sha256": line.sha256,
    }


@mail.command(
    "resolve",
    epilog="Examples:  briefs mail resolve --postfix-log /var/log/mail.log  ·  "
    "briefs mail resolve --mark-sent 3f2a91bc",
)
@common
@mailing.LEDGER_OPTION
@click.option("--postfix-log", "logs", multiple=True, type=_FILE, help="The relay's whole log.")
@click.option("--maildir", "boxes", multiple=True, type=_FOLDER, help="A mailbox that gets all.")
@click.option(
    "--after",
    type=click.IntRange(min=0),
    default=int(SETTLED.total_seconds() // 60),
    show_default=True,
    metavar="MINUTES",
    help="What a log does not hold for so long was not taken.",
)
@click.option("--mark-sent", "sent", multiple=True, metavar="KEY", help="It did arrive.")
@click.option("--resend", multiple=True, metavar="KEY", help="Send the same bytes again.")
@click.option("--cancel", multiple=True, metavar="KEY", help="Take back what waits.")
@click.pass_obj
def resolve_(  # noqa: PLR0913 - one for each option
    session: Session,
    /,
    *,
    ledger: Path | None,
    logs: Sequence[Path],
    boxes: Sequence[Path],
    after: int,
    sent: Sequence[str],
    resend: Sequence[str],
    cancel: Sequence[str],
) -> Exit:
    """Settle messages of which nobody knows, from a relay's log, a mailbox, or by hand."""
    now = dates.now()
    with _held(session, ledger) as held:
        held.recover(now)
        for line in _named(held, sent, (State.UNKNOWN,)):
            held.sent(line.key, "marked by hand", now)
        held.requeue([line.key for line in _named(held, resend, (State.UNKNOWN,))], now)
        for line in _named(held, cancel, (*WAITING, State.UNKNOWN)):
            held.move(line.key, State.CANCELLED, now, "taken back by hand")
        if logs or boxes:
            _from_records(held, logs, boxes, timedelta(minutes=after))
        left = held.lines(State.UNKNOWN)
    _table(left)
    terminal.say(f"{terminal.plural(len(left), 'message')} of which nobody knows")
    return Exit.TRY_AGAIN if left else Exit.OK


def _from_records(
    held: Ledger, logs: Iterable[Path], boxes: Iterable[Path], settled: timedelta
) -> None:
    known: dict[str, str] = {}
    for path in logs:
        known |= in_postfix_log(path.read_text(encoding="utf-8", errors="replace").splitlines())
    for path in boxes:
        known |= in_maildir(path)
    found = resolve(held, known, dates.now(), settled=settled)
    terminal.say(
        f"{len(found.found)} had arrived, {len(found.lost)} had not and wait to be sent, "
        f"{len(found.young)} are too young to tell"
    )


def _named(held: Ledger, keys: Iterable[str], states: tuple[State, ...]) -> list[Line]:
    """Find messages by the beginnings of their keys; each must be one, in one of the states."""
    found = []
    for key in keys:
        lines = held.matching(key.lower())
        if len(lines) != 1:
            raise click.UsageError(f"{key} is the beginning of {len(lines) or 'no'} keys")
        if lines[0].state not in states:
            wanted = " or ".join(states)
            raise click.UsageError(f"{key} is {lines[0].state}, and would have to be {wanted}")
        found.append(lines[0])
    return found


@mail.command(epilog="Example:  briefs mail bounces /var/mail/bounces")
@common
@mailing.LEDGER_OPTION
@click.argument("maildir", type=_FOLDER)
@click.pass_obj
def bounces(session: Session, ledger: Path | None, maildir: Path) -> Exit:
    """Read the delivery reports of a mailbox, and write no more to addresses that nobody reads."""
    with _held(session, ledger) as held:
        counts = settle(held, bounces_in(maildir), dates.now())
    if session.json:
        terminal.show_document(report.document(Exit.OK, (), bounces=dict(counts)))
        return Exit.OK
    words = ", ".join(f"{count} {what}" for what, count in counts.items())
    terminal.say(f"reports: {words}" if words else "no reports of delivery")
    return Exit.OK


@mail.command(epilog="Example:  briefs mail unsubscribe chan@example.com 3f2a91bc04…")
@common
@mailing.LEDGER_OPTION
@click.argument("who", nargs=-1, required=True, metavar="WHO...")
@click.option("--reason", default="unsubscribed", show_default=True, metavar="WORDS")
@click.pass_obj
def unsubscribe(session: Session, ledger: Path | None, who: Sequence[str], reason: str) -> Exit:
    """Never write again to addresses, or to whom the tokens of their messages belong."""
    now = dates.now()
    with opened(mailing.ledger_path(session, ledger)) as held:
        canonical = [_who(held, one) for one in who]
        for one in canonical:
            held.suppress(one, reason, now)
    terminal.say(f"{terminal.plural(len(canonical), 'reader')} left out from now on")
    return Exit.OK


def _who(held: Ledger, text: str) -> str:
    """Find whom an address or a token means."""
    if "@" not in text:
        lines = held.matching(text.lower()) if len(text) >= TOKEN else ()
        if len(lines) != 1:
            raise click.UsageError(f"{text} is neither an address nor the token of a message")
        return lines[0].canonical
    try:
        return parse_address(text).canonical
    except AddressError as error:
        raise click.UsageError(str(error)) from error
