"""Which row is sent next, and which leads go one after the other."""

import time

import pandas as pd
import pytest

from noojee_dq.sending.pacing import Pacing
from noojee_dq.sending.resumption import scheduled, settled_codes, to_send
from noojee_dq.sending.schedule import Schedule
from noojee_dq.sending.shared_keys import followers


def rows_of(*states: str, resend_at: float | None = None) -> pd.DataFrame:
    """A journal's rows; those in doubt and those that wait may be sent again at `resend_at`."""
    later = [resend_at if state in ("unknown", "waiting") else None for state in states]
    frame = pd.DataFrame({"position": range(len(states)), "state": states})
    return frame.assign(resend_at=pd.Series(later, dtype="float64"), code=None, attempts=0, sent_at=float("nan"))


def keys_of(*keys: tuple[int, str, str]) -> pd.DataFrame:
    """What leads claim, as `claimed_keys` gives it."""
    return pd.DataFrame(keys, columns=["position", "kind", "key"])


def test_in_order_and_no_more_than_there_is_room_for() -> None:
    schedule = Schedule([0, 1, 2, 3], [], [])
    assert [schedule.take(room, now=0.0) for room in (1, 0, 2, -1, 9, 9)] == [[0], [], [1, 2], [], [3], []]
    assert schedule.empty


def test_what_is_due_goes_before_what_is_new() -> None:
    schedule = Schedule([0, 1], [(5.0, 7), (3.0, 8)], [])
    assert (schedule.next_due, schedule.last_due, schedule.waiting) == (3.0, 5.0, 2)
    assert [schedule.take(1, now) for now in (2.9, 3.0, 3.0, 4.9, 5.0)] == [[0], [8], [1], [], [7]]
    assert (schedule.next_due, schedule.last_due, schedule.empty) == (None, None, True)


def test_put_back_comes_again_when_it_is_due() -> None:
    schedule = Schedule([0], [], [])
    schedule.take(1, now=0.0)
    schedule.put_back(0, due=9.0)
    assert [schedule.empty, schedule.take(1, now=8.9), schedule.take(1, now=9.0), schedule.empty] == [
        False,
        [],
        [0],
        True,
    ]


def test_when_the_last_row_is_due_is_that_of_the_rows_that_wait_now() -> None:
    schedule = Schedule([], [(5.0, 0), (3.0, 1)], [])
    schedule.put_back(2, due=4.0)
    assert schedule.take(2, now=4.0) == [1, 2]
    assert schedule.last_due == 5.0
    schedule.take(1, now=6.0)
    schedule.put_back(1, due=2.0)
    assert schedule.last_due == 2.0


def test_followers_go_one_after_the_other_and_others_are_not_held_up() -> None:
    schedule = Schedule([0, 1, 2, 3], [], [(0, 1), (1, 2)])
    assert schedule.take(9, now=0.0) == [0, 3]
    schedule.settle(3)
    assert schedule.take(9, now=0.0) == []
    schedule.settle(0)
    assert schedule.take(9, now=0.0) == [1]
    schedule.settle(1)
    assert schedule.take(9, now=0.0) == [2]


def test_a_row_waits_for_all_that_it_shares_something_with() -> None:
    schedule = Schedule([0, 1, 2], [], [(0, 2), (1, 2)])
    assert schedule.take(9, now=0.0) == [0, 1]
    schedule.settle(0)
    assert schedule.take(9, now=0.0) == []
    schedule.settle(1)
    assert schedule.take(9, now=0.0) == [2]


def test_a_row_that_is_put_back_holds_up_its_followers() -> None:
    schedule = Schedule([0, 1], [], [(0, 1)])
    schedule.take(1, now=0.0)
    schedule.put_back(0, due=5.0)
    assert schedule.take(9, now=0.0) == []
    assert schedule.take(9, now=5.0) == [0]


