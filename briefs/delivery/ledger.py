"""The ledger: what became of every message, so that none is lost and none is sent twice.

A message is frozen when it is queued: its bytes, Date and Message-ID stay the same however
often it is tried. Each step is on the disk before the next is taken. What a kill can leave
open is one moment: between the final dot and the note of its answer the server may have taken
the message or not (RFC 1047), and the ledger says `unknown` rather than guess.

    queued → sending → data → sent
       ↑        ├→ deferred ─┘ failed, unknown
       └────────┘
"""

from __future__ import annotations

import sqlite3
from collections.abc import Container, Iterable, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from hashlib import sha256
from pathlib import Path

from briefs.build.files import CannotWriteError, LockedError, locked
from briefs.delivery.errors import LedgerError
from briefs.delivery.parcel import Parcel

#: Where a project keeps its ledger unless somebody names another place.
LEDGER = "mail/ledger.sqlite"

#: The version of the tables; a ledger of another is left alone.
SCHEMA = 1

#: A brief that could not be delivered for this long is news no more.
EXPIRES = timedelta(hours=48)

_TABLES = """
CREATE TABLE messages (
    key TEXT PRIMARY KEY, campaign TEXT NOT NULL, canonical TEXT NOT NULL,
    address TEXT NOT NULL, sender TEXT NOT NULL, edition TEXT NOT NULL,
    state TEXT NOT NULL, tries INTEGER NOT NULL DEFAULT 0, due INTEGER NOT NULL DEFAULT 0,
    reason TEXT NOT NULL DEFAULT '', receipt TEXT NOT NULL DEFAULT '',
    dated INTEGER NOT NULL, queued INTEGER NOT NULL, changed INTEGER NOT NULL,
    sha256 TEXT NOT NULL, data BLOB NOT NULL, keepsake TEXT NOT NULL
) STRICT;
CREATE INDEX by_state ON messages (state, due, queued);
CREATE INDEX by_reader ON messages (canonical, edition, changed);
CREATE TABLE suppressed (
    canonical TEXT PRIMARY KEY, reason TEXT NOT NULL, since INTEGER NOT NULL
) STRICT;
CREATE TABLE bounces (
    report TEXT PRIMARY KEY, canonical TEXT NOT NULL, status TEXT NOT NULL
) STRICT;
"""

#: What readers were sent is kept once, however many they were: `keepsake` is its digest.
_KEEPSAKES = """
CREATE TABLE IF NOT EXISTS keepsakes (sha256 TEXT PRIMARY KEY, keepsake TEXT NOT NULL) STRICT;
"""


class State(StrEnum):
    """How far a message has come."""

    QUEUED = "queued"
    SENDING = "sending"
    DATA = "data"
    SENT = "sent"
    DEFERRED = "deferred"
    FAILED = "failed"
    UNKNOWN = "unknown"
    SUPPRESSED = "suppressed"
    EXPIRED = "expired"
    CANCELLED = "cancelled"


