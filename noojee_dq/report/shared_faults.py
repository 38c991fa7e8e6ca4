"""What many errors share: one value of a column, or one message of a check."""

from collections.abc import Iterator
from itertools import pairwise
from typing import Final, Literal, NamedTuple, get_args

import numpy as np
import pandas as pd
import pyarrow as pa

from noojee_dq.arrow.columns import Positions

#: What findings of one check and column can have in common.
Shared = Literal["value", "message"]
#: The most frequent combinations, among which root causes are looked for.
MOST_SHARED: Final = 200
#: Leads of each that are named.
FIRST_LEADS: Final = 5
#: `shared` is one of `Shared`, `leads` counts them, and `rows` lists the labels of the first of them.
COLUMNS: Final = ("shared", "check", "column", "value", "message", "leads", "rows")


def shared_faults(findings: pd.DataFrame, positions: Positions) -> pd.DataFrame:
    """Count the leads that share a value or a message, of the errors that concern single leads.

    Args:
        findings: as in `Findings`.
        positions: for each finding the position of its lead; -1 = it concerns the whole file.

    Returns:
        The columns of `COLUMNS`: first what shares a value, then what shares a message, each with the most leads
        first. Value and message are those of the first finding.

    Example:
        >>> findings = pd.DataFrame({"check": "a", "column": "Phone", "value": ["x", "y"], "message": "bad",
        ...     "severity": "error", "row": [2, 3]})
        >>> shared_faults(findings, np.array([0, 1]))[["shared", "value", "leads", "rows"]].values.tolist()
        [['value', 'x', 1, [2]], ['value', 'y', 1, [3]], ['message', 'x', 2, [2, 3]]]
    """
    kinds = [_most(groups) for groups in _grouped(findings, positions)]
    return pd.concat(kinds, ignore_index=True)[list(COLUMNS)]


def fault_groups(findings: pd.DataFrame, positions: Positions) -> pa.Table:
    """Count all that is shared: what is counted of parts of the leads can be added up.

    Args:
        findings: as for `shared_faults`.
        positions: likewise.

    Returns:
        The columns of `COLUMNS`, and `place`, where in `findings` the first one of each group is.

    Example:
        >>> findings = pd.DataFrame({"check": "a", "column": "Phone", "value": ["x", "x"], "message": "bad",
        ...     "severity": "error", "row": [2, 3]})
        >>> fault_groups(findings, np.array([0, 1])).select(["shared", "leads", "rows", "place"]).to_pylist()[0]
        {'shared': 'value', 'leads': 2, 'rows': [2, 3], 'place': 0}
    """
    return pa.concat_tables([_all(groups) for groups in _grouped(findings, positions)])


class _Groups(NamedTuple):
    """Errors that share something: `lines`, in the order of groups: where each begins, and how many leads it has."""

    shared: Shared
    lines: pd.DataFrame
    starts: Positions
    leads: Positions


def _grouped(findings: pd.DataFrame, positions: Positions) -> Iterator[_Groups]:
    errors = np.flatnonzero(findings["severity"].eq("error").to_numpy() & (positions >= 0))
    lines = findings[["check", "column", "value", "message", "row"]].iloc[errors].fillna("").assign(place=errors)
    for shared in get_args(Shared):
        number = np.zeros(len(lines), dtype=np.int64)
        for name in ("check", "column", shared):
            codes, distinct = pd.factorize(lines[name])
            number = pd.factorize(number * max(len(distinct), 1) + codes)[0].astype(np.int64)
        # A lead with the same fault twice counts once; findings stand in file order, so the first ones stay.
        repeated = pd.DataFrame({"group": number, "position": positions[errors]}).duplicated().to_numpy()
        first_of_lead = np.flatnonzero(~repeated)
        ordered = first_of_lead[np.argsort(number[first_of_lead], kind="stable")]
        leads = np.bincount(number[ordered])
        yield _Groups(shared, lines.iloc[ordered], np.cumsum(leads) - leads, leads)


def _most(groups: _Groups) -> pd.DataFrame:
    which = np.argsort(-groups.leads, kind="stable")[:MOST_SHARED]
    rows, ends = _first_rows(groups, which)
    found = groups.lines.iloc[groups.starts[which]]
    lists = [rows.iloc[start:end].tolist() for start, end in pairwise(ends)]
    return found.assign(shared=groups.shared, leads=groups.leads[which], rows=pd.Series(lists, found.index, object))


def _all(groups: _Groups) -> pa.Table:
    rows, ends = _first_rows(groups, np.arange(len(groups.leads)))
    found = groups.lines.iloc[groups.starts].assign(shared=groups.shared, leads=groups.leads)
    table = pa.Table.from_pandas(found.drop(columns="row"), preserve_index=False)
    lists = pa.LargeListArray.from_arrays(pa.array(ends, pa.int64()), pa.array(rows.to_numpy()))
    return table.append_column("rows", lists).select([*COLUMNS, "place"])


def _first_rows(groups: _Groups, which: Positions) -> tuple[pd.Series, Positions]:
    """Return the labels of the first leads of some groups, and where those of each begin and end."""
    counts = np.minimum(groups.leads[which], FIRST_LEADS)
    ends = np.concatenate([[0], np.cumsum(counts)])
    at = np.arange(ends[-1]) + np.repeat(groups.starts[which] - ends[:-1], counts)
    return groups.lines["row"].iloc[at], ends