@pytest.mark.parametrize(
    ("keys", "pairs"),
    [
        ([], []),
        ([(0, "id", "A"), (1, "id", "B")], []),
        ([(0, "id", "A"), (1, "number", "A")], []),
        ([(0, "id", "A"), (3, "id", "A"), (7, "id", "A")], [(0, 3), (3, 7)]),
        ([(0, "id", "A"), (0, "number", "1"), (1, "id", "A"), (1, "number", "1")], [(0, 1)]),
        ([(0, "number", "1"), (1, "number", "1"), (1, "number", "2"), (2, "number", "2")], [(0, 1), (1, 2)]),
    ],
)
def test_followers_share_a_number_or_an_id(keys: list[tuple[int, str, str]], pairs: list[tuple[int, int]]) -> None:
    assert sorted(followers(keys_of(*keys))) == pairs


def test_leads_go_one_after_the_other_though_one_between_them_is_not_sent() -> None:
    rows = rows_of("pending", "withheld", "pending")
    keys = keys_of((0, "number", "1"), (1, "number", "1"), (2, "number", "1"))
    schedule = scheduled(to_send(rows), rows, keys, Pacing())
    assert schedule.take(9, now=0.0) == [0]
    schedule.settle(0)
    assert schedule.take(9, now=0.0) == [2]


def test_a_lead_does_not_wait_for_one_that_is_settled() -> None:
    rows = rows_of("accepted", "pending")
    schedule = scheduled(to_send(rows), rows, keys_of((0, "id", "A"), (1, "id", "A")), Pacing())
    assert schedule.take(9, now=0.0) == [1]


def test_what_is_left_to_send() -> None:
    states = ["accepted", "pending", "waiting", "unknown", "rejected", "withheld", "conflict", "accepted_inferred"]
    rows = rows_of(*states, resend_at=9.0)
    assert to_send(rows, None).index.tolist() == [1, 2, 3]
    assert to_send(rows, 2).index.tolist() == [1, 2]
    assert to_send(rows, 0).index.tolist() == []
    assert to_send(rows_of(*states, resend_at=None), None).index.tolist() == [1, 2]


def test_only_codes_that_settled_a_row_count_as_results() -> None:
    rows = rows_of("accepted", "rejected", "unknown", "pending", "accepted_inferred").assign(
        code=[0, 105, 103, 115, 112]
    )
    assert settled_codes(rows) == [0, 105]


@pytest.mark.parametrize("from_now", [-1e6, 30.0, 1e9], ids=["clock set forward", "to come", "clock set back"])
def test_a_row_in_doubt_waits_the_whole_quarantine_whatever_the_clock_says(from_now: float) -> None:
    rows = rows_of("unknown", "waiting", resend_at=time.time() + from_now)
    before = time.monotonic()
    schedule = scheduled(rows, rows, keys_of(), Pacing(quarantine=90))
    assert schedule.take(9, time.monotonic()) == [1]
    assert schedule.next_due is not None
    assert 90 <= schedule.next_due - before <= 90 + (time.monotonic() - before)


def test_followers_of_a_row_in_doubt_wait_until_it_cannot_come_any_more() -> None:
    schedule = Schedule([0, 1, 2, 3], [], [(0, 1), (0, 3)])
    assert schedule.take(2, now=0.0) == [0, 2]  # 1 is blocked by now, 3 was not looked at yet
    schedule.settle(0, until=9.0)
    assert schedule.take(9, now=1.0) == []
    assert schedule.take(9, now=9.0) == [1, 3]


def test_after_a_crash_too_followers_wait_until_a_row_in_doubt_for_good_cannot_come_any_more() -> None:
    rows = rows_of("unknown", "pending", resend_at=None).assign(sent_at=time.time() - 30)
    schedule = scheduled(to_send(rows), rows, keys_of((0, "id", "A"), (1, "id", "A")), Pacing(quarantine=90))
    assert schedule.take(9, now=time.monotonic()) == []
    assert schedule.take(9, now=time.monotonic() + 60) == []
    assert schedule.take(9, now=time.monotonic() + 91) == [1]
