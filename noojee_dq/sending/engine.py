"""The loop that sends: claims rows in the journal, has them sent, and writes what came of them.

Each turn of the loop is one transaction: the results since the last turn, and the rows that go next. Only what is
decided elsewhere is done here: `outcome` says what an answer means, `schedule` which row is next, `governor` how many
calls may be in flight, `brake` when to pause or stop.
"""

import time
from collections.abc import Callable
from contextlib import AsyncExitStack
from dataclasses import dataclass, field, replace
from typing import NamedTuple

import anyio
import numpy as np
import pandas as pd
from numpy.typing import NDArray

from noojee_dq.arrow.columns import Mask
from noojee_dq.client import Answer, Kind, Pbx
from noojee_dq.errors import JournalError
from noojee_dq.journal.format import State, Taken
from noojee_dq.journal.writer import Claim, Journal, Settled
from noojee_dq.sending.bodies import Bodies
from noojee_dq.sending.brake import Brake
from noojee_dq.sending.governor import Governor
from noojee_dq.sending.outcome import Lead, Outcome, in_doubt, outcome
from noojee_dq.sending.pacing import Pacing
from noojee_dq.sending.progress import Progress
from noojee_dq.sending.schedule import Schedule
from noojee_dq.words.masking import mask_text

#: Seconds after which the progress display is brought up to date, whatever happens.
_TICK = 1.0
#: Seconds for which answers are gathered into one transaction; more calls are in flight than the server has slots, so
#: none of them stands idle meanwhile.
_GATHER = 0.005


class Facts(NamedTuple):
    """What of each row decides about its outcome, by position; `doubts` and `attempts` change."""

    guarded: Mask
    number_taken: NDArray[np.object_]
    id_taken: NDArray[np.object_]
    doubts: NDArray[np.int64]
    attempts: NDArray[np.int64]

    @classmethod
    def of(cls, rows: pd.DataFrame) -> "Facts":
        """Take the facts from the table `rows` of a journal."""
        # As a category, so that equal words are one object.
        texts = {name: rows[name].astype("category") for name in ("number_taken", "id_taken")}
        return cls(*(texts.get(name, rows[name]).to_numpy(copy=True) for name in cls._fields))

    def lead(self, position: int) -> Lead:
        """Return the facts of one row."""
        taken = Taken(self.number_taken[position]), Taken(self.id_taken[position])
        return Lead(bool(self.guarded[position]), *taken, int(self.doubts[position]))


class _Finished(NamedTuple):
    position: int
    number: int
    sent_at: float
    started: float
    ended: float
    answer: Answer


@dataclass(slots=True)
class Interrupts:
    """What a person at the keyboard wants: the first interrupt drains the run, the second abandons it.

    Attributes:
        count: interrupts so far.
        wake: called when one comes.
    """

    count: int = 0
    wake: Callable[[], None] = field(default=lambda: None)

    def interrupt(self) -> None:
        """Take note of an interrupt; to be called in the run's own event loop."""
        self.count += 1
        self.wake()


