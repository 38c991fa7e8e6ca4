"""How many calls are in flight, against simulated servers of known size, on a simulated clock."""

import heapq
import math
import random
import statistics
from collections import deque
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from itertools import count
from typing import NamedTuple

import pytest

from noojee_dq.sending.governor import Governor

Latency = Callable[[random.Random], float]

#: Seconds for which the engine gathers answers before it sends the next leads together.
_GATHER = 0.005


def equal(_: random.Random) -> float:
    """Seconds of a call of which all take equally long, so that those sent together are answered together."""
    return 0.1


def even(rng: random.Random) -> float:
    """Seconds of a call of which all take about as long."""
    return 0.1 * (1 + rng.uniform(0, 0.05))


def uneven(rng: random.Random) -> float:
    """Seconds of a call that seldom takes less than the vendor's 0.1 s, and often much more."""
    return 0.1 + 0.03 * rng.lognormvariate(0, 1)


def rarely_slow(rng: random.Random) -> float:
    """One call in 20 takes a hundred times as long."""
    return 10.0 if rng.random() < 0.05 else even(rng)


def deduping(rng: random.Random) -> float:
    """A campaign that looks for duplicates: most calls under 2 s, some half a minute."""
    return rng.uniform(10, 30) if rng.random() < 0.05 else rng.uniform(0.2, 2)


class Fixed:
    """A client that knows the server's slots, and always keeps 1.5 times as many calls in flight."""

    def __init__(self, slots: int) -> None:
        self.limit = round(1.5 * slots)

    def begin(self) -> int:
        return 0

    def end(self, number: int, started: float, ended: float) -> None:
        pass


class Stalls:
    """Moments at which the client does nothing, and sees only afterwards what has been answered.

    Args:
        every: seconds from the end of one to the next, on average.
        longest: seconds of the longest; the shortest takes a fifth.
    """

    def __init__(self, every: float, longest: float, seed: int) -> None:
        self._every, self._longest, self._rng = every, longest, random.Random(seed)  # noqa: S311 - as above
        self._begins = self._ends = 0.0

    def awake(self, moment: float) -> float:
        """Return when the client notices what happens at a moment; moments are asked in their order."""
        while moment >= self._ends:
            self._begins = self._ends + self._rng.expovariate(1 / self._every)
            self._ends = self._begins + self._rng.uniform(0.2, 1) * self._longest
        return self._ends if moment >= self._begins else moment


class _Call(NamedTuple):
    ends: float
    serial: int
    ours: bool
    number: int
    started: float


@dataclass
class Simulation:
    """A client against a server that works on `slots` calls at once, and queues the rest: first come, first served."""

    client: Governor | Fixed
    slots: int
    latency: Latency
    seed: int = 1
    stalls: Stalls | None = None
    now: float = 0.0
    answered: int = 0
    in_flight: int = 0
    peak: int = 0
    longest_call: float = 0.0
    _next_turn: float = 0.0
    _working: list[_Call] = field(default_factory=list)
    #: Answers that the client notices at a moment.
    _answers: list[tuple[float, _Call]] = field(default_factory=list)
    _queue: deque[tuple[bool, int, float]] = field(default_factory=deque)
    _serial: Iterator[int] = field(default_factory=count)

    def __post_init__(self) -> None:
        self._rng = random.Random(self.seed)  # noqa: S311 - made-up moments, the same at each run

    def until(self, seconds: float) -> "Simulation":
        """Go on until that moment; what was seen counts from here."""
        self.answered, self.peak = 0, 0
        while self.now < seconds:
            self._next()
        return self

    def answers(self, number: int) -> "Simulation":
        """Go on for so many answers."""
        until = self.answered + number
        while self.answered < until:
            self._next()
        self.peak = self.in_flight
        return self

    def occupy(self, calls: int) -> None:
        """Have another client keep so many calls in flight from now on."""
        for _ in range(calls):
            self._queue.append((False, 0, self.now))

    def _next(self) -> None:
        """Let happen what comes next: the client sends, or notices an answer, or the server answers."""
        ends = self._working[0].ends if self._working else math.inf
        noticed = self._answers[0][0] if self._answers else math.inf
        self.now = min(self._next_turn, noticed, ends)
        if self.now == self._next_turn:
            self._next_turn = math.inf
            self._send()
        elif self.now == noticed:
            self._answered(heapq.heappop(self._answers)[1])
        else:
            self._end(heapq.heappop(self._working))
        self._work()

    def _end(self, call: _Call) -> None:
        if call.ours:
            heapq.heappush(self._answers, (self._awake(), call))
        else:
            self.occupy(1)

    def _awake(self) -> float:
        return self.stalls.awake(self.now) if self.stalls else self.now

    def _answered(self, call: _Call) -> None:
        self.client.end(call.number, call.started, self.now)
        self.in_flight -= 1
        self.answered += 1
        self.longest_call = max(self.longest_call, self.now - call.started)
        self._next_turn = min(self._next_turn, self.now + _GATHER)

    def _send(self) -> None:
        while self.in_flight < self.client.limit:
            self.in_flight += 1
            self._queue.append((True, self.client.begin(), self.now))
        self.peak = max(self.peak, self.in_flight)

    def _work(self) -> None:
        while self._queue and len(self._working) < self.slots:
            ours, number, started = self._queue.popleft()
            ends = self.now + self.latency(self._rng)
            heapq.heappush(self._working, _Call(ends, next(self._serial), ours, number, started))


def simulated(slots: int, latency: Latency = even, *, ceiling: int = 64, seed: int = 1) -> Simulation:
    return Simulation(Governor(ceiling), slots, latency, seed)


