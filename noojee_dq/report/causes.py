"""Root causes: what many findings have in common, such as one value of one column."""

from dataclasses import dataclass
from typing import Any, Final

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from noojee_dq.report.masking import mask_values
from noojee_dq.report.overview import MAX_HEADING, MAX_ROWS, MAX_VALUE, label_text, rows_text, shown
from noojee_dq.report.report import Report

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


def root_causes(report: Report, *, show_values: bool = False) -> tuple[Cause, ...]:
    """Find the values, and the particular faults, that many errors share.

    Args:
        report: the report of a pre-flight.
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
    errors = report.findings["severity"].eq("error").to_numpy() & (report.positions >= 0)
    found = report.findings.loc[errors, ["check", "column", "value", "message", "row"]].fillna("")
    positions = report.positions[errors]
    values = _groups(found, positions, ["check", "column", "value"])
    faults = _groups(found, positions, ["check", "column", "message"])
    filled = found["value"].iloc[values["first"]].str.strip().ne("").to_numpy()
    values = values[filled & (values["leads"] >= _FEWEST)].head(MAX_CAUSES).assign(shared="value")
    faults = (
        faults[(faults["leads"] >= _FEWEST) & _tells_apart(found, faults)].head(MAX_CAUSES).assign(shared="message")
    )
    both = pd.concat([values, faults]).sort_values("leads", ascending=False, kind="stable").head(MAX_CAUSES)
    return tuple(_cause(report, found, group, show_values) for group in both.to_dict("records"))


def _groups(found: pd.DataFrame, positions: NDArray[np.int64], by: list[str]) -> pd.DataFrame:
    """For each combination its number of leads, and the places of its first and its first few findings."""
    number = np.zeros(len(found), dtype=np.int64)
    for name in by:
        codes, distinct = pd.factorize(found[name])
        number = pd.factorize(number * max(len(distinct), 1) + codes)[0].astype(np.int64)
    # A lead with the same fault twice counts once; findings stand in file order, so the first ones stay.
    once = np.flatnonzero(~pd.DataFrame({"group": number, "position": positions}).duplicated().to_numpy())
    ordered = once[np.argsort(number[once], kind="stable")]
    _, starts, leads = np.unique(number[ordered], return_index=True, return_counts=True)
    table = pd.DataFrame({"leads": leads, "first": ordered[starts]})
    table = table.sort_values("leads", ascending=False, kind="stable")
    places = [ordered[starts[at] : starts[at] + min(leads[at], MAX_ROWS)] for at in table.index[:_KEPT]]
    return table.head(_KEPT).assign(places=pd.Series(places, index=table.index[:_KEPT], dtype=object))


def _tells_apart(found: pd.DataFrame, faults: pd.DataFrame) -> NDArray[np.bool_]:
    """Whether a fault is one of several of its check: else the table by code says as much."""
    checks = found["check"].iloc[faults["first"]]
    return checks.duplicated(keep=False).to_numpy()


def _cause(report: Report, found: pd.DataFrame, group: dict[Any, Any], show_values: bool) -> Cause:
    line = found.iloc[[group["first"]]]
    value = ""
    if group["shared"] == "value":
        values = line["value"] if show_values else mask_values(line["value"], line["column"], report.phone_columns)
        value = shown(str(values.iloc[0]), show_values=True, limit=MAX_VALUE)
    labels = [label_text(row, show_values=show_values) for row in found["row"].iloc[group["places"]]]
    return Cause(
        check=str(line["check"].iloc[0]),
        column=shown(str(line["column"].iloc[0]), show_values=show_values, limit=MAX_HEADING),
        value=value,
        message=shown(str(line["message"].iloc[0]), show_values=show_values),
        leads=group["leads"],
        rows=rows_text([shown(label, show_values=True, limit=MAX_HEADING) for label in labels], group["leads"]),
    )
