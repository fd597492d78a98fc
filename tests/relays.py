"""Relays: servers of mail for tests, on this machine alone, that say what they are told to."""

from __future__ import annotations

import datetime as dt
import ssl
from contextlib import contextmanager
from dataclasses import dataclass, field
from ipaddress import ip_address

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import AuthResult, LoginPassword
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

#: Of the one user of our relays.
PASSWORD = "s3cret-pass-word"  # noqa: S105 - of tests


@dataclass
class Handler:
    """Keeps what it takes; answers by script: a reply for each command, in turn."""

    taken: list = field(default_factory=list)
    commands: list = field(default_factory=list)
    replies: dict = field(default_factory=dict)

    def _next(self, command):
        self.commands.append(command)
        waiting = self.replies.get(command, [])
        return waiting.pop(0) if waiting else None

    async def handle_MAIL(self, _server, _session, envelope, address, options):  # noqa: N802 - aiosmtpd's
        reply = self._next("MAIL")
        if reply:
            return reply
        envelope.mail_from = address
        envelope.mail_options.extend(options)
        return "250 OK"

    async def handle_RCPT(self, _server, _session, envelope, address, options):  # noqa: N802 - aiosmtpd's
        reply = self._next("RCPT")
        if reply:
            return reply
        envelope.rcpt_tos.append(address)
        envelope.rcpt_options.extend(options)
        return "250 OK"

    async def handle_DATA(self, server, _session, envelope):  # noqa: N802 - aiosmtpd's
        reply = self._next("DATA")
        if reply == "cut":
            server.transport.abort()
            return "250 nobody hears this"
        if reply and not reply.startswith("250"):
            return reply
        self.taken.append((envelope.rcpt_tos[0], envelope.mail_from, envelope.content))
        if reply == "250 cut":
            server.transport.abort()
        return f"250 2.0.0 Ok: queued as {len(self.taken):X}"


class Relay(Controller):
    """A server in a thread of this process."""

    def __init__(self, handler, **more):
        self.tls = more.pop("tls", None)
        self.smtps = more.pop("smtps", None)
        super().__init__(
            handler,
            hostname="127.0.0.1",
            port=0,
            ssl_context=self.smtps,
            ready_timeout=20,
            **({"tls_context": self.tls, "require_starttls": True} if self.tls else {}),
            **more,
        )

    def _trigger_server(self):
        # The port is the system's choice, and known only now.
        self.port = self.server.sockets[0].getsockname()[1]
        super()._trigger_server()


@contextmanager
def relay(handler=None, **more):
    """Run a relay; gives its handler and its port."""
    handler = handler or Handler()
    running = Relay(handler, **more)
    running.start()
    try:
        yield handler, running.port
    finally:
        running.stop()


def login(tries=None, *, password=PASSWORD):
    """Let the user `research` in; to be given to a relay. Notes each try."""

    def let_in(_server, _session, _envelope, _mechanism, data):
        if tries is not None:
            tries.append(data)
        right = LoginPassword(b"research", password.encode())
        return AuthResult(success=data == right, handled=False)

    return {"authenticator": let_in}


@dataclass(frozen=True)
class Authority:
    """A certificate authority of one test run."""

    folder: object
    key: object
    certificate: object

    @property
    def file(self):
        return self.folder / "ca.pem"

    def server(self, *, host="127.0.0.1", days=1, name="server"):
        """Give a server's context with a certificate for a host that expires in so many days."""
        key = ec.generate_private_key(ec.SECP256R1())
        certificate = _certificate(host, key, self, days=days)
        path = self.folder / f"{name}.pem"
        path.write_bytes(
            key.private_bytes(
                serialization.Encoding.PEM,
                serialization.PrivateFormat.PKCS8,
                serialization.NoEncryption(),
            )
            + certificate.public_bytes(serialization.Encoding.PEM)
        )
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(path)
        return context

    def client(self):
        """Give a client's context that trusts this authority and no other."""
        return ssl.create_default_context(cafile=self.file)


def authority(folder):
    """Make an authority, its certificate in a folder."""
    folder.mkdir(parents=True, exist_ok=True)
    key = ec.generate_private_key(ec.SECP256R1())
    made = Authority(folder, key, _certificate("an authority", key))
    made.file.write_bytes(made.certificate.public_bytes(serialization.Encoding.PEM))
    return made


def _certificate(host, key, signer=None, *, days=1):
    now = dt.datetime.now(dt.UTC)
    own = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, host)])
    builder = (
        x509.CertificateBuilder()
        .subject_name(own)
        .issuer_name(signer.certificate.subject if signer else own)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - dt.timedelta(days=2))
        .not_valid_after(now + dt.timedelta(days=days))
        .add_extension(x509.BasicConstraints(ca=signer is None, path_length=None), critical=True)
    )
    if signer:
        builder = builder.add_extension(
            x509.SubjectAlternativeName([_name(host)]), critical=False
        ).add_extension(
            x509.AuthorityKeyIdentifier.from_issuer_public_key(signer.key.public_key()),
            critical=False,
        )
    else:
        usage = x509.KeyUsage(
            digital_signature=True,
            key_cert_sign=True,
            crl_sign=True,
            content_commitment=False,
            key_encipherment=False,
            data_encipherment=False,
            key_agreement=False,
            encipher_only=False,
            decipher_only=False,
        )
        builder = builder.add_extension(usage, critical=True).add_extension(
            x509.SubjectKeyIdentifier.from_public_key(key.public_key()), critical=False
        )
    return builder.sign((signer or Authority(None, key, None)).key, hashes.SHA256())


def _name(host):
    try:
        return x509.IPAddress(ip_address(host))
    except ValueError:
        return x509.DNSName(host)
