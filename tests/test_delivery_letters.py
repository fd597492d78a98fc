"""Messages: to whom, in which language, with what inside, and that nothing unproven leaves."""

from __future__ import annotations

import json
import mailbox
import re
import shutil
from contextlib import closing
from datetime import UTC, datetime
from hashlib import sha256
from pathlib import Path
from urllib.parse import quote

import fast_mail_parser
import pytest
from campaigns import size
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from letters import parcel, project_of, read, words_of, written

from briefs.build.memory import Known, Memory, keep
from briefs.cli import main
from briefs.delivery.addresses import parse_address
from briefs.delivery.message import Content, Heading, serialise
from briefs.delivery.outbox import Stream
from briefs.delivery.recipients import Sender
from briefs.faults import Fault, Place

ROOT = Path(__file__).parent.parent
AXERA = "data/companies/axera.yaml"

#: Readers of a deck, which may be too large for a message, and of a one-pager.
LINKED = [
    ("Chan Tai Man", "chan@example.com", "en", ["ai-chips", "axera"]),
    ("陈大文", "chen@example.org", "zh-Hans", ["ai-chips"]),
    ("何嘉敏", "ho@example.net", "zh-Hant-HK", ["ai-chips"]),
    ("Lee", "lee@example.net", "en+zh-Hans", ["ai-chips"]),
]


@pytest.fixture
def briefs(capsys, monkeypatch):
    """Run a command line: its exit code, and what it said where."""
    monkeypatch.setenv("NO_COLOR", "1")
    for name in ("CI", "BRIEFS_LEDGER", "BRIEFS_RECIPIENTS", "SOURCE_DATE_EPOCH"):
        monkeypatch.delenv(name, raising=False)

    def run(project, *arguments):
        capsys.readouterr()
        with pytest.raises(SystemExit) as ended:
            main(["--project", str(project), *map(str, arguments)])
        out, err = capsys.readouterr()
        return ended.value.code, out, err

    return run


@pytest.fixture
def dry(briefs, tmp_path, monkeypatch):
    """Make a dry run, and give its code, the messages by reader and edition, and what was said."""

    def run(project, *arguments, recipients=None, box="box"):
        monkeypatch.setenv("SOURCE_DATE_EPOCH", "1795305600")
        file = recipients or written(tmp_path / "recipients.yaml")
        where = ["--recipients", file, "--ledger", tmp_path / "none.sqlite"]
        code, out, err = briefs(
            project, "send", "--dry-run", "--outbox", tmp_path / box, *where, *arguments
        )
        found = {}
        for path in sorted((tmp_path / box).glob("*.eml")):
            edition, address, _ = path.stem.split(" ")
            found[address, edition] = read(path.read_bytes())
        return code, found, out + err

    return run


# --- recipients


def test_the_example_that_is_shipped_can_be_used_as_it_is(output, dry):
    code, found, said = dry(output.folder, recipients=ROOT / "recipients.example.yaml")
    assert (code, len(found)) == (0, 6), said


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        ("chen@example.org", "chen.example.org", "is no address: it has no name, @ and domain"),
        ("chen@example.org", "a b@example.org", "'a b' cannot stand before the @"),
        ("chen@example.org", "chan@EXAMPLE.com", "chan@example.com stands twice, first in line"),
        ("zh-Hans", "zh-Hank", "'zh-Hank' is no language setting; use one of en, zh-Hans"),
        ("[hong-kong-ai, ai-chips]", "[hong-kong-a]", "use hong-kong-ai"),
        ("[axera, biren]", "[axera, birem]", "'birem' names no company, comparison or group"),
        ("  hong-kong-ai:", "  axera:", "the group 'axera' has the name of a subject"),
        ("tls: starttls", "tls: off", "tls is off, and mail.example.com is not this machine"),
        ("  # unsubscribe_url:", "  unsubscribe_url:", "counts only under a DKIM signature"),
        ("# published: https:", "published: http:", "is no address on the web"),
        ("name: 陈大文", 'name: "=?utf-8?q?x?="', "holds what no mail header can"),
        ("language: zh-Hans", "langauge: zh-Hans", "unknown key 'langauge'"),
    ],
)
def test_a_mistake_has_its_place_and_how_to_mend_it(output, dry, tmp_path, old, new, words):
    text = (ROOT / "recipients.example.yaml").read_text(encoding="utf-8")
    assert old in text
    file = tmp_path / "r.yaml"
    file.write_text(text.replace(old, new, 1), encoding="utf-8")
    code, found, said = dry(output.folder, recipients=file)
    assert (code, found) == (78, {})
    assert re.search(rf"^r\.yaml:\d+:\d+: error: .*{re.escape(words)}", said, re.MULTILINE), said
    assert "Traceback" not in said


