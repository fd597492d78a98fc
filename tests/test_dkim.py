"""DKIM signatures are those of RFC 6376 and RFC 8463, and break when anything is changed."""

from __future__ import annotations

import re
from base64 import b64decode, b64encode
from datetime import UTC, datetime
from hashlib import sha256

import pytest
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.asymmetric.padding import PKCS1v15
from cryptography.hazmat.primitives.hashes import SHA256
from letters import read, written

from briefs.cli import main
from briefs.delivery.dkim import DkimError, load_signer, relaxed_body, relaxed_header

#: RFC 8463, appendix A: the message, the secret key (RFC 8032's first), hash and signature.
RFC_HEAD = (
    "From: Joe SixPack <joe@football.example.com>\r\n"
    "To: Suzie Q <suzie@shopping.example.net>\r\n"
    "Subject: Is dinner ready?\r\n"
    "Date: Fri, 11 Jul 2003 21:00:37 -0700 (PDT)\r\n"
    "Message-ID: <20030712040037.46341.5F8J@football.example.com>\r\n"
)
RFC_BODY = "Hi.\r\n\r\nWe lost the game.  Are you hungry yet?\r\n\r\nJoe.\r\n"
RFC_KEY = "nWGxne/9WmC6hEr0kuwsxERJxWl7MmkZcDusAxyuf2A="
RFC_BODY_HASH = "2jUSOH9NhtVGCQWNr9BrIAPreKQjO6Sn7XIkfJVOzv8="
RFC_SIGNATURE = (
    "/gCrinpcQOoIfuHNQIbq4pgh9kyIK3AQUdt9OdqQehSwhEIug4D11BusFa3bT3FY5OsU7ZbnKELq+eXdp1Q1Dw=="
)
RFC_FIELD = (
    "DKIM-Signature: v=1; a=ed25519-sha256; c=relaxed/relaxed;\r\n"
    " d=football.example.com; i=@football.example.com;\r\n"
    " q=dns/txt; s=brisbane; t=1528637909; h=from : to :\r\n"
    " subject : date : message-id : from : subject : date;\r\n"
    " bh=2jUSOH9NhtVGCQWNr9BrIAPreKQjO6Sn7XIkfJVOzv8=;\r\n b="
)
NOW = datetime(2026, 11, 22, tzinfo=UTC)
MESSAGE = (RFC_HEAD + "List-Unsubscribe-Post: List-Unsubscribe=One-Click\r\n").encode()
MESSAGE += b"\r\n" + RFC_BODY.encode()


def test_the_published_signature_is_ours():
    fields = [row for row in RFC_HEAD.split("\r\n") if row]
    hashed = "".join(relaxed_header(row.encode()).decode() + "\r\n" for row in fields)
    hashed += relaxed_header(RFC_FIELD.encode()).decode()
    key = Ed25519PrivateKey.from_private_bytes(b64decode(RFC_KEY))
    assert b64encode(sha256(relaxed_body(RFC_BODY.encode())).digest()).decode() == RFC_BODY_HASH
    assert b64encode(key.sign(sha256(hashed.encode()).digest())).decode() == RFC_SIGNATURE


def test_the_examples_of_canonical_forms():
    # RFC 6376, 3.4.5
    assert relaxed_header(b"A: X") == b"a:X"
    assert relaxed_header(b"B : Y\t\r\n\tZ  ") == b"b:Y Z"
    assert relaxed_body(b" C \r\nD \t E\r\n\r\n\r\n") == b" C\r\nD E\r\n"
    assert relaxed_body(b"") == b""


def pem(key):
    return key.private_bytes(
        serialization.Encoding.PEM,
        serialization.PrivateFormat.PKCS8,
        serialization.NoEncryption(),
    )


@pytest.fixture(scope="module")
def rsa_key():
    return rsa.generate_private_key(65537, 2048)


