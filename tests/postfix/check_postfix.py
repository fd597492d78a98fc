"""A real Postfix and Debian's smtp-sink, on this machine alone: `make test-postfix`.

Postfix runs from its own folders and its own configuration, as the packages install it; it
listens on 127.0.0.1 and delivers to mailboxes in the test's folder, and nowhere else.
"""

from __future__ import annotations

import os
import pwd
import shutil
import socket
import ssl
import subprocess
import tempfile
import time
from contextlib import contextmanager, suppress
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import rsa
from letters import parcel, read, written
from relays import authority

from briefs.cli import main
from briefs.delivery.bounces import bounces_in, settle
from briefs.delivery.dkim import load_signer
from briefs.delivery.errors import UnreachableError
from briefs.delivery.ledger import State, opened
from briefs.delivery.outbox import DeferredError, RejectedError, UnansweredError
from briefs.delivery.recipients import Server
from briefs.delivery.traces import in_maildir, in_postfix_log, resolve
from briefs.delivery.wire import Access, Deadlines, Wire

MASTER = """\
127.0.0.1:{port} inet n - n - - smtpd
cleanup unix n - n - 0 cleanup
qmgr unix n - n 300 1 qmgr
tlsmgr unix - - n 1000? 1 tlsmgr
rewrite unix - - n - - trivial-rewrite
bounce unix - - n - 0 bounce
defer unix - - n - 0 bounce
trace unix - - n - 0 bounce
proxymap unix - - n - - proxymap
error unix - - n - - error
smtp unix - - n - - smtp
retry unix - - n - - error
virtual unix - n n - - virtual
anvil unix - - n - 1 anvil
postlog unix-dgram n - n - 1 postlogd
"""

MAIN = """\
compatibility_level = 3.6
queue_directory = {folder}/queue
data_directory = {folder}/data
maillog_file = {folder}/log/mail.log
maillog_file_prefixes = {folder}
mail_owner = postfix
myhostname = relay.example.test
inet_interfaces = 127.0.0.1
inet_protocols = ipv4
mydestination =
local_transport = error:no local mail here
default_transport = error:5.1.1 this relay reaches nobody else
alias_maps =
virtual_mailbox_domains = example.com, example.org, example.net, example.test
virtual_mailbox_base = {folder}/boxes
virtual_mailbox_maps = static:all/
virtual_uid_maps = static:{uid}
virtual_gid_maps = static:{gid}
virtual_minimum_uid = 1
transport_maps = inline:{{ {{ gone@example.org = smtp:[127.0.0.1]:{beyond} }} }}
smtpd_recipient_restrictions = check_recipient_access inline:{{
  {{ later@example.org = 450 4.2.1 later }}, {{ never@example.org = 550 5.1.1 never }} }},
  permit_mynetworks, reject
smtpd_tls_security_level = may
smtpd_tls_cert_file = {folder}/tls/relay.pem
smtpd_tls_key_file = {folder}/tls/relay.pem
smtpd_peername_lookup = no
smtputf8_enable = yes
message_size_limit = 10240000
"""

DEADLINES = Deadlines(command=20, data=20, block=20, dot=20)


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def wait_for(found, seconds=30):
    """Wait until something is so, and give it."""
    ends = time.monotonic() + seconds
    while time.monotonic() < ends:
        if result := found():
            return result
        time.sleep(0.05)
    raise AssertionError("it did not come about in time")


def listens(port):
    with suppress(OSError), socket.create_connection(("127.0.0.1", port), 1):
        return True
    return False


class Postfix:
    """A running Postfix: its port, that of a server beyond it, its log, its mailbox."""

    def __init__(self, folder, ca):
        self.folder, self.ca, self.port, self.beyond = folder, ca, free_port(), free_port()
        self.log, self.box = folder / "log/mail.log", folder / "boxes/all"

    @contextmanager
    def running(self):
        user = pwd.getpwnam("postfix")
        for name in ("queue", "data", "boxes", "log", "tls", "etc"):
            (self.folder / name).mkdir()
        os.chown(self.folder / "data", user.pw_uid, user.pw_gid)
        os.chown(self.folder / "boxes", user.pw_uid, user.pw_gid)
        self.ca.server(name="relay")
        shutil.copy(self.ca.folder / "relay.pem", self.folder / "tls/relay.pem")
        values = {"folder": self.folder, "uid": user.pw_uid, "gid": user.pw_gid}
        values["beyond"] = self.beyond
        (self.folder / "etc/main.cf").write_text(MAIN.format(**values))
        (self.folder / "etc/master.cf").write_text(MASTER.format(port=self.port))
        self._do("start")
        try:
            wait_for(lambda: listens(self.port))
            yield self
        finally:
            self._do("stop")

    def _do(self, what):
        command = ["postfix", "-c", str(self.folder / "etc"), what]
        done = subprocess.run(command, capture_output=True, text=True, check=False)  # noqa: S603
        said = self.log.read_text() if self.log.exists() else ""
        assert done.returncode == 0, done.stdout + done.stderr + said

    def messages(self, count):
        """Wait for as many messages in the mailbox, and give all."""
        new = self.box / "new"
        wait_for(lambda: new.is_dir() and len(list(new.iterdir())) >= count)
        return [read(path.read_bytes().replace(b"\n", b"\r\n")) for path in sorted(new.iterdir())]

    def wire(self, **more):
        server = Server(host="127.0.0.1", port=self.port, tls="starttls", **more)
        return Wire(server, Access(self.ca.client(), name="tester", deadlines=DEADLINES))


