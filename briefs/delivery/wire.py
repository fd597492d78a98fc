"""The wire: a conversation in SMTP, phase by phase, so that it is known who has a message.

`smtplib` hides whether a connection broke before the final dot or after it, so its sendmail is
not used: the commands are given one by one. Certificates are always verified: `starttls`
without a context of ours would accept any (CPython 3.11).
"""

from __future__ import annotations

import re
import smtplib
import ssl
from collections.abc import Callable
from dataclasses import dataclass
from socket import socket
from types import TracebackType
from typing import BinaryIO, Self

from briefs.delivery.addresses import is_loopback, parse_address
from briefs.delivery.errors import UnreachableError, WireError
from briefs.delivery.headers import clean
from briefs.delivery.message import TOKEN
from briefs.delivery.outbox import (
    DeferredError,
    Receipt,
    RejectedError,
    UnansweredError,
)
from briefs.delivery.parcel import Parcel
from briefs.delivery.recipients import Server

#: Messages that one connection carries before it is made anew.
REUSED = 100

#: Lines of one answer of a server; RFC 5321 knows none with a tenth as many.
LINES = 200

_OK = 2
_GO_ON = 3
_LATER = 4
_NEVER = 5
_CLOSING = 421
#: Answers that speak of us and not of a message: log in, encrypt, or be somebody else.
_ACCESS = (530, 535, 538)
_BARE_DOT = re.compile(rb"(?m)^\.")


@dataclass(frozen=True, slots=True)
class Deadlines:
    """Seconds to wait in each phase (RFC 5321, 4.5.3.2).

    A deadline after the final dot that is too short makes copies.
    """

    command: float = 300
    data: float = 120
    block: float = 180
    dot: float = 600


@dataclass(frozen=True, slots=True)
class Access:
    """How a server is reached: whose certificates count, as whom, with which password."""

    context: ssl.SSLContext
    password: str | None = None
    name: str = "localhost"
    deadlines: Deadlines = Deadlines()


@dataclass(frozen=True, slots=True)
class Offer:
    """What a server says of itself after the greeting."""

    tls: str
    size: int | None
    smtputf8: bool
    dsn: bool
    authenticated: bool


class _Reply:
    """What a server says, a line at a time; smtplib would listen to an answer without an end."""

    def __init__(self, file: BinaryIO) -> None:
        self._file = file
        self.lines = 0

    def readline(self, most: int) -> bytes:
        self.lines += 1
        if self.lines > LINES:
            raise OSError(f"the answer has more than {LINES} lines")
        return self._file.readline(most)

    def close(self) -> None:
        self._file.close()


class _Client(smtplib.SMTP):
    """A client that listens to so much and no more."""

    def getreply(self) -> tuple[int, bytes]:
        if self.file is None and self.sock is not None:
            self.file = _Reply(self.sock.makefile("rb"))
        if self.file is not None:
            self.file.lines = 0
        return super().getreply()


class _SealedClient(_Client, smtplib.SMTP_SSL):
    """One that speaks through TLS from the first byte."""


