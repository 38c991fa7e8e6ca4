"""What an answer means for a row: the state machine of a submission, without any input or output.

pending   -claim, durable before a byte is sent->              in_flight
in_flight -0->                  accepted
          -a definite code->    rejected | conflict (110)
          -109, 429, not sent-> waiting (until) -> in_flight
          -stops the run->      pending
          -ambiguous->          unknown (not before start + quarantine)
unknown   -guarded->            in_flight again: 0 -> accepted; 105/112 -> accepted_inferred or unknown
          -not guarded, or MAX_DOUBTS ambiguous attempts-> unknown; a person decides
"""

from typing import NamedTuple

from noojee_dq.client.answer import Answer, Kind, stops
from noojee_dq.codes import DependsOn, Remedy, ResultCode
from noojee_dq.journal.format import State

#: Ambiguous attempts after which a row is left to a person.
MAX_DOUBTS = 5


class Lead(NamedTuple):
    """What of a row decides about its outcome.

    Attributes:
        guarded: a second attempt cannot do harm: the server itself would refuse to insert the lead twice, or the
            update triggers no action.
        explained: a 105 or 112 would have another reason than our own earlier attempt: it answers an update, the
            pre-flight expected one, or another lead of the run shares the number or the external id.
        doubts: ambiguous attempts so far.
    """

    guarded: bool
    explained: bool
    doubts: int


class Outcome(NamedTuple):
    """What becomes of a row.

    Attributes:
        state: the row's new state.
        delay: seconds after the *start* of the attempt before which a row in doubt must not be sent again;
            None = it is not sent again by that rule.
        doubts: ambiguous attempts, this one included.
    """

    state: State
    delay: float | None
    doubts: int


def outcome(answer: Answer, lead: Lead, quarantine: float) -> Outcome:
    """Say what becomes of a row in flight after an answer.

    Args:
        answer: what came back.
        lead: what of the row decides.
        quarantine: seconds for which an attempt may still sit in the server's queue.

    Returns:
        The new state; for a row that stays in doubt, whether it may be sent again.

    Example:
        >>> taken = Answer(Kind.RESULT, 105, "DUPLICATE", 400)
        >>> str(outcome(taken, Lead(guarded=True, explained=False, doubts=0), 90).state)
        'rejected'
        >>> str(outcome(taken, Lead(guarded=True, explained=False, doubts=1), 90).state)
        'accepted_inferred'
    """
    if answer.kind is Kind.RESULT:
        return Outcome(_settled(ResultCode(answer.code or 0), lead), None, lead.doubts)
    if answer.kind is Kind.AMBIGUOUS:
        return in_doubt(lead, quarantine)
    if lead.doubts:
        return Outcome(State.UNKNOWN, 0.0, lead.doubts)
    return Outcome(State.PENDING if answer.kind is Kind.STOP else State.WAITING, 0.0, 0)


def in_doubt(lead: Lead, quarantine: float) -> Outcome:
    """Say what becomes of a row whose attempt ended without a definite answer, or not at all.

    Example:
        >>> in_doubt(Lead(guarded=True, explained=False, doubts=0), 90)
        Outcome(state=<State.UNKNOWN: 'unknown'>, delay=90, doubts=1)
        >>> in_doubt(Lead(guarded=False, explained=False, doubts=0), 90).delay is None
        True
    """
    doubts = lead.doubts + 1
    again = lead.guarded and doubts < MAX_DOUBTS
    return Outcome(State.UNKNOWN, quarantine if again else None, doubts)


def action(state: State, code: int | None, http_status: int | None) -> Remedy:
    """Say what a person does about a row: the value of `api_action`.

    Args:
        state: where the row stands.
        code: the code of its last attempt.
        http_status: the HTTP status of its last attempt.

    Example:
        >>> str(action(State.REJECTED, 105, 400)), str(action(State.UNKNOWN, None, None))
        ('drop', 'check_in_dialler')
        >>> str(action(State.PENDING, 115, 400)), str(action(State.PENDING, None, 401))
        ('fix_campaign', 'fix_campaign')
    """
    match state:
        case State.ACCEPTED:
            return Remedy.NONE
        case State.ACCEPTED_INFERRED | State.UNKNOWN | State.IN_FLIGHT:
            return Remedy.CHECK_IN_DIALLER
        case State.WITHHELD:
            return Remedy.DROP
        case State.REJECTED | State.CONFLICT:
            return ResultCode(code or 0).remedy
    wrong_ids = code is not None and ResultCode(code).remedy is Remedy.FIX_CAMPAIGN
    wrong_key_or_url = http_status is not None and stops(http_status)
    return Remedy.FIX_CAMPAIGN if wrong_ids or wrong_key_or_url else Remedy.RETRY


def _settled(code: ResultCode, lead: Lead) -> State:
    if code == ResultCode.OK:
        return State.ACCEPTED
    if code == ResultCode.LEAD_NOT_UPDATED_DUE_TO_CONFLICT:
        return State.CONFLICT
    depends_on = code.facts.depends_on
    # After an attempt in doubt only what depends on the lead alone proves that the lead is not in.
    if not lead.doubts or depends_on is DependsOn.LEAD:
        return State.REJECTED
    taken = depends_on is DependsOn.OTHER_LEADS
    return State.ACCEPTED_INFERRED if taken and not lead.explained else State.UNKNOWN