@dataclass(slots=True, kw_only=True)
class Engine:
    """Sends the rows of a schedule, and keeps the journal.

    Args:
        journal: the open journal of the run.
        bodies: what is sent for each row.
        schedule: the rows to send.
        facts: what of them decides about their outcome.
        open_pbx: makes a connection.
        pacing: the waits.
        governor: how many calls may be in flight.
        brake: when to pause and to stop.
        interrupts: what the person at the keyboard wants.
        progress: shows how far it is.
    """

    journal: Journal
    bodies: Bodies
    schedule: Schedule
    facts: Facts
    open_pbx: Callable[[], Pbx]
    pacing: Pacing
    governor: Governor
    brake: Brake
    interrupts: Interrupts
    progress: Progress
    _idle: list[Pbx] = field(default_factory=list, init=False)
    _in_flight: dict[int, Claim] = field(default_factory=dict, init=False)
    _finished: list[_Finished] = field(default_factory=list, init=False)
    _unwritten: list[Settled] = field(default_factory=list, init=False)
    _error: JournalError | None = field(default=None, init=False)
    #: The last turn found fewer rows than there was room for, so the run itself is the limit, not the server.
    _starved: bool = field(default=False, init=False)
    _wake: anyio.Event = field(default_factory=anyio.Event, init=False)

    async def run(self) -> None:
        """Send until every row is settled, the brake stops the run, or a person interrupts it.

        Raises:
            JournalError: the journal could not be written; nothing was sent after that.
        """
        self.interrupts.wake = lambda: self._wake.set()
        try:
            async with AsyncExitStack() as connections, anyio.create_task_group() as calls:
                while self._running():
                    self._wake = anyio.Event()
                    claims = await self._turn()
                    for claim in claims:
                        pbx = self._idle.pop() if self._idle else await connections.enter_async_context(self.open_pbx())
                        calls.start_soon(self._call, pbx, claim)
                    await self._wait()
                calls.cancel_scope.cancel()
        finally:
            with anyio.CancelScope(shield=True):
                await self._write_rest()
        if self._error is not None:
            raise self._error

    @property
    def unwritten(self) -> list[Settled]:
        """What attempts led to that the journal could not be told."""
        return self._unwritten

    def _running(self) -> bool:
        if self.interrupts.count > 1:
            return False
        return bool(self._in_flight or self._finished or (self._may_claim() and not self.schedule.empty))

    def _may_claim(self) -> bool:
        return not self.interrupts.count and self.brake.stop is None and self._error is None

    async def _turn(self) -> list[Claim]:
        """Settle what has come back, claim what goes next, and write both in one transaction."""
        self._settle_finished()
        try:
            self.journal.require_there()
        except JournalError as error:
            self._error = error
        claims = self._claims()
        if claims or (self._unwritten and self._error is None):
            # In a task of its own: asyncio's own cancellation passes through anyio's shields, and what is in the
            # journal would not be known.
            async with anyio.create_task_group() as writing:
                writing.start_soon(self._write, claims)
        return [claim for claim in claims if claim.position in self._in_flight]

    async def _write(self, claims: list[Claim]) -> None:
        try:
            await anyio.to_thread.run_sync(self.journal.write, self._unwritten, claims)
        except JournalError as error:
            self._error = self._error or error
        else:
            self._unwritten = []
            self.facts.attempts[[claim.position for claim in claims]] += 1
            self._in_flight |= {claim.position: claim for claim in claims}

    def _claims(self) -> list[Claim]:
        now = time.monotonic()
        if not self._may_claim() or now < self.brake.paused_until:
            return []
        room = self._room()
        positions = self.schedule.take(room, now)
        self._starved = self.brake.alone or len(positions) < room
        at = time.time()
        return [Claim(position, at, int(self.facts.attempts[position])) for position in positions]

    def _room(self) -> int:
        return (1 if self.brake.alone else self.governor.limit) - len(self._in_flight)

    async def _call(self, pbx: Pbx, claim: Claim) -> None:
        # Not when it was claimed: a slow disk may have come between, and a quarantine counts from here.
        sent_at, started, number = time.time(), time.monotonic(), self.governor.begin()
        answer = await pbx.send(self.bodies[claim.position])
        # A server may repeat the lead's number; from here on its words go to the journal, and to a person.
        answer = replace(answer, message=mask_text(answer.message))
        self._idle.append(pbx)
        self._finished.append(_Finished(claim.position, number, sent_at, started, time.monotonic(), answer))
        self._wake.set()

    def _settle_finished(self) -> None:
        finished, self._finished = self._finished, []
        for call in finished:
            del self._in_flight[call.position]
            result = outcome(call.answer, self.facts.lead(call.position), self.pacing.quarantine)
            self.brake.answered(call.answer, result.state, started=call.started, now=call.ended)
            self._pace(call)
            self._place(call.position, result, call.started)
            self._record(call.position, call.sent_at, result, call.answer)

    def _pace(self, call: _Finished) -> None:
        measured = call.answer.kind is Kind.RESULT and not self._starved
        self.governor.end(call.number, call.started, call.ended, measured=measured)
        if call.answer.kind is Kind.BUSY:
            self.governor.busy(call.started, call.ended)

    def _place(self, position: int, result: Outcome, started: float) -> None:
        """Put a row that is to be sent again back into the schedule, and let those that waited for it go else."""
        self.facts.doubts[position] = result.doubts
        if result.delay is None:
            # A request in doubt may still sit in the server's queue, and must not come after those that follow it.
            in_queue = result.state is State.UNKNOWN
            self.schedule.settle(position, started + self.pacing.quarantine if in_queue else 0.0)
        else:
            self.schedule.put_back(position, started + result.delay)

    def _record(self, position: int, sent_at: float, result: Outcome, answer: Answer | None) -> None:
        self._unwritten.append(
            Settled(
                position=position,
                at=time.time(),
                state=result.state,
                resend_at=None if result.delay is None else sent_at + result.delay,
                doubts=result.doubts,
                kind=None if answer is None else answer.kind.value,
                code=None if answer is None else answer.code,
                http_status=None if answer is None else answer.http_status,
                message="abandoned before an answer came" if answer is None else answer.message,
            )
        )
        self.progress.settled(result.state, None if answer is None else answer.code)

    async def _wait(self) -> None:
        """Wait for an answer or an interrupt, or until a pause or a row's wait is over."""
        with anyio.move_on_after(self._seconds_to_wait()):
            await self._wake.wait()
            await anyio.sleep(_GATHER)
        now = time.monotonic()
        if self.interrupts.count and self._in_flight:
            self.progress.finishing(len(self._in_flight))
        elif now < self.brake.paused_until:
            self.progress.paused(self.brake.why, self.brake.paused_until - now)
        elif self.schedule.last_due is not None and self._starved:
            self.progress.settling(self.schedule.waiting, self.schedule.last_due - now)
        else:
            self.progress.sending()

    def _seconds_to_wait(self) -> float:
        if self._finished or not self._running():
            return 0.0
        if not self._may_claim() or self._room() <= 0:
            return _TICK
        now = time.monotonic()
        due = self.schedule.next_due
        again = max(self.brake.paused_until, now + _TICK if due is None else due)
        return min(_TICK, max(0.0, again - now))

    async def _write_rest(self) -> None:
        """Write what is not written yet; a call that was abandoned leaves its row in doubt."""
        self._settle_finished()
        for position, claim in self._in_flight.items():
            self._record(position, claim.at, in_doubt(self.facts.lead(position), self.pacing.quarantine), None)
        self._in_flight = {}
        if self._unwritten:
            # Once more, after an error too: what was full or locked may no longer be.
            await self._write([])