class Wire:
    """An outbox that is a server of mail; one connection carries many messages."""

    def __init__(self, server: Server, access: Access) -> None:
        if server.is_open:
            raise WireError(f"tls is off, and {server.host} is not this machine")
        self._server = server
        self._access = access
        self._client: smtplib.SMTP | None = None
        self._carried = 0

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        _kind: type[BaseException] | None,
        error: BaseException | None,
        _trace: TracebackType | None,
    ) -> None:
        if error is None:
            self._part()
        else:
            self._drop()

    def check(self) -> Offer:
        """Connect as for sending, and tell what the server offers; sends nothing.

        Raises WireError, UnreachableError.
        """
        client = self._connected()
        sock = client.sock
        tls = sock.version() or "" if isinstance(sock, ssl.SSLSocket) else ""
        return Offer(
            tls=tls,
            size=self._size(client),
            smtputf8=client.has_extn("smtputf8"),
            dsn=client.has_extn("dsn"),
            authenticated=bool(self._server.user),
        )

    def send(self, parcel: Parcel, commit: Callable[[], None]) -> Receipt:
        """Hand a message to the server; see Outbox. Raises WireError, UnreachableError too."""
        client = self._ready()
        self._fitting(client, parcel)
        try:
            self._envelope(client, parcel)
            self._body(client, parcel.data)
        except (OSError, smtplib.SMTPException) as error:
            self._drop()
            raise DeferredError(f"the connection broke: {_words(error)}") from error
        except (DeferredError, RejectedError):
            raise
        except BaseException:
            # Whatever else it is, the server must not take a body that was cut off for a whole.
            self._drop()
            raise
        return self._dot(client, commit)

    # -- the connection

    def _ready(self) -> smtplib.SMTP:
        if self._client is not None and self._carried >= REUSED:
            self._part()
        fresh = self._client is None
        client = self._connected()
        if not fresh:
            try:
                _within(client, self._access.deadlines.command)
                if client.rset()[0] // 100 != _OK:
                    raise smtplib.SMTPServerDisconnected("RSET was refused")
            except (OSError, smtplib.SMTPException):
                # A server may close a connection between two messages; nothing is lost by it.
                self._drop()
                client = self._connected()
        self._carried += 1
        return client

    def _connected(self) -> smtplib.SMTP:
        if self._client is None:
            self._client = self._connect()
            self._carried = 0
        return self._client

    def _connect(self) -> smtplib.SMTP:
        server = self._server
        where = f"{server.host}:{server.port}"
        try:
            client = self._greeted()
        except ssl.SSLError as error:
            raise WireError(f"{where} shows no certificate to trust: {_reason(error)}") from error
        except (OSError, smtplib.SMTPException) as error:
            raise UnreachableError(f"{where} cannot be reached: {_words(error)}") from error
        try:
            self._known(client)
        except smtplib.SMTPAuthenticationError as error:
            client.close()
            if error.smtp_code // 100 == _LATER:
                raise UnreachableError(f"{where} takes no log-in now: {_words(error)}") from error
            raise WireError(
                f"{where} refuses the user or the password: {error.smtp_code}"
            ) from error
        except smtplib.SMTPNotSupportedError as error:
            client.close()
            raise WireError(f"{where} takes no user and password: {error}") from error
        except (OSError, smtplib.SMTPException) as error:
            client.close()
            raise UnreachableError(f"{where} cannot be reached: {_words(error)}") from error
        except WireError:
            client.close()
            raise
        return client

    def _greeted(self) -> smtplib.SMTP:
        """Connect, say hello, and see to it that nobody listens in."""
        server, access = self._server, self._access
        seconds = access.deadlines.command
        if server.tls == "smtps":
            client: smtplib.SMTP = _SealedClient(
                server.host, server.port, access.name, timeout=seconds, context=access.context
            )
        else:
            client = _Client(server.host, server.port, access.name, timeout=seconds)
        try:
            client.ehlo_or_helo_if_needed()
            if server.tls == "starttls":
                self._sealed(client)
        except BaseException:
            client.close()
            raise
        return client

    def _sealed(self, client: smtplib.SMTP) -> None:
        server = self._server
        if not client.has_extn("starttls"):
            raise WireError(f"{server.host}:{server.port} offers no STARTTLS, or somebody hides it")
        code, reply = client.starttls(context=self._access.context)
        if code // 100 != _OK:
            raise WireError(f"{server.host}:{server.port} refuses STARTTLS: {_said(code, reply)}")
        client.ehlo_or_helo_if_needed()

    def _known(self, client: smtplib.SMTP) -> None:
        """Log in, where a user is named; never in the clear."""
        if self._server.user is None:
            return
        if not self._access.password:
            raise WireError(f"there is no password for {self._server.user}")
        if not isinstance(client.sock, ssl.SSLSocket) and not is_loopback(self._server.host):
            raise WireError("a password never travels in the clear")
        client.login(self._server.user, self._access.password)

    def _part(self) -> None:
        """End a conversation as one should."""
        if self._client is not None:
            try:
                _within(self._client, self._access.deadlines.command)
                self._client.quit()
            except (OSError, smtplib.SMTPException):
                self._client.close()
            self._client = None

    def _drop(self) -> None:
        """End a conversation without a word: nothing more may reach the server."""
        if self._client is not None:
            self._client.close()
            self._client = None

    # -- one message

    def _size(self, client: smtplib.SMTP) -> int | None:
        offered = client.esmtp_features.get("size", "")
        return int(offered) if offered.isdigit() and int(offered) else None

    def _fitting(self, client: smtplib.SMTP, parcel: Parcel) -> None:
        """Refuse what the server is known to refuse, before anything is sent."""
        most = min(self._server.most_bytes, self._size(client) or self._server.most_bytes)
        if len(parcel.data) > most:
            raise RejectedError(
                f"the message has {len(parcel.data):,} bytes, and {most:,} are taken; "
                "with `published:` and such a `most_bytes:` the PDF is linked instead"
            )
        if not parcel.address.isascii() and not client.has_extn("smtputf8"):
            raise RejectedError(f"{parcel.address} needs SMTPUTF8, which the server does not offer")

    def _envelope(self, client: smtplib.SMTP, parcel: Parcel) -> None:
        parse_address(parcel.sender)
        parse_address(parcel.address)
        _within(client, self._access.deadlines.command)
        options, notify = [f"SIZE={len(parcel.data)}"] if client.has_extn("size") else [], []
        if not parcel.address.isascii():
            options.append("SMTPUTF8")
        if client.has_extn("dsn"):
            options += ["RET=HDRS", f"ENVID={parcel.key[:TOKEN]}"]
            notify = ["NOTIFY=FAILURE,DELAY"]
            if parcel.address.isascii():
                notify.append(f"ORCPT=rfc822;{_xtext(parcel.address)}")
        self._taken(*client.mail(parcel.sender, options))
        self._taken(*client.rcpt(parcel.address, notify))

    def _body(self, client: smtplib.SMTP, data: bytes) -> None:
        """Send everything but the final dot."""
        _within(client, self._access.deadlines.data)
        code, reply = client.docmd("DATA")
        if code // 100 != _GO_ON:
            self._taken(code, reply)
            raise smtplib.SMTPServerDisconnected(_said(code, reply))
        _within(client, self._access.deadlines.block)
        _socket(client).sendall(_BARE_DOT.sub(b"..", data))

    def _dot(self, client: smtplib.SMTP, commit: Callable[[], None]) -> Receipt:
        """Note that nobody can know from here on, end the message, and hear the answer."""
        try:
            commit()
            _within(client, self._access.deadlines.dot)
            _socket(client).sendall(b".\r\n")
            code, reply = client.getreply()
        except (OSError, smtplib.SMTPException) as error:
            self._drop()
            raise UnansweredError(f"no answer after the final dot: {_words(error)}") from error
        except BaseException:
            self._drop()
            raise
        if code // 100 not in (_OK, _LATER, _NEVER):
            self._drop()
            raise UnansweredError(f"the answer to the final dot is none: {_said(code, reply)}")
        self._taken(code, reply)
        return Receipt(_said(code, reply))

    def _taken(self, code: int, reply: bytes) -> None:
        """Go on after a yes; a no is for now or for ever."""
        if code // 100 == _OK:
            return
        words = _said(code, reply)
        if code in _ACCESS:
            raise WireError(f"{self._server.host}:{self._server.port} says {words}")
        if code in (_CLOSING, -1):
            self._drop()
        if code // 100 == _LATER or code == -1:
            raise DeferredError(words, throttled=code == _CLOSING or b"4.7." in reply)
        raise RejectedError(words)


def _socket(client: smtplib.SMTP) -> socket:
    """Give the socket of a conversation; smtplib lets go of it when it hears of its end."""
    if client.sock is None:
        raise smtplib.SMTPServerDisconnected("the connection is closed")
    return client.sock


def _within(client: smtplib.SMTP, seconds: float) -> None:
    """Give the server so much time for what it is asked next."""
    _socket(client).settimeout(seconds)


def _xtext(text: str) -> str:
    """Write an address as xtext (RFC 3461, 4)."""
    return re.sub(r"[^!-*,-<>-~]", lambda match: f"+{ord(match.group()):02X}", text)


def _said(code: int, reply: bytes) -> str:
    return clean(f"{code} {reply.decode('utf-8', 'replace')}")


def _words(error: Exception) -> str:
    if isinstance(error, smtplib.SMTPResponseException):
        reply = error.smtp_error
        return _said(error.smtp_code, reply if isinstance(reply, bytes) else reply.encode())
    return clean(str(error)) or type(error).__name__


def _reason(error: ssl.SSLError) -> str:
    return clean(getattr(error, "verify_message", "") or error.reason or str(error))