def test_without_recipients_it_is_said_how_to_begin(briefs, output):
    code, _, err = briefs(output.folder, "send", "--dry-run")
    assert code == 78
    assert "copy recipients.example.yaml to recipients.yaml" in err


def test_addresses_of_any_script_are_one_reader_each():
    assert str(parse_address("Li@例子.测试")) == "Li@xn--fsqu00a.xn--0zwm56d"
    assert parse_address("Li@例子.测试").canonical == parse_address("li@例子.测试").canonical
    assert not parse_address("用户@example.com").is_ascii
    for text in ("a@b", "@b.c", "a..b@c.de", "a\n@c.de", "<a@b.c>", "a@b_c.de", "a" * 65 + "@b.cd"):
        with pytest.raises(ValueError, match="is no address"):
            parse_address(text)


# --- messages


def test_everybody_gets_what_they_subscribed_to_in_their_language(output, dry):
    code, found, _ = dry(output.folder)
    assert code == 0
    assert set(found) == {
        ("chan@example.com", "axera.one-pager.en"),
        ("chan@example.com", "ai-chips.deck.en"),
        ("chen@example.org", "axera.one-pager.zh-Hans"),
        ("ho@example.net", "axera.one-pager.en+zh-Hant-HK"),
        ("ho@example.net", "biren.one-pager.en+zh-Hant-HK"),
    }
    wanted = {
        "axera.one-pager.en": (
            "Axera Semiconductor · IPO brief",
            "Axera Semiconductor IPO brief.pdf",
        ),
        "ai-chips.deck.en": ("AI-chip listings compared", "AI-chip listings compared.pdf"),
        "axera.one-pager.zh-Hans": ("爱芯元智·新股简报", "爱芯元智新股简报.pdf"),
        "biren.one-pager.en+zh-Hant-HK": (
            "Biren Technology · IPO brief · 壁仞科技·新股簡報",
            "Biren Technology IPO brief.pdf",
        ),
    }
    for (_, edition), one in found.items():
        if edition in wanted:
            subject, file = wanted[edition]
            pdf = output.pdf(edition).read_bytes()
            assert (one.message["subject"], one.files) == (subject, {file: pdf})
            assert one.subject_elsewhere == subject
            assert one.files_elsewhere[file] == pdf


def test_a_message_has_the_headers_of_a_good_citizen(output, dry):
    _, found, _ = dry(output.folder)
    one = found["ho@example.net", "biren.one-pager.en+zh-Hant-HK"].message
    token = one["message-id"].strip("<>").split("@")[0]
    assert re.fullmatch("[0-9a-f]{40}", token)
    assert dict(one.items()) == {
        "From": "Research desk <research@example.com>",
        "To": "何嘉敏 <ho@example.net>",
        "Subject": one["subject"],
        "Date": "Sun, 22 Nov 2026 00:00:00 +0000",
        "Message-ID": f"<{token}@example.com>",
        "Auto-Submitted": "auto-generated",
        "List-Id": "<briefs.example.com>",
        "List-Unsubscribe": f"<mailto:research@example.com?subject=unsubscribe%20{token}>",
        "Content-Language": "en-HK, zh-Hant-HK",
        "X-Briefs-Edition": "biren.one-pager.en+zh-Hant-HK",
        "MIME-Version": "1.0",
        "Content-Type": one["content-type"],
    }
    assert [part.get_content_type() for part in one.walk()] == [
        "multipart/mixed",
        "multipart/alternative",
        "text/plain",
        "multipart/related",
        "text/html",
        "image/png",
        "application/pdf",
    ]


