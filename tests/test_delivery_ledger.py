"""The ledger: nothing is lost, nothing is sent twice, and what nobody can know is said."""

from __future__ import annotations

import asyncio
import random
import re
import signal
import sqlite3
import subprocess
import sys
import time
from collections import Counter
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from email import message_from_bytes
from pathlib import Path

import pytest
from campaigns import size
from letters import parcel, read, remembered, written
from relays import Handler, relay

from briefs.build.files import LockedError
from briefs.cli import main
from briefs.delivery.errors import LedgerError, WireError
from briefs.delivery.ledger import State, looked_into, opened
from briefs.delivery.outbox import DeferredError, Fake, Maildir, RejectedError, UnansweredError
from briefs.delivery.sending import MOST_FAILURES, WAITS, BreakerError, Pace, Run, World

START = datetime(2026, 11, 22, 8, tzinfo=UTC)


@dataclass
class Clock:
    """A clock that waiting moves on."""

    at: datetime = START
    waits: list = field(default_factory=list)

    def wait(self, seconds):
        self.waits.append(round(seconds))
        self.at += timedelta(seconds=seconds)

    def world(self):
        return World(lambda: self.at, self.wait, lambda: 1.0)


@pytest.fixture
def clock():
    return Clock()


@pytest.fixture
def ledger(tmp_path):
    with opened(tmp_path / "mail/ledger.sqlite") as held:
        yield held


def queued(ledger, count=1, **more):
    parcels = [parcel(number=number, **more) for number in range(count)]
    for one in parcels:
        ledger.queue(one, START)
    return parcels


def run(ledger, outbox, clock, between=0, **more):
    return Run(ledger, outbox, clock.world(), Pace(timedelta(seconds=between)), **more).go()


def states(ledger):
    return Counter(line.state for line in ledger.lines())


def test_what_was_sent_is_not_sent_again(ledger, clock):
    queued(ledger, 3)
    outbox = Fake()
    run(ledger, outbox, clock)
    run(ledger, outbox, clock)
    assert len(outbox.taken) == 3
    assert states(ledger) == {State.SENT: 3}
    assert all(line.receipt.startswith("taken as") for line in ledger.lines())


def test_what_a_server_cannot_take_now_is_tried_again_later_and_later(ledger, clock):
    queued(ledger)
    outbox = Fake(answers=[DeferredError("450 later")] * 3)
    run(ledger, outbox, clock)
    assert clock.waits == [30, 120, 480]
    assert states(ledger) == {State.SENT: 1}


def test_after_three_tries_it_waits_for_another_run_and_for_two_days(ledger, clock):
    (one,) = queued(ledger)
    outbox = Fake(answers=[DeferredError("450 later")] * 9)
    run(ledger, outbox, clock)
    assert states(ledger) == {State.DEFERRED: 1}
    assert ledger.find(one.key).tries == len(WAITS) + 1
    clock.at = START + timedelta(hours=24)
    run(ledger, outbox, clock)
    assert states(ledger) == {State.DEFERRED: 1}
    clock.at = START + timedelta(hours=49)
    run(ledger, outbox, clock)
    assert states(ledger) == {State.EXPIRED: 1}


def test_what_is_refused_is_refused_for_ever(ledger, clock):
    queued(ledger)
    outbox = Fake(answers=[RejectedError("550 5.1.1 nobody here")])
    run(ledger, outbox, clock)
    run(ledger, outbox, clock)
    assert outbox.taken == []
    (line,) = ledger.lines()
    assert (line.state, line.reason) == (State.FAILED, "550 5.1.1 nobody here")


def test_what_nobody_answered_is_unknown_and_held(ledger, clock):
    (one,) = queued(ledger)
    outbox = Fake(answers=[UnansweredError("no answer after the final dot")])
    run(ledger, outbox, clock)
    run(ledger, outbox, clock)
    assert (outbox.taken, states(ledger)) == ([], {State.UNKNOWN: 1})
    ledger.requeue([one.key], clock.at)
    run(ledger, outbox, clock)
    assert outbox.taken == [one]


def test_an_error_of_the_set_up_burns_no_message(ledger, clock):
    queued(ledger, 2)
    with pytest.raises(WireError):
        run(ledger, Fake(answers=[WireError("no log-in")]), clock)
    assert states(ledger) == {State.QUEUED: 2}


def test_the_breaker_stops_a_run_in_which_everything_is_refused(ledger, clock):
    queued(ledger, 60)
    outbox = Fake(answers=[RejectedError("554 no")] * 60)
    with pytest.raises(BreakerError, match="25 of 25 messages were refused; sending stopped"):
        run(ledger, outbox, clock)
    assert states(ledger) == {State.FAILED: MOST_FAILURES, State.QUEUED: 60 - MOST_FAILURES}


