"""What a journal says of its run, with or without the leads."""

import os
import sqlite3
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any, cast

import numpy as np
import pandas as pd

from noojee_dq.analysis.outcomes import IN_FLIGHT, Outcomes
from noojee_dq.analysis.suggestions import SETTLES
from noojee_dq.arrow.columns import Mask
from noojee_dq.codes import Remedy
from noojee_dq.errors import LeadsError, NoojeeError
from noojee_dq.fields import DQ_SOURCE
from noojee_dq.journal.format import Run, State
from noojee_dq.journal.lock import is_locked
from noojee_dq.journal.reader import digests_of, reading, rows_frame, run_of
from noojee_dq.leads.mapped import taken
from noojee_dq.leads.one_list import one_list
from noojee_dq.report.results_table import results_table
from noojee_dq.sending.bodies import Bodies
from noojee_dq.sending.matching import labels_of_rows, matched
from noojee_dq.sending.pacing import Pacing
from noojee_dq.sending.reread import read_to_send, reread
from noojee_dq.sending.results import annotated_where_gone
from noojee_dq.sending.resumption import as_recovered, to_send
from noojee_dq.sending.start import has_row_numbers
from noojee_dq.words.arguments import is_other_frame, path_of
from noojee_dq.words.counts import counted
from noojee_dq.words.rows import leads_at

Source = pd.DataFrame | str | os.PathLike[str]
#: The leads of a run: a frame, the file that they came from, or all of them.
LeadSource = Source | Sequence[str | os.PathLike[str]]

_NO_LEADS = (
    "what surprises share: the journal holds no values of leads, and retry, fix and hand_over are row numbers "
    "alone; give --leads (leads= in Python)"
)

_NOT_READ = (
    "whether leads that are left were changed, or are gone, since the run began: their file is not there, or cannot be "
    "read as it was"
)
_CHANGED = "left, and changed in their file since, or gone from it, so the run does not send them: a person decides"

#: How an analysis gets the values of all leads.
_AS_SENT = (
    "Put back what was sent, or leave --leads out, or analyse a file of results, which holds its leads (submit "
    "--results)"
)


def journal_outcomes(path: Path, leads: LeadSource | None) -> Outcomes:
    """Read the answers of a run from its journal.

    Args:
        path: the journal; it may be one that is being written.
        leads: the leads of the run, or all from which they were chosen, under the row numbers of their file: a frame,
            that file, or those files in the order in which they were sent; None = not at hand.

    Returns:
        The outcomes, with a line per request.

    Raises:
        JournalError: the file cannot be read, or is no journal.
        LeadsError: the leads are not those of the run.
    """
    # Before its rows are read: a run that ends meanwhile is said to go on, never that its leads are in doubt.
    sending = is_locked(path)
    with reading(path) as database:
        run = run_of(database)
        rows = rows_frame(database)
        requests = _requests(database)
        digests = digests_of(database)
    campaign = run.settings
    if leads is None:
        own, gone, said = _rows_alone(rows), *_changed_in_file(path, run, rows, digests, sending)
    else:
        own, gone = _leads_of(_read(leads, run), run, digests, rows)
        said = _said_of(rows[gone])
    results = annotated_where_gone(own, rows, run.id, gone)
    table, gaps = results_table(results)
    table["expected"] = table["expected"].fillna(rows["expected"])
    table[SETTLES] = _is_open(rows) & ~gone
    if sending:
        table = table.assign(**_so_far(table, rows))
        requests = requests[~_under_way(requests, rows)]
    phones = tuple(heading for heading in map(str, own.columns) if campaign.field_of(heading) in campaign.phone_fields)
    return Outcomes(results, table, requests, phones, path.name, (*gaps, *said), sending)


def _so_far(table: pd.DataFrame, rows: pd.DataFrame) -> dict[str, pd.Series]:
    """Return the outcomes and actions of a run that goes on: no person has to do anything about what it still does."""
    in_flight = rows["state"].eq(State.IN_FLIGHT)
    return {
        "outcome": table["outcome"].mask(in_flight, IN_FLIGHT),
        "action": table["action"].mask(in_flight | _is_open(rows), Remedy.NONE.value),
    }


def _is_open(rows: pd.DataFrame) -> pd.Series:
    """Say which rows the run itself sends, or asks about once more, when it is taken up."""
    return rows["position"].isin(to_send(as_recovered(rows, Pacing()))["position"])


