"""Keys that tests sign with: made anew, good for nothing else."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import (
    BestAvailableEncryption,
    Encoding,
    pkcs12,
)
from cryptography.x509.oid import NameOID

PASSWORD = "correct horse"  # noqa: S105 - of keys that are made for one run


@dataclass(frozen=True)
class Keys:
    """A key in a PKCS#12 file, and its certificate as PEM."""

    pkcs12: bytes
    certificate: bytes


def keys(name="Jane Analyst", *, days=30):
    """Make a key with a certificate of its own, which ends in so many days."""
    key = ec.generate_private_key(ec.SECP256R1())
    now = datetime.now(UTC)
    named = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])
    certificate = (
        x509.CertificateBuilder()
        .subject_name(named)
        .issuer_name(named)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(days=60))
        .not_valid_after(now + timedelta(days=days))
        .add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )
    locked = BestAvailableEncryption(PASSWORD.encode())
    return Keys(
        pkcs12.serialize_key_and_certificates(name.encode(), key, certificate, None, locked),
        certificate.public_bytes(Encoding.PEM),
    )
