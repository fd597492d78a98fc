"""Letters: a small project whose briefs are built, and messages as two parsers read them."""

from __future__ import annotations

import email
import json
import shutil
import sqlite3
from contextlib import closing
from dataclasses import dataclass
from email.policy import SMTP
from hashlib import sha256
from html.parser import HTMLParser

import fast_mail_parser
import yaml

from briefs.delivery.parcel import Parcel

SENDER = {"name": "Research desk", "address": "research@example.com"}
READERS = (
    ("Chan Tai Man", "chan@example.com", "en", ["axera", "ai-chips"]),
    ("陈大文", "chen@example.org", "zh-Hans", ["axera"]),
    ("何嘉敏", "ho@example.net", "en+zh-Hant-HK", ["chips"]),
)


def written(path, *, readers=READERS, suppressed=(), sender=SENDER, **more):
    """Write a file of recipients."""
    keys = ("name", "address", "language", "briefs")
    document = {
        "sender": sender,
        "groups": {"chips": ["axera", "biren"]},
        "recipients": [dict(zip(keys, reader, strict=True)) for reader in readers],
        "suppressed": [{"address": one, "reason": "asked to"} for one in suppressed],
        **more,
    }
    path.write_text(yaml.safe_dump(document, allow_unicode=True), encoding="utf-8")
    return path


def project_of(output, path, *subjects):
    """Copy our records, and what was built of some of them."""
    shutil.copytree(output.folder / "data", path / "data")
    for subject in subjects:
        shutil.copytree(output.folder / "output" / subject, path / "output" / subject)
    return path


@dataclass(frozen=True)
class Read:
    """A message as its reader has it."""

    data: bytes
    message: email.message.EmailMessage

    @property
    def text(self):
        return self.message.get_body(("plain",)).get_content().replace("\r\n", "\n")

    @property
    def html(self):
        return self.message.get_body(("html",)).get_content()

    @property
    def files(self):
        return {part.get_filename(): part.get_content() for part in self.message.iter_attachments()}

    @property
    def files_elsewhere(self):
        """Give the attachments as another parser, of other people, reads them."""
        parsed = fast_mail_parser.parse_email(self.data)
        return {one.filename: bytes(one.content) for one in parsed.attachments}

    @property
    def subject_elsewhere(self):
        return fast_mail_parser.parse_email(self.data).subject


def read(data):
    """Read the bytes of a message."""
    return Read(data, email.message_from_bytes(data, policy=SMTP))


def parcel(
    data=b"Subject: x\r\n\r\nx\r\n", *, number=0, to="x@example.org", sender="r@example.com"
):
    """Give a message in its envelope; each number is another message."""
    key = sha256(f"{number} {to}".encode()).hexdigest()
    return Parcel(key, "", to.casefold(), to, sender, "axera.one-pager.en", data, "{}")


class _Words(HTMLParser):
    def __init__(self):
        super().__init__()
        self.words = []
        self.hidden = 0

    def handle_starttag(self, tag, attrs):
        self.hidden += tag in ("style", "title")
        self.words += [dict(attrs)["alt"]] if "alt" in dict(attrs) else []

    def handle_endtag(self, tag):
        self.hidden -= tag in ("style", "title")

    def handle_data(self, data):
        if not self.hidden:
            self.words += data.split()


def words_of(html):
    """Give the words that an HTML body shows."""
    parser = _Words()
    parser.feed(html)
    return parser.words


def remembered(ledger, change):
    """Change what a ledger remembers of what readers were sent."""
    with closing(sqlite3.connect(ledger)) as connection, connection:
        rows = connection.execute("SELECT sha256, keepsake FROM keepsakes").fetchall()
        for key, text in rows:
            copy = json.loads(text)
            change(copy)
            connection.execute(
                "UPDATE keepsakes SET keepsake = ? WHERE sha256 = ?", (json.dumps(copy), key)
            )
