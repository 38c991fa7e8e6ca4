"""When a whole run pauses, and when it stops."""

from collections.abc import Sequence

import pytest

from noojee_dq.client import Answer, Kind
from noojee_dq.journal.format import State
from noojee_dq.sending.brake import EXIT_REFUSED, EXIT_SERVER, Brake
from noojee_dq.sending.pacing import Pacing

OK = Answer(Kind.RESULT, 0, "OK", 200)
REFUSED = Answer(Kind.RESULT, 105, "DUPLICATE", 400)
OTHER = Answer(Kind.RESULT, 114, "INVALID_CALLBACK_DATE_FORMAT", 400)
BUSY = Answer(Kind.BUSY, 109, "TIMEOUT_TOO_MANY_CONCURRENT_REQUESTS", 400)
LOST = Answer(Kind.AMBIGUOUS, message="the connection broke before an answer came")
EXCEPTION = Answer(Kind.AMBIGUOUS, 103, "EXCEPTION", 500)
PAGE = Answer(Kind.AMBIGUOUS, message="the answer is not the lead API's", http_status=200, foreign=True)
DOWN = Answer(Kind.AMBIGUOUS, message="down", http_status=503)
UNREACHABLE = Answer(Kind.NOT_SENT, message="the connection was refused")

_STATES = {Kind.RESULT: State.ACCEPTED, Kind.BUSY: State.WAITING, Kind.NOT_SENT: State.WAITING}
_STEADY = Pacing(jitter=0)


def state_of(answer: Answer) -> State:
    if answer.kind is Kind.RESULT and answer.code:
        return State.REJECTED
    return _STATES.get(answer.kind, State.UNKNOWN)


def fed(
    answers: Sequence[Answer], pacing: Pacing = _STEADY, results: list[int] | None = None
) -> tuple[Brake, list[float]]:
    """A brake after answers, each of a call that began when it was allowed to; and how long it then paused."""
    brake, now, pauses = Brake(pacing, results, seed=1), 0.0, []
    for answer in answers:
        now = max(now, brake.paused_until)
        brake.answered(answer, state_of(answer), started=now, now=now + 1)
        now += 1
        pauses.append(round(max(0.0, brake.paused_until - now), 6))
    return brake, pauses


@pytest.mark.parametrize(
    ("answers", "pauses"),
    [
        ([OK, OK], [0, 0]),
        ([BUSY] * 6, [120, 240, 480, 600, 600, 600]),
        ([BUSY, BUSY, OK, BUSY], [120, 240, 0, 120]),
        ([DOWN, BUSY], [120, 240]),
        ([LOST] * 5, [0, 0, 0, 0, 120]),
        ([LOST] * 4 + [OK] + [LOST] * 4, [0] * 9),
        ([EXCEPTION] * 5, [0, 0, 0, 0, 120]),
        ([UNREACHABLE] * 7, [1, 2, 5, 10, 30, 30, 30]),
        ([UNREACHABLE, UNREACHABLE, OK, UNREACHABLE], [1, 2, 0, 1]),
        ([UNREACHABLE, UNREACHABLE, LOST, UNREACHABLE], [1, 2, 0, 1]),
    ],
)
def test_pauses(answers: list[Answer], pauses: list[float]) -> None:
    brake, paused = fed(answers)
    assert (paused, brake.stop) == (pauses, None)


@pytest.mark.parametrize("kind", [Kind.BUSY, Kind.AMBIGUOUS])
@pytest.mark.parametrize("seconds", [0.0, 7.0, 600.0])
def test_the_server_may_name_the_pause(kind: Kind, seconds: float) -> None:
    _, paused = fed([Answer(kind, None, "", 503, retry_after=seconds)])
    assert paused == [seconds]


@pytest.mark.parametrize(("seconds", "pauses"), [(0.0, [0, 240, 480]), (300.0, [300, 300, 480])])
def test_a_pause_that_the_server_names_too_short_is_believed_once(seconds: float, pauses: list[float]) -> None:
    _, paused = fed([Answer(Kind.BUSY, None, "", 429, retry_after=seconds)] * 3)
    assert paused == pauses