#: States in which a message still waits to go out.
WAITING = (State.QUEUED, State.DEFERRED)


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the ledger: a message without its bytes; `dated` is what its Date says."""

    key: str
    campaign: str
    canonical: str
    address: str
    edition: str
    state: State
    tries: int
    due: datetime
    reason: str
    receipt: str
    dated: datetime
    changed: datetime
    sha256: str


@dataclass(frozen=True, slots=True)
class Sent:
    """What one reader last saw of an edition, and the Date of the message that brought it."""

    canonical: str
    keepsake: str
    dated: datetime


_LINE = (
    "key, campaign, canonical, address, edition, state, tries, due, reason, receipt, "
    "dated, changed, sha256"
)


class Ledger:
    """The ledger of one project, held by one sender at a time."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._db = connection
        self.want(None)

    def want(self, keys: Container[str] | None) -> None:
        """Lend only these messages out; the others wait on. None lends all."""
        self._db.create_function("wanted", 1, lambda key: keys is None or key in keys)

    # -- what is queued

    def find(self, key: str) -> Line | None:
        """Give the line of a message."""
        return next(iter(self._lines("key = ?", key)), None)

    def matching(self, beginning: str) -> tuple[Line, ...]:
        """Give the lines whose keys begin as given."""
        low, high = beginning, f"{beginning}\x7f"
        return tuple(self._lines("key >= ? AND key < ?", low, high))

    def lines(self, *states: State) -> tuple[Line, ...]:
        """Give the lines in some states, or all."""
        among = states or tuple(State)
        marks = ",".join("?" * len(among))
        return tuple(self._lines(f"state IN ({marks})", *among))

    def queue(self, parcel: Parcel, now: datetime, state: State = State.QUEUED) -> None:
        """Freeze a message that the ledger has not seen."""
        moment = _seconds(now)
        keepsake = sha256(parcel.keepsake.encode()).hexdigest()
        self._do("INSERT OR IGNORE INTO keepsakes VALUES (?, ?)", keepsake, parcel.keepsake)
        self._do(
            "INSERT INTO messages (key, campaign, canonical, address, sender, edition, state, "
            "dated, queued, changed, sha256, data, keepsake) VALUES (?,?,?,?,?,?,?,?,?,?,?,?,?)",
            parcel.key,
            parcel.campaign,
            parcel.canonical,
            parcel.address,
            parcel.sender,
            parcel.edition,
            state,
            moment,
            moment,
            moment,
            sha256(parcel.data).hexdigest(),
            parcel.data,
            keepsake,
        )

    def supersede(self, parcel: Parcel, now: datetime) -> None:
        """Take back what still waits of an edition's earlier content for the same reader."""
        self._do(
            "UPDATE messages SET state = ?, reason = ?, changed = ? "
            "WHERE canonical = ? AND edition = ? AND key != ? AND state IN (?, ?)",
            State.CANCELLED,
            "a newer edition takes its place",
            _seconds(now),
            parcel.canonical,
            parcel.edition,
            parcel.key,
            *WAITING,
        )

    def kept(self, canonical: str, edition: str) -> str | None:
        """Give what a reader last saw of an edition, if they were sent any."""
        row = self._db.execute(
            "SELECT keepsakes.keepsake FROM messages AS one "
            "JOIN keepsakes ON keepsakes.sha256 = one.keepsake "
            "WHERE canonical = ? AND edition = ? AND state = ? "
            "ORDER BY changed DESC, key LIMIT 1",
            (canonical, edition, State.SENT),
        ).fetchone()
        return None if row is None else str(row[0])

    def last(self, edition: str) -> tuple[Sent, ...]:
        """Give what every reader last saw of an edition, those who saw it first in front."""
        rows = self._db.execute(
            "SELECT canonical, keepsakes.keepsake, dated FROM messages AS one "
            "JOIN keepsakes ON keepsakes.sha256 = one.keepsake "
            "WHERE edition = ? AND state = ? AND key = ("
            "  SELECT key FROM messages WHERE canonical = one.canonical AND edition = one.edition "
            "  AND state = one.state ORDER BY changed DESC, key LIMIT 1"
            ") ORDER BY dated, canonical",
            (edition, State.SENT),
        )
        return tuple(
            Sent(canonical, keepsake, _moment(dated)) for canonical, keepsake, dated in rows
        )

    # -- what is sent

    def recover(self, now: datetime) -> None:
        """Put right what a killed sender left: what never met the final dot waits again."""
        moment = _seconds(now)
        move = "UPDATE messages SET state = ?, reason = ?, changed = ? WHERE state = ?"
        self._do(move, State.QUEUED, "", moment, State.SENDING)
        words = "the sender ended between the final dot and its answer"
        self._do(move, State.UNKNOWN, words, moment, State.DATA)
        old = _seconds(now - EXPIRES)
        self._do(
            "UPDATE messages SET state = ?, reason = ?, changed = ? "
            "WHERE state IN (?, ?) AND queued < ?",
            State.EXPIRED,
            "it could not be delivered for 48 hours",
            moment,
            *WAITING,
            old,
        )

    def lease(self, now: datetime) -> Parcel | None:
        """Take the next message that is due, and note that it is on its way."""
        row = self._db.execute(
            "SELECT key, campaign, canonical, address, sender, edition, data, "
            "(SELECT keepsake FROM keepsakes WHERE sha256 = messages.keepsake) "
            "FROM messages WHERE state IN (?, ?) AND due <= ? AND wanted(key) "
            "ORDER BY due, queued, key LIMIT 1",
            (*WAITING, _seconds(now)),
        ).fetchone()
        if row is None:
            return None
        parcel = Parcel(*row)
        self.move(parcel.key, State.SENDING, now)
        return parcel

    def next_due(self) -> datetime | None:
        """Give the moment at which the next waiting message is due."""
        (due,) = self._db.execute(
            "SELECT min(due) FROM messages WHERE state IN (?, ?) AND wanted(key)", WAITING
        ).fetchone()
        return None if due is None else _moment(due)

    def move(self, key: str, state: State, now: datetime, reason: str = "") -> None:
        """Note a message's new state; it is on the disk when this returns."""
        self._do(
            "UPDATE messages SET state = ?, reason = ?, changed = ? WHERE key = ?",
            state,
            reason,
            _seconds(now),
            key,
        )

    def sent(self, key: str, receipt: str, now: datetime) -> None:
        """Note that a server took a message, and what it said; the bytes are of no more use."""
        self._do(
            "UPDATE messages SET state = ?, reason = '', receipt = ?, changed = ?, data = x'' "
            "WHERE key = ?",
            State.SENT,
            receipt,
            _seconds(now),
            key,
        )

    def defer(self, key: str, reason: str, *, now: datetime, due: datetime) -> None:
        """Note that a message is to be tried again, and when."""
        self._do(
            "UPDATE messages SET state = ?, reason = ?, changed = ?, due = ?, tries = tries + 1 "
            "WHERE key = ?",
            State.DEFERRED,
            reason,
            _seconds(now),
            _seconds(due),
            key,
        )

    def requeue(self, keys: Iterable[str], now: datetime) -> None:
        """Let messages go out again with the very bytes that they had."""
        for key in keys:
            self._do(
                "UPDATE messages SET state = ?, reason = '', due = 0, queued = ?, changed = ? "
                "WHERE key = ?",
                State.QUEUED,
                _seconds(now),
                _seconds(now),
                key,
            )

    # -- who wants no more

    def suppressed(self) -> dict[str, str]:
        """Give the addresses that are not written to, each with the reason."""
        return dict(self._db.execute("SELECT canonical, reason FROM suppressed"))

    def suppress(self, canonical: str, reason: str, now: datetime) -> None:
        """Never write to an address again; the first reason stands."""
        self._do(
            "INSERT OR IGNORE INTO suppressed VALUES (?, ?, ?)", canonical, reason, _seconds(now)
        )
        self._do(
            "UPDATE messages SET state = ?, reason = ?, changed = ? "
            "WHERE canonical = ? AND state IN (?, ?)",
            State.SUPPRESSED,
            reason,
            _seconds(now),
            canonical,
            *WAITING,
        )

    def bounced(self, report: str, canonical: str, status: str) -> int:
        """Note a bounce once, and count the bounces of its address."""
        self._do("INSERT OR IGNORE INTO bounces VALUES (?, ?, ?)", report, canonical, status)
        (count,) = self._db.execute(
            "SELECT count(*) FROM bounces WHERE canonical = ?", (canonical,)
        ).fetchone()
        return int(count)

    def _do(self, statement: str, *values: object) -> None:
        """Change the ledger; what this returns from is on the disk."""
        try:
            self._db.execute(statement, values)
        except sqlite3.OperationalError as error:
            raise CannotWriteError("the ledger", str(error)) from error

    def _lines(self, where: str, *values: object) -> Iterator[Line]:
        rows = self._db.execute(
            f"SELECT {_LINE} FROM messages WHERE {where} ORDER BY queued, key",  # noqa: S608 - ours
            values,
        )
        for key, campaign, canonical, address, edition, state, tries, due, *rest in rows:
            reason, receipt, dated, changed, digest = rest
            yield Line(
                key=key,
                campaign=campaign,
                canonical=canonical,
                address=address,
                edition=edition,
                state=State(state),
                tries=tries,
                due=_moment(due),
                reason=reason,
                receipt=receipt,
                dated=_moment(dated),
                changed=_moment(changed),
                sha256=digest,
            )


