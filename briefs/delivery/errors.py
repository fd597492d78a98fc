"""Errors: why a run of sending stops before it touches a message, and how to go on."""

from __future__ import annotations


class LedgerError(Exception):
    """A ledger cannot be used; says why."""

    mend = "name another place with --ledger FILE"


class WireError(Exception):
    """The server cannot be used as it is set up; no message was touched."""

    mend = "mend `server:` in the file of recipients, or the environment"


class UnreachableError(Exception):
    """The server cannot be reached now; no message was touched."""

    mend = "try again later; everything waits in the ledger"
