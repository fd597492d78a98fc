"""Signing: a PAdES signature as an addition to a finished PDF, of which no byte is changed.

What stands before the addition is the PDF as it was built, to be made again by anybody who has
the records.
"""

from __future__ import annotations

import io
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import pikepdf
from cryptography.hazmat.primitives.serialization import pkcs12
from pyhanko.pdf_utils.content import RawContent
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.pdf_utils.layout import BoxConstraints
from pyhanko.pdf_utils.misc import PdfError
from pyhanko.pdf_utils.writer import BasePdfFileWriter
from pyhanko.sign import signers
from pyhanko.sign.fields import InvisSigSettings, SigFieldSpec, SigSeedSubFilter
from pyhanko.sign.general import SigningError
from pyhanko.sign.signers.pdf_signer import PdfSigner, PdfSigningSession
from pyhanko.stamp import StaticStampStyle

from briefs.evidence.outlines import drawn

#: The name of a signature's field, with its number.
FIELD = "Signature {}"

_POINTS = 72 / 25.4


class KeyFault(Exception):  # noqa: N818 - carries what a user can mend
    """A key cannot be used; says why, and how to mend it."""

    def __init__(self, message: str, mend: str) -> None:
        self.mend = mend
        super().__init__(message)


class UnsignableError(Exception):
    """A PDF cannot be signed; says why."""


@dataclass(frozen=True, slots=True)
class Box:
    """Where a visible signature stands: page, and millimetres from the upper left corner.

    `faces` is the folder of those that its words are drawn with.
    """

    page: int
    left: float
    top: float
    width: float
    height: float
    faces: Path


@dataclass(frozen=True, slots=True)
class Key:
    """A signer's key, and the certificate that names them."""

    signer: signers.SimpleSigner
    name: str
    ends: datetime


def key_of(data: bytes, password: str | None, now: datetime) -> Key:
    """Open a PKCS#12 file. Raises KeyFault."""
    secret = password.encode() if password else None
    try:
        key, certificate, _ = pkcs12.load_key_and_certificates(data, secret)
    except ValueError as error:
        words = "the password does not open the key, or it is no PKCS#12 file"
        raise KeyFault(words, "check both; `openssl pkcs12 -info` asks the same") from error
    if key is None or certificate is None:
        missing = "a private key" if key is None else "the certificate of its key"
        raise KeyFault(f"the PKCS#12 file lacks {missing}", "export both together")
    first, last = certificate.not_valid_before_utc, certificate.not_valid_after_utc
    signer = signers.SimpleSigner.load_pkcs12_data(data, (), passphrase=secret)
    name = str(signer.signing_cert.subject.native.get("common_name", signer.subject_name))
    if now > last:
        raise KeyFault(f"the certificate of {name} expired on {last:%Y-%m-%d}", "renew it")
    if now < first:
        raise KeyFault(f"the certificate of {name} begins on {first:%Y-%m-%d}", "wait, or renew it")
    return Key(signer, name, last)


def sign(pdf: bytes, key: Key, now: datetime, *, reason: str = "", box: Box | None = None) -> bytes:
    """Sign a PDF; where no box is given, nothing on a page changes.

    Raises UnsignableError.
    """
    try:
        writer = _Addition(io.BytesIO(pdf))
        name = FIELD.format(len(writer.prev.embedded_signatures) + 1)
        signer = _Signer(
            now,
            signers.PdfSignatureMetadata(
                field_name=name,
                md_algorithm="sha256",
                subfilter=SigSeedSubFilter.PADES,
                reason=reason or None,
                name=key.name,
            ),
            signer=key.signer,
            new_field_spec=_field(pdf, name, box),
            stamp_style=_mark(box, key, now) if box else None,
        )
        written = signer.sign_pdf(writer)
    except (PdfError, SigningError) as error:
        raise UnsignableError(f"it cannot be signed: {error}") from error
    return bytes(written.getvalue())


def _field(pdf: bytes, name: str, box: Box | None) -> SigFieldSpec:
    # PDF/A forbids hidden fields, and PDF/UA wants each that is not hidden among the tags, but
    # for those that lie outside the page.
    place = _corners(pdf, box) if box else None
    return SigFieldSpec(
        name,
        on_page=box.page - 1 if box else 0,
        box=place,
        readable_field_name=name,
        invis_sig_settings=InvisSigSettings(box_out_of_bounds=True),
    )


def _mark(box: Box, key: Key, now: datetime) -> StaticStampStyle:
    """Draw what a visible signature shows: who signed, and when."""
    width, height = box.width * _POINTS, box.height * _POINTS
    lines = (f"Signed by {key.name}", f"{now.astimezone(UTC):%Y-%m-%d %H:%M} UTC")
    content = RawContent(
        drawn(lines, width, height, box.faces), box=BoxConstraints(round(width), round(height))
    )
    return StaticStampStyle(background=content, border_width=0)


def _corners(pdf: bytes, box: Box) -> tuple[int, int, int, int]:
    """Give a box in points from the lower left, as PDF wants it."""
    with pikepdf.open(io.BytesIO(pdf)) as document:
        if box.page > len(document.pages):
            raise UnsignableError(f"it has no page {box.page}")
        top = float(document.pages[box.page - 1].mediabox[3])
    return (
        round(box.left * _POINTS),
        round(top - (box.top + box.height) * _POINTS),
        round((box.left + box.width) * _POINTS),
        round(top - box.top * _POINTS),
    )


class _Addition(IncrementalPdfFileWriter):
    """Leaves what the document says of itself alone: its dates are those of its record."""

    def _update_meta(self) -> None:
        pass


class _Signer(PdfSigner):
    """Signs at the moment it is told, and asks no clock."""

    def __init__(self, now: datetime, *arguments: object, **named: object) -> None:
        super().__init__(*arguments, **named)  # type: ignore[arg-type]
        self._now = now

    def init_signing_session(
        self,
        pdf_out: BasePdfFileWriter,
        existing_fields_only: bool = False,  # noqa: FBT001, FBT002 - as it is above
    ) -> PdfSigningSession:
        """Begin at the moment that was told."""
        session = super().init_signing_session(pdf_out, existing_fields_only)
        session.system_time = self._now
        return session