def test_a_dry_run_gives_the_same_bytes_again(output, dry):
    _, first, _ = dry(output.folder, box="one")
    _, second, _ = dry(output.folder, box="two")
    assert {name: one.data for name, one in first.items()} == {
        name: one.data for name, one in second.items()
    }


def test_the_text_says_what_the_html_says(output, dry):
    _, found, _ = dry(output.folder)
    for one in found.values():
        shown = words_of(one.html)
        shown = [word for word in shown if word not in ("First", "page", "of", "the")]
        said = one.text.replace(": mailto:", " mailto:").split()
        lacking = [word for word in shown if not any(word in other for other in said)]
        assert not [word for word in lacking if "PDF" not in word]
        digits = re.findall(r"\d[\d.,]*", " ".join(shown))
        assert all(number in one.text for number in digits)


def test_a_brief_too_large_for_a_message_is_linked_with_its_digest(output, dry, tmp_path):
    # What the smallest deck takes in base64 alone; a one-pager in one language takes less.
    most = output.pdf("ai-chips.deck.en").stat().st_size * 4 // 3
    server = {"host": "localhost", "tls": "off", "most_bytes": most}
    web = {"published": "https://example.com/briefs/"}
    file = written(tmp_path / "r.yaml", readers=LINKED, server=server, **web)
    code, found, said = dry(output.folder, recipients=file)
    assert code == 0, said
    words = {
        "en": ("too large for a message", "Download the PDF", "SHA-256 of the file: "),
        "zh-Hans": ("未附于邮件", "下载PDF", "文件的SHA-256："),
        "zh-Hant-HK": ("未附於電郵", "下載PDF", "檔案的SHA-256："),
    }
    for (_, edition), one in found.items():
        if "one-pager" in edition:
            assert len(one.files) == 1
            assert "SHA-256" not in one.text
            continue
        assert len(one.data) <= most
        assert not one.files
        setting = edition.rpartition(".")[2]
        link = f"https://example.com/briefs/ai-chips/ai-chips-deck-{quote(setting)}.pdf"
        digest = sha256(output.pdf(edition).read_bytes()).hexdigest()
        for language in setting.split("+"):
            linked, label, known = words[language]
            assert linked in one.text
            assert f"{label}: {link}\n{known}{digest}" in one.text
            assert f'href="{link}"' in one.html
            assert f">{label}</a>" in one.html
            assert f">{known}{digest}</p>" in one.html
    assert len(found) == 5
    # Without an address on the web it is made as it is, and the server's limit decides.
    file = written(tmp_path / "r.yaml", readers=LINKED[:1], server=server)
    _, found, _ = dry(output.folder, recipients=file, box="attached")
    assert all(one.files for one in found.values())


def test_html_loads_nothing_and_shows_the_page_that_travels_with_it(output, dry):
    _, found, _ = dry(output.folder)
    for one in found.values():
        addresses = re.findall(r'(?:src|href|url)\s*[=(]\s*["\']?([^"\')\s]+)', one.html)
        kinds = {address.partition(":")[0] for address in addresses}
        assert kinds == {"cid", "mailto"}
        assert "<link" not in one.html
        assert "<script" not in one.html
        (picture,) = (part for part in one.message.walk() if part.get_content_type() == "image/png")
        assert f"cid:{picture['content-id'].strip('<>')}" in addresses
        assert picture.get_content().startswith(b"\x89PNG")


