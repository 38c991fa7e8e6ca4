"""The answers of the API, on the rows that they belong to."""

import os

import numpy as np
import pandas as pd

from noojee_dq.arrow.columns import Mask
from noojee_dq.codes import Remedy, ResultCode
from noojee_dq.fields import (
    API_ACTION,
    API_ATTEMPTS,
    API_CODE,
    API_HTTP_STATUS,
    API_MESSAGE,
    API_OUTCOME,
    API_PREFIX,
    API_RESULT,
    API_RUN,
    API_SENT_AT,
    DQ_EXPECTED_CODE,
    DQ_ROW,
    DQ_SOURCE,
    ApiOutcome,
)
from noojee_dq.journal.format import NOT_TO_BE_CALLED, State
from noojee_dq.leads import write_leads
from noojee_dq.sending.outcome import NOT_SURE, SURE, action, is_sure
from noojee_dq.words.rows import exact_labels

#: Before what became of a lead of the run that is no longer among the leads.
_ABSENT = "stood in this row when the run began, changed, gone or no longer ready since: "

_WITHHELD = f"withheld: {NOT_TO_BE_CALLED}, now or earlier in the run"

_SENT_ELSEWHERE = "left out: another run has sent this very lead"

#: `api_outcome` of a row, by its state in the journal.
_OUTCOMES = {
    State.PENDING: ApiOutcome.NOT_SENT,
    State.WAITING: ApiOutcome.NOT_SENT,
    State.WITHHELD: ApiOutcome.NOT_SENT,
    State.SENT_ELSEWHERE: ApiOutcome.NOT_SENT,
    State.IN_FLIGHT: ApiOutcome.UNKNOWN,
    State.UNKNOWN: ApiOutcome.UNKNOWN,
    State.ACCEPTED: ApiOutcome.ACCEPTED,
    State.ACCEPTED_INFERRED: ApiOutcome.ACCEPTED_INFERRED,
    State.REJECTED: ApiOutcome.REJECTED,
    State.CONFLICT: ApiOutcome.CONFLICT,
}


def outcomes(states: pd.Series) -> pd.Series:
    """Return the `api_outcome` of rows of a journal.

    Args:
        states: where each row stands.

    Example:
        >>> outcomes(pd.Series(["waiting"])).tolist()
        ['not_sent']
    """
    return states.map(_OUTCOMES).astype("str")


def annotated(leads: pd.DataFrame, rows: pd.DataFrame, run_id: str) -> pd.DataFrame:
    """Return the leads with what the API answered.

    Args:
        leads: the leads of the run; they are not changed.
        rows: the journal's rows, one for each lead, in the same order.
        run_id: the run's name.

    Returns:
        The caller's index, order and columns, and: `api_code` (Int64, the last code as it came, null = none),
        `api_result` (its name), `api_message`, `api_http_status` (Int64), `api_outcome` ("accepted",
        "accepted_inferred", "rejected", "conflict", "unknown", "not_sent"), `api_action` (what to do, as
        `ResultCode.remedy`), `api_attempts` (requests made), `api_sent_at` (UTC, of the last one), `api_run`; and
        `dq_expected_code` as the journal has it, where the leads do not say it themselves.

    Example:
        >>> rows = pd.DataFrame({"state": ["rejected"], "code": [105], "http_status": [400], "message": ["DUPLICATE"],
        ...                      "attempts": [1], "sent_at": [0.0], "number_taken": "untold", "id_taken": "untold"})
        >>> results = annotated(pd.DataFrame({"Phone": ["0491 570 006"]}), rows, "r1")
        >>> results[["api_result", "api_action"]].values.tolist()
        [['DUPLICATE', 'drop']]
    """
    codes = rows["code"].astype("Int64")
    statuses = rows["http_status"].astype("Int64")
    standings = pd.DataFrame({"state": rows["state"], "code": codes, "http_status": statuses, "sure": is_sure(rows)})
    # Not by a multi-index, which would make a tuple for each lead.
    places = standings.groupby(list(standings), sort=False, dropna=False).ngroup()
    distinct = standings[~places.duplicated()].itertuples(index=False)
    actions = pd.array([_action(*standing) for standing in distinct], dtype="str")
    names = {code: ResultCode(code).name for code in codes.dropna().unique()}
    columns = {
        API_CODE: codes.array,
        API_RESULT: codes.map(names).astype("str").array,
        API_MESSAGE: _messages(rows, standings["sure"]).array,
        API_HTTP_STATUS: statuses.array,
        API_OUTCOME: outcomes(rows["state"]).array,
        API_ACTION: actions.take(places.to_numpy()),
        API_ATTEMPTS: rows["attempts"].astype("int64").array,
        API_SENT_AT: pd.to_datetime(rows["sent_at"], unit="s", utc=True).astype("datetime64[ns, UTC]").array,
        API_RUN: pd.array([run_id], dtype="str").take(np.zeros(len(rows), dtype=np.intp)),
    }
    if DQ_EXPECTED_CODE not in leads.columns and "expected" in rows and rows["expected"].notna().any():
        columns[DQ_EXPECTED_CODE] = rows["expected"].astype("Int64").array
    return leads.assign(**columns)


