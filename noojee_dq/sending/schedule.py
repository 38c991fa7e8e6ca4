"""Which row is sent next: in file order, when it is due, and after the rows that it shares something with."""

import heapq
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence


class Schedule:
    """The rows of a run that are not settled yet.

    Args:
        pending: rows that can be sent at once, in order.
        later: (due, position) of rows that wait, or are in doubt and sent again; `due` in seconds of a steady clock.
        followers: pairs of positions of which the second must not go before the first is settled.

    Example:
        >>> schedule = Schedule([0, 1], [(9.0, 5)], [(0, 1)])
        >>> schedule.take(2, now=0.0)
        [0]
        >>> schedule.settle(0)
        >>> schedule.take(2, now=9.0)
        [1, 5]
    """

    def __init__(
        self, pending: Sequence[int], later: Iterable[tuple[float, int]], followers: Iterable[tuple[int, int]]
    ) -> None:
        self._pending = pending
        self._next = 0
        self._due: list[tuple[float, int]] = []
        self._last_due = 0.0
        for due, position in later:
            self.put_back(position, due)
        self._followers: dict[int, list[int]] = defaultdict(list)
        self._blockers: Counter[int] = Counter()
        for first, second in followers:
            self._followers[first].append(second)
            self._blockers[second] += 1
        self._blocked: set[int] = set()
        self._not_before: dict[int, float] = {}

    @property
    def next_due(self) -> float | None:
        """When the first of the rows that wait is due; None = none waits."""
        return self._due[0][0] if self._due else None

    @property
    def last_due(self) -> float | None:
        """When the last of the rows that wait is due; None = none waits."""
        return self._last_due if self._due else None

    @property
    def waiting(self) -> int:
        """How many rows wait."""
        return len(self._due)

    @property
    def empty(self) -> bool:
        """Whether no row is left, but those that wait for a row in flight.

        A row that is held back always has the row that it waits for in flight or in the schedule.
        """
        return not self._due and self._next == len(self._pending)

    def take(self, room: int, now: float) -> list[int]:
        """Take the next rows to send, at most `room`; they are no longer in the schedule."""
        taken: list[int] = []
        while len(taken) < room:
            position = self._take_one(now)
            if position is None:
                break
            if self._blockers[position]:
                self._blocked.add(position)
            elif (due := self._not_before.pop(position, now)) > now:
                self.put_back(position, due)
            else:
                taken.append(position)
        return taken

    def put_back(self, position: int, due: float) -> None:
        """Send a row again, at `due` or later."""
        # Rows leave the schedule in the order in which they are due, so the last one is there as long as any is.
        self._last_due = max(due, self._last_due) if self._due else due
        heapq.heappush(self._due, (due, position))

    def settle(self, position: int, until: float = 0.0) -> None:
        """Take note that a row is settled, or left in doubt: rows that waited for it may go at `until` or later."""
        for follower in self._followers.pop(position, ()):
            self._blockers[follower] -= 1
            self._not_before[follower] = max(until, self._not_before.get(follower, 0.0))
            if not self._blockers[follower] and follower in self._blocked:
                self._blocked.remove(follower)
                self.put_back(follower, self._not_before.pop(follower))

    def _take_one(self, now: float) -> int | None:
        if self._due and self._due[0][0] <= now:
            return heapq.heappop(self._due)[1]
        if self._next < len(self._pending):
            self._next += 1
            return int(self._pending[self._next - 1])
        return None