@pytest.fixture
def postfix():
    # Below /tmp and open to its daemons, which a folder of pytest's is not.
    folder = Path(tempfile.mkdtemp(prefix="briefs-postfix-"))
    folder.chmod(0o755)
    try:
        with Postfix(folder, authority(folder / "ca")).running() as running:
            yield running
    finally:
        shutil.rmtree(folder)


def commit():
    """Note nothing."""


def mail(number, to):
    return parcel(
        f"From: r@example.com\r\nTo: {to}\r\nMessage-ID: <{parcel(number=number, to=to).key[:40]}"
        f"@example.com>\r\nSubject: {number}\r\n\r\nHello\r\n".encode(),
        number=number,
        to=to,
        sender=f"bounces+{parcel(number=number, to=to).key[:40]}@example.com",
    )


def test_what_readers_get_is_what_was_made(postfix, output, tmp_path, monkeypatch, capsys):
    monkeypatch.setenv("BRIEFS_SMTP_CA_FILE", str(postfix.ca.file))
    for name in ("CI", "BRIEFS_LEDGER", "BRIEFS_RECIPIENTS", "SOURCE_DATE_EPOCH"):
        monkeypatch.delenv(name, raising=False)
    server = {"host": "127.0.0.1", "port": str(postfix.port), "per_minute": "6000"}
    readers = (
        ("陈大文", "chen@example.org", "zh-Hans", ["axera"]),
        ("何嘉敏", "ho@example.net", "zh-Hant-HK", ["axera"]),
        ("用户", "用户@example.test", "en", ["axera"]),
    )
    file = written(tmp_path / "recipients.yaml", readers=readers, server=server)
    where = ["--recipients", str(file), "--ledger", str(tmp_path / "mail/ledger.sqlite")]

    def send(*arguments):
        with pytest.raises(SystemExit) as ended:
            main(["--project", str(output.folder), "send", *where, *arguments])
        return ended.value.code, "".join(capsys.readouterr())

    code, said = send("--check")
    assert code == 0, said
    assert "TLSv1.3" in said
    assert "10,240,000 bytes" in said
    code, said = send()
    assert code == 0, said
    assert "250 2.0.0 Ok: queued as " in said
    found = {
        one.message["x-original-to"] or one.message["delivered-to"]: one
        for one in postfix.messages(3)
    }
    assert len(found) == 3
    names = {"爱芯元智新股简报.pdf", "愛芯元智新股簡報.pdf", "Axera Semiconductor IPO brief.pdf"}
    assert {name for one in found.values() for name in one.files} == names
    for one in found.values():
        edition = one.message["x-briefs-edition"]
        (name,) = one.files
        assert one.files[name] == one.files_elsewhere[name] == output.pdf(edition).read_bytes()
        assert one.message["subject"] == one.subject_elsewhere
    assert send()[0] == 0
    assert len(postfix.messages(3)) == 3


def test_each_answer_is_taken_for_what_it_is(postfix):
    with postfix.wire() as wire:
        offer = wire.check()
        assert (offer.size, offer.smtputf8, offer.dsn) == (10_240_000, True, True)
        with pytest.raises(DeferredError, match=r"450 4\.2\.1"):
            wire.send(mail(1, "later@example.org"), commit)
        with pytest.raises(RejectedError, match=r"550 5\.1\.1"):
            wire.send(mail(2, "never@example.org"), commit)
        assert "queued as" in wire.send(mail(3, "x@example.org"), commit).words


def test_what_is_too_large_is_refused_before_it_is_sent(postfix):
    large = parcel(b"Subject: x\r\n\r\n" + b"x" * 76 * 140_000)
    with postfix.wire(most_bytes=99_000_000) as wire, pytest.raises(RejectedError, match="taken"):
        wire.send(large, commit)
    assert "NOQUEUE" not in postfix.log.read_text()
    assert "client=" not in postfix.log.read_text()


