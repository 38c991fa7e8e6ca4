"""What an answer means for a row: tables of the state machine."""

import pytest

from noojee_dq import codes
from noojee_dq.client import Answer, Kind
from noojee_dq.codes import CodeFacts, DependsOn, Remedy, ResultCode
from noojee_dq.journal.format import State, Taken
from noojee_dq.sending.outcome import MAX_DOUBTS, Lead, Outcome, action, in_doubt, outcome

_QUARANTINE = 90.0
_PLAIN = Lead(guarded=True, number_taken=Taken.NOBODY, id_taken=Taken.NOBODY, doubts=0)
_DOUBTED = _PLAIN._replace(doubts=1)


def result(code: int) -> Answer:
    return Answer(Kind.RESULT, code, "", 400)


@pytest.mark.parametrize(
    ("code", "first", "after_a_doubt", "after_a_doubt_explained"),
    [
        (0, "accepted", "accepted", "accepted"),
        (105, "rejected", "accepted_inferred", "unknown"),
        (112, "rejected", "accepted_inferred", "unknown"),
        (110, "conflict", "conflict", "conflict"),
        # These depend on the lead alone: the attempt in doubt was answered the same, so it did nothing.
        (101, "rejected", "rejected", "rejected"),
        (102, "rejected", "rejected", "rejected"),
        (106, "rejected", "rejected", "rejected"),
        (107, "rejected", "rejected", "rejected"),
        (108, "rejected", "rejected", "rejected"),
        (111, "rejected", "rejected", "rejected"),
        (114, "rejected", "rejected", "rejected"),
        # These prove nothing about an earlier attempt.
        (104, "rejected", "unknown", "unknown"),
        (113, "rejected", "unknown", "unknown"),
        (999, "rejected", "unknown", "unknown"),
    ],
)
def test_a_definite_code(code: int, first: str, after_a_doubt: str, after_a_doubt_explained: str) -> None:
    leads = [_PLAIN, _DOUBTED, _DOUBTED._replace(number_taken=Taken.PERHAPS, id_taken=Taken.PERHAPS)]
    reached = [outcome(result(code), lead, _QUARANTINE) for lead in leads]
    assert [str(one.state) for one in reached] == [first, after_a_doubt, after_a_doubt_explained]
    assert [one.delay for one in reached] == [None, None, None]
    assert [one.doubts for one in reached] == [0, 1, 1]


@pytest.mark.parametrize(
    ("taken", "expected"),
    [
        (Taken.NOBODY, "accepted_inferred"),
        (Taken.UNTOLD, "accepted_inferred"),
        (Taken.PERHAPS, "unknown"),
        (Taken.HELD, "rejected"),
    ],
)
def test_of_a_lead_in_doubt_it_counts_who_else_could_have_the_number_or_id(taken: Taken, expected: str) -> None:
    """And nobody else's number explains away an id, nor the other way round."""
    by_number, by_id = _DOUBTED._replace(number_taken=taken), _DOUBTED._replace(id_taken=taken)
    assert outcome(result(105), by_number, _QUARANTINE).state.value == expected
    assert outcome(result(112), by_id, _QUARANTINE).state.value == expected
    assert outcome(result(112), by_number, _QUARANTINE).state is State.ACCEPTED_INFERRED
    assert outcome(result(105), by_id, _QUARANTINE).state is State.ACCEPTED_INFERRED


@pytest.mark.parametrize("taken", list(Taken))
@pytest.mark.parametrize("code", [105, 112])
def test_a_duplicate_at_the_first_attempt_is_a_plain_refusal(code: int, taken: Taken) -> None:
    lead = Lead(guarded=False, number_taken=taken, id_taken=taken, doubts=0)
    assert outcome(result(code), lead, _QUARANTINE).state is State.REJECTED


