"""Root causes: what many findings have in common, such as one value of one column."""

from dataclasses import dataclass
from typing import Any, Final

import numpy as np
import pandas as pd

from noojee_dq.arrow.columns import Mask, Positions
from noojee_dq.report.findings import Findings
from noojee_dq.report.overview import MAX_ROWS
from noojee_dq.words.display import MAX_HEADING, MAX_VALUE, shown
from noojee_dq.words.masked_values import mask_values
from noojee_dq.words.rows import row_label, rows_text

MAX_CAUSES: Final = 8
#: The most frequent combinations, among which the causes are looked for.
_KEPT: Final = 200
#: Fewer leads have nothing in common that is worth a line.
_FEWEST: Final = 3


@dataclass(frozen=True)
class Cause:
    """What some findings of a check have in common, as it is shown; `value` is "" where it is no single value."""

    check: str
    column: str
    value: str
    message: str
    leads: int
    rows: str


def root_causes(found: Findings, *, show_values: bool = False) -> tuple[Cause, ...]:
    """Find the values, and the particular faults, that many errors share.

    Args:
        found: what a pre-flight found.
        show_values: show phone numbers as they are instead of masked.

    Returns:
        The most frequent first, each with at least three leads.

    Example:
        >>> import noojee_dq as nj
        >>> leads = pd.DataFrame({"Phone": [f"049157000{n}" for n in range(5)], "njContactHours": ["AEST"] * 5})
        >>> cause = root_causes(nj.check(leads, nj.Campaign(phone_fields=["Phone"])))[0]
        >>> cause.column, cause.value, cause.leads
        ('njContactHours', 'AEST', 5)
    """
    errors = found.findings["severity"].eq("error").to_numpy() & (found.positions >= 0)
    lines = found.findings.loc[errors, ["check", "column", "value", "message", "row"]].fillna("")
    positions = found.positions[errors]
    values = _groups(lines, positions, ["check", "column", "value"])
    faults = _groups(lines, positions, ["check", "column", "message"])
    filled = lines["value"].iloc[values["first"]].str.strip().ne("").to_numpy()
    values = values[filled & (values["leads"] >= _FEWEST)].head(MAX_CAUSES).assign(shared="value")
    faults = (
        faults[(faults["leads"] >= _FEWEST) & _tells_apart(lines, faults)].head(MAX_CAUSES).assign(shared="message")
    )
    both = pd.concat([values, faults]).sort_values("leads", ascending=False, kind="stable").head(MAX_CAUSES)
    return tuple(_cause(found, lines, group, show_values) for group in both.to_dict("records"))


def _groups(lines: pd.DataFrame, positions: Positions, by: list[str]) -> pd.DataFrame:
    """Return for each combination its number of leads, and the places of its first and its first few findings."""
    number = np.zeros(len(lines), dtype=np.int64)
    for name in by:
        codes, distinct = pd.factorize(lines[name])
        number = pd.factorize(number * max(len(distinct), 1) + codes)[0].astype(np.int64)
    # A lead with the same fault twice counts once; findings stand in file order, so the first ones stay.
    first_of_lead = np.flatnonzero(~pd.DataFrame({"group": number, "position": positions}).duplicated().to_numpy())
    ordered = first_of_lead[np.argsort(number[first_of_lead], kind="stable")]
    _, starts, leads = np.unique(number[ordered], return_index=True, return_counts=True)
    table = pd.DataFrame({"leads": leads, "first": ordered[starts]})
    table = table.sort_values("leads", ascending=False, kind="stable")
    places = [ordered[starts[at] : starts[at] + min(leads[at], MAX_ROWS)] for at in table.index[:_KEPT]]
    return table.head(_KEPT).assign(places=pd.Series(places, index=table.index[:_KEPT], dtype=object))


def _tells_apart(lines: pd.DataFrame, faults: pd.DataFrame) -> Mask:
    """Say whether a fault is one of several of its check: else the table by code says as much."""
    checks = lines["check"].iloc[faults["first"]]
    return checks.duplicated(keep=False).to_numpy()


def _cause(found: Findings, lines: pd.DataFrame, group: dict[Any, Any], show_values: bool) -> Cause:
    line = lines.iloc[[group["first"]]]
    value = ""
    if group["shared"] == "value":
        values = line["value"] if show_values else mask_values(line["value"], line["column"], found.phone_columns)
        value = shown(str(values.iloc[0]), show_values=True, limit=MAX_VALUE)
    labels = [row_label(row, show_values=show_values) for row in lines["row"].iloc[group["places"]]]
    return Cause(
        check=str(line["check"].iloc[0]),
        column=shown(str(line["column"].iloc[0]), show_values=show_values, limit=MAX_HEADING),
        value=value,
        message=shown(str(line["message"].iloc[0]), show_values=show_values),
        leads=group["leads"],
        rows=rows_text([shown(label, show_values=True, limit=MAX_HEADING) for label in labels], group["leads"]),
    )