def is_of_run(results: pd.DataFrame) -> Mask:
    """Say which leads are part of the run; others were given beside them, and not sent.

    Args:
        results: what `submit` or `resume` returned.

    Example:
        >>> is_of_run(pd.DataFrame({"api_run": ["r1", ""]})).tolist()
        [True, False]
    """
    return results[API_RUN].ne("").to_numpy()


def whole_run(results: pd.DataFrame) -> pd.DataFrame:
    """Return a line for every lead of a run, whatever became of the leads since.

    Args:
        results: what `submit` or `resume` returned.

    Returns:
        The leads of the run, then those that are no longer among the leads: their rows without cells.
    """
    run, mine = results.attrs["run"], results[is_of_run(results)]
    if not run["absent"]:
        return mine
    rows = pd.DataFrame(run["absent"]).astype({"message": "str"})
    labels = pd.Index(rows["row"].fillna(rows["position"] + 1).astype("int64"), name=results.index.name)
    own = pd.DataFrame({DQ_SOURCE: rows["source"].to_numpy()} if DQ_SOURCE in mine else {}, index=labels)
    gone = annotated_where_gone(own, rows, run["id"], np.ones(len(rows), dtype=bool))
    return pd.concat([mine.astype({name: object for name in mine if name not in gone}), gone])


def annotated_where_gone(leads: pd.DataFrame, rows: pd.DataFrame, run_id: str, gone: Mask) -> pd.DataFrame:
    """Do as `annotated` does, and say of some rows that their leads are no longer there; such a one no run sends.

    Args:
        leads, rows, run_id: as for `annotated`.
        gone: the rows whose leads were changed, or are gone.
    """
    messages = rows["message"].astype("str")
    results = annotated(
        leads, rows.assign(message=messages.mask(gone, messages.fillna("not sent").radd(_ABSENT))), run_id
    )
    unsent = results[API_OUTCOME].eq(ApiOutcome.NOT_SENT).to_numpy()
    return results.assign(**{API_ACTION: results[API_ACTION].mask(gone & unsent, Remedy.REVIEW.value)})


def write_results(results: pd.DataFrame, path: str | os.PathLike[str]) -> None:
    """Write the rows of a run, with their row (`dq_row`) and the API's answers at the left.

    Args:
        results: what `submit` returned.
        path: the file; .xlsx is meant for people.

    Raises:
        LeadsError: the file cannot be written.

    Example:
        >>> import tempfile
        >>> from pathlib import Path
        >>> results = pd.DataFrame({"Phone": ["0491 570 006"], "api_code": [0]}, index=[2])
        >>> with tempfile.TemporaryDirectory() as folder:
        ...     write_results(results, f"{folder}/results.csv")
        ...     Path(folder, "results.csv").read_text()
        'dq_row,api_code,Phone\\n2,0,0491 570 006\\n'
    """
    ours = results.columns.astype("str").str.startswith(API_PREFIX)
    own = results.loc[:, ~ours].drop(columns=DQ_ROW, errors="ignore")
    rows = exact_labels(results.index).rename(DQ_ROW)
    write_leads(pd.concat([rows, results.loc[:, ours], own], axis="columns"), path)


def _messages(rows: pd.DataFrame, sure: pd.Series) -> pd.Series:
    """Return what the server said, and of a lead that is inferred to be in, from what."""
    inferred = rows["state"].eq(State.ACCEPTED_INFERRED)
    messages = rows["message"].astype("str").mask(rows["state"].eq(State.WITHHELD), _WITHHELD)
    messages = messages.mask(rows["state"].eq(State.SENT_ELSEWHERE), _SENT_ELSEWHERE)
    reasons = sure[inferred].map({True: SURE, False: NOT_SURE}).astype("str")
    messages[inferred] = messages[inferred].fillna("").str.cat(reasons, sep=": ").str.removeprefix(": ")
    return messages


def _action(state: str, code: float | None, http_status: float | None, sure: bool) -> str:
    # Where some are missing, an index holds numbers as floats.
    code, http_status = (None if pd.isna(number) else int(number) for number in (code, http_status))
    return action(State(state), code, http_status, sure=sure).value
