"""The verb send: brings proven briefs to those who subscribed to them, once."""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any, Literal

import click

from briefs.build.project import Project
from briefs.cli import dates, mailing, report, terminal
from briefs.cli.choosing import Choice, selecting
from briefs.cli.exits import Exit
from briefs.cli.session import Session, common, dress
from briefs.delivery.addresses import Address, AddressError, parse_address
from briefs.delivery.clearance import clear
from briefs.delivery.ledger import WAITING, Ledger, Line, State, looked_into, opened
from briefs.delivery.outbox import (
    DeferredError,
    Folder,
    Maildir,
    Outbox,
    RejectedError,
    Stream,
    UnansweredError,
)
from briefs.delivery.parcel import Parcel
from briefs.delivery.posting import Due, Office, due, sample, tests
from briefs.delivery.recipients import Recipient, Recipients
from briefs.delivery.sending import BreakerError, Pace, Run
from briefs.faults import Fault

#: Where a dry run leaves its messages unless another folder is named.
OUTBOX = "outbox"


@dataclass(frozen=True, slots=True)
class Wish:
    """What was asked of a run."""

    file: Path | None
    ledger: Path | None
    outbox: str | None
    campaign: str
    dry: bool
    to: Address | None
    sample: int | None
    on_unknown: Literal["hold", "resend"]
    ephemeral: bool


def _to(_context: click.Context, _parameter: click.Parameter, value: str | None) -> Address | None:
    try:
        return parse_address(value) if value else None
    except AddressError as error:
        raise click.BadParameter(str(error)) from error


@click.command(
    epilog="Examples:  briefs send --dry-run  ·  briefs send --to me@example.com axera  ·  "
    "briefs send --check  ·  briefs send"
)
@common
@dress
@selecting
@click.option(
    "--recipients",
    "file",
    type=click.Path(path_type=Path, dir_okay=False),
    envvar="BRIEFS_RECIPIENTS",
    metavar="FILE",
    help="Who gets what (default: recipients.yaml).",
)
@mailing.LEDGER_OPTION
@click.option("--dry-run", "dry", is_flag=True, help="Write the messages to files; send nothing.")
@click.option(
    "--outbox",
    metavar="WHERE",
    help="Instead of a server: a folder, maildir:FOLDER, or - for standard output.",
)
@click.option("--check", is_flag=True, help="Connect, log in, and say what the server takes.")
@click.option("--to", metavar="ADDRESS", callback=_to, help="Send each brief once, to me, to see.")
@click.option("--sample", type=click.IntRange(min=1), metavar="N", help="Send only N of them.")
@click.option("--campaign", default="", metavar="NAME", help="Send again, under another name.")
@click.option(
    "--on-unknown",
    type=click.Choice(["hold", "resend"]),
    default="hold",
    show_default=True,
    help="What to do with messages of which nobody knows whether they arrived.",
)
@click.option(
    "--ephemeral-ledger", "ephemeral", is_flag=True, help="In CI: let the ledger be thrown away."
)
@click.pass_obj
def send(session: Session, /, choice: Choice, check: bool, **wishes: Any) -> Exit:  # noqa: ANN401, FBT001 - click's
    """Send the briefs that are built and proven to their readers, each once."""
    wish = Wish(**wishes)
    project = session.read()
    recipients = mailing.recipients_of(session, project, wish.file)
    if check:
        return _checked(session, recipients)
    dues = due(recipients, choice.of(project))
    if wish.to:
        return _tested(session, project, recipients, wish, dues)
    if wish.dry:
        return _rehearsed(session, project, recipients, wish, dues)
    return _sent(session, project, recipients, wish, dues)


def _office(
    project: Project, recipients: Recipients, wish: Wish, dues: Sequence[Due], ledger: Ledger
) -> Office:
    """Open the office of a run; only what is cleared can leave it."""
    moment = dates.midnight() if wish.dry else dates.now()
    wanted = dict.fromkeys(one.edition for one in dues)
    return Office(
        project,
        recipients,
        clear(project, wanted, moment.date()),
        ledger,
        moment,
        campaign=wish.campaign,
        signer=mailing.signer_of(recipients),
    )


