"""The parcel: a finished message with the envelope that it travels in."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Parcel:
    """A message as the ledger freezes it: whose it is, from and to whom, and its bytes.

    `canonical` is the form of the address by which a reader is known; `sender` is where bounces
    go; `keepsake` is what the reader will have seen.
    """

    key: str
    campaign: str
    canonical: str
    address: str
    sender: str
    edition: str
    data: bytes
    keepsake: str