def test_the_breaker_stops_a_large_run_at_two_in_a_hundred(ledger, clock):
    queued(ledger, 200)
    answers = [RejectedError("554 no") if number % 30 == 0 else None for number in range(200)]
    with pytest.raises(BreakerError):
        run(ledger, Fake(answers=answers), clock)
    assert states(ledger)[State.SENT] == 96


def test_messages_go_at_the_pace_that_was_asked_for_and_slower_where_the_server_asks(ledger, clock):
    queued(ledger, 4)
    run(ledger, Fake(), clock, between=2)
    assert clock.waits == [2, 2, 2]
    clock.waits.clear()
    for one in (parcel(number=number) for number in range(10, 13)):
        ledger.queue(one, START)
    answers = [DeferredError("450 4.7.1 slow down", throttled=True)]
    run(ledger, Fake(answers=answers), clock, between=2)
    assert 4 in clock.waits


def test_somebody_who_asks_to_be_left_out_is_not_written_to_again(ledger, clock):
    queued(ledger, to="x@example.org")
    ledger.suppress("x@example.org", "unsubscribed", START)
    assert states(ledger) == {State.SUPPRESSED: 1}
    ledger.queue(parcel(number=7), START)
    outbox = Fake()
    run(ledger, outbox, clock, suppressed=ledger.suppressed())
    assert (outbox.taken, states(ledger)) == ([], {State.SUPPRESSED: 2})


def test_a_killed_sender_leaves_what_can_be_put_right(ledger):
    one, two, three = queued(ledger, 3)
    ledger.move(one.key, State.SENDING, START)
    ledger.move(two.key, State.DATA, START)
    ledger.recover(START)
    found = {line.key: line.state for line in ledger.lines()}
    assert found == {
        one.key: State.QUEUED,
        two.key: State.UNKNOWN,
        three.key: State.QUEUED,
    }


def test_a_ledger_has_one_holder_and_many_readers(tmp_path):
    path = tmp_path / "mail/ledger.sqlite"
    with opened(path) as held:
        queued(held)
        with pytest.raises(LockedError, match="is at work"), opened(path):
            pass
        with looked_into(path) as seen:
            assert len(seen.lines()) == 1


def test_a_ledger_is_as_durable_as_sqlite_can_be(ledger):
    connection = ledger._db  # noqa: SLF001 - what it is set to, nobody else says
    assert connection.execute("PRAGMA journal_mode").fetchone() == ("wal",)
    assert connection.execute("PRAGMA synchronous").fetchone() == (2,)


@pytest.mark.parametrize("what", ["a file of words", "a ledger of tomorrow"])
def test_what_is_no_ledger_of_ours_is_left_alone(tmp_path, what):
    path = tmp_path / "ledger.sqlite"
    if what == "a file of words":
        path.write_text("no database at all, and quite long enough to be read as one\n" * 20)
    else:
        with sqlite3.connect(path) as connection:
            connection.execute("PRAGMA user_version = 99")
        connection.close()
    before = path.read_bytes()
    with pytest.raises(LedgerError, match="ledger"), opened(path):
        pass
    assert path.read_bytes() == before


# --- a sender that is killed


class Slow(Handler):
    """A relay that takes a message, and answers a moment later: what a kill falls into."""

    async def handle_DATA(self, server, _session, envelope):  # noqa: N802 - aiosmtpd's
        reply = await super().handle_DATA(server, _session, envelope)
        await asyncio.sleep(random.random() * 0.004)  # noqa: S311 - no secret
        return reply


def mail(number):
    return (
        f"Message-ID: <{number}@example.com>\r\nSubject: {number}\r\n\r\n"
        + f"line {number}\r\n" * 9
    ).encode()


def start(path, port):
    command = [sys.executable, str(Path(__file__).parent / "sender.py"), str(path), str(port)]
    process = subprocess.Popen(command, stdout=subprocess.PIPE)  # noqa: S603 - ours
    process.stdout.readline()
    return process


def live(process, handler, messages):
    """Let a sender live until it has sent so many messages more, and some moments longer."""
    enough = len(handler.taken) + messages
    while len(handler.taken) < enough and process.poll() is None:
        time.sleep(0.002)
    time.sleep(random.random() * 0.02)  # noqa: S311 - no secret


