"""Outboxes: where messages are handed over; a server of mail is one, a folder another."""

from __future__ import annotations

import mailbox
from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path
from typing import BinaryIO, Protocol

from briefs.build.files import CannotWriteError, put
from briefs.delivery.headers import file_name
from briefs.delivery.message import TOKEN
from briefs.delivery.parcel import Parcel


@dataclass(frozen=True, slots=True)
class Receipt:
    """What an outbox said when it took a message."""

    words: str


class DeferredError(Exception):
    """A message was not taken, and may be later; `throttled` asks for fewer at a time."""

    def __init__(self, words: str, *, throttled: bool = False) -> None:
        self.throttled = throttled
        super().__init__(words)


class RejectedError(Exception):
    """A message was not taken, and never will be."""


class UnansweredError(Exception):
    """A message was handed over whole, and no answer came: nobody can know who has it."""


class Outbox(Protocol):
    """The one method that sends."""

    def send(self, parcel: Parcel, commit: Callable[[], None]) -> Receipt:
        """Hand a message over.

        Calls `commit` at the last moment at which it is certain that nobody has taken it. Raises
        DeferredError, RejectedError or UnansweredError.
        """


@dataclass(frozen=True, slots=True)
class Folder:
    """A folder with a file for each message, under a name that a person can read."""

    path: Path

    def send(self, parcel: Parcel, commit: Callable[[], None]) -> Receipt:
        """Write the message as a file; the same message is the same file."""
        commit()
        path = self.path / file_name(f"{parcel.edition} {parcel.address} {parcel.key[:8]}", ".eml")
        put(path, parcel.data)
        return Receipt(path.name)


@dataclass(frozen=True, slots=True)
class Maildir:
    """A mailbox in a folder, as mail readers and servers know it."""

    path: Path

    def send(self, parcel: Parcel, commit: Callable[[], None]) -> Receipt:
        """Add the message to those that nobody has read."""
        commit()
        try:
            with closing(mailbox.Maildir(self.path)) as box:
                return Receipt(box.add(parcel.data))
        except OSError as error:
            raise CannotWriteError(str(self.path), error.strerror or str(error)) from error


#: The line before each message of an mbox; the moment in it says nothing.
_FROM = b"From briefs@localhost Thu Jan  1 00:00:00 1970\n"


@dataclass(frozen=True, slots=True)
class Stream:
    """A stream such as standard output, as an mbox for another program that sends."""

    stream: BinaryIO

    def send(self, parcel: Parcel, commit: Callable[[], None]) -> Receipt:
        """Write the message; none of its lines can be taken for the beginning of another."""
        commit()
        body = parcel.data.replace(b"\r\n", b"\n").replace(b"\nFrom ", b"\n>From ")
        self.stream.write(_FROM + body + b"\n")
        self.stream.flush()
        return Receipt("written")


@dataclass(slots=True)
class Fake:
    """An outbox for tests: keeps what it is given, or does what it is told for a try."""

    taken: list[Parcel] = field(default_factory=list)
    answers: list[Exception | None] = field(default_factory=list)

    def send(self, parcel: Parcel, commit: Callable[[], None]) -> Receipt:
        """Keep the message, unless an error is next among the answers."""
        answer = self.answers.pop(0) if self.answers else None
        if answer and not isinstance(answer, UnansweredError):
            raise answer
        commit()
        if answer:
            raise answer
        self.taken.append(parcel)
        return Receipt(f"taken as {parcel.key[:TOKEN]}")
