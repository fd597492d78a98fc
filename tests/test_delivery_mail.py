"""What people and servers say afterwards: reports, goodbyes, and messages nobody answered for."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta

import pytest
from letters import parcel

from briefs.cli import main
from briefs.delivery.bounces import bounces_of, settle
from briefs.delivery.ledger import State, opened
from briefs.delivery.message import TOKEN
from briefs.delivery.outbox import Maildir
from briefs.delivery.traces import in_maildir, in_postfix_log, resolve

NOW = datetime(2026, 11, 22, 8, tzinfo=UTC)
ONE, TWO, THREE = (parcel(number=n, to=f"x{n}@example.org") for n in range(3))


@pytest.fixture
def path(tmp_path):
    return tmp_path / "mail/ledger.sqlite"


@pytest.fixture
def ledger(path):
    with opened(path) as held:
        for one in (ONE, TWO, THREE):
            held.queue(one, NOW)
            held.move(one.key, State.UNKNOWN, NOW)
        yield held


def state_of(ledger, one):
    return ledger.find(one.key).state


# --- reports of delivery (RFC 3464)


def report(one, status="5.1.1", action="failed", *, by="envelope", salt=""):
    token = one.key[:TOKEN]
    to = f"bounces+{token}@example.com" if by == "address" else "bounces@example.com"
    envelope = f"Original-Envelope-Id: {token}\r\n" if by == "envelope" else ""
    text = f"""\
From: MAILER-DAEMON@relay.example.net
To: {to}
Subject: Undelivered Mail {salt}
MIME-Version: 1.0
Content-Type: multipart/report; report-type=delivery-status; boundary="b"

--b
Content-Type: text/plain

550 5.1.1 mailbox full, user unknown, unsubscribe me

--b
Content-Type: message/delivery-status

Reporting-MTA: dns; relay.example.net
{envelope}
Final-Recipient: rfc822; {one.address}
Action: {action}
Status: {status}
Diagnostic-Code: smtp; 550 {status} nobody here

