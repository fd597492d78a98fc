"""The hand: a process beside a Dask worker that carries orders out, one after another.

Dask runs what it is given in a thread, which nobody can hold to a limit of time or memory, and
whose crash takes the worker with it. A hand can be held, and its crash costs one order.
"""

from __future__ import annotations

import json
import subprocess
import sys
import threading
import time
from contextlib import suppress

#: What a hand runs.
COMMAND = (sys.executable, "-m", "briefs", "work")

#: How often an order is tried whose hand dies.
ATTEMPTS = 2

_OWN = threading.local()


def carry_out(order: str) -> str:
    """Have an order carried out by the hand of this thread, and give the answer."""
    seconds = 0.0
    for _ in range(ATTEMPTS):
        started = time.perf_counter()
        answer = _asked(_hand(), order)
        if answer:
            return answer
        seconds = time.perf_counter() - started
    return died(seconds)


def died(seconds: float) -> str:
    """Give the answer for an order that took its process down with it."""
    return json.dumps({"died": seconds})


def lost(seconds: float) -> str:
    """Give the answer for an order that waited so long for a worker, and found none."""
    return json.dumps({"lost": seconds})


def _hand() -> subprocess.Popen[str]:
    hand: subprocess.Popen[str] | None = getattr(_OWN, "hand", None)
    if hand is None:
        pipe = subprocess.PIPE
        hand = subprocess.Popen(COMMAND, stdin=pipe, stdout=pipe, text=True)  # noqa: S603 - ours
        _OWN.hand = hand
    return hand


def _asked(hand: subprocess.Popen[str], order: str) -> str:
    """Give a hand's answer; nothing, if it died over it."""
    if hand.stdin is None or hand.stdout is None:
        raise ValueError("a hand is asked by pipes")
    answer = ""
    with suppress(BrokenPipeError):
        hand.stdin.write(f"{order}\n")
        hand.stdin.flush()
        answer = hand.stdout.readline()
    if not answer:
        _OWN.hand = None
        hand.kill()
        hand.communicate()  # which closes its pipes
    return answer
