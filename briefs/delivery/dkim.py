"""DKIM: signs a message so that its reader's server knows who answers for it (RFC 6376).

Relaxed on both sides, with RSA or Ed25519 (RFC 8463), and nothing else: our messages have no
bare line end and no byte beyond ASCII, which makes signing short. Verifying is the readers'.
"""

from __future__ import annotations

import re
from base64 import b64encode
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256

from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.asymmetric.padding import PKCS1v15
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import load_pem_private_key

#: Signed once more than they stand in a message, so that none can be added (RFC 6376, 5.4.2).
SEALED = ("from", "to", "subject", "date", "message-id", "content-type")
#: RFC 8058 wants both of the latter under the signature.
SIGNED = (
    *(*SEALED, "mime-version", "auto-submitted", "content-language", "list-id"),
    *("list-unsubscribe", "list-unsubscribe-post"),
)

#: RFC 8301 lets nobody sign with less.
LEAST_BITS = 2048


class DkimError(ValueError):
    """A key cannot sign; says why."""

    mend = "give a PEM file with an RSA key of 2048 bits or more, or an Ed25519 key"


@dataclass(frozen=True, slots=True)
class Signer:
    """A key, and where its public half stands in the DNS: SELECTOR._domainkey.DOMAIN."""

    key: RSAPrivateKey | Ed25519PrivateKey
    domain: str
    selector: str

    def sign(self, message: bytes, now: datetime) -> bytes:
        """Give a message with its signature on top."""
        head, _, body = message.partition(b"\r\n\r\n")
        fields = _fields(head + b"\r\n")
        present = {name for name, _ in fields}
        names = [name for name in SIGNED if name in present]
        names += [name for name in SEALED if name in present]
        algorithm = "rsa-sha256" if isinstance(self.key, RSAPrivateKey) else "ed25519-sha256"
        tags = (
            "v=1",
            f"a={algorithm}",
            "c=relaxed/relaxed",
            f"d={self.domain}",
            f"s={self.selector}",
            f"t={int(now.timestamp())}",
            _folded(f"h={':'.join(names)}"),
            f"bh={b64encode(sha256(relaxed_body(body)).digest()).decode()}",
            "b=",
        )
        # What is signed is the header as it will stand, but for the signature itself.
        unsigned = f"DKIM-Signature: {f';{_FOLD}'.join(tags)}"
        data = _hashed(fields, names) + relaxed_header(unsigned.encode())
        signature = b64encode(self._signature(data)).decode()
        rows = (signature[at : at + _ROW] for at in range(0, len(signature), _ROW))
        return f"{unsigned}{_FOLD.join(rows)}\r\n".encode() + message

    def _signature(self, data: bytes) -> bytes:
        if isinstance(self.key, RSAPrivateKey):
            return self.key.sign(data, PKCS1v15(), SHA256())
        # RFC 8463, 3: the digest of the data is what is signed.
        return self.key.sign(sha256(data).digest())


_FOLD = "\r\n "
_ROW = 72


def load_signer(pem: bytes, domain: str, selector: str) -> Signer:
    """Read a private key; raises DkimError for one that cannot sign."""
    try:
        key = load_pem_private_key(pem, password=None)
    except (ValueError, TypeError, UnsupportedAlgorithm) as error:
        raise DkimError("the DKIM key is no private key in PEM, or it is encrypted") from error
    if isinstance(key, RSAPrivateKey) and key.key_size < LEAST_BITS:
        raise DkimError(f"the DKIM key has {key.key_size} bits, and RFC 8301 asks for {LEAST_BITS}")
    if not isinstance(key, (RSAPrivateKey, Ed25519PrivateKey)):
        raise DkimError("the DKIM key is neither RSA nor Ed25519")
    return Signer(key, domain, selector)


def relaxed_body(body: bytes) -> bytes:
    """Give a body as it is hashed: blanks as one, none at the ends of lines or of the body."""
    lines = [re.sub(rb"[ \t]+", b" ", line).rstrip(b" ") for line in body.split(b"\r\n")]
    while lines and not lines[-1]:
        lines.pop()
    return b"".join(line + b"\r\n" for line in lines)


def relaxed_header(field: bytes) -> bytes:
    """Give a header as it is hashed: a small name, and blanks and folds as one blank."""
    name, _, value = field.partition(b":")
    words = re.sub(rb"[ \t]+", b" ", value.replace(b"\r\n", b"")).strip(b" ")
    return name.strip().lower() + b":" + words


def _fields(head: bytes) -> list[tuple[str, bytes]]:
    """Part a head into its fields, folds and all."""
    rows = re.split(rb"\r\n(?![ \t])", head.removesuffix(b"\r\n"))
    return [(row.partition(b":")[0].strip().lower().decode(), row) for row in rows]


def _hashed(fields: list[tuple[str, bytes]], names: list[str]) -> bytes:
    """Give the named fields as they are hashed, from the last; one too many is nothing."""
    left = {name: [row for known, row in fields if known == name] for name in names}
    rows = (left[name].pop() for name in names if left[name])
    return b"".join(relaxed_header(row) + b"\r\n" for row in rows)


def _folded(names: str) -> str:
    """Fold a list of names between them."""
    rows = [""]
    for name in names.split(":"):
        if len(rows[-1]) + len(name) > _ROW:
            rows.append("")
        rows[-1] += f"{name}:"
    return _FOLD.join(rows).removesuffix(":")