--b--
"""
    return text.replace("\r\n", "\n").replace("\n", "\r\n").encode()


@pytest.mark.parametrize("by", ["envelope", "address"])
def test_a_wrong_address_is_written_to_once(ledger, by):
    ledger.sent(ONE.key, "250 OK", NOW)
    counts = settle(ledger, bounces_of(report(ONE, by=by)), NOW)
    assert counts == {"failed": 1, "suppressed": 1}
    line = ledger.find(ONE.key)
    assert (line.state, line.reason) == (
        State.FAILED,
        "bounced: 5.1.1 smtp; 550 5.1.1 nobody here",
    )
    assert ledger.suppressed().keys() == {ONE.address}


def test_a_full_mailbox_is_written_to_three_times(ledger):
    for number, suppressed in ((1, False), (1, False), (2, False), (3, True)):
        settle(ledger, bounces_of(report(ONE, "4.2.2", salt=str(number))), NOW)
        assert (ONE.address in ledger.suppressed()) is suppressed, number


def test_a_delay_is_no_failure(ledger):
    ledger.sent(ONE.key, "250 OK", NOW)
    assert settle(ledger, bounces_of(report(ONE, "4.4.1", "delayed")), NOW) == {"delayed": 1}
    assert state_of(ledger, ONE) is State.SENT


def test_what_is_no_report_of_ours_moves_nothing(ledger):
    stranger = parcel(number=99)
    assert settle(ledger, bounces_of(report(stranger)), NOW) == {"of no message of ours": 1}
    letter = report(ONE).replace(b"multipart/report", b"multipart/mixed")
    for data in (letter, b"", b"\xff\x00", report(ONE).replace(b"5.1.1\r\nDiag", b"oh no\r\nDiag")):
        assert list(bounces_of(data)) == []
    assert ledger.suppressed() == {}


# --- messages nobody answered for

LOG = f"""\
Nov 22 08:00:01 relay postfix/smtpd[11]: 4A1: client=localhost[127.0.0.1]
Nov 22 08:00:01 relay postfix/cleanup[12]: 4A1: message-id=<{ONE.key[:TOKEN]}@example.com>
Nov 22 08:00:01 relay postfix/qmgr[10]: 4A1: from=<r@example.com>, size=900, nrcpt=1 (queue active)
Nov 22 08:00:02 relay postfix/cleanup[12]: 4A2: message-id=<{TWO.key[:TOKEN]}@example.com>
Nov 22 08:00:02 relay postfix/smtpd[11]: lost connection after DATA (90 bytes) from localhost
Nov 22 08:00:03 relay postfix/qmgr[10]: 4A9: from=<>, size=900, nrcpt=1 (queue active)
"""


def test_a_log_tells_what_arrived_and_what_was_cut_off():
    assert in_postfix_log(LOG.splitlines()) == {ONE.key[:TOKEN]: "queued as 4A1"}


def test_what_a_log_holds_was_sent_and_what_it_lacks_goes_again_after_a_while(ledger):
    known = in_postfix_log(LOG.splitlines())
    soon = resolve(ledger, known, NOW + timedelta(minutes=9))
    assert ([one.key for one in soon.found], soon.lost, len(soon.young)) == ([ONE.key], (), 2)
    assert ledger.find(ONE.key).receipt == "queued as 4A1"
    later = resolve(ledger, known, NOW + timedelta(minutes=11))
    assert {one.key for one in later.lost} == {TWO.key, THREE.key}
    assert state_of(ledger, TWO) is State.QUEUED


def test_a_mailbox_that_gets_everything_tells_it_as_well(ledger, tmp_path):
    data = f"Message-ID: <{TWO.key[:TOKEN]}@example.com>\r\n\r\nx\r\n".encode()
    Maildir(tmp_path / "box").send(parcel(data), lambda: None)
    assert in_maildir(tmp_path / "box").keys() == {TWO.key[:TOKEN]}
    resolve(ledger, in_maildir(tmp_path / "box"), NOW + timedelta(hours=1))
    assert state_of(ledger, TWO) is State.SENT
    assert state_of(ledger, ONE) is State.QUEUED


# --- the command line


@pytest.fixture
def mail(path, capsys, monkeypatch):
    monkeypatch.setenv("NO_COLOR", "1")
    monkeypatch.delenv("BRIEFS_LEDGER", raising=False)

    def go(*arguments):
        capsys.readouterr()
        with pytest.raises(SystemExit) as ended:
            main(["mail", *map(str, arguments), "--ledger", str(path)])
        out, err = capsys.readouterr()
        return ended.value.code, out, err

    return go


@pytest.fixture
def left(path):
    """Leave a ledger with three messages of which nobody knows."""
    with opened(path) as held:
        for one in (ONE, TWO, THREE):
            held.queue(one, datetime.now(UTC))
            held.move(one.key, State.UNKNOWN, datetime.now(UTC))
    return path


@pytest.mark.usefixtures("left")
def test_the_status_lists_messages_and_says_whether_something_is_open(mail):
    code, out, err = mail("status")
    assert code == 75
    assert out.count("unknown") == 3
    assert err.strip() == "3 unknown"
    assert mail("status", "--state", "sent")[0] == 0
    document = json.loads(mail("status", "--json")[1])
    assert {one["key"] for one in document["messages"]} == {ONE.key, TWO.key, THREE.key}


@pytest.mark.usefixtures("left")
def test_what_is_unknown_is_settled_by_hand(mail, path):
    code, out, err = mail(
        *("resolve", "--mark-sent", ONE.key[:10], "--resend", TWO.key, "--cancel", THREE.key[:10])
    )
    assert (code, out) == (0, "")
    assert "0 messages of which nobody knows" in err
    with opened(path) as held:
        states = [state_of(held, one) for one in (ONE, TWO, THREE)]
    assert states == [State.SENT, State.QUEUED, State.CANCELLED]
    code, _, err = mail("resolve", "--resend", ONE.key[:10])
    assert code == 2
    assert "is sent, and would have to be unknown" in err
    assert "beginning of no keys" in mail("resolve", "--cancel", "zz")[2]


@pytest.mark.usefixtures("left")
def test_what_is_unknown_is_settled_by_a_log(mail, tmp_path):
    log = tmp_path / "mail.log"
    log.write_text(LOG, encoding="utf-8")
    code, out, err = mail("resolve", "--postfix-log", log)
    assert code == 75
    assert "1 had arrived, 0 had not and wait to be sent, 2 are too young to tell" in err
    assert out.count("unknown") == 2
    code, _, err = mail("resolve", "--postfix-log", log, "--after", "0")
    assert code == 0
    assert "0 had arrived, 2 had not" in err


@pytest.mark.usefixtures("left")
def test_bounces_of_a_mailbox_are_read(mail, tmp_path):
    box = tmp_path / "box"
    Maildir(box).send(parcel(report(ONE)), lambda: None)
    Maildir(box).send(parcel(), lambda: None)
    code, _, err = mail("bounces", box)
    assert code == 0
    assert err.strip() == "reports: 1 failed, 1 suppressed"


@pytest.mark.usefixtures("left")
def test_who_unsubscribes_is_left_out_by_address_or_token(mail, path):
    code, _, err = mail("unsubscribe", "Somebody@Example.COM", ONE.key[:TOKEN])
    assert code == 0
    assert "2 readers left out" in err
    with opened(path) as held:
        assert held.suppressed().keys() == {"somebody@example.com", ONE.address}
    code, _, err = mail("unsubscribe", "who")
    assert code == 2
    assert "neither an address nor the token of a message" in err


def test_without_a_ledger_there_is_nothing_to_settle(mail):
    assert mail("status")[0] == 0
    code, _, err = mail("resolve")
    assert code == 2
    assert "there is no ledger" in err