@pytest.mark.campaign("A sender that is killed loses no message and doubles none")
def test_a_killed_sender_loses_nothing_and_doubles_nothing(tmp_path, campaign):
    count, least = size(40, full=2000), size(3, full=200)
    path, kills, dice = tmp_path / "ledger.sqlite", 0, random.Random(8)  # noqa: S311 - no secret
    parcels = {
        one.key: one
        for one in (parcel(mail(n), number=n, to=f"x{n}@example.org") for n in range(count))
    }
    with opened(path) as ledger:
        for one in parcels.values():
            ledger.queue(one, datetime.now(UTC))
    with relay(Slow()) as (handler, port):
        while True:
            process = start(path, port)
            live(process, handler, dice.randint(0, 18))
            process.send_signal(signal.SIGKILL)
            kills += process.wait() == -signal.SIGKILL
            process.stdout.close()
            with looked_into(path) as ledger:
                waiting = ledger.lines(State.QUEUED, State.SENDING, State.DEFERRED)
            if not waiting:
                break
        with opened(path) as ledger:
            ledger.recover(datetime.now(UTC))
            unknown = {line.key for line in ledger.lines(State.UNKNOWN)}
            sent = {line.key for line in ledger.lines(State.SENT)}
        taken = Counter(to for to, _, _ in handler.taken)
        assert sent | unknown == parcels.keys()
        assert {parcels[key].address for key in sent} <= taken.keys(), "a message was lost"
        assert max(taken.values()) == 1, "a message was doubled"
        assert len(unknown) <= kills
        arrived = sum(1 for key in unknown if taken[parcels[key].address])
        # Held until here: neither lost nor doubled. Sent again, copies are copies in every byte.
        with opened(path) as ledger:
            ledger.requeue(sorted(unknown), datetime.now(UTC))
        with start(path, port) as process:
            assert process.wait() == 0
        assert kills >= least
    contents = {}
    for to, _, content in handler.taken:
        contents.setdefault(to, set()).add(content)
    assert contents.keys() == {one.address for one in parcels.values()}
    assert all(len(copies) == 1 for copies in contents.values())
    copies = sum(Counter(to for to, _, _ in handler.taken).values()) - count
    assert copies == arrived <= kills
    campaign.count(messages=count, kills=kills, unknown=len(unknown), of_them_arrived=arrived)


# --- the command line


@pytest.fixture
def send(output, tmp_path, capsys, monkeypatch):
    """Run `briefs send` or `briefs mail` on our built briefs."""
    monkeypatch.setenv("NO_COLOR", "1")
    for name in ("CI", "BRIEFS_LEDGER", "BRIEFS_RECIPIENTS", "SOURCE_DATE_EPOCH"):
        monkeypatch.delenv(name, raising=False)
    recipients = written(tmp_path / "recipients.yaml")

    def go(*arguments, verb=("send",), ledger=tmp_path / "mail/ledger.sqlite", file=recipients):
        capsys.readouterr()
        named = ["--ledger", ledger] if ledger else []
        named += ["--recipients", file] if verb == ("send",) else []
        with pytest.raises(SystemExit) as ended:
            main(["--project", *map(str, (output.folder, *verb, *named, *arguments))])
        out, err = capsys.readouterr()
        return ended.value.code, out, err

    return go


def messages(box):
    return [read(path.read_bytes()) for path in sorted((box / "new").iterdir())]


def test_sending_twice_sends_once(send, tmp_path):
    box = tmp_path / "box"
    code, out, _ = send("--outbox", f"maildir:{box}")
    assert code == 0
    assert out.count(" sent ") == 5
    assert len(messages(box)) == 5
    code, _, err = send("--outbox", f"maildir:{box}")
    assert (code, err.strip()) == (0, "nothing to send")
    assert len(messages(box)) == 5


def test_a_sample_goes_first_and_the_rest_later(send, tmp_path):
    box = tmp_path / "box"
    send("--outbox", f"maildir:{box}", "--sample", "2")
    assert len(messages(box)) == 2
    send("--outbox", f"maildir:{box}")
    assert len(messages(box)) == 5


def test_what_is_wrong_and_what_is_new_since_the_last_edition_is_said(send, tmp_path):
    send("axera", "--outbox", f"maildir:{tmp_path / 'one'}")

    def other(copy):
        origins, called = copy["origins"], copy["words"]["called"]
        origins["axera:revenue.FY2024"]["value"] = "1000000"
        called["axera:revenue.FY2024"]["amount"] = {
            language: {"en": "RMB1 million", "zh-Hans": "100万元", "zh-Hant-HK": "100萬元"}[
                language
            ]
            for language in called["axera:revenue.FY2024"]["amount"]
        }
        for part in (origins, called):
            part["axera:gone"] = part.pop("axera:offer.price")
        copy["shown"] = [name.replace("offer.price", "gone") for name in copy["shown"]]

    remembered(tmp_path / "mail/ledger.sqlite", other)
    code, _, err = send("axera", "--outbox", f"maildir:{tmp_path / 'two'}", "--campaign", "again")
    assert code == 0, err
    found = {one.message["to"].addresses[0].addr_spec: one for one in messages(tmp_path / "two")}
    text = found["chan@example.com"].text
    wrong, other = (
        text.index("Corrected since the edition"),
        text.index("Changed since the edition"),
    )
    assert wrong < text.index("RMB1 million → RMB473 million") < other
    assert re.search(r"Revenue.*\n  RMB1 million → RMB473 million\n", text)
    assert other < text.index("HK$28.20 (new)")
    assert "HK$28.20 (no longer shown)" in text
    assert "100万元 → 4.73亿元" in found["chen@example.org"].html
    bilingual = found["ho@example.net"].text
    assert "RMB1 million → RMB473 million" in bilingual
    assert "100萬元 → 人民幣4.73億元" in bilingual


