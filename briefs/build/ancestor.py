"""The ancestor: what the process that workers are forked from imports, and is then ready.

Importing this module is the whole work of it, for a fork server does nothing but import what it
is told to. Nobody else has a use for it.
"""

from __future__ import annotations

import gc
import os
from importlib import import_module

from briefs.build.versions import named_as_here

#: What a worker needs, in pieces between which the ancestor asks whether it is still needed.
PIECES = (
    *("briefs.records.library", "briefs.checks", "briefs.pages", "briefs.build.worker"),
    *("briefs.charts", "briefs.press", "briefs.proofs"),
)

_BUILD = os.getppid()

# What is imported stays: a collector that looks for garbage in it finds none, here or in a worker.
gc.disable()
with named_as_here():
    for _piece in PIECES:
        if os.getppid() != _BUILD:
            # The build had nothing to render; whoever reads what it prints still waits for us.
            os._exit(0)
        import_module(_piece)
gc.freeze()
gc.enable()
