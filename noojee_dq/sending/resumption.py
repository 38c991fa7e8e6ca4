"""Taking up a run where it stopped: what is left to send, and when."""

import os
import time
from pathlib import Path
from typing import Any

import pandas as pd

from noojee_dq.errors import JournalError
from noojee_dq.journal.format import State
from noojee_dq.journal.reader import reading, rows_frame
from noojee_dq.journal.writer import Journal, Settled
from noojee_dq.sending.outcome import Lead, in_doubt
from noojee_dq.sending.pacing import Pacing
from noojee_dq.sending.schedule import Schedule
from noojee_dq.sending.shared_keys import followers

_RESULTS = (State.ACCEPTED, State.REJECTED, State.CONFLICT)


def recover(journal: Journal, rows: pd.DataFrame, pacing: Pacing) -> None:
    """Put the rows in doubt that an earlier process left in flight.

    Args:
        journal: the open journal.
        rows: its rows that are in flight.
        pacing: gives the quarantine.

    Raises:
        JournalError: the journal cannot be written.
    """
    journal.write([_lost(row, pacing) for row in rows.itertuples()], [])


def as_recovered(rows: pd.DataFrame, pacing: Pacing) -> pd.DataFrame:
    """Return the rows of a run as `recover` would leave them.

    Args:
        rows: the journal's rows.
        pacing: gives the quarantine.
    """
    in_flight = rows["state"].eq(State.IN_FLIGHT)
    if not in_flight.any():
        return rows
    lost = [_lost(row, pacing) for row in rows[in_flight].itertuples()]
    after = pd.DataFrame(lost, index=rows.index[in_flight])[["state", "resend_at", "doubts"]]
    return pd.concat([rows[~in_flight], rows[in_flight].assign(**after)]).loc[rows.index]


def nothing_left(journal: str | os.PathLike[str], *, send_dnc: bool) -> bool:
    """Say whether every row of a run is settled, so that there is nothing to ask the PBX.

    Example:
        >>> nothing_left("missing.sqlite", send_dnc=False)
        False
    """
    try:
        with reading(journal) as database:
            rows = rows_frame(database)
    except JournalError:
        return False  # to open it says what is wrong with it
    return not rows.empty and to_send(rows, send_dnc=send_dnc).empty and not rows["state"].eq(State.IN_FLIGHT).any()


def is_unfinished(journal: str | os.PathLike[str], *, send_dnc: bool) -> bool:
    """Say whether a journal is there and its run has something left to be sent, so that its lists matter.

    Example:
        >>> is_unfinished("missing.sqlite", send_dnc=False)
        False
    """
    return Path(journal).exists() and not nothing_left(journal, send_dnc=send_dnc)


def unsettled(journal: str | os.PathLike[str]) -> int:
    """Count the leads of a run that are still to be sent, under way, or in doubt.

    Args:
        journal: the run's journal.

    Raises:
        JournalError: it is no journal.
    """
    with reading(journal) as database:
        states = rows_frame(database)["state"]
    return int(states.isin([State.PENDING, State.WAITING, State.IN_FLIGHT, State.UNKNOWN]).sum())


def to_send(rows: pd.DataFrame, limit: int | None = None, *, send_dnc: bool = False) -> pd.DataFrame:
    """Return the rows that are still to be sent, in order.

    Args:
        rows: the journal's rows.
        limit: at most so many; None = all.
        send_dnc: those too that are withheld since they are on the do-not-call list.

    Returns:
        Some of the rows.

    Example:
        >>> states = ["accepted", "pending", "unknown", "unknown"]
        >>> rows = pd.DataFrame({"state": states, "resend_at": [None, None, 9.0, None]})
        >>> to_send(rows).index.tolist()
        [1, 2]
    """
    wanted = [State.PENDING, State.WAITING, *([State.WITHHELD] if send_dnc else [])]
    in_doubt_for_now = rows["state"].eq(State.UNKNOWN) & rows["resend_at"].notna()
    return rows[rows["state"].isin(wanted) | in_doubt_for_now].iloc[:limit]


def scheduled(left: pd.DataFrame, rows: pd.DataFrame, shared: pd.DataFrame, pacing: Pacing) -> Schedule:
    """Make the schedule of the rows that are to be sent.

    Args:
        left: from `to_send`.
        rows: all rows.
        shared: numbers and ids that several leads of the run claim, from `noojee_dq.sending.shared_keys`.
        pacing: gives the quarantine; rows in doubt wait the whole of it from now, since the clock of the computer may
            have been set since their last attempt.

    Returns:
        The schedule, on the clock `time.monotonic`.
    """
    at_once = left["state"].isin([State.PENDING, State.WITHHELD])
    # Rows whose answer stopped an earlier session go last: a firewall that refuses one lead for what stands in it would
    # otherwise end each session at that lead.
    stopped = at_once & left["attempts"].gt(0)
    now = time.monotonic()
    over = now + pacing.quarantine
    due = left["state"][~at_once].map({State.WAITING: now, State.UNKNOWN: over})
    # A request of a row in doubt for good may still sit in the server's queue.
    for_good = rows["position"][rows["state"].eq(State.UNKNOWN) & rows["resend_at"].isna()]
    linked = shared["position"].isin([*left["position"], *for_good])
    schedule = Schedule(
        [*left["position"][at_once & ~stopped], *left["position"][stopped]],
        zip(due.tolist(), left["position"][~at_once].tolist(), strict=True),
        followers(shared[linked]),
    )
    for position in for_good.tolist():
        schedule.settle(position, over)
    return schedule


def settled_codes(rows: pd.DataFrame) -> list[int]:
    """Return the codes with which rows are settled so far."""
    codes: list[int] = rows["code"][rows["state"].isin(_RESULTS)].tolist()
    return codes


def _lost(row: Any, pacing: Pacing) -> Settled:
    lead = Lead(row.guarded, row.number_taken, row.id_taken, row.doubts)
    doubt = in_doubt(lead, pacing.quarantine)
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
