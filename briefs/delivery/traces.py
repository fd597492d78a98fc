"""Traces: what a relay's log or a mailbox knows of messages that nobody answered for."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from email import message_from_binary_file
from pathlib import Path

from briefs.delivery.ledger import Ledger, Line, State
from briefs.delivery.message import TOKEN

#: A server that still waits for the end of a message gives up by then (RFC 5321, 4.5.3.2).
SETTLED = timedelta(minutes=10)

_CLEANUP = re.compile(rf"postfix[\w/-]*/cleanup\[\d+\]: (\w+): message-id=<([0-9a-f]{{{TOKEN}}})@")
#: Postfix hands a message to its queue manager only once it is whole on the disk.
_QUEUED = re.compile(r"postfix[\w/-]*/qmgr\[\d+\]: (\w+): from=<[^>]*>, size=\d+, nrcpt=")
_ID = re.compile(rf"<([0-9a-f]{{{TOKEN}}})@")


@dataclass(frozen=True, slots=True)
class Resolved:
    """What became of messages that were unknown: found, to be sent again, or too young to tell."""

    found: tuple[Line, ...]
    lost: tuple[Line, ...]
    young: tuple[Line, ...]


def in_postfix_log(lines: Iterable[str]) -> dict[str, str]:
    """Give the tokens of messages that a Postfix took, each with its queue id."""
    ids: dict[str, str] = {}
    taken: dict[str, str] = {}
    for line in lines:
        if match := _CLEANUP.search(line):
            queue, token = match.groups()
            ids[queue] = token
        elif (match := _QUEUED.search(line)) and match[1] in ids:
            taken[ids[match[1]]] = f"queued as {match[1]}"
    return taken


def in_maildir(folder: Path) -> dict[str, str]:
    """Give the tokens of messages that lie in a mailbox, each with its file."""
    found: dict[str, str] = {}
    for path in _files(folder):
        with path.open("rb") as file:
            match = _ID.search(str(message_from_binary_file(file).get("Message-ID", "")))
        if match:
            found[match[1]] = f"lies in {path.name}"
    return found


def _files(folder: Path) -> Iterator[Path]:
    for part in ("new", "cur"):
        yield from sorted((folder / part).glob("*"))


def resolve(
    ledger: Ledger, known: dict[str, str], now: datetime, *, settled: timedelta = SETTLED
) -> Resolved:
    """Settle what is unknown by a record that is complete: what it does not hold was not taken.

    What is younger than `settled` waits: the server may still be about to write it down.
    """
    found, lost, young = [], [], []
    for line in ledger.lines(State.UNKNOWN):
        receipt = known.get(line.key[:TOKEN])
        if receipt:
            ledger.sent(line.key, receipt, now)
            found.append(line)
        elif now - line.changed < settled:
            young.append(line)
        else:
            ledger.requeue([line.key], now)
            lost.append(line)
    return Resolved(tuple(found), tuple(lost), tuple(young))