def test_a_message_that_waits_with_other_bytes_is_refused(send, tmp_path):
    ledger = tmp_path / "mail/ledger.sqlite"
    send("axera", "--outbox", f"maildir:{tmp_path / 'one'}", "--sample", "1")
    with sqlite3.connect(ledger) as connection:
        connection.execute("UPDATE messages SET state = 'queued', sha256 = 'other', data = x'00'")
    connection.close()
    code, _, err = send("axera", "--outbox", f"maildir:{tmp_path / 'two'}")
    assert code == 65
    assert "with other bytes than it would have today" in err
    assert len(messages(tmp_path / "two")) == 2


def test_ci_needs_a_durable_ledger(send, tmp_path, monkeypatch, output):
    monkeypatch.setenv("CI", "true")
    box = ("--outbox", f"maildir:{tmp_path / 'box'}")
    for ledger in (None, output.folder / "mail/ledger.sqlite"):
        code, _, err = send(*box, ledger=ledger)
        assert code == 78
        assert "this machine is thrown away after the run" in err
    assert not (tmp_path / "box").exists()
    assert send(*box)[0] == 0
    assert send(*box, "--ephemeral-ledger", ledger=tmp_path / "other/l.sqlite")[0] == 0


def test_the_secret_stands_in_no_output(send, tmp_path, monkeypatch):
    monkeypatch.setenv("BRIEFS_SMTP_PASSWORD", "s3cret-pass-word")
    server = {"host": "127.0.0.1", "port": "1", "tls": "off", "user": "research"}
    file = written(tmp_path / "r.yaml", server=server)
    for arguments in ((), ("--check",), ("--json",), ("--debug",)):
        code, out, err = send(*arguments, file=file)
        assert code == 75
        assert "cannot be reached" in err
        assert "s3cret" not in out + err


def test_the_command_line_sends_to_a_server(send, tmp_path):
    with relay(Handler(replies={"RCPT": ["550 5.1.1 nobody here"]})) as (handler, port):
        server = {"host": "127.0.0.1", "port": str(port), "tls": "off", "per_minute": "6000"}
        file = written(tmp_path / "r.yaml", server=server)
        code, out, _ = send("--check", file=file)
        assert code == 0
        assert re.search(r"letters beyond ASCII in addresses +yes", out)
        assert handler.taken == []
        code, out, err = send(file=file)
        assert code == 1
        assert re.search(r"failed +550 5.1.1 nobody here", out)
        assert "4 sent" in err
        assert len(handler.taken) == 4
        assert send(file=file)[0] == 0
        assert len(handler.taken) == 4
    ids = {message_from_bytes(content)["message-id"] for _, _, content in handler.taken}
    assert len(ids) == 4


def test_a_test_that_is_refused_is_said_and_stands_in_no_ledger(send, tmp_path):
    replies = {"RCPT": ["550 5.1.1 nobody here", "450 4.2.1 later"]}
    with relay(Handler(replies=replies)) as (handler, port):
        server = {"host": "127.0.0.1", "port": str(port), "tls": "off"}
        file = written(tmp_path / "r.yaml", server=server)
        code, out, err = send("--to", "me@example.com", "axera", file=file)
    assert code == 1
    assert re.search(r"me@example.com +axera.one-pager.en +failed +550 5.1.1 nobody here", out)
    assert "2 failed, 1 test" in err
    assert [to for to, _, _ in handler.taken] == ["me@example.com"]
    assert not (tmp_path / "mail/ledger.sqlite").exists()


def test_a_maildir_is_an_outbox(tmp_path):
    with opened(tmp_path / "mail/l.sqlite") as ledger:
        queued(ledger, 2)
        run(ledger, Maildir(tmp_path / "box"), Clock())
        assert states(ledger) == {State.SENT: 2}
    assert len(list((tmp_path / "box/new").iterdir())) == 2
