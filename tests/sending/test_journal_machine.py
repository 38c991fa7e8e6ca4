"""Any order of claims, answers, losses and crashes, against a small model of a PBX: what the journal says is so."""

import shutil
import sqlite3
import tempfile
from dataclasses import dataclass
from pathlib import Path

import pandas as pd
import pytest
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from noojee_dq.batch.batch import Batch
from noojee_dq.batch.keys import claimed_keys
from noojee_dq.campaign import Campaign
from noojee_dq.client import Answer, Kind
from noojee_dq.journal.format import State
from noojee_dq.journal.writer import Claim, Journal, Settled
from noojee_dq.sending.bodies import Bodies
from noojee_dq.sending.engine import Facts
from noojee_dq.sending.outcome import outcome
from noojee_dq.sending.pacing import Pacing
from noojee_dq.sending.resumption import recover, to_send
from noojee_dq.sending.schedule import Schedule
from noojee_dq.sending.shared_keys import followers, shared_keys
from noojee_dq.sending.start import new_run
from tests.examples import examples

#: Seconds that a call can wait on the server (Noojee, "Insert Lead Fast": limits); the quarantine is longer.
_QUEUE = 60.0
_PACING = Pacing(quarantine=90)

#: Where files are written at once: the disk plays no part here.
_MEMORY = Path("/dev/shm")  # noqa: S108 - a folder of its own is made there

#: Number, external id, what the pre-flight expected, and whether the server refuses the lead for its own sake.
_LEADS = [
    ("0491570001", "A", "", False),
    ("0491570001", "B", "105", False),
    ("0491570002", "A", "112", False),
    ("0491570003", "", "", False),
    ("0491570004", "", "", False),
    ("0491570005", "C", "", False),
    ("0491570006", "", "105", False),
    ("0491570007", "D", "114", True),
]
#: Of this lead the campaign has the number already.
_KNOWN = 6


@dataclass
class Request:
    """A call on its way: not decided yet while it has no code; one that is dropped was never done."""

    position: int
    started: float
    looked_up: int | None = None
    code: int | None = None
    dropped: bool = False

    @property
    def open(self) -> bool:
        return self.code is None and not self.dropped


class ModelPbx:
    """What a PBX holds: by number and id, no more."""

    def __init__(self, allow_duplicates: bool) -> None:
        self.allow_duplicates = allow_duplicates
        self.numbers = {_LEADS[_KNOWN][0]}
        self.ids: set[str] = set()
        self.times_in = [0] * len(_LEADS)

    def look_up(self, position: int) -> int:
        """What an insert would be answered now."""
        number, reference, _, refused = _LEADS[position]
        if refused:
            return 114
        if reference in self.ids:
            return 112
        if number in self.numbers and not self.allow_duplicates:
            return 105
        return 0

    def insert(self, position: int) -> None:
        """Take a lead in."""
        number, reference, *_ = _LEADS[position]
        self.numbers.add(number)
        self.ids |= {reference} - {""}
        self.times_in[position] += 1


