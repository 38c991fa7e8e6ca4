"""How many calls are in flight at once: just above the number that the server works on.

The vendor tells nobody that number, and beyond it calls only queue: no gain, and more leads in doubt after a crash. A
server that takes calls in the order in which they come shows it: when it begins with a call, the earlier ones that
have no answer yet are those that it works on. When it began can be told for the quickest calls: as long before the
answer as the quickest call takes where nothing queues, which is measured from time to time with fewer calls in flight.
Unlike a mean latency this says the same whether calls take equally long or one in twenty a hundred times as long. (It
is less sure where some are answered much sooner than the others; the vendor says that none takes less than 0.1 s.)
"""

import math
from bisect import bisect_right
from collections import deque
from enum import Enum, auto
from typing import Final

_FIRST_LIMIT: Final = 2
#: Enough above the server's own number that none of its slots waits for the client, and little enough to queue.
_ABOVE: Final = 1.2
#: Surely below the server's own number, so that nothing queues.
_BELOW: Final = 0.8
#: A limit that is only so little too high stays: what is seen of a server with very uneven calls is a bit too low.
_STAYS: Final = 0.85
#: With fewer slots than this share of the limit the server has changed: the quickest call is measured anew.
_CHANGED: Final = 0.5
#: Where the quickest call takes longer by this factor it has queued, or the server has become slower; smaller
#: differences are chance.
_OTHER: Final = 1.5
#: With half the calls in flight a latency by queueing falls to half; above this share it is the server's own.
_SAME: Final = 0.9
#: This share of what the quickest call takes before its answer, a call had surely begun.
_SURELY: Final = 0.9
#: Answers that a round waits for, at least; more where more calls are in flight.
_LEAST: Final = 6
#: Of so many rounds the lowest counts: in one alone the client may have stalled, and seen its answers late.
_AGREEING: Final = 4
#: Rounds that must agree before there are more calls in flight: a client that stalls takes what has long been answered
#: for what the server works on, so it sees too many slots, never too few.
_TO_GROW: Final = 8
#: Fewer will do while no round has seen a queue, or a large server would be found late.
_TO_GROW_AT_FIRST: Final = 3
#: With many calls in flight, one step too far is many calls too many.
_MANY: Final = 20
_SMALL_STEP: Final = 1.1
#: Rounds after which the quickest call is measured again.
_ROUNDS: Final = 50