def _checked(session: Session, recipients: Recipients) -> Exit:
    """Say what the server offers; nothing is sent."""
    from briefs.delivery.wire import Wire  # noqa: PLC0415 - no other run waits for it

    mailing.signer_of(recipients)
    server = mailing.server_of(recipients)
    with Wire(server, mailing.access_of(server)) as wire:
        offer = wire.check()
    most = min(server.most_bytes, offer.size or server.most_bytes)
    rows = (
        ("server", f"{server.host}:{server.port}"),
        ("encryption", offer.tls or "none, on this machine only"),
        ("log-in", f"as {server.user}" if offer.authenticated else "none"),
        ("largest message", f"{most:,} bytes"),
        ("letters beyond ASCII in addresses", "yes" if offer.smtputf8 else "no"),
        ("reports of delivery", "yes" if offer.dsn else "no"),
    )
    if session.json:
        terminal.show_document(report.document(Exit.OK, (), server=dict(rows)))
    else:
        terminal.show(("what", "found"), rows, right=())
    return Exit.OK


def _tested(
    session: Session, project: Project, recipients: Recipients, wish: Wish, dues: Sequence[Due]
) -> Exit:
    """Send each brief once to one address, beside the ledger: to see it as readers will."""
    if wish.to is None:
        return Exit.USAGE
    me = Recipient(name=wish.to.local, address=wish.to, language="en", briefs=("all",))
    asked = tests(dues, me)
    with looked_into(mailing.ledger_path(session, wish.ledger)) as ledger, ExitStack() as stack:
        office = _office(project, recipients, wish, asked, ledger)
        # A test is another message each time: servers drop what they have seen before.
        office.campaign = f"test {dates.now().isoformat()}"
        posts = tuple(office.posts(asked))[: wish.sample]
        outbox = _folder(wish) if wish.dry else _outbox(wish, recipients, stack)
        rows = [_tried(outbox, office.parcel(post, office.date)) for post in posts]
    return _shown(session, wish, rows, office.clearance.faults)


def _tried(outbox: Outbox, parcel: Parcel) -> Told:
    """Send a message that no ledger knows; it is tried once."""
    try:
        words = outbox.send(parcel, lambda: None).words
    except (DeferredError, RejectedError, UnansweredError) as error:
        return _row(parcel, State.FAILED, str(error))
    return parcel.address, parcel.edition, "test", words


def _rehearsed(
    session: Session, project: Project, recipients: Recipients, wish: Wish, dues: Sequence[Due]
) -> Exit:
    """Write what would be sent now, each message to a file, and say what would not and why."""
    rows = []
    with looked_into(mailing.ledger_path(session, wish.ledger)) as ledger:
        office = _office(project, recipients, wish, dues, ledger)
        posts = tuple(office.posts(dues))
        chosen = sample(posts, wish.sample) if wish.sample else posts
        outbox = _folder(wish)
        for post in chosen:
            words = post.suppressed
            if post.is_new:
                words = outbox.send(office.parcel(post, office.date), lambda: None).words
            rows.append((str(post.due.reader.address), post.due.edition.id, post.state, words))
    return _shown(session, wish, rows, office.clearance.faults)


def _shown(session: Session, wish: Wish, rows: Sequence[Told], faults: Sequence[Fault]) -> Exit:
    """Say what a test or a dry run came to."""
    return _told(session, wish, rows, faults, _code(rows, faults, {}, ()))


