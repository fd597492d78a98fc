"""The wire: nothing leaves unsealed or to a stranger, and every answer is taken for what it is."""

from __future__ import annotations

import ssl

import fuzz
import keyring
import pytest
from keyring.backend import KeyringBackend
from letters import parcel
from relays import PASSWORD, Handler, authority, login, relay

from briefs.cli.mailing import access_of
from briefs.delivery.errors import UnreachableError, WireError
from briefs.delivery.outbox import DeferredError, RejectedError, UnansweredError
from briefs.delivery.recipients import Server
from briefs.delivery.wire import REUSED, Access, Deadlines, Wire


@pytest.fixture(scope="module")
def ca(tmp_path_factory):
    return authority(tmp_path_factory.mktemp("ca"))


@pytest.fixture(scope="module")
def stranger(tmp_path_factory):
    return authority(tmp_path_factory.mktemp("stranger"))


def wire(port, context=None, *, host="127.0.0.1", tls="off", user=None, password=PASSWORD, **more):
    server = Server(host=host, port=port, tls=tls, user=user, **more)
    deadlines = Deadlines(command=5, data=5, block=5, dot=1)
    access = Access(context or ssl.create_default_context(), password, "tester", deadlines)
    return Wire(server, access)


def commit():
    """Note nothing."""


# --- who listens in, and who is spoken to


@pytest.mark.parametrize("tls", ["starttls", "smtps"])
def test_mail_goes_sealed_and_logged_in(ca, tls):
    kind = {"tls": ca.server()} if tls == "starttls" else {"smtps": ca.server()}
    more = login() | {"auth_require_tls": tls == "starttls"}
    with relay(**kind, **more) as (handler, port):
        with wire(port, ca.client(), tls=tls, user="research") as out:
            offer = out.check()
            receipt = out.send(parcel(), commit)
        assert offer.tls.startswith("TLSv1.")
        assert offer.authenticated
        assert receipt.words == "250 2.0.0 Ok: queued as 1"
        assert handler.taken == [("x@example.org", "r@example.com", parcel().data)]


UNTRUSTED = {
    "another authority": lambda _, stranger: stranger.server(),
    "another host": lambda ca, _: ca.server(host="mail.example.com"),
    "expired": lambda ca, _: ca.server(days=-1),
}


@pytest.mark.parametrize("case", UNTRUSTED)
@pytest.mark.parametrize("tls", ["starttls", "smtps"])
def test_a_server_with_a_certificate_of_somebody_else_hears_nothing(ca, stranger, case, tls):
    context = UNTRUSTED[case](ca, stranger)
    kind = {"tls": context} if tls == "starttls" else {"smtps": context}
    tries = []
    with relay(**kind, **login(tries), auth_require_tls=False) as (handler, port):
        with (
            pytest.raises(WireError, match="shows no certificate to trust") as refused,
            wire(port, ca.client(), tls=tls, user="research") as out,
        ):
            out.send(parcel(), commit)
        assert PASSWORD not in str(refused.value)
        assert (tries, handler.commands, handler.taken) == ([], [], [])


def test_a_server_whose_starttls_was_stripped_hears_nothing(ca):
    tries = []
    with relay(**login(tries), auth_require_tls=False) as (handler, port):
        with (
            pytest.raises(WireError, match="offers no STARTTLS, or somebody hides it"),
            wire(port, ca.client(), tls="starttls", user="research") as out,
        ):
            out.send(parcel(), commit)
        assert (tries, handler.commands, handler.taken) == ([], [], [])


def test_nothing_leaves_this_machine_unsealed():
    with pytest.raises(WireError, match=r"tls is off, and mail\.example\.com is not this machine"):
        wire(25, host="mail.example.com")


def test_a_wrong_password_is_an_error_of_the_set_up_and_is_not_said(ca):
    with (
        relay(tls=ca.server(), **login()) as (handler, port),
        pytest.raises(WireError, match="refuses the user or the password") as refused,
        wire(port, ca.client(), tls="starttls", user="research", password="wr0ng") as out,  # noqa: S106
    ):
        out.send(parcel(), commit)
    assert "wr0ng" not in str(refused.value)
    assert handler.taken == []


def test_a_server_that_is_not_there_is_for_later():
    with relay() as (_, port):
        pass
    with pytest.raises(UnreachableError, match="cannot be reached"), wire(port) as out:
        out.check()


# --- what a server says


@pytest.mark.parametrize(
    ("command", "reply", "error", "committed"),
    [
        ("MAIL", "451 4.3.0 later", DeferredError, 0),
        ("MAIL", "550 5.7.1 never", RejectedError, 0),
        ("MAIL", "530 5.7.0 log in first", WireError, 0),
        ("RCPT", "450 4.2.1 later", DeferredError, 0),
        ("RCPT", "550 5.1.1 nobody here", RejectedError, 0),
        ("DATA", "451 4.3.0 later", DeferredError, 1),
        ("DATA", "554 5.7.1 spam", RejectedError, 1),
        ("DATA", "cut", UnansweredError, 1),
    ],
)
def test_each_answer_is_for_now_for_ever_or_for_nobody_to_know(command, reply, error, committed):
    handler, notes = Handler(replies={command: [reply]}), []
    with relay(handler) as (_, port), wire(port) as out:
        with pytest.raises(error):
            out.send(parcel(), lambda: notes.append("data"))
        assert len(notes) == committed
        assert out.send(parcel(number=1), commit).words.startswith("250")
    assert len(handler.taken) == 1


