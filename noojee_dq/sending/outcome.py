"""What an answer means for a row: the state machine of a submission, without any input or output.

pending   -claim, durable before a byte is sent->              in_flight
in_flight -0->                  accepted
          -a definite code->    rejected | conflict (110)
          -109, 429, not sent-> waiting (until) -> in_flight
          -stops the run->      pending
          -ambiguous->          unknown (not before start + quarantine)
unknown   -guarded->            in_flight again: 0 -> accepted; 105/112 -> accepted_inferred, rejected or unknown
          -not guarded, or MAX_DOUBTS ambiguous attempts-> unknown; a person decides
"""

from typing import NamedTuple

import pandas as pd

from noojee_dq.client.answer import Answer, Kind, stops
from noojee_dq.codes import DependsOn, Remedy, ResultCode
from noojee_dq.journal.format import State, Taken

#: Ambiguous attempts after which a row is left to a person.
MAX_DOUBTS = 5


class Lead(NamedTuple):
    """What of a row decides about its outcome.

    Attributes:
        guarded: a second attempt cannot do harm: the server itself would refuse to insert the lead twice, or the
            update triggers no action.
        number_taken: who else could be the reason for a 105.
        id_taken: who else could be the reason for a 112.
        doubts: ambiguous attempts so far.
    """

    guarded: bool
    number_taken: Taken
    id_taken: Taken
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
        >>> lead = Lead(guarded=True, number_taken=Taken.NOBODY, id_taken=Taken.NOBODY, doubts=0)
        >>> str(outcome(taken, lead, 90).state)
        'rejected'
        >>> str(outcome(taken, lead._replace(doubts=1), 90).state)
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
        >>> lead = Lead(guarded=True, number_taken=Taken.NOBODY, id_taken=Taken.NOBODY, doubts=0)
        >>> in_doubt(lead, 90)
        Outcome(state=<State.UNKNOWN: 'unknown'>, delay=90, doubts=1)
        >>> in_doubt(lead._replace(guarded=False), 90).delay is None
        True
    """
    doubts = lead.doubts + 1
    again = lead.guarded and doubts < MAX_DOUBTS
    return Outcome(State.UNKNOWN, quarantine if again else None, doubts)


#: Who took the number or id of a lead that is inferred to be in: where `known=` has told of the campaign, or not.
SURE = "our first attempt"
NOT_SURE = "our first attempt, or the campaign had it before"

#: What of a lead says who else could be the reason for a code.
_TAKEN = {ResultCode.DUPLICATE: "number_taken", ResultCode.DUPLICATE_EXTERNAL_ID: "id_taken"}
#: What becomes of a lead in doubt when its number or id turns out to be taken.
_IF_TAKEN = {
    Taken.NOBODY: State.ACCEPTED_INFERRED,
    Taken.UNTOLD: State.ACCEPTED_INFERRED,
    Taken.PERHAPS: State.UNKNOWN,
    Taken.HELD: State.REJECTED,
}


def is_sure(rows: pd.DataFrame) -> pd.Series:
    """Say of rows of a journal whether nothing but an earlier attempt of ours can have taken their number or id.

    Args:
        rows: with `code`, `number_taken` and `id_taken`.

    Example:
        >>> is_sure(pd.DataFrame({"code": [105, 112], "number_taken": "nobody", "id_taken": "untold"})).tolist()
        [True, False]
    """
    told = [rows["code"].eq(code) & rows[taken].eq(Taken.NOBODY) for code, taken in _TAKEN.items()]
    return pd.concat(told, axis="columns").any(axis="columns")


def action(state: State, code: int | None, http_status: int | None, *, sure: bool = False) -> Remedy:
    """Say what a person does about a row: the value of `api_action`.

    Args:
        state: where the row stands.
        code: the code of its last attempt.
        http_status: the HTTP status of its last attempt.
        sure: of a lead that is inferred to be in, whether that is certain.

    Example:
        >>> str(action(State.REJECTED, 105, 400)), str(action(State.UNKNOWN, None, None))
        ('drop', 'check_in_dialler')
        >>> str(action(State.PENDING, 115, 400)), str(action(State.PENDING, None, 401))
        ('fix_campaign', 'fix_campaign')
    """
    match state:
        case State.ACCEPTED:
            return Remedy.NONE
        case State.ACCEPTED_INFERRED if sure:
            return Remedy.NONE
        case State.ACCEPTED_INFERRED | State.UNKNOWN | State.IN_FLIGHT:
            return Remedy.CHECK_IN_DIALLER
        case State.WITHHELD | State.SENT_ELSEWHERE:
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
    taken = _TAKEN.get(code)
    return State.UNKNOWN if taken is None else _IF_TAKEN[getattr(lead, taken)]
