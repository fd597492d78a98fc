"""Addresses: who a message goes to, in a form that no mail header can misread."""

from __future__ import annotations

import re
from dataclasses import dataclass
from ipaddress import ip_address

import idna

#: RFC 5321, 4.5.3.1: octets of a local part, and of a path without its angle brackets.
LONGEST_LOCAL = 64
LONGEST = 254

#: RFC 5322's atext, and RFC 6532's letters beyond ASCII; quoted local parts are of another age.
_LOCAL = re.compile(r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~\u00a1-\U0010ffff-]+")


class AddressError(ValueError):
    """A text is no address that mail can be sent to; says why."""


@dataclass(frozen=True, slots=True)
class Address:
    """A mailbox: its local part, and its domain in the letters of DNS."""

    local: str
    domain: str

    def __str__(self) -> str:
        return f"{self.local}@{self.domain}"

    @property
    def canonical(self) -> str:
        """The one form by which a mailbox is known; nobody tells mailboxes apart by case."""
        return str(self).casefold()

    @property
    def shown(self) -> str:
        """The address as people write it."""
        return f"{self.local}@{idna.decode(self.domain)}"

    @property
    def is_ascii(self) -> bool:
        """Whether any server takes the address; others must offer SMTPUTF8."""
        return self.local.isascii()


def parse_address(text: str) -> Address:
    """Read an address; raises AddressError."""
    local, at, domain = text.strip().rpartition("@")
    if not at or not local or not domain:
        raise AddressError(f"{text!r} is no address: it has no name, @ and domain")
    if not all(_LOCAL.fullmatch(atom) and atom.isprintable() for atom in local.split(".")):
        raise AddressError(f"{text!r} is no address: {local!r} cannot stand before the @")
    address = Address(local, _domain(text, domain))
    if len(local.encode()) > LONGEST_LOCAL or len(str(address).encode()) > LONGEST:
        raise AddressError(f"{text!r} is no address: it is too long")
    return address


def _domain(text: str, domain: str) -> str:
    """Give a domain as DNS writes it, by IDNA 2008."""
    try:
        found = idna.encode(domain, uts46=True).decode().lower()
    except (idna.IDNAError, UnicodeError) as error:
        raise AddressError(f"{text!r} is no address: {domain!r} is no domain") from error
    if "." not in found and found != "localhost":
        raise AddressError(f"{text!r} is no address: {domain!r} is no domain")
    return found


def is_loopback(host: str) -> bool:
    """Whether a host is this machine, which nobody can listen in on from outside."""
    if host == "localhost":
        return True
    try:
        return ip_address(host.strip("[]")).is_loopback
    except ValueError:
        return False