def _under_way(requests: pd.DataFrame, rows: pd.DataFrame) -> pd.Series:
    """Say which requests have no answer yet: nobody knows what they will have come to."""
    in_flight = rows["position"][rows["state"].eq(State.IN_FLIGHT)]
    return requests["kind"].isna() & requests["position"].isin(in_flight)


def _changed_in_file(
    path: Path, run: Run, rows: pd.DataFrame, digests: list[bytes], sending: bool
) -> tuple[Mask, list[str]]:
    """Find the rows left whose leads the file of the run no longer has as they were: the run sends none of these.

    Returns:
        These rows, and what is to be said of them and of the leads.
    """
    gone, left = np.zeros(len(rows), dtype=bool), _is_open(rows).to_numpy()
    if run.path is None or rows["row"].isna().any() or sending or not left.any():
        return gone, [_NO_LEADS]
    try:
        leads, campaign = reread(path)
    except NoojeeError:
        return gone, [_NO_LEADS, _NOT_READ]
    gone = left & matched(digests, Bodies(leads, campaign, run.operation).digests(run.salt)).absent
    if not gone.any():
        return gone, [_NO_LEADS]
    return gone, [_NO_LEADS, f"{leads_at(labels_of_rows(rows[gone]), 'when the run began')}: {_CHANGED}"]


def _read(leads: LeadSource, run: Run) -> pd.DataFrame:
    if isinstance(leads, pd.DataFrame):
        return leads
    several = isinstance(leads, Iterable) and not isinstance(leads, str | os.PathLike) and not is_other_frame(leads)
    files: list[Any] = list(cast("Iterable[Any]", leads)) if several else [leads]
    if not files:
        raise LeadsError("leads= names no file: give the leads of the run, or the files that they came from")
    paths = [path_of(file, "leads", "leads.csv") for file in files]
    return one_list([(str(file), read_to_send(path, run.read_with)) for file, path in zip(files, paths, strict=True)])


def _requests(database: sqlite3.Connection) -> pd.DataFrame:
    requests = pd.read_sql_query(
        "SELECT position, started_at, ended_at, kind, code, http_status FROM attempts ORDER BY started_at", database
    )
    whole = dict.fromkeys(("code", "http_status"), "Int64")
    times = {name: pd.to_datetime(requests[name], unit="s", utc=True) for name in ("started_at", "ended_at")}
    return requests.astype(whole).assign(**times)


def _rows_alone(rows: pd.DataFrame) -> pd.DataFrame:
    """Return no column of the leads but that of their files, under their rows, or their positions in a frame."""
    if rows["row"].isna().any():
        return pd.DataFrame(index=pd.Index(rows["position"], name="position"))
    own = pd.DataFrame(index=pd.Index(rows["row"].astype("int64"), name="row"))
    return own if rows["source"].isna().all() else own.assign(**{DQ_SOURCE: rows["source"].astype("str").to_numpy()})


def _leads_of(leads: pd.DataFrame, run: Run, digests: list[bytes], rows: pd.DataFrame) -> tuple[pd.DataFrame, Mask]:
    """Find the leads of the run among those given, each proved by its hash, in whatever order they stand.

    Returns:
        A lead for each row, without values where it is not among them; and which rows these are.
    """
    match = matched(digests, Bodies(leads, run.settings, run.operation).digests(run.salt))
    if match.absent.all():
        raise LeadsError(
            f"--leads (leads= in Python): these are not the {counted(run.leads, 'lead')} of this run: all of them were "
            f"changed, or are gone since. {_AS_SENT}"
        )
    found = taken(leads, np.maximum(match.leads, 0))
    return (_without_values(found, rows, match.absent) if match.absent.any() else found), match.absent


def _without_values(found: pd.DataFrame, rows: pd.DataFrame, gone: Mask) -> pd.DataFrame:
    """Blank the rows whose leads are gone, under the row numbers or places that they had when the run began."""
    then = _rows_alone(rows)
    labels = then.index.where(gone, found.index) if has_row_numbers(found) else then.index
    own = found.astype("object").where(np.broadcast_to(~gone[:, None], found.shape), None).set_axis(labels)
    sources = {DQ_SOURCE: own[DQ_SOURCE].mask(gone, then[DQ_SOURCE])} if DQ_SOURCE in own and DQ_SOURCE in then else {}
    return own.assign(**sources)


def _said_of(gone: pd.DataFrame) -> list[str]:
    if gone.empty:
        return []
    return [
        f"{leads_at(labels_of_rows(gone), 'when the run began')}: changed or gone since, so only what became of them "
        f"is known, and none of their values. {_AS_SENT}"
    ]