def _sent(
    session: Session, project: Project, recipients: Recipients, wish: Wish, dues: Sequence[Due]
) -> Exit:
    """Queue what is new, send what waits, and say what came of each."""
    path = mailing.durable(session, wish.ledger, ephemeral=wish.ephemeral)
    world = mailing.world()
    with opened(path) as ledger, ExitStack() as stack:
        ledger.recover(world.moment())
        office = _office(project, recipients, wish, dues, ledger)
        posts = tuple(office.posts(dues))
        chosen = sample(posts, wish.sample) if wish.sample else posts
        frozen = office.queue(chosen)
        keys = {post.key for post in chosen} - frozen.keys()
        ledger.want(keys)
        if wish.on_unknown == "resend":
            lost = tuple(one.key for one in ledger.lines(State.UNKNOWN) if one.key in keys)
            ledger.requeue(lost, world.moment())
        rows: list[Told] = []
        if ledger.next_due() is not None:
            run = Run(
                ledger,
                _outbox(wish, recipients, stack),
                world,
                _pace(recipients, wish),
                office.suppressed(),
                watch=lambda parcel, state, words: rows.append(_row(parcel, state, words)),
            )
            try:
                run.go()
            except BreakerError as error:
                terminal.say(f"briefs: {error}")
        open_ones = [one for one in ledger.lines(*WAITING, State.UNKNOWN) if one.key in keys]
    code = _code(rows, office.clearance.faults, frozen, open_ones)
    faults = (*office.clearance.faults, *frozen.values())
    return _told(session, wish, rows, faults, code, open_ones)


#: A line of the table: reader, edition, state, and what there is to say.
Told = tuple[str, str, str, str]


def _row(parcel: Parcel, state: State, words: str) -> Told:
    return parcel.address, parcel.edition, state.value, words


def _folder(wish: Wish) -> Outbox:
    """Give the outbox of a dry run: a folder, unless another is named."""
    return _named(wish.outbox or OUTBOX)


def _outbox(wish: Wish, recipients: Recipients, stack: ExitStack) -> Outbox:
    """Give the outbox that was named, or else the server."""
    if wish.outbox:
        return _named(wish.outbox)
    from briefs.delivery.wire import Wire  # noqa: PLC0415 - no other run waits for it

    server = mailing.server_of(recipients)
    return stack.enter_context(Wire(server, mailing.access_of(server)))


def _named(where: str) -> Outbox:
    if where == "-":
        return Stream(sys.stdout.buffer)
    kind, colon, path = where.partition(":")
    return Maildir(Path(path)) if kind == "maildir" and colon else Folder(Path(where))


def _pace(recipients: Recipients, wish: Wish) -> Pace:
    """Give the pace of a server; a folder bears any."""
    if wish.outbox or recipients.server is None:
        return Pace(timedelta(0))
    return Pace(timedelta(minutes=1) / recipients.server.per_minute)


def _code(
    rows: Iterable[Told],
    refused: Sequence[Fault],
    frozen: Mapping[str, Fault],
    open_ones: Sequence[Line],
) -> Exit:
    if frozen:
        return Exit.DATA
    if refused or any(state == State.FAILED for _, _, state, _ in rows):
        return Exit.SOME_FAILED
    return Exit.TRY_AGAIN if open_ones else Exit.OK


def _told(
    session: Session,
    wish: Wish,
    rows: Sequence[Told],
    faults: Sequence[Fault],
    code: Exit,
    open_ones: Sequence[Line] = (),
) -> Exit:
    """Say what came of each message, and what was refused.

    Messages on standard output stand there alone.
    """
    alone = wish.outbox == "-"
    if session.json and not alone:
        names = ("to", "edition", "state", "words")
        messages = [dict(zip(names, row, strict=True)) for row in rows]
        terminal.show_document(
            report.document(code, faults, messages=messages, waiting=len(open_ones))
        )
        return code
    if rows and not alone:
        terminal.show(("to", "edition", "state", ""), rows, right=())
    terminal.say_faults(faults)
    counts = Counter(state for _, _, state, _ in rows)
    words = ", ".join(f"{count} {state}" for state, count in counts.items()) or "nothing to send"
    terminal.say(words)
    for state, mend in _MENDS.items():
        if any(line.state is state for line in open_ones):
            terminal.say(mend)
    return code


_MENDS = {
    State.DEFERRED: "deferred messages wait in the ledger; run `briefs send` again later",
    State.QUEUED: "queued messages wait in the ledger; run `briefs send` again",
    State.UNKNOWN: "of unknown messages nobody knows whether they arrived; see "
    "`briefs mail status` and `briefs mail resolve`",
}
