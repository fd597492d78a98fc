"""The language of the page: the proofs of digits, lines, terms and tone, in the order asked."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from briefs.faults import Fault
from briefs.proofs.exhibit import Exhibit
from briefs.proofs.orphans import orphans
from briefs.proofs.terms import terms
from briefs.proofs.tone import footed, tone
from briefs.proofs.typography import typography

#: Proofs over one edition; those over all editions of a brief are in briefs/proofs/parity.py.
LANGUAGE_PROOFS: tuple[Callable[[Exhibit], Iterable[Fault]], ...] = (
    orphans,
    typography,
    terms,
    tone,
    footed,
)