class JournalMachine(RuleBasedStateMachine):
    """A run that claims, hears or does not hear, and crashes, on a clock of its own."""

    def __init__(self) -> None:
        super().__init__()
        self.folder = Path(tempfile.mkdtemp(dir=_MEMORY if _MEMORY.is_dir() else None))
        self.now = 1_000_000.0
        self.requests: list[Request] = []
        self.in_flight: dict[int, Request] = {}
        self.begun: list[tuple[int, int, float]] = []

    @initialize(allow_duplicates=st.booleans())
    def begin(self, allow_duplicates: bool) -> None:
        leads = pd.DataFrame(_LEADS, columns=["Phone", "njExternalLeadId", "dq_codes", "dq_refused"])
        campaign = Campaign(phone_fields=["Phone"], allow_duplicates=allow_duplicates)
        self.pbx = ModelPbx(allow_duplicates)
        batch = Batch(leads, campaign)
        self.keys = claimed_keys(batch)
        bodies = Bodies(leads, campaign, "insert")
        run = new_run(batch, bodies, self.keys, frozenset(), [], campaign)
        self.journal = Journal(self.folder / "run.sqlite", lambda: run)
        self.reader = sqlite3.connect(self.journal.path)
        self._take_up()

    def _take_up(self) -> None:
        """What a process does at its start, with the clock of this machine."""
        rows = self.journal.rows()
        recover(self.journal, rows[rows["state"].eq(State.IN_FLIGHT)], _PACING)
        rows = self.journal.rows()
        left = to_send(rows, None)
        pending = left["state"].eq(State.PENDING)
        later = left[~pending]
        keys = shared_keys(self.keys)
        self.schedule = Schedule(
            left["position"][pending].tolist(),
            [(self.now + _PACING.quarantine, position) for position in later["position"]],
            followers(keys[keys["position"].isin(left["position"])]),
        )
        self.facts = Facts.of(rows)

    def _claim(self, most: int) -> int:
        positions = self.schedule.take(most, self.now)
        claims = [Claim(position, self.now, int(self.facts.attempts[position])) for position in positions]
        self.journal.write([], claims)
        self.facts.attempts[positions] += 1
        for position in positions:
            request = Request(position, self.now)
            self.requests.append(request)
            self.in_flight[position] = request
            self.begun.append((position, 1 + sum(before == position for before, _, _ in self.begun), self.now))
        return len(positions)

    def _heard(self, position: int, answer: Answer) -> None:
        """What the engine does with an answer."""
        request = self.in_flight.pop(position)
        reached = outcome(answer, self.facts.lead(position), _PACING.quarantine)
        self.facts.doubts[position] = reached.doubts
        again = None if reached.delay is None else request.started + reached.delay
        if again is None:
            self.schedule.settle(position)
        else:
            self.schedule.put_back(position, again)
        line = Settled(
            position,
            self.now,
            reached.state,
            again,
            reached.doubts,
            answer.kind.value,
            answer.code,
            None,
            answer.message,
        )
        self.journal.write([line], [])

    def _decide(self, request: Request, done: bool) -> None:
        if not done:
            request.dropped = True
            return
        request.code = self.pbx.look_up(request.position) if request.looked_up is None else request.looked_up
        if request.code == 0:
            self.pbx.insert(request.position)

    @rule(most=st.integers(1, 4))
    def claim(self, most: int) -> None:
        self._claim(most)

    @rule()
    @precondition(lambda self: any(request.open for request in self.requests))
    def the_server_looks_up(self) -> None:
        """All that waits; the inserts come later, so that two calls with one lead could both be done."""
        for request in self.requests:
            if request.open and request.looked_up is None:
                request.looked_up = self.pbx.look_up(request.position)

    @rule(data=st.data(), done=st.booleans())
    @precondition(lambda self: any(request.open for request in self.requests))
    def the_server_decides(self, data: st.DataObject, done: bool) -> None:
        """Whether or not anybody still waits for it."""
        undecided = [request for request in self.requests if request.open]
        self._decide(undecided[data.draw(st.integers(0, len(undecided) - 1))], done)

    @rule(data=st.data())
    @precondition(lambda self: any(not request.open for request in self.in_flight.values()))
    def an_answer_comes(self, data: st.DataObject) -> None:
        decided = [position for position, request in self.in_flight.items() if not request.open]
        position = data.draw(st.sampled_from(decided))
        request = self.in_flight[position]
        busy = Answer(data.draw(st.sampled_from([Kind.BUSY, Kind.NOT_SENT, Kind.STOP])))
        self._heard(position, busy if request.code is None else Answer(Kind.RESULT, request.code))

    @rule(data=st.data())
    @precondition(lambda self: self.in_flight)
    def an_answer_is_lost(self, data: st.DataObject) -> None:
        self._heard(data.draw(st.sampled_from(sorted(self.in_flight))), Answer(Kind.AMBIGUOUS))

    @rule()
    def crash(self) -> None:
        self.in_flight.clear()
        self.journal.close()
        self.journal = Journal(self.folder / "run.sqlite")
        self._take_up()

    @rule(seconds=st.sampled_from([1.0, 30.0, 61.0, 91.0]), done=st.booleans())
    def time_passes(self, seconds: float, done: bool) -> None:
        for request in self.requests:
            if request.open and request.started + _QUEUE <= self.now + seconds:
                self._decide(request, done)
        self.now += seconds

    @invariant()
    def what_the_journal_says_is_so(self) -> None:
        if not hasattr(self, "journal"):
            return
        states = [state for (state,) in self.reader.execute("SELECT state FROM rows ORDER BY position")]
        for state, times_in in zip(states, self.pbx.times_in, strict=True):
            assert times_in <= 1
            assert state not in (State.ACCEPTED, State.ACCEPTED_INFERRED) or times_in == 1
            assert state not in (State.REJECTED, State.CONFLICT, State.PENDING, State.WAITING) or times_in == 0

    @invariant()
    def no_attempt_is_erased(self) -> None:
        if hasattr(self, "journal"):
            made = self.reader.execute("SELECT position, attempt, started_at FROM attempts")
            assert sorted(made) == sorted(self.begun)

    def teardown(self) -> None:
        """Left alone by faults, a run ends, and every lead is settled or in doubt for a person."""
        if hasattr(self, "journal"):
            self.crash()
            while not self.schedule.empty or self.in_flight:
                self.time_passes(91.0, done=True)
                self._claim(4)
                for position, request in list(self.in_flight.items()):
                    if request.open:
                        self._decide(request, done=True)
                    self._heard(position, Answer(Kind.RESULT, request.code))
            self.what_the_journal_says_is_so()
            left = set(self.journal.rows()["state"])
            assert left <= {State.ACCEPTED, State.ACCEPTED_INFERRED, State.REJECTED, State.UNKNOWN}
            self.reader.close()
            self.journal.close()
        shutil.rmtree(self.folder)


@pytest.mark.hypothesis
def test_whatever_happens_the_journal_is_right() -> None:
    run_state_machine_as_test(JournalMachine, settings=examples(3, stateful_step_count=40))
