"""Bounces: what servers report of messages that they took and could not deliver (RFC 3464).

Only reports in the form of the standard count, and only of our own keys: a report that anybody
could have written moves nothing, and no word of a letter is ever interpreted.
"""

from __future__ import annotations

import email
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from email.message import Message
from hashlib import sha256
from pathlib import Path

from briefs.delivery.headers import clean
from briefs.delivery.ledger import Ledger, State
from briefs.delivery.message import TOKEN

#: The class of statuses that say an address is wrong for ever (RFC 3463, 3.2).
NOBODY_THERE = "5.1."

#: So many reports of any other trouble mean the same.
MOST_BOUNCES = 3

_TOKEN = re.compile(rf"\b[0-9a-f]{{{TOKEN}}}\b")


@dataclass(frozen=True, slots=True)
class Bounce:
    """One report on one message: `report` tells it from other reports."""

    report: str
    token: str
    action: str
    status: str
    words: str


def bounces_in(folder: Path) -> Iterator[Bounce]:
    """Find the reports in a Maildir, or in a folder of messages."""
    files = (path for path in sorted(folder.rglob("*")) if path.is_file())
    for path in files:
        if path.parent.name != "tmp":
            yield from bounces_of(path.read_bytes())


def bounces_of(data: bytes) -> Iterator[Bounce]:
    """Find what a message reports of ours; one that is no report has nothing."""
    message = email.message_from_bytes(data)
    if message.get_content_type() != "multipart/report":
        return
    for part in message.walk():
        if part.get_content_type() != "message/delivery-status":
            continue
        blocks = [block for block in part.get_payload() if isinstance(block, Message)]
        token = _token(message, blocks)
        for block in blocks[1:] if token else ():
            action = clean(str(block.get("Action", ""))).lower()
            status = clean(str(block.get("Status", "")))
            words = clean(str(block.get("Diagnostic-Code", "")))
            if re.fullmatch(r"[245]\.\d{1,3}\.\d{1,3}", status):
                report = sha256(data).hexdigest()
                yield Bounce(report, token, action, status, words)


def _token(message: Message, blocks: list[Message]) -> str:
    """Find whose report it is: by the envelope's id, or by the address it came back to."""
    names = ("To", "Delivered-To", "X-Original-To")
    places = [str(block.get("Original-Envelope-Id", "")) for block in blocks[:1]]
    places += [str(value) for name in names for value in message.get_all(name, [])]
    found = (match.group() for place in places if (match := _TOKEN.search(place)))
    return next(found, "")


def settle(ledger: Ledger, bounces: Iterator[Bounce], now: datetime) -> Counter[str]:
    """Note what bounced, and write no more to addresses that nobody reads."""
    counts: Counter[str] = Counter()
    for bounce in bounces:
        lines = ledger.matching(bounce.token)
        if len(lines) != 1:
            counts["of no message of ours"] += 1
            continue
        (line,) = lines
        reason = f"bounced: {bounce.status} {bounce.words}".strip()
        if bounce.action != "failed":
            counts[bounce.action or "without an action"] += 1
            continue
        counts["failed"] += 1
        ledger.move(line.key, State.FAILED, now, reason)
        number = ledger.bounced(bounce.report, line.canonical, bounce.status)
        if bounce.status.startswith(NOBODY_THERE) or number >= MOST_BOUNCES:
            ledger.suppress(line.canonical, reason, now)
            counts["suppressed"] += 1
    return counts
