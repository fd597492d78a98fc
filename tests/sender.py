"""A sender for tests that kill it: sends what waits in a ledger to a relay on this machine."""

from __future__ import annotations

import ssl
import sys
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path

from briefs.delivery.ledger import opened
from briefs.delivery.recipients import Server
from briefs.delivery.sending import Pace, Run, World
from briefs.delivery.wire import Access, Wire


def main(path, port):
    server = Server(host="127.0.0.1", port=port, tls="off")
    access = Access(ssl.create_default_context(), name="sender")
    world = World(lambda: datetime.now(UTC), time.sleep, lambda: 0.0)
    with opened(path) as ledger, Wire(server, access) as wire:
        print("ready", flush=True)  # noqa: T201 - what the killer waits for
        Run(ledger, wire, world, Pace(timedelta(0))).go()


main(Path(sys.argv[1]), int(sys.argv[2]))
