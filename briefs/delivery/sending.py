"""Sending: takes what waits in the ledger to an outbox, at a pace that servers bear."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from briefs.delivery.ledger import Ledger, State
from briefs.delivery.outbox import (
    DeferredError,
    Outbox,
    RejectedError,
    UnansweredError,
)
from briefs.delivery.parcel import Parcel

#: How long a message waits before its next try in a run; after these it waits for a later run.
WAITS = (timedelta(seconds=30), timedelta(minutes=2), timedelta(minutes=8))

#: So many refusals, or this share of a large run, mean that something is wrong with all of it.
MOST_FAILURES = 25
LARGE_RUN = 100
MOST_SHARE = 0.02

#: The slowest pace that a throttling server can bring about.
SLOWEST = timedelta(minutes=1)


class BreakerError(Exception):
    """So many messages were refused that sending stopped; the others wait in the ledger."""


@dataclass(frozen=True, slots=True)
class World:
    """What sending asks of the world: the moment, to wait, and a number between 0 and 1."""

    moment: Callable[[], datetime]
    wait: Callable[[float], None]
    chance: Callable[[], float]


@dataclass(slots=True)
class Pace:
    """The time between two messages; it doubles when a server asks for less."""

    between: timedelta
    next: datetime | None = None

    def hold(self, world: World) -> None:
        """Wait until the next message may go."""
        now = world.moment()
        if self.next and self.next > now:
            world.wait((self.next - now).total_seconds())
        self.next = max(now, self.next or now) + self.between

    def halve(self) -> None:
        """Send half as many from now on."""
        self.between = min(max(self.between * 2, timedelta(seconds=1)), SLOWEST)


@dataclass(slots=True)
class Run:
    """One run of sending: how many messages came to which state, and what each try came to."""

    ledger: Ledger
    outbox: Outbox
    world: World
    pace: Pace
    suppressed: Mapping[str, str] = field(default_factory=dict)
    watch: Callable[[Parcel, State, str], None] = lambda _parcel, _state, _words: None
    tries: Counter[str] = field(default_factory=Counter)
    ended: Counter[State] = field(default_factory=Counter)

    def go(self) -> Counter[State]:
        """Send until nothing is due that this run still tries; gives how many came to what.

        Raises BreakerError, and what the outbox says of its own set-up.
        """
        self.ledger.recover(self.world.moment())
        while parcel := self._next():
            self._one(parcel)
            self._break()
        return self.ended

    def _next(self) -> Parcel | None:
        """Take what is due; wait for what soon will be, if it failed in this run."""
        while True:
            now = self.world.moment()
            if parcel := self.ledger.lease(now):
                return parcel
            due = self.ledger.next_due()
            if due is None or due - now > WAITS[-1] or not self.tries:
                return None
            self.world.wait(max((due - now).total_seconds(), 1))

    def _one(self, parcel: Parcel) -> None:
        reason = self.suppressed.get(parcel.canonical, "")
        if reason:
            return self._note(parcel, State.SUPPRESSED, reason)
        self.pace.hold(self.world)
        try:
            receipt = self.outbox.send(parcel, lambda: self._commit(parcel))
        except DeferredError as error:
            return self._defer(parcel, error)
        except RejectedError as error:
            return self._note(parcel, State.FAILED, str(error))
        except UnansweredError as error:
            return self._note(parcel, State.UNKNOWN, str(error))
        except Exception:
            # The set-up or our own disk failed before anything was handed over.
            line = self.ledger.find(parcel.key)
            if line and line.state is State.SENDING:
                self.ledger.move(parcel.key, State.QUEUED, self.world.moment())
            raise
        self.ledger.sent(parcel.key, receipt.words, self.world.moment())
        self._told(parcel, State.SENT, receipt.words)
        return None

    def _commit(self, parcel: Parcel) -> None:
        self.ledger.move(parcel.key, State.DATA, self.world.moment())

    def _defer(self, parcel: Parcel, error: DeferredError) -> None:
        """Try again later: sooner in this run, after three tries in another."""
        now = self.world.moment()
        if error.throttled:
            self.pace.halve()
        number = self.tries[parcel.key]
        self.tries[parcel.key] += 1
        again = number < len(WAITS)
        # Full jitter: a thousand messages that failed together do not come back together.
        wait = WAITS[number] * self.world.chance() if again else WAITS[-1] * 2
        self.ledger.defer(parcel.key, str(error), now=now, due=now + wait)
        self._told(parcel, State.DEFERRED, str(error))

    def _note(self, parcel: Parcel, state: State, words: str) -> None:
        self.ledger.move(parcel.key, state, self.world.moment(), words)
        self._told(parcel, state, words)

    def _told(self, parcel: Parcel, state: State, words: str) -> None:
        self.ended[state] += 1
        self.watch(parcel, state, words)

    def _break(self) -> None:
        failed, tried = self.ended[State.FAILED], self.ended.total()
        if failed >= MOST_FAILURES or (tried >= LARGE_RUN and failed > MOST_SHARE * tried):
            raise BreakerError(
                f"{failed} of {tried} messages were refused; sending stopped, the rest waits"
            )