class _Phase(Enum):
    """What is measured: what the quickest call takes while nothing queues, or how many calls the server works on."""

    LATENCY = auto()
    SLOTS = auto()


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
        >>> for second in range(40):  # the second of two calls is begun at once: there may be more slots
        ...     first, second_call = governor.begin(), governor.begin()
        ...     governor.end(first, second, second + 0.1)
        ...     governor.end(second_call, second + 0.01, second + 0.11)
        >>> governor.limit
        3
    """

    def __init__(self, ceiling: int) -> None:
        self._ceiling = ceiling
        self._begun = 0
        self._ended = 0
        #: Moments of the last answers. While the quickest call is worked on, no more than all calls in flight end.
        self._ends: deque[float] = deque(maxlen=4 * ceiling)
        self._quickest = 0.0
        self._quickest_with_twice_the_calls = 0.0
        self._rounds = 0
        #: What the rounds saw since the limit last rose; infinitely many slots where nothing queued.
        self._seen: deque[float] = deque(maxlen=_TO_GROW)
        self._halved_at = -math.inf
        self._since: float | None
        self._latency: float
        self._in_service: int
        self._start(_Phase.LATENCY, _FIRST_LIMIT)

    def begin(self) -> int:
        """Take note that a call begins; return its number."""
        self._begun += 1
        return self._begun

    def end(self, number: int, started: float, ended: float, *, measured: bool = True) -> None:
        """Take note of how a call ended. Calls are told in the order in which they end.

        Args:
            number: of the call, from `begin`.
            started: when the call began, in seconds of a steady clock.
            ended: when its answer was there.
            measured: whether it was answered by a result, while as many calls were in flight as allowed.
        """
        if measured:
            self._measure(number, started, ended)
        self._ended += 1
        self._ends.append(ended)

    def busy(self, started: float, ended: float) -> None:
        """Halve the limit, after an answer that the server is busy; once for all calls that began before.

        Args:
            started: when the call began, in seconds of a steady clock.
            ended: when its answer was there.
        """
        if started < self._halved_at:
            return
        self._halved_at = ended
        self._quickest_with_twice_the_calls = 0.0
        self._start(_Phase.SLOTS if self._quickest else _Phase.LATENCY, self.limit // 2)

    def _measure(self, number: int, started: float, ended: float) -> None:
        if self._since is None:
            self._since = ended
        if started < self._since:
            return  # it began under an earlier limit
        self._answers += 1
        self._latency = min(self._latency, ended - started)
        had_begun = max(started, ended - _SURELY * self._quickest)
        self._in_service = max(self._in_service, number - self._ended_by(had_begun))
        if self._answers >= max(_LEAST, self.limit):
            self._conclude()

    def _ended_by(self, moment: float) -> int:
        return self._ended - len(self._ends) + bisect_right(self._ends, moment)

    def _conclude(self) -> None:
        if self._phase is _Phase.LATENCY:
            self._learn(self._latency)
        else:
            self._adapt(self._in_service)

    def _learn(self, latency: float) -> None:
        """Take over what the quickest call takes, unless it may have queued: then half the calls in flight tell."""
        slower = 0 < _OTHER * self._quickest < latency
        as_before = 0 < _SAME * self._quickest_with_twice_the_calls < latency
        if slower and not as_before and self.limit > _FIRST_LIMIT:
            self._quickest_with_twice_the_calls = latency
            self._start(_Phase.LATENCY, self.limit // 2)
            return
        near = not slower and 0 < self._quickest < _OTHER * latency
        self._quickest = (self._quickest + latency) / 2 if near else latency
        self._quickest_with_twice_the_calls = 0.0
        self._rounds = 0
        self._start(_Phase.SLOTS, max(_FIRST_LIMIT, math.ceil(self.limit * _ABOVE)))

    def _adapt(self, slots: int) -> None:
        """Set the limit to what is seen of the server, and now and then below."""
        if self._latency * _OTHER < self._quickest:
            self._quickest = self._latency  # nothing can queue so little: the server has become quicker
        self._rounds += 1
        changed = slots < _CHANGED * self.limit
        if self.limit > _FIRST_LIMIT and (changed or self._rounds >= _ROUNDS):
            self._start(_Phase.LATENCY, math.floor(slots * _BELOW))
            return
        limit = self._agreed(slots)
        self._start(_Phase.SLOTS, self.limit if _STAYS * self.limit <= limit < self.limit else limit)

    def _agreed(self, slots: int) -> int:
        """Return the limit that the last rounds agree on."""
        self._seen.append(slots if slots < self.limit else math.inf)
        limit = _limit_for(min(slots, *list(self._seen)[-_AGREEING:]))
        if limit <= self.limit:
            return limit
        agreeing = _TO_GROW_AT_FIRST if min(self._seen) == math.inf else _TO_GROW
        if len(self._seen) < agreeing or _limit_for(min(slots, *self._seen)) <= self.limit:
            return self.limit
        self._seen.clear()
        return limit if limit < _MANY else min(limit, math.ceil(self.limit * _SMALL_STEP))

    def _start(self, phase: _Phase, limit: int) -> None:
        self._phase = phase
        self.limit = max(1, min(limit, self._ceiling))
        self._since = None
        self._answers = 0
        self._latency = math.inf
        self._in_service = 0


def _limit_for(slots: float) -> int:
    """Return how many calls may be in flight where the server works on so many."""
    return max(_FIRST_LIMIT, math.ceil(slots * _ABOVE))