def verify(message, public):
    """Verify a signature by the letter of RFC 6376, 6.1.3; written apart from what signs."""
    head, body = message.decode().split("\r\n\r\n", 1)
    fields = re.findall(r"([^:\r\n]+):((?:[^\r\n]|\r\n[ \t])*)", head)
    name, value = fields[0]
    assert name == "DKIM-Signature"
    tags = dict(tag.strip().split("=", 1) for tag in value.split(";"))
    bare = re.sub(r"[ \t]+(?=\r\n)", "", re.sub(r"[ \t]+", " ", body)).rstrip("\r\n") + "\r\n"
    if b64encode(sha256(bare.encode()).digest()).decode() != tags["bh"]:
        return False
    stack, data = fields[1:], ""
    for wanted in re.split(r"\s*:\s*", tags["h"]):
        rows = [row for row in stack if row[0].strip().lower() == wanted]
        if rows:
            stack.remove(rows[-1])
            data += f"{wanted}:{' '.join(rows[-1][1].split())}\r\n"
    data += "dkim-signature:" + " ".join(re.sub(r"\bb=[^;]*$", "b=", value).split())
    signature = b64decode("".join(tags["b"].split()))
    try:
        if tags["a"] == "rsa-sha256":
            public.verify(signature, data.encode(), PKCS1v15(), SHA256())
        else:
            public.verify(signature, sha256(data.encode()).digest())
    except Exception:  # noqa: BLE001 - InvalidSignature, of whichever key
        return False
    return True


@pytest.mark.parametrize("kind", ["rsa", "ed25519"])
def test_a_signed_message_verifies_and_a_changed_one_does_not(kind, rsa_key):
    key = rsa_key if kind == "rsa" else Ed25519PrivateKey.generate()
    signed = load_signer(pem(key), "example.com", "briefs").sign(MESSAGE, NOW)
    assert signed.endswith(MESSAGE)
    assert max(map(len, signed.split(b"\r\n"))) <= 78
    assert verify(signed, key.public_key())
    folded = signed.replace(b"To: Suzie", b"To:   \r\n Suzie")
    assert verify(folded, key.public_key()), "a relay may fold headers anew"
    for old, new in (
        (b"=One-Click", b"=Two-Click"),
        (b"lost the game", b"won the game"),
        (b"Subject: Is", b"Subject: Was"),
        (b"From: Joe", b"From: Jim"),
        (b"Subject:", b"Subject: Second\r\nSubject:"),
    ):
        assert not verify(signed.replace(old, new), key.public_key()), new


def test_keys_that_cannot_sign_are_refused(rsa_key):
    weak = rsa.generate_private_key(65537, 1024)  # noqa: S505 - weak on purpose
    with pytest.raises(DkimError, match="1024 bits"):
        load_signer(pem(weak), "example.com", "briefs")
    with pytest.raises(DkimError, match="neither RSA nor Ed25519"):
        load_signer(pem(ec.generate_private_key(ec.SECP256R1())), "example.com", "briefs")
    with pytest.raises(DkimError, match="no private key"):
        load_signer(b"-----BEGIN", "example.com", "briefs")
    locked = rsa_key.private_bytes(
        serialization.Encoding.PEM,
        serialization.PrivateFormat.PKCS8,
        serialization.BestAvailableEncryption(b"x"),
    )
    with pytest.raises(DkimError, match="encrypted"):
        load_signer(locked, "example.com", "briefs")


def test_one_click_needs_a_signature_and_stands_under_it(output, tmp_path, monkeypatch, rsa_key):
    (tmp_path / "key.pem").write_bytes(pem(rsa_key))
    monkeypatch.setenv("BRIEFS_DKIM_KEY_FILE", str(tmp_path / "key.pem"))
    sender = {
        "name": "研究部",
        "address": "research@example.com",
        "unsubscribe_url": "https://example.com/unsubscribe",
        "dkim": {"domain": "example.com", "selector": "briefs"},
    }
    file = written(tmp_path / "r.yaml", sender=sender, readers=[("A", "a@b.cd", "en", ["axera"])])
    where = ("--recipients", file, "--outbox", tmp_path / "box", "--ledger", tmp_path / "none")
    with pytest.raises(SystemExit) as ended:
        main(["--project", *map(str, (output.folder, "send", "--dry-run", *where))])
    assert ended.value.code == 0
    (path,) = (tmp_path / "box").iterdir()
    data = path.read_bytes()
    one = read(data)
    token = one.message["message-id"].strip("<>").split("@")[0]
    assert one.message["list-unsubscribe"] == (
        f"<https://example.com/unsubscribe/{token}>, "
        f"<mailto:research@example.com?subject=unsubscribe%20{token}>"
    )
    assert one.message["list-unsubscribe-post"] == "List-Unsubscribe=One-Click"
    assert f'href="https://example.com/unsubscribe/{token}"' in one.html
    assert verify(data, rsa_key.public_key())
    assert not verify(data.replace(b"=One-Click", b"=None"), rsa_key.public_key())
    monkeypatch.delenv("BRIEFS_DKIM_KEY_FILE")
    with pytest.raises(SystemExit) as ended:
        main(["--project", *map(str, (output.folder, "send", "--dry-run", *where))])
    assert ended.value.code == 78
