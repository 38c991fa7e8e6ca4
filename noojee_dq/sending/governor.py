"""How many calls are in flight at once: just above the number that the server works on.

The vendor tells nobody that number, and beyond it calls only queue: no gain, and more leads in doubt after a crash. By
Little's law it is `calls in flight x latency without a queue / latency`, so two mean latencies tell it: one at a
concurrency just above it, which is held, and one just below it, which is measured for a moment from time to time.
"""

import math
from enum import Enum
from typing import Final

_FIRST_LIMIT: Final = 2
#: Enough above the server's own number that none of its slots waits for the client, and little enough to queue.
_ABOVE: Final = 1.15
_BELOW: Final = 0.9
#: While the concurrency is doubled: with a latency by this factor longer there is a queue, hence the knee is found.
_QUEUEING: Final = 1.33
#: With a latency by this factor longer the server has changed: step back, and look for the knee again.
_DOUBLED: Final = 2.0


class _Phase(Enum):
    """What is measured; the value is for how many rounds, a round being one answer to each call in flight."""

    GROW = 5
    HOLD = 50
    DRAIN = 2


class Governor:
    """How many calls may be in flight.

    Args:
        ceiling: most calls in flight, whatever is measured.

    Attributes:
        limit: calls that may be in flight now.

    Example:
        >>> governor = Governor(ceiling=16)
        >>> governor.limit
        2
        >>> for call in range(20):  # a server whose latency does not grow with the load has slots left
        ...     governor.answered(started=call, ended=call + 0.1)
        >>> governor.limit
        4
    """

    def __init__(self, ceiling: int) -> None:
        self._ceiling = ceiling
        self._unqueued = 0.0
        self._loaded = 0.0
        self._loaded_limit = 0
        self._halved_at = -math.inf
        self._since: float | None = None
        self._answers = 0
        self._latency = 0.0
        self._begin(_Phase.GROW, _FIRST_LIMIT)

    def answered(self, started: float, ended: float) -> None:
        """Take note of an answer, which came while as many calls were in flight as allowed.

        Args:
            started: when the call began, in seconds of a steady clock.
            ended: when its answer was there.
        """
        if self._since is None:
            self._since = ended
        if started < self._since:
            return  # it began under an earlier limit
        self._answers += 1
        self._latency += ended - started
        if self._answers >= self._phase.value * self.limit:
            self._conclude(self._latency / self._answers)

    def busy(self, started: float, ended: float) -> None:
        """Halve the limit, after an answer that the server is busy; once for all calls that began before.

        Args:
            started: when the call began, in seconds of a steady clock.
            ended: when its answer was there.
        """
        if started < self._halved_at:
            return
        self._halved_at = ended
        self._begin(_Phase.GROW, self.limit // 2)

    def _conclude(self, latency: float) -> None:
        if self._phase is _Phase.GROW:
            self._grow(latency)
        elif self._phase is _Phase.DRAIN:
            self._unqueued = (self._unqueued + latency) / 2
            self._hold(self._loaded_limit * self._unqueued / self._loaded)
        elif latency > _DOUBLED * self._unqueued:
            self._unqueued = 0.0
            self._begin(_Phase.GROW, self.limit // 2)
        else:
            self._loaded, self._loaded_limit = latency, self.limit
            self._begin(_Phase.DRAIN, math.floor(self.limit * self._unqueued / latency * _BELOW))

    def _grow(self, latency: float) -> None:
        self._unqueued = min(latency, self._unqueued or latency)
        if latency >= _QUEUEING * self._unqueued or self.limit == self._ceiling:
            self._hold(self.limit * self._unqueued / latency)
        else:
            self._begin(_Phase.GROW, self.limit * 2)

    def _hold(self, slots: float) -> None:
        self._begin(_Phase.HOLD, max(_FIRST_LIMIT, math.ceil(slots * _ABOVE)))

    def _begin(self, phase: _Phase, limit: int) -> None:
        self._phase = phase
        self.limit = max(1, min(limit, self._ceiling))
        self._since = None
        self._answers = 0
        self._latency = 0.0
