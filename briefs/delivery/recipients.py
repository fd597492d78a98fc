"""Recipients: who gets which briefs in which language, and who is never written to again.

They are read from a file of their own, which no version control keeps.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from pathlib import Path
from typing import Annotated, Literal

from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    StringConstraints,
    ValidationError,
    WithJsonSchema,
)
from pydantic_core import PydanticCustomError

from briefs.delivery.addresses import Address, AddressError, is_loopback, parse_address
from briefs.delivery.headers import clean
from briefs.faults import Fault, InvalidInput, Place, errors, in_order
from briefs.reading import Node, faults_of, place_at, plain, read_yaml

#: Where a project keeps its recipients.
RECIPIENTS = "recipients.yaml"
RULE = "recipients"

#: Bytes of a message that a server takes unless it says otherwise; Postfix's default.
MOST_BYTES = 10_240_000


def _wrong(message: str, mend: str) -> PydanticCustomError:
    return PydanticCustomError("invalid", "{message}", {"message": message, "mend": mend})


def _address(text: object) -> Address:
    if isinstance(text, Address):
        return text
    try:
        return parse_address(str(text))
    except AddressError as error:
        raise _wrong(str(error), "write it as name@example.com") from error


def _one_line(text: str) -> str:
    if clean(text) != text:
        message = f"{text!r} holds what no mail header can"
        raise _wrong(message, "write plain words on one line")
    return text


def _https(text: str) -> str:
    if not text.startswith("https://") or not text.isascii() or set(text) & set(" <>,\"'"):
        message = f"{text!r} is no address on the web"
        raise _wrong(message, "write https://… in plain letters")
    return text


AnyAddress = Annotated[
    Address,
    BeforeValidator(_address),
    WithJsonSchema({"type": "string", "pattern": "^[^@]+@[^@]+$"}),
]
Line = Annotated[str, StringConstraints(min_length=1, max_length=120), AfterValidator(_one_line)]
Name = Annotated[str, StringConstraints(min_length=1, max_length=64)]
DomainName = Annotated[
    str, StringConstraints(pattern=r"^[a-z0-9]([a-z0-9-]*[a-z0-9])?(\.[a-z0-9][a-z0-9-]*)+$")
]


class _Part(BaseModel):
    """The base of every part of the file: frozen, and a key too many is refused."""

    model_config = ConfigDict(frozen=True, extra="forbid", arbitrary_types_allowed=True)


class Dkim(_Part):
    """By which key the messages are signed; the key itself comes from the environment."""

    domain: DomainName
    selector: DomainName | Annotated[str, StringConstraints(pattern=r"^[a-z0-9-]+$")]


class Sender(_Part):
    """Who writes: the name that readers see, and where answers, bounces and goodbyes go."""

    name: Line
    address: AnyAddress
    bounces: AnyAddress | None = None
    unsubscribe: AnyAddress | None = None
    unsubscribe_url: Annotated[str, AfterValidator(_https)] | None = None
    list_id: DomainName | None = None
    dkim: Dkim | None = None

    @property
    def goodbye(self) -> Address:
        """Where a person writes who wants no more."""
        return self.unsubscribe or self.address

    @property
    def list_name(self) -> str:
        """The name of the list, by RFC 2919."""
        return self.list_id or f"briefs.{self.address.domain}"


class Server(_Part):
    """The server that takes our mail; its password comes from the environment."""

    host: Name
    port: Annotated[int, Field(gt=0, lt=65536)] = 587
    tls: Literal["starttls", "smtps", "off"] = "starttls"
    user: Line | None = None
    per_minute: Annotated[int, Field(gt=0, le=6000)] = 120
    most_bytes: Annotated[int, Field(gt=0)] = MOST_BYTES

    @property
    def is_open(self) -> bool:
        """Whether mail would leave this machine without encryption."""
        return self.tls == "off" and not is_loopback(self.host)


class Recipient(_Part):
    """One reader: name, address, language setting, and what they subscribed to."""

    name: Line
    address: AnyAddress
    language: Name
    briefs: Annotated[tuple[Name, ...], Field(min_length=1)]


class Suppressed(_Part):
    """An address that is never written to again."""

    address: AnyAddress
    reason: Line


class RecipientsFile(_Part):
    """The file as a whole."""

    sender: Sender
    server: Server | None = None
    published: Annotated[str, AfterValidator(_https)] | None = None
    groups: dict[Name, Annotated[tuple[Name, ...], Field(min_length=1)]] = Field(
        default_factory=dict
    )
    recipients: tuple[Recipient, ...] = ()
    suppressed: tuple[Suppressed, ...] = ()


@dataclass(frozen=True, slots=True)
class Recipients:
    """Sender, server and readers, with the subjects that each reader's subscriptions come to.

    `published` is where the output folder stands on the web, if it does.
    """

    sender: Sender
    server: Server | None
    readers: tuple[Recipient, ...]
    subjects: Mapping[str, tuple[str, ...]]
    suppressed: Mapping[str, str]
    published: str | None = None

    @property
    def most_bytes(self) -> int:
        """How large a message may be."""
        return self.server.most_bytes if self.server else MOST_BYTES

    def of(self, reader: Recipient) -> tuple[str, ...]:
        """Give the subjects that a reader subscribed to, each once."""
        return self.subjects[reader.address.canonical]


def read_recipients(
    path: Path, *, name: str, subjects: Collection[str], settings: Collection[str]
) -> Recipients:
    """Read the file of recipients; `name` is the file's name in places.

    `subjects` are the companies and decks that have briefs, `settings` the language settings.
    Raises InvalidInput with all faults at once.
    """
    node, faults = read_yaml(path, name=name)
    if node is None or errors(faults):
        raise InvalidInput(faults)
    try:
        file = RecipientsFile.model_validate(plain(node))
    except ValidationError as error:
        raise InvalidInput(
            (*faults, *faults_of(error, node, model=RecipientsFile, said=faults))
        ) from error
    found = in_order((*faults, *_joints(file, node, set(subjects), settings)))
    if errors(found):
        raise InvalidInput(found)
    return Recipients(
        file.sender,
        file.server,
        file.recipients,
        {one.address.canonical: _subjects(file, one) for one in file.recipients},
        {one.address.canonical: one.reason for one in file.suppressed},
        file.published,
    )


def _subjects(file: RecipientsFile, reader: Recipient) -> tuple[str, ...]:
    named = [subject for name in reader.briefs for subject in file.groups.get(name, (name,))]
    return tuple(dict.fromkeys(named))


def _joints(
    file: RecipientsFile, node: Node, subjects: set[str], settings: Collection[str]
) -> Iterator[Fault]:
    """Find what each part of the file says rightly alone and wrongly beside the others."""
    yield from _groups(file, node, subjects)
    yield from _readers(file, node, settings)
    for number, reader in enumerate(file.recipients):
        known = subjects | file.groups.keys()
        for index, name in enumerate(reader.briefs):
            if name not in known:
                yield _nothing(node, ("recipients", number, "briefs", index), name, known)
    yield from _sending(file, node)


def _groups(file: RecipientsFile, node: Node, subjects: set[str]) -> Iterator[Fault]:
    for group, names in file.groups.items():
        if group in subjects:
            place = place_at(node, ("groups", group), key=True)
            words = f"the group {group!r} has the name of a subject"
            yield Fault(place, words, "give it another name", RULE)
        for index, name in enumerate(names):
            if name not in subjects:
                yield _nothing(node, ("groups", group, index), name, subjects)


def _readers(file: RecipientsFile, node: Node, settings: Collection[str]) -> Iterator[Fault]:
    seen: dict[str, Place] = {}
    for number, reader in enumerate(file.recipients):
        place = place_at(node, ("recipients", number, "address"))
        first = seen.setdefault(reader.address.canonical, place)
        if first is not place:
            words = f"{reader.address} stands twice, first in line {first.line}"
            yield Fault(place, words, "keep one, with the briefs of both", RULE)
        if reader.language not in settings:
            place = place_at(node, ("recipients", number, "language"))
            mend = f"use one of {', '.join(settings)}"
            yield Fault(place, f"{reader.language!r} is no language setting", mend, RULE)


def _sending(file: RecipientsFile, node: Node) -> Iterator[Fault]:
    if file.server and file.server.is_open:
        words = f"tls is off, and {file.server.host} is not this machine"
        mend = "use starttls or smtps"
        yield Fault(place_at(node, ("server", "tls")), words, mend, RULE)
    if file.sender.unsubscribe_url and not file.sender.dkim:
        words = "a one-click endpoint counts only under a DKIM signature (RFC 8058)"
        place = place_at(node, ("sender", "unsubscribe_url"), key=True)
        yield Fault(place, words, "add dkim: with its domain and selector", RULE)


def _nothing(node: Node, path: tuple[str | int, ...], name: str, known: Collection[str]) -> Fault:
    near = get_close_matches(name, list(known), n=3, cutoff=0.5) or sorted(known)
    words = f"{name!r} names no company, comparison or group with briefs"
    return Fault(place_at(node, path), words, f"use {' or '.join(near)}", RULE)
