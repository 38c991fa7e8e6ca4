"""Leads whose own columns say what became of them in an earlier run: a file of results that comes in as leads."""

import pandas as pd

from noojee_dq.arrow.columns import Mask, Positions
from noojee_dq.batch.batch import Batch
from noojee_dq.checks.base import Check
from noojee_dq.checks.sent_by_run import sent_already
from noojee_dq.codes import Remedy, ResultCode
from noojee_dq.fields import API_CODE, API_OUTCOME, ApiOutcome

#: Outcomes after which a lead may go out: it is surely not in.
_NOT_IN = (ApiOutcome.REJECTED, ApiOutcome.NOT_SENT)


def accepted_before(batch: Batch) -> Mask:
    """Say of which leads that are to be inserted their own columns say that the PBX has taken them.

    Args:
        batch: the leads; an update may be sent again.

    Example:
        >>> from noojee_dq.campaign import Campaign
        >>> leads = pd.DataFrame({"Phone": ["0491 570 006", "0491 570 156"], "api_outcome": ["accepted", "rejected"]})
        >>> accepted_before(Batch(leads, Campaign())).tolist()
        [True, False]
    """
    if batch.operation != "insert" or not _has_answers(batch):
        return batch.no_lead
    outcomes = _cells(batch, API_OUTCOME)
    # Somebody may have taken out one of our columns alone.
    by_code = outcomes.eq("") & _cells(batch, API_CODE).eq(str(ResultCode.OK.value))
    return (outcomes.eq(ApiOutcome.ACCEPTED) | by_code).to_numpy(dtype=bool)


def in_doubt_before(batch: Batch) -> Mask:
    """Say of which leads their own columns leave open whether the PBX has taken them, or whether they may go again.

    Args:
        batch: the leads.

    Example:
        >>> from noojee_dq.campaign import Campaign
        >>> leads = pd.DataFrame({"Phone": ["0491 570 006", "0491 570 156"], "api_outcome": ["unknown", "not_sent"]})
        >>> in_doubt_before(Batch(leads, Campaign())).tolist()
        [True, False]
    """
    if not _has_answers(batch):
        return batch.no_lead
    # A value that `submit` never writes tells nothing, so that nobody can know.
    return (~_cells(batch, API_OUTCOME).isin(["", ApiOutcome.ACCEPTED, *_NOT_IN])).to_numpy(dtype=bool)


def _accepted(batch: Batch, _: str) -> Mask:
    return _not_in_by_journal(batch, accepted_before(batch))


def _in_doubt(batch: Batch, _: str) -> Mask:
    return _not_in_by_journal(batch, in_doubt_before(batch))


def _not_in_by_journal(batch: Batch, found: Mask) -> Mask:
    """Leave out leads of which a journal says better that they are in; of most files there is nothing to ask it."""
    return found & ~sent_already(batch) if found.any() else found


def _has_answers(batch: Batch) -> bool:
    return API_OUTCOME in batch.all_text.columns or API_CODE in batch.all_text.columns


def _no_answers(batch: Batch) -> str | None:
    return None if _has_answers(batch) else f"the file has no column {API_OUTCOME!r} or {API_CODE!r}"


def _cells(batch: Batch, heading: str) -> pd.Series:
    if heading not in batch.all_text.columns:
        return pd.Series("", index=batch.all_text.index, dtype="str")
    return batch.all_text[heading].str.strip().str.lower()


def _what_it_says(batch: Batch, _: str, at: Positions) -> pd.DataFrame:
    words = {outcome.value: f"is {outcome.words}" for outcome in ApiOutcome}
    said = _cells(batch, API_OUTCOME).iloc[at].map(words).fillna("has an outcome that no run gives")
    return pd.DataFrame({"message": "the lead " + said + f", says its {API_OUTCOME}"})


CHECKS = (
    Check(
        id="accepted-before",
        remedy=Remedy.DROP,
        scope="row",
        operations=("insert",),
        title=f"no lead is accepted already, by its own {API_OUTCOME} or {API_CODE} (a file of results)",
        message=f"the PBX has accepted the lead already, says its {API_OUTCOME} or {API_CODE}",
        hint="take the lead out: it would be called twice; for another campaign take the columns api_... out",
        unasked=_no_answers,
        mask=_accepted,
    ),
    Check(
        id="in-doubt-before",
        remedy=Remedy.REVIEW,
        scope="row",
        title=f"no lead is in doubt or in conflict, by its own {API_OUTCOME} (a file of results)",
        message=f"nobody knows whether the PBX has taken the lead, says its {API_OUTCOME}",
        hint=f"look for the lead in the dialler; if it is to go out all the same, empty its cell in {API_OUTCOME}",
        unasked=_no_answers,
        mask=_in_doubt,
        detail=_what_it_says,
    ),
)
