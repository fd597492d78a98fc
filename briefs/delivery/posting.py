"""Posting: which messages are due to whom, each made once and then frozen in the ledger."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from hashlib import sha256
from urllib.parse import quote

from briefs.build.edition import OUTPUT, Edition
from briefs.build.limits import held
from briefs.build.project import Project
from briefs.changes import Copy, Difference, difference
from briefs.delivery.clearance import Clearance, Cleared
from briefs.delivery.dkim import Signer
from briefs.delivery.ledger import WAITING, Ledger, Line, State
from briefs.delivery.message import (
    TOKEN,
    Content,
    Heading,
    endpoint,
    goodbye,
    key_of,
    picture_id,
    serialise,
)
from briefs.delivery.parcel import Parcel
from briefs.delivery.preview import preview
from briefs.delivery.recipients import Recipient, Recipients
from briefs.delivery.writing import Link, Occasion, file_of, plain, write
from briefs.faults import Fault, Place
from briefs.pages import Designer


@dataclass(frozen=True, slots=True)
class Due:
    """An edition that a reader subscribed to."""

    reader: Recipient
    edition: Edition


@dataclass(frozen=True, slots=True)
class Post:
    """What is due to a reader, and how it stands with it: what the ledger says, or `new`."""

    due: Due
    key: str
    line: Line | None
    suppressed: str = ""

    @property
    def is_new(self) -> bool:
        """Whether the message is still to be made."""
        return self.line is None and not self.suppressed

    @property
    def state(self) -> str:
        """The state in a word."""
        if self.line is not None:
            return self.line.state.value
        return State.SUPPRESSED.value if self.suppressed else "new"


def due(recipients: Recipients, editions: Iterable[Edition]) -> tuple[Due, ...]:
    """Give what every reader is to have, in the order of the file."""
    known: dict[tuple[str, str], list[Edition]] = {}
    for edition in editions:
        known.setdefault((edition.subject, edition.setting.id), []).append(edition)
    return tuple(
        Due(reader, edition)
        for reader in recipients.readers
        for subject in recipients.of(reader)
        for edition in known.get((subject, reader.language), ())
    )


def tests(dues: Iterable[Due], to: Recipient) -> tuple[Due, ...]:
    """Give each edition that is due to anybody to one reader instead."""
    editions = dict.fromkeys(one.edition for one in dues)
    return tuple(Due(to, edition) for edition in editions)


def sample(posts: Iterable[Post], count: int) -> tuple[Post, ...]:
    """Choose some new messages, of as many editions as can be, always the same ones."""
    by_edition: dict[str, list[Post]] = {}
    for post in sorted(posts, key=lambda one: one.key):
        if post.is_new:
            by_edition.setdefault(post.due.edition.id, []).append(post)
    chosen: list[Post] = []
    while by_edition and len(chosen) < count:
        for name in list(by_edition):
            chosen.append(by_edition[name].pop(0))
            if not by_edition[name]:
                del by_edition[name]
    return tuple(chosen[:count])


@dataclass(slots=True)
class Office:
    """Makes the messages of one run; what editions share is made once."""

    project: Project
    recipients: Recipients
    clearance: Clearance
    ledger: Ledger
    date: datetime
    campaign: str = ""
    signer: Signer | None = None
    _designer: Designer = field(init=False)
    _previews: dict[str, bytes] = field(init=False, default_factory=dict)

    def __post_init__(self) -> None:
        project = self.project
        self._designer = Designer([project.templates], project.theme, project.wordings)

    def posts(self, dues: Iterable[Due]) -> Iterator[Post]:
        """Find out how it stands with everything that is due and may leave."""
        suppressed = self.suppressed()
        for one in dues:
            cleared = self.clearance.cleared.get(one.edition.id)
            if cleared is not None:
                canonical = one.reader.address.canonical
                key = key_of(self.campaign, canonical, one.edition.id, cleared.content)
                line = self.ledger.find(key)
                yield Post(one, key, line, suppressed.get(canonical, ""))

    def suppressed(self) -> dict[str, str]:
        """Give everybody who is not written to: those of the file, and of the ledger."""
        return dict(self.recipients.suppressed) | self.ledger.suppressed()

    def queue(self, posts: Iterable[Post]) -> dict[str, Fault]:
        """Freeze what is new; give a fault for each that waits with other bytes than today's."""
        faults: dict[str, Fault] = {}
        for post in posts:
            if post.is_new:
                parcel = self.parcel(post, self.date)
                self.ledger.supersede(parcel, self.date)
                self.ledger.queue(parcel, self.date)
            elif post.line and post.line.state in WAITING and self._differs(post, post.line):
                faults[post.key] = _other_bytes(post)
        return faults

    def parcel(self, post: Post, date: datetime) -> Parcel:
        """Make a message, of its inputs alone."""
        cleared = self.clearance.cleared[post.due.edition.id]
        reader, sender = post.due.reader, self.recipients.sender
        data = self._data(post, cleared, date)
        published = self.recipients.published
        if published and len(data) > self.recipients.most_bytes:
            data = self._data(post, cleared, date, _link(published, cleared))
        bounces = sender.bounces
        return Parcel(
            key=post.key,
            campaign=self.campaign,
            canonical=reader.address.canonical,
            address=str(reader.address),
            sender=f"{bounces.local}+{post.key[:TOKEN]}@{bounces.domain}"
            if bounces
            else str(sender.address),
            edition=cleared.edition.id,
            data=data,
            keepsake=cleared.copy.model_dump_json(exclude_defaults=True),
        )

    def _data(
        self, post: Post, cleared: Cleared, date: datetime, link: Link | None = None
    ) -> bytes:
        content = self._content(post, cleared, link)
        data = serialise(content, self._heading(post, date), self.recipients.sender)
        return data if self.signer is None else self.signer.sign(data, date)

    def _differs(self, post: Post, line: Line) -> bool:
        return sha256(self.parcel(post, line.dated).data).hexdigest() != line.sha256

    def _heading(self, post: Post, date: datetime) -> Heading:
        reader = post.due.reader
        return Heading(
            key=post.key,
            name=reader.name,
            address=reader.address,
            date=date,
            edition=post.due.edition.id,
            one_click=self._one_click,
        )

    @property
    def _one_click(self) -> bool:
        return bool(self.recipients.sender.unsubscribe_url and self.signer)

    def _content(self, post: Post, cleared: Cleared, link: Link | None) -> Content:
        sender, wordings = self.recipients.sender, self.project.wordings
        way = endpoint if self._one_click else goodbye
        occasion = Occasion(
            reader=post.due.reader,
            unsubscribe=way(post.key, sender),
            picture=picture_id(post.key, sender),
            changed=self._changed(post, cleared),
            link=link,
        )
        letter = write(cleared.view, wordings, occasion)
        with held(cleared.edition.id):
            html = self._designer.letter(letter)
        return Content(
            subject=letter.subject,
            text=plain(letter),
            html=html,
            picture=self._preview(cleared),
            pdf=None if link else cleared.pdf,
            file=file_of(cleared.view, wordings),
            tags=tuple(wordings[name].tag for name in cleared.view.setting.languages),
        )

    def _changed(self, post: Post, cleared: Cleared) -> Difference | None:
        """Tell what changed since the edition that this reader last got."""
        canonical = post.due.reader.address.canonical
        last = self.ledger.kept(canonical, cleared.edition.id)
        if last is None:
            return None
        return difference(Copy.model_validate_json(last), cleared.copy)

    def _preview(self, cleared: Cleared) -> bytes:
        name = cleared.edition.id
        if name not in self._previews:
            self._previews[name] = preview(cleared.pdf)
        return self._previews[name]


def _link(published: str, cleared: Cleared) -> Link:
    inside = cleared.edition.path.relative_to(OUTPUT).as_posix()
    address = f"{published.rstrip('/')}/{quote(inside)}"
    return Link(address, cleared.manifest.pdf.sha256)


def _other_bytes(post: Post) -> Fault:
    name = post.key[:8]
    words = (
        f"{post.due.edition.id} for {post.due.reader.address} waits as {name}, "
        "with other bytes than it would have today"
    )
    mend = f"take it back with `briefs mail resolve --cancel {name}` and send under --campaign NAME"
    return Fault(Place(post.due.edition.id), words, mend, "frozen")
