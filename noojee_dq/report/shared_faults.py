"""What many errors share: one value of a column, or one message of a check."""

from typing import Final, Literal, get_args

import numpy as np
import pandas as pd

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
    errors = findings["severity"].eq("error").to_numpy() & (positions >= 0)
    lines = findings.loc[errors, ["check", "column", "value", "message", "row"]].fillna("")
    kinds = [_groups(lines, positions[errors], shared) for shared in get_args(Shared)]
    return pd.concat(kinds, ignore_index=True)[list(COLUMNS)]


def _groups(lines: pd.DataFrame, positions: Positions, shared: Shared) -> pd.DataFrame:
    number = np.zeros(len(lines), dtype=np.int64)
    for name in ("check", "column", shared):
        codes, distinct = pd.factorize(lines[name])
        number = pd.factorize(number * max(len(distinct), 1) + codes)[0].astype(np.int64)
    # A lead with the same fault twice counts once; findings stand in file order, so the first ones stay.
    first_of_lead = np.flatnonzero(~pd.DataFrame({"group": number, "position": positions}).duplicated().to_numpy())
    ordered = first_of_lead[np.argsort(number[first_of_lead], kind="stable")]
    _, starts, leads = np.unique(number[ordered], return_index=True, return_counts=True)
    most = np.argsort(-leads, kind="stable")[:MOST_SHARED]
    first, counts = starts[most], leads[most]
    labels = lines["row"].iloc[ordered]
    rows = [
        labels.iloc[start : start + min(count, FIRST_LEADS)].tolist()
        for start, count in zip(first, counts, strict=True)
    ]
    found = lines.iloc[ordered[first]].drop(columns="row")
    return found.assign(shared=shared, leads=counts, rows=pd.Series(rows, index=found.index, dtype=object))