def test_a_pause_is_up_to_a_fifth_longer_or_shorter() -> None:
    pauses = [fed([BUSY], Pacing())[1][0]]
    for seed in range(200):
        brake = Brake(Pacing(), seed=seed)
        brake.answered(BUSY, State.WAITING, started=0, now=0)
        pauses.append(brake.paused_until)
    assert 96 <= min(pauses) < 100
    assert 140 < max(pauses) <= 144


@pytest.mark.parametrize(
    ("answers", "reason", "exit_code"),
    [
        ([BUSY] * 7, "still so after 6 pauses", EXIT_SERVER),
        ([DOWN] * 7, "still so after 6 pauses", EXIT_SERVER),
        ([Answer(Kind.STOP, 115, "ALLOCATION_ID_REQUIRED", 400)], "ALLOCATION_ID_REQUIRED", EXIT_SERVER),
        ([Answer(Kind.STOP, None, "the PBX refused the API key", 401)], "refused the API key", EXIT_SERVER),
        ([PAGE] * 3, "not the lead API's", EXIT_SERVER),
        ([PAGE, LOST, PAGE, LOST, PAGE], "not the lead API's", EXIT_SERVER),
        ([UNREACHABLE] * 14, "could not be reached for 5 minutes", EXIT_SERVER),
        ([REFUSED] * 20, "first 20 leads were all refused with 105", EXIT_REFUSED),
    ],
)
def test_stops(answers: list[Answer], reason: str, exit_code: int) -> None:
    before, _ = fed(answers[:-1])
    brake, _ = fed(answers)
    assert before.stop is None
    assert brake.stop is not None
    assert (reason in brake.stop.reason, brake.stop.exit_code) == (True, exit_code)


@pytest.mark.parametrize(
    "answers",
    [
        [BUSY] * 6 + [OK] + [BUSY] * 6,
        [REFUSED] * 19 + [OK] + [REFUSED] * 20,
        [REFUSED] * 19 + [OTHER],
        [OK] * 20 + [REFUSED] * 40,
        [PAGE, PAGE, OK, PAGE, PAGE],
        [PAGE, PAGE, EXCEPTION, PAGE, PAGE],
        [PAGE, PAGE, BUSY, PAGE, PAGE],
        [UNREACHABLE, BUSY, BUSY, UNREACHABLE, UNREACHABLE],
    ],
)
def test_goes_on(answers: list[Answer]) -> None:
    assert fed(answers)[0].stop is None


@pytest.mark.parametrize(
    ("earlier", "answers", "stops"),
    [
        ([105] * 15, [REFUSED] * 5, True),
        ([105] * 15, [REFUSED] * 4, False),
        # It stopped once for this reason; whoever resumes it has looked.
        ([105] * 20, [REFUSED] * 40, False),
        ([0] + [105] * 14, [REFUSED] * 5, False),
    ],
)
def test_the_first_results_of_earlier_sessions_count(earlier: list[int], answers: list[Answer], stops: bool) -> None:
    assert (fed(answers, results=earlier)[0].stop is not None) == stops


def test_one_call_alone_at_first_and_after_each_pause() -> None:
    alone = [fed(answers)[0].alone for answers in ([], [OK], [LOST], [OK, BUSY], [OK, BUSY, BUSY], [OK, BUSY, OK])]
    assert alone == [True, False, True, True, True, False]


def test_what_began_before_a_pause_neither_lengthens_nor_ends_it() -> None:
    brake = Brake(_STEADY)
    brake.answered(OK, State.ACCEPTED, started=0, now=1)
    brake.answered(BUSY, State.WAITING, started=1, now=10)
    for late in (BUSY, DOWN, UNREACHABLE, OK):
        brake.answered(late, state_of(late), started=2, now=11)
    assert (brake.paused_until, brake.alone) == (130, True)
