"""Seals: the signatures on a PDF: who signed, whether it is as it was then, who vouches for them.

Whose signature a name is can be known only from a certificate that the reader trusts already.
"""

from __future__ import annotations

import io
import logging
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime

from asn1crypto.cms import ContentInfo
from pyhanko.keys import load_certs_from_pemder_data
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.validation import validate_pdf_signature
from pyhanko.sign.validation.pdf_embedded import EmbeddedPdfSignature
from pyhanko.sign.validation.settings import KeyUsageConstraints
from pyhanko.sign.validation.status import PdfSignatureStatus, SignatureCoverageLevel
from pyhanko_certvalidator import ValidationContext

from briefs.evidence.additions import built
from briefs.faults import Fault, Place

RULE = "signature"

NOBODY = "nobody known"

#: The length octet of a value that does not say how long it is (X.690 §8.1.3.6).
_UNSAID = b"\x80"

ADDED = "something was added after it was signed"
AGAIN = "do not rely on this copy; ask its publisher for another"

#: What a certificate must be made for; either will do.
USES = frozenset({"digital_signature", "non_repudiation"})


@dataclass(frozen=True, slots=True)
class Seal:
    """One signature: who signed and, by their own clock, when; and what is wrong with it."""

    signer: str
    when: datetime | None
    is_trusted: bool
    faults: tuple[Fault, ...]

    @property
    def words(self) -> str:
        """Say who signed, and whether they are known."""
        when = f" on {self.when.astimezone(UTC):%Y-%m-%d %H:%M} UTC" if self.when else ""
        known = "trusted" if self.is_trusted else "not known to be trusted"
        return f"signed by {self.signer}{when}, {known}"


def certificates(data: bytes) -> list[object]:
    """Read certificates, in PEM or DER; raises ValueError where there are none."""
    found = list(load_certs_from_pemder_data(data))
    if not found:
        raise ValueError("no certificate is in it")
    return found


def seals_on(
    name: str, pdf: bytes, now: datetime, trusted: Sequence[object] = ()
) -> tuple[Seal, ...]:
    """Check every signature on a PDF, with the certificates that its reader trusts."""
    place = Place(name)
    # What it has to say of odd certificates stands in what it returns.
    logging.getLogger("pyhanko_certvalidator").setLevel(logging.CRITICAL)
    logging.getLogger("pyhanko").setLevel(logging.CRITICAL)
    try:
        found = PdfFileReader(io.BytesIO(pdf)).embedded_signatures
        seals = [_seal(place, one, now, trusted) for one in found]
        reach = max((one.byte_range[2] + one.byte_range[3] for one in found), default=len(pdf))
    except Exception as error:  # noqa: BLE001 - a damaged file may break its reader anywhere
        return (_broken(place, str(error) or type(error).__name__),)
    if not seals and built(pdf) != pdf:
        words = "something was added to the PDF that was built, and nobody signed it"
        return (Seal(NOBODY, None, is_trusted=False, faults=(Fault(place, words, AGAIN, RULE),)),)
    if reach < len(pdf):
        seals[-1] = replace(seals[-1], faults=(*seals[-1].faults, Fault(place, ADDED, AGAIN, RULE)))
    return tuple(seals)


def _seal(
    place: Place, one: EmbeddedPdfSignature, now: datetime, trusted: Sequence[object]
) -> Seal:
    context = ValidationContext(trust_roots=list(trusted), moment=now, allow_fetching=False)
    status = validate_pdf_signature(
        one, context, key_usage_settings=KeyUsageConstraints(key_usage=set(USES))
    )
    subject = status.signing_cert.subject
    signer = str(subject.native.get("common_name", subject.human_friendly))
    faults = tuple(_wrong(place, one, status, now, is_asked=bool(trusted)))
    return Seal(signer, one.self_reported_timestamp, bool(status.trusted), faults)


def _wrong(
    place: Place,
    one: EmbeddedPdfSignature,
    status: PdfSignatureStatus,
    now: datetime,
    *,
    is_asked: bool,
) -> Iterator[Fault]:
    if not status.intact:
        yield Fault(place, "it was changed after it was signed", AGAIN, RULE)
    elif not status.valid:
        yield Fault(place, "its signature is not that of the key it names", AGAIN, RULE)
    elif status.coverage is not SignatureCoverageLevel.ENTIRE_FILE and not status.docmdp_ok:
        yield Fault(place, ADDED, AGAIN, RULE)
    elif _is_damaged(one):
        yield Fault(place, "its signature was changed after it was made", AGAIN, RULE)
    ends = one.signer_cert.not_valid_after
    if ends < now:
        words = f"the certificate that signed it expired on {ends:%Y-%m-%d}"
        mend = "nothing proves that it was signed before: ask for a copy that is signed anew"
        yield Fault(place, words, mend, RULE)
    elif is_asked and not status.trusted:
        words = "nobody you trust vouches for the certificate that signed it"
        yield Fault(place, words, "check --trust, and who signed it", RULE)


def _is_damaged(one: EmbeddedPdfSignature) -> bool:
    """Whether bytes were changed in the signature itself, which no signature can cover.

    What it leaves uncovered follows from the rest: its length, its padding, and what it says
    of its own form (RFC 5652 §5). One that does not say its length cannot be asked for that.
    """
    held = bytes(one.pkcs7_content)
    signed, signer = one.signed_data, one.signer_info
    by_key = signer["sid"].name == "subject_key_identifier"
    form = (
        signer["version"].native,
        signed["version"].native,
        [each["algorithm"].native for each in signed["digest_algorithms"]],
    )
    version = "v3" if by_key else "v1"
    if form != (version, version, [signer["digest_algorithm"]["algorithm"].native]):
        return True
    if held[1:2] == _UNSAID:
        return False
    said = ContentInfo.load(held).dump()
    written = ContentInfo.load(held).dump(force=True)
    return len(written) != len(said) or bool(held[len(said) :].strip(b"\0"))


def _broken(place: Place, error: str) -> Seal:
    words = f"it was changed after it was signed, or its signature is damaged ({error})"
    return Seal(NOBODY, None, is_trusted=False, faults=(Fault(place, words, AGAIN, RULE),))
