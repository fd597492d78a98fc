"""The message: a letter, its preview and a PDF as the bytes that travel, the same each time.

Bytes are made of their inputs alone: boundaries and Message-ID come from the key, the date is
given. What was serialised is parsed again before anybody may send it: a header more or less
than intended is a bug of ours or of the library's, and ends there.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import UTC, datetime
from email import message_from_string
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime
from hashlib import sha256

from briefs.delivery.addresses import Address
from briefs.delivery.headers import clean, file_name, line, phrase, words
from briefs.delivery.recipients import Sender

#: Characters of a key that name a message to the world: enough that nobody guesses another.
TOKEN = 40


class MessageError(ValueError):
    """The bytes of a message do not say what they were meant to say."""


@dataclass(frozen=True, slots=True)
class Content:
    """What a message carries: its words in two forms, picture, PDF, and the languages it is in.

    There is no PDF in a message that links to it.
    """

    subject: str
    text: str
    html: str
    picture: bytes
    pdf: bytes | None
    file: str
    tags: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Heading:
    """What stands above a message: key, readers' and sender's names, moment, edition."""

    key: str
    name: str
    address: Address
    date: datetime
    edition: str
    one_click: bool


def key_of(*parts: str) -> str:
    """Give the name of a message: the same for the same reader, campaign, edition and content."""
    return sha256("\0".join(parts).encode()).hexdigest()


def picture_id(key: str, sender: Sender) -> str:
    """Give the content id of the preview in a message."""
    return f"preview.{key[:TOKEN]}@{sender.address.domain}"


def message_id(key: str, sender: Sender) -> str:
    """Give the Message-ID that belongs to a key, with its angle brackets."""
    return f"<{key[:TOKEN]}@{sender.address.domain}>"


def goodbye(key: str, sender: Sender) -> str:
    """Give the address by which a reader unsubscribes by mail; its token tells nobody who it is."""
    return f"mailto:{sender.goodbye}?subject=unsubscribe%20{key[:TOKEN]}"


def endpoint(key: str, sender: Sender) -> str:
    """Give the address of the one-click endpoint for a message."""
    return f"{(sender.unsubscribe_url or '').rstrip('/')}/{key[:TOKEN]}"


def serialise(content: Content, heading: Heading, sender: Sender) -> bytes:
    """Make the bytes of a message; raises MessageError if they do not say what they should."""
    headers = _headers(content, heading, sender)
    file = file_name(content.file)
    head = "".join(line(name, value) for name, value in headers.items())
    data = head.encode() + _body(content, file, heading.key, sender)
    _proven(data, headers, content, heading)
    return data


def _body(content: Content, file: str, key: str, sender: Sender) -> bytes:
    """Make everything below our own headers: mixed(alternative(plain, related(html, png)), pdf).

    Without a PDF it is the alternative alone.
    """
    message = EmailMessage(policy=SMTP)
    message.set_content(content.text, cte="base64")
    message.add_alternative(content.html, subtype="html", cte="base64")
    html = message.get_body(("html",))
    if not isinstance(html, EmailMessage):
        raise MessageError("the message lost its HTML")
    cid = f"<{picture_id(key, sender)}>"
    html.add_related(content.picture, "image", "png", cid=cid, disposition="inline")
    if content.pdf is not None:
        message.add_attachment(content.pdf, maintype="application", subtype="pdf", filename=file)
    for number, part in enumerate(one for one in message.walk() if one.is_multipart()):
        part.set_boundary(f"=_{key[:TOKEN]}.{number}")
    return message.as_bytes()


def _headers(content: Content, heading: Heading, sender: Sender) -> dict[str, str]:
    ways = [f"<{goodbye(heading.key, sender)}>"]
    if heading.one_click:
        ways.insert(0, f"<{endpoint(heading.key, sender)}>")
    headers = {
        "From": _mailbox(sender.name, sender.address),
        "To": _mailbox(heading.name, heading.address),
        "Subject": words(clean(content.subject)),
        "Date": format_datetime(heading.date.astimezone(UTC)),
        "Message-ID": message_id(heading.key, sender),
        "Auto-Submitted": "auto-generated",
        "List-Id": f"<{sender.list_name}>",
        "List-Unsubscribe": ", ".join(ways),
        "Content-Language": ", ".join(content.tags),
        "X-Briefs-Edition": heading.edition,
    }
    if heading.one_click:
        headers["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click"
    return headers


def _mailbox(name: str, address: Address) -> str:
    shown = clean(name)
    return f"{phrase(shown)} <{address}>" if shown else str(address)


#: What the library adds above the headers that we ask for.
_ADDED = Counter({"mime-version": 1, "content-type": 1})


def _proven(data: bytes, headers: dict[str, str], content: Content, heading: Heading) -> None:
    """Parse a message again, and hold that it says what was meant and nothing else."""
    found = message_from_string(data.decode(), policy=SMTP)
    names = Counter(name.lower() for name in found)
    if names != Counter(map(str.lower, headers)) + _ADDED:
        raise MessageError(f"the message has other headers than were meant: {sorted(names)}")
    people = [one.addr_spec for one in found["To"].addresses]
    if people != [str(heading.address)]:
        raise MessageError(f"the message is addressed to {people}")
    meant = clean(content.subject)
    if str(found["Subject"]) != meant:
        raise MessageError(f"the subject reads {str(found['Subject'])!r}, and was to be {meant!r}")
    files = [part.get_filename() for part in found.iter_attachments()]
    meant_files = [] if content.pdf is None else [file_name(content.file)]
    if files != meant_files:
        raise MessageError(f"the message brings {files}, and was to bring {meant_files}")
