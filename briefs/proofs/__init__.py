"""Proofs: the finished page is questioned before it is published.

Checks question the data before a page exists; proofs question the page.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable

from briefs.faults import Fault, in_order
from briefs.proofs.exhibit import Exhibit

__all__ = ["PROOFS", "Exhibit", "Proof", "prove"]

#: A question asked of a finished edition: what it finds wrong.
Proof = Callable[[Exhibit], Iterable[Fault]]

#: Every proof, in the order in which they are asked.
PROOFS: tuple[Proof, ...] = ()


def prove(exhibit: Exhibit) -> tuple[Fault, ...]:
    """Ask every proof of a finished edition, and give what is wrong, in order of place."""
    return in_order(fault for proof in PROOFS for fault in proof(exhibit))