def test_a_report_comes_back_and_is_understood(postfix, tmp_path):
    one = mail(1, "gone@example.org")
    with opened(tmp_path / "mail/l.sqlite") as ledger:
        ledger.queue(one, datetime.now(UTC))
        with sink("-f", "rcpt", port=postfix.beyond):
            with postfix.wire() as wire:
                ledger.sent(one.key, wire.send(one, commit).words, datetime.now(UTC))
            postfix.messages(1)
        (bounce,) = bounces_in(postfix.box)
        assert (bounce.token, bounce.action) == (one.key[:40], "failed")
        assert bounce.status.startswith("5.")
        assert settle(ledger, bounces_in(postfix.box), datetime.now(UTC)) == {"failed": 1}
        assert ledger.find(one.key).state is State.FAILED


def test_what_nobody_answered_for_is_found_in_the_log_or_the_mailbox(postfix, tmp_path):
    arrived, lost = mail(1, "x@example.org"), mail(2, "x@example.org")
    with opened(tmp_path / "mail/l.sqlite") as ledger:
        for one in (arrived, lost):
            ledger.queue(one, datetime.now(UTC))
            ledger.move(one.key, State.UNKNOWN, datetime.now(UTC))
        with postfix.wire() as wire:
            wire.send(arrived, commit)
        with suppress(ZeroDivisionError), postfix.wire() as wire:
            # Cut off before the final dot: Postfix has logged its Message-ID all the same.
            wire.send(lost, lambda: 1 // 0)
        postfix.messages(1)
        known = in_postfix_log(postfix.log.read_text().splitlines())
        assert known.keys() == {arrived.key[:40]} == in_maildir(postfix.box).keys()
        found = resolve(ledger, known, datetime.now(UTC), settled=timedelta(0))
        assert [line.key for line in found.found] == [arrived.key]
        assert [line.key for line in found.lost] == [lost.key]
        assert ledger.find(lost.key).state is State.QUEUED


def test_a_signature_survives_the_relay_and_holds_for_others(postfix):
    key = rsa.generate_private_key(65537, 2048)
    pem = key.private_bytes(
        serialization.Encoding.PEM,
        serialization.PrivateFormat.PKCS8,
        serialization.NoEncryption(),
    )
    signed = load_signer(pem, "example.com", "briefs").sign(
        mail(1, "x@example.org").data, datetime.now(UTC)
    )
    with postfix.wire() as wire:
        wire.send(parcel(signed), commit)
    (one,) = postfix.messages(1)
    public = key.public_key().public_bytes(
        serialization.Encoding.PEM, serialization.PublicFormat.SubjectPublicKeyInfo
    )
    record = "".join(public.decode().splitlines()[1:-1])
    # Debian's python3-dkim: the verifier of other people.
    program = (
        "import dkim, sys; record = sys.argv[1].encode(); "
        "print(dkim.verify(sys.stdin.buffer.read(), dnsfunc=lambda *a, **k: record))"
    )
    command = ["/usr/bin/python3", "-c", program, f"v=DKIM1; k=rsa; p={record}"]
    for data, expected in ((one.data, "True"), (one.data.replace(b"Hello", b"Hallo"), "False")):
        done = subprocess.run(command, input=data, capture_output=True, check=False)  # noqa: S603
        assert done.stdout.decode().strip() == expected, done.stderr.decode()


@contextmanager
def sink(*options, port=None):
    """Run Debian's smtp-sink, which misbehaves as it is told."""
    port = port or free_port()
    command = ["smtp-sink", "-u", "postfix", *options, f"127.0.0.1:{port}", "10"]
    process = subprocess.Popen(command, stderr=subprocess.DEVNULL)  # noqa: S603 - Debian's
    try:
        wait_for(lambda: listens(port))
        yield port
    finally:
        process.terminate()
        process.wait()


SINKS = [
    *((("-q", command), UnreachableError) for command in ("connect", "ehlo")),
    *((("-q", command), DeferredError) for command in ("mail", "rcpt", "data")),
    (("-q", "."), UnansweredError),
    *((("-Q", command), DeferredError) for command in ("mail", "rcpt", "data", ".")),
    *((("-r", command), DeferredError) for command in ("mail", "rcpt", "data", ".")),
    *((("-f", command), RejectedError) for command in ("mail", "rcpt", "data", ".")),
    (("-W", ".:3"), UnansweredError),
]


@pytest.mark.parametrize(("options", "error"), SINKS, ids=[" ".join(one) for one, _ in SINKS])
def test_whatever_a_server_does_it_is_known_who_has_the_message(options, error):
    with sink(*options) as port:
        server = Server(host="127.0.0.1", port=port, tls="off")
        deadlines = Deadlines(command=5, data=5, block=5, dot=1)
        access = Access(ssl.create_default_context(), None, "tester", deadlines)
        with pytest.raises(error), Wire(server, access) as wire:
            wire.send(mail(1, "x@example.org"), commit)
