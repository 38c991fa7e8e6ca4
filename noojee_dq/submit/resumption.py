"""Taking up a run where it stopped: what is left to send, and when."""

import os
import time
from typing import Any

import pandas as pd

from noojee_dq.errors import JournalError
from noojee_dq.journal_format import reading
from noojee_dq.submit.journal import Journal, Settled, rows_frame
from noojee_dq.submit.order import followers
from noojee_dq.submit.outcome import Lead, State, in_doubt
from noojee_dq.submit.pacing import Pacing
from noojee_dq.submit.schedule import Schedule

_RESULTS = (State.ACCEPTED, State.REJECTED, State.CONFLICT)


def recover(journal: Journal, pacing: Pacing) -> None:
    """Put the rows in doubt that an earlier process left in flight.

    Args:
        journal: the open journal.
        pacing: gives the quarantine.

    Raises:
        JournalError: the journal cannot be written.
    """
    rows = journal.rows()
    journal.write([_lost(row, pacing) for row in rows[rows["state"].eq(State.IN_FLIGHT)].itertuples()], [])


def nothing_left(journal: str | os.PathLike[str]) -> bool:
    """Whether every row of a run is settled, so that there is nothing to ask the PBX.

    Example:
        >>> nothing_left("missing.sqlite")
        False
    """
    try:
        with reading(journal) as database:
            rows = rows_frame(database)
    except JournalError:
        return False  # to open it says what is wrong with it
    return not rows.empty and to_send(rows, None).empty and not rows["state"].eq(State.IN_FLIGHT).any()


def to_send(rows: pd.DataFrame, limit: int | None) -> pd.DataFrame:
    """The rows that are still to be sent, in order, at most `limit`.

    Example:
        >>> states = ["accepted", "pending", "unknown", "unknown"]
        >>> rows = pd.DataFrame({"state": states, "resend_at": [None, None, 9.0, None]})
        >>> to_send(rows, None).index.tolist()
        [1, 2]
    """
    in_doubt_for_now = rows["state"].eq(State.UNKNOWN) & rows["resend_at"].notna()
    return rows[rows["state"].isin([State.PENDING, State.WAITING]) | in_doubt_for_now].iloc[:limit]


def scheduled(rows: pd.DataFrame, shared_keys: pd.DataFrame, pacing: Pacing) -> Schedule:
    """The schedule of the rows that are to be sent.

    Args:
        rows: from `to_send`.
        shared_keys: numbers and ids that several leads of the run claim, from `shared`.
        pacing: gives the longest wait there can be, should the clock of the computer have been set back.

    Returns:
        The schedule, on the clock `time.monotonic`.
    """
    pending = rows["state"].eq(State.PENDING)
    # Rows whose answer stopped an earlier session go last: a firewall that refuses one lead for what stands in it would
    # otherwise end each session at that lead.
    unsent = pending & rows["attempts"].eq(0)
    stopped = pending & ~unsent
    waits = (rows["resend_at"][~pending] - time.time()).clip(0, pacing.quarantine)
    left = shared_keys[shared_keys["position"].isin(rows["position"])]
    return Schedule(
        [*rows["position"][unsent], *rows["position"][stopped]],
        zip((time.monotonic() + waits).tolist(), rows["position"][~pending].tolist(), strict=True),
        followers(left),
    )


def settled_codes(rows: pd.DataFrame) -> list[int]:
    """The codes with which rows are settled so far."""
    codes: list[int] = rows["code"][rows["state"].isin(_RESULTS)].tolist()
    return codes


def _lost(row: Any, pacing: Pacing) -> Settled:
    doubt = in_doubt(Lead(row.guarded, row.explained, row.doubts), pacing.quarantine)
    return Settled(
        position=row.position,
        at=time.time(),
        state=doubt.state,
        resend_at=None if doubt.delay is None else row.sent_at + doubt.delay,
        doubts=doubt.doubts,
        kind=None,
        code=None,
        http_status=None,
        message="the program ended before an answer came",
    )