def test_words_of_records_are_escaped_in_html(output, dry, tmp_path):
    file = written(tmp_path / "r.yaml", readers=[("<b>&amp;", "x@example.com", "en", ["axera"])])
    _, found, _ = dry(output.folder, recipients=file)
    (one,) = found.values()
    assert "Dear &lt;b&gt;&amp;amp;," in one.html
    assert "Dear <b>&amp;," in one.text


def test_nobody_suppressed_is_written_to(output, dry, tmp_path):
    file = written(tmp_path / "r.yaml", suppressed=["Chan@Example.com"])
    _, found, said = dry(output.folder, recipients=file)
    assert len(found) == 3
    assert re.search(r"chan@example.com +axera.one-pager.en +suppressed +asked to", said)


def test_ids_sample_and_test_address_choose_messages(output, dry):
    assert len(dry(output.folder, "axera", box="a")[1]) == 3
    assert len(dry(output.folder, "--sample", "2", box="b")[1]) == 2
    _, found, _ = dry(output.folder, "--to", "me@example.com", box="c")
    assert {address for address, _ in found} == {"me@example.com"}
    assert len(found) == 5
    code, _, said = dry(output.folder, "--to", "me", box="d")
    assert code == 2
    assert "'me' is no address" in said


def test_standard_output_is_an_mbox_that_any_reader_parts(output, dry, tmp_path):
    _, found, _ = dry(output.folder)
    file = tmp_path / "mbox"
    with file.open("wb") as stream:
        for one in found.values():
            Stream(stream).send(parcel(one.data), lambda: None)
    with closing(mailbox.mbox(file)) as box:
        assert [message["message-id"] for message in box] == [
            one.message["message-id"] for one in found.values()
        ]


# --- only proven briefs leave


@pytest.fixture
def axera(output, tmp_path):
    return project_of(output, tmp_path / "project", "axera")


ONE = [("A", "a@example.com", "en", ["axera"])]


def refused(dry, project, tmp_path):
    code, found, said = dry(project, recipients=written(tmp_path / "r.yaml", readers=ONE))
    assert (code, found) == (1, {})
    return said


def test_an_edition_that_was_not_built_stays(axera, dry, tmp_path):
    shutil.rmtree(axera / "output")
    said = refused(dry, axera, tmp_path)
    assert re.search(
        r"axera.one-pager.en is missing.*; run `briefs build axera.one-pager.en`", said
    )


def test_an_edition_of_other_bytes_than_were_proven_stays(axera, dry, tmp_path):
    path = axera / "output/axera/axera-one-pager-en.pdf"
    path.write_bytes(path.read_bytes() + b"\n")
    assert "axera.one-pager.en is stale: the PDF" in refused(dry, axera, tmp_path)


def test_a_stale_edition_stays_and_its_reason_is_named(axera, dry, tmp_path):
    path = axera / AXERA
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace("  en: Semiconductors", "  en: Chips", 1), encoding="utf-8")
    said = refused(dry, axera, tmp_path)
    assert re.search(r"axera.one-pager.en is stale: record axera/industry.en changed", said), said


def test_an_edition_that_failed_its_proofs_stays(axera, dry, tmp_path):
    manifest = axera / "output/axera/axera-one-pager-en.json"
    known = Known(
        id="axera.one-pager.en",
        kind="one-pager",
        subject="axera",
        setting="en",
        path="output/axera/axera-one-pager-en.pdf",
        wanted=json.loads(manifest.read_text(encoding="utf-8"))["fingerprint"],
        faults=(Fault(Place("page 1"), "a line is lost", "", "conservation"),),
    )
    keep(axera, Memory(editions={known.id: known}))
    said = refused(dry, axera, tmp_path)
    assert "axera.one-pager.en has failed: conservation page 1: error: a line is lost" in said


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        ("reviewed_by: briefs editors", "reviewed_by: nobody", "nobody reviewed it"),
        ("reviewed_on: 2026-11-21", "reviewed_on: 2027-01-01", "which is to come"),
    ],
)
def test_an_edition_with_an_unreviewed_contradiction_stays(output, dry, tmp_path, old, new, words):
    project = project_of(output, tmp_path / "project", "biren")
    path = project / "data/companies/biren.yaml"
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new), encoding="utf-8")
    readers = [("A", "a@example.com", "en", ["biren"])]
    code, found, said = dry(project, recipients=written(tmp_path / "r.yaml", readers=readers))
    assert (code, found) == (1, {})
    assert re.search(rf"biren\.yaml:\d+:\d+: error: biren\.one-pager\.en: .*{words}", said), said


