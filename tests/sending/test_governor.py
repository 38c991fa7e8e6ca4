"""How many calls are in flight, against simulated servers of known size, on a simulated clock."""

import heapq
import random
from collections import deque
from typing import NamedTuple

import pytest

from noojee_dq.sending.governor import Governor

_LATENCY = 0.1
_SECONDS = 120.0
_SETTLED = 40.0


class Seen(NamedTuple):
    """What a client saw once it had settled."""

    share_of_ceiling: float
    most_in_flight: int
    longest_call: float


def simulated(slots: int, *, ceiling: int = 64, spread: float = 0.05, others: int = 0, seed: int = 1) -> Seen:
    """A client against a server that works on `slots` calls at once and queues the rest, first come first served.

    `others` calls of another client are always in flight, from 20 s on. A call takes `_LATENCY` and up to `spread` of
    it more.
    """
    rng = random.Random(seed)  # noqa: S311 - made-up moments, the same at each run
    governor = Governor(ceiling)
    working: list[tuple[float, int, bool, float]] = []
    queue: deque[tuple[bool, float]] = deque()
    now, in_flight, serial = 0.0, 0, 0
    seen: list[tuple[float, int, float]] = []

    def work(is_ours: bool, began: float) -> None:
        nonlocal serial
        serial += 1
        heapq.heappush(working, (now + _LATENCY * (1 + rng.uniform(0, spread)), serial, is_ours, began))

    def call(is_ours: bool) -> None:
        if len(working) < slots:
            work(is_ours, now)
        else:
            queue.append((is_ours, now))

    while now < _SECONDS:
        while in_flight < governor.limit:
            in_flight += 1
            call(is_ours=True)
        now, _, is_ours, began = heapq.heappop(working)
        if queue:
            work(*queue.popleft())
        if is_ours:
            governor.answered(began, now)
            seen.append((now, in_flight, now - began))
            in_flight -= 1
        if now > _SETTLED / 2:
            for _ in range(others + (not is_ours)):
                call(is_ours=False)
            others = 0
    settled = [line for line in seen if line[0] > _SETTLED]
    rate = len(settled) / (_SECONDS - _SETTLED)
    mean_latency = _LATENCY * (1 + spread / 2)
    return Seen(rate * mean_latency / slots, max(line[1] for line in settled), max(line[2] for line in seen))


@pytest.mark.parametrize("slots", [2, 3, 4, 6, 8, 12, 16, 24, 32])
def test_the_server_is_used_and_not_flooded(slots: int) -> None:
    seen = simulated(slots)
    assert seen.share_of_ceiling > 0.95
    assert seen.most_in_flight <= 1.5 * slots


def test_a_server_with_one_slot_is_given_two_calls() -> None:
    # One more than it works on must be in flight, or it would never show that it has become larger.
    seen = simulated(1)
    assert seen.share_of_ceiling > 0.95
    assert seen.most_in_flight == 2


@pytest.mark.parametrize(("slots", "others"), [(8, 4), (8, 8), (32, 16), (32, 32)])
def test_another_client_may_take_its_share(slots: int, others: int) -> None:
    seen = simulated(slots, others=others)
    assert seen.most_in_flight <= 1.5 * slots
    assert seen.longest_call < 1  # a queue of a minute would be answered 109
    assert seen.share_of_ceiling > 0.8 * slots / (slots + others)


@pytest.mark.parametrize("ceiling", [1, 5, 16])
def test_never_above_the_ceiling(ceiling: int) -> None:
    assert simulated(32, ceiling=ceiling).most_in_flight <= ceiling


def test_a_busy_server_halves_the_limit() -> None:
    governor = Governor(64)
    for call in range(200):
        governor.answered(call, call + _LATENCY)
    before = governor.limit
    governor.busy(300, 301)
    assert governor.limit == before // 2
    governor.busy(300.5, 301.5)  # it began before the limit was halved
    assert governor.limit == before // 2


def test_a_latency_that_doubles_is_answered_by_a_step_back() -> None:
    governor = Governor(10)
    limits = []
    for call in range(3000):
        governor.answered(call, call + (_LATENCY if call < 1500 else 3 * _LATENCY))
        limits.append(governor.limit)
    assert limits[1499] == 10
    assert min(limits[1500:]) == 5
    assert limits[-1] == 10