@pytest.mark.parametrize(
    ("kind", "lead", "expected"),
    [
        (Kind.BUSY, _PLAIN, Outcome(State.WAITING, 0.0, 0)),
        (Kind.NOT_SENT, _PLAIN, Outcome(State.WAITING, 0.0, 0)),
        (Kind.STOP, _PLAIN, Outcome(State.PENDING, 0.0, 0)),
        # What was in doubt before stays in doubt: the answer speaks of this attempt only.
        (Kind.BUSY, _DOUBTED, Outcome(State.UNKNOWN, 0.0, 1)),
        (Kind.NOT_SENT, _DOUBTED, Outcome(State.UNKNOWN, 0.0, 1)),
        (Kind.STOP, _DOUBTED, Outcome(State.UNKNOWN, 0.0, 1)),
        (Kind.AMBIGUOUS, _PLAIN, Outcome(State.UNKNOWN, _QUARANTINE, 1)),
        (Kind.AMBIGUOUS, _DOUBTED, Outcome(State.UNKNOWN, _QUARANTINE, 2)),
        (Kind.AMBIGUOUS, _PLAIN._replace(guarded=False), Outcome(State.UNKNOWN, None, 1)),
    ],
)
def test_no_definite_answer(kind: Kind, lead: Lead, expected: Outcome) -> None:
    assert outcome(Answer(kind, None, "", None), lead, _QUARANTINE) == expected


def test_after_five_ambiguous_attempts_a_person_decides() -> None:
    lead, delays = _PLAIN, []
    for _ in range(MAX_DOUBTS):
        reached = in_doubt(lead, _QUARANTINE)
        delays.append(reached.delay)
        lead = lead._replace(doubts=reached.doubts)
    assert delays == [_QUARANTINE] * 4 + [None]


@pytest.mark.parametrize(
    ("state", "code", "expected"),
    [
        (State.ACCEPTED, 0, "none"),
        (State.ACCEPTED_INFERRED, 105, "check_in_dialler"),
        (State.UNKNOWN, None, "check_in_dialler"),
        (State.UNKNOWN, 103, "check_in_dialler"),
        (State.UNKNOWN, 109, "check_in_dialler"),
        (State.IN_FLIGHT, None, "check_in_dialler"),
        (State.WITHHELD, None, "drop"),
        (State.PENDING, None, "retry"),
        (State.PENDING, 115, "fix_campaign"),
        (State.PENDING, 116, "fix_campaign"),
        (State.PENDING, 117, "fix_campaign"),
        (State.WAITING, 109, "retry"),
        (State.WAITING, None, "retry"),
        (State.CONFLICT, 110, "review"),
        *[(State.REJECTED, code, "fix") for code in (101, 102, 106, 107, 108, 111, 114)],
        *[(State.REJECTED, code, "drop") for code in (104, 105)],
        *[(State.REJECTED, code, "review") for code in (112, 113, 999)],
    ],
)
def test_what_a_person_does(state: State, code: int | None, expected: str) -> None:
    assert action(state, code, None).value == expected


@pytest.mark.parametrize(
    ("state", "http_status", "expected"),
    [
        (State.PENDING, 401, "fix_campaign"),
        (State.PENDING, 403, "fix_campaign"),
        (State.PENDING, 404, "fix_campaign"),
        (State.PENDING, 302, "fix_campaign"),
        (State.WAITING, 429, "retry"),
        (State.UNKNOWN, 401, "check_in_dialler"),
        (State.UNKNOWN, 503, "check_in_dialler"),
    ],
)
def test_what_a_person_does_where_no_code_came(state: State, http_status: int, expected: str) -> None:
    assert action(state, None, http_status).value == expected


def test_only_110_is_an_edit_conflict_and_a_server_s_word_settles_no_doubt() -> None:
    facts = CodeFacts(number=151, meaning="no licence", remedy=Remedy.REVIEW, depends_on=DependsOn.SERVER)
    ResultCode.declare("NO_LICENCE", facts)
    try:
        reached = [str(outcome(result(151), lead, _QUARANTINE).state) for lead in (_PLAIN, _DOUBTED)]
    finally:
        del codes._DECLARED[151]
    assert reached == ["rejected", "unknown"]