def test_what_is_proven_leaves_beside_what_is_refused(output, dry, tmp_path):
    project = project_of(output, tmp_path / "project", "axera")
    code, found, said = dry(project)
    assert code == 1
    assert len(found) == 3
    assert "biren.one-pager.en+zh-Hant-HK is missing" in said
    assert "ai-chips.deck.en is missing" in said


# --- hostile words

NASTY = st.sampled_from(
    [
        *("A =?UTF-8?Q?=0A?=Bcc: i@example.com", "=?utf-8?b?Cg==?=", "=?=?utf-8?q?x?=", "=?", "?="),
        *("x\n", "x\r\nBcc: a@b.cd", "\u2028", "\u2029", "\x85", "\x00", "\x0b", "\ud800"),
        *("\u202egnp.exe", "\u2066", "\ufeff", "用户（备注）", "é", "e\u0301", "\U0001f600"),
        *('"', "\\", "<x@y.zz>", ",;:@()[]", "../../etc/passwd", "C:\\con", ".", " ", "\t"),
        *("a" * 300, "中" * 300, "=?utf-8?q?" + "a" * 80 + "?="),
    ]
)
WORDS = st.lists(st.one_of(st.text(max_size=40), NASTY), max_size=5).map("".join)
HEADERS = [
    *("From", "To", "Subject", "Date", "Message-ID", "Auto-Submitted", "List-Id"),
    *("List-Unsubscribe", "Content-Language", "X-Briefs-Edition", "Content-Type", "MIME-Version"),
]


@pytest.mark.campaign("No subject, name or file name adds a header or ends in an error")
def test_no_words_reach_beyond_their_header(campaign):
    sender = Sender.model_validate({"name": "Research", "address": "r@example.com"})

    @settings(
        max_examples=size(150, full=10_000),
        deadline=None,
        database=None,
        derandomize=True,
        suppress_health_check=list(HealthCheck),
    )
    @given(WORDS, WORDS, WORDS)
    def try_(subject, name, file):
        heading = Heading(
            key="ab" * 32,
            name=name,
            address=parse_address("x@example.org"),
            date=datetime(2026, 1, 1, tzinfo=UTC),
            edition="axera.one-pager.en",
            one_click=False,
        )
        content = Content(subject, "text", "<p>html", b"png", b"%PDF", file, ("en",))
        data = serialise(content, heading, sender)
        head = data.partition(b"\r\n\r\n")[0].decode("ascii")
        names = re.findall(r"^([^\s:]+):", head, re.MULTILINE)
        assert sorted(names) == sorted(HEADERS)
        assert not re.search(r"\r\n[ \t]*(\r\n|$)", head)
        assert max(map(len, data.split(b"\r\n"))) <= 998
        one = read(data)
        assert [person.addr_spec for person in one.message["to"].addresses] == ["x@example.org"]
        elsewhere = fast_mail_parser.parse_email(data)
        assert elsewhere.subject == one.message["subject"]
        (path,) = one.files
        assert path.endswith(".pdf")
        assert not set(path) & set('/\\:*?"<>|\r\n\0')
        assert not path.startswith(".")
        campaign.count(messages=1)

    try_()
