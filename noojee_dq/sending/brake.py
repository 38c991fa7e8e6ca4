"""When a whole run pauses, and when it stops: decided from its answers, without any input or output."""

import logging
import random
from dataclasses import dataclass
from typing import Final

from noojee_dq.client.answer import Answer, Kind
from noojee_dq.journal.format import State
from noojee_dq.sending.pacing import Pacing
from noojee_dq.words.log import log

#: Answers in a row that are not the API's: a wrong address, or a proxy in between.
_FOREIGN_IN_A_ROW: Final = 3
#: Attempts in a row without a definite answer: each puts one more lead in doubt, so the run had better wait.
_AMBIGUOUS_IN_A_ROW: Final = 5
#: When these are all the same refusal, the campaign or the file is wrong as a whole.
_FIRST_RESULTS: Final = 20

_REFUSED: Final = (State.REJECTED, State.CONFLICT)

EXIT_REFUSED: Final = 1
EXIT_SERVER: Final = 4


@dataclass(frozen=True, slots=True)
class Stop:
    """Why a run stopped before its end.

    Attributes:
        reason: what happened and what to do, for a person.
        exit_code: of the command line.
    """

    reason: str
    exit_code: int


class Brake:
    """The pauses and the end of a run.

    Args:
        pacing: how long to wait.
        results: codes that the run's first rows had in earlier sessions, as far as they are settled.
        seed: makes the random share of the pauses repeatable; None = it is not.

    Attributes:
        paused_until: no call begins before this, in seconds of a steady clock.
        why: what the run is waiting for.
        alone: only one call may be in flight: the first of a run, and the first after a pause.
        stop: why no call may begin any more; None = the run goes on.

    Example:
        >>> brake = Brake(Pacing())
        >>> brake.answered(Answer(Kind.STOP, None, "the key was refused", 401), State.PENDING, started=0, now=1)
        >>> brake.stop.reason
        'the key was refused'
    """

    def __init__(self, pacing: Pacing, results: list[int] | None = None, seed: int | None = None) -> None:
        self._pacing = pacing
        self._random = random.Random(seed)  # noqa: S311 - spreads pauses, guards nothing
        self._first = list(results or ())
        self._pauses = self._reconnects = self._foreign = self._ambiguous = 0
        self._unreachable_since: float | None = None
        self.paused_until = 0.0
        self.why = ""
        self.alone = True
        self.stop: Stop | None = None

    def answered(self, answer: Answer, state: State, *, started: float, now: float) -> None:
        """Take note of an answer.

        Args:
            answer: what came back.
            state: what became of the row.
            started: when the call began, in seconds of a steady clock.
            now: the present, on the same clock.
        """
        # What began before a pause says nothing new about the server.
        news = started >= self.paused_until
        if answer.kind is not Kind.NOT_SENT:
            self._reconnects = 0
            self._unreachable_since = None
        if answer.code is not None and not answer.foreign:
            self._foreign = 0
        match answer.kind:
            case Kind.RESULT:
                self.alone = self.alone and not news
                self._result(answer, state)
            case Kind.STOP:
                self._end(answer.message)
            case Kind.BUSY if news:
                self._pause("the server is busy", answer, now)
            case Kind.NOT_SENT if news:
                self._unreachable(answer, now)
            case Kind.AMBIGUOUS:
                self._in_doubt(answer, now, news=news)

    def _result(self, answer: Answer, state: State) -> None:
        self._pauses = self._ambiguous = 0
        if len(self._first) < _FIRST_RESULTS:
            self._first.append(answer.code or 0)
            if len(self._first) == _FIRST_RESULTS and len(set(self._first)) == 1 and state in _REFUSED:
                self.stop = Stop(
                    f"the first {_FIRST_RESULTS} leads were all refused with {answer.code} {answer.message}: look at "
                    "the campaign and the file before you go on",
                    EXIT_REFUSED,
                )

    def _in_doubt(self, answer: Answer, now: float, *, news: bool) -> None:
        self._ambiguous += 1
        self._foreign += answer.foreign
        if self._foreign >= _FOREIGN_IN_A_ROW:
            self._end(
                f"{_FOREIGN_IN_A_ROW} answers in a row are not the lead API's ({answer.message}): is the url right?"
            )
        elif news and (answer.http_status in (502, 503, 504) or answer.retry_after is not None):
            self._pause("the server is not available", answer, now)
        elif news and self._ambiguous >= _AMBIGUOUS_IN_A_ROW:
            self._pause("the server gives no definite answers", answer, now)

    def _unreachable(self, answer: Answer, now: float) -> None:
        if self._unreachable_since is None:
            self._unreachable_since = now
        if now - self._unreachable_since >= self._pacing.unreachable:
            self._end(
                f"the server could not be reached for {self._pacing.unreachable / 60:g} minutes ({answer.message})"
            )
            return
        self._wait(_nth(self._pacing.reconnects, self._reconnects), "the server cannot be reached", now)
        self._reconnects += 1

    def _pause(self, why: str, answer: Answer, now: float) -> None:
        if self._pauses >= self._pacing.max_pauses:
            self._end(f"{why}: still so after {self._pauses} pauses ({answer.message}): try again later")
            return
        share = self._random.uniform(-self._pacing.jitter, self._pacing.jitter)
        seconds = _nth(self._pacing.pauses, self._pauses) * (1 + share)
        if answer.retry_after is not None:
            # A short one is believed once: with "1", or a date by a slow clock, all pauses were over in seconds.
            seconds = max(answer.retry_after, seconds if self._pauses else 0)
        self._pauses += 1
        self._ambiguous = 0
        self._wait(seconds, why, now)

    def _wait(self, seconds: float, why: str, now: float) -> None:
        log(f"the run pauses for {seconds:.0f} s: {why}", logging.WARNING)
        self.paused_until = now + seconds
        self.why = why
        self.alone = True

    def _end(self, reason: str) -> None:
        self.stop = Stop(reason, EXIT_SERVER)


def _nth(waits: tuple[float, ...], count: int) -> float:
    return waits[min(count, len(waits) - 1)]