@contextmanager
def opened(path: Path) -> Iterator[Ledger]:
    """Hold a ledger, made if it is not there; it is freed when its holder ends or is killed.

    Raises LockedError, LedgerError, CannotWriteError.
    """
    try:
        with locked(path.parent), closing(_connected(path)) as connection:
            yield Ledger(connection)
    except LockedError as error:
        raise LockedError(str(error).replace("another build", "another sender")) from error


@contextmanager
def looked_into(path: Path) -> Iterator[Ledger]:
    """Read a ledger, even while somebody sends; one that is not there is empty."""
    if path.exists():
        with closing(_connected(path)) as connection:
            yield Ledger(connection)
    else:
        with closing(sqlite3.connect(":memory:", isolation_level=None)) as connection:
            connection.executescript(_TABLES + _KEEPSAKES)
            yield Ledger(connection)


def _connected(path: Path) -> sqlite3.Connection:
    """Open the file, so that every statement is one transaction that survives a loss of power."""
    try:
        connection = sqlite3.connect(path, isolation_level=None, timeout=10)
    except sqlite3.Error as error:
        raise LedgerError(f"{path} cannot be used as a ledger: {error}") from error
    try:
        _prepare(connection, path)
    except sqlite3.Error as error:
        connection.close()
        raise LedgerError(f"{path} cannot be used as a ledger: {error}") from error
    except LedgerError:
        connection.close()
        raise
    return connection


def _prepare(connection: sqlite3.Connection, path: Path) -> None:
    (version,) = connection.execute("PRAGMA user_version").fetchone()
    if version not in (0, SCHEMA):
        raise LedgerError(f"{path} is a ledger of form {version}, and this program knows {SCHEMA}")
    connection.execute("PRAGMA journal_mode = WAL")
    connection.execute("PRAGMA synchronous = FULL")
    if version == 0:
        connection.executescript(
            f"BEGIN IMMEDIATE; {_TABLES} PRAGMA user_version = {SCHEMA}; COMMIT;"
        )
    connection.executescript(_KEEPSAKES)


def _seconds(moment: datetime) -> int:
    return int(moment.timestamp())


def _moment(seconds: int) -> datetime:
    return datetime.fromtimestamp(seconds, UTC)
