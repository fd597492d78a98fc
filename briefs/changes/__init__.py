"""Changes: what is another between two copies of an edition, and why.

A copy is what an edition said at one time, wherever that is kept: in a manifest, in a PDF, in the
ledger of what was sent, or in the records as they stand.
"""

from briefs.changes.copies import Copy, copy_in, copy_of, current
from briefs.changes.differing import Change, Difference, Reason, Rewording, Side, Sort, difference

__all__ = [
    "Change",
    "Copy",
    "Difference",
    "Reason",
    "Rewording",
    "Side",
    "Sort",
    "copy_in",
    "copy_of",
    "current",
    "difference",
]