@pytest.mark.parametrize("latency", [equal, even])
@pytest.mark.parametrize("slots", [2, 3, 4, 6, 8, 12, 16, 24, 32])
def test_the_server_is_used_and_not_flooded(slots: int, latency: Latency) -> None:
    run = simulated(slots, latency)
    assert run.until(15).peak <= 1.5 * slots, "while it grows"
    run.until(60)
    assert run.answered / 45 * 0.1 / slots > 0.93
    assert run.peak <= 1.5 * slots


def test_a_server_with_one_slot_is_given_two_calls() -> None:
    # One more than it works on must be in flight, or it would never show that it has become larger.
    run = simulated(1).until(60).until(100)
    assert run.answered / 40 * 0.1025 > 0.95
    assert run.peak == 2


@pytest.mark.parametrize("slots", [4, 8, 32])
@pytest.mark.parametrize(("latency", "settled"), [(uneven, 20), (rarely_slow, 60), (deduping, 300)])
def test_slow_calls_are_no_queue(latency: Latency, settled: int, slots: int) -> None:
    """A mean latency would take one call in 20 that is slow for an overloaded server, and have hardly any in flight."""
    run = simulated(slots, latency).until(settled).until(6 * settled)
    fixed = Simulation(Fixed(slots), slots, latency).until(settled).until(6 * settled)
    assert run.answered / fixed.answered > 0.9
    assert run.longest_call < 60, "a queue of a minute would be answered 109"
    assert run.peak <= 1.5 * slots or latency is not rarely_slow


@pytest.mark.parametrize(
    ("slots", "others"),
    [
        pytest.param(8, 4, marks=pytest.mark.long),
        (8, 8),
        (32, 16),
        pytest.param(32, 32, marks=pytest.mark.long),
    ],
)
def test_another_client_may_take_its_share(slots: int, others: int) -> None:
    shares = []
    for seed in range(6):
        run = simulated(slots, seed=seed).until(20)
        run.occupy(others)
        run.until(40).until(120)
        assert run.peak <= 1.5 * slots
        assert run.longest_call < 1  # a queue of a minute would be answered 109
        shares.append(run.answered / 80 * 0.1025 / slots)
    assert statistics.mean(shares) > 0.75 * slots / (slots + others)


@pytest.mark.parametrize("latency", [equal, even, rarely_slow])
@pytest.mark.parametrize(("every", "longest"), [(0.5, 0.05), (0.1, 0.03)])
@pytest.mark.parametrize("slots", [8, 32])
def test_a_client_that_stalls_does_not_flood_the_server(
    slots: int, every: float, longest: float, latency: Latency
) -> None:
    """It sees answers late, as if the server still worked on these calls."""
    for seed in range(3):
        run = Simulation(Governor(64), slots, latency, seed, Stalls(every, longest, seed))
        assert run.until(20).peak < 1.5 * slots, "while it grows"
        assert run.until(80).peak < 1.5 * slots


@pytest.mark.parametrize("latency", [equal, even, uneven, rarely_slow])
@pytest.mark.parametrize("slots", [8, 16, 32])
def test_an_eighth_of_the_slots_is_noticed_within_200_calls(latency: Latency, slots: int) -> None:
    run = simulated(slots, latency).until(60)
    run.slots //= 8
    assert run.answers(200).peak <= max(2, 1.5 * run.slots)


@pytest.mark.parametrize("latency", [equal, even, uneven, rarely_slow])
def test_more_slots_are_found(latency: Latency) -> None:
    run = simulated(4, latency).until(60)
    run.slots = 32
    run.until(90)
    assert run.in_flight >= 30


@pytest.mark.parametrize("ceiling", [1, 5, 16])
def test_never_above_the_ceiling(ceiling: int) -> None:
    assert simulated(32, ceiling=ceiling).until(60).peak == ceiling


def test_a_busy_server_halves_the_limit() -> None:
    run = simulated(16).until(20)
    governor, before = run.client, run.client.limit
    assert isinstance(governor, Governor)
    governor.busy(30, 31)
    assert governor.limit == before // 2
    governor.busy(30.5, 31.5)  # it began before the limit was halved
    assert governor.limit == before // 2


def test_a_server_that_becomes_slower_has_as_many_slots_as_before() -> None:
    """Fewer calls are in flight until it is plain that nothing queues; then as many as before."""
    run = simulated(16).until(20)
    before = run.client.limit
    run.latency = lambda rng: 3 * even(rng)
    limits = []
    while run.now < 60:
        limits.append(run.answers(1).client.limit)
    assert min(limits) < before / 2
    assert limits[-1] >= 16


@pytest.mark.parametrize("before", [2.0, 3.0, 5.0])
def test_a_server_that_becomes_quicker_has_as_many_slots_as_before(before: float) -> None:
    run = simulated(10, lambda rng: before * even(rng)).until(20 * before)
    run.latency = even
    assert run.answers(4000).peak <= 15


def test_a_server_that_is_slow_at_first_is_not_flooded() -> None:
    run = simulated(10, lambda rng: 5 * even(rng)).answers(20)
    run.latency = even
    assert run.answers(500).peak <= 15


def test_a_server_that_is_busy_from_the_start_is_used_once_it_is_not() -> None:
    governor = Governor(64)
    governor.busy(-1, 0)
    run = Simulation(governor, 20, equal).until(30)
    assert run.in_flight >= 18


def test_calls_that_are_not_measured_still_end() -> None:
    """A lost answer says nothing of the server's speed; yet it does not look as if the server still worked on it."""
    governor = Governor(16)
    for second in range(100):
        lost, first, then = governor.begin(), governor.begin(), governor.begin()
        governor.end(lost, second, second, measured=False)
        governor.end(first, second, second + 0.1)
        governor.end(then, second + 0.1, second + 0.2)  # one slot, hence one after the other
    assert governor.limit == 2