def test_a_throttling_server_is_heard():
    with relay(Handler(replies={"RCPT": ["450 4.7.1 slow down"]})) as (_, port), wire(port) as out:
        with pytest.raises(DeferredError) as deferred:
            out.send(parcel(), commit)
        assert deferred.value.throttled


def test_a_message_that_was_cut_off_reaches_nobody():
    class BrokenError(Exception):
        pass

    def breaks():
        raise BrokenError

    with relay() as (handler, port):
        with pytest.raises(BrokenError), wire(port) as out:
            out.send(parcel(), breaks)
        with wire(port) as out:
            out.send(parcel(number=1), commit)
        assert len(handler.taken) == 1


def test_lines_that_begin_with_a_dot_arrive_as_they_are():
    data = b"Subject: x\r\n\r\n.\r\n..\r\n.x\r\n\r\n.\r\n"
    with relay() as (handler, port), wire(port) as out:
        out.send(parcel(data), commit)
    assert handler.taken[0][2] == data


def test_one_connection_carries_many_messages_and_not_too_many():
    with relay() as (handler, port), wire(port) as out:
        connections = set()
        for number in range(REUSED + 2):
            out.send(parcel(number=number), commit)
            connections.add(out._client)  # noqa: SLF001 - which connection it is, nobody says
    assert len(handler.taken) == REUSED + 2
    assert len(connections) == 2


def test_what_is_too_large_is_refused_before_it_is_sent():
    large = parcel(b"Subject: x\r\n\r\n" + b"x" * 2000)
    with relay(data_size_limit=1000) as (handler, port), wire(port) as out:
        with pytest.raises(RejectedError, match="the message has 2,014 bytes, and 1,000 are taken"):
            out.send(large, commit)
        assert handler.commands == []
    with relay() as (handler, port), wire(port, most_bytes=500) as out:
        with pytest.raises(RejectedError, match="500 are taken"):
            out.send(large, commit)
        assert handler.commands == []


def test_letters_beyond_ascii_need_a_server_that_takes_them():
    to = "用户@xn--fsqu00a.xn--0zwm56d"
    with relay() as (handler, port), wire(port) as out:
        assert out.check().smtputf8
        out.send(parcel(to=to), commit)
        assert handler.taken[0][0] == to
    with relay(enable_SMTPUTF8=False) as (handler, port), wire(port) as out:
        with pytest.raises(RejectedError, match="needs SMTPUTF8"):
            out.send(parcel(to=to), commit)
        out.send(parcel(to="li@xn--fsqu00a.xn--0zwm56d"), commit)
        assert handler.taken[0][0] == "li@xn--fsqu00a.xn--0zwm56d"


@pytest.mark.parametrize("to", ["x@y.zz>\r\nRCPT TO:<i@e.com", "x@y.zz SIZE=1", "<x@y.zz>"])
def test_an_address_is_no_command(to):
    with relay() as (handler, port), wire(port) as out, pytest.raises(ValueError, match="is no"):
        out.send(parcel(to=to), commit)
    assert handler.commands == []


def test_an_answer_without_an_end_is_none():
    babbling = fuzz.babbler()
    babbling.replies = [b"220 x\r\n", b"250-x\r\n" * 10_000]
    refused = pytest.raises(UnreachableError, match="more than 200 lines")
    with wire(babbling.listening.getsockname()[1]) as out, refused:
        out.check()


# --- secrets


def test_a_password_may_stand_in_the_keyring_of_a_desktop(monkeypatch):
    class Desktop(KeyringBackend):
        priority = 1

        def get_password(self, service, username):
            return {("briefs", "me@mail.example.com"): PASSWORD}.get((service, username))

        def set_password(self, service, username, password):
            """Nothing of ours writes a password."""

    for name in ("BRIEFS_SMTP_PASSWORD", "BRIEFS_SMTP_PASSWORD_FILE", "BRIEFS_SMTP_CA_FILE"):
        monkeypatch.delenv(name, raising=False)
    before = keyring.get_keyring()
    keyring.set_keyring(Desktop())
    try:
        server = Server.model_validate({"host": "mail.example.com", "user": "me"})
        assert access_of(server).password == PASSWORD
        assert access_of(server.model_copy(update={"user": "you"})).password is None
        monkeypatch.setenv("BRIEFS_SMTP_PASSWORD", "nearer")
        assert access_of(server).password == "nearer"  # noqa: S105 - of this test
    finally:
        keyring.set_keyring(before)
